"""Chats and measurements as files: taken away, and brought in."""

import re
import secrets
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from components.conversation import REPLAY, CannotKeep, Conversation, Turn, cut_off
from components.export import (
    NOTHING,
    Beside,
    NotRead,
    as_html,
    as_json,
    as_markdown,
    read_whole,
    renamed,
    renamed_beside,
)
from components.recordings import BrokenRecord, Ticks, unpacked
from components.room.chats import Chats
from components.room.guesses import votes_file
from components.room.measurement_files import measurement_file
from components.room.measurements import Measurements
from components.room.recording_files import bring_in_recording, is_recording
from components.room.replays import Replays
from components.store import Store, StoreError

Texts = Callable[[Sequence[Turn]], list[Turn]]
Told = Callable[[int, int], None]
MOST_CHARACTERS = 17_000_000  # of one turn: it is written at once. A room keeps 16 MB of a reply at most

_reading = threading.Lock()  # a file takes several times its size while it is read: one at a time


class Files:
    """Of one owner: what belongs to another does not exist for it. Of their newest turns `most_records` may have a
    record of what arrived."""

    def __init__(
        self,
        owner: str,
        store: Store,
        chats: Chats,
        measurements: Measurements,
        most_records: int,
        replays: Replays,
        changed: Callable[[], None],
    ) -> None:
        self._owner, self._store, self._chats, self._measurements = owner, store, chats, measurements
        self._most_records, self._replays, self._changed = most_records, replays, changed

    def chat(
        self,
        chat_id: str,
        ending: str,
        thoughts: bool = True,
        turn_id: str | None = None,
        arrived: bool = False,
        notes: bool = False,
    ) -> tuple[str, str] | None:
        """Its name without an ending, and what stands in it; with what `arrived`, and with its owner's `notes`, where
        they are wanted. None where there is no such chat, or turn."""
        found = self._chats.conversation(chat_id)
        if found is None or (turn_id and turn_id not in found.turns):
            return None
        beside = self._chats.arrivals.beside(found, arrived)
        if notes:
            beside = replace(beside, notes=self._chats.notes.in_chat(chat_id))
        return file_name(found.chat.title), as_file(found, self._chats.texts, ending, thoughts, turn_id, beside)

    def measurement(self, measurement_id: str, ending: str) -> tuple[str, str] | None:
        """csv, jsonl or svg. None where there is no such measurement."""
        text = measurement_file(self._measurements, measurement_id, ending)
        return None if text is None else (f"thinkroom-{measurement_id}", text)

    def guess(self, guess_id: str) -> tuple[str, str] | None:
        """Its votes as CSV: answer, confidence, second. None where there is no such guess."""
        found = self._store.guess(self._owner, guess_id)
        return None if found is None else (file_name(found.question), votes_file(self._store.votes(guess_id)))

    def recording(
        self, chat_ids: Sequence[str], turn_id: str | None, questions: bool, names: bool, raw: bool
    ) -> tuple[str, str] | None:
        """A file that plays the paths of these chats that are shown, one after the other, or one turn alone: its name,
        and what stands in it; with the `questions`, the title (`names`) and what arrived (`raw`) only where that is
        wanted. None where there is no such chat, or turn. Raises CannotKeep where it would be too large."""
        found = [self._chats.conversation(chat_id) for chat_id in chat_ids]
        there = [one for one in found if one]
        if not there or len(there) < len(found):
            return None
        turns = [turn for one in there for turn in one.path() if turn.status != "queued"]
        if turn_id:
            turns = [one.turns[turn_id] for one in there if turn_id in one.turns]
        if not turns:
            return None
        title = there[0].chat.title if len(there) == 1 else f"{there[0].chat.title} and {len(there) - 1} more"
        told = [_as_it_was(turn) for turn in self._chats.as_they_came(turns)]
        try:
            text = self._chats.arrivals.recorded(title, told, Ticks(questions, names, raw))
        except BrokenRecord as broken:
            raise CannotKeep(str(broken)) from None
        return file_name(title) if names else "recording", text

    def bring_in(self, data: bytes, told: Told = lambda done, of: None) -> tuple[str, str]:
        """As `from_file`; also a recording, which is kept beside the chat that it becomes."""
        if not is_recording(data):
            return from_file(self._store, self._owner, data, self._most_records, told)
        with _one_at_a_time(told):
            found = bring_in_recording(self._store, self._replays, self._owner, data, self._most_records, told)
        self._changed()
        return found


