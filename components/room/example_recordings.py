"""Makes the recordings that come with the room anew, by asking Pocket: python -m components.room.example_recordings"""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from components.conversation import Turn
from components.recordings import ENDING
from components.room.replays import EXAMPLES
from components.room.room import Room
from components.settings import Settings
from components.store import Store

OWNER = "local"
# By the name of the file: what it is called, and what is asked in it.
WANTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pocket-numbers": (
        "Pocket, a toy model: which is bigger",
        ("Which is bigger: 9.11 or 9.9?", "Which version is newer: 3.9 or 3.11?"),
    ),
    "pocket-letters": (
        "Pocket, a toy model: letters in a word",
        ("How many times does the letter r occur in strawberry?",),
    ),
    "pocket-days": (
        "Pocket, a toy model: a day of the week",
        ("If today is Wednesday, what day will it be in 100 days?",),
    ),
}


def make(folder: Path) -> list[Path]:
    """The files, of Pocket's own run at its usual pace."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_made(folder / f"{name}{ENDING}", title, questions) for name, (title, questions) in WANTED.items()]


def _made(path: Path, title: str, questions: tuple[str, ...]) -> Path:
    with tempfile.TemporaryDirectory() as beside:
        store = Store(f"sqlite:///{beside}/room.db")
        room = Room(Settings({}, database_url=f"sqlite:///{beside}/room.db", find_servers=False), store)
        try:
            chat = ""
            for question in questions:
                chat = _asked(room, question, chat).chat_id
            room.chats(OWNER).rename(chat, title)
            found = room.files(OWNER).recording([chat], None, questions=True, names=True, raw=False)
        finally:
            room.close()
            store.close()
    assert found
    path.write_text(found[1], "utf-8", newline="\n")
    return path


def _asked(room: Room, question: str, chat: str) -> Turn:
    """The turn once it has ended, and what arrived for it is kept."""
    chats = room.chats(OWNER)
    turn = chats.ask(chat or None, question, replace(room.desk(OWNER).first_choice(), temperature=0.0))
    assert turn
    while chats.live(turn.id) or room.arrivals(OWNER).look(turn.chat_id, turn.id).why_none:
        time.sleep(0.05)
    return turn


if __name__ == "__main__":
    for made in make(EXAMPLES):
        print(f"{made}: {made.stat().st_size:,} bytes")
