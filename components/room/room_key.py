"""The room's own key, and what of it is used: reserved before a request, settled at its end, by whichever process."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from components.conversation import (
    Allowance,
    CancelToken,
    Catalogue,
    ChatRequest,
    Model,
    NotWithRoomKey,
    Turn,
    Usage,
    cost_of,
    dearest,
)
from components.conversation.spending import CHARACTERS_A_TOKEN
from components.room.races import place_at_home
from components.room.reserving import LEAST_TOKENS, MOST_TOKENS, Estimate, Limits, Reserved, reserved
from components.settings import Settings
from components.store import Charge, Charged, Store, StoreError
from components.wire import Endpoint, body_of, limit_in, most_tokens, searches, unknown_in

# Who asks says so every BEAT_S; nobody who has not for LEASE_S is alive. Together less than 15 s.
LEASE_S, BEAT_S = 10.0, 2.0
LIST_S = 10.0  # how long a list of models that is being read is waited for
OWN = ", or enter a key of your own"
# What may be billed though nothing came: a request was on its way. Of the others nobody bills anything.
SENT = ("connection lost", "took too long", "provider gave up", "interrupted", "reply too long", "fault")
PROBE = 4_321  # a limit of tokens, to see whether one is sent at all
UNTOLD = 32_000  # tokens: the limit of a model that nobody tells
PAYS_FOR = (
    "It may write up to {tokens:,} tokens, thoughts and answer together: what is left today of the room's key pays for "
    "no more."
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request as it may be sent, and a sentence on what is different in it; "" for nothing."""

    request: ChatRequest
    said: str = ""


def limits_of(settings: Settings) -> Limits:
    return Limits(
        settings.person_daily_usd, settings.person_daily_turns, settings.daily_limit_usd, settings.daily_turns
    )


