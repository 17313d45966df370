"""What one owner notes beside thoughts: their own words. No model is sent them, and no search reads them."""

import secrets
import time
from dataclasses import replace

from components.conversation import Note, Turn, body_of, notes_in_order, placed_in, why_no_note
from components.room.dispatch import Dispatch
from components.store import Store

GONE = "This thought was deleted meanwhile."
NOTHING = "There are no words to note something beside."


class Notes:
    """Of one owner: what belongs to another does not exist for it. A note is deleted, and comes back, with its turn."""

    def __init__(self, owner: str, store: Store, dispatch: Dispatch) -> None:
        self._owner, self._store, self._dispatch = owner, store, dispatch

    def of(self, turn_id: str) -> list[Note]:
        """As their places stand in the thoughts of that turn."""
        turn = self._turn(turn_id)
        kept = self._store.notes_in(self._owner, turn.chat_id) if turn else []
        return notes_in_order([note for note in kept if note.turn_id == turn_id])

    def in_chat(self, chat_id: str) -> dict[str, tuple[Note, ...]]:
        """By the ids of their turns."""
        conversation = self._store.conversation(self._owner, chat_id)
        found: dict[str, list[Note]] = {}
        for note in self._store.notes_in(self._owner, chat_id) if conversation else []:
            if conversation and note.turn_id in conversation.turns:
                found.setdefault(note.turn_id, []).append(note)
        return {turn_id: tuple(notes_in_order(notes)) for turn_id, notes in found.items()}

    def keep_note(self, turn_id: str, start: int, end: int, body: str) -> str:
        """Beside characters `start` to `end` of the turn's reasoning, which may still grow. Why there is none, "" once
        it is kept."""
        now = time.time()
        return self._add(Note(secrets.token_urlsafe(12), turn_id, start, end, body, now, now))

    def change_note(self, note_id: str, body: str) -> str:
        """Why it is as it was, "" once the other words are kept."""
        body = body_of(body)
        if wrong := why_no_note(body, 0):
            return wrong
        return "" if self._store.change_note(self._owner, note_id, body, time.time()) else GONE

    def remove_note(self, note_id: str) -> Note | None:
        """As it was, so that it can be brought back; None where there is none."""
        if note := self._store.note(self._owner, note_id):
            self._store.remove_note(self._owner, note_id)
        return note

    def bring_back(self, note: Note) -> str:
        """One that was removed, as it was. Why it is not there, "" where it is."""
        return self._add(note)

    def _add(self, note: Note) -> str:
        turn = self._turn(note.turn_id)
        if turn is None:
            return GONE
        (now,) = self._dispatch.texts(self._owner, [turn])
        start, end = placed_in(now.reasoning, note.start, note.end)
        if start == end:
            return NOTHING
        note = replace(note, start=start, end=end, body=body_of(note.body))
        with self._dispatch.lock:
            if wrong := why_no_note(note.body, len(self.of(note.turn_id))):
                return wrong
            return "" if self._store.add_note(self._owner, note) else GONE

    def _turn(self, turn_id: str) -> Turn | None:
        """Without its texts; None where it is not theirs, or was deleted."""
        turn = self._store.texts_of(self._owner, [turn_id]).get(turn_id)
        conversation = self._store.conversation(self._owner, turn.chat_id) if turn else None
        return conversation.turns.get(turn_id) if conversation else None
