"""What lies above the chat page and is of one of its turns."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from components.conversation import Conversation, Server, Turn
from components.recordings import Arrived
from components.ui.dialog import above
from components.ui.turn.actions import Do, Wish
from components.ui.turn.arrived import show_arrived
from components.ui.turn.call import show_call
from components.ui.turn.change import show_change
from components.ui.turn.sent_on import show_sent_on
from components.ui.turn.translate import Whom, show_translate


class Arrivals(Protocol):
    def look(self, chat_id: str, turn_id: str, /) -> Arrived: ...


class Source(Protocol):
    """Where it is looked up."""

    @property
    def arrivals(self) -> Arrivals: ...
    def calls(self, chat_id: str, turn_id: str, /) -> tuple[Mapping[str, str], Sequence[str]]: ...
    def texts(self, turns: Sequence[Turn], /) -> list[Turn]: ...


def show_above(
    chats: Source,
    conversation: Conversation,
    server: Server,
    name: str,
    do: Do,
    show_whom: Callable[[Turn], Whom | None],
) -> None:
    """`server` would be asked now; `name` is that of a file, without its ending; `show_whom` draws the choice of whom
    to ask about a turn."""
    chat = conversation.chat.id
    if wanted := above("call", chat):
        show_call(*chats.calls(chat, wanted.turn_id))
    elif (wanted := above("sent on", chat)) and (turn := conversation.turns.get(wanted.turn_id)):
        show_sent_on(turn.reply.upstream)
    elif (wanted := above("change", chat)) and (turn := conversation.turns.get(wanted.turn_id)):
        show_change(chats.texts([turn])[0], server, lambda thoughts: do(Wish("changed", turn.id, thoughts)))
    elif (wanted := above("translate", chat)) and (turn := conversation.turns.get(wanted.turn_id)):
        (whole,) = chats.texts([turn])
        show_translate(
            whole,
            lambda: show_whom(turn),
            lambda language, asked: do(Wish("translated", turn.id, language, asked)),
        )
    elif came := above("arrived", chat):
        arrived = chats.arrivals.look(chat, came.turn_id)
        show_arrived(came.turn_id, arrived, name, lambda: do(Wish("read", came.turn_id)))
