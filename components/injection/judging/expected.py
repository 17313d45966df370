"""What the right answer to a question is, and what in a reply counts as an answer to it."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["choice", "number", "word", "formula"]
Relation = Literal["", "bigger", "smaller"]


@dataclass(frozen=True, slots=True)
class Expected:
    r"""`right` as it is written in plain text: "9.9", "29842", "Friday".

    choice: one of the options that the question names; `others` are the rest. Where the options are two numbers that
    are compared, `relation` says what the question asks for.
    With `options` the question lists these texts with letters, A first, and `right` and `others` are letters.
    word: `others` are the words that could stand in its place (the other days of the week).
    number: any number is another one; `unit` are the words that follow it where it answers ("sheep", "r's").
    formula: as number, but `right` is more than plain digits ("\frac{1}{2}", "(1, 2)", "x^2 + 1"), and what counts is
    what it is worth.

    `given` are numbers or words of the question, which a reply repeats without answering; `asked` is the expression
    in question ("347 × 86"): what a reply equates with it is its answer.
    """

    kind: Kind
    right: str
    others: tuple[str, ...] = ()
    relation: Relation = ""
    unit: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # JSON has lists only: Expected(**json.loads(…)) equals the one that was written.
        for name in ("others", "unit", "given", "asked", "options"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def in_words(self) -> str:
        """The text of the option that is right; "" where there are none with letters."""
        at = ord(self.right[0]) - ord("A") if self.options and self.right else -1
        return self.options[at] if 0 <= at < len(self.options) else ""
