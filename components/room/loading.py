"""A model that is still being read into memory is waited for: the question is asked again when it is there, for as long
as the room waits for a first byte; whoever waits is told, and may stop it.

Some servers refuse meanwhile (llama.cpp with one model); some hold the question (llama.cpp with several, Ollama): of
those it is looked up, beside the question, why nothing comes.
"""

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from itertools import chain, repeat

from components.conversation import CancelToken, Loading, ModelLoading, StreamEvent, duration
from components.runner import Reply
from components.wire import Endpoint, Load, Lookup, LookupFailed

LOOK_EVERY_S = 1.0
HELD_S = 2.0  # nothing came for so long: it may be loaded
# Between two askings, where nothing but asking tells. Records keep forty tries of a turn.
PAUSES_S, LONGEST_PAUSE_S, MOST_TRIES = (1.0, 2.0, 4.0, 8.0, 16.0), 20.0, 30


def patient(reply: Reply, endpoint: Endpoint, model: str, lookup: Lookup, patience_s: float) -> Reply:
    """`reply`, asked anew while the model is being loaded."""

    def look() -> Load | None:
        try:
            return lookup.load(endpoint, model) if endpoint.tells_at else None
        except LookupFailed:
            return None

    def waiting(cancel: CancelToken) -> Iterator[StreamEvent]:
        until = time.monotonic() + patience_s
        pauses = chain(PAUSES_S, repeat(max(LONGEST_PAUSE_S, patience_s / MOST_TRIES)))
        asks = look
        begun = _watched(reply, look, ModelLoading(endpoint.label, model=model)) if endpoint.tells_at else reply
        while True:
            said = False
            try:
                for event in begun(cancel):
                    said = said or not isinstance(event, Loading)
                    yield event
                return
            except ModelLoading as refused:
                if said or cancel.cancelled:
                    raise
                if time.monotonic() >= until:
                    raise _too_long(refused, endpoint, model, patience_s) from None
                there = yield from _till_loaded(refused, asks, next(pauses), until, cancel)
                if there:
                    asks = _nobody  # where it is refused once more, what is looked up is not to be relied on
            if cancel.cancelled:
                return

    return waiting


def _till_loaded(
    refused: ModelLoading, look: Callable[[], Load | None], pause_s: float, until: float, cancel: CancelToken
) -> Generator[Loading, None, bool]:
    """Ends when it is there (True), or may be: after `pause_s`, where nobody tells; at `until`; or stopped."""
    share, again = refused.share, min(time.monotonic() + pause_s, until)
    while (left := again - time.monotonic()) > 0:
        yield Loading(refused.failure, share)
        if cancel.wait(min(LOOK_EVERY_S, left)):
            return False
        if load := look():
            share, again = load.share, until
            if not load.loading:
                return True
    return False


def _nobody() -> None:
    return None


def _watched(reply: Reply, look: Callable[[], Load | None], told: ModelLoading) -> Reply:
    """The same, which says why its first word does not come where that is because the model is being loaded. The first
    is waited for on a thread of its own; what follows is read as ever."""

    def watched(cancel: CancelToken) -> Iterator[StreamEvent]:
        events, first = reply(cancel), queue.SimpleQueue[StreamEvent | Exception | None]()

        def begin() -> None:
            try:
                first.put(next(events, None))
            except Exception as error:
                first.put(error)

        threading.Thread(target=begin, name="waits for a first word", daemon=True).start()
        held_s = HELD_S
        while True:
            try:
                event = first.get(timeout=held_s)
                break
            except queue.Empty:
                held_s = LOOK_EVERY_S
                if (load := look()) and load.loading:
                    yield Loading(told.failure, load.share)
        if isinstance(event, Exception):
            raise event
        if event is not None:
            yield event
            yield from events

    return watched


def _too_long(refused: ModelLoading, endpoint: Endpoint, model: str, patience_s: float) -> ModelLoading:
    said, status = refused.failure.said, refused.failure.status
    return ModelLoading(endpoint.label, said, model=model, status=status, why="long", limit=duration(patience_s))
