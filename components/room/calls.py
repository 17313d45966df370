"""The request of a turn, as it was or would be made."""

from collections.abc import Callable, Sequence

from components.conversation import Conversation, Turn, request_for
from components.wire import Endpoint, calls, key_variable


def calls_of(
    conversation: Conversation,
    turn_id: str,
    endpoint_of: Callable[[str], Endpoint],
    texts: Callable[[Sequence[Turn]], list[Turn]],
) -> tuple[dict[str, str], str]:
    """As programs, and the variable that holds the key. Empty where its server is gone or is built in."""
    turn = conversation.turns[turn_id]
    endpoint = endpoint_of(turn.asked.provider)
    if endpoint.name != turn.asked.provider:
        return {}, ""
    before = texts(conversation.path(turn.parent_id) if turn.parent_id else [])
    request = request_for(turn.question, turn.asked, before, texts([turn])[0].given)
    return calls(request, endpoint, wordy=turn.taken == "words"), key_variable(endpoint)
