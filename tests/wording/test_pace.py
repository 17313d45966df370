"""Where a thought paused, how it stands beside its answer, and two of them beside each other: in words."""

import pytest

from components.insight import Pair, Pause, Step, Tempo, Thought
from components.insight.clock import Clock
from components.wording.pace import against, measures, paused
from components.wording.versus import KINDS, compared, missing

TEXT = "Plan.\n\nWork on.\n\nEnd."
STEPS = tuple(Step(start, end, "work", "", (), 0.0) for start, end in ((0, 7), (7, 17), (17, 21)))
THOUGHT = Thought(TEXT, Clock())


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], ""),
        ([Pause(2.0, 4.23, 7)], "Paused 4.2 s before step 2."),
        ([Pause(2.0, 4.0, 5)], "Paused 4.0 s within step 1."),  # the blank line belongs to it
        ([Pause(2.0, 2.0, 12), Pause(9.0, 4.0, 17)], "Paused 2.0 s within step 2 and 4.0 s before step 3."),
        (
            [Pause(1, 2.0, 0), Pause(4, 5.0, 7), Pause(10, 1.5, 12), Pause(13, 3.0, 21)],
            "Paused 4 times, 11.5 s in all; longest 2.0 s before step 1, 5.0 s before step 2 and 3.0 s within step 3.",
        ),
    ],
)
def test_pauses_are_named_by_their_steps(found: list[Pause], told: str) -> None:
    assert paused(THOUGHT, STEPS, found) == told


@pytest.mark.parametrize(
    ("own", "answer", "told"),
    [
        (
            Tempo(4120, 1.8, 12.4, 4.1),
            812,
            "Reasoning: 12.4 s, 4,120 characters; answer: 4.1 s, 812 characters.",
        ),
        (Tempo(4120, 1.8, 12.4), 0, "Reasoning: 12.4 s, 4,120 characters; no answer."),
        (Tempo(1), 2, "Reasoning: 1 character; answer: 2 characters."),
        (Tempo(0), 0, ""),
    ],
)
def test_reasoning_against_answer(own: Tempo, answer: int, told: str) -> None:
    assert against(own, answer) == told


def test_what_a_thought_is_measured_by() -> None:
    told = [value for _, value in measures(Tempo(4120, 1.8, 12.4, 4.1, 332.26, Pause(3.0, 4.2, 7)))]
    assert told == ["4,120 characters", "1.8 s", "12.4 s", "332 characters/s", "4.2 s"]
    assert [value for _, value in measures(Tempo(30, 1.8, 2.0, 1.0, 15.0))][-1] == "none"
    unknown = [value for _, value in measures(Tempo(30))]
    assert unknown == ["30 characters", "not recorded", "not recorded", "not known", "not known"]


def pairs(same: int = 0, **more: int) -> list[Pair]:
    found = [Pair(i, i, "same") for i in range(same)]
    found += [Pair(90, None, "dropped")] * more.get("dropped", 0) + [Pair(None, 90, "added")] * more.get("added", 0)
    return found + [Pair(8, 8, "changed")] * more.get("changed", 0) + [Pair(7, 9, "moved")] * more.get("moved", 0)


@pytest.mark.parametrize(
    ("found", "seconds", "told"),
    [
        (
            pairs(12, dropped=2, added=1, changed=1),
            (9.0, 5.9),
            "12 of 15 steps are the same; 1 was changed, 2 were dropped, 1 is new; the second was 3.1 s faster.",
        ),
        (pairs(3), (2.0, 4.5), "All 3 steps are the same; the second was 2.5 s slower."),
        (pairs(1), (2.0, 2.04), "The only step is the same; both took equally long."),
        (pairs(0, changed=1), (None, 2.0), "The only step is not the same; 1 was changed."),
        (pairs(0, dropped=2, added=3), (None, None), "None of 2 steps is the same; 2 were dropped, 3 are new."),
        (pairs(1, moved=2), (None, None), "1 of 3 steps is the same; 2 stand elsewhere."),
        (pairs(2, added=1), (None, None), "All 2 steps are the same; 1 is new."),
    ],
)
def test_two_thoughts_are_compared_by_their_figures(
    found: list[Pair], seconds: tuple[float | None, float | None], told: str
) -> None:
    first, second = (Tempo(10, thought=one) for one in seconds)
    assert compared(found, first, second) == told


def test_each_kind_of_pair_has_a_word() -> None:
    assert set(KINDS) == {"same", "changed", "dropped", "added", "moved"} and len(set(KINDS.values())) == 5
    assert missing("Version 2") == "not in version 2"
