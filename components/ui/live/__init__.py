"""Scripts that a page imports from the room's own server: what stands in an element itself travels with each of its
messages. Where the room is (a base path, a proxy's) is where Streamlit's own script came from; from there on each knows
it by its own address."""

from components.live_protocol import SCRIPTS

LOADER = """
const home = document.querySelector('script[src*="static/js/"]').src.split("static/js/")[0];
const it = import(home + "PATH");
export default (told) => { const end = it.then((it) => it.default(told)); return () => end.then((end) => end?.()) };
"""


def loader(name: str) -> str:
    """The script of an element of ours: three lines that import the one of that name."""
    return LOADER.replace("PATH", f"{SCRIPTS[1:]}/{name}")


def component_key(key: str) -> str:
    """Of an element of ours that is named after something with an id. Streamlit joins such a key and an event's name by
    two underscores, and takes none with two in it, as one id in two hundred has."""
    return key.replace("_", ".")
