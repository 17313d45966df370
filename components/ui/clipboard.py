"""Puts a text on the clipboard. Streamlit has no call for it, so a small element of our own does."""

from streamlit.components.v2 import component

# Browsers allow it for some seconds after a click. Where the page is not served securely there is only the old way.
SCRIPT = """
const done = new Set();
function theOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
export default function ({ data, setTriggerValue }) {
  if (!data || !data.text || done.has(data.number)) return;
  done.add(data.number);
  const tell = (copied) => setTriggerValue("copied", { number: data.number, copied });
  if (!navigator.clipboard) return tell(theOldWay(data.text));
  navigator.clipboard.writeText(data.text).then(() => tell(true), () => tell(theOldWay(data.text)));
}
"""
_element = component("thinkroom_clipboard", js=SCRIPT)


def put_on_clipboard(text: str, number: int) -> bool | None:
    """Did the text with this number arrive there? None while that is not known."""
    told = _element(data={"text": text, "number": number}, key="clipboard", on_copied_change=lambda: None).get("copied")
    return bool(told["copied"]) if told and told["number"] == number else None
