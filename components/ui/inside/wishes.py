"""What a person wants done with a thought that is looked into, carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from components.conversation import Aside, Asked, Note, Turn
from components.insight import characters
from components.ui.faithful import as_label
from components.ui.inside.deeds import Deed
from components.ui.press import starting
from components.ui.state import session


@dataclass(frozen=True, slots=True)
class Wish:
    """`spans`: of the steps to leave out, or from 0 to each point; of `stop` the ids of `asides`, of `notes` what is to
    be done with them."""

    kind: Literal["probe", "without", "stop", "notes"]
    asked: Asked | None = None
    spans: tuple[tuple[int, int], ...] = ()
    asides: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()


class Asides(Protocol):
    """Those of the person."""

    def probe(self, turn_id: str, places: Sequence[int], asked: Asked, /) -> list[Aside]: ...
    def leave_out(self, turn_id: str, steps: Sequence[tuple[int, int]], asked: Asked, /) -> list[Aside]: ...
    def stop(self, aside_id: str, /) -> None: ...


class Notes(Protocol):
    """Those of the person."""

    def keep_note(self, turn_id: str, start: int, end: int, body: str, /) -> str: ...
    def change_note(self, note_id: str, body: str, /) -> str: ...
    def remove_note(self, note_id: str, /) -> Note | None: ...
    def bring_back(self, note: Note, /) -> str: ...


def button(kind: str, turn_id: str) -> str:
    """The key of the one that asks."""
    return f"{kind}-{turn_id}"


def carry_out(asides: Asides, notes: Notes, turn: Turn, wish: Wish) -> None:
    """Once, however often it was pressed. `turn` with its texts."""
    if wish.kind == "notes":
        for deed in wish.deeds:
            _carry_out_noted(notes, turn, deed)
    elif wish.asked is None:
        for aside in wish.asides:
            asides.stop(aside)
    else:
        with starting(button(wish.kind, turn.id)):
            if wish.kind == "probe":
                asides.probe(turn.id, [end for _, end in wish.spans], wish.asked)
            else:
                asides.leave_out(turn.id, wish.spans, wish.asked)
    st.rerun()


def _carry_out_noted(notes: Notes, turn: Turn, deed: Deed) -> None:
    noting, wrong = session.tab().noting, ""
    match deed.kind:
        case "keep":
            start, end = (characters(turn.reasoning, place) for place in (deed.start, deed.end))
            wrong = notes.keep_note(turn.id, start, end, deed.body)
        case "change":
            wrong = notes.change_note(deed.note_id, deed.body)
        case "remove":
            if removed := notes.remove_note(deed.note_id):
                noting.removed[removed.id] = removed
        case "back":
            if removed := noting.removed.pop(deed.note_id, None):
                wrong = notes.bring_back(removed)
    noting.done = deed.number
    if wrong:
        st.toast(as_label(wrong), icon=":material/info:")
