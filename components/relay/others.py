"""What other replicas run, as it is heard of here: which runs there are, and the drafts of those that are looked at."""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial

from components.conversation import Turn
from components.relay.far import FarRun, bare
from components.relay.link import AWAY, BLOCK_MS, Link

WAIT_S = 0.3  # for what is there already of a run that is looked at first
UNREAD_S = 60.0  # after which a far run that nobody looks at is read no more

log = logging.getLogger(__name__)


class OtherRuns:
    """`turn_of` reads a turn as it is kept; `heard` is told of news that is about no beginning and no end."""

    def __init__(
        self, link: Link, turn_of: Callable[[str], Turn | None], heard: Callable[[Mapping[str, str]], None]
    ) -> None:
        self._link, self._turn_of, self._heard = link, turn_of, heard
        self.known: dict[str, Mapping[str, str]] = {}  # of all replicas, this one's among them
        self._far: dict[str, FarRun] = {}
        self._lock = threading.Lock()

    def get(self, turn_id: str, waits: bool) -> FarRun | None:
        known = self.known.get(turn_id)
        if known is None or known["replica"] == self._link.replica:
            return None
        with self._lock:
            far = self._far.get(turn_id)
            if far is None:
                turn = self._turn_of(turn_id)
                if turn is None or turn.ended:
                    return None
                stop = partial(self._link.say, {"stop": turn_id})
                far = self._far[turn_id] = FarRun(bare(turn), known["owner"], stop)
                self._link.go(partial(self._read, turn_id, far), f"far {turn_id}")
        if waits:
            far.read.wait(WAIT_S)
        return None if far.progress.ended else far

    def elsewhere(self) -> dict[str, str]:
        known = self.known.copy()
        return {turn_id: run["owner"] for turn_id, run in known.items() if run["replica"] != self._link.replica}

    def take_over(self, owner: str, heir: str) -> None:
        with self._lock:
            for far in self._far.values():
                if far.owner == owner:
                    far.owner = heir

    def listen(self) -> None:
        """Until it is over."""
        last, link = "", self._link
        while not link.over.is_set():
            try:
                if not last:
                    last = self._learn_all()
                for _, entries in link.redis.xread({link.key("news"): last}, count=500, block=BLOCK_MS) or ():
                    for place, news in entries:
                        last = place
                        self._hear(news)
            except AWAY as error:
                if link.over.is_set():
                    return
                link.ill(error)
                last = ""
                link.over.wait(1.0)

    def _learn_all(self) -> str:
        """All runs as they are now; the place in the news from which on there is more."""
        link = self._link
        newest = link.redis.xrevrange(link.key("news"), count=1)
        self.known = {turn: json.loads(entry) for turn, entry in link.redis.hgetall(link.key("runs")).items()}
        return newest[0][0] if newest else "0-0"

    def _hear(self, news: Mapping[str, str]) -> None:
        match news:
            case {"begun": turn_id, "entry": entry}:
                self.known[turn_id] = json.loads(entry)
            case {"over": turn_id}:
                self.known.pop(turn_id, None)
            case _:
                self._heard(news)

    def _read(self, turn_id: str, far: FarRun) -> None:
        """Until it has ended, or nobody has looked at it for a while."""
        link = self._link
        last, key = "0-0", link.key("run", turn_id)
        while not (link.over.is_set() or far.over) and time.monotonic() - far.looked < UNREAD_S:
            try:
                came = link.redis.xread({key: last}, count=200, block=None if not far.read.is_set() else BLOCK_MS)
                for _, entries in came or ():
                    for place, fields in entries:
                        last = place
                        far.take(fields)
                if not came or far.over:
                    far.read.set()
                if far.lost or (not came and turn_id not in self.known and not link.trouble):
                    break
            except AWAY as error:
                if link.over.is_set():
                    return
                link.ill(error)
                last = "0-0"  # it may begin again; what is told twice is taken once
                link.over.wait(1.0)
        with self._lock:
            if self._far.get(turn_id) is far:
                del self._far[turn_id]
        far.give_up()
        far.read.set()
