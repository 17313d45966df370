"""What only a script in the page can do: put a text on the clipboard, bring a turn into view. Streamlit has no call
for either, so a small element of our own does both; it draws nothing."""

from streamlit.components.v2 import component

# Copying: browsers allow it for some seconds after a click; where the page is not served securely there is only the
# old way. Showing: a new question goes to the top of the window, and what comes grows below it, so that nothing that
# is being read moves; a turn that is not drawn yet is waited for.
SCRIPT = """
const copied = new Set();
let shown = "";

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

export default function ({ data, setTriggerValue }) {
  if (data.turn && data.turn !== shown) {
    shown = data.turn;
    show(data.turn, 120);
  }
  if (!data.copy || copied.has(data.copy.number)) return;
  const { text, number } = data.copy;
  copied.add(number);
  const tell = (done) => setTriggerValue("copied", { number, done });
  if (!navigator.clipboard) return tell(theOldWay(text));
  navigator.clipboard.writeText(text).then(() => tell(true), () => tell(theOldWay(text)));
}
"""
_element = component("thinkroom_browser", js=SCRIPT)


def in_browser(turn_id: str | None, copy: tuple[str, int] | None) -> bool | None:
    """Bring a turn into view once, and copy (text, number) once. Was it copied? None while that is not known."""
    data = {"turn": turn_id, "copy": {"text": copy[0], "number": copy[1]} if copy else None}
    told = _element(data=data, key="browser", on_copied_change=lambda: None).get("copied")
    return bool(told["done"]) if copy and told and told["number"] == copy[1] else None
