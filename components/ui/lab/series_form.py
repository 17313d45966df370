"""What is to be measured, as a form: questions, arms, how often, and the limits."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from components.conversation import Asked, Usage, cost_of, money
from components.injection import ARMS, ArmName, Preset, Problem, Question, Series, Task, generated, read_questions
from components.ui.faithful import as_label
from components.ui.state.chosen import Desk

TASKS: Mapping[Task, str] = {
    "decimals": "Which decimal is bigger?",
    "letters": "How many letters?",
    "sums": "Sums",
    "weekdays": "What day will it be?",
}
MADE, KNOWN, OWN = "Made up here", "Well-known traps", "My own"
FIRST_ARMS: tuple[ArmName, ...] = ("without", "thoughts", "blanked", "answer", "other")
THINKER = Asked("openrouter", "deepseek/deepseek-r1")
ANSWERER = Asked("openrouter", "openai/gpt-3.5-turbo-instruct", effort="hidden")
TEMPLATES = {
    "think_template": "Asked of the thinker",
    "plain_template": "Asked without anything to read",
    "injected_template": "Asked with something to read",
}
HOW = (
    "One question a line, its right answer after a bar:\n\n`Which is bigger: 9.11 or 9.9? | 9.9`\n\nA CSV file has the "
    "columns question, answer, and if you like kind (number, word, choice, pattern, look) and wrong; JSONL and JSON "
    "have the same names. Data sets are read as they are published: GSM8K, MATH, MMLU, ARC, GPQA and others like them. "
    "An answer is a number, a formula, the letter of an option or a few words; without one you look at the answers "
    "yourself."
)


@dataclass(frozen=True, slots=True)
class Asking:
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...] = ()


def show_questions(presets: Sequence[Preset]) -> Asking:
    which = st.segmented_control("Questions", [MADE, KNOWN, OWN], default=MADE, key="set", required=True)
    if which == KNOWN:
        st.caption(as_label(" · ".join(preset.label for preset in presets)))
        return Asking(tuple(Question(preset.question, preset.expected) for preset in presets))
    if which == OWN:
        return _show_own()
    tasks = st.pills(
        "Kinds of questions",
        list(TASKS),
        selection_mode="multi",
        default=list(TASKS),
        format_func=TASKS.__getitem__,
        key="tasks",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, gap="small"):
        count = st.number_input("Of each kind", 1, 500, 25, key="count", width=120)
        seed = st.number_input("Seed", 0, 999_999, 1, key="seed", width=120)
    return Asking(tuple(question for task in TASKS if task in tasks for question in generated(task, count, seed)))


def _show_own() -> Asking:
    file = st.file_uploader("A CSV, JSONL or JSON file", ["csv", "jsonl", "ndjson", "json", "txt", "tsv"], key="file")
    typed = st.text_area("Or typed here", key="typed", height=140, help=HOW, disabled=file is not None)
    text = file.getvalue().decode("utf-8-sig", "replace") if file else typed
    if not text.strip():
        return Asking(())
    questions, problems = read_questions(text, file.name if file else "")
    return Asking(tuple(questions), tuple(problems))


def show_problems_of_lines(problems: Sequence[Problem], kept: int) -> None:
    if not problems:
        return
    one, many = ("entry", "entries") if problems[0].unit == "Entry" else ("line", "lines")
    lines = f"1 {one} was" if len(problems) == 1 else f"{len(problems):,} {many} were"
    st.markdown(f":orange[:material/warning: **{lines} left out;** {kept:,} questions are kept.]")
    with st.expander("What is wrong with them", type="compact"):
        for problem in problems[:200]:
            st.markdown(f"{problem.unit} {problem.line:,}: {as_label(problem.what)}")


def estimate(desk: Desk, series: Series) -> str:
    """Requests, and money by the catalogue's prices of this hour, where it has some."""
    steps = list(series.steps())
    thinkings = sum(step.arm == "thinking" for step in steps)
    said = f"{len(steps):,} requests: {thinkings:,} of the thinker and {len(steps) - thinkings:,} of the answerer."
    total = 0.0
    for asked, count, tokens in ((series.thinker, thinkings, 1_500), (series.answerer, len(steps) - thinkings, 150)):
        cost = cost_of(Usage(800, tokens), desk.model(asked), time.time())
        if cost is None:
            return said
        total += count * cost[0]
    if not total:
        return f"{said} They cost nothing."
    return f"{said} About {money(total)}, if a thinking takes 1,500 tokens and an answer 150."


def without_another(series: Series) -> str:
    """Which questions are left out of “Thoughts on another question”, in a sentence; "" for none."""
    if "other" not in series.arms:
        return ""
    alone = sum(series.another(at) is None for at in range(len(series.questions)))
    if not alone:
        return ""
    have = "1 question has" if alone == 1 else f"{alone:,} questions have"
    left = "it is" if alone == 1 else "they are"
    return f"{have} no other of the same kind: {left} left out of “{ARMS['other'].label}”."


def show_arms() -> tuple[tuple[ArmName, ...], str]:
    """The arms that are chosen, and the text of one's own."""
    chosen: list[ArmName] = ["without"]
    st.markdown("**What the answerer reads beforehand**")
    with st.container(key="arms", gap="xsmall"):
        for arm, words in ARMS.items():
            fixed = arm == "without"
            ticked = st.checkbox(
                f"**{words.label}** :gray[{words.rules_out}]",
                arm in FIRST_ARMS,
                key=f"arm-{arm}",
                disabled=fixed,
            )
            if ticked and not fixed:
                chosen.append(arm)
    own = ""
    if "own" in chosen:
        own = st.text_area("Your text", "Think carefully, step by step.", key="own-text", height=80)
    return tuple(chosen), own


def show_numbers(answerer: Asked, built_in: bool) -> dict[str, Any]:
    """How often, how many at once, and how far: fields of a Series."""
    still = answerer.temperature == 0 or (built_in and answerer.temperature is None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        repeats = st.number_input("Repeats", 1, 50, 1, key="repeats", width=140, disabled=still)
        parallel = st.number_input("At once", 1, 16, 2, key="parallel", width=140, help="Requests at the same time.")
        most = st.number_input("Max requests", 1, 20_000, 1_000, 100, key="most-requests", width=170)
        usd = st.number_input("Max USD", 0.01, 1_000.0, None, 0.5, key="most-usd", width=170, placeholder="no limit")
    fresh = False
    if still:
        st.caption("At temperature 0 an answer comes out the same each time: a repeat would be no new observation.")
    elif repeats > 1:
        fresh = st.checkbox("Fresh thoughts for each repeat, else once a question", key="fresh")
    return {
        "repeats": 1 if still else repeats,
        "parallel": parallel,
        "most_requests": most,
        "most_usd": usd,
        "fresh": fresh,
    }


def show_templates(series: Series) -> Series:
    with st.popover("Prompts", icon=":material/tune:"):
        st.caption(r"\{question} and \{reasoning} are replaced by the question and by what there is to read.")
        texts = {
            name: st.text_area(label, getattr(series, name), key=f"series-{name}", height=90)
            for name, label in TEMPLATES.items()
        }
        return replace(series, **texts)
