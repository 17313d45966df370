"""Where mathematics stands in prose: in boxes, between the marks of formulas, or bare. It does not know what is looked
for."""

import re
from collections.abc import Iterator

from components.injection.judging.formulas import FRACTIONS
from components.injection.judging.mathematics import Value, read

MOST, MOST_BOXES, LONGEST = 400, 40, 1_000

Span = tuple[int, int]

_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_MARKED = re.compile(
    r"\$\$([^$]{1,1000})\$\$|(?<![\\$])\$(?![\s$])([^$\n]{1,500}?)(?<![\s\\])\$(?![\d$])"
    r"|\\\(([^\\]{0,200}(?:\\(?![()])[^\\]{0,200}){0,80})\\\)|\\\[([^\\]{0,300}(?:\\(?![\[\]])[^\\]{0,300}){0,80})\\\]"
)
# Between two of these stands a value of its own.
_BETWEEN = re.compile(
    r"[=<>≈≠≤≥&:;?]|\\\\|\\(?:approx|neq?|leq?|geq?|[lg]t|equiv|sim|implies|iff|to|in|q?quad|[Rr]ightarrow|ldots|cdots"
    r"|Longrightarrow)(?![a-z])|\.\s|\.{3}"
)
_ARGUMENT = r"\s?(?:\{[^{}\n]{0,80}(?:\{[^{}\n]{0,60}\}[^{}\n]{0,60}){0,4}\}|\d)"
_PART = (
    rf"(?:\\[dtc]?frac{_ARGUMENT}{_ARGUMENT}|\\sqrt(?:\[\d\])?{_ARGUMENT}"
    rf"|√ ?(?:\d+|\([^()\n]{{1,40}}\))|\\pi(?![a-z])|π|[{FRACTIONS}])"
)
_BARE = re.compile(
    rf"(?:(?<![\w)]) ?-)?(?:(?<![\w.,])\d{{1,15}}(?:\.\d{{1,15}})? ?)?{_PART}(?: ?(?:{_PART}|/ ?\d{{1,9}})){{0,5}}"
    r"|(?<![\w.,/^)×*+=-])(?<![×*+=/^-] )-?\d{1,9} ?/ ?\d{1,9}(?!\w| ?[/^=×*+-]|[.,]\d)"
)
_NAME = re.compile(r"\s*[a-zA-Z](?:_\w)?(?:\([a-z]\))?\s*")
# More than a plain number: where only numbers are looked for, all else is read as prose is.
_MORE = re.compile(r"\\[dtc]?frac|\\sqrt|√|\^|\\pi(?![a-z])|π|\\pm(?![a-z])|±|/|[" + FRACTIONS + "]")


def boxes(text: str, most: int = MOST_BOXES) -> list[Span]:
    """What stands in the last boxes, in their order."""
    begins = [found.end() for found in _BOX.finditer(text)][-most:]
    return [(start, end) for start in begins if (end := _closing(text, start)) is not None]


def _closing(text: str, start: int) -> int | None:
    depth = 1
    for at in range(start, min(len(text), start + LONGEST)):
        if text[at] in "{}" and (text[at - 1] != "\\" or text[at - 2 : at - 1] == "\\"):
            depth += 1 if text[at] == "{" else -1
            if not depth:
                return at
    return None


def values(text: str, all_of_them: bool, most: int = MOST) -> list[tuple[Span, Value]]:
    """The last of them in order, none within another. `all_of_them`: also plain numbers, between marks of formulas."""
    found: dict[Span, Value] = {}
    taken = bytearray(len(text))
    for start, end in _places(text, most):
        said = text[start:end]
        boxed = text.endswith(("boxed{", "fbox{"), 0, start)
        if any(taken[start:end]) or (said.isascii() and said.isdigit()) or _NAME.fullmatch(said):
            continue
        if (all_of_them or boxed or _MORE.search(said)) and (value := read(said)):
            found[start, end] = value
            taken[start:end] = b"\1" * (end - start)
            if len(found) == most:
                break
    return sorted(found.items())


def _places(text: str, most: int) -> Iterator[Span]:
    """From the end of the text."""
    boxed = boxes(text, most)
    yield from reversed(boxed)
    marked = [(found.start(found.lastindex or 0), found.end(found.lastindex or 0)) for found in _MARKED.finditer(text)]
    sides = [side for start, end in marked for side in _sides(text, start, end)]
    bare = [_trimmed(text, *found.span()) for found in _BARE.finditer(text)]
    yield from reversed(sides[-most:])
    yield from reversed(bare[-most:])


def _sides(text: str, start: int, end: int) -> Iterator[Span]:
    """What stands between signs of comparison; "x = 5" is one."""
    at = start
    for found in _BETWEEN.finditer(text, start, end):
        if found[0] == "=" and _NAME.fullmatch(text, at, found.start()):
            continue
        yield _trimmed(text, at, found.start())
        at = found.end()
    yield _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), end - (len(said) - len(said.rstrip(" \n.,")))
