"""The joint of all replicas of one room, by Redis: what runs where, what is told of it, and who is alive.

Of each run there is a stream, named after the run, that its own replica writes: the events of its draft, gathered for
some milliseconds (own.py). `runs` says which replica has which; `news` is a stream that all of them read: begun, over,
stop (others.py). A replica that gives no sign of life for some seconds is dead, and one of the others ends what it had
(alive.py).

Redis may go away: then each replica goes on with its own runs, and tells all of them anew, in a new epoch, once it is
back (link.py). Nobody is called dead while Redis is away, nor soon after.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from components.conversation import Turn
from components.relay.alive import KEPT_S, Signs
from components.relay.far import FarRun
from components.relay.link import AWAY, Link
from components.relay.others import OtherRuns
from components.relay.own import OwnRuns, Telling

# In one step: who has it, and does that one live?
CLAIM = """
local has = redis.call('GET', KEYS[1])
if has and has ~= ARGV[1] and redis.call('EXISTS', ARGV[2] .. has) == 1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
return 1
"""
TAKE = """
local has = redis.call('HGET', KEYS[1], ARGV[1])
if has and has ~= ARGV[2] and redis.call('EXISTS', ARGV[3] .. has) == 1 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
"""

log = logging.getLogger(__name__)


class Relay:
    """Of one replica. `turn_of` reads a turn as it is kept; `stop` ends a run of this replica; `bury` ends a run
    of a dead one, by what was passed on of it; `look_for_left` is called now and then, when all are known."""

    def __init__(
        self,
        url: str,
        room: str,
        turn_of: Callable[[str], Turn | None],
        stop: Callable[[str], None],
        bury: Callable[[FarRun], None],
        look_for_left: Callable[[], None],
        changed: Callable[[str], None] = lambda _: None,
        followed: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        """`changed`: another replica has changed what is kept of that measurement. `followed`: how many follow each
        share here. `room` names what replicas share, so that several rooms may share a Redis."""
        self._link = Link(url, room, lambda: self._own.tell_anew())
        self._own = OwnRuns(self._link)
        self._others = OtherRuns(self._link, turn_of, self._hear)
        self._signs = Signs(self._link, self._own, turn_of, bury, look_for_left, followed)
        self._stop, self._changed = stop, changed

    @property
    def replica(self) -> str:
        return self._link.replica

    @property
    def trouble(self) -> str:
        """Why Redis does not answer; "" while it does."""
        return self._link.trouble

    @property
    def followed_elsewhere(self) -> Mapping[str, int]:
        """How many follow each share at other replicas, as it was last heard."""
        return self._signs.followed_elsewhere

    def begin(self) -> None:
        """Raises RedisError where there is none: a room that is to have replicas does not start without it."""
        self._link.begin()
        self._signs.give()
        works = {
            "passes runs on": self._own.pass_on,
            "hears news": self._others.listen,
            "looks who is dead": self._signs.look,
        }
        for name, work in works.items():
            self._link.go(work, name)

    def close(self) -> None:
        """What it had ends with it: said at once, so that nobody need wait for that."""
        self._link.over.set()
        self._own.wake()
        with suppress(*AWAY):
            self._own.flush()
            self._signs.give_no_more()
        self._link.close()

    def follow(self, turn: Turn, owner: str) -> Telling:
        return self._own.follow(turn, owner)

    def get(self, turn_id: str, waits: bool = True) -> FarRun | None:
        """A run that goes on elsewhere; None where it does not. `waits` a moment for what is there of it already."""
        return self._others.get(turn_id, waits)

    def stop(self, turn_id: str) -> None:
        """Wherever it is."""
        if turn_id in self._others.known:
            self._link.say({"stop": turn_id})

    def handed_over(self, owner: str, heir: str) -> None:
        """What runs for one owner is another's from now on, wherever it runs."""
        self._link.say({"owner": owner, "heir": heir})

    def elsewhere(self) -> dict[str, str]:
        """Whose runs there are at other replicas, by the ids of their turns, as far as is known."""
        return self._others.elsewhere()

    def look_at(self, measurement_id: str) -> None:
        """To whoever carries it out: something else is kept of it now."""
        self._link.say({"measurement": measurement_id})

    def runs(self, turn_id: str) -> bool:
        """Does it run, here or elsewhere, as far as is known?"""
        return turn_id in self._others.known or turn_id in self._own

    def claim(self, what: str) -> bool:
        """True for the first of all replicas that says so, however often, as long as it lives; while Redis is away, for
        each."""
        link = self._link
        try:
            return bool(
                link.redis.eval(CLAIM, 1, link.key("claimed", what), link.replica, link.key("alive", ""), KEPT_S)
            )
        except AWAY as error:
            link.ill(error)
            return True

    def take(self, what: str) -> bool:
        """Is it this replica's from now on? Not where another has it that lives, nor while Redis is away."""
        return self._take(what, away=False)

    def keeps(self, what: str) -> bool:
        """Is what this one has still its own? Not where another that lives has taken it: Redis may have forgotten whose
        it was, or this one was silent for so long that it was taken for dead. While Redis is away it is."""
        return bool(self._link.trouble) or self._take(what, away=True)

    def _take(self, what: str, away: bool) -> bool:
        link = self._link
        try:
            return bool(link.redis.eval(TAKE, 1, link.key("taken"), what, link.replica, link.key("alive", "")))
        except AWAY as error:
            link.ill(error)
            return away

    def _hear(self, news: Mapping[str, str]) -> None:
        match news:
            case {"stop": turn_id}:
                if turn_id in self._own:
                    self._stop(turn_id)
            case {"measurement": measurement_id}:
                self._link.go(partial(self._changed, measurement_id), "looks at a measurement")
            case {"owner": owner, "heir": heir}:
                self._own.take_over(owner, heir)
                self._others.take_over(owner, heir)
            case _:
                log.warning("There is news of a kind that is not known here.")
