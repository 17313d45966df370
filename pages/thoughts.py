"""All thoughts of an owner, side by side: how long, how doubtful, when each had its answer; each leads inside."""

import streamlit as st

from components.room import LOCAL, CannotKeep, Room, get_room, signed_in, visitor
from components.ui import element_keys
from components.ui.door import show_page
from components.ui.inside.across import show_across
from components.ui.press import pressed
from components.ui.sidebar.wishes import carry_out_noted
from components.ui.state import address, session

TICK_S = 0.5  # how often some more of the figures are worked out


def show_thoughts(room: Room, owner: str) -> None:
    if session.tab().noted:
        carry_out_noted(room.desk(owner), room.spending(owner))  # typed just before on another page
    own = room.thoughts(owner)
    with st.container(key=element_keys.ACROSS, gap="medium"):
        st.header("Thoughts", anchor=False)
        first = own.look()
        if not first.entries:
            st.markdown(
                "**There are no thoughts yet.** Ask a model that shows its thoughts something in a chat. Each thought"
                " then has a line here: how long it is, how often it doubts, and where its answer first stood."
            )
            if pressed("To the chats", "to-chats", icon=":material/forum:"):
                st.switch_page("pages/chat.py")
            return
        fills = bool(first.left)

        def tick() -> None:
            now = own.look()
            if not now.entries or bool(now.left) != fills:
                st.rerun()
            if opened := show_across(now.entries, now.older):
                where = {"chat": opened[0], "turn": opened[1], "from": "thoughts"}
                st.switch_page("pages/inside.py", query_params=where)

        st.fragment(tick, run_every=TICK_S if fills else None, key="all-thoughts")()


address.leave_chat()
address.leave_run()
address.leave_race()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_thoughts, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
