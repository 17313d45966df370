"""Measure, the second tab of the injection page: many questions, many arms, intervals."""

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from components.conversation import Asked
from components.injection import (
    PRESETS,
    TOY_PRESETS,
    Answer,
    Measurement,
    Series,
    Step,
    problems_of,
    results,
)
from components.injection.judging.marking import JUDGE
from components.injection.measuring.imported import NotRead, read_jsonl
from components.insight import behind
from components.room import LOCAL, CannotKeep, Desk, Measurements, Room, Shares, get_room, signed_in, visitor
from components.ui import element_keys
from components.ui.chat.audience import show_run_audience
from components.ui.chat.wishes import carry_out_of_audience
from components.ui.day import time_of_day
from components.ui.door import show_page
from components.ui.faithful import as_label
from components.ui.lab import series_answers, series_form, series_progress, series_results, series_thoughts
from components.ui.lab.plan import show_problems
from components.ui.lab.series_wishes import GO_ON, Begin, Choose, GoOn, MarkAgain, Of, Wish, carry_out
from components.ui.lab.tabs import show_tabs
from components.ui.live.watch import show_growing
from components.ui.press import pressed
from components.ui.sidebar.choice import Choice, show_choice
from components.ui.sidebar.key import show_key
from components.ui.sidebar.wishes import carry_out_at_desk, carry_out_noted
from components.ui.state import address, session
from components.ui.state.chosen import Fields

TICK_S, EARLIER = 1.0, 20


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """What a run of the page is made of, read before anything is drawn, and what is done on it. `chosen` is the
    measurement by its address."""

    desk: Desk
    own: Measurements
    shares: Shares
    chosen: str | None
    measurement: Measurement | None

    def choose(self, title: str, was: Asked, choice: Choice) -> Choice:
        if choice.wish:
            carry_out_at_desk(self.desk, choice.wish)
        if choice.asked != was:
            self.do(Choose(title, choice.asked))
        return choice

    def do(self, wish: Wish) -> None:
        carry_out(self.own, wish)


def read(room: Room, owner: str) -> MeasurePage:
    desk, own = room.desk(owner), room.measurements(owner)
    carry_out_noted(desk, room.spending(owner))
    room.look_for_servers()
    chosen = address.settle_measurement()
    return MeasurePage(desk, own, room.shares(owner), chosen, own.measurement(chosen) if chosen else None)


def show_measure(room: Room, owner: str) -> None:
    page = read(room, owner)
    beside = st.sidebar.container(gap="small")
    first = asked_first(page.desk, "The thinker", series_form.THINKER)
    with beside:
        thinker = page.choose("The thinker", first, show_asked(page.desk, "The thinker", first, keyed=True))
    first = asked_first(page.desk, "The answerer", series_form.ANSWERER)
    with beside:
        answerer = page.choose("The answerer", first, show_asked(page.desk, "The answerer", first, keyed=False))
    show_tabs("measure")
    with st.container(key=element_keys.LAB, gap="small"):
        if page.chosen and not page.measurement:
            st.markdown(
                "**This measurement was not found.** It belongs to another browser, or its address is not whole."
            )
        series = show_form(page, thinker, answerer)
        if series and pressed("Measure", icon=":material/play_arrow:", type="primary", key=element_keys.MEASURE):
            page.do(Begin(series))
        if page.measurement:
            show_who_follows(page, page.measurement)
            show_measurement(page, page.measurement)
        show_imported()
        if wish := show_earlier(page):
            page.do(wish)


def asked_first(desk: Desk, title: str, usual: Asked) -> Asked:
    """As it was chosen in this tab, else the usual one, of the preferred server."""
    if kept := session.tab().choices.measured.get(title):
        return kept
    first = desk.at_server(usual, desk.servers("")[0].name)
    return replace(first, effort="hidden") if usual.effort == "hidden" else first


def show_asked(desk: Desk, title: str, asked: Asked, keyed: bool) -> Choice:
    """`keyed`: its server's key can be entered here; the other one may be asked to keep its thoughts to itself."""
    st.markdown(f"**{title}**")
    choice = show_choice(asked, desk, Fields(title.replace(" ", "-"), hides=not keyed))
    return choice._replace(wish=show_key(choice.server)) if keyed and not choice.wish else choice


def show_form(page: MeasurePage, thinker: Choice, answerer: Choice) -> Series | None:
    """The series that could be measured, None where something is missing."""
    with st.container(gap="xxsmall"):
        st.header("How much do thoughts help?", anchor=False)
        st.caption("One answer proves little. Here many questions are asked, with different things to read beforehand.")
    open_ = page.measurement is None
    with st.expander("What is measured", expanded=open_, key=f"form-{open_}"):
        toys = thinker.server.built_in or answerer.server.built_in
        asking = series_form.show_questions(TOY_PRESETS if toys else PRESETS)
        series_form.show_problems_of_lines(asking.problems, len(asking.questions))
        arms, own = series_form.show_arms()
        numbers = series_form.show_numbers(answerer.asked, answerer.server.built_in)
        series = Series(asking.questions, thinker.asked, answerer.asked, arms, own=own, **numbers)
        series = series_form.show_templates(series)
    if wrong := problems_of(series):
        show_problems(wrong)
        return None
    st.caption(as_label(f"{series_form.estimate(page.desk, series)} {series_form.without_another(series)}".strip()))
    return series


