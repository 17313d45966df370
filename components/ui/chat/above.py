"""What lies above the chat page: what is of one of its turns, and what is of the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from components.conversation import Chat, Conversation, Server, Turn
from components.recordings import Arrived
from components.ui.chat import guessing, recordings
from components.ui.chat.export import show_export
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


class Chats(Protocol):
    """Where chats are looked up."""

    def chat(self, chat_id: str, /) -> Chat | None: ...
    def newest(self, limit: int, /) -> Sequence[Chat]: ...


class Recordings(Protocol):
    """Where those are looked up that were brought in."""

    def newest(self) -> Sequence[recordings.Kept]: ...
    def deleted(self, since: float, /) -> recordings.Kept | None: ...


def show_above_all(
    chats: Chats,
    kept: Recordings,
    gone_since: float,
    ask: Callable[[guessing.Own], None],
    do: Callable[[recordings.Wish], None],
) -> None:
    """What is of the page, whichever chat it shows. A recording that was deleted after `gone_since`, in seconds since
    1970, may come back. `ask` and `do` carry out at once."""
    if above("own guess"):
        guessing.show_own_form("", ask)
    if (taken := above("export")) and chats.chat(taken.chat_id):
        show_export(taken.chat_id, taken.turn_id)
    if above("recordings"):
        newest = chats.newest(recordings.MOST_CHATS)
        recordings.show_recordings(newest, kept.newest(), kept.deleted(gone_since), do)
