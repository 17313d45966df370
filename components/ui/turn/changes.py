"""What is different between two texts, in a few words. Pure."""

import re
from itertools import takewhile

MOST = 160  # characters of either side


def changed(before: str, after: str) -> tuple[str, str]:
    """What stands between their common beginning and their common end, in whole words: of the one and of the other."""
    old, new = _words(before), _words(after)
    same = _common(old, new)
    old, new = old[same:], new[same:]
    end = _common(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    return shortened(" ".join(old)), shortened(" ".join(new))


def shortened(text: str) -> str:
    """Its beginning and its end, where it is long."""
    return text if len(text) <= MOST else f"{text[: MOST * 2 // 3].rstrip()} … {text[-MOST // 3 :].lstrip()}"


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def _common(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
