"""How providers say it. Dialects end here: what leaves is StreamEvents and Models, and nobody later sees a provider's
spelling."""

from components.wire.call import calls, key_variable
from components.wire.catalog import thinking_of
from components.wire.client import Client
from components.wire.connection import Transport
from components.wire.endpoint import Endpoint
from components.wire.home import around, at_home
from components.wire.lookup import Lookup, LookupFailed
from components.wire.providers import (
    NAMES,
    OPENROUTER,
    TABLE,
    Provider,
    addressed,
    label_of,
    provider_at,
    row_of,
)

__all__ = [
    "NAMES",
    "OPENROUTER",
    "TABLE",
    "Client",
    "Endpoint",
    "Lookup",
    "LookupFailed",
    "Provider",
    "Transport",
    "addressed",
    "around",
    "at_home",
    "calls",
    "key_variable",
    "label_of",
    "provider_at",
    "row_of",
    "thinking_of",
]
