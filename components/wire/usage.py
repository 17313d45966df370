"""Usage in all its shapes -> Usage. Any figure may be null, absent or of a wrong type: then it is not known."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from components.conversation import Usage

# Names without capitals, dashes and underscores, as OpenAI, Anthropic, Gemini, Bedrock, Cohere and gateways have them.
PROMPT = ("prompttokens", "inputtokens", "prompttokencount", "inputtokencount", "promptevalcount", "ntokensprompt")
COMPLETION = ("completiontokens", "outputtokens", "candidatestokencount", "outputtokencount", "evalcount")
REASONING = ("reasoningtokens", "thoughtstokencount", "thinkingtokens", "reasoningtokencount", "thoughttokens")
TOTAL = ("totaltokens", "totaltokencount")
DETAILS = ("completiontokensdetails", "outputtokensdetails", "completiontokendetails", "outputtokendetails")
PROMPT_DETAILS = ("prompttokensdetails", "inputtokensdetails")  # of what is counted in the prompt
CACHED = ("cachedtokens",)
CACHE_WRITTEN = ("cachewritetokens", "cachecreationtokens")
COST = ("cost", "totalcost", "costusd", "estimatedcost", "totalcostusd")
TICKS, TICKS_OF_A_USD = "costinusdticks", 10_000_000_000  # xAI's (docs.x.ai, Cost Tracking)


def usage_in(chunk: dict[str, Any]) -> Usage | None:
    """From `usage`, or Groq's `x_groq.usage`; None where there is none."""
    groq = chunk.get("x_groq")
    found = chunk.get("usage") or (groq.get("usage") if isinstance(groq, dict) else None)
    return usage_of(found) if isinstance(found, dict) else None


def usage_of(found: dict[str, Any]) -> Usage:
    told = {_plain(name): value for name, value in found.items()}
    details, of_prompt = _inner(told, DETAILS), _inner(told, PROMPT_DETAILS)
    prompt, completion, total = (_first(told, names, _count) for names in (PROMPT, COMPLETION, TOTAL))
    reasoning = _first(details, REASONING, _count)
    if reasoning is None:
        reasoning = _first(told, REASONING, _count)
    known = (prompt or 0) + (completion or 0)
    # A total that is the sum tells nothing more.
    more = None if total is None or total <= known else total
    cached, written = _first(of_prompt, CACHED, _count), _first(of_prompt, CACHE_WRITTEN, _count)
    return Usage(prompt, completion, reasoning, _cost(told), more, cached, written)


def _inner(told: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    inner = [value for name in names if isinstance(value := told.get(name), dict)]
    return {_plain(name): value for one in inner for name, value in one.items()}


def messages_usage_of(found: dict[str, Any]) -> Usage:
    """As Anthropic has it, which counts the tokens of a cache beside the input."""
    usage = usage_of(found)
    told = {_plain(name): value for name, value in found.items()}
    read, written = _count(told.get("cachereadinputtokens")), _count(told.get("cachecreationinputtokens"))
    prompt = None if usage.prompt_tokens is None else usage.prompt_tokens + (read or 0) + (written or 0)
    return replace(usage, prompt_tokens=prompt, cached_tokens=read, cache_written_tokens=written)


def gemini_usage_of(found: dict[str, Any]) -> Usage:
    """As Gemini has it, which counts thoughts beside what was written, and what its tools read beside the question."""
    usage = usage_of(found)
    told = {_plain(name): value for name, value in found.items()}
    by_tools, cached = _count(told.get("tooluseprompttokencount")), _count(told.get("cachedcontenttokencount"))
    written = [usage.completion_tokens, usage.reasoning_tokens]
    completion = None if written == [None, None] else sum(count or 0 for count in written)
    prompt = None if usage.prompt_tokens is None else usage.prompt_tokens + (by_tools or 0)
    return replace(usage, prompt_tokens=prompt, completion_tokens=completion, total_tokens=None, cached_tokens=cached)


def interactions_usage_of(found: dict[str, Any]) -> Usage:
    """As Gemini's Interactions have it, which count thoughts beside what was written."""
    names = ("total_input_tokens", "total_output_tokens", "total_thought_tokens", "total_cached_tokens")
    prompt, written, thought, cached = (_count(found.get(name)) for name in names)
    by_tools = _count(found.get("total_tool_use_tokens")) or 0
    completion = None if written is thought is None else (written or 0) + (thought or 0)
    return Usage(None if prompt is None else prompt + by_tools, completion, thought, cached_tokens=cached)


def native_usage_in(line: dict[str, Any]) -> Usage | None:
    """From the last line of Ollama's own protocol, which does not tell thoughts from the answer."""
    prompt, completion = _count(line.get("prompt_eval_count")), _count(line.get("eval_count"))
    return None if prompt is completion is None else Usage(prompt, completion, None, None)


def generation_usage_in(told: dict[str, Any], generation_id: str) -> Usage | None:
    """From OpenRouter's GET /generation, in the tokens that are billed; None where it is of another generation, or does
    not say what this one cost."""
    if told.get("id") not in (None, generation_id) or _money(told.get("total_cost")) is None:
        return None
    return usage_of(
        {
            "prompt_tokens": told.get("native_tokens_prompt"),
            "completion_tokens": told.get("native_tokens_completion"),
            "completion_tokens_details": {"reasoning_tokens": told.get("native_tokens_reasoning")},
            "prompt_tokens_details": {"cached_tokens": told.get("native_tokens_cached")},
            "cost": told.get("total_cost"),
            "is_byok": told.get("is_byok") is True,
            "cost_details": {"upstream_inference_cost": told.get("upstream_inference_cost")},
        }
    )


def merged(before: Usage | None, now: Usage) -> Usage:
    """Later figures count, but neither a zero nor nothing takes an earlier one away."""
    if before is None:
        return now
    return Usage(**{one.name: getattr(now, one.name) or getattr(before, one.name) for one in fields(Usage)})


def _cost(told: dict[str, Any]) -> float | None:
    """What the turn costs the person: of who brings a key of their own (OpenRouter's is_byok), the router's fee and
    what the provider charges for that key."""
    cost = _first(told, COST, _money)
    if cost is None:
        cost = _ticks(told.get(TICKS))
    details = told.get("costdetails")
    upstream = _money(details.get("upstream_inference_cost")) if isinstance(details, dict) else None
    if upstream is None or told.get("isbyok") is False or (told.get("isbyok") is None and cost):
        return cost
    return (cost or 0.0) + upstream


def _first(told: dict[str, Any], names: tuple[str, ...], read: Any) -> Any:
    figures: Iterator[Any] = (read(told.get(name)) for name in names)
    return next((figure for figure in figures if figure is not None), None)


def _plain(name: Any) -> str:
    return re.sub(r"[\W_]", "", str(name)).lower()


def _count(value: Any) -> int | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
    return int(value) if ok else None


def _ticks(value: Any) -> float | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e18
    return value / TICKS_OF_A_USD if ok else None


def _money(value: Any) -> float | None:
    # Perplexity sends an object here, with its own parts.
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
    return float(value) if ok else None
