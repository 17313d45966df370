"""What turns cost: as the provider billed it, else by the catalogue's prices."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import fsum, isfinite

from components.conversation.figures import Usage
from components.conversation.model import Model
from components.conversation.request import Asked

CHARACTERS_A_TOKEN = 4  # about
ModelOf = Callable[[Asked], Model | None]
# What was asked, what it used, and when it was asked (seconds since the epoch).
Used = tuple[Asked, Usage | None, float]


@dataclass(frozen=True, slots=True)
class Spent:
    """`usd` of `turns` whose cost is known; `reckoned` where any of it was not billed but comes from prices. `thought`
    of `written` tokens were reasoning. `unknown` turns used tokens at a price that nobody tells."""

    usd: float = 0.0
    reckoned: bool = False
    turns: int = 0
    unknown: int = 0
    written: int = 0
    thought: int = 0

    @property
    def share(self) -> float | None:
        """The part of what was written that was thought."""
        return min(self.thought / self.written, 1.0) if self.written and self.thought else None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be used of the room's key in a day, by one person or by all `together`, and what is used of it, with
    what is reserved for turns that run. None: no limit."""

    together: bool
    limit_usd: float | None
    limit_turns: int | None
    usd: float = 0.0
    turns: int = 0


def money(usd: float) -> str:
    """Enough digits to be non-zero."""
    digits = 2
    while usd and round(usd, digits) == 0 and digits < 12:
        digits += 1
    return f"${usd:,.{digits if digits == 2 else digits + 1}f}"


def cost_of(usage: Usage, model: Model | None, at: float) -> tuple[float, bool] | None:
    """USD, and whether it was reckoned; None where it is not known. `at`: when it was asked."""
    if usage.cost is not None and isfinite(usage.cost) and usage.cost >= 0:
        return usage.cost, False
    if model is None or not usage.tells:
        return None  # what is not known is not free
    asked = usage.prompt_tokens or 0
    rates = model.rates(asked, at)
    prompt, completion = rates["prompt"], rates["completion"]
    thoughts = rates.get("reasoning", 0.0)
    if prompt is None or completion is None or (thoughts is None and usage.reasoning_tokens):
        return None
    read = min(usage.cached_tokens or 0, asked)
    written = min(usage.cache_written_tokens or 0, asked - read)
    # Where a cache has no price of its own, its tokens cost what the others cost.
    cached = [prompt if price is None else price for price in (rates["cache_read"], rates["cache_write"])]
    tokens = (asked - read - written) * prompt + read * cached[0] + written * cached[1]
    return tokens + _written_cost(usage, completion, thoughts or None) + (model.request_price or 0.0), True


def _written_cost(usage: Usage, completion: float, reasoning: float | None) -> float:
    """Of what the model wrote: thoughts that have a price of their own cost that, in place of what the rest costs."""
    written = usage.written or 0
    if reasoning is None:
        return written * completion
    thought = min(usage.reasoning_tokens or 0, written)
    # Fewer than the thoughts: those are counted beside them.
    rest = usage.completion_tokens if (usage.completion_tokens or thought) < thought else written - thought
    return thought * reasoning + (rest or 0) * completion


def dearest(model: Model) -> tuple[float, float] | None:
    """USD that a token of a question, and one that the model writes, costs at most, whenever it is asked and however
    long; None where that is not known."""
    asked: list[float | None] = [model.prompt_price, model.cache_read_price or 0.0, model.cache_write_price or 0.0]
    written: list[float | None] = [model.completion_price, model.reasoning_price or 0.0]
    for tier in model.tiers:
        for name, price in tier.prices:
            (written if name in ("completion", "reasoning") else asked).append(price)
    known = [[price for price in prices if price is not None and price >= 0] for prices in (asked, written)]
    if model.routed or len(known[0]) < len(asked) or len(known[1]) < len(written):
        return None
    return max(known[0]), max(known[1])


def estimated(question: str, came: int) -> Usage | None:
    """Of a turn whose usage nobody told and that got an answer, or the beginning of one, of so many characters; a
    request that was refused costs nothing."""
    if not came:
        return None
    return Usage(-(-len(question) // CHARACTERS_A_TOKEN), -(-came // CHARACTERS_A_TOKEN))


def spent(used: Iterable[Used], model_of: ModelOf) -> Spent:
    """Of turns by what was asked and what they used."""
    costs: list[float] = []
    reckoned, unknown, written, thought = False, 0, 0, 0
    for asked, usage, at in used:
        if usage is None:
            continue
        written += usage.written or 0
        thought += usage.reasoning_tokens or 0
        if found := cost_of(usage, model_of(asked), at):
            costs.append(found[0])
            reckoned |= found[1] and found[0] > 0
        else:
            unknown += 1
    return Spent(fsum(costs), reckoned, len(costs), unknown, written, thought)
