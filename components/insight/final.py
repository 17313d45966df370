"""What the final answer of a reply is, as a short value that can be looked for: by the lab where it knows the right one
or the options, else by how replies present an answer. None where it is long prose, or cannot be told."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from components.injection.expecting import expecting, known_answer
from components.injection.judging.expected import Expected, Relation
from components.injection.judging.in_prose import boxes
from components.injection.judging.lettered import LETTERS
from components.injection.judging.numerals import IN_WORD
from components.injection.judging.reading import cut
from components.injection.judging.verdict import contains_answer, judge

LONGEST, MOST_WORDS = 60, 8  # of a short answer
MOST_ASKED = 2_000  # characters of a question, at its beginning and at its end
MOST_OPTIONS, LONGEST_OPTION = 10, 200

_DIGITS = r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBERS = re.compile(rf"(?<!{IN_WORD})(?<![.,]){_DIGITS}(?!{IN_WORD}|[.,]\d)")
_SUMS = re.compile(rf"[$€£¥]?(?<!{IN_WORD})(?<![.,])(?P<number>{_DIGITS})(?!{IN_WORD}|[.,]\d)(?: ?%)?")
# With what is counted or measured: "$12", "5 km", "42 red apples".
_AMOUNT = re.compile(
    rf"(?P<sign>[$€£¥]?) ?(?P<number>{_DIGITS})(?P<unit> ?(?:%|°[CF]?|[^\W\d_]+(?: [^\W\d_]+){{0,2}}))?"
)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}:\d{2}.*")
_QUALIFIED = re.compile(
    r"^(?:(?:it|that|there)(?:'s| is| are)|about|approximately|approx\.|roughly|around|nearly|almost|exactly|in|at|on"
    r"|by|only|just|im|en|[≈~=])\s+(?=\S)",
    re.I,
)
_BOLD = re.compile(r"(?<![*\w])\*\*(?=\S)([^*\n]{1,80}?)(?<=\S)\*\*|(?<![_\w])__(?=\S)([^_\n]{1,80}?)(?<=\S)__")
_BRACKETS = re.compile(r"\([^()\n]{0,300}\)")
_LABEL = re.compile(
    r"^(?:final |the |my )*(?:answer|result|solution|conclusion)\s*[:=]?\s*"
    r"|^(?:答案|最终答案|最終答案|答え|Antwort|Ergebnis|Réponse|Respuesta)\s*[:：]?\s*",
    re.I,
)
_SAID = re.compile(
    r"(?:\b(?:final answer|answer|result|solution)\b\s*(?:[:=]|\bis\b:?|\bwould be\b|\bmust be\b)"
    r"|\b(?:Antwort|Ergebnis|Lösung)\b\s*(?:[:=]|\b(?:ist|lautet)\b:?)"
    r"|\b(?:réponse|résultat)\b(?: finale)?\s*(?:[:=]|\best\b:?)"
    r"|\b(?:respuesta|resultado)\b(?: final)?\s*(?:[:=]|\bes\b:?)"
    r"|(?:最终|最終)?(?:答案|结果|結果)\s*(?:[:：=]|是|为|為)|答え(?:は|[:：=]))"
    r"[ \t*_]*\n?[ \t*_]*(?P<rest>[^\n]{1,120})",
    re.I,
)
_IS = re.compile(
    r"^.{0,200}?(?:\b(?:is|are|was|were|be|equals|makes|gives|ist|sind|est|es|son)\b|[=≈]|[:：](?!\d)|是|は)"
    r"\s*(?:(?:the|an?|about|exactly|only|just|on|still|in|der|die|das|ein|eine|le|la|un|une|el|una)\s+)*"
    r"(?P<rest>\S.*)$",
    re.I | re.S,
)
_ENDS = re.compile(
    r"(?<=[.!?])\s|[。！？]|[;；]|,\s|，|\s(?:because|since|so|but|and|which|weil|denn|parce)\b|\s[–—(]|\n"
)
_SENTENCES = re.compile(r"(?<=[.!?])\s|[。！？]|\n")
_TRIMS = " \t\n*_`\"'“”„«».,;:!?。！？：，；$"
_YES_NO: Sequence[tuple[str, str]] = (
    ("Yes", "No"),
    ("Ja", "Nein"),
    ("Oui", "Non"),
    ("Sí", "No"),
    ("是", "不是"),
    ("はい", "いいえ"),
)
_POLAR = re.compile(rf"\W*({'|'.join(word for both in _YES_NO for word in both)})(?!\w)", re.I)
_ASKED = re.compile(
    r"(?:^|[.!?,]\s+)(?:is|are|am|was|were|do|does|did|can|could|will|would|has|have|had|should|may|must|true or false"
    r"|ist|sind|war|hat|kann|est-ce|es|son|hay)\b[^?？\n]*[?？]|[吗嗎][?？]?|ですか|ますか"
    r"|\b(?:yes or no|ja oder nein)\b",
    re.I | re.M,
)
_OPTION = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=\())\(?([A-J])[).:](?=\s*\S)")
_BIGGER = re.compile(r"\b(?:bigger|larger|greater|higher|biggest|largest|greatest|highest|more)\b", re.I)
_SMALLER = re.compile(r"\b(?:smaller|lower|lesser|smallest|lowest|less)\b", re.I)


class Final(NamedTuple):
    """`shown` as a person reads it, and what is looked for."""

    shown: str
    expected: Expected

    def around(self, text: str, start: int, end: int) -> tuple[int, int]:
        """With what belongs to a number: its sign of money before it, its unit behind it."""
        found = _AMOUNT.fullmatch(self.shown)
        if found is None:
            return start, end
        unit = (found["unit"] or "").strip()
        behind = re.compile(rf" ?{re.escape(unit)}(?!{IN_WORD})").match(text, end) if unit else None
        before = len(found["sign"]) if found["sign"] and text.endswith(found["sign"], 0, start) else 0
        return start - before, behind.end() if behind else end


def final_of(question: str, answer: str, right: str = "") -> Final | None:
    """`right` is "" where it is not known. A right answer that the reply does not give is none of its own, unless there
    is no reply at all."""
    said, question = cut(answer), within(question)
    for known in _known(question, right):
        if not said or judge(said, known.expected).mark == "right":
            return known
    if not said:
        return None
    for found in _named(question):
        if judge(said, found.expected).mark == "right":
            return found
    if (shown := _presented(question, said)) and (expected := looked_for(question, shown)):
        return Final(shown, expected)
    for known in _known(question, right):
        if contains_answer(said, known.expected) and judge(said, known.expected).mark != "wrong":
            return known
    return None


def within(question: str) -> str:
    """The beginning and the end of a very long one: where it asks, and lists its options."""
    return question if len(question) <= 2 * MOST_ASKED else f"{question[:MOST_ASKED]}\n{question[-MOST_ASKED:]}"


def looked_for(question: str, shown: str) -> Expected | None:
    """What `shown` is worth, as the lab reads a right answer."""
    if _DATE.fullmatch(shown):
        return Expected("word", shown)
    counted = _AMOUNT.fullmatch(shown)
    expected = expecting(question, counted["number"].replace("−", "-") if counted else shown)
    if expected is None or expected.kind != "number" or expected.given:
        return expected
    value = expected.right.replace(",", "")
    given = (one for one in _NUMBERS.findall(question) if one.replace(",", "").replace("−", "-") != value)
    unit = (counted["unit"] or "").strip() if counted else ""
    return replace(expected, unit=(unit,) if unit.isalpha() else (), given=tuple(dict.fromkeys(given))[:40])


def _known(question: str, right: str) -> Iterator[Final]:
    for told in dict.fromkeys((right.strip(), known_answer(question))):
        if told and (expected := expecting(question, told)):
            yield Final(told, expected)


def _named(question: str) -> Iterator[Final]:
    """The options of a question that names them: with letters, or two numbers that are compared."""
    options = _options(question)
    letters = tuple(LETTERS[: len(options)])
    for letter in letters:
        others = tuple(other for other in letters if other != letter)
        yield Final(letter, Expected("choice", letter, others, options=options))
    both = tuple(dict.fromkeys(_NUMBERS.findall(question)))
    relation: Relation = "bigger" if _BIGGER.search(question) else "smaller" if _SMALLER.search(question) else ""
    if len(both) == 2 and relation:
        for one, other in (both, both[::-1]):
            yield Final(one, Expected("choice", one, (other,), relation))


def _options(question: str) -> tuple[str, ...]:
    """Their texts, where a question lists them with letters from A on; else none."""
    found: list[tuple[int, int]] = []
    for one in _OPTION.finditer(question):
        if len(found) < MOST_OPTIONS and one[1] == LETTERS[len(found)]:
            found.append(one.span())
    if len(found) < 2:
        return ()
    ends = [start for start, _ in found[1:]] + [len(question)]
    texts = (question[end:until] for (_, end), until in zip(found, ends, strict=True))
    return tuple(" ".join(text.split()).strip(" ,;(")[:LONGEST_OPTION] or "?" for text in texts)


def _presented(question: str, answer: str) -> str:
    """The short value that a reply presents as its answer; "" where it presents none."""
    ways: Sequence[Callable[[str, str], str]] = (_boxed, _labelled, _polar, _whole, _bold, _number)
    return next((found for way in ways if (found := way(question, answer))), "")


def _boxed(_: str, answer: str) -> str:
    found = boxes(answer)
    if not found:
        return ""
    said = re.sub(r"\\(?:text|textbf|mathrm|mathbf) ?\{([^{}]*)\}", r"\1", answer[slice(*found[-1])])
    return _short(said, 120)


def _labelled(_: str, answer: str) -> str:
    """ "The answer is …", the last of them."""
    said = [found["rest"] for found in _SAID.finditer(answer)]
    return _value(said[-1]) if said else ""


def _whole(question: str, answer: str) -> str:
    """An answer of a few words."""
    if len(answer) > 120 or len(_SENTENCES.split(answer.strip(_TRIMS), maxsplit=1)) > 1:
        return ""
    found = _IS.match(answer.strip())
    value = _value(found["rest"] if found else answer)
    if _AMOUNT.fullmatch(value):
        return value
    numbers = [one for one in _SUMS.finditer(value) if one["number"] not in _NUMBERS.findall(question)]
    if len(numbers) != 1 or _DATE.fullmatch(value):
        return value
    # "168 primes below 1000", "It costs $12", "一共有128个"; but not "Apollo 11".
    among = numbers[0].start() == 0 or len(value.split()) > 2 or not value.isascii()
    return numbers[0][0] if among else value


def _bold(question: str, answer: str) -> str:
    """The one bold value, or the one that the question does not name, or the last where it ends the reply."""
    # What stands in brackets is said beside the answer.
    beside = [found.span() for found in _BRACKETS.finditer(answer)]
    bold = [one for one in _BOLD.finditer(answer) if not any(start < one.start() < end for start, end in beside[:100])]
    said = [_LABEL.sub("", (found[1] or found[2]).strip()) for found in bold[:100]]
    values = list(dict.fromkeys(value for one in said if not one.endswith(":") and (value := _short(one, 40))))
    if len(values) == 1:
        return values[0]
    new = [value for value in values if value.casefold() not in question.casefold()]
    return new[0] if len(new) == 1 else ""


def _polar(question: str, answer: str) -> str:
    found = _POLAR.match(answer) if _ASKED.search(question) else None
    return found[1].capitalize() if found else ""


def _number(question: str, answer: str) -> str:
    """The only number that the question does not have, or the one that ends the last line."""
    given = set(_NUMBERS.findall(question))
    new = list(dict.fromkeys(one for one in _NUMBERS.findall(answer) if one not in given))
    if len(new) == 1:
        return new[0]
    last = answer.rstrip().rpartition("\n")[2]
    found = list(_NUMBERS.finditer(last))
    ends = found and re.search(r"(?:=|≈|\bis|\bare|\bequals|:)\s*[$€£*]*\s*$", last[: found[-1].start()])
    return found[-1][0] if ends else ""


def _value(said: str) -> str:
    """The beginning of `said`, up to where a sentence or a clause ends, where that is short."""
    said = _LABEL.sub("", said.strip().lstrip(_TRIMS.replace("$", "")))
    said = _QUALIFIED.sub("", said)
    found = list(_BOLD.finditer(said[:80]))
    if found and not said[: found[0].start()].strip():
        return _short(found[0][1] or found[0][2], LONGEST)
    if bracketed := re.match(r"\$?[(\[][^()\[\]\n]{1,50}[)\]]", said):
        return bracketed[0].strip("$")
    return _short(_ENDS.split(said, maxsplit=1)[0], LONGEST)


def _short(said: str, longest: int) -> str:
    text = _QUALIFIED.sub("", " ".join(said.split()).strip(_TRIMS.replace("$", "")))
    text = text.strip("$") if text.count("$") > 1 or text.endswith("$") else text
    text = re.sub(r"^(?:the|an?)\s+(?=\S)", "", text, flags=re.I) if len(text.split()) > 1 else text
    return text if text and len(text) <= longest and len(text.split()) <= MOST_WORDS and re.search(r"\w", text) else ""
