"""Runs of other replicas: what one of them reads from a model, all of them can show, stop and, if it dies, bring to an
end. By Redis; a room without it is one process, which knows all of its runs itself."""

from components.relay.far import FarRun
from components.relay.relay import Relay

__all__ = ["FarRun", "Relay"]
