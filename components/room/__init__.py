"""The only joint: builds settings, store, runner and client once a process, and lets pages ask, stop and look."""

from components.room.owner import COOKIE, names_owner, owner_of
from components.room.room import CannotOpen, Room, get_room

__all__ = ["COOKIE", "CannotOpen", "Room", "get_room", "names_owner", "owner_of"]
