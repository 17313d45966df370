"""What happens once, before the first page: settings and database are opened, and faults are told in one sentence."""

import sys

from components.room import CannotOpen, Room, check_place, get_room, place
from components.server.audience import AudienceDoor
from components.server.logs import log_as_json
from components.server.peers import take_peers_as_they_are
from components.server.quiet import quiet_about_strangers

# Who waits for a socket gives up the turn of Python's, and gets it back from a thread that draws after this long: five
# times as often as usual. Else each step of a request, and of the live wire, waits for the drawing of others.
SWITCH_S = 0.001


def opened() -> Room:
    """Prints where chats are kept; ends the process with a sentence where the room cannot be opened."""
    sys.setswitchinterval(SWITCH_S)
    quiet_about_strangers()
    try:
        check_place(place())
        room = get_room()
    except CannotOpen as error:
        sys.exit(f"Thinkroom cannot start. {error}")
    if room.upkeep.log == "json":
        log_as_json()
    if room.entrance.asks:
        take_peers_as_they_are()
    door = AudienceDoor(room.audience.address, room.audience.port)
    room.audience.opened_by(door.open, door.close)
    print(f"Thinkroom keeps its chats in {room.place}", flush=True)
    return room
