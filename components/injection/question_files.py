"""Questions from a file or a field: CSV, JSONL, or a question a line. A bad line is named, the good ones are kept."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components.injection.checking import wrong_pattern
from components.injection.expected import Expected
from components.injection.expecting import NUMBER
from components.injection.questions import Question

MOST, LONGEST = 5_000, 10_000  # questions; characters of one
KINDS = ("number", "word", "choice", "pattern", "look")
COLUMNS = {"question", "answer", "kind", "wrong"}


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1."""

    line: int
    what: str


class _Bad(ValueError):
    """What is wrong with one line, and what to write instead."""


def read_questions(text: str, name: str = "") -> tuple[list[Question], list[Problem]]:
    """`name` of a file tells what it is by its ending; without one each line is a question, with its answer behind a
    bar."""
    text = text.removeprefix("\ufeff")
    ending = name.lower().rpartition(".")[2]
    lines = _json_lines(text) if ending == "jsonl" else _csv(text) if ending in ("csv", "tsv") else _typed(text)
    questions: list[Question] = []
    problems: list[Problem] = []
    for line, found in lines:
        try:
            if isinstance(found, str):
                raise _Bad(found)
            if len(questions) >= MOST:
                problems.append(Problem(line, f"Only the first {MOST:,} questions are read."))
                break
            questions.append(_question(found))
        except _Bad as error:
            problems.append(Problem(line, str(error)))
    return questions, problems


def _question(row: Mapping[str, str]) -> Question:
    text, answer = row.get("question", "").strip(), " ".join(row.get("answer", "").split())
    kind = row.get("kind", "").strip().lower()
    if not text:
        raise _Bad("The question is empty.")
    if len(text) > LONGEST:
        raise _Bad(f"The question is too long: {len(text):,} of at most {LONGEST:,} characters.")
    if kind not in ("", *KINDS):
        raise _Bad(f"“{kind[:40]}” is no kind of answer: write one of {', '.join(KINDS)}, or nothing.")
    if kind == "look" or (not answer and not kind):
        return Question(text)
    if not answer:
        raise _Bad("The answer is missing: write it, or “look” as the kind to look at the answers yourself.")
    if kind == "pattern":
        if wrong := wrong_pattern(answer):
            raise _Bad(wrong)
        return Question(text, None, answer)
    number = NUMBER.fullmatch(answer) is not None
    if kind == "number" and not number:
        raise _Bad(f"“{answer[:40]}” is no number: write it in digits, such as 1,234 or 9.9.")
    others = tuple(other.strip() for other in row.get("wrong", "").split("|") if other.strip())
    if kind == "choice" and not others:
        raise _Bad("A choice needs the wrong options, too, with bars between them.")
    if kind == "choice":
        return Question(text, Expected("choice", answer, others))
    is_number = kind == "number" or (not kind and number)
    return Question(text, Expected("number" if is_number else "word", answer, () if is_number else others))


Lines = Iterator[tuple[int, Mapping[str, str] | str]]


def _typed(text: str) -> Lines:
    for line, said in enumerate(text.split("\n"), 1):
        if said.strip():
            question, _, answer = said.rpartition("|") if "|" in said else (said, "", "")
            yield line, {"question": question, "answer": answer}


def _json_lines(text: str) -> Lines:
    for line, said in enumerate(text.split("\n"), 1):
        if not said.strip():
            continue
        try:
            row = json.loads(said)
        except (ValueError, RecursionError):
            yield line, "This is no JSON: write one object a line."
            continue
        if not isinstance(row, dict):
            yield line, 'This is no JSON object: write {"question": …, "answer": …}.'
        elif wrong := [
            key for key, value in row.items() if key in COLUMNS and not isinstance(value, str | int | float)
        ]:
            yield line, f"{wrong[0]} must be text or a number."
        else:
            yield line, {str(key).lower(): str(value) for key, value in row.items()}


def _csv(text: str) -> Lines:
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] | None = None
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield begins, f"This line cannot be read as CSV: {error}."
            continue
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = [cell.strip().lower() for cell in row]
            if "question" not in header:
                yield begins, "The first line must name the columns: question, answer, and if you like kind and wrong."
                return
        elif len(row) > len(header):
            told = f"This line has {len(row)} cells, and the first has {len(header)}"
            yield begins, f"{told}: put quotes around text with a “{delimiter}” in it."
        else:
            yield begins, dict(zip(header, row, strict=False))
