"""Every setting and every default, from the environment, then .env, then Streamlit's secrets, in one frozen value.

It does not know what the settings are used for. An unusable value raises SettingsError with one sentence that names it.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from platformdirs import user_data_path

MODEL = "deepseek/deepseek-r1"
SIGN_IN = ("none", "password", "oidc", "proxy")
ENCODED = re.compile(r"\$argon2(id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+")
SHORTEST_PASSWORD, SHORTEST_SECRET = 8, 32
POCKET_PACE = 60.0  # tokens a second: fast enough to wait for, slow enough to read along
LEAST_PACE, MOST_PACE = 1.0, 100_000.0  # slower, and a stop would wait long for the next token
CONNECT_S, FIRST_BYTE_S, SILENCE_S, TOTAL_S = 10.0, 600.0, 300.0, 3_600.0
MOST_SECONDS = 86_400.0
LEAST_SECRET = 32  # bytes
MOST_DAYS = 36_500
RETRIES, MOST_RETRIES = 2, 5
RECORDS, MOST_RECORDS = 50, 1_000
TURNS_AT_ONCE, MOST_TURNS = 16, 64
AUDIENCE_PORT = 8502
REQUESTS = 600
KEYS = ("server", "own", "both")  # whose keys turns are asked with
EVERYBODY = "everybody"
LOCAL_NAME = "local"  # whoever started the room, however others sign in
LONGEST_NAME = 300
# By what an administrator can be named beside that, by the way of signing in, and how that is said.
_NOBODY = "nobody is told apart by a name. Use local: whoever comes by the address that is printed."
WHO: Mapping[str, tuple[re.Pattern[str] | None, str]] = {
    "none": (None, _NOBODY),
    "password": (None, _NOBODY),
    "oidc": (
        re.compile(r"[^@\s]+@[^@\s]+|https?://\S+ \S+|user:[0-9a-f]{64}"),
        "use an e-mail, or the provider's issuer and a subject with a blank between them, or local.",
    ),
    "proxy": (re.compile(r".+"), "use names as the proxy passes them, or local."),
}


class SettingsError(Exception):
    """One sentence for the person who starts the room."""


@dataclass(frozen=True, slots=True)
class Server:
    """What is set for one server. The address has no trailing slash, "" for the usual one; the repr shows no key.
    `protocol` is how it is spoken to, "" for the usual way."""

    base_url: str = ""
    api_key: str = field(default="", repr=False)
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """`servers` by the names they were looked for: only those for which something is set."""

    servers: Mapping[str, Server] = field(default_factory=dict)
    model: str = MODEL
    database_url: str = field(default="", repr=False)
    find_servers: bool = True
    trust_this_machine: bool = False  # is whoever comes from it taken for the person who started the room?
    sign_in: str = "none"  # one of SIGN_IN: what lets a browser in
    password: str = field(default="", repr=False)
    password_hash: str = field(default="", repr=False)  # by argon2, in its usual form
    # A proxy that signs people in: in which header it says who asks, from where it comes, and what it has to know.
    proxy_header: str = ""
    proxy_addresses: tuple[str, ...] = ()
    proxy_secret: str = field(default="", repr=False)
    open_to_all: bool = False  # may whoever reaches its port use the room, where it listens to other machines?
    title_words: bool = False  # does the title of a browser's tab say what a thought is doing?
    pocket_pace: float = POCKET_PACE
    # How long to wait, in seconds: for a connection, for the first byte, in a silence, for the end of a reply.
    connect_s: float = CONNECT_S
    first_byte_s: float = FIRST_BYTE_S
    silence_s: float = SILENCE_S
    total_s: float = TOTAL_S
    retries: int = RETRIES  # of what failed before its first byte
    records: int = RECORDS  # of what arrived, kept for so many turns of an owner, the newest
    redis_url: str = field(default="", repr=False)  # by which replicas of this room know of each other; "": it is alone
    secret: str = field(default="", repr=False)  # what cookies are signed with, of all replicas; "": in a file
    metrics_token: str = field(default="", repr=False)  # who may read the room's figures; "": nobody
    stop_s: float = 0.0  # how long what runs may go on once the room is told to end
    log: str = "text"  # or "json": a line of it for each event
    keep_days: float | None = None  # what nobody changed for so long is deleted; None: never
    # Whose keys turns are asked with: those of the settings ("server"), those that people bring ("own"), or both. Those
    # of the settings are for the owners of these names alone; nobody named: for everybody.
    keys: str = "both"
    key_for: tuple[str, ...] = ()
    requests_a_minute: int = REQUESTS  # of one person, 0 for no limit; five times as many of one address
    hosts: tuple[str, ...] = ()  # of servers that people may add
    admins: tuple[str, ...] = ()  # who may look after the room, each by a name that the way of signing in knows
    turns_at_once: int = TURNS_AT_ONCE  # of one owner; the others wait in line
    # Of what is asked with the keys of the settings, in a day: by all owners together, and by each. None: no limit.
    daily_limit_usd: float | None = None
    daily_turns: int | None = None
    person_daily_usd: float | None = None
    person_daily_turns: int | None = None
    # How an audience's devices reach the room: an address ("" for this machine's own in its network), and a port here.
    audience_address: str = ""
    audience_port: int = AUDIENCE_PORT
    audience_copies: bool = False  # may they be let go on from what they follow, in a chat of their own in this room?
    # What OpenRouter is told of the room: its address ("" for nothing) and its name.
    site_url: str = ""
    site_title: str = ""

    @property
    def limited(self) -> bool:
        """Has what is asked with the keys of the settings a limit for a day?"""
        limits = (self.daily_limit_usd, self.daily_turns, self.person_daily_usd, self.person_daily_turns)
        return any(limit is not None for limit in limits)

    def server(self, name: str) -> Server:
        return self.servers.get(name, Server())


def load_settings(
    names: Iterable[str],
    environment: Mapping[str, str] | None = None,
    dotenv: Path | None = None,
    secrets: Mapping[str, object] | None = None,
    protocols: Iterable[str] = (),
) -> Settings:
    """`names` are the servers to look for: <NAME>_BASE_URL, <NAME>_API_KEY, and <NAME>_PROTOCOL, one of `protocols`.
    Raises SettingsError. The other arguments default to the process, `usual_dotenv` and Streamlit's secrets."""
    sources: list[Mapping[str, object | None]] = [
        os.environ if environment is None else environment,
        _dotenv(dotenv or usual_dotenv()),
        _streamlit_secrets() if secrets is None else secrets,
    ]

    def value(name: str, default: str, check: Callable[[str, str], str]) -> str:
        # An empty value counts as not set: `KEY=` is how people blank a line of .env. 0 and false of
        # secrets are values.
        given = (source.get(name) for source in sources)
        texts = (str(raw).strip() for raw in given if raw is not None)
        return check(name, next((text for text in texts if text), default))

    servers = {
        name: Server(
            value(f"{name.upper()}_BASE_URL", "", _address),
            value(f"{name.upper()}_API_KEY", "", _key),
            value(f"{name.upper()}_PROTOCOL", "", _one_of(protocols)),
        )
        for name in names
    }

    def wait(name: str, default: float) -> float:
        return float(value(name, str(default), _seconds))

    def usd(name: str) -> float | None:
        return float(told) if (told := value(name, "", _usd)) else None

    def turns(name: str) -> int | None:
        return int(told) if (told := value(name, "", _count)) else None

    settings = Settings(
        servers={name: server for name, server in servers.items() if server != Server()},
        model=value("THINKROOM_MODEL", MODEL, _model),
        database_url=value("THINKROOM_DATABASE_URL", "", _database) or default_database_url(),
        find_servers=value("THINKROOM_FIND_SERVERS", "yes", _yes_or_no) == "yes",
        trust_this_machine=value("THINKROOM_TRUST_THIS_MACHINE", "no", _yes_or_no) == "yes",
        sign_in=value("THINKROOM_SIGN_IN", "none", _one_of(SIGN_IN)),
        password=value("THINKROOM_PASSWORD", "", _password),
        password_hash=value("THINKROOM_PASSWORD_HASH", "", _encoded),
        proxy_header=value("THINKROOM_PROXY_HEADER", "", _header),
        proxy_addresses=tuple(value("THINKROOM_PROXY_ADDRESSES", "", _networks).replace(",", " ").split()),
        proxy_secret=value("THINKROOM_PROXY_SECRET", "", _secret),
        open_to_all=value("THINKROOM_OPEN_TO_ALL", "no", _yes_or_no) == "yes",
        title_words=value("THINKROOM_TITLE_WORDS", "no", _yes_or_no) == "yes",
        pocket_pace=float(value("THINKROOM_POCKET_PACE", str(POCKET_PACE), _pace)),
        connect_s=wait("THINKROOM_CONNECT_SECONDS", CONNECT_S),
        first_byte_s=wait("THINKROOM_FIRST_BYTE_SECONDS", FIRST_BYTE_S),
        silence_s=wait("THINKROOM_SILENCE_SECONDS", SILENCE_S),
        total_s=wait("THINKROOM_TOTAL_SECONDS", TOTAL_S),
        retries=int(value("THINKROOM_RETRIES", str(RETRIES), _up_to(MOST_RETRIES))),
        records=int(value("THINKROOM_RECORDS", str(RECORDS), _up_to(MOST_RECORDS))),
        redis_url=value("THINKROOM_REDIS_URL", "", _redis),
        secret=value("THINKROOM_SECRET", "", _shared_secret),
        metrics_token=value("THINKROOM_METRICS_TOKEN", "", _key),
        stop_s=float(value("THINKROOM_STOP_SECONDS", "0", _up_to(3_600))),
        log=value("THINKROOM_LOG", "text", _one_of(("text", "json"))),
        keep_days=None if (days := value("THINKROOM_KEEP_DAYS", "", _days)) == "" else float(days),
        turns_at_once=int(value("THINKROOM_TURNS_AT_ONCE", str(TURNS_AT_ONCE), _turns)),
        audience_address=value("THINKROOM_AUDIENCE_ADDRESS", "", _site),
        audience_port=int(value("THINKROOM_AUDIENCE_PORT", str(AUDIENCE_PORT), _up_to(65_515))),
        audience_copies=value("THINKROOM_AUDIENCE_COPIES", "no", _yes_or_no) == "yes",
        keys=value("THINKROOM_KEYS", "both", _one_of(KEYS)),
        requests_a_minute=int(value("THINKROOM_REQUESTS_A_MINUTE", str(REQUESTS), _up_to(1_000_000))),
        hosts=tuple(value("THINKROOM_HOSTS", "", _hosts).lower().replace(",", " ").split()),
        key_for=_names(value("THINKROOM_KEY_FOR", EVERYBODY, _owners)),
        admins=_split(value("THINKROOM_ADMINS", "", _printable)),
        site_url=value("THINKROOM_SITE_URL", "", _site),
        site_title=value("THINKROOM_SITE_TITLE", "", _title),
        daily_limit_usd=usd("THINKROOM_DAILY_LIMIT_USD"),
        daily_turns=turns("THINKROOM_DAILY_TURNS"),
        person_daily_usd=usd("THINKROOM_PERSON_DAILY_USD"),
        person_daily_turns=turns("THINKROOM_PERSON_DAILY_TURNS"),
    )
    _check_sign_in(settings)
    _check_admins(settings)
    return settings


