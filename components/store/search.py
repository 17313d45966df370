"""Full-text search: where words stand, and the index of SQLite. Ranks by words, not by meaning.

Where there is no index (Postgres, SQLite without FTS5) the texts are read by LIKE: slower, accents as typed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, bindparam

from components.conversation import Piece, Reply, titled
from components.store.database import Database, text
from components.store.migrations import has_fts5
from components.store.words import PARTS, TERM, TYPED, Phrase, folded, phrases_of

Place = Literal["title", "question", "answer", "reasoning", "other"]

AROUND = 40  # characters of context
OF_A_CHAT = 3  # hits


@dataclass(frozen=True, slots=True)
class Hit:
    """`turn_id` is None for a title. `before` and `after` are cut at words, with … where they were cut."""

    chat_id: str
    title: str
    turn_id: str | None
    channel: Place
    before: str
    found: str
    after: str
    created: float


class Search(Database):
    _indexed: bool | None = None  # None: not looked yet

    def search(self, owner: str, words: str, most: int = 50) -> list[Hit]:
        """The best first, and of equals the newest; without an index the newest first. All words must stand in one
        text, the last of them begun at least; "quotes" hold a phrase. Whatever else is typed is text."""
        phrases = phrases_of(words)
        if not phrases or most < 1:
            return []
        patterns = [re.compile(phrase.pattern) for phrase in phrases]
        with self._begin(reads=True) as db:
            if self._has_index(db):
                rows = _few(_matching(db, owner, phrases), most)
                bodies = _bodies(db, rows)
            else:
                scanned = _scanned(db, owner, words[:TYPED])
                rows = _few((row for row in scanned if _cut(row, row["body"], patterns)), most)
                bodies = [row["body"] for row in rows]
        return [hit for row, body in zip(rows, bodies, strict=True) for hit in _cut(row, body, patterns)]

    def _fill_index(self, db: Connection) -> None:
        """One that is new, or that a step has emptied."""
        if self._has_index(db) and db.execute(text("SELECT 1 FROM texts")).first() is None:
            enter_all(db)

    def _has_index(self, db: Connection) -> bool:
        if self._indexed is None:
            table = "SELECT 1 FROM sqlite_master WHERE name='words'"
            self._indexed = has_fts5(db) and db.execute(text(table)).first() is not None
        return self._indexed

    def _index(self, db: Connection, chat_id: str, turn_id: str | None, channel: Place, body: str) -> None:
        if self._has_index(db):
            enter(db, chat_id, turn_id, channel, body)

    def _unindex(self, db: Connection, chat_id: str, turn_ids: Sequence[str | None]) -> None:
        """None is the chat itself."""
        if self._has_index(db):
            delete = text("DELETE FROM texts WHERE chat_id=:chat AND turn_id IS :turn")
            for turn_id in turn_ids:
                db.execute(delete, {"chat": chat_id, "turn": turn_id})

    def _index_reply(self, db: Connection, turn_id: str) -> None:
        """As far as it is kept, in place of what was indexed of it before."""
        if self._has_index(db):
            db.execute(text("DELETE FROM texts WHERE turn_id=:id AND channel<>'question'"), {"id": turn_id})
            enter_replies(db, "turns.id=:id", id=turn_id)


# The index: what a row of `texts` no longer names stays in `words`, and nobody finds it


def enter_all(db: Connection) -> None:
    for chat in db.execute(text("SELECT id, title FROM chats")):
        enter(db, chat.id, None, "title", chat.title)
    for turn in db.execute(text("SELECT id, chat_id, question FROM turns")):
        enter(db, turn.chat_id, turn.id, "question", turn.question)
    enter_replies(db, "turns.status IN ('done', 'stopped', 'failed')")


def enter(db: Connection, chat_id: str, turn_id: str | None, channel: Place, body: str) -> None:
    values = {"chat": chat_id, "turn": turn_id, "channel": channel}
    db.execute(text("DELETE FROM texts WHERE chat_id=:chat AND turn_id IS :turn AND channel=:channel"), values)
    if terms := TERM.findall(folded(body)):
        row = db.execute(text("INSERT INTO texts (chat_id, turn_id, channel) VALUES (:chat, :turn, :channel)"), values)
        into = text("INSERT INTO words (rowid, body) VALUES (:id, :body)")
        db.execute(into, {"id": row.lastrowid, "body": " ".join(terms)})


def enter_replies(db: Connection, which: str, **values: Any) -> None:
    """Read turn by turn: of a large database only one is in memory."""
    kept = f"""SELECT turn_id, chat_id, channel, text FROM turns CROSS JOIN pieces ON pieces.turn_id = turns.id
        WHERE {which} ORDER BY turns.id, first"""
    for (turn_id, chat_id), rows in groupby(db.execute(text(kept), values), lambda row: (row.turn_id, row.chat_id)):
        for channel, body in _said(Piece(row.channel, row.text) for row in rows).items():
            enter(db, chat_id, turn_id, channel, body)


def _said(pieces: Iterable[Piece]) -> dict[Place, str]:
    """What is looked through of a reply. All that is neither thought nor answer is one text."""
    reply = Reply(tuple(pieces))
    beside = "\n".join(part.text for part in reply.beside)
    found: dict[Place, str] = {"reasoning": reply.reasoning, "answer": reply.answer, "other": beside}
    return {place: body for place, body in found.items() if body}


# A deleted turn takes with it all that follows it.
_SEEN = """WITH RECURSIVE mine AS (SELECT * FROM chats WHERE owner=:owner AND deleted IS NULL AND hidden=0),
    gone (id, chat_id) AS (
        SELECT turns.id, turns.chat_id FROM turns JOIN mine ON mine.id = turns.chat_id WHERE turns.deleted IS NOT NULL
        UNION SELECT turns.id, turns.chat_id
        FROM turns JOIN gone ON turns.chat_id = gone.chat_id AND turns.parent_id = gone.id)"""


def _matching(db: Connection, owner: str, phrases: Sequence[Phrase]) -> Iterator[RowMapping]:
    match = " AND ".join(f'"{" ".join(phrase.terms)}"{"*" if phrase.begins else ""}' for phrase in phrases)
    # The index first: SQLite would else ask it anew for each text of the owner.
    found = """SELECT texts.chat_id, turn_id, channel, title, COALESCE(turns.created, chats.created) AS created
        FROM words CROSS JOIN texts ON texts.id = words.rowid CROSS JOIN chats ON chats.id = texts.chat_id
            LEFT JOIN turns ON turns.id = turn_id
        WHERE words MATCH :match AND owner=:owner AND chats.deleted IS NULL AND hidden=0
            AND (turn_id IS NULL OR turns.id IS NOT NULL AND turn_id NOT IN (SELECT id FROM gone))
        ORDER BY words.rank, texts.id DESC"""
    yield from db.execute(text(f"{_SEEN} {found}"), {"match": match, "owner": owner}).mappings()


def _few(rows: Iterable[RowMapping], most: int) -> list[RowMapping]:
    of_chat: Counter[str] = Counter()
    kept: list[RowMapping] = []
    for row in rows:
        of_chat[row["chat_id"]] += 1
        if of_chat[row["chat_id"]] <= OF_A_CHAT:
            kept.append(row)
            if len(kept) == most:
                break
    return kept


def _bodies(db: Connection, rows: Sequence[RowMapping]) -> list[str]:
    ids = list({row["turn_id"] for row in rows})
    told = "SELECT id, question FROM turns WHERE id IN :ids"
    came = "SELECT turn_id, channel, text FROM pieces WHERE turn_id IN :ids ORDER BY turn_id, first"
    told, came = (text(query).bindparams(bindparam("ids", ids, expanding=True)) for query in (told, came))
    bodies: dict[tuple[str | None, Place], str] = {(row.id, "question"): row.question for row in db.execute(told)}
    for turn_id, pieces in groupby(db.execute(came), lambda row: row.turn_id):
        said = _said(Piece(row.channel, row.text) for row in pieces)
        bodies |= {(turn_id, place): body for place, body in said.items()}
    return [bodies.get((row["turn_id"], row["channel"]), "") if row["turn_id"] else row["title"] for row in rows]


def _scanned(db: Connection, owner: str, words: str) -> Iterator[RowMapping]:
    """Without an index: the texts that hold the terms somewhere, the newest first."""
    terms = {f"term{number}": f"%{term}%" for number, term in enumerate(TERM.findall(words.lower())[:PARTS])}
    joined = "string_agg" if db.dialect.name == "postgresql" else "group_concat"
    found = f"""SELECT * FROM (
            SELECT id AS chat_id, NULL AS turn_id, 'title' AS channel, title AS body, title, created FROM mine
            UNION ALL
            SELECT chat_id, turns.id, channel, body, title, turns.created
            FROM turns JOIN mine ON mine.id = turns.chat_id JOIN (
                SELECT id AS turn_id, 'question' AS channel, question AS body FROM turns
                UNION ALL
                SELECT turn_id, place AS channel, {joined}(text, '') FROM (
                    SELECT pieces.*, CASE WHEN channel IN ('reasoning', 'summary') THEN 'reasoning'
                        WHEN channel = 'answer' THEN 'answer' ELSE 'other' END AS place
                    FROM pieces ORDER BY turn_id, place, first
                ) AS ordered GROUP BY turn_id, place
            ) AS said ON said.turn_id = turns.id
            WHERE turns.id NOT IN (SELECT id FROM gone)
                AND (channel = 'question' OR status IN ('done', 'stopped', 'failed'))
        ) AS everything WHERE {" AND ".join(f"lower(body) LIKE :{name}" for name in terms)}
        ORDER BY created DESC, turn_id, channel"""
    yield from db.execute(text(f"{_SEEN} {found}"), {"owner": owner, **terms}).mappings()


# What is shown of it


def _cut(row: RowMapping, body: str, patterns: Sequence[re.Pattern[str]]) -> list[Hit]:
    """Nothing where a phrase does not stand in the text after all."""
    said, shown = folded(body), unicodedata.normalize("NFC", body)
    matches = [pattern.search(said) for pattern in patterns]
    if not all(matches):
        return []
    start, end = min(match.span() for match in matches if match)
    before, after = shown[max(start - AROUND, 0) : start], shown[end : end + AROUND]
    if start > AROUND:
        before = "…" + re.sub(r"^\S*(?=\s\S)", "", before)
    if end + AROUND < len(shown):
        after = re.sub(r"(?<=\S)\s\S*$", " ", after) + "…"
    before, found, after = (re.sub(r"\s+", " ", part) for part in (before, shown[start:end], after))
    title = titled(row["title"])
    return [Hit(row["chat_id"], title, row["turn_id"], row["channel"], before, found, after, row["created"])]
