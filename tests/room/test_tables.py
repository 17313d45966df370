"""Measurements that are shown to others, over a whole room: their figures, whose they are, and what ends it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from components.audience import Share, Shown
from components.conversation import Asked
from components.injection import Measurement, Series, generated
from components.room import LOCAL
from components.room.shares import Link
from tests.modelserver import ModelServer, Request
from tests.modelserver.behaviour import find, perform
from tests.modelserver.script import Spoken
from tests.modelserver.step import Step as Sent
from tests.room.conftest import Place, a_place
from tests.waiting import eventually

SAID = "swordfish"  # by a model


def school(request: Request) -> Iterator[Sent]:
    """A thinker that adds; an answerer that waits at the gate where it has read the sum, and is wrong without."""
    a, b = (int(number) for number in re.findall(r"\d+", request.prompt)[:2])
    if request.fields.get("include_reasoning"):
        return perform(Spoken(f"{SAID}: {a} and {b} make {a + b}.", f"It is {a + b}.", 0), "or", request)
    if str(a + b) in request.prompt:
        waits = find("gate-0-1")
        assert waits
        return waits(request)
    return perform(Spoken("", f"It is {a + b + 1}, {SAID}.", 0), "or", request)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ModelServer(default=school) as server:
        yield a_place(tmp_path, server)
        server.resume()


def measured(place: Place) -> Measurement:
    """Two questions; the answers with the thoughts are on their way."""
    asked = Asked("openrouter", "test/thinks"), Asked("openrouter", "test/answers", effort="hidden")
    series = Series(tuple(generated("sums", 2, 5)), *asked, ("without", "thoughts"), own="of one's own")
    begun = place.room.measurements(LOCAL).run(series)
    assert eventually(lambda: len(place.room.measurements(LOCAL).answers(begun)) == 4, 60)
    return begun


def shown(place: Place, subject_id: str, what: Shown, frozen: bool = False) -> Link:
    link = place.room.shares(LOCAL).let_follow(subject_id, what, 60.0, frozen, "measurement")
    assert link is not None and place.room.audience.by(link.token) == (link.share, LOCAL)
    return link


def table(place: Place, share: Share) -> dict[str, Any]:
    found = place.room.audience.table(share, LOCAL)
    assert found is not None
    return found


def test_the_table_grows_and_what_is_frozen_does_not(place: Place) -> None:
    going = measured(place)
    live = shown(place, going.id, Shown(thoughts=True, questions=False))
    frozen = shown(place, going.id, Shown(questions=False), frozen=True)
    before = table(place, live.share)
    assert json.loads(frozen.share.frozen[0]) == before and not frozen.share.live
    assert (before["state"], before["done"], before["of"]) == ("running", 4, 6)
    assert [(row["label"], row["right"], row["judged"]) for row in before["rows"]] == [
        ("Without", 0, 2),
        ("With the thoughts", 0, 0),
    ]
    place.server.resume()
    assert eventually(lambda: place.room._store.running_measurements() == [], 60)
    after = table(place, live.share)
    assert (after["state"], after["done"], after["rows"][1]["waiting"] + after["rows"][1]["judged"]) == ("done", 6, 2)
    # What a person says of an answer moves the live one alone.
    answers = place.room.measurements(LOCAL).answers(going)
    for step, answer in answers.items():
        if step.arm == "thoughts":
            place.room.measurements(LOCAL).mark(answer.turn.id, "right")
    assert table(place, live.share)["rows"][1]["right"] == 2
    assert place.room.shares(LOCAL).of(going.id, "measurement")[1].share == frozen.share


def test_no_words_of_a_model_are_in_it_and_no_more_than_is_ticked(place: Place) -> None:
    going = measured(place)
    question = going.series.questions[0].text
    everything = str(table(place, shown(place, going.id, Shown(names=True, costs=True)).share))
    assert question in everything and "test/thinks → test/answers" in everything
    least = str(table(place, shown(place, going.id, Shown(thoughts=False, questions=False)).share))
    assert question not in least and "test/" not in least
    right = going.series.questions[0].expected
    assert right
    for told in (everything, least):
        assert SAID not in told and "It is" not in told and "one's own" not in told
    assert right.right not in least


def test_whose_it_is_what_has_no_answer_and_what_is_forgotten(place: Place) -> None:
    place.server.pause()
    shares, theirs = place.room.shares(LOCAL), place.room.shares("cookie:other")
    asked = Asked("openrouter", "test/thinks"), Asked("openrouter", "test/answers")
    begun = place.room.measurements(LOCAL).run(Series(tuple(generated("sums", 2, 5)), *asked, ("without", "thoughts")))
    assert shares.let_follow(begun.id, Shown(), 60.0, True, "measurement") is None  # nothing has ended
    assert theirs.let_follow(begun.id, Shown(), 60.0, False, "measurement") is None
    assert shares.let_follow("none", Shown(), 60.0, False, "measurement") is None
    assert shares.let_follow(begun.id, Shown(), 60.0, False, "run") is None
    link = shown(place, begun.id, Shown(copies=True))
    assert not link.share.shown.copies and place.room.audience.guess(link.share) is None
    assert place.room.audience.table(link.share, "cookie:other") is None
    theirs.end_share(link.share.id)
    assert place.room.audience.goes_on(link.share)
    place.room.measurements(LOCAL).stop(begun.id)
    place.server.resume()
    store = place.room._store
    assert eventually(lambda: store.running_measurements() == [])
    store._do("DELETE FROM trials")
    store._do("DELETE FROM measurements")
    assert not place.room.audience.goes_on(link.share) and place.room.audience.by(link.token) is None
    store.forget_gone(0.0)
    assert store._all("SELECT * FROM shares") == []
