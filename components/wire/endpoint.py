"""A server to ask: a row of the providers table, its address and its key."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit, urlunsplit

from components.wire.provider import Provider, is_home
from components.wire.providers import addressed


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server to ask. `name` is how turns refer to it, `base_url` has no trailing slash, the repr shows no key."""

    name: str
    provider: Provider
    base_url: str
    key: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        return self.provider.label

    @property
    def chat_url(self) -> str:
        return f"{self.base_url}/chat" if self.provider.native else f"{self.base_url}/chat/completions"

    @property
    def for_prefill(self) -> "Endpoint":
        """Where it takes the beginning of a reply."""
        path = self.provider.prefill.path if self.provider.prefill and self._at_its_own_host else ""
        return replace(self, base_url=urlunsplit(urlsplit(self.base_url)._replace(path=path))) if path else self

    @property
    def lists_at(self) -> str:
        """Where its catalogue stands: Ollama has one in the usual form, too."""
        return f"{self.base_url.removesuffix('/api')}/v1" if self.provider.native else self.base_url

    @property
    def lacks_key(self) -> bool:
        """It is known to refuse whoever comes without a key."""
        return not self.key and bool(self.provider.base_url) and not self.provider.at_home and self._at_its_own_host

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
        return urlsplit(self.base_url).hostname in self.provider.hosts
