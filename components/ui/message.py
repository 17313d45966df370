"""One turn on the page: the question, the thoughts, the answer, how it ended, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components.conversation import Retrying, Turn
from components.ui import live_wire, session, words
from components.ui.blocks import Texts, paragraphs
from components.ui.countdown import show_countdown
from components.ui.faithful import as_label, as_markdown
from components.ui.press import pressed
from components.ui.rest import with_mark
from components.ui.strip import show_strip, spans_of
from components.ui.thoughts import show_thoughts

Do = Callable[["Wish"], None]
COPIES = {"Copy answer": "answer", "Copy thoughts": "thoughts", "Copy both": "both"}
MORE: dict[str, Literal["edit", "call", "export", "delete"]] = {
    "Edit the question": "edit",
    "Show the call": "call",
    "Export this turn": "export",
    "Delete this turn": "delete",
}
BUTTONS = {
    "again": ("Ask again", ":material/refresh:"),
    "retry": ("Try again", ":material/refresh:"),
    "raise": ("Raise the limit", ":material/arrow_upward:"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants done with a turn. `what` is a version's turn id where `kind` is show, the question where it
    is edited."""

    kind: Literal[
        "again", "raise", "copy", "show", "drop", "inject", "edit", "edited", "call", "export", "delete", "on"
    ]
    turn_id: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """What only a turn on its way has: the seconds since it was sent, the size of its thoughts, a warning, when the
    provider last gave a sign of life, and the try that comes next, with the seconds until then."""

    now: float
    reasoning_bytes: int
    unsaved: str = ""
    alive: float | None = None
    retry: tuple[Retrying, float] | None = None


def show_turn(turn: Turn, reply: Callable[[], Wish | None]) -> Wish | None:
    """The question, and below it what `reply` draws. A growing reply is drawn again and again, its question once."""
    with st.container(key=f"turn-{turn.id}", gap="medium"):
        wish = None
        if session.recall("editing") == turn.id:
            wish = _show_editor(turn)
        else:
            _show_question(turn.id, turn.question)
        return reply() or wish


def show_reply(turn: Turn, texts: Texts, versions: list[str], running: Running | None = None) -> Wish | None:
    """`versions` are the ids of the turn and its siblings, oldest first."""
    with st.container(key=f"reply-{turn.id}", gap="medium"):
        _show_texts(turn, texts, running)
        return _show_after(turn, versions) if turn.ended else None


def _show_texts(turn: Turn, texts: Texts, running: Running | None) -> None:
    now = running.now if running else None
    size = running.reasoning_bytes if running else len(turn.reasoning.encode())
    clock = words.clock(turn, now, size, running.alive if running else None)
    if texts.reasoning:
        show_thoughts(turn, texts.reasoning, clock, now)
    elif not turn.ended and not texts.answer:
        show_wait(turn, running)
    if found := words.note(turn):
        st.caption(f":material/{found[0]}: {found[1]}")
    if texts.answer:
        show_answer(turn, texts)
    if running and running.unsaved:
        st.caption(f":material/error: {running.unsaved}")


def show_wait(turn: Turn, running: Running | None) -> None:
    """Where nothing came yet: for how long, or what failed and when it is tried again."""
    if running and running.retry:
        st.caption(f":material/sync_problem: {as_label(words.trying_again(*running.retry))}")
    else:
        now, alive = (running.now, running.alive) if running else (None, None)
        found = words.ticking(turn, now, alive) if now is not None and session.wired() else None
        if found:
            live_wire.show_clock(turn.id, "hourglass_empty", words.clock(turn, now, 0, alive), *found)
        else:
            st.caption(f":material/hourglass_empty: {words.clock(turn, now, 0, alive)}")


def show_waiting(turn: Turn) -> Wish | None:
    """A question that waits for the turn above it to end."""
    _show_question(turn.id, turn.question)
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions-{turn.id}"):
        st.caption(":material/hourglass_empty: Comes next, when the turn above has ended.", width="content")
        if pressed("Remove", icon=":material/close:", type="tertiary", key=f"drop-{turn.id}"):
            return Wish("drop", turn.id)
    return None


def _show_editor(turn: Turn) -> Wish | None:
    with st.container(key=f"edit-{turn.id}", gap="small"):
        said = st.text_area("Your question, edited", turn.question, key=f"edited-{turn.id}", height="content")
        st.caption(
            "It is asked anew beside the old one, which stays: ‹ and › below the answer lead from one to the other."
        )
        with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            if pressed("Cancel", key=f"leave-edit-{turn.id}", type="tertiary"):
                return Wish("edited", turn.id)
            if pressed("Ask it", icon=":material/send:", key=f"ask-edited-{turn.id}", type="primary"):
                return Wish("edited", turn.id, said)
    return None


