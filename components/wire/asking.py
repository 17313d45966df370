"""What a server is asked with, as its protocol has it. What only its maker can use goes to nobody else."""

from dataclasses import replace
from typing import Any

from components.conversation import ChatRequest, Message
from components.wire.endpoint import Endpoint


def body_of(request: ChatRequest, endpoint: Endpoint, wordy: bool = False) -> dict[str, Any]:
    """`wordy`: what the reply is to begin with is told in words, also where it could be the reply's own beginning."""
    messages = tuple(_own_alone(message, endpoint.maker) for message in request.messages)
    return endpoint.protocol.body(replace(request, messages=messages), endpoint.provider, wordy)


def _own_alone(message: Message, maker: str) -> Message:
    """Without the details of thoughts that say that somebody else made them: with another key, at another address, or
    in another protocol."""
    details = message.thoughts.details if message.thoughts else None
    if message.thoughts is None or all(item.get("maker", maker) == maker for item in details or ()):
        return message
    return replace(message, thoughts=replace(message.thoughts, details=None))
