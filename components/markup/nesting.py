"""Marks within marks, only as deep as somebody writes them: a few thousand take a browser half a minute, and then it
shows an error where the text should be."""

import re

BLOCKS = 20  # quotations and lists in each other
MARKS = 40  # what is emphasised in what is emphasised
LEVELS = 48  # of a reader's tokens, of which a list has two; what is made of more is shown as its source
_BLOCK = r"[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))"
TOO_DEEP = re.compile(rf"^((?:{_BLOCK}){{{BLOCKS}}}[ \t]*)(?=[-+*>\d])", re.M)
# A line of nothing but marks is a rule or underlines a heading, however long.
RUN = re.compile(r"(\n[ \t]*\n)|^[*_ \t]+$|(?<!\\)(\*+|_+)", re.M)


def shallow_blocks(text: str, sign: str) -> str:
    """Quotations and lists, those too deep as the marks they are made of: before these stands `sign`, which the reader
    takes for a letter. It may stand in code, too, so nobody should see it."""
    return TOO_DEEP.sub(rf"\1{sign}", text)


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
