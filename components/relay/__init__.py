"""Runs of other replicas: what one of them reads from a model, all of them can show, stop and, if it dies, bring to an
end; and what they keep for each other in secret. By Redis; a room without it is one process, which knows all of its
runs itself."""

from components.relay.asking import TIMEOUT_S, Asking, Away
from components.relay.far import FarRun
from components.relay.relay import Relay
from components.relay.vault import Unreadable, Vault

__all__ = ["TIMEOUT_S", "Asking", "Away", "FarRun", "Relay", "Unreadable", "Vault"]
