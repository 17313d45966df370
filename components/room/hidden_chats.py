"""Turns that stand alone, for experiments: each in a chat of its own that no list shows."""

from dataclasses import replace

from components.conversation import Asked, Turn
from components.room.dispatch import Dispatch
from components.wire import Client


class HiddenChats:
    """What an experiment asks of the room, by the room's own ways of doing it; of a `client` of its own where it has
    one. `literally`: requests are what a plan says, to the letter."""

    def __init__(self, dispatch: Dispatch, client: Client | None = None, literally: bool = False) -> None:
        self._dispatch, self._client, self._literally = dispatch, client, literally

    def prepare(self, owner: str, question: str, asked: Asked) -> Turn:
        """Kept from now on: whoever finds its name finds the turn."""
        asked = replace(asked, echo=False)  # an experiment sends what its plan says, and asks for nothing beside it
        chat = self._dispatch.new_chat(owner, question, asked, hidden=True).chat
        turn = self._dispatch.new_turn(owner, chat.id, None, question, asked, self._literally)
        self._dispatch.queue(turn)
        return turn

    def begin(self, owner: str, turn: Turn) -> None:
        self._dispatch.start(owner, turn, client=self._client)

    def stop(self, turn_id: str) -> None:
        self._dispatch.stop(turn_id)
