"""Full-text search: where words stand, and the indexes of SQLite and Postgres. Ranks by words, not by meaning.

Where there is no index (SQLite without FTS5) the texts are read by LIKE: slower, accents as typed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, Literal

from sqlalchemy import Connection, Row, RowMapping, bindparam

from components.conversation import Piece, Reply, titled
from components.store.database import Database, text
from components.store.migrations import has_fts5
from components.store.vectors import query_of, vector_of
from components.store.words import PARTS, TERM, TYPED, Phrase, folded, phrases_of

Place = Literal["title", "question", "answer", "reasoning", "other"]

AROUND = 40  # characters of context
OF_A_CHAT = 3  # hits
AT_ONCE = 50  # texts that are read to see whether a phrase stands in them

Index = Literal["fts5", "tsvector", ""]


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
    _indexed: Index | None = None  # None: not looked yet

    def search(self, owner: str, words: str, most: int = 50) -> list[Hit]:
        """The best first, and of equals the newest; without an index the newest first. All words must stand in one
        text, the last of them begun at least; "quotes" hold a phrase. Whatever else is typed is text."""
        phrases = phrases_of(words)
        if not phrases or most < 1:
            return []
        patterns = [re.compile(phrase.pattern) for phrase in phrases]
        with self._begin(reads=True) as db:
            match self._index_of(db):
                case "fts5":
                    rows = _few(_matching(db, owner, phrases), most)
                    bodies = _bodies(db, rows)
                    return [hit for row, body in zip(rows, bodies, strict=True) for hit in _cut(row, body, patterns)]
                case "tsvector":
                    texts = _with_bodies(db, _holding(db, owner, phrases))
                case _:
                    texts = ((row, row["body"]) for row in _scanned(db, owner, words[:TYPED]))
            return _few_hits((hit for row, body in texts for hit in _cut(row, body, patterns)), most)

    def _fill_index(self, db: Connection) -> None:
        """One that is new, or that a step has emptied."""
        if self._index_of(db) and db.execute(text("SELECT 1 FROM texts")).first() is None:
            enter_all(db)

    def _index_of(self, db: Connection) -> Index:
        if self._indexed is None:
            if db.dialect.name == "postgresql":
                self._indexed = "tsvector" if db.execute(text("SELECT to_regclass('texts')")).scalar() else ""
            else:
                table = text("SELECT 1 FROM sqlite_master WHERE name='words'")
                self._indexed = "fts5" if has_fts5(db) and db.execute(table).first() is not None else ""
        return self._indexed

    def _index(self, db: Connection, chat_id: str, turn_id: str | None, channel: Place, body: str) -> None:
        if self._index_of(db):
            enter(db, chat_id, turn_id, channel, body)

    def _unindex(self, db: Connection, chat_id: str, turn_ids: Sequence[str | None]) -> None:
        """None is the chat itself."""
        if self._index_of(db):
            for turn_id in turn_ids:
                db.execute(text(f"DELETE FROM texts WHERE {_of(turn_id)}"), {"chat": chat_id, "turn": turn_id})

    def _index_reply(self, db: Connection, turn_id: str) -> None:
        """As far as it is kept, in place of what was indexed of it before."""
        if self._index_of(db):
            db.execute(text("DELETE FROM texts WHERE turn_id=:id AND channel<>'question'"), {"id": turn_id})
            enter_replies(db, "turns.id=:id", id=turn_id)


# The index. Of SQLite's, what a row of `texts` no longer names stays in `words`, and nobody finds it


def enter_all(db: Connection) -> None:
    for chat in _read_on(db, "SELECT id, title FROM chats"):
        enter(db, chat.id, None, "title", chat.title)
    for turn in _read_on(db, "SELECT id, chat_id, question FROM turns"):
        enter(db, turn.chat_id, turn.id, "question", turn.question)
    enter_replies(db, "turns.status IN ('done', 'stopped', 'failed')")


def enter(db: Connection, chat_id: str, turn_id: str | None, channel: Place, body: str) -> None:
    values = {"chat": chat_id, "turn": turn_id, "channel": channel}
    db.execute(text(f"DELETE FROM texts WHERE {_of(turn_id)} AND channel=:channel"), values)
    terms = TERM.findall(folded(body))
    if terms and db.dialect.name == "postgresql":
        names = "(chat_id, turn_id, channel, words) VALUES (:chat, :turn, :channel, CAST(:words AS TSVECTOR))"
        db.execute(text(f"INSERT INTO texts {names}"), {**values, "words": vector_of(terms)})
    elif terms:
        row = db.execute(text("INSERT INTO texts (chat_id, turn_id, channel) VALUES (:chat, :turn, :channel)"), values)
        into = text("INSERT INTO words (rowid, body) VALUES (:id, :body)")
        db.execute(into, {"id": row.lastrowid, "body": " ".join(terms)})


def enter_replies(db: Connection, which: str, **values: Any) -> None:
    """Read turn by turn: of a large database only one is in memory."""
    join = "JOIN" if db.dialect.name == "postgresql" else "CROSS JOIN"  # SQLite: turns first
    kept = f"""SELECT turn_id, chat_id, channel, text FROM turns {join} pieces ON pieces.turn_id = turns.id
        WHERE {which} ORDER BY turns.id, first"""
    for (turn_id, chat_id), rows in groupby(_read_on(db, kept, **values), lambda row: (row.turn_id, row.chat_id)):
        for channel, body in _said(Piece(row.channel, row.text) for row in rows).items():
            enter(db, chat_id, turn_id, channel, body)


def _of(turn_id: str | None) -> str:
    return "chat_id=:chat AND turn_id" + ("=:turn" if turn_id else " IS NULL")


def _read_on(db: Connection, statement: str, **values: Any) -> Iterator[Row[Any]]:
    """Row by row, while others are written: Postgres's driver would else read them all first."""
    yield from db.execute(text(statement).execution_options(stream_results=True), values)


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


def _holding(db: Connection, owner: str, phrases: Sequence[Phrase]) -> Iterator[RowMapping]:
    """By Postgres's index: texts that hold all words; whether phrases stand there as well is to be seen in the text."""
    # What no vector can hold has none.
    found = """SELECT texts.chat_id, turn_id, channel, title, COALESCE(turns.created, mine.created) AS created
        FROM texts JOIN mine ON mine.id = texts.chat_id LEFT JOIN turns ON turns.id = turn_id
        WHERE (words @@ CAST(:match AS TSQUERY) OR words IS NULL)
            AND (turn_id IS NULL OR turns.id IS NOT NULL AND turn_id NOT IN (SELECT id FROM gone))
        ORDER BY ts_rank(words, CAST(:match AS TSQUERY), 1) DESC NULLS LAST, texts.id DESC"""
    yield from db.execute(text(f"{_SEEN} {found}"), {"match": query_of(phrases), "owner": owner}).mappings()


def _with_bodies(db: Connection, rows: Iterable[RowMapping]) -> Iterator[tuple[RowMapping, str]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield from zip(some, _bodies(db, some), strict=True)


def _few_hits(hits: Iterable[Hit], most: int) -> list[Hit]:
    of_chat: Counter[str] = Counter()
    kept: list[Hit] = []
    for hit in hits:
        of_chat[hit.chat_id] += 1
        if of_chat[hit.chat_id] <= OF_A_CHAT:
            kept.append(hit)
            if len(kept) == most:
                break
    return kept


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
