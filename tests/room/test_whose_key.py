"""Whose key a turn is asked with: the room's, for those who may use it, or one's own."""

from pathlib import Path

import pytest

from components.conversation import Asked
from components.room.auth import LOCAL
from tests.modelserver import ModelServer
from tests.room.conftest import KEY, ME, Place, a_place

ASKED, OWN = Asked("openrouter", "test/model"), "sk-or-v1-of-my-own"


def asked_by(place: Place, owner: str) -> str:
    """The kind of what went wrong, else the key that the server got."""
    before = len(place.server.requests)
    turn = place.room.chats(owner).ask(None, "think-2-2-0", ASKED)
    assert turn is not None
    ended = place.ended(turn.id)
    assert len(place.server.requests) == before + (ended.failure is None)
    return ended.failure.kind if ended.failure else place.request().bearer


def test_by_default_the_room_s_key_is_for_everybody(place: Place) -> None:
    assert [asked_by(place, owner) for owner in (LOCAL, ME)] == [KEY, KEY]
    (mine,) = [one for one in place.room.desk(ME).servers("openrouter") if one.name == "openrouter"]
    assert (mine.rooms_key, mine.barred, mine.takes_key, mine.lacks_key) == (True, "", False, False)


@pytest.mark.parametrize(("named", "may", "may_not"), [((LOCAL,), LOCAL, ME), ((ME, "browser:2"), ME, LOCAL)])
def test_who_may_not_use_it_brings_a_key(
    tmp_path: Path, server: ModelServer, named: tuple[str, ...], may: str, may_not: str
) -> None:
    place = a_place(tmp_path, server, key_for=named)
    assert (asked_by(place, may), asked_by(place, may_not)) == (KEY, "key missing")
    desk = place.room.desk(may_not)
    (theirs,) = [one for one in desk.servers("openrouter") if one.name == "openrouter"]
    assert (theirs.has_key, theirs.barred, theirs.takes_key, theirs.lacks_key) == (False, may_not, True, True)
    assert "code_challenge" in place.room.sign_in(may_not).begin("https://room.example/sign-in/back")
    assert desk.keep_key("openrouter", OWN) == ""
    assert (asked_by(place, may), asked_by(place, may_not)) == (KEY, OWN)
    assert desk.keep_header("openrouter", "X-Team", "mine") == ""  # it goes with a key of one's own
    desk.forget_key("openrouter")
    assert asked_by(place, may_not) == "key missing"


def test_the_sentence_says_whose_key_is_missing(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, key_for=(LOCAL,))
    failure = place.answered("think-2-2-0", asked=ASKED).failure
    assert failure and failure.what == "The room's key for OpenRouter is not for you to use, so nothing was asked."
    assert failure.next_step == "Enter a key of your own, then try again."


def test_a_room_may_take_no_other_keys_than_its_own(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, key_for=(LOCAL,), keys="server")
    assert asked_by(place, LOCAL) == KEY
    desk = place.room.desk(ME)
    assert desk.keep_key("openrouter", OWN).startswith("This room takes no key of your own")
    assert place.room.sign_in(ME).begin("https://room.example/sign-in/back") == ""
    place.room._servers.keys.keep(ME, "openrouter", OWN)  # however it came there
    failure = place.answered("think-2-2-0", asked=ASKED).failure
    assert failure and failure.kind == "key missing" and "THINKROOM_KEY_FOR" in failure.next_step
    assert all(request.bearer == KEY for request in place.server.requests)


def test_a_room_may_leave_its_own_key_aside(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, keys="own")
    for owner in (LOCAL, ME):
        assert place.room._servers.get(owner, "openrouter").key == ""
        assert place.room.desk(owner).keep_key("openrouter", OWN) == ""
        assert asked_by(place, owner) == OWN


def test_what_is_read_with_one_s_own_key_is_one_s_own(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, key_for=(LOCAL,))
    place.room.desk(ME).keep_key("openrouter", OWN)
    catalogues, servers = place.room._catalogues, place.room._servers
    assert catalogues._place(ME, servers.get(ME, "openrouter")).endswith(ME)
    assert catalogues._place(LOCAL, servers.get(LOCAL, "openrouter")) == server.url
