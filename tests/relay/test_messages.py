"""What is passed on of a run makes the same draft elsewhere, whatever comes and however it is cut."""

from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as some

from components.conversation import Draft, Failure, Kind, Noted, ReasoningDelta, StreamEvent
from components.relay.messages import KINDS, MOST_CHARACTERS, Batch, Ended, Reader, Told, parts_of
from tests.values import values

EVENTS = some.one_of(*(values(kind) for kind in get_args(StreamEvent)))


def sent(batch: Batch) -> list[dict[str, str]]:
    """As Redis gives it back: all values as text."""
    return [{name: str(value) for name, value in part.items()} for part in parts_of(batch)]


def test_every_kind_of_event_is_known() -> None:
    assert set(KINDS.values()) == set(get_args(StreamEvent)) and Kind


@settings(max_examples=100)
@given(
    events=some.lists(some.tuples(EVENTS, some.floats(0, 1e6)), max_size=12),
    cuts=some.lists(some.integers(1, 5), max_size=6),
    ended=values(Ended),
)
def test_a_far_draft_is_the_same(events: list[tuple[Any, float]], cuts: list[int], ended: Ended) -> None:
    here, there, reader = Draft(), Draft(), Reader()
    told = [*(Told(event, at) for event, at in events), Told(ended, 1e6)]
    number = start = 0
    for length in (*cuts, len(told)):
        batch = Batch(0, number, 2.5, tuple(told[start : start + length]))
        if not batch.told:
            break
        found = [reader.take(fields) for fields in sent(batch)]
        assert found == [batch] and not reader.lost
        for one in batch.told:
            for draft in (here, there):
                if isinstance(one.event, Ended):
                    draft.end(one.event.status, one.at, one.event.failure)
                else:
                    draft.fold(one.event, one.at)
        number, start = number + 1, start + length
    assert here.progress == there.progress


def test_a_large_event_goes_in_small_messages() -> None:
    batch = Batch(3, 0, 1.0, (Told(ReasoningDelta("é" * MOST_CHARACTERS), 1.0),))
    parts, reader = sent(batch), Reader()
    assert len(parts) > 5 and max(len(part["text"]) for part in parts) <= MOST_CHARACTERS
    assert [reader.take(part) for part in parts] == [*[None] * (len(parts) - 1), batch]


def test_who_dies_in_the_middle_of_a_batch_has_not_said_it() -> None:
    half = sent(Batch(0, 0, 1.0, (Told(ReasoningDelta("a" * 3 * MOST_CHARACTERS), 1.0),)))[:2]
    whole, reader = Batch(0, 0, 2.0, (Told(Ended("failed"), 2.0),)), Reader()
    assert [reader.take(fields) for fields in (*half, *sent(whole))] == [None, None, whole] and not reader.lost


def test_what_comes_twice_is_taken_once_and_what_is_missing_is_said() -> None:
    one, two, three = (Batch(1, number, 1.0, (Told(Noted(str(number)), 1.0),)) for number in range(3))
    reader = Reader()
    took = [reader.take(sent(batch)[0]) for batch in (one, one, two, one, two)]
    assert took == [one, None, two, None, None] and not reader.lost
    other = Reader()
    assert [other.take(sent(batch)[0]) for batch in (one, three)] == [one, None] and other.lost
    later = Batch(2, 0, 1.0, one.told)
    assert other.take(sent(later)[0]) == later and not other.lost
    assert other.take(sent(two)[0]) is None  # of an epoch that is over


def test_what_a_newer_replica_tells_is_kept() -> None:
    (fields,) = sent(Batch(0, 0, 1.0, (Told(Noted("a"), 1.0),)))
    batch = Reader().take({**fields, "text": fields["text"].replace("Noted", "Sung")})
    assert batch
    draft = Draft()
    draft.fold(batch.told[0].event, 1.0)  # type: ignore[arg-type]
    (piece,) = draft.progress.pieces
    assert (piece.channel, piece.data) == ("other", {"path": "Sung"}) and "a" in piece.text


def test_a_failure_comes_whole() -> None:
    failure = Failure("refused", "It was refused.", "Ask again.", said="no", status=500, retry_after_s=1.5)
    batch = Batch(0, 0, 1.0, (Told(Ended("failed", failure), 1.0),))
    assert Reader().take(sent(batch)[0]) == batch
