"""What one owner shows to others: chats, runs and measurements, until they end it or its time is over."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from components.audience import LONGEST_S, Kind, Share, Shown, hashed, new_token
from components.conversation import Asked
from components.room.audience import Audience, Reached
from components.room.copying import copy_of
from components.room.showing import ended_of, lanes_of, may_name
from components.store import Store


@dataclass(frozen=True, slots=True)
class Link:
    """`token` is "" where nobody has it any more but who was given it; so many are `following` now."""

    share: Share
    token: str
    following: int


class Shares:
    """Of one owner: what belongs to another does not exist for it. Where `may` is false it shows none: letting others
    in is for the person who started the room."""

    def __init__(
        self, owner: str, may: bool, store: Store, audience: Audience, first_choice: Callable[[], Asked]
    ) -> None:
        """`first_choice`: what a new chat of theirs is asked with."""
        self.may = may
        self._owner, self._store, self._audience, self._first_choice = owner, store, audience, first_choice

    @property
    def copies(self) -> bool:
        """May others be let go on from a chat that they follow?"""
        return self.may and self._audience.copies

    def reached(self) -> Reached:
        """Where others find what is shown. It opens the door for them."""
        return self._audience.reached() if self.may else Reached(why="Only who started this room can let others in.")

    def of(self, subject_id: str, kind: Kind = "chat") -> list[Link]:
        return [self._link(share) for share in self._store.shares(self._owner, kind, subject_id, time.time())]

    def all(self) -> list[Link]:
        return [self._link(share) for share in self._store.shares_of(self._owner, time.time())]

    def let_follow(
        self, subject_id: str, shown: Shown, lasts_s: float, frozen: bool = False, kind: Kind = "chat"
    ) -> Link | None:
        """For so long, a week at most; `frozen`: as it is now, without what is on its way. None where there is no such
        chat or run for them, or it is to be frozen and nothing of it has ended."""
        now, token = time.time(), new_token()
        ends = now + min(max(lasts_s, 0.0), LONGEST_S)
        share = Share(secrets.token_urlsafe(12), subject_id, shown, now, ends, kind=kind)
        ended = self._ended(share) if self.may else None
        if ended is None or (frozen and not ended):
            return None
        if frozen:  # who is whose in a blind race stays as it is, too
            names = shown.names and may_name(self._store, self._owner, share)
            share = replace(share, frozen=ended, shown=replace(shown, names=names))
        # Without its questions there is nothing to go on from.
        copies = share.shown.copies and share.shown.questions and kind == "chat" and self.copies
        share = replace(share, shown=replace(share.shown, copies=copies))
        self._store.forget_ended_shares(now)
        self._store.add_share(share, hashed(token))
        self._audience.keep(share, token)
        return self._link(share)

    def end_share(self, share_id: str) -> None:
        """At once, for good."""
        if any(share.id == share_id for share in self._store.shares_of(self._owner, time.time())):
            self._audience.end(share_id)
            self._store.end_share(self._owner, share_id)

    def copy_from(self, token: str) -> str:
        """What the link with that token lets see of another's chat, in a chat of one's own; nobody is asked anything.
        Its id, "" where that may not be."""
        found = self._audience.by(token)
        if found is None or not self._audience.may_copy(found[0]):
            return ""
        share, whose = found
        conversation = self._store.conversation(whose, share.subject_id)
        path = [] if conversation is None else conversation.path()
        if share.frozen and conversation:
            path = [turn for name in share.frozen if (turn := conversation.turns.get(name))]
        texts = self._store.texts_of(whose, [turn.id for turn in path if turn.ended])
        turns = [texts[turn.id] for turn in path if turn.id in texts]
        if conversation is None or not turns or not self._audience.copied(share):
            return ""
        copy = copy_of(conversation.chat.title, turns, share.shown, self._owner, self._first_choice())
        self._store.add_whole(copy)
        return copy.chat.id

    def _ended(self, share: Share) -> tuple[str, ...] | None:
        """What of it has, by the ids of turns, or as the table that is told; None where there is no such thing."""
        if share.kind == "measurement":
            table = self._audience.table(share, self._owner)
            return None if table is None else (json.dumps(table),) if table["done"] else ()
        if share.kind == "chat":
            conversation = self._store.conversation(self._owner, share.subject_id)
            return tuple(turn.id for turn in conversation.path() if turn.ended) if conversation else None
        there = lanes_of(self._store, self._owner, share)
        return ended_of(there[1]) if there else None

    def following(self, share_id: str) -> int:
        return self._audience.following(share_id) if self.may else 0

    def _link(self, share: Share) -> Link:
        return Link(share, self._audience.token(share.id), self._audience.following(share.id))
