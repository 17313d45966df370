"""What a chat needs that others follow, or that its owner guesses in: a line below the prompt, and what lies above the
page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from components.audience import Guess, Tally, Vote
from components.conversation import Turn
from components.ui.chat import audience, guessing
from components.ui.dialog import above, open_above
from components.ui.state import slots


class Chats(Protocol):
    def turn(self, chat_id: str, turn_id: str, /) -> Turn | None: ...


class Guesses(Protocol):
    """Those of the person, to look at."""

    def shown(self, chat_id: str, /) -> Guess | None: ...
    def all(self, chat_id: str, /) -> Sequence[Guess]: ...
    def count(self, guess_id: str, /) -> int: ...
    def tally(self, guess_id: str, /) -> Tally | None: ...
    def model_answer(self, guess_id: str, /) -> tuple[str, str]: ...
    def own_vote(self, guess_id: str, /) -> Vote | None: ...


class Shares(audience.Shares, Protocol):
    @property
    def copies(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Followed:
    """A chat, with the last `question` that was asked in it. Both of `do` carry out at once."""

    chat_id: str
    question: str
    chats: Chats
    guesses: Guesses
    shares: Shares
    do: Callable[[audience.Wish], None]
    do_with_guess: Callable[[guessing.Wish], None]


def show_followed(chat: Followed) -> None:
    guess = chat.guesses.shown(chat.chat_id)
    own = guess if guess and guess.own else None
    if own:
        _show_own_guess(chat, own)
    followed = any(chat.shares.of(chat.chat_id, "chat"))
    slots.beside(*([slots.GUESS] if own else []), *([slots.FOLLOWERS] if followed else []))
    _show_who_follows(chat, None if own else guess)


def _show_own_guess(chat: Followed, guess: Guess) -> None:
    vote, counted = chat.guesses.own_vote(guess.id), chat.guesses.tally(guess.id)

    def ended() -> bool:
        turn = chat.chats.turn(guess.chat_id, guess.turn_id)
        return turn is None or turn.ended

    if vote and counted:
        right = counted.right == 1 if guess.right else None
        guessing.show_own(guess, vote, right, ended, chat.do_with_guess)


def _show_who_follows(chat: Followed, guess: Guess | None) -> None:
    """A line while somebody may, and what lies above the page."""
    shares = chat.shares
    if not shares.may:
        return
    link = next(iter(shares.of(chat.chat_id, "chat")[::-1]), None)

    def following() -> int:
        return shares.following(link.share.id) if link else 0

    def look() -> tuple[Guess | None, int]:
        found = chat.guesses.shown(chat.chat_id)
        return (None, 0) if found is None or found.own else (found, chat.guesses.count(found.id))

    match audience.show_following(link.share if link else None, following, guess, look):
        case "link":
            open_above("audience", chat.chat_id)
            st.rerun()
        case "form":
            open_above("guess", chat.chat_id)
            st.rerun()
        case "tally":
            open_above("guessed", chat.chat_id)
            st.rerun()
        case "close" | "reveal" as step if guess:
            chat.do_with_guess(guessing.Wish(step, guess.id))
        case _:
            pass
    _show_guesses(chat, guess)
    if above("audience", chat.chat_id):
        view = audience.view_of(link, shares.reached()) if link else None
        audience.show_audience(view, following, chat.do, may_copy=shares.copies)


def _show_guesses(chat: Followed, guess: Guess | None) -> None:
    """What lies above the page and is of them."""
    if above("guess", chat.chat_id):
        earlier = [one for one in chat.guesses.all(chat.chat_id) if not one.own]
        guessing.show_form(chat.question, earlier, chat.do_with_guess)
    if guess and above("guessed", chat.chat_id) and (counted := chat.guesses.tally(guess.id)):
        found = guessing.Guessed(guess, counted, *chat.guesses.model_answer(guess.id))
        guessing.show_guessed(found, chat.do_with_guess)
