"""A small real model server on the loopback interface, for tests and manual trials.

It speaks HTTP/1.1 by hand, so that every byte, chunk border and socket closing is chosen here and nowhere else, and it
plays the behaviour that the start of the last user message names (`think-40-20-100`, `stall-12`, `error-429`,
`capture:NAME`, `say TEXT` ...; the whole list is in `behaviour`). A test runs it inside its own process
(`with ModelServer() as server: ... server.url`), a person runs `python -m tests.modelserver --port 9100`.
"""

from .request import Request
from .server import ModelServer

__all__ = ["ModelServer", "Request"]
