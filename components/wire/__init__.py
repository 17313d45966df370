"""How providers say it. Dialects end here: what leaves is StreamEvents and Models, and nobody later sees a provider's
spelling."""

from components.wire.abilities import Abilities
from components.wire.asking import body_of
from components.wire.call import calls, key_variable, variables
from components.wire.client import Client
from components.wire.connection import Transport
from components.wire.endpoint import Endpoint
from components.wire.heard import NOBODY, Heard
from components.wire.home import around, at_home
from components.wire.listed import NotListed, listed
from components.wire.loads import Load
from components.wire.lookup import ListNotWhole, Lookup, LookupFailed, StillLoading
from components.wire.paid import limit_in, most_tokens, searches, unknown_in
from components.wire.protocols import PROTOCOLS, named, thinking_of
from components.wire.provider import Provider
from components.wire.providers import NAMES, OPENROUTER, REPLAYS, TABLE, addressed, label_of, provider_at, row_of
from components.wire.reading_again import Came, read_again, server_events

__all__ = [
    "NAMES",
    "NOBODY",
    "OPENROUTER",
    "PROTOCOLS",
    "REPLAYS",
    "TABLE",
    "Abilities",
    "Came",
    "Client",
    "Endpoint",
    "Heard",
    "ListNotWhole",
    "Load",
    "Lookup",
    "LookupFailed",
    "NotListed",
    "Provider",
    "StillLoading",
    "Transport",
    "addressed",
    "around",
    "at_home",
    "body_of",
    "calls",
    "key_variable",
    "label_of",
    "limit_in",
    "listed",
    "most_tokens",
    "named",
    "provider_at",
    "read_again",
    "row_of",
    "searches",
    "server_events",
    "thinking_of",
    "unknown_in",
    "variables",
]
