"""Who a browser is: by what it can prove, and by no header."""

import stat
from pathlib import Path

import pytest

from components.room import COOKIE, LOCAL, Door, Place, owner_by
from components.room.secret import SecretUnusable, secret_in

SECRET = bytes(range(32))
HERE, EVERYWHERE = Place("127.0.0.1", 8501), Place("0.0.0.0", 8501)
TOKEN = "abcDEF-_0123456789abcDEF-_0123456789"
FROM_HERE = {"Host": "localhost:8501"}
FORGED = [
    FROM_HERE,
    {"Host": "127.0.0.1:8501"},
    {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"},
    {"Host": "localhost", "X-Forwarded-For": "127.0.0.1", "X-Real-Ip": "127.0.0.1"},
    {"Host": "room.example", "X-Forwarded-Host": "localhost", "Forwarded": "for=127.0.0.1;host=localhost"},
    {"Host": "[::1]:8501", "Authorization": "Bearer local", "X-Forwarded-User": "local"},
    {},
]


@pytest.fixture
def door() -> Door:
    return Door(SECRET)


@pytest.mark.parametrize("place", [HERE, EVERYWHERE, Place(None, 8501), Place("::1", 8501)])
@pytest.mark.parametrize("headers", FORGED)
def test_no_header_makes_a_browser_the_one_of_who_started_the_room(
    door: Door, place: Place, headers: dict[str, str]
) -> None:
    assert door.owner_of(place, headers, {}) is None
    signed = {place.owner_cookie: door.signed(TOKEN)}
    assert door.owner_of(place, headers, signed) == owner_by(TOKEN) != LOCAL


@pytest.mark.parametrize("place", [HERE, EVERYWHERE])
@pytest.mark.parametrize("headers", FORGED)
def test_the_key_does_wherever_it_comes_from(door: Door, place: Place, headers: dict[str, str]) -> None:
    cookies = {place.key_cookie: door.key, place.owner_cookie: door.signed(TOKEN)}
    assert door.owner_of(place, headers, cookies) == LOCAL


@pytest.mark.parametrize("key", ["", "local", "x" * 43, "é" * 43, "\x00", "\ud800"])
def test_a_made_up_key_proves_nothing(door: Door, key: str) -> None:
    assert door.owner_of(HERE, FROM_HERE, {HERE.key_cookie: key}) is None


def test_a_key_is_that_of_one_room_and_one_port(door: Door) -> None:
    assert door.owner_of(HERE, FROM_HERE, {HERE.key_cookie: Door(b"another".ljust(32)).key}) is None
    assert door.owner_of(HERE, FROM_HERE, {Place("127.0.0.1", 8502).key_cookie: door.key}) is None
    assert len({door.key, door.token, door.signed(TOKEN)}) == 3
    assert door.owner_of(HERE, FROM_HERE, {HERE.key_cookie: door.token}) is None  # a token is swapped, never sent again


def test_a_token_outlives_a_restart_and_a_ticket_does_not(door: Door) -> None:
    ticket = door.ticket()
    after = Door(SECRET)
    assert after.lets_in(door.token, same_account=False) and after.key == door.key
    assert not after.lets_in(ticket, same_account=True)


def test_a_ticket_is_good_once_and_for_one_account(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, late = door.ticket(), door.ticket(), door.ticket()
    assert not door.lets_in(first, same_account=False)
    assert door.lets_in(first, same_account=True) and not door.lets_in(first, same_account=True)
    assert door.lets_in(second, same_account=True)
    monkeypatch.setattr("components.room.auth.TICKET_S", 0.0)
    assert not door.lets_in(late, same_account=True)
    assert not door.lets_in("", same_account=True)


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("unix:///run/room.sock", True),
        (None, False),
        ("", False),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.0.2", False),
        ("::ffff:192.168.0.2", False),
        ("localhost.example", False),
        ("room.example", False),
        ("127.0.0.1.example", False),
    ],
)
def test_a_room_is_on_this_machine_alone_by_its_addresses_only(address: str | None, here: bool) -> None:
    assert Place(address, 8501).only_here is here


# Signed owners


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        TOKEN,
        f"{TOKEN}.",
        f"{TOKEN}.{'x' * 43}",
        f".{'x' * 43}",
        "local",
        "local.local",
        "' OR 1=1 --" + "x" * 30,
        TOKEN[:31],
    ],
)
def test_a_cookie_that_was_never_issued_is_nobody(door: Door, cookie: str) -> None:
    assert door.owner_of(EVERYWHERE, {}, {EVERYWHERE.owner_cookie: cookie, COOKIE: cookie}) is None


