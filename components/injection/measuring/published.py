r"""Data sets as they are published: which field is the question, which are the options, and what of the answer is to be
found. GSM8K ends its answers with #### 72, MATH puts them into \boxed{…}; MMLU, ARC and GPQA have options."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from components.injection.judging.in_prose import boxes
from components.injection.judging.lettered import LETTERS, asked
from components.injection.measuring.bounded import Whole, parsed

# By the worth of the name: the first that a row has is taken.
QUESTION = (
    *("question", "problem", "prompt", "query", "input", "instruction", "questiontext", "questionstem", "stem"),
    *("squestion", "goal", "sentence", "ctx"),
)
ANSWER = (
    *("answer", "answerkey", "correctanswer", "finalanswer", "finalans", "target", "expected", "expectedanswer"),
    *("expectedoutput", "ideal", "gold", "goldanswer", "groundtruth", "reference", "referenceanswer", "label"),
    *("correct", "correctoption", "answerindex", "answeridx", "cop", "lsolutions", "solution", "output", "response"),
)
BEFORE = ("passage", "context", "body")  # what a question is asked about
OPTIONS = ("choices", "options", "endings")
WRONG = re.compile(r"(?:incorrectanswers?|distractors?)\d*")
_COLUMN = re.compile(r"(?:(?:option|choice|op|answer|sol|ending)([a-j]|\d))|([a-j])")
_COUNTED = ("label", "answerindex", "answeridx", "cop")  # names of a number that counts from 0
_CONCLUDED = re.compile(r"\banswer is:?\s+(\S[^\n]{0,80}?)\.?\s*\Z", re.I)
_IN_TEXT = re.compile(r"^[ \t]*\(?([A-T])[).:][ \t]+(\S.*?)[ \t]*$", re.M)
MOST_OPTIONS = len(LETTERS)


class Bad(ValueError):
    """What is wrong with one question, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Published:
    """With `options` the answer is a letter; they stand in `question`."""

    question: str
    answer: str
    options: tuple[str, ...] = ()


def plain_name(name: object) -> str:
    return re.sub(r"[\s_-]+", "", str(name)).lower()


def first_of(names: tuple[str, ...], row: Mapping[str, Any]) -> str:
    """The name that the row has, "" for none."""
    return next((name for name in names if row.get(name) is not None), "")


def published(row: Mapping[str, Any]) -> Published:
    """`row` by plain names. Raises Bad."""
    if isinstance(nested := row.get("question"), Mapping):  # ARC as it was published first
        row = {**row, **{plain_name(name): value for name, value in nested.items()}, "question": None}
    name = first_of(QUESTION, row)
    question = _text(row, name) if name else ""
    if name == "instruction" and row.get("input"):
        question = f"{question}\n\n{_text(row, 'input')}"
    before = "\n\n".join(_text(row, one).strip() for one in BEFORE if row.get(one))
    question = f"{before}\n\n{question}" if before and question.strip() else question
    of_answer = first_of(ANSWER, row)
    if of_answer and row[of_answer] == "" and row.get("solution"):
        of_answer = "solution"
    wrong = [text for one in sorted(row) if WRONG.fullmatch(one) and row[one] for text in _texts(row[one], one)]
    if wrong and of_answer:
        return _with_wrong(question, _text(row, of_answer).strip(), wrong)
    options, labels = _options(row)
    if options:
        return _with_letters(question, options, _letter(row, of_answer, options, labels))
    answer = _answer(_text(row, of_answer)) if of_answer else ""
    letter = re.fullmatch(r"\(?([A-T])\)?", answer)
    if letter and letter[1] in (inside := _in_the_text(question)):
        return Published(question, letter[1], tuple(inside.values()))
    return Published(question, answer)


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    if isinstance(found, list) and len(found) == 1 and name != "question":
        (found,) = found
    if isinstance(found, list) and found and name != "question":
        raise Bad(f"{name} is a list of {len(found)} answers: write the one that is right.")
    if not isinstance(found, str):
        raise Bad(f"{name} must be text or a number: write it in quotes.")
    return found


def _texts(found: Any, name: str) -> list[str]:
    if isinstance(found, str) and found.lstrip()[:1] in ("[", "{"):  # a list in a cell of a table
        found = _parsed(found, name)
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Bad(f"{name} must be a list of texts.")
    return [str(one) for one in found]


