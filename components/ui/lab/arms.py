"""The two answers of an experiment side by side, each with what it was given, its mark, and its time."""

from dataclasses import dataclass

import streamlit as st

from components import wording as words
from components.conversation import Turn, shown_as
from components.injection import ArmKind, Verdict, markable
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.lab.wishes import Wish
from components.ui.press import pressed
from components.ui.state.texts import Texts
from components.ui.turn.beside import show_beside
from components.ui.turn.countdown import show_countdown
from components.ui.turn.message import show_answer, show_said, show_wait, show_what_happened
from components.ui.turn.next_step import placed
from components.ui.turn.running import Running
from components.ui.turn.strip import THOUGHT, WAITED, Span, show_strip, spans_of

MARKS = {
    "right": ":green[:material/check_circle: **Right**]",
    "wrong": ":red[:material/cancel: **Wrong**]",
    "unclear": ":orange[:material/help: **Unclear**]",
}
CUT_OFF = ":orange[:material/content_cut: **Cut off**] · not judged"


@dataclass(frozen=True, slots=True)
class Side:
    """One column. `turn` None: it has not begun, and `why` says what it waits for or why it never will. `thought` is
    the time that its thoughts took before it began, in seconds; `running` is there while its turn runs."""

    name: str
    kind: ArmKind
    title: str
    given: str
    turn: Turn | None = None
    texts: Texts | None = None
    why: str = ""
    waits: bool = False
    verdict: Verdict | None = None
    expected: str = ""
    thought: float = 0.0
    running: Running | None = None
    again: bool = False  # may it be asked again by itself, where it did not end well?
    begin: bool = False  # may it be begun by hand?

    @property
    def seconds(self) -> float:
        """From the beginning of the experiment to where this side is now."""
        own = self.turn.times.ended if self.turn else None
        return self.thought + (own if own is not None else self.running.now if self.running else 0.0)


def show_sides(sides: list[Side], live: bool = True) -> Wish | None:
    """Both strips share one clock. `live` False: nothing can be begun here."""
    wish = None
    total = max((side.seconds for side in sides), default=0.0)
    columns = st.columns(len(sides), gap="medium")
    for column, side in zip(columns, sides, strict=True):
        with column, st.container(key=f"{element_keys.ARM}{side.name}", border=True, gap="small", height="stretch"):
            wish = _show_side(side, total, live) or wish
    return wish


def _show_side(side: Side, total: float, live: bool) -> Wish | None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{side.title}**", width="content")
        st.markdown(side.given, width="content")
    if side.turn is None or side.texts is None:
        icon = "hourglass_empty" if side.waits else "block"
        colour = "gray" if side.waits else "orange"
        st.markdown(f":{colour}[:material/{icon}: {as_label(side.why)}]")
        if side.thought:
            show_strip([Span(THOUGHT, side.thought)], f"waiting for the thoughts {words.seconds(side.thought)}", total)
        if side.begin and live and pressed("Start it", icon=":material/play_arrow:", key=f"begin-{side.name}"):
            return Wish("again", side.kind)
        return None
    turn = side.turn
    if side.texts.answer:
        with st.container(key=f"{element_keys.SAID}{side.name}-{turn.id}"):
            show_answer(turn, side.texts.answer, side.texts.answer_units, grows=not turn.ended)
    elif not turn.ended:
        show_wait(turn, side.running)
    if turn.ended:
        show_beside(f"{side.name}-{turn.id}", turn.reply)
    wish = show_ending(turn, side.kind, side.again)
    _show_mark(side)
    _show_took(side, total)
    return (_show_sent(turn) or wish) if turn.ended else None


def show_ending(turn: Turn, kind: ArmKind, again: bool) -> Wish | None:
    """Where it did not end well: why, and the arm once more, if it may be asked `again`."""
    ending = words.ending(placed(turn))
    if ending is None:
        return None
    show_what_happened(ending)
    wanted = False
    if again and turn.status in ("failed", "stopped"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            wanted = pressed("Try again", icon=":material/refresh:", key=f"again-{turn.id}")
            show_countdown(turn)
    show_said(ending)
    return Wish("again", kind) if wanted else None


def _show_mark(side: Side) -> None:
    if side.verdict is None:
        if side.expected and side.turn and side.turn.status == "done" and not markable(side.turn):
            st.markdown(CUT_OFF)
        return
    st.markdown(f"{MARKS[side.verdict.mark]} · expected {as_label(side.expected)}")
    st.caption(as_label(side.verdict.ground))


def _show_took(side: Side, total: float) -> None:
    turn = side.turn
    if turn is None or turn.status != "done" or turn.times.ended is None:
        return
    spans = spans_of(turn.times) or [Span(WAITED, turn.times.ended)]
    before = [Span(THOUGHT, side.thought)] if side.thought else []
    own = words.exact(turn.times.ended)
    took = f":violet[{words.exact(side.thought)} of thoughts] + {own} to answer" if side.thought else f"{own} to answer"
    st.caption(took)
    show_strip([*before, *spans], words.figures(turn), total)


def _show_sent(turn: Turn) -> Wish | None:
    """What went to the model, to the letter, and the turn as a chat."""
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"{element_keys.ACTIONS}{turn.id}"
    ):
        show_sent(turn)
        if pressed("Open as a chat", icon=":material/forum:", type="tertiary", key=f"open-{turn.id}"):
            return Wish("open", turn.id)
    return None


def show_sent(turn: Turn) -> None:
    with st.popover("What was sent", icon=":material/outbox:", type="tertiary"):
        st.caption(f"To {as_label(shown_as(turn.asked.model))}, as the only message:")
        st.code(turn.question, language=None, wrap_lines=True)
