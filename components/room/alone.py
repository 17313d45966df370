"""Turns that stand alone, for experiments: each in a chat of its own that no list shows."""

from collections.abc import Callable

from components.conversation import Asked, Conversation, Turn


class Alone:
    """What an experiment asks of the room, by the room's own ways of doing it."""

    def __init__(
        self,
        new_chat: Callable[[str, str, Asked, bool], Conversation],
        new_turn: Callable[[str, str, str | None, str, Asked], Turn],
        queue: Callable[[Turn], None],
        start: Callable[[str, Turn, list[Turn]], Turn],
        stop: Callable[[str], None],
    ) -> None:
        self._new_chat, self._new_turn, self._queue, self._start = new_chat, new_turn, queue, start
        self.stop = stop

    def prepare(self, owner: str, question: str, asked: Asked) -> Turn:
        """Kept from now on: whoever finds its name finds the turn."""
        chat = self._new_chat(owner, question, asked, True).chat
        turn = self._new_turn(owner, chat.id, None, question, asked)
        self._queue(turn)
        return turn

    def begin(self, owner: str, turn: Turn) -> None:
        self._start(owner, turn, [])
