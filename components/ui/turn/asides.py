"""What was asked about the thoughts of a turn, below them: a translation stands beside the original, and so does the
explanation of a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components import wording as words
from components.conversation import Turn, own_name, shown_as
from components.ui import element_keys
from components.ui.faithful import as_label, as_markdown
from components.ui.live import live_wire
from components.ui.press import pressed
from components.ui.state import session
from components.ui.state.texts import Blocks, all_thoughts, whole_answer
from components.ui.turn.actions import AsideView, Wish
from components.ui.turn.beside import show_beside
from components.ui.turn.countdown import show_countdown
from components.ui.turn.message import show_answer, show_said, show_wait, show_what_happened
from components.ui.turn.next_step import placed
from components.ui.turn.running import TICK_S, Run, running
from components.ui.turn.strip import show_strip, spans_of

AsideDeed = Literal["again", "stop", "remove"]


@dataclass(frozen=True, slots=True)
class Telling:
    """How one is shown: its line, its sign, what it is of and by which name, and what it is called and above its words.
    `opens`: its words are shown where the reader has not said otherwise."""

    line: str
    icon: str
    original: Blocks
    original_name: str
    name: Literal["translation", "explanation"]
    above: str
    opens: bool = False


def show_asides(turn: Turn, asides: Sequence[AsideView]) -> Wish | None:
    """Translations of all its thoughts; those of single steps stand with the steps."""
    whole = 0, len(turn.reasoning)
    translations = [
        view for view in asides if view.aside.kind == "translation" and (view.aside.start, view.aside.end) == whole
    ]
    if not translations:
        return None
    wish = None
    with st.container(gap="small"):
        for view in translations:
            language = own_name(view.aside.detail)
            line = f"Translation · {as_label(language)} · by {as_label(shown_as(view.made.asked.model))}"
            telling = Telling(line, ":material/translate:", all_thoughts(turn), "Original", "translation", language)
            if deed := show_aside(view, telling):
                wish = _wish(turn, view, deed)
    return wish


def _wish(turn: Turn, view: AsideView, deed: AsideDeed) -> Wish:
    if deed == "again":
        return Wish("translated", turn.id, view.aside.detail, view.made.asked)
    return Wish("stop aside" if deed == "stop" else "remove aside", turn.id, view.aside.id)


def place_of(aside_id: str) -> str:
    """Of its panel."""
    return f"{element_keys.TRANSLATION}{aside_id}"


def show_aside(view: AsideView, telling: Telling) -> AsideDeed | None:
    """Closed, it is a line that says what there is, and sends none of its words."""
    aside, made = view.aside, view.made
    place = place_of(aside.id)
    session.set_panel(place, telling.opens or not made.ended or session.follows(made))
    with st.container(key=place):
        # What it says never changes: it would be another widget, and throw the reader's toggle away.
        panel = st.expander(
            telling.line,
            key=session.panel_key(place),
            type="compact",
            icon=telling.icon,
            on_change=session.note_toggle,
            args=(place,),
        )
        if not panel.open:
            return None
        with panel:
            left, right = st.columns(2, gap="medium")
            with left:
                st.caption(as_label(telling.original_name))
                with st.container(key=f"{element_keys.WORDS}original-{aside.id}"):
                    for block in (*telling.original.sealed, telling.original.tail):
                        st.markdown(as_markdown(block), anchors=False)
            with right:
                st.caption(as_label(telling.above))
                with st.container(key=f"{element_keys.WORDS}{aside.id}"):
                    if view.run:
                        _show_growing(aside.id, view.run)
                    else:
                        session.forget_texts(made.id)
                        show_answer(made, whole_answer(made))
                return _show_foot(view, telling)


def _show_growing(aside_id: str, run: Run) -> None:
    """It is drawn again as it grows, and when it has ended all of the page is."""
    ticks = not session.wired() or bool(run.unsaved or run.place.said)

    def tick() -> None:
        if run.progress.ended:
            st.rerun()
        head = run.head
        texts = session.take_texts(run, head.id)
        if texts.answer:
            show_answer(head, texts.answer, texts.answer_units, grows=True)
        else:
            show_wait(head, running(run))
        if run.unsaved:
            st.caption(f":material/error: {as_label(run.unsaved)}")
        if session.wired():
            # Its own thoughts, if it has any, are shown nowhere.
            watched = live_wire.watched(head, run, shows_thoughts=False)
            live_wire.listen(watched, words.phase(head), key=f"{element_keys.WIRE}-{aside_id}")

    st.fragment(tick, run_every=TICK_S if ticks else None, key=f"grows-{aside_id}")()


def _show_foot(view: AsideView, telling: Telling) -> AsideDeed | None:
    aside, made = view.aside, view.made
    if view.run:
        return "stop" if pressed("Stop", icon=":material/stop_circle:", key=f"stop-aside-{aside.id}") else None
    show_beside(made.id, made.reply)
    deed: AsideDeed | None = None
    if ending := words.ending(placed(made)):
        show_what_happened(ending)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if pressed("Try again", icon=":material/refresh:", key=f"again-{aside.id}"):
                deed = "again"
            show_countdown(made)
        show_said(ending)
    else:
        show_strip(spans_of(made.times), words.figures(made, view.cost))
    with st.popover("Remove", icon=":material/delete:", type="tertiary", key=f"may-remove-{aside.id}"):
        done = "translated" if telling.name == "translation" else "explained"
        st.caption(f"There is no way back; it can be {done} again, at its price.")
        if pressed(f"Remove the {telling.name}", key=f"remove-aside-{aside.id}"):
            return "remove"
    return deed
