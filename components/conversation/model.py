"""What a catalogue says of a model: whether it shows its thoughts, how hard it may be asked to think, what it costs."""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from components.conversation.request import Asked, Effort, SentBack
from components.conversation.tiers import Rates, Tier, rates

# From the least to the most.
LEVELS: tuple[Effort, ...] = ("minimal", "low", "medium", "high", "xhigh", "max")
# What part of the token limit a level becomes on a model that takes a budget (OpenRouter, reasoning tokens guide).
SHARES: dict[Effort, float] = {"minimal": 0.1, "low": 0.2, "medium": 0.5, "high": 0.8, "xhigh": 0.95, "max": 0.95}
LONGEST_SHOWN = 200  # characters
LEAST_BUDGET, MOST_BUDGET = 1_024, 128_000  # tokens


@dataclass(frozen=True, slots=True)
class Thinking:
    """What control over its thinking a model takes. `shows` None: not known.

    `levels` are those that it can be asked for, from the least to the most; `own_levels` says that they are the model's
    own and not mapped to something else by a router. `off` and `on`: it can be told not to think, or to think. `ways`
    are the kinds of thinking that a list names, as its protocol has them; empty where it names none.
    """

    shows: bool | None = None
    mandatory: bool = False
    levels: tuple[Effort, ...] = ()
    own_levels: bool = False
    budget: bool = False
    off: bool = False
    on: bool = False
    default_level: Effort | None = None
    ways: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Can it think, and is free not to: so that it may not, unless it is told to?"""
        return self.shows is True and self.off and not self.mandatory

    @property
    def choices(self) -> tuple[Effort, ...]:
        """What a person may choose beside a token budget, from the least to the most."""
        return (*(("off",) if self.off else ()), "default", *(("on",) if self.on else ()), *self.levels)


@dataclass(frozen=True, slots=True)
class Model:
    """Prices are USD a token (`request_price` a request), None where they are not told or depend on the route taken; a
    `discount` (0 to 1) is taken off them already. Tokens that are read from a cache, or written to one, cost what all
    others cost where no price of theirs is told, and so do those of thoughts. `context` and `most_output` are tokens.
    `routed`: it stands for other models, and its price is theirs. `reads` are the kinds of what it takes (text, image,
    …), `defaults` what it is asked with where a request says nothing; both are empty where they are not told."""

    id: str
    name: str
    thinking: Thinking = field(default_factory=Thinking)
    context: int | None = None
    most_output: int | None = None
    prompt_price: float | None = None
    completion_price: float | None = None
    request_price: float | None = None
    routed: bool = False
    created: float = 0.0
    takes: tuple[str, ...] | None = None  # the names of what a request may hold; None: not told
    ends: str = ""  # the day on which it is taken away, as 2027-03-03
    cache_read_price: float | None = None
    cache_write_price: float | None = None
    tiers: tuple[Tier, ...] = ()
    discount: float = 0.0
    reads: tuple[str, ...] = ()
    defaults: tuple[tuple[str, float], ...] = ()
    calls_tools: bool | None = None  # None: not told
    reasoning_price: float | None = None

    @property
    def free(self) -> bool:
        """Does it cost nothing, whatever it is asked and whenever?"""
        usual = (self.prompt_price, self.completion_price, self.request_price or 0.0)
        cached = (self.cache_read_price or 0.0, self.cache_write_price or 0.0, self.reasoning_price or 0.0)
        tiers = (price for tier in self.tiers for _, price in tier.prices)
        return all(price == 0.0 for price in (*usual, *cached, *tiers))

    def rates(self, prompt_tokens: int, at: float) -> Rates:
        """What it costs to ask so many tokens of it at that time (seconds since the epoch)."""
        usual: Rates = {
            "prompt": self.prompt_price,
            "completion": self.completion_price,
            "cache_read": self.cache_read_price,
            "cache_write": self.cache_write_price,
        }
        if self.reasoning_price is not None:
            usual = {**usual, "reasoning": self.reasoning_price}
        return rates(usual, self.tiers, prompt_tokens, at)

    def default(self, name: str) -> float | None:
        """What it is asked with where a request says nothing of it."""
        return dict(self.defaults).get(name)

    @property
    def summarises(self) -> bool:
        """May it be asked for a longer or a shorter summary of its thoughts? That goes with what says how to think."""
        return "reasoning" in (self.takes or ()) and self.thinking.shows is not False

    @property
    def has_verbosity(self) -> bool:
        return "verbosity" in (self.takes or ())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The models of one server as they were at `fetched` (seconds since the epoch; None: never read). `problem` is why
    the last attempt to read them failed, "" where it did not."""

    models: tuple[Model, ...] = ()
    fetched: float | None = None
    problem: str = ""
    loading: bool = False

    def model(self, model_id: str) -> Model | None:
        return next((model for model in self.models if model.id == model_id), None)


@dataclass(frozen=True, slots=True)
class Budget:
    """What requests with a key may cost by a rule that is not the key's own, in USD; with nothing `left`, or less, they
    are refused. `by`: whose rule it is, "" where that is not told; `resets` as of Credits, "" also for never."""

    left: float
    limit: float
    by: Literal["guardrail", "workspace", ""] = ""
    resets: str = ""


