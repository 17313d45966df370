"""The records of what arrives: noted while a turn runs, packed and kept once it is over, by a thread that nobody waits
for."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from components.conversation import CancelToken, StreamEvent, Turn
from components.recordings import Budget, Header, Packer, Recorder, Recording, read_record, unpacked
from components.runner import Reply
from components.store import Store, StoreError
from components.wire import NOBODY, Endpoint, Heard

GATHER_S = 0.25  # so that many that end together are kept together
AT_ONCE, BREATH_S = 200, 0.001  # entries that are packed before others, who have words to show, go first
MOST_TROUBLES = 500
AGAIN_S, MOST_UNKEPT = 2.0, 500  # records that the database did not take are tried again, so many of them
DELETED_S = 600.0  # longer than anything that was deleted can be brought back

log = logging.getLogger(__name__)


class _Ended(NamedTuple):
    owner: str
    header: Header
    recorder: Recorder


class Records:
    """Of the `most` newest turns of each owner; 0: none."""

    def __init__(self, store: Store, most: int) -> None:
        self.most = most
        self._store, self._budget = store, Budget()
        self._waiting: dict[str, _Ended] = {}
        self._troubles: dict[str, str] = {}
        self._unkept: dict[str, bytes] = {}  # packed
        self._closed = False
        self._lock, self._work = threading.Lock(), threading.Event()
        threading.Thread(target=self._keep_all, name="keeps records", daemon=True).start()

    def begin(self, owner: str, turn: Turn, endpoint: Endpoint) -> tuple[Heard, Callable[[Reply], Reply]]:
        """Who hears what arrives for a turn that is asked now; and what its reply is to be led through, so that the
        record is kept when it is over, however that comes."""
        if not self.most:
            return NOBODY, lambda reply: reply
        header = Header(endpoint.name, turn.asked.model, turn.created)
        recorder = Recorder(endpoint.key, self._budget, others=endpoint.secrets)

        def through(reply: Reply) -> Reply:
            def heard(cancel: CancelToken) -> Iterator[StreamEvent]:
                try:
                    yield from reply(cancel)
                finally:
                    self._hand_over(turn.id, _Ended(owner, header, recorder))

            return heard

        return recorder, through

    def close(self) -> None:
        """The room ends: nothing is tried again."""
        self._closed, self._unkept = True, {}

    def recording(self, owner: str, turn_id: str) -> tuple[Recording, bytes] | None:
        """And the same as a file. Raises BrokenRecord."""
        packed = self._store.record(owner, turn_id)
        if packed is None:
            return None
        text = unpacked(packed)
        return read_record(text), text

    def trouble(self, turn_id: str) -> str:
        """Why there is no record of a turn, where that is known; in a sentence."""
        if turn_id in self._waiting:
            return "The record of what arrived is being kept. Look again in a moment."
        return self._troubles.get(turn_id, "")

    def _hand_over(self, turn_id: str, ended: _Ended) -> None:
        if ended.recorder.tries:  # else nothing was sent, and nothing could arrive
            with self._lock:
                self._waiting[turn_id] = ended
            self._work.set()

    def _keep_all(self) -> None:
        try:
            for owner in self._store.owners_of_records():
                self._forget(owner)
        except StoreError as error:
            log.error("Old records could not be looked through: %s", error)
        while True:
            self._work.wait(AGAIN_S if self._unkept else None)
            time.sleep(GATHER_S)
            self._work.clear()
            with self._lock:
                ended = dict(self._waiting)
            self._keep(ended)
            with self._lock:
                for turn_id in ended:
                    self._waiting.pop(turn_id, None)

    def _keep(self, ended: dict[str, _Ended]) -> None:
        """Of many that ended together only those that would not be forgotten at once."""
        packed, self._unkept = self._unkept, {}
        count: Counter[str] = Counter()
        for turn_id, (owner, header, recorder) in reversed(ended.items()):
            count[owner] += 1
            try:
                if count[owner] <= self.most:
                    packed[turn_id] = _packed(header, recorder)
            except Exception as error:
                self._note(turn_id, error)
            finally:
                recorder.forget()
        try:
            self._store.keep_records(packed)
            for turn_id in packed:
                self._troubles.pop(turn_id, None)
            for owner in count:
                self._forget(owner)
        except Exception as error:
            if isinstance(error, StoreError) and not self._closed:
                self._unkept = dict(list(packed.items())[-MOST_UNKEPT:])
            for turn_id in packed:
                self._note(turn_id, error)

    def _forget(self, owner: str) -> None:
        self._store.forget_records(owner, self.most, time.time() - DELETED_S)

    def _note(self, turn_id: str, error: Exception) -> None:
        if turn_id not in self._troubles:
            log.error("A record could not be kept: %s", type(error).__name__)
        why = str(error) if isinstance(error, StoreError) else "It could not be packed."
        self._troubles[turn_id] = f"The record of what arrived could not be kept. {why} The turn itself is not touched."
        while len(self._troubles) > MOST_TROUBLES:
            self._troubles.pop(next(iter(self._troubles)))


def _packed(header: Header, recorder: Recorder) -> bytes:
    packer = Packer(header)
    for number, entry in enumerate(recorder.entries(), 1):
        packer.add(entry)
        if not number % AT_ONCE:
            time.sleep(BREATH_S)
    return packer.packed()
