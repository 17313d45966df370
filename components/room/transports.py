"""How a server is reached: what is built in inside this process, everybody else over the network."""

from components import pocket
from components.wire import Transport


def transport_of(pace: float) -> Transport:
    """`pace`: tokens a second of the built-in model, 0 for as fast as it can."""
    return lambda endpoint: pocket.transport(pace) if endpoint.provider.built_in else None
