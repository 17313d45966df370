"""How OpenAI's own models are asked to think, by their names: what its documents of November 2026 say. Its list of
models tells nothing of it."""

import re
from dataclasses import replace
from typing import Any

from components.conversation import Effort, Model, Thinking
from components.wire.catalog import facts_of
from components.wire.provider import Provider

LOW_TO_HIGH: tuple[Effort, ...] = ("low", "medium", "high")
TO_XHIGH: tuple[Effort, ...] = (*LOW_TO_HIGH, "xhigh")


def _always(*levels: Effort) -> Thinking:
    return Thinking(True, mandatory=True, levels=levels, own_levels=True)


def _freely(*levels: Effort) -> Thinking:
    """It thinks only where it is told to, and how much."""
    return Thinking(True, levels=levels, own_levels=True, off=True, default_level="medium")


# The first that fits a whole name counts, its date left out.
NAMES: tuple[tuple[str, Thinking], ...] = (
    (r"gpt-[5-9](?:\.\d+)?-chat.*|.*(?:search|audio|realtime|transcribe|image|tts).*", Thinking(False)),
    (r"gpt-5-pro", _always("high")),
    (r"gpt-5(?:-mini|-nano)?", _always("minimal", *LOW_TO_HIGH)),
    (r"(?:gpt-5(?:\.1)?-)?codex(?:-mini)?(?:-latest)?", _always(*LOW_TO_HIGH)),
    (r"gpt-5\.[1-9](?:\d)?-codex.*", _always(*TO_XHIGH)),
    (r"gpt-5\.[2-9](?:\d)?-pro", _always("medium", "high", "xhigh")),
    (r"gpt-5\.1(?:-mini|-nano)?", _freely(*LOW_TO_HIGH)),
    (r"gpt-5\.[2-9](?:\d)?(?:-mini|-nano)?", _freely(*TO_XHIGH)),
    (r"o[1-9](?:-mini|-pro)?|o[1-9]-deep-research|o4-mini-deep-research|gpt-oss-\d+b?", _always(*LOW_TO_HIGH)),
    (r"(?:gpt-(?:[5-9]|\d\d)|o\d).*", Thinking(True, levels=LOW_TO_HIGH, own_levels=True)),  # a later one
    (r"(?:gpt-[34]|chatgpt-|davinci|babbage|ft:gpt-[34]|text-|dall-e|whisper|tts|omni-moderation).*", Thinking(False)),
)
DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def thinking_of_gpt(model_id: str) -> Thinking:
    """Of a name that is none of OpenAI's nothing is known."""
    name = DATE.sub("", model_id.lower().rpartition("/")[2])
    return next((thinking for pattern, thinking in NAMES if re.fullmatch(pattern, name)), Thinking(levels=LOW_TO_HIGH))


def gpt_in(row: dict[str, Any], provider: Provider) -> Model | None:
    """A row of OpenAI's list, which tells little but names."""
    model = facts_of(row, provider)
    if model is None:
        return None
    thinking = thinking_of_gpt(model.id)
    # Whoever thinks takes no temperature, and nobody a word to stop at.
    wordy = ("verbosity",) if model.id.startswith("gpt-5") else ()
    takes = ("temperature",) if thinking.shows is False else ("reasoning", *wordy)
    return replace(model, thinking=thinking, takes=None if thinking.shows is None else takes)
