"""A question of a chat, and what its next ones are asked with, carried out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from components.conversation import Asked, CannotKeep, Conversation, Turn
from components.ui.chat.guessing import Own
from components.ui.state import chosen, session, slots


class Chats(Protocol):
    """Those of the person."""

    def ask(self, chat: str | None, question: str, asked: Asked, /) -> Turn | None: ...
    def choose(self, chat_id: str, asked: Asked, /) -> None: ...
    def hold_still(self, turn_id: str, until_it_speaks: bool) -> None: ...


class Desk(chosen.Desk, Protocol):
    def remember(self, asked: Asked, /) -> None: ...


class Guesses(Protocol):
    """Those of the person."""

    def keep_own_guess(self, turn: Turn, answer: str, sure: int, right: str, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """Where something is asked, `conversation` is None for a new chat, and with what, as it is kept. `newest`: is it
    the first of the list of chats? `tell` tells the reader's page at once of a turn that goes on: was there one?"""

    chats: Chats
    desk: Desk
    guesses: Guesses
    conversation: Conversation | None
    asked: Asked
    newest: bool
    tell: Callable[[Turn], bool]

    def ask(self, question: str, guess: Own | None = None) -> None:
        """Once, however often it was sent, with what the fields of the page hold now."""
        outcome = session.outcome()
        if not question.strip() or not outcome.is_new("ask", question):
            return
        conversation = self.conversation
        try:
            asked = chosen.chosen(self.asked, self.desk, chosen.fields_of(conversation))
            if asked != self.asked:
                self.keep(asked)
            turn = self.chats.ask(conversation.chat.id if conversation else None, question, asked)
            if turn and guess:
                self.guesses.keep_own_guess(turn, guess.answer, guess.sure, guess.right)
        except CannotKeep as error:
            outcome.unsent = question, str(error)
            return
        if turn is None:
            outcome.unsent = question, "This chat was deleted meanwhile."
            return
        going = turn.status == "streaming"  # one that waits leaves the reader where they are
        self.chats.hold_still(turn.id, until_it_speaks=self.tell(turn))
        if going and self.newest and (slot := slots.take(turn.id, turn.parent_id)) is not None:
            session.bring(turn.chat_id, turn.id)
            slots.draw(slots.name(slot), slots.HANDS, slots.ASIDE, slots.STOP)
        outcome.chat, outcome.bring = turn.chat_id, (turn.chat_id, turn.id) if going else None

    def keep(self, asked: Asked) -> None:
        """For the next turns of this chat; a model or an effort that was chosen, also for chats that begin there."""
        keep_choice(self.chats, self.conversation, asked)
        before = self.asked
        now, was = ((one.model, one.effort, one.budget) for one in (asked, before))
        if asked.provider == before.provider and now != was:
            self.desk.remember(asked)


def keep_choice(chats: Chats, conversation: Conversation | None, asked: Asked) -> None:
    if conversation:
        chats.choose(conversation.chat.id, asked)
    else:
        session.tab().choices.new_chats = asked
