"""Whether a person is notified when a long thought ends: a choice of their browser's, which alone keeps it."""

from streamlit.components.v2 import component

from components.ui import element_keys
from components.ui.live import loader

HTML = """
<div class="notify" hidden>
  <label><input type="checkbox"> Notify me when a long thought ends</label>
  <p>After more than 30 seconds, while this tab is not in view. It says nothing of the thought.</p>
</div>
"""
CSS = """
.notify { font: .875rem/1.4 var(--st-font); color: var(--st-text-color); }
.notify[hidden] { display: none; }
label { display: flex; gap: .5rem; align-items: center; cursor: pointer; }
input { appearance: none; width: 1.05rem; height: 1.05rem; flex: none; margin: 0; display: grid; place-content: center;
  border: 1px solid var(--st-border-color); border-radius: .25rem; background: var(--st-background-color); }
input:checked { background: var(--st-primary-color); border-color: var(--st-primary-color); }
input:checked::after { content: "✓"; font: 700 .8rem/1 var(--st-font); color: var(--st-background-color); }
input:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
p { margin: .25rem 0 0; color: var(--st-gray-text-color); }
"""
_element = component("thinkroom_notify", html=HTML, css=CSS, js=loader("notify.js"))


def show_notify() -> None:
    """Nothing is seen of it where the browser has no notifications."""
    _element(key=element_keys.NOTIFY)
