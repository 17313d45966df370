"""What is shown to others, over a whole room: whose it is, until when, and what ends it."""

from typing import Any

from components.audience import LONGEST_S, Shown, hashed
from components.conversation import Asked
from components.room import LOCAL
from components.room.audience import MOST_OF_ONE
from tests.room.conftest import Place
from tests.waiting import eventually

ASKED = Asked("openrouter", "test/model")


def a_chat(place: Place, owner: str = LOCAL) -> str:
    turn = place.room.chats(owner).ask(None, "think-2-2-0", ASKED)
    assert turn is not None
    return turn.chat_id


def test_a_link_leads_to_one_chat_until_it_is_ended(place: Place) -> None:
    shares, audience = place.room.shares(LOCAL), place.room.audience
    chat = a_chat(place)
    link = shares.let_follow(chat, Shown(names=True), 60.0)
    assert link is not None and link.share.live and audience.by(link.token) == (link.share, LOCAL)
    assert [one.share for one in shares.of(chat)] == [one.share for one in shares.all()] == [link.share]
    assert audience.by(link.token[:-1] + ("A" if link.token[-1] != "A" else "B")) is None
    assert audience.by("") is None and audience.by(hashed(link.token)) is None
    assert audience.goes_on(link.share)
    shares.end_share(link.share.id)
    assert audience.by(link.token) is None and not audience.goes_on(link.share) and shares.of(chat) == []


def test_the_token_is_kept_by_nobody(place: Place) -> None:
    link = place.room.shares(LOCAL).let_follow(a_chat(place), Shown(), 60.0)
    assert link is not None
    rows: list[dict[str, Any]] = place.room._store._all("SELECT * FROM shares")
    assert link.token not in str(rows) and hashed(link.token) in str(rows)


def test_time_and_deletion_end_it(place: Place) -> None:
    shares, audience = place.room.shares(LOCAL), place.room.audience
    chat = a_chat(place)
    over, going = shares.let_follow(chat, Shown(), 0.0), shares.let_follow(chat, Shown(), 1e12)
    assert over and going and audience.by(over.token) is None
    assert going.share.ends - going.share.created == LONGEST_S
    place.room.chats(LOCAL).delete(chat)
    assert audience.by(going.token) is None and not audience.goes_on(going.share)
    place.room.chats(LOCAL).restore(chat)
    assert audience.by(going.token) is not None


def test_what_is_on_its_way_is_no_part_of_a_frozen_one(place: Place) -> None:
    chats, shares = place.room.chats(LOCAL), place.room.shares(LOCAL)
    turn = chats.ask(None, "silent", ASKED)
    assert turn is not None and shares.let_follow(turn.chat_id, Shown(), 60.0, frozen=True) is None
    chats.stop(turn.chat_id)
    eventually(lambda: chats.live(turn.id) is None)
    later = chats.ask(turn.chat_id, "silent", ASKED)
    link = shares.let_follow(turn.chat_id, Shown(), 60.0, frozen=True)
    assert later is not None and link is not None and link.share.frozen == (turn.id,)


def test_a_frozen_one_has_the_turns_of_its_moment(place: Place) -> None:
    shares, chats = place.room.shares(LOCAL), place.room.chats(LOCAL)
    turn = chats.ask(None, "think-2-2-0", ASKED)
    assert turn is not None
    eventually(lambda: chats.live(turn.id) is None)
    link = shares.let_follow(turn.chat_id, Shown(), 60.0, frozen=True)
    chats.ask(turn.chat_id, "think-2-2-0 again", ASKED)
    assert link is not None and link.share.frozen == (turn.id,) and not link.share.live


def test_nobody_else_shows_anything_or_ends_it(place: Place) -> None:
    chat = a_chat(place, "cookie:other")
    theirs = place.room.shares("cookie:other")
    assert not theirs.may and theirs.let_follow(chat, Shown(), 60.0) is None and theirs.reached().address == ""
    mine = place.room.shares(LOCAL)
    assert mine.let_follow(chat, Shown(), 60.0) is None and mine.let_follow("none", Shown(), 60.0) is None
    link = mine.let_follow(a_chat(place), Shown(), 60.0)
    assert link is not None
    theirs.end_share(link.share.id)
    assert place.room.audience.goes_on(link.share)


def test_one_link_takes_no_more_than_its_share_of_followers(place: Place) -> None:
    shares, audience = place.room.shares(LOCAL), place.room.audience
    link, other = (shares.let_follow(a_chat(place), Shown(), 60.0) for _ in range(2))
    assert link and other
    assert all(audience.join(link.share) for _ in range(MOST_OF_ONE)) and not audience.join(link.share)
    assert audience.join(other.share) and shares.following(link.share.id) == MOST_OF_ONE
    audience.leave(link.share)
    assert audience.join(link.share)
