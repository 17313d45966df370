"""How models and their thinking are called on pages."""

from components.conversation.model import shown_as
from components.conversation.request import Asked, Effort

# How hard to think, as it stands in its field.
EFFORTS: dict[Effort, str] = {
    "hidden": "Not asked for",
    "unsaid": "Not asked for",
    "off": "Off",
    "default": "Default",
    "on": "On",
    "minimal": "Minimal",
    "low": "Low",
    "medium": "Medium",
    "high": "High",
    "xhigh": "Extra high",
    "max": "Maximum",
}


def thinking_in_a_word(asked: Asked) -> str:
    return f"{asked.budget:,} tokens" if asked.budget is not None else EFFORTS[asked.effort].lower()


def called(asked: Asked) -> str:
    """Model and effort, where one model may be asked at several."""
    return f"{shown_as(asked.model)} · {thinking_in_a_word(asked)}"
