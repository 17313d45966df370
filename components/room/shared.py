"""What several processes of one room have in common: a Redis, and a secret by which they name what they keep there."""

import hmac
from dataclasses import dataclass, field

from components.settings import Settings


@dataclass(frozen=True, slots=True)
class Shared:
    url: str = field(repr=False)
    secret: bytes = field(repr=False)

    @property
    def room(self) -> str:
        """Stands before all its keys. Who does not know the secret shall not even guess that, in a Redis that others
        use as well."""
        return hmac.digest(self.secret, b"replicas", "sha256").hex()[:16]

    def hidden(self, kind: str, *names: str) -> str:
        """One name for something, from which nobody without the secret gets back to it."""
        said = "\0".join((f"hidden {kind}", *names))
        return hmac.digest(self.secret, said.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def shared_by(settings: Settings, secret: bytes) -> Shared | None:
    return Shared(settings.redis_url, secret) if settings.redis_url else None
