"""A server to ask: a row of the providers table, its address and its key."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit, urlunsplit

from components.wire.providers import HOME, Provider


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
    def begun(self) -> "Endpoint":
        """Where it takes the beginning of a reply."""
        path = self.provider.begins.path if self.provider.begins and self._at_its_own_host else ""
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
        return urlsplit(self.base_url).hostname in HOME

    @property
    def _at_its_own_host(self) -> bool:
        return urlsplit(self.base_url).hostname in self.provider.hosts
