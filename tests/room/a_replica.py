"""A replica as a process of its own, without pages: asks one question, and writes how much of the reply is there."""

import sys
import time

from components.conversation import Asked
from components.room import get_room


def main(question: str) -> None:
    """Lines: the ids of chat and turn; then again and again the characters that have been heard."""
    room = get_room()
    turn = room.chats("me").ask(None, question, Asked("openrouter", "a/b"))
    assert turn is not None
    print(turn.chat_id, turn.id, flush=True)
    while run := room.chats("me").live(turn.id):
        progress = run.progress
        print(sum(len(piece.text) for piece in progress.pieces[: progress.count]), flush=True)
        time.sleep(0.005)


if __name__ == "__main__":
    main(sys.argv[1])
