"""What each owner had asked, and what it cost, summed up for whoever looks after the room."""

from collections.abc import Iterable
from functools import cache

from components.conversation import Asked, Model, ModelOf, Used, spent
from components.oversight import Account
from components.store import UsedBy

OWN = "own"  # a server that somebody added: what it costs nobody else can know


def account_of(rows: Iterable[UsedBy], model_of: ModelOf) -> Account:
    """What was not billed is reckoned by the prices of `model_of`."""
    used: list[Used] = []
    untold = read = 0
    for row in rows:
        used.append((Asked(row.provider, row.model), row.usage, row.at))
        untold += row.usage is None
        read += (row.usage.prompt_tokens or 0) if row.usage else 0
    return Account(spent(used, model_of), len(used), untold, read)


def known_once(model_of: ModelOf) -> ModelOf:
    """Thousands of turns are of a few models."""

    @cache
    def found(provider: str, model: str) -> Model | None:
        return None if provider == OWN else model_of(Asked(provider, model))

    return lambda asked: found(asked.provider, asked.model)
