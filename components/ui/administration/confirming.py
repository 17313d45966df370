"""Whether it is meant, where it hurts others."""

from collections.abc import Callable

import streamlit as st

from components.ui import dialog
from components.ui.administration.wishes import Kind, Wish
from components.ui.faithful import as_label
from components.ui.press import pressed

Words = tuple[str, str, str]  # the title, what comes of it, and the button
ASKED: dict[Kind, Words] = {
    "sign out": (
        "Sign out everywhere?",
        "has to sign in again everywhere, and whoever follows their chats does not any more. What they asked goes "
        "on, and their chats are kept.",
        "Sign out",
    ),
    "stop": (
        "Stop this run?",
        "sees it end where it is. What it said so far is kept. An injection, a race or a measurement that it is a part "
        "of is stopped with it.",
        "Stop it",
    ),
    "end link": (
        "End this link?",
        "made it. Whoever follows by it sees nothing more from now on, and it cannot be used again.",
        "End it",
    ),
}
ICONS: dict[Kind, str] = {
    "sign out": ":material/logout:",
    "stop": ":material/stop_circle:",
    "end link": ":material/link_off:",
}


def show_confirming(do: Callable[[Wish], None]) -> None:
    """`do` carries it out at once."""
    above = dialog.above("administer")
    if above is None:
        return
    name, what, label = above.deed
    found: Kind | None = next(filter(lambda kind: kind == name, ASKED), None)
    if found is None:
        return
    title, comes, button = ASKED[found]

    def ask() -> None:
        st.markdown(f"**{as_label(label)}** {comes}")
        with st.container(horizontal=True, gap="small"):
            if pressed(button, key=f"confirm-{found}", icon=ICONS[found]):
                do(Wish(found, what, label, confirmed=True))
            if pressed("Leave it", key="leave-it"):
                dialog.leave()
                st.rerun()

    dialog.dialog(title)(ask)()
