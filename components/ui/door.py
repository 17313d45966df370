"""What stands before every page: whose it is, and words instead of a page that cannot be read."""

from collections.abc import Callable
from typing import Protocol, TypeVar

import streamlit as st

from components.ui import element_keys
from components.ui.faithful import as_label

R = TypeVar("R")


class SignedIn(Protocol):
    """How somebody came in, as plain text; `leaves`: can they sign out here?"""

    @property
    def words(self) -> str: ...
    @property
    def leaves(self) -> bool: ...


def show_page(
    show: Callable[[R, str], None],
    room: Callable[[], R],
    owner: str | None,
    cannot: type[Exception],
    stranger: bool = False,
    signed_in: SignedIn | None = None,
) -> None:
    """`owner` None: a browser sent no cookie. `cannot` is what is raised where nothing can be read. A `stranger` is
    whoever did not start the room. `signed_in`: how this one did it, where people sign in."""
    if owner is None:
        st.warning(
            "This room tells people apart by a cookie. Allow cookies for this address, then load the page again."
        )
        return
    if signed_in:
        with st.container(key=element_keys.STRANGER, horizontal=True, vertical_alignment="center"):
            st.caption(as_label(signed_in.words), width="content")
            if signed_in.leaves:  # in this tab, which a link of Streamlit's would not be
                st.html('<a href="./sign-out" target="_self">Sign out</a>', width="content")
    elif stranger:
        with st.container(key=element_keys.STRANGER):
            st.caption(
                "This is a room of your own: the chats of whoever started Thinkroom are behind the address that it "
                "printed."
            )
    try:
        show(room(), owner)
    except cannot as error:
        st.markdown(f":red[:material/error: **This page could not be read.**] {as_label(str(error))}")
        st.button("Try again", icon=":material/refresh:")


def show_broken(_: Exception) -> bool:
    """Where drawing a page went wrong, in place of Streamlit's own words, which are for who wrote it. The log has the
    fault."""
    st.markdown(
        ":red[:material/error: **This page could not be drawn.**] Something went wrong here. What was asked and "
        "answered is kept: load the page again. The room's log says more."
    )
    return True
