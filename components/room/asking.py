"""The reply of a server to a request, with what the room has to say before it asks."""

from collections.abc import Callable, Iterator

from components.conversation import (
    ChatRequest,
    DayIsSpent,
    KeyMissing,
    KeyRefused,
    RoomKeyRefused,
    ServerGone,
    Stop,
    StreamEvent,
    money,
)
from components.room.servers import Servers
from components.room.spending import Spending
from components.runner import Reply
from components.wire import Client, Endpoint, label_of


def reply_to(
    request: ChatRequest, client: Client, endpoint: Endpoint, servers: Servers, spending: Callable[[], Spending]
) -> Reply:
    """Raises TurnFailed, also where nothing is asked."""

    def reply(stop: Stop) -> Iterator[StreamEvent]:
        if endpoint.name != request.asked.provider:  # never to another server than the one that was chosen
            raise ServerGone(label_of(request.asked.provider))
        if endpoint.lacks_key:
            raise KeyMissing(endpoint.label)
        if not (endpoint.provider.at_home or endpoint.provider.built_in) and (over := spending().over()):
            raise DayIsSpent(why=over[0], limit=money(over[1]), spent=money(over[2]))
        try:
            yield from client.reply(request, endpoint, stop)
        except KeyRefused as refused:
            if servers.takes_key(endpoint.name):
                raise
            failure = refused.failure
            raise RoomKeyRefused(endpoint.label, failure.said, status=failure.status) from None

    return reply
