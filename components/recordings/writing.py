"""Turns -> the lines of a recording. Nobody's key is in any of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from heapq import merge
from typing import Any

from components.conversation import Failure, Piece, Turn, Usage, as_plain
from components.recordings.keys import scrubbed, scrubbed_text
from components.recordings.lines import BrokenRecord, LineWriter
from components.recordings.packing import MOST_UNPACKED
from components.recordings.recording import ANSWER, ENDED, MARKER, PART, QUESTION, REASONING, Entry, Header

BETWEEN_S = 1.0  # from the end of a turn to the next question
ENDING = ".thinkroom.jsonl"
# What every room can read.
MOST_OF_A_FILE, MOST_OF_ITS_LINES = MOST_UNPACKED, 500_000
Line = tuple[float, str, Any]


@dataclass(frozen=True, slots=True)
class Ticks:
    """What goes along because somebody wants it to."""

    questions: bool = False
    names: bool = False
    raw: bool = False


def recorded(title: str, turns: Sequence[tuple[Turn, Sequence[Entry]]], ticks: Ticks, keys: Sequence[str] = ()) -> str:
    """A file that plays these turns, with their texts, one after the other; beside each what arrived for it. None of
    `keys` is in it, nor what looks like one. Raises BrokenRecord where no room could read it."""
    clean = _Cleaner(keys)
    first = turns[0][0] if turns else None
    header = Header(
        provider=first.asked.provider if first else "",
        model=first.asked.model if first else "",
        started=round(first.created, 3) if first else None,
        title=clean.text(title) if ticks.names else "",
    )
    writer = LineWriter()
    found = [writer.header(header)]
    size = len(found[0].encode())
    for number, (turn, raw) in enumerate(turns):
        begin = writer.ms / 1000 + (BETWEEN_S if number else 0.0)
        for at, code, data in _lines(turn, raw if ticks.raw else (), ticks, clean):
            found.append(writer.put(begin + at, code, data))
            size += len(found[-1].encode())
            if size > MOST_OF_A_FILE or len(found) > MOST_OF_ITS_LINES:
                raise BrokenRecord("This is more than one recording can hold. Leave some of it out.")
    return "".join(found)


def _lines(turn: Turn, raw: Sequence[Entry], ticks: Ticks, clean: "_Cleaner") -> Iterator[Line]:
    yield 0.0, QUESTION, _question(turn, ticks, clean)
    said = list(_said(clean.pieces(turn.pieces), ticks.questions))
    came = ((entry.at, entry.code, entry.data) for entry in raw)
    if turn.ended:
        last = said[-1][0] if said else 0.0
        told = turn.times.ended
        said.append((last if told is None else max(told, last), ENDED, _end(turn, clean)))
    yield from merge(came, said, key=lambda line: line[0])


def _question(turn: Turn, ticks: Ticks, clean: "_Cleaner") -> dict[str, Any]:
    asked = turn.asked
    told: dict[str, Any] = {"text": clean.text(turn.question)} if ticks.questions else {}
    if ticks.questions and asked.system_prompt:
        told["system_prompt"] = clean.text(asked.system_prompt)
    told |= {"provider": asked.provider, "model": asked.model, "effort": asked.effort}
    budget = {} if asked.budget is None else {"budget": asked.budget}
    return {**told, **budget, "sent": round(turn.created, 3)}


def _said(pieces: Iterable[Piece], questions: bool) -> Iterator[Line]:
    """A clock that went back goes on from where it was. What somebody wrote at a marker goes along as questions do."""
    now = 0.0
    for kind, text, at, data, number in pieces:
        now = max(now, at or 0.0)
        if at is not None and data is None and number is None and kind in ("reasoning", "answer"):
            yield now, REASONING if kind == "reasoning" else ANSWER, text
            continue
        if kind == "marker":
            yield now, MARKER, text if questions else ""
            continue
        more: dict[str, Any] = {"data": None if data is None else dict(data), "number": number}
        told = {name: value for name, value in more.items() if value is not None}
        yield now, PART, {"kind": kind, "text": text, **told, **({"untimed": True} if at is None else {})}


def _end(turn: Turn, clean: "_Cleaner") -> dict[str, Any]:
    reply = turn.reply
    usage = {one.name: value for one in fields(Usage) if (value := getattr(reply.usage, one.name, None)) is not None}
    more = {
        "finish_reason": reply.finish_reason and clean.text(reply.finish_reason),
        "usage": usage,
        "failure": _failure(reply.failure, clean) if reply.failure else None,
        "answered_by": clean.text(reply.answered_by),
        "first_reasoning": reply.times.first_reasoning,
        "first_answer": reply.times.first_answer,
        "summarised": reply.summarised,
        "encrypted": reply.encrypted,
        "untimed": reply.times.ended is None,
    }
    return {
        "status": turn.status,
        **{name: value for name, value in more.items() if value or (value is not False and value == 0.0)},
    }


def _failure(failure: Failure, clean: "_Cleaner") -> dict[str, Any]:
    told = {"kind": failure.kind, "what": clean.text(failure.what), "next_step": clean.text(failure.next_step)}
    return told if failure.status is None else {**told, "status": failure.status}


class _Cleaner:
    """Takes keys out."""

    def __init__(self, keys: Sequence[str]) -> None:
        # What looks like one is looked for also where none is known; the longest first.
        self._keys = sorted({*keys} - {""}, key=len, reverse=True) or [""]

    def text(self, text: str) -> str:
        for key in self._keys:
            text = scrubbed_text(text, key)
        return text

    def pieces(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Also where a key goes over several pieces of one kind."""
        texts = [piece.text for piece in pieces]
        for kind in dict.fromkeys(piece.channel for piece in pieces):
            places = [place for place, piece in enumerate(pieces) if piece.channel == kind]
            reads: Sequence[bytes] = [texts[place].encode("utf-8", "replace") for place in places]
            for key in self._keys:
                reads = scrubbed(reads, key)
            for place, read in zip(places, reads, strict=True):
                texts[place] = read.decode("utf-8", "replace")
        return [piece._replace(text=text, data=self._data(piece)) for piece, text in zip(pieces, texts, strict=True)]

    def _data(self, piece: Piece) -> Any:
        """Nobody's key is a picture."""
        if not piece.data or piece.channel == "image":
            return piece.data
        said = json.dumps(piece.data, default=as_plain)
        clean = self.text(said)
        try:
            return piece.data if clean == said else json.loads(clean)
        except ValueError:
            return None
