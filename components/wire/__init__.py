"""How providers say it. Dialects end here: what leaves is StreamEvents, and nobody later sees a provider's spelling."""

from components.wire.client import Client
from components.wire.payload import efforts, told
from components.wire.providers import OPENROUTER, Endpoint, Provider, provider_at

__all__ = ["OPENROUTER", "Client", "Endpoint", "Provider", "efforts", "provider_at", "told"]
