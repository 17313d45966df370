"""What a measurement found, on the page: a sentence, a picture with one interval an arm, a table."""

from collections import Counter
from collections.abc import Iterable, Sequence

import streamlit as st

from components import wording as words
from components.conversation import money
from components.injection import ARMS, Answer, ArmResult, in_words, tells
from components.injection.judging.marking import JUDGE, PERSON
from components.ui.faithful import as_label

GREY, VIOLET = "#8a8694", "#8b6fc9"
HEAD = (
    "| | right | 95 % | difference to without, percentage points | tokens injected | time · a right one"
    " | cost · a right one"
)


def show_sentence(found: Sequence[ArmResult], partial: str) -> None:
    st.subheader(as_label(in_words(found)), anchor=False)
    if partial:
        st.markdown(f":orange[:material/hourglass_top: {as_label(partial)}]")


def show_picture(found: Sequence[ArmResult]) -> None:
    """One interval an arm; its menu saves it as PNG or SVG."""
    import altair as alt  # here alone: it brings pandas along

    rows: list[dict[str, str | float]] = [
        {
            "arm": ARMS[one.arm].label,
            "share": one.share,
            "low": one.low,
            "high": one.high,
            "said": f"{one.right} of {one.judged}",
            "kind": "without" if one.arm == "without" else "with",
        }
        for one in found
        if one.judged
    ]
    order = [str(row["arm"]) for row in rows]
    arm = alt.Y(
        "arm:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelFontSize=16, labelLimit=320, ticks=False, labelBound=False, labelFlush=False),
    )
    percent = alt.Axis(format="%", labelFontSize=14, titleFontSize=14, labelFlush=False, tickCount=5)
    scale, title = alt.Scale(domain=[0, 1]), "Right answers, with 95 % intervals"
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["without", "with"], range=[GREY, VIOLET]), legend=None)
    low, high = alt.Tooltip("low:Q", format=".0%"), alt.Tooltip("high:Q", format=".0%")
    base = alt.Chart(alt.Data(values=rows)).encode(y=arm, color=colour, tooltip=["arm:N", "said:N", low, high])
    line = base.mark_rule(strokeWidth=4, opacity=0.55).encode(
        x=alt.X("low:Q", scale=scale, title=title, axis=percent), x2="high:Q"
    )
    point = base.mark_point(filled=True, size=220, opacity=1).encode(x="share:Q")
    text = base.mark_text(dy=-18, fontSize=16).encode(x="share:Q", text="said:N")
    st.altair_chart((line + point + text).properties(height=alt.Step(62)), width="stretch")


def show_table(found: Sequence[ArmResult]) -> None:
    st.markdown("\n".join((HEAD, "|---" * HEAD.count("|"), *(_row(one) for one in found))))
    st.caption(
        "Right answers, with 95 % intervals; differences in percentage points, paired by question.",
        help="Intervals: Wilson, as if all answers were independent. Differences: 95 % by bootstrap over questions; p "
        "by McNemar's exact test, or by exchanging the sides where a question was asked more than once, and beside it "
        "corrected for the number of arms (Holm). What is unclear is not right; what was cut off is not judged.",
    )


def show_judges(answers: Iterable[Answer]) -> None:
    if said := marked_by(answers):
        st.caption(as_label(said))


def marked_otherwise(answers: Iterable[Answer]) -> bool:
    """Is there a mark by another judge than the one that is here?"""
    return any(judge not in (JUDGE, PERSON) for judge in _judges(answers))


def marked_by(answers: Iterable[Answer]) -> str:
    """By whom, in a sentence; "" where nothing is marked."""
    judges = _judges(answers)
    named = sorted(judges.keys() - {PERSON, ""}, key=lambda name: (len(name), name))
    said = [f"{'judge' if len(named) == 1 else 'judges'} {' and '.join(named)}"] if named else []
    said += ["a judge that the file does not name"] if judges[""] else []
    said += (
        [f"a person ({judges[PERSON]:,} {'answer' if judges[PERSON] == 1 else 'answers'})"] if judges[PERSON] else []
    )
    if not said:
        return ""
    today = f" Today's is judge {JUDGE}." if any(name != JUDGE for name in named) or judges[""] else ""
    return f"Marked by {' and by '.join(said)}.{today}"


def _judges(answers: Iterable[Answer]) -> Counter[str]:
    """How many answers each of them marked."""
    return Counter(answer.judge for answer in answers if answer.mark)


def _row(one: ArmResult) -> str:
    difference = ""
    if one.difference and one.judged:
        change = one.difference
        difference = f"{_points(change.value)} ({_points(change.low)} to {_points(change.high)})"
        difference = f"**{difference}**" if tells(change) else difference
        if change.p is not None:
            difference += f", p {_p(change.p)}"
            difference += f", corrected {_p(one.corrected).removeprefix('= ')}" if one.corrected is not None else ""
    right = [f"{one.right} of {one.judged}"]
    if one.unclear:
        right.append(f"{one.unclear} unclear")
    if one.waiting:
        right.append(f"{one.waiting} to look at")
    if one.cut_off:
        right.append(f"{one.cut_off} cut off")
    cells = (
        ARMS[one.arm].label,
        " · ".join(right).replace(" of ", "\u00a0of\u00a0"),
        f"{one.low:.0%} to {one.high:.0%}" if one.judged else "",
        difference,
        "" if one.injected is None else f"{one.injected:,.0f}",
        words.exact(one.seconds) + (f" · {words.exact(one.seconds * one.answered / one.right)}" if one.right else ""),
        _cost(one),
    )
    return "| " + " | ".join(cells) + " |"


def _points(share: float) -> str:
    """Of a difference between two shares: 0.25 is 25 percentage points, not 25 % more."""
    points = round(100 * share)
    return f"{points:+d}" if points else "0"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.2g}"


def _cost(one: ArmResult) -> str:
    if not one.cost:
        return "" if one.cost is None else "free"
    return money(one.cost) + (f" · {money(one.cost / one.right)}" if one.right else "")
