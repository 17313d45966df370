"""A measurement from end to end, without a page: the built-in model, and servers that cost, refuse and fail."""

import json
import math
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from components.conversation import Asked
from components.injection import Expected, Measurement, Question, Series, Step, Task, generated, in_words, results
from components.injection.measuring.exported import as_csv, as_jsonl, row_of
from components.injection.measuring.imported import NotRead, read_jsonl
from components.room import Room
from components.settings import Settings
from components.store import Store
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import Behaviour, find, perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step as Sent
from tests.room.conftest import ME, Place, a_place, open_room
from tests.waiting import eventually

THINKER, ANSWERER = Asked("pocket", "pocket/thinker"), Asked("pocket", "pocket/novice", effort="hidden")
ARMS = ("without", "thoughts", "blanked", "answer", "other")


def settled(room: Room, measurement: Measurement, within: float = 300.0) -> Measurement:
    def now() -> Measurement:
        found = room._store.measurement(ME, measurement.id)
        assert found is not None
        return found

    assert eventually(lambda: now().state != "running", within), now()
    return now()


def school(request: Request) -> Iterator[Sent]:
    """A thinker that adds, and an answerer that is right only where it has read the sum."""
    a, b = (int(number) for number in re.findall(r"\d+", request.prompt)[:2])
    if request.fields.get("include_reasoning"):
        return perform(Spoken(f"{a} and {b} make {a + b}.", f"It is {a + b}.", 0), "or", request)
    told = str(a + b) in request.prompt
    return perform(Spoken("", f"It is {a + b if told else a + b + 1}.", 0), "or", request)


def first(behaviours: list[str]) -> Behaviour:
    """Those behaviours for the first requests, then the school."""
    left = list(behaviours)

    def play(request: Request) -> Iterator[Sent]:
        named = find(left.pop(0)) if left else None
        return named(request) if named else school(request)

    return play


def sums(count: int, **more: object) -> Series:
    thinker, answerer = Asked("openrouter", "thinks"), Asked("openrouter", "answers", effort="hidden")
    return replace(
        Series(tuple(generated("sums", count, 5)), thinker, answerer, ("without", "thoughts", "answer")), **more
    )  # type: ignore[arg-type]


