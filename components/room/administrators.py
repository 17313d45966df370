"""Who looks after the room: whom a setting names, each by what the way of signing in knows of them."""

import logging
import string
from collections.abc import Callable, Iterable

from components.room.auth import LOCAL
from components.room.oidc import User, owner_of
from components.room.trusted_proxy import passed_as

# Of the letters of ASCII alone: Unicode's own rules make ss of ß, and k of the sign for kelvin, and so one address of
# two that different people may have.
CAPITALS = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)

log = logging.getLogger(__name__)


class Administrators:
    """`way` is one of the settings' SIGN_IN, `names` are as its check lets them pass. `signed_out` tells since when
    what somebody signed in with is void."""

    def __init__(self, way: str, names: Iterable[str], signed_out: Callable[[str], float]) -> None:
        names = tuple(names)
        self._signed_out = signed_out
        self._owners = frozenset(owner for name in names for owner in _owners(way, name))
        self._emails = frozenset(name.translate(CAPITALS) for name in names if way == "oidc" and not _owners(way, name))
        # Who came with such an e-mail, and since when they are signed in: it is not kept, and told anew with each
        # cookie, so that no page has to know more than an owner.
        self._met: dict[str, float] = {}
        self._warned = False

    def meet(self, user: User) -> None:
        """By what the provider says of somebody who is in now."""
        named = user.email.translate(CAPITALS) in self._emails
        if named and user.verified:
            self._met[user.owner] = max(user.since, self._met.get(user.owner, 0.0))
            return
        self._met.pop(user.owner, None)
        if named and not self._warned:
            self._warned = True
            log.warning(
                "Somebody signed in with an e-mail that THINKROOM_ADMINS names, and their provider does not say that it"
                " is verified: they are no administrator. Name them by issuer and subject instead."
            )

    def has(self, owner: str) -> bool:
        if owner in self._owners:
            return True
        since = self._met.get(owner)
        return since is not None and since > self._signed_out(owner)


def _owners(way: str, name: str) -> tuple[str, ...]:
    """The names in the database; none where an e-mail has to tell whose it is."""
    if name == LOCAL:
        return (LOCAL,)
    if way == "proxy":
        return tuple(owner_of("proxy", one) for one in passed_as(name))
    if way == "oidc":
        issuer, _, subject = name.partition(" ")
        return (owner_of(issuer, subject),) if subject else (name,) if name.startswith("user:") else ()
    return ()
