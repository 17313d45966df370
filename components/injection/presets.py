"""Questions that catch small models out, each with its right answer; and those that a toy model can work out."""

from dataclasses import dataclass

from components.injection.judging.expected import Expected
from components.injection.plan import QUESTION

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Preset:
    label: str
    question: str
    expected: Expected


PRESETS = (
    Preset("9.11 or 9.9", QUESTION, Expected("choice", "9.9", ("9.11",), "bigger")),
    # The other way round is a pair in which the longer number is the bigger one. "Which is smaller: 9.11 or 9.9?" is
    # the same trap again: who believes that more digits mean more falls into both. Here that belief is right, so a
    # model that has only learned to say the opposite of it is caught.
    Preset("9.91 or 9.9", "Which is bigger: 9.91 or 9.9?", Expected("choice", "9.91", ("9.9",), "bigger")),
    Preset(
        "Letters in strawberry",
        'How many times does the letter r appear in the word "strawberry"?',
        Expected(
            "number",
            "3",
            unit=(
                *("r", "rs", "r's", "letter r", "letters r"),
                *("time", "times", "occurrence", "occurrences", "instance", "instances"),
            ),
            given=("strawberry",),
        ),
    ),
    Preset(
        "347 × 86",
        "What is 347 × 86?",
        Expected("number", "29842", given=("347", "86"), asked=("347 × 86", "86 × 347")),
    ),
    Preset(
        "The day in 100 days",
        "If today is Wednesday, what day will it be in 100 days?",
        Expected("word", "Friday", _DAYS, given=("Wednesday",), asked=("100 days", "day 100", "100th day")),
    ),
    Preset(
        "The farmer's sheep",
        "A farmer has 17 sheep. All but 9 run away. How many are left?",
        Expected("number", "9", unit=("sheep",), given=("17",)),
    ),
)

# For models that know nothing of the world and reckon with few digits only.
_LABELS = ("9.11 or 9.9", "9.91 or 9.9", "Letters in strawberry", "The day in 100 days")
TOY_PRESETS = (
    *(preset for preset in PRESETS if preset.label in _LABELS),
    Preset(
        "4758 + 3967",
        "What is 4758 + 3967?",
        Expected("number", "8725", given=("4758", "3967"), asked=("4758 + 3967", "3967 + 4758")),
    ),
    Preset(
        "47 × 8",
        "What is 47 × 8?",
        Expected("number", "376", given=("47", "8"), asked=("47 × 8", "8 × 47")),
    ),
)
