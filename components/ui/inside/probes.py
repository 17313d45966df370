"""Forced answers: when did it have the answer, which step mattered? Who is asked, the price, and what came of it."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from components import wording as words
from components.conversation import Asked, Turn, cost_of, shown_as
from components.insight import (
    Agreement,
    Early,
    Probe,
    Step,
    Thought,
    agreement,
    changed_by,
    expected,
    points_of,
    settled,
    turned,
    without,
)
from components.ui.faithful import as_label
from components.ui.inside.wishes import Wish, button
from components.ui.press import pressed
from components.ui.turn.actions import AsideView
from components.ui.turn.translate import Whom
from components.wording.probing import SAID, concluded, left_out, of_others, percent

LONGEST = 120  # characters of one that are shown
ITSELF, ANOTHER = "The model itself", "Another model"
NOBODY = "Nobody can be asked now. Choose a server in the sidebar of a chat and enter its key there."
POINTS = "Tested: whoever answers gets these thoughts up to a point and has to answer at once, at up to ten points."
STEPS = "Whoever answers gets these thoughts without one step and has to answer at once. Is it another answer then?"
BOLD = re.compile(r"\*\*(\S(?:[^*]*\S)?)\*\*")


@dataclass(frozen=True, slots=True)
class Beside:
    """Who can be asked, and what was: `itself` is None where the turn's own server is not there; `another` draws the
    choice of another one. `curve` is what was measured of other thoughts of a model, where something was."""

    itself: Whom | None
    another: Callable[[], Whom | None]
    asides: Sequence[AsideView]
    curve: Callable[[Asked], Sequence[Early]] = lambda asked: ()


def show_whom(beside: Beside) -> Whom | None:
    """Who is to answer, in one line."""
    options = [ITSELF, ANOTHER] if beside.itself else [ANOTHER]
    chosen = st.radio("Who answers?", options, horizontal=True, key="who-answers") if len(options) > 1 else ANOTHER
    whom = beside.itself if chosen == ITSELF else beside.another()
    if whom is None:
        st.caption(f":material/info: {NOBODY}")
        return None
    name = as_label(shown_as(whom.asked.model))
    if not whom.server.takes_thoughts:
        label = as_label(whom.server.label)
        st.caption(f"{label} takes no thoughts as a model's own, so {name} is told them in words.")
    elif chosen == ANOTHER:
        st.caption(f"{name} takes them as its own. What it says is what {name} concludes from them.")
    return whom


def show_probes(turn: Turn, thought: Thought, steps: Sequence[Step], beside: Beside, whom: Whom) -> Wish | None:
    """When did it have the answer?, as tested."""
    points = points_of(steps)
    spans = tuple((0, point) for point in points)
    texts = [thought.text[:point] for point in points]
    label = f"Ask at {len(spans)} points" if len(spans) > 1 else "Ask at the end"
    wish = _show_button(turn, whom, "probe", spans, texts, label, POINTS)
    views = _newest(beside.asides, "probe", whom)
    if not views:
        return wish
    if wishes := _show_going(views, "probe"):
        return wishes
    ended = [view for view in views if view.made.ended]
    found = [_probe(turn, view) for view in ended]
    whole = len(thought.text)
    rows = [
        (percent(probe.place / whole), probe.answer, SAID[probe.agreement], _why(view))
        for probe, view in zip(found, ended, strict=True)
    ]
    _show_answers(["After", "It answered", "Compared with the end"], rows)
    if len(ended) == len(views) and found:
        phrases = [phrase for step in steps for phrase in step.phrases]
        whose = "" if _is_itself(turn, whom) else shown_as(whom.asked.model)
        for sentence in concluded(found, settled(found), turned(found, phrases), whole, whose):
            st.markdown(as_label(sentence))
    if found and (others := of_others(beside.curve(whom.asked), shown_as(whom.asked.model))):
        st.caption(as_label(others))
    return wish


def show_left_out(
    turn: Turn, thought: Thought, steps: Sequence[Step], beside: Beside, whom: Whom, chosen: Sequence[int]
) -> Wish | None:
    """Which step mattered? `chosen`: the numbers of the steps that are chosen on the strip, where some are."""
    numbers = chosen or range(len(steps))
    spans = tuple((steps[number].start, steps[number].end) for number in numbers)
    texts = [without(thought.text, span) for span in spans]
    label = f"Leave out each of {len(spans)} steps" if len(spans) > 1 else f"Leave out step {numbers[0] + 1}"
    wish = _show_button(turn, whom, "without", spans, texts, label, STEPS)
    views = _newest(beside.asides, "without", whom)
    if not views:
        return wish
    if wishes := _show_going(views, "without"):
        return wishes
    ended = [view for view in views if view.made.ended]
    agreements: list[Agreement] = [agreement(turn.question, turn.answer, view.made.answer) for view in ended]
    starts = {step.start: number for number, step in enumerate(steps)}
    rows: list[tuple[str, str, str, str]] = []
    mattered: list[int] = []
    for view, found in zip(ended, agreements, strict=True):
        number = starts.get(view.aside.start)
        if found == "other" and number is not None:
            mattered.append(number + 1)
        name = f"Step {number + 1}: {steps[number].headline}" if number is not None else "A step"
        rows.append((name, view.made.answer, SAID[found], _why(view)))
    _show_answers(["Without", "It answered", "Compared with the end"], rows)
    if len(ended) == len(views):
        changed, known, interval = changed_by(agreements)
        st.markdown(as_label(left_out(changed, known, len(agreements), interval, mattered)))
    return wish


def _is_itself(turn: Turn, whom: Whom) -> bool:
    return (whom.asked.provider, whom.asked.model) == (turn.asked.provider, turn.asked.model)


def _show_button(
    turn: Turn,
    whom: Whom,
    kind: Literal["probe", "without"],
    spans: tuple[tuple[int, int], ...],
    texts: Sequence[str],
    label: str,
    told: str,
) -> Wish | None:
    st.caption(told)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        goes = pressed(label, key=button(kind, turn.id), icon=":material/science:")
        st.caption(as_label(price(turn, whom, texts)), width="content")
    return Wish(kind, whom.asked, spans) if goes else None


def price(turn: Turn, whom: Whom, texts: Sequence[str]) -> str:
    """Of as many requests, each with its share of the thoughts, in one sentence."""
    whole = expected(turn, texts, told=not whom.server.takes_thoughts)
    cost = cost_of(whole, whom.model, time.time())
    usd = cost[0] if cost else None
    many = f"{len(texts)} requests" if len(texts) > 1 else "1 request"
    free = usd is None and (whom.server.at_home or whom.server.built_in)
    return f"{many}. {words.price_before(whole, usd, free)}"


def _newest(asides: Sequence[AsideView], kind: str, whom: Whom) -> list[AsideView]:
    """Of each place the newest by that model, in the order of the places."""
    found: dict[tuple[int, int], AsideView] = {}
    for view in asides:
        by = view.made.asked.provider, view.made.asked.model
        if view.aside.kind == kind and by == (whom.asked.provider, whom.asked.model):
            found[view.aside.start, view.aside.end] = view
    return [found[span] for span in sorted(found)]


def _show_going(views: Sequence[AsideView], kind: str) -> Wish | None:
    going = tuple(view.aside.id for view in views if not view.made.ended)
    if not going:
        return None
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        told = f"{len(views) - len(going)} of {len(views)} have answered."
        st.caption(f":material/hourglass_empty: {told}", width="content")
        return Wish("stop", asides=going) if pressed("Stop", f"stop-{kind}", icon=":material/stop_circle:") else None


def _probe(turn: Turn, view: AsideView) -> Probe:
    said = view.made.answer
    return Probe(view.aside.end, said, agreement(turn.question, turn.answer, said))


def _why(view: AsideView) -> str:
    """Why nothing was answered, and whether it thought again all the same."""
    made = view.made
    if not made.answer.strip():
        ending = words.ending(made)
        return ending.what if ending else "It gave no answer."
    return "It thought again all the same." if made.times.first_reasoning is not None else ""


def _show_answers(names: Sequence[str], rows: Sequence[tuple[str, str, str, str]]) -> None:
    """A table: where, what was answered, and how that is against the end."""
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = ""
    for where, said, how, why in rows:
        short = BOLD.sub(r"\1", " ".join(said.split()))
        short = short if len(short) <= LONGEST else f"{short[: LONGEST - 1]}…"
        beside = f"{how} · {why}" if why else how
        mark = ' class="same"' if how == SAID["same"] else ""
        cells = f'<td>{escape(where)}</td><td dir="auto">{escape(short or "–")}</td><td>{escape(beside)}</td>'
        body += f"<tr{mark}>{cells}</tr>"
    st.html(f'<table class="forced"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
