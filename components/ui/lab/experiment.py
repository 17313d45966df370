"""One experiment as it is now: the thinker's panel, the two answers below it, and what can be said of them."""

from dataclasses import replace
from functools import lru_cache
from typing import Literal

import streamlit as st

from components import wording as words
from components.conversation import Turn
from components.injection import Expected, Verdict, judge, leak, markable, note
from components.ui import element_keys
from components.ui.faithful import as_label, as_markdown
from components.ui.lab import findings
from components.ui.lab.arms import Side, show_ending, show_sent, show_sides
from components.ui.lab.view import View
from components.ui.lab.wishes import Wish, again_with
from components.ui.press import pressed
from components.ui.state import session
from components.ui.state.texts import all_thoughts, finished_texts
from components.ui.turn.message import show_wait
from components.ui.turn.running import running
from components.ui.turn.thoughts import show_thoughts

QUESTION_ONLY = ":gray-badge[question only]"
WITH_THOUGHTS = ":violet-badge[:material/neurology: question + thoughts]"
WITH_EDITED = ":violet-badge[:material/edit: thoughts edited by you]"


def show_experiment(view: View, asked_at: str) -> Wish | None:
    """`asked_at` is the time of day, for the line that says which question this is the answer to."""
    plan = view.experiment.plan
    models = f"{findings.short(plan.thinker.model)} → {findings.short(plan.answerer.model)}"
    st.markdown(f"**{as_label(plan.question[:300])}** :gray[{as_label(models)} · {asked_at}]")
    wish = _show_thinking(view)
    wish = show_sides([_plain(view), _injected(view)], view.live) or wish
    if view.settled:
        _show_findings(view)
    _show_replaced(view)
    return wish


def _show_thinking(view: View) -> Wish | None:
    turn, run = view.turn("thinking"), view.run("thinking")
    if turn is None:
        return None
    texts = session.take_texts(run, turn.id) if run else finished_texts(turn)
    if not view.live:
        # The same thoughts may be shown above: no two panels share a name.
        turn = replace(turn, id=f"{turn.id}-{view.experiment.id}")
    size = run.progress.reasoning_bytes if run else len(turn.reasoning.encode())
    now = run.seconds if run else None
    clock = words.clock(turn, now, size)
    if thoughts := texts.reasoning if run else all_thoughts(turn):
        show_thoughts(turn, thoughts, clock, now, stays=True, edition=texts.edition, headline=texts.headline)
    elif not turn.ended:
        show_wait(turn, running(run) if run else None)
    # An answer is not what a thinker is asked for: only a thinking that broke off ended badly.
    again = show_ending(turn, "thinking", view.live) if turn.status != "done" else None
    return (_show_after_thinking(view, turn) or again) if view.live else None


def _show_after_thinking(view: View, turn: Turn) -> Wish | None:
    """What can be done with the thoughts; the row is there from the beginning, so that nothing below it moves."""
    if turn.ended and (told := note(turn)):
        st.caption(f":material/info: {as_label(told)}")
    if told := words.given(turn):
        st.caption(f":material/subdirectory_arrow_right: {told}")
    if view.edited:
        st.caption(
            ":material/edit: The answer on the right was asked with thoughts that you edited; these are the first."
        )
    # In a chat nobody asked it to say nothing but "done".
    if turn.ended and (said := leak(turn)) and not view.given:
        only = " Only the thoughts above are passed on." if turn.reasoning.strip() else ""
        st.markdown(
            f":orange[:material/warning: **The thinker said more than “done”.**] It may give its answer away.{only}"
        )
        with st.expander("What it said", type="compact"):
            st.markdown(as_markdown(said), anchors=False)
    wish = None
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"{element_keys.ACTIONS}{turn.id}"
    ):
        show_sent(turn)
        if turn.ended and turn.reasoning.strip():
            wish = _show_editor(turn, len(view.experiment.arms))
        if turn.ended and pressed("Open as a chat", icon=":material/forum:", type="tertiary", key=f"open-{turn.id}"):
            wish = Wish("open", turn.id)
    return wish


