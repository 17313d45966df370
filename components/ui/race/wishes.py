"""What a person wishes for on the page of races; and carrying it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from components.conversation import Asked
from components.race import Race
from components.ui import element_keys
from components.ui.press import starting
from components.ui.state import address, session


@dataclass(frozen=True, slots=True)
class Begin:
    question: str
    lanes: tuple[Asked, ...]
    right: str
    blind: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Of a race. `what` is the turn of a lane to stop or to open; of "show", "delete" and "restore" the race."""

    kind: Literal["stop", "stop lane", "go on", "reveal", "open", "show", "delete", "restore"]
    what: str = ""


class Races(Protocol):
    """Those of the person."""

    def race(self, race_id: str, /) -> Race | None: ...
    def run(self, question: str, asked: Sequence[Asked], right: str, blind: bool, /) -> Race: ...
    def stop(self, race_id: str, /) -> None: ...
    def stop_lane(self, race_id: str, turn_id: str, /) -> None: ...
    def go_on(self, race_id: str, /) -> None: ...
    def reveal(self, race_id: str, /) -> None: ...
    def delete(self, race_id: str, /) -> None: ...
    def restore(self, race_id: str, /) -> None: ...


class Chats(Protocol):
    def bring_out(self, chat_id: str, /) -> None: ...


def begin(races: Races, wish: Begin) -> None:
    """Once, however often it was pressed."""
    with starting(element_keys.RACE_START) as outcome:
        outcome.race = races.run(wish.question, wish.lanes, wish.right, wish.blind).id
    st.rerun()


def carry_out(races: Races, chats: Chats, race: Race | None, wish: Wish) -> None:
    if not session.outcome().is_new("race", wish.kind, wish.what, race.id if race else ""):
        st.rerun()
    match wish.kind:
        case "show" | "restore":
            if wish.kind == "restore":
                races.restore(wish.what)
            _show(races.race(wish.what))
        case "delete":
            races.delete(wish.what)
            if race and race.id == wish.what:
                address.open_race(None)
        case _ if race is not None:
            _of(races, chats, race, wish)
        case _:
            pass
    st.rerun()


def _of(races: Races, chats: Chats, race: Race, wish: Wish) -> None:
    match wish.kind:
        case "stop":
            races.stop(race.id)
        case "stop lane":
            races.stop_lane(race.id, wish.what)
        case "go on":
            races.go_on(race.id)
        case "reveal":
            races.reveal(race.id)
        case _:
            lane = next((lane for lane in race.lanes if lane.turn_id == wish.what), None)
            if lane:
                chats.bring_out(lane.chat_id)  # it may have been opened and deleted before
                st.switch_page("pages/chat.py", query_params={"chat": lane.chat_id})


def _show(race: Race | None) -> None:
    """With its question in the field, from the next run of the page on."""
    if race:
        session.tab().race_anew = True
        address.open_race(race.id)
