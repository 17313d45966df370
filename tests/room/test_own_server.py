"""A server of one's own: at hosts that are listed, for its owner alone, as long as they are listed."""

import inspect
from dataclasses import replace
from pathlib import Path

from components.room import Desk
from components.settings import Settings
from components.store import Store
from tests.modelserver import ModelServer
from tests.room.conftest import ME, Place, a_place, open_room

AT = "https://api.example.org/v1"


def names(place: Place, owner: str) -> list[str]:
    return [one.name for one in place.room.desk(owner).servers("pocket")]


def test_it_is_its_owner_s_alone_and_is_kept(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, hosts=("api.example.org",))
    desk = place.room.desk(ME)
    assert desk.own_server == "" and "own" not in names(place, ME)
    assert desk.keep_server(f"{AT}/") == "" and desk.own_server == AT
    endpoint = place.room._servers.get(ME, "own")
    assert (endpoint.base_url, endpoint.listed, endpoint.rooms_key, endpoint.key) == (AT, True, False, "")
    assert "own" in names(place, ME) and "own" not in names(place, "browser:you")
    assert desk.keep_key("own", "for-mine") == "" and place.room._servers.get(ME, "own").key == "for-mine"
    assert desk.keep_header("own", "X-Mine", "for-mine") == ""
    again = a_place(tmp_path, server, hosts=("api.example.org",))
    assert again.room.desk(ME).own_server == AT
    assert desk.keep_server("https://api.example.org/v2") == ""  # which is not sent what was for the other one
    assert (sent := place.room._servers.get(ME, "own")).key == "" and sent.own_headers == ()
    assert desk.keep_server(" ") == "" and "own" not in names(place, ME)


def test_what_is_not_listed_is_not_kept_and_what_is_no_more_is_not_asked(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, hosts=("api.example.org",))
    wrong = place.room.desk(ME).keep_server("http://169.254.169.254/latest")
    assert wrong == "This host is not among those that whoever started the room has listed."
    assert place.room.desk(ME).keep_server(AT) == ""
    for hosts in ((), ("other.example.org",)):
        settings = replace(place.room._settings, hosts=hosts)
        room = open_room(settings, Store(place.url))
        assert "own" not in [one.name for one in room._servers.all(ME)]


def test_by_default_no_page_takes_an_address(place: Place) -> None:
    assert Settings().hosts == () and place.room.desk(ME).hosts == ()
    assert (
        place.room.desk(ME).keep_server(AT).startswith("This host is not among those")
        and place.room.desk(ME).own_server == ""
    )
    taking = {
        name
        for name, value in vars(Desk).items()
        if callable(value) and "address" in inspect.signature(value).parameters
    }
    assert taking == {"keep_server"}


def test_what_was_typed_before_somebody_came_in_goes_along_and_to_no_other_address(
    tmp_path: Path, server: ModelServer
) -> None:
    place = a_place(tmp_path, server, key="", hosts=("api.example.org",))
    room = place.room

    def typed_by(owner: str, at: str) -> None:
        desk = room.desk(owner)
        assert desk.keep_server(at) == "" == desk.keep_key("own", "for-mine") == desk.keep_key("openrouter", "sk-mine")
        assert desk.keep_header("own", "X-Mine", "for-mine") == "" == desk.keep_header("openrouter", "X-Mine", "1")

    def known_to(owner: str) -> tuple[str, object, str, object]:
        own, openrouter = (room._servers.get(owner, name) for name in ("own", "openrouter"))
        return (own.name == "own" and own.key) or "", own.own_headers, openrouter.key, openrouter.own_headers

    everything = ("for-mine", (("X-Mine", "for-mine"),), "sk-mine", (("X-Mine", "1"),))
    typed_by("browser:first", AT)
    room.belongings("browser:first").hand_over("user:her")
    assert known_to("user:her") == everything and room._servers.keys.get("browser:first", "openrouter") == ""
    assert room.desk("user:him").keep_server("https://api.example.org/his") == ""
    assert room.desk("user:him").keep_key("openrouter", "sk-his") == ""
    typed_by("browser:second", AT)
    room.belongings("browser:second").hand_over("user:him")
    assert known_to("user:him") == ("", (), "sk-his", (("X-Mine", "1"),))
    assert room._servers._secrets.of("browser:second") == {}
