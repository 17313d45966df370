"""What a list of models says of prices, in whatever unit -> USD a token. Where it does not say the unit, the price is
not known: a guess could be a million times too high.

The unit stands in a name (`input_cost_per_token`, `output_per_1k`), in a field beside it (`unit`:
"per_million_tokens"), in the value itself ("$0.30 / 1M tokens"), or in the form: OpenRouter's are USD a token, written
as texts under `prompt` and `completion`, and others follow it.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from components.conversation import Tier
from components.wire.price_tiers import discount_in, less, tiers_in, usd_in

Which = Literal["prompt", "completion"]
KNOWN: tuple[tuple[set[str], Which], ...] = (
    ({"prompt", "input", "in"}, "prompt"),
    ({"completion", "output", "out"}, "completion"),
)
# What a name may say beside that; with any other word it is the price of something else: of cached tokens, of images.
BESIDE = {"price", "prices", "pricing", "cost", "costs", "rate", "usd", "dollars", "token", "tokens", "text", "value"}
PLACES = (
    "pricing",
    "price",
    "prices",
    "cost",
    "costs",
    "rates",
    "metadata",
    "model_info",
    "info",
    "spec",
    "model_spec",
)
UNITS = ("unit", "units", "per", "price_unit", "pricing_unit", "token_unit", "unit_tokens", "basis", "denominator")
USD = ("", "usd", "us$", "$", "dollar", "dollars", "us dollar", "us dollars")
# Not "m" alone: one list of models counts in ten thousandths of a dollar there.
MILLION = re.compile(r"(?:1_?)?(?:million|mtoks?|mtokens?|mil|mm)|1_?m|1e6|1_?000_?000")
THOUSAND = re.compile(r"(?:1_?)?(?:thousand|ktoks?|ktokens?|k)|1e3|1_?000")
UNKNOWN = 0
AMOUNTS = ("usd", "value", "price", "amount", "cost", "base")
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?", re.I)
# Of prices without a unit: nobody writes for less than two cents a million tokens, which is this for a thousand, so
# what is smaller is a token's. And no token costs a cent.
SURELY_A_TOKENS, MOST_A_TOKEN = 0.00002, 0.01
MOST = 1_000.0  # USD


class Prices(NamedTuple):
    """USD a token, and a request; None where it is not told. `routed`: they are those of the model that it chooses. The
    rest is OpenRouter's own: what a token costs that is read from a cache or written to one, other prices for some
    questions, what part of all of it is taken off already, and what a token of thoughts costs, where that is a price
    of its own."""

    prompt: float | None = None
    completion: float | None = None
    request: float | None = None
    routed: bool = False
    cache_read: float | None = None
    cache_write: float | None = None
    tiers: tuple[Tier, ...] = ()
    discount: float = 0.0
    reasoning: float | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """`tokens` that the price is for; None where that is not said."""

    value: float
    tokens: int | None
    is_text: bool


def prices_in(row: Mapping[str, Any], a_token: bool = False) -> Prices:
    """Of one model. `a_token`: the list is OpenRouter's, whose texts are USD a token whatever they say."""
    found: dict[Which, _Told | None] = {}
    for table in _tables(row):
        if _in_usd(table):
            for name, value in table.items():
                if (known := _named(str(name))) and known[0] not in found:
                    found[known[0]] = _told(value, _unit_of(table) if known[1] is None else known[1])
    prompt, completion = found.get("prompt"), found.get("completion")
    if prompt and prompt.value == -1:
        return Prices(request=_request(row), routed=True)
    bare = [told for told in (prompt, completion) if told and told.tokens is None]
    most, texts = max((told.value for told in bare), default=0.0), all(told.is_text for told in bare)
    openrouters = texts and (a_token or (_is_known_form(row) and most < MOST_A_TOKEN))
    known = 1 if openrouters or most < SURELY_A_TOKENS else UNKNOWN
    prices = Prices(_usd(prompt, known, a_token), _usd(completion, known, a_token), _request(row))
    return _with_rest(prices, row["pricing"]) if openrouters and _is_known_form(row) else prices


