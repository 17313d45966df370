"""What only a script in the page can do: put a text on the clipboard, bring a turn into view, notice a reader.
Streamlit has no call for these, so a small element of our own does them; it draws nothing."""

from collections.abc import Callable

from streamlit.components.v2 import component

# Copying: browsers allow it for some seconds after a click; where the page is not served securely there is only the
# old way. Showing: a new question goes to the top of the window, and what comes grows below it, so that nothing that
# is being read moves; a turn that is not drawn yet is waited for. Reading: who scrolls up in growing thoughts, or marks
# words there, does not want them closed.
SCRIPT = """
const copied = new Set();
const shown = new WeakMap();
const reading = new Set();

function theOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function show(turn, patience) {
  const place = document.querySelector(".st-key-turn-" + CSS.escape(turn));
  if (place) place.scrollIntoView({ block: "start" });
  else if (patience > 0) requestAnimationFrame(() => show(turn, patience - 1));
}

function leaveSidebar() {
  const open = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  if (open && innerWidth < 768) open.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}

function read(place, tell) {
  const view = place && place.closest && place.closest('[class*="st-key-view-live-"]');
  const name = view && [...view.classList].find((name) => name.startsWith("st-key-view-live-"));
  const turn = name && name.slice("st-key-view-live-".length);
  const marked = !document.getSelection().isCollapsed;
  if (!turn || reading.has(turn) || !(marked || view.scrollTop < -40)) return;
  reading.add(turn);
  tell(turn);
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (data.turn && shown.get(parentElement) !== data.turn) {
    shown.set(parentElement, data.turn);
    show(data.turn, 120);
  }
  // Kept by the window: the element itself may be made anew when the page around it changes.
  if (window.thinkroomChat !== undefined && window.thinkroomChat !== data.chat) leaveSidebar();
  window.thinkroomChat = data.chat;
  const reads = (turn) => setTriggerValue("reading", turn);
  window.thinkroomListens?.abort();
  window.thinkroomListens = new AbortController();
  const { signal } = window.thinkroomListens;
  document.addEventListener("scroll", (event) => read(event.target, reads), { capture: true, signal });
  document.addEventListener("mouseup", (event) => read(event.target, reads), { signal });
  if (!data.copy || copied.has(data.copy.number)) return;
  const { text, number } = data.copy;
  copied.add(number);
  const tell = (done) => setTriggerValue("copied", { number, done });
  if (!navigator.clipboard) return tell(theOldWay(text));
  navigator.clipboard.writeText(text).then(() => tell(true), () => tell(theOldWay(text)));
}
"""
_element = component("thinkroom_browser", js=SCRIPT)


def in_browser(
    chat: str | None, turn_id: str | None, copy: tuple[str, int] | None, note_reading: Callable[[str], None]
) -> bool | None:
    """Bring a turn into view once, and copy (text, number) once. Was it copied? None while that is not known.

    Where another chat was chosen on a narrow screen, the sidebar makes room for it. `note_reading` is told the turn in
    whose growing thoughts somebody reads.
    """
    data = {"chat": chat, "turn": turn_id, "copy": {"text": copy[0], "number": copy[1]} if copy else None}
    result = _element(data=data, key="browser", on_copied_change=lambda: None, on_reading_change=lambda: None)
    if turn := result.get("reading"):
        note_reading(str(turn))
    told = result.get("copied")
    return bool(told["done"]) if copy and told and told["number"] == copy[1] else None
