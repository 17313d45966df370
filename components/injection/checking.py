"""Whether an answer of a measurement is right, by what is known of its question."""

import re

from components.injection.questions import Question
from components.injection.verdict import Verdict, judge

MOST_READ = 20_000  # characters of an answer in which a pattern is looked for
LONGEST = 200  # characters of a pattern
MOST_REPEATS = 12  # in a pattern: each may double the time
FLAGS = re.IGNORECASE | re.MULTILINE

_FOR_EVER = "a search could take for ever"
_TOKEN = re.compile(
    r"(?P<aside>\(\?\#[^)]*\)|\(\?[aiLmsux-]+\))"
    r"|(?P<open>\((?:\?(?:[:=!>]|<[=!]|P?<\w+>|P=|[aiLmsux-]+:|\(\w+\)))?)"
    r"|(?P<close>\))"
    r"|(?P<either>\|)"
    r"|(?P<times>(?:[*+?]|\{(?=[\d,])(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})[?+]?)"
    r"|(?P<atom>\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.)",
    re.DOTALL,
)
# Of these there may be many in a row: . [^x] \S [\s\S] \1
_WIDE = re.compile(r"\.|\[\^.*|\\[DSW1-9]|\[.*\\[DSW].*", re.DOTALL)
_SPREAD = re.compile(r"\(\?[aiLmsu]*x")


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
    if found := re.search(question.pattern, answer[:MOST_READ], FLAGS):
        quote = " ".join(found[0].split())[:200]
        return Verdict("right", f"{looked}; found “{quote}”." if quote else f"{looked}; the answer matches it.")
    if len(answer) > MOST_READ:
        return Verdict("unclear", f"{looked}; it is not in the first {MOST_READ:,} characters, and no more are read.")
    return Verdict("wrong", f"{looked}; it is not in the answer.")


def wrong_pattern(pattern: str) -> str:
    """Why this regular expression cannot be used and what to write instead, "" where it can."""
    if len(pattern) > LONGEST:
        return f"The pattern is too long: {len(pattern):,} of at most {LONGEST} characters. Write a shorter one."
    try:
        re.compile(pattern, FLAGS)
    # ValueError: flags that exclude each other. A warning is an error where Python is told so.
    except (re.error, ValueError, RecursionError, OverflowError, Warning) as error:
        return f"The pattern is no regular expression ({error}): write a backslash before a sign that is meant as text."
    return _slow(pattern)


def _slow(pattern: str) -> str:
    """Nothing stops a search of the standard library once it has begun, so what could take for ever is not begun:
    a repeat of what itself can be read in two ways, and repeats that share one text out among them."""
    varies, wide = [False], [False]  # of the groups that are open: can be read in two ways; holds a wide sign
    atom = before = ended = ""  # the last sign; the one before it, where that repeats
    twofold = loose = False  # of the last sign or group
    ways, repeats = 1, 0
    for token in _TOKEN.finditer(pattern):
        if _SPREAD.match(token[0]):
            return "The pattern has the flag x, which is not read here: write it without, and without the spaces."
        match token.lastgroup:
            case "open":
                varies.append(False)
                wide.append(False)
                atom = before = ended = ""
            case "close":
                twofold, loose = varies.pop(), wide.pop()
                varies[-1] |= twofold
                wide[-1] |= loose
                atom = before = ended = ""
            case "either":
                varies[-1] = True
                atom = before = ended = ""
            case "times":
                least, most = _times(token)
                if twofold and most > 1:
                    return f"The pattern repeats a group that repeats or has a choice: {_FOR_EVER}. Write it without."
                if most == least:
                    continue
                if atom and atom == before:
                    return f"The pattern repeats {atom} twice in a row: {_FOR_EVER}. Write it once."
                varies[-1], ended = True, atom
                repeats += 1
                ways *= most - least + 1 if loose else 1
            case "atom":
                before, ended, atom = ended, "", token[0]
                twofold, loose = False, _WIDE.fullmatch(atom) is not None
                wide[-1] |= loose
            case _:
                pass
    if repeats > MOST_REPEATS:
        return f"The pattern has {repeats} repeats, of at most {MOST_REPEATS}: {_FOR_EVER}. Write a simpler one."
    if ways > MOST_READ + 1:
        return (
            f"The pattern has more than one .* or the like: {_FOR_EVER}. Leave it out at the ends, or write .{{0,99}}."
        )
    return ""


def _times(token: re.Match[str]) -> tuple[int, int]:
    """How often, at least and at most; no more than there are characters."""
    if token[0][0] != "{":
        return {"*": (0, MOST_READ), "+": (1, MOST_READ), "?": (0, 1)}[token[0][0]]
    least = min(int(token["least"] or 0), MOST_READ)
    most = min(int(token["most"] or MOST_READ), MOST_READ) if token["comma"] else least
    return least, most
