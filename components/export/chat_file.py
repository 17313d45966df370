"""A chat with all its turns as one JSON object, and back: whole, or not at all. Whose it is stays out of the file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, get_args

from components.conversation import (
    Asked,
    Chat,
    Conversation,
    Effort,
    Failure,
    Given,
    Kind,
    Piece,
    Reply,
    Routing,
    Status,
    Taken,
    Times,
    Turn,
    Usage,
)
from components.export.beside import FIELDS, NOTHING, Beside, as_fields, beside_in
from components.export.outline import outline
from components.export.part import NotRead, Part, opaque, text_of

KIND = "chat"
VERSION = 3
BOM = "\ufeff".encode()
OF_CHAT = tuple(field.name for field in fields(Chat) if field.name != "owner")
OF_TURN = tuple(field.name for field in fields(Turn) if field.name != "chat_id")
OF_REPLY = tuple(field.name for field in fields(Reply))
SINCE_2 = {"given": None, "taken": ""}  # as a turn of version 1 has it
SINCE_3 = ("notes",)  # what the reply of an older one does not tell


def as_json(conversation: Conversation, beside: Beside = NOTHING) -> str:
    """The texts of the turns must be there."""
    found = {
        "thinkroom": KIND,
        "version": VERSION,
        "chat": _picked(conversation.chat, OF_CHAT),
        "turns": [_picked(turn, OF_TURN) for turn in conversation.turns.values()],
        **as_fields(beside),
    }
    return json.dumps(found, ensure_ascii=False, allow_nan=False, default=_plain) + "\n"


def _picked(value: Chat | Turn, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _plain(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else asdict(value)


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
    chat = _chat(Part(found["chat"], "the chat", OF_CHAT))
    turns: dict[str, Turn] = {}
    rows = whole.list_of("turns") if lined.rows is None else (_parsed(lined.row(at)) for at in range(len(lined.rows)))
    for number, row in enumerate(rows, 1):
        if version < VERSION and isinstance(row, dict):
            row = _renewed({**SINCE_2, **row} if version == 1 else row)
        turn = _turn(Part(row, f"turn {number}", OF_TURN), chat.id)
        if turn.id in turns:
            raise NotRead(f"Turn {number} has the id of an earlier one.")
        turns[turn.id] = turn
    _check_tree(turns)
    if chat.leaf_id is not None and chat.leaf_id not in turns:
        raise NotRead("The turn that the chat shows does not exist.")
    numbers = {turn_id: number for number, turn_id in enumerate(turns, 1)}
    return Conversation(chat, turns), beside_in(found, numbers)


def _renewed(row: dict[str, Any]) -> dict[str, Any]:
    """A turn of version 2, whose reply was not yet a value of its own."""
    came: dict[str, Any] = {name: row[name] for name in OF_REPLY if name in row and name not in SINCE_3}
    if isinstance(pieces := came.get("pieces"), list):
        came["pieces"] = [[*piece, None, None, None] if isinstance(piece, list) else piece for piece in pieces]
    if isinstance(usage := came.get("usage"), dict):
        came["usage"] = {**usage, "total_tokens": None}
    rest = {name: value for name, value in row.items() if name not in came}
    return {**rest, "reply": {**came, "notes": []}}


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


def _chat(part: Part) -> Chat:
    return Chat(
        id=part.name_of("id"),
        owner="",
        title=part.text("title"),
        created=part.moment("created"),
        updated=part.moment("updated"),
        leaf_id=part.text_or_none("leaf_id"),
        asked=_asked(part.part("asked", _names(Asked))),
    )


def _turn(part: Part, chat_id: str) -> Turn:
    return Turn(
        id=part.name_of("id"),
        chat_id=chat_id,
        parent_id=part.text_or_none("parent_id"),
        created=part.moment("created"),
        question=part.text("question"),
        asked=_asked(part.part("asked", _names(Asked))),
        status=part.one_of("status", get_args(Status)),
        reply=_reply(part.own("reply", OF_REPLY)),
        given=_given(part.part_or_none("given", _names(Given))),
    )


def _reply(part: Part) -> Reply:
    return Reply(
        pieces=tuple(_piece(row, part, number) for number, row in enumerate(part.list_of("pieces"), 1)),
        times=_times(part.part("times", _names(Times))),
        usage=_usage(part.part_or_none("usage", _names(Usage))),
        finish_reason=part.text_or_none("finish_reason"),
        failure=_failure(part.part_or_none("failure", _names(Failure))),
        answered_by=part.text("answered_by"),
        generation_id=part.text("generation_id"),
        details=_details(part),
        summarised=part.flag("summarised"),
        encrypted=part.flag("encrypted"),
        taken=part.one_of("taken", get_args(Taken)),
        notes=tuple(text_of(note, f"a note of {part.name}") for note in part.list_of("notes")),
    )


def _names(kind: type[Asked | Times | Usage | Failure | Routing | Given]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _asked(part: Part) -> Asked:
    routing = part.part("routing", _names(Routing))
    order = tuple(text_of(slug, f"a provider in {routing.called('order')}") for slug in routing.list_of("order"))
    return Asked(
        provider=part.text("provider"),
        model=part.text("model"),
        effort=part.one_of("effort", get_args(Effort)),
        system_prompt=part.text("system_prompt"),
        max_tokens=part.whole("max_tokens"),
        budget=part.whole("budget"),
        temperature=part.number("temperature"),
        routing=Routing(order, routing.flag("deny_data_collection")),
    )


def _piece(row: Any, part: Part, number: int) -> Piece:
    name = f"piece {number} of {part.name}"
    if not isinstance(row, list) or len(row) != len(Piece._fields):
        raise NotRead(f"P{name[1:]} must be a kind, a text, a time, data and a number.")
    if row[0] not in get_args(Kind):
        raise NotRead(f"P{name[1:]} is of a kind that is unknown here, {ascii(row[0])[:60]}.")
    held = Part(dict(zip(Piece._fields, row, strict=True)), name, Piece._fields)
    data = None if row[3] is None else opaque(row[3], name)
    return Piece(row[0], text_of(row[1], name), held.number("at"), data, held.whole("number"))


def _times(part: Part) -> Times:
    return Times(part.number("first_reasoning"), part.number("first_answer"), part.number("ended"))


def _usage(part: Part | None) -> Usage | None:
    if part is None:
        return None
    counts = (part.whole(name) for name in ("prompt_tokens", "completion_tokens", "reasoning_tokens"))
    return Usage(*counts, cost=part.number("cost"), total_tokens=part.whole("total_tokens"))


def _failure(part: Part | None) -> Failure | None:
    if part is None:
        return None
    words = (part.text(name) for name in ("kind", "what", "next_step", "said"))
    return Failure(*words, status=part.whole("status"), retry_after_s=part.number("retry_after_s"))


def _given(part: Part | None) -> Given | None:
    if part is None:
        return None
    return Given(part.text("of"), part.text("thoughts"), part.text("answer"), part.flag("edited"))


def _details(part: Part) -> tuple[Mapping[str, Any], ...] | None:
    if not part.holds("details"):
        return None
    rows = enumerate(part.list_of("details"), 1)
    return tuple(opaque(row, f"detail {number} of {part.name}") for number, row in rows)


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
