"""Options with letters: how a question names them, and where a reply means one of them, by its letter or its words."""

import re
from collections.abc import Sequence
from functools import lru_cache

LETTERS = "ABCDEFGHIJKLMNOPQRST"

Span = tuple[int, int]

# "A good question", "I think": a word, unless something is said of the letter.
_WORD_AFTER = r"(?! (?!is\b|are\b|was\b|because\b|since\b|as\b|would\b|seems\b|and\b|or\b|but\b|not\b)[a-z'’])"
_LISTED = re.compile(r"^[ \t>*_•-]{0,8}(?:option )?\(?([A-T])[).:](?=[\s*_])", re.M | re.I)


def asked(question: str, options: Sequence[str]) -> str:
    """The question with its options below it."""
    return "\n".join((question, "", *(f"{letter}. {text}" for letter, text in zip(LETTERS, options, strict=False))))


def without_list(text: str) -> str:
    """Without the lines of a list of several options, in which each is named and none is meant."""
    lines = text.split("\n")
    begun = [found[1].upper() if (found := _LISTED.match(line)) else "" for line in lines]
    if len(set(begun) - {""}) < 2:
        return text
    return "\n".join(line for line, letter in zip(lines, begun, strict=True) if not letter)


def meant(text: str, options: tuple[str, ...]) -> list[tuple[Span, str]]:
    """Where an option stands, and its letter."""
    form, of_text = _form(options)
    found: list[tuple[Span, str]] = []
    for one in form.finditer(text):
        letter = one["letter"] or one["bare"] or of_text[" ".join(one["text"].split()).casefold()]
        found.append((one.span(), letter))
    return found


@lru_cache(maxsize=256)
def _form(options: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    letters = LETTERS[: len(options)]
    of_text = {" ".join(text.split()).casefold(): letter for letter, text in zip(letters, options, strict=False)}
    # What stands for two of them, or is a letter itself, means none.
    alone = [text for text in of_text if text and not (len(text) == 1 and text.isalpha())]
    texts = "|".join(_words(text) for text in sorted(alone, key=len, reverse=True)) or "(?!)"
    named = r"(?i:(?:answer )?(?:option|choice) )?"
    bare = f"[{''.join(set(letters) - set('AI'))}]|[{''.join(set(letters) & set('AI')) or '!'}]{_WORD_AFTER}"
    return (
        re.compile(
            rf"{named}(?:\((?P<letter>[{letters}])\)|(?<![\w'’.\\-])(?P<bare>{bare})(?![\w'’]|-\w)\)?)"
            rf"(?:[.:]?[*_]{{0,3}} {{0,2}}(?i:{texts}))?|(?P<text>(?i:{texts}))"
        ),
        of_text,
    )


def _words(text: str) -> str:
    said = r"\s+".join(map(re.escape, text.split()))
    before = r"(?<![\w.,])" if text[0].isdigit() else r"(?<!\w)" if text[0].isalnum() else ""
    return f"{before}{said}(?![\\w]|[.,]\\d)" if text[-1].isalnum() else f"{before}{said}"
