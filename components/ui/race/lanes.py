"""Who is asked: the lanes of a race as they are chosen, what they would cost, and which of them take turns."""

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from components.conversation import Asked, Server, Usage, cost_of, money
from components.race import LEAST_LANES, LETTERS, MOST_LANES
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.sidebar.choice import is_another, show_choice
from components.ui.sidebar.key import show_key
from components.ui.state.chosen import Desk, Fields
from components.ui.state.wish import Wish

THOUGHT, ANSWERED = 1_500, 300  # tokens that an estimate takes for granted


def first_lanes(desk: Desk) -> tuple[Asked, ...]:
    """One model at two efforts, where it takes any, else with another model of its server."""
    first = desk.first_choice()
    return first, another(desk, (first,))


def another(desk: Desk, lanes: Sequence[Asked]) -> Asked:
    """As the last one, in a way in which none is asked yet, where there is one."""
    last = lanes[-1]
    efforts = [replace(last, effort=effort, budget=None) for effort in reversed(desk.thinking(last).choices)]
    models = [replace(last, model=model.id) for model in desk.catalogue(last.provider).models]
    return next((one for one in (*efforts, *models) if one not in lanes), last)


class Chosen(NamedTuple):
    """As the fields now say. `lacking` is a server without its key; `wish` comes before anything else.
    `anew`: what is drawn depends on it."""

    lanes: tuple[Asked, ...]
    lacking: Server | None = None
    wish: Wish | None = None
    anew: bool = False


def show_lanes(desk: Desk, lanes: tuple[Asked, ...]) -> Chosen:
    keyed, now = set[str](), list(lanes)
    lacking: Server | None = None
    for number, asked in enumerate(lanes):
        st.markdown(f"**Lane {number + 1}**")
        choice = show_choice(asked, desk, Fields(f"race-{number}"))
        now[number] = choice.asked
        if choice.wish or is_another(choice.asked, asked):
            return Chosen(tuple(now), lacking, choice.wish, anew=True)
        if choice.server.name not in keyed and (wish := show_key(choice.server)):
            return Chosen(tuple(now), lacking, wish)
        keyed.add(choice.server.name)
        lacking = lacking or (choice.server if choice.server.lacks_key else None)
    with st.container(horizontal=True, gap="small"):
        if len(now) < MOST_LANES and pressed("Add a lane", icon=":material/add:", key="race-more"):
            return Chosen((*now, another(desk, now)), lacking, anew=True)
        if len(now) > LEAST_LANES and pressed("Remove the last", icon=":material/remove:", key="race-less"):
            return Chosen(tuple(now[:-1]), lacking, anew=True)
    return Chosen(tuple(now), lacking)


def price(desk: Desk, question: str, lanes: Sequence[Asked]) -> str:
    """By the catalogue's prices of this hour, in a sentence."""
    costs: list[float | None] = []
    for asked in lanes:
        server = next((one for one in desk.servers(asked.provider) if one.name == asked.provider), None)
        if server and (server.at_home or server.built_in):
            costs.append(0.0)
            continue
        tokens = ANSWERED + (0 if asked.effort == "off" else THOUGHT)
        found = cost_of(Usage(max(1, len(question) // 4), tokens), desk.model(asked), time.time())
        costs.append(found[0] if found else None)
    if not any(costs):
        return "" if None in costs else f"{len(lanes)} requests. They cost nothing."
    each = (
        f"lane {number} {'at an unknown price' if cost is None else f'about {money(cost)}' if cost else 'nothing'}"
        for number, cost in enumerate(costs, 1)
    )
    return f"{len(lanes)} requests: {', '.join(each)}, if a thinking takes {THOUGHT:,} tokens and an answer {ANSWERED}."


def turns_taken(names: Sequence[str], places: Sequence[str]) -> str:
    """Which lanes are asked one after another, in sentences; "" for none. `places` as `Lane.takes_turns_at`."""
    found: list[str] = []
    for place in dict.fromkeys(place for place in places if place):
        theirs = [name for name, at in zip(names, places, strict=True) if at == place]
        if len(theirs) > 1:
            found.append(
                f"{', '.join(theirs[:-1])} and {theirs[-1]} take turns, because one model server of your own answers"
                " them: at once, they would slow each other down. Each clock begins when its own lane is asked."
            )
    return " ".join(found)


def waits_first(names: Sequence[str], places: Sequence[str], held: Collection[str]) -> str:
    """Which lanes another race comes before, in a sentence; "" for none. `held`: places that one is asking now."""
    theirs = [name for name, at in zip(names, places, strict=True) if at in held]
    if not theirs:
        return ""
    who = theirs[0] if len(theirs) == 1 else f"{', '.join(theirs[:-1])} and {theirs[-1]}"
    turn = "its turn" if len(theirs) == 1 else "their turn"
    return f"{who} will wait for {turn} first: another race is asking the same model server."


def show_before(
    desk: Desk, question: str, lanes: Sequence[Asked], places: Sequence[str], held: Collection[str]
) -> None:
    """What is about to happen, before anything is asked. `held`: places that another race is asking now."""
    names = [f"Lane {number}" for number in range(1, len(lanes) + 1)]
    parts = price(desk, question, lanes), turns_taken(names, places), waits_first(names, places, held)
    if said := " ".join(filter(None, parts)):
        st.caption(as_label(said))


def letters_taken(places: Sequence[str]) -> str:
    return turns_taken(list(LETTERS[: len(places)]), places)
