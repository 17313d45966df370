"""What is asked of a model, before any provider's spelling of it."""

from dataclasses import dataclass
from typing import Literal

Effort = Literal["off", "default", "low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices of one turn. `provider` is a name of the providers table; `max_tokens` None: the server's."""

    provider: str
    model: str
    effort: Effort = "default"
    system_prompt: str = ""
    max_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """Messages end with the question. Earlier reasoning is not among them: plain chat does not send it back."""

    asked: Asked
    messages: tuple[Message, ...]
