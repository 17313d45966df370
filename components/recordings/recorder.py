"""What arrives, noted while it arrives: one writer, bounded memory, and nothing that could hold the turn up."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from components.recordings.asides import without_asides
from components.recordings.keys import scrubbed, scrubbed_text
from components.recordings.packing import MOST_UNPACKED
from components.recordings.recording import END, HEAD, LEFT_OUT, READ, TRY, Entry

MOST_HELD = 128_000_000  # bytes, of all records that grow at the same time
AROUND = 200  # bytes that a read takes here beside its own
MOST_TRIES = 40
LONGEST_VALUE, MOST_HEADERS = 300, 40
# What tells something of a reply; cookies and whatever else could hold a secret do not.
TELLING = (
    *("content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "date", "server", "via"),
    *("location", "retry-after", "www-authenticate", "x-request-id", "request-id", "x-generation-id", "cf-ray", "age"),
    *("openai-processing-ms", "openai-version", "x-envoy-upstream-service-time", "cache-control", "x-accel-buffering"),
)


class Budget:
    """How much all recorders of a process may hold together."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self._left, self._lock = most, threading.Lock()

    def take(self, size: int) -> bool:
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True

    def give(self, size: int) -> None:
        with self._lock:
            self._left += size


class Recorder:
    """Is told of every request for one turn and of what came for it, by the thread that reads it. Nothing here raises,
    waits or reckons. `key` and `others` were sent along, and are in no entry. `begun` is the moment (monotonic) the
    times count from."""

    def __init__(
        self,
        key: str,
        budget: Budget,
        begun: float | None = None,
        most: int = MOST_UNPACKED,
        others: Sequence[str] = (),
    ) -> None:
        self._keys = (key, *sorted(others, key=len, reverse=True))
        self._budget, self._most = budget, most
        self._begun = time.monotonic() if begun is None else begun
        self._noted: list[tuple[float, str, Any]] = []
        self._tries = self._held = 0
        self._full = False

    def asked(self, to: str) -> None:
        """A request goes to this address."""
        self._tries += 1
        self._full = self._tries > MOST_TRIES
        self._note(TRY, (self._tries, to))

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        self._note(HEAD, (status, headers))

    def read(self, data: bytes) -> None:
        size = len(data) + AROUND
        if self._full or self._held + size > self._most or not self._budget.take(size):
            self._leave_out(len(data))
            return
        self._held += size
        self._note(READ, data)

    def ended(self, whole: bool, said: str = "") -> None:
        """`whole`: all of the reply came; else its connection broke, and `said` are the words for that."""
        self._note(END, ("whole" if whole else "broken", said))

    @property
    def tries(self) -> int:
        return self._tries

    def entries(self) -> Iterator[Entry]:
        """What was noted, without keys and asides. Not while it is still being told."""
        for code, run in groupby(self._noted, key=lambda noted: noted[1]):
            if code == READ:
                noted = list(run)
                reads = without_asides([read for _, _, read in noted])
                for key in self._keys:
                    reads = scrubbed(reads, key)
                yield from (Entry(at, READ, read) for (at, _, _), read in zip(noted, reads, strict=True))
            else:
                yield from (Entry(at, code, self._told(code, what)) for at, _, what in run)

    def forget(self) -> None:
        self._noted = []
        self._budget.give(self._held)
        self._held = 0

    def _told(self, code: str, what: Any) -> Mapping[str, Any]:
        if code == TRY:
            return {"no": what[0], "to": self._clean(what[1])}
        if code == END:
            return {"how": what[0], "said": self._clean(what[1])}
        if code == LEFT_OUT:
            return {"reads": what[0], "bytes": what[1]}
        status, headers = what
        told = [name for name in headers if name.lower() in TELLING or "ratelimit" in name.lower()]
        return {"status": status, "headers": {name.lower(): self._clean(headers[name]) for name in told[:MOST_HEADERS]}}

    def _clean(self, text: str) -> str:
        for key in self._keys:
            text = scrubbed_text(text, key)
        return text[:LONGEST_VALUE]

    def _leave_out(self, size: int) -> None:
        """From here to the end of this try: what follows a gap must not seem to follow what stands before it."""
        self._full = True
        if self._noted and self._noted[-1][1] == LEFT_OUT:
            at, _, (reads, before) = self._noted[-1]
            self._noted[-1] = (at, LEFT_OUT, (reads + 1, before + size))
        else:
            self._note(LEFT_OUT, (1, size))

    def _note(self, code: str, what: Any) -> None:
        if self._tries <= MOST_TRIES:
            self._noted.append((time.monotonic() - self._begun, code, what))
