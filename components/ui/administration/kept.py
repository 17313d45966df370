"""How long things are kept, how much there is, and what waits to be gone."""

import streamlit as st

from components.oversight import Kept
from components.ui.administration.words import counted, size


def show_kept(kept: Kept) -> None:
    for sentence in told(kept):
        st.markdown(sentence)


def told(kept: Kept) -> list[str]:
    if kept.days is None:
        by_age = "**Nothing is deleted by its age:** `THINKROOM_KEEP_DAYS` is not set."
    else:
        days = "1 day" if kept.days == 1 else f"{kept.days:,.10g} days"
        old = f" {counted(kept.old, 'chat')} of that age will go with the next look." if kept.old else ""
        by_age = f"**What nobody changed for {days} is deleted**, by `THINKROOM_KEEP_DAYS`.{old}"
    gone = [
        counted(count, one)
        for count, one in ((kept.deleted_chats, "deleted chat"), (kept.deleted_turns, "deleted turn"))
        if count
    ]
    waits = (
        f"**Waiting to be gone for good:** {' and '.join(gone)}. That comes ten to twenty minutes after they were"
        " deleted; until then they can be brought back."
        if gone
        else "**Nothing waits to be gone for good.** What is deleted is kept for ten to twenty minutes."
    )
    there = (
        f"**Kept:** {counted(kept.chats, 'chat')} in all lists, and {counted(kept.turns, 'turn')} in all, those of"
        f" injections, races and measurements too. The database ({kept.engine}) takes {size(kept.bytes)}."
    )
    return [by_age, waits, there]
