"""Whoever signed in by OpenID Connect. Streamlit does that (as `st.login`), and keeps who it was in a cookie of its
own, for 30 days and without a way to take it back; it is read here by Streamlit's own decoder, which a test holds."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from streamlit.auth_util import get_origin_from_redirect_uri, get_secrets_auth_section, is_authlib_installed
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import (
    _get_signed_cookie_with_chunks,  # pyright: ignore[reportPrivateUsage]
    _parse_decoded_user_cookie,  # pyright: ignore[reportPrivateUsage]
)

DEFAULT = "default"
NEEDED = ("client_id", "client_secret", "server_metadata_url")
SHORTEST_SECRET = 32  # characters
BACK = "/oauth2callback"
PATHS = ("/auth/login", "/auth/logout", BACK)  # Streamlit's, for who is not in yet


class NotSetUp(Exception):
    """One sentence for the person who starts the room."""


@dataclass(frozen=True, slots=True)
class User:
    """`since` when, in whole seconds of this machine's clock, they are signed in. `email` as the provider tells it;
    `verified`: it says that it is theirs."""

    owner: str
    name: str
    since: float
    email: str = ""
    verified: bool = False


def check() -> None:
    """Raises NotSetUp."""
    section = get_secrets_auth_section().to_dict()
    why = ""
    if not is_authlib_installed():
        why = "Authlib is not installed"
    elif len(str(section.get("cookie_secret", ""))) < SHORTEST_SECRET:
        why = f"cookie_secret needs at least {SHORTEST_SECRET} characters that nobody can guess"
    elif not str(section.get("redirect_uri", "")).endswith(BACK):
        why = f"redirect_uri must be the room's address with {BACK} behind it"
    elif not (ways := _ways(section)):
        why = f"{', '.join(NEEDED)} are needed"
    elif lacks := next((name for name, way in ways.items() if any(not way.get(one) for one in NEEDED)), ""):
        why = f"{'' if lacks == DEFAULT else f'{lacks} '}needs all of {', '.join(NEEDED)}"
    elif odd := next((name for name in ways if "_" in name), ""):
        why = f"the name {odd} may hold no underscore"
    if why:
        raise NotSetUp(f"THINKROOM_SIGN_IN is oidc, and [auth] of Streamlit's secrets.toml cannot be used: {why}.")


def ways() -> tuple[str, ...]:
    """By what one may sign in: names of providers, DEFAULT for the one that has none."""
    return tuple(_ways(get_secrets_auth_section().to_dict()))


def login_path(way: str) -> str:
    """Where `st.login` would send a browser, for two minutes; "" where there is no such way."""
    return generate_login_redirect_url(way) if way in ways() else ""


def user_in(cookies: Mapping[str, str]) -> User | None:
    """None where this room's Streamlit signed nobody in, or too long ago."""
    try:
        decoded = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
        told = _parse_decoded_user_cookie(decoded, get_origin_from_redirect_uri() or "") if decoded else {}
        issuer, subject, since = told.get("iss"), told.get("sub"), _since(cookies[USER_COOKIE_NAME]) if told else 0.0
    except (ValueError, KeyError, AttributeError):
        return None
    if told.get("is_logged_in") is not True or not (isinstance(issuer, str) and isinstance(subject, str) and subject):
        return None
    names = (told.get(name) for name in ("name", "preferred_username", "email"))
    shown = next((name for name in names if isinstance(name, str) and name.strip()), "")
    email = told.get("email")
    # Some providers write the latter as a word.
    verified = isinstance(email, str) and told.get("email_verified") in (True, "true")
    return User(
        owner_of(issuer, subject), shown.strip()[:100], since, email if isinstance(email, str) else "", verified
    )


def owner_of(issuer: str, subject: str) -> str:
    """The name in the database: it tells nothing of either."""
    return f"user:{hashlib.sha256(chr(0).join((issuer, subject)).encode()).hexdigest()}"


def _ways(section: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    named = {name: way for name, way in section.items() if isinstance(way, dict) and name != "client_kwargs"}
    return {**({DEFAULT: section} if section.get("client_id") else {}), **named}


def _since(cookie: str) -> float:
    """When a cookie was made, once its signature was proved: the second part from the end."""
    moment = cookie.rsplit(".", 2)[1]
    return float(int.from_bytes(base64.urlsafe_b64decode(moment + "=" * (-len(moment) % 4)), "big"))
