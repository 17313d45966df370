"""The statistics against two libraries that share no code with them, and where they end.

To import these takes seconds, in each process that only collects tests, too: so the tests that need one do it.
"""

import gc
import itertools
import math
import random
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest

from components.injection.measuring.statistics import (
    FEWEST,
    MOST_MEDIANS,
    Difference,
    Medians,
    Middle,
    holm,
    mcnemar,
    medians,
    medians_drawn,
    paired,
    tells,
    wilson,
)

Pair = tuple[list[bool], list[bool]]
GAIN, LOSS, BOTH, NEITHER = ([True], [False]), ([False], [True]), ([True], [True]), ([False], [False])


def some(chance: random.Random, questions: int, most: int) -> list[Pair]:
    """Questions of different difficulty, with 1 to `most` results on either side."""

    def results(share: float) -> list[bool]:
        return [chance.random() < share for _ in range(chance.randint(1, most))]

    gain = chance.uniform(-0.5, 0.5)
    shares = [chance.random() for _ in range(questions)]
    return [(results(share + gain), results(share)) for share in shares]


def changes(pairs: list[Pair]) -> list[float]:
    return [float(np.mean(a) - np.mean(b)) for a, b in pairs]


@pytest.mark.slow
def test_the_interval_of_a_share_is_that_of_statsmodels_on_random_tables() -> None:
    from statsmodels.stats import proportion

    chance = random.Random(1)
    for _ in range(2_000):
        of = chance.choice((chance.randint(1, 30), chance.randint(1, 1_000_000)))
        right = chance.choice((0, of, chance.randint(0, of)))
        confidence = chance.choice((0.95, chance.uniform(0.01, 0.999)))
        theirs = proportion.proportion_confint(right, of, alpha=1 - confidence, method="wilson")
        assert wilson(right, of, confidence) == pytest.approx(theirs, rel=0, abs=1e-9)


@pytest.mark.slow
def test_the_interval_of_a_share_is_that_of_statsmodels_for_all_small_tables() -> None:
    from statsmodels.stats import proportion

    for of in range(1, 41):
        for right in range(of + 1):
            theirs = proportion.proportion_confint(right, of, method="wilson")
            assert wilson(right, of) == pytest.approx(theirs, rel=0, abs=1e-9)


def test_the_interval_of_a_share_of_nothing_is_everything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("of", [1, 2, 7, 10, 333, 10**6, 10**12])
def test_none_and_all_reach_the_very_ends(of: int) -> None:
    assert wilson(0, of)[0] == 0.0 < wilson(0, of)[1] < 1.0
    assert 0.0 < wilson(of, of)[0] < wilson(of, of)[1] == 1.0


