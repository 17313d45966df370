"""The reply of a server to a request, with what the room has to say before it asks."""

from collections.abc import Callable, Iterator

from components.conversation import (
    CancelToken,
    ChatRequest,
    DayIsSpent,
    FieldsUnusable,
    KeyMissing,
    KeyRefused,
    Noted,
    RoomKeyRefused,
    ServerGone,
    StreamEvent,
    TurnFailed,
    money,
)
from components.conversation.own_fields import wrong_in
from components.room.room_key import Admitted
from components.room.servers import Servers
from components.room.spending import Spending
from components.runner import Reply
from components.wire import NOBODY, Client, Endpoint, Heard, label_of


def reply_to(
    request: ChatRequest,
    client: Client,
    endpoint: Endpoint,
    servers: Servers,
    spending: Callable[[], Spending],
    admit: Callable[[ChatRequest, CancelToken], Admitted],
    heard: Heard = NOBODY,
) -> Reply:
    """Raises TurnFailed, also where nothing is asked. `admit` reserves what it may cost, where the room's key has
    limits. What arrives is `heard`."""

    def reply(cancel: CancelToken) -> Iterator[StreamEvent]:
        if endpoint.name != request.asked.provider:  # never to another server than the one that was chosen
            raise ServerGone(label_of(request.asked.provider))
        if endpoint.lacks_key:
            raise key_missing(endpoint, servers)
        if wrong := wrong_in(request.asked.own_fields):
            raise FieldsUnusable(endpoint.label, why="wrong", wrong=wrong)
        if not (endpoint.provider.at_home or endpoint.provider.built_in) and (over := spending().over()):
            raise DayIsSpent(why="limit", limit=money(over[0]), spent=money(over[1]))
        try:
            admitted = admit(request, cancel)
            for number, event in enumerate(client.reply(admitted.request, endpoint, cancel, heard)):
                yield event
                if not number and admitted.said:  # not before a word came: what says something is not asked again
                    yield Noted(admitted.said)
        except KeyRefused as refused:
            raise whose_key(refused, endpoint, servers) from None

    return reply


def key_missing(endpoint: Endpoint, servers: Servers) -> KeyMissing:
    """There is none, or there is one that is not for whoever asks; and they may bring one, or not."""
    whose = ("theirs" if endpoint.barred else "") + ("" if servers.takes_keys else " alone")
    return KeyMissing(endpoint.label, why=whose.strip())


def whose_key(refused: KeyRefused, endpoint: Endpoint, servers: Servers) -> TurnFailed:
    """It was typed in by whoever asks, or it is the room's own."""
    if servers.takes_keys and not endpoint.rooms_key:
        return refused
    return RoomKeyRefused(endpoint.label, refused.failure.said, status=refused.failure.status)
