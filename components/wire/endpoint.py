"""A server to ask: a row of the providers table, its address and its key."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from urllib.parse import quote, urlsplit, urlunsplit

from components.wire.protocols import PROTOCOLS, WireProtocol
from components.wire.provider import Provider, is_home
from components.wire.providers import addressed, at_own_host

LEAST_VALUE, LEAST_WORD = 8, 12  # characters: what is shorter stands everywhere


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server to ask. `name` is how turns refer to it, `base_url` has no trailing slash, the repr shows no key.
    `own_headers` are a person's, names and values; the latter are treated as keys. `attribution` are headers by which
    the room says what it is. `rooms_key`: the key is the one of the room's settings; `barred`: there is one, and it
    is not for who asks. `listed`: who uses the room gave the address, and it may lead into the public network alone."""

    name: str
    provider: Provider
    base_url: str
    key: str = field(default="", repr=False)
    own_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    attribution: tuple[tuple[str, str], ...] = ()
    rooms_key: bool = False
    barred: bool = False
    listed: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        """What goes along with a request and may be shown nowhere. Of a header its longer words, too: a server may say
        one of them alone."""
        values = [value for _, value in self.own_headers if len(value) >= LEAST_VALUE]
        words = [word for value in values for word in value.split() if len(word) >= LEAST_WORD]
        return tuple(dict.fromkeys(filter(None, (self.key, *values, *words))))

    @property
    def literal(self) -> "Endpoint":
        """For requests that have nothing but what they say themselves."""
        return replace(self, own_headers=(), attribution=())

    @property
    def label(self) -> str:
        return self.provider.label

    @property
    def protocol(self) -> WireProtocol:
        return PROTOCOLS[self.provider.protocol]

    @property
    def maker(self) -> str:
        """One name for all that is made by this protocol, at this address, for this key. It tells nobody the key."""
        made_of = "\n".join((self.provider.protocol, self.base_url, self.key))
        return sha256(made_of.encode()).hexdigest()[:16]

    @property
    def chat_url(self) -> str:
        """As a sentence tells it; of a protocol with the model in its path, for any of them."""
        return f"{self.base_url}{self.protocol.path}"

    def url_for(self, model: str) -> str:
        """Where this model is asked."""
        return self.chat_url.replace("{model}", quote(model.removeprefix("models/"), safe=""))

    @property
    def for_prefill(self) -> "Endpoint":
        """Where it takes the beginning of a reply."""
        path = self.provider.prefill.path if self.provider.prefill and self._at_its_own_host else ""
        return replace(self, base_url=urlunsplit(urlsplit(self.base_url)._replace(path=path))) if path else self

    @property
    def lists_at(self) -> str:
        """Where its catalogue stands."""
        return self.protocol.lists_at(self.base_url)

    @property
    def tells_at(self) -> str:
        """Where it tells of one model what its list does not; "" where it does not."""
        root = self.base_url.removesuffix("/api" if self.provider.protocol == "ollama" else "/v1")
        path = {"": "", "props": "/props", "show": "/api/show"}[self.provider.tells_more]
        return f"{root}{path}" if path else ""

    @property
    def lacks_key(self) -> bool:
        """It is known to refuse whoever comes without a key, or the room keeps its own from them."""
        return not self.key and (self.barred or self._needs_key)

    @property
    def _needs_key(self) -> bool:
        return bool(self.provider.base_url) and not self.provider.at_home and self._at_its_own_host

    @property
    def at_home(self) -> bool:
        """Is it on this machine? Then no proxy stands between."""
        return is_home(urlsplit(self.base_url).hostname or "")

    @property
    def setting(self) -> str:
        """What its address was set by; "" where it is the usual one, or was found on this machine."""
        at = urlsplit(self.base_url)
        found = self.at_home and f"localhost:{at.port}" in self.provider.hosts
        usual = self.provider.built_in or found or self.base_url == addressed(self.name)[1]
        return "" if usual else f"{self.name.upper()}_BASE_URL"

    @property
    def _at_its_own_host(self) -> bool:
        return at_own_host(self.provider, self.base_url)