def test_the_interval_of_a_share_holds_it_and_narrows_with_more_answers() -> None:
    widths: list[float] = []
    for of in (10, 100, 1_000):
        low, high = wilson(of * 3 // 10, of)
        assert low < 0.3 < high
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(("right", "of"), [(2, 1), (-1, 3), (0, -1)])
def test_what_is_no_share_is_refused(right: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(right, of)


@pytest.mark.slow
def test_the_p_value_is_that_of_statsmodels_and_scipy_on_random_tables() -> None:
    from scipy import stats

    chance = random.Random(2)
    for _ in range(2_000):
        most = chance.choice((3, 30, 300, 1_500))
        a, b = chance.randint(0, most), chance.randint(0, most)
        table = [[chance.randint(0, 50), a], [b, chance.randint(0, 50)]]
        assert mcnemar(a, b) == pytest.approx(_theirs(table), rel=0, abs=1e-9)
        if a + b:
            # Small p values, too, down to where scipy's floats end: 1e-9 would be nothing between them.
            assert mcnemar(a, b) == pytest.approx(stats.binomtest(a, a + b).pvalue, rel=1e-9, abs=1e-250)


def test_without_pairs_that_differ_the_p_value_is_1() -> None:
    assert mcnemar(0, 0) == 1.0


@pytest.mark.parametrize(
    ("a", "b", "p"),
    [(1, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (1, 7, 0.0703125), (4, 3, 1.0), (9, 9, 1.0)],
)
def test_p_values_that_are_known_by_hand(a: int, b: int, p: float) -> None:
    assert mcnemar(a, b) == mcnemar(b, a) == p


@pytest.mark.slow
def test_large_counts_lose_no_digit() -> None:
    from scipy import stats

    for a, b in ((10_000, 10_300), (9_000, 11_000), (20_000, 20_001)):
        assert mcnemar(a, b) == pytest.approx(stats.binomtest(a, a + b).pvalue, rel=1e-9)


def test_large_counts_do_not_overflow() -> None:
    assert mcnemar(1_070, 0) == math.ldexp(1.0, -1_069)
    assert mcnemar(100_000, 0) == 0.0
    assert mcnemar(10**7, 10**7) == 1.0


def test_fewer_than_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than no pairs"):
        mcnemar(-1, 3)


@pytest.mark.slow
@pytest.mark.parametrize("most", [1, 3, 8])
def test_the_bootstrap_interval_is_that_of_scipy_but_for_chance(most: int) -> None:
    from scipy import stats

    chance = random.Random(most)
    for at in range(50):
        pairs = some(chance, chance.choice((2, 5, 12, 40, 100)), most)
        mine, of_each = paired(pairs, seed=at), changes(pairs)
        theirs = stats.bootstrap(
            (of_each,), np.mean, n_resamples=20_000, method="percentile", vectorized=True, rng=np.random.default_rng(at)
        )
        drawn = theirs.bootstrap_distribution
        assert mine.value == pytest.approx(np.mean(of_each), abs=1e-12)
        # The ends are quantiles of scipy's own draws, within 5 standard errors of a share of 2.5 % in both samples.
        off = 5 * math.sqrt(0.025 * 0.975 * (1 / 4_000 + 1 / 20_000))
        for end, share in ((mine.low, 0.025), (mine.high, 0.975)):
            assert np.mean(drawn < end - 1e-9) <= share + off
            assert np.mean(drawn < end + 1e-9) >= share - off
        # And they lie where scipy's do: at most as far off as these errors reach in its distribution, where there may
        # be no value in between.
        interval = theirs.confidence_interval
        for end, theirs_end, share in ((mine.low, interval.low, 0.025), (mine.high, interval.high, 0.975)):
            reach = np.quantile(drawn, [share - off, share + off])
            assert reach[0] - 1e-9 <= end <= reach[1] + 1e-9
            assert reach[0] - 1e-9 <= theirs_end <= reach[1] + 1e-9


@pytest.mark.slow
def test_the_bootstrap_interval_is_that_of_all_samples_there_are() -> None:
    chance = random.Random(5)
    for at in range(20):
        pairs = some(chance, 5, 4)
        means = sorted(float(np.mean(sample)) for sample in itertools.product(changes(pairs), repeat=5))
        mine = paired(pairs, seed=at, draws=20_000)
        off = 5 * math.sqrt(0.025 * 0.975 / 20_000)
        for end, share in ((mine.low, 0.025), (mine.high, 0.975)):
            low, high = np.quantile(means, [share - off, share + off])
            assert low - 1e-9 <= end <= high + 1e-9


def test_the_difference_is_the_mean_over_questions_however_many_results_each_has() -> None:
    pairs = [([True] * 9 + [False], [False]), ([False], [True, False])]
    assert paired(pairs).value == pytest.approx((0.9 - 0.5) / 2)


@pytest.mark.slow
def test_the_p_value_of_single_results_is_the_exact_one() -> None:
    chance = random.Random(6)
    for _ in range(50):
        pairs = some(chance, chance.randint(1, 60), 1)
        table = [[pairs.count(BOTH), pairs.count(GAIN)], [pairs.count(LOSS), pairs.count(NEITHER)]]
        theirs = _theirs(table)
        assert paired(pairs, draws=10).p == pytest.approx(theirs, rel=0, abs=1e-9)


@pytest.mark.slow
def test_with_several_results_a_question_the_p_value_is_that_of_exchanging_the_sides() -> None:
    from scipy import stats

    chance = random.Random(11)
    for _ in range(60):
        pairs = [
            ([chance.random() < 0.7 for _ in range(3)], [chance.random() < 0.4 for _ in range(3)]) for _ in range(8)
        ]
        changes = [sum(a) - sum(b) for a, b in pairs]
        theirs = stats.permutation_test((changes,), np.sum, permutation_type="samples", alternative="two-sided")
        assert paired(pairs, draws=4_000).p == pytest.approx(float(theirs.pvalue), abs=1e-9)


def test_many_questions_are_exchanged_by_chance_and_one_alone_tells_nothing() -> None:
    pairs = [([True, True], [False, False])] * 40
    found = paired(pairs)
    assert found.p is not None and 0 < found.p < 0.001 and tells(found)
    assert not tells(paired(pairs[:1])) and not tells(paired(pairs[:5])) and tells(paired(pairs[:6]))


@pytest.mark.parametrize("pairs", [[], [([], [])], [([True], []), ([], [False])]])
def test_without_a_question_to_compare_nothing_is_known(pairs: list[Pair]) -> None:
    assert paired(pairs) == Difference(0.0, -1.0, 1.0, None)


def test_a_question_without_a_result_on_a_side_is_left_out() -> None:
    whole = [GAIN, BOTH, LOSS, GAIN]
    assert paired([*whole[:2], ([True], []), *whole[2:], ([], [True, True])]) == paired(whole)


def test_one_question_gives_a_point() -> None:
    assert paired([GAIN]) == Difference(1.0, 1.0, 1.0, 1.0)


def test_the_interval_stays_within_what_is_possible_and_holds_the_value() -> None:
    chance = random.Random(7)
    for at in range(100):
        found = paired(some(chance, chance.randint(1, 30), 3), seed=at, draws=400)
        assert -1.0 <= found.low <= found.value <= found.high <= 1.0


def test_arms_that_change_places_change_the_sign_alone() -> None:
    pairs = [GAIN] * 9 + [LOSS] * 3 + [BOTH] * 5
    there, back = paired(pairs), paired([(b, a) for a, b in pairs])
    assert (back.value, back.p) == (-there.value, there.p)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), abs=2 / 17)


def test_the_same_seed_gives_the_same_interval_in_any_order_of_the_questions() -> None:
    pairs = some(random.Random(8), 30, 5)
    first = paired(pairs, seed=3)
    assert first == paired(pairs, seed=3) == paired(pairs[::-1], seed=3)
    assert len({astuple(paired(pairs, seed=seed)) for seed in range(5)}) > 1
    assert paired(pairs) == paired(pairs, seed=0, draws=4_000)


def test_the_chance_of_others_is_left_alone() -> None:
    random.seed(9)
    before = random.getstate()
    paired([GAIN, LOSS])
    assert random.getstate() == before


def test_thirds_that_cancel_out_are_exactly_0() -> None:
    third, less, more = ([True, False, False], [False]), ([False], [True, False, False]), ([True], [True, True, False])
    lost = ([True, False, False], [True])
    pairs: list[Pair] = [third, less, more, lost, less, third] * 3
    ends = [paired(pairs, seed=seed, draws=1).low for seed in range(300)]
    assert ends.count(0.0) > 10
    assert [end for end in ends if 0 < abs(end) < 1e-6] == []


def test_an_interval_without_a_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a draw"):
        paired([GAIN], draws=0)


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        (Difference(0.3, 0.1, 0.5, 0.01), True),
        (Difference(-0.3, -0.5, -0.1, 0.01), True),
        (Difference(0.3, 0.1, 0.5, None), True),
        (Difference(0.3, 0.1, 0.5, 0.05), False),
        (Difference(0.3, -0.1, 0.5, 0.01), False),
        (Difference(0.3, 0.0, 0.5, 0.01), False),
        (Difference(-0.3, -0.5, 0.0, None), False),
        (Difference(0.0, 0.0, 0.0, 1.0), False),
        (Difference(0.0, -1.0, 1.0, None), False),
    ],
)
def test_which_is_better_is_said_of_an_interval_without_0_and_a_small_p_value_only(
    difference: Difference, told: bool
) -> None:
    assert tells(difference) is told


