"""A chat with all its turns as one JSON object, and back: whole, or not at all. Whose it is stays out of the file."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from components.conversation import Chat, Conversation, Turn, as_plain
from components.export.beside import FIELDS, NOTHING, Beside, as_fields, beside_in
from components.export.judged import VERSION, completed, judged, names_of
from components.export.outline import outline
from components.export.part import NotRead, Part
from components.export.turn_file import OF_TURN, turn_of

KIND = "chat"
BOM = "\ufeff".encode()
OF_CHAT = names_of(Chat, "owner")


def as_json(conversation: Conversation, beside: Beside = NOTHING) -> str:
    """The texts of the turns must be there."""
    found = {
        "thinkroom": KIND,
        "version": VERSION,
        "chat": _picked(conversation.chat, OF_CHAT),
        "turns": [_picked(turn, OF_TURN) for turn in conversation.turns.values()],
        **as_fields(beside),
    }
    return json.dumps(found, ensure_ascii=False, allow_nan=False, default=as_plain) + "\n"


def _picked(value: Chat | Turn, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def read_json(text: str | bytes) -> Conversation:
    """What `as_json` wrote, owned by nobody. Raises NotRead."""
    return read_whole(text)[0]


def read_whole(text: str | bytes) -> tuple[Conversation, Beside]:
    """The same with what stands beside the turns."""
    try:
        lined = outline((text.encode() if isinstance(text, str) else text).removeprefix(BOM), "turns")
    except UnicodeEncodeError:
        raise NotRead("This file has half a character in it.") from None
    found = _parsed(lined.head)
    if not isinstance(found, dict) or found.get("thinkroom") != KIND:
        raise NotRead("This file is not a chat of Thinkroom.")
    version = found.get("version")
    if type(version) is not int or version < 1:
        raise NotRead("This file does not say which version of a chat it is.")
    if version > VERSION:
        raise NotRead(f"This file is of version {str(version)[:20]}, and this room reads versions 1 to {VERSION}.")
    whole = Part(
        found, "this file", ("thinkroom", "version", "chat", "turns", *(name for name in FIELDS if name in found))
    )
    chat = judged(Chat, Part(completed(Chat, found["chat"], version), "the chat", OF_CHAT), owner="")
    turns: dict[str, Turn] = {}
    rows = whole.list_of("turns") if lined.rows is None else (_parsed(lined.row(at)) for at in range(len(lined.rows)))
    for number, row in enumerate(rows, 1):
        turn = turn_of(row, number, chat.id, version)
        if turn.id in turns:
            raise NotRead(f"Turn {number} has the id of an earlier one.")
        turns[turn.id] = turn
    _check_tree(turns)
    if chat.leaf_id is not None and chat.leaf_id not in turns:
        raise NotRead("The turn that the chat shows does not exist.")
    return Conversation(chat, turns), beside_in(found, turns)


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode(), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise NotRead("This file is not text in UTF-8.") from None
    except RecursionError:
        raise NotRead("This file is nested too deeply.") from None
    except NotRead:
        raise
    except ValueError:
        raise NotRead("This file is not JSON, or it is cut off.") from None


def _no_number(name: str) -> Any:
    raise NotRead(f"This file has {name} where a number should be.")


def _check_tree(turns: Mapping[str, Turn]) -> None:
    """Every parent is there, and none comes after itself."""
    numbers = {turn_id: number for number, turn_id in enumerate(turns, 1)}
    rooted: set[str] = set()
    for turn_id in turns:
        way: dict[str, None] = {}
        at: str | None = turn_id
        while at is not None and at not in rooted:
            if at in way:
                raise NotRead(f"Turn {numbers[at]} comes after itself.")
            if at not in turns:
                raise NotRead(f"Turn {numbers[next(reversed(way))]} has a parent that does not exist.")
            way[at] = None
            at = turns[at].parent_id
        rooted.update(way)
