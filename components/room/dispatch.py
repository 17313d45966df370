"""Turns on their way to a server: begun, or kept until the one before them has ended."""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from components.conversation import Asked, Chat, ChatRequest, Conversation, Prefill, Turn, quieted, request_for
from components.room.calls import calls_of
from components.room.desk import Desk
from components.room.loading import patient
from components.room.preflight import reply_to
from components.room.records import Records
from components.room.replays import Replays, noted
from components.room.retry import retried
from components.room.room_key import RoomKey
from components.room.servers import Servers
from components.room.spending import Spending
from components.room.titles import title_of
from components.runner import Live, Runner
from components.store import Store
from components.wire import Client, Lookup


class Dispatch:
    """Of all owners: whoever calls has made sure whose turn it is. `retries`: how often a request that failed before
    its first byte is sent again; `session_of` names a chat to a server, by its id, and `user_of` an owner;
    `patience_s`: how long a model that is being loaded is waited for."""

    def __init__(
        self,
        store: Store,
        runner: Runner,
        client: Client,
        servers: Servers,
        records: Records,
        replays: Replays,
        desk: Callable[[str], Desk],
        spending: Callable[[str], Spending],
        retries: int,
        session_of: Callable[[str], str],
        user_of: Callable[[str], str],
        lookup: Lookup,
        room_key: RoomKey,
        patience_s: float,
    ) -> None:
        self._store, self._runner, self._client, self._servers, self._records = store, runner, client, servers, records
        self._replays = replays
        self._desk, self._spending, self._retries = desk, spending, retries
        self._session_of, self._user_of = session_of, user_of
        self._lookup, self._patience_s, self._room_key = lookup, patience_s, room_key
        # Between "is the last turn still running?" and "then wait for it" no turn may end.
        self.lock = threading.RLock()
        self._held = ""  # the turn whose end starts nothing

    def new_chat(self, owner: str, question: str, asked: Asked, hidden: bool = False) -> Conversation:
        now = time.time()
        chat = Chat(secrets.token_urlsafe(16), owner, title_of(question), now, now, None, asked)
        self._store.add_chat(chat, hidden)
        return Conversation(chat)

    def new_turn(
        self, owner: str, chat_id: str, parent_id: str | None, question: str, asked: Asked, literally: bool = False
    ) -> Turn:
        """`literally`: with nothing but what was asked for, also where the model may then not think."""
        desk = self._desk(owner)
        fitting = desk.fitting(asked)
        if literally:
            fitting = replace(fitting, summary="", verbosity="", own_fields="", literally=True)
        else:
            fitting = replace(desk.woken(fitting), literally=False)
        return Turn(secrets.token_urlsafe(12), chat_id, parent_id, time.time(), question, fitting)

    def with_own_fields(self, owner: str, asked: Asked) -> Asked:
        """As they are at this moment, for this model at this server."""
        return replace(asked, own_fields=self._desk(owner).own_fields(asked))

    def queue(self, turn: Turn) -> None:
        self._store.close_guesses(turn.chat_id, time.time())
        self._store.queue(turn)

    def start(self, owner: str, turn: Turn, before: Sequence[Turn] = (), client: Client | None = None) -> Turn:
        """What is guessed from now on could have been read off: an open guess of its chat is closed."""
        self._store.close_guesses(turn.chat_id, time.time())
        request = self._request_for(owner, turn, self.texts(owner, before), turn.given)
        endpoint = self._servers.get(owner, turn.asked.provider)
        endpoint = endpoint.literal if turn.asked.literally else endpoint
        heard, through = self._records.begin(owner, turn, endpoint)
        spending = partial(self._spending, owner)
        admit = partial(self._room_key.admit, owner, turn.id, endpoint)
        reply = reply_to(request, client or self._client, endpoint, self._servers, spending, admit, heard)
        if endpoint.provider.replays:
            reply = noted(reply, self._replays.told(owner, turn.asked.model))
        waited = patient(reply, endpoint, turn.asked.model, self._lookup, self._patience_s)
        tried = through(retried(waited, self._retries, endpoint.at_home))
        return self._runner.start(replace(turn, status="streaming"), tried, owner).begun

    def _request_for(self, owner: str, turn: Turn, before: Sequence[Turn], given: Prefill | None) -> ChatRequest:
        request = request_for(turn.question, turn.asked, list(before), given)
        request = replace(request, model=self._desk(owner).model(turn.asked))
        if turn.asked.literally:
            return request
        # Who asks with a key of their own is known by that.
        user = self._user_of(owner) if self._servers.get(owner, turn.asked.provider).rooms_key else ""
        return replace(request, session=self._session_of(turn.chat_id), user=user)

    def start_waiting(self, ended: Turn) -> None:
        """What waited for this one is asked now."""
        with self.lock:
            if ended.id == self._held:
                return
            for turn in self._store.waiting_for(ended.id):
                owner = self._store.owner_of(turn.chat_id)
                conversation = self._store.conversation(owner, turn.chat_id)
                # Else it was deleted just now, and what waited in it with it; or another replica has begun it.
                if conversation and self._runner.claims(turn.id):
                    self.start(owner, turn, conversation.path(ended.id))

    def revive(self, conversation: Conversation) -> None:
        """A question that could not be started when its turn came (the database was away) is started now."""
        path = conversation.path()
        first = next((turn for turn in path if turn.status == "queued"), None)
        if first and not any(self.live(turn.id) for turn in path) and self._runner.claims(first.id):
            self.start(conversation.chat.owner, first, conversation.path(first.parent_id) if first.parent_id else [])

    def live(self, turn_id: str, waits: bool = True) -> Live | None:
        """The run of a turn that has not ended, or that ended and could not be saved. Of another replica: `waits` a
        moment for what is there of it already."""
        return self._runner.find(turn_id, waits)

    def live_of(self, owner: str, turn_id: str, waits: bool = True) -> Live | None:
        run = self.live(turn_id, waits)
        return run if run and run.owner == owner else None

    def stop(self, turn_id: str) -> None:
        self._runner.stop(turn_id)

    def stop_alone(self, turn_id: str) -> None:
        """What waits for it goes on waiting. The lock is held by who calls. Another replica that runs it is told, and
        not waited for; what waits is claimed here first, so that it is not begun there."""
        if self._runner.get(turn_id) is None:
            for waiting in self._store.waiting_for(turn_id):
                self._runner.claims(waiting.id)
        self._held = turn_id
        try:
            self.stop(turn_id)
        finally:
            self._held = ""

    def without_thinking(self, owner: str, asked: Asked) -> Asked:
        """As one is asked who has its thoughts: where they are told in words, and it can be told not to think, it is.
        Where they are its own they are closed."""
        prefill = self._servers.get(owner, asked.provider).provider.prefill
        own = prefill is not None and bool(prefill.thoughts)
        return asked if own else quieted(asked, self._desk(owner).thinking(asked))

    def over(self, turn: Turn) -> bool:
        run = self.live(turn.id)
        return run.progress.ended if run else turn.status != "queued"

    def texts(self, owner: str, turns: Sequence[Turn], apart: bool = False) -> list[Turn]:
        """The same turns with their texts, in the same order, where they are this owner's; `apart`: in the pieces in
        which they came."""
        # The runs first: one that ends in between is in the store only afterwards.
        runs = [self.live_of(owner, turn.id) for turn in turns]
        known = self._store.texts_of(owner, [turn.id for turn in turns], apart)
        return [run.turn if run else known.get(turn.id, turn) for turn, run in zip(turns, runs, strict=True)]

    def calls(self, conversation: Conversation, turn_id: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """The request of a turn as programs, and the variables that hold what is secret. Empty where there is none."""
        owner = conversation.chat.owner
        endpoint_of, texts = partial(self._servers.get, owner), partial(self.texts, owner)
        return calls_of(
            conversation, turn_id, endpoint_of, texts, partial(self._request_for, owner), self._client.left_out
        )

    def hand_over(self, owner: str, heir: str) -> None:
        """All that is an owner's, for good, also what is on its way."""
        with self.lock:
            self._store.hand_over(owner, heir)
            self._servers.hand_over(owner, heir)
            self._runner.hand_over(owner, heir)
