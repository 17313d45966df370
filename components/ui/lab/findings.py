"""What an injection will do and what came of it, in plain sentences made from its figures. Pure: values in, words out.

They claim what one run shows and no more: which answers were right where that is known, what they took, and why that
may mean little.
"""

from collections.abc import Sequence
from typing import NamedTuple

from components.conversation import Turn, end_of, money
from components.injection import Mark, Plan, contains_answer, judge, markable, note, obstacle, states_answer
from components.wording import exact

ONE_RUN = "One run proves little: run it again."
_SAID: dict[Mark, str] = {"right": "was right", "wrong": "was wrong", "unclear": "gave an answer that cannot be marked"}


def before(plan: Plan, given: bool = False) -> str:
    """`given`: the thoughts are there already, from a chat."""
    thinker, answerer = short(plan.thinker.model), short(plan.answerer.model)
    if given:
        return (
            f"The thoughts are those of your chat with {thinker}: nobody thinks again. {answerer} answers the question"
            " twice: once on its own, once with those thoughts to read first."
        )
    until = f", until it writes {plan.thinker.stop}" if plan.thinker.stop else ""
    return (
        f"{thinker} thinks about the question{until}. {answerer} answers it twice:"
        " once on its own, once with those thoughts to read first."
    )


def short(model: str) -> str:
    """deepseek/deepseek-r1 -> deepseek-r1; a plain word says too little without its maker (pocket/thinker)."""
    whole = model.rstrip("/")
    name = whole.rpartition("/")[2]
    return whole if name.isalpha() else name or model


class Findings(NamedTuple):
    """What happened, what it took, and why that may mean little ("" where nothing is claimed)."""

    happened: str
    figures: str
    doubt: str


def after(
    plan: Plan,
    plain: Turn | None,
    thinking: Turn | None,
    injected: Turn | None,
    edited: bool = False,
    given: bool = False,
    asked: Sequence[Turn] = (),
) -> Findings:
    """None for an arm that was never started; `given`: the thoughts were there before; `asked`: all that was asked for
    this experiment and is billed, also what another arm took the place of."""
    marks = _mark(plan, plain), _mark(plan, injected)
    thought = None if given or edited else thinking
    figures = [_took(plain, thought, injected), _cost(*(asked or (plain, None if given else thinking, injected)))]
    doubt = [
        _copied(plan, thinking, injected, edited),
        _standing(thinking, injected, edited),
        _proves(marks) or _unmarked(plan, plain, injected),
    ]
    happened = _answers(plan, plain, thinking, injected, edited)
    return Findings(happened, " ".join(filter(None, figures)), " ".join(filter(None, doubt)))


def _mark(plan: Plan, turn: Turn | None) -> Mark | None:
    """None where there is no answer that can be marked, or no right one is known."""
    if plan.expected is None or turn is None or not markable(turn) or not _answered(turn):
        return None
    return judge(turn.answer, plan.expected).mark


def _answered(turn: Turn | None) -> bool:
    return turn is not None and turn.status == "done" and bool(turn.answer.strip())


def _answers(plan: Plan, plain: Turn | None, thinking: Turn | None, injected: Turn | None, edited: bool) -> str:
    model = short(plan.answerer.model)
    alone = f"On its own, {model} {_did(plan, plain)}"
    if injected is None:
        return f"{alone}. {_never_asked(thinking)}"
    thoughts = "with thoughts edited by you" if edited else "with the thoughts"
    joined = f"{alone}; {thoughts}, it {_did(plan, injected)}."
    if plan.expected or not (_answered(plain) and _answered(injected)):
        return joined
    same = plain is not None and plain.answer.strip() == injected.answer.strip()
    compared = "The two answers are the same to the letter." if same else "The two answers differ in their wording."
    return f"{joined} {compared}"


def _did(plan: Plan, turn: Turn | None) -> str:
    if turn is None:
        return "was not asked"
    match turn.status:
        case "done" if not turn.answer.strip():
            return "gave no answer"
        case "done":
            mark = _mark(plan, turn)
            cut = _cut(turn)
            return f"{_SAID[mark] if mark else 'answered'}{cut}"
        case "stopped":
            return "was stopped by you"
        case "failed":
            return f"failed ({turn.failure.what.rstrip('.')})" if turn.failure else "failed"
        case _:
            return "has not ended yet"


