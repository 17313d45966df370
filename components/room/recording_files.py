"""A recording brought in: a chat that can be looked at and played, and a recording that answers questions."""

import gzip
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from components.conversation import REPLAY, Asked, Chat, Conversation, Piece, Turn
from components.recordings import BrokenRecord, Header, Packer, Recorded, Session, read_session
from components.recordings.lines import BOM, KIND
from components.recordings.session import CUT_OFF
from components.replay import described
from components.room.replays import Replays
from components.store import Store, StoreError

NO_QUESTION = "…"  # where the recording does not tell it
Told = Callable[[int, int], None]


def is_recording(data: bytes) -> bool:
    """By its first line; whether it can be read is another matter."""
    first = next((line for line in data[:65_536].removeprefix(BOM).splitlines() if not line.startswith(b"#")), b"")
    return b'"thinkroom"' in first and f'"{KIND}"'.encode() in first


def bring_in_recording(
    store: Store, replays: Replays, owner: str, data: bytes, most_records: int, told: Told
) -> tuple[str, str]:
    """The new chat's id, and what is wrong with the file: one of them is "". Raises StoreError; then nothing is kept.
    Its turns are marked as a replay, and their pieces keep their times."""
    try:
        session = read_session(data)
    except BrokenRecord as broken:
        return "", str(broken)
    if all(turn.reply.failure == CUT_OFF and not turn.reply.pieces for turn in session.turns):
        return "", "This recording has nothing that was read: it holds only what arrived, or is cut off before that."
    models = list(dict.fromkeys(turn.asked.model for turn in session.turns if turn.asked.model))
    name = replays.free_name(owner, session.header.title or f"Recording of {' and '.join(models[:2]) or 'a model'}")
    chat, records = _chat(session, owner, name)
    recording_id = secrets.token_urlsafe(16)
    store.keep_recording(owner, recording_id, name, gzip.compress(data, 6))
    try:
        store.add_whole(chat, lambda done: told(done, len(chat.turns)), each_piece=True)
    except BaseException:
        with suppress(StoreError):
            store.delete_recording(owner, recording_id, 0.0)
        raise
    with suppress(StoreError):  # the chat itself is there
        if records and most_records:
            store.keep_records(records)
            store.forget_records(owner, most_records, 0.0)
    return chat.chat.id, ""


def _chat(session: Session, owner: str, name: str) -> tuple[Conversation, dict[str, bytes]]:
    """And the records of its turns, packed."""
    now, chat_id = time.time(), secrets.token_urlsafe(16)
    turns: dict[str, Turn] = {}
    records: dict[str, bytes] = {}
    before: Turn | None = None
    for recorded in session.turns:
        before = _turn(recorded, session, before, chat_id, name)
        turns[before.id] = before
        if recorded.raw:
            records[before.id] = _packed(recorded)
    if before and session.cut:
        notes = (*before.reply.notes, session.cut)
        turns[before.id] = replace(before, reply=replace(before.reply, notes=notes))
    chat = Chat(chat_id, owner, name, now, now, before and before.id, Asked(REPLAY, name))
    return Conversation(chat, turns), records


def _turn(recorded: Recorded, session: Session, before: Turn | None, chat_id: str, name: str) -> Turn:
    model, made = recorded.asked.model, recorded.sent or session.header.started
    created = made if made is not None else time.time()
    if before and created <= before.created:
        created = before.created + 0.001  # turns are in the order of their asking
    reply = replace(
        recorded.reply,
        pieces=_with_markers(recorded),
        answered_by=recorded.reply.answered_by or model,
        notes=(described([model], made),),
    )
    asked = replace(recorded.asked, provider=REPLAY, model=name)
    question = NO_QUESTION if recorded.question is None else recorded.question
    parent = before and before.id
    return Turn(secrets.token_urlsafe(12), chat_id, parent, created, question, asked, recorded.status, reply)


def _with_markers(recorded: Recorded) -> tuple[Piece, ...]:
    """Each where its time is; its number keeps it apart from the next one."""
    left, found = list(enumerate(recorded.markers)), list[Piece]()
    for piece in recorded.reply.pieces:
        while left and piece.at is not None and left[0][1].at < piece.at:
            number, (at, text) = left.pop(0)
            found.append(Piece("marker", text, at, None, number))
        found.append(piece)
    return (*found, *(Piece("marker", text, at, None, number) for number, (at, text) in left))


def _packed(recorded: Recorded) -> bytes:
    packer = Packer(Header(recorded.asked.provider, recorded.asked.model, recorded.sent))
    for entry in recorded.raw:
        packer.add(entry)
    return packer.packed()
