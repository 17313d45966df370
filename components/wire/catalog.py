"""GET /models, whichever server wrote it -> Models. A field that is missing or of a wrong type is not known.

OpenRouter tells what a model takes in `supported_parameters` and, since 2026, in an object `reasoning`. What that
leaves out is filled from its guide to reasoning tokens, by families of model names; nothing else is guessed. Other
servers tell little more than names, and their row of the providers table holds for all of them.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from components.conversation import Effort, Model, Thinking
from components.conversation.model import LEVELS
from components.wire.claude import thinking_of_claude
from components.wire.prices import prices_in
from components.wire.provider import Provider
from components.wire.text import clean

GENERIC: tuple[Effort, ...] = ("low", "medium", "high")
# Families and what they take, from OpenRouter's guide; the first that fits counts.
TAKES_LEVELS = re.compile(r"openai/(?:o\d|gpt-5|gpt-oss)|x-ai/grok|google/gemini-3")
TAKES_BUDGET = re.compile(r"anthropic/|google/gemini-2\.5|qwen/.*thinking")
# Those that the guide or reports name, and those that are called after it.
MANDATORY = re.compile(
    r"openai/(?:o\d|gpt-5(?![.\d]))|google/gemini-3|deepseek/deepseek-r1|minimax/minimax-m\d|stepfun[^/]*/step-?3"
    r"|[^/]+/.*(?:-think(?:ing)?\b|qwq|-r1\b)"
)
CONTEXTS = ("loaded_context_length", "context_length", "context_window", "max_model_len", "max_context_length")
WORD = re.compile(r"[a-z][a-z0-9_]{0,30}")  # a name of the list's own
MOST_MODELS = 20_000
LONGEST_ID = 4_000  # characters: as long as a path may be


class NoList(Exception):
    """What came is no list of models, or an empty one; the sentence says which."""


ReadRow = Callable[[dict[str, Any], Provider], Model | None]


def models_in(found: Any, provider: Provider, read: ReadRow | None = None) -> tuple[Model, ...]:
    """In the order of the list, each id once; `read` reads a row. Raises NoList."""
    read = read or facts_of
    rows = found.get("data", found.get("models")) if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise NoList("what it sent is not a list of models")
    models: dict[str, Model] = {}
    for row in rows[:MOST_MODELS]:
        if isinstance(row, dict) and (model := read(row, provider)) is not None:
            models.setdefault(model.id, model)
    if not models:
        raise NoList("its list of models is empty" if not rows else "what it sent is not a list of models")
    return tuple(_aliased(models, rows).values())


def _aliased(models: dict[str, Model], rows: list[Any]) -> dict[str, Model]:
    """With the facts of another row where one only stands for that (OpenRouter's `~vendor/name-latest`)."""
    for row in rows[:MOST_MODELS]:
        if isinstance(row, dict) and isinstance(target := row.get("alias_target"), str) and target in models:
            model, facts = models.get(str(row.get("id"))), models[target]
            if model is not None:
                took = replace(facts, id=model.id, name=model.name, created=model.created)
                models[model.id] = replace(took, ends=model.ends or facts.ends)
    return models


def _takes(row: dict[str, Any]) -> tuple[str, ...] | None:
    """Nothing is known of a row that lists nothing: a router takes what the model that it chooses takes."""
    told = row.get("supported_parameters")
    return tuple(name for name in told if isinstance(name, str)) if isinstance(told, list) and told else None


def _day(told: Any) -> str:
    """2027-03-03, also of a moment; "" for anything else."""
    day = told[:10] if isinstance(told, str) else ""
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        return ""


def thinking_by_row(model: Model | None, provider: Provider) -> Thinking:
    """What a model takes; of one that no catalogue knows, what its provider takes in general."""
    if model is not None:
        return model.thinking
    if provider.tells_thinking and provider.level:
        return Thinking(None, levels=GENERIC, off=True)
    return _by_row(provider)


def claude_in(row: dict[str, Any], provider: Provider) -> Model | None:
    """A row of Anthropic's list. What it can do is told there since 2026; else its name tells it."""
    model = facts_of(row, provider)
    if model is None or row.get("lifecycle") == "retired":
        return None
    told = row.get("capabilities")
    told = told if isinstance(told, dict) else {}
    of_thinking, of_effort = told.get("thinking"), told.get("effort")
    ways: tuple[str, ...] = ()
    levels: tuple[Effort, ...] | None = None
    if isinstance(of_thinking, dict):
        kinds = of_thinking.get("types")
        ways = tuple(kind for kind in ("adaptive", "enabled") if _supports(kinds, kind))
    if isinstance(of_effort, dict):
        levels = tuple(level for level in LEVELS if _supports(of_effort, level))
    none = isinstance(of_thinking, dict) and of_thinking.get("supported") is False
    thinking = Thinking(False) if none else thinking_of_claude(model.id, ways, levels)
    # Whoever thinks takes no temperature, or only where it is told not to think.
    takes = ("temperature", "stop") if thinking.shows is False else ("stop",)
    return replace(
        model,
        thinking=thinking,
        context=_count(row.get("max_input_tokens")) or model.context,
        most_output=_count(row.get("max_tokens")) or None,
        created=_moment(row.get("created_at")),
        takes=takes,
        ends=_day(row.get("retires_at")),
    )


def _supports(told: Any, name: str) -> bool:
    found = told.get(name) if isinstance(told, dict) else None
    return isinstance(found, dict) and found.get("supported") is True


def _moment(told: Any) -> float:
    """Seconds since the epoch, of 2025-11-24T00:00:00Z; 0 for anything else."""
    try:
        at = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return 0.0
    return max(at.timestamp(), 0.0) if at and at.tzinfo else 0.0


def facts_of(row: dict[str, Any], provider: Provider) -> Model | None:
    model_id = row.get("id") or row.get("name")
    if not isinstance(model_id, str) or not (model_id := clean(model_id).strip()) or not model_id.isprintable():
        return None
    if len(model_id) > LONGEST_ID:
        return None  # a part of it would be another model's, or nobody's
    name = next((row[key] for key in ("name", "display_name") if isinstance(row.get(key), str) and row[key]), model_id)
    limits, prices = row.get("top_provider"), prices_in(row, provider.name == "openrouter")
    return Model(
        model_id,
        " ".join(clean(str(name)).split())[:200],
        _thinking(model_id, row) if provider.tells_thinking else _by_row(provider),
        _context(row),
        _count(limits.get("max_completion_tokens")) if isinstance(limits, dict) else None,
        prices.prompt,
        prices.completion,
        prices.request,
        routed=prices.routed,
        created=float(_count(row.get("created")) or 0),
        takes=_takes(row) if provider.tells_thinking else None,
        ends=_day(row.get("expiration_date")),
        cache_read_price=prices.cache_read,
        cache_write_price=prices.cache_write,
        tiers=prices.tiers,
        discount=prices.discount,
        reasoning_price=prices.reasoning,
        reads=_reads(row),
        defaults=_defaults(row.get("default_parameters")),
    )


def _reads(row: dict[str, Any]) -> tuple[str, ...]:
    """The kinds of what it takes, as the list calls them."""
    told = row.get("architecture")
    kinds = told.get("input_modalities") if isinstance(told, dict) else None
    named = [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else []
    return tuple(dict.fromkeys(kind for kind in named if WORD.fullmatch(kind)))


def _defaults(told: Any) -> tuple[tuple[str, float], ...]:
    """Those that are told; what is null is left to the provider."""
    found = told.items() if isinstance(told, dict) else ()
    numbers = [(str(name), value) for name, value in found if isinstance(value, int | float)]
    numbers = [(name, value) for name, value in numbers if not isinstance(value, bool) and abs(value) < 1e6]
    return tuple((name, float(value)) for name, value in numbers if WORD.fullmatch(name))


def _thinking(model_id: str, row: dict[str, Any]) -> Thinking:
    """From OpenRouter's catalogue."""
    told = row.get("supported_parameters")
    takes = {name for name in told if isinstance(name, str)} if isinstance(told, list) else set()
    facts = row.get("reasoning")
    facts = facts if isinstance(facts, dict) else None
    if facts is None and not takes & {"reasoning", "include_reasoning", "reasoning_effort"}:
        # A router takes what the model that it chooses takes, and its row lists nothing.
        return Thinking(None if isinstance(told, list) and not told else False)
    facts = facts or {}
    efforts, budget, mandatory = (facts.get(key) for key in ("supported_efforts", "supports_max_tokens", "mandatory"))
    if isinstance(efforts, list):
        levels: tuple[Effort, ...] = tuple(level for level in LEVELS if level in efforts)
        own, none = True, "none" in efforts
    else:
        own = none = efforts is None and "supported_efforts" in facts  # null: all of them
        levels = LEVELS if own else _family_levels(model_id)
    if not isinstance(budget, bool):
        # Where the levels are told, a budget that is not told is none: it is accepted and goes no further.
        budget = "supported_efforts" not in facts and bool(TAKES_BUDGET.match(model_id))
    mandatory = mandatory if isinstance(mandatory, bool) else bool(MANDATORY.match(model_id)) and not none
    if budget and not levels and not isinstance(efforts, list):
        levels = GENERIC  # mapped to a share of the token limit
    default = facts.get("default_effort")
    switch = not mandatory and not levels and not budget
    return Thinking(
        True,
        mandatory,
        levels,
        own or bool(TAKES_LEVELS.match(model_id)),
        budget,
        off=not mandatory,
        on=switch or facts.get("default_enabled") is False,
        default_level=default if default in LEVELS else None,
    )


def _family_levels(model_id: str) -> tuple[Effort, ...]:
    return GENERIC if TAKES_LEVELS.match(model_id) else ()


def _by_row(provider: Provider) -> Thinking:
    return Thinking(
        None,
        levels=GENERIC if provider.level and not provider.levels_told else (),
        budget=bool(provider.budget),
        off=provider.off is not None,
        on=provider.on is not None,
    )


def _context(row: dict[str, Any]) -> int | None:
    meta = row.get("meta")  # llama.cpp: as it was started, else as far as the model was trained
    told = [row.get(key) for key in CONTEXTS]
    told += [meta.get(key) for key in ("n_ctx", "n_ctx_train")] if isinstance(meta, dict) else []
    return next((count for value in told if (count := _count(value))), None)


def _count(value: Any) -> int | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
    return int(value) if ok else None
