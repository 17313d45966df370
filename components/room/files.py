"""Chats and measurements as files: taken away, and brought in."""

import re
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from components.conversation import Conversation, Turn, cut_off
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
from components.recordings import BrokenRecord, unpacked
from components.room.chats import Chats
from components.room.measurement_files import measurement_file
from components.room.measurements import Measurements
from components.store import Store, StoreError

Texts = Callable[[Sequence[Turn]], list[Turn]]
Told = Callable[[int, int], None]
MOST_CHARACTERS = 17_000_000  # of one turn: it is written at once. A room keeps 16 MB of a reply at most

_reading = threading.Lock()  # a file takes several times its size while it is read: one at a time


class Files:
    """Of one owner: what belongs to another does not exist for it. Of their newest turns `most_records` may have a
    record of what arrived."""

    def __init__(self, owner: str, store: Store, chats: Chats, measurements: Measurements, most_records: int) -> None:
        self._owner, self._store, self._chats, self._measurements = owner, store, chats, measurements
        self._most_records = most_records

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

    def bring_in(self, data: bytes, told: Told = lambda done, of: None) -> tuple[str, str]:
        """As `from_file`."""
        return from_file(self._store, self._owner, data, self._most_records, told)


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
    while not _reading.acquire(timeout=0.2):
        told(0, 0)
    try:
        read, there = read_whole(data)
        found = _checked(renamed(read, secrets.token_urlsafe(16), _new_id, owner))
        beside = renamed_beside(there, dict(zip(read.turns, found.turns, strict=True)), _new_id)
        records = _newest(found, beside.records, most_records)
    except NotRead as error:
        return "", str(error)
    else:
        turns = {turn.id: turn if turn.ended else cut_off(turn) for turn in found.turns.values()}
        store.add_whole(replace(found, turns=turns), lambda done: told(done, len(turns)), beside.notes)
        with suppress(StoreError):  # the chat itself is there
            store.mark_readings(beside.readings)
            if records:
                store.keep_records(records)
                store.forget_records(owner, most_records, 0.0)
        return found.chat.id, ""
    finally:
        _reading.release()


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
            raise NotRead(f"The record of turn {numbers[turn_id]} cannot be read. {broken}") from None
    return {turn_id: records[turn_id] for turn_id in ids}
