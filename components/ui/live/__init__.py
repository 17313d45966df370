"""Scripts that a page imports from the room's own server: what stands in an element itself travels with each of its
messages."""

LOADER = """
const it = import(location.origin + "/live/scripts/NAME");
export default (told) => { const end = it.then((it) => it.default(told)); return () => end.then((end) => end?.()) };
"""


def loader(name: str) -> str:
    """The script of an element of ours: three lines that import the one of that name."""
    return LOADER.replace("NAME", name)
