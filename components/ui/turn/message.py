"""One turn on the page: the question, the thoughts, the answer, and how it ended."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from components import wording as words
from components.conversation import Turn
from components.markup.seams import paragraphs
from components.ui import element_keys
from components.ui.faithful import as_label, as_markdown
from components.ui.live import live_wire
from components.ui.live.rest import with_mark
from components.ui.press import pressed
from components.ui.state import session
from components.ui.state.texts import Blocks, Texts, finished_texts
from components.ui.turn.actions import Beside, Wish, show_actions, show_buttons
from components.ui.turn.beside import show_beside
from components.ui.turn.change import what_changed
from components.ui.turn.next_step import placed
from components.ui.turn.running import Running
from components.ui.turn.strip import show_strip, spans_of
from components.ui.turn.thoughts import Pressed, show_thoughts


def show_turn(turn: Turn, reply: Callable[[], Wish | None], origin: Turn | None = None) -> Wish | None:
    """The question, and below it what `reply` draws, side by side with what it was made of, if that is there. A growing
    reply is drawn again and again, its question once."""
    with st.container(key=f"{element_keys.TURN}{turn.id}", gap="medium"):
        wish = None
        if session.tab().editing == turn.id:
            wish = _show_editor(turn)
        else:
            _show_question(turn.id, turn.question)
        if origin is None or turn.given is None:
            return reply() or wish
        st.caption(what_changed(origin.reasoning, turn.given.thoughts))
        with st.container(key=f"{element_keys.SIDES}{turn.id}"):
            before, after = st.columns(2, gap="medium")
        with before:
            st.caption(":material/history: Before")
            with st.container(key=f"origin-{turn.id}", gap="medium"):
                show_before(origin)
        with after:
            st.caption(":material/edit: After your change")
            return reply() or wish


def show_before(turn: Turn) -> None:
    """A turn that ended, to be looked at and no more."""
    show_rounds(turn, finished_texts(turn), words.clock(turn, None, len(turn.reasoning.encode())), stays=True)


def show_rounds(
    turn: Turn,
    texts: Texts,
    clock: str,
    now: float | None = None,
    stays: bool = False,
    steers: bool = False,
    below: Callable[[], None] = lambda: None,
) -> Pressed:
    """Thoughts and answers in the order in which they came; of most turns there is one of each. What grows is in the
    last round. `below` draws what stands under the last thoughts. `steers`: thoughts that grow can be stopped, to be
    changed, and looked into. What was pressed?"""
    found: Pressed = ""
    last_thoughts = max((number for number, said in enumerate(texts.rounds) if said.reasoning), default=-1)
    for number, said in enumerate(texts.rounds):
        last = number == len(texts.rounds) - 1
        grows = now if last else None
        if len(texts.rounds) > 1 and said.reasoning:
            thinks = grows is not None and not turn.ended and not said.answer
            told = words.round_clock(number, said.began, said.until or turn.times.ended, thinks)
            show_thoughts(turn, said.reasoning, told, grows, stays, number, thinks, texts.edition, texts.headline)
        elif said.reasoning:
            known = texts.edition, texts.headline, steers
            found = show_thoughts(turn, said.reasoning, clock, grows, stays, 0, None, *known)
        if number == last_thoughts:
            below()
        if number == 0 and (told := words.note(turn)):
            st.caption(f":material/{told[0]}: {told[1]}")
        if said.answer:
            show_answer(turn, said.answer, said.answer_units, grows=last and not turn.ended)
    return found


def show_reply(
    turn: Turn,
    texts: Texts,
    beside: Beside,
    running: Running | None = None,
    below: Callable[[], Wish | None] = lambda: None,
) -> Wish | None:
    """`below` draws what stands under its thoughts."""
    with st.container(key=f"{element_keys.REPLY}{turn.id}", gap="medium"):
        wish = _show_texts(turn, texts, running, beside.origin is not None, below)
        if beside.from_record:
            st.caption(f":material/replay: {words.FROM_RECORD}")
        return (_show_after(turn, beside) or wish) if turn.ended else wish


def _show_texts(
    turn: Turn, texts: Texts, running: Running | None, stays: bool, below: Callable[[], Wish | None]
) -> Wish | None:
    wishes: list[Wish] = []

    def show_below() -> None:
        if wish := below():
            wishes.append(wish)

    now = running.now if running else None
    size = running.reasoning_bytes if running else len(turn.reasoning.encode())
    clock = words.clock(turn, now, size, running.alive if running else None)
    if not turn.ended and not texts:
        show_wait(turn, running)
    if found := show_rounds(turn, texts, clock, now, stays, steers=running is not None, below=show_below):
        wishes.append(Wish(found, turn.id))
    if not turn.ended and texts.answer and turn.times.waited is None and not texts.reasoning:
        show_wait(turn, running)  # all of it was there before
    show_beside(turn.id, turn.reply if turn.ended else replace(turn.reply, pieces=tuple(texts.beside)))
    if told := words.given(turn):
        _show_handed(turn, told)
    if running and running.circling:
        with st.container(key=f"{element_keys.CIRCLING}{turn.id}"):
            st.caption(f":material/cycle: {words.circling(running.circling)}")
    if running and running.unsaved:
        st.caption(f":material/error: {as_label(running.unsaved)}")
    return wishes[0] if wishes else None


def _show_handed(turn: Turn, told: str) -> None:
    st.caption(f":material/subdirectory_arrow_right: {told}")
    if turn.given and turn.taken == "words" and not turn.given.answer:
        with st.expander("The thoughts that it was given", type="compact"):
            st.text(turn.given.thoughts)


def show_wait(turn: Turn, running: Running | None) -> None:
    """Where nothing came yet: for how long, why, or what failed and when it is tried again."""
    if running and running.waits:
        st.caption(f":material/hourglass_empty: {as_label(running.waits)}")
    elif running and running.loading:
        st.caption(f":material/memory: {as_label(words.loading(running.loading, running.now))}")
    elif running and running.retry:
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
    with st.container(horizontal=True, vertical_alignment="center", key=f"{element_keys.ACTIONS}{turn.id}"):
        st.caption(":material/hourglass_empty: Waits for the answer above to end.", width="content")
        if pressed("Remove", icon=":material/close:", type="tertiary", key=f"drop-{turn.id}"):
            return Wish("drop", turn.id)
    return None


def _show_editor(turn: Turn) -> Wish | None:
    with st.container(key=f"edit-{turn.id}", gap="small"):
        said = st.text_area(
            "Your question, edited", turn.question, key=f"{element_keys.EDITED}{turn.id}", height="content"
        )
        st.caption("The old question stays, too: ‹ and › below the answer switch between them.")
        with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            if pressed("Cancel", key=f"{element_keys.LEAVE_EDIT}{turn.id}", type="tertiary"):
                return Wish("edited", turn.id)
            asks = pressed("Ask it", icon=":material/send:", key=f"{element_keys.ASK_EDITED}{turn.id}", type="primary")
        if asks and said.strip():
            return Wish("edited", turn.id, said)
        if asks:
            st.caption(":red[:material/error: The question is empty.]")
    return None


def _show_question(key: str, question: str) -> None:
    """The person's words: a bubble on the right, as text and never as Markdown."""
    with st.container(key=f"{element_keys.ASKED}{key}", width="content"):
        st.text(question)


