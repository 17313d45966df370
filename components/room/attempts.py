"""How often a password may be tried: wrong ones are counted, by address and in all."""

import ipaddress
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MINUTES = 10
EACH = RateLimitItemPerMinute(10, MINUTES)
ALL = RateLimitItemPerMinute(100, MINUTES)


class Attempts:
    """Between `wait_s` and `failed` no other attempt may come: who calls sees to that."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait_s(self, address: str) -> float:
        """How long nobody from there may try; 0.0: now."""
        waits = [
            self._limiter.get_window_stats(item, *names).reset_time - time.time()
            for item, names in ((EACH, ("each", _network(address))), (ALL, ("all",)))
            if not self._limiter.test(item, *names)
        ]
        return max(waits, default=0.0)

    def failed(self, address: str) -> None:
        self._limiter.hit(EACH, "each", _network(address))
        self._limiter.hit(ALL, "all")


def _network(address: str) -> str:
    """Whoever has an address of the sixth version has 2**64 of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
