"""Who follows the chats and runs of a room on devices of their own: how many there are, and by which links."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.audience import Counted, Guess, Lane, Said, Share, Tally, hashed, tally
from components.room.showing import lanes_of
from components.room.tables import AnswersOf, table_of
from components.store import Store

REACHED_S = 30.0
MOST_FOLLOWERS, MOST_OF_ONE = 1_000, 500  # sockets of all shares, and of one
MOST_COPIES = 500  # of what one link shows


@dataclass(frozen=True, slots=True)
class Reached:
    """Where followers' devices find the room: `address` without the path of a chat, "" where they cannot, and `why`
    then says why; `doubt` is what may still be in the way."""

    address: str = ""
    why: str = ""
    doubt: str = ""


class Audience:
    """Of all shares. The tokens of links stand in memory alone: after a restart a share goes on for who has its link,
    and its owner makes another one for who has not."""

    def __init__(
        self,
        store: Store,
        address: str,
        port: int,
        copies: bool = False,
        *,
        answers_of: AnswersOf,
        elsewhere: Callable[[str], int] = lambda _: 0,
    ) -> None:
        """`address` is how followers reach the room by a proxy, "" where they come straight to `port`;
        `copies`: may they be let go on in chats of their own? `answers_of`: those of an owner's measurement;
        `elsewhere`: how many follow a share at other replicas."""
        self.address, self.port, self.copies = address, port, copies
        self._store, self._answers_of, self._elsewhere = store, answers_of, elsewhere
        self._followers: Counter[str] = Counter()
        self._copied: Counter[str] = Counter()
        self._tokens: dict[str, str] = {}
        self._over: set[str] = set()
        self._lock = threading.Lock()
        self._open: Callable[[], Reached] | None = None
        self._reached: tuple[float, Reached] | None = None
        self._close: Callable[[], None] = lambda: None

    # The server's side

    def opened_by(self, open_door: Callable[[], Reached], close_door: Callable[[], None]) -> None:
        """`open_door` lets followers in from other devices, if it is not done yet, and says where."""
        self._open, self._close = open_door, close_door

    def close(self) -> None:
        """At the room's end, or when nobody is shown anything any more."""
        self._close()

    def by(self, token: str) -> tuple[Share, str] | None:
        """The share whose link that is, and whose it is. Of all that is none the answer is the same, and as quick: what
        is looked up is a hash, of which nobody can choose the beginning."""
        found = self._store.share_by(hashed(token), time.time())
        return None if found is None or found[0].id in self._over else found

    def goes_on(self, share: Share) -> bool:
        """By the database."""
        return self.is_on(share) and self._store.still_shares(share.id, time.time())

    def is_on(self, share: Share) -> bool:
        """As far as this process knows."""
        return share.id not in self._over and time.time() < share.ends

    def join(self, share: Share) -> bool:
        """Is there a place?"""
        with self._lock:
            if self._followers[share.id] >= MOST_OF_ONE or self._followers.total() >= MOST_FOLLOWERS:
                return False
            self._followers[share.id] += 1
            return True

    def leave(self, share: Share) -> None:
        with self._lock:
            self._followers[share.id] -= 1
            if self._followers[share.id] <= 0:
                del self._followers[share.id]

    @property
    def count(self) -> int:
        """Of those who follow now, at this replica."""
        return self._followers.total()

    def here(self) -> dict[str, int]:
        """The same by the ids of shares."""
        with self._lock:
            return dict(self._followers)

    def may_copy(self, share: Share) -> bool:
        """May who follows it go on from it in a chat of their own?"""
        return self.copies and share.shown.copies and share.kind == "chat" and self.is_on(share)

    def copied(self, share: Share) -> bool:
        """Is there room for one more copy? It is counted."""
        with self._lock:
            self._copied[share.id] += 1
            return self._copied[share.id] <= MOST_COPIES

    def guess(self, share: Share) -> Guess | None:
        """What those who follow it are to guess, or have guessed."""
        return self._store.guess_in(share.subject_id) if share.live and share.kind == "chat" else None

    def lanes(self, share: Share, whose: str) -> tuple[str, list[Lane]] | None:
        """Of a run that is shown: its question and its lanes, without texts. None where it is there no more."""
        return lanes_of(self._store, whose, share)

    def table(self, share: Share, whose: str) -> dict[str, Any] | None:
        """Of a measurement that is shown, as it is told. None where it is there no more."""
        return table_of(self._store, self._answers_of, whose, share)

    def tally(self, guess: Guess) -> Tally | None:
        """None before it is revealed."""
        return tally(guess, self._store.votes(guess.id)) if guess.state == "revealed" else None

    def vote(self, share: Share, said: Said) -> Counted | None:
        """None where it can be no answer to that guess."""
        guess = self.guess(share)
        if guess is None or guess.id != said.guess_id:
            return "late"  # it was put away meanwhile
        if guess.choices and said.answer not in guess.choices:
            return None
        return self._store.vote(share.subject_id, said, time.time())

    # The owner's side, by Shares

    def reached(self) -> Reached:
        """As it was found a moment ago; where it was not, or long ago, it is looked at again."""
        now = time.monotonic()
        if self._reached is None or not self._reached[1].address or now - self._reached[0] > REACHED_S:
            found = self._open() if self._open else Reached(why="This room has no door for an audience.")
            self._reached = now, found
        return self._reached[1]

    def following(self, share_id: str) -> int:
        """At all replicas: at others as they told a moment ago."""
        with self._lock:
            here = self._followers.get(share_id, 0)
        return here + self._elsewhere(share_id)

    def keep(self, share: Share, token: str) -> None:
        with self._lock:
            self._tokens[share.id] = token

    def token(self, share_id: str) -> str:
        """ "" where this process did not make it."""
        return self._tokens.get(share_id, "")

    def end(self, share_id: str) -> None:
        with self._lock:
            self._over.add(share_id)
            self._tokens.pop(share_id, None)