def test_a_signature_is_of_one_token_and_one_room(door: Door) -> None:
    signed = door.signed(TOKEN)
    another = f"{TOKEN[:-1]}0.{signed.partition('.')[2]}"
    for cookie in (another, signed[:-1], signed + "x", signed + "\n", Door(b"another".ljust(32)).signed(TOKEN)):
        assert door.owner_of(HERE, {}, {HERE.owner_cookie: cookie}) is None
    assert door.owner_of(HERE, {}, {HERE.owner_cookie: signed}) == owner_by(TOKEN)


def test_what_is_kept_of_an_owner_makes_no_cookie(door: Door) -> None:
    name = owner_by(TOKEN)
    assert TOKEN not in name and name != owner_by(TOKEN + "x") and len(name) == len("browser:") + 64
    kept = name.removeprefix("browser:")
    for cookie in (kept, f"{kept}.{kept}", name):
        assert door.owner_of(HERE, {}, {HERE.owner_cookie: cookie}) is None


# Whoever knew the password


def test_an_entry_is_of_one_browser_one_password_and_one_room(door: Door) -> None:
    entry = door.entry(TOKEN, "hash", 1_234.5)
    assert door.entered(entry, TOKEN, "hash") == 1_234.5
    assert door.entered(entry, TOKEN + "x", "hash") is None and door.entered(entry, TOKEN, "another") is None
    assert Door(b"another".ljust(32)).entered(entry, TOKEN, "hash") is None
    moment, _, seal = entry.partition(".")
    later = f"{int(moment) + 1}.{seal}"
    for cookie in ("", moment, f"{moment}.", later, entry[:-1], f"{entry}x", f"٣{entry}", "9" * 4_000, f"-{entry}"):
        assert door.entered(cookie, TOKEN, "hash") is None


def test_a_key_is_void_once_its_owner_signed_out() -> None:
    since = 0.0
    door = Door(SECRET, signed_out=lambda _: since)
    key = door.key
    assert key == Door(SECRET).key
    since = 1.0
    assert door.key != key and door.owner_of(HERE, {}, {HERE.key_cookie: key}) is None
    assert door.owner_of(HERE, {}, {HERE.key_cookie: door.key}) == LOCAL and door.lets_in(door.token, False)


# A room that trusts its machine


@pytest.mark.parametrize(
    ("address", "headers", "owner"),
    [
        ("127.0.0.1", {"Host": "localhost:8501"}, LOCAL),
        ("127.0.0.1", {"Host": "127.0.0.1:8501"}, LOCAL),
        ("localhost", {"Host": "LOCALHOST"}, LOCAL),
        ("::1", {"Host": "[::1]:8501"}, LOCAL),
        ("127.0.0.1", {"Host": "room.example.org"}, None),
        ("127.0.0.1", {"Host": "localhost.example.org"}, None),
        ("127.0.0.1", {"Host": "localhost@example.org"}, None),
        ("127.0.0.1", {"Host": "example.org#localhost"}, None),
        ("127.0.0.1", {"Host": "localhost", "X-Forwarded-For": "1.2.3.4"}, None),
        ("127.0.0.1", {"Host": "localhost", "X-Forwarded-Host": "room.example"}, None),
        ("127.0.0.1", {"Host": "localhost", "Forwarded": "for=1.2.3.4"}, None),
        ("127.0.0.1", {"Host": "localhost", "X-Real-Ip": "1.2.3.4"}, None),
        ("127.0.0.1", {"Host": "localhost", "Via": "1.1 proxy"}, None),
        ("127.0.0.1", {}, None),
        ("127.0.0.1", {"Host": "[::1"}, None),
        ("127.0.0.1", {"Host": ""}, None),
        ("0.0.0.0", {"Host": "localhost:8501"}, None),
        (None, {"Host": "localhost:8501"}, None),
        ("", {"Host": "localhost:8501"}, None),
    ],
)
def test_a_room_that_trusts_its_machine_goes_by_address_and_headers(
    address: str | None, headers: dict[str, str], owner: str | None
) -> None:
    door, place = Door(SECRET, trusts=True), Place(address, 8501)
    assert door.owner_of(place, headers, {}) == owner
    signed = {place.owner_cookie: door.signed(TOKEN)}
    assert door.owner_of(place, headers, signed) == (owner or owner_by(TOKEN))


# The secret


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "room.db.secret"
    secret = secret_in(path)
    assert len(secret) == 32 and secret_in(path) == secret != secret_in(tmp_path / "other.secret")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    secret_in(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("damaged", [b"", b"00ff", b"not hexadecimal at all" * 4, b"\xff\xfe" * 32])
def test_a_damaged_secret_is_told_in_a_sentence(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "room.db.secret"
    path.write_bytes(damaged)
    with pytest.raises(SecretUnusable, match=r"room\.db\.secret is damaged\. Delete that file"):
        secret_in(path)


def test_a_secret_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SecretUnusable, match="cannot be read or written"):
        secret_in(tmp_path / "file" / "room.db.secret")
