"""The figures of a reply: its times, and what the provider counted."""

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Times:
    """One clock a turn, in seconds since the request was sent; None where that never happened or was not recorded."""

    first_reasoning: float | None = None
    first_answer: float | None = None
    ended: float | None = None

    @property
    def waited(self) -> float | None:
        firsts = [t for t in (self.first_reasoning, self.first_answer) if t is not None]
        return min(firsts) if firsts else self.ended

    @property
    def thought(self) -> float | None:
        """From the first word of reasoning to the first visible word of the answer, or to the end without one."""
        if self.first_reasoning is None:
            return None
        until = self.first_answer if self.first_answer is not None else self.ended
        return None if until is None else max(until - self.first_reasoning, 0.0)

    @property
    def answered(self) -> float | None:
        if self.first_answer is None or self.ended is None:
            return None
        return max(self.ended - self.first_answer, 0.0)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counts them, None where it does not say; `cost` in USD as billed. `total_tokens` may hold
    more than prompt and completion together: thoughts that a provider counts beside the completion. Of the prompt's,
    `cached_tokens` were read from a cache and `cache_written_tokens` written to one."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning_tokens: int | None = None
    cost: float | None = None
    total_tokens: int | None = None
    cached_tokens: int | None = None
    cache_written_tokens: int | None = None

    def billed(self, told: "Usage") -> "Usage":
        """The same with the figures of a bill, which came later."""
        later = {one.name: value for one in fields(told) if (value := getattr(told, one.name)) is not None}
        return replace(self, **later)

    @property
    def tells(self) -> bool:
        """Is it known by these figures what was used? Nothing but zeros tells nothing."""
        tokens = (self.prompt_tokens, self.completion_tokens, self.reasoning_tokens, self.total_tokens)
        return any(tokens) or bool(self.cost) or (self.cost is not None and tokens == (None,) * 4)

    @property
    def written(self) -> int | None:
        """All tokens that the model wrote and that are billed as such, thoughts among them."""
        beside = None if self.total_tokens is None else self.total_tokens - (self.prompt_tokens or 0)
        counts = (self.completion_tokens, beside, self.reasoning_tokens)
        known = [count for count in counts if count is not None and count >= 0]
        return max(known) if known else None
