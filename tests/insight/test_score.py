"""Labelled passages: we find more than a plain splitter does, in both halves."""

import pytest

from components.insight import steps_of
from tests.insight.labels import passages
from tests.insight.score import plain_splitter, score


@pytest.mark.parametrize("held_out", [False, True])
def test_each_figure_beats_the_plain_splitter(held_out: bool) -> None:
    half = [one for one in passages() if one.held_out is held_out]
    ours, plain = score(steps_of, half), score(plain_splitter, half)
    assert ours.boundaries.f1 > plain.boundaries.f1 + 0.05
    assert ours.phases.precision > plain.phases.precision + 0.05
    assert ours.phrases.f1 > plain.phrases.f1 + 0.05
