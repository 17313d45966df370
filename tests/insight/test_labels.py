"""The labelled passages are enough, of all kinds, in both halves."""

from collections import Counter
from typing import get_args

from components.insight import Phase, PhraseKind
from tests.insight.labels import passages


def test_there_are_enough_in_both_halves() -> None:
    assert [one.number for one in passages()] == list(range(1, len(passages()) + 1))
    assert len(passages()) >= 120
    for held_out in (False, True):
        half = [one for one in passages() if one.held_out is held_out]
        assert len(half) >= 60
        languages = Counter(one.language.partition("-")[0] for one in half)
        assert set(languages) == {"en", "zh", "de", "fr", "es", "ja"} and min(languages.values()) >= 4
        assert len({one.style for one in half}) >= 10
        assert {phase for one in half for _, phase in one.steps} == set(get_args(Phase))
        assert {phrase.kind for one in half for phrase in one.phrases} == set(get_args(PhraseKind))


def test_the_marks_are_no_part_of_the_text() -> None:
    assert not {sign for one in passages() for sign in "⟦⟧⟨⟩↪" if sign in one.text}
    assert not [one.number for one in passages() if "===" in one.text or not one.steps or one.steps[0][0] != 0]
    first = passages()[0]
    assert [first.text[start:end] for start, end, _ in first.phrases] == ["Wait", "Let me check", "So the answer is"]
    assert first.answer is not None and first.text[first.answer :].startswith("68.\n")
