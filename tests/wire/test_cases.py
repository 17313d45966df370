"""Small replies made after public reports, each with its right value, written by hand from what stands beside it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Draft, Failure, Turn, TurnFailed, end_of, shortfall
from components.wire.body import BodyReader
from components.wire.refusals import Voice

pytestmark = pytest.mark.captures

SUM = ("I add two and two.", "Four.")
PLANETS = ("I list them.", "The planets are Mercury, Venus, Ea")
# (file, thoughts, answer)
SPOKEN = [
    ("01-gemma4-channel.sse", *SUM),
    ("01b-cohere-thinking.sse", *SUM),
    ("01e-harmony-newline.sse", *SUM),
    ("02-glm-orphan-close.ndjson", "9 + 9 = 18\n\nLet me check: 9 x 2 = 18", "18"),
    ("02b-orphan-close-space.sse", "Let me check: 9 x 2 = 18", "The answer is 18."),
    ("02d-think-in-prose.sse", "", "The tag </think> ends a block of thoughts in R1's replies."),
    ("03-databricks-parts.sse", *SUM),
    ("03b-databricks-whole.json", *SUM),
    ("04-envoy-object.sse", *SUM),
    ("04c-thinking-blocks.sse", *SUM),
    ("04d-echo-of-settings.sse", "", "Four."),
    ("07-vertex-keepalive-data.sse", *SUM),
    ("07b-ping-empty-string.sse", *SUM),
    ("07e-data-empty.sse", *SUM),
    ("08-final-chunk-repeats.sse", "I add two and two.", "The answer is four."),
    ("08c-delta-and-message.sse", "I add two and two.", "The answer is four."),
    (
        "09-interleaved.sse",
        "First I look at the units.\n\nNow I can add them.",
        "Both are metres.\n\nThe sum is 4 m.",
    ),
]


def _turn(reads: Iterable[bytes]) -> tuple[Turn, Failure | None]:
    """What it has become, and how it broke off if it did."""
    draft, reader, broke = Draft(), BodyReader(Voice("The server", "a/b", "")), None
    try:
        for read in reads:
            for event in reader.feed(read):
                draft.fold(event, 1.0)
            if reader.over:
                break
        for event in reader.end():
            draft.fold(event, 1.0)
    except TurnFailed as error:
        broke = error.failure
    draft.end("failed" if broke or draft.progress.reply.failure else "done", 2.0, broke)
    return draft.turn(Turn("t", "c", None, 0.0, "?", Asked("p", "a/b"))), broke


def _read(cases: Path, name: str) -> Turn:
    """Read whole and byte by byte, it is the same."""
    body = (cases / name).read_bytes()
    whole, _ = _turn([body])
    apart, _ = _turn(bytes([byte]) for byte in body)
    assert (apart.reasoning, apart.answer, apart.status, apart.reply.beside) == (
        *(whole.reasoning, whole.answer, whole.status, whole.reply.beside),
    )
    return whole


@pytest.mark.parametrize(("name", "thoughts", "answer"), SPOKEN)
def test_thoughts_and_answer_are_told_apart_and_nothing_is_left_over(
    cases: Path, name: str, thoughts: str, answer: str
) -> None:
    turn = _read(cases, name)
    assert (turn.reasoning.strip(), turn.answer.strip(), turn.status) == (thoughts, answer, "done")
    assert not turn.reply.beside and not shortfall(turn)


@pytest.mark.parametrize("name", ["05-refusal.sse", "05b-refusal-whole.json"])
def test_a_refusal_is_one(cases: Path, name: str) -> None:
    turn = _read(cases, name)
    assert turn.reply.refusal == "I cannot help with that request." and turn.answer == ""
    assert turn.status == "done" and shortfall(turn) == ""


@pytest.mark.parametrize(
    ("name", "end", "status", "said"),
    [
        ("06-finish-model_context_window_exceeded.sse", "context", "done", "context window"),
        ("06b-finish-network_error.sse", "broken", "failed", "network_error"),
        ("06d-finish-max_tokens.sse", "limit", "done", "token limit"),
    ],
)
def test_a_reply_that_was_cut_says_so(cases: Path, name: str, end: str, status: str, said: str) -> None:
    turn = _read(cases, name)
    assert (turn.reasoning, turn.answer) == PLANETS
    assert end_of(turn.finish_reason) == end and turn.status == status
    assert said in (turn.failure.said if turn.failure else shortfall(turn))


def test_the_word_null_is_no_reason(cases: Path) -> None:
    turn = _read(cases, "06f-finish-null-text.sse")
    assert turn.failure and turn.failure.kind == "connection lost" and turn.answer == PLANETS[1]


def test_a_second_thought_stands_behind_the_first_answer(cases: Path) -> None:
    turn = _read(cases, "09-interleaved.sse")
    assert [(part.kind, part.text) for part in turn.reply.parts] == [
        ("reasoning", "First I look at the units."),
        ("answer", "Both are metres."),
        ("reasoning", "Now I can add them."),
        ("answer", "The sum is 4 m."),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("10-byok-cost.sse", {"cost": 0.42}),
        ("10c-not-byok.sse", {"cost": 0.42}),
        ("11-thoughts-outside.sse", {"prompt_tokens": 1000, "written": 4100, "reasoning_tokens": 4000}),
        ("11b-usage-zeros-last.sse", {"prompt_tokens": 1000, "completion_tokens": 500}),
        ("11c-usage-early.sse", {"completion_tokens": 500}),
    ],
)
def test_figures_are_those_that_were_told(cases: Path, name: str, expected: dict[str, Any]) -> None:
    usage = _read(cases, name).usage
    assert usage is not None
    assert {figure: getattr(usage, figure) for figure in expected} == expected


def test_an_end_without_a_word_is_no_answer(cases: Path) -> None:
    turn = _read(cases, "12-done-alone.sse")
    assert turn.status == "done" and shortfall(turn) == "The model sent nothing."


def test_an_error_without_the_name_of_one_fails_the_turn_and_keeps_its_text(cases: Path) -> None:
    turn = _read(cases, "12b-object-error-then-done.sse")
    assert turn.status == "failed" and turn.failure and "engine died" in turn.failure.said
    assert (turn.reasoning, turn.answer) == ("I add", "The planets are Mercury, Ve")


def test_another_protocol_is_said_to_be_one_and_its_text_is_kept(cases: Path) -> None:
    turn = _read(cases, "12d-responses-events.sse")
    assert turn.failure and "OpenAI's Responses protocol" in turn.failure.what
    assert [part.text for part in turn.reply.unknown] == ["Four."]


def test_a_picture_is_told_of_though_it_cannot_be_shown(cases: Path) -> None:
    turn = _read(cases, "17-images.sse")
    (picture,) = turn.reply.of("image")
    assert picture.data and picture.data["problem"] and shortfall(turn) == ""


def test_what_an_answer_refers_to_is_listed(cases: Path) -> None:
    turn = _read(cases, "18-annotations.sse")
    (source,) = turn.reply.sources
    assert source.data == {"url": "https://example.org/height", "title": "Heights"}
