"""What a reply says, chunk by chunk: what of it is new, in which channel, and without the key that a server may echo.

What is not read is told, too: no text goes by unseen.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from components.conversation import Added, AnswerDelta, KeptAlive, ReasoningDelta, StreamEvent
from components.wire.channels import Channels
from components.wire.details import DetailsMerger, sendable
from components.wire.dialects import Said, said_in
from components.wire.known import is_known, says_alive
from components.wire.leaves import texts_in
from components.wire.refusals import Voice
from components.wire.repeats import Repeats
from components.wire.scrub import KeyGuards
from components.wire.tally import Tally


class Speech:
    """Of one reply. `foreign`: the protocol to which its events belong, where it is another one."""

    def __init__(self, voice: Voice, tally: Tally) -> None:
        self.foreign = ""
        self.details = DetailsMerger()
        self._voice, self._tally = voice, tally
        self._channels = Channels()
        self._thoughts, self._answers = Repeats(), Repeats()
        self._sources: set[tuple[str, str]] = set()
        self._flagged = False
        self._guards = {"reasoning": KeyGuards(voice.keys), "answer": KeyGuards(voice.keys)}

    def heard(self, said: Said, message: dict[str, Any], may_repeat: bool) -> list[StreamEvent]:
        """`message` is what it was read from. It `may_repeat` all that came, as a whole message may, and what stands
        beside a finish reason."""
        if "reasoning_details" in message and (said.details or isinstance(message["reasoning_details"], list)):
            self.details.feed(said.details)
        return self.spoken(said, may_repeat)

    def spoken(self, said: Said, may_repeat: bool) -> list[StreamEvent]:
        """What of it is new, in its channel."""
        reasoning, answer, _, flagged, _, more = said
        self._tally.understood += len(reasoning) + len(answer)
        new_reasoning, new_answer = reasoning, answer
        if reasoning:
            thoughts = self._thoughts
            new_reasoning = (
                thoughts.whole(reasoning, self._channels.reasoning) if may_repeat else thoughts.fresh(reasoning)
            )
        if answer:
            answers = self._answers
            new_answer = answers.whole(answer, self._channels.answer) if may_repeat else answers.fresh(answer)
            self._flagged = flagged
        if new_reasoning is not reasoning or new_answer is not answer:
            said = said._replace(reasoning=new_reasoning, answer=new_answer)
        told: list[StreamEvent] = []
        if new_reasoning or new_answer or flagged:
            told.extend(self._channels.feed(said))
        return told + self._unseen(more) if more else told

    def again(self, message: Any, said: Said) -> list[StreamEvent]:
        """A message beside a delta (Perplexity, and servers that end so) tells all so far once more."""
        if not isinstance(message, dict):
            return self.strange(message, "choices.message")
        content = message.get("content")
        if isinstance(content, str) and self._answers.holds(content, said.answer):
            self._tally.repeated += len(content)
            message = {name: value for name, value in message.items() if name != "content"}
        told = said_in(message, self._tally, "choices.message")
        return self.heard(told, message, True)

    def once_more(self, text: Any, said: Said) -> list[StreamEvent]:
        """Together sends the same piece again as `text`."""
        if isinstance(text, str) and text in (said.answer, said.reasoning):
            self._tally.repeated += len(text)
            return []
        return self.strange(text, "choices.text")

    def beside(self, name: str, value: Any) -> list[StreamEvent]:
        """What belongs to the reply and stands beside its choices."""
        said = said_in({name: value}, self._tally, "")
        if said.reasoning:
            self._tally.understood += len(said.reasoning)
            return [*self._channels.feed(Said(said.reasoning, "", [], summary=said.summary)), *self._unseen(said.more)]
        return self._unseen(said.more)

    def strange(self, value: Any, path: str) -> list[StreamEvent]:
        """All texts of a value that is not read: known to mean nothing, or told."""
        told: list[StreamEvent] = []
        if isinstance(value, str | dict | list):
            for at, text in texts_in(value, path):
                known = is_known(at, text) or (bool(self.foreign) and is_known(at.rpartition(".")[2], text))
                self._tally.count("allowed" if known else "other", text)
                if not known:
                    told.append(Added("other", text, {"path": at}))
        return told

    def data(self, found: Any) -> list[StreamEvent]:
        """What came as data of its own and is no chunk: a sign of life, nothing at all, or words."""
        if isinstance(found, str) and (not found.strip() or says_alive(found)):
            self._tally.count("allowed", found)
            return [KeptAlive()]
        return self.strange(found, "data") or [KeptAlive()]

    def _unseen(self, more: Sequence[Added]) -> list[StreamEvent]:
        """Lists of sources come again and again, some of them growing."""
        told: list[StreamEvent] = []
        for added in more:
            key = (added.text, str(added.data))
            if added.kind == "source" and key in self._sources:
                self._tally.move("understood", "repeated", len(added.text))
                continue
            if added.kind == "source":
                self._sources.add(key)
            told.append(added)
        return told

    def end(self) -> Iterator[StreamEvent]:
        """What was held back belongs to the reply after all."""
        rest = Said(self._thoughts.end(), self._answers.end(), [], self._flagged)
        yield from self.guarded([*self._channels.feed(rest), *self._channels.end()])
        self._tally.move("understood", "markup", self._channels.markup)
        twice = self._channels.repeated + self._thoughts.repeated + self._answers.repeated
        self._tally.move("understood", "repeated", twice)
        for channel, guard in self._guards.items():
            if held := guard.end():
                yield ReasoningDelta(held) if channel == "reasoning" else AnswerDelta(held)

    def guarded(self, told: list[StreamEvent]) -> list[StreamEvent]:
        """Without the key, should a server send it back, and without halves of characters."""
        found: list[StreamEvent] = []
        for event in told:
            if isinstance(event, ReasoningDelta):
                if text := self._guards["reasoning"].feed(event.text):
                    found.append(event if text is event.text else ReasoningDelta(text, event.summary, event.index))
            elif isinstance(event, AnswerDelta):
                if text := self._guards["answer"].feed(event.text):
                    found.append(event if text is event.text else AnswerDelta(text))
            elif isinstance(event, Added):
                text, data = sendable(event.text), sendable(event.data)
                hidden = self._voice.hidden(text), self._voice.hidden_in(data)
                found.append(Added(event.kind, *hidden, event.index))
            else:
                found.append(event)
        return found