def _show_question(key: str, question: str) -> None:
    """The person's words: a bubble on the right, as text and never as Markdown."""
    with (
        st.container(horizontal=True, horizontal_alignment="right"),
        st.container(key=f"asked-{key}", width="content"),
    ):
        st.text(question)


def show_answer(turn: Turn, texts: Texts) -> None:
    # While it grows, a paragraph is an element: the browser reads only the last one again. Whoever saw it grow keeps
    # it so, since another cut would move what they are reading.
    answer = texts.answer
    parts = paragraphs(answer.tail) if session.follows(turn) else [answer.tail] if answer.tail.strip() else []
    for block in answer.sealed:
        st.markdown(as_markdown(block), anchors=False)
    mark = ""
    if parts and session.wired() and not turn.ended:
        white = answer.tail[len(answer.tail.rstrip("\n")) :]
        parts[-1], mark = with_mark(parts[-1], texts.answer_units, after=len(white))
    for number, part in enumerate(parts, 1):
        st.markdown(as_markdown(part) + (mark if number == len(parts) else ""), anchors=False)


def _show_after(turn: Turn, versions: list[str]) -> Wish | None:
    with st.container(gap="xsmall"):
        ending = words.ending(turn)
        if ending is None:
            show_strip(spans_of(turn.times), words.figures(turn))
            return _show_actions(turn, versions)
        show_what_happened(ending)
        wish = _show_buttons(turn, ending, versions)
        show_said(ending)
        return wish


def show_what_happened(ending: words.Ending) -> None:
    """The sentence may name a model or a server as somebody spelled it."""
    st.markdown(f":{ending.colour}[:material/{ending.icon}: **{as_label(ending.what)}**] {as_label(ending.kept)}")


def show_said(ending: words.Ending) -> None:
    if ending.said:
        with st.expander("The provider's own words", type="compact"):
            st.code(ending.said, language=None, wrap_lines=True)


def _show_buttons(turn: Turn, ending: words.Ending, versions: list[str]) -> Wish | None:
    wish = None
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for action in ending.actions:
            label, icon = BUTTONS[action]
            if pressed(label, icon=icon, key=f"{action}-{turn.id}"):
                wish = Wish("raise" if action == "raise" else "again", turn.id)
        cut = turn.status in ("stopped", "failed") or turn.finish_reason == "length"
        if cut and turn.answer.strip():
            told = "The model is asked, in a turn of its own, to go on where this answer broke off."
            if pressed("Go on", icon=":material/play_arrow:", key=f"on-{turn.id}", help=told):
                wish = Wish("on", turn.id)
        show_countdown(turn)
        wish = _show_more(turn) or wish
        return _show_versions(turn, versions) or wish


def _show_more(turn: Turn) -> Wish | None:
    more = st.menu_button("More", list(MORE), icon=":material/more_horiz:", type="tertiary", key=f"more-{turn.id}")
    return Wish(MORE[more], turn.id) if more else None


def _show_actions(turn: Turn, versions: list[str]) -> Wish | None:
    wish = None
    with st.container(key=f"actions-{turn.id}", horizontal=True, gap="medium", vertical_alignment="center"):
        copies = list(COPIES) if turn.reasoning.strip() else ["Copy answer"]
        copy = st.menu_button("Copy", copies, icon=":material/content_copy:", type="tertiary", key=f"copy-{turn.id}")
        if copy:
            wish = Wish("copy", turn.id, COPIES[copy])
        if pressed("Ask again", icon=":material/refresh:", type="tertiary", key=f"again-{turn.id}"):
            wish = Wish("again", turn.id)
        if turn.reasoning.strip():
            label = "Inject these thoughts…"
            if pressed(label, icon=":material/input:", type="tertiary", key=f"inject-{turn.id}"):
                wish = Wish("inject", turn.id)
        wish = _show_more(turn) or wish
        return _show_versions(turn, versions) or wish


def _show_versions(turn: Turn, versions: list[str]) -> Wish | None:
    if len(versions) < 2:
        return None
    place = versions.index(turn.id)
    wish = None
    with st.container(horizontal=True, width="content", gap="xxsmall", vertical_alignment="center"):
        older, newer = ":material/chevron_left:", ":material/chevron_right:"
        if pressed("", icon=older, type="tertiary", key=f"older-{turn.id}", help="Earlier version", disabled=not place):
            wish = Wish("show", turn.id, versions[place - 1])
        st.caption(f"{place + 1} / {len(versions)}", width="content")
        last = place == len(versions) - 1
        if pressed("", icon=newer, type="tertiary", key=f"newer-{turn.id}", help="Later version", disabled=last):
            wish = Wish("show", turn.id, versions[place + 1])
    return wish
