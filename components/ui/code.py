"""Which lines of a Markdown are code: judged as CommonMark does, and in doubt they are none."""

import math
import re
from collections.abc import Iterator

# A fence may stand in a list or a quotation: group 1 is what is before it, 2 its marks, 3 what follows.
FENCE = re.compile(r"((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}|~{3,})(.*)")
INDENTED = re.compile(r"(?: {4}|\t)")
BLOCK = re.compile(r"\s*(?:[-*+>]|\d{1,9}[.)])")
# What is before the words of a list's item, and whether that is all that holds them.
ITEM = re.compile(r"((?: *+(?:[-*+]|\d{1,9}[.)]) ++)++)(?![\t>])")


def code_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a fence (its marks too) or to an indented block of code."""
    fence: tuple[str, str] | None = None  # what stood before the marks, and the marks
    after_blank, in_block, indented = True, False, False
    deepest = 0.0  # where the words of a list begin at most, and no one knows in a quotation
    for line in text.split("\n"):
        blank = not line.strip()
        found = FENCE.match(line)
        closes = fence and found and found[2].startswith(fence[1]) and not found[3].strip()
        if fence and not closes and not _holds(fence[0], line, blank):
            fence = None
        if fence:
            yield line, True
            if closes:
                fence = None
            after_blank = False
            continue
        if found and not (found[2][0] == "`" and "`" in found[3]):
            # Outside lists and quotations a fence holds whatever follows, however it is indented.
            fence = (found[1] if in_block or found[1].strip() else "", found[2])
            yield line, True
            after_blank = indented = False
            continue
        indented = (after_blank or indented) and not blank and _is_indented(line, deepest if in_block else 0)
        yield line, indented
        if not blank and not indented:
            if BLOCK.match(line):
                item = ITEM.match(f"{line} ")  # an empty one begins after a space, too
                deepest = max(deepest if in_block else 0, len(item[1]) if item else math.inf)
            in_block = bool(BLOCK.match(line)) or (in_block and (line[0] in " \t" or not after_blank))
        after_blank = blank


def _is_indented(line: str, deepest: float) -> bool:
    if not deepest:
        return bool(INDENTED.match(line))
    bare = line.lstrip(" ")
    return bare[0] != "\t" and len(line) - len(bare) >= deepest + 4


def _holds(before: str, line: str, blank: bool) -> bool:
    """Does a fence with `before` in front of it still hold this line?"""
    if ">" in before:
        return line.lstrip().startswith(">")
    return blank or len(line) - len(line.lstrip(" \t")) >= len(before)
