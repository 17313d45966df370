"""What happens once, before the first page: settings and database are opened, and faults are told in one sentence."""

import sys

from components.room import CannotOpen, Room, get_room


def opened() -> Room:
    """Prints where chats are kept; ends the process with a sentence where the room cannot be opened."""
    try:
        room = get_room()
    except CannotOpen as error:
        sys.exit(f"Thinkroom cannot start. {error}")
    print(f"Thinkroom keeps its chats in {room.place}", flush=True)
    return room
