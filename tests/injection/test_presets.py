"""The presets' right answers, computed; and that each names its own question's answer."""

from datetime import date, timedelta
from decimal import Decimal
from math import prod

import pytest

from components.injection import PRESETS, TOY_PRESETS, Plan, Preset, expecting, judge, known_answer, problems

BY_LABEL = {preset.label: preset for preset in PRESETS}


def test_labels_are_short_and_different() -> None:
    assert len(BY_LABEL) == len(PRESETS) == 6
    assert all(0 < len(label) <= 24 for label in BY_LABEL)


@pytest.mark.parametrize("label", ["9.11 or 9.9", "9.91 or 9.9"])
def test_the_bigger_number_is_the_right_one(label: str) -> None:
    preset = BY_LABEL[label]
    expected = preset.expected
    assert preset.question == f"Which is bigger: {label}?"
    assert expected.relation == "bigger"
    assert {expected.right, *expected.others} == set(label.split(" or "))
    assert Decimal(expected.right) == max(map(Decimal, label.split(" or ")))


def test_the_two_decimal_presets_catch_opposite_beliefs() -> None:
    first, second = (BY_LABEL[label].expected for label in ("9.11 or 9.9", "9.91 or 9.9"))
    assert len(first.right) < len(first.others[0])
    assert len(second.right) > len(second.others[0])


def test_the_letters_are_counted() -> None:
    preset = BY_LABEL["Letters in strawberry"]
    letter, word = "r", "strawberry"
    assert f"the letter {letter} appear" in preset.question
    assert f'"{word}"' in preset.question
    assert preset.expected.right == str(word.count(letter))


def test_the_product_is_multiplied() -> None:
    preset = BY_LABEL["347 × 86"]
    assert preset.question == f"What is {preset.label}?"
    assert preset.expected.right == str(prod(int(factor) for factor in preset.label.split(" × ")))


def test_the_weekday_is_counted() -> None:
    preset = BY_LABEL["The day in 100 days"]
    assert "today is Wednesday" in preset.question
    wednesday = next(day for day in (date(2025, 1, n) for n in range(1, 8)) if f"{day:%A}" == "Wednesday")
    assert f"{wednesday + timedelta(days=100):%A}" == preset.expected.right
    week = {f"{date(2025, 1, n):%A}" for n in range(1, 8)}
    assert {preset.expected.right, *preset.expected.others} == week


def test_all_but_nine_sheep_leave_nine() -> None:
    preset = BY_LABEL["The farmer's sheep"]
    assert "has 17 sheep. All but 9 run away" in preset.question
    ran_away = 17 - 9
    assert preset.expected.right == str(17 - ran_away)


ALL = dict.fromkeys((*PRESETS, *TOY_PRESETS))


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: preset.label)
def test_each_preset_can_be_run_and_marked(preset: Preset) -> None:
    assert problems(Plan(question=preset.question, expected=preset.expected)) == []
    assert judge(preset.expected.right, preset.expected).mark == "right"
    assert judge(f"The answer is {preset.expected.right}.", preset.expected).mark == "right"
    assert judge(preset.question, preset.expected).mark == "unclear"
    assert known_answer(preset.question) == preset.expected.right
    assert expecting(preset.question, preset.expected.right) == preset.expected


def test_a_toy_model_is_asked_only_what_it_can_work_out() -> None:
    labels = [preset.label for preset in TOY_PRESETS]
    assert len(set(labels)) == len(labels) == 6 and all(0 < len(label) <= 24 for label in labels)
    assert not {"347 × 86", "The farmer's sheep"} & set(labels)
    for label, right in (("4758 + 3967", 4758 + 3967), ("47 × 8", 47 * 8)):
        (preset,) = (preset for preset in TOY_PRESETS if preset.label == label)
        assert preset.question == f"What is {label}?" and preset.expected.right == str(right)
        # As the built-in model writes it, with its own sign.
        said = label.replace("×", "x")
        assert judge(f"{said} = **{right}**", preset.expected).mark == "right"
        assert judge(f"{said} = **{right + 10}**", preset.expected).mark == "wrong"


@pytest.mark.parametrize("count", ["1", "2", "4"])
def test_a_wrong_number_of_letters_is_marked_wrong_in_the_words_of_the_built_in_models(count: str) -> None:
    preset = next(preset for preset in TOY_PRESETS if preset.label == "Letters in strawberry")
    said = f'The letter "r" appears **{count}** time{"s" * (count != "1")} in "strawberry".'
    assert judge(said, preset.expected).mark == "wrong"
    assert judge('The letter "r" appears **3** times in "strawberry".', preset.expected).mark == "right"