def _show_editor(turn: Turn, arms: int) -> Wish | None:
    """`arms` has grown when the thoughts were passed on: then it closes."""
    with (
        st.popover("Edit the thoughts", icon=":material/edit:", type="tertiary", key=f"edit-{turn.id}-{arms}"),
        st.container(key=f"editor-{turn.id}"),
    ):
        text = st.text_area(
            "Thoughts to inject", turn.reasoning.strip(), key=f"{element_keys.EDITED}{turn.id}", height=320
        )
        st.caption("Only the answer with the thoughts is asked again: one request.")
        if pressed("Ask again with these thoughts", icon=":material/play_arrow:", key=again_with(turn.id)):
            if (text or "").strip():
                return Wish("edit", text or "")
            st.markdown(":orange[:material/warning: There is nothing to inject: the text is empty.]")
    return None


def _plain(view: View) -> Side:
    return _side(view, "plain", "Without the thoughts", QUESTION_ONLY, "It was never begun.", 0.0)


def _injected(view: View) -> Side:
    turn, run, thought = view.turn("thinking"), view.run("thinking"), 0.0
    if turn is not None and not view.given and not view.edited:
        thought = turn.times.ended if turn.times.ended is not None else run.seconds if run else 0.0
    why = view.hindrance or "Starts when the thinking is done."
    return _side(view, "injected", "With the thoughts", WITH_EDITED if view.edited else WITH_THOUGHTS, why, thought)


def _side(view: View, kind: Literal["plain", "injected"], title: str, given: str, why: str, thought: float) -> Side:
    turn, run = view.turn(kind), view.run(kind)
    lost = turn is not None and view.lost(turn)
    if turn and turn.status == "queued":
        turn, why = None, "It was not begun, because the database was away." if lost else "It begins now."
    expected = view.experiment.plan.expected
    return Side(
        f"{kind}-{view.experiment.id}",
        kind,
        title,
        given,
        turn,
        None if turn is None else session.take_texts(run, turn.id) if run else finished_texts(turn),
        why,
        waits=turn is None and not view.hindrance and not lost,
        verdict=verdict_of(expected, turn),
        expected=expected.right if expected else "",
        thought=thought,
        running=running(run) if run else None,
        again=view.live and (kind == "plain" or not view.edited),
        begin=lost or (kind == "injected" and view.awaits and view.experiment.stopped),
    )


def verdict_of(expected: Expected | None, turn: Turn | None) -> Verdict | None:
    if expected is None or turn is None or not markable(turn):
        return None
    return _judged(turn.answer, expected)


@lru_cache(maxsize=64)
def _judged(answer: str, expected: Expected) -> Verdict:
    """A page is drawn five times a second while something runs; an answer is judged once."""
    return judge(answer, expected)


def _show_replaced(view: View) -> None:
    """Answers with other thoughts, which the one above took the place of."""
    turns = [turn for arm in view.experiment.earlier_injected if (turn := view.turns.get(arm.turn_id))]
    if turns and view.live:
        with st.expander(f"Earlier answers with thoughts · {len(turns)}", type="compact"):
            for turn in turns:
                st.markdown(as_markdown(turn.answer) or "No answer came.", anchors=False)


def _show_findings(view: View) -> None:
    own = [arm for arm in view.experiment.arms if not arm.given]
    found = findings.after(
        view.experiment.plan,
        view.turn("plain"),
        view.turn("thinking"),
        view.turn("injected"),
        edited=view.edited,
        given=view.given,
        asked=[turn for arm in own if (turn := view.turns.get(arm.turn_id))],
    )
    with st.container(key=f"{element_keys.FINDINGS}{view.experiment.id}"):
        st.markdown(f"**{as_label(found.happened)}** {as_label(found.figures)} {as_label(found.doubt)}")
