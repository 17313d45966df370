"""A race: one question to a few models, or to one at several efforts, on one clock."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from components.conversation import Asked, Server
from components.injection import PRESETS, TOY_PRESETS, known_answer
from components.race import Race, problems
from components.room import LOCAL, CannotKeep, Chats, Desk, Races, Room, Shares, get_room, signed_in, title_of, visitor
from components.ui import element_keys
from components.ui.chat.audience import show_run_audience
from components.ui.chat.wishes import carry_out_of_audience
from components.ui.day import time_of_day
from components.ui.door import show_page
from components.ui.faithful import as_label
from components.ui.live.watch import show_growing, watch
from components.ui.press import pressed
from components.ui.race.board import show_board
from components.ui.race.lanes import Chosen, first_lanes, letters_taken, show_before, show_lanes
from components.ui.race.told import name_of
from components.ui.race.view import View, view_of
from components.ui.race.wishes import Begin, Wish, begin, carry_out
from components.ui.sidebar.wishes import carry_out_at_desk, carry_out_noted
from components.ui.state import address, session
from components.ui.turn.running import TICK_S, as_they_are
from components.wording.keys import not_asked

EARLIER, UNDO_S = 20, 600.0
# Slowly where the wire says when there is something; sooner where a lane is about to begin.
SLOW_TICK_S, SOON_TICK_S = 10.0, 1.0
MOST_SHOWN = 200_000  # characters of a question
QUESTION, ANSWER, BLIND = "race-question", "race-right", "race-blind"  # the fields of a race


@dataclass(slots=True)
class RacePage:
    """What a run of the page is made of, read before anything is drawn, and what is done on it. `asked` is the race by
    its address, `held` the model servers that another one is asking."""

    own: Chats
    desk: Desk
    races: Races
    shares: Shares
    asked: str | None
    news: int
    race: Race | None
    held: frozenset[str]
    lanes: tuple[Asked, ...]

    def choose(self, chosen: Chosen) -> None:
        self.lanes = session.tab().choices.raced = chosen.lanes
        if chosen.wish:
            carry_out_at_desk(self.desk, chosen.wish)
        if chosen.anew:
            st.rerun()

    def begin(self, wish: Begin) -> None:
        begin(self.races, wish)

    def do(self, wish: Wish) -> None:
        carry_out(self.races, self.own, self.race, wish)

    def look(self, race: Race) -> View:
        """As it is now."""
        race = self.races.race(race.id) or race
        ids = [lane.turn_id for lane in race.lanes]
        # Before its lanes are read: one that begins in between runs.
        line = self.races.will_begin(race), self.races.held_elsewhere(race)
        turns, runs = as_they_are(self.own, ids, texts=not session.wired())
        costs = {name: self.own.cost(turn) for name, turn in turns.items()}
        return view_of(race, turns, runs, costs, None, *line)


def read(room: Room, owner: str) -> RacePage:
    own, desk, races = room.chats(owner), room.desk(owner), room.races(owner)
    carry_out_noted(desk, room.spending(owner))
    room.look_for_servers()
    asked = address.settle_race()
    news = desk.news  # before anything is read: what comes while the page is made is not missed
    race = races.race(asked) if asked else None
    kept = session.tab().choices.raced
    lanes = kept or (tuple(lane.asked for lane in race.lanes) if race and race.named else first_lanes(desk))
    return RacePage(own, desk, races, room.shares(owner), asked, news, race, races.held_elsewhere(race), lanes)


def show_races(room: Room, owner: str) -> None:
    session.look_for_wire(room.wires.reach)
    page = read(room, owner)
    with st.sidebar, st.container(gap="small"):
        chosen = show_lanes(page.desk, page.lanes)
    page.choose(chosen)
    view = page.look(page.race) if page.race else None
    going = view is not None and not view.settled
    with st.container(key=element_keys.RACE, gap="small"):
        with st.container(gap="xxsmall"):
            st.header("Which model gets there first?", anchor=False)
            st.caption("One question to several models, or to one at several efforts, all on one clock.")
        if page.asked and not page.race:
            st.markdown(
                "**This race was not found.** It was deleted, it belongs to another browser, or its address is not"
                " whole."
            )
        pressed_now = show_form(page, going, chosen.lacking)
        if isinstance(pressed_now, Begin):
            page.begin(pressed_now)
        elif pressed_now:
            page.do(pressed_now)
        if view:
            show_who_follows(page, view.race)
            show_race(page, view, going)
        if wish := show_earlier(page):
            page.do(wish)
    if not going:
        every_s, known = 1.0 if page.desk.busy or chosen.lacking else 3.0, (page.news, page.race, page.held)

        def now() -> tuple[int, Race | None, frozenset[str]]:
            race = page.races.race(page.asked) if page.asked else None
            return page.desk.news, race, page.races.held_elsewhere(race)

        watch(now, every_s, known)


def show_form(page: RacePage, going: bool, lacking: Server | None) -> Begin | Wish | None:
    """`going`: it can be stopped, and none can be begun. `lacking` is a server without its key."""
    asked = [one.provider for one in page.lanes]
    toys = any(one.built_in and one.name in asked for one in page.desk.servers(asked[0]))
    usual = (TOY_PRESETS if toys else PRESETS)[0]
    anew = session.take_race_anew()
    session.fill(QUESTION, page.race.question if page.race else usual.question, anew)
    session.fill(ANSWER, page.race.right if page.race else usual.expected.right, anew)
    session.fill(BLIND, page.race.blind if page.race else False, anew)
    question = st.text_area("Question", key=QUESTION, max_chars=MOST_SHOWN, height=80, disabled=going)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        right = st.text_input(
            "Right answer", key=ANSWER, placeholder="if known", width=140, max_chars=200, disabled=going
        )
        told = "Lanes are called A, B, C and D, in an order that tells nothing, until you reveal them."
        blind = st.toggle("Blind", key=BLIND, help=told, disabled=going)
        if going and pressed("Stop all", icon=":material/stop_circle:", shortcut="Esc", key=element_keys.STOP):
            return Wish("stop")
        starts = not going and pressed("Race", icon=":material/flag:", type="primary", key=element_keys.RACE_START)
    # It stays while one goes on, so that nothing below it moves.
    places = [page.races.takes_turns_at(name) for name in asked]
    show_before(page.desk, question, page.lanes, places, page.held)
    if not starts:
        return None
    wrong = problems(question, page.lanes) + not_asked(lacking)
    for sentence in wrong:
        st.markdown(f":orange[:material/warning: {as_label(sentence)}]")
    # The usual answer is to the usual question alone.
    known = right if question.strip() == usual.question or right != usual.expected.right else known_answer(question)
    return None if wrong else Begin(question, page.lanes, known, blind)


def show_who_follows(page: RacePage, race: Race) -> None:
    do = partial(carry_out_of_audience, page.shares, "race", race.id)
    show_run_audience(page.shares, "race", race.id, do, blind=not race.named)


def show_race(page: RacePage, first: View, going: bool) -> None:
    race, soon = first.race, bool(first.race.taking_turns) or any(seen.waits for seen in first.lanes)

    def tick() -> None:
        view = page.look(race)
        wish = show_head(view)
        if wish := show_board(view) or wish:
            page.do(wish)
        if going and view.settled:
            st.rerun()

    pace = (SOON_TICK_S if soon else SLOW_TICK_S) if session.wired() else TICK_S
    show_growing(tick, pace if going else None, key="live")


def show_head(view: View) -> Wish | None:
    """The question, how its lanes are asked, and what can be done with all of it."""
    race = view.race
    right = f" · right answer: {as_label(race.right)}" if race.right else ""
    st.markdown(f"**{as_label(race.question[:300])}** :gray[{time_of_day(race.created)}{right}]")
    if said := letters_taken([lane.takes_turns_at for lane in race.lanes]):
        st.caption(f":material/swap_vert: {as_label(said)}")
    wish = None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not race.named and pressed("Reveal", icon=":material/visibility:", key=f"reveal-{race.id}"):
            wish = Wish("reveal")
        if view.never_begun and pressed(
            "Ask those that were not", icon=":material/play_arrow:", key=f"go-on-{race.id}"
        ):
            wish = Wish("go on")
    return wish


def show_earlier(page: RacePage) -> Wish | None:
    newest = [race for race in page.races.newest(EARLIER)]
    deleted = page.races.deleted(time.time() - UNDO_S)
    if not newest and not deleted:
        return None
    with st.container(key=element_keys.RACES, gap="xsmall"):
        st.subheader("Stored races", anchor=False)
        if deleted:
            with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
                st.caption(f"Deleted: {as_label(title_of(deleted.question))}", width="content")
                if pressed("Undo", type="tertiary", key="undo-race"):
                    return Wish("restore", deleted.id)
        return show_list(newest, page.race.id if page.race else "")


def show_list(races: Sequence[Race], shown: str) -> Wish | None:
    wish = None
    for race in races:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(as_label(_line(race)), width="stretch")
            if race.id != shown and pressed("Show", key=f"show-race-{race.id}", type="tertiary"):
                wish = Wish("show", race.id)
            told = "Delete this race"
            if pressed(told, key=f"delete-race-{race.id}", type="tertiary", icon=":material/delete:", help=told):
                wish = Wish("delete", race.id)
    return wish


def _line(race: Race) -> str:
    names = [name_of(race, seen) for seen in view_of(race, {}, {}, {}).lanes]
    who = ", ".join(names) if race.named else f"{len(race.lanes)} lanes, blind"
    return f"{time_of_day(race.created)} · {title_of(race.question)} · {who}"


address.leave_chat()
address.leave_run()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_races, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
