"""What arrived for a turn, to be looked at and to be read again as this room reads today."""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from components.conversation import Conversation, Draft, Failure, KeyRefused, Piece, Turn, TurnFailed, joined
from components.export import Beside
from components.recordings import Arrived, BrokenRecord, Entry, Event, Ticks, Try, recorded, rows_of, tries_of
from components.room.preflight import whose_key
from components.room.records import Records
from components.room.servers import Servers
from components.store import Store
from components.wire import Came, Endpoint, label_of, provider_at, read_again, row_of, server_events

NOTHING = "Nothing arrived for this turn, so there is nothing to read again."


class Arrivals:
    """Of one owner: what belongs to another does not exist for it."""

    def __init__(self, owner: str, store: Store, servers: Servers, records: Records) -> None:
        self._owner, self._store, self._servers, self._records = owner, store, servers, records

    def look(self, chat_id: str, turn_id: str) -> Arrived:
        turn, tries, found = self._found(chat_id, turn_id)
        if turn is None or not tries:
            return Arrived(why_none=found if isinstance(found, str) else NOTHING)
        rows = [
            row
            for number, one in enumerate(tries, 1)
            for row in rows_of(number, one, [[Event(*event) for event in events] for events in _events(one)])
        ]
        return Arrived(rows, found if isinstance(found, bytes) else b"", why_once=_why_once(tries[-1]))

    def read_again(self, chat_id: str, turn_id: str) -> tuple[Turn | None, str]:
        """Another version of a turn, made of what arrived for it; or why there is none. The first stays as it is. It
        sends nothing, and costs nothing."""
        turn, tries, found = self._found(chat_id, turn_id)
        if turn is None or not tries:
            return None, found if isinstance(found, str) else NOTHING
        if why := _why_once(tries[-1]):
            return None, why
        begun = Turn(
            secrets.token_urlsafe(12), chat_id, turn.parent_id, time.time(), turn.question, turn.asked, given=turn.given
        )
        again = self._read(begun, turn, tries[-1], self._endpoint(turn.asked.provider))
        self._store.add_reading(again, self._origin(turn_id))
        return again, ""

    def beside(self, conversation: Conversation, with_records: bool) -> Beside:
        """What goes into a file beside the turns of a chat; what arrived only where its owner wants that."""
        chat_id, there = conversation.chat.id, conversation.turns
        records = self._store.records_in(self._owner, chat_id) if with_records else {}
        readings = self._store.readings_in(self._owner, chat_id)
        return Beside(
            {turn_id: record for turn_id, record in records.items() if turn_id in there},
            {turn_id: origin for turn_id, origin in readings.items() if turn_id in there},
        )

    def recorded(self, title: str, turns: Sequence[Turn], ticks: Ticks) -> str:
        """A file that plays these turns, which have their texts, one after the other. Raises BrokenRecord where it
        would be too large."""
        keys = [secret for endpoint in self._servers.all(self._owner) for secret in endpoint.secrets]
        return recorded(title, [self._finely(turn) for turn in turns], ticks, keys)

    def is_reading(self, turn_id: str) -> bool:
        return self._origin(turn_id) != turn_id

    def _finely(self, turn: Turn) -> tuple[Turn, tuple[Entry, ...]]:
        """A turn with each of its pieces at the time at which it came, where there is a record that tells that; and
        what arrived for it. The store keeps those together that came in the same half second."""
        try:
            found = self._records.recording(self._owner, self._origin(turn.id))
        except BrokenRecord:
            found = None
        if found is None:
            return turn, ()
        entries, tries = found[0].entries, tries_of(found[0])
        if tries and not _why_once(tries[-1]):
            pieces = self._read(turn, turn, tries[-1], self._endpoint(turn.asked.provider)).pieces
            if _untimed(pieces) == _untimed(turn.pieces):
                # The clock of a record begins before that of its turn, which may have waited for a place.
                late = (_first(pieces) or 0.0) - (_first(turn.pieces) or 0.0)
                pieces = tuple(piece._replace(at=_earlier(piece.at, late)) for piece in pieces)
                entries = tuple(entry._replace(at=_earlier(entry.at, late) or 0.0) for entry in entries)
                turn = replace(turn, reply=replace(turn.reply, pieces=pieces))
        return turn, entries

    def _found(self, chat_id: str, turn_id: str) -> tuple[Turn | None, list[Try], bytes | str]:
        """The turn with its texts, its tries and its record as a file; or why there is none."""
        conversation = self._store.conversation(self._owner, chat_id)
        if conversation is None or turn_id not in conversation.turns:
            return None, [], "This turn was deleted meanwhile."
        origin = self._origin(turn_id)
        try:
            found = self._records.recording(self._owner, origin)
        except BrokenRecord as broken:
            return None, [], str(broken)
        if found is None:
            return None, [], self._records.trouble(origin) or self._why_none()
        recording, text = found
        return self._store.with_texts([turn_id])[turn_id], tries_of(recording), text

    def _origin(self, turn_id: str) -> str:
        """The turn whose record it is."""
        return self._store.origins(self._owner, [turn_id]).get(turn_id, turn_id)

    def _why_none(self) -> str:
        if not self._records.most:
            return "This room keeps no records of what arrives (THINKROOM_RECORDS is 0)."
        return (
            "There is no record of what arrived for this turn. The room keeps those of your "
            f"{self._records.most:,} newest turns; of what came from a file, or was asked before there were records, "
            "it has none."
        )

    def _endpoint(self, name: str) -> Endpoint:
        """As it is now, or what is known of one that is gone."""
        endpoint = self._servers.get(self._owner, name)
        return endpoint if endpoint.name == name else _gone(name)

    def _read(self, begun: Turn, first: Turn, one: Try, endpoint: Endpoint) -> Turn:
        """Each event has the time at which the read arrived that it is made of."""
        draft, at = Draft(), one.at
        failure: Failure | None = None

        def reads() -> Iterator[bytes]:
            nonlocal at
            for read in one.reads:
                at = read.at
                yield read.data

        came = Came(one.status or 0, reads(), one.how, one.headers)
        try:
            for event in read_again(came, endpoint, first.asked.model, first.given, first.taken):
                draft.fold(event, at)
        except KeyRefused as refused:
            failure = whose_key(refused, endpoint, self._servers).failure
        except TurnFailed as error:
            failure = error.failure
        if failure is None and draft.progress.reply.failure is None and one.how == "left":
            # The room, or whoever asked, read no further: then it ended as it did.
            status, failure = first.status, first.failure
        else:
            status = "failed" if failure or draft.progress.reply.failure else "done"
        ended = first.times.ended if first.times.ended is not None else one.ended or at
        draft.end(status if status in ("stopped", "failed") else "done", ended, failure)
        again = draft.turn(begun)
        if first.reply.upstream:  # its record has no more than that it was told
            again = replace(again, reply=replace(again.reply, upstream=first.reply.upstream))
        if again.failure:  # what it was asked to wait is over
            over = replace(again.failure, retry_after_s=None)
            return replace(again, reply=replace(again.reply, failure=over))
        return again


def _untimed(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece._replace(at=None) for piece in joined(pieces)]


def _first(pieces: Sequence[Piece]) -> float | None:
    return next((piece.at for piece in pieces if piece.at is not None), None)


def _earlier(at: float | None, late: float) -> float | None:
    return None if at is None else max(at - late, 0.0)


def _gone(name: str) -> Endpoint:
    return Endpoint(name, row_of(name) or replace(provider_at(""), label=label_of(name)), "")


def _events(one: Try) -> Iterator[list[tuple[str, bytes]]]:
    for events in server_events([read.data for read in one.reads]):
        yield [(event.name, event.data) for event in events]


def _why_once(last: Try) -> str:
    if last.status is None:
        return NOTHING
    if last.left_out:
        return f"{last.left_out:,} bytes of what arrived are not in this record, so it cannot be read again."
    return ""
