"""Forced answers: at which points they are asked for, and what they tell. Values by hand."""

import pytest

from components.insight import Phrase, Probe, Step, agreement, changed_by, points_of, settled, turned, without


def steps(*ends: int) -> list[Step]:
    starts = (0, *ends[:-1])
    return [Step(start, end, "work", "", (), 0.0) for start, end in zip(starts, ends, strict=True)]


def test_of_few_steps_each_end_is_a_point() -> None:
    assert points_of(steps(10, 25, 90)) == [10, 25, 90]
    assert points_of([]) == []


def test_of_many_steps_ten_ends_are_spread_over_the_text() -> None:
    points = points_of(steps(*range(7, 701, 7)))
    assert points == [70, 140, 210, 280, 350, 420, 490, 560, 630, 700]
    assert len(points_of(steps(*range(1, 30), 1000))) <= 10
    assert points_of(steps(*range(1, 30), 1000))[-1] == 1000


def test_a_step_is_left_out() -> None:
    assert without("one two three", (4, 8)) == "one three"


@pytest.mark.parametrize(
    ("question", "answer", "said", "found"),
    [
        ("What is 17 × 23?", "The answer is **391**.", "391", "same"),
        ("What is 17 × 23?", "The answer is **391**.", "It is 17 × 23 = 391.", "same"),
        ("What is 17 × 23?", "The answer is **391**.", "The answer is 381.", "other"),
        ("What is 17 × 23?", "The answer is **391**.", "I cannot say.", "unclear"),
        ("What is 17 × 23?", "The answer is **391**.", "  \n", "nothing"),
        ("Which is bigger, 9.11 or 9.9?", "9.9 is bigger.", "9.11 is bigger.", "other"),
        ("Which is bigger, 9.11 or 9.9?", "9.9 is bigger.", "The bigger one is 9.9.", "same"),
        ("Tell me of the sea.", "It is wide and deep.", " it is wide  and deep", "same"),
        ("Tell me of the sea.", "It is wide and deep, and nobody knows its end.", "Salt, mostly.", "unclear"),
    ],
)
def test_an_answer_is_set_against_the_one_in_the_end(question: str, answer: str, said: str, found: str) -> None:
    assert agreement(question, answer, said) == found


def probes(*agreements: str) -> list[Probe]:
    return [Probe(10 * at, one, one) for at, one in enumerate(agreements, 1)]  # type: ignore[arg-type]


def test_it_is_settled_from_where_all_are_as_in_the_end() -> None:
    assert settled(probes("same", "other", "same", "same")) == Probe(30, "same", "same")
    assert settled(probes("same", "same")) == Probe(10, "same", "same")
    assert settled(probes("other", "same")) == Probe(20, "same", "same")
    assert settled(probes("same", "unclear")) is None
    assert settled([]) is None


def test_turning_phrases_are_set_against_changes() -> None:
    found = probes("other", "same", "same", "other", "unclear", "same")
    at = [Phrase(12, 16, "doubt"), Phrase(31, 35, "doubt"), Phrase(45, 49, "check")]
    # 10 to 20 has one and changes; 20 to 30 has none and stays; 30 to 40 has one and changes; the rest is not known
    assert turned(found, at) == (2, 2, 0, 1)
    two_others = [Probe(10, "381", "other"), Probe(20, "371", "other")]
    assert turned(two_others, []) == (0, 0, 1, 1)


def test_what_changed_has_an_interval() -> None:
    changed, known, (low, high) = changed_by(["same", "other", "unclear", "nothing", "same", "same"])
    assert (changed, known) == (1, 4)
    assert (round(low, 3), round(high, 3)) == (0.046, 0.699)  # Wilson's, of 1 in 4
    assert changed_by([]) == (0, 0, (0.0, 1.0))
