"""A reply that has arrived long ago, read as replies are read today."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from components.conversation import Prefill, Prefilled, StreamEvent, Taken
from components.wire.client import MOST_BYTES_OF_ERROR, NO_CONTENT, reader_of
from components.wire.endpoint import Endpoint
from components.wire.prefill import joined, prefilled, unrepeated
from components.wire.refusals import Voice
from components.wire.sse import EventSplitter, ServerEvent


@dataclass(frozen=True, slots=True)
class Came:
    """What is known of a reply. `reads` are taken one at a time, as the events are. `how` it ended: "left" where it was
    not read to its end."""

    status: int
    reads: Iterable[bytes]
    how: Literal["whole", "broken", "left"] = "whole"
    headers: Mapping[str, str] = field(default_factory=dict)


def read_again(
    came: Came, endpoint: Endpoint, model: str, prefill: Prefill | None = None, taken: Taken = ""
) -> Iterator[StreamEvent]:
    """What Client.reply yielded, or would yield. `taken` is how the provider was handed what was given. Raises one of
    the errors of TurnFailed."""
    events = _events(
        came, endpoint, Voice(endpoint.label, model, *endpoint.secrets, way={"spoken": endpoint.protocol.label})
    )
    if prefill is None or not taken:
        return events
    if taken == "own":
        return prefilled(unrepeated(events, prefill), Prefilled(prefill, as_own=True))
    return prefilled(
        joined(unrepeated(events, replace(prefill, thoughts="")), prefill), Prefilled(prefill, as_own=False)
    )


def _events(came: Came, endpoint: Endpoint, voice: Voice) -> Iterator[StreamEvent]:
    if not 200 <= came.status < 300:
        raise voice.refusal(came.status, b"".join(came.reads)[:MOST_BYTES_OF_ERROR], came.headers)
    if came.status in NO_CONTENT:
        raise voice.not_a_chat(b"", came.status)
    reader = reader_of(endpoint, voice)
    for read in came.reads:
        yield from reader.feed(read)
        if reader.over:
            break
    if came.how != "left":
        yield from reader.end(broken=came.how == "broken")


def server_events(reads: Sequence[bytes]) -> Iterator[list[ServerEvent]]:
    """For each read of a body the events that it completes; what it leaves open belongs to a later one. Where the body
    is no stream of events, each of its lines is one, and named as no event of a stream can be: by a line feed."""
    splitter, in_lines, held = EventSplitter(), None, b""
    for number, read in enumerate(reads, 1):
        last = number == len(reads)
        if in_lines is None and (first := read.lstrip()[:1]):
            in_lines = first in b"{[<"
        if in_lines:
            *whole, held = (held + read).split(b"\n")
            yield [ServerEvent("\n", line) for line in (*whole, *[held] * last) if line.strip()]
        else:
            yield splitter.feed(read) + (splitter.end() if last else [])
