"""The plan of an experiment as a form: question and right answer, the wording of the three requests, presets."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from components.injection import Plan, Preset, expecting, known_answer
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.lab.wishes import Form
from components.ui.press import pressed
from components.ui.state import session

MOST = 200_000  # characters
TEMPLATES = {
    "think_template": "Asked of the thinker",
    "plain_template": "Asked without the thoughts",
    "injected_template": "Asked with the thoughts",
}


def show_plan(plan: Plan, presets: Sequence[Preset], scope: str, thinks: bool, running: bool) -> Form:
    """`scope` tells the fields of two plans apart; `thinks`: a thinker is asked."""
    was = plan.expected.right if plan.expected else ""
    anew = session.take_plan_anew()
    for name, text in {"question": plan.question, "lines": plan.question, "right": was, **_templates(plan)}.items():
        session.fill(f"{name}-{scope}", text, anew)
    labels = {preset.label: preset for preset in presets}
    # Its name holds what it offers: other models are offered others.
    pills = f"preset-{scope}-{'-'.join(labels)}"
    session.fill(pills, None, anew)
    preset = st.pills("Try one of these", list(labels), key=pills, disabled=running, label_visibility="collapsed")
    with st.container(key=element_keys.PLAN, horizontal=True, vertical_alignment="bottom", gap="small"):
        question = _show_question(plan, scope, running)
        right = st.text_input("Right answer", key=f"right-{scope}", placeholder="if known", width=112, max_chars=200)
        shown, other = _show_prompts(plan, scope, thinks)
        stops = running and pressed("Stop", icon=":material/stop_circle:", shortcut="Esc", key=element_keys.STOP)
        runs = not running and pressed("Run", icon=":material/play_arrow:", type="primary", key=element_keys.RUN)
    if preset and labels[preset].question != plan.question:
        chosen = labels[preset]
        plan = replace(shown, question=chosen.question, expected=chosen.expected)
        return Form(plan, other)
    if question != plan.question and right == was == known_answer(plan.question):
        right = known_answer(question)  # the old answer was to the old question
    plan = replace(shown, question=question, expected=expecting(question, right))
    return Form(plan, other or ("run" if runs else "stop" if stops else ""))


def _templates(plan: Plan) -> dict[str, str]:
    return {name: getattr(plan, name) for name in TEMPLATES}


def _show_question(plan: Plan, scope: str, running: bool) -> str:
    """A question of several lines keeps them."""
    if "\n" in plan.question:
        return st.text_area("Question", key=f"lines-{scope}", max_chars=MOST, disabled=running)
    return st.text_input("Question", key=f"question-{scope}", max_chars=MOST, disabled=running)


def _show_prompts(plan: Plan, scope: str, thinks: bool) -> tuple[Plan, Literal["", "first", "today"]]:
    """And which other experiment is to take its place."""
    with st.popover("Prompts", icon=":material/tune:"):
        st.caption(r"\{question} and \{reasoning} are replaced by the question and by the thoughts.")
        texts = {
            name: st.text_area(label, key=f"{name}-{scope}", height=110)
            for name, label in TEMPLATES.items()
            if thinks or name != "think_template"
        }
        with st.container(horizontal=True, gap="small"):
            first = pressed("Back to the first experiment", icon=":material/restart_alt:", key=f"reset-{scope}")
            today = pressed("OpenRouter’s example of today", icon=":material/update:", key=f"today-{scope}")
        return replace(plan, **texts), "first" if first else "today" if today else ""


def show_problems(problems: Sequence[str]) -> None:
    for sentence in problems:
        st.markdown(f":orange[:material/warning: {as_label(sentence)}]")
