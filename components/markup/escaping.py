"""What makes any text one that is read as it was written, in Markdown of the page and of a file."""

import re

UNREADABLE = "\ufffd"
OVERRIDES = "\u202d\u202e"  # what turns the order of letters around, and with it what is read
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


def literal(text: str) -> str:
    """For a place among words: what begins a line as a mark is none there."""
    return SIGNS.sub(r"\\\1", text)
