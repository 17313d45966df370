"""What the limits of the room's key are called."""

import pytest

from components.conversation import Allowance
from components.ui.sidebar.costs import allowed_in_words


@pytest.mark.parametrize(
    ("allowance", "said"),
    [
        (
            Allowance(False, 0.5, None, 0.125, 3),
            "With the room's key, you: at most $0.50 a day; used or reserved today: $0.12.",
        ),
        (
            Allowance(False, None, 1, 0.0, 1),
            "With the room's key, you: at most 1 turn a day; used or reserved today: 1 turn.",
        ),
        (
            Allowance(False, 2.0, 9, 0.0, 8),
            "With the room's key, you: at most $2.00 and 9 turns a day; used or reserved today: $0.00 and 8 turns.",
        ),
        (
            Allowance(True, 5.0, 200, 4.0, 150),
            "With the room's key, everybody in this room together: at most $5.00 and 200 turns a day.",
        ),
    ],
)
def test_an_allowance_in_words(allowance: Allowance, said: str) -> None:
    assert allowed_in_words(allowance) == said
