"""JSON of strangers, measured before it is parsed: a list of empty lists takes thirty times its length in memory."""

import json
import re
from typing import Any

MOST_CHARACTERS, MOST_NESTED, MOST_DEPTH = 64_000_000, 2_000_000, 100

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.S)
_BRACKET = re.compile(r"[\[{]|[\]}]")


class Whole(str):
    """A whole number as it was written, to be told from the same digits in quotes."""


class TooLarge(ValueError):
    """Why a text is not parsed, in a sentence."""


def parsed(text: str, as_written: bool = False) -> Any:
    """`as_written`: numbers as the text that they are (9.90 is not 9.9). TooLarge, or a ValueError where it is no
    JSON."""
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(f"It is too long: {len(text):,} of at most {MOST_CHARACTERS:,} characters.")
    # Brackets in strings are counted too: few texts have as many.
    nested = text.count("[") + text.count("{")
    if nested > MOST_NESTED:
        raise TooLarge(f"It has too many brackets: {nested:,} of at most {MOST_NESTED:,}.")
    if nested > MOST_DEPTH and _depth(text) > MOST_DEPTH:
        raise TooLarge(f"Its brackets are nested too deep: at most {MOST_DEPTH} within each other are read.")
    if as_written:
        return json.loads(text, parse_int=Whole, parse_float=str, parse_constant=str)
    return json.loads(text)


def _depth(text: str) -> int:
    """Up to one more than is read."""
    depth = deepest = 0
    for found in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if found[0] in "[{" else -1
        deepest = max(deepest, depth)
        if deepest > MOST_DEPTH:
            break
    return deepest
