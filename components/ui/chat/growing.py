"""What the chat page shows of a chat while it grows, without a run of the whole page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import streamlit as st

from components.conversation import Aside, Conversation, Turn
from components.live_protocol import Watched
from components.ui.chat.conversation import Shown, show_conversation
from components.ui.live.live_wire import watched
from components.ui.live.watch import watch
from components.ui.press import pressed
from components.ui.state import session, shown, slots
from components.ui.turn.actions import AsideView, Beside, Do
from components.ui.turn.running import Run, may_answer


class Arrivals(Protocol):
    def is_reading(self, turn_id: str) -> bool: ...


class Asides(Protocol):
    def of(self, turn_id: str, /) -> Sequence[tuple[Aside, Turn]]: ...


class Chats(Protocol):
    """Where it is looked up: what the person may see."""

    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def asides(self) -> Asides: ...
    def conversation(self, chat_id: str) -> Conversation | None: ...
    def texts(self, turns: Sequence[Turn]) -> list[Turn]: ...
    def as_they_came(self, turns: Sequence[Turn]) -> list[Turn]: ...
    def live(self, turn_id: str) -> Run | None: ...
    def cost(self, turn: Turn) -> str: ...


class Desk(Protocol):
    @property
    def news(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Growing:
    """`chat_id` may be ""."""

    chats: Chats
    desk: Desk
    chat_id: str
    has_wire: Callable[[], bool]

    @property
    def conversation(self) -> Conversation | None:
        return self.chats.conversation(self.chat_id) if self.chat_id else None

    @property
    def run(self) -> Run | None:
        """What is on its way in the last slot."""
        turns = slots.filled()
        run = self.chats.live(turns[-1]) if turns else None
        return run if run and not run.progress.ended else None

    @property
    def grows(self) -> bool:
        return self.run is not None

    @property
    def answerable(self) -> str | None:
        """The turn that only thinks so far, and can be told to answer now."""
        run = self.run
        return run.begun.id if run and may_answer(run) else None

    @property
    def watched(self) -> list[Watched]:
        run = self.run if session.wired() else None
        return watched(run.head, run) if run else []

    def look(self, turn_id: str) -> Shown | None:
        run = self.chats.live(turn_id)  # first: one that ends meanwhile is still shown by its run
        found = self.conversation
        turn = found.turns.get(turn_id) if found else None
        if found is None or turn is None:
            return None
        whole = self.chats.texts([turn])[0]
        return Shown(whole, run, self.beside(found, whole))

    def beside(self, found: Conversation, turn: Turn) -> Beside:
        versions = [version.id for version in found.siblings(turn)]
        changed = found.turns.get(turn.given.of) if turn.given and turn.given.edited else None
        origin = self.chats.texts([changed])[0] if changed else None
        from_record = len(versions) > 1 and self.chats.arrivals.is_reading(turn.id)
        asides = self.asides(turn) if turn.ended and turn.reasoning.strip() else ()
        return Beside(versions, self.chats.cost(turn), origin, from_record, asides, partial(self._as_it_came, turn))

    def _as_it_came(self, turn: Turn) -> Turn:
        return self.chats.as_they_came([turn])[0]

    def asides(self, turn: Turn) -> list[AsideView]:
        found: list[AsideView] = []
        for aside, made in self.chats.asides.of(turn.id):
            run = None if made.ended else self.chats.live(made.id)
            if run is None and not made.ended:  # it has ended in this moment
                (made,) = self.chats.texts([made])
            found.append(AsideView(aside, made, run, self.chats.cost(made)))
        return found

    def watch(self, made_of: Conversation | None, news: int, every_s: float, show: Callable[[], None]) -> None:
        """While nothing runs here: another tab may ask in this chat, and catalogues come in the background. The page is
        `made_of` what was known then, at that `news`, and of what was asked on it since. `show` is drawn each time."""

        def told(found: Conversation | None) -> list[tuple[str, str]]:
            filled = slots.filled()
            return [(turn.id, "" if turn.id in filled else turn.status) for turn in found.path()] if found else []

        def state() -> tuple[int, list[tuple[str, str]]]:
            return self.desk.news, told(self.conversation)

        if self.run:
            show()
            return
        known = told(made_of)
        since = [(turn_id, "") for turn_id in slots.filled() if (turn_id, "") not in known]
        watch(state, every_s, (news, known + since), show)


def show_turns(growing: Growing, conversation: Conversation, turns: Sequence[Turn], do: Do) -> None:
    """The last ones of a chat, with their texts. `do` carries a wish out."""
    more = len(conversation.path()) > len(turns)
    if more and pressed("Show earlier turns", icon=":material/history:", type="tertiary", key="more-turns"):
        shown.show_more_turns(conversation.chat.id)
        st.rerun()
    show_conversation(turns, partial(growing.beside, conversation), growing.look, do, growing.has_wire)
