"""What is said twice, and what only looks like it."""

import json
from typing import Any

import pytest

from tests.wire.turns import read


def _answer(*texts: str, last: Any = None, field: str = "content") -> tuple[str, str]:
    """What became of pieces of one channel; `last` is what stands beside the finish reason."""
    deltas = [{field: text} for text in texts]
    choices: list[Any] = [{"index": 0, "delta": delta} for delta in deltas]
    choices.append({"index": 0, "delta": last or {}, "finish_reason": "stop"})
    found = read([b"".join(f"data: {json.dumps({'choices': [choice]})}\n\n".encode() for choice in choices)])
    return found.reasoning, found.answer


@pytest.mark.parametrize("field", ["content", "reasoning_content"])
@pytest.mark.parametrize(
    ("texts", "last", "whole"),
    [
        # the last event holds all
        (["The answer ", "is four."], "The answer is four.", "The answer is four."),
        (["The answer ", "is four."], "The answer is four. Yes.", "The answer is four. Yes."),
        (["The answer ", "is four."], " The answer is four.", "The answer is four."),
        # and this is text: it is shorter, or begins otherwise
        (["Buffalo ", "buffalo "], "Buffalo ", "Buffalo buffalo Buffalo "),
        (["No, ", "I say ", "no, "], "No, ", "No, I say no, No, "),
        (["a", "b"], "c", "abc"),
        (["The cat saw "], "the cat", "The cat saw the cat"),
        # each holds all before it
        (["I", "I add", "I add two", "I add two."], None, "I add two."),
        (["I add", "I add two", "I add two and", "I add two and two."], None, "I add two and two."),
        # which two alone do not tell
        (["1", "10"], None, "110"),
        (["ha", "haha", "!"], None, "hahaha!"),
        (["1", "11", "x", "111"], None, "111x111"),
    ],
)
def test_a_repetition_is_no_text_and_a_text_no_repetition(
    texts: list[str], last: str | None, whole: str, field: str
) -> None:
    found = _answer(*texts, last=None if last is None else {field: last}, field=field)
    assert found == (("", whole) if field == "content" else (whole, ""))


def test_a_whole_message_without_the_thoughts_that_came_between_tags_repeats_the_answer() -> None:
    message = {"role": "assistant", "content": "so"}
    chunks: list[Any] = [{"choices": [{"delta": {"content": text}}]} for text in ("<think>why", "</think>", "so")]
    chunks.append({"choices": [{"delta": {}, "message": message, "finish_reason": "stop"}]})
    found = read([b"".join(f"data: {json.dumps(chunk)}\n\n".encode() for chunk in chunks)])
    assert (found.reasoning, found.answer) == ("why", "so")
