"""The only joint: builds settings, store, runner and client once a process, and lets pages ask, stop and look."""

from components.conversation import CannotKeep
from components.room.desk import Desk
from components.room.files import as_file, file_name, from_file
from components.room.opening import CannotOpen, get_room
from components.room.owner import COOKIE, names_owner, owner_of
from components.room.room import Room
from components.room.titles import title_of

__all__ = [
    "COOKIE",
    "CannotKeep",
    "CannotOpen",
    "Desk",
    "Room",
    "as_file",
    "file_name",
    "from_file",
    "get_room",
    "names_owner",
    "owner_of",
    "title_of",
]
