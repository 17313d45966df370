"""What is said before forced answers against what recorded replies were billed for. Only recordings whose readable
thoughts are those that were billed can tell: no summaries, and none that were mostly read from a cache."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from components.conversation import Asked, Turn, Usage, cost_of
from components.conversation.request import ANSWER_NOW
from components.insight import expected
from components.insight.probing import MOST_A_BYTE
from components.wire.catalog import models_in
from components.wire.providers import OPENROUTER
from tests.turns import made, pieces
from tests.wire import test_native_recordings as native
from tests.wire.test_captures import REPLIES, _progress, _reads  # pyright: ignore[reportPrivateUsage]

NEAR = 0.2


class Recorded(NamedTuple):
    name: str
    turn: Turn
    usage: Usage

    @property
    def thoughts(self) -> int:
        return len(self.turn.reasoning.encode())

    @property
    def shown(self) -> bool:
        """Were the thoughts that can be read those that were billed, as far as that is told?"""
        billed = self.usage.reasoning_tokens or self.usage.completion_tokens or 0
        of = self.thoughts if self.usage.reasoning_tokens else self.thoughts + len(self.turn.answer.encode())
        return 0 < billed <= MOST_A_BYTE * of


def asked_of(folder: Path, name: str) -> tuple[str, str]:
    """The model and all that was said to it, "" where the request was not recorded."""
    path = folder / f"{name.rpartition('.')[0]}.request.json"
    body = json.loads(path.read_text("utf-8")).get("json") if path.is_file() else None
    if not isinstance(body, dict):
        return "", ""
    said = [one.get("content") for one in body.get("messages") or [] if isinstance(one, dict)]
    return str(body.get("model", "")), "\n".join(one for one in said if isinstance(one, str))


def recordings(captures: Path, native_captures: Path) -> Iterator[Recorded]:
    """Those with a usage and thoughts that are no summary by their own word."""
    read = [(captures, name, _progress(_reads(captures / name, "whole"))) for name in REPLIES]
    read += [
        (native_captures, name, native.read(name, iter([(native_captures / name).read_bytes()]))[0])
        for name in native.REPLIES
    ]
    for folder, name, progress in read:
        usage = progress.reply.usage
        thoughts = "".join(piece.text for piece in progress.pieces if piece.channel == "reasoning")
        answer = "".join(piece.text for piece in progress.pieces if piece.channel == "answer")
        if usage and usage.prompt_tokens and usage.completion_tokens and thoughts.strip() and answer.strip():
            model, question = asked_of(folder, name)
            asked = Asked(OPENROUTER.name, model)
            turn = made(name, "c", None, 0.0, question, asked, "done", pieces(thoughts, answer), usage=usage)
            yield Recorded(name, turn, usage)


@pytest.fixture(scope="module")
def found(captures: Path, native_captures: Path) -> list[Recorded]:
    return list(recordings(captures, native_captures))


@pytest.mark.captures
def test_the_price_said_before_is_what_the_recording_was_billed_for(found: list[Recorded], captures: Path) -> None:
    """By its own bill: its thoughts, which it wrote, are read now, at the price of what is read."""
    lists = ("openrouter-models-list.json", "openrouter-models-list-2026.json")
    models = {
        model.id: model
        for name in lists
        for model in models_in(json.loads((captures / name).read_text("utf-8")), OPENROUTER)
    }
    compared: list[str] = []
    for one in found:
        model, usage = models.get(one.turn.asked.model), one.usage
        if model is None or not usage.cost or not one.shown or not usage.reasoning_tokens or usage.cached_tokens:
            continue
        listed = cost_of(replace(usage, cost=None), model, 0.0)
        if listed is None or abs(listed[0] - usage.cost) > NEAR * usage.cost:
            continue  # it was served at another price than the one in the list
        rates = model.rates(usage.prompt_tokens or 0, 0.0)
        assert rates["prompt"] is not None and rates["completion"] is not None
        billed = usage.cost - usage.reasoning_tokens * (rates["completion"] - rates["prompt"])
        said = cost_of(expected(one.turn, [one.turn.reasoning], told=False), model, 0.0)
        assert said and said[0] == pytest.approx(billed, rel=NEAR), one.name
        compared.append(one.name.partition("-")[2])
    assert len(compared) >= 4, compared


@pytest.mark.captures
def test_the_tokens_said_before_are_those_of_the_recording(found: list[Recorded]) -> None:
    shown = [one for one in found if one.shown]
    assert len(shown) >= 15
    for one in shown:
        said, usage = expected(one.turn, [one.turn.reasoning], told=False), one.usage
        prompt, completion, own = usage.prompt_tokens or 0, usage.completion_tokens or 0, usage.reasoning_tokens
        if own and completion > own:
            told = (prompt + own, completion - own)
            assert (said.prompt_tokens, said.completion_tokens) == pytest.approx(told, rel=NEAR), one.name
        elif not own:  # nobody told how much of it was thought: all of it together
            both = (said.prompt_tokens or 0) + (said.completion_tokens or 0)
            assert both == pytest.approx(prompt + completion, rel=NEAR), one.name


@pytest.mark.captures
def test_without_a_usage_the_texts_alone_tell_about_as_much(found: list[Recorded]) -> None:
    """In the middle of all recordings; a single one may have a tokenizer that is far from the mean."""
    ratios: list[float] = []
    for one in found:
        if one.shown:
            bare = replace(one.turn, reply=replace(one.turn.reply, usage=None), question="")
            said = expected(bare, [bare.reasoning], told=False)
            ratios.append(
                ((said.prompt_tokens or 0) + (said.completion_tokens or 0)) / (one.usage.completion_tokens or 1)
            )
    assert len(ratios) >= 15 and median(ratios) == pytest.approx(1, rel=NEAR)


def turn(thoughts: str, answer: str, usage: Usage | None, **more: object) -> Turn:
    asked = Asked("openrouter", "a/b")
    return made("t", "c", None, 0.0, "What is it?!", asked, "done", pieces(thoughts, answer), usage=usage, **more)


def told(found: Usage) -> tuple[int | None, int | None]:
    return found.prompt_tokens, found.completion_tokens


def test_each_request_has_its_share_of_what_was_billed() -> None:
    one = turn("a" * 100, "b" * 40, Usage(30, 50, 40))
    assert told(expected(one, ["a" * 50], told=False)) == (30 + 20, 10)
    assert told(expected(one, ["a" * 50, "a" * 100], told=False)) == (30 + 20 + 30 + 40, 20)
    asks = -(-len(ANSWER_NOW) // 4)
    assert told(expected(one, ["a" * 50], told=True)) == (30 + asks + 20, 10)


def test_thoughts_that_were_billed_and_not_shown_are_not_handed_over() -> None:
    """198 tokens were billed, and 40 letters are to be read: 10 tokens."""
    assert told(expected(turn("a" * 40, "b" * 8, Usage(30, 200, 198)), ["a" * 40], told=False)) == (40, 2)
    summary = turn("a" * 40, "b" * 8, Usage(30, 20, 12), summarised=True)
    assert told(expected(summary, ["a" * 40], told=False)) == (40, 8)


def test_where_nobody_told_what_was_thought_it_is_shared_out() -> None:
    assert told(expected(turn("a" * 60, "b" * 20, Usage(30, 24)), ["a" * 60], told=False)) == (30 + 18, 6)
    assert told(expected(turn("a" * 60, "b" * 20, Usage(30, 800)), ["a" * 60], told=False)) == (30 + 15, 5)


def test_without_a_usage_it_goes_by_the_bytes() -> None:
    assert told(expected(turn("a" * 40, "b" * 8, None), ["a" * 40], told=False)) == (3 + 10, 2)
    assert told(expected(turn("思" * 40, "b" * 8, None), ["思" * 40], told=False)) == (3 + 30, 2)
