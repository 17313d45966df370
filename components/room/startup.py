"""The one room of a process, opened by whoever comes first."""

import gc
import os
import sys
import threading
from types import ModuleType

from components.room import oidc
from components.room.auth import Place
from components.room.replicas import CannotJoin, check_replicas
from components.room.room import Room
from components.room.secret import SecretUnusable
from components.settings import SettingsError, load_settings
from components.store import Store, StoreError
from components.wire import NAMES, PROTOCOLS


class CannotOpen(Exception):
    """One sentence for the person who starts the room: which setting is unusable, and why."""


OPEN = (
    "It would listen to other machines ({where}), where anybody could use your keys. Start it with --server.address "
    "127.0.0.1, or have people sign in, by THINKROOM_SIGN_IN, or say that this is meant, by THINKROOM_OPEN_TO_ALL=yes."
)
_opening = threading.Lock()
# Kept outside of our own modules: whoever works on the room may have Streamlit import what changed anew, this module,
# too, and a second room of the same process could not have the database of the first.
_process = sys.modules.setdefault("thinkroom_opened", ModuleType("thinkroom_opened"))
_opened: list[Room] = vars(_process).setdefault("rooms", [])


def check_place(place: Place) -> None:
    """Before the room is opened: may its server listen there? Raises CannotOpen."""
    try:
        settings = load_settings(NAMES, protocols=PROTOCOLS)
        if settings.sign_in == "oidc":
            oidc.check()
    except (SettingsError, oidc.NotSetUp) as error:
        raise CannotOpen(str(error)) from None
    if not (place.only_here or settings.open_to_all or settings.sign_in != "none"):
        where = f"server.address is {place.address}" if place.address else "no server.address is set"
        raise CannotOpen(OPEN.format(where=where))


def opened_room() -> Room | None:
    """None before it is opened."""
    return _opened[0] if _opened else None


def get_room() -> Room:
    """The room of this process, opened by the first call. Raises CannotOpen.

    Not in Streamlit's cache: any page may have that cleared, and a second room would end the first one's turns.
    """
    with _opening:
        if not _opened:
            try:
                settings = load_settings(NAMES, protocols=PROTOCOLS)
                # Of the room its hash alone is needed, and of others nothing.
                os.environ.pop("THINKROOM_PASSWORD", None)
                check_replicas(settings)
                store = Store(settings.database_url, alone=not settings.redis_url)
                if not settings.redis_url:  # else others may be at it; what nobody is at is found out soon
                    store.interrupt_all()
                    store.forget_half_brought()
                room = Room(settings, store)
                room.join_others()
            except (SettingsError, StoreError, SecretUnusable, CannotJoin) as error:
                raise CannotOpen(str(error)) from None
            _opened.append(room)
            _opened[0].look_for_servers()
            _opened[0].resume_measurements()
            _opened[0].forget_what_is_gone()
            # What was imported stays: a collection need not walk it again after every tick of a page.
            gc.freeze()
        return _opened[0]
