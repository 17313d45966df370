"""A proxy that signs people in and says in a header who asks. It is believed where the connection itself comes from
one of its addresses and a second header holds the secret that it shares with the room: nobody else is."""

import hmac
import ipaddress
from collections.abc import Iterable

SECRET_HEADER = "X-Thinkroom-Proxy-Secret"  # noqa: S105  (its name)
LONGEST = 300  # characters of a name
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class TrustedProxy:
    """`addresses`: of its own end of a connection, or networks of them; `header` is where it names who asks."""

    def __init__(self, header: str, addresses: Iterable[str], secret: str) -> None:
        self.header = header
        self._networks: list[Network] = [ipaddress.ip_network(one, strict=False) for one in addresses]
        self._secret = secret.encode()

    def is_from(self, peer: str) -> bool:
        """Does a connection come from there? `peer` is the other end of the socket, whatever headers say."""
        try:
            address = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)

    def names(self, peer: str, secrets: list[str], names: list[str]) -> str:
        """Who asks, as it was passed; "" where that cannot be believed, or nobody is named. Of each header all values
        that came: where there is more than one somebody beside the proxy has a say."""
        if not self.is_from(peer) or len(secrets) != 1 or len(names) != 1:
            return ""
        right = hmac.compare_digest(secrets[0].encode("utf-8", "surrogatepass"), self._secret)
        name = names[0].strip(" \t")
        return name if right and read_name(name).isprintable() and len(name) <= LONGEST else ""


def read_name(passed: str) -> str:
    """As people write it: a header is read as Latin-1, and most proxies pass names beyond ASCII as UTF-8."""
    try:
        return passed.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return passed


def passed_as(name: str) -> tuple[str, ...]:
    """The same the other way round: all that a header may be read as where somebody has this name."""
    return name, name.encode("utf-8", "surrogatepass").decode("latin-1")
