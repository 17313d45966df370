"""Where settings are read: the environment, then .env, then Streamlit's secrets."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from dotenv import dotenv_values
from platformdirs import user_data_path

from components.settings import checks
from components.settings.checks import SettingsError
from components.settings.settings import (
    AUDIENCE_PORT,
    CONNECT_S,
    FIRST_BYTE_S,
    KEYS,
    MODEL,
    POCKET_PACE,
    RECORDS,
    REQUESTS,
    RETRIES,
    SIGN_IN,
    SILENCE_S,
    TOTAL_S,
    TURNS_AT_ONCE,
    Server,
    Settings,
)
from components.settings.together import check_admins, check_sign_in


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
            value(f"{name.upper()}_BASE_URL", "", checks.address),
            value(f"{name.upper()}_API_KEY", "", checks.key),
            value(f"{name.upper()}_PROTOCOL", "", checks.one_of(protocols)),
        )
        for name in names
    }

    def wait(name: str, default: float) -> float:
        return float(value(name, str(default), checks.seconds))

    def usd(name: str) -> float | None:
        return float(told) if (told := value(name, "", checks.usd)) else None

    def turns(name: str) -> int | None:
        return int(told) if (told := value(name, "", checks.count)) else None

    settings = Settings(
        servers={name: server for name, server in servers.items() if server != Server()},
        model=value("THINKROOM_MODEL", MODEL, checks.model),
        database_url=value("THINKROOM_DATABASE_URL", "", checks.database) or default_database_url(),
        find_servers=value("THINKROOM_FIND_SERVERS", "yes", checks.yes_or_no) == "yes",
        trust_this_machine=value("THINKROOM_TRUST_THIS_MACHINE", "no", checks.yes_or_no) == "yes",
        sign_in=value("THINKROOM_SIGN_IN", "none", checks.one_of(SIGN_IN)),
        password=value("THINKROOM_PASSWORD", "", checks.password),
        password_hash=value("THINKROOM_PASSWORD_HASH", "", checks.encoded),
        proxy_header=value("THINKROOM_PROXY_HEADER", "", checks.header),
        proxy_addresses=tuple(value("THINKROOM_PROXY_ADDRESSES", "", checks.networks).replace(",", " ").split()),
        proxy_secret=value("THINKROOM_PROXY_SECRET", "", checks.secret),
        open_to_all=value("THINKROOM_OPEN_TO_ALL", "no", checks.yes_or_no) == "yes",
        title_words=value("THINKROOM_TITLE_WORDS", "no", checks.yes_or_no) == "yes",
        pocket_pace=float(value("THINKROOM_POCKET_PACE", str(POCKET_PACE), checks.pace)),
        connect_s=wait("THINKROOM_CONNECT_SECONDS", CONNECT_S),
        first_byte_s=wait("THINKROOM_FIRST_BYTE_SECONDS", FIRST_BYTE_S),
        silence_s=wait("THINKROOM_SILENCE_SECONDS", SILENCE_S),
        total_s=wait("THINKROOM_TOTAL_SECONDS", TOTAL_S),
        retries=int(value("THINKROOM_RETRIES", str(RETRIES), checks.up_to(checks.MOST_RETRIES))),
        records=int(value("THINKROOM_RECORDS", str(RECORDS), checks.up_to(checks.MOST_RECORDS))),
        redis_url=value("THINKROOM_REDIS_URL", "", checks.redis),
        secret=value("THINKROOM_SECRET", "", checks.shared_secret),
        metrics_token=value("THINKROOM_METRICS_TOKEN", "", checks.key),
        stop_s=float(value("THINKROOM_STOP_SECONDS", "0", checks.up_to(3_600))),
        log=value("THINKROOM_LOG", "text", checks.one_of(("text", "json"))),
        keep_days=None if (days := value("THINKROOM_KEEP_DAYS", "", checks.days)) == "" else float(days),
        turns_at_once=int(value("THINKROOM_TURNS_AT_ONCE", str(TURNS_AT_ONCE), checks.turns)),
        audience_address=value("THINKROOM_AUDIENCE_ADDRESS", "", checks.site),
        audience_port=int(value("THINKROOM_AUDIENCE_PORT", str(AUDIENCE_PORT), checks.up_to(65_515))),
        audience_copies=value("THINKROOM_AUDIENCE_COPIES", "no", checks.yes_or_no) == "yes",
        keys=value("THINKROOM_KEYS", "both", checks.one_of(KEYS)),
        requests_a_minute=int(value("THINKROOM_REQUESTS_A_MINUTE", str(REQUESTS), checks.up_to(1_000_000))),
        hosts=tuple(value("THINKROOM_HOSTS", "", checks.hosts).lower().replace(",", " ").split()),
        key_for=checks.split_names(value("THINKROOM_KEY_FOR", checks.EVERYBODY, checks.owners)),
        admins=checks.split_commas(value("THINKROOM_ADMINS", "", checks.people)),
        site_url=value("THINKROOM_SITE_URL", "", checks.site),
        site_title=value("THINKROOM_SITE_TITLE", "", checks.title),
        daily_limit_usd=usd("THINKROOM_DAILY_LIMIT_USD"),
        daily_turns=turns("THINKROOM_DAILY_TURNS"),
        person_daily_usd=usd("THINKROOM_PERSON_DAILY_USD"),
        person_daily_turns=turns("THINKROOM_PERSON_DAILY_TURNS"),
    )
    check_sign_in(settings)
    check_admins(settings)
    return settings


def default_database_url() -> str:
    """SQLite in the user's data folder, so that chats outlive the clone."""
    return f"sqlite:///{(data_folder() / 'thinkroom.db').as_posix()}"


def data_folder() -> Path:
    return user_data_path("thinkroom", appauthor=False)


def usual_dotenv() -> Path:
    """The file beside app.py; without one, as where the room was installed, that of the folder it is started in."""
    beside = Path(__file__).parents[2] / ".env"
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
