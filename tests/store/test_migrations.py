"""Steps of the schema are never changed, and whatever a database was made by, it opens with all that is in it."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from components.audience import Share, Shown
from components.conversation import Asked, Chat, Conversation, Failure, Prefill, Routing, Usage
from components.injection import Expected, Marked, Question
from components.injection.judging.marking import JUDGE, PERSON
from components.room.answers import Answers
from components.store import Store
from components.store.migrations import STEPS, _do
from tests.store.former import FORMS, Form, make
from tests.turns import made

# One a step. A new step adds its own; a digest that stands here is never changed.
DIGESTS = [
    "a135aedd1ffc5e9b",
    "5a55c3d5d0f3df74",
    "863ba2b7eda22167",
    "177c37f0002942e9",
    "2af89b103e770be7",
    "13a0b321e7bdeef0",
    "e8655067b1d66c0b",
    "7abecc2f896dfc67",
    "de5376b9193f08c9",
    "d8bad6149ed4c8e4",
    "07370edb931bbc63",
    "9ec2eab64dc90417",
    "b8b530d351fddc88",
    "d6ffebe024544157",
    "19821d302a290677",
    "9f4580e8faddf82e",
    "0bd8b77862c52159",
    "ba49ae23bdfc068b",
    "9815c8ab1fb693aa",
    "41016f009f7e1718",
    "ea010ca8d4f3ca28",
    "7650cf15869e957f",
    "3267f6566af32b77",
    "6dd8f9a9e4308b6f",
    "95a8b631991a2de4",
]


def test_no_step_was_changed() -> None:
    found = [hashlib.sha256(repr(step).encode()).hexdigest()[:16] for step in STEPS]
    assert found == DIGESTS


@pytest.fixture(params=FORMS, ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> Form:
    return request.param


@pytest.fixture
def file(tmp_path: Path, form: Form) -> Path:
    make(tmp_path / "former.db", form)
    return tmp_path / "former.db"


def columns(file: Path) -> dict[str, set[str]]:
    """By table; without those of the index, which a database without FTS5 has not."""
    db = sqlite3.connect(file)
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found = {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}
    db.close()
    return {table: names for table, names in found.items() if not table.startswith(("texts", "words", "sqlite_"))}


@pytest.mark.slow
def test_a_former_schema_becomes_that_of_today(file: Path, tmp_path: Path) -> None:
    Store(f"sqlite:///{file}")
    Store(f"sqlite:///{tmp_path}/new.db")
    assert columns(file) == columns(tmp_path / "new.db")
    before = columns(file)
    Store(f"sqlite:///{file}")
    assert columns(file) == before


def test_nothing_of_a_former_database_is_lost(file: Path, form: Form) -> None:
    store = Store(f"sqlite:///{file}")
    assert store.interrupt_all() == 1
    _is_all_there(store, form)
    _is_all_there(Store(f"sqlite:///{file}"), form)


def _is_all_there(store: Store, form: Form) -> None:
    asked = Asked("openrouter", "a/b", "high", "Be", 9)
    if form.number > 1:
        asked = Asked("openrouter", "a/b", "high", "Be", 9, None, 0.5, Routing(("one", "two"), True))
    shown = {"c1": "shown"} | ({"c4": "brought in"} if form.imports else {})
    assert {chat.id: chat.title for chat in store.chats("me")} == shown
    chat = store.chat("me", "c1")
    assert chat and (chat.asked, chat.created, chat.updated) == (asked, 1.0, 9.0)
    assert chat.leaf_id == "t2"
    assert (gone := store.deleted_chat("me", 0.0)) and gone.title == "thrown away"

    names = ["t1", "t1b", "t2", "t3", *(["t4"] if form.number >= 7 else [])]
    turns = store.with_texts(names)
    assert [turns[name].question for name in names] == [
        f"{said} question" for said in ("first", "first", "second", "third", "fourth")[: len(names)]
    ]
    assert {turns[name].asked for name in names} == {asked}
    assert (turns["t1"].reasoning, turns["t1"].answer) == ("skyscraper", "high")
    assert (turns["t1b"].reasoning, turns["t1b"].status) == ("another thought", "stopped")
    assert (turns["t2"].reasoning, turns["t2"].status) == ("half a tho", "failed")
    assert turns["t3"].failure == Failure("network", "It broke off.", "Ask again.", "x", 502, 2.0)
    assert (turns["t1"].times.first_reasoning, turns["t1"].times.ended) == (0.5, 2.5)
    assert turns["t1"].usage == Usage(1, 2, 1, 0.25) and turns["t1"].finish_reason == "stop"
    assert (turns["t1"].answered_by, turns["t1"].generation_id) == ("a/b-2", "gen-1")
    assert turns["t1"].summarised and not turns["t1"].encrypted
    assert turns["t1"].details == (() if form.number < 4 else None)
    conversation = store.conversation("me", "c1")
    assert conversation and set(conversation.turns) == set(names) - ({"t3"} if form.number >= 6 else set())
    assert [turn.id for turn in conversation.path()] == ["t1", "t2"]

    assert store.favourites("me", "openrouter") == (["a/b"] if form.number >= 2 else [])
    expected = Expected("number", "7", given=("3",), asked=("3 + 4",))
    if form.number >= 3:
        (experiment,) = store.experiments("me", 9)
        assert experiment.plan.question == "How many?" and experiment.stopped
        assert (experiment.plan.thinker, experiment.plan.expected) == (asked, expected)
        assert [(arm.kind, arm.turn_id, arm.edited) for arm in experiment.arms] == [("thinking", "t1", True)]
        assert (hidden := store.chat("me", "c3")) and hidden.title == "of an experiment"
    if form.number >= 4:
        (measured,) = store.measurements("me", 9)
        assert (measured.state, measured.said, measured.series.repeats) == ("stopped", "by hand", 2)
        assert measured.series.questions == (Question("3 + 4?", expected),) and measured.series.answerer == asked
        assert [(trial.step.arm, trial.turn_id) for trial in store.trials("m1")] == [("without", "t1")]
        assert store.marks(["t1"]) == {"t1": "right"}
        answering = Answers(store)
        (answer,) = answering.answers(measured).values()
        assert (answer.mark, answer.judge) == ("right", PERSON)
        # What no judge had marked by name is marked by that of today, as soon as it is looked at.
        assert store.verdicts(["t1"]) == {"t1": Marked("unclear", answer.ground, JUDGE)}
        assert answer.ground == "Looked for 7 as the answer; found no clear statement."
    if form.number >= 6:
        assert [chat.id for chat in store.chats("me", pinned=True)] == ["c1"]
        assert (taken_out := store.deleted_turn("me", "c1", 0.0)) and taken_out.id == "t3"
        assert store.daily_limit("me") == 2.5
    if form.number >= 7:
        assert turns["t4"].given == Prefill("t1", "skyscraper", "hi", edited=True) and turns["t4"].taken == "words"

    assert [(hit.turn_id, hit.channel) for hit in store.search("me", "skyscraper")] == [("t1", "reasoning")]
    assert [(hit.turn_id, hit.channel) for hit in store.search("me", "half")] == [("t2", "reasoning")]
    assert [hit.turn_id for hit in store.search("me", "second")] == ["t2"]
    assert [hit.chat_id for hit in store.search("me", "shown")] == ["c1"]


def test_what_was_spent_and_brought_in_is_known_in_a_former_database(file: Path) -> None:
    store = Store(f"sqlite:///{file}")
    asked = store.chats("me")[0].asked
    assert (asked, Usage(1, 2, 1, 0.25)) in [used[:2] for used in store.used("me", 0.0, 10.0)]
    brought = Conversation(
        Chat("c9", "me", "From a file", 20.0, 20.0, "t9", asked),
        {"t9": made("t9", "c9", None, 20.0, "Why?", asked, "done", usage=Usage(5, 5, 5, 5.0))},
    )
    store.add_whole(brought)
    assert store.used("me", 15.0, 25.0) == []
    assert "c9" in {chat.id for chat in store.chats("me")}


def test_a_share_of_a_chat_from_before_there_were_others_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "shared.db"
    with create_engine(f"sqlite:///{file}").begin() as db:
        db.execute(text("CREATE TABLE schema_steps (step INTEGER PRIMARY KEY)"))
        for number, statements in enumerate(STEPS[:19], 1):
            for statement in statements:
                _do(db, statement)
            db.execute(text("INSERT INTO schema_steps (step) VALUES (:step)"), {"step": number})
        chat = "'c', 'me', 'A talk', 1.0, 1.0, '{\"provider\": \"openrouter\", \"model\": \"a/b\"}'"
        db.execute(text(f"INSERT INTO chats (id, owner, title, created, updated, asked) VALUES ({chat})"))
        shown = '{"thoughts": true, "questions": false, "names": true}'
        row = {"shown": shown, "frozen": '["t"]'}
        db.execute(text("INSERT INTO shares VALUES ('s', 'c', 'hash', :shown, :frozen, 2.0, 9.0)"), row)
    store = Store(f"sqlite:///{file}")
    share = Share("s", "c", Shown(questions=False, names=True), 2.0, 9.0, ("t",), "chat")
    assert store.share_by("hash", 5.0) == (share, "me") and store.shares("me", "chat", "c", 5.0) == [share]
    assert store.share_by("hash", 10.0) is None
