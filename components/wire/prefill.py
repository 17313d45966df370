"""Prefill, the beginning of a reply that a provider takes as the model's own: how it is put, and what comes back of it.

Documented by OpenRouter and Groq (a last message of the assistant is gone on from), Mistral and DeepSeek (`prefix`; the
latter takes the thoughts too, at a place of its own), DashScope (`partial`), vLLM and llama.cpp
(`continue_final_message`), Ollama (a last message of the assistant). No other is asked for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from components.conversation import AnswerDelta, Failed, Finished, Kind, Prefill, Prefilled, ReasoningDelta, StreamEvent

# Shorter ones may well be what the model says next.
LEAST_REPEATED = 20  # characters
# What it is refused with by models and servers that take none, some of which stumble over it.
REFUSED = (400, 404, 405, 422, 500, 501)


@dataclass(frozen=True, slots=True)
class PrefillStyle:
    """`message` goes into the last message, `body` beside the messages. `thoughts` is where thoughts stand that the
    model is to go on from, "" where they are not taken. `quiet`: an answer goes on only where thinking is off. `path`
    stands in place of the address's own, at the provider's own host.

    What closes thoughts, so that the answer follows: the tag where they stand between tags, else `closing` in the last
    message or `closing_body` beside the messages."""

    message: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    thoughts: Literal["", "reasoning_content", "tags"] = ""
    quiet: bool = False
    path: str = ""
    closing: Mapping[str, Any] = field(default_factory=dict)
    closing_body: Mapping[str, Any] = field(default_factory=dict)

    def takes(self, prefill: Prefill) -> bool:
        return bool(prefill.answer.strip() or self.thoughts)

    def silences(self, prefill: Prefill) -> bool:
        """Is thinking to be off, since only the answer is still to come?"""
        return self.quiet and bool(prefill.answer.strip() or prefill.closes)

    def last_message(self, prefill: Prefill) -> dict[str, Any]:
        """The last message. Without white space at its end, which some refuse and no model needs."""
        thoughts, answer = prefill.thoughts.rstrip(), prefill.answer.rstrip()
        said: dict[str, Any] = {"role": "assistant", "content": answer}
        if self.thoughts == "tags" and not answer:
            said["content"] = f"<think>\n{thoughts.lstrip()}" + "\n</think>\n\n" * prefill.closes
        elif self.thoughts == "reasoning_content" and thoughts:
            said["reasoning_content"] = thoughts
        return said | dict(self.message) | (dict(self.closing) if prefill.closes else {})

    def beside(self, prefill: Prefill) -> dict[str, Any]:
        """What stands beside the messages."""
        return dict(self.body) | (dict(self.closing_body) if prefill.closes else {})


class _Unrepeated:
    """A text without its beginning, should it begin with all that was given. Only what may still become that is held
    back."""

    def __init__(self, begun: str) -> None:
        self._begun = begun if len(begun) >= LEAST_REPEATED else ""
        self._held = ""

    def feed(self, text: str) -> str:
        if not self._begun:
            return text
        self._held += text
        if self._held.startswith(self._begun):
            self._held = self._held.removeprefix(self._begun)
            return self.end()
        return "" if self._begun.startswith(self._held) else self.end()

    def end(self) -> str:
        """What was held back, and is its own after all."""
        held, self._held, self._begun = self._held, "", ""
        return held


def unrepeated(events: Iterable[StreamEvent], prefill: Prefill) -> Iterator[StreamEvent]:
    """Some servers send the beginning along with what they add to it."""
    left: dict[Kind, _Unrepeated] = {
        "reasoning": _Unrepeated(prefill.thoughts.strip()),
        "answer": _Unrepeated(prefill.answer.rstrip()),
    }
    for event in events:
        match event:
            case ReasoningDelta(text):
                if text := left["reasoning"].feed(text):
                    yield replace(event, text=text)
            case AnswerDelta(text):
                if text := left["answer"].feed(text):
                    yield replace(event, text=text)
            case Finished() | Failed():  # no more text comes
                yield from _held(left)
                yield event
            case _:
                yield event
    yield from _held(left)


def joined(events: Iterable[StreamEvent], prefill: Prefill) -> Iterator[StreamEvent]:
    """Told in words, a model may begin with the white space that is there already."""
    begun = not prefill.answer[-1:].isspace()
    for event in events:
        if isinstance(event, AnswerDelta) and not begun:
            text = event.text.lstrip()
            begun = bool(text)
            event = replace(event, text=text)
        yield event


def prefilled(events: Iterable[StreamEvent], how: Prefilled) -> Iterator[StreamEvent]:
    """With the first of them: until then it may be refused, or be asked again."""
    for number, event in enumerate(events):
        if not number:
            yield how
        yield event


def _held(left: Mapping[Kind, _Unrepeated]) -> Iterator[StreamEvent]:
    if text := left["reasoning"].end():
        yield ReasoningDelta(text)
    if text := left["answer"].end():
        yield AnswerDelta(text)
