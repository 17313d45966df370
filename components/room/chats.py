"""What one owner sees and does of chats: look, ask, stop, ask again, take out."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from components.conversation import Asked, Chat, Conversation, Prefill, Turn
from components.room.arrivals import Arrivals
from components.room.asides import Asides
from components.room.deletion import bring_back, take_out
from components.room.dispatch import Dispatch
from components.room.notes import Notes
from components.room.spending import Spending
from components.runner import Live
from components.store import Hit, Store

LEAST_RAISED = 8_192


class Chats:
    """Of one owner: what belongs to another does not exist for it. Turns come without their texts, but for `texts` and
    `kept`; `arrivals` is what arrived for them, `asides` what was asked about them, and `notes` what was noted beside
    their thoughts."""

    def __init__(
        self,
        owner: str,
        store: Store,
        dispatch: Dispatch,
        arrivals: Arrivals,
        asides: Asides,
        notes: Notes,
        spending: Spending,
    ) -> None:
        self._owner, self._store, self._dispatch = owner, store, dispatch
        self.arrivals, self.asides, self.notes, self._spending = arrivals, asides, notes, spending

    # Looking

    def newest(self, most: int = -1, pinned: bool = False) -> list[Chat]:
        """The `most` newest; all where that is negative. `pinned`: those alone that stay above."""
        return self._store.chats(self._owner, most, pinned)

    def chat(self, chat_id: str) -> Chat | None:
        return self._store.chat(self._owner, chat_id)

    def conversation(self, chat_id: str) -> Conversation | None:
        return self._store.conversation(self._owner, chat_id)

    def turn(self, chat_id: str, turn_id: str) -> Turn | None:
        """One turn, wherever it stands."""
        conversation = self.conversation(chat_id)
        return conversation.turns.get(turn_id) if conversation else None

    def live(self, turn_id: str, waits: bool = True) -> Live | None:
        """The run of a turn that has not ended, or that ended and could not be saved. Of another replica: `waits` a
        moment for what is there of it already; who must not block does not."""
        return self._dispatch.live_of(self._owner, turn_id, waits)

    def texts(self, turns: Sequence[Turn]) -> list[Turn]:
        """The same turns with their texts, in the same order."""
        return self._dispatch.texts(self._owner, turns)

    def as_they_came(self, turns: Sequence[Turn]) -> list[Turn]:
        """The same in the pieces in which they came, each with its time: of `texts`, neighbours are one."""
        return self._dispatch.texts(self._owner, turns, apart=True)

    def kept(self, turn_ids: Sequence[str]) -> dict[str, Turn]:
        """Turns as they are kept, by their ids, also where their chat was deleted since."""
        return self._store.texts_of(self._owner, turn_ids)

    def search(self, words: str, most: int = 50) -> list[Hit]:
        return self._store.search(self._owner, words, most)

    def calls(self, chat_id: str, turn_id: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """The request of a turn as programs, and the variables that hold what is secret. Empty where there is none."""
        if (conversation := self.conversation(chat_id)) and turn_id in conversation.turns:
            return self._dispatch.calls(conversation, turn_id)
        return {}, ()

    def cost(self, turn: Turn) -> str:
        """Of a turn with its texts, by the list of models, where the provider bills none; "" where it does, or nobody
        knows."""
        billed = turn.usage is not None and turn.usage.cost is not None
        return "" if billed or not turn.ended else self._spending.reckoned(turn)

    def raised(self, turn: Turn) -> int:
        """The token limit for another try of a turn that used up its own."""
        spent = (turn.usage.completion_tokens if turn.usage else None) or 0
        return max(2 * (turn.asked.max_tokens or 0), 2 * spent, LEAST_RAISED)

    # Asking

    def ask(self, chat: str | None, question: str, asked: Asked, after: str | None = None) -> Turn | None:
        """A new last turn, or one `after` another; it waits for one that runs. None where the chat is not theirs."""
        with self._dispatch.lock:
            conversation = self.conversation(chat) if chat else self._dispatch.new_chat(self._owner, question, asked)
            if conversation is None:
                return None
            self._dispatch.revive(conversation)
            path = conversation.path(after)
            parent_id = path[-1].id if path else None
            asked = self._dispatch.with_own_fields(self._owner, asked)
            turn = self._dispatch.new_turn(self._owner, conversation.chat.id, parent_id, question, asked)
            if path and not self._dispatch.over(path[-1]):
                self._dispatch.queue(turn)
                return turn
            return self._dispatch.start(self._owner, turn, path)

    def ask_again(
        self, chat_id: str, turn_id: str, asked: Asked, question: str | None = None, given: Prefill | None = None
    ) -> Turn | None:
        """Another version of a turn, beside it in the tree; with another `question` it is a branch. It begins with what
        is `given`, else with what the turn was given."""
        with self._dispatch.lock:
            conversation = self.conversation(chat_id)
            turn = conversation.turns.get(turn_id) if conversation else None
            if conversation is None or turn is None:
                return None
            before = conversation.path(turn.parent_id) if turn.parent_id else []
            if question is None:
                question, given = turn.question, given or self.texts([turn])[0].given
            asked = self._dispatch.with_own_fields(self._owner, asked)
            begun = self._dispatch.new_turn(self._owner, chat_id, turn.parent_id, question, asked)
            return self._dispatch.start(self._owner, replace(begun, given=given), before)

    def answer_now(self, chat_id: str, turn_id: str, asked: Asked) -> Turn | None:
        """A turn's thinking ends, and another version answers from its thoughts; what waits for the turn waits for that
        one. A turn on its way answers as it was asked, one that has ended as `asked`. Of an answer that is on its way
        there is no second: it comes back. None where there is nothing to answer from, or the answer has begun."""
        with self._dispatch.lock:
            conversation = self.conversation(chat_id)
            turn = conversation.turns.get(turn_id) if conversation else None
            if conversation is None or turn is None or turn.status == "queued":
                return None
            for other in conversation.siblings(turn):
                if other.given and other.given.closed and other.given.of == turn_id and not self._dispatch.over(other):
                    return other
            if (run := self.live(turn_id)) and not run.progress.ended:
                if not run.progress.only_thinks:
                    return None
                asked = turn.asked
                self._dispatch.stop_alone(turn_id)
            (old,) = self.texts([turn])
            if not old.reasoning.strip():
                return None
            # An answer whose first word came in this very moment is gone on from.
            given = Prefill(turn_id, old.reasoning, old.answer, closed=True)
            asked = self._dispatch.without_thinking(self._owner, asked)
            begun = self.ask_again(chat_id, turn_id, asked, None, given)
            if begun and self._store.waiting_for(turn_id):
                self._store.wait_for(begun.id, turn_id)
                if waits := self.conversation(chat_id):
                    self.show(chat_id, waits.leaf_under(begun.id))
            return begun

    def hold_still(self, turn_id: str, until_it_speaks: bool) -> None:
        """Before a page is drawn, which would keep a request from being sent, and its first words from being told. Not
        for long."""
        if run := self.live(turn_id):
            run.hold_still(until_it_speaks)

    def stop(self, chat_id: str) -> None:
        """Stop what runs in this chat where it is shown: not on a branch that was left. What waits comes next."""
        with self._dispatch.lock:
            if conversation := self.conversation(chat_id):
                self._stop(conversation.path())

    def drop_waiting(self, chat_id: str, turn_id: str) -> None:
        with self._dispatch.lock:
            if self.turn(chat_id, turn_id):
                self._store.drop(turn_id)

    def _stop(self, turns: Iterable[Turn]) -> None:
        # Looked up before the first one ends, since that starts the next.
        running = [run for turn in turns if (run := self.live(turn.id))]
        for run in running:
            run.stop()

    # Keeping

    def rename(self, chat_id: str, title: str) -> None:
        self._store.rename(self._owner, chat_id, title)

    def pin(self, chat_id: str, pinned: bool) -> None:
        self._store.pin(self._owner, chat_id, pinned)

    def choose(self, chat_id: str, asked: Asked) -> None:
        """What the chat's next turn will be asked with."""
        self._store.choose(self._owner, chat_id, asked)

    def show(self, chat_id: str, leaf_id: str | None) -> None:
        """Which path of the tree the chat shows, by its last turn."""
        self._store.show(self._owner, chat_id, leaf_id)

    def bring_out(self, chat_id: str) -> None:
        """A chat that stood in no list, or was deleted, stands there from now on."""
        self.restore(chat_id)
        self._store.unhide(self._owner, chat_id)

    def delete(self, chat_id: str) -> None:
        """Until `restore`. What runs in it is stopped, and what waits in it is not asked."""
        with self._dispatch.lock:
            if conversation := self.conversation(chat_id):
                self._store.delete(self._owner, chat_id, time.time())
                self._stop(conversation.turns.values())
                for made in self._store.asked_about(list(conversation.turns)):
                    self._dispatch.stop(made)

    def restore(self, chat_id: str) -> None:
        self._store.delete(self._owner, chat_id, None)

    def delete_turn(self, chat_id: str, turn_id: str) -> None:
        """With all that follows it, until `restore_turn`."""
        with self._dispatch.lock:
            if conversation := self.conversation(chat_id):
                take_out(self._store, conversation, turn_id, self._dispatch.stop)

    def restore_turn(self, chat_id: str, turn_id: str) -> None:
        bring_back(self._store, self._owner, chat_id, turn_id)

    def deleted_chat(self, since: float) -> Chat | None:
        """The last one that was deleted, if that was `since` then (epoch)."""
        return self._store.deleted_chat(self._owner, since)

    def deleted_turn(self, chat_id: str, since: float) -> Turn | None:
        """The same of the turns of a chat."""
        return self._store.deleted_turn(self._owner, chat_id, since)
