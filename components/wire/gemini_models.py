"""How Gemini's models are asked to think, by their generation: what its documents of November 2026 say. Its list tells
which of them think."""

import re
from dataclasses import dataclass, replace
from typing import Any

from components.conversation import Effort, Model, Thinking
from components.wire.catalog import facts_of
from components.wire.provider import Provider
from components.wire.text import clean


@dataclass(frozen=True, slots=True)
class Generation:
    """It takes `levels`, or where it has none numbers of tokens up to `most`. `off`: 0 tokens turn its thinking off."""

    levels: tuple[Effort, ...] = ()
    most: int = 0
    off: bool = False


LOW_TO_HIGH: tuple[Effort, ...] = ("low", "medium", "high")
# The first that fits counts.
GENERATIONS: tuple[tuple[str, Generation], ...] = (
    (r"gemini-2\.5-pro", Generation(most=32_768)),
    (r"gemini-2\.5-flash", Generation(most=24_576, off=True)),
    (r"gemini-3-pro", Generation(("low", "high"))),
    (r"gemini-3-flash", Generation(("minimal", *LOW_TO_HIGH))),
    (r"gemini-(?:[3-9]|\d\d)", Generation(LOW_TO_HIGH)),
)
LATER = Generation()


def generation_of(model_id: str) -> Generation:
    name = model_id.lower().removeprefix("models/")
    return next((found for pattern, found in GENERATIONS if re.match(pattern, name)), LATER)


def thinking_of_gemini(model_id: str) -> Thinking:
    """Of one that no list knows."""
    found = generation_of(model_id)
    if found is LATER:
        return Thinking()
    return _thinking(found)


def _thinking(found: Generation) -> Thinking:
    # All of them think where nothing is said; they are only to be asked for the words of it.
    return Thinking(
        True, mandatory=not found.off, levels=found.levels, own_levels=True, budget=found.most > 0, off=found.off
    )


def gemini_in(row: dict[str, Any], provider: Provider) -> Model | None:
    """A row of its list, where it can chat; `thinking` stands there only of those that think."""
    name, ways = row.get("name"), row.get("supportedGenerationMethods")
    if not isinstance(name, str) or (isinstance(ways, list) and "generateContent" not in ways):
        return None
    model = facts_of({"id": name.removeprefix("models/"), "name": row.get("displayName") or name}, provider)
    if model is None:
        return None
    thinks = row.get("thinking") is True
    return replace(
        model,
        name=clean(str(row.get("displayName") or model.id)),
        thinking=_thinking(generation_of(model.id)) if thinks else Thinking(False),
        context=_count(row.get("inputTokenLimit")),
        most_output=_count(row.get("outputTokenLimit")),
        takes=("temperature", "stop"),
    )


def _count(told: Any) -> int | None:
    return told if isinstance(told, int) and not isinstance(told, bool) and told > 0 else None
