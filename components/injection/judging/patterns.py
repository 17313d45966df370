"""Whether a regular expression may be compiled: the module `regex` writes out what is repeated, `a{1000000}` as a
million instructions, and a count may stand around another; its time limit covers the search alone. So it is read first.
"""

from components.injection.judging.pattern_reader import NotRead, Part, Reader

MOST_TIMES = 10_000  # that a part may be repeated, counts around counts multiplied
MOST_WRITTEN = 50_000  # parts, each counted as often as it is repeated: at most 60 MB when compiled
MOST_GROUPS = 50


def too_much(pattern: str) -> str:
    """Why this pattern must not be compiled, and what to write instead; "" where it may be. That it is no regular
    expression is not always seen here: the module says so at once."""
    try:
        whole, groups = Reader(pattern).read()
    except NotRead as error:
        is_not = "is no regular expression" if error.wrong else "cannot be read here"
        return f"The pattern {is_not} ({error}): write a backslash before a sign that is meant as text."
    times, written = whole.times * (whole.calls or 1), _written(whole)
    if times > MOST_TIMES:
        return (
            f"The pattern repeats a part up to {times:,} times, counts within counts multiplied; at most"
            f" {MOST_TIMES:,} are taken. Write smaller counts, or * and +."
        )
    if written > MOST_WRITTEN:
        return (
            f"Written out, the pattern has {written:,} parts; at most {MOST_WRITTEN:,} are taken. Repeat shorter parts,"
            " or less often."
        )
    if groups > MOST_GROUPS:
        return f"The pattern has {groups} groups; at most {MOST_GROUPS} are taken. Write (?:…) where none is needed."
    return ""


def parts(pattern: str) -> int:
    """How many it has when written out: by them goes the time that it takes to compile. Of one that is not read: 1."""
    try:
        return _written(Reader(pattern).read()[0])
    except NotRead:
        return 1


def _written(whole: Part) -> int:
    """A group that is called is written once more for each direction and each way of matching."""
    return whole.written * (4 if whole.calls else 1)
