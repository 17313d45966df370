"""What a turn took and cost, in one line."""

from components.conversation import Turn, money
from components.wording.clock import exact


def figures(turn: Turn, cost: str = "", asked: bool = False) -> str:
    """Times, speed, cost, who answered. `cost` where the provider bills none; with whom was `asked`, if that is another
    name."""
    times, usage = turn.times, turn.usage
    named = (("waited", times.waited), ("thought", times.thought), ("answered", times.answered))
    parts = [turn.asked.model] if asked and not turn.answered_by.startswith(turn.asked.model) else []
    parts += [f"{word} {exact(value)}" for word, value in named if value is not None]
    if usage and usage.completion_tokens:
        parts.append(f"{usage.completion_tokens:,} tokens")
        if speed := _speed(turn, usage.completion_tokens):
            parts.append(f"{speed:,.0f} tokens/s")
    if usage and usage.cost is not None:
        parts.append(money(usage.cost))
    elif cost:
        parts.append(cost)
    if turn.answered_by:
        parts.append(turn.answered_by)
    return " · ".join(part for part in parts if part.strip())


def bill(turn: Turn, cost: str = "") -> str:
    """What a turn that did not end well took and cost, as far as that is known; `cost` as for `figures`."""
    usage = turn.usage
    parts: list[str] = []
    if usage and usage.written:
        thought = f", {usage.reasoning_tokens:,} of them thoughts" if usage.reasoning_tokens else ""
        parts.append(f"{usage.written:,} tokens{thought}")
    if usage and usage.cost is not None:
        parts.append(money(usage.cost))
    elif cost:
        parts.append(f"{cost}, estimated")
    return " · ".join(parts)


def _speed(turn: Turn, tokens: int) -> float | None:
    """Output tokens over the time from the first one to the end, or over all of it where that tells too little."""
    ended, waited = turn.times.ended, turn.times.waited
    if not ended:
        return None
    window = ended - (waited or 0.0)
    return tokens / (ended if window < 1 or turn.withheld else window)
