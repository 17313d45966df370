"""What a reader of the live wire is told, and by whom: of a real draft, without a socket."""

import json

import pytest

from components.conversation import AnswerDelta, Draft, Failure, Identified, Loading, Progress, ReasoningDelta
from components.live_protocol import as_message
from components.server.base_path import under
from components.server.watching import ANSWER_EVERY_S, COUNT_EVERY_S, Watch


class Growing:
    def __init__(self) -> None:
        self.draft, self.unsaved = Draft(), ""

    @property
    def progress(self) -> Progress:
        return self.draft.progress

    def thinks(self, text: str) -> None:
        self.draft.fold(ReasoningDelta(text), 1.0)

    def answers(self, text: str) -> None:
        self.draft.fold(AnswerDelta(text), 2.0)


@pytest.fixture
def run() -> Growing:
    return Growing()


def news(watch: Watch, now: float = 100.0) -> list[list[object]]:
    return [json.loads(as_message(one)) for one in watch.news(now)]


def test_words_come_once_and_say_how_far_they_go(run: Growing) -> None:
    watch = Watch(0, run, 0, 0, words=True)
    assert news(watch) == []
    run.thinks("One ")
    run.thinks("two")
    assert news(watch) == [[0, "One two", 2]]
    assert news(watch) == []
    run.thinks(" three")
    assert news(watch) == [[0, " three", 3]]
    later = Watch(0, run, 0, 2, words=True)
    assert news(later) == [[0, " three", 3]]  # it goes on where another one stopped


def test_a_closed_panel_is_sent_no_words(run: Growing) -> None:
    watch = Watch(3, run, 0, 0, words=False)
    run.thinks("größer")
    assert news(watch) == [[3, 8]]
    run.thinks("!")
    assert news(watch) == []
    assert news(watch, 100.01 + COUNT_EVERY_S) == [[3, 9]]


@pytest.mark.parametrize("words", [True, False])
def test_the_answer_comes_as_it_grows_and_is_to_be_drawn_now_and_then(run: Growing, words: bool) -> None:
    watch = Watch(0, run, 0, 0, words)
    run.thinks("hm")
    run.answers("a")
    assert news(watch) == [[0, "hm", 2] if words else [0, 2], [0, "a", 2, 1], [0, True]]
    run.answers("**b**")
    assert news(watch) == [[0, "**b**", 3, 1]]
    assert news(watch, 100.01 + ANSWER_EVERY_S) == [[0, True]]
    run.answers(" c")
    assert news(watch, 100.02 + 2 * ANSWER_EVERY_S) == [[0, " c", 4, 1]]  # words stand as they are
    assert news(watch, 200.0) == [[0, True]]
    assert news(watch, 300.0) == []
    later = Watch(0, run, 0, 4, words, known=3)
    assert news(later, 400.0)[-2:] == [[0, " c", 4, 1], [0, True]]  # it goes on where another one stopped


def test_the_end_is_told_once_and_so_is_that_there_is_no_run(run: Growing) -> None:
    watch, none = Watch(0, run, 0, 0, words=True), Watch(1, None, 0, 0, words=True)
    run.thinks("all")
    run.draft.end("done", 3.0)
    assert news(watch) == [[0, "all", 1], [0, False]]
    assert news(none) == [[1, False]]
    assert news(watch) == news(none) == []


@pytest.mark.parametrize(
    ("option", "begins"),
    [("", ""), (None, ""), ("/", ""), ("think", "/think"), ("/think/", "/think"), ("a/b", "/a/b")],
)
def test_our_routes_lie_under_the_base_path(option: str | None, begins: str) -> None:
    assert under(option) == begins


def test_who_comes_again_in_a_later_round_is_told_of_that_round_alone(run: Growing) -> None:
    closed = Watch(0, run, 0, 0, words=False)
    run.thinks("One.")
    run.answers("Nine.")
    news(closed)
    run.thinks("Two.")
    assert [0, None, 1] in news(closed)  # its places count from the beginning, and none has been told since
    run.answers("Ten.")
    opened = Watch(0, run, edition=1, count=0, words=True, known=0)
    assert news(opened, 200.0) == [[0, "Two.", 4], [0, "Ten.", 4, 1], [0, True]]


def test_a_turn_that_is_not_saved_is_drawn_once_to_say_so_and_once_it_is(run: Growing) -> None:
    watch = Watch(2, run, 0, 0, words=True)
    assert news(watch) == []
    run.unsaved = "The disk is full."
    assert news(watch) == [[2, True]] and news(watch) == []
    run.unsaved = ""
    assert news(watch) == [[2, True]] and news(watch) == []


@pytest.mark.parametrize("words", [True, False])
def test_thoughts_that_go_in_circles_are_drawn_once_to_say_so(run: Growing, words: bool) -> None:
    watch = Watch(2, run, 0, 0, words)
    said = "I count to three and then on, for the question asks how many there are. "
    run.thinks(said)
    assert [2, True] not in news(watch)
    for _ in range(20):
        run.thinks(said)
    assert run.progress.circling == "same" and [2, True] in news(watch)
    run.thinks(said)
    assert [2, True] not in news(watch)


def test_that_a_model_is_being_loaded_is_drawn_once_a_second_and_once_when_it_is_there(run: Growing) -> None:
    watch = Watch(2, run, 0, 0, words=True)
    assert news(watch, 100.0) == []
    run.draft.fold(Loading(Failure("model loading", "It is loaded.", "Wait."), 0.5), 1.0)
    assert news(watch, 100.0) == [[2, True]] and news(watch, 100.5) == [] and news(watch, 101.1) == [[2, True]]
    run.draft.fold(Identified("gen-1", "a/b", ""), 2.0)
    assert news(watch, 101.2) == [[2, True]] and news(watch, 105.0) == []
