"""Looking after a room: people, spend, limits, what runs, shares, retention. For administrators; for everybody else it
is not there."""

from collections.abc import Callable

import streamlit as st

from components.room import LOCAL, Administration, CannotKeep, Room, get_room, signed_in, visitor
from components.ui import element_keys
from components.ui.administration.confirming import show_confirming
from components.ui.administration.kept import show_kept
from components.ui.administration.links import show_links
from components.ui.administration.people import show_people
from components.ui.administration.running import show_running
from components.ui.administration.spend import show_limits, show_spend
from components.ui.administration.summary import show_summary
from components.ui.administration.wishes import Wish, carry_out
from components.ui.door import show_page
from components.ui.live.watch import show_growing
from components.ui.press import pressed
from components.ui.sidebar.wishes import carry_out_noted
from components.ui.state import address, session

RUNS_EVERY_S, SUMMARY_EVERY_S = 2.0, 10.0
SECTIONS = ("People", "Spend", "Limits", "Live runs", "Shares", "Retention")


class AdministrationPage:
    def __init__(self, room: Room, all_of_it: Administration) -> None:
        self.room, self.all = room, all_of_it

    def do(self, wish: Wish) -> None:
        carry_out(self.all, wish)


def show_administration(room: Room, owner: str) -> None:
    if session.tab().noted:
        carry_out_noted(room.desk(owner), room.spending(owner))  # typed just before on another page
    all_of_it = room.administration(owner)
    with st.container(key=element_keys.ADMINISTRATION, gap="medium"):
        if not all_of_it.may:
            st.markdown("**There is no such page.** Its address is not whole, or it is not for you.")
            if pressed("To the chats", "to-chats", icon=":material/forum:"):
                st.switch_page("pages/chat.py")
            return
        page = AdministrationPage(room, all_of_it)
        show_head(page)
        chosen = st.segmented_control(
            "Show", SECTIONS, default=SECTIONS[0], key="section", required=True, label_visibility="collapsed"
        )
        if said := session.tab().administered:
            st.markdown(said)
        show_section(page, chosen)
        show_confirming(page.do)


def show_head(page: AdministrationPage) -> None:
    with st.container(gap="xxsmall"):
        st.header("Administration", anchor=False)
        st.caption(
            "For those whom THINKROOM_ADMINS names. An administrator sees who is here, what they use and what runs, and"
            " reads nobody's chats: no title, question, thought or answer of anybody is shown here."
        )
    show_growing(lambda: show_summary(page.all.in_short()), SUMMARY_EVERY_S, key="summary")


def show_section(page: AdministrationPage, section: str) -> None:
    sections: dict[str, Callable[[], Wish | None]] = {
        "People": lambda: show_people(page.all.people()),
        "Spend": lambda: show_spend(*page.all.accounts()),
        "Limits": lambda: show_limits(page.all.limits()),
        "Live runs": lambda: show_running(page.all.running()),
        "Shares": lambda: show_links(page.all.links()),
        "Retention": lambda: show_kept(page.all.kept()),
    }

    def show() -> None:
        if wish := sections[section]():
            page.do(wish)

    show_growing(show, RUNS_EVERY_S if section == "Live runs" else None, key=f"section-{section}")


address.leave_chat()
address.leave_run()
address.leave_race()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_administration, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
