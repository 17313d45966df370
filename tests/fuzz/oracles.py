"""What must hold of any bytes, target by target: an oracle that finds a fault raises."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict

from components.conversation import ReasoningDelta, Refiled
from components.wire.sse import EventSplitter
from components.wire.think_tags import TagReader
from tests.fuzz import plain_wire
from tests.wire.rendering import FIELDS, IN_ORDER, Piece, lines, stream
from tests.wire.turns import Read, in_pieces, one_by_one, read

# How a reply that is over may have ended, where its status was 200.
ENDS = {"connection lost", "not a chat server", "reply too long"}
EDGES = frozenset(tag[0] for tag in (*plain_wire.TAGS, *plain_wire.TAGS.values()))
BETWEEN = b"\x1f"  # parts the pieces of an input


def splitter(data: bytes) -> None:
    """Framing: events as the standard has them, lines as objects of their own, in reads of any size."""
    told = list(plain_wire.events(data))
    for reads in ([data], one_by_one(data), in_pieces(data, _places(data))):
        assert _events(reads) == told, (_events(reads), told)
    texts = [_untagged(text) for text in data.decode("utf-8", "replace").split("\n", 6)]
    body = lines([Piece("", text) for text in texts], "\r\n" if b"\r" in data else "\n", b"\x00" in data)
    for reads in ([body], in_pieces(body, range(0, len(body), 3))):
        found = read(reads)
        assert (found.reasoning, found.answer, found.end, found.finish) == ("", "".join(texts), None, "stop"), found


def dialects(data: bytes) -> None:
    """Whole replies: the bytes as they are, then their texts in a dialect that the first byte names."""
    _raw(data)
    if data:
        _rendered(data[0], [part.decode("utf-8", "replace") for part in data[1:].split(BETWEEN)])


def tags(data: bytes) -> None:
    """A text in pieces, as the whole of it is read by a plain reader."""
    pieces = [piece.decode("utf-8", "replace") for piece in data.split(BETWEEN)]
    text = "".join(pieces)
    for refiles in (True, False):
        told = plain_wire.split(text, refiles)
        for parts in ([text], pieces, list(text)):
            assert _tagged(parts, refiles) == told, (parts, _tagged(parts, refiles), told)


TARGETS: dict[str, Callable[[bytes], None]] = {"splitter": splitter, "dialects": dialects, "tags": tags}


def _places(data: bytes) -> list[int]:
    """Some cuts that depend on the input alone."""
    return [len(data) * byte // 255 for byte in (*data[:1], *data[-1:], *data[len(data) // 2 :][:1])]


def _untagged(text: str) -> str:
    return "".join("x" if char in EDGES else char for char in text)


def _events(reads: Iterable[bytes]) -> list[tuple[str, bytes]]:
    reader = EventSplitter()
    found = [event for one in reads for event in reader.feed(one)]
    return [(event.name, event.data) for event in found + reader.end()]


def _raw(data: bytes) -> None:
    whole = read([data])
    for reads in (one_by_one(data), in_pieces(data, _places(data))):
        assert (again := read(reads)) == whole, (again, whole)
    _sane(whole)
    if not data.lstrip().startswith((b"data:", b":", b"event")) or (told := plain_wire.said(data.lstrip())) is None:
        return
    ours, theirs = whole.reasoning + whole.answer, told.thoughts + told.contents
    if EDGES.isdisjoint(theirs):
        assert (whole.reasoning, whole.answer) == told, (whole, told)
    else:
        # Tags go, and with them what repeats a thought; nothing else comes.
        assert Counter(ours) <= Counter(theirs), (ours, theirs)


def _sane(found: Read) -> None:
    assert found.end is None or found.end[0] in ENDS, found.end
    for text in (found.reasoning, found.answer, found.finish or "", *(said for _, said, _ in found.failures)):
        text.encode()
    json.dumps(found.details, ensure_ascii=False, allow_nan=False).encode()
    assert found.end is None or not (found.finish or found.failures), found  # it was told already how it ended
    if found.usage is not None:
        assert all(part is None or part >= 0 for part in asdict(found.usage).values()), found.usage


def _rendered(choice: int, texts: list[str]) -> None:
    pieces = [Piece(*texts[at : at + 2], *[""] * (at + 1 == len(texts))) for at in range(0, len(texts), 2)]
    thought, answer = "".join(p.thought for p in pieces), "".join(p.answer for p in pieces)
    if any(tag in text for text in (thought, answer) for tag in (*plain_wire.TAGS, *plain_wire.TAGS.values())):
        return
    names = [*FIELDS, *IN_ORDER, "lines"]
    name = names[choice % len(names)]
    if name in FIELDS:
        body = stream([delta for piece in pieces for delta in FIELDS[name](piece)])
    elif name in IN_ORDER:
        body = stream(IN_ORDER[name](pieces))
    else:
        body = lines(pieces)
    found = read([body])
    assert (found.end, found.failures, found.finish) == (None, (), "stop"), found
    if name == "doubled in content":  # the line break after a tag that came before the field is the thoughts'
        assert (found.reasoning.lstrip(), found.answer) == (thought.lstrip(), answer), (found, pieces)
    else:
        assert (found.reasoning, found.answer) == (thought, answer), (name, found, pieces)
    assert read(in_pieces(body, _places(body))) == found


def _tagged(parts: Iterable[str], refiles: bool) -> tuple[str, str]:
    reader, reasoning, answer = TagReader(refiles=refiles), "", ""
    for event in [*(event for part in parts for event in reader.feed(part)), *reader.end()]:
        if isinstance(event, Refiled):
            reasoning, answer = reasoning + answer, ""
        elif isinstance(event, ReasoningDelta):
            reasoning += event.text
        else:
            answer += event.text
    return reasoning, answer
