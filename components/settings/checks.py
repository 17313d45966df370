"""What a setting may hold, each check a function of its name and its text. An unusable value raises SettingsError with
one sentence that names the setting, and never the value: that may be a key in the wrong place, or hold one."""

import ipaddress
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from components.settings.settings import MODEL

ENCODED = re.compile(r"\$argon2(id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")
SHORTEST_PASSWORD, SHORTEST_SECRET = 8, 32
LEAST_PACE, MOST_PACE = 1.0, 100_000.0  # slower, and a stop would wait long for the next token
MOST_SECONDS = 86_400.0
LEAST_SECRET = 32  # bytes
MOST_DAYS, MOST_RETRIES, MOST_RECORDS, MOST_TURNS = 36_500, 5, 1_000, 64
EVERYBODY = "everybody"
LONGEST_NAME = 300


class SettingsError(Exception):
    """One sentence for the person who starts the room."""


def address(name: str, text: str) -> str:
    if not text:
        return ""
    named = usable = False
    try:
        parts = urlsplit(text)
        named = "@" in parts.netloc
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        usable = usable and not parts.query and not parts.fragment and text.isprintable() and " " not in text
        (parts.hostname or "").encode("idna")  # raises UnicodeError, a ValueError, where no such host can be
    except ValueError:
        usable = False
    # The value itself is never part of a sentence: it may be a key in the wrong place, or hold one.
    if named:
        raise SettingsError(f"{name} holds a user name or password; put the key into its own setting instead.")
    if not usable:
        raise SettingsError(f"{name} is no address like http://localhost:11434/v1. Correct it.")
    return text.rstrip("/").removesuffix("/chat/completions")


def site(name: str, text: str) -> str:
    try:
        return address(name, text) and text
    except SettingsError as error:
        raise SettingsError(str(error).replace("http://localhost:11434/v1", "https://example.org")) from None


def title(name: str, text: str) -> str:
    if not text.isascii() or not text.isprintable() or len(text) > 100:
        raise SettingsError(f"{name} is no name that a header may hold: up to 100 signs of ASCII.")
    return text


def key(name: str, text: str) -> str:
    # The value itself is never part of the sentence.
    if not text.isascii() or not text.isprintable() or " " in text:
        raise SettingsError(f"{name} holds characters that no key has (spaces, line breaks, letters beyond ASCII).")
    return text


def password(name: str, text: str) -> str:
    if text and (len(text) < SHORTEST_PASSWORD or not text.isprintable()):
        raise SettingsError(f"{name} must have at least {SHORTEST_PASSWORD} characters that can be typed.")
    return text


def encoded(name: str, text: str) -> str:
    if text and not ENCODED.fullmatch(text):
        raise SettingsError(f"{name} is no hash as argon2 writes it, which begins with $argon2id$v=19$.")
    return text


def header(name: str, text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9-]{1,100}", text):
        raise SettingsError(f"{name} is no name of a header, such as X-Forwarded-User.")
    return text


def networks(name: str, text: str) -> str:
    usable = True
    for one in text.replace(",", " ").split():
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            usable = False
    if not usable:
        raise SettingsError(f"{name} must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8.")
    return text


def secret(name: str, text: str) -> str:
    if text and len(key(name, text)) < SHORTEST_SECRET:
        raise SettingsError(f"{name} must have at least {SHORTEST_SECRET} characters that nobody can guess.")
    return text


def model(name: str, text: str) -> str:
    if not text.isprintable() or len(text) > 200:
        raise SettingsError(f"{name} is no usable model name; an example is {MODEL}.")
    return text


def one_of(names: Iterable[str]) -> Callable[[str, str], str]:
    def check(name: str, text: str) -> str:
        if text and text not in names:
            raise SettingsError(f"{name} must be one of {', '.join(names)}.")
        return text

    return check


def yes_or_no(name: str, text: str) -> str:
    if text.lower() in ("yes", "on", "true", "1"):
        return "yes"
    if text.lower() in ("no", "off", "false", "0"):
        return "no"
    raise SettingsError(f"{name} must be yes or no.")


def _is_number(text: str, fits: Callable[[float], bool]) -> bool:
    """`fits` is to be false of NaN, as each comparison is."""
    try:
        return fits(float(text))
    except ValueError:
        return False


def pace(name: str, text: str) -> str:
    if not _is_number(text, lambda number: number == 0 or LEAST_PACE <= number <= MOST_PACE):
        raise SettingsError(f"{name} must be tokens a second, from 1 to {MOST_PACE:,.0f}, or 0 for as fast as it can.")
    return text


def seconds(name: str, text: str) -> str:
    if not _is_number(text, lambda number: 1 <= number <= MOST_SECONDS):
        raise SettingsError(f"{name} must be a number of seconds, from 1 to {MOST_SECONDS:,.0f}.")
    return text


def redis(name: str, text: str) -> str:
    if text and not text.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError(f"{name} must be an address like redis://localhost:6379/0.")
    return text


def shared_secret(name: str, text: str) -> str:
    try:
        usable = not text or len(bytes.fromhex(text)) >= LEAST_SECRET
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(
            f"{name} must be {2 * LEAST_SECRET} hexadecimal digits or more: python -c 'import secrets;"
            f" print(secrets.token_hex({LEAST_SECRET}))' makes one."
        )
    return text


def days(name: str, text: str) -> str:
    if text and not _is_number(text, lambda number: 1 <= number <= MOST_DAYS):
        raise SettingsError(f"{name} must be a number of days, from 1 to {MOST_DAYS:,}.")
    return text


def up_to(most: int) -> Callable[[str, str], str]:
    def check(name: str, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= most):
            raise SettingsError(f"{name} must be a whole number from 0 to {most:,}.")
        return text

    return check


def count(name: str, text: str) -> str:
    return text and up_to(1_000_000)(name, text)


def turns(name: str, text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_TURNS):
        raise SettingsError(f"{name} must be a whole number from 1 to {MOST_TURNS}.")
    return text


def hosts(name: str, text: str) -> str:
    host = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[1-9][0-9]{0,4})?")
    if not all(host.fullmatch(one) for one in text.replace(",", " ").split()):
        raise SettingsError(f"{name} must be names of hosts with blanks between them, such as api.example.org.")
    return text


def owners(name: str, text: str) -> str:
    names = split_names(text)
    if not all(one.isascii() and one.isprintable() and " " not in one and len(one) <= 200 for one in names):
        raise SettingsError(f"{name} must be {EVERYBODY}, or names of owners with commas between them, such as local.")
    if not names and text != EVERYBODY:
        raise SettingsError(f"{name} names nobody. For nobody at all set THINKROOM_KEYS to own.")
    return text


def split_names(text: str) -> tuple[str, ...]:
    """Of owners; none for everybody."""
    return () if text == EVERYBODY else split_commas(text)


def split_commas(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))


def people(name: str, text: str) -> str:
    if not text.isprintable() or any(len(one) > LONGEST_NAME for one in split_commas(text)):
        raise SettingsError(f"{name} must be names with commas between them, such as local or ada@example.org.")
    return text


def usd(name: str, text: str) -> str:
    if text and not _is_number(text, lambda number: 0 <= number < float("inf")):
        raise SettingsError(f"{name} must be a sum in US dollars, such as 5 or 0.50.")
    return text


def database(name: str, text: str) -> str:
    if text and not text.startswith(("sqlite:///", "postgresql")):
        raise SettingsError(f"{name} must begin with sqlite:/// or postgresql, followed by the rest of its address.")
    return text
