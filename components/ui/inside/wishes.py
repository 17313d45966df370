"""What a person wants done with a thought that is looked into, carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from components.conversation import Aside, Asked, Note, Turn
from components.insight import characters
from components.ui.dialog import open_above
from components.ui.faithful import as_label
from components.ui.inside.deeds import Deed
from components.ui.press import starting
from components.ui.state import session
from components.ui.state.tab import DialogName
from components.ui.turn.asides import place_of

STEP_DIALOGS: Mapping[str, DialogName] = {"explain": "explain step", "translate": "translate step"}


@dataclass(frozen=True, slots=True)
class Wish:
    """`spans`: of the steps to leave out, or from 0 to each point, or the one of the step that is to be explained or
    translated, into `language`; of `stop` and `remove` the ids of `asides`, of `notes` what is to be done with them,
    and with steps."""

    kind: Literal["probe", "without", "explain", "translate", "stop", "remove", "notes"]
    asked: Asked | None = None
    spans: tuple[tuple[int, int], ...] = ()
    asides: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    language: str = ""


class Asides(Protocol):
    """Those of the person."""

    def probe(self, turn_id: str, places: Sequence[int], asked: Asked, /) -> list[Aside]: ...
    def leave_out(self, turn_id: str, steps: Sequence[tuple[int, int]], asked: Asked, /) -> list[Aside]: ...
    def explain(self, turn_id: str, start: int, end: int, language: str, asked: Asked, /) -> Aside | None: ...
    def translate(self, turn_id: str, language: str, asked: Asked, start: int, end: int | None, /) -> Aside | None: ...
    def stop(self, aside_id: str, /) -> None: ...
    def remove(self, aside_id: str, /) -> None: ...


class Notes(Protocol):
    """Those of the person."""

    def keep_note(self, turn_id: str, start: int, end: int, body: str, /) -> str: ...
    def change_note(self, note_id: str, body: str, /) -> str: ...
    def remove_note(self, note_id: str, /) -> Note | None: ...
    def bring_back(self, note: Note, /) -> str: ...


def button(kind: str, turn_id: str) -> str:
    """The key of the one that asks."""
    return f"{kind}-{turn_id}"


def step_button(kind: str, turn_id: str, span: tuple[int, int]) -> str:
    """The same about one step."""
    return button(f"{kind}-step", f"{turn_id}-{span[0]}")


def carry_out(asides: Asides, notes: Notes, turn: Turn, wish: Wish) -> None:
    """Once, however often it was pressed. `turn` with its texts."""
    if wish.kind == "notes":
        for deed in wish.deeds:
            _carry_out_noted(notes, turn, deed)
    elif wish.asked is None:
        for aside in wish.asides:
            if wish.kind == "remove":
                asides.remove(aside)
            else:
                asides.stop(aside)
    elif wish.kind in ("explain", "translate"):
        _ask_about(asides, turn, wish.kind, wish.spans[0], wish.language, wish.asked)
    else:
        with starting(button(wish.kind, turn.id)):
            if wish.kind == "probe":
                asides.probe(turn.id, [end for _, end in wish.spans], wish.asked)
            else:
                asides.leave_out(turn.id, wish.spans, wish.asked)
    st.rerun()


def _ask_about(asides: Asides, turn: Turn, kind: str, step: tuple[int, int], language: str, asked: Asked) -> None:
    with starting(step_button(kind, turn.id, step)):
        if kind == "explain":
            aside = asides.explain(turn.id, *step, language, asked)
        else:
            aside = asides.translate(turn.id, language, asked, *step)
    if aside:
        session.open_panel(place_of(aside.id))


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
        case "explain" | "translate":
            start, end = (characters(turn.reasoning, place) for place in (deed.start, deed.end))
            if turn.ended and turn.reasoning[start:end].strip():
                session.tab().choices.aside = None
                open_above(STEP_DIALOGS[deed.kind], turn.chat_id, turn.id, (start, end))
    noting.done = deed.number
    if wrong:
        st.toast(as_label(wrong), icon=":material/info:")
