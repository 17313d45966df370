"""The steps of a thought: they cover its text, come the same however it is cut, and are what a reader calls a step."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from components.insight import Step, Steps, sentences, steps_of
from components.insight.heads import MOST, MOST_BYTES
from components.insight.joints import LONGEST
from tests.insight.labels import passages

SIGNS = [
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\x00",
    "\ud800",
    ". ",
    "。",
    "! ",
    "...",
    "**",
    "```",
    "~~~",
    "`",
    "$$",
    "$",
    "\\[",
]
SIGNS += [
    "\\]",
    "\\begin{",
    "\\end{",
    '"',
    "“",
    "”",
    "「",
    "Wait, ",
    "Hmm",
    "Alternatively, ",
    "So the answer is 9.9. ",
    ": ",
]
SIGNS += [
    "等等，",
    "待って、",
    "- ",
    "1. ",
    "# Head",
    "**Head**\n",
    "word ",
    "İ",
    "字" * 30,
    "word " * 30,
    " ",
    "x" * 700,
]
texts = some.lists(some.sampled_from(SIGNS) | some.text(max_size=8), max_size=60).map("".join)


def fed(text: str, cuts: list[int]) -> tuple[Step, ...]:
    """Cut there; what is settled never changes, and what is open begins where that ends."""
    steps, before = Steps(), list[Step]()
    places = sorted({0, *(cut % (len(text) + 1) for cut in cuts), len(text)})
    for start, end in pairwise(places):
        steps.feed(text[start:end])
        settled = list(steps.settled)
        assert settled[: len(before)] == before
        shown = [*settled, *([steps.open] if steps.open else [])]
        assert "".join(text[step.start : step.end] for step in shown) == text[:end]
        before = settled
    found = steps.ended()
    assert list(found[: len(before)]) == before
    return found


@given(texts)
@example("")
@settings(max_examples=60, deadline=None)
def test_they_cover_any_text_exactly_and_in_order(text: str) -> None:
    steps = steps_of(text)
    assert "".join(text[step.start : step.end] for step in steps) == text
    assert all(step.start < step.end for step in steps)
    for step in steps:
        assert all(step.start <= phrase.start < phrase.end <= step.end for phrase in step.phrases)
        assert 0 <= step.repeated <= 1 and "\n" not in step.headline
        assert len(step.headline) <= MOST
        assert len(step.headline.encode("utf-8", "surrogatepass")) <= MOST_BYTES


@given(texts, some.lists(some.integers(0, 10_000), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_cut_gives_the_same_steps(text: str, cuts: list[int]) -> None:
    assert fed(text, cuts) == steps_of(text)


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 7])
def test_any_cut_of_the_passages_gives_the_same_steps(size: int) -> None:
    for one in passages():
        assert fed(one.text, list(range(0, len(one.text), size))) == steps_of(one.text)


class Counting:
    """A pattern, and how many characters it looked at in all."""

    def __init__(self, pattern: "re.Pattern[str]") -> None:
        self._pattern = pattern
        self.looked = 0

    def search(self, text: str, at: int, end: int) -> "re.Match[str] | None":
        found = self._pattern.search(text, at, end)
        self.looked += (found.end() if found else end) - at
        return found


@pytest.mark.parametrize("size", [1, 5, 1_000_000])
@pytest.mark.parametrize(
    "text",
    ["word " * 4_000, "x" * 20_000, "..." * 7_000, "\n" * 20_000, "Wait. " * 3_000, "```\n" * 5_000, '"a. ' * 5_000],
    ids=["words", "no blank", "stops", "lines", "turns", "fences", "quotes"],
)
def test_a_character_costs_the_same_wherever_it_stands(text: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in characters that are looked at for the end of a sentence, and in what is kept."""
    counting = Counting(sentences.SIGN)
    monkeypatch.setattr(sentences, "SIGN", counting)
    steps, fed, half = Steps(), 0, 0
    for at in range(0, len(text), size):
        steps.feed(text[at : at + size])
        fed += 1
        assert len(steps._sentences.rest) <= sentences.MOST + sentences.LOOKAHEAD
        if at + size >= len(text) // 2 and not half:
            half = counting.looked
    assert counting.looked <= 2 * len(text) + fed * sentences.LOOKAHEAD
    if size < 100:
        assert counting.looked <= 2.2 * half


@pytest.mark.slow
def test_a_megabyte_in_one_line_is_cut_and_covered() -> None:
    text = "We count the next letter of the word and write it down and go on " * 16_000
    steps = steps_of(text)
    assert "".join(text[step.start : step.end] for step in steps) == text
    assert max(step.end - step.start for step in steps) < 2 * LONGEST and steps[-1].repeated > 0.9
