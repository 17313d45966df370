"""Whoever signs in: until when they are in, whatever the database does; how often a password may be tried."""

import math
from pathlib import Path

import pytest

from components.room.attempts import Attempts
from components.room.password import Password
from components.room.people import People
from components.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/room.db")


def test_who_signs_out_has_done_so_in_every_process_of_the_room(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = People(store), People(store)
    assert there.signed_out("ada") == 0.0
    here.sign_out("ada")
    assert here.signed_out("ada") > 0.0 and here.signed_out("bob") == 0.0
    monkeypatch.setattr("components.room.people.FRESH_S", 0.0)
    assert there.signed_out("ada") == here.signed_out("ada")
    first = here.signed_out("ada")
    store.sign_out("ada", 1.0)  # a clock that was put back
    assert here.signed_out("ada") == first


def test_without_its_database_nobody_new_comes_in(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    people = People(store)
    people.sign_out("ada")
    since = people.signed_out("ada")
    assert people.signed_out("bob") == 0.0
    monkeypatch.setattr("components.room.people.FRESH_S", 0.0)
    store.close()
    assert (people.signed_out("ada"), people.signed_out("bob")) == (since, 0.0)
    assert math.isinf(people.signed_out("stranger"))


def test_people_have_names_and_own_nothing_by_that(store: Store) -> None:
    people = People(store)
    assert people.name_of("ada") == ""
    people.call("ada", "Ada")
    people.sign_out("ada")
    people.call("ada", "Ada L.")
    assert people.name_of("ada") == "Ada L." and people.signed_out("ada") > 0.0 and not store.owns("ada")


def test_a_password_is_kept_as_its_hash_which_a_restart_does_not_change() -> None:
    first, again = (Password.hashed("correct horse", b"secret") for _ in range(2))
    assert first.encoded == again.encoded != Password.hashed("correct horse", b"another").encoded
    assert first.encoded != Password.hashed("correct house", b"secret").encoded
    assert first.encoded.startswith("$argon2id$") and "correct" not in first.encoded
    assert first.is_right("correct horse")
    for wrong in ("", "correct horse ", "Correct horse", "\ud800", "x" * 5_000_000):
        assert not first.is_right(wrong)


def test_wrong_passwords_are_counted_by_address_and_in_all() -> None:
    attempts = Attempts()
    for _ in range(10):
        assert attempts.wait_s("192.0.2.1") == 0.0
        attempts.failed("192.0.2.1")
    assert 500 < attempts.wait_s("192.0.2.1") <= 600 and attempts.wait_s("192.0.2.2") == 0.0
    for number in range(10):  # one network of the sixth version is one of them
        attempts.failed(f"2001:db8::{number}")
    assert attempts.wait_s("2001:db8::ffff") > 0 == attempts.wait_s("2001:db8:0:1::1")
    for number in range(80):
        attempts.failed(f"198.51.100.{number}")
    assert 500 < attempts.wait_s("203.0.113.9") <= 600
