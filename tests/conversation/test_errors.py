"""Every error says what happened and what to do next."""

import pytest

from components.conversation import ModelUnknown, RateLimited, TurnFailed, Unreachable, errors

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
