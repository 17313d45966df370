"""Which marks of a text are markup, by one rule for the room's page and for the file. Pure: text in, a judgement out.

For stars and underscores the rule is CommonMark's, and what is a pair is left to whoever reads the Markdown. Two things
are otherwise. Signs of reckoning and parts of names (`2*3*4`, `(a+b)*(c+d)`, `x**2`, `__init__`) are none of it. And
where words are written without spaces between them, marks beside punctuation may begin and end emphasis, since no space
stands there that could tell: `**注意：**请`.
"""

import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache

# What stands in a text for code, a formula or a link that was put aside; and for a tag.
KEPT, TAG = "\0", "\x1a"
# The tags that mean what they say; all others are text. Nothing within them may need more than a line of words.
_WORD = rf"[^<>|`$\n{KEPT}{TAG}"
TAGS = re.compile(rf"<(?:(?P<br>br)[ \t]*/?|(?P<tag>su[bp])>(?P<words>{_WORD}]{{0,199}}{_WORD}\\])</(?P=tag))>", re.I)
# Where words stand in a row: these write no spaces between them, or hang syllables on to them.
JOINED_SCRIPTS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0xA960, 0xA97F))
# How an operand may end, beside a letter or a digit: with a bracket, or a formula or code; and how one may begin.
ENDS, BEGINS = frozenset(f")]}}⌋⌉⟩∞{KEPT}"), frozenset(f"([{{⌊⌈⟨∞$`\\+-−√{KEPT}")
# After these stands the sign of an operation, or the star of a pattern (`.*x`), rather than emphasis.
AFTER_OPERANDS = frozenset("!%°′″")
# No sentence and no emphasis begins with these.
SENTENCE = frozenset(",.:;!?，、。：；！？．｡､")
# What is behind these is not looked at: it may be put aside.
OPAQUE = frozenset(f"`$[]<>{KEPT}{TAG}")
NAME_BEGINS = re.compile(r"__[a-z][a-z0-9_]{0,40}?__(?![A-Za-z0-9_])")
NAME_ENDS = re.compile(r"(?<![A-Za-z0-9_])__[a-z][a-z0-9_]{0,40}\Z")
LONGEST_NAME = 50


class Kind(Enum):
    SPACE = auto()
    MARK = auto()
    JOINED_MARK = auto()  # punctuation as wide as the letters beside it
    LETTER = auto()  # or a digit, of a script in which reckoning is done
    JOINED = auto()
    OTHER = auto()


# Asked for by every sign of a text: each is looked up once, which takes most of the time.
SPACE, MARK, JOINED_MARK, LETTER, JOINED, OTHER = Kind
MARKS = (MARK, JOINED_MARK)
NO_WORD = (SPACE, *MARKS)
IN_A_ROW = (JOINED, JOINED_MARK)


@lru_cache(4096)
def kind_of(letter: str) -> Kind:
    """ "" is the edge of a text."""
    if not letter or letter.isspace() or letter == "\ufeff":
        return SPACE
    if letter.isascii():
        return LETTER if letter.isalnum() else MARK
    place, category = ord(letter), unicodedata.category(letter)
    wide = unicodedata.east_asian_width(letter) in "WFH" and place >= 0x2E80
    if category[0] in "PS":
        # Pictures are as wide, and belong to no script.
        return JOINED_MARK if wide and place < 0x1F000 else MARK
    if wide or any(first <= place <= last for first, last in JOINED_SCRIPTS):
        return JOINED
    # Latin, Greek and Cyrillic letters with their accents, what stands raised or lowered, and the letters of formulas.
    reckons = place < 0x530 or 0x1D400 <= place < 0x1D800 or 0x1E00 <= place < 0x2190
    return LETTER if reckons and category[0] in "LNM" else OTHER


def following(text: str, at: int) -> int:
    """Where the character is that is read at `at`, behind the backslash that escapes it."""
    escaped = text[at : at + 1] == "\\" and kind_of(text[at + 1 : at + 2]) is MARK
    return at + escaped


def sides(text: str, start: int, end: int, before: str = "") -> tuple[bool, bool]:
    """Of the stars or underscores from `start` to `end`: may they open emphasis, and may they close it? `before` is
    KEPT where what ends there would have been put aside."""
    at = following(text, end)
    before, after = before or text[start - 1 : start], text[at : at + 1]
    left, right = kind_of(before), kind_of(after)
    if text[start] == "_":
        opens, closes = flanks(left, right)
        opens, closes = opens and (not closes or left in MARKS), closes and (not opens or right in MARKS)
        if end - start == 2 and (opens or closes) and _is_name(text, start, end):
            return False, False
        return opens and not (before in ENDS and right is LETTER), closes
    if left is right is LETTER:
        return False, False
    opens, closes = flanks(left, right)
    if not closes and left in MARKS and unicodedata.category(before) not in ("Ps", "Pi"):
        closes = left is JOINED_MARK or right is JOINED or _stands_at(before, _behind(text, start))
    if not opens and right in MARKS and after not in SENTENCE and unicodedata.category(after) not in ("Pe", "Pf"):
        opens = right is JOINED_MARK or left is JOINED or _stands_at(after, text[at + 1 : at + 2])
    if end - start == 1:
        begins = kind_of(after) is LETTER or after in BEGINS
        if before == after == "|" or (begins and (before in ENDS or _is_factor(text, start, at))):
            return False, False
        sign = before == "." or (begins and before in AFTER_OPERANDS) or (before in ("'", '"') and after.isdigit())
        return opens and not sign, closes
    if end - start == 2 and before in ENDS and _is_exponent(text, at):
        opens = False
    return opens, closes


def flanks(left: Kind, right: Kind) -> tuple[bool, bool]:
    """What CommonMark calls left-flanking and right-flanking."""
    return (
        right is not SPACE and (right not in MARKS or left in NO_WORD),
        left is not SPACE and (left not in MARKS or right in NO_WORD),
    )


def _stands_at(mark: str, letter: str) -> bool:
    """A quotation mark of no script belongs to that of the word it stands at."""
    return mark not in OPAQUE and kind_of(letter) in IN_A_ROW


def _behind(text: str, start: int) -> str:
    """The character before the one before `start`."""
    at = start - 2
    if at > 0 and text[at] == "\\":
        at -= 1
    return text[at] if at >= 0 else ""


def _is_name(text: str, start: int, end: int) -> bool:
    """`__init__`, and not `__Two words__`."""
    return bool(NAME_BEGINS.match(text, start) or NAME_ENDS.search(text, max(0, start - LONGEST_NAME), start))


def _is_factor(text: str, start: int, at: int) -> bool:
    """2*(3), f*(x), x*-3; and not *f*(x) or *pre*-war."""
    before = text[start - 1 : start]
    if text[at] in "+-−":
        return kind_of(before) is LETTER and text[at + 1 : at + 2].isdigit()
    behind = _behind(text, start)
    alone = kind_of(before) is LETTER and kind_of(behind) is not LETTER and behind != "*"
    return text[at] in BEGINS and (before.isdigit() or alone)


def _is_exponent(text: str, at: int) -> bool:
    """A number, one letter, or something in brackets: a word would rather be emphasised."""
    first, second = text[at : at + 1], text[at + 1 : at + 2]
    alone = kind_of(first) is LETTER and (first.isdigit() or kind_of(second) is not LETTER)
    return alone or first in ("(", "{", "-")
