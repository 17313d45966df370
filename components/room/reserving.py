"""How much of the room's key a turn reserves: what it costs at most, or as much as what is left pays for."""

from dataclasses import dataclass
from math import inf

from components.conversation import DayIsSpent, money
from components.store import Charged

LEAST_TOKENS = 64  # with fewer no answer is worth its price
MOST_TOKENS = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a day: for one person, and for all together. None: no limit."""

    person_usd: float | None = None
    person_turns: int | None = None
    room_usd: float | None = None
    room_turns: int | None = None

    @property
    def any(self) -> bool:
        return self.of_money or self.person_turns is not None or self.room_turns is not None

    @property
    def of_money(self) -> bool:
        return self.person_usd is not None or self.room_usd is not None


@dataclass(frozen=True, slots=True)
class Estimate:
    """USD: `prompt` for the question at most, and `usually` about, `request` for any, `token` for each token that is
    written. `limit`: how many of these were asked for, None where that is open; then `most` is the model's own limit,
    and fewer than `least` are of no use."""

    prompt: float = 0.0
    token: float = 0.0
    request: float = 0.0
    limit: int | None = None
    most: int = MOST_TOKENS
    least: int = LEAST_TOKENS
    usually: float = 0.0

    def costs(self, tokens: int) -> float:
        return self.request + self.prompt + tokens * self.token


@dataclass(frozen=True, slots=True)
class Reserved:
    """USD, and how many tokens may be written for it; None: as many as the model likes, since they cost nothing."""

    usd: float
    tokens: int | None


def reserved(limits: Limits, mine: Charged, everybody: Charged, estimate: Estimate, own: str) -> Reserved:
    """Raises DayIsSpent. `own` as that has it."""
    for why, limit, count in (
        ("person turns", limits.person_turns, mine.turns),
        ("room turns", limits.room_turns, everybody.turns),
    ):
        if limit is not None and count >= limit:
            raise DayIsSpent(why=why, limit="1 turn" if limit == 1 else f"{limit:,} turns", own=own)
    costs_nothing = not (estimate.prompt or estimate.token or estimate.request)
    if not limits.of_money or costs_nothing:
        return Reserved(0.0, estimate.limit)
    left = held = inf
    for why, usd, charged in (("person", limits.person_usd, mine), ("room", limits.room_usd, everybody)):
        if usd is not None and charged.usd - charged.held >= usd:
            raise DayIsSpent(why=why, limit=money(usd), spent=money(charged.usd), own=own)
        if usd is not None and usd - charged.usd < left:
            left, held = usd - charged.usd, charged.held
    return _within(max(left, 0.0), held, estimate, own)


def _within(left: float, held: float, estimate: Estimate, own: str) -> Reserved:
    tokens = estimate.limit
    if tokens is None and estimate.token:
        tokens = min(int(max(left - estimate.costs(0), 0.0) / estimate.token), estimate.most)
        while tokens and estimate.costs(tokens) > left:  # by the last digit of a float
            tokens -= 1
    fewest = estimate.least if estimate.limit is None else estimate.limit
    needs = estimate.costs(fewest if estimate.token else 0)
    if needs > left or (tokens is not None and tokens < fewest):
        why = "held" if needs <= left + held else "left"
        raise DayIsSpent(why=why, needs=money(needs), left=money(left), own=own)
    return Reserved(estimate.costs(tokens or 0), tokens)
