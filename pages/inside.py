"""The inside of one thought: its steps on a line of time, where it turned, when it had the answer, what is not seen."""

from dataclasses import dataclass

import streamlit as st

from components.conversation import Asked, Turn
from components.room import LOCAL, CannotKeep, Chats, Desk, Room, early_answers, get_room, signed_in, visitor
from components.ui import element_keys
from components.ui.door import show_page
from components.ui.inside.comparing import show_comparing
from components.ui.inside.probes import Beside
from components.ui.inside.thought import show_question, show_thought, steps_in
from components.ui.inside.told import show_step_above, step_above
from components.ui.inside.wishes import carry_out
from components.ui.press import pressed
from components.ui.sidebar.asides import show_for_aside, show_for_probes
from components.ui.sidebar.choice import Choice, is_another
from components.ui.sidebar.wishes import carry_out_at_desk, carry_out_noted
from components.ui.state import address, session
from components.ui.turn.actions import AsideView
from components.ui.turn.running import Run
from components.ui.turn.translate import Whom

TICK_S = 1.0  # how often it is drawn where no wire tells what is new
WATCH_S = 3.0  # how often it looks for what other tabs ask


@dataclass(frozen=True, slots=True)
class Looked:
    """A turn with its texts as it is now, and its run if it has one."""

    turn: Turn
    run: Run | None

    @property
    def grows(self) -> bool:
        return self.run is not None and not self.turn.ended


def look(own: Chats, chat_id: str, turn_id: str) -> Looked | None:
    run = own.live(turn_id)  # first: one that ends meanwhile is still shown by its run
    turn = own.turn(chat_id, turn_id)
    return Looked(own.texts([turn])[0], run) if turn else None


def chosen(desk: Desk, choice: Choice | None, before: Asked | None) -> Whom | None:
    """Whom a choice names; where that is another one than before, the page is run again: its price depends on it."""
    if choice is None:
        return None
    if choice.wish:
        carry_out_at_desk(desk, choice.wish)
    if before is not None and is_another(choice.asked, before):
        st.rerun()
    return Whom(choice.asked, choice.server, desk.model(choice.asked))


def whom_above(desk: Desk, turn: Turn) -> Whom | None:
    """In the dialog about a step."""
    choices = session.tab().choices
    before, choice = choices.aside, show_for_aside(turn.asked, turn.asked, desk)
    choices.aside = choice.asked if choice else before
    return chosen(desk, choice, before)


def beside_of(room: Room, owner: str, turn: Turn) -> Beside:
    """Who can be asked about it, and what was."""
    own, desk = room.chats(owner), room.desk(owner)
    server = next((one for one in desk.servers(turn.asked.provider) if one.name == turn.asked.provider), None)
    itself = (
        Whom(turn.asked, server, desk.model(turn.asked))
        if server and not (server.lacks_key or server.replays)
        else None
    )

    def another() -> Whom | None:
        choices = session.tab().choices
        before, choice = choices.probes, show_for_probes(turn.asked, desk)
        choices.probes = choice.asked if choice else before
        return chosen(desk, choice, before)

    asides: list[AsideView] = []
    for aside, made in own.asides.of(turn.id):
        run = None if made.ended else own.live(made.id)
        if run is None and not made.ended:  # it has ended in this moment
            (made,) = own.texts([made])
        asides.append(AsideView(aside, made, run, own.cost(made)))
    return Beside(itself, another, asides, early_answers)


def show_ways(chat_id: str, turn_id: str, ended: bool) -> None:
    """To where one came from, to its chat, and to its replay; a turn of a measurement stands in no chat that could be
    read."""
    everything, measurement = address.came_from()
    icon = ":material/arrow_back:"
    with st.container(horizontal=True, gap="small"):
        if measurement:
            if pressed("Back to the measurement", "to-measurement", icon=icon, type="tertiary"):
                st.switch_page("pages/measure.py", query_params={address.MEASUREMENT: measurement})
            return
        if everything and pressed("Back to all thoughts", "to-thoughts", icon=icon, type="tertiary"):
            st.switch_page("pages/thoughts.py")
        if pressed("Back to the chat", element_keys.TO_CHAT, icon=icon, type="tertiary"):
            session.bring(chat_id, turn_id)
            st.switch_page("pages/chat.py", query_params={"chat": chat_id})
        if ended and pressed("Replay", "to-replay", icon=":material/replay:", type="tertiary"):
            st.switch_page("pages/replay.py", query_params={"chat": chat_id, "turn": turn_id})


def forces(view: AsideView) -> bool:
    """Is it a forced answer on its way?"""
    return view.aside.kind in ("probe", "without") and not view.made.ended


def show_inside(room: Room, owner: str) -> None:
    wired = session.look_for_wire(room.wires.reach)
    if session.tab().noted:
        carry_out_noted(room.desk(owner), room.spending(owner))  # typed just before on another page
    own = room.chats(owner)
    chat_id, turn_id = address.looked_into()
    found = look(own, chat_id, turn_id) if chat_id and turn_id else None
    with st.container(key=element_keys.LOOKED, gap="medium"):
        if found is None or chat_id is None or turn_id is None:
            st.header("Look inside a thought", anchor=False)
            st.markdown(
                "**This thought was not found.** It was deleted, it belongs to another browser, or the address is not"
                " whole. “Look inside” stands below every answer of a chat."
            )
            if pressed("To the chats", "to-chats", icon=":material/forum:"):
                st.switch_page("pages/chat.py")
            return
        with st.container(gap="xsmall"):
            show_ways(chat_id, turn_id, found.turn.ended)
            show_question(found.turn)
        grows = found.grows
        # What is told of a step grows by itself.
        asking = any(forces(view) for view in beside_of(room, owner, found.turn).asides)

        def tick() -> None:
            now = look(own, chat_id, turn_id)
            if now is None or (grows and not now.grows):
                st.rerun()
            beside = beside_of(room, owner, now.turn)
            if asking and not any(forces(view) for view in beside.asides):
                st.rerun()  # to tick no more
            notes = own.notes.of(turn_id)
            if wish := show_thought(now.turn, now.run if now.grows else None, wired, beside, notes):
                carry_out(own.asides, own.notes, now.turn, wish)

        st.fragment(tick, run_every=TICK_S if asking or (grows and not wired) else None, key="one-thought")()
        if wanted := step_above(chat_id, turn_id):
            show_step_above(
                found.turn,
                steps_in(found.turn),
                wanted,
                lambda: whom_above(room.desk(owner), found.turn),
                lambda wish: carry_out(own.asides, own.notes, found.turn, wish),
            )
        conversation = own.conversation(chat_id)
        growing = show_comparing(conversation, found.turn, own.texts) if conversation else None
        if not asking and not grows:
            watch(own, found.turn, growing)


def watch(own: Chats, turn: Turn, growing: str | None) -> None:
    """Another tab may ask about the same thought, and what it is compared with may end: then all is drawn anew.
    Nothing is drawn, and nothing worked out, while nothing happens."""

    def told() -> tuple[list[str], bool]:
        other = own.turn(turn.chat_id, growing) if growing else None
        return [aside.id for aside, _ in own.asides.of(turn.id)], other is not None and other.ended

    before = told()[0], False

    def look_again() -> None:
        if told() != before:
            st.rerun()

    st.fragment(look_again, run_every=WATCH_S, key="watching")()


address.leave_chat()
address.leave_run()
address.leave_race()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_inside, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
