"""Questions from a file or a field. A bad line is named, and so is one whose answer could not be judged; the good ones
are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from components.injection.expecting import expecting
from components.injection.judging.expected import Expected
from components.injection.judging.lettered import LETTERS
from components.injection.judging.patterns import parts
from components.injection.judging.verdict import judge
from components.injection.measuring.checking import LONGEST as LONGEST_PATTERN
from components.injection.measuring.checking import wrong_pattern
from components.injection.measuring.published import Bad, published
from components.injection.measuring.question_rows import rows_of
from components.injection.measuring.questions import Question

MOST, LONGEST = 5_000, 10_000  # questions; characters of one
LONGEST_ANSWER = 1_000  # Python reads no number of more than 4,300 digits
MOST_WORDS = 10  # of an answer that is looked for as it is written
MOST_PARTS = 1_000_000  # of all patterns of a file, written out: to compile them takes a second or two
KINDS = ("number", "word", "choice", "pattern", "look")


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1; of a record of many lines it is the first. In a list of JSON it counts its entries."""

    line: int
    what: str
    unit: str = "Line"


def read_questions(text: str, name: str = "") -> tuple[list[Question], list[Problem]]:
    """`name` of a file tells what it is by its ending; without one each line is a question, with its answer behind a
    bar."""
    rows, unit = rows_of(text, name)
    questions: list[Question] = []
    problems: list[Problem] = []
    left = MOST_PARTS
    for line, row in rows:
        try:
            if isinstance(row, Bad):
                raise row
            if str(row.get("kind", "")).strip().lower() == "pattern":
                left -= parts(str(row.get("answer", ""))[:LONGEST_PATTERN])
                if left < 0:
                    raise Bad("The patterns up to here are too large together: repeat less in them, or use more files.")
            question = _question(row)
        except Bad as error:
            problems.append(Problem(line, str(error), unit))
            if len(problems) == MOST:
                too_many = f"No more is read after {MOST:,} that cannot be used: is it another kind of file?"
                problems.append(Problem(line, too_many, unit))
                break
            continue
        if len(questions) == MOST:
            too_many = f"Only the first {MOST:,} questions are read: put the rest in another file."
            problems.append(Problem(line, too_many, unit))
            break
        questions.append(question)
    return questions, problems


def _question(row: Mapping[str, Any]) -> Question:
    question = _as_told(row) if row.get("kind") or row.get("wrong") else _as_published(row)
    if question.expected and not can_be_judged(question.expected):
        said = question.expected.right
        raise Bad(
            f"The answer cannot be judged (“{said[:60]}{'…' * (len(said) > 60)}”): no reply would surely be marked"
            " right. Write a number, a formula or a short answer, or “pattern” or “look” as the kind."
        )
    return question


@lru_cache(maxsize=10_000)
def can_be_judged(expected: Expected) -> bool:
    """Is a reply right that says the right answer word for word? Of a whole sentence, nobody says just that."""
    right = expected.right
    if expected.kind == "word" and len(right.split()) > MOST_WORDS:
        return False
    replies = (f"The answer is {right}.", right, rf"\boxed{{{right}}}")
    return any(judge(reply, expected).mark == "right" for reply in replies)


def _as_published(row: Mapping[str, Any]) -> Question:
    found = published(row)
    text, answer = found.question.strip(), " ".join(found.answer.split())
    _refuse_odd(text, "", answer, ())  # the options stand in the text
    if not answer:
        return Question(text)
    if found.options:
        others = tuple(letter for letter in LETTERS[: len(found.options)] if letter != answer)
        return Question(text, Expected("choice", answer, others, options=found.options))
    return Question(text, expecting(text, answer))


def _as_told(row: Mapping[str, Any]) -> Question:
    """With the kind of its answer, or with wrong ones: as this room reads it."""
    for column in ("question", "answer", "kind", "wrong"):
        if not isinstance(row.get(column, ""), str):
            raise Bad(f"{column} must be text or a number: write it in quotes.")
    text, typed = row.get("question", "").strip(), row.get("answer", "").strip()
    answer, kind = " ".join(typed.split()), row.get("kind", "").strip().lower()
    others = tuple(" ".join(other.split()) for other in row.get("wrong", "").split("|") if other.strip())
    _refuse_odd(text, kind, answer, others)
    if kind == "look" or (not answer and not kind):
        return Question(text)
    if not answer:
        raise Bad("The answer is missing: write it, or “look” as the kind to look at the answers yourself.")
    if kind == "pattern":
        if wrong := wrong_pattern(typed):
            raise Bad(wrong)
        return Question(text, None, typed)
    as_written = expecting("", answer) or Expected("word", answer)
    number = as_written.kind == "number"
    if kind == "number" and as_written.kind == "word":
        raise Bad(f"“{answer[:40]}” is no number: write it in digits, such as 1,234 or 9.9.")
    if kind == "choice" and not others:
        raise Bad("A choice needs the wrong options, too: write them under wrong, with bars between them.")
    if not kind and not others:
        return Question(text, expecting(text, answer))
    # Numbers that are named as wrong are options of the question, as in "Which is bigger: 9.11 or 9.8?".
    if kind == "choice" or (not kind and number and all(map(_is_number, others))):
        return Question(text, Expected("choice", answer, others))
    if kind == "number" or (not kind and number):
        return Question(text, as_written)
    return Question(text, Expected("word", answer, others))


def _is_number(text: str) -> bool:
    found = expecting("", text)
    return found is not None and found.kind == "number"


def _refuse_odd(text: str, kind: str, answer: str, others: tuple[str, ...]) -> None:
    if not text:
        raise Bad("The question is empty: write it in the line, or remove the line.")
    if len(text) > LONGEST:
        raise Bad(f"The question is too long: {len(text):,} of at most {LONGEST:,} characters. Write a shorter one.")
    if kind not in ("", *KINDS):
        raise Bad(f"“{kind[:40]}” is no kind of answer: write one of {', '.join(KINDS)}, or nothing.")
    longest = max(len(said) for said in (answer, *others))
    if longest > LONGEST_ANSWER:
        raise Bad(f"The answer is too long: {longest:,} of at most {LONGEST_ANSWER:,} characters. Write a shorter one.")
    if answer.casefold() in (other.casefold() for other in others):
        raise Bad(f"“{answer[:40]}” is both the answer and one of the wrong ones: remove it from one of them.")
    try:
        "".join((text, answer, *others)).encode()
    except UnicodeEncodeError:
        raise Bad(r"There is half a character in it, such as \ud800: write the whole character.") from None