def test_five_gains_of_five_do_not_tell_and_six_do() -> None:
    assert not tells(paired([GAIN] * 5))
    assert tells(paired([GAIN] * 6))


def _theirs(table: Any) -> float:
    from statsmodels.stats import contingency_tables

    found: Any = contingency_tables.mcnemar(table, exact=True)
    return found.pvalue


@pytest.mark.slow
def test_p_values_are_corrected_as_statsmodels_corrects_them() -> None:
    from statsmodels.stats import multitest

    chance = random.Random(12)
    gc.freeze()  # theirs collects garbage each time: what is there already need not be looked through
    for _ in range(300):
        values = [chance.choice((chance.random(), chance.random() / 50, 0.02)) for _ in range(chance.randint(1, 6))]
        theirs: Any = multitest.multipletests(values, method="holm")[1]
        assert holm(values) == pytest.approx(list(theirs), rel=1e-12)
    gc.unfreeze()


def test_what_was_not_compared_counts_for_nothing() -> None:
    assert holm([None, 0.01, None, 0.04]) == [None, 0.02, None, 0.04]
    assert holm([]) == [] and holm([None]) == [None]
    assert holm([0.04, 0.03]) == [0.06, 0.06] and holm([0.9, 0.8]) == [1.0, 1.0]


Values = list[tuple[list[float], list[float]]]


