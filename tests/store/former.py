"""Databases as they were made by every form that the schema had on main: their statements, and rows of their time."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STEP_1 = (
    """CREATE TABLE chats (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL,
        created DOUBLE PRECISION NOT NULL, updated DOUBLE PRECISION NOT NULL, deleted DOUBLE PRECISION,
        leaf_id TEXT, asked TEXT NOT NULL)""",
    "CREATE INDEX chats_of_owner ON chats (owner, updated)",
    """CREATE TABLE turns (
        id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats (id), parent_id TEXT REFERENCES turns (id),
        created DOUBLE PRECISION NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL,
        status TEXT NOT NULL, came TEXT NOT NULL)""",
    "CREATE INDEX turns_of_chat ON turns (chat_id, created)",
    """CREATE TABLE pieces (
        turn_id TEXT NOT NULL REFERENCES turns (id), first INTEGER NOT NULL,
        channel TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (turn_id, first))""",
)
STEP_2 = (
    "CREATE TABLE catalogues (place TEXT PRIMARY KEY, fetched DOUBLE PRECISION NOT NULL, models TEXT NOT NULL)",
    """CREATE TABLE favourites (
        owner TEXT NOT NULL, server TEXT NOT NULL, model TEXT NOT NULL, PRIMARY KEY (owner, server, model))""",
)
STEP_3 = (
    "ALTER TABLE chats ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE experiments (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
        plan TEXT NOT NULL, stopped INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX experiments_of_owner ON experiments (owner, created)",
    """CREATE TABLE arms (
        experiment_id TEXT NOT NULL REFERENCES experiments (id), number INTEGER NOT NULL, kind TEXT NOT NULL,
        turn_id TEXT NOT NULL, chat_id TEXT NOT NULL, given INTEGER NOT NULL, edited INTEGER NOT NULL,
        PRIMARY KEY (experiment_id, number))""",
    "CREATE INDEX arms_of_turn ON arms (turn_id)",
)
STEP_4 = (
    """CREATE TABLE measurements (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
        series TEXT NOT NULL, state TEXT NOT NULL, said TEXT NOT NULL)""",
    "CREATE INDEX measurements_of_owner ON measurements (owner, created)",
    """CREATE TABLE trials (
        measurement_id TEXT NOT NULL REFERENCES measurements (id), question INTEGER NOT NULL, arm TEXT NOT NULL,
        repeat INTEGER NOT NULL, turn_id TEXT NOT NULL, chat_id TEXT NOT NULL, created DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (measurement_id, turn_id))""",
    """CREATE TABLE marks (
        turn_id TEXT PRIMARY KEY, mark TEXT NOT NULL)""",
)
STEP_5 = (
    """CREATE TABLE texts (
        id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id TEXT NOT NULL, turn_id TEXT, channel TEXT NOT NULL)""",
    "CREATE INDEX texts_of_turn ON texts (turn_id, chat_id)",
    "CREATE VIRTUAL TABLE words USING fts5 (body, content='', tokenize='ascii')",
)
STEP_6 = (
    "ALTER TABLE turns ADD COLUMN deleted DOUBLE PRECISION",
    "ALTER TABLE chats ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE daily_limits (owner TEXT PRIMARY KEY, usd DOUBLE PRECISION NOT NULL)",
)
STEP_7_AT_FIRST = (
    """CREATE TABLE given (
        turn_id TEXT PRIMARY KEY REFERENCES turns (id), thoughts TEXT NOT NULL, answer TEXT NOT NULL)""",
)
STEP_7 = ("ALTER TABLE chats ADD COLUMN imported DOUBLE PRECISION", *STEP_7_AT_FIRST)
STEP_9 = (
    "ALTER TABLE pieces ADD COLUMN at DOUBLE PRECISION",
    "ALTER TABLE pieces ADD COLUMN data TEXT",
    "ALTER TABLE pieces ADD COLUMN number INTEGER",
)
STEP_10 = (
    "CREATE TABLE records (turn_id TEXT PRIMARY KEY REFERENCES turns (id), packed BYTEA NOT NULL)",
    "CREATE TABLE readings (turn_id TEXT PRIMARY KEY REFERENCES turns (id), origin TEXT NOT NULL)",
)
STEP_12 = (
    """CREATE TABLE verdicts (
        turn_id TEXT PRIMARY KEY, judge TEXT NOT NULL, mark TEXT NOT NULL, ground TEXT NOT NULL)""",
)
STEP_13 = (
    """CREATE TABLE own_settings (
        owner TEXT NOT NULL, server TEXT NOT NULL, model TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (owner, server, model, name))""",
)
TO_7 = (STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7)


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    steps: tuple[tuple[str, ...], ...]

    @property
    def number(self) -> int:
        return len(self.steps)

    @property
    def indexes(self) -> bool:
        return STEP_5 in self.steps

    @property
    def imports(self) -> bool:
        """Does it know which chats were brought in from a file?"""
        return STEP_7 in self.steps


FORMS = (
    Form("step 1", (STEP_1,)),
    Form("step 3", (STEP_1, STEP_2, STEP_3)),
    Form("step 4", (STEP_1, STEP_2, STEP_3, STEP_4)),
    Form("step 6 without FTS5", (STEP_1, STEP_2, STEP_3, STEP_4, (), STEP_6)),
    Form("step 6", (STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6)),
    Form("step 7 as it was at first", (STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7_AT_FIRST)),
    Form("step 7", TO_7),
    Form("step 7 at first, without FTS5", (STEP_1, STEP_2, STEP_3, STEP_4, (), STEP_6, STEP_7_AT_FIRST)),
    Form("step 11", (*TO_7, (), STEP_9, STEP_10, ())),  # steps 8 and 11 mended rows and columns alone
    Form("step 13", (*TO_7, (), STEP_9, STEP_10, (), STEP_12, STEP_13)),
)

# The rows. What is said of a turn was written otherwise in the course of time.

ASKED_AT_FIRST = {"provider": "openrouter", "model": "a/b", "effort": "high", "system_prompt": "Be", "max_tokens": 9}
ASKED = ASKED_AT_FIRST | {
    "budget": None,
    "temperature": 0.5,
    "routing": {"order": ["one", "two"], "deny_data_collection": True},
}
CAME_AT_FIRST: dict[str, Any] = {
    "times": {"first_reasoning": 0.5, "first_answer": 1.5, "ended": 2.5},
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "reasoning_tokens": 1, "cost": 0.25},
    "finish_reason": "stop",
    "failure": None,
    "answered_by": "a/b-2",
    "generation_id": "gen-1",
    "details": [],
    "summarised": True,
    "encrypted": False,
}
FAILED = {"kind": "network", "what": "It broke off.", "next_step": "Ask again.", "said": "x", "status": 502}
EXPECTED = {
    "kind": "number",
    "right": "7",
    "others": [],
    "relation": "",
    "unit": [],
    "given": ["3"],
    "asked": ["3 + 4"],
}
PLAN = {
    "question": "How many?",
    "think_template": "Think: {question}",
    "plain_template": "{question}",
    "injected_template": "{reasoning} {question}",
    "thinker": ASKED,
    "answerer": ASKED,
    "expected": EXPECTED,
}
SERIES = {
    "questions": [{"text": "3 + 4?", "expected": EXPECTED, "pattern": ""}],
    "thinker": ASKED,
    "answerer": ASKED,
    "arms": ["without", "thoughts"],
    "repeats": 2,
}


def make(file: Path, form: Form) -> None:
    """A chat with two versions of a turn, one that was running, one that had failed; and what else the form knows."""
    db = sqlite3.connect(file)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE TABLE schema_steps (step INTEGER PRIMARY KEY)")
    for number, statements in enumerate(form.steps, 1):
        for statement in statements:
            db.execute(statement)
        db.execute("INSERT INTO schema_steps VALUES (?)", (number,))
    asked = json.dumps(ASKED if form.number > 1 else ASKED_AT_FIRST)
    came = CAME_AT_FIRST if form.number < 4 else CAME_AT_FIRST | {"details": None}
    if form.number >= 7:
        came |= {"given": None, "taken": ""}

    def chat(name: str, title: str, deleted: float | None = None) -> None:
        row = (name, "me", title, 1.0, 9.0, deleted, "t2" if name == "c1" else None, asked)
        db.execute(
            "INSERT INTO chats (id, owner, title, created, updated, deleted, leaf_id, asked)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        enter(name, None, "title", title)

    def turn(name: str, question: str, status: str, *pieces: tuple[str, str], **more: Any) -> None:
        row = (name, "c1", None if name in ("t1", "t1b") else "t1", float(name[1]), question, asked, status)
        db.execute(
            "INSERT INTO turns (id, chat_id, parent_id, created, question, asked, status, came)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, json.dumps(came | more)),
        )
        enter("c1", name, "question", question)
        for first, (channel, text) in enumerate(pieces):
            db.execute(
                "INSERT INTO pieces (turn_id, first, channel, text) VALUES (?, ?, ?, ?)", (name, first, channel, text)
            )
        for channel in ("reasoning", "answer"):
            body = "".join(text for kind, text in pieces if kind == channel)
            if body and status != "streaming":
                enter("c1", name, channel, body)

    def enter(chat_id: str, turn_id: str | None, channel: str, body: str) -> None:
        if form.indexes:
            row = db.execute(
                "INSERT INTO texts (chat_id, turn_id, channel) VALUES (?, ?, ?)", (chat_id, turn_id, channel)
            )
            db.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (row.lastrowid, body.lower()))

    chat("c1", "shown")
    chat("c2", "thrown away", 5.0)
    turn("t1", "first question", "done", ("reasoning", "sky"), ("reasoning", "scraper"), ("answer", "high"))
    turn("t1b", "first question", "stopped", ("reasoning", "another thought"))
    turn("t2", "second question", "streaming", ("reasoning", "half a tho"), usage=None, finish_reason=None)
    turn("t3", "third question", "failed", failure=FAILED | {"retry_after_s": 2.0}, usage=None)
    if form.number >= 2:
        db.execute("INSERT INTO favourites VALUES ('me', 'openrouter', 'a/b')")
    if form.number >= 3:
        chat("c3", "of an experiment")
        db.execute("UPDATE chats SET hidden=1 WHERE id='c3'")
        db.execute("INSERT INTO experiments VALUES ('e1', 'me', 3.0, ?, 1)", (json.dumps(PLAN),))
        db.execute("INSERT INTO arms VALUES ('e1', 0, 'thinking', 't1', 'c1', 0, 1)")
    if form.number >= 4:
        db.execute("INSERT INTO measurements VALUES ('m1', 'me', 4.0, ?, 'stopped', 'by hand')", (json.dumps(SERIES),))
        db.execute("INSERT INTO trials VALUES ('m1', 0, 'without', 1, 't1', 'c1', 4.5)")
        db.execute("INSERT INTO marks VALUES ('t1', 'right')")
    if form.number >= 6:
        db.execute("UPDATE chats SET pinned=1 WHERE id='c1'")
        db.execute("UPDATE turns SET deleted=6.0 WHERE id='t3'")
        db.execute("INSERT INTO daily_limits VALUES ('me', 2.5)")
    if form.number >= 7:
        turn("t4", "fourth question", "done", ("answer", "on"), given={"of": "t1", "edited": True}, taken="words")
        db.execute("INSERT INTO given VALUES ('t4', 'skyscraper', 'hi')")
    if form.imports:
        chat("c4", "brought in")
        db.execute("UPDATE chats SET imported=7.0 WHERE id='c4'")
    db.commit()
    db.close()
