"""The presenter view: what is for a room full of people stands large and alone, by the address (`?present=1`)."""

import streamlit as st
from streamlit.components.v2 import component

from components.live_protocol import StageData
from components.ui import element_keys
from components.ui.live import loader
from components.ui.press import pressed
from components.ui.state import address

HTML = """
<div class="stage" role="group" aria-label="Presenter view" hidden>
  <button type="button" class="smaller" aria-label="Smaller type" title="Smaller type ( − )">A−</button>
  <span class="now" role="status"></span>
  <button type="button" class="larger" aria-label="Larger type" title="Larger type ( + )">A+</button>
  <button type="button" class="leave" title="Leave the presenter view ( Esc )">Leave</button>
</div>
"""
CSS = """
.stage { display: flex; align-items: center; gap: .3rem; font: 600 14px/1.2 var(--st-font); }
[hidden] { display: none !important; }
.now { font-weight: 400; font-variant-numeric: tabular-nums; color: var(--quiet); }
button { font: inherit; color: var(--st-text-color); background: var(--st-background-color); cursor: pointer;
  border: 1px solid var(--quiet); border-radius: 8px; padding: 5px 10px; min-height: 30px; }
button:disabled { opacity: .5; cursor: default; }
button:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
"""
_element = component("thinkroom_stage", html=HTML, css=CSS, js=loader("present.js"))


def show_stage(turns: bool) -> None:
    """On each page that can be presented, once. `turns`: its keys go from turn to turn."""
    data: StageData = {"on": address.presents(), "turns": turns}
    result = _element(data=data, key=element_keys.STAGE, on_leave_change=lambda: None)
    if result.get("leave") and address.presents():
        address.present(False)
        st.rerun()


def show_presents() -> bool:
    """Draws the button that leads there. Was it pressed?"""
    told = "Large type, no sidebar, thoughts always open; a clicker goes from turn to turn, and Esc leaves."
    return pressed("Present", element_keys.PRESENT, icon=":material/slideshow:", type="tertiary", help=told)
