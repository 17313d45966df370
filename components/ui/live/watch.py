"""A part of a page that is drawn anew while something grows; and an idle page, which follows what happens elsewhere: in
another tab, or in the background."""

from collections.abc import Callable

import streamlit as st

from components.conversation import CannotKeep
from components.ui.faithful import as_label

UNSEEN = object()


def watch(
    state: Callable[[], object], every_s: float, known: object = UNSEEN, show: Callable[[], None] = lambda: None
) -> None:
    """Run the page again once `state` is another than `known`, which is what the page was made of; where that is not
    given, what it is now. What it raises is left to the page's own next run. `show` is drawn anew with every look."""
    known = state() if known is UNSEEN else known

    def look() -> None:
        try:
            changed = state() != known
        except Exception:
            changed = False  # the next look may succeed
        if changed:
            st.rerun()
        show()

    st.fragment(look, run_every=every_s, key="watch")()


def show_growing(show: Callable[[], None], every_s: float | None, key: str) -> None:
    """What `show` draws and carries out, every so many seconds; None: it has ended, or the wire says when there is
    something. Where that cannot be done or read, it is said in its place, and the rest of the page stays."""

    def guarded() -> None:
        try:
            show()
        except CannotKeep as error:
            st.markdown(f":red[:material/error: **That could not be done or read.**] {as_label(str(error))}")

    st.fragment(guarded, run_every=every_s, key=key)()