def values_of(chance: random.Random, questions: int) -> Values:
    """Each question has one to three values, in either group, the first larger by about 5."""
    found: Values = []
    for _ in range(questions):
        both: tuple[list[float], list[float]] = ([], [])
        for _ in range(chance.randint(1, 3)):
            side = chance.randint(0, 1)
            both[side].append(round(chance.gauss(20 - 5 * side, 4), 1))
        found.append(both)
    return found


def middle_of(pairs: Values, side: int) -> float:
    return float(np.median(list(itertools.chain.from_iterable(one[side] for one in pairs))))


@pytest.mark.slow
def test_the_intervals_of_medians_are_those_of_numpy_on_other_draws() -> None:
    pairs = values_of(random.Random(3), 60)
    found, drawn = medians(pairs, seed=1), np.random.default_rng(7)
    sums: list[tuple[float, float]] = []
    for _ in range(4_000):
        chosen = [pairs[at] for at in drawn.integers(0, 60, 60)]
        sums.append((middle_of(chosen, 0), middle_of(chosen, 1)))
    first, second = (np.array([one[side] for one in sums]) for side in (0, 1))
    for middle, theirs in zip(found, (first, second, first - second), strict=True):
        assert middle
        assert (middle.low, middle.high) == pytest.approx(np.percentile(theirs, (2.5, 97.5)), abs=0.6)
    whole = [middle_of(pairs, side) for side in (0, 1)]
    assert [middle and middle.value for middle in found] == pytest.approx([*whole, whole[0] - whole[1]])


def test_medians_hang_on_no_order_and_are_drawn_once() -> None:
    pairs = values_of(random.Random(4), 20)
    found, before = medians(pairs, seed=2), medians_drawn()
    for _ in range(3):
        random.Random(5).shuffle(pairs)
        assert medians([(one[::-1], other[::-1]) for one, other in pairs], seed=2) == found
    assert medians_drawn() == before
    assert medians(pairs, seed=3) != found and medians_drawn() == before + 1
    assert 0 < MOST_MEDIANS < 1_000


def test_a_median_needs_so_many_questions() -> None:
    enough: Values = [([1.0], []) for _ in range(FEWEST)]
    assert medians(enough) == Medians(Middle(1.0, 1.0, 1.0), None, None)
    assert medians(enough[1:]) == Medians(None, None, None)
    assert medians([*enough[1:], ([1.0] * 50, [])]).first  # FEWEST questions, however many values
    assert medians([([1.0] * 50, [2.0])]) == medians([]) == Medians(None, None, None)
    assert medians([([1.0], [3.0]) for _ in range(FEWEST)]).difference == Middle(-2.0, -2.0, -2.0)