@pytest.fixture
def place_of(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    servers: list[ModelServer] = []

    def make(behaviour: Behaviour) -> Place:
        servers.append(ModelServer(default=behaviour).__enter__())
        return a_place(tmp_path, servers[-1])

    yield make
    for server in servers:
        server.__exit__(None, None, None)


@pytest.mark.slow
def test_the_built_in_models_are_measured_and_the_export_gives_the_same_table(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/room.db"
    room = open_room(Settings({}, database_url=url, find_servers=False), Store(url))
    tasks: tuple[Task, ...] = ("decimals", "letters", "sums", "weekdays")
    questions = tuple(question for task in tasks for question in generated(task, 12, 1))
    series = Series(questions, THINKER, ANSWERER, ARMS)
    done = settled(room, room.measurements(ME).run(series), within=300)
    assert (done.state, done.said) == ("done", "")
    answers = room.measurements(ME).answers(done)
    assert len(answers) == 6 * len(questions) == 288
    found = {one.arm: one for one in results(series, answers)}
    assert found["thoughts"].right > found["without"].right
    assert in_words(list(found.values())).startswith("With the thoughts")
    rows = [row_of(series, step, answer) for step, answer in answers.items()]
    text = as_jsonl(series, done.created, {}, rows)
    for arm, (right, of, low, high) in table(text).items():
        ours = found[arm]  # type: ignore[index]
        assert (ours.right, ours.judged) == (right, of)
        assert (ours.low, ours.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))
    assert as_csv(rows).count("\n") >= len(answers) + 1
    again = read_jsonl(text)
    assert (again.series, again.created) == (series, done.created)
    assert results(again.series, again.answers) == results(series, answers)
    with pytest.raises(NotRead, match="is cut off"):
        read_jsonl(text[: len(text) // 2])


def table(jsonl: str) -> dict[str, tuple[int, int, float, float]]:
    """By arm, from the file alone, with formulas of its own."""
    lines = [json.loads(line) for line in jsonl.splitlines()[1:]]
    found: dict[str, tuple[int, int, float, float]] = {}
    for arm in {line["arm"] for line in lines} - {"thinking"}:
        marks = [line["mark"] for line in lines if line["arm"] == arm]
        k, n, z = marks.count("right"), len(marks), 1.959963984540054
        p = k / n
        middle, reach = p + z * z / 2 / n, z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
        found[arm] = k, n, (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)
    return found


def test_thoughts_are_produced_once_a_question_and_shared_by_the_arms(place_of: Callable[..., Place]) -> None:
    place = place_of(school)
    series = sums(4)
    done = settled(place.room, place.room.measurements(ME).run(series))
    answers = place.room.measurements(ME).answers(done)
    thinking = [request for request in place.server.requests if request.fields.get("include_reasoning")]
    assert (done.state, len(thinking), len(place.server.requests)) == ("done", 4, 16)
    found = {one.arm: one for one in results(series, answers)}
    assert [found[arm].right for arm in series.arms] == [0, 4, 4]
    assert found["thoughts"].cost is not None


@pytest.mark.slow
def test_a_rate_limit_slows_it_down_and_nothing_is_missing(place_of: Callable[..., Place]) -> None:
    place = place_of(first(["error-429", "error-429"]))
    done = settled(place.room, place.room.measurements(ME).run(sums(2)))
    assert done.state == "done"
    assert len(place.room.measurements(ME).answers(done)) == 8
    assert len(place.server.requests) == 10


def test_a_spending_limit_pauses_it_with_a_sentence_and_what_was_answered_is_kept(
    place_of: Callable[..., Place],
) -> None:
    place = place_of(school)
    done = settled(place.room, place.room.measurements(ME).run(sums(20, most_usd=0.001)))
    assert (done.state, done.said) == ("paused", "Your spending limit of $0.001 is reached.")
    assert 0 < len(place.room.measurements(ME).answers(done)) < 80


def test_a_model_that_only_fails_pauses_it_and_says_why(place_of: Callable[..., Place]) -> None:
    place = place_of(lambda request: find("error-404")(request))  # type: ignore[misc]
    done = settled(place.room, place.room.measurements(ME).run(sums(20)))
    assert done.state == "paused" and done.said.startswith("5 requests in a row failed.")
    assert len(place.server.requests) < 10


@pytest.mark.slow
def test_it_can_be_paused_and_goes_on_without_asking_twice(place_of: Callable[..., Place]) -> None:
    place = place_of(school)
    begun = place.room.measurements(ME).run(sums(30))
    assert eventually(lambda: len(place.server.requests) > 10)
    place.room.measurements(ME).pause(begun.id)
    assert settled(place.room, begun).state == "paused"
    assert len(place.server.requests) < 120
    place.room.measurements(ME).resume(begun.id, 1_000, None)  # at once: what ran has not ended yet
    assert settled(place.room, begun).state == "done"
    assert len(place.server.requests) == 120


@pytest.mark.slow
def test_limits_can_be_raised_in_the_middle(place_of: Callable[..., Place]) -> None:
    place = place_of(school)
    begun = place.room.measurements(ME).run(sums(10, most_usd=1e-9))
    paused = settled(place.room, begun)
    assert (paused.state, paused.said) == ("paused", "Your spending limit of $1e-09 is reached.")
    assert len(place.server.requests) < 40
    place.room.measurements(ME).resume(begun.id, 1_000, 5.0)
    done = settled(place.room, begun)
    assert (done.state, done.said, done.series.most_usd) == ("done", "", 5.0)
    assert len(place.server.requests) == len(place.room.measurements(ME).answers(done)) == 40


def test_what_failed_is_named_and_can_be_asked_again(place_of: Callable[..., Place]) -> None:
    place = place_of(first(["error-400", "error-400"]))
    done = settled(place.room, place.room.measurements(ME).run(sums(3)))
    answers = place.room.measurements(ME).answers(done)
    missing = place.room.measurements(ME).missing(done, answers)
    assert done.state == "done" and sum(missing.values()) == 12 - len(answers) >= 2
    assert "The thoughts that it needs are missing." in missing and len(missing) == 2
    place.room.measurements(ME).resume(done.id, 1_000, None)
    again = settled(place.room, done)
    answers = place.room.measurements(ME).answers(again)
    assert again.state == "done" and len(answers) == 12
    assert not place.room.measurements(ME).missing(again, answers)


def test_an_answer_that_was_cut_off_is_not_judged_by_anybody(place_of: Callable[..., Place]) -> None:
    """Also where nothing but a person could judge it, and in the file."""

    def short_of_breath(request: Request) -> Iterator[Sent]:
        if request.fields.get("include_reasoning"):
            return perform(Spoken("12 and 30 make 42.", "It is 42."), "or", request)
        told = "make 42" in request.prompt
        return perform(
            Spoken("", "It is 42. It is 43, for" if told else "It is 42.", 0, "length" if told else "stop"),
            "or",
            request,
        )

    place = place_of(short_of_breath)
    questions = (Question("What is 12 + 30?", Expected("number", "42")), Question("What is 30 + 12?"))
    series = sums(1, questions=questions, arms=("without", "thoughts"))
    done = settled(place.room, place.room.measurements(ME).run(series))
    answers = place.room.measurements(ME).answers(done)
    cut = [answers[Step(number, "thoughts")] for number in (0, 1)]
    place.room.measurements(ME).mark(cut[1].turn.id, "right")
    answers = place.room.measurements(ME).answers(done)
    assert [answers[Step(number, "thoughts")].mark for number in (0, 1)] == [None, None]
    assert {one.ground for one in cut} == {"Cut off, so it is not judged."}
    found = results(series, answers)
    assert [(one.right, one.judged, one.waiting, one.cut_off) for one in found] == [(1, 1, 1, 0), (0, 0, 0, 2)]
    rows = [row_of(series, step, answer) for step, answer in answers.items()]
    again = read_jsonl(as_jsonl(series, done.created, {}, rows))
    assert results(series, again.answers) == found


def test_a_question_without_an_answer_waits_for_a_person(place_of: Callable[..., Place]) -> None:
    place = place_of(school)
    series = sums(1, questions=(Question("What is 12 + 30?"),), arms=("without", "thoughts"))
    done = settled(place.room, place.room.measurements(ME).run(series))
    answers = place.room.measurements(ME).answers(done)
    assert [one.waiting for one in results(series, answers)] == [1, 1]
    place.room.measurements(ME).mark(answers[Step(0, "thoughts")].turn.id, "right")
    found = results(series, place.room.measurements(ME).answers(done))
    assert [(one.right, one.judged, one.waiting) for one in found] == [(0, 0, 1), (1, 1, 0)]


@pytest.mark.slow
def test_a_measurement_ends_with_its_room_and_goes_on_with_the_next(place_of: Callable[..., Place]) -> None:
    place = place_of(school)
    begun = place.room.measurements(ME).run(sums(30))
    assert eventually(lambda: len(place.server.requests) > 10)
    place.room.close()
    place.room._store.close()
    assert eventually(lambda: not any(thread.name == "measures" for thread in threading.enumerate()))
    room = open_room(place.room._settings, Store(place.url))
    kept = room.measurements(ME).measurement(begun.id)
    assert kept and kept.state == "running"
    room.resume_measurements()
    done = settled(room, kept)
    assert done.state == "done" and len(room.measurements(ME).answers(done)) == 120
