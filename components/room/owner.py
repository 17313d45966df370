"""Whose chats these are: on this machine alone everybody is `local`; beyond it a random cookie tells people apart."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

COOKIE = "thinkroom_owner"
LOCAL = "local"
TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
HOME = ("localhost", "127.0.0.1", "::1")


def owner_of(address: str | None, headers: Mapping[str, str], cookies: Mapping[str, str]) -> str | None:
    """`address` is what the server binds to. None where a browser that needs a cookie did not send one.

    A proxy on this machine also comes from a loopback address, but it names the outer host or says for whom it asks:
    then strangers may be behind it, and they are told apart.
    """
    try:
        host = urlsplit(f"//{headers.get('Host', '')}").hostname
    except ValueError:
        host = None
    forwarded = any(headers.get(name) for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    if address in HOME and host in HOME and not forwarded:
        return LOCAL
    return f"cookie:{cookies[COOKIE]}" if names_owner(cookies) else None


def names_owner(cookies: Mapping[str, str]) -> bool:
    """Is there a whole owner cookie among these?"""
    return bool(TOKEN.fullmatch(cookies.get(COOKIE, "")))
