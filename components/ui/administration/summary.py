"""The room in one line."""

import streamlit as st

from components.oversight import InShort
from components.ui.administration.words import cost, counted, unknown
from components.ui.faithful import as_label


def show_summary(now: InShort) -> None:
    people = "1 person" if now.people == 1 else f"{now.people:,} people"
    today = f"{counted(now.today.asked, 'turn')} today: {cost(now.today)}" if now.today.asked else "nothing asked today"
    if unknown(now.today) and now.today.spent.turns:
        today += f", and {unknown(now.today):,} of unknown cost"
    parts = [people, f"{counted(now.running, 'run')} now", today, f"{counted(now.links, 'link')} shared"]
    st.markdown(as_label(" · ".join(parts)))
