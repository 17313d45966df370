"""Measure, the second tab of the injection page: many questions, many arms, intervals."""

from dataclasses import replace
from typing import Any

import streamlit as st

from components.conversation import money
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
from components.room import LOCAL, CannotKeep, Room, get_room, visitor
from components.ui import element_keys
from components.ui.day import time_of_day
from components.ui.door import show_page
from components.ui.faithful import as_label
from components.ui.lab import series_answers, series_form, series_progress, series_results
from components.ui.lab.plan import show_problems
from components.ui.lab.tabs import show_tabs
from components.ui.press import pressed
from components.ui.sidebar.choice import show_choice
from components.ui.sidebar.key import show_key
from components.ui.state import address, session
from components.ui.state.chosen import Fields

TICK_S, EARLIER = 1.0, 20


def show_measure(room: Room, owner: str) -> None:
    room.look_for_servers()
    show_tabs("measure")
    with st.container(key=element_keys.LAB, gap="small"):
        chosen = address.settle_measurement()
        measurement = room.measurements(owner).measurement(chosen) if chosen else None
        if chosen and not measurement:
            st.markdown(
                "**This measurement was not found.** It belongs to another browser, or its address is not whole."
            )
        series = show_form(room, owner, open_=measurement is None)
        if series and pressed("Measure", icon=":material/play_arrow:", type="primary", key=element_keys.MEASURE):
            begun = room.measurements(owner).run(series)
            address.open_measurement(begun.id)
            st.rerun()
        if measurement:
            show_measurement(room, owner, measurement)
        show_imported()
        show_earlier(room, owner, measurement)


def show_form(room: Room, owner: str, open_: bool) -> Series | None:
    """The series that could be measured, None where something is missing."""
    desk = room.desk(owner)
    with st.sidebar, st.container(gap="small"):
        first = desk.at_server(series_form.THINKER, desk.servers("")[0].name)
        thinker, place = chosen_model(room, owner, "The thinker", first)
        second = replace(desk.at_server(series_form.ANSWERER, desk.servers("")[0].name), effort="hidden")
        answerer, server = chosen_model(room, owner, "The answerer", second)
    with st.container(gap="xxsmall"):
        st.header("How much do thoughts help?", anchor=False)
        st.caption("One answer proves little. Here many questions are asked, with different things to read beforehand.")
    with st.expander("What is measured", expanded=open_, key=f"form-{open_}"):
        asking = series_form.show_questions(TOY_PRESETS if place.built_in or server.built_in else PRESETS)
        series_form.show_problems_of_lines(asking.problems, len(asking.questions))
        arms, own = series_form.show_arms()
        numbers = series_form.show_numbers(answerer, server.built_in)
        series = Series(asking.questions, thinker, answerer, arms, own=own, **numbers)
        series = series_form.show_templates(series)
    if wrong := problems_of(series):
        show_problems(wrong)
        return None
    st.caption(as_label(f"{estimate(room, owner, series)} {series_form.without_another(series)}".strip()))
    return series


def chosen_model(room: Room, owner: str, title: str, first: Any) -> tuple[Any, Any]:
    kept = session.tab().choices.measured.get(title) or first
    st.markdown(f"**{title}**")
    fields = Fields(title.replace(" ", "-"), hides=title == "The answerer")
    asked, server = show_choice(kept, room.desk(owner), fields)
    if title == "The thinker":
        show_key(server, room.desk(owner))
    if asked != kept:
        session.tab().choices.measured[title] = asked
        st.rerun()
    return asked, server