def show_answer(turn: Turn, answer: Blocks, answer_units: int = 0, grows: bool = False) -> None:
    session.note_seen(turn)
    # While it grows, a paragraph is an element: the browser reads only the last one again. Whoever saw it grow keeps
    # it so, since another cut would move what they are reading.
    parts = paragraphs(answer.tail) if session.follows(turn) else [answer.tail] if answer.tail.strip() else []
    for block in answer.sealed:
        st.markdown(as_markdown(block), anchors=False)
    mark = ""
    if parts and grows and session.wired():
        white = answer.tail[len(answer.tail.rstrip("\n")) :]
        parts[-1], mark = with_mark(parts[-1], answer_units, after=len(white))
    for number, part in enumerate(parts, 1):
        st.markdown(as_markdown(part) + (mark if number == len(parts) else ""), anchors=False)


def _show_after(turn: Turn, beside: Beside) -> Wish | None:
    ending = words.ending(placed(turn))
    if ending is None:
        show_strip(spans_of(turn.times), words.figures(turn, beside.cost))
        return show_actions(turn, beside.versions)
    with st.container(key=f"{element_keys.ENDING}{turn.status}-{turn.id}", gap="xsmall"):
        show_what_happened(ending)
        if told := words.bill(turn, beside.cost):
            st.caption(as_label(told))
        wish = show_buttons(turn, ending, beside.versions)
        show_said(ending)
        return wish


def show_what_happened(ending: words.Ending) -> None:
    """The sentence may name a model or a server as somebody spelled it."""
    st.markdown(f":{ending.colour}[:material/{ending.icon}: **{as_label(ending.what)}**] {as_label(ending.kept)}")


def show_said(ending: words.Ending) -> None:
    if ending.said:
        with st.expander("The provider's own words", type="compact"):
            st.code(ending.said, language=None, wrap_lines=True)
