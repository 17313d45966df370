"""Whom Streamlit's cookie names, by its own decoder and held against what it makes; and what is set up wrong."""

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response
from streamlit import config
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_auth_routes, starlette_websocket
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import AUTH_COOKIE_MAX_AGE_SECONDS

from components.room import oidc
from components.room.oidc import NotSetUp, User, check, login_path, owner_of, user_in, ways

AUTH: dict[str, Any] = {
    "redirect_uri": "https://room.example/oauth2callback",
    "cookie_secret": "c" * 32,
    "client_id": "id",
    "client_secret": "hush",
    "server_metadata_url": "https://provider.example/.well-known/openid-configuration",
}
CLAIMS = {"iss": "https://provider.example", "sub": "ada", "name": " Ada ", "origin": "https://room.example"}
CLAIMS |= {"is_logged_in": True, "provider": "default"}


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Streamlit's secrets, as they stand in a file."""

    def tell(auth: dict[str, Any]) -> None:
        (tmp_path / ".streamlit").mkdir(exist_ok=True)
        plain = {name: value for name, value in auth.items() if not isinstance(value, dict)}
        lines = ["[auth]", *(f"{name} = {json.dumps(value)}" for name, value in plain.items())]
        for name, section in auth.items():
            if isinstance(section, dict):
                lines += [f"[auth.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in section.items())]
        (tmp_path / ".streamlit" / "secrets.toml").write_text("\n".join(lines), "utf-8")
        secrets_singleton._reset()

    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(tmp_path / ".streamlit" / "secrets.toml")])
    tell(AUTH)
    try:
        yield tell
    finally:
        config.set_option("secrets.files", before)
        secrets_singleton._reset()


def cookies_of(claims: dict[str, Any], secret: str = "c" * 32) -> dict[str, str]:
    """As Streamlit sets them."""
    found: dict[str, str] = {}

    def keep(name: str, value: str) -> None:
        found[name] = create_signed_value(secret, name, value).decode()

    set_cookie_with_chunks(
        keep,
        lambda name, value: create_signed_value(secret, name, value),
        "_streamlit_user",
        claims,
        cookie_attr_size=9,
    )
    return found


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("length", [1, 9_000])
def test_who_streamlit_signed_in_is_the_same_here(length: int) -> None:
    cookies = cookies_of({**CLAIMS, "picture": random.Random(1).randbytes(length).hex()})
    assert (len(cookies) > 1) == (length > 1)
    user = user_in(cookies)
    assert user and (user.owner, user.name) == (owner_of("https://provider.example", "ada"), "Ada")
    assert abs(time.time() - user.since) < 60 and user.since == int(user.since)


@pytest.mark.usefixtures("told")
def test_it_is_streamlits_own_functions_that_make_and_read_the_cookie() -> None:
    """A Streamlit that has others fails here: then `oidc.py` is to be looked at again."""
    assert oidc._get_signed_cookie_with_chunks is starlette_websocket._get_signed_cookie_with_chunks
    assert oidc._parse_decoded_user_cookie is starlette_websocket._parse_decoded_user_cookie
    reply = Response()
    starlette_auth_routes._set_single_cookie(reply, "_streamlit_user", json.dumps(CLAIMS))
    value = reply.headers["set-cookie"].split("; ")[0].partition("=")[2]
    user = user_in({"_streamlit_user": value})
    assert user and user.name == "Ada" and abs(time.time() - user.since) < 60
    read = starlette_websocket._parse_user_cookie_signed(value, "https://room.example")
    assert (read["iss"], read["sub"], read["is_logged_in"]) == (CLAIMS["iss"], "ada", True)
    assert AUTH_COOKIE_MAX_AGE_SECONDS == 30 * 86_400


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "claims",
    [
        {"is_logged_in": False},
        {"is_logged_in": "yes"},
        {"iss": None},
        {"sub": ""},
        {"sub": 7},
        {"origin": "https://elsewhere.example"},
    ],
)
def test_a_cookie_that_names_nobody_lets_nobody_in(claims: dict[str, Any]) -> None:
    assert user_in(cookies_of({**CLAIMS, **claims})) is None


@pytest.mark.usefixtures("told")
def test_a_cookie_that_streamlit_did_not_sign_is_nobodys() -> None:
    right = cookies_of(CLAIMS)["_streamlit_user"]
    payload, moment, seal = right.rsplit(".", 2)
    later = create_signed_value("c" * 32, "_streamlit_user", "x").decode().rsplit(".", 2)[1]
    for value in ("", "x", f"{payload}.{moment}", f"{payload}.{moment}.{seal[:-1]}", f"{payload}.{later}x.{seal}", "é"):
        assert user_in({"_streamlit_user": value}) is None
    assert user_in(cookies_of(CLAIMS, secret="d" * 32)) is None and user_in({}) is None
    assert isinstance(user_in({"_streamlit_user": right}), User)
    # A name is no part of who somebody is, and the joint of issuer and subject is no place to cheat at.
    assert owner_of("a", "bc") != owner_of("ab", "c") and "ada" not in owner_of("https://provider.example", "ada")


def test_what_is_set_up_wrong_is_told_in_a_sentence(told: Callable[[dict[str, Any]], None]) -> None:
    check()
    assert ways() == ("default",) and login_path("default").startswith("/auth/login?provider=") and not login_path("x")
    named = {name: AUTH[name] for name in ("client_id", "client_secret", "server_metadata_url")}
    told({"redirect_uri": AUTH["redirect_uri"], "cookie_secret": "c" * 32, "one": named, "other": named})
    check()
    assert ways() == ("one", "other")
    for wrong, why in (
        ({"cookie_secret": "short"}, "cookie_secret needs at least 32 characters"),
        ({"redirect_uri": "https://room.example/"}, "redirect_uri must be the room's address with /oauth2callback"),
        ({"client_id": ""}, "client_id, client_secret, server_metadata_url are needed"),
        ({"client_secret": ""}, "needs all of client_id"),
        ({"one": {"client_id": "x"}}, "one needs all of client_id"),
        ({"a_b": named}, "the name a_b may hold no underscore"),
    ):
        told({**AUTH, **wrong})
        with pytest.raises(NotSetUp, match=why) as raised:
            check()
        assert str(raised.value).endswith(".") and "hush" not in str(raised.value)
