"""What a page can do: look at chats, ask, stop, ask again. It joins the store, the runner and the client."""

import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from components.conversation import (
    Asked,
    Chat,
    Conversation,
    Given,
    Patience,
    Turn,
    request_for,
)
from components.experiment import Experimenter
from components.measurer import Measurer
from components.places import Places
from components.room.again import again
from components.room.alone import Alone
from components.room.answering import Answering
from components.room.arrivals import Arrivals
from components.room.asking import reply_to
from components.room.calls import calls_of
from components.room.catalogues import Catalogues
from components.room.desk import Desk
from components.room.owner import Door
from components.room.reach import reached
from components.room.secret import secret_in
from components.room.servers import Servers
from components.room.spending import Spending
from components.room.taken_out import bring_back, take_out
from components.room.titles import title_of
from components.room.wires import Wires
from components.runner import Run, Runner
from components.settings import Settings, data_folder
from components.store import Store
from components.wire import OPENROUTER, Client, Lookup

LEAST_RAISED = 8_192
EVERYBODY = ""


class Room:
    """One a process. Every call names the owner; what belongs to another does not exist for it."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings, self.store = settings, store
        beside = store.file or data_folder() / "thinkroom"
        secret = secret_in(beside.with_name(f"{beside.name}.secret"))
        self.door = Door(secret, settings.trust_this_machine)
        reach = reached(settings.pocket_pace)
        self._news: Counter[str] = Counter()
        self.wires = Wires()
        self.servers = Servers(settings, lambda: self._tell(EVERYBODY))
        self.catalogues = Catalogues(store, self.servers, Lookup(reach), self._tell)
        patience = Patience(settings.connect_s, settings.first_byte_s, settings.silence_s, settings.total_s)
        # The runner ends what takes too long; the client's own limit is there for what no runner reads.
        longest = max(patience.first_byte_s, patience.silence_s) + 60
        self._client = Client(reach, patience.connect_s, longest)
        self._runner = Runner(store, Places(each=settings.turns_at_once), patience=patience)
        alone = Alone(self._new_chat, self._turn, store.queue, self._start, self._runner.stop)
        self.experimenter = Experimenter(store, alone)
        quick = Client(reached(0), patience.connect_s, longest)  # nobody watches the built-in model there
        measured = Alone(self._new_chat, self._turn, store.queue, partial(self._start, client=quick), self._runner.stop)
        self.measurer = Measurer(store, measured)
        self.answering = Answering(store)
        self.arrivals = Arrivals(store, self.servers, settings.records)
        self._runner.when_ended(self._start_waiting)
        self._runner.when_ended(self.experimenter.turn_ended)
        self._runner.when_ended(self.measurer.turn_ended)
        self._runner.when_ended(self._count_credits)
        # Between "is the last turn still running?" and "then wait for it" no turn may end.
        self._asking = threading.RLock()

    # Servers and models

    def desk(self, owner: str) -> Desk:
        return Desk(owner, self.store, self.servers, self.catalogues, self.settings.model)

    def spending(self, owner: str) -> Spending:
        return Spending(owner, self.store, self.desk(owner), self.settings.daily_limit_usd)

    def cost(self, owner: str, turn: Turn) -> str:
        """By the list of models, where the provider bills none; "" where it does, or nobody knows."""
        return "" if turn.usage is None or turn.usage.cost is not None else self.spending(owner).reckoned(turn)

    def news(self, owner: str) -> int:
        """It rises when something that this owner's pages show was learned in the background."""
        return self._news[EVERYBODY] + self._news[owner]

    def _tell(self, owner: str) -> None:
        self._news[owner] += 1

    def _count_credits(self, ended: Turn) -> None:
        if ended.asked.provider == OPENROUTER.name:
            self.desk(self.store.owner_of(ended.chat_id)).count_credits()

    # Looking

    def conversation(self, owner: str, chat_id: str) -> Conversation | None:
        return self.store.conversation(owner, chat_id)

    def live(self, turn_id: str) -> Run | None:
        """The run of a turn that has not ended, or that ended and could not be saved."""
        return self._runner.get(turn_id)

    def texts(self, turns: Sequence[Turn]) -> list[Turn]:
        """The same turns with their texts, in the same order."""
        # The runs first: one that ends in between is in the store only afterwards.
        runs = [self.live(turn.id) for turn in turns]
        known = self.store.with_texts([turn.id for turn in turns])
        return [run.turn if run else known.get(turn.id, turn) for turn, run in zip(turns, runs, strict=True)]

    def turn(self, owner: str, chat_id: str, turn_id: str) -> Turn | None:
        """One turn without its text, wherever it stands."""
        conversation = self.conversation(owner, chat_id)
        return conversation.turns.get(turn_id) if conversation else None

    # Doing

    def ask(self, owner: str, chat: str | None, question: str, asked: Asked, after: str | None = None) -> Turn | None:
        """A new last turn, or one `after` another; it waits for one that runs. None where the chat is not theirs."""
        with self._asking:
            conversation = self.conversation(owner, chat) if chat else self._new_chat(owner, question, asked)
            if conversation is None:
                return None
            self._revive(conversation)
            path = conversation.path(after)
            turn = self._turn(owner, conversation.chat.id, path[-1].id if path else None, question, asked)
            if path and not self._over(path[-1]):
                self.store.queue(turn)
                return turn
            return self._start(owner, turn, path)

    def ask_again(
        self,
        owner: str,
        chat_id: str,
        turn_id: str,
        asked: Asked,
        question: str | None = None,
        given: Given | None = None,
    ) -> Turn | None:
        """Another version of a turn, beside it in the tree; with another `question` it is a branch. It begins with what
        is `given`, else with what the turn was given."""
        with self._asking:
            conversation = self.conversation(owner, chat_id)
            turn = conversation.turns.get(turn_id) if conversation else None
            if conversation is None or turn is None:
                return None
            before = conversation.path(turn.parent_id) if turn.parent_id else []
            if question is None:
                question, given = turn.question, given or self.texts([turn])[0].given
            begun = self._turn(owner, chat_id, turn.parent_id, question, asked)
            return self._start(owner, replace(begun, given=given), before)

    def calls(self, owner: str, chat_id: str, turn_id: str) -> tuple[dict[str, str], str]:
        """The request of a turn as programs, and the variable that holds the key. Empty where there is none."""
        if (conversation := self.conversation(owner, chat_id)) and turn_id in conversation.turns:
            endpoint_of = partial(self.servers.get, owner)
            return calls_of(conversation, turn_id, endpoint_of, self.texts, self._client.left_out)
        return {}, ""

    def raised(self, turn: Turn) -> int:
        """The token limit for another try of a turn that used up its own."""
        spent = (turn.usage.completion_tokens if turn.usage else None) or 0
        return max(2 * (turn.asked.max_tokens or 0), 2 * spent, LEAST_RAISED)

    def stop(self, owner: str, chat_id: str) -> None:
        """Stop what runs in this chat where it is shown: not on a branch that was left. What waits comes next."""
        with self._asking:
            if conversation := self.conversation(owner, chat_id):
                self._stop(conversation.path())

    def delete(self, owner: str, chat_id: str) -> None:
        """Until `restore`. What runs in it is stopped, and what waits in it is not asked."""
        with self._asking:
            if conversation := self.conversation(owner, chat_id):
                for turn in reversed(list(conversation.turns.values())):
                    if turn.status == "queued":
                        self.store.drop(turn.id)
                self.store.delete(owner, chat_id, time.time())
                self._stop(conversation.turns.values())

    def restore(self, owner: str, chat_id: str) -> None:
        self.store.delete(owner, chat_id, None)

    def drop_waiting(self, owner: str, chat_id: str, turn_id: str) -> None:
        with self._asking:
            conversation = self.conversation(owner, chat_id)
            if conversation and turn_id in conversation.turns:
                self.store.drop(turn_id)

    def delete_turn(self, owner: str, chat_id: str, turn_id: str) -> None:
        """With all that follows it, until `restore_turn`."""
        with self._asking:
            if conversation := self.conversation(owner, chat_id):
                take_out(self.store, conversation, turn_id, self._runner.stop)

    def restore_turn(self, owner: str, chat_id: str, turn_id: str) -> None:
        bring_back(self.store, owner, chat_id, turn_id)

    def close(self) -> None:
        """Before the process ends: what runs is saved as far as it has come, and marked as cut off."""
        self._runner.close()

    def _stop(self, turns: Iterable[Turn]) -> None:
        # Looked up before the first one ends, since that starts the next.
        running = [run for turn in turns if (run := self.live(turn.id))]
        for run in running:
            run.stop()

    def _new_chat(self, owner: str, question: str, asked: Asked, hidden: bool = False) -> Conversation:
        now = time.time()
        chat = Chat(secrets.token_urlsafe(16), owner, title_of(question), now, now, None, asked)
        self.store.add_chat(chat, hidden)
        return Conversation(chat)

    def _turn(self, owner: str, chat_id: str, parent_id: str | None, question: str, asked: Asked) -> Turn:
        fitting = self.desk(owner).fitting(asked)
        return Turn(secrets.token_urlsafe(12), chat_id, parent_id, time.time(), question, fitting)

    def _over(self, turn: Turn) -> bool:
        run = self.live(turn.id)
        return run.progress.ended if run else turn.status != "queued"

    def _start(self, owner: str, turn: Turn, before: list[Turn], client: Client | None = None) -> Turn:
        request = request_for(turn.question, turn.asked, self.texts(before), turn.given)
        endpoint = self.servers.get(owner, turn.asked.provider)
        heard, through = self.arrivals.begin(owner, turn, endpoint)
        spending = partial(self.spending, owner)
        reply = reply_to(request, client or self._client, endpoint, self.servers, spending, heard)
        tried = through(again(reply, self.settings.retries, endpoint.at_home))
        return self._runner.start(replace(turn, status="streaming"), tried, owner).begun

    def _start_waiting(self, ended: Turn) -> None:
        with self._asking:
            for turn in self.store.waiting_for(ended.id):
                owner = self.store.owner_of(turn.chat_id)
                conversation = self.conversation(owner, turn.chat_id)
                if conversation is None:
                    self.store.drop(turn.id)  # its chat was deleted meanwhile
                else:
                    self._start(owner, turn, conversation.path(ended.id))

    def _revive(self, conversation: Conversation) -> None:
        """A question that could not be started when its turn came (the database was away) is started now."""
        path = conversation.path()
        first = next((turn for turn in path if turn.status == "queued"), None)
        if first and not any(self.live(turn.id) for turn in path):
            self._start(conversation.chat.owner, first, conversation.path(first.parent_id) if first.parent_id else [])
