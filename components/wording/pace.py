"""How a thought came, in words: where it paused, and how long it was beside its answer."""

from collections.abc import Sequence

from components.insight import Pause, Step, Tempo, Thought
from components.wording.clock import exact

MOST_NAMED = 3  # pauses


def paused(thought: Thought, steps: Sequence[Step], found: Sequence[Pause]) -> str:
    """One sentence: the longest pauses in their order, each by the step that it stood before; "" where there are
    none."""
    if not found:
        return ""
    longest = sorted(sorted(found, key=lambda pause: -pause.seconds)[:MOST_NAMED])
    named = [f"{exact(pause.seconds)} {_where(thought, steps, pause)}" for pause in longest]
    if len(found) <= MOST_NAMED:
        return f"Paused {_listed(named)}."
    total = exact(sum(pause.seconds for pause in found))
    return f"Paused {len(found):,} times, {total} in all; longest {_listed(named)}."


def against(own: Tempo, answer_characters: int) -> str:
    """The thinking beside the answer, in one sentence; "" where neither was written."""
    if not own.characters and not answer_characters:
        return ""
    answer = f"answer: {_size(own.answered, answer_characters)}" if answer_characters else "no answer"
    return f"Reasoning: {_size(own.thought, own.characters)}; {answer}."


def measures(own: Tempo) -> list[tuple[str, str]]:
    """What one thought is measured by, each with its value in words."""
    return [
        ("Length", _characters(own.characters)),
        ("Time to first word", _told(own.waited)),
        ("Thinking time", _told(own.thought)),
        ("Pace", f"{own.rate:,.0f} characters/s" if own.rate is not None else "not known"),
        ("Longest pause", exact(own.pause.seconds) if own.pause else "none" if own.rate is not None else "not known"),
    ]


def _where(thought: Thought, steps: Sequence[Step], pause: Pause) -> str:
    """A pause is known by the character behind it: the first one of a step, but for white space, or one within it."""
    number = next((number for number, step in enumerate(steps) if pause.offset < step.end), len(steps) - 1)
    step = steps[number]
    if not thought.text[step.start : pause.offset].strip():
        return f"before step {number + 1}"
    return f"within step {number + 1}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _size(seconds: float | None, characters: int) -> str:
    size = _characters(characters)
    return size if seconds is None else f"{exact(seconds)}, {size}"


def _characters(many: int) -> str:
    return f"{many:,} {'character' if many == 1 else 'characters'}"


def _told(seconds: float | None) -> str:
    return "not recorded" if seconds is None else exact(seconds)