def default_database_url() -> str:
    """SQLite in the user's data folder, so that chats outlive the clone."""
    return f"sqlite:///{(data_folder() / 'thinkroom.db').as_posix()}"


def data_folder() -> Path:
    return user_data_path("thinkroom", appauthor=False)


def usual_dotenv() -> Path:
    """The file beside app.py; without one, as where the room was installed, that of the folder it is started in."""
    beside = Path(__file__).parent.parent / ".env"
    return beside if beside.exists() else Path(".env")


def _dotenv(path: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError):
        raise SettingsError(f"{path.name} cannot be read as UTF-8 text. Save it as UTF-8, then start again.") from None


def _streamlit_secrets() -> Mapping[str, object]:
    import streamlit as st
    from streamlit.errors import StreamlitSecretNotFoundError

    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError as error:
        if error.error_id == "no-secrets-found":
            return {}
        # Nothing of what stands in it goes along.
        told, place = str(error), re.search(r" at (\S.*?secrets\.toml)\b", str(error))
        where = re.search(r"at line \d+, column \d+|at end of document", told)
        why = f"is not valid TOML{f' ({where[0]})' if where else ''}"
        name = place[1] if place else "secrets.toml"
    except UnicodeDecodeError:
        name, why = "Streamlit's secrets.toml", "is not UTF-8 text"
    except OSError as error:
        name, why = error.filename or "Streamlit's secrets.toml", "cannot be read"
    raise SettingsError(f"{name} {why}. Correct or remove it, then start again.")


