"""What came back for a question, as one value: its parts in the order of their coming, and what is known beside them.

It is held by a turn and by the draft of one that grows, so that a new figure has one place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal, NamedTuple

from components.conversation.errors import Failure
from components.conversation.figures import Times, Usage
from components.conversation.finish import cuts_off

# reasoning: the model's own words while it works · summary: a provider's words on them · answer · refusal: it says that
# it will not answer · image · event: a tool or a search that was used · source: what the answer refers to · other: what
# the room does not know, with the place where it stood · marker: no part of what came, but the words of somebody who
# wants a pause there, in a recording that was brought in.
Kind = Literal["reasoning", "summary", "answer", "refusal", "image", "event", "source", "other", "marker"]
THOUGHTS: tuple[Kind, ...] = ("reasoning", "summary")
# The text is one stream with that of other channels; of all other kinds each piece stands by itself.
SPOKEN: tuple[Kind, ...] = ("reasoning", "summary", "answer")
# How a provider was handed what a turn was given: as the beginning of the model's own reply, or in words.
Taken = Literal["", "own", "words"]


class Piece(NamedTuple):
    """A stretch of a reply as it arrived: `at` in seconds since it was asked for, None where that was not recorded.

    `data` is what is more than text: of an image {"type", "base64"}, of a source {"url", "title"}, of an event
    {"name", …}, of what is not known {"path"}. `number` is the provider's own of the part, where it tells one.
    """

    channel: Kind
    text: str
    at: float | None = None
    data: Mapping[str, Any] | None = None
    number: int | None = None


class Part(NamedTuple):
    """One part of a reply: `at` is when its first piece came, `until` the time of the last that is kept apart."""

    kind: Kind
    text: str
    at: float | None = None
    until: float | None = None
    data: Mapping[str, Any] | None = None
    number: int | None = None


class Round(NamedTuple):
    """Thoughts, and the answer that followed them; of most replies there is one. Either may be missing."""

    thoughts: Part | None
    answer: Part | None


def runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that follow each other and belong together."""
    return (list(run) for _, run in groupby(pieces, _kin))


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same in as few pieces as its order allows: thousands of small ones take much memory."""
    return tuple(map(_one, runs(pieces)))


def _kin(piece: Piece) -> tuple[Kind, Mapping[str, Any] | None, int | None]:
    return piece.channel, piece.data, piece.number


def _one(run: list[Piece]) -> Piece:
    return run[0]._replace(text="".join(piece.text for piece in run)) if len(run) > 1 else run[0]


def apart(texts: Iterable[str]) -> str:
    """Parts of one kind as one text, with a blank line between them."""
    found = ""
    for text in texts:
        if found and text:
            breaks = len(found) - len(found.rstrip("\n")) + len(text) - len(text.lstrip("\n"))
            found += "\n" * max(0, 2 - breaks)
        found += text
    return found


class Rounds:
    """Tells at which piece a reply begins to think again: at visible thoughts after a visible answer. O(1) a piece."""

    def __init__(self) -> None:
        self.number = 0
        self._answered = False

    def begins(self, piece: Piece) -> bool:
        """Does a new round begin with this one?"""
        if piece.channel == "answer":
            self._answered = self._answered or bool(piece.text.strip())
        elif piece.channel in THOUGHTS and self._answered and piece.text.strip():
            self._answered = False
            self.number += 1
            return True
        return False


def rounds(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The spoken pieces, round by round."""
    teller = Rounds()
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if teller.begins(piece):
            found.append([])
        if piece.channel in SPOKEN:
            found[-1].append(piece)
    return found


