"""What is set must fit what else is set."""

import re
from collections.abc import Mapping

from components.settings.checks import SettingsError
from components.settings.settings import Settings

LOCAL_NAME = "local"  # whoever started the room, however others sign in
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


def check_sign_in(settings: Settings) -> None:
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


def check_admins(settings: Settings) -> None:
    """Each of them can be somebody: a name that nobody ever has would be taken for one that is set."""
    can_be, why = WHO[settings.sign_in]
    for number, name in enumerate(settings.admins, 1):
        if name != LOCAL_NAME and not (can_be and can_be.fullmatch(name)):
            raise SettingsError(
                f"THINKROOM_ADMINS has a name, number {number}, that nobody can have: with THINKROOM_SIGN_IN="
                f"{settings.sign_in} {why}"
            )
