"""Forced answers in words, from figures alone."""

from components.conversation import Asked
from components.insight import Early, Probe, Turned
from components.pocket.early import curve
from components.room import early_answers
from components.wording.probing import concluded, left_out, of_others


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


def test_how_often_the_answer_changed_from_one_point_to_the_next() -> None:
    probes = [Probe(10, "8", "other"), Probe(40, "9", "same"), Probe(100, "9", "same")]

    def told(turned: Turned) -> list[str]:
        return concluded(probes, probes[1], turned, 100, "")

    changed = "From one point to the next the answer changed"
    assert told(Turned(1, 1, 0, 2)) == [
        "From 40 % of the thoughts on, it already gave the answer of the end.",
        f"{changed} 1 of 1 time where a phrase such as “wait” lay between, and 0 of 2 times where none did.",
    ]
    assert told(Turned(0, 2, 0, 0))[1] == f"{changed} 0 of 2 times where a phrase such as “wait” lay between."
    assert told(Turned(0, 0, 1, 2))[1] == f"{changed} 1 of 2 times; no phrase such as “wait” lay between."
    assert len(told(Turned(0, 0, 0, 0))) == 1


def test_which_steps_mattered_is_said_by_their_numbers() -> None:
    said = left_out(2, 7, 8, (0.08, 0.64), [3, 5])
    assert said == (
        "Without one step the answer was another in 2 of 7 cases (95 % interval 8 % to 64 %); 1 could not be compared."
        " So what mattered here: steps 3 and 5."
    )
    assert left_out(1, 8, 8, (0.0, 0.5), [4]).endswith(". So what mattered here: step 4.")
    none = left_out(0, 8, 8, (0.0, 0.32))
    assert none.endswith(". So no single step mattered here.")
    assert left_out(1, 1, 1, (0.2, 1.0), [2]) == "Without that step the answer was another one."
    assert left_out(0, 0, 3, (0.0, 1.0)) == "None of these answers could be compared with the one in the end."
