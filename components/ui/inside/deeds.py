"""What somebody did with notes and steps in the page. It tells all deeds of which it was not told that they are done,
since a message of Streamlit's may be overtaken by the next."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

DeedKind = Literal["keep", "change", "remove", "back", "explain", "translate"]


@dataclass(frozen=True, slots=True)
class Deed:
    """`number`: later ones have larger ones. `start` and `end` (UTF-16 units) of a note that is to be kept, and of a
    step that is to be explained or translated, `note_id` of all others."""

    number: int
    kind: DeedKind
    note_id: str = ""
    start: int = 0
    end: int = 0
    body: str = ""


def deeds_in(told: object, done: int) -> Sequence[Deed]:
    """Those behind number `done`, in order. What is none is passed over."""
    try:
        rows: Any = json.loads(told) if isinstance(told, str) else ()
    except ValueError:
        rows = ()
    found = [deed for row in (rows if isinstance(rows, list) else ()) if (deed := _deed(row)) and deed.number > done]
    return sorted(found, key=lambda deed: deed.number)


def _deed(row: Any) -> Deed | None:
    if not isinstance(row, dict):
        return None
    number, kind, start, end = (row.get(name, 0) for name in ("number", "kind", "start", "end"))
    note_id, body = row.get("id", ""), row.get("body", "")
    whole = all(isinstance(one, int) for one in (number, start, end))
    if not whole or kind not in get_args(DeedKind) or not isinstance(note_id, str) or not isinstance(body, str):
        return None
    return Deed(number, kind, note_id, start, end, body)
