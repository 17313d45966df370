"""The steps of a thought: parts that cover its text exactly, in order, each with what it is for and what it says.

One pass over a text that grows; what is settled never changes again. What is too short for a step goes with what it
belongs to.
"""

from typing import NamedTuple

from components.insight.growing import LEAST, Growing, turn_of
from components.insight.heads import READ, headline
from components.insight.joints import LONG, begins, least_of
from components.insight.phases import Phase
from components.insight.phrases import Phrase, lowered, phrases_in
from components.insight.quoting import Quoting
from components.insight.repeats import Repeats
from components.insight.sentences import Sentence, Sentences

SAID_AGAIN = 0.5  # the share of a last step that repeats, from which on it settles nothing


class Step(NamedTuple):
    """`text[start:end]` of the whole thought, in characters (code points).

    `headline`: one line, at most 90 characters and 200 bytes of UTF-8, "" where no word stands in the step.
    `repeated`: the share of its words, 0 to 1, that repeats earlier text.
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
        self._sentences = Sentences()
        self._quoting = Quoting()
        self._repeats = Repeats()
        self._whole: Growing | None = None  # long enough for a step; it waits whether what follows is
        self._new: Growing | None = None  # what follows it, and grows
        self._before: Sentence | None = None  # the last one that was not blank
        self._paragraphs = False  # was there an empty line between two?

    def feed(self, text: str) -> None:
        for sentence in self._sentences.feed(text):
            self._take(sentence)

    @property
    def settled(self) -> list[Step]:
        """They never change again; the list only grows."""
        return self._settled

    @property
    def open(self) -> Step | None:
        """The last one, which still grows; None where nothing is left over. It begins where what is settled ends."""
        rest = self._sentences.rest
        growing = self._unsettled()
        if growing is None:
            if not rest:
                return None
            growing = Growing(self._settled[-1].end if self._settled else 0)
        growing.end += len(rest)
        made = _step(growing, len(self._settled))
        return made if made.headline else made._replace(headline=headline(rest[:READ]))

    def ended(self) -> tuple[Step, ...]:
        """All of them, the last one closed. Nothing is fed after that."""
        for sentence in self._sentences.end():
            self._take(sentence)
        if self._whole and self._new and self._new.stands_alone:
            self._settle(self._whole)
            self._whole = None
        if last := self._unsettled():
            self._settled.append(_step(last, len(self._settled), True))
        self._whole = self._new = None
        return tuple(self._settled)

    def _unsettled(self) -> Growing | None:
        """What is not settled yet, as one."""
        first = self._whole or self._new
        if first is None:
            return None
        made = Growing(first.start)
        for growing in (self._whole, self._new):
            if growing:
                made.add(growing)
        return made

    def _settle(self, growing: Growing) -> None:
        self._settled.append(_step(growing, len(self._settled)))

    def _take(self, sentence: Sentence) -> None:
        if sentence.kind == "blank":
            last = self._new or self._whole
            if last is None:
                last = self._new = Growing(sentence.start)
            last.end = sentence.end
            return
        quoted = self._quoting.goes_on and sentence.gap < 2
        phrases = self._phrases(sentence)
        turns, before, step = turn_of(sentence, phrases), self._before, self._new
        self._paragraphs = self._paragraphs or (sentence.gap == 2 and before is not None)
        if before and step and not quoted:
            number = len(self._settled) + (self._whole is not None)
            if begins(sentence, turns, before, step, number, self._paragraphs):
                self._part(step)
        if self._new is None or self._new.size == 0:
            self._new = self._new or Growing(sentence.start)
            self._new.turns, self._new.least = turns, least_of(sentence, turns, self._paragraphs)
        small = lowered(sentence.text)
        self._new.take(sentence, small, phrases, self._repeats.take(small))
        if self._whole and self._new.size >= LEAST and not self._new.forward:
            self._settle(self._whole)
            self._whole = None
        self._before = sentence

    def _phrases(self, sentence: Sentence) -> list[Phrase]:
        if sentence.kind in ("code", "formula"):
            return []
        hidden = self._quoting.hidden(sentence.text, sentence.gap)
        if sentence.kind == "heading":
            return []
        phrases = phrases_in(sentence.text, sentence.start, hidden)
        if self._before is None and phrases and phrases[0].kind == "doubt":
            del phrases[0]  # there is nothing yet to turn from
        return phrases

    def _part(self, new: Growing) -> None:
        """A new step begins behind `new`, where that is one itself; else it goes with what it belongs to."""
        whole = self._whole
        if whole is None:
            if new.stands_alone:
                self._whole, self._new = new, None
        elif new.stands_alone or whole.size > LONG:
            self._settle(whole)
            self._whole, self._new = new, None
        elif not new.forward:
            whole.add(new)
            self._new = None


def steps_of(text: str) -> tuple[Step, ...]:
    steps = Steps()
    steps.feed(text)
    return steps.ended()


def _step(growing: Growing, number: int, last: bool = False) -> Step:
    phase = growing.votes.phase(number, last and growing.repeated < SAID_AGAIN)
    return Step(growing.start, growing.end, phase, growing.head.text, tuple(growing.phrases), growing.repeated)
