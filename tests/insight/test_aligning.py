"""The steps of two thoughts side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.insight import Pair, aligned
from components.insight.aligning import MOST_COMPARED, PairKind

READ, SPLIT, ADD, CHECK, SAY = (
    "The question asks for 347 times 86.",
    "I split 86 into 80 and 6.",
    "I add 27,760 and 2,082 and get 29,842.",
    "Let me check this by another way: 350 times 86 less 3 times 86.",
    "So the answer is 29,842.",
)
STEPS = [READ, SPLIT, ADD, CHECK, SAY]

CASES: tuple[tuple[list[str], list[str], list[tuple[int | None, int | None, PairKind]]], ...] = (
    ([], [], []),
    ([READ], [], [(0, None, "dropped")]),
    ([], [READ], [(None, 0, "added")]),
    (STEPS, STEPS, [(at, at, "same") for at in range(5)]),
    # But for blanks, letters and marks.
    ([READ], ["the question  asks for **347** times 86"], [(0, 0, "same")]),
    (
        [READ, SPLIT, SAY],
        [READ, "I split 86 into 90 less 4.", SAY],
        [(0, 0, "same"), (1, 1, "changed"), (2, 2, "same")],
    ),
    ([READ, CHECK, SAY], [READ, SAY], [(0, 0, "same"), (1, None, "dropped"), (2, 1, "same")]),
    ([READ, SAY], [READ, CHECK, SAY], [(0, 0, "same"), (None, 1, "added"), (1, 2, "same")]),
    # Nothing in common.
    ([READ], ["Quite another thing."], [(0, None, "dropped"), (None, 0, "added")]),
    # One step in another place.
    (
        [READ, SPLIT, ADD, CHECK],
        [READ, CHECK, SPLIT, ADD],
        [(0, 0, "same"), (1, 2, "same"), (2, 3, "same"), (3, 1, "moved")],
    ),
    (
        [CHECK, READ, SPLIT, ADD],
        [READ, SPLIT, ADD, CHECK.replace("way", "road")],
        [(0, 3, "moved"), (1, 0, "same"), (2, 1, "same"), (3, 2, "same")],
    ),
    # The same said three times against twice.
    ([SAY, SAY, SAY], [SAY, SAY], [(0, 0, "same"), (1, 1, "same"), (2, None, "dropped")]),
    # No blanks between words.
    (
        ["首先比较整数部分。", "然后比较小数部分。", "所以9.9更大。"],
        ["首先比较整数部分", "接着比较小数部分。", "所以9.9更大。"],
        [(0, 0, "same"), (1, 1, "changed"), (2, 2, "same")],
    ),
    # Steps of signs alone.
    (["---", "…"], ["…", "???"], [(0, None, "dropped"), (1, 0, "same"), (None, 1, "added")]),
    ([""], [""], [(0, 0, "same")]),
)


@pytest.mark.parametrize(("left", "right", "pairs"), CASES)
def test_by_hand(left: list[str], right: list[str], pairs: list[tuple[int | None, int | None, PairKind]]) -> None:
    assert aligned(left, right) == [Pair(*pair) for pair in pairs]


texts = some.text(some.sampled_from("ab é好𝄞9.\n"), max_size=12)
steps = some.lists(texts | some.sampled_from(STEPS), max_size=12)
TURNED: dict[PairKind, PairKind] = {"dropped": "added", "added": "dropped"}


@given(steps, steps)
def test_each_step_of_both_stands_in_one_pair(left: list[str], right: list[str]) -> None:
    pairs = aligned(left, right)
    assert [pair.left for pair in pairs if pair.left is not None] == list(range(len(left)))
    assert sorted(pair.right for pair in pairs if pair.right is not None) == list(range(len(right)))
    for pair in pairs:
        assert (pair.left is None, pair.right is None) == (pair.kind == "added", pair.kind == "dropped")
    # What has not moved stands in the order of both.
    kept = [pair.right for pair in pairs if pair.right is not None and pair.kind != "moved"]
    assert kept == sorted(kept)


@given(steps, steps)
def test_with_the_sides_exchanged_the_pairs_are_the_same(left: list[str], right: list[str]) -> None:
    turned = {Pair(b, a, TURNED.get(kind, kind)) for a, b, kind in aligned(right, left)}
    assert set(aligned(left, right)) == turned


@given(steps)
def test_what_is_identical_is_all_the_same(texts: list[str]) -> None:
    assert aligned(texts, texts) == [Pair(at, at, "same") for at in range(len(texts))]


@pytest.mark.slow
def test_of_many_steps_those_at_about_the_same_place_are_compared() -> None:
    count = 1_000
    assert count * count > MOST_COMPARED
    left = [f"Step {at} reckons with {at * 7} apples and {at * 11} pears in all." for at in range(count)]
    right = [*(text.replace("reckons", "works") for text in left[1:]), left[0]]
    pairs = aligned(left, right)
    assert pairs[0] == Pair(0, count - 1, "moved")  # equal: found wherever it stands
    assert pairs[1:] == [Pair(at + 1, at, "changed") for at in range(count - 1)]
