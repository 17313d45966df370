"""A growing text in blocks, so that a tick of the page sends only its open end.

Streamlit sends an element again on every run, except that one of 10 kB or more which the browser holds already travels
as a reference of 76 bytes. So text is sealed in blocks of a little more, and what follows the last one is the tail.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from components.conversation import SPOKEN, Piece, Progress, Rounds, Turn
from components.markup.seams import seams

SEAL_BYTES = 10_100  # the limit is 10,000 with the element's own fields
# How much more may come before a block is sealed without a blank line to cut at.
PATIENCE_BYTES = 2_000


class Live(Protocol):
    """A turn on its way, as a page sees it."""

    @property
    def progress(self) -> Progress: ...


@dataclass(slots=True)
class Blocks:
    """`sealed` never changes once it stands there; `markdown` forbids a seam where it would change the meaning."""

    markdown: bool = False
    sealed: list[str] = field(default_factory=list)
    tail: str = ""
    look_again: int = SEAL_BYTES // 4  # characters of the tail before which a seam is not looked for

    def feed(self, text: str) -> None:
        self.tail += text
        while (seam := self._seam()) is not None:
            self.sealed.append(self.tail[:seam])
            self.tail = self.tail[seam:]

    def __bool__(self) -> bool:
        return bool(self.sealed or self.tail.strip())

    def _seam(self) -> int | None:
        """Where the first block of the tail may end: at least SEAL_BYTES long, at a blank line if one comes soon."""
        if len(self.tail) < self.look_again or (size := len(self.tail.encode())) <= SEAL_BYTES:
            return None
        first = len(self.tail.encode()[:SEAL_BYTES].decode(errors="ignore")) + 1
        if self.markdown:
            found = next((seam for seam in seams(self.tail) if seam >= first), None)
            # A block of code without an end is not read anew with every piece.
            self.look_again = SEAL_BYTES // 4 if found else len(self.tail) * 21 // 20
            return found
        blank = self.tail.find("\n\n", first)
        if blank >= 0:
            return blank + 2
        if size < SEAL_BYTES + PATIENCE_BYTES:
            return None
        # A thought without paragraphs: between lines, else between words, else anywhere.
        return next((at + 1 for end in ("\n", " ") if (at := self.tail.rfind(end, first)) >= 0), first)


@dataclass(slots=True)
class Said:
    """The two texts of one round. `answer_units` is what a browser counts of the answer; `began` and `until` are when
    its first thought and its first word of the answer came, in seconds since the turn was sent."""

    reasoning: Blocks = field(default_factory=Blocks)
    answer: Blocks = field(default_factory=lambda: Blocks(markdown=True))
    answer_units: int = 0
    began: float | None = None
    until: float | None = None

    def note(self, piece: Piece) -> None:
        if not piece.text.strip():
            return
        if piece.channel == "answer":
            self.until = piece.at if self.until is None else self.until
        else:
            self.began = piece.at if self.began is None else self.began

    def add(self, channel: str, text: str) -> None:
        if channel != "answer":
            # Line breaks before the first word are the wire's, not the reader's.
            self.reasoning.feed(text if self.reasoning else text.lstrip())
            return
        self.answer_units += units(text)
        self.answer.feed(text if self.answer else text.lstrip())


@dataclass(slots=True)
class Texts:
    """What is spoken in a turn, round by round: most have one, and who thinks again after an answer has more. What is
    neither thought nor answer stands `beside`. `headline`: what the thoughts of the last round are doing, while they
    grow. `taken` counts the pieces that are in."""

    finished: bool = False
    rounds: list[Said] = field(default_factory=list)
    beside: list[Piece] = field(default_factory=list)
    headline: str = ""
    taken: int = 0
    filing: int = 0
    teller: Rounds = field(default_factory=Rounds)

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.rounds.append(Said(reasoning=Blocks(markdown=self.finished)))

    @property
    def edition(self) -> int:
        """As Progress counts them."""
        return self.filing + self.teller.number

    @property
    def last(self) -> Said:
        return self.rounds[-1]

    @property
    def reasoning(self) -> Blocks:
        return self.last.reasoning

    @property
    def answer(self) -> Blocks:
        return self.last.answer

    @property
    def answer_units(self) -> int:
        return self.last.answer_units

    def __bool__(self) -> bool:
        return any(said.reasoning or said.answer for said in self.rounds)

    def take(self, now: Progress) -> None:
        """Join what is new, once."""
        if now.filing != self.filing:
            self.rounds, self.beside, self.teller = [], [], Rounds()
            self._begin()
            self.taken, self.filing = 0, now.filing
        self.add(now.pieces[self.taken : now.count])
        self.taken, self.headline = now.count, now.headline

    def add(self, pieces: Iterable[Piece]) -> None:
        waiting: dict[bool, list[str]] = {False: [], True: []}
        for piece in pieces:
            if self.teller.begins(piece):
                self._join(waiting)
                self._begin()
            if piece.channel in SPOKEN:
                waiting[piece.channel == "answer"].append(piece.text)
                self.last.note(piece)
            else:
                self.beside.append(piece)
        self._join(waiting)

    def _join(self, waiting: dict[bool, list[str]]) -> None:
        for answers, texts in waiting.items():
            if texts:
                self.last.add("answer" if answers else "reasoning", "".join(texts))
                waiting[answers] = []


def units(text: str) -> int:
    """How long a browser takes it to be: in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def grouped(text: str, least: int = 1_500) -> list[str]:
    """Plain text in groups of whole paragraphs and one open rest: what has settled is not replaced while it is read."""
    groups: list[str] = []
    begun = 0
    while (end := text.find("\n\n", begun + least)) >= 0:
        groups.append(text[begun:end])
        begun = end + 2
    return [*groups, text[begun:]]


def finished_texts(turn: Turn) -> Texts:
    texts = Texts(finished=True)
    texts.add(turn.pieces)
    return texts


def all_thoughts(turn: Turn) -> Blocks:
    """Of every round, for who looks at nothing else of it."""
    thoughts = Blocks(markdown=True)
    thoughts.feed(turn.reasoning.lstrip())
    return thoughts


def whole_answer(turn: Turn) -> Blocks:
    answer = Blocks(markdown=True)
    answer.feed(turn.answer.lstrip())
    return answer