def _as_it_was(turn: Turn) -> Turn:
    """What was played from a recording is told of by the model that spoke there."""
    if turn.asked.provider != REPLAY or not turn.answered_by:
        return turn
    model, _, _ = turn.answered_by.partition(" at ")  # whoever served it
    return replace(turn, asked=replace(turn.asked, model=model))


@contextmanager
def _one_at_a_time(told: Told) -> Generator[None]:
    """`told` hears that another file is read."""
    while not _reading.acquire(timeout=0.2):
        told(0, 0)
    try:
        yield
    finally:
        _reading.release()


def as_file(
    found: Conversation,
    texts: Texts,
    ending: str,
    thoughts: bool,
    turn_id: str | None = None,
    beside: Beside = NOTHING,
) -> str:
    """json: all of it, with what stands `beside` it. html and md: the path that is shown, or one turn alone, with the
    notes."""
    if ending == "json":
        return as_json(replace(found, turns={turn.id: turn for turn in texts(list(found.turns.values()))}), beside)
    shown = [turn for turn in found.path() if turn_id in (None, turn.id)]
    return (as_html if ending == "html" else as_markdown)(found.chat, texts(shown), thoughts, beside.notes)


def file_name(title: str) -> str:
    """Without an ending."""
    return "-".join(re.findall(r"\w+", title.lower())[:6])[:80] or "chat"


def from_file(
    store: Store, owner: str, data: bytes, most_records: int = 0, told: Told = lambda done, of: None
) -> tuple[str, str]:
    """The new chat's id, and what is wrong with the file: one of them is "". Raises StoreError; then nothing is kept.
    What had not ended where it was saved does not go on here. Of an owner's newest turns `most_records` may have one.
    `told` hears how many turns are there, and of how many: of none while another file is read."""
    with _one_at_a_time(told):
        try:
            read, there = read_whole(data)
            found = _checked(renamed(read, secrets.token_urlsafe(16), _new_id, owner))
            beside = renamed_beside(there, dict(zip(read.turns, found.turns, strict=True)), _new_id)
            records = _newest(found, beside.records, most_records)
        except NotRead as error:
            return "", str(error)
        turns = {turn.id: turn if turn.ended else cut_off(turn) for turn in found.turns.values()}
        store.add_whole(replace(found, turns=turns), lambda done: told(done, len(turns)), beside.notes)
        with suppress(StoreError):  # the chat itself is there
            store.mark_readings(beside.readings)
            if records:
                store.keep_records(records)
                store.forget_records(owner, most_records, 0.0)
        return found.chat.id, ""


def _new_id() -> str:
    return secrets.token_urlsafe(12)


def _checked(found: Conversation) -> Conversation:
    for number, turn in enumerate(found.turns.values(), 1):
        if len(turn.question) + len(turn.reasoning) + len(turn.answer) > MOST_CHARACTERS:
            raise NotRead(f"Turn {number} has more than {MOST_CHARACTERS:,} characters.")
    return found


def _newest(found: Conversation, records: Mapping[str, bytes], most: int) -> dict[str, bytes]:
    """Those of the newest turns, if they unpack. What their lines say is judged when somebody looks at them."""
    numbers = {turn_id: number for number, turn_id in enumerate(found.turns, 1)}
    ids = sorted(records, key=lambda turn_id: found.turns[turn_id].created, reverse=True)[:most]
    for turn_id in ids:
        try:
            unpacked(records[turn_id])
        except BrokenRecord as broken:
            raise NotRead(
                f"In this chat file, the record of what arrived for turn {numbers[turn_id]} cannot be read. {broken}"
            ) from None
    return {turn_id: records[turn_id] for turn_id in ids}
