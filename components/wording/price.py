"""What a request will cost, before it is sent."""

from components.conversation import Usage, money


def price_before(usage: Usage | None, usd: float | None, free: bool) -> str:
    """`usage` is estimated. `usd` by the list of models, None where that tells no price; `free`: nobody bills it."""
    tokens = f"About {usage.prompt_tokens or 0:,} tokens in and {usage.completion_tokens or 0:,} out" if usage else ""
    price = "free" if free or usd == 0 else "price unknown" if usd is None else f"≈{money(usd)}"
    return f"{tokens}: {price}." if tokens else f"{price[:1].upper()}{price[1:]}."
