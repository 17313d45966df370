"""A measurement as a file: everything that is needed to repeat it or to compute its table anew."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from components.conversation import Turn, asked_of
from components.injection.judging.expected import Expected
from components.injection.measuring.questions import Question
from components.injection.measuring.results import Answer
from components.injection.measuring.series import THINKING, Series, Step, blanked_for
from components.injection.measuring.statistics import DRAWS

VERSION = 1
# What the table of the page is computed by, so that it can be computed anew to the last digit.
STATISTICS = {
    "interval of a share": "Wilson, 95 %",
    "interval of a difference": "percentile bootstrap over questions, 95 %, in percentage points",
    "p": "McNemar exact, or exchanged sides where a question was asked more than once",
    "corrected p": "Holm, over the arms that are compared with the one without",
    "draws": DRAWS,
}
COLUMNS = (
    *("question", "text", "expected", "arm", "repeat", "mark", "ground", "answer", "prompt", "model", "answered_by"),
    *("temperature", "seconds", "prompt_tokens", "completion_tokens", "reasoning_tokens", "cost", "created", "turn"),
    *("seed", "finish_reason", "judge"),
    *("thought_characters", "thought_checks", "thought_doubts", "thought_stood"),
    *("read_characters", "read_checks", "read_doubts", "read_stood"),
)


def as_jsonl(series: Series, created: float, versions: Mapping[str, str], rows: list[dict[str, Any]]) -> str:
    """A head line with the series, then a line for each request that ended."""
    head = {
        "thinkroom": VERSION,
        "created": created,
        "versions": dict(versions),
        "series": asdict(series),
        "statistics": {**STATISTICS, "seed": series.seed},
        "judges": sorted({row["judge"] for row in rows if row["mark"]} - {""}),
    }
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *rows))


def as_csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in rows if row["arm"] != THINKING)
    return out.getvalue()


def safe_cell(value: Any) -> Any:
    """A cell that begins so would be a formula in a spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def row_of(
    series: Series, step: Step, answer: Answer, thoughts: Mapping[str, float | None] = MappingProxyType({})
) -> dict[str, Any]:
    """`thoughts`: figures of those that it thought (thought_…) and of those that it read (read_…), by their columns."""
    turn, question = answer.turn, series.questions[step.question]
    usage = turn.usage
    row: dict[str, Any] = {
        "question": step.question,
        "text": question.text,
        "expected": question.expected.right if question.expected else question.pattern,
        "arm": step.arm,
        "repeat": step.repeat,
        "mark": answer.mark,
        "ground": answer.ground,
        "answer": turn.answer,
        "prompt": turn.question,
        "model": turn.asked.model,
        "server": turn.asked.provider,
        "answered_by": turn.answered_by,
        "temperature": turn.asked.temperature,
        "effort": turn.asked.effort,
        "max_tokens": turn.asked.max_tokens,
        "seconds": turn.times.ended,
        "prompt_tokens": usage.prompt_tokens if usage else None,
        "completion_tokens": usage.completion_tokens if usage else None,
        "reasoning_tokens": usage.reasoning_tokens if usage else None,
        "cost": usage.cost if usage else None,
        "created": turn.created,
        "turn": turn.id,
        "seed": series.seed,
        "finish_reason": turn.finish_reason,
        "judge": answer.judge,
        **thoughts,
    }
    if step.arm == THINKING:
        row["thoughts"] = turn.reasoning
        row["blanked"] = _blanked(series, step, turn)
    return row


def _blanked(series: Series, step: Step, turn: Turn) -> list[str]:
    """What was taken out of the thoughts."""
    question = series.questions[step.question]
    return list(blanked_for(question, turn.reasoning).pieces) if question.expected and "blanked" in series.arms else []


def series_of(row: Mapping[str, Any]) -> Series:
    """From what `dataclasses.asdict` made of one. TypeError or KeyError where it is none."""
    rest = {name: value for name, value in row.items() if name not in ("questions", "thinker", "answerer", "arms")}
    questions = tuple(_question_of(found) for found in row["questions"])
    return Series(questions, asked_of(row["thinker"]), asked_of(row["answerer"]), tuple(row["arms"]), **rest)


def _question_of(row: Mapping[str, Any]) -> Question:
    expected = row["expected"]
    return Question(row["text"], Expected(**expected) if expected else None, row["pattern"])
