"""The two channels of a reply: which of a chunk's texts is reasoning and which is the answer, markup taken out.

Reasoning comes in a field of its own or between tags in the answer, and some servers do both at once. Until a field is
filled, tags in the answer are markup; from then on they are text, but for what repeats the field.
"""

from collections.abc import Iterable, Iterator

from components.conversation import AnswerDelta, ReasoningDelta, Refiled
from components.wire.dialects import Said
from components.wire.echo import Echo
from components.wire.text import WholeText
from components.wire.think_tags import Split, TagReader


class Channels:
    """Feed it what each chunk said, then call `end` once."""

    def __init__(self) -> None:
        self._reasoning, self._answer = WholeText(), WholeText()
        self._tags: TagReader | None = TagReader()
        # Groq's compound models write tags inside the field, too.
        self._in_field = TagReader(refiles=False)
        self._echo: Echo | None = None
        self._left = 0  # the markup of a reader that is no more
        self.repeated = 0  # characters of an answer that held the thoughts once more
        self._told: list[Split] = []

    @property
    def reasoning(self) -> str:
        """What came of it so far, markup out."""
        return self._so_far()[0]

    @property
    def answer(self) -> str:
        return self._so_far()[1]

    def _so_far(self) -> tuple[str, str]:
        reasoning, answer = list[str](), list[str]()
        for event in self._told:
            if isinstance(event, ReasoningDelta):
                reasoning.append(event.text)
            elif isinstance(event, AnswerDelta):
                answer.append(event.text)
            elif isinstance(event, Refiled):
                reasoning, answer = reasoning + answer, []
        return "".join(reasoning), "".join(answer)

    @property
    def markup(self) -> int:
        """How many characters were signs, and stand in neither."""
        return (self._tags.markup if self._tags else 0) + self._left + self._in_field.markup

    def feed(self, said: Said) -> list[Split]:
        told = self._quick(said)
        if told is None:
            told = self._feed(said)
        self._told += told
        return told

    def _quick(self, said: Said) -> list[Split] | None:
        """Of a text that goes as it is, in one channel, as nearly every one: after a field was filled, or in an answer
        in which nothing can be a sign."""
        reasoning, answer, _, flagged, summary, _ = said
        if flagged:
            return None
        if not answer:
            if self._tags is not None or not self._in_field.settled:
                return None
            if self._echo is not None:
                self._echo.thought(reasoning)
            text = self._reasoning.feed(reasoning)
            return [ReasoningDelta(text, summary)] if text else []
        if reasoning or self._echo is not None:
            return None
        if not (self._in_field.settled if self._tags is None else self._tags.passes(answer)):
            return None
        text = self._answer.feed(answer)
        return [AnswerDelta(text)] if text else []

    def _feed(self, said: Said) -> list[Split]:
        reasoning, answer, _, flagged, summary, _ = said
        told: list[Split] = []
        if flagged and not (self._tags is not None and self._tags.takes(answer)):
            # Gemini marks such content as thought; where it stands between tags as well, the tags tell it better.
            reasoning, answer = reasoning or answer, ""
        if reasoning:
            if self._tags is not None:
                told += self._leave_tags(self._tags)
            if self._echo is not None:
                self._echo.thought(reasoning)
            if not self._in_field.settled:
                told += self._thoughts(self._in_field.feed(reasoning), summary)
            elif reasoning := self._reasoning.feed(reasoning):
                told.append(ReasoningDelta(reasoning, summary))
        if answer:
            if self._tags is not None:
                found = self._split(self._tags.feed(answer))
                return told + found if told else found
            if not self._in_field.settled:
                told += self._thoughts(self._in_field.end())
            if self._echo is not None:
                size, answer = len(answer), self._echo.feed(answer)
                self.repeated += size - len(answer)
                if self._echo.over:
                    self._echo = None
            if answer := self._answer.feed(answer):
                told.append(AnswerDelta(answer))
        return told

    def end(self) -> Iterator[Split]:
        """What was held back belongs to the reply after all."""
        if self._tags is not None:
            yield from self._split(self._tags.end())
        yield from self._thoughts(self._in_field.end())
        if self._echo is not None:
            rest = self._echo.end()
            self.repeated -= len(rest)
            yield from self._split([AnswerDelta(rest)])
        if rest := self._reasoning.end():
            yield ReasoningDelta(rest)
        if rest := self._answer.end():
            yield AnswerDelta(rest)

    def _leave_tags(self, tags: TagReader) -> list[Split]:
        self._tags, self._left = None, tags.markup
        if tags.untouched:
            self._echo = Echo(tags.opened)
        return self._split(tags.end())

    def _thoughts(self, found: Iterable[Split], summary: bool = False) -> list[Split]:
        texts = [self._reasoning.feed(event.text) for event in found if not isinstance(event, Refiled)]
        return [ReasoningDelta(text, summary) for text in texts if text]

    def _split(self, found: Iterable[Split]) -> list[Split]:
        told: list[Split] = []
        for event in found:
            if isinstance(event, ReasoningDelta):
                if text := self._reasoning.feed(event.text):
                    told.append(event if text is event.text else ReasoningDelta(text, event.summary, event.index))
            elif isinstance(event, AnswerDelta):
                if text := self._answer.feed(event.text):
                    told.append(event if text is event.text else AnswerDelta(text))
            else:
                told.append(event)
        return told
