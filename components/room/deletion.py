"""Turns that are taken out of their chat, and come back."""

import time
from collections.abc import Callable

from components.conversation import Conversation
from components.store import Store


def take_out(store: Store, conversation: Conversation, turn_id: str, stop: Callable[[str], None]) -> None:
    """With all that follows it, and what was asked about it. What runs there is stopped, and what waits there is not
    asked. Another version is shown in its place, else what stood above it."""
    chat, turn = conversation.chat, conversation.turns.get(turn_id)
    if turn is None:
        return
    gone = _under(conversation, turn_id)
    store.delete_turn(chat.owner, chat.id, turn_id, time.time())
    for running in (*gone, *store.asked_about(gone)):
        stop(running)
    others = [one.id for one in conversation.siblings(turn) if one.id != turn_id]
    store.show(chat.owner, chat.id, conversation.leaf_under(others[-1]) if others else turn.parent_id)


def bring_back(store: Store, owner: str, chat_id: str, turn_id: str) -> None:
    store.delete_turn(owner, chat_id, turn_id, None)
    if (conversation := store.conversation(owner, chat_id)) and turn_id in conversation.turns:
        store.show(owner, chat_id, conversation.leaf_under(turn_id))


def _under(conversation: Conversation, turn_id: str) -> list[str]:
    """The turn and all below it, parents first."""
    found = [turn_id]
    for above in found:
        found += [turn.id for turn in conversation.turns.values() if turn.parent_id == above]
    return found
