"""The lines of a recording -> its turns. A file may come from anybody, and may be cut off anywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from math import isfinite
from typing import Any, get_args

from components.conversation import Asked, Effort, Failure, Kind, Piece, Reply, Status, Times, Usage
from components.recordings.lines import (
    BOM,
    RAW,
    BrokenRecord,
    entry_of,
    header_of,
    numbered,
    object_of,
    parsed,
    parts_of,
)
from components.recordings.recording import ANSWER, ENDED, MARKER, PART, QUESTION, REASONING, Entry, Header
from components.recordings.session import CUT_OFF, Marker, Recorded, Session
from components.recordings.writing import MOST_OF_A_FILE, MOST_OF_ITS_LINES

# Of one line: a question or a picture may be long. What is short and nested deeply would grow when it is parsed.
LONGEST_LINE, MOST_NESTED, DEEPEST = 17_000_000, 20_000, 100
LARGEST = 2**63
ENDINGS = ("done", "stopped", "failed")


def read_session(text: bytes) -> Session:
    """Raises BrokenRecord. Of a file that is cut off all that stands before that."""
    try:
        return _read(text)
    except BrokenRecord as broken:
        raise broken.of_recording from None


def _read(text: bytes) -> Session:
    if len(text) > MOST_OF_A_FILE:
        raise BrokenRecord(f"This recording is larger than {MOST_OF_A_FILE // 1_000_000} MB.")
    if text.count(b"\n") > MOST_OF_ITS_LINES:
        raise BrokenRecord(f"This recording has more than {MOST_OF_ITS_LINES:,} lines.")
    lines = numbered(text.removeprefix(BOM))
    header = header_of(*next(lines, (1, b"")))
    # A line without its end may be cut off; every other one was meant as it stands.
    open_line = 0 if text.endswith(b"\n") else text.count(b"\n") + 1
    reader, cut = _Reader(header), ""
    for number, line in lines:
        try:
            reader.feed(number, line)
        except BrokenRecord:
            if number != open_line:
                raise
            cut = f"This recording is cut off in line {number}. What stands before it was read."
    if reader.is_open and not cut:
        cut = "This recording is cut off before the end of its last turn. What stands before it was read."
    return Session(header, tuple(reader.turns()), cut)


class _Reader:
    def __init__(self, header: Header) -> None:
        self._header, self._ms = header, 0.0
        self._turns: list[_Turn] = []

    def feed(self, number: int, line: bytes) -> None:
        interval, code, data = parts_of(number, line)
        self._ms += interval
        if code == QUESTION:
            self._turns.append(_Turn(self._ms, _asked(number, _object(number, data), self._header)))
        elif code == ENDED:
            self._now.end(number, self._ms, _object(number, data))
        elif code in (REASONING, ANSWER):
            kind = "reasoning" if code == REASONING else "answer"
            self._now.pieces.append(Piece(kind, _text(number, data), self._now.at(self._ms)))
        elif code == PART:
            self._now.pieces.append(_piece(number, _object(number, data), self._now.at(self._ms)))
        elif code == MARKER:
            self._now.markers.append(Marker(self._now.at(self._ms), _text(number, data)))
        elif code in RAW:
            self._now.raw.append(entry_of(number, self._now.at(self._ms), code, data))

    @property
    def is_open(self) -> bool:
        return bool(self._turns) and self._turns[-1].status is None

    def turns(self) -> Iterator[Recorded]:
        return (turn.recorded() for turn in self._turns)

    @property
    def _now(self) -> "_Turn":
        """A recording by hand may leave the question out."""
        if not self._turns:
            self._turns.append(_Turn(0.0, _asked(1, {}, self._header)))
        return self._turns[-1]


class _Turn:
    def __init__(self, begun_ms: float, asked: tuple[str | None, Asked, float | None]) -> None:
        self._begun_ms = begun_ms
        self._question, self._asked, self._sent = asked
        self.pieces: list[Piece] = []
        self.markers: list[Marker] = []
        self.raw: list[Entry] = []
        self.status: Status | None = None
        self._reply = Reply(failure=CUT_OFF)

    def at(self, ms: float) -> float:
        return (ms - self._begun_ms) / 1000

    def end(self, number: int, ms: float, found: Mapping[str, Any]) -> None:
        status = found.get("status")
        if status not in ENDINGS:
            raise BrokenRecord(f"Line {number} of this record has no status of an end.")
        thought, answered = (_figure(number, name, found.get(name)) for name in ("first_reasoning", "first_answer"))
        reason, by = found.get("finish_reason"), found.get("answered_by", "")
        self.status = status
        self._reply = Reply(
            times=Times(thought, answered, None if found.get("untimed") is True else self.at(ms)),
            usage=_usage(number, found.get("usage")),
            finish_reason=None if reason is None else _word(number, "finish reason", reason),
            failure=_failure(number, found.get("failure")),
            answered_by=_word(number, "answerer", by),
            summarised=found.get("summarised") is True,
            encrypted=found.get("encrypted") is True,
        )

    def recorded(self) -> Recorded:
        reply = replace(self._reply, pieces=tuple(self.pieces))
        told, seen = reply.times, _times(self.pieces)
        if self.status is None:
            reply = replace(reply, times=seen)
        elif told.first_reasoning is None and told.first_answer is None:  # a recording by hand may leave both out
            reply = replace(reply, times=Times(seen.first_reasoning, seen.first_answer, told.ended))
        return Recorded(
            self._question,
            self._asked,
            self.status or "failed",
            reply,
            self._begun_ms / 1000,
            self._sent,
            tuple(self.markers),
            tuple(self.raw),
        )


def _times(pieces: list[Piece]) -> Times:
    """Of a turn whose end is not there."""
    seen = [(piece.channel, piece.at) for piece in pieces if piece.at is not None and piece.text.strip()]
    thought = next((at for channel, at in seen if channel in ("reasoning", "summary")), None)
    answered = next((at for channel, at in seen if channel == "answer"), None)
    return Times(thought, answered, seen[-1][1] if seen else None)


def _asked(number: int, found: Mapping[str, Any], header: Header) -> tuple[str | None, Asked, float | None]:
    text, effort = found.get("text"), found.get("effort", "default")
    provider = _word(number, "provider", found.get("provider", header.provider))
    asked = Asked(
        provider,
        _word(number, "model", found.get("model", header.model)),
        effort if effort in get_args(Effort) else "default",
        _word(number, "system prompt", found.get("system_prompt", "")),
        budget=_whole(number, "budget", found.get("budget")),
    )
    return None if text is None else _word(number, "question", text), asked, _moment(number, found.get("sent"))


def _piece(number: int, found: Mapping[str, Any], at: float) -> Piece:
    kind: Any = found.get("kind")
    data = found.get("data")
    text = _word(number, "text", found.get("text", ""))
    if data is not None and (not isinstance(data, dict) or not _is_usable(data)):
        raise BrokenRecord(f"Line {number} of this record has no usable data.")
    if kind not in get_args(Kind) or kind == "marker":  # of a newer room: it is kept with its name
        return Piece("other", text, at, {"path": _word(number, "kind", kind)})
    when = None if found.get("untimed") is True else at
    return Piece(kind, text, when, data, _whole(number, "number", found.get("number")))


def _is_usable(data: Any) -> bool:
    """Can it be kept as it came, and be written again?"""
    level = [data]
    for _ in range(DEEPEST):
        if not all(map(_is_plain, level)):
            return False
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += [*one, *one.values()]
            elif isinstance(one, list):
                below += one
        level = below
        if not level:
            return True
    return False


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return not _has_half(value)
    return not isinstance(value, float) or isfinite(value)


def _has_half(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _usage(number: int, found: Any) -> Usage | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise BrokenRecord(f"Line {number} of this record has no object as its usage.")
    told = {one.name: found.get(one.name) for one in fields(Usage)}
    cost = _figure(number, "cost", told.pop("cost"))
    return Usage(**{name: _whole(number, name, value) for name, value in told.items()}, cost=cost)


def _failure(number: int, found: Any) -> Failure | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise BrokenRecord(f"Line {number} of this record has no object as its failure.")
    kind, what, then = (_word(number, name, found.get(name, "")) for name in ("kind", "what", "next_step"))
    return Failure(kind or "failed", what, then, status=_whole(number, "status", found.get("status")))


def _object(number: int, data: bytes) -> Mapping[str, Any]:
    nested = data.count(b"[") + data.count(b"{")
    # A long text may have as many of these; they stand in few strings then.
    if nested > MOST_NESTED and data.count(b'"') < nested:
        raise BrokenRecord(f"Line {number} of this record is nested too often.")
    return object_of(number, data, LONGEST_LINE)


def _text(number: int, data: bytes) -> str:
    return _word(number, "text", parsed(number, data) if data.startswith(b'"') else None)


def _word(number: int, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BrokenRecord(f"Line {number} of this record has no text as its {name}.")
    if _has_half(value):
        raise BrokenRecord(f"Line {number} of this record has half a character in it.")
    return value


def _whole(number: int, name: str, value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST):
        return value
    raise BrokenRecord(f"Line {number} of this record has no whole number as its {name.replace('_', ' ')}.")


def _figure(number: int, name: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or abs(value) > LARGEST:
        raise BrokenRecord(f"Line {number} of this record has no number as its {name.replace('_', ' ')}.")
    return float(value)


def _moment(number: int, value: Any) -> float | None:
    found = _figure(number, "sent", value)
    if found is not None and not 0 <= found < 1e11:
        raise BrokenRecord(f"Line {number} of this record has no time as its sent.")
    return found
