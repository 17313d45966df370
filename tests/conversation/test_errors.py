"""Every error says what happened and what to do next."""

from typing import Any

import pytest

from components.conversation import ModelUnknown, RateLimited, TurnFailed, Unreachable, duration, errors

ALL = [TurnFailed, *TurnFailed.__subclasses__()]


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("told", [{}, {"model": "a/b", "status": 429, "retry_after_s": 30.0}])
def test_every_error_has_a_sentence_and_a_next_step(kind: type[TurnFailed], told: dict[str, object]) -> None:
    failure = kind("OpenRouter", "its own words", **told).failure  # type: ignore[arg-type]
    for sentence in (failure.what, failure.next_step):
        assert sentence[0].isupper() and sentence.endswith(".")
        assert "{" not in sentence and "}" not in sentence and "  " not in sentence
    assert (failure.kind, failure.said) == (kind.kind, "its own words")
    assert str(kind("OpenRouter")) == failure.what.replace("a/b", "this model")


CAUSES = [(kind, why) for kind in ALL for why in {**kind.because, **kind.so}]
BLANKS: dict[str, Any] = {
    "protocol": "another protocol",
    "asked": "8,192",
    "pays": "113",
    "most": "4,096",
    "reasons": " for violence",
    "limit": "5 min",
    "setting": "THE_SETTING",
    "spent": "$1.02",
    "wrong": "They are not JSON.",
}


@pytest.mark.parametrize(("kind", "why"), CAUSES)
def test_every_cause_has_a_sentence_and_a_next_step(kind: type[TurnFailed], why: str) -> None:
    failure = kind("OpenRouter", model="a/b", why=why, **BLANKS).failure
    for sentence in (failure.what, failure.next_step):
        assert sentence[0].isupper() and sentence.endswith(".") and not set("{}!") & set(sentence)
    assert failure.kind == kind.kind and failure.what != kind("OpenRouter", model="a/b").failure.what


def test_an_unknown_cause_has_the_general_sentence() -> None:
    assert RateLimited("S", why="never heard of").failure == RateLimited("S").failure


def test_the_provider_behind_a_router_is_named() -> None:
    assert RateLimited("S", upstream="Up").failure.what.startswith("Up, which serves this model for S, accepts")
    assert RateLimited("S", upstream="S").failure.what.startswith("S accepts")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "1 s"), (59.0, "59 s"), (59.1, "1 min"), (125.0, "2 min 5 s"), (3600.0, "1 h"), (3725.0, "1 h 3 min"),
     (3599.5, "1 h"), (86_400.0, "24 h"), (0.0, "0 s")],
)  # fmt: skip
def test_a_wait_is_told_so_that_it_suffices(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_kinds_are_unique() -> None:
    assert len({kind.kind for kind in ALL}) == len(ALL)
    assert all(not kind.__subclasses__() for kind in ALL[1:])


def test_the_docstring_draws_every_error() -> None:
    drawn = (errors.__doc__ or "").split()
    assert all(drawn.count(kind.__name__) == 1 for kind in ALL)


def test_a_sentence_keeps_braces_of_the_model_name() -> None:
    assert "{server}" in ModelUnknown("S", model="{server}").failure.what


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "in a moment"), (0.0, "in a moment"), (0.3, "in 1 s"), (29.6, "in 30 s"), (30.0, "in 30 s")],
)
def test_the_wait_is_told_in_whole_seconds_that_suffice(seconds: float | None, words: str) -> None:
    assert f"again {words}," in RateLimited("S", retry_after_s=seconds).failure.next_step


def test_an_error_is_a_value_that_compares() -> None:
    assert Unreachable("S", "x").failure == Unreachable("S", "x").failure != Unreachable("S", "y").failure
