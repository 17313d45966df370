"""Figures as an administrator reads them."""

from components.conversation import money
from components.oversight import Account


def counted(count: int, one: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {one}s"


def cost(account: Account) -> str:
    """Of those turns of which it is known."""
    spent = account.spent
    if not spent.turns:
        return "unknown" if account.asked else "–"
    return "free" if spent.usd == 0 else f"{'≈' if spent.reckoned else ''}{money(spent.usd)}"


def unknown(account: Account) -> int:
    """How many turns there are of which it is not."""
    return account.spent.unknown + account.untold


def tokens(account: Account) -> str:
    count = account.read + account.spent.written
    return f"{count:,}" if count else "–"


def size(count: int | None) -> str:
    if count is None:
        return "a size that it does not tell"
    for unit, worth in (("GB", 1e9), ("MB", 1e6)):
        if count >= worth:
            return f"{count / worth:,.1f} {unit}"
    return f"{max(count / 1e3, 1):,.0f} kB"
