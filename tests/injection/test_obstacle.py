"""Why thoughts cannot be injected, a sentence for each way in which a thinking turn can end."""

from typing import Any

import pytest

from components.conversation import Asked, ConnectionLost, Piece, RateLimited, Turn, Usage
from components.injection import leak, note, obstacle
from tests.turns import made

THOUGHTS, DONE = Piece("reasoning", "9.90 is more than 9.11."), Piece("answer", "done")


def thinking(*pieces: Piece, status: Any = "done", finish_reason: str | None = "stop", **more: Any) -> Turn:
    asked = Asked("openrouter", "deepseek/deepseek-r1")
    return made("t", "c", None, 1.0, "?", asked, status, pieces, finish_reason=finish_reason, **more)


@pytest.mark.parametrize(
    ("turn", "sentence"),
    [
        (
            thinking(DONE),
            "deepseek/deepseek-r1 sent no reasoning, so there is nothing to inject."
            " Choose a model that shows its thoughts.",
        ),
        (
            thinking(DONE, usage=Usage(reasoning_tokens=0)),
            "deepseek/deepseek-r1 sent no reasoning, so there is nothing to inject."
            " Choose a model that shows its thoughts.",
        ),
        (
            thinking(DONE, usage=Usage(reasoning_tokens=4120)),
            "deepseek/deepseek-r1 thought (4,120 tokens were billed), but the provider keeps the text private:"
            " nothing to inject.",
        ),
        (
            thinking(DONE, usage=Usage(reasoning_tokens=1)),
            "deepseek/deepseek-r1 thought (1 token was billed), but the provider keeps the text private:"
            " nothing to inject.",
        ),
        (
            thinking(DONE, encrypted=True, usage=Usage(reasoning_tokens=9)),
            "deepseek/deepseek-r1 sent its thoughts encrypted, so there is nothing readable to inject.",
        ),
        (
            thinking(Piece("reasoning", " \n\n"), DONE),
            "deepseek/deepseek-r1 sent only blank space as its thoughts, so there is nothing to inject.",
        ),
        (
            thinking(THOUGHTS, status="stopped"),
            "The thinking was stopped by you, so there are no whole thoughts to inject.",
        ),
        (
            thinking(status="failed", failure=RateLimited("OpenRouter").failure),
            "There are no thoughts to inject. OpenRouter accepts no more requests for the moment.",
        ),
        (
            thinking(THOUGHTS, status="failed", failure=ConnectionLost().failure),
            "The thinking was cut off, so there are no whole thoughts to inject. Connection lost.",
        ),
        (
            thinking(THOUGHTS, status="failed"),
            "The thinking was cut off, so there are no whole thoughts to inject. The thinking failed.",
        ),
        (
            thinking(THOUGHTS, finish_reason="content_filter"),
            "The provider's filter cut the thinking off, so there are no whole thoughts to inject.",
        ),
        (
            thinking(THOUGHTS, finish_reason="error"),
            "The provider cut the thinking off with an error, so there are no whole thoughts to inject.",
        ),
    ],
)
def test_why_these_thoughts_cannot_be_injected(turn: Turn, sentence: str) -> None:
    assert obstacle(turn) == sentence


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (thinking(THOUGHTS, DONE), ""),
        (thinking(THOUGHTS), ""),
        (thinking(THOUGHTS, DONE, encrypted=True), ""),
        (
            thinking(THOUGHTS, finish_reason="length"),
            "The thinking reached the token limit, so these thoughts are incomplete.",
        ),
        (
            thinking(THOUGHTS, DONE, summarised=True),
            "These thoughts are a summary by the provider, not the model's own words.",
        ),
    ],
)
def test_what_is_only_to_be_noted_is_no_obstacle(turn: Turn, said: str) -> None:
    assert obstacle(turn) is None
    assert note(turn) == said


@pytest.mark.parametrize("status", ["queued", "streaming"])
def test_nothing_is_said_of_a_turn_that_runs(status: str) -> None:
    with pytest.raises(ValueError, match="not ended"):
        obstacle(thinking(THOUGHTS, status=status))


@pytest.mark.parametrize(
    "answer", ["", " \n", "done", "Done.", "'done'", "**DONE**", "`done`\n", "“done”", "_done_", "> done", "\n\nDone!"]
)
def test_a_thinker_that_only_says_done_leaks_nothing(answer: str) -> None:
    assert leak(thinking(THOUGHTS, Piece("answer", answer))) == ""


@pytest.mark.parametrize("answer", ["9.9", "9.9\n\ndone", "done: 9.9", "undone", "done done", "I am done"])
def test_whatever_else_the_thinker_says_is_a_leak(answer: str) -> None:
    assert leak(thinking(THOUGHTS, Piece("answer", f" {answer}\n"))) == answer