def _answer(said: str) -> str:
    """What of it is to be found in a reply."""
    if "####" in said:
        said = said.rpartition("####")[2].strip().removeprefix("$").rstrip(".")
    elif found := boxes(said):
        start, end = found[-1]
        said = said[start:end]
    elif found := _CONCLUDED.search(said):
        said = found[1]
    said = said.strip()
    if wrapped := re.fullmatch(r"\$([^$]+)\$|\\(?:text|mathrm|textbf)\{([^{}]*)\}", said):
        said = (wrapped[1] or wrapped[2] or "").strip()
    return said


def _options(row: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Their texts and their labels, where they have some of their own."""
    name = first_of(OPTIONS, row)
    if not name:
        found = {one[1] or one[2]: key for key in row if (one := _COLUMN.fullmatch(key))}
        kept = {
            label: row[key] for label, key in sorted(found.items()) if isinstance(row[key], str) and row[key].strip()
        }
        return (list(kept.values()), [label.upper() for label in kept]) if len(kept) > 1 else ([], [])
    found: Any = row[name]
    if isinstance(found, str):
        found = _parsed(found, name)
    if isinstance(found, Mapping):
        by_name = {plain_name(key): value for key, value in found.items()}
        if "text" in by_name:
            return _texts(by_name["text"], name), _texts(by_name.get("label", []), name)
        return _texts(list(found.values()), name), [str(key) for key in found]
    if isinstance(found, list) and found and all(isinstance(one, Mapping) and "text" in one for one in found):
        return _texts([one["text"] for one in found], name), _texts([one.get("label", "") for one in found], name)
    texts = _texts(found, name)
    lettered = [re.match(rf"\(?{letter}[).:]\s*", text) for letter, text in zip(LETTERS, texts, strict=False)]
    if len(lettered) == len(texts) and all(lettered):
        texts = [text[found.end() :] for text, found in zip(texts, lettered, strict=True) if found]
    return texts, []


def _parsed(said: str, name: str) -> Any:
    try:
        return parsed(said, as_written=True)
    except (ValueError, RecursionError):
        raise Bad(f'{name} is no list: write ["…", "…"].') from None


def _letter(row: Mapping[str, Any], name: str, options: list[str], labels: list[str]) -> str:
    """ "" where no answer is told."""
    if not name or row[name] == "":
        return ""
    answer = _text(row, name)
    said = " ".join(answer.split())
    alike = [at for at, text in enumerate(options) if " ".join(text.split()).casefold() == said.casefold()]
    if said in labels:
        return LETTERS[labels.index(said)]
    if said.isdecimal() and int(said[:9]) < len(options):
        at = int(said)
        if alike and alike != [at] and not isinstance(answer, Whole) and name not in _COUNTED:
            raise Bad(f"“{said}” may be the option or its number, counted from 0: write its letter.")
        return LETTERS[at]
    if len(alike) == 1:
        return LETTERS[alike[0]]
    found = re.fullmatch(r"\(?([A-Ta-t])(?:\)|[).:]\s.*|[.:])?", said)
    if found and (at := LETTERS.index(found[1].upper())) < len(options):
        return LETTERS[at]
    raise Bad(f"“{said[:40]}” is none of the {len(options)} options: write a letter, or the text of one.")


def _with_wrong(question: str, right: str, wrong: list[str]) -> Published:
    """In an order that is drawn from the question, the same each time."""
    options = [right, *wrong]
    order = Random(question)
    drawn = sorted(options, key=lambda _: order.random())
    return _with_letters(question, drawn, LETTERS[drawn.index(right)] if len(drawn) <= MOST_OPTIONS else "")


def _with_letters(question: str, options: list[str], letter: str) -> Published:
    texts = tuple(text.strip() for text in options)
    if not 2 <= len(texts) <= MOST_OPTIONS:
        raise Bad(f"A question has 2 to {MOST_OPTIONS} options, and this one has {len(texts)}.")
    if not all(texts) or len({text.casefold() for text in texts}) < len(texts):
        raise Bad("Two of the options are the same, or one is empty: write different ones.")
    return Published(asked(question.strip(), texts) if question.strip() else "", letter, texts)


def _in_the_text(question: str) -> dict[str, str]:
    """The options that the question itself lists, where they are in order: (A) …, (B) …"""
    found = {one[1]: one[2] for one in _IN_TEXT.finditer(question)}
    return found if len(found) > 1 and "".join(found) == LETTERS[: len(found)] else {}
