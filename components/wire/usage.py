"""Usage in all its shapes -> Usage. Any figure may be null, absent or of a wrong type: then it is not known."""

from typing import Any

from components.conversation import Usage


def usage_in(chunk: dict[str, Any]) -> Usage | None:
    """From `usage`, or Groq's `x_groq.usage`; None where there is none."""
    groq = chunk.get("x_groq")
    found = chunk.get("usage") or (groq.get("usage") if isinstance(groq, dict) else None)
    if not isinstance(found, dict):
        return None
    details = found.get("completion_tokens_details")
    reasoning = details.get("reasoning_tokens") if isinstance(details, dict) else None
    return Usage(
        _count(found.get("prompt_tokens")),
        _count(found.get("completion_tokens")),
        _count(reasoning if reasoning is not None else found.get("reasoning_tokens")),
        _money(found.get("cost")),
    )


def native_usage_in(line: dict[str, Any]) -> Usage | None:
    """From the last line of Ollama's own protocol, which does not tell thoughts from the answer."""
    prompt, completion = _count(line.get("prompt_eval_count")), _count(line.get("eval_count"))
    return None if prompt is completion is None else Usage(prompt, completion, None, None)


def _count(value: Any) -> int | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
    return int(value) if ok else None


def _money(value: Any) -> float | None:
    # Perplexity sends an object here, with its own parts.
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
    return float(value) if ok else None
