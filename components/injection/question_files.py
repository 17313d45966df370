"""Questions from a file or a field: CSV, JSONL, or a question a line. A bad line is named, the good ones are kept."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from components.injection.checking import wrong_pattern
from components.injection.expected import Expected
from components.injection.expecting import NUMBER, expecting
from components.injection.questions import Question

MOST, LONGEST = 5_000, 10_000  # questions; characters of one
LONGEST_ANSWER = 1_000  # Python reads no number of more than 4,300 digits
KINDS = ("number", "word", "choice", "pattern", "look")
COLUMNS = ("question", "answer", "kind", "wrong")
NO_COLUMNS = "The first line must name the columns: question, answer, and if you like kind and wrong."
NO_OBJECT = 'This is no JSON object: write {"question": …, "answer": …}.'


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1; of a record of many lines it is the first."""

    line: int
    what: str


class _Bad(ValueError):
    """What is wrong with one line, and what to write instead."""


Row = Mapping[str, str]
Rows = Iterator[tuple[int, Row | _Bad]]


def read_questions(text: str, name: str = "") -> tuple[list[Question], list[Problem]]:
    """`name` of a file tells what it is by its ending; without one each line is a question, with its answer behind a
    bar."""
    text = text.removeprefix("\ufeff")
    ending = name.lower().rpartition(".")[2]
    rows = _json_lines(text) if ending == "jsonl" else _csv(text) if ending in ("csv", "tsv") else _typed(text)
    questions: list[Question] = []
    problems: list[Problem] = []
    for line, row in rows:
        try:
            if isinstance(row, _Bad):
                raise row
            question = _question(row)
        except _Bad as error:
            problems.append(Problem(line, str(error)))
            continue
        if len(questions) == MOST:
            problems.append(Problem(line, f"Only the first {MOST:,} questions are read: put the rest in another file."))
            break
        questions.append(question)
    return questions, problems


def _question(row: Row) -> Question:
    text, typed = row.get("question", "").strip(), row.get("answer", "").strip()
    answer, kind = " ".join(typed.split()), row.get("kind", "").strip().lower()
    others = tuple(" ".join(other.split()) for other in row.get("wrong", "").split("|") if other.strip())
    _refuse_odd(text, kind, answer, others)
    if kind == "look" or (not answer and not kind):
        return Question(text)
    if not answer:
        raise _Bad("The answer is missing: write it, or “look” as the kind to look at the answers yourself.")
    if kind == "pattern":
        if wrong := wrong_pattern(typed):
            raise _Bad(wrong)
        return Question(text, None, typed)
    number = NUMBER.fullmatch(answer) is not None
    if kind == "number" and not number:
        raise _Bad(f"“{answer[:40]}” is no number: write it in digits, such as 1,234 or 9.9.")
    if kind == "choice" and not others:
        raise _Bad("A choice needs the wrong options, too: write them under wrong, with bars between them.")
    if not kind and not others:
        return Question(text, expecting(text, answer))
    # Numbers that are named as wrong are options of the question, as in "Which is bigger: 9.11 or 9.8?".
    if kind == "choice" or (not kind and number and all(NUMBER.fullmatch(other) for other in others)):
        return Question(text, Expected("choice", answer, others))
    is_number = kind == "number" or (not kind and number)
    return Question(text, Expected("number" if is_number else "word", answer, () if is_number else others))


def _refuse_odd(text: str, kind: str, answer: str, others: tuple[str, ...]) -> None:
    if not text:
        raise _Bad("The question is empty: write it in the line, or remove the line.")
    if len(text) > LONGEST:
        raise _Bad(f"The question is too long: {len(text):,} of at most {LONGEST:,} characters. Write a shorter one.")
    if kind not in ("", *KINDS):
        raise _Bad(f"“{kind[:40]}” is no kind of answer: write one of {', '.join(KINDS)}, or nothing.")
    longest = max(len(said) for said in (answer, *others))
    if longest > LONGEST_ANSWER:
        raise _Bad(
            f"The answer is too long: {longest:,} of at most {LONGEST_ANSWER:,} characters. Write a shorter one."
        )
    if answer.casefold() in (other.casefold() for other in others):
        raise _Bad(f"“{answer[:40]}” is both the answer and one of the wrong ones: remove it from one of them.")
    try:
        "".join((text, answer, *others)).encode()
    except UnicodeEncodeError:
        raise _Bad(r"There is half a character in it, such as \ud800: write the whole character.") from None


def _lines(text: str) -> list[str]:
    """Not as str.splitlines, which also splits at characters that may stand in a question."""
    return list(io.StringIO(text, newline=""))


def _typed(text: str) -> Rows:
    for line, said in enumerate(_lines(text), 1):
        if said.strip():
            question, _, answer = said.rpartition("|") if "|" in said else (said, "", "")
            yield line, {"question": question, "answer": answer}


def _json_lines(text: str) -> Rows:
    for line, said in enumerate(_lines(text), 1):
        if said.strip():
            yield line, _json_row(said)


def _json_row(said: str) -> Row | _Bad:
    try:
        # Numbers stay as they are written: 9.90 is not 9.9, and no number is too long to be read.
        found = json.loads(said, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return _Bad('This is no JSON: write one object a line, such as {"question": "…", "answer": "…"}.')
    if not isinstance(found, dict):
        return _Bad(NO_OBJECT)
    row = {str(key).strip().lower(): value for key, value in found.items() if value is not None}
    for column in COLUMNS:
        if not isinstance(row.get(column, ""), str):
            return _Bad(f"{column} must be text or a number: write it in quotes.")
    if not row.keys() & set(COLUMNS):
        return _Bad(NO_OBJECT)
    return {column: row[column] for column in COLUMNS if column in row}


def _csv(text: str) -> Rows:
    lines = _lines(text)
    first = next((line for line in lines if line.strip(" \r\n\t,;")), "")
    delimiter = max(",;\t", key=first.count)
    named: list[str] = []
    for line, cells in _records(lines, delimiter):
        if isinstance(cells, _Bad):
            yield line, cells
        elif not any(cell.strip() for cell in cells):
            continue
        elif named:
            yield line, _csv_row(named, cells, delimiter)
        else:
            named = [cell.strip().lower() for cell in cells]
            if "question" not in named or ("answer" not in named and len(named) > 1):
                yield line, _Bad(NO_COLUMNS)
                return


def _csv_row(named: list[str], cells: list[str], delimiter: str) -> Row | _Bad:
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    told = f"This line has {len(cells)} cell{'s' * (len(cells) > 1)}, and the first has {len(named)}"
    # A spreadsheet may end each line with empty cells.
    if any(cell.strip() for cell in cells[len(named) :]):
        return _Bad(f"{told}: put quotes around text with a “{shown}” in it.")
    if len(cells) <= max(named.index(column) for column in ("question", "answer") if column in named):
        return _Bad(f"{told}: write the answer, too, or only a “{shown}” where you look at the answers yourself.")
    return dict(zip(named, cells, strict=False))


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | _Bad]]:
    """Each with the line where it begins. After one that cannot be read it goes on in the line below, or a quote that
    is never closed would swallow all that follows."""
    begins = 0
    while begins < len(lines):
        start = begins
        below = (lines[at] for at in range(start, len(lines)))
        reader = csv.reader(below, delimiter=delimiter, skipinitialspace=True, strict=True)
        try:
            for cells in reader:
                yield begins + 1, cells
                begins = start + reader.line_num
        except csv.Error as error:
            told = f"This line cannot be read as CSV ({error})"
            yield begins + 1, _Bad(f"{told}: close each quote, and write a quote within quotes twice.")
            begins += 1
