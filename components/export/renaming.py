"""A chat of a file under other ids, so that it collides with nothing that is there."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from components.conversation import Conversation
from components.export.beside import Beside


def renamed(conversation: Conversation, chat_id: str, new_id: Callable[[], str], owner: str) -> Conversation:
    """The same, owned by somebody. Its turns are in the same order."""
    ids = {turn_id: new_id() for turn_id in conversation.turns}
    turns = {
        ids[turn.id]: replace(
            turn,
            id=ids[turn.id],
            chat_id=chat_id,
            parent_id=None if turn.parent_id is None else ids[turn.parent_id],
            # The turn that it was taken from may have been deleted since.
            given=turn.given and replace(turn.given, of=ids.get(turn.given.of, "")),
        )
        for turn in conversation.turns.values()
    }
    leaf = conversation.chat.leaf_id
    chat = replace(conversation.chat, id=chat_id, owner=owner, leaf_id=None if leaf is None else ids[leaf])
    return Conversation(chat, turns)


def renamed_beside(beside: Beside, ids: Mapping[str, str], new_id: Callable[[], str]) -> Beside:
    """The same under other ids. A turn that another was read from may not be there any more."""
    records = {ids[turn_id]: packed for turn_id, packed in beside.records.items()}
    readings = {ids[turn_id]: ids.get(origin, "") for turn_id, origin in beside.readings.items()}
    notes = {
        ids[turn_id]: [replace(note, id=new_id(), turn_id=ids[turn_id]) for note in noted]
        for turn_id, noted in beside.notes.items()
    }
    return Beside(records, readings, notes)