@dataclass(frozen=True, slots=True)
class Reply:
    """`pieces` keep the order of arrival; they begin with what the turn was given, where that is a part of this reply.
    `details` are the provider's opaque reasoning items, never shown; None where no list of them came, not even an empty
    one. `notes` are sentences on how it was asked otherwise than was chosen. `upstream` is what a router told of the
    request that it sent on, and of whom it tried, each as JSON text."""

    pieces: tuple[Piece, ...] = ()
    times: Times = field(default_factory=Times)
    usage: Usage | None = None
    finish_reason: str | None = None
    failure: Failure | None = None
    answered_by: str = ""
    generation_id: str = ""
    details: tuple[Mapping[str, Any], ...] | None = None
    summarised: bool = False
    encrypted: bool = False
    taken: Taken = ""
    notes: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()

    @property
    def reasoning(self) -> str:
        return self._spoken(THOUGHTS)

    @property
    def answer(self) -> str:
        return self._spoken(("answer",))

    @property
    def refusal(self) -> str:
        return self._text("refusal")

    @property
    def rounds(self) -> list[Round]:
        """What is spoken, in order; empty where nothing is."""
        found: list[Round] = []
        for pieces in rounds(self.pieces):
            thoughts = [piece for piece in pieces if piece.channel in THOUGHTS]
            answer = [piece for piece in pieces if piece.channel == "answer"]
            if thoughts or answer:
                found.append(Round(_part(thoughts), _part(answer)))
        return found

    @property
    def parts(self) -> list[Part]:
        """All of it in order. The pieces of one unknown place are one part, however they were strewn."""
        found: list[Part] = []
        for spoken in self.rounds:
            found += [part for part in spoken if part]
        return found + self.beside

    @property
    def beside(self) -> list[Part]:
        """What is not spoken: refusal, images, events, sources, markers, and what is not known."""
        strewn: dict[tuple[Kind, str, int | None], list[Piece]] = {}
        for number, piece in enumerate(self.pieces):
            if piece.channel not in SPOKEN:
                strewn.setdefault((piece.channel, _place(piece, number), piece.number), []).append(piece)
        return [part for pieces in strewn.values() if (part := _part(pieces))]

    def of(self, kind: Kind) -> list[Part]:
        return [part for part in self.beside if part.kind == kind]

    @property
    def sources(self) -> list[Part]:
        """Each address once, with its title where one was told, then what has none."""
        found: dict[str, Part] = {}
        for part in self.of("source"):
            if (part.data or {}).get("of"):
                continue  # what is quoted of one that is here
            address = str((part.data or {}).get("url") or "")
            known = found.get(address or f"#{len(found)}")
            if known is None or (part.data or {}).get("title"):
                found[address or f"#{len(found)}"] = part
        return list(found.values())

    @property
    def unknown(self) -> list[Part]:
        """What came and is not understood."""
        return self.of("other")

    @property
    def came(self) -> bool:
        """Did anything come that a person can read or see?"""
        pieces = (piece for piece in self.pieces if piece.channel != "marker")
        return any(piece.text.strip() or (piece.data and piece.channel not in SPOKEN) for piece in pieces)

    @property
    def whole(self) -> bool:
        """It ended as a reply should, as far as its reason tells."""
        return not cuts_off(self.finish_reason)

    def _spoken(self, kinds: tuple[Kind, ...]) -> str:
        return apart(_text_of(pieces, kinds) for pieces in rounds(self.pieces))

    def _text(self, kind: Kind) -> str:
        return _text_of(self.pieces, (kind,))


def _text_of(pieces: Iterable[Piece], kinds: tuple[Kind, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.channel in kinds)


def _place(piece: Piece, number: int) -> str:
    """What makes one part of several pieces: the place of what is unknown, the event or the refusal that goes on; an
    image and a source are one piece each."""
    if piece.channel == "refusal":
        return ""
    if piece.channel == "other":
        return str((piece.data or {}).get("path", ""))
    if piece.channel == "event" and piece.number is not None:
        return ""
    return f"#{number}"


def _part(pieces: list[Piece]) -> Part | None:
    if not pieces:
        return None
    first = pieces[0]
    times: Iterator[float] = (piece.at for piece in pieces if piece.at is not None)
    known = list(times)
    kind: Kind = "reasoning" if any(piece.channel == "reasoning" for piece in pieces) else first.channel
    text = "".join(piece.text for piece in pieces)
    return Part(kind, text, known[0] if known else None, known[-1] if known else None, first.data, first.number)