def _address(name: str, text: str) -> str:
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


def _site(name: str, text: str) -> str:
    try:
        return _address(name, text) and text
    except SettingsError as error:
        raise SettingsError(str(error).replace("http://localhost:11434/v1", "https://example.org")) from None


def _title(name: str, text: str) -> str:
    if not text.isascii() or not text.isprintable() or len(text) > 100:
        raise SettingsError(f"{name} is no name that a header may hold: up to 100 signs of ASCII.")
    return text


def _key(name: str, text: str) -> str:
    # The value itself is never part of the sentence.
    if not text.isascii() or not text.isprintable() or " " in text:
        raise SettingsError(f"{name} holds characters that no key has (spaces, line breaks, letters beyond ASCII).")
    return text


def _password(name: str, text: str) -> str:
    if text and (len(text) < SHORTEST_PASSWORD or not text.isprintable()):
        raise SettingsError(f"{name} must have at least {SHORTEST_PASSWORD} characters that can be typed.")
    return text


def _encoded(name: str, text: str) -> str:
    if text and not ENCODED.fullmatch(text):
        raise SettingsError(f"{name} is no hash as argon2 writes it, which begins with $argon2id$v=19$.")
    return text


def _header(name: str, text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9-]{1,100}", text):
        raise SettingsError(f"{name} is no name of a header, such as X-Forwarded-User.")
    return text


