"""What one owner shows to others: chats, until they end it or its time is over."""

import secrets
import time
from dataclasses import dataclass

from components.audience import LONGEST_S, Share, Shown, hashed, new_token
from components.room.audience import Audience, Reached
from components.store import Store


@dataclass(frozen=True, slots=True)
class Link:
    """`token` is "" where nobody has it any more but who was given it; so many are `following` now."""

    share: Share
    token: str
    following: int


class Shares:
    """Of one owner: chats of another do not exist for it. Where `may` is false it shows none: letting others in is for
    the person who started the room."""

    def __init__(self, owner: str, may: bool, store: Store, audience: Audience) -> None:
        self.may = may
        self._owner, self._store, self._audience = owner, store, audience

    def reached(self) -> Reached:
        """Where others find what is shown. It opens the door for them."""
        return self._audience.reached() if self.may else Reached(why="Only who started this room can let others in.")

    def of(self, chat_id: str) -> list[Link]:
        return [self._link(share) for share in self._store.shares(self._owner, chat_id, time.time())]

    def all(self) -> list[Link]:
        return [self._link(share) for share in self._store.shares_of(self._owner, time.time())]

    def let_follow(self, chat_id: str, shown: Shown, lasts_s: float, frozen: bool = False) -> Link | None:
        """For so long, a week at most; `frozen`: as it is now, without what is on its way. None where there is no such
        chat for them, or nothing of it has ended."""
        conversation = self._store.conversation(self._owner, chat_id) if self.may else None
        if conversation is None:
            return None
        turns = tuple(turn.id for turn in conversation.path() if turn.ended) if frozen else ()
        if frozen and not turns:
            return None
        now, token = time.time(), new_token()
        self._store.forget_ended_shares(now)
        ends = now + min(max(lasts_s, 0.0), LONGEST_S)
        share = Share(secrets.token_urlsafe(12), chat_id, shown, now, ends, turns)
        self._store.add_share(share, hashed(token))
        self._audience.keep(share, token)
        return self._link(share)

    def end_share(self, share_id: str) -> None:
        """At once, for good."""
        if any(share.id == share_id for share in self._store.shares_of(self._owner, time.time())):
            self._audience.end(share_id)
            self._store.end_share(self._owner, share_id)

    def following(self, share_id: str) -> int:
        return self._audience.following(share_id) if self.may else 0

    def _link(self, share: Share) -> Link:
        return Link(share, self._audience.token(share.id), self._audience.following(share.id))
