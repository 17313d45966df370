"""Forced answers in words, from figures alone."""

from components.conversation import Asked
from components.insight import Early
from components.pocket.early import curve
from components.room import early_answers
from components.wording.probing import of_others


def test_what_was_measured_of_other_thoughts_is_one_sentence() -> None:
    measured = [Early(10, 34, 200), Early(50, 35, 200), Early(90, 64, 200), Early(100, 200, 200)]
    assert of_others(measured, "Pocket") == (
        "Of 200 other thoughts of Pocket, 17 % were answered rightly when ended after 10 %, 32 % after 90 %, and all at"
        " their own end."
    )
    assert of_others([*measured[:3], Early(100, 150, 200)], "it").endswith(", and 75 % at their own end.")
    assert of_others([], "it") == ""


def test_it_is_known_of_the_built_in_thinker_alone() -> None:
    assert [tuple(one) for one in early_answers(Asked("pocket", "pocket/thinker"))] == [tuple(one) for one in curve()]
    for asked in (Asked("pocket", "pocket/novice"), Asked("openrouter", "pocket/thinker"), Asked("none", "a")):
        assert not early_answers(asked)
