"""The only joint: builds settings, store, runner and client once a process, and lets pages ask, stop and look."""

from components.conversation import CannotKeep
from components.room.desk import Desk
from components.room.files import as_file, file_name, from_file
from components.room.here import place, visitor
from components.room.measured import measurement_file
from components.room.opening import CannotOpen, get_room
from components.room.owner import COOKIE, FORWARDED, LOCAL, TOKEN, Door, Place, owner_by
from components.room.room import Room
from components.room.titles import title_of

__all__ = [
    "COOKIE",
    "FORWARDED",
    "LOCAL",
    "TOKEN",
    "CannotKeep",
    "CannotOpen",
    "Desk",
    "Door",
    "Place",
    "Room",
    "as_file",
    "file_name",
    "from_file",
    "get_room",
    "measurement_file",
    "owner_by",
    "place",
    "title_of",
    "visitor",
]
