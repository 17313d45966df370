"""Whether an answer of a measurement is right, by what is known of its question."""

from functools import lru_cache
from typing import Any

import regex

from components.injection.judging.patterns import too_much
from components.injection.judging.verdict import Verdict, judge
from components.injection.measuring.questions import Question

MOST_READ = 20_000  # characters of an answer in which a pattern is looked for
LONGEST = 200  # characters of a pattern
MOST_S = 0.1  # for one search; the module `re` could not be stopped
MOST_TIMES = 5  # that a pattern may take so long, before it is looked for no more
# The version is named, since its default changed: patterns are read here before they are compiled.
FLAGS = regex.IGNORECASE | regex.MULTILINE | regex.VERSION1

_took_long: dict[str, int] = {}


def check(answer: str, question: Question) -> Verdict | None:
    """None where a person has to look."""
    if question.expected is not None:
        return judge(answer, question.expected)
    # A question may come from a file of another room, which nobody checked.
    if not question.pattern or wrong_pattern(question.pattern):
        return None
    looked = f"Looked for the pattern {question.pattern}"
    if not answer.strip():
        return Verdict("unclear", f"{looked}; found no text.")
    try:
        found = _search(question.pattern, answer[:MOST_READ])
    except TimeoutError:
        return Verdict("unclear", f"{looked}; that took more than {MOST_S} s. Write a simpler one.")
    if found:
        quote = " ".join(found.split())[:200]
        return Verdict("right", f"{looked}; found “{quote}”." if quote else f"{looked}; the answer matches it.")
    if len(answer) > MOST_READ:
        return Verdict("unclear", f"{looked}; it is not in the first {MOST_READ:,} characters, and no more are read.")
    return Verdict("wrong", f"{looked}; it is not in the answer.")


def wrong_pattern(pattern: str) -> str:
    """Why this regular expression cannot be used and what to write instead, "" where it can."""
    if len(pattern) > LONGEST:
        return f"The pattern is too long: {len(pattern):,} of at most {LONGEST} characters. Write a shorter one."
    if wrong := too_much(pattern):
        return wrong
    try:
        _compiled(pattern)
    # ValueError: flags that exclude each other. A warning is an error where Python is told so.
    except (regex.error, ValueError, RecursionError, OverflowError, Warning) as error:
        return f"The pattern is no regular expression ({error}): write a backslash before a sign that is meant as text."
    return ""


def _search(pattern: str, text: str) -> str | None:
    """What of the text matches. TimeoutError where that takes too long, or has too often."""
    if _took_long.get(pattern, 0) >= MOST_TIMES:
        raise TimeoutError
    try:
        found: Any = _compiled(pattern).search(text, timeout=MOST_S)
    except TimeoutError:
        if len(_took_long) > 1_000:
            _took_long.clear()
        _took_long[pattern] = _took_long.get(pattern, 0) + 1
        raise
    return None if found is None else str(found[0])


# The module's own cache keeps 500 of them, whatever their size.
@lru_cache(maxsize=4)
def _compiled(pattern: str) -> Any:
    return regex.compile(pattern, FLAGS, cache_pattern=False)
