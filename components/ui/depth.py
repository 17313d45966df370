"""Marks within marks, only as deep as somebody writes them: a few thousand take a browser half a minute, and then it
shows an error where the text should be."""

import re

# Signs that nobody sees: one stops what would be read into the letters around it, the other one begins the mark at the
# end of a growing answer (rest.py). The page takes them out (live/signs.js), and a model's own come as two.
JOINER, START = "\u2060", "\u2063"
BLOCKS = 20  # quotations and lists in each other
MARKS = 40  # what is emphasised in what is emphasised
_BLOCK = r"[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))"
TOO_DEEP = re.compile(rf"^((?:{_BLOCK}){{{BLOCKS}}}[ \t]*)(?=[-+*>\d])", re.M)
# A line of nothing but marks is a rule or underlines a heading, however long.
RUN = re.compile(r"(\n[ \t]*\n)|^[*_ \t]+$|(?<!\\)(\*+|_+)", re.M)


def doubled(text: str) -> str:
    """With such signs as somebody wrote, so that they stay."""
    return text.replace(JOINER, JOINER * 2).replace(START, START * 2)


def shallow_blocks(text: str) -> str:
    """Quotations and lists, those too deep as the marks they are made of."""
    return TOO_DEEP.sub(rf"\1{JOINER}", text)


def shallow_marks(text: str) -> str:
    """The same for emphasis in prose."""
    if text.count("*") + text.count("_") <= MARKS:
        return text
    depth = 0

    def run(found: re.Match[str]) -> str:
        nonlocal depth
        if found[1]:  # emphasis ends with its paragraph
            depth = 0
        if not found[2]:
            return found[0]
        marks = found[2]
        start, end = found.span()
        opens, closes = bool(text[end : end + 1].strip()), bool(text[max(start - 1, 0) : start].strip())
        if closes and (depth or not opens):
            depth = max(depth - len(marks), 0)
        elif opens:
            depth += len(marks)
        if depth <= MARKS and len(marks) <= MARKS:
            return marks
        depth = min(depth, MARKS)
        return "".join(f"\\{mark}" for mark in marks)

    return RUN.sub(run, text)
