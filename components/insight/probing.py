"""What forced answers tell of a thought: it is handed over up to a point, or without one of its steps, and whoever gets
it has to answer at once. Pure: which points, and what came of them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from components.conversation import Turn, Usage
from components.conversation.request import ANSWER_NOW
from components.injection.judging.verdict import judge
from components.injection.measuring.statistics import wilson
from components.insight.final import final_of
from components.insight.phrases import Phrase
from components.insight.steps import Step

MOST_POINTS = 10
# About; of bytes, since a Chinese character is more of a token than a Latin letter.
BYTES_A_TOKEN = 4
MOST_A_BYTE = 0.6  # tokens of a text; recorded ones have 0.2 to 0.4
# Against the answer in the end: the same, another one, it cannot be told, or nothing was answered.
Agreement = Literal["same", "other", "unclear", "nothing"]


class Probe(NamedTuple):
    """An answer from the first `place` characters of a thought."""

    place: int
    answer: str
    agreement: Agreement


class Early(NamedTuple):
    """Of `of` other thoughts of a model, each ended after `percent` of it, `right` were answered rightly."""

    percent: int
    right: int
    of: int


class Turned(NamedTuple):
    """Of the stretches between two points: in how many with a turning phrase, and in how many without one, the forced
    answer changed, and how many there are of each."""

    with_phrase: int
    of_with: int
    without: int
    of_without: int


def points_of(steps: Sequence[Step], most: int = MOST_POINTS) -> list[int]:
    """The ends of at most `most` steps, spread evenly over the text; the last is the end of all."""
    ends = [step.end for step in steps]
    if len(ends) <= most:
        return ends
    whole = ends[-1]
    wanted = [whole * number / most for number in range(1, most + 1)]
    return sorted({min(ends, key=lambda end: abs(end - place)) for place in wanted} | {whole})


def without(text: str, step: tuple[int, int]) -> str:
    """The thought, as if that step had never been in it."""
    return text[: step[0]] + text[step[1] :]


def expected(turn: Turn, texts: Sequence[str], told: bool = True) -> Usage:
    """What so many requests will use, each with one of `texts` of the turn's thoughts: by what the turn itself was
    billed for its question, its thoughts and its answer, else by the room's estimate. `told`: they are told in words,
    with a sentence that asks for the answer; else they are taken as the model's own."""
    usage = turn.usage or Usage()
    thoughts, answer = _bytes(turn.reasoning), _bytes(turn.answer)
    asked = usage.prompt_tokens or _estimate(turn.question)
    own = usage.reasoning_tokens
    each, said = 1 / BYTES_A_TOKEN, _estimate(turn.answer)
    if own is not None and (usage.completion_tokens or 0) > own:
        said = (usage.completion_tokens or 0) - own
    # What is read of hidden or summarised thoughts is not what was billed for them: no text has so many tokens a byte.
    if own and thoughts and not turn.summarised and own <= MOST_A_BYTE * thoughts:
        each = own / thoughts
    elif not own and thoughts and not turn.summarised and usage.completion_tokens:
        both = usage.completion_tokens / (thoughts + answer)  # nobody told how much of it was thought
        if both <= MOST_A_BYTE:
            each, said = both, round(both * answer)
    beside = _estimate(ANSWER_NOW) if told else 0
    return Usage(sum(asked + beside + round(_bytes(text) * each) for text in texts), said * len(texts))


def _estimate(text: str) -> int:
    return -(-_bytes(text) // BYTES_A_TOKEN)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def agreement(question: str, answer: str, said: str) -> Agreement:
    """Does `said` give the same answer as `answer`, the one in the end?"""
    if not said.strip():
        return "nothing"
    if _plain(said) == _plain(answer):
        return "same"
    final = final_of(question, answer)
    if final is None:
        return "unclear"
    mark = judge(said, final.expected).mark
    if mark == "unclear":  # by the same reader as the answer in the end
        own = final_of(question, said)
        if own and own.expected.kind == final.expected.kind == "number":
            return "same" if own.expected.right == final.expected.right else "other"
        return "unclear"
    return "same" if mark == "right" else "other"


def changed_by(agreements: Sequence[Agreement]) -> tuple[int, int, tuple[float, float]]:
    """In how many of how many answers that can be compared it was another one, and the 95 % interval of that share."""
    known = [one for one in agreements if one in ("same", "other")]
    changed = known.count("other")
    return changed, len(known), wilson(changed, len(known))


def settled(probes: Sequence[Probe]) -> Probe | None:
    """The first one from which on all gave the answer of the end."""
    found = None
    for probe in reversed(probes):
        if probe.agreement != "same":
            break
        found = probe
    return found


def turned(probes: Sequence[Probe], phrases: Sequence[Phrase]) -> Turned:
    """Only stretches between two points of which it is known what was answered."""
    counts = [0, 0, 0, 0]
    for before, after in pairwise(probes):
        if not {before.agreement, after.agreement} <= {"same", "other"}:
            continue
        turns = any(before.place <= phrase.start < after.place for phrase in phrases)
        changed = before.agreement != after.agreement
        changed = changed or (before.agreement == "other" and _plain(before.answer) != _plain(after.answer))
        counts[0 if turns else 2] += changed
        counts[1 if turns else 3] += 1
    return Turned(*counts)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .。!*")