def show_who_follows(page: MeasurePage, measurement: Measurement) -> None:
    do = partial(carry_out_of_audience, page.shares, "measurement", measurement.id)
    show_run_audience(page.shares, "measurement", measurement.id, do)


def show_measurement(page: MeasurePage, measurement: Measurement) -> None:
    series, steps, own = measurement.series, list(measurement.series.steps()), page.own

    def tick() -> None:
        now = own.measurement(measurement.id) or measurement
        answers = own.answers(now)
        series_progress.show_progress(now, answers, len(steps))
        if now.state != "running":
            series_progress.show_missing(own.missing(now, answers))
        if wish := show_buttons(now, len(answers) < len(steps)):
            page.do(wish)
        partial = "" if len(answers) == len(steps) else f"Partial: {len(answers):,} of {len(steps):,} requests."
        show_found(series, answers, partial)
        if now.state != "running" and measurement.state == "running":
            st.rerun()

    running = measurement.state == "running"
    show_growing(tick, TICK_S if running else None, key="measuring")
    if not running:
        if marked := series_answers.show_looking(series, own.answers(measurement)):
            page.do(marked)
        if again := show_answers(measurement, own.answers(measurement)):
            page.do(again)
        show_behind(page, measurement)


def show_behind(page: MeasurePage, measurement: Measurement) -> None:
    """What lies behind its answers, some more of it at each look."""
    fills = bool(page.own.thoughts(measurement, page.own.answers(measurement)).left)

    def tick() -> None:
        answers = page.own.answers(measurement)
        read = page.own.thoughts(measurement, answers)
        if read.left:
            series_thoughts.show_reading(len(read.figures), len(read.figures) + read.left)
            return
        if fills:
            st.rerun()  # to tick no more
        series_thoughts.show_behind(measurement, behind(measurement.series, answers, read.figures), read.beyond)

    show_growing(tick, TICK_S if fills else None, key="behind")


def show_imported() -> None:
    """A measurement from a file, without any request."""
    with st.expander("Show a measurement from a file", type="compact"):
        file = st.file_uploader("A JSONL file that was saved here", ["jsonl"], key=element_keys.IMPORTED)
        if file is None:
            return
        try:
            found = read_jsonl(file.getvalue().decode("utf-8", "replace"))
        except NotRead as error:
            st.markdown(f":orange[:material/warning: {as_label(str(error))}]")
            return
        models = f"{found.series.thinker.model[:200]} → {found.series.answerer.model[:200]}"
        st.caption(as_label(f"{file.name[:200]} · {models} · {len(found.answers):,} answers"))
        show_found(found.series, found.answers, "")
        if found.series.thinks:
            series_thoughts.show_not_compared()
        with st.container(key=element_keys.IMPORTED_ANSWERS):
            series_answers.show_each(found.series, found.answers, "imported-each")


def show_found(series: Series, answers: dict[Step, Answer], partial: str) -> None:
    found = results(series, answers)
    if any(one.judged or one.cut_off for one in found):
        series_results.show_sentence(found, partial)
        if any(one.judged for one in found):
            series_results.show_picture(found)
        series_results.show_table(found)
        series_results.show_judges(answers.values())


def show_buttons(now: Measurement, missing: bool) -> GoOn | Of | None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if now.state == "running":
            if pressed("Pause", icon=":material/pause:", key="pause"):
                return Of("pause", now.id)
            if pressed("Stop", icon=":material/stop_circle:", shortcut="Esc", key=element_keys.STOP):
                return Of("stop", now.id)
        elif missing:
            most, usd = series_progress.show_limits(now)
            label, icon = ("Ask them again", "refresh") if now.state == "done" else ("Go on", "play_arrow")
            if pressed(label, icon=f":material/{icon}:", type="primary", key=GO_ON):
                return GoOn(now.id, most, usd)
    return None


def show_answers(measurement: Measurement, answers: dict[Step, Answer]) -> MarkAgain | None:
    series = measurement.series
    with st.container(horizontal=True, gap="small"):
        address = f"./exports/measurements/{measurement.id}?as="
        st.link_button("CSV", f"{address}csv", icon=":material/download:")
        st.link_button("JSONL", f"{address}jsonl", icon=":material/download:")
        if any(one.judged for one in results(series, answers)):
            st.link_button("Picture (SVG)", f"{address}svg", icon=":material/download:")
        if series_results.marked_otherwise(answers.values()) and pressed(
            f"Mark again with judge {JUDGE}", icon=":material/rule:", key="mark-again"
        ):
            return MarkAgain(measurement)
    series_answers.show_each(series, answers, "answers")
    return None


def show_earlier(page: MeasurePage) -> Of | None:
    current = page.measurement
    earlier = [one for one in page.own.newest(EARLIER + 1) if not current or one.id != current.id]
    if not earlier:
        return None
    st.subheader("Earlier measurements", anchor=False)
    for one in earlier[:EARLIER]:
        size = f"{len(one.series.questions):,} questions, {len(one.series.arms)} arms"
        models = f"{one.series.thinker.model} → {one.series.answerer.model}"
        label = f"{time_of_day(one.created)} · {size} · {models} · {one.state}"
        if pressed(as_label(label), key=f"measurement-{one.id}", type="tertiary", icon=":material/analytics:"):
            return Of("show", one.id)
    return None


address.leave_chat()
address.leave_run()
address.leave_race()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_measure, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
