"""When did it have the answer? Where in its thoughts the final answer of a reply first stood, by the lab's own readers.

Not every place tells that it had it: what the question names is repeated with it, and a small number stands anywhere.
Of such an answer the first place counts that states it; of all others the first place at all.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components.injection.judging.blanking import places
from components.injection.judging.expected import Expected
from components.injection.judging.numerals import ORDINALS
from components.injection.judging.verdict import states_answer
from components.insight.final import Final, final_of, within

MOST_READ = 300_000  # characters of thoughts: a second or so
WINDOW = 20_000
MOST_LOOKED_AT = 400  # places that are read as sentences
NEAR = 40  # characters between what leads to an answer and the answer
AROUND = 300  # characters of a sentence, before and behind

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """`answer` as it is shown. It first stood in the thoughts from `start` to `end` (characters), and stands there
    `times` times in all; `share` of them (0 to 1) lay before. `stated`: that place states it; else it is named there,
    and whether as the answer cannot be told. `whole`: all of the thoughts were read, not only their first
    MOST_READ characters."""

    answer: str
    start: int
    end: int
    times: int
    share: float
    stated: bool = True
    whole: bool = True


BREAK = re.compile(r"\n+|(?<=[.!?;])[\"')\]*_]*\s+|(?<=[。！？；])")
_REACHED = re.compile(
    r"(?:[=≈⇒→]|\\approx|\\implies"
    r"|\b(?:answer|result|total|sum|so|thus|hence|therefore|must be|conclu\w+|finally|equals|gives|makes|yields)\b"
    r"|\b(?:Antwort|Ergebnis|also|daher|somit|folglich|deshalb)\b|\b(?:réponse|résultat|donc|ainsi)\b"
    r"|\b(?:respuesta|resultado|entonces|por lo tanto|así que)\b"
    r"|答案|结果|結果|所以|因此|得到|得出|于是|答え|よって|したがって|つまり|だから)",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|isn't|aren't|n't|no|never|wrong|incorrect|rather than|instead of|if|maybe|perhaps|might|could|whether|or"
    r"|nicht|kein\w*|falsch|oder|ob|pas|non|faux|ou|incorrecto|ni|si)\b|不|没|沒|吗|嗎|或|ではな|じゃな|かも",
    re.I,
)
# "At position 3", "step 3", "day 3" count something else.
_COUNTS_ELSE = re.compile(
    r"\b(?:at|positions?|steps?|index|numbers?|no\.|cases?|options?|lines?|parts?|days?|first|last|next|another|other)"
    r"\W*$|#$",
    re.I,
)
_LIST_MARK = re.compile(r"[.)]\*{0,2}[ \t]")
_ASKS = re.compile(r"[?？][\"')\]*_\s]*$")


def standing(question: str, thoughts: str, answer: str, right: str = "") -> Standing | None:
    """None where the answer is long prose or cannot be told, and where it never stands in the thoughts but as the
    question repeats it."""
    final = final_of(question, answer, right)
    if final is None or not thoughts.strip():
        return None
    read = thoughts[:MOST_READ]
    found = list(_places(read, final.expected))
    if not found:
        return None
    first = _first(within(question), read, final, found)
    if first is None:
        return None
    (start, end), stated = first
    start, end = final.around(thoughts, start, end)
    return Standing(
        final.shown, start, end, len(found), start / len(thoughts), stated, whole=len(read) == len(thoughts)
    )


def _places(text: str, expected: Expected) -> Iterator[Span]:
    """Where the answer stands, in order, none within another. It is read in windows that end between two lines or
    words."""
    at, last = 0, 0
    while at < len(text):
        until = _window_end(text, at)
        for start, end in places(text[at:until], expected):
            if at + start >= last and end > start and not _orders(text, at + start, at + end, expected):
                last = at + end
                yield at + start, last
        at = until


def _orders(text: str, start: int, end: int, expected: Expected) -> bool:
    """ "The third letter", and "3." before an item of a list, count nothing."""
    if expected.kind != "number":
        return False
    said = text[start:end]
    if re.split("[^a-z]", said.lower())[-1] in ORDINALS or re.search(r"\d(?:st|nd|rd|th)$", said):
        return True
    line = text[text.rfind("\n", max(start - AROUND, 0), start) + 1 : start]
    return not line.strip(" \t>*_#-") and _LIST_MARK.match(text, end) is not None


def _window_end(text: str, at: int) -> int:
    if len(text) - at <= WINDOW:
        return len(text)
    for between in ("\n", " "):
        if (found := text.rfind(between, at + WINDOW // 2, at + WINDOW)) > 0:
            return found + 1
    return at + WINDOW


def _first(question: str, text: str, final: Final, found: Sequence[Span]) -> tuple[Span, bool] | None:
    """The place that counts, and whether it is stated there."""
    breaks = [one.end() for one in BREAK.finditer(text)]
    if not _anywhere(question, final):
        first = found[0]
        return first, _states(text, first, _sentence(text, breaks, first), final.expected)
    named: Span | None = None
    for place in found[:MOST_LOOKED_AT]:
        sentence = _sentence(text, breaks, place)
        if _states(text, place, sentence, final.expected):
            return place, True
        if named is None and not _repeats(question, text[slice(*sentence)]):
            named = place
    return (named, False) if named else None


def _anywhere(question: str, final: Final) -> bool:
    """May it stand there for another reason than that it is the answer?"""
    expected = final.expected
    if expected.kind == "choice" or next(_places(question, expected), None):
        return True
    if expected.kind in ("number", "formula"):
        return len(re.sub(r"\D", "", expected.right)) < 3 and not re.search(r"[./^\\a-zA-Z]", expected.right)
    return len(expected.right) < 4 and expected.right.isascii()


def _sentence(text: str, breaks: Sequence[int], place: Span) -> Span:
    start, end = place
    before, after = bisect_right(breaks, start), bisect_left(breaks, end)
    begin = max(breaks[before - 1] if before else 0, start - AROUND)
    until = min(breaks[after] if after < len(breaks) else len(text), end + AROUND)
    return begin, until


def _states(text: str, place: Span, sentence: Span, expected: Expected) -> bool:
    said = text[slice(*sentence)]
    if _ASKS.search(said):
        return False
    if states_answer(said, expected, concludes=False):
        return True
    # Not in the words that the lab's reader knows: by what leads to it, in several languages.
    before, after = text[sentence[0] : place[0]], text[place[1] : sentence[1]]
    led = list(_REACHED.finditer(before))
    if expected.relation or _NOT.search(before) or not led:
        return False
    between = before[led[-1].end() :]
    if len(between) > NEAR or re.search(r"\d", between) or _COUNTS_ELSE.search(before):
        return False
    return not re.match(r"\s*(?:[-+*/×^=]|or\b|oder\b|ou\b|或)", after)


def _repeats(question: str, sentence: str) -> bool:
    """Is it the question that stands there, or another one?"""
    if _ASKS.search(sentence):
        return True
    said, asked = " ".join(re.findall(r"\w+", sentence.lower())), " ".join(re.findall(r"\w+", question.lower()))
    return bool(said and asked) and (said in asked or asked in said)
