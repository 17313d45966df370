"""One experiment as it is now: the thinker's panel, the two answers below it, and what can be said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components.conversation import Turn
from components.injection import Arm, Experiment, Verdict, judge, leak, note, obstacle
from components.ui import findings, session, words
from components.ui.arms import Side, Wish, show_ending, show_sent, show_sides
from components.ui.conversation import Run, finished_texts
from components.ui.faithful import as_label, as_markdown
from components.ui.thoughts import show_thoughts

QUESTION_ONLY = ":gray-badge[question only]"
WITH_THOUGHTS = ":violet-badge[:material/neurology: question + thoughts]"
WITH_EDITED = ":violet-badge[:material/edit: question + thoughts edited by you]"


@dataclass(frozen=True, slots=True)
class View:
    """An experiment and its turns: `turns` as far as they have come, `runs` those that are on their way."""

    experiment: Experiment
    turns: Mapping[str, Turn]
    runs: Mapping[str, Run]

    def turn(self, arm: Arm | None) -> Turn | None:
        return self.turns.get(arm.turn_id) if arm else None

    @property
    def thinking(self) -> Turn | None:
        return self.turn(self.experiment.arm("thinking"))

    @property
    def injected(self) -> Turn | None:
        return self.turn(self.experiment.arm("injected"))

    @property
    def hindrance(self) -> str:
        """Why the injected arm will not start by itself; "" where it has, or will, or may."""
        if self.experiment.arm("injected") or (self.thinking and not self.thinking.ended):
            return ""
        if self.thinking is None:
            return "The thinking was never begun, because the room's server was ended."
        if found := obstacle(self.thinking):
            return found
        return "You stopped this run before the thoughts were passed on." if self.experiment.stopped else ""

    @property
    def settled(self) -> bool:
        """Nothing more happens by itself."""
        going = any(not turn.ended for turn in self.turns.values())
        return not going and bool(self.experiment.arm("injected") or self.hindrance)


def show_experiment(view: View, live: bool = True) -> Wish | None:
    """`live` False for an earlier one, below: without what can be done with it."""
    if not live:
        st.caption(as_label(findings.before(view.experiment.plan)))
    thinking = view.thinking
    wish = _show_thinking(view, thinking, live) if thinking is not None else None
    wish = show_sides([_plain(view), _injected(view)]) or wish
    if view.settled:
        _show_findings(view)
    return wish


def _show_thinking(view: View, turn: Turn, live: bool) -> Wish | None:
    run = view.runs.get(turn.id)
    texts = session.texts_of(run, turn.id) if run else finished_texts(turn)
    size = run.progress.reasoning_bytes if run else len(turn.reasoning.encode())
    now = run.seconds if run else None
    clock = words.clock(turn, now, size)
    thinks = run is not None and turn.times.first_answer is None and not turn.ended
    if texts.reasoning:
        show_thoughts(turn, texts.reasoning, f":violet[:material/graphic_eq: {clock}]" if thinks else clock, now)
    elif not turn.ended:
        st.caption(f":material/hourglass_empty: {clock}")
    # An answer is not what a thinker is asked for: only a thinking that broke off ended badly.
    again = show_ending(turn, "thinking") if turn.status != "done" else None
    return (_show_after_thinking(turn) or again) if turn.ended and live else None


def _show_after_thinking(turn: Turn) -> Wish | None:
    if told := note(turn):
        st.caption(f":material/info: {as_label(told)}")
    if said := leak(turn):
        st.markdown(
            ":orange[:material/warning: **The thinker said more than “done”.**] It may give its answer away; only the "
            "thoughts above are passed on."
        )
        with st.expander("What it said", type="compact"):
            st.markdown(as_markdown(said), anchors=False)
    wish = None
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"actions-{turn.id}"):
        show_sent(turn)
        if turn.reasoning.strip():
            wish = _show_editor(turn)
        if st.button("Open as a chat", icon=":material/forum:", type="tertiary", key=f"open-{turn.id}"):
            wish = Wish("open", turn.id)
    return wish


def _show_editor(turn: Turn) -> Wish | None:
    with (
        st.popover("Edit the thoughts", icon=":material/edit:", type="tertiary"),
        st.container(key=f"editor-{turn.id}"),
    ):
        text = st.text_area("Thoughts to inject", turn.reasoning.strip(), key=f"edited-{turn.id}", height=320)
        st.caption("Only the answer with the thoughts is asked again: one request.")
        if st.button("Ask again with these thoughts", icon=":material/play_arrow:", key=f"inject-{turn.id}"):
            if (text or "").strip():
                return Wish("edit", text or "")
            st.markdown(":orange[:material/warning: There is nothing to inject: the text is empty.]")
    return None


def _plain(view: View) -> Side:
    return _side(view, "plain", "Without the thoughts", QUESTION_ONLY, "It was never begun.", 0.0)


def _injected(view: View) -> Side:
    thinking, edited = view.experiment.arm("thinking"), _edited(view)
    turn, thought = view.thinking, 0.0
    if turn is not None and thinking and not thinking.given and not edited:
        run = view.runs.get(turn.id)
        thought = turn.times.ended if turn.times.ended is not None else run.seconds if run else 0.0
    why = view.hindrance or "Starts when the thinking is done."
    return _side(view, "injected", "With the thoughts", WITH_EDITED if edited else WITH_THOUGHTS, why, thought)


def _side(view: View, kind: Literal["plain", "injected"], title: str, given: str, why: str, thought: float) -> Side:
    turn = view.turn(view.experiment.arm(kind))
    if turn and turn.status == "queued":
        turn, why = None, "It begins now."
    run = view.runs.get(turn.id) if turn else None
    expected = view.experiment.plan.expected
    return Side(
        f"{kind}-{view.experiment.id}",
        kind,
        title,
        given,
        turn,
        None if turn is None else session.texts_of(run, turn.id) if run else finished_texts(turn),
        why,
        waits=turn is None and not view.hindrance,
        verdict=_verdict(view, turn),
        expected=expected.right if expected else "",
        thought=thought,
        now=run.seconds if run else None,
        again=kind == "plain" or not _edited(view),
    )


def _edited(view: View) -> bool:
    arm = view.experiment.arm("injected")
    return bool(arm and arm.edited)


def _verdict(view: View, turn: Turn | None) -> Verdict | None:
    """Only of a whole answer: what was cut off might have gone on otherwise."""
    expected = view.experiment.plan.expected
    if expected is None or turn is None or turn.status != "done" or turn.finish_reason == "length":
        return None
    return judge(turn.answer, expected)


def _show_findings(view: View) -> None:
    thinking = view.experiment.arm("thinking")
    found = findings.after(
        view.experiment.plan,
        view.turn(view.experiment.arm("plain")),
        view.thinking,
        view.injected,
        edited=_edited(view),
        given=bool(thinking and thinking.given),
    )
    with st.container(key=f"findings-{view.experiment.id}"):
        st.markdown(f"**{as_label(found.happened)}** {as_label(found.figures)} {as_label(found.doubt)}")
