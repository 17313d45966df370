"""What a reply is made of, token by token."""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["reasoning", "answer"]


@dataclass(frozen=True, slots=True)
class Said:
    """One token. Its text is "" where it has none, or where that waits for what follows."""

    channel: Channel
    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Counts are tokens: those of the prompt, all that were made, and those of them that were thoughts. The marks
    between thoughts, answer and end count too. What was given of the reply is of the prompt."""

    reason: Literal["stop", "length"]
    prompt: int
    completion: int
    reasoning: int