@dataclass(frozen=True, slots=True)
class Credits:
    """What a key may still spend, in USD. `limit` None: the key itself has no limit; `resets` is daily, weekly, monthly
    or "". `budgets` hold beside it, the tightest first. `free_left` of `free_limit` requests to free models are left
    today; None where that is not told. `ends`: the moment from which the key is good for nothing, in seconds since the
    epoch; None where it has none."""

    left: float | None
    limit: float | None
    used: float | None
    used_today: float | None = None
    resets: str = ""
    free_tier: bool = False
    budgets: tuple[Budget, ...] = ()
    free_left: int | None = None
    free_limit: int | None = None
    ends: float | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A server as a person knows it. `name` is how turns refer to it; `takes_key`: one may be typed in for it; `adds`:
    whoever asks it may add fields and headers of their own; `routes`: it passes questions on to other providers;
    `asks`: for thoughts, where nothing was chosen; `built_in`: it is part of the room, and what it is asked goes
    nowhere; `sends_back`: what goes back to it of earlier thoughts; `takes_thoughts`: as the beginning of its model's
    own; `found`: on this machine, without any setting; `at_home`: it is somebody's own, and bills nothing;
    `replays`: it plays recordings; `rooms_key`: it is asked with the room's key; `barred`: the room's key for it is not
    for this person, whom a setting may let use it by this name; "" where it is, or there is none; `keys_last`: how long
    a typed one is known after its last use, in words, where several processes know it; `key_lost`: why one that was
    typed may be missing, in a sentence."""

    name: str
    label: str
    has_key: bool = False
    lacks_key: bool = False
    takes_key: bool = False
    adds: bool = False
    routes: bool = False
    asks: bool = False
    built_in: bool = False
    sends_back: SentBack = "nothing"
    takes_thoughts: bool = False
    found: bool = False
    at_home: bool = False
    replays: bool = False
    rooms_key: bool = False
    barred: str = ""
    keys_last: str = ""
    key_lost: str = ""


def shown_as(model_id: str) -> str:
    """As it stands on a page: of a path the file's name, and no more than LONGEST_SHOWN. It is sent whole."""
    is_path = re.match(r"(?:~|\.{1,2})?[/\\]|[A-Za-z]:[/\\]|file:", model_id) or model_id.lower().endswith(".gguf")
    name = re.split(r"[/\\]", model_id.rstrip("/\\"))[-1] if is_path else model_id
    name = name or model_id
    return name if len(name) <= LONGEST_SHOWN else f"{name[: LONGEST_SHOWN - 1]}…"


def budget_of(level: Effort, max_tokens: int) -> int:
    """The tokens to think with that a level becomes on a model which takes a budget."""
    return max(min(int(max_tokens * SHARES[level]), MOST_BUDGET), LEAST_BUDGET)


def thinks_with(asked: Asked, most_output: int | None) -> int | None:
    """The tokens that may go into thinking, where that can be said beforehand."""
    if asked.budget is not None:
        return asked.budget
    limit = asked.max_tokens or most_output
    return budget_of(asked.effort, limit) if asked.effort in SHARES and limit else None


def woken(asked: Asked, thinking: Thinking) -> Asked:
    """The same wish so that a model which can think does, where nothing else was chosen; and nothing is said of it to
    one that cannot."""
    if asked.effort != "default" or asked.budget is not None:
        return asked
    if thinking.shows is False:
        return replace(asked, effort="unsaid")
    if not thinking.waits:
        return asked
    return replace(asked, effort=thinking.default_level if thinking.default_level in thinking.levels else "on")


def quieted(asked: Asked, thinking: Thinking) -> Asked:
    """The same wish without thinking, where the model can be told that."""
    return replace(asked, effort="off", budget=None) if thinking.off and not thinking.mandatory else asked


def within(asked: Asked, model: Model | None) -> Asked:
    """The same without what its catalogue says that the model does not take; summaries and verbosity only where it
    says that they are taken."""
    asked = replace(
        asked,
        summary=asked.summary if model and model.summarises else "",
        verbosity=asked.verbosity if model and model.has_verbosity else "",
    )
    if model is None or model.takes is None:
        return asked
    temperature = asked.temperature if "temperature" in model.takes else None
    return replace(asked, temperature=temperature, stop=asked.stop if "stop" in model.takes else "")


def fitting(asked: Asked, thinking: Thinking) -> Asked:
    """The same wish in what this model takes: what it does not take becomes its default, and is never guessed."""
    if asked.budget is not None:
        return replace(asked, effort="default") if thinking.budget else replace(asked, budget=None, effort="default")
    if asked.effort == "hidden":
        # Where thinking is mandatory, even hiding it may be refused as turning it off.
        return replace(asked, effort="unsaid") if thinking.mandatory else asked
    return asked if asked.effort in ("unsaid", *thinking.choices) else replace(asked, effort="default")
