"""The room of a process, put together: store, runner, client, and what is looked up in the background."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from components.conversation import REPLAY, Timeouts, Turn, cost_of
from components.experiment import Experimenter
from components.measurer import Measurer
from components.places import Places
from components.race import Racer
from components.relay import Vault
from components.room.administration import Administration, Everything
from components.room.answers import Answers
from components.room.arrivals import Arrivals
from components.room.asides import Asides
from components.room.attempts import Attempts
from components.room.audience import Audience
from components.room.auth import LOCAL, Door
from components.room.belongings import Belongings
from components.room.bills import Bills
from components.room.catalogues import Catalogues
from components.room.chats import Chats
from components.room.counting import Counting
from components.room.desk import Desk
from components.room.dispatch import Dispatch
from components.room.entrance import Entrance
from components.room.experiments import Experiments
from components.room.files import Files
from components.room.guesses import Guesses
from components.room.hidden_chats import HiddenChats
from components.room.live_runs import LiveRuns
from components.room.measurements import Measurements
from components.room.metrics import Metrics, Upkeep, facts_of
from components.room.news import News
from components.room.notes import Notes
from components.room.password import Password
from components.room.people import People
from components.room.races import Races, place_at_home
from components.room.recordings import Recordings
from components.room.records import Records
from components.room.replays import Replays
from components.room.replicas import Replicas
from components.room.retention import Retention
from components.room.room_key import RoomKey, limits_of
from components.room.secret import secret_file, secret_in, session_of, user_of
from components.room.servers import Servers
from components.room.shared import shared_by
from components.room.shares import Shares
from components.room.sign_in import SignIn, SignIns
from components.room.spending import Spending
from components.room.thoughts import KnownFigures, Thoughts
from components.room.transports import transport_of
from components.room.trusted_proxy import TrustedProxy
from components.room.typed import Typed
from components.room.wires import Wires
from components.runner import Runner
from components.settings import Settings
from components.store import Store
from components.wire import NAMES, OPENROUTER, TABLE, Client, Lookup

log = logging.getLogger(__name__)

MOST_ANSWERS = 100  # owners whose checked answers are kept in memory


class Room:
    """One a process. Whoever sees or does anything is an owner: what is theirs is behind an object that is bound to
    them, and for it nothing of another exists."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store = store
        secret = bytes.fromhex(settings.secret) if settings.secret else secret_in(secret_file(store.file))
        password = _password(settings, secret)
        self._settings = settings = replace(settings, password="", password_hash="")
        self._people = People(store)
        trusts = settings.trust_this_machine
        self.door = Door(secret, trusts, self._people.signed_out)
        proxy = TrustedProxy(settings.proxy_header, settings.proxy_addresses, settings.proxy_secret)
        shared = shared_by(settings, secret)
        self.counting = Counting(shared)
        comes_in = settings.sign_in, password, trusts, Attempts(self.counting), settings.admins
        self.entrance = Entrance(self.door, self._people, proxy, *comes_in)
        self.wires = Wires()
        vault = Vault(shared.url, shared.room, shared.secret) if shared else None
        self._vault = vault
        self.sign_ins = SignIns(vault, shared)
        shows = settings.audience_address, settings.audience_port, settings.audience_copies
        self.audience = Audience(
            store,
            *shows,
            answers_of=lambda owner, one: self.measurements(owner).answers(one),
            elsewhere=self._followed_elsewhere,
        )
        self._replays = Replays(store)
        reach = transport_of(settings.pocket_pace, self._replays)
        self._news = News()
        self._servers = Servers(settings, self._news.tell, self._replays.address, self._added, Typed(vault, shared))
        self._lookup = Lookup(reach)
        self._catalogues = Catalogues(store, self._servers, self._lookup, self._news.tell)
        self._bills = Bills(store, self._servers, self._lookup, self._news.tell)
        timeouts = Timeouts(settings.connect_s, settings.first_byte_s, settings.silence_s, settings.total_s)
        # The runner ends what takes too long; the client's own limit is there for what no runner reads.
        longest = max(timeouts.first_byte_s, timeouts.silence_s) + 60
        client = Client(reach, timeouts.connect_s, longest)
        # Nobody watches the built-in model, or what is played, there.
        quick = Client(transport_of(0, self._replays, paced=False), timeouts.connect_s, longest)
        self._replicas: Replicas | None = None
        if shared:
            works = self._stop_here, self.resume_measurements, self._look_at_measurement
            self._replicas = Replicas(shared, store, *works, self.audience.here)
        relay = self._replicas.relay if self._replicas else None
        self._runner = Runner(store, Places(each=settings.turns_at_once), timeouts=timeouts, relay=relay)
        self._records = Records(store, settings.records)
        metrics = Metrics((*NAMES, *(row.name for row in TABLE)))
        self.upkeep = Upkeep(metrics, settings.metrics_token, settings.stop_s, settings.log)
        metrics.watch("running_turns", "Turns that run now, or wait for a place", lambda: self._runner.count)
        metrics.watch("followers", "Devices that follow a share now", lambda: self.audience.count)
        self._retention = Retention(store, settings.keep_days)
        self._room_key = RoomKey(
            store,
            limits_of(settings),
            self._servers.takes_keys,
            lambda owner, server: self.desk(owner).catalogue(server),
            lambda turn_id: self._runner.get(turn_id) is not None,
        )
        self._dispatch = Dispatch(
            store,
            self._runner,
            client,
            self._servers,
            self._records,
            self._replays,
            self.desk,
            self.spending,
            settings.retries,
            partial(session_of, secret),
            partial(user_of, secret),
            self._lookup,
            self._room_key,
            timeouts.first_byte_s,
        )
        self._experimenter = Experimenter(store, HiddenChats(self._dispatch, literally=True))
        alone = HiddenChats(self._dispatch, quick)
        self._measurer = (
            Measurer(store, alone, relay.take, relay.keeps, relay.look_at) if relay else Measurer(store, alone)
        )
        self._racer = Racer(store, HiddenChats(self._dispatch), self._place_at_home)
        stops: dict[str, Callable[[str, str], None]] = {
            "injection": self._experimenter.stop,
            "race": self._racer.stop,
            "measurement": partial(self._measurer.stop, said="An administrator of this room stopped it."),
        }
        self._live_runs = LiveRuns(store, self._runner, relay, stops)
        self._answers: dict[str, Answers] = {}
        self._figures = KnownFigures()
        for follow in (
            self._dispatch.start_waiting,
            self._experimenter.turn_ended,
            self._measurer.turn_ended,
            self._racer.turn_ended,
            self._count_credits,
            self._room_key.turn_ended,
            self._bills.turn_ended,
            self._count,
        ):
            self._runner.when_ended(follow)

    # What is an owner's

    def chats(self, owner: str) -> Chats:
        beside = self.arrivals(owner), self.asides(owner), self.notes(owner), self.spending(owner)
        return Chats(owner, self._store, self._dispatch, *beside)

    def experiments(self, owner: str) -> Experiments:
        return Experiments(owner, self._store, self._experimenter)

    def races(self, owner: str) -> Races:
        return Races(owner, self._store, self._racer)

    def measurements(self, owner: str) -> Measurements:
        answers = self._answers.pop(owner, None) or Answers(self._store)
        self._answers[owner] = answers
        while len(self._answers) > MOST_ANSWERS:
            self._answers.pop(next(iter(self._answers)), None)
        return Measurements(owner, self._store, self._measurer, answers, self._figures)

    def arrivals(self, owner: str) -> Arrivals:
        return Arrivals(owner, self._store, self._servers, self._records)

    def asides(self, owner: str) -> Asides:
        return Asides(owner, self._store, self._dispatch, self.desk(owner))

    def notes(self, owner: str) -> Notes:
        return Notes(owner, self._store, self._dispatch)

    def files(self, owner: str) -> Files:
        own = self.chats(owner), self.measurements(owner)
        return Files(owner, self._store, *own, self._records.most, self._replays, partial(self._list_anew, owner))

    def recordings(self, owner: str) -> Recordings:
        return Recordings(owner, self._store, self._replays, partial(self._list_anew, owner))

    def desk(self, owner: str) -> Desk:
        return Desk(owner, self._store, self._servers, self._catalogues, self._news, self._settings.model)

    def sign_in(self, owner: str) -> SignIn:
        return SignIn(owner, self.sign_ins, self._servers, self._catalogues, self._lookup, self._news)

    def spending(self, owner: str) -> Spending:
        return Spending(owner, self._store, self.desk(owner), self._room_key)

    def thoughts(self, owner: str) -> Thoughts:
        return Thoughts(owner, self._store, self._figures)

    def shares(self, owner: str) -> Shares:
        return Shares(owner, owner == LOCAL, self._store, self.audience, self.desk(owner).first_choice)

    def guesses(self, owner: str) -> Guesses:
        return Guesses(owner, owner == LOCAL, self._store)

    def belongings(self, owner: str) -> Belongings:
        return Belongings(owner, self._store, self._dispatch, self._people, self.shares(owner))

    def administration(self, owner: str) -> Administration:
        """Of all there is, for administrators alone."""
        behind = self._store, self._settings, self.entrance, self.audience, self._live_runs
        return Administration(owner, Everything(*behind, self.belongings, self.shares, self.desk(owner).model))

    # What is everybody's

    @property
    def title_words(self) -> bool:
        """May the title of a tab say what a thought is doing?"""
        return self._settings.title_words

    @property
    def place(self) -> str:
        """Where its chats are kept: a path, or an address without a password."""
        return self._store.place

    @property
    def has_replicas(self) -> bool:
        """Is it one of several processes that are one room?"""
        return self._replicas is not None

    def join_others(self) -> None:
        """Other replicas of this room, if it has any. Raises CannotJoin."""
        if self._replicas:
            self._replicas.join()

    @property
    def requests_a_minute(self) -> int:
        """How many of one person; 0 for no limit."""
        return self._settings.requests_a_minute

    def look_for_servers(self) -> None:
        """On this machine, in the background and not too often."""
        self._servers.look()

    def resume_measurements(self) -> None:
        """After a start of the server: what was running goes on."""
        self._measurer.resume_all()

    def forget_what_is_gone(self) -> None:
        """From now on, now and then, in the background."""
        self._retention.begin()

    def close(self) -> None:
        """Before the process ends: what runs is saved as far as it has come, and marked as cut off."""
        self._retention.close()
        self._experimenter.close()
        self._measurer.close()
        self._racer.close()
        self._bills.close()
        self._runner.close()
        if self._replicas:
            self._replicas.close()
        self._records.close()
        self.counting.close()
        if self._vault:
            self._vault.close()
        self._room_key.close()
        self.audience.close()

    def is_ready(self) -> bool:
        """May visitors be sent here? Not where its database does not answer, nor once it is about to end."""
        return not self.ends and self._store.answers()

    @property
    def ends(self) -> bool:
        """Is nothing begun any more?"""
        return self._runner.ends

    def finish(self, seconds: float) -> None:
        """Before `close`: nothing is begun any more, and what runs has so many seconds to come to its end."""
        self._experimenter.close()
        self._measurer.close()
        self._racer.close()
        self._runner.finish(seconds)

    def _count(self, ended: Turn) -> None:
        used = ended.usage if ended.usage and ended.usage.tells else None
        model = self.desk(self._store.owner_of(ended.chat_id)).model(ended.asked)
        cost = cost_of(used, model, ended.created) if used else None
        self.upkeep.metrics.turn_ended(ended, cost[0] if cost else None)
        log.info("turn ended", extra={"facts": facts_of(ended, self.upkeep.metrics.name_of(ended))})

    def _stop_here(self, turn_id: str) -> None:
        if run := self._runner.get(turn_id):
            run.stop()

    def _look_at_measurement(self, measurement_id: str) -> None:
        self._measurer.look(measurement_id)

    def _followed_elsewhere(self, share_id: str) -> int:
        return self._replicas.relay.followed_elsewhere.get(share_id, 0) if self._replicas else 0

    def _added(self, owner: str) -> str:
        """The address of the server that this owner added, "" for none."""
        return self.desk(owner).own_server

    def _place_at_home(self, owner: str, server: str) -> str:
        return place_at_home(self._servers.get(owner, server))

    def _list_anew(self, owner: str) -> None:
        """The recordings that may be asked are others now."""
        self.desk(owner).refresh(REPLAY)

    def _count_credits(self, ended: Turn) -> None:
        if ended.asked.provider == OPENROUTER.name:
            self.desk(self._store.owner_of(ended.chat_id)).count_credits()


def _password(settings: Settings, secret: bytes) -> Password | None:
    if settings.sign_in != "password":
        return None
    return Password(settings.password_hash) if settings.password_hash else Password.hashed(settings.password, secret)
