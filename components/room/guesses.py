"""Guesses before the model speaks: of those who follow a chat, and of its owner alone."""

import csv
import io
import secrets
import time
from collections.abc import Sequence

from components.audience import MOST_ANSWER, MOST_QUESTION, Guess, Tally, Vote, choices_from, tally
from components.audience.guess import same
from components.conversation import Turn
from components.injection.expecting import expecting
from components.injection.judging.expected import Expected
from components.injection.judging.verdict import judge
from components.injection.measuring.exported import safe_cell
from components.store import Store


class Guesses:
    """Of one owner: chats of another do not exist for it. Where `may` is false nobody can be asked but the owner."""

    def __init__(self, owner: str, may: bool, store: Store) -> None:
        self._owner, self._may, self._store = owner, may, store

    def shown(self, chat_id: str) -> Guess | None:
        """The one that was not put away."""
        return self._store.shown_guess(self._owner, chat_id)

    def all(self, chat_id: str) -> list[Guess]:
        """Also those that were, the newest first."""
        return self._store.guesses(self._owner, chat_id)

    def count(self, guess_id: str) -> int:
        """How many voted: all that is told of them before it is revealed."""
        return self._store.count_votes(guess_id) if self._store.guess(self._owner, guess_id) else 0

    def tally(self, guess_id: str) -> Tally | None:
        """None before it is revealed; of the owner's own at once."""
        guess = self._store.guess(self._owner, guess_id)
        known = guess is not None and (guess.own or guess.state == "revealed")
        return tally(guess, self._store.votes(guess_id)) if guess and known else None

    def model_answer(self, guess_id: str) -> tuple[str, str]:
        """What stands beside a guess that is revealed: the model's answer, and what the lab's judge says of it; each ""
        where there is none."""
        guess = self._store.guess(self._owner, guess_id)
        turn_id = (guess.turn_id if guess else "") or self._answering(guess_id)
        turn = self._store.texts_of(self._owner, [turn_id]).get(turn_id) if turn_id else None
        if guess is None or turn is None or not turn.answer.strip():
            return "", ""
        expected = _expected(guess)
        return turn.answer.strip(), judge(turn.answer, expected).mark if expected else ""

    def own_vote(self, guess_id: str) -> Vote | None:
        """Of a guess of the owner's alone."""
        guess = self._store.guess(self._owner, guess_id)
        return next(iter(self._store.votes(guess_id)), None) if guess and guess.own else None

    def open_guess(self, chat_id: str, question: str, choices: str = "", right: str = "") -> Guess | None:
        """`choices`: one a line, or "" for any short answer. It is shown in the place of the one before. None where
        that is no guess, nobody can follow the chat, or there is no such chat."""
        lines, asked = choices_from(choices), " ".join(question.split())[:MOST_QUESTION]
        now = time.time()
        live = self._may and any(share.live for share in self._store.shares(self._owner, "chat", chat_id, now))
        if lines is None or not asked or not live:
            return None
        guess = Guess(secrets.token_urlsafe(12), chat_id, asked, lines, " ".join(right.split())[:MOST_ANSWER], now)
        return guess if self._store.add_guess(self._owner, guess) else None

    def keep_own_guess(self, turn: Turn, answer: str, sure: int, right: str = "") -> bool:
        """The owner's own, before they know the answer of that turn. False where there is no such chat."""
        said, now = " ".join(answer.split())[:MOST_ANSWER], time.time()
        asked = " ".join(turn.question.split())[:MOST_QUESTION]
        known = " ".join(right.split())[:MOST_ANSWER]
        own = Guess(secrets.token_urlsafe(12), turn.chat_id, asked, (), known, now, now, turn_id=turn.id, own=True)
        return bool(said) and self._store.add_guess(self._owner, own, Vote(said, sure))

    def close_guess(self, guess_id: str) -> None:
        """What comes from now on is too late."""
        self._store.close_guess(self._owner, guess_id, time.time())

    def reveal_guess(self, guess_id: str) -> None:
        """To those who follow, and here."""
        self._store.reveal_guess(self._owner, guess_id, time.time(), self._answering(guess_id))

    def _answering(self, guess_id: str) -> str:
        """The turn that answers it: the first that was asked since it was opened, or the last that asks the same; ""
        where there is none, or it has not ended well."""
        guess = self._store.guess(self._owner, guess_id)
        found = self._store.conversation(self._owner, guess.chat_id) if guess else None
        if guess is None or found is None:
            return ""
        done = [turn for turn in found.path() if turn.status == "done"]
        since = [turn.id for turn in done if turn.created >= guess.opened]
        alike = [turn.id for turn in done if same(turn.question) == same(guess.question)]
        return next(iter(since), "") or next(reversed(alike), "")

    def put_away_guess(self, guess_id: str) -> None:
        self._store.put_away_guess(self._owner, guess_id, time.time())

    def forget_guess(self, guess_id: str) -> None:
        """With its votes, for good."""
        self._store.forget_guess(self._owner, guess_id)


def _expected(guess: Guess) -> Expected | None:
    """None where the right answer is not known."""
    if guess.right and guess.choices:
        others = tuple(choice for choice in guess.choices if same(choice) != same(guess.right))
        return Expected("choice", guess.right, others) if len(others) < len(guess.choices) else None
    return expecting(guess.question, guess.right)


def votes_file(votes: Sequence[Vote]) -> str:
    """CSV: nothing of whose they are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("answer", "confidence", "second"))
    writer.writerows((safe_cell(vote.answer), vote.sure, round(vote.seconds)) for vote in votes)
    return out.getvalue()
