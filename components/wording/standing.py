"""When a thought had its answer, in words: where it was first written."""

from collections.abc import Sequence

from components.insight import Return, Standing, Step, Thought
from components.wording.clock import exact

NOT_TOLD = (
    "The answer is not one value that could be looked for in the thoughts, or it is not written there in such words."
)

TURNS = ("doubt", "other_way")
MOST_TOLD = 3  # phrases


def stood(thought: Thought, found: Standing | None) -> str:
    """One or two sentences. `found` None: it does not stand there, or it cannot be told what to look for."""
    if found is None:
        return NOT_TOLD
    share = round(100 * found.share)
    at = thought.clock.at(found.start)
    began = thought.clock.began
    after = f", {exact(max(at - began, 0.0))} in" if at is not None and began is not None else ""
    times = "once" if found.times == 1 else f"{found.times:,} times"
    if not found.stated:
        told = f"“{found.answer}” is first named after {share} % of the thoughts{after}"
        return f"{told}; whether as the answer cannot be told. It is written {times}."
    rest = "; it was the end of the thoughts" if share >= 95 else f"; the other {100 - share} % came after that"
    return f"“{found.answer}” first stood there after {share} % of the thoughts{after}{rest}. It is written {times}."


def came_back(thought: Thought, found: Standing | None, returns: Sequence[Return]) -> str:
    """Where it was left for another answer and stated again; "" where that was not read."""
    if found is None or not returns:
        return ""
    whole = len(thought.text)
    first, last = returns[0], returns[-1]
    other = f"“{first.other}”" if first.other else "another answer"
    told = f"It stood there after {round(100 * found.share)} %, was left for {other} at {_percent(first.left, whole)},"
    told += f" and came back at {_percent(first.back, whole)}."
    if len(returns) > 1:
        told += f" In all it was left {len(returns)} times; the last time it came back at {_percent(last.back, whole)}."
    return told


def turned(thought: Thought, steps: Sequence[Step]) -> str:
    """The phrases by which it doubts, or goes another way: what they are, and in which steps."""
    said = (
        (thought.text[phrase.start : phrase.end], number)
        for number, step in enumerate(steps, 1)
        for phrase in step.phrases
        if phrase.kind in TURNS
    )
    found = list(dict.fromkeys(said))
    if not found:
        return "No phrase such as “wait” was spotted in it."
    told = ", ".join(f"“{words}” in step {number}" for words, number in found[:MOST_TOLD])
    rest = len(found) - MOST_TOLD
    more = f" and {rest:,} more, the last in step {found[-1][1]:,}" if rest > 0 else ""
    return f"It says {told}{more}. Such phrases are spotted; whether it turned there, only what follows them tells."


def _percent(place: int, whole: int) -> str:
    return f"{round(100 * place / whole)} %"
