"""What is said of figures: unknown is not nothing, and what is free is not unknown."""

import pytest

from components.conversation import Spent
from components.oversight import Account, Kept
from components.ui.administration.kept import told
from components.ui.administration.words import cost, size, tokens, unknown


@pytest.mark.parametrize(
    ("account", "costs", "not_known"),
    [
        (Account(), "–", 0),
        (Account(Spent(0.0, turns=2), 2), "free", 0),
        (Account(Spent(1.5, turns=2), 3, untold=1), "$1.50", 1),
        (Account(Spent(0.0004, reckoned=True, turns=2), 2), "≈$0.00040", 0),
        (Account(Spent(unknown=2), 3, untold=1), "unknown", 3),
    ],
)
def test_a_cost_is_of_what_is_known(account: Account, costs: str, not_known: int) -> None:
    assert (cost(account), unknown(account)) == (costs, not_known)


def test_tokens_are_those_of_questions_and_replies() -> None:
    assert tokens(Account(Spent(written=1_000), 2, read=234)) == "1,234" and tokens(Account(asked=2)) == "–"


@pytest.mark.parametrize(
    ("count", "said"), [(None, "a size that it does not tell"), (0, "1 kB"), (15_800_000, "15.8 MB"), (2.5e9, "2.5 GB")]
)
def test_a_size_is_told_in_a_unit_that_fits(count: int | None, said: str) -> None:
    assert size(count) == said


def test_what_waits_and_what_is_old_is_said() -> None:
    kept = Kept(1.0, "SQLite", 5_000, 1, 7, 3, 2, 1)
    by_age, waits, there = told(kept)
    assert "for 1 day is deleted" in by_age and "3 chats of that age will go" in by_age
    assert "2 deleted chats and 1 deleted turn" in waits and "1 chat in all lists, and 7 turns" in there
    by_age, waits, _ = told(Kept(None, "SQLite", 5_000, 0, 0, 0, 0, 0))
    assert by_age.startswith("**Nothing is deleted by its age:**") and waits.startswith("**Nothing waits")
