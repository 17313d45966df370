"""Where a growing Markdown may be cut: its parts stand alone, and what comes later changes none of them. Where blocks
begin is markdown-it-py's to say; what the next words may still join is judged by patterns."""

from itertools import pairwise

from markdown_it.token import Token

from components.markup.reading import blocks

# How a line may begin that goes on with a list, a table or a quotation, now or with its next letters.
LIST_ITEM = ("-", "*", "+", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "|", ">")


def seams(text: str) -> list[int]:
    """After a blank line, before a line that continues no list, quote, code or formula."""
    found: list[int] = []
    # Each line end as one line feed, and each letter at its place.
    lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    begins, code = _begins_and_code(blocks("\n".join(lines)))
    formula, after_blank, in_list, at = False, False, False, 0
    for number, line in enumerate(lines):
        bare = line.strip()
        continues = number not in begins or formula or line[:1] in (" ", "\t")
        if after_blank and bare and not continues and not (in_list and bare.startswith(LIST_ITEM)):
            found.append(at)
            in_list = False
        if number not in code:
            if bare.count("$$") % 2:
                formula = not formula
            elif bare in (r"\[", r"\]"):
                formula = bare == r"\["
            in_list = in_list or bare.startswith(LIST_ITEM)
        after_blank = not bare
        at += len(line) + 1
    return found


def _begins_and_code(tokens: list[Token]) -> tuple[set[int], set[int]]:
    """The lines at which a block begins that nothing else holds, and those that are code."""
    begins: set[int] = set()
    code: set[int] = set()
    for token in tokens:
        if token.map and not token.level:
            begins.add(token.map[0])
        if token.map and token.type in ("fence", "code_block"):
            code |= {*range(*token.map)}
    return begins, code


def paragraphs(text: str) -> list[str]:
    """Markdown in parts that stand alone, so that a browser reads only the last one again."""
    cuts = [0, *seams(text), len(text)]
    return [part for start, end in pairwise(cuts) if (part := text[start:end].strip("\n")).strip()]
