"""The only joint: builds settings, store, runner and client once a process, and gives each owner what is theirs."""

from components.conversation import CannotKeep
from components.room.administration import Administration, NotAdministrator
from components.room.asides import Asides
from components.room.audience import Audience, Reached
from components.room.auth import COOKIE, FORWARDED, LOCAL, TOKEN, Door, Place, owner_by
from components.room.chats import Chats
from components.room.desk import Desk
from components.room.early import early_answers
from components.room.entrance import ENTRY_S, PERSON, SignedIn
from components.room.experiments import Experiments
from components.room.files import Files, file_name
from components.room.guesses import Guesses
from components.room.measurements import Measurements
from components.room.notes import Notes
from components.room.oidc import User, login_path, owner_of, ways
from components.room.races import Races
from components.room.recordings import Recordings
from components.room.room import Room
from components.room.shares import Link, Shares
from components.room.spending import Spending
from components.room.startup import CannotOpen, check_place, get_room
from components.room.thoughts import Thoughts
from components.room.titles import title_of
from components.room.trusted_proxy import SECRET_HEADER, read_name
from components.room.visitors import place, signed_in, visitor

__all__ = [
    "COOKIE",
    "ENTRY_S",
    "FORWARDED",
    "LOCAL",
    "PERSON",
    "SECRET_HEADER",
    "TOKEN",
    "Administration",
    "Asides",
    "Audience",
    "CannotKeep",
    "CannotOpen",
    "Chats",
    "Desk",
    "Door",
    "Experiments",
    "Files",
    "Guesses",
    "Link",
    "Measurements",
    "NotAdministrator",
    "Notes",
    "Place",
    "Races",
    "Reached",
    "Recordings",
    "Room",
    "Shares",
    "SignedIn",
    "Spending",
    "Thoughts",
    "User",
    "check_place",
    "early_answers",
    "file_name",
    "get_room",
    "login_path",
    "owner_by",
    "owner_of",
    "place",
    "read_name",
    "signed_in",
    "title_of",
    "visitor",
    "ways",
]
