"""What belongs to turns and stands beside them in a file: what arrived for them, which were read from that, and what
was noted beside their thoughts."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from components.conversation import MOST_NOTES, Note, Turn, as_plain, body_of, why_no_note
from components.export.part import NotRead, Part, text_of, upper

MOST_RECORDS = 1_000
FIELDS = ("records", "readings", "notes")
OF_NOTE = ("start", "end", "body", "created", "updated")  # whose it is says its place


@dataclass(frozen=True, slots=True)
class Beside:
    """By the ids of turns: their records, packed; for those that were read again the turn whose record it was; and
    their notes, which have no ids of their own where they were read from a file."""

    records: Mapping[str, bytes] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Sequence[Note]] = field(default_factory=dict)


NOTHING = Beside()


def as_fields(beside: Beside) -> dict[str, Any]:
    """Those of the file's fields that hold something."""
    records = {turn_id: base64.b64encode(packed).decode() for turn_id, packed in beside.records.items()}
    notes = {turn_id: [_told(note) for note in noted] for turn_id, noted in beside.notes.items() if noted}
    return {name: found for name, found in zip(FIELDS, (records, dict(beside.readings), notes), strict=True) if found}


def _told(note: Note) -> dict[str, Any]:
    return {name: value for name, value in as_plain(note).items() if name in OF_NOTE}


def beside_in(found: Mapping[str, Any], turns: Mapping[str, Turn]) -> Beside:
    """`turns`: those of the file, by their ids and in its order. Raises NotRead."""
    numbers = {turn_id: number for number, turn_id in enumerate(turns, 1)}
    records = _texts(found, "records", "record", numbers)
    readings = _texts(found, "readings", "reading", numbers)
    if len(records) > MOST_RECORDS:
        raise NotRead(f"This file has more than {MOST_RECORDS:,} records.")
    notes = {
        turn_id: _notes(rows, f"turn {numbers[turn_id]}", turns[turn_id])
        for turn_id, rows in _of_turns(found, "notes", "note", numbers).items()
    }
    return Beside({turn_id: _packed(text, numbers[turn_id]) for turn_id, text in records.items()}, readings, notes)


def _of_turns(found: Mapping[str, Any], name: str, one: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    rows = found.get(name, {})
    if not isinstance(rows, dict):
        raise NotRead(f"The {name} of this file must be an object.")
    if any(turn_id not in numbers for turn_id in rows):
        raise NotRead(f"This file has a {one} of a turn that does not exist.")
    return rows


def _texts(found: Mapping[str, Any], name: str, one: str, numbers: Mapping[str, int]) -> dict[str, str]:
    rows = _of_turns(found, name, one, numbers)
    return {turn_id: text_of(row, f"the {one} of turn {numbers[turn_id]}") for turn_id, row in rows.items()}


def _notes(rows: Any, name: str, turn: Turn) -> tuple[Note, ...]:
    if not isinstance(rows, list):
        raise NotRead(f"The notes of {name} must be a list.")
    if len(rows) > MOST_NOTES:
        raise NotRead(f"{upper(name)} has more than {MOST_NOTES} notes.")
    size = len(turn.reasoning)
    return tuple(
        _note(Part(row, f"note {number} of {name}", OF_NOTE), turn.id, size) for number, row in enumerate(rows, 1)
    )


def _note(part: Part, turn_id: str, size: int) -> Note:
    """`size`: how many characters there are to note something beside."""
    start, end = part.whole("start"), part.whole("end")
    if start is None or end is None or not 0 <= start < end <= size:
        raise NotRead(f"The place of {part.name} is not in the thoughts.")
    body = body_of(part.text("body"))
    if wrong := why_no_note(body, 0):
        raise NotRead(f"{upper(part.name)} cannot be kept. {wrong}")
    return Note("", turn_id, start, end, body, part.moment("created"), part.moment("updated"))


def _packed(text: str, number: int) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise NotRead(f"The record of turn {number} is not base64.") from None
