"""The live protocol as it is sent: live_protocol.json, which the tests of the scripts read as well (ui/live)."""

import json
from collections.abc import Mapping
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from components import live_protocol
from components.conversation import AnswerDelta, Draft, Progress, ReasoningDelta, Refiled
from components.insight import GrowingSteps
from components.live_protocol import (
    LONGEST_QUESTION,
    Begun,
    News,
    Subscription,
    Watched,
    as_list,
    as_message,
    subscription,
)
from components.server.watching import Watch
from components.ui.live.rest import with_mark
from components.ui.signs import doubled

SENT: Mapping[str, Any] = json.loads(Path(__file__).with_name("live_protocol.json").read_text("utf-8"))


def made(entry: Mapping[str, Any]) -> Any:
    return getattr(live_protocol, entry["kind"])(**entry["fields"])


@pytest.mark.parametrize("entry", SENT["subscriptions"])
def test_a_subscription_is_read_as_it_is_written(entry: Mapping[str, Any]) -> None:
    asked = Subscription(**entry["fields"])
    assert str(asked) == entry["text"] and subscription(entry["text"]) == asked


@pytest.mark.parametrize("text", SENT["no subscriptions"])
def test_what_is_no_subscription_is_refused(text: str) -> None:
    assert subscription(text) is None


@pytest.mark.parametrize("entry", SENT["news"])
def test_news_are_these_bytes(entry: Mapping[str, Any]) -> None:
    assert as_message(made(entry)) == entry["text"]


def test_a_question_that_is_too_long_to_be_shown_twice_is_not_sent() -> None:
    longest = "?" * LONGEST_QUESTION
    told = [json.loads(as_message(Begun(0, "c", "t", question)))[1][2] for question in (longest, longest + "?")]
    assert told == [longest, ""]


def test_every_kind_of_news_and_place_is_there() -> None:
    assert {entry["kind"] for entry in SENT["news"]} == {kind.__name__ for kind in get_args(News)}
    assert {entry["kind"] for entry in SENT["places"]} == {"WordsPlace", "ClockPlace", "HeadlinePlace"}


def test_runs_to_watch_are_a_list_as_text() -> None:
    assert as_list([Watched(**one) for one in SENT["watched"]["fields"]]) == SENT["watched"]["text"]


@pytest.mark.parametrize(
    "name", ["LiveData", "BrowserData", "InsideData", "VersusData", "StageData", "ReplayData", "RaceData", "AcrossData"]
)
def test_the_data_of_an_element_has_these_names(name: str) -> None:
    assert set(SENT["elements"][name]) == set(getattr(live_protocol, name).__annotations__)


def test_the_data_of_every_element_is_there() -> None:
    told = {name for name in vars(live_protocol) if name.endswith("Data")}
    assert told - set(SENT["elements"]) == {"GuardData"}  # the name of a page, and no more


@pytest.mark.parametrize("entry", SENT["places"])
def test_a_place_says_to_the_page_what_it_is_for(entry: Mapping[str, Any]) -> None:
    found: list[dict[str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(dict(attrs))

    place = made(entry)
    assert place.html == entry["html"]
    Reader().feed(place.html)
    (seen,) = found
    assert {
        name.removeprefix("data-"): value for name, value in seen.items() if name not in ("class", "dir", "title")
    } == entry["dataset"]
    assert set(entry["dataset"]) <= {field.name for field in fields(place)}


@pytest.mark.parametrize("entry", SENT["marks"])
def test_the_mark_of_a_growing_answer_is_these_signs(entry: Mapping[str, Any]) -> None:
    assert with_mark(entry["part"], entry["total"], entry["after"]) == (entry["drawn"], entry["mark"])


@pytest.mark.parametrize("entry", SENT["signs of a model's own"])
def test_a_sign_of_the_models_own_is_sent_as_two(entry: Mapping[str, Any]) -> None:
    assert doubled(entry["written"]) == entry["sent"]


class Growing:
    """A run whose draft grows by the events of a walk."""

    def __init__(self) -> None:
        self.draft, self.unsaved = Draft(), ""

    @property
    def progress(self) -> Progress:
        return self.draft.progress

    def happens(self, event: Mapping[str, Any], at: float) -> None:
        ((what, value),) = event.items()
        match what:
            case "thinks":
                self.draft.fold(ReasoningDelta(value), at)
            case "answers":
                self.draft.fold(AnswerDelta(value), at)
            case "filed anew":
                self.draft.fold(Refiled(), at)
            case "warns":
                self.unsaved = value
            case "ends":
                self.draft.end(value, at)
            case _:
                raise AssertionError(what)


@pytest.mark.parametrize("walk", SENT["walks"], ids=lambda walk: walk["name"])
def test_a_growing_run_is_told_in_these_messages(walk: Mapping[str, Any]) -> None:
    run, asked = Growing(), Subscription(**walk["subscription"])
    steps = GrowingSteps(asked.count) if asked.steps else None
    watch = Watch(0, run, asked.edition, asked.count, asked.words, asked.known, steps=steps)
    for step in walk["steps"]:
        for event in step["events"]:
            run.happens(event, step["at"])
        assert [as_message(news) for news in watch.news(step["at"])] == step["messages"]
