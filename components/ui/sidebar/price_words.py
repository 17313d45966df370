"""The words for what a model costs, and what else its list tells of it. Pure: values in, sentences out."""

from decimal import Decimal

from components.conversation import Model, PriceName, Tier

# Kinds of what a model reads, as they are called here; others as the list has them.
KINDS = {"image": "images", "file": "files", "video": "videos"}
NAMES: dict[PriceName, str] = {
    "prompt": "in",
    "completion": "out",
    "cache_read": "read from a cache",
    "cache_write": "written to a cache",
    "reasoning": "for thoughts",
}


def per_million(usd: float) -> str:
    """USD a token -> USD a million tokens, exactly: 0.00000055 -> $0.55."""
    return _exactly(usd, 1_000_000)


def _exactly(usd: float, times: int = 1) -> str:
    # By the shortest decimal that is this float: what the list said, not what binary made of it.
    value = (Decimal(repr(usd)) * times).normalize()
    if value == value.to_integral_value():
        return f"${int(value):,}"
    places = max(2, -int(value.as_tuple().exponent))
    return f"${value:,.{places}f}"


def price(model: Model) -> str:
    """In, then out; "" where it is not told. `about` has the rest."""
    if model.routed:
        return "price of the model it chooses"
    if model.free:
        return "free"
    request = f" + {_exactly(model.request_price)} a request" if model.request_price else ""
    if model.prompt_price is None or model.completion_price is None:
        return request.removeprefix(" + ")
    told = f"{per_million(model.prompt_price)} in, {per_million(model.completion_price)} out per 1M{request}"
    return f"{told}{_otherwise(model)}"


def _otherwise(model: Model) -> str:
    """That other questions cost something else."""
    above = [tier.above for tier in model.tiers if tier.above and not tier.hours]
    if above:
        return f", other prices above {_tokens(min(above))} tokens"
    if any(tier.hours for tier in model.tiers):
        return ", other prices at some hours"
    return ", other prices for some questions" if model.tiers else ""


def _tokens(count: int) -> str:
    return f"{count // 1_000:,}k" if count >= 1_000 and count % 1_000 == 0 else f"{count:,}"


def about(model: Model | None) -> str:
    """What stands behind the "?" of the line on a model, in sentences; "" where nothing more is told."""
    if model is None:
        return ""
    told = (
        _cached(model),
        _thoughts(model),
        *map(_tier, model.tiers),
        _discount(model),
        _reads(model),
        _tools(model),
        _defaults(model),
    )
    return " ".join(said for said in told if said)


def default_of(name: str, model: Model | None) -> str:
    """What stands in a field that is empty."""
    value = model.default(name) if model else None
    return "default" if value is None else f"usual {value:g}"


def _cached(model: Model) -> str:
    cached = ((NAMES["cache_read"], model.cache_read_price), (NAMES["cache_write"], model.cache_write_price))
    told = [f"{per_million(usd)} {what}" for what, usd in cached if usd is not None]
    return f"Per 1M tokens: {', '.join(told)}." if told and model.prompt_price is not None else ""


def _thoughts(model: Model) -> str:
    if model.reasoning_price is None or model.prompt_price is None:
        return ""
    return f"Thoughts have a price of their own: {per_million(model.reasoning_price)} per 1M tokens."


def _tier(tier: Tier) -> str:
    when = f"Questions of more than {tier.above:,} tokens" if tier.above else "Questions"
    if tier.hours:
        when += f" from {_clock(tier.hours[0])} to {_clock(tier.hours[1])} UTC"
    elif not tier.above:
        when = "Under conditions that this room does not know"
    told = [f"{_of_a_tier(name, usd)} {NAMES[name]}" for name, usd in tier.prices]
    return f"{when}: {', '.join(told)}."


def _of_a_tier(name: PriceName, usd: float | None) -> str:
    if usd is None:
        return "an unknown price"
    return "no price of their own" if name == "reasoning" and not usd else per_million(usd)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _discount(model: Model) -> str:
    return f"A discount of {round(model.discount * 100, 2):g}% is taken off already." if model.discount else ""


def _reads(model: Model) -> str:
    kinds = [KINDS.get(kind, kind) for kind in model.reads]
    if not kinds or kinds == ["text"]:
        return ""
    listed = f"{', '.join(kinds[:-1])} and {kinds[-1]}" if len(kinds) > 1 else kinds[0]
    return f"It reads {listed}; this room sends text."


def _tools(model: Model) -> str:
    return "It can call tools; this room gives it none." if model.calls_tools else ""


def _defaults(model: Model) -> str:
    """What it is asked with where a request says nothing."""
    values = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in model.defaults)
    return f"Its own settings, where none is chosen: {values}." if values else ""
