"""An idle page follows what happens elsewhere: in another tab, or in the background."""

from collections.abc import Callable

import streamlit as st

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
