"""How often a password may be tried: wrong ones are counted, by address and in all."""

import ipaddress

from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter

from components.room.counting import Counting

MINUTES = 10
EACH = RateLimitItemPerMinute(10, MINUTES)
ALL = RateLimitItemPerMinute(100, MINUTES)


class Attempts:
    """Between `wait_s` and `failed` no other attempt may come: who calls sees to that, for its own process. Each other
    process of the room may have one under way."""

    def __init__(self, counting: Counting | None = None) -> None:
        counting = counting or Counting()
        self._each = counting.by(MovingWindowRateLimiter, "password of an address")
        self._all = counting.by(MovingWindowRateLimiter, "passwords")

    def wait_s(self, address: str) -> float:
        """How long nobody from there may try; 0.0: now."""
        return max(self._each.wait_s(EACH, _network(address)), self._all.wait_s(ALL, "all"))

    def failed(self, address: str) -> None:
        self._each.hit(EACH, _network(address))
        self._all.hit(ALL, "all")


def _network(address: str) -> str:
    """Whoever has an address of the sixth version has 2**64 of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
