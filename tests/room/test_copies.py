"""A chat that is gone on from by who follows it, over a whole room: what is copied, for whom, and where it is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from components.audience import Shown
from components.conversation import Asked, Conversation
from components.room import LOCAL
from components.room.audience import MOST_COPIES
from components.room.copying import NO_NAME
from tests.modelserver import ModelServer
from tests.room.conftest import Place, a_place
from tests.waiting import eventually

THEIRS = "browser:theirs"
ASKED = Asked("openrouter", "secret/model", system_prompt="A prompt of one's own")
ALL = Shown(names=True, copies=True)


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return a_place(tmp_path, server, audience_copies=True)


def a_chat(place: Place) -> str:
    """Of two turns that have ended, one that failed, and one that is on its way."""
    chats, chat = place.room.chats(LOCAL), None
    for question in ("think-4-3-0 one", "say two", "error-401 three"):
        turn = chats.ask(chat, question, ASKED)
        assert turn is not None and eventually(lambda turn=turn: chats.live(turn.id) is None)
        chat = turn.chat_id
    before = len(place.server.requests)
    assert chat and chats.ask(chat, "gate-5-2 four", ASKED)
    assert eventually(lambda: len(place.server.requests) > before)
    return chat


def copied(place: Place, chat: str, shown: Shown, frozen: bool = False) -> tuple[str, str]:
    """The token of the link, and the chat that it became for somebody else."""
    link = place.room.shares(LOCAL).let_follow(chat, shown, 60.0, frozen)
    assert link is not None
    return link.token, place.room.shares(THEIRS).copy_from(link.token)


def theirs(place: Place, chat: str) -> Conversation:
    found = place.room.chats(THEIRS).conversation(chat)
    assert found is not None
    return found


def test_what_has_ended_is_copied_and_nobody_is_asked(place: Place) -> None:
    chat = a_chat(place)
    asked = len(place.server.requests)
    _, copy = copied(place, chat, ALL)
    found = theirs(place, copy)
    turns = place.room.chats(THEIRS).texts(found.path())
    own = place.room.chats(LOCAL)
    before = own.texts([turn for turn in own.conversation(chat).path() if turn.ended])  # type: ignore[union-attr]
    assert [turn.question for turn in turns] == ["think-4-3-0 one", "say two", "error-401 three"]
    assert [(turn.reasoning, turn.answer, turn.status) for turn in turns] == [
        (turn.reasoning, turn.answer, turn.status) for turn in before
    ]
    assert turns[0].reasoning and [turn.times.ended for turn in turns] == [turn.times.ended for turn in before]
    # The model's name is shown, and nothing else of how it was asked, or of what went wrong.
    assert {turn.asked for turn in turns} == {Asked("openrouter", "secret/model")}
    assert [turn.failure for turn in turns] == [None] * 3 and before[2].failure is not None
    assert found.chat.asked == place.room.desk(THEIRS).first_choice() and found.chat.asked.system_prompt == ""
    assert [one.id for one in place.room.chats(THEIRS).newest()] == [copy]
    assert len(place.server.requests) == asked
    assert place.room.chats(THEIRS).conversation(chat) is None  # that stays another's
    place.server.resume()
    going = place.room.chats(THEIRS).ask(copy, "say five", ASKED)
    assert going and eventually(lambda: place.room.chats(THEIRS).live(going.id) is None)
    messages = str(place.server.requests[-1].fields["messages"])
    assert "think-4-3-0 one" in messages and "say five" in messages


def test_only_what_is_shown_is_copied(place: Place) -> None:
    chat = a_chat(place)
    place.room.chats(LOCAL).rename(chat, "A secret title")
    _, copy = copied(place, chat, Shown(thoughts=False, copies=True))
    found = theirs(place, copy)
    turns = place.room.chats(THEIRS).texts(found.path())
    assert all(turn.reasoning == "" for turn in turns) and turns[1].answer == "two"
    assert found.chat.title == "think-4-3-0 one" and {turn.asked.model for turn in turns} == {NO_NAME}
    rows = place.room._store._all(
        "SELECT turns.*, text FROM turns JOIN pieces ON turn_id = turns.id WHERE chat_id=:c", c=copy
    )
    assert rows and "secret" not in str(rows) and "prompt of one" not in str(rows)
    place.server.resume()


def test_a_frozen_one_is_copied_as_it_was(place: Place) -> None:
    chat = a_chat(place)
    link = place.room.shares(LOCAL).let_follow(chat, ALL, 60.0, frozen=True)
    place.server.resume()
    own = place.room.chats(LOCAL)
    assert eventually(lambda: all(turn.ended for turn in own.conversation(chat).path()))  # type: ignore[union-attr]
    assert link is not None
    copy = place.room.shares(THEIRS).copy_from(link.token)
    assert len(theirs(place, copy).turns) == 3


def test_nothing_is_copied_where_it_may_not_be(place: Place) -> None:
    chat, shares = a_chat(place), place.room.shares(LOCAL)
    for shown in (replace(ALL, copies=False), replace(ALL, questions=False)):
        assert copied(place, chat, shown)[1] == ""
    token, copy = copied(place, chat, ALL)
    assert copy and place.room.shares(THEIRS).copy_from(f"{token}A") == ""
    assert shares.copies and not place.room.shares(THEIRS).copies
    shares.end_share(next(link.share.id for link in shares.of(chat) if link.token == token))
    assert place.room.shares(THEIRS).copy_from(token) == ""
    place.server.resume()


def test_one_link_makes_no_more_copies_than_it_may(place: Place) -> None:
    chat = a_chat(place)
    link = place.room.shares(LOCAL).let_follow(chat, ALL, 60.0)
    assert link and all(place.room.audience.copied(link.share) for _ in range(MOST_COPIES))
    assert place.room.shares(THEIRS).copy_from(link.token) == ""
    place.server.resume()


def test_a_room_lets_nobody_go_on_unless_it_is_set_so(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server)
    chat = a_chat(place)
    link = place.room.shares(LOCAL).let_follow(chat, ALL, 60.0)
    assert link is not None and not link.share.shown.copies and not place.room.shares(LOCAL).copies
    assert place.room.shares(THEIRS).copy_from(link.token) == ""
    place.server.resume()
