"""Measure as a person sees it, over a real room: what is computed when, and what is said of the marks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.conversation import REPLAY, Asked
from components.injection import Answer, Marked, Measurement, Series, Step, generated
from components.injection.judging.marking import JUDGE, PERSON
from components.injection.measuring.statistics import FEWEST, MOST_KEPT, bootstrapped, flipped, medians_drawn
from components.room import LOCAL, Room, answers, get_room
from components.room.answers import Answers
from components.ui.lab.series_results import marked_by
from components.ui.state.session import TAB
from components.ui.state.tab import Choices, Tab
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import find, perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step as Sent
from tests.pages import ROOT, at_address, own_room
from tests.turns import made
from tests.waiting import eventually

THINKER, ANSWERER = Asked("openrouter", "thinks"), Asked("openrouter", "answers", effort="hidden")


def school(request: Request) -> Iterator[Sent]:
    """A thinker that adds; an answerer that is right only where it has read the sum, or waits at the gate."""
    a, b = (int(number) for number in re.findall(r"\d+", request.prompt)[:2])
    if request.fields.get("include_reasoning"):
        return perform(Spoken(f"{a} and {b} make {a + b}.", f"It is {a + b}."), "or", request)
    told = str(a + b) in request.prompt
    if told and not LEFT:
        waits = find("gate-0-1")
        assert waits
        return waits(request)
    if told:
        LEFT.pop()
    return perform(Spoken("", f"It is {a + b if told else a + b + 1}."), "or", request)


LEFT: list[None] = []  # how many more answers with the thoughts come to an end


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(default=school) as running:
        yield running


@pytest.fixture
def room(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with own_room(tmp_path, monkeypatch, server, THINKROOM_RETRIES="0"):
        yield get_room()


def begun(room: Room, questions: int, end: int) -> Measurement:
    """`end` answers with the thoughts come to an end."""
    LEFT[:] = [None] * end
    asked = tuple(generated("sums", questions, 5))
    return room.measurements(LOCAL).run(Series(asked, THINKER, ANSWERER, ("without", "thoughts")))


def opened(measurement: Measurement) -> AppTest:
    return at_address("measure", m=measurement.id)


def look(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def answered(room: Room, measurement: Measurement) -> int:
    return len(room.measurements(LOCAL).answers(measurement))


def drawn() -> int:
    return bootstrapped.cache_info().misses


@pytest.mark.parametrize("name", ["injection", "measure"])
def test_recordings_are_offered_as_the_thinker_and_not_as_the_answerer(room: Room, name: str) -> None:
    at = look(AppTest.from_file(ROOT / f"pages/{name}.py", default_timeout=60))
    thinker, answerer = (field.options for field in at.selectbox if field.label == "Server")
    assert [one for one in thinker if one not in answerer] == ["Recording (a replay)"]


def test_an_answerer_that_was_a_recording_is_another_server(room: Room) -> None:
    """As it was chosen where one was still offered."""
    at = AppTest.from_file(ROOT / "pages/measure.py", default_timeout=60)
    at.session_state[TAB] = Tab(choices=Choices(measured={"The answerer": Asked(REPLAY, "Apples")}))
    _, answerer = (field for field in look(at).selectbox if field.label == "Server")
    assert answerer.value == "openrouter"


@pytest.mark.slow
def test_a_finished_page_draws_no_sample_however_often_it_is_drawn(room: Room) -> None:
    done = begun(room, 4, 4)
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    bootstrapped.cache_clear()
    at = opened(done)
    assert "With the thoughts 4 of 4 were right, without 0 of 4" in at.subheader[0].value
    before, asked = drawn(), bootstrapped.cache_info().hits
    assert before == 1
    for _ in range(5):
        look(at)
    opened(done)
    assert drawn() == before and bootstrapped.cache_info().hits >= asked + 6


@pytest.mark.slow
def test_a_running_page_draws_one_when_answers_came_and_none_while_it_waits(room: Room, server: ModelServer) -> None:
    running = begun(room, 4, 2)
    assert eventually(lambda: answered(room, running) == 4 + 4 + 2, 60)  # the last two wait at the gate
    bootstrapped.cache_clear()
    at = opened(running)
    assert "10 of 12 requests." in " ".join(one.value for one in at.markdown)
    assert drawn() == 1
    for _ in range(5):
        look(at)
    assert drawn() == 1
    server.resume()
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    look(at)
    assert answered(room, running) == 12 and drawn() == 2


def test_what_was_drawn_is_kept_within_bounds() -> None:
    assert bootstrapped.cache_info().maxsize == flipped.cache_info().maxsize == MOST_KEPT < 10_000


def subheaders(at: AppTest) -> list[str]:
    return [one.value for one in at.subheader]


BEHIND = "Thoughts behind right and wrong answers"


@pytest.mark.slow
def test_thoughts_behind_right_and_wrong_answers_are_compared_once(room: Room) -> None:
    done = begun(room, FEWEST, FEWEST)
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    read, before = len(room._figures), medians_drawn()
    at = opened(done)
    assert BEHIND in subheaders(at)
    told = " ".join(one.value for one in at.markdown)
    assert "The thinker's thoughts, by its own answer" in told
    assert "The thinker's thoughts, by the answer of “With the thoughts”, which read them" in told
    assert f"| | behind {FEWEST} right | behind 0 wrong |".replace("| |", "|  |") in told and "not enough (0)" in told
    sizes = sorted(
        len(one.turn.reasoning)
        for step, one in room.measurements(LOCAL).answers(done).items()
        if step.arm == "thinking"
    )
    middle = sum(sizes[FEWEST // 2 - 1 : FEWEST // 2 + 1]) / 2
    assert f"| Length, characters | {round(middle)} (" in told
    assert len(room._figures) == read + FEWEST
    drawn_once = medians_drawn()
    assert drawn_once > before
    for _ in range(5):
        look(at)
    opened(done)
    assert medians_drawn() == drawn_once and len(room._figures) == read + FEWEST


@pytest.mark.slow
def test_of_a_running_measurement_no_thoughts_are_compared(room: Room, server: ModelServer) -> None:
    running = begun(room, 2, 1)
    assert eventually(lambda: answered(room, running) == 2 + 2 + 1, 60)  # the last one waits at the gate
    before, read = medians_drawn(), len(room._figures)
    at = opened(running)
    for _ in range(3):
        look(at)
    assert BEHIND not in subheaders(at)
    assert (medians_drawn(), len(room._figures)) == (before, read)
    server.resume()
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    assert BEHIND in subheaders(look(at))


@pytest.mark.slow
def test_what_is_still_read_is_said_and_drawn_when_all_is_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    done = begun(room, 3, 3)
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    monkeypatch.setattr("components.room.thoughts.MOST_AT_ONCE", 1)
    at = opened(done)
    assert "2 of 3 thoughts are read so far." in captions(at)  # one before it is drawn, one as it is
    look(at)
    assert "thoughts are read so far" not in captions(at) and BEHIND in subheaders(at)


def captions(at: AppTest) -> str:
    return " ".join(one.value for one in at.caption)


@pytest.mark.slow
def test_a_measurement_says_who_marked_it_and_is_marked_again_at_a_press(room: Room) -> None:
    done = begun(room, 3, 3)
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    at = opened(done)
    again = f"Mark again with judge {JUDGE}"
    assert f"Marked by judge {JUDGE}." in captions(at)
    assert again not in [button.label for button in at.button]
    answers = room.measurements(LOCAL).answers(done)
    kept = room._store.verdicts([one.turn.id for one in answers.values()])
    assert len(kept) == len(answers) == 9 and {one.judge for one in kept.values()} == {JUDGE}
    # An earlier judge could read nothing; a person looked at one of them.
    former = {turn_id: Marked("unclear", "It could not read.", "1") for turn_id in kept}
    room._store.keep_verdicts(former)
    room.measurements(LOCAL).mark(answers[Step(0, "without")].turn.id, "right")
    room._answers.clear()  # as after a start
    at = opened(done)
    assert "Thoughts 0 of 3 were right" in at.subheader[0].value.replace("With the thoughts", "Thoughts")
    assert f"Marked by judge 1 and by a person (1 answer). Today's is judge {JUDGE}." in captions(at)
    assert set(room._store.verdicts(list(kept)).values()) == set(former.values())  # looking changes nothing
    next(button for button in at.button if button.label == again).click()
    look(at)
    assert "3 of 3 were right, without 1 of 3" in at.subheader[0].value  # what a person said stays
    assert f"Marked by judge {JUDGE} and by a person (1 answer)." in captions(at)
    assert room._store.verdicts(list(kept)) == kept
    assert again not in [button.label for button in look(at).button]


@pytest.mark.slow
def test_a_measurement_is_begun_once_and_shown_however_often_the_button_is_pressed(
    room: Room, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.ui.state.outcome.TWICE_S", 3600.0)  # just now, however slow the machine is
    LEFT[:] = [None] * 9
    at = look(AppTest.from_file(ROOT / "pages/measure.py", default_timeout=60))
    for key, value in {"set": "My own", "typed": "What is 2 plus 3? | 5\nWhat is 4 plus 4? | 8"}.items():
        at.session_state[key] = value
    look(at)
    for _ in range(3):
        at.button(key="measure").click()
        look(at)
    (measurement,) = room.measurements(LOCAL).newest(10)
    assert at.query_params["m"] in (measurement.id, [measurement.id])
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    assert len(server.requests) == len(list(measurement.series.steps()))


@pytest.mark.slow
def test_a_measurement_goes_on_at_each_press_but_those_from_before(room: Room, server: ModelServer) -> None:
    LEFT[:] = [None] * 9
    asked = tuple(generated("sums", 2, 5))
    limited = Series(asked, THINKER, ANSWERER, ("without", "thoughts"), parallel=1, most_requests=1)
    paused = room.measurements(LOCAL).run(limited)
    assert eventually(lambda: room._store.running_measurements() == [], 60) and len(server.requests) == 1
    at = opened(paused)

    def go_on(most: int) -> int:
        at.number_input(key=f"most-{paused.id}").set_value(most)
        at.button(key="go-on").click()
        look(at)
        assert eventually(lambda: room._store.running_measurements() == [], 60)
        look(at)
        return len(server.requests)

    assert go_on(3) == 3
    at.session_state["tab"].starts["go-on"] += 2  # as if it had gone on since the button was drawn
    assert go_on(6) == 3 and go_on(6) == 6


def test_answers_in_memory_are_bounded_and_what_was_forgotten_is_read_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = begun(room, 3, 3)
    assert eventually(lambda: room._store.running_measurements() == [], 60)
    whole = room.measurements(LOCAL).answers(done)
    monkeypatch.setattr(answers, "MOST_KNOWN", 4)
    small = Answers(room._store)
    for _ in range(3):
        assert small.answers(done) == whole and small.held == 4
    monkeypatch.setattr(answers, "MOST_CHARACTERS", 10)
    few = Answers(room._store)
    assert few.answers(done) == whole and few.held == 0


@pytest.mark.parametrize(
    ("judges", "said"),
    [
        ([], ""),
        ([JUDGE], f"Marked by judge {JUDGE}."),
        (["10", "9", JUDGE], f"Marked by judges {JUDGE} and 9 and 10. Today's is judge {JUDGE}."),
        ([PERSON, PERSON], "Marked by a person (2 answers)."),
        ([""], f"Marked by a judge that the file does not name. Today's is judge {JUDGE}."),
    ],
)
def test_who_marked_is_said_in_a_sentence(judges: list[str], said: str) -> None:
    turn = made("t", "c", None, 1.0, "?", ANSWERER, "done", finish_reason="stop")
    marked = [Answer(turn, "right", "", judge) for judge in judges]
    assert marked_by([*marked, Answer(turn, None, "", "3")]) == said
