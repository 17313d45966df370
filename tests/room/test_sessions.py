"""What OpenRouter is told of a chat, of the room and of who asks: a name each chat, and each person who has no own key,
which say nothing; never in an experiment."""

import hashlib
import hmac
from pathlib import Path

import pytest

from components.conversation import Asked
from components.injection import Plan
from components.settings import Server, Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.modelserver.lab import lab
from tests.room.conftest import KEY, ME, Place, a_place, a_place_without_a_key, open_room
from tests.waiting import eventually

ASKED = Asked("openrouter", "test/model")
SITE = {"site_url": "https://room.example/think", "site_title": "Reading room"}


@pytest.mark.slow
def test_all_requests_of_a_chat_have_one_session_and_no_two_chats_the_same(place: Place, tmp_path: Path) -> None:
    first = place.answered("think-2-2-0", asked=ASKED)
    place.answered("think-2-2-1", first.chat_id, ASKED)
    again = a_place(tmp_path, place.server)  # after a restart
    again.answered("think-2-2-2", first.chat_id, ASKED)
    other = again.answered("think-2-2-3", asked=ASKED)
    secret = bytes.fromhex((tmp_path / "room.db.secret").read_text("ascii"))
    names = [
        hmac.new(secret, f"session {chat}".encode(), hashlib.sha256).hexdigest()
        for chat in (first.chat_id, first.chat_id, first.chat_id, other.chat_id)
    ]
    assert [request.fields["session_id"] for request in place.server.requests] == names
    assert names[0] != names[-1] and first.chat_id not in str(place.server.requests[-1].fields)
    programs, _ = again.room.chats(ME).calls(first.chat_id, first.id)
    assert all(names[0] in program for program in programs.values())


def test_people_who_ask_with_the_room_s_key_are_told_apart_and_not_by_name(place: Place, tmp_path: Path) -> None:
    secret = bytes.fromhex((tmp_path / "room.db.secret").read_text("ascii"))

    def told(owner: str) -> object:
        turn = place.room.chats(owner).ask(None, "think-2-2-0", ASKED)
        assert turn and place.ended(turn.id).status == "done" and owner not in str(place.request().fields)
        return place.request().fields.get("user")

    owners = (ME, "browser:you", ME)
    names = [hmac.new(secret, f"user {owner}".encode(), hashlib.sha256).hexdigest() for owner in owners]
    assert [told(owner) for owner in owners] == names and names[0] != names[1]


def test_who_asks_with_a_key_of_their_own_is_named_to_nobody(tmp_path: Path) -> None:
    with ModelServer() as server:
        place = a_place_without_a_key(tmp_path, server)
        place.answered("think-2-2-0", asked=ASKED)
        assert "user" not in place.request().fields and "session_id" in place.request().fields


def test_no_other_server_is_told_of_sessions_and_of_the_room(tmp_path: Path) -> None:
    with ModelServer() as server:
        settings = Settings(
            {"vllm": Server(server.url), "custom": Server(server.url)},
            database_url=f"sqlite:///{tmp_path}/room.db",
            find_servers=False,
            **SITE,  # type: ignore[arg-type]
        )
        place = Place(open_room(settings, Store(settings.database_url)), server, settings.database_url)
        for name in ("vllm", "custom"):
            place.answered("think-2-2-0", asked=Asked(name, "a/b"))
            assert not {"session_id", "user"} & place.request().fields.keys()
            assert not {"http-referer", "x-openrouter-title"} & place.request().headers.keys()


def test_the_room_says_what_it_is_where_that_is_set(tmp_path: Path) -> None:
    with ModelServer(default=lab) as server:
        place = a_place(tmp_path, server, **SITE)
        turn = place.answered("think-2-2-0", asked=ASKED)
        sent = place.request().headers
        assert (sent["http-referer"], sent["x-openrouter-title"]) == tuple(SITE.values())
        programs, variables = place.room.chats(ME).calls(turn.chat_id, turn.id)
        assert variables == ("OPENROUTER_API_KEY",) and KEY not in repr(programs)
        assert all(SITE["site_url"] in program and SITE["site_title"] in program for program in programs.values())


def test_without_settings_it_says_its_name_alone(place: Place) -> None:
    place.answered("think-2-2-0", asked=ASKED)
    assert place.request().headers["x-openrouter-title"] == "Thinkroom"
    assert "http-referer" not in place.request().headers


def test_an_experiment_tells_none_of_it(tmp_path: Path) -> None:
    with ModelServer(default=lab) as server:
        place = a_place(tmp_path, server, **SITE)
        place.room.experiments(ME).run(Plan())
        assert eventually(lambda: len(server.requests) == 3)
        for request in server.requests:
            assert not {"session_id", "user"} & request.fields.keys() and "http-referer" not in request.headers
            assert request.headers["x-openrouter-title"] == "Thinkroom"
        assert eventually(lambda: all(request.ended for request in server.requests))