def estimate(room: Room, owner: str, series: Series) -> str:
    """Requests, and money by the catalogue's prices where it has some."""
    steps = list(series.steps())
    thinkings = sum(step.arm == "thinking" for step in steps)
    said = f"{len(steps):,} requests: {thinkings:,} of the thinker and {len(steps) - thinkings:,} of the answerer."
    desk = room.desk(owner)
    total = 0.0
    for asked, count, tokens in ((series.thinker, thinkings, 1_500), (series.answerer, len(steps) - thinkings, 150)):
        model = desk.model(asked)
        if model is None or model.completion_price is None:
            return said
        total += count * (model.completion_price * tokens + (model.prompt_price or 0.0) * 800)
    if not total:
        return f"{said} They cost nothing."
    return f"{said} About {money(total)}, if a thinking takes 1,500 tokens and an answer 150."


def show_measurement(room: Room, owner: str, measurement: Measurement) -> None:
    series, steps = measurement.series, list(measurement.series.steps())
    own = room.measurements(owner)

    def tick() -> None:
        now = own.measurement(measurement.id) or measurement
        answers = own.answers(now)
        series_progress.show_progress(now, answers, len(steps))
        if now.state != "running":
            series_progress.show_missing(own.missing(now, answers))
        show_buttons(room, owner, now, len(answers) < len(steps))
        partial = "" if len(answers) == len(steps) else f"Partial: {len(answers):,} of {len(steps):,} requests."
        show_found(series, answers, partial)
        if now.state != "running" and measurement.state == "running":
            st.rerun()

    running = measurement.state == "running"
    st.fragment(tick, run_every=TICK_S if running else None, key="measuring")()
    if not running:
        series_answers.show_looking(series, own.answers(measurement), own.mark)
        show_answers(room, owner, measurement)


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


def show_buttons(room: Room, owner: str, now: Measurement, missing: bool) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if now.state == "running":
            if pressed("Pause", icon=":material/pause:", key="pause"):
                room.measurements(owner).pause(now.id)
                st.rerun()
            if pressed("Stop", icon=":material/stop_circle:", shortcut="Esc", key=element_keys.STOP):
                room.measurements(owner).stop(now.id)
                st.rerun()
        elif missing:
            most, usd = series_progress.show_limits(now)
            label, icon = ("Ask them again", "refresh") if now.state == "done" else ("Go on", "play_arrow")
            if pressed(label, icon=f":material/{icon}:", type="primary", key="go-on"):
                room.measurements(owner).resume(now.id, most, usd)
                st.rerun()


def show_answers(room: Room, owner: str, measurement: Measurement) -> None:
    own = room.measurements(owner)
    series, answers = measurement.series, own.answers(measurement)
    with st.container(horizontal=True, gap="small"):
        address = f"./exports/measurements/{measurement.id}?as="
        st.link_button("CSV", f"{address}csv", icon=":material/download:")
        st.link_button("JSONL", f"{address}jsonl", icon=":material/download:")
        if any(one.judged for one in results(series, answers)):
            st.link_button("Picture (SVG)", f"{address}svg", icon=":material/download:")
        if series_results.marked_otherwise(answers.values()) and pressed(
            f"Mark again with judge {JUDGE}", icon=":material/rule:", key="mark-again"
        ):
            own.mark_again(measurement)
            st.rerun()
    series_answers.show_each(series, answers, "answers")


def show_earlier(room: Room, owner: str, current: Measurement | None) -> None:
    earlier = [one for one in room.measurements(owner).newest(EARLIER + 1) if not current or one.id != current.id]
    if not earlier:
        return
    st.subheader("Earlier measurements", anchor=False)
    for one in earlier[:EARLIER]:
        size = f"{len(one.series.questions):,} questions, {len(one.series.arms)} arms"
        models = f"{one.series.thinker.model} → {one.series.answerer.model}"
        label = f"{time_of_day(one.created)} · {size} · {models} · {one.state}"
        if pressed(as_label(label), key=f"measurement-{one.id}", type="tertiary", icon=":material/analytics:"):
            address.open_measurement(one.id)
            st.rerun()


address.leave_chat()
address.leave_run()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_measure, get_room, here, CannotKeep, stranger=here != LOCAL)
