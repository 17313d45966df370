"""Where this server listens, and whose browser it is that comes there: the one place that decides it."""

from collections.abc import Mapping

from streamlit import get_option

from components.room.auth import Place
from components.room.entrance import SignedIn
from components.room.startup import get_room, opened_room


def place() -> Place:
    """The port is final once the server listens: where one is taken, Streamlit tries the next."""
    room = opened_room()
    name = "room" if room and room.has_replicas else ""
    return Place(get_option("server.address"), int(get_option("server.port")), name)


def visitor(headers: Mapping[str, str], cookies: Mapping[str, str]) -> str | None:
    """The owner of what this browser sees; None where it has no cookie of this room's, or has not signed in."""
    return get_room().entrance.owner_of(place(), headers, cookies)


def signed_in(owner: str | None) -> SignedIn | None:
    """How that is said on a page; None where nobody signs in, or this one has not."""
    return get_room().entrance.signed_in(owner) if owner else None
