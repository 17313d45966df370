"""The recordings that answer questions: those that an owner brought in, and those that come with the room."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from components import recordings
from components.conversation import CancelToken, Noted, StreamEvent, titled
from components.recordings import ENDING, BrokenRecord, Session, read_session, unpacked
from components.recordings.writing import MOST_OF_A_FILE
from components.replay import Plays, ReplayServer, Tape, described
from components.runner import Reply
from components.store import Store

EXAMPLES = Path(recordings.__file__).parent / "examples"
DESCRIPTION = "A recording. It answers the questions that are in it, at the pace at which they were answered."
MOST_OPEN = 8  # sessions that are held ready: each may be large


class Replays:
    """One a process. What is one owner's is found by nobody else: an address names its owner by a random word that is
    made anew with each process, and tells nobody who that is."""

    def __init__(self, store: Store) -> None:
        self._store, self._plays = store, Plays()
        self._words: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._open: OrderedDict[tuple[str, str], Session] = OrderedDict()
        self._lock = threading.Lock()

    def address(self, owner: str) -> str:
        """Under a reserved name (RFC 2606), which no network knows."""
        with self._lock:
            word = self._words.setdefault(owner, secrets.token_urlsafe(12))
            self._owners[word] = owner
        return f"http://recording.invalid/{word}/v1"

    def server(self, base_url: str, paced: bool) -> ReplayServer:
        word = urlsplit(base_url).path.split("/")[1]
        return ReplayServer(OwnShelf(self, self._owners.get(word, "")), self._plays, word, paced)

    def names(self, owner: str) -> list[str]:
        """The newest first, and last what comes with the room."""
        return list(dict.fromkeys([*(kept.title for kept in self._store.recordings(owner)), *examples()]))

    def free_name(self, owner: str, wanted: str, instead_of: str = "") -> str:
        """As it is wanted, or with a number where another one is called so."""
        wanted = titled(" ".join(wanted.split())) or "Recording"
        taken, name, number = {*self.names(owner)} - {instead_of}, wanted, 1
        while name in taken:
            number += 1
            name = titled(f"{wanted[:180]} ({number})")
        return name

    def tape(self, owner: str, name: str) -> Tape | None:
        """None also where it cannot be read."""
        for kept in self._store.recordings(owner):
            if kept.title == name:
                session = self._session(owner, kept.id)
                return session and Tape(name, session)
        session = examples().get(name)
        return session and Tape(name, session)

    def told(self, owner: str, name: str) -> str:
        """Whose words its turns are, in a sentence; "" where there is no such recording."""
        tape = self.tape(owner, name)
        return told_of(tape.session) if tape else ""

    def _session(self, owner: str, recording_id: str) -> Session | None:
        with self._lock:
            if found := self._open.get((owner, recording_id)):
                self._open.move_to_end((owner, recording_id))
                return found
        packed = self._store.packed_recording(owner, recording_id)
        if packed is None:
            return None
        try:
            found = read_session(unpacked(packed, MOST_OF_A_FILE, MOST_OF_A_FILE))
        except BrokenRecord:
            return None
        with self._lock:
            self._open[owner, recording_id] = found
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return found


class OwnShelf:
    """Of one owner."""

    def __init__(self, replays: Replays, owner: str) -> None:
        self._replays, self._owner = replays, owner

    def names(self) -> Sequence[tuple[str, str]]:
        return [(name, DESCRIPTION) for name in self._replays.names(self._owner)]

    def tape(self, name: str) -> Tape | None:
        return self._replays.tape(self._owner, name)


@cache
def examples() -> dict[str, Session]:
    """Those that come with the room, by their titles."""
    found = (read_session(path.read_bytes()) for path in sorted(EXAMPLES.glob(f"*{ENDING}")))
    return {session.header.title: session for session in found}


def told_of(session: Session) -> str:
    return described([turn.asked.model for turn in session.turns], session.header.started)


def noted(reply: Reply, sentence: str) -> Reply:
    """The same reply with this said beside it, as soon as anything comes."""

    def told(cancel: CancelToken) -> Iterator[StreamEvent]:
        for number, event in enumerate(reply(cancel)):
            yield event
            if not number and sentence:
                yield Noted(sentence)

    return told