def _cut(turn: Turn) -> str:
    if end_of(turn.finish_reason) == "limit":
        return ", though cut off at the token limit"
    return ", though it is not whole" if turn.cut else ""


def _never_asked(thinking: Turn | None) -> str:
    if thinking is None or not thinking.ended:
        return "There are no thoughts yet, so it was not asked with them."
    if why := obstacle(thinking):
        return f"It was not asked with the thoughts. {why}"
    return "It was not asked with the thoughts."


def _took(plain: Turn | None, thinking: Turn | None, injected: Turn | None) -> str:
    parts: list[str] = []
    if thinking and thinking.status == "done" and thinking.times.thought is not None:
        tokens = thinking.usage.reasoning_tokens if thinking.usage else None
        counted = f" and {tokens:,} {'token' if tokens == 1 else 'tokens'}" if tokens else ""
        parts.append(f"the thoughts took {exact(thinking.times.thought)}{counted}")
    for name, turn in (("the answer on its own", plain), ("the answer with them", injected)):
        if turn and _answered(turn) and turn.times.ended is not None:
            named = name if parts or turn is plain else "the answer with the thoughts"
            parts.append(f"{named} {'' if parts else 'took '}{exact(turn.times.ended)}")
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _cost(*turns: Turn | None) -> str:
    asked = [turn for turn in turns if turn]
    known = [turn.usage.cost for turn in asked if turn.usage and turn.usage.cost is not None]
    if not known:
        return ""
    if len(known) < len(asked):
        return f"At least {money(sum(known))} was billed; not every provider says what it bills."
    return f"All of it cost {money(sum(known))}." if sum(known) else "It cost nothing."


def _copied(plan: Plan, thinking: Turn | None, injected: Turn | None, edited: bool) -> str:
    reasoning = _injected_text(plan, thinking, injected, edited)
    if plan.expected is None or not _answered(injected) or not contains_answer(reasoning, plan.expected):
        return ""
    # Thoughts on "9.11 or 9.9" cannot but name both.
    says = "already say" if plan.expected.kind != "choice" or states_answer(reasoning, plan.expected) else "name"
    if _mark(plan, injected) == "right":
        return f"The thoughts {says} {plan.expected.right}, so it may have copied that."
    return f"The thoughts {says} {plan.expected.right}; it did not clearly take that over."


def _injected_text(plan: Plan, thinking: Turn | None, injected: Turn | None, edited: bool) -> str:
    """The thoughts as they were sent: what stands between the template's beginning and its end."""
    start, _, end = (
        part.replace("{question}", plan.question) for part in plan.injected_template.partition("{reasoning}")
    )
    sent = injected.question if injected else ""
    if len(sent) >= len(start) + len(end) and sent != plan.question and sent.startswith(start) and sent.endswith(end):
        return sent[len(start) : len(sent) - len(end)]
    return thinking.reasoning if thinking and not edited else ""


def _standing(thinking: Turn | None, injected: Turn | None, edited: bool) -> str:
    """What is to be known of the thoughts, where they were used."""
    if injected is None:
        return ""
    said = [note(thinking)] if thinking else []
    if edited:
        said.append(
            "They are not the model's own any more." if said and said[0] else "These thoughts are not the model's own."
        )
    return " ".join(filter(None, said))


def _proves(marks: tuple[Mark | None, Mark | None]) -> str:
    match marks:
        case (None, _) | (_, None):
            return ""
        case ("unclear", _) | (_, "unclear"):
            return f"An answer that cannot be marked needs your own eyes. {ONE_RUN}"
        case ("right", "right"):
            return f"It needed no thoughts for this question, so it shows nothing about them. {ONE_RUN}"
        case ("wrong", "wrong"):
            return f"The thoughts made no difference to the mark. {ONE_RUN}"
        case _:
            return ONE_RUN


def _unmarked(plan: Plan, plain: Turn | None, injected: Turn | None) -> str:
    if plan.expected or not (_answered(plain) and _answered(injected)):
        return ""
    return f"No right answer is known here, so neither is marked. {ONE_RUN}"
