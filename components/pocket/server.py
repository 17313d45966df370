"""The server in the box: what it answers.

It computes on the thread that reads the reply, and only as far as that reads: a reply that nobody reads any more costs
nothing.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from components.in_process import InProcess, Refusal
from components.pocket.catalog import models
from components.pocket.frames import Frames
from components.pocket.pace import Pace
from components.pocket.request import Wish, wish_in
from components.pocket.said import Ended, Said

if TYPE_CHECKING:
    from components.pocket.speaker import Speaker

WEIGHTS = Path(__file__).parent / "weights"


class PocketServer(InProcess):
    """`pace`: tokens a second, by a schedule; 0 for as fast as it can. `weights`: the folder of the models' files.
    Nothing is kept here; the models are the whole process's."""

    def __init__(self, pace: float, weights: Path = WEIGHTS) -> None:
        self._pace, self._weights = pace, weights

    def models(self) -> dict[str, Any]:
        return models()

    def reply(self, body: bytes) -> httpx.Response:
        wish = wish_in(body)
        kind = "text/event-stream" if wish.streams else "application/json"
        stream = _Reply(wish, self._speaker(wish.model), self._pace)
        return httpx.Response(200, headers={"Content-Type": kind, "Cache-Control": "no-cache"}, stream=stream)

    def _speaker(self, model: str) -> "Speaker":
        # Here, so that numpy is loaded by the first question and not before.
        from components.pocket.speaker import Unreadable, speaker

        try:
            return speaker(model, self._weights)
        except Unreadable as error:
            raise Refusal(500, f"The file of {model} cannot be read: {error}. Install Thinkroom again.") from error


class _Reply(httpx.SyncByteStream):
    """The body of one reply, an event a token. Closed from any thread, it ends before another token is computed."""

    def __init__(self, wish: Wish, speaker: "Speaker", pace: float) -> None:
        self._wish, self._speaker = wish, speaker
        self._closed = threading.Event()
        self._pace = Pace(pace, self._closed)

    def __iter__(self) -> Iterator[bytes]:
        return self._events() if self._wish.streams else self._body()

    def close(self) -> None:
        self._closed.set()

    def _events(self) -> Iterator[bytes]:
        frames = Frames(self._wish)
        yield frames.begin()
        for token in self._tokens():
            yield frames.end(token) if isinstance(token, Ended) else frames.piece(token)

    def _body(self) -> Iterator[bytes]:
        texts = {"reasoning": "", "answer": ""}
        for token in self._tokens():
            if isinstance(token, Ended):
                yield Frames(self._wish).whole(texts["reasoning"], texts["answer"], token)
            else:
                texts[token.channel] += token.text

    def _tokens(self) -> Iterator[Said | Ended]:
        if self._closed.is_set():
            return
        for token in self._speaker.reply(self._wish):
            if isinstance(token, Said) and not self._pace.wait():
                return
            yield token
