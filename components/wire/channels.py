"""The two channels of a reply: which of a chunk's texts is reasoning and which is the answer, markup taken out.

Reasoning comes in a field of its own or between tags in the answer, and some servers do both at once. Until a field is
filled, tags in the answer are markup; from then on they are text, but for what repeats the field.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

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

    def feed(self, said: Said) -> Iterator[Split]:
        reasoning, answer = said.reasoning, said.answer
        if said.flagged and not (self._tags is not None and self._tags.takes(answer)):
            # Gemini marks such content as thought; where it stands between tags as well, the tags tell it better.
            reasoning, answer = reasoning or answer, ""
        if reasoning:
            if self._tags is not None:
                yield from self._leave_tags(self._tags)
            if self._echo is not None:
                self._echo.thought(reasoning)
            yield from self._thoughts(self._in_field.feed(reasoning))
        if answer:
            if self._tags is not None:
                yield from self._split(self._tags.feed(answer))
                return
            yield from self._thoughts(self._in_field.end())
            if self._echo is not None:
                answer = self._echo.feed(answer)
                if self._echo.over:
                    self._echo = None
            yield from self._text("answer", answer)

    def end(self) -> Iterator[Split]:
        """What was held back belongs to the reply after all."""
        if self._tags is not None:
            yield from self._split(self._tags.end())
        yield from self._thoughts(self._in_field.end())
        if self._echo is not None:
            yield from self._text("answer", self._echo.end())
        if rest := self._reasoning.end():
            yield ReasoningDelta(rest)
        if rest := self._answer.end():
            yield AnswerDelta(rest)

    def _leave_tags(self, tags: TagReader) -> Iterator[Split]:
        self._tags = None
        if tags.untouched:
            self._echo = Echo(tags.opened)
        yield from self._split(tags.end())

    def _thoughts(self, found: Iterable[Split]) -> Iterator[Split]:
        for event in found:
            if not isinstance(event, Refiled):
                yield from self._text("reasoning", event.text)

    def _split(self, found: Iterable[Split]) -> Iterator[Split]:
        for event in found:
            if isinstance(event, Refiled):
                yield event
            else:
                yield from self._text("reasoning" if isinstance(event, ReasoningDelta) else "answer", event.text)

    def _text(self, kind: Literal["reasoning", "answer"], text: str) -> Iterator[Split]:
        whole = (self._reasoning if kind == "reasoning" else self._answer).feed(text)
        if whole:
            yield ReasoningDelta(whole) if kind == "reasoning" else AnswerDelta(whole)
