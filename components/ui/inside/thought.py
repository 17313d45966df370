"""One thought on its page: its question, its steps, when it had the answer, and what is not seen of it."""

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from components import wording as words
from components.conversation import Note, Turn
from components.insight import (
    Return,
    Standing,
    Step,
    Thought,
    pauses,
    returns,
    standing,
    steps_of,
    tempo,
    thought_of,
    units,
)
from components.live_protocol import Subscription
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.inside.looked import looked
from components.ui.inside.panel import show_panel
from components.ui.inside.probes import Beside, show_left_out, show_probes, show_whom
from components.ui.inside.told import of_steps, show_told
from components.ui.inside.wishes import Wish
from components.ui.state import session
from components.ui.turn.running import Run
from components.wording.pace import against, paused
from components.wording.standing import came_back
from components.wording.standing import stood as stood_in_words
from components.wording.standing import turned as turned_in_words
from components.wording.unseen import told as unseen_in_words

LONGEST_QUESTION = 400


def show_question(turn: Turn) -> None:
    st.header("Look inside a thought", anchor=False)
    question = turn.question.strip()
    with st.container(key=f"{element_keys.ASKED}looked", width="content"):
        st.text(question if len(question) <= LONGEST_QUESTION else f"{question[:LONGEST_QUESTION]} …")


def show_thought(turn: Turn, run: Run | None, wired: bool, beside: Beside, notes: Sequence[Note]) -> Wish | None:
    """With `run` it grows; where it is `wired`, the page hears of the rest by itself."""
    thought = thought_of(turn.reply, turn.given)
    steps, stood, back = _read(turn.question, thought.text, turn.answer)
    st.caption(as_label(f"{turn.asked.model} · {words.clock(turn, run.seconds if run else None)}"))
    chosen: Sequence[int] = ()
    if thought.text.strip() or run:
        below = () if run else _of_pace(turn, thought, steps)
        done = session.tab().noting.done
        now = run.seconds if run else None
        asides = [] if run else [view.aside for _, view in of_steps(steps, beside.asides)]
        look = looked(turn, thought, steps, stood, now, below, back, notes, done, asides)
        told = show_panel(turn.id, look, _rest_of(turn, run) if run and wired else "", done, lambda: None)
        if told.deeds:
            return Wish("notes", deeds=tuple(told.deeds))
        chosen = told.chosen
    wish = show_told(turn, steps, beside.asides) if not run else None
    if turn.ended and thought.text.strip():
        st.subheader("Where did it change its mind?", anchor=False)
        st.markdown(as_label(turned_in_words(thought, steps)))
    if turn.ended and thought.text.strip() and turn.answer.strip():
        written = f"Written: {stood_in_words(thought, stood)} {came_back(thought, stood, back)}".rstrip()
        numbers = [number for number in chosen if number < len(steps)]
        wish = _show_tests(turn, thought, steps, written, beside, numbers) or wish
    show_unseen(turn)
    return wish


def _show_tests(
    turn: Turn,
    thought: Thought,
    steps: Sequence[Step],
    written: str,
    beside: Beside,
    chosen: Sequence[int],
) -> Wish | None:
    st.subheader("When did it have the answer?", anchor=False)
    st.markdown(as_label(written))
    whom = show_whom(beside)
    if whom is None:
        return None
    wish = show_probes(turn, thought, steps, beside, whom)
    if len(steps) > 1:
        st.subheader("Which step mattered?", anchor=False)
        wish = show_left_out(turn, thought, steps, beside, whom, chosen) or wish
    return wish


def steps_in(turn: Turn) -> tuple[Step, ...]:
    """Of a turn with its texts."""
    return _read(turn.question, thought_of(turn.reply, turn.given).text, turn.answer)[0]


@lru_cache(maxsize=16)
def _read(question: str, thoughts: str, answer: str) -> tuple[tuple[Step, ...], Standing | None, tuple[Return, ...]]:
    """A page is drawn again and again, the same thought read once."""
    stood = standing(question, thoughts, answer) if answer.strip() else None
    return steps_of(thoughts), stood, returns(question, thoughts, answer, stood)


def _of_pace(turn: Turn, thought: Thought, steps: Sequence[Step]) -> tuple[str, str]:
    """Where it paused, and how long it was beside the answer."""
    own = tempo(thought, turn.times)
    return against(own, units(turn.answer)), paused(thought, steps, pauses(thought))


def _rest_of(turn: Turn, run: Run) -> str:
    """How a page asks for what comes behind the pieces of `turn`."""
    known = len(turn.pieces)
    return str(Subscription(turn.chat_id, turn.id, run.progress.edition, known, True, known, True))


def show_unseen(turn: Turn) -> None:
    """What of it nobody sees, and why: an empty panel is explained, too."""
    found = unseen_in_words(turn)
    st.subheader("What you are not seeing", anchor=False)
    with st.container(gap="xsmall"):
        for sentence in found:
            if sentence:
                st.markdown(as_label(sentence))
