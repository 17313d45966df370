"""How a server is reached: what is built in, and what was recorded, inside this process; everybody else over the
network."""

from components import pocket
from components.room.replays import Replays
from components.wire import Transport


def transport_of(pace: float, replays: Replays, paced: bool = True) -> Transport:
    """`pace`: tokens a second of the built-in model, 0 for as fast as it can; `paced`: what is recorded comes at the
    pace at which it came."""
    return lambda endpoint: (
        replays.server(endpoint.base_url, paced)
        if endpoint.provider.replays
        else pocket.transport(pace)
        if endpoint.provider.built_in
        else None
    )
