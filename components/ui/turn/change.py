"""Somebody changes what a model thought, and lets one go on from there."""

from collections.abc import Callable

import streamlit as st

from components.conversation import Server, Turn
from components.ui import dialog
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.turn.changes import changed, shortened

HEIGHT = 320  # pixels
ADVICE = "Cut them where it is to think on: of thoughts that have come to their end, only the answer follows."


@dialog.dialog("Change the thoughts", width="medium")
def show_change(turn: Turn, server: Server, go_on: Callable[[str], None]) -> None:
    """`turn` with its texts; the model that is chosen now is to `go_on` from the changed ones."""
    text = st.text_area("Thoughts", turn.reasoning, key=dialog.key("change", turn.id), height=HEIGHT)
    st.caption(f"{as_label(how(server))} {ADVICE}")
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        if pressed("Cancel", key=f"leave-change-{turn.id}", type="tertiary"):
            dialog.leave()
            st.rerun()
        goes = pressed("Go on from here", icon=":material/play_arrow:", key=f"go-{turn.id}", type="primary")
    if goes and text.strip():
        dialog.leave()
        go_on(text)
    elif goes:
        st.caption(":red[:material/error: There is nothing to go on from. Keep at least one word.]")


def how(server: Server) -> str:
    if server.takes_thoughts:
        return f"{server.label} takes them as the model's own: it thinks on where they stop."
    return f"{server.label} takes no thoughts as a model's own: they are told to it with the question."


def what_changed(before: str, after: str) -> str:
    """In one sentence, as Markdown."""
    before, after = before.strip(), after.strip()
    if before != after and (before.startswith(after) or after.startswith(before)):  # also in the middle of a word
        old, new = shortened(before[len(after) :].strip()), shortened(after[len(before) :].strip())
    else:
        old, new = changed(before, after)
    if old and new:
        return f"**You changed** “{as_label(old)}” :material/arrow_forward: “{as_label(new)}”"
    if old:
        return f"**You cut** “{as_label(old)}”"
    return f"**You added** “{as_label(new)}”" if new else "The thoughts are the same."
