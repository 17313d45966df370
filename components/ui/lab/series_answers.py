"""The single answers of a measurement: each with what it was judged by, and those that a person has to look at."""

from collections.abc import Mapping

import streamlit as st

from components.injection import ARMS, Answer, Mark, Series, Step, blanked_for
from components.ui.faithful import as_label, as_markdown
from components.ui.lab.series_wishes import MarkOne
from components.ui.press import pressed

MARKS = {"right": ":material/check_circle:", "wrong": ":material/cancel:", "unclear": ":material/help:"}


def show_looking(series: Series, answers: Mapping[Step, Answer]) -> MarkOne | None:
    """Answers that nothing can mark wait for a person, one at a time."""
    waiting = [(step, one) for step, one in answers.items() if one.waits and step.arm != "thinking"]
    if not waiting:
        return None
    step, answer = waiting[0]
    with st.container(key="looking", border=True, gap="small"):
        st.markdown(f"**Look at it yourself** :gray[{len(waiting):,} to go; which arm it is, is not shown]")
        st.text(series.questions[step.question].text)
        st.markdown(as_markdown(answer.turn.answer) or "No answer came.", anchors=False)
        with st.container(horizontal=True, gap="small"):
            marks: tuple[Mark, ...] = ("right", "wrong", "unclear")
            for key, mark in enumerate(marks, 1):
                if pressed(mark.capitalize(), key=f"mark-{mark}-{answer.turn.id}", shortcut=str(key)):
                    return MarkOne(answer.turn.id, mark)
    return None


def show_each(series: Series, answers: Mapping[Step, Answer], key: str) -> None:
    with st.expander("Every answer", key=key, on_change="rerun", type="compact") as panel:
        if not panel.open:
            return
        for number, question in enumerate(series.questions):
            name = f"{key}-{number}"
            with st.expander(as_label(question.text[:200]), key=name, on_change="rerun", type="compact") as one:
                if one.open:
                    for step, answer in answers.items():
                        if step.question == number:
                            show_answer_of(step, answer)
                            show_blanked(series, step, answers)


def show_blanked(series: Series, step: Step, answers: Mapping[Step, Answer]) -> None:
    """What was taken out of the thoughts that this answer was given with."""
    needed = series.needs(step)
    thinking = answers.get(needed) if needed and step.arm == "blanked" else None
    if thinking and series.questions[step.question].expected:
        pieces = blanked_for(series.questions[step.question], thinking.turn.reasoning).pieces
        told = " · ".join(pieces) if pieces else "nothing, the answer does not stand in them"
        st.caption(as_label(f"Blanked out, {len(pieces)} times: {told}"))


def show_answer_of(step: Step, answer: Answer) -> None:
    unmarked = ":material/content_cut:" if answer.cut_off else ":material/visibility:"
    mark = MARKS[answer.mark] if answer.mark else unmarked
    name = "The thinker" if step.arm == "thinking" else ARMS[step.arm].label
    st.markdown(f"{mark} **{name}** :gray[{as_label(answer.ground)}]")
    st.markdown(as_markdown(answer.turn.answer) or "No answer came.", anchors=False)
