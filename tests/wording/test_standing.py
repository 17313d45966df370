"""When a thought had its answer, in words: each sentence by hand."""

import pytest

from components.insight import Standing, Thought, steps_of
from components.insight.clock import Clock
from components.wording.standing import stood, turned

TEXT = "I try a few. So it is 9."
ONLY_SPOTTED = "Such phrases are spotted; whether it turned there, only what follows them tells."
FAR = "of which there are so many more here: I take that one now and see how far it goes from there, word by word"
KINDS = [f"it is one of the {kind} ones, {FAR}" for kind in ("red", "blue", "old", "new")]
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("So it is nine.", "No phrase such as “wait” was spotted in it."),
        ("I take nine. Let me check that: it fits.", "No phrase such as “wait” was spotted in it."),
        (
            "First I take nine of them.\n\nWait, that is too many.\n\nSo I take eight.",
            f"It says “Wait” in step 2. {ONLY_SPOTTED}",
        ),
        (
            "I begin with nine.\n\n" + "".join(f"Wait, it may be that {kind}.\n\n" for kind in KINDS),
            "It says “Wait” in step 2, “Wait” in step 3, “Wait” in step 4 and 1 more, the last in step 5. "
            + ONLY_SPOTTED,
        ),
    ],
)
def test_the_phrases_by_which_it_turned_and_their_steps(text: str, said: str) -> None:
    assert turned(Thought(text, Clock()), steps_of(text)) == said
