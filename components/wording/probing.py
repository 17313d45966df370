"""What forced answers told of a thought, in sentences made from the figures alone."""

from collections.abc import Sequence

from components.insight import Agreement, Early, Probe, Turned

SAID: dict[Agreement, str] = {
    "same": "as in the end",
    "other": "another answer",
    "unclear": "cannot be compared",
    "nothing": "no answer",
}


def percent(share: float) -> str:
    return f"{round(100 * share)} %"


def concluded(probes: Sequence[Probe], settled: Probe | None, turned: Turned, whole: int, whose: str) -> list[str]:
    """`whole`: characters of all thoughts; `whose`: who answered, where that was not the model itself, else ""."""
    who = whose or "It"
    if settled is None:
        told = f"{who} did not give the answer of the end from all of the thoughts, so these points do not tell."
    elif settled is probes[-1]:
        told = f"{who} gave the answer of the end only from all of the thoughts."
    else:
        share = percent(settled.place / whole)
        told = f"From {share} of the thoughts on, {whose or 'it'} already gave the answer of the end."
    return [told, *_turns(turned)]


def of_others(curve: Sequence[Early], whose: str) -> str:
    """How often such answers were right of other thoughts of the model, which is called `whose`; "" where that was not
    measured."""
    if len(curve) < 3:
        return ""
    first, last, end = curve[0], curve[-2], curve[-1]
    whole = "all" if end.right == end.of else percent(end.right / end.of)
    return (
        f"Of {end.of:,} other thoughts of {whose}, {percent(first.right / first.of)} were answered rightly when ended"
        f" after {first.percent} %, {percent(last.right / last.of)} after {last.percent} %, and {whole} at their own"
        " end."
    )


def _turns(turned: Turned) -> list[str]:
    with_phrase, of_with, without, of_without = turned
    began = "From one point to the next the answer changed"
    if of_with:
        told = f"{began} {with_phrase} of {_times(of_with)} where a phrase such as “wait” lay between"
        return [told + (f", and {without} of {_times(of_without)} where none did." if of_without else ".")]
    if of_without:
        return [f"{began} {without} of {_times(of_without)}; no phrase such as “wait” lay between."]
    return []


def _times(many: int) -> str:
    return "1 time" if many == 1 else f"{many} times"


def left_out(changed: int, known: int, of: int, interval: tuple[float, float], steps: Sequence[int] = ()) -> str:
    """Of `of` answers, each asked for without one step, `known` can be compared with the one in the end, and `changed`
    are another one, those without `steps` (from 1 on); `interval` of that share."""
    if not known:
        return "None of these answers could be compared with the one in the end."
    if of == 1:
        return f"Without that step the answer was {'another one' if changed else 'the same'}."
    told = f"Without one step the answer was another in {changed} of {known} cases"
    told += f" (95 % interval {percent(interval[0])} to {percent(interval[1])})" if known > 1 else ""
    told += f"; {of - known} could not be compared." if of > known else "."
    if not changed:
        return f"{told} So no single step mattered here."
    if not steps:
        return told
    named = f"step {steps[0]}" if len(steps) == 1 else f"steps {', '.join(map(str, steps[:-1]))} and {steps[-1]}"
    return f"{told} So what mattered here: {named}."
