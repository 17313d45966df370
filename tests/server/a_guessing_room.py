"""A room as a process of its own, without pages: a guess for whoever follows its one chat, led by the lines of its
standard input."""

import json
import sys
from dataclasses import asdict

from components.audience import Shown
from components.conversation import Asked, Chat
from components.room import LOCAL, get_room
from components.server.audience import AudienceDoor


def main() -> None:
    """A line with the door's port, the token and the id of the guess; then for each word that is read, `count`, `close`
    or `reveal`, a line with what is known after it."""
    room = get_room()
    room._store.add_chat(Chat("c", LOCAL, "A talk", 1.0, 1.0, None, Asked("openrouter", "a/b")))
    guesses, link = room.guesses(LOCAL), room.shares(LOCAL).let_follow("c", Shown(), 3_600.0)
    guess = guesses.open_guess("c", "Which is bigger, 9.9 or 9.11?", "", "9.9")
    door = AudienceDoor(port=0, host="127.0.0.1")
    door.open()
    assert link and guess
    print(json.dumps([door.port, link.token, guess.id]), flush=True)
    for line in sys.stdin:
        match line.strip():
            case "close":
                guesses.close_guess(guess.id)
            case "reveal":
                guesses.reveal_guess(guess.id)
        counted, file = guesses.tally(guess.id), room.files(LOCAL).guess(guess.id)
        print(json.dumps([guesses.count(guess.id), counted and asdict(counted), file and file[1]]), flush=True)
    door.close()
    room.close()


if __name__ == "__main__":
    main()
