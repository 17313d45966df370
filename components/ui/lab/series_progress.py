"""How far a measurement is, what it has cost so far, what is missing, and its limits."""

import time
from collections import Counter
from collections.abc import Mapping

import streamlit as st

from components.conversation import duration, money
from components.injection import Answer, Measurement, Step
from components.ui.faithful import as_label

RECENT = 30  # answers by which the time left is reckoned


def show_progress(now: Measurement, answers: Mapping[Step, Answer], of: int) -> None:
    done = len(answers)
    of = max(of, done)  # one that was measured by an earlier version may have more
    said = [f"{done:,} of {of:,} requests"]
    costs = [one.turn.usage.cost for one in answers.values() if one.turn.usage and one.turn.usage.cost]
    if costs:
        said.append(f"{money(sum(costs))} so far")
    if now.state == "running" and (left := seconds_left(answers, of, time.time())):
        said.append(f"about {duration(left)} left")
    st.progress(done / of if of else 1.0, as_label(" · ".join(said)))
    if now.said:
        st.markdown(f":orange[:material/pause_circle: {as_label(now.said)}] What was answered is kept.")


def seconds_left(answers: Mapping[Step, Answer], of: int, now: float) -> float | None:
    """By the pace of the newest answers up to `now` (epoch); None where there are too few of them."""
    ends = sorted(one.turn.created + (one.turn.times.ended or 0.0) for one in answers.values())[-RECENT:]
    if len(ends) < 5 or now <= ends[0]:
        return None
    return (of - len(answers)) * (now - ends[0]) / (len(ends) - 1)


def show_missing(missing: Counter[str]) -> None:
    """Why requests have no answer."""
    if missing:
        total = missing.total()
        count = "1 request has" if total == 1 else f"{total:,} requests have"
        st.markdown(f":orange[:material/warning: **{count} no answer.**]")
        for why, number in missing.most_common(5):
            st.caption(f"{number:,} × {as_label(why)}")


def show_limits(now: Measurement) -> tuple[int, float | None]:
    """Those of requests and money, to be raised before it goes on."""
    series = now.series
    most = st.number_input("Max requests", 1, 20_000, series.most_requests, 100, key=f"most-{now.id}", width=170)
    usd = st.number_input(
        "Max USD", 0.01, 1_000.0, series.most_usd, 0.5, key=f"usd-{now.id}", width=170, placeholder="no limit"
    )
    return most, usd
