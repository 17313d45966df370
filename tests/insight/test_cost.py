"""What it costs to look into a thought, beside one search of all turning phrases in the same run."""

import pytest

from tests.benchmarks.insight import GOAL, ratio


@pytest.mark.slow
def test_steps_cost_at_most_five_searches_of_all_phrases() -> None:
    ours, search = ratio(3)
    assert ours <= GOAL * search
