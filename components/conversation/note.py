"""What a person noted beside a thought: their own words, which no model is ever sent."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_NOTE = 2_000  # characters of one
MOST_NOTES = 200  # of one turn
LONGEST_QUOTE = 80  # characters
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")  # but tabs and line ends


@dataclass(frozen=True, slots=True)
class Note:
    """`body` is what was noted beside characters `start` to `end` of `Turn.reasoning`: the thoughts as the page that
    looks into them shows them, with what the turn was given at their beginning where that is a part of its reply, and
    counted in Python's characters (a browser counts UTF-16 units, see insight/rows.py). Characters that stand there
    never change, so a note of a thought that grows keeps its place. `created`, `updated`: seconds since the epoch."""

    id: str
    turn_id: str
    start: int
    end: int
    body: str
    created: float
    updated: float


def body_of(typed: str) -> str:
    """As it is kept: whole characters, no controls but line ends, nothing around it."""
    whole = typed.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.translate(CONTROLS).replace("\r\n", "\n").replace("\r", "\n").strip()


def why_no_note(body: str, others: int) -> str:
    """What is wrong with one beside that many `others`; "" for nothing."""
    if not body:
        return "A note needs a word."
    if len(body) > LONGEST_NOTE:
        return f"A note has at most {LONGEST_NOTE:,} characters; this one has {len(body):,}."
    if others >= MOST_NOTES:
        return f"A thought has at most {MOST_NOTES} notes. Delete one to add another."
    return ""


def placed_in(reasoning: str, start: int, end: int) -> tuple[int, int]:
    """Where the words between two places stand, without the space around them; none there: both are the same."""
    start, end = max(0, min(start, len(reasoning))), max(0, min(end, len(reasoning)))
    words = reasoning[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))


def quote_of(reasoning: str, note: Note) -> str:
    """The words that it stands beside, on one line, shortened behind a word."""
    line = " ".join(reasoning[note.start : note.end].split())
    if len(line) <= LONGEST_QUOTE:
        return line
    cut = line[: LONGEST_QUOTE + 1]
    return f"{cut.rpartition(' ')[0] or cut[:-1]} …"


def notes_in_order(notes: Sequence[Note]) -> list[Note]:
    """As their places stand in the thought."""
    return sorted(notes, key=lambda note: (note.start, note.end, note.created, note.id))
