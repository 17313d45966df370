"""Who has been here, and the way to sign them out."""

import streamlit as st

from components.oversight import People, Person
from components.ui.administration.lists import paged, show_row
from components.ui.administration.wishes import Wish
from components.ui.administration.words import counted
from components.ui.day import time_of_day


def show_people(people: People) -> Wish | None:
    wish = None
    if people.note:
        st.caption(people.note)
    for person in paged(people.all, "people", lambda one: one.label):
        button = "Sign out" if person.leaves else ""
        badge = "(you)" if person.you else ""
        if show_row(f"sign-out-{person.id}", person.label, badge, facts(person), button, ":material/logout:"):
            wish = Wish("sign out", person.who, person.label)
    st.caption(
        "Here is whoever asked something, or signed in by a name. The letters tell apart who has none, or the same one."
    )
    return wish


def facts(person: Person) -> str:
    said = [f"last active {time_of_day(person.active)}" if person.active else "has asked nothing yet"]
    if person.chats:
        said.append(counted(person.chats, "chat"))
    if person.running:
        said.append(f"{counted(person.running, 'run')} now")
    if person.signed_out:
        said.append(f"signed out {time_of_day(person.signed_out)}")
    return " · ".join(said)
