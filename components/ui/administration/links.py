"""All links by which others follow, and the way to end them."""

import streamlit as st

from components.oversight import SharedLink
from components.ui.administration.lists import paged, show_row
from components.ui.administration.wishes import Wish
from components.ui.administration.words import counted
from components.ui.day import time_of_day

KINDS = {"chat": "a chat", "run": "an injection", "race": "a race", "measurement": "the table of a measurement"}


def show_links(links: list[SharedLink]) -> Wish | None:
    wish = None
    if not links:
        st.markdown(
            "**Nothing is shared now.** Links by which others follow a chat or a run stand here until they end."
        )
    for link in paged(links, "links", lambda one: one.label):
        if show_row(f"end-link-{link.id}", link.label, "", facts(link), "End", ":material/link_off:"):
            wish = Wish("end link", link.id, link.label)
    return wish


def facts(link: SharedLink) -> str:
    follow = f"{counted(link.following, 'device')} {'follows' if link.following == 1 else 'follow'} now"
    return " · ".join(
        [
            f"{KINDS[link.kind]}, {'live' if link.live else 'as it was when the link was made'}",
            f"since {time_of_day(link.created)}",
            f"until {time_of_day(link.ends)}",
            follow if link.following else "nobody follows now",
        ]
    )
