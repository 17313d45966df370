"""What people typed in secret, by owner: in memory, never on disk in the clear, never in a log or a repr. Where a room
has several processes, all of them know it, by an encrypted record for each owner.

Each value has the moment when it was typed, and what was taken back stays as an empty one: the newest is right, whoever
has it. So a process that was alone for a while gives what it heard meanwhile to the others, and a Redis that comes back
empty is filled again.
"""

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from components.relay import Away, Unreadable, Vault
from components.room.shared import Shared

LASTS_S = 12 * 3_600.0  # after it was last used
LOOK_S = 0.5  # what others know is not looked at more often
MOST, RECENT_S = 10_000, 60.0  # owners of whom it is known that they typed nothing, and were not here for so long

Lost = Literal["", "away", "unreadable", "unused"]


class _Value(NamedTuple):
    value: str
    at: float  # seconds since the epoch


@dataclass(slots=True)
class _Record:
    values: dict[str, _Value] = field(default_factory=dict[str, _Value], repr=False)
    looked: float | None = None  # monotonic
    used: float = field(default_factory=time.monotonic)
    lost: Lost = ""
    # Of one owner alone: while Redis is slow nobody waits for what another one typed.
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)


class Typed:
    """`shared`: with the other processes of the room."""

    def __init__(self, vault: Vault | None = None, shared: Shared | None = None) -> None:
        self._vault, self._shared = vault, shared
        self._records: dict[str, _Record] = {}
        self._lock = threading.Lock()

    @property
    def lasts_s(self) -> float | None:
        """After its last use; None: as long as the process."""
        return LASTS_S if self._vault else None

    def of(self, owner: str) -> dict[str, str]:
        """By name, in the order of their coming. It is used by that."""
        with self._of(owner) as record:
            values = dict(record.values)
        return {name: one.value for name, one in sorted(values.items(), key=lambda item: item[1].at) if one.value}

    def put(self, owner: str, name: str, value: str) -> None:
        """ "" takes it back."""
        with self._of(owner) as record:
            before = record.values.get(name)
            if not value and (before is None or not before.value):
                return
            record.values[name] = _Value(value, max(time.time(), before.at + 1e-6 if before else 0.0))
            if self._vault is None and not value:
                del record.values[name]
            record.looked, record.lost = None, ""
            self._look(owner, record)

    def hand_over(self, owner: str, heir: str) -> None:
        """All of it. Where the heir has one of the same name, theirs stays."""
        if owner == heir:
            return
        theirs = self.of(heir)
        for name, value in self.of(owner).items():
            if name not in theirs:
                self.put(heir, name, value)
            self.put(owner, name, "")

    def lost(self, owner: str) -> Lost:
        """Why what they typed before may be missing here."""
        with self._of(owner) as record:
            return record.lost

    @contextmanager
    def _of(self, owner: str) -> Generator[_Record]:
        """For whoever has it alone, as it is now."""
        with self._lock:
            record = self._records.setdefault(owner, _Record())
            if len(self._records) > MOST:
                since = time.monotonic() - RECENT_S
                self._records = {
                    name: one for name, one in self._records.items() if one is record or one.values or one.used > since
                }
        with record.lock:
            self._look(owner, record)
            record.used = time.monotonic()
            yield record

    def _look(self, owner: str, record: _Record) -> None:
        """What others know, and what they do not."""
        now = time.monotonic()
        if not (self._vault and self._shared):
            return
        if record.values and now - record.used > LASTS_S:
            record.values, record.lost = {}, "unused"
        if record.looked is not None and now - record.looked < LOOK_S:
            return
        record.looked, name = now, self._shared.hidden("typed", owner)
        there: dict[str, _Value] = {}
        unreadable = False
        try:
            try:
                there = _values(self._vault.get(name, LASTS_S))
            except Unreadable:
                unreadable = True
            newest = there | {
                one: mine for one, mine in record.values.items() if one not in there or there[one].at < mine.at
            }
            if newest != there:
                self._vault.put(name, json.dumps(newest), LASTS_S)
        except Away:
            record.lost = "away"
            return
        record.values = newest
        if record.lost == "away" or newest:
            record.lost = ""
        if unreadable and not newest:
            record.lost = "unreadable"


def _values(text: str | None) -> dict[str, _Value]:
    """Raises Unreadable."""
    try:
        return {} if text is None else {name: _Value(str(value), float(at)) for name, (value, at) in _object(text)}
    except (ValueError, TypeError):
        raise Unreadable from None


def _object(text: str) -> list[tuple[str, tuple[str, float]]]:
    found: dict[str, tuple[str, float]] = json.loads(text)
    return list(found.items())
