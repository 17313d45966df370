"""What belongs to turns and stands beside them in a file: what arrived for them, and which were read from that."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.export.part import NotRead, text_of

MOST_RECORDS = 1_000
FIELDS = ("records", "readings")


@dataclass(frozen=True, slots=True)
class Beside:
    """By the ids of turns: their records, packed; and for those that were read again the turn whose record it was."""

    records: Mapping[str, bytes] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)


NOTHING = Beside()


def as_fields(beside: Beside) -> dict[str, Any]:
    """Those of the file's fields that hold something."""
    records = {turn_id: base64.b64encode(packed).decode() for turn_id, packed in beside.records.items()}
    return {name: found for name, found in zip(FIELDS, (records, dict(beside.readings)), strict=True) if found}


def beside_in(found: Mapping[str, Any], turns: Mapping[str, int]) -> Beside:
    """`turns`: the number of each in the file, by its id. Raises NotRead."""
    records = _of_turns(found, "records", "record", turns)
    readings = _of_turns(found, "readings", "reading", turns)
    if len(records) > MOST_RECORDS:
        raise NotRead(f"This file has more than {MOST_RECORDS:,} records.")
    return Beside({turn_id: _packed(text, turns[turn_id]) for turn_id, text in records.items()}, readings)


def _of_turns(found: Mapping[str, Any], name: str, one: str, turns: Mapping[str, int]) -> dict[str, str]:
    rows = found.get(name, {})
    if not isinstance(rows, dict):
        raise NotRead(f"The {name} of this file must be an object.")
    if any(turn_id not in turns for turn_id in rows):
        raise NotRead(f"This file has a {one} of a turn that does not exist.")
    return {turn_id: text_of(row, f"the {one} of turn {turns[turn_id]}") for turn_id, row in rows.items()}


def _packed(text: str, number: int) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise NotRead(f"The record of turn {number} is not base64.") from None