def _with_rest(prices: Prices, pricing: Mapping[str, Any]) -> Prices:
    """The same with what else OpenRouter's list tells of it."""
    off = discount_in(pricing)
    return Prices(
        less(prices.prompt, off),
        less(prices.completion, off),
        less(prices.request, off),
        cache_read=less(usd_in(pricing.get("input_cache_read")), off),
        cache_write=less(usd_in(pricing.get("input_cache_write")), off),
        tiers=tiers_in(pricing.get("overrides"), off),
        discount=off,
        # Nothing stands for: as all that is written.
        reasoning=less(usd_in(pricing.get("internal_reasoning")), off) or None,
    )


def _usd(told: _Told | None, known: int, a_token: bool) -> float | None:
    """`known`: how many tokens a price without a unit is for."""
    if told is None or not 0 <= told.value < MOST:
        return None
    if told.value == 0:
        return 0.0 if told.tokens != UNKNOWN else None
    tokens = known if told.tokens is None else told.tokens
    if tokens == UNKNOWN:
        return None
    usd = float(Decimal(repr(told.value)) / tokens)  # by the decimal that was written
    return usd if a_token or usd < MOST_A_TOKEN else None


def _tables(row: Mapping[str, Any], depth: int = 3) -> Iterator[Mapping[str, Any]]:
    """The row and what stands in it where prices are kept, the most particular first."""
    for place in PLACES:
        if depth and isinstance(inner := row.get(place), dict):
            yield from _tables(inner, depth - 1)
    yield row


def _named(name: str) -> tuple[Which, int | None] | None:
    """Which price it is by its name, and of how many tokens: inputCostPer1kTokens -> prompt, 1000."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", "_", name).lower()
    parts = [word for word in re.split(r"[\W_]+", words.replace("/", "_per_")) if word]
    end = parts.index("per") if "per" in parts else len(parts)
    before, after = parts[:end], parts[end + 1 :]
    for known, which in KNOWN:
        # price_per_million_input_tokens has it behind the unit.
        if known & {*parts} and not {*before} - known - BESIDE:
            unit = "_".join(word for word in after if word not in known)
            return which, (_tokens(unit) if end < len(parts) else None)
    return None


def _tokens(unit: str) -> int:
    """How many tokens a unit in words is, UNKNOWN where it is none of tokens."""
    bare = re.sub(r"[^a-z0-9]+|(?<![a-z])(?:per|usd|tokens?)(?![a-z])", "_", unit.lower())
    bare = re.sub(r"_+", "_", bare).strip("_")
    if MILLION.fullmatch(bare):
        return 1_000_000
    if THOUSAND.fullmatch(bare):
        return 1_000
    return 1 if bare in ("1", "one", "each") or (not bare and "token" in unit.lower()) else UNKNOWN


def _unit_of(table: Mapping[str, Any]) -> int | None:
    """By a field beside the price; None where there is none."""
    for value in (table[name] for name in UNITS if name in table):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return int(value) if value in (1, 1_000, 1_000_000) else UNKNOWN
        if isinstance(value, str) and value.strip():
            return _tokens(value)
    return None


def _in_usd(table: Mapping[str, Any]) -> bool:
    return str(table.get("currency") or "").strip().lower() in USD


def _told(value: Any, tokens: int | None) -> _Told | None:
    if isinstance(value, dict):
        inner = next((value[name] for name in AMOUNTS if name in value), None)
        told = _unit_of(value) if tokens is None else tokens
        return None if isinstance(inner, dict) or not _in_usd(value) else _told(inner, told)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    number, currency, unit = str(value), "", ""
    if isinstance(value, str):
        match = NUMBER.search(value)
        if match is None:
            return None
        around = f"{value[: match.start()]} {value[match.end() :]}".lower()
        number = match.group()
        currency, _, unit = re.sub(r"\bper\b", "/", around).partition("/")
    found = _number(number)
    if found is None or currency.strip() not in USD:
        return None
    return _Told(found, _tokens(unit) if unit.strip() else tokens, isinstance(value, str))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _is_known_form(row: Mapping[str, Any]) -> bool:
    pricing = row.get("pricing")
    return isinstance(pricing, dict) and {"prompt", "completion"} <= pricing.keys()


def _request(row: Mapping[str, Any]) -> float | None:
    """OpenRouter's, in USD."""
    pricing = row.get("pricing")
    value = pricing.get("request") if isinstance(pricing, dict) and _in_usd(pricing) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    number = _number(value)
    return number if number is not None and -1 <= number < MOST else None