def _networks(name: str, text: str) -> str:
    usable = True
    for one in text.replace(",", " ").split():
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            usable = False
    if not usable:
        raise SettingsError(f"{name} must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8.")
    return text


def _secret(name: str, text: str) -> str:
    if text and len(_key(name, text)) < SHORTEST_SECRET:
        raise SettingsError(f"{name} must have at least {SHORTEST_SECRET} characters that nobody can guess.")
    return text


def _check_sign_in(settings: Settings) -> None:
    """What belongs together is there."""
    given = bool(settings.password) + bool(settings.password_hash)
    if settings.sign_in == "password" and given != 1:
        raise SettingsError(
            "THINKROOM_SIGN_IN is password: set one of THINKROOM_PASSWORD_HASH and THINKROOM_PASSWORD, not both."
        )
    if settings.sign_in != "password" and given:
        name = "THINKROOM_PASSWORD" if settings.password else "THINKROOM_PASSWORD_HASH"
        raise SettingsError(f"{name} is set, but nobody is asked for it: set THINKROOM_SIGN_IN=password.")
    if settings.sign_in == "proxy" and not (
        settings.proxy_header and settings.proxy_addresses and settings.proxy_secret
    ):
        raise SettingsError(
            "THINKROOM_SIGN_IN is proxy: set THINKROOM_PROXY_HEADER, THINKROOM_PROXY_ADDRESSES and "
            "THINKROOM_PROXY_SECRET."
        )


