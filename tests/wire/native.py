"""A reply in a protocol of its own, read in reads of any size."""

import json
from typing import Any

from components.conversation import Draft, Progress, TurnFailed
from components.wire.body import BodyReader
from components.wire.protocols import PROTOCOLS, Reader
from components.wire.provider import ProtocolName, Provider
from components.wire.refusals import Voice


def sse(*events: Any) -> bytes:
    """Objects as events, and texts as they are."""
    return b"".join(
        f"data: {event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)}\n\n".encode()
        for event in events
    )


def read(
    protocol: ProtocolName, raw: bytes, size: int = 10**9, key: str = ""
) -> tuple[Progress, Reader, TurnFailed | None]:
    """What was said of it, who read it, and how the end of it failed."""
    voice, draft = Voice("The server", "a/b", *filter(None, [key])), Draft()
    reply = PROTOCOLS[protocol].reader(voice, Provider("x", "The server", protocol=protocol), "maker")
    body = BodyReader(voice, reply=reply)
    for at in range(0, len(raw), size):
        for event in body.feed(raw[at : at + size]):
            draft.fold(event, 0.0)
    try:
        for event in body.end():
            draft.fold(event, 0.0)
    except TurnFailed as error:
        return draft.progress, reply, error
    return draft.progress, reply, None


def said(progress: Progress, *channels: str) -> str:
    return "".join(piece.text for piece in progress.pieces if piece.channel in channels)
