"""What runs now, whose it is and how far; and the way to stop it. None of what it says."""

import time

import streamlit as st

from components.conversation import REPLAY
from components.oversight import LiveRun, Running
from components.ui.administration.lists import paged, show_row
from components.ui.administration.wishes import Wish
from components.ui.administration.words import counted
from components.ui.day import time_of_day
from components.ui.faithful import as_label

STATES = {
    "in line": "waits for a place",
    "waiting": "waits for the first word",
    "thinking": "thinks",
    "answering": "answers",
}
KINDS = {
    "chat": "in a chat",
    "injection": "of an injection",
    "race": "of a race",
    "measurement": "of a measurement",
    "aside": "about a turn, such as a translation",
}


def show_running(running: Running) -> Wish | None:
    wish = None
    if running.missing:
        st.markdown(f":orange[:material/warning: {as_label(running.missing)}]")
    if not running.runs:
        st.markdown("**Nothing runs now.** What anybody asks stands here until it has ended.")
    for run in paged(running.runs, "running", lambda one: one.label):
        if show_row(f"stop-run-{run.id}", run.label, STATES[run.state], facts(run), "Stop", ":material/stop_circle:"):
            wish = Wish("stop", run.id, run.label)
    return wish


def facts(run: LiveRun) -> str:
    minutes, seconds = divmod(max(int(time.time() - run.begun), 0), 60)
    for_so_long = f"{minutes:,} min {seconds:02} s" if minutes else f"{seconds} s"
    model = "a recording" if run.server == REPLAY else f"{run.model} at {run.server}"
    said = [model, KINDS[run.kind], f"since {time_of_day(run.begun)} ({for_so_long})"]
    if run.tokens:
        said.append(f"{'' if run.told else '≈'}{counted(run.tokens, 'token')}")
    return " · ".join([*said, *([] if run.here else ["in another process"])])