class RoomKey:
    """Of all owners. `catalogue` is the list of models as an owner knows it, by the name of its server; `runs`: is a
    turn of this name on its way in this process? `takes_keys`: may people bring keys of their own?"""

    def __init__(
        self,
        store: Store,
        limits: Limits,
        takes_keys: bool,
        catalogue: Callable[[str, str], Catalogue],
        runs: Callable[[str], bool],
    ) -> None:
        self._store, self.limits, self._catalogue, self._runs = store, limits, catalogue, runs
        self._own = OWN if takes_keys else ""
        self._held: dict[str, Admitted] = {}
        self._lock, self._closed = threading.Lock(), threading.Event()
        if limits.any:
            threading.Thread(target=self._beat, name="renews reservations", daemon=True).start()

    def admit(
        self, owner: str, turn_id: str, endpoint: Endpoint, request: ChatRequest, cancel: CancelToken
    ) -> Admitted:
        """Once a turn, however often it is tried. Raises DayIsSpent and NotWithRoomKey; after that nothing is
        reserved."""
        if not self._counts(endpoint):
            return Admitted(request)
        if held := self._held.get(turn_id):
            return held
        estimate = Estimate()
        if self.limits.of_money:
            request = self._with_model(owner, request, cancel)
            estimate = self._estimate(request, endpoint)
        now = time.time()
        found: list[Reserved] = []

        def decide(mine: Charged, everybody: Charged) -> Charge:
            found.append(reserved(self.limits, mine, everybody, estimate, self._own))
            at_least = estimate.request + estimate.usually
            return Charge(turn_id, owner, now, found[-1].usd, at_least, estimate.token, now + LEASE_S)

        try:
            self._store.reserve(owner, now, _midnight(), decide)
        except StoreError as error:
            log.error("What is left of the room's key could not be looked up: %s", error)
            raise NotWithRoomKey(endpoint.label, why="store", own=self._own) from None
        admitted = self._as_reserved(request, found[-1], estimate)
        with self._lock:
            self._held[turn_id] = admitted
        return admitted

    def turn_ended(self, turn: Turn) -> None:
        with self._lock:
            held = self._held.pop(turn.id, None)
        if held is None:
            return
        try:
            self._settle(turn)
        except StoreError as error:  # its reservation lapses, and is settled then
            log.error("What a turn used of the room's key could not be kept: %s", error)

    def allowances(self, owner: str) -> list[Allowance]:
        """Of this owner and of all together, as far as there are limits."""
        limits, begin = self.limits, _midnight()
        found: list[Allowance] = []
        for together, usd, turns in (
            (False, limits.person_usd, limits.person_turns),
            (True, limits.room_usd, limits.room_turns),
        ):
            if usd is not None or turns is not None:
                charged = self._store.charged(begin, "" if together else owner)
                found.append(Allowance(together, usd, turns, charged.usd, charged.turns))
        return found

    def close(self) -> None:
        """After all that ran was ended and saved."""
        self._closed.set()
        for turn_id in list(self._held):
            try:
                self._settle_kept(turn_id)
            except StoreError:
                return  # the next life does it

    def _counts(self, endpoint: Endpoint) -> bool:
        at_home = endpoint.provider.built_in or bool(place_at_home(endpoint))
        return self.limits.any and endpoint.rooms_key and not at_home

    def _with_model(self, owner: str, request: ChatRequest, cancel: CancelToken) -> ChatRequest:
        """A list that is just being read is waited for."""
        asked, until = request.asked, time.monotonic() + LIST_S
        while True:
            catalogue = self._catalogue(owner, asked.provider)
            model = catalogue.model(asked.model)
            if model or not catalogue.loading or time.monotonic() > until or cancel.wait(0.05):
                return replace(request, model=model)

    def _estimate(self, request: ChatRequest, endpoint: Endpoint) -> Estimate:
        asked, model = request.asked, request.model
        refuse = partial(NotWithRoomKey, endpoint.label, model=asked.model, own=self._own)
        body = body_of(request, endpoint)
        if field := unknown_in(body):
            raise refuse(why="field", field=field)
        if searches(asked.model):
            raise refuse(why="searches")
        prices = dearest(model) if model else None
        if model is None or prices is None or (model.request_price or 0.0) < 0:
            raise refuse(why="routed" if model and model.routed else "price")
        if limit_in(body_of(replace(request, asked=replace(asked, max_tokens=PROBE)), endpoint)) != PROBE:
            raise refuse(why="limit")
        prompt, token = prices
        said = -(-sum(len(message.content) for message in request.messages) // CHARACTERS_A_TOKEN)
        return Estimate(
            most_tokens(body) * prompt,
            token,
            model.request_price or 0.0,
            asked.max_tokens,
            _most_of(model, said),
            LEAST_TOKENS + (asked.budget or 0),
            said * prompt,
        )

    def _as_reserved(self, request: ChatRequest, got: Reserved, estimate: Estimate) -> Admitted:
        if not estimate.token or request.model is None:
            return Admitted(request)
        limited = replace(request, asked=replace(request.asked, max_tokens=got.tokens), dearest=dearest(request.model))
        said = PAYS_FOR.format(tokens=got.tokens) if estimate.limit is None and got.tokens != estimate.most else ""
        return Admitted(limited, said)

    def _settle_kept(self, turn_id: str) -> None:
        """As the turn stands in the store, where whoever asked is dead; where it is not there any more, all that was
        reserved is taken for used."""
        turn = self._store.with_texts([turn_id]).get(turn_id)
        if turn is not None:
            self._settle(turn)
        elif charge := self._store.charge(turn_id):
            self._store.settle(turn_id, charge.usd)

    def _settle(self, turn: Turn) -> None:
        charge = self._store.charge(turn.id)
        if charge is None:
            return
        told = turn.usage if turn.usage and turn.usage.tells else None
        came = sum(len(piece.text) for piece in turn.pieces)
        if not told and not came and turn.status == "failed" and turn.failure and turn.failure.kind not in SENT:
            self._store.release(turn.id)  # it was refused, or nobody was reached
            return
        usd = self._cost(charge.owner, turn, told) if told else None
        if usd is None:
            written = (told.written if told else None) or -(-came // CHARACTERS_A_TOKEN)
            usd = min(charge.prompt_usd + written * charge.token_usd, charge.usd)
        self._store.settle(turn.id, usd)

    def _cost(self, owner: str, turn: Turn, usage: Usage) -> float | None:
        model = self._catalogue(owner, turn.asked.provider).model(turn.asked.model)
        found = cost_of(usage, model, turn.created)
        return found[0] if found else None

    def _beat(self) -> None:
        """What runs here is renewed; what nobody renews any more is settled."""
        while not self._closed.wait(BEAT_S):
            now = time.time()
            try:
                if alive := [turn_id for turn_id in list(self._held) if self._runs(turn_id)]:
                    self._store.renew(alive, now + LEASE_S)
                for charge in self._store.lapsed(now):
                    self._settle_kept(charge.turn_id)
                    with self._lock:
                        self._held.pop(charge.turn_id, None)
            except StoreError as error:
                log.error("Reservations could not be renewed: %s", error)


def _midnight() -> float:
    """Of the server, in seconds since the epoch."""
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _most_of(model: Model, asked: int) -> int:
    """How many tokens it may write after a question of so many, about."""
    fits = max(model.context - asked - asked // 4, LEAST_TOKENS) if model.context else MOST_TOKENS
    return min(model.most_output or model.context or UNTOLD, fits)
