"""The thoughts behind right and wrong answers, in words: sentences and rows made from the figures alone. What goes
together with what is said, and no more."""

from components.insight import FEWEST, Compared, Measure, Measured, Middle

NOT_ENOUGH = "not enough"
NAMES: dict[Measure, str] = {
    "characters": "Length, characters",
    "checks": "Checks",
    "doubts": "Doubts",
    "stood": "Answer first stood at",
}
# More of it, less of it.
MORE: dict[Measure, tuple[str, str]] = {
    "characters": ("longer", "shorter"),
    "checks": ("with more checks", "with fewer checks"),
    "doubts": ("with more doubts", "with fewer doubts"),
    "stood": ("with the answer later in them", "with the answer earlier in them"),
}
ABOUT = (
    f"Medians, with 95 % intervals by bootstrap over questions. A group with such thoughts on fewer than {FEWEST}"
    " questions is not enough for an interval. Each table compares up to four figures: of twenty intervals that hold no"
    " difference, about one leaves out 0 by chance. Checks and doubts are phrases spotted in the text. “Answer first"
    " stood at” is how much of the thought had passed when the answer of the one that thought was first written there,"
    " of those thoughts of which that can be told. What goes together with right answers need not be what makes them"
    " right: both may hang on how hard a question is."
)


def title_of(found: Compared, label: str) -> str:
    """`label`: what its arm is called."""
    if found.arm == "thinking":
        return "The thinker's thoughts, by its own answer"
    if found.whose == "read":
        told = f"The thinker's thoughts, by the answer of “{label}”, which read them"
        return f"{told} with the answer blanked out" if found.arm == "blanked" else told
    return f"The answerer's own thoughts in “{label}”, by its answer"


def in_words(found: Compared) -> str:
    """One to three sentences."""
    clear = [one for one in found.measured if _tells(one.medians.difference)]
    said: list[str] = []
    if clear:
        said.append(f"Thoughts behind right answers were {_listed([_differs(one) for one in clear])}.")
    elif any(one.medians.difference for one in found.measured):
        said.append("In none of these figures do the two groups clearly differ.")
    else:
        both = f"{_counted(len(found.right), 'right')} and {_counted(len(found.wrong), 'wrong')}"
        said.append(f"There are not enough of them to compare: {both}.")
    if found.left_out:
        some = "1 answer that is" if found.left_out == 1 else f"{found.left_out:,} answers that are"
        said.append(f"{some} neither right nor wrong {'is' if found.left_out == 1 else 'are'} left out.")
    if found.summaries:
        of = len(found.right) + len(found.wrong)
        some = "All" if found.summaries == of else f"{found.summaries:,}"
        what = "is a summary" if found.summaries == 1 and of > 1 else "are summaries"
        said.append(f"{some} of these thoughts {what} by the provider.")
    return " ".join(said)


def heads(found: Compared) -> tuple[str, str, str, str]:
    return "", f"behind {len(found.right):,} right", f"behind {len(found.wrong):,} wrong", "right less wrong"


def row(one: Measured) -> tuple[str, str, str, str]:
    """As `heads`."""
    first, second, difference = one.medians
    return (
        NAMES[one.measure],
        _cell(one.measure, first, one.right),
        _cell(one.measure, second, one.wrong),
        NOT_ENOUGH if difference is None else _difference(one.measure, difference),
    )


def _tells(difference: Middle | None) -> bool:
    return difference is not None and (difference.low > 0 or difference.high < 0)


def _differs(one: Measured) -> str:
    found = one.medians.difference
    more, fewer = MORE[one.measure]
    return more if found and found.low > 0 else fewer


def _cell(measure: Measure, found: Middle | None, of: int) -> str:
    if found is None:
        return f"{NOT_ENOUGH} ({of:,})"
    return f"{_told(measure, found.value)} ({_told(measure, found.low)} to {_told(measure, found.high)})"


def _difference(measure: Measure, found: Middle) -> str:
    value, low, high = (_signed(measure, one) for one in found)
    told = f"{value} ({low} to {high})"
    told = f"{told} points" if measure == "stood" else told
    return f"**{told}**" if _tells(found) else told


def _told(measure: Measure, value: float) -> str:
    if measure == "stood":
        return f"{round(100 * value)} %"
    return f"{round(value):,}" if measure == "characters" else f"{value:g}"


def _signed(measure: Measure, value: float) -> str:
    """A difference; between two shares in percentage points."""
    number = round(100 * value) if measure == "stood" else round(value) if measure == "characters" else value
    return "0" if not number else f"{number:+,}" if isinstance(number, int) else f"{number:+g}"


def _listed(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} behind {word} answers" if number != 1 else f"1 behind a {word} answer"
