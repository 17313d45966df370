"""A turn in a chat's file: every field is judged when it is read."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from components.conversation import (
    Asked,
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
from components.export.part import NotRead, Part, opaque, text_of

OF_TURN = tuple(field.name for field in fields(Turn) if field.name != "chat_id")
OF_REPLY = tuple(field.name for field in fields(Reply))
SINCE_2 = {"given": None, "taken": ""}  # as a turn of version 1 has it
SINCE_3 = ("notes",)  # what the reply of an older one does not tell


def renewed(row: dict[str, Any], version: int) -> dict[str, Any]:
    """A turn of an older version: before 3 its reply was not yet a value of its own."""
    if version >= 3:
        return row
    row = {**SINCE_2, **row} if version == 1 else row
    came: dict[str, Any] = {name: row[name] for name in OF_REPLY if name in row and name not in SINCE_3}
    if isinstance(pieces := came.get("pieces"), list):
        came["pieces"] = [[*piece, None, None, None] if isinstance(piece, list) else piece for piece in pieces]
    if isinstance(usage := came.get("usage"), dict):
        came["usage"] = {**usage, "total_tokens": None}
    rest = {name: value for name, value in row.items() if name not in came}
    return {**rest, "reply": {**came, "notes": []}}


def turn_of(part: Part, chat_id: str) -> Turn:
    return Turn(
        id=part.name_of("id"),
        chat_id=chat_id,
        parent_id=part.text_or_none("parent_id"),
        created=part.moment("created"),
        question=part.text("question"),
        asked=asked_of_part(part.part("asked", names(Asked))),
        status=part.one_of("status", get_args(Status)),
        reply=_reply(part.own("reply", OF_REPLY)),
        given=_given(part.part_or_none("given", names(Given))),
    )


def _reply(part: Part) -> Reply:
    return Reply(
        pieces=tuple(_piece(row, part, number) for number, row in enumerate(part.list_of("pieces"), 1)),
        times=_times(part.part("times", names(Times))),
        usage=_usage(part.part_or_none("usage", names(Usage))),
        finish_reason=part.text_or_none("finish_reason"),
        failure=_failure(part.part_or_none("failure", names(Failure))),
        answered_by=part.text("answered_by"),
        generation_id=part.text("generation_id"),
        details=_details(part),
        summarised=part.flag("summarised"),
        encrypted=part.flag("encrypted"),
        taken=part.one_of("taken", get_args(Taken)),
        notes=tuple(text_of(note, f"a note of {part.name}") for note in part.list_of("notes")),
    )


def names(kind: type[Asked | Times | Usage | Failure | Routing | Given]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def asked_of_part(part: Part) -> Asked:
    routing = part.part("routing", names(Routing))
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
