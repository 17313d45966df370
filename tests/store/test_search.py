"""What is found, by whom, and where: the same with an index and without one wherever both can."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import create_engine

from components.conversation import Asked, Chat, Piece, Turn
from components.store import Hit, Store
from components.store.migrations import STEPS, migrate

ASKED = Asked("openrouter", "a/b")
SPECIAL = "\"'()*+-:^.,{}[]~!@#$%&=<>/\\|?;`_ \t\n\0"


def a_chat(store: Store, number: int = 1, owner: str = "me", title: str = "", hidden: bool = False) -> Chat:
    chat = Chat(f"chat-{number}", owner, title, float(number), float(number), None, ASKED)
    store.add_chat(chat, hidden)
    return chat


def a_turn(
    store: Store,
    number: int = 1,
    question: str = "",
    *pieces: tuple[Any, str],
    chat: int = 1,
    status: Any = "done",
    parent: str | None = None,
) -> Turn:
    turn = Turn(f"turn-{number}", f"chat-{chat}", parent, float(number), question, ASKED, "streaming")
    store.begin(turn)
    for first, piece in enumerate(pieces):
        store.extend(turn, first, [Piece(*piece)])
    if status != "streaming":
        store.finish(replace(turn, status=status))
    return replace(turn, status=status)


def found(store: Store, words: str, owner: str = "me") -> list[str]:
    return [hit.found for hit in store.search(owner, words)]


def places(store: Store, words: str, owner: str = "me") -> set[tuple[str, str | None, str]]:
    return {(hit.chat_id, hit.turn_id, hit.channel) for hit in store.search(owner, words)}


@pytest.fixture
def indexed(url: str) -> Iterator[Store]:
    with closing(Store(url)) as made:
        yield made


@pytest.fixture(params=["fts5", "like", pytest.param("tsvector", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, file_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = request.getfixturevalue("postgres").fresh() if request.param == "tsvector" else file_url
    if request.param == "like":
        for module in ("migrations", "search"):
            monkeypatch.setattr(f"components.store.{module}.has_fts5", lambda _: False)
    with closing(Store(url)) as made:
        yield made


# Words


def test_each_place_is_found_and_shown_with_what_stands_around_it(store: Store) -> None:
    a_chat(store, title="On skyscrapers")
    a_turn(
        store, 1, "How tall are towers?", ("reasoning", "Let me think of spires."), ("answer", "Some are\nvery high.")
    )
    assert store.search("me", "skyscrapers") == [
        Hit("chat-1", "On skyscrapers", None, "title", "On ", "skyscrapers", "", 1.0)
    ]
    assert store.search("me", "TOWERS") == [
        Hit("chat-1", "On skyscrapers", "turn-1", "question", "How tall are ", "towers", "?", 1.0)
    ]
    assert places(store, "spires") == {("chat-1", "turn-1", "reasoning")}
    (hit,) = store.search("me", "very")
    assert (hit.channel, hit.before, hit.found, hit.after) == ("answer", "Some are ", "very", " high.")


def test_what_stands_around_is_cut_at_words(store: Store) -> None:
    a_chat(store)
    a_turn(store, 1, "", ("answer", "abcdefg " * 50 + "needle" + " hijklmn" * 50))
    (hit,) = store.search("me", "needle")
    assert (hit.before, hit.found, hit.after) == ("… " + "abcdefg " * 4, "needle", " hijklmn" * 4 + " …")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("skyscr", ["skyscraper"]),
        ("SkySc", ["skyscraper"]),
        ("tallest skyscr", ["tallest"]),
        ("skyscr tallest", []),  # the last word alone may be begun
        ("skyscraper tallest", ["tallest"]),
        ('"tallest skyscraper"', ["tallest skyscraper"]),
        ('"skyscraper tallest"', []),
        ('"tallest skyscr"', []),
        ('"tallest skyscr', ["tallest skyscraper"]),  # not closed: still typed
        ('"the tallest" york', ["the tallest"]),
        ("new-york", ["New York"]),
        ("don't", ["don’t"]),
        ("s", []),
        ("kyscraper", []),
        ("absent tallest", []),
        ("", []),
        ('""', []),
        ("-- ++ **", []),
    ],
)
def test_words_phrases_and_beginnings(store: Store, words: str, expected: list[str]) -> None:
    a_chat(store)
    a_turn(store, 1, "I don’t know: the tallest skyscraper, in New York?")
    assert found(store, words) == expected


def test_accents_and_case_do_not_matter(indexed: Store) -> None:
    a_chat(indexed)
    a_turn(indexed, 1, "Ein CAFÉ in Zürich, und cafe\u0301s; ΤΈΛΟΣ τέλος")
    assert found(indexed, "cafe zurich") == ["CAFÉ"]
    assert found(indexed, "Café") == ["CAFÉ"] and found(indexed, "cafés") == ["cafés"]
    assert found(indexed, "ζ") == [] and found(indexed, "τελος") == ["ΤΈΛΟΣ"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("東京", "東京"),
        ("東京tower", "東京Tower"),
        ("タワー", "タワー"),
        ("กรุงเทพ", "กรุงเทพ"),
        ("हिन्द", "हिन्दी"),
        ("서울", "서울에서"),
    ],
)
def test_scripts_without_blanks_and_with_marks(store: Store, words: str, expected: str) -> None:
    a_chat(store)
    a_turn(store, 1, "", ("answer", "昔の東京タワーと東京Towerは高い。 อยู่ที่กรุงเทพมหานคร हिन्दी 서울에서"))
    assert found(store, words) == [expected]
    assert found(store, "京東") == []


def test_a_word_over_the_border_of_two_pieces(store: Store) -> None:
    a_chat(store)
    a_turn(
        store, 1, "", ("reasoning", "a sky"), ("reasoning", "scraper stands"), ("answer", "sky"), ("answer", "light")
    )
    assert found(store, "skyscraper") == ["skyscraper"] and found(store, "skylight") == ["skylight"]


def test_the_best_first_and_few_of_one_chat(indexed: Store) -> None:
    for number in (1, 2, 3):
        a_chat(indexed, number)
    for number in range(1, 9):
        a_turn(indexed, number, "needle")
    a_turn(indexed, 9, "", ("answer", "needle " + "hay " * 500), chat=2)
    a_turn(indexed, 10, "needle", chat=3)
    hits = indexed.search("me", "needle")
    assert [hit.chat_id for hit in hits] == ["chat-3", "chat-1", "chat-1", "chat-1", "chat-2"]
    assert [hit.turn_id for hit in hits[1:4]] == ["turn-8", "turn-7", "turn-6"]
    assert indexed.search("me", "needle", 2) == hits[:2] and indexed.search("me", "needle", 0) == []


known = some.sampled_from(["tower", "NOT", "OR", "AND", "NEAR(", "body:", "tower*", "東京", '"', "é", "NEAR(a b, 2)"])


@pytest.mark.slow
@settings(max_examples=120)
@given(words=some.lists(known | some.text(SPECIAL, max_size=4) | some.text(max_size=6), max_size=60).map(" ".join))
def test_nothing_that_is_typed_raises_and_hits_are_the_owners(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "typed.db"
    fresh = not file.exists()
    store = Store(f"sqlite:///{file}")
    if fresh:
        for number, owner in enumerate(("me", "you"), 1):
            a_chat(store, number, owner, "tower 東京")
            a_turn(store, number, "A tower, NOT é and or near body", ("answer", "a b"), chat=number)
    bare = Store(f"sqlite:///{file}")
    bare._indexed = ""
    for hits in (store.search("me", words), bare.search("me", words)):
        assert {hit.chat_id for hit in hits} <= {"chat-1"}


@pytest.mark.slow
@pytest.mark.parametrize("sign", SPECIAL)
def test_every_special_sign_is_text(store: Store, sign: str) -> None:
    a_chat(store, title="a tower there")
    for words in (sign, f"{sign}tower", f"a{sign}tower", f"tower{sign}", f"{sign}tower{sign}", f"a {sign} tower"):
        assert len(store.search("me", words)) == (words != sign), words


# Whose, and which


def test_what_is_deleted_hidden_or_anothers_is_not_found(store: Store) -> None:
    a_chat(store, 1, title="needle")
    a_turn(store, 1, "needle", ("answer", "needle"))
    a_chat(store, 2, "you", "needle")
    a_turn(store, 2, "needle", chat=2)
    a_chat(store, 3, title="needle", hidden=True)
    a_turn(store, 3, "needle", chat=3)
    mine = {("chat-1", None, "title"), ("chat-1", "turn-1", "question"), ("chat-1", "turn-1", "answer")}
    assert places(store, "needle") == mine
    assert places(store, "needle", "you") == {("chat-2", None, "title"), ("chat-2", "turn-2", "question")}
    assert places(store, "needle", "") == set()
    store.delete("me", "chat-1", 5.0)
    assert places(store, "needle") == set()
    store.delete("me", "chat-1", None)
    assert places(store, "needle") == mine
    store.unhide("me", "chat-3")
    assert places(store, "needle") == mine | {("chat-3", None, "title"), ("chat-3", "turn-3", "question")}


def test_a_deleted_turn_takes_what_follows_it(store: Store) -> None:
    a_chat(store)
    for number, parent in ((1, None), (2, "turn-1"), (3, "turn-2")):
        a_turn(store, number, f"needle{number}", parent=parent)
    store.delete_turn("me", "chat-1", "turn-2", 5.0)
    assert found(store, "needle") == ["needle1"]
    store.delete_turn("me", "chat-1", "turn-2", None)
    assert sorted(found(store, "needle")) == ["needle1", "needle2", "needle3"]


def test_a_chat_is_found_by_its_new_title_alone(store: Store) -> None:
    a_chat(store, title="before")
    store.rename("me", "chat-1", "after")
    store.rename("you", "chat-1", "stranger")
    assert (found(store, "before"), found(store, "after"), found(store, "stranger")) == ([], ["after"], [])
    assert store.search("me", "after")[0].title == "after"


@pytest.mark.parametrize("status", ["done", "stopped", "failed"])
def test_however_a_turn_ends_what_arrived_is_found(store: Store, status: Any) -> None:
    a_chat(store)
    turn = a_turn(store, 1, "question", ("answer", "needle"), status="streaming")
    assert found(store, "question") == ["question"] and found(store, "needle") == []  # when it has ended
    for _ in range(2):
        store.finish(replace(turn, status=status))
        assert found(store, "needle") == ["needle"]


def test_an_interrupted_turn_is_found(store: Store) -> None:
    a_chat(store)
    a_turn(store, 1, "", ("reasoning", "needle"), status="streaming")
    store.interrupt_all()
    assert places(store, "needle") == {("chat-1", "turn-1", "reasoning")}


@pytest.mark.parametrize("status", ["streaming", "done"])
def test_a_refiled_answer_is_found_as_reasoning(store: Store, status: Any) -> None:
    a_chat(store)
    turn = a_turn(store, 1, "needle", ("reasoning", "sky"), ("answer", "scraper"), status=status)
    store.refile("turn-1")
    store.finish(replace(turn, status="done"))
    assert places(store, "skyscraper") == {("chat-1", "turn-1", "reasoning")} and found(store, "scraper") == []
    assert places(store, "needle") == {("chat-1", "turn-1", "question")}


def test_a_queued_question_is_found_until_it_is_dropped(store: Store) -> None:
    a_chat(store)
    turn = Turn("turn-1", "chat-1", None, 1.0, "needle", ASKED, "queued")
    store.queue(turn)
    store.queue(replace(turn, id="turn-2", parent_id="turn-1"))
    store.begin(replace(turn, id="turn-2", status="streaming"))
    assert len(found(store, "needle")) == 2
    store.drop("turn-1")
    assert places(store, "needle") == {("chat-1", "turn-2", "question")}


# Databases


def an_older_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As step 4 left it: an ended turn and one that was still asked."""
    with monkeypatch.context() as older:
        older.setattr("components.store.migrations.STEPS", STEPS[:4])
        engine = create_engine(url)
        with engine.begin() as db:
            migrate(db)
        engine.dispose()
    db = sqlite3.connect(url.removeprefix("sqlite:///"))
    asked = '{"provider": "openrouter", "model": "a/b"}'
    came = (
        '{"times": {}, "usage": null, "finish_reason": null, "failure": null, "answered_by": "", "generation_id": "",'
        ' "details": null, "summarised": false, "encrypted": false}'
    )
    db.execute("INSERT INTO chats VALUES ('c', 'me', 'An old title', 1, 1, NULL, NULL, ?, 0)", (asked,))
    for turn, status in (("t1", "done"), ("t2", "streaming")):
        db.execute("INSERT INTO turns VALUES (?, 'c', NULL, 1, 'old question', ?, ?, ?)", (turn, asked, status, came))
        for first, (channel, body) in enumerate([("reasoning", "sky"), ("reasoning", "scraper"), ("answer", "high")]):
            db.execute("INSERT INTO pieces VALUES (?, ?, ?, ?)", (turn, first, channel, body))
    db.commit()
    db.close()


def test_what_an_older_database_keeps_is_found(url: str, store: Store, tmp_path: Path, monkeypatch: Any) -> None:
    url = f"sqlite:///{tmp_path}/older.db"
    an_older_one(url, monkeypatch)
    store = Store(url)
    assert places(store, "old") == {("c", None, "title"), ("c", "t1", "question"), ("c", "t2", "question")}
    assert places(store, "skyscraper") == {("c", "t1", "reasoning")} and places(store, "high") == {
        ("c", "t1", "answer")
    }
    store.interrupt_all()
    assert places(store, "skyscraper") == {("c", "t1", "reasoning"), ("c", "t2", "reasoning")}
    assert places(Store(url), "skyscraper") == places(store, "skyscraper")


def test_a_file_with_an_index_opens_where_fts5_is_missing(url: str, indexed: Store, monkeypatch: Any) -> None:
    a_chat(indexed, title="needle")
    monkeypatch.setattr("components.store.search.has_fts5", lambda _: False)
    bare = Store(url)
    a_turn(bare, 1, "needle", ("answer", "a needle"))
    assert len(found(bare, "needle")) == 3
