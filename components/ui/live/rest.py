"""How far a growing answer is drawn by Python, for the script in the page that adds what came since (scripts/rest.js).

How much is drawn stands at the end of the drawn Markdown itself, in marks that nobody sees and that the page takes out
at once: an element beside it might come to the page a moment earlier or later.
"""

import re

from components.ui.signs import START
from components.ui.state.texts import units

DIGITS = "\u2060\u2061\u2062\u2064"
PLACES = 12  # of base 4
MOST_LEFT = 120
# A line of punctuation alone may be the end of a fence, a rule, the head of a table: another mark would undo it. So it
# would after the end of an emphasis.
MARKABLE = re.compile(r"[^\W_].*[^*_~`$|\\<>\s]\Z|[^\W_]\Z")


def with_mark(part: str, total: int, after: int = 0) -> tuple[str, str]:
    """What of `part`, the end of an answer of `total` units, is to be drawn, and the mark to set behind it, or "".
    `after` counts the units that follow it. The last words are left to the page: the very last may be half of one."""
    end = len(part)
    while (end := max(part.rfind(white, 0, end) for white in (" ", "\n"))) >= max(0, len(part) - MOST_LEFT):
        drawn = part[:end].rstrip()
        if MARKABLE.search(drawn[drawn.rfind("\n") + 1 :]):
            return drawn, _mark(total - after - units(part[len(drawn) :]))
    return part, ""


def _mark(number: int) -> str:
    return START + "".join(DIGITS[number >> 2 * place & 3] for place in reversed(range(PLACES)))
