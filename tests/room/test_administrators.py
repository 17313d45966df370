"""Who looks after a room, by each way of signing in."""

import logging
from pathlib import Path
from typing import Any

import pytest

from components.room.administrators import Administrators
from components.room.auth import LOCAL, Door, Place
from components.room.entrance import Entrance
from components.room.oidc import owner_of
from components.room.people import People
from components.room.trusted_proxy import TrustedProxy
from components.store import Store
from tests.room.test_oidc import CLAIMS, cookies_of, told

__all__ = ["told"]  # a fixture
HERE = Place("127.0.0.1", 8501)
ADA = owner_of("https://provider.example", "ada")


def entrance_of(folder: Path, way: str, *names: str, trusts: bool = False) -> Entrance:
    people = People(Store(f"sqlite:///{folder}/room.db"))
    door = Door(b"secret", trusts, people.signed_out)
    return Entrance(door, people, TrustedProxy("", (), ""), way, None, trusts, admins=names)


@pytest.mark.parametrize("way", ["none", "password", "oidc", "proxy"])
def test_nobody_is_one_by_default_and_local_is_whoever_started_the_room(way: str) -> None:
    assert not Administrators(way, (), lambda _: 0.0).has(LOCAL)
    named = Administrators(way, ("local",), lambda _: 0.0)
    assert named.has(LOCAL) and not named.has("browser:local") and not named.has(owner_of("proxy", "local"))


def test_a_proxy_s_names_are_as_it_passes_them() -> None:
    named = Administrators("proxy", ("ada", "Bob B."), lambda _: 0.0)
    assert named.has(owner_of("proxy", "ada")) and named.has(owner_of("proxy", "Bob B."))
    assert not named.has(owner_of("proxy", "Ada")) and not named.has(LOCAL) and not named.has("ada")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", ["https://provider.example ada", ADA])
def test_a_provider_s_subject_is_known_without_their_coming(tmp_path: Path, name: str) -> None:
    named = entrance_of(tmp_path, "oidc", name).administrators
    assert named.has(ADA) and not named.has(owner_of("https://other.example", "ada")) and not named.has(LOCAL)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("claims", "is_one"),
    [
        ({"email": "Ada@Example.org", "email_verified": True}, True),
        ({"email": "ada@example.org", "email_verified": "true"}, True),
        ({"email": "ada@example.org", "email_verified": False}, False),
        ({"email": "ada@example.org"}, False),
        ({"email": "ada@example.com", "email_verified": True}, False),
        ({"email": ["ada@example.org"], "email_verified": True}, False),
        ({"name": "ada@example.org", "preferred_username": "ada@example.org", "email_verified": True}, False),
    ],
)
def test_an_e_mail_is_one_s_own_where_the_provider_says_so(
    tmp_path: Path, claims: dict[str, Any], is_one: bool, caplog: pytest.LogCaptureFixture
) -> None:
    entrance = entrance_of(tmp_path, "oidc", "ada@example.ORG")
    assert not entrance.administrators.has(ADA)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert entrance.owner_of(HERE, {}, cookies_of({**CLAIMS, **claims})) == ADA
    assert entrance.administrators.has(ADA) is is_one
    unverified = claims.get("email") == "ada@example.org" and not is_one
    assert caplog.text.count("does not say that it is verified") == int(unverified) and "ada@" not in caplog.text


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("named", "theirs", "is_one"),
    [
        ("ada@strasse.example", "ada@stra\u00dfe.example", False),  # a domain that anybody may have
        ("mike@example.org", "mi\u212ae@example.org", False),  # the sign for kelvin
        ("zo\u00eb@example.org", "Zo\u00eb@Example.org", True),
    ],
)
def test_an_e_mail_that_only_looks_the_same_is_another_s(tmp_path: Path, named: str, theirs: str, is_one: bool) -> None:
    entrance = entrance_of(tmp_path, "oidc", named)
    entrance.owner_of(HERE, {}, cookies_of({**CLAIMS, "email": theirs, "email_verified": True}))
    assert entrance.administrators.has(ADA) is is_one


@pytest.mark.usefixtures("told")
def test_whose_e_mail_is_not_verified_any_more_is_none_any_more(tmp_path: Path) -> None:
    entrance = entrance_of(tmp_path, "oidc", "ada@example.org")
    mine: dict[str, Any] = {**CLAIMS, "email": "ada@example.org"}
    entrance.owner_of(HERE, {}, cookies_of({**mine, "email_verified": True}))
    assert entrance.administrators.has(ADA)
    entrance.owner_of(HERE, {}, cookies_of({**mine, "email_verified": False}))
    assert not entrance.administrators.has(ADA)


@pytest.mark.usefixtures("told")
def test_who_has_another_e_mail_now_or_signed_out_is_none_any_more(tmp_path: Path) -> None:
    entrance = entrance_of(tmp_path, "oidc", "ada@example.org")
    mine: dict[str, Any] = {**CLAIMS, "email": "ada@example.org", "email_verified": True}
    entrance.owner_of(HERE, {}, cookies_of(mine))
    assert entrance.administrators.has(ADA)
    entrance.owner_of(HERE, {}, cookies_of({**mine, "email": "else@example.org"}))
    assert not entrance.administrators.has(ADA)
    entrance.owner_of(HERE, {}, cookies_of(mine))
    entrance._people.sign_out(ADA)
    assert not entrance.administrators.has(ADA)


@pytest.mark.parametrize(
    ("way", "trusts", "ends"),
    [
        ("none", False, set[str]()),
        ("password", False, {LOCAL, "browser:a"}),
        ("password", True, {"browser:a"}),
        ("oidc", False, {LOCAL, "user:a"}),
        ("proxy", False, {LOCAL}),
    ],
)
def test_who_can_be_signed_out_is_who_must_sign_in_again(
    tmp_path: Path, way: str, trusts: bool, ends: set[str]
) -> None:
    entrance = entrance_of(tmp_path, way, trusts=trusts)
    assert {owner for owner in (LOCAL, "browser:a", "user:a") if entrance.ends_for(owner)} == ends
