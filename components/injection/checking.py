"""Whether an answer of a measurement is right, by what is known of its question."""

import re

from components.injection.questions import Question
from components.injection.verdict import Verdict, judge

MOST_READ = 20_000  # characters of an answer in which a pattern is looked for
# A group that repeats and is itself repeated can take for ever, and nothing stops a search of the standard library.
NESTED = re.compile(r"[+*}]\??\)[+*{]|\([^()]*\|[^()]*\)[+*{]")


def check(answer: str, question: Question) -> Verdict | None:
    """None where a person has to look."""
    if question.expected is not None:
        return judge(answer, question.expected)
    if not question.pattern:
        return None
    if not answer.strip():
        return Verdict("unclear", f"Looked for the pattern {question.pattern}; found no text.")
    found = re.search(question.pattern, answer[:MOST_READ], re.IGNORECASE | re.MULTILINE)
    looked = f"Looked for the pattern {question.pattern}"
    if found:
        return Verdict("right", f"{looked}; found “{found[0][:200]}”.")
    return Verdict("wrong", f"{looked}; it is not in the answer.")


def wrong_pattern(pattern: str) -> str:
    """Why this regular expression cannot be used, "" where it can."""
    if len(pattern) > 200:
        return f"The pattern is too long: {len(pattern):,} of at most 200 characters."
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"The pattern is no regular expression: {error}."
    if NESTED.search(pattern):
        return "The pattern repeats a group that repeats: it could take for ever. Write it without."
    return ""
