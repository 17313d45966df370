"""A guess before the model speaks: what is asked, what one who follows may say to it, and what came of all of them.

Nothing of anybody's guess is told until it is revealed. A phone is known by a hash of a name that it made up.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, cast

from components.injection.judging.numerals import SIGNS, readings
from components.injection.judging.spelled import number_in_words

MOST_QUESTION, MOST_ANSWER = 300, 100  # characters
FEWEST_CHOICES, MOST_CHOICES = 2, 6
LEAST_SURE, MOST_SURE = 50, 100  # %
MOST_VOTES = 1_000  # of one guess
MOST_ROWS = 12  # of a tally, as it is told
PHONE = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 128 bits at least

State = Literal["open", "closed", "revealed"]
Counted = Literal["counted", "late", "full"]


@dataclass(frozen=True, slots=True)
class Guess:
    """`choices` are () where any short answer may be said; `right` is "" where it is not known. `opened`, `closed` and
    `revealed` in seconds since the epoch. `turn_id`: the turn whose answer is the model's, "" as long as there is none.
    `own`: its owner's alone, before a question of their own, and nobody else is asked."""

    id: str
    chat_id: str
    question: str
    choices: tuple[str, ...] = ()
    right: str = ""
    opened: float = 0.0
    closed: float | None = None
    revealed: float | None = None
    turn_id: str = ""
    own: bool = False

    @property
    def state(self) -> State:
        return "revealed" if self.revealed is not None else "open" if self.closed is None else "closed"


@dataclass(frozen=True, slots=True)
class Vote:
    """`sure` is a confidence in percent; `seconds` since the guess was opened."""

    answer: str
    sure: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Said:
    """A vote as it came. `phone` is what is kept of the phone's own name."""

    guess_id: str
    phone: str
    answer: str
    sure: int


@dataclass(frozen=True, slots=True)
class Row:
    """One answer; `sure` is the mean of those who gave it, in percent, None of none; `right` None: it is not known."""

    answer: str
    votes: int
    sure: float | None
    right: bool | None


@dataclass(frozen=True, slots=True)
class Tally:
    """`right_sure` and `wrong_sure`: how sure they were on average, in percent; None of none, and where the right
    answer is not known."""

    votes: int
    rows: tuple[Row, ...]
    right: int
    right_sure: float | None
    wrong_sure: float | None


def choices_from(lines: str) -> tuple[str, ...] | None:
    """One a line, each once; () of no line. None where there are too few or too many, or one is too long."""
    found = tuple(dict.fromkeys(short for line in lines.splitlines() if (short := _short(line))))
    fits = FEWEST_CHOICES <= len(found) <= MOST_CHOICES and all(len(one) <= MOST_ANSWER for one in found)
    return found if not found or fits else None


def said_from(message: Any) -> Said | None:
    """A follower's vote, of the value of JSON that they sent; None of anything else."""
    if not isinstance(message, dict) or set(cast(dict[Any, Any], message)) != {"vote"}:
        return None
    vote: Any = message["vote"]
    if not isinstance(vote, dict) or set(cast(dict[Any, Any], vote)) != {"guess", "phone", "answer", "confidence"}:
        return None
    guess_id, phone, answer, sure = vote["guess"], vote["phone"], vote["answer"], vote["confidence"]
    if not isinstance(guess_id, str) or not isinstance(phone, str) or not isinstance(answer, str):
        return None
    if not PHONE.fullmatch(phone) or not 0 < len(guess_id) <= 64 or not guess_id.isascii():
        return None
    short = _short(answer) if len(answer) <= 2 * MOST_ANSWER else ""
    if type(sure) is not int or not LEAST_SURE <= sure <= MOST_SURE or not 0 < len(short) <= MOST_ANSWER:
        return None
    return Said(guess_id, hashlib.sha256(f"{guess_id}:{phone}".encode()).hexdigest(), short, sure)


def same(answer: str) -> str:
    """What two answers have in common that are the same: whatever their case, blanks and last full stop; numbers by
    what they are worth (9.90 and "nine point nine" are 9.9; "9,9" is, too)."""
    plain = unicodedata.normalize("NFKC", answer).translate(SIGNS)
    plain = _short(plain).casefold().rstrip(".!?").rstrip() or _short(plain)
    digits = plain.removeprefix("-")
    if worth := next(readings(digits), ""):
        return str(Fraction(worth) * (-1 if digits != plain else 1))
    said = number_in_words(plain)
    return str(said.value) if said else plain


def tally(guess: Guess, votes: Sequence[Vote]) -> Tally:
    """Rows stand in the order of the choices; without them, the most frequent first. An answer is written as most of
    them wrote it."""
    groups: dict[str, list[Vote]] = {same(choice): [] for choice in guess.choices}
    for vote in votes:
        groups.setdefault(same(vote.answer), []).append(vote)
    right = same(guess.right) if guess.right else None
    spelled = {same(choice): choice for choice in guess.choices}
    rows = [
        Row(
            spelled.get(key) or Counter(vote.answer for vote in found).most_common(1)[0][0],
            len(found),
            _mean(found),
            None if right is None else key == right,
        )
        for key, found in groups.items()
    ]
    if not guess.choices:
        rows.sort(key=lambda row: -row.votes)
    of_right = [vote for vote in votes if same(vote.answer) == right]
    of_wrong = [vote for vote in votes if same(vote.answer) != right] if right is not None else []
    return Tally(len(votes), tuple(rows), len(of_right), _mean(of_right), _mean(of_wrong))


def told(guess: Guess | None, counted: Tally | None) -> Mapping[str, Any] | None:
    """What those who follow are told. `counted` is of a guess that is revealed, and of no other."""
    if guess is None:
        return None
    state = guess.state
    event = {"id": guess.id, "question": guess.question, "choices": list(guess.choices), "state": state}
    if state != "revealed" or counted is None:
        return event
    rows = [[row.answer, row.votes, row.sure, row.right] for row in counted.rows[:MOST_ROWS]]
    return event | {
        "right": guess.right or None,
        "votes": counted.votes,
        "rows": rows,
        "others": sum(row.votes for row in counted.rows[MOST_ROWS:]),
        "rightly": counted.right if guess.right else None,
        "sure": [counted.right_sure, counted.wrong_sure],
    }


def _short(text: str) -> str:
    """In one line; "" of what holds signs that are no text."""
    line = " ".join(text.split())
    return "" if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in line) else line


def _mean(votes: Sequence[Vote]) -> float | None:
    return round(sum(vote.sure for vote in votes) / len(votes), 1) if votes else None
