"""Many thoughts in words: what is said of all of them, and what stands in the table of them."""

from components.insight import Column, Entry, Figures, Summed
from components.wording.clock import exact

NONE = "–"
PENDING = "…"
COLUMNS: dict[Column, str] = {
    "question": "Question",
    "model": "Model",
    "created": "When",
    "characters": "Characters",
    "seconds": "Thought for",
    "answered": "Answer began after",
    "steps": "Steps",
    "doubts": "Doubts",
    "checks": "Checks",
    "repeated": "Says again",
    "stood": "Answer first stood at",
}
ABOUT = (
    "Doubts and checks are phrases spotted in the text, such as “wait” and “let me check”; they do not tell what the"
    " model did in fact. “Says again” is the share of a thought that repeats earlier words of it. “Answer first stood"
    " at” is how much of the thought had passed when its answer was first written there."
)


def in_sum(found: Summed) -> str:
    """One to three sentences, from the figures alone; "" of none."""
    if not found.thoughts:
        return ""
    first = f"{_counted(found.thoughts, 'thought')} by {_counted(found.models, 'model')}"
    if found.half is None:
        return f"{first}."
    if found.thoughts == 1:
        length = f", {_counted(found.half, 'character')} long."
        return first + length + (" Its answer stood there in the first third." if found.early else "")
    early = f"{found.early:,}" if found.early else "none"
    told = f"half are no longer than {_counted(found.half, 'character')}; in {early} the answer stood there in"
    if found.read < found.thoughts:
        return f"{first}; {found.read:,} of them are read so far. Of these, {told} the first third."
    return f"{first}; {told} the first third."


def cells(entry: Entry, when: str) -> list[str]:
    """In the order of COLUMNS, all but the question."""
    return [entry.model, when, *(_told(entry.figures) if entry.figures else [PENDING] * 8)]


def _told(figures: Figures) -> list[str]:
    again = f"{figures.repeated:.0%}".replace("%", " %")
    stood = NONE if figures.stood is None else f"{figures.stood:.0%}".replace("%", " %")
    return [
        f"{figures.characters:,}",
        NONE if figures.seconds is None else exact(figures.seconds),
        NONE if figures.answered is None else exact(figures.answered),
        f"{figures.steps:,}",
        f"{figures.doubts:,}",
        f"{figures.checks:,}",
        f"{again}, in circles" if figures.circling else again,
        f"{stood}, perhaps not as the answer" if figures.named else stood,
    ]


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
