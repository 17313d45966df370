"""Many thoughts side by side: the figures of each, and which of them are shown in which order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from components.conversation import Circles, Circling, Turn
from components.insight.clock import thought_of
from components.insight.standing import standing
from components.insight.steps import steps_of

EARLY = 1 / 3  # of a thought: an answer that stood there by then stood there early
AT_ONCE = 160  # characters that are looked through for circles, as of one that grows


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one thought, without what its turn was given. `seconds` it took, and `answered` is when the first word of the
    answer came (seconds since it was asked); None where that is not known. `doubts`, `other_ways`, `checks` and
    `settled` count phrases. `repeated` is the share of its characters (0 to 1) that repeat earlier ones. Its answer
    first stood there after the share `stood`; None where that cannot be told. `named`: it may have been named there
    alone, as where the question has it, too."""

    characters: int
    seconds: float | None = None
    answered: float | None = None
    steps: int = 0
    doubts: int = 0
    other_ways: int = 0
    checks: int = 0
    settled: int = 0
    repeated: float = 0.0
    circling: Circling = ""
    stood: float | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A turn in the list; `created` as `time.time()` tells it. `figures` None: they are not worked out yet."""

    turn_id: str
    chat_id: str
    question: str
    model: str
    created: float
    figures: Figures | None = None


# In the order of the table.
Column = Literal[
    "question",
    "model",
    "created",
    "characters",
    "seconds",
    "answered",
    "steps",
    "doubts",
    "checks",
    "repeated",
    "stood",
]


@dataclass(frozen=True, slots=True)
class Summed:
    """Of `thoughts` by so many `models`, `read` have their figures: half of these are at most `half` characters long,
    and in `early` the answer stood within the first third."""

    thoughts: int
    models: int
    read: int
    half: int | None
    early: int


def figures_of(turn: Turn) -> Figures:
    """Of a turn that has ended, with its texts. No characters where it thought nothing of its own."""
    thought = thought_of(turn.reply, turn.given)
    text = thought.text[thought.given :]
    if not text.strip():
        return Figures(0)
    steps = steps_of(text)
    kinds = Counter(phrase.kind for step in steps for phrase in step.phrases)
    stood = standing(turn.question, text, turn.answer) if turn.answer.strip() else None
    return Figures(
        characters=len(text),
        seconds=turn.times.thought,
        answered=turn.times.first_answer,
        steps=len(steps),
        doubts=kinds["doubt"],
        other_ways=kinds["other_way"],
        checks=kinds["check"],
        settled=kinds["settle"],
        repeated=sum(step.repeated * (step.end - step.start) for step in steps) / len(text),
        circling=_circling(text),
        stood=stood.share if stood else None,
        named=stood is not None and stood.stated is not True,
    )


def _circling(text: str) -> Circling:
    """As it was told of one that grew."""
    circles = Circles()
    for start in range(0, len(text), AT_ONCE):
        if circles.feed(text[start : start + AT_ONCE]):
            break
    return circles.kind


def filtered(entries: Iterable[Entry], model: str = "", words: str = "") -> list[Entry]:
    """Those of this model ("" for all) whose question has each of the words, in small letters or capitals."""
    sought = words.casefold().split()
    return [
        entry
        for entry in entries
        if model in ("", entry.model) and all(word in entry.question.casefold() for word in sought)
    ]


def ordered(entries: Sequence[Entry], by: Column, down: bool) -> list[Entry]:
    """`down`: the largest first. Equals stay as they came, and those of which it is not known come last."""
    known = [(value, entry) for entry in entries if (value := value_of(entry, by)) is not None]
    known.sort(key=lambda one: one[0], reverse=down)  # a sort in reverse keeps equals, too
    found = [entry for _, entry in known]
    return [*found, *(entry for entry in entries if value_of(entry, by) is None)]


def value_of(entry: Entry, column: Column) -> str | float | None:
    match column:
        case "question" | "model":
            return " ".join(str(getattr(entry, column)).split()).casefold()
        case "created":
            return entry.created
        case _:
            return getattr(entry.figures, column, None)


def summed(entries: Sequence[Entry]) -> Summed:
    read = [entry.figures for entry in entries if entry.figures]
    return Summed(
        thoughts=len(entries),
        models=len({entry.model for entry in entries}),
        read=len(read),
        half=int(median(one.characters for one in read)) if read else None,
        early=sum(one.stood is not None and one.stood < EARLY and not one.named for one in read),
    )
