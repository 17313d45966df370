"""Looking after the room: who is there, what they use, what runs, what is shown and kept. It is for administrators, and
knows nothing of what anybody wrote."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from components.conversation import CannotKeep, ModelOf
from components.oversight import (
    Accounts,
    InShort,
    Kept,
    Limits,
    People,
    Person,
    Running,
    SharedLink,
)
from components.room.accounts import account_of, known_once
from components.room.audience import Audience
from components.room.belongings import Belongings
from components.room.entrance import Entrance
from components.room.labels import id_of, label_of
from components.room.limits import limits_of
from components.room.live_runs import LiveRuns
from components.room.retention import DAY_S
from components.room.shares import Shares
from components.settings import Settings
from components.store import Store, UsedBy

LATELY_DAYS = 7
NOT_HERE = {
    "none": "Nobody signs in to this room, so nobody can be signed out: each browser is known by its cookie.",
    "proxy": "A proxy signs people in to this room: there they are signed out, too.",
}

log = logging.getLogger(__name__)


class NotAdministrator(CannotKeep):
    """Whoever asks may not: it is as if nothing were there."""


@dataclass(frozen=True, slots=True)
class Everything:
    """What is behind the check. `belongings` and `shares` are those of any owner; `model_of` knows prices for whoever
    looks."""

    store: Store
    settings: Settings
    entrance: Entrance
    audience: Audience
    runs: LiveRuns
    belongings: Callable[[str], Belongings]
    shares: Callable[[str], Shares]
    model_of: ModelOf


class Administration:
    """Of one owner, who may all of it or nothing: each call looks whether they are an administrator, since there is no
    other way to what it needs. Raises NotAdministrator, and StoreError."""

    def __init__(self, owner: str, everything: Everything) -> None:
        self._owner, self.__behind = owner, everything

    @property
    def may(self) -> bool:
        """Is there anything for them here?"""
        return self.__behind.entrance.administrators.has(self._owner)

    @property
    def _all(self) -> Everything:
        if not self.may:
            raise NotAdministrator("There is no such page.")
        return self.__behind

    # What there is

    def in_short(self) -> InShort:
        all_of_it, now = self._all, time.time()
        today = account_of(all_of_it.store.used_by_all(_midnight()), known_once(all_of_it.model_of))
        people = {seen.owner for seen in all_of_it.store.seen()} | {self._owner}
        return InShort(len(people), today, all_of_it.runs.count, all_of_it.store.count_shares(now))

    def people(self) -> People:
        """Who asked something last comes first."""
        all_of_it = self._all
        running = Counter(all_of_it.runs.owners.values())
        seen = {one.owner: one for one in all_of_it.store.seen()}
        found: list[Person] = []
        for owner in {**seen, self._owner: None}:
            one, you = seen.get(owner), owner == self._owner
            found.append(
                Person(
                    owner,
                    id_of(owner),
                    label_of(owner, one.name if one else ""),
                    one.active if one else None,
                    one.chats if one else 0,
                    (one.signed_out if one else 0.0) or None,
                    running[owner],
                    all_of_it.entrance.ends_for(owner) and not you,
                    you,
                )
            )
        found.sort(key=lambda person: (-(person.active or 0.0), person.label))
        return People(found, NOT_HERE.get(all_of_it.entrance.way, ""))

    def accounts(self) -> tuple[Accounts, list[Accounts]]:
        """Of all together, and of each who asked something lately: who spent most first."""
        all_of_it, midnight = self._all, _midnight()
        model_of = known_once(all_of_it.model_of)
        rows = list(all_of_it.store.used_by_all(_midnight(LATELY_DAYS - 1)))

        def summed(label: str, rows: list[UsedBy]) -> Accounts:
            today = account_of((row for row in rows if row.at >= midnight), model_of)
            return Accounts(label, today, account_of(rows, model_of))

        by_owner: dict[str, list[UsedBy]] = {}
        for row in rows:
            by_owner.setdefault(row.owner, []).append(row)
        labels = self._labels(all_of_it)
        each = [summed(labels(owner), theirs) for owner, theirs in by_owner.items()]
        each.sort(key=lambda one: (-one.lately.spent.usd, -one.lately.asked, one.label))
        return summed("", rows), each

    def limits(self) -> Limits:
        all_of_it = self._all
        charged = all_of_it.store.charged_by_owner(_midnight())
        return limits_of(all_of_it.settings, charged, self._labels(all_of_it), _midnight(-1))

    def running(self) -> Running:
        all_of_it = self._all
        return Running(all_of_it.runs.all(self._labels(all_of_it)), all_of_it.runs.missing)

    def kept(self) -> Kept:
        all_of_it = self._all
        days = all_of_it.settings.keep_days
        counts = all_of_it.store.counts(None if days is None else time.time() - days * DAY_S)
        engine, size = all_of_it.store.size()
        return Kept(days, engine, size, **counts)

    def links(self) -> list[SharedLink]:
        """The newest first."""
        all_of_it = self._all
        labels, following = self._labels(all_of_it), all_of_it.audience.following
        return [
            SharedLink(one.id, labels(one.owner), one.kind, one.live, one.created, one.ends, following(one.id))
            for one in all_of_it.store.all_shares(time.time())
        ]

    # What is done

    def sign_out(self, who: str) -> bool:
        """Everywhere, at once; whom they let follow does not any more. False where the room cannot."""
        all_of_it = self._all
        if who == self._owner or not all_of_it.entrance.ends_for(who):
            return False
        all_of_it.belongings(who).sign_out()
        self._note("signed somebody out", who)
        return True

    def stop(self, run_id: str) -> bool:
        """Whatever it is a part of, with what would have begun by itself. False where it has ended meanwhile."""
        all_of_it = self._all
        owner = all_of_it.runs.owners.get(run_id)
        if owner is None:
            return False
        all_of_it.runs.stop(owner, run_id)
        self._note("stopped a run", owner)
        return True

    def end_link(self, link_id: str) -> bool:
        """For all who follow by it. False where it has ended meanwhile."""
        all_of_it = self._all
        whose = {one.id: one.owner for one in all_of_it.store.all_shares(time.time())}
        owner = whose.get(link_id)
        if owner is None:
            return False
        all_of_it.shares(owner).end_share(link_id)
        self._note("ended a link", owner)
        return True

    def _note(self, deed: str, whose: str) -> None:
        """Whoever keeps the room running sees what was done to others."""
        log.warning("An administrator (%s) %s: %s.", id_of(self._owner)[:8], deed, id_of(whose)[:8])

    @staticmethod
    def _labels(all_of_it: Everything) -> Callable[[str], str]:
        names: Mapping[str, str] = all_of_it.store.names()
        return lambda owner: label_of(owner, names.get(owner, ""))


def _midnight(days_back: int = 0) -> float:
    """Of the server, as limits have it."""
    today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - timedelta(days=days_back)).timestamp()
