"""When a thought had its answer, in words: each sentence by hand."""

import pytest

from components.insight import Standing, Thought
from components.insight.clock import Clock
from components.wording.standing import stood

TEXT = "I try a few. So it is 9."
CLOCK = Clock((0, len(TEXT)), (0.3, 2.7), 0.3, 2.7)  # a tenth of a second a character


def found(start: int, times: int = 1, stated: bool = True) -> Standing:
    return Standing("9", start, start + 1, times, start / len(TEXT), stated)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        # As exactly as the axis above it, which a whole second would contradict.
        (found(18), "“9” first stood there after 75 % of the thoughts, 1.8 s in; the other 25 % came after that."),
        (found(23), "“9” first stood there after 96 % of the thoughts, 2.3 s in; it was the end of the thoughts."),
        (
            found(0, 2, stated=False),
            "“9” is first named after 0 % of the thoughts, under 0.1 s in; whether as the answer cannot be told.",
        ),
    ],
)
def test_where_it_first_stood_in_words(standing: Standing, said: str) -> None:
    times = "once" if standing.times == 1 else f"{standing.times} times"
    assert stood(Thought(TEXT, CLOCK), standing) == f"{said} It is written {times}."
