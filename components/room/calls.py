"""The request of a turn, as it was or would be made."""

from collections.abc import Callable, Collection, Sequence

from components.conversation import ChatRequest, Conversation, Prefill, Turn
from components.wire import Endpoint, calls, variables


def calls_of(
    conversation: Conversation,
    turn_id: str,
    endpoint_of: Callable[[str], Endpoint],
    texts: Callable[[Sequence[Turn]], list[Turn]],
    made: Callable[[Turn, Sequence[Turn], Prefill | None], ChatRequest],
    left_out: Callable[[ChatRequest, Endpoint], Collection[str]],
) -> tuple[dict[str, str], tuple[str, ...]]:
    """As programs, and the variables that hold the key and the values of own headers. Empty where its server is gone or
    is built in. `made` makes the request; `left_out` is what the server is known to refuse."""
    turn = conversation.turns[turn_id]
    endpoint = endpoint_of(turn.asked.provider)
    if endpoint.name != turn.asked.provider:
        return {}, ()
    endpoint = endpoint.literal if turn.asked.literally else endpoint
    before = texts(conversation.path(turn.parent_id) if turn.parent_id else [])
    request = made(turn, before, texts([turn])[0].given)
    wordy = turn.taken == "words"
    return calls(request, endpoint, wordy, left_out(request, endpoint)), variables(endpoint)
