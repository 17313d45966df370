"""The rows of a file or a field, by the form that it has: CSV, JSONL, JSON, or a question a line."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, cast

from components.injection.measuring.bounded import TooLarge, parsed
from components.injection.measuring.published import ANSWER, QUESTION, Bad, first_of, plain_name

NO_COLUMNS = "The first line must name the columns: question, answer, and if you like kind and wrong."
NO_OBJECT = 'This is no JSON object: write {"question": …, "answer": …}.'

Row = Mapping[str, Any]
Rows = Iterator[tuple[int, Row | Bad]]


def rows_of(text: str, name: str) -> tuple[Rows, str]:
    """By plain names, and what is counted."""
    text = text.removeprefix("\ufeff")
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "tsv"):
        return _csv(text), "Line"
    if ending == "json" or (ending in ("jsonl", "ndjson") and not _is_a_line(text)):
        return _json(text), "Entry"
    return (_json_lines(text) if ending in ("jsonl", "ndjson") else _typed(text)), "Line"


def _is_a_line(text: str) -> bool:
    """Does its first line stand alone? A file that is one list over many lines may have the ending of the other."""
    first = next((line.strip() for line in _lines(text) if line.strip()), "")
    return not first.startswith("[") and (first != "{" or text.strip() == "{")


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


def _json_row(said: str) -> Row | Bad:
    try:
        # Numbers stay as they are written: 9.90 is not 9.9, and no number is too long to be read.
        found = parsed(said, as_written=True)
    except TooLarge as error:
        return Bad(f"{error} Put less into one line.")
    except (ValueError, RecursionError):
        return Bad('This is no JSON: write one object a line, such as {"question": "…", "answer": "…"}.')
    return _of_object(found)


def _of_object(found: Any) -> Row | Bad:
    """By plain names. What the viewer of Hugging Face gives has the row within the entry."""
    if isinstance(found, dict) and isinstance(found.get("row"), dict):
        if isinstance(cut := found.get("truncated_cells"), list) and cut:
            cells = ", ".join(map(str, cut))[:60]
            return Bad(f"The viewer that gave this file has cut off what is long ({cells}): take the data set itself.")
        found = found["row"]
    if not isinstance(found, dict):
        return Bad(NO_OBJECT)
    row = {plain_name(name): value for name, value in found.items() if value is not None}
    return row if _is_question(row) else Bad(NO_OBJECT)


def _is_question(row: Row) -> bool:
    return bool(first_of(QUESTION, row) or first_of(ANSWER, row) or row.keys() & {"kind", "wrong"})


def _json(text: str) -> Rows:
    """The entries of all lists in it that hold questions, under whatever name."""
    try:
        found = parsed(text, as_written=True)
    except TooLarge as error:
        yield 1, Bad(f"{error} Put less into one file.")
        return
    except (ValueError, RecursionError):
        yield 1, Bad('This is no JSON: write [{"question": "…", "answer": "…"}, …], or choose a file with its ending.')
        return
    entries = list(_entries(found))
    if not entries:
        yield 1, Bad('There is no list of questions in it: write [{"question": "…", "answer": "…"}, …].')
    yield from ((number, _of_object(entry)) for number, entry in enumerate(entries, 1))


def _entries(found: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(found, list):
        yield from cast(list[Any], found)
    elif isinstance(found, dict) and depth < 4:
        inside: dict[str, Any] = {str(name): value for name, value in found.items()}
        if columns := _columns(inside):
            yield from columns
        elif isinstance(inside.get("row"), dict) or isinstance(_of_object(inside), dict):
            yield inside
        else:
            # A list of words (the names of columns, say) holds no questions.
            for part in inside.values():
                if isinstance(part, dict) or (isinstance(part, list) and any(isinstance(one, dict) for one in part)):
                    yield from _entries(part, depth + 1)


def _columns(found: Mapping[str, Any]) -> list[Row]:
    """A table that is written column by column."""
    plain = {plain_name(name): value for name, value in found.items()}
    lists = {name: list(value.values()) if isinstance(value, dict) else value for name, value in plain.items()}
    name = first_of(QUESTION, lists)
    if not name or not isinstance(lists[name], list) or not all(isinstance(one, str) for one in lists[name]):
        return []
    size = len(lists[name])
    whole = {name: value for name, value in lists.items() if isinstance(value, list) and len(value) == size}
    return [{name: value[at] for name, value in whole.items()} for at in range(size)]


def _csv(text: str) -> Rows:
    lines = _lines(text)
    first = next((line for line in lines if line.strip(" \r\n\t,;")), "")
    delimiter = max(",;\t", key=first.count)
    named: list[str] = []
    for line, cells in _records(lines, delimiter):
        if isinstance(cells, Bad):
            yield line, cells
        elif not any(cell.strip() for cell in cells):
            continue
        elif named:
            yield line, _csv_row(named, cells, delimiter)
        else:
            named = [plain_name(cell) for cell in cells]
            known = dict.fromkeys(named, "")
            if not first_of(QUESTION, known) or (not first_of(ANSWER, known) and len(named) > 1):
                yield line, Bad(NO_COLUMNS)
                return


def _csv_row(named: list[str], cells: list[str], delimiter: str) -> Row | Bad:
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    told = f"This line has {len(cells)} cell{'s' * (len(cells) > 1)}, and the first has {len(named)}"
    # A spreadsheet may end each line with empty cells.
    if any(cell.strip() for cell in cells[len(named) :]):
        return Bad(f"{told}: put quotes around text with a “{shown}” in it.")
    known = dict.fromkeys(named, "")
    needed = [column for column in (first_of(QUESTION, known), first_of(ANSWER, known)) if column]
    if len(cells) <= max(map(named.index, needed)):
        return Bad(f"{told}: write the answer, too, or only a “{shown}” where you look at the answers yourself.")
    return dict(zip(named, cells, strict=False))


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | Bad]]:
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
            yield begins + 1, Bad(f"{told}: close each quote, and write a quote within quotes twice.")
            begins += 1
