"""Guesses and their votes: one a phone, none after the end, and their owner's alone."""

from collections.abc import Iterator

import pytest

from components.audience import Guess, Said, Vote
from components.conversation import Asked, Chat
from components.store import Store

ME, YOU = "me", "you"
GUESS = Guess("g", "c", "Which is bigger?", ("9.9", "9.11"), "9.9", 100.0)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    store.add_chat(Chat("c", ME, "A talk", 1.0, 1.0, None, Asked("openrouter", "a/b")))
    yield store
    store.close()


def said(phone: str, answer: str = "9.9", sure: int = 80) -> Said:
    return Said("g", phone, answer, sure)


def test_one_vote_a_phone_until_it_is_closed(store: Store) -> None:
    assert store.add_guess(ME, GUESS) and store.guess(ME, "g") == GUESS == store.guess_in("c")
    assert store.vote("c", said("a"), 101.0) == "counted"
    assert store.vote("c", said("b", "9.11", 60), 102.0) == "counted"
    assert store.vote("c", said("a", "9.11", 100), 103.5) == "counted"
    assert store.votes("g") == [Vote("9.11", 60, 2.0), Vote("9.11", 100, 3.5)] and store.count_votes("g") == 2
    store.close_guess(ME, "g", 104.0)
    assert [store.vote("c", said(phone), 105.0) for phone in "ac"] == ["late", "late"]
    assert store.vote("c", said("a", "9.11", 100), 106.0) == "counted"  # said again, as its answer was lost
    assert store.count_votes("g") == 2
    store.reveal_guess(ME, "g", 106.0, "t")
    shown = store.shown_guess(ME, "c")
    assert shown and (shown.state, shown.turn_id, shown.closed) == ("revealed", "t", 104.0)
    store.close_guess(ME, "g", 107.0)
    assert store.shown_guess(ME, "c") == shown


def test_there_are_no_more_than_there_may_be(store: Store) -> None:
    store.add_guess(ME, GUESS)
    assert [store.vote("c", said(phone), 101.0, most=2) for phone in "abca"] == [
        "counted",
        "counted",
        "full",
        "counted",
    ]


def test_only_the_guess_of_that_chat_takes_votes(store: Store) -> None:
    store.add_guess(ME, GUESS)
    assert store.vote("another", said("a"), 101.0) == "late"
    store.delete(ME, "c", 5.0)
    assert store.vote("c", said("a"), 101.0) == "late" and store.guess(ME, "g") is None
    store.delete(ME, "c", None)
    assert store.vote("c", said("a"), 101.0) == "counted"
    store.add_guess(ME, Guess("h", "c", "And now?", opened=110.0))  # closes the one before, and takes its place
    assert store.vote("c", said("a", "9.11"), 111.0) == "late"
    assert [one.id for one in store.guesses(ME, "c")] == ["h", "g"] and store.guess_in("c") == store.guess(ME, "h")


def test_it_is_revealed_only_when_it_is_closed(store: Store) -> None:
    store.add_guess(ME, GUESS)
    store.reveal_guess(ME, "g", 102.0, "t")
    assert store.guess(ME, "g") == GUESS


def test_it_is_its_owners(store: Store) -> None:
    assert not store.add_guess(YOU, GUESS) and not store.add_guess(YOU, GUESS, Vote("9.9", 80))
    store.add_guess(ME, GUESS)
    store.vote("c", said("a"), 101.0)
    store.close_guess(YOU, "g", 102.0)
    store.put_away_guess(YOU, "g", 102.0)
    store.forget_guess(YOU, "g")
    assert (store.guess(YOU, "g"), store.guesses(YOU, "c"), store.shown_guess(YOU, "c")) == (None, [], None)
    assert store.guess_in("c") == GUESS and store.count_votes("g") == 1
    store.hand_over(ME, YOU)
    assert store.guess(YOU, "g") == GUESS


def test_put_away_it_is_kept_and_forgotten_it_is_not(store: Store) -> None:
    store.add_guess(ME, GUESS)
    store.vote("c", said("a"), 101.0)
    store.put_away_guess(ME, "g", 103.0)
    assert (store.shown_guess(ME, "c"), store.guess_in("c")) == (None, None) and store.count_votes("g") == 1
    kept = store.guess(ME, "g")
    assert kept and kept.closed == 103.0
    store.forget_guess(ME, "g")
    assert store.guesses(ME, "c") == [] and store.votes("g") == []


def test_ones_own_is_told_to_nobody_else(store: Store) -> None:
    own = Guess("o", "c", "Which is bigger?", right="9.9", opened=1.0, closed=1.0, turn_id="t", own=True)
    assert store.add_guess(ME, own, Vote("9.11", 90)) and store.shown_guess(ME, "c") == own
    assert store.guess_in("c") is None and store.votes("o") == [Vote("9.11", 90)]
    assert store.vote("c", Said("o", "a", "9.9", 50), 2.0) == "late"
