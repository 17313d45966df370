"""A turn played again as it came, and those of its chat one after the other. No model is asked, nothing is billed."""

import streamlit as st

from components.conversation import Conversation, Turn
from components.room import LOCAL, CannotKeep, Room, get_room, signed_in, visitor
from components.ui import element_keys
from components.ui.door import show_page
from components.ui.live.stage import show_presents, show_stage
from components.ui.press import pressed
from components.ui.replay.player import show_on_page
from components.ui.replay.speaker import show_speaker
from components.ui.replay.told import show_head, show_missing
from components.ui.sidebar.wishes import carry_out_noted
from components.ui.state import address, session


def show_replay(room: Room, owner: str) -> None:
    session.look_for_wire(room.wires.reach)
    if session.tab().noted:
        carry_out_noted(room.desk(owner), room.spending(owner))  # typed just before on another page
    own = room.chats(owner)
    chat_id, turn_id, at = address.replayed()
    found = own.conversation(chat_id) if chat_id else None
    path = path_of(found, turn_id)
    places = [place for place, turn in enumerate(path) if turn.id == turn_id]
    with st.container(key=element_keys.REPLAYED, gap="medium"):
        if found is None or not places:
            show_missing()
            if pressed("To the chats", "to-chats", icon=":material/forum:"):
                st.switch_page("pages/chat.py")
            return
        if address.speaks():
            show_speaker(found.chat.id)
            return
        (place,) = places
        (turn,) = own.as_they_came([path[place]])
        with st.container(horizontal=True, gap="small"):
            if pressed("Back to the chat", element_keys.TO_CHAT, icon=":material/arrow_back:", type="tertiary"):
                session.bring(found.chat.id, turn.id)
                st.switch_page("pages/chat.py", query_params={"chat": found.chat.id})
            if pressed("Look inside", element_keys.TO_INSIDE, icon=":material/troubleshoot:", type="tertiary"):
                st.switch_page("pages/inside.py", query_params={"chat": found.chat.id, "turn": turn.id})
            if show_presents():
                address.present(True)
                st.rerun()
        show_head(turn)
        show_stage(turns=False)
        went = show_on_page(turn, place, path, at)
        by = {"next": 1, "before": -1}.get(went, 0)
        if by and 0 <= place + by < len(path):
            address.replay(path[place + by].id)
            st.rerun()


def path_of(found: Conversation | None, turn_id: str | None) -> list[Turn]:
    """The turns that have ended, in the order of the path that is shown; of a turn that stands beside it, its own."""
    if found is None or turn_id not in found.turns:
        return []
    path = found.path()
    if all(turn.id != turn_id for turn in path):
        path = found.path(found.leaf_under(turn_id or ""))
    return [turn for turn in path if turn.ended]


address.leave_chat()
address.leave_run()
address.leave_race()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_replay, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
