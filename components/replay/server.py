"""The server over recordings: what it answers. Nothing of a recording is fetched, and nobody is asked."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from components.in_process import InProcess, Refusal, object_in
from components.recordings import Recorded
from components.replay.frames import Frames
from components.replay.tape import Plays, Shelf, Tape

MOST_NAMED, LONGEST_NAMED = 5, 120  # questions of a recording, characters
NOT_RECORDED = "not_recorded"


class ReplayServer(InProcess):
    """`whose` names the shelf among others, so that each counts its own `plays`. `paced`: at the pace of the recording,
    else as fast as it is read."""

    def __init__(self, shelf: Shelf, plays: Plays, whose: str, paced: bool = True) -> None:
        self._shelf, self._plays, self._whose, self._paced = shelf, plays, whose, paced

    def models(self) -> dict[str, Any]:
        return {"object": "list", "data": [_row(*named) for named in self._shelf.names()]}

    def reply(self, body: bytes) -> httpx.Response:
        tape, turn = self._found(object_in(body))
        stream = _Reply(tape, turn, self._paced)
        return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=stream)

    def _found(self, wish: Mapping[str, Any]) -> tuple[Tape, Recorded]:
        name, question = str(wish.get("model") or ""), _question(wish)
        tape = self._shelf.tape(name)
        if tape is None:
            raise Refusal(404, f"There is no recording of the name “{name}” here.", "model_not_found")
        answers = tape.answers(question)
        if not answers:
            raise Refusal(404, _missed(tape), NOT_RECORDED)
        session = str(wish.get("session_id") or "")
        return tape, self._plays.next(answers, self._whose, session, name, question.strip())


def _missed(tape: Tape) -> str:
    questions = tape.questions
    if not questions:
        return f"“{tape.name}” was made without its questions, so none can be answered from it."
    named = ", ".join(f"“{_short(question)}”" for question in questions[:MOST_NAMED])
    more = f", and {len(questions) - MOST_NAMED:,} more" if len(questions) > MOST_NAMED else ""
    return f"“{tape.name}” has no such question. It has: {named}{more}."


def _short(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= LONGEST_NAMED else f"{line[: LONGEST_NAMED - 1]}…"


def _question(wish: Mapping[str, Any]) -> str:
    """The last words of a person."""
    messages: Any = wish.get("messages")
    for message in reversed(messages if isinstance(messages, list) else []):
        if isinstance(message, dict) and message.get("role") == "user" and isinstance(message.get("content"), str):
            return message["content"]
    return ""


def _row(name: str, description: str) -> dict[str, Any]:
    pricing = {"prompt": "0", "completion": "0", "request": "0"}
    return {"id": name, "object": "model", "name": name, "description": description, "pricing": pricing}


class _Reply(httpx.SyncByteStream):
    """The body of one reply, an event a piece. Closed from any thread, it ends before the next one."""

    def __init__(self, tape: Tape, turn: Recorded, paced: bool) -> None:
        self._frames, self._turn = Frames(turn), turn
        self._offsets: Sequence[float] = tape.offsets(turn) if paced else ()
        self._closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        begun = time.monotonic()
        yield self._frames.begin()
        pieces = self._turn.reply.pieces
        for number in range(len(pieces) + 1):
            if self._offsets and self._closed.wait(max(begun + self._offsets[number] - time.monotonic(), 0.0)):
                return
            if self._closed.is_set():
                return
            if number == len(pieces):
                yield self._frames.end()
            elif said := self._frames.piece(pieces[number]):
                yield said

    def close(self) -> None:
        self._closed.set()
