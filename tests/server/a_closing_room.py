"""A room as a process of its own, without pages: asks one question, and writes how much of the reply could be seen."""

import asyncio
import sys
import threading

import uvicorn
from starlette.applications import Starlette

from components.conversation import Asked
from components.room import get_room
from components.server import closing


def main(question: str) -> None:
    """A line `ready` once the server serves, then the number of characters that a reader has been shown, again and
    again."""
    room = get_room()
    ready = threading.Event()

    def look() -> None:
        ready.wait()
        turn = room.chats("me").ask(None, question, Asked("openrouter", "a/b"))
        assert turn is not None
        room.chats("me").ask(turn.chat_id, "And this one waits?", Asked("openrouter", "a/b"))
        run = room.chats("me").live(turn.id)
        print("ready", flush=True)
        shown = -1
        while run:
            progress = run.progress
            if progress.count != shown:
                shown = progress.count
                print(sum(len(piece.text) for piece in progress.pieces[:shown]), flush=True)
            threading.Event().wait(0.002)

    threading.Thread(target=look, daemon=True).start()

    class Server(uvicorn.Server):
        async def startup(self, sockets: object = None) -> None:
            await super().startup(sockets=None)
            ready.set()

    app = Starlette(lifespan=closing)
    asyncio.run(Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="error")).serve())


if __name__ == "__main__":
    main(sys.argv[1])