def _check_admins(settings: Settings) -> None:
    """Each of them can be somebody: a name that nobody ever has would be taken for one that is set."""
    can_be, why = WHO[settings.sign_in]
    for number, name in enumerate(settings.admins, 1):
        if name != LOCAL_NAME and not (can_be and can_be.fullmatch(name)):
            raise SettingsError(
                f"THINKROOM_ADMINS has a name, number {number}, that nobody can have: with THINKROOM_SIGN_IN="
                f"{settings.sign_in} {why}"
            )


def _model(name: str, text: str) -> str:
    if not text.isprintable() or len(text) > 200:
        raise SettingsError(f"{name} is no usable model name; an example is {MODEL}.")
    return text


def _one_of(names: Iterable[str]) -> Callable[[str, str], str]:
    def check(name: str, text: str) -> str:
        if text and text not in names:
            raise SettingsError(f"{name} must be one of {', '.join(names)}.")
        return text

    return check


def _yes_or_no(name: str, text: str) -> str:
    if text.lower() in ("yes", "on", "true", "1"):
        return "yes"
    if text.lower() in ("no", "off", "false", "0"):
        return "no"
    raise SettingsError(f"{name} must be yes or no.")


def _pace(name: str, text: str) -> str:
    try:
        usable = float(text) == 0 or LEAST_PACE <= float(text) <= MOST_PACE  # never true of NaN
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{name} must be tokens a second, from 1 to {MOST_PACE:,.0f}, or 0 for as fast as it can.")
    return text


def _seconds(name: str, text: str) -> str:
    try:
        usable = 1 <= float(text) <= MOST_SECONDS  # never true of NaN
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{name} must be a number of seconds, from 1 to {MOST_SECONDS:,.0f}.")
    return text


def _redis(name: str, text: str) -> str:
    if text and not text.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError(f"{name} must be an address like redis://localhost:6379/0.")
    return text


def _shared_secret(name: str, text: str) -> str:
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


def _days(name: str, text: str) -> str:
    try:
        usable = not text or 1 <= float(text) <= MOST_DAYS  # never true of NaN
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{name} must be a number of days, from 1 to {MOST_DAYS:,}.")
    return text


def _up_to(most: int) -> Callable[[str, str], str]:
    def check(name: str, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= most):
            raise SettingsError(f"{name} must be a whole number from 0 to {most:,}.")
        return text

    return check


def _count(name: str, text: str) -> str:
    return text and _up_to(1_000_000)(name, text)


def _turns(name: str, text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_TURNS):
        raise SettingsError(f"{name} must be a whole number from 1 to {MOST_TURNS}.")
    return text


def _hosts(name: str, text: str) -> str:
    host = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[1-9][0-9]{0,4})?")
    if not all(host.fullmatch(one) for one in text.replace(",", " ").split()):
        raise SettingsError(f"{name} must be names of hosts with blanks between them, such as api.example.org.")
    return text


def _owners(name: str, text: str) -> str:
    names = _names(text)
    if not all(one.isascii() and one.isprintable() and " " not in one and len(one) <= 200 for one in names):
        raise SettingsError(f"{name} must be {EVERYBODY}, or names of owners with commas between them, such as local.")
    if not names and text != EVERYBODY:
        raise SettingsError(f"{name} names nobody. For nobody at all set THINKROOM_KEYS to own.")
    return text


def _names(text: str) -> tuple[str, ...]:
    """Of owners; none for everybody."""
    return () if text == EVERYBODY else _split(text)


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))


def _printable(name: str, text: str) -> str:
    if not text.isprintable() or any(len(one) > LONGEST_NAME for one in _split(text)):
        raise SettingsError(f"{name} must be names with commas between them, such as local or ada@example.org.")
    return text


def _usd(name: str, text: str) -> str:
    try:
        usable = not text or 0 <= float(text) < float("inf")  # never true of NaN
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"{name} must be a sum in US dollars, such as 5 or 0.50.")
    return text


def _database(name: str, text: str) -> str:
    if text and not text.startswith(("sqlite:///", "postgresql")):
        raise SettingsError(f"{name} must begin with sqlite:/// or postgresql, followed by the rest of its address.")
    return text
