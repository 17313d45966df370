"""What was chosen for a question and its request does not say, since the model is not known to take it: told with the
reply. A choice was left out where the request would be the same without it, in whatever protocol."""

from dataclasses import replace
from typing import Any

from components.conversation import Asked, ChatRequest
from components.conversation.model import LEAST_BUDGET, LEVELS
from components.wire.asking import body_of
from components.wire.endpoint import Endpoint


def unsent(request: ChatRequest, endpoint: Endpoint) -> tuple[str, ...]:
    """In sentences; none where all of it is sent."""
    asked = replace(request.asked, own_fields="")

    def body(**otherwise: Any) -> dict[str, Any]:
        return body_of(replace(request, asked=replace(asked, **otherwise), messages=(), prefill=None), endpoint)

    sent = body()
    left = [name for name, without in _choices(asked) if body(**without) == sent]
    told = (
        [f"{asked.model} is not known to take {_listed(left)} as it was asked, so it was asked without."]
        if left
        else []
    )
    if asked.effort == "off" and asked.budget is None and body(effort="default") == sent:
        told.append(f"Thinking was not turned off, since {asked.model} is not known to take that.")
    return tuple(told + _of_tokens(asked, sent, body(max_tokens=None)))


def _choices(asked: Asked) -> list[tuple[str, dict[str, Any]]]:
    """Each choice in words, and another one in its place: where that makes no difference, neither is sent. In place of
    a level stands none, since another one may not be taken either."""
    found: list[tuple[str, dict[str, Any]]] = []
    if asked.budget is None and asked.effort in LEVELS:
        found.append((f"the effort “{asked.effort}”", {"effort": "default"}))
    if asked.temperature is not None:
        found.append((f"a temperature ({asked.temperature:g})", {"temperature": asked.temperature + 1}))
    if asked.max_tokens is not None:
        found.append((f"a limit ({asked.max_tokens:,} tokens)", {"max_tokens": asked.max_tokens + 1}))
    if asked.stop:
        found.append((f"a text to stop at (“{asked.stop}”)", {"stop": f"{asked.stop}."}))
    if asked.summary and asked.effort not in ("off", "hidden", "unsaid"):  # where none could come, none is asked for
        other = "concise" if asked.summary == "detailed" else "detailed"
        found.append((f"a summary that is “{asked.summary}”", {"summary": other}))
    if asked.verbosity:
        other = "low" if asked.verbosity == "high" else "high"
        found.append((f"the length “{asked.verbosity}” of answers", {"verbosity": other}))
    return found


def _of_tokens(asked: Asked, sent: dict[str, Any], unlimited: dict[str, Any]) -> list[str]:
    """What became of a number of tokens to think with. A limit below the least of them ends thinking as a whole."""
    budget = _budget_in(sent)
    if asked.max_tokens is not None and _budget_in(unlimited) is not None and budget is None:
        return [
            f"{asked.model} was not asked to think: it needs at least {LEAST_BUDGET:,} tokens for that, and the limit "
            f"is {asked.max_tokens:,}."
        ]
    if asked.budget is None or budget == asked.budget:
        return []
    if budget is None:
        return [f"{asked.model} is not known to take a number of tokens to think with, so it was asked without."]
    return [
        f"Of the {asked.budget:,} tokens to think with, {budget:,} were asked for: this model or the limit allows no "
        "more."
    ]


def _budget_in(found: Any, path: str = "") -> int | None:
    """Tokens to think with, wherever a protocol has them."""
    if isinstance(found, dict):
        inner = (_budget_in(value, f"{path}.{name}".lower()) for name, value in found.items())
        return next((told for told in inner if told is not None), None)
    thinks = "budget" in path or path == ".reasoning.max_tokens"
    return found if thinks and isinstance(found, int) and not isinstance(found, bool) else None


def _listed(names: list[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
