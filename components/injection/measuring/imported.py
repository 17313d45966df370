"""A measurement that was saved as a file, read back. Whatever stands in the file is looked at here, and once: what is
handed on can be shown, counted and saved again."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, get_args

from components.conversation import Asked, Effort, Piece, Reply, Routing, Times, Turn, Usage
from components.injection.judging.expected import Expected, Kind, Relation
from components.injection.judging.verdict import Mark
from components.injection.measuring.bounded import TooLarge, parsed
from components.injection.measuring.exported import VERSION, series_of
from components.injection.measuring.questions import Question
from components.injection.measuring.results import Answer
from components.injection.measuring.series import ARMS, THINKING, Series, Step

MOST_QUESTIONS, MOST_TEXT = 5_000, 10_000_000  # characters of one text: thoughts are long
MOST_NAME = 2_000  # characters of a name of a model
MOST_REPEATS, MOST_TOKENS, MOST_S = 50, 10**9, 10**8


class NotRead(ValueError):
    """Why a file shows no measurement, in a sentence."""


@dataclass(frozen=True, slots=True)
class Imported:
    series: Series
    created: float
    answers: dict[Step, Answer]


def read_jsonl(text: str) -> Imported:
    """What `as_jsonl` wrote. Raises NotRead."""
    lines = [(number, line) for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1) if line.strip()]
    if not lines:
        raise NotRead("This file is empty: choose one that was saved here.")
    head = _Row(*lines[0])
    version = head.found.get("thinkroom")
    if version != VERSION or isinstance(version, bool):
        if isinstance(version, int | float):
            raise NotRead(f"This file is of version {version}, and this room reads version {VERSION}.")
        raise NotRead("This file is no measurement of Thinkroom: its first line does not say so.")
    series = _series(head.row("series"))
    created = head.number("created", 0, 10**11)
    answers: dict[Step, Answer] = {}
    turns: set[str] = set()
    for number, line in lines[1:]:
        row = _Row(number, line)
        step, answer = _answer(series, row)
        if step in answers or answer.turn.id in turns:
            raise row.wrong("it is there twice")
        answers[step] = answer
        turns.add(answer.turn.id)
    return Imported(series, created, answers)


class _Row:
    """One object of the file; what it lacks, or has of another kind, is told with its line."""

    def __init__(self, line: int, said: str | Mapping[str, Any]) -> None:
        self._line = line
        if not isinstance(said, str):
            self.found: Mapping[str, Any] = said
            return
        try:
            found = parsed(said)
        except TooLarge as error:
            raise self.wrong(str(error).rstrip(".")) from None
        except (ValueError, RecursionError):
            raise self.wrong("it is no JSON, or it is cut off") from None
        if not isinstance(found, dict):
            raise self.wrong("it is no JSON object")
        self.found = found

    def wrong(self, what: str) -> NotRead:
        return NotRead(f"This file cannot be shown as a measurement. Line {self._line:,}: {what}.")

    def row(self, name: str) -> "_Row":
        if not isinstance(found := self.found.get(name), dict):
            raise self.wrong(f"“{name}” must be an object")
        return _Row(self._line, found)

    def rows(self, name: str, most: int) -> "list[_Row]":
        found: Any = self.found.get(name)
        if not isinstance(found, list) or not found or len(found) > most:
            raise self.wrong(f"“{name}” must be a list of 1 to {most:,} objects")
        return [_Row(self._line, {name: one}).row(name) for one in found]

    def text(self, name: str, most: int, within: Iterable[str] | None = None) -> str:
        found = self.found.get(name)
        if not isinstance(found, str) or len(found) > most:
            raise self.wrong(f"“{name}” must be text of at most {most:,} characters")
        try:
            found.encode()
        except UnicodeEncodeError:
            raise self.wrong(f"“{name}” holds half a character, such as \\ud800") from None
        if within is not None and found not in within:
            raise self.wrong(f"“{name}” must be one of {', '.join(one or 'nothing' for one in within)}")
        return found

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        found: Any = self.found.get(name, [])
        if not isinstance(found, list) or len(found) > most:
            raise self.wrong(f"“{name}” must be a list of at most {most:,} texts")
        return tuple(_Row(self._line, {name: one}).text(name, longest) for one in found)

    def number(self, name: str, low: float, high: float) -> float:
        found = self.found.get(name)
        if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
            raise self.wrong(f"“{name}” must be a number from {low:,} to {high:,}")
        return found

    def number_or_none(self, name: str, high: float) -> float | None:
        return None if self.found.get(name) is None else self.number(name, 0, high)

    def whole(self, name: str, low: int, high: int) -> int:
        found = self.number(name, low, high)
        if not math.isfinite(found) or int(found) != found:
            raise self.wrong(f"“{name}” must be a whole number")
        return int(found)

    def whole_or_none(self, name: str) -> int | None:
        return None if self.found.get(name) is None else self.whole(name, 0, MOST_TOKENS)

    def flag(self, name: str) -> bool:
        if not isinstance(found := self.found.get(name), bool):
            raise self.wrong(f"“{name}” must be true or false")
        return found

    def known(self, kind: type) -> None:
        """No field that this room does not know: it might change what the others mean."""
        if unknown := sorted(self.found.keys() - {field.name for field in fields(kind)}):
            raise self.wrong(f"“{unknown[0][:40]}” is nothing that this room knows")


def _series(row: _Row) -> Series:
    row.known(Series)
    for question in row.rows("questions", MOST_QUESTIONS):
        _look_at_question(question)
    for asked in (row.row("thinker"), row.row("answerer")):
        _look_at_asked(asked)
    arms = row.texts("arms", len(ARMS), 20)
    if "without" not in arms or len(set(arms)) < len(arms) or not set(arms) <= set(ARMS):
        raise row.wrong(f"“arms” must be some of {', '.join(ARMS)}, each once, with “without”")
    row.whole("repeats", 1, MOST_REPEATS)
    row.flag("fresh")
    for name in ("own", "think_template", "plain_template", "injected_template"):
        row.text(name, MOST_TEXT)
    for name in ("parallel", "most_requests"):
        row.whole(name, 1, MOST_TOKENS)
    row.whole("seed", 0, 10**18)
    row.number_or_none("most_usd", MOST_TOKENS)
    try:
        return series_of(row.found)
    except (TypeError, KeyError, ValueError):
        raise row.wrong("“series” lacks something that a measurement has") from None


def _look_at_question(row: _Row) -> None:
    row.known(Question)
    row.text("text", MOST_TEXT)
    row.text("pattern", MOST_TEXT)
    if row.found.get("expected") is None:
        return
    expected = row.row("expected")
    expected.known(Expected)
    expected.text("kind", 20, get_args(Kind))
    expected.text("right", MOST_TEXT)
    for name in ("others", "unit", "given", "asked", "options"):
        expected.texts(name, 1_000, MOST_TEXT)
    if "relation" in expected.found:
        expected.text("relation", 20, get_args(Relation))


def _look_at_asked(row: _Row) -> None:
    row.known(Asked)
    for name in ("provider", "model"):
        row.text(name, MOST_NAME)
    row.text("effort", 20, get_args(Effort))
    row.text("system_prompt", MOST_TEXT)
    for name in ("max_tokens", "budget"):
        row.whole_or_none(name)
    row.number_or_none("temperature", 100)
    if row.found.get("routing") is not None:
        routing = row.row("routing")
        routing.known(Routing)
        routing.texts("order", 100, MOST_NAME)
        if "deny_data_collection" in routing.found:
            routing.flag("deny_data_collection")


def _answer(series: Series, row: _Row) -> tuple[Step, Answer]:
    arms = (*series.arms, THINKING) if series.thinks else series.arms
    arm: Any = row.text("arm", 20, arms)
    step = Step(row.whole("question", 0, len(series.questions) - 1), arm, row.whole("repeat", 0, series.repeats - 1))
    mark: Mark | None = None
    if row.found.get("mark") is not None:
        mark = next(one for one in get_args(Mark) if one == row.text("mark", 20, get_args(Mark)))
    usage = Usage(*map(row.whole_or_none, ("prompt_tokens", "completion_tokens", "reasoning_tokens")))
    thoughts = row.text("thoughts", MOST_TEXT) if row.found.get("thoughts") is not None else ""
    turn = Turn(
        row.text("turn", 200),
        "",
        None,
        row.number("created", 0, 10**11),
        row.text("prompt", MOST_TEXT),
        replace(series.asked(step), model=row.text("model", MOST_NAME), provider=row.text("server", MOST_NAME)),
        status="done",
        reply=Reply(
            (*([Piece("reasoning", thoughts)] if thoughts else []), Piece("answer", row.text("answer", MOST_TEXT))),
            Times(ended=row.number_or_none("seconds", MOST_S)),
            replace(usage, cost=row.number_or_none("cost", MOST_TOKENS)),
            # A file of an earlier room does not say how an answer ended: its marks stand.
            finish_reason=None if row.found.get("finish_reason") is None else row.text("finish_reason", MOST_NAME),
        ),
    )
    judge = row.text("judge", MOST_NAME) if "judge" in row.found else ""  # an earlier room did not say
    return step, Answer(turn, mark, row.text("ground", MOST_TEXT), judge)
