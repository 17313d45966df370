"""The built-in model: a server in a box. It answers HTTP requests on no network at all, with a tiny network of its own
in numpy. To everything above it is one more provider; MODEL.md says what it can do."""

from typing import TYPE_CHECKING

from components.pocket.models import MODELS

if TYPE_CHECKING:
    import httpx

PACE = 60.0  # tokens a second

__all__ = ["MODELS", "PACE", "transport"]


def transport(pace: float = PACE) -> "httpx.BaseTransport":
    """A connection to the server in the box. `pace`: tokens a second, by a schedule that begins with the first one; 0
    for as fast as it can."""
    # Here, so that who only wants the names waits for nothing; numpy is loaded by the first question.
    from components.pocket.server import PocketServer

    return PocketServer(pace)
