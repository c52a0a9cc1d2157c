"""Each uncertainty draws what it says it supposes."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from kzelect.errors import KzelectError
from kzelect.scenarios.uncertainty import DirichletShares, Poll, Recount, UniformSwing

VOTES = np.array([4500, 3000, 2000, 500, 0])
DRAWS = 40_000


def drawn(error, votes=VOTES, seed=5):
    return error.draw(votes, size=DRAWS, rng=np.random.default_rng(seed))


@pytest.mark.parametrize("error", [UniformSwing(0.2), DirichletShares(3), Recount(7000)])
def test_draws_are_whole_votes_with_the_sum_of_the_count(error):
    found = drawn(error)
    assert found.shape == (DRAWS, len(VOTES))
    assert found.dtype == np.int64
    assert found.min() == 0
    assert (found.sum(axis=1) == VOTES.sum()).all()
    assert found.std(axis=0)[0] > 40


@pytest.mark.parametrize("error", [UniformSwing(0.0), Recount(0)])
def test_no_error_is_the_count(error):
    assert (drawn(error) == VOTES).all()


def test_a_spread_is_any_number_that_a_share_can_be():
    votes = np.array([600, 300, 100])
    for spread in ("1/50", "0.02", Fraction(1, 50), Decimal("0.02")):
        assert (drawn(UniformSwing(spread), votes) == drawn(UniformSwing(0.02), votes)).all()


def test_a_swing_spreads_alike_over_large_lists_and_small():
    votes = np.array([45_000, 30_000, 15_000, 10_000])
    shares = drawn(UniformSwing(0.01), votes) / votes.sum()
    assert shares.mean(axis=0) == pytest.approx(votes / votes.sum(), abs=5 * 0.01 / DRAWS**0.5)
    # The standard error of a standard deviation is about 1 / sqrt(2 n) of it.
    assert shares.std(axis=0) == pytest.approx([0.01] * 4, rel=5 / (2 * DRAWS) ** 0.5)
    between = np.corrcoef(shares.T)[np.triu_indices(4, 1)]
    assert between == pytest.approx([-1 / 3] * 6, abs=5 / DRAWS**0.5)


def test_a_swing_of_one_list_alone_changes_nothing():
    assert (drawn(UniformSwing(0.3), np.array([700])) == 700).all()


def test_dirichlet_shares_have_the_stated_mean_and_variance():
    share = VOTES / VOTES.sum()
    found = drawn(DirichletShares(400)) / VOTES.sum()
    spread = np.sqrt(share * (1 - share) / 401)
    assert found.mean(axis=0) == pytest.approx(share, abs=5 * spread.max() / DRAWS**0.5)
    # Of shares near 0 the standard deviation scatters more than that of a normal law.
    assert found.std(axis=0) == pytest.approx(spread, rel=8 / (2 * DRAWS) ** 0.5, abs=1e-9)
    assert (found[:, 4] == 0).all()


def test_a_recount_moves_at_most_its_ballots_and_no_list_on_average():
    moved = drawn(Recount(60)) - VOTES
    assert np.abs(moved).max() <= 60
    share = VOTES / VOTES.sum()
    # Out without replacement, in with it.
    spread = np.sqrt(60 * share * (1 - share) * (1 + (10_000 - 60) / 9_999))
    assert moved.std(axis=0) == pytest.approx(spread, rel=5 / (2 * DRAWS) ** 0.5, abs=1e-9)
    assert moved.mean(axis=0) == pytest.approx(np.zeros(5), abs=5 * spread.max() / DRAWS**0.5)
    assert (moved[:, 4] == 0).all()


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: UniformSwing(-0.1), "spread is -0.1; expected a number from 0 to 1"),
        (lambda: UniformSwing(2), "spread is 2"),
        (lambda: UniformSwing(float("nan")), "spread is nan"),
        (lambda: UniformSwing(True), "spread is True"),
        (lambda: Poll(0), "sample_size is 0; expected a whole number of at least 1"),
        (lambda: Poll(10.5), "sample_size is 10.5; expected a whole number"),
        (lambda: Recount(10**400), "ballots is too large"),
        (lambda: DirichletShares(0.5), "concentration is 0.5; expected a number of at least 1"),
        (lambda: DirichletShares(float("inf")), "concentration is inf"),
        (lambda: Recount("5"), "ballots is '5'"),
        (lambda: Recount(1.5), "ballots is 1.5; expected a non-negative whole number"),
        (lambda: drawn(Recount(11), np.array([6, 4])), "11 ballots .* at most the 10 votes"),
        (lambda: drawn(Recount(1), np.array([10**9, 4])), "the votes are 1000000004"),
    ],
)
def test_what_is_wrong_is_named(make, text):
    with pytest.raises(KzelectError, match=text):
        make()
