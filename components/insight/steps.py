"""The steps of a thought: parts that cover its text exactly, in order, each with what it is for and what it says.

One pass over a text that grows; what is settled never changes again.
"""

from typing import NamedTuple

from components.conversation.headline import shortened
from components.insight.phases import Phase
from components.insight.phrases import Phrase

LEAST = 60  # characters of a step, where there are as many


class Step(NamedTuple):
    """`text[start:end]` of the whole thought, in characters (code points).

    `headline`: one line, at most 90 characters and 200 bytes of UTF-8, "" where no word stands in the step.
    `repeated`: the share of it, 0 to 1, that repeats earlier text.
    """

    start: int
    end: int
    phase: Phase
    headline: str
    phrases: tuple[Phrase, ...]
    repeated: float


class Steps:
    """Fed with a text as it comes; any cut of it gives the same steps as the whole at once."""

    def __init__(self) -> None:
        self._settled: list[Step] = []
        self._rest = ""
        self._start = 0

    def feed(self, text: str) -> None:
        *whole, rest = (self._rest + text).split("\n\n")
        held = ""
        for paragraph in whole:
            held += f"{paragraph}\n\n"
            if len(held) >= LEAST:
                self._settled.append(_made(self._start, held))
                self._start, held = self._start + len(held), ""
        self._rest = held + rest

    @property
    def settled(self) -> list[Step]:
        """They never change again; the list only grows."""
        return self._settled

    @property
    def open(self) -> Step | None:
        """The last one, which still grows; None where nothing is left over."""
        return _made(self._start, self._rest) if self._rest else None

    def ended(self) -> tuple[Step, ...]:
        """All of them, the last one closed."""
        return (*self._settled, *([_made(self._start, self._rest)] if self._rest else []))


def steps_of(text: str) -> tuple[Step, ...]:
    steps = Steps()
    steps.feed(text)
    return steps.ended()


def _made(start: int, text: str) -> Step:
    return Step(start, start + len(text), "work", shortened(" ".join(text.split()))[:60], (), 0.0)
