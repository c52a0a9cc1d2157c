"""`apportion` against definitions, literature, official results and what must always hold."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kzelect.apportionment import METHODS, apportion, batch
from kzelect.apportionment import exact as engine
from kzelect.apportionment.inputs import per_election
from kzelect.apportionment.methods import _linear, _modified_sainte_lague, rule_for
from kzelect.errors import AllocationError, LabelError, MissingDataError, TieError
from tests.helpers import exact, proof, results_2004

DATA = Path(__file__).parent / "helpers" / "data"
QUOTAS = METHODS[:4]
DIVISORS = METHODS[4:]
SEAT_FOR_ALL = ("adams", "dean", "huntington_hill")

VOTES_2004 = pd.Series(
    [*results_2004.VOTES_2004.values()],
    index=[
        "Otan",
        "Aq Jol",
        "Asar",
        "AIST",
        "Opposition Union",
        "People's Communist",
        "Auyl",
        "Adilet",
        "Patriots",
        "Rukhaniyat",
    ],
    name="votes",
)
CAST_2004 = 4893204

# Seats of the first lists; all others have none.
SEVEN_PER_CENT = {"threshold": 0.07}
EXACT_2004 = [
    ("hare", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("droop", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("hagenbach_bischoff", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("imperiali_quota", SEVEN_PER_CENT, [8, 1, 1, 0]),
    ("dhondt", SEVEN_PER_CENT, [8, 1, 1, 0]),
    ("sainte_lague", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("modified_sainte_lague", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("modified_sainte_lague", {"threshold": 0.07, "first_divisor": 1.2}, [7, 1, 1, 1]),
    ("danish", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("imperiali", SEVEN_PER_CENT, [9, 1, 0, 0]),
    ("adams", SEVEN_PER_CENT, [6, 2, 1, 1]),
    ("dean", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("huntington_hill", SEVEN_PER_CENT, [7, 1, 1, 1]),
    ("hare", {"threshold": 0.07, "quota_base": "all"}, [6, 2, 1, 1]),
    ("droop", {"threshold": 0.07, "quota_base": "all"}, [7, 1, 1, 1]),
    ("hagenbach_bischoff", {"threshold": 0.07, "quota_base": "all"}, [7, 1, 1, 1]),
    ("imperiali_quota", {"threshold": 0.07, "quota_base": "all"}, [7, 1, 1, 1]),
    ("hare", {"threshold": 0.07, "threshold_base": CAST_2004}, [7, 2, 1, 0]),
    ("hare", {}, [6, 1, 1, 1, 1]),
    ("droop", {}, [7, 1, 1, 1]),
    ("hagenbach_bischoff", {}, [7, 1, 1, 1]),
    ("imperiali_quota", {}, [7, 1, 1, 1]),
    ("dhondt", {}, [8, 1, 1, 0]),
    ("sainte_lague", {}, [7, 1, 1, 1]),
    ("modified_sainte_lague", {}, [7, 1, 1, 1]),
    ("modified_sainte_lague", {"first_divisor": 1.2}, [7, 1, 1, 1]),
    ("danish", {}, [6, 1, 1, 1, 1]),
    ("imperiali", {}, [9, 1, 0, 0]),
]


@pytest.mark.parametrize(("method", "rule", "seats"), EXACT_2004)
def test_the_2004_list_tier_equals_its_exact_reference(method, rule, seats):
    found = apportion(VOTES_2004, 10, method=method, **rule)
    expected = pd.Series(seats + [0] * (10 - len(seats)), index=VOTES_2004.index, name="seats")
    pd.testing.assert_series_equal(found, expected)


# M. L. Balinski, H. P. Young (1975), "The quota method of apportionment",
# American Mathematical Monthly 82, 701-730, both examples.
BALINSKI_YOUNG = {
    (5117, 4400, 162, 161, 160): {
        "hare": [51, 44, 2, 2, 1],
        "dhondt": [52, 45, 1, 1, 1],
        "sainte_lague": [51, 43, 2, 2, 2],
        "huntington_hill": [51, 43, 2, 2, 2],
        "adams": [51, 43, 2, 2, 2],
        "dean": [51, 43, 2, 2, 2],
    },
    (9061, 7179, 5259, 3319, 1182): {
        "hare": [9, 7, 5, 4, 1],
        "dhondt": [10, 7, 5, 3, 1],
        "sainte_lague": [9, 8, 5, 3, 1],
        "huntington_hill": [9, 7, 6, 3, 1],
        "adams": [9, 7, 5, 3, 2],
        "dean": [9, 7, 5, 4, 1],
    },
}


@pytest.mark.parametrize(
    ("votes", "method", "seats"),
    [(votes, *case) for votes, cases in BALINSKI_YOUNG.items() for case in cases.items()],
)
def test_examples_of_balinski_and_young(votes, method, seats):
    assert apportion(np.array(votes), sum(seats), method=method).tolist() == seats


# Census of 1790 and the apportionments of 1792: M. L. Balinski, H. P. Young,
# Fair Representation, 2nd ed. (2001), ch. 2-3 and appendix B. Jefferson's became
# law with 105 seats; Hamilton's with 120 was vetoed.
CENSUS_1790 = {
    "Virginia": (630560, 19, 21),
    "Massachusetts": (475327, 14, 16),
    "Pennsylvania": (432879, 13, 14),
    "North Carolina": (353523, 10, 12),
    "New York": (331589, 10, 11),
    "Maryland": (278514, 8, 9),
    "Connecticut": (236841, 7, 8),
    "South Carolina": (206236, 6, 7),
    "New Jersey": (179570, 5, 6),
    "New Hampshire": (141822, 4, 5),
    "Vermont": (85533, 2, 3),
    "Georgia": (70835, 2, 2),
    "Kentucky": (68705, 2, 2),
    "Rhode Island": (68446, 2, 2),
    "Delaware": (55540, 1, 2),
}


@pytest.mark.parametrize(("method", "column"), [("dhondt", 1), ("hare", 2)])
def test_the_house_of_1792_of_jefferson_and_of_hamilton(method, column):
    census = pd.DataFrame(CENSUS_1790).T
    found = apportion(census[0], census[column].sum(), method=method)
    assert found.tolist() == census[column].tolist()


def test_the_house_of_representatives_after_the_census_of_2020():
    # U.S. Census Bureau (2021), 2020 Census apportionment results, tables 1 to 3.
    census = pd.read_csv(DATA / "us_census_2020.csv", index_col="state")
    found = apportion(census["resident"] + census["overseas"], 435, method="huntington_hill")
    pd.testing.assert_series_equal(found, census["seats"])


# Austria, National Council, 183 seats, threshold 4 %: votes of all lists and
# seats as published by the Federal Ministry of the Interior. Its last step is
# D'Hondt on the votes of the whole country.
AUSTRIA = {
    2019: (
        [1789417, 1011868, 772666, 664055, 387124],
        [89169, 32736, 22168, 4946, 1767, 760, 310, 260],
        [71, 40, 31, 26, 15],
    ),
    2017: (
        [1595526, 1361746, 1316442, 268518, 223543],
        [192638, 48234, 39689, 9167, 8889, 2724, 761, 713, 693, 425, 221],
        [62, 52, 51, 10, 8],
    ),
    2013: (
        [1258605, 1125876, 962313, 582657, 268679, 232946],
        [165746, 48175, 36265, 6647, 3051, 947, 510, 490],
        [52, 47, 40, 24, 11, 9],
    ),
    2006: (
        [1663986, 1616493, 520130, 519598, 193539],
        [131688, 47578, 10594, 2257, 1514, 592, 312],
        [68, 66, 21, 21, 7],
    ),
    2002: (
        [2076833, 1792499, 491328, 454980],
        [48083, 27568, 3906, 2439, 2009],
        [79, 69, 18, 17],
    ),
    1999: (
        [1532448, 1244087, 1243672, 342260],
        [168612, 46943, 22016, 19286, 3030],
        [65, 52, 52, 14],
    ),
}


@pytest.mark.parametrize("year", AUSTRIA)
def test_austrian_national_councils(year):
    admitted, others, seats = AUSTRIA[year]
    found = apportion(np.array(admitted + others), 183, method="dhondt", threshold=0.04)
    assert found.tolist() == seats + [0] * len(others)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.no_cover
def test_equals_plain_fractions_on_hard_elections(method):
    proof.prove(method, 700, seed=2004)


def sampled(examples):
    """Some methods allocate few random elections: Imperiali's quota mostly awards too much."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )


@st.composite
def elections(draw, most=10**12):
    count = draw(st.integers(1, 7))
    sizes = st.one_of(st.integers(0, 12), st.integers(0, 1000), st.integers(0, most))
    votes = draw(st.lists(sizes, min_size=count, max_size=count).filter(any))
    return votes, draw(st.integers(1, 60))


@pytest.mark.parametrize("method", METHODS)
@sampled(60)
@given(election=elections(), share=st.sampled_from([0, 0.05, 0.3]))
@pytest.mark.no_cover
def test_equals_plain_fractions_whatever_the_votes(method, election, share):
    votes, seats = election
    rule = {"threshold": Fraction(str(share))}
    expected = proof.expected(votes, seats, method, **rule)
    assert proof.found(votes, seats, method, threshold=share) == expected
    if isinstance(expected, list):
        many = apportion(pd.DataFrame([votes, votes]), seats, method=method, threshold=share)
        assert many.to_numpy().tolist() == [expected, expected]


def seats_or_skip(votes, seats, method, **rule):
    try:
        return apportion(np.array(votes), seats, method=method, **rule).tolist()
    except AllocationError:
        assume(False)


@pytest.mark.parametrize("method", METHODS)
@sampled(40)
@given(election=elections(), random=st.randoms(use_true_random=False))
@pytest.mark.no_cover
def test_house_is_full_and_order_of_parties_does_not_matter(method, election, random):
    votes, seats = election
    found = seats_or_skip(votes, seats, method)
    assert sum(found) == seats
    order = list(range(len(votes)))
    random.shuffle(order)
    shuffled = seats_or_skip([votes[at] for at in order], seats, method)
    assert shuffled == [found[at] for at in order]


@pytest.mark.parametrize("method", DIVISORS)
@sampled(40)
@given(election=elections())
@pytest.mark.no_cover
def test_no_divisor_method_takes_a_seat_when_the_house_grows(method, election):
    votes, seats = election
    smaller = seats_or_skip(votes, seats, method)
    larger = seats_or_skip(votes, seats + 1, method)
    assert all(more >= less for less, more in zip(smaller, larger, strict=True))


def test_hare_takes_a_seat_when_the_house_grows():
    # The Alabama paradox: with 11 seats in place of 10 the third party loses its second.
    votes = np.array([6, 6, 2])
    assert apportion(votes, 10, method="hare").tolist() == [4, 4, 2]
    assert apportion(votes, 11, method="hare").tolist() == [5, 5, 1]


@sampled(60)
@given(election=elections())
def test_hare_stays_within_the_quota(election):
    votes, seats = election
    found = seats_or_skip(votes, seats, "hare")
    for count, held in zip(votes, found, strict=True):
        assert abs(Fraction(count * seats, sum(votes)) - held) < 1


@pytest.mark.parametrize("method", [name for name in METHODS if name != "droop"])
@sampled(30)
@given(election=elections(most=10**9), times=st.integers(2, 1000))
def test_only_proportions_matter(method, election, times):
    votes, seats = election
    found = seats_or_skip(votes, seats, method)
    assert seats_or_skip([count * times for count in votes], seats, method) == found


def test_integer_droop_is_not_about_proportions_alone():
    # Quotas 2 and 11: remainders 1, 1 and 1 tie, but 8, 8 and 10 of 11 do not.
    votes = np.array([3, 1, 1])
    with pytest.raises(TieError):
        apportion(votes, 2, method="droop")
    assert apportion(votes * 10, 2, method="droop").tolist() == [2, 0, 0]


# Ties


def test_a_tie_names_parties_and_seats():
    votes = pd.Series({"A": 50, "B": 30, "C": 30, "D": 30})
    with pytest.raises(TieError, match="3 parties tie for 2 seats: B, C, D") as caught:
        apportion(votes, 3, method="dhondt")
    assert (caught.value.parties, caught.value.seats, caught.value.rows) == (("B", "C", "D"), 2, ())


def test_a_message_names_some_of_very_many_parties():
    with pytest.raises(TieError, match=r"p7, p8, .*, p19 and 80 more; pass ties=") as caught:
        apportion({f"p{at}": 5 for at in range(100)}, 3, method="hare")
    assert len(caught.value.parties) == 100


def test_an_order_decides_a_tie():
    votes = pd.Series({"A": 50, "B": 30, "C": 30, "D": 30})
    found = apportion(votes, 3, method="dhondt", ties=["D", "A", "C", "B"])
    assert found.to_dict() == {"A": 1, "B": 0, "C": 1, "D": 1}


def test_a_seat_by_order_comes_on_top_of_the_sure_ones():
    votes = pd.DataFrame({"A": [5], "B": [5]})
    for method in ("hare", "dhondt"):
        assert apportion(votes.loc[0], 5, method=method, ties=["B", "A"]).tolist() == [2, 3]
        assert apportion(votes, 5, method=method, ties=["B", "A"]).loc[0].tolist() == [2, 3]


def test_a_lot_is_drawn_among_the_tied_only_and_repeats_with_its_seed():
    votes = pd.Series({"A": 50, "B": 30, "C": 30})
    drawn = [
        apportion(votes, 2, method="hare", ties=np.random.default_rng(seed)).tolist()
        for seed in range(20)
    ]
    assert {tuple(seats) for seats in drawn} == {(1, 1, 0), (1, 0, 1)}
    again = apportion(votes, 2, method="hare", ties=np.random.default_rng(3))
    assert again.tolist() == drawn[3]


def test_a_lot_gives_no_party_two_of_the_seats():
    votes = np.array([30, 30, 30])
    drawn = {
        tuple(apportion(votes, 2, method="hare", ties=np.random.default_rng(seed)).tolist())
        for seed in range(30)
    }
    assert drawn == {(1, 1, 0), (1, 0, 1), (0, 1, 1)}
    many = apportion(np.array([votes] * 30), 2, method="hare", ties=np.random.default_rng(1))
    assert {tuple(row) for row in many.tolist()} == drawn


@pytest.mark.parametrize("kind", [list, tuple, pd.Index, pd.Series, np.array])
def test_an_order_of_ties_is_of_any_kind(kind):
    votes = pd.Series({"A": 50, "B": 30, "C": 30, "D": 30})
    order = kind(["D", "A", "C", "B"])
    for method in ("dhondt", "hare"):
        found = apportion(votes, 3, method=method, ties=order)
        many = apportion(votes.to_frame().T, 3, method=method, ties=order)
        assert found.tolist() == many.iloc[0].tolist() == [1, 0, 1, 1]


def test_a_batch_names_every_tied_election():
    votes = pd.DataFrame({"A": [5, 6, 7], "B": [5, 1, 7]}, index=["x", "y", "z"])
    with pytest.raises(TieError, match=r"election 'x': 2 parties tie .* \(2 elections tie\)") as c:
        apportion(votes, 1, method="sainte_lague")
    assert (c.value.parties, c.value.seats, c.value.rows) == (("A", "B"), 1, ("x", "z"))
    found = apportion(votes, 1, method="sainte_lague", ties=["B", "A"])
    assert found.to_numpy().tolist() == [[0, 1], [1, 0], [0, 1]]


@pytest.mark.parametrize("ties", [["A"], ["A", "B", "C"], ["A", "B", "B"], ["A", "A"]])
def test_an_order_of_ties_names_every_party_once(ties):
    with pytest.raises(LabelError, match="every party once"):
        apportion(pd.Series({"A": 1, "B": 2}), 1, method="hare", ties=ties)


def test_an_unknown_word_for_ties_is_an_error():
    with pytest.raises(AllocationError, match="ties is 'first'"):
        apportion(np.array([1, 2]), 1, method="hare", ties="first")


# Thresholds


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("batch", [False, True])
def test_a_list_exactly_at_the_threshold_is_in_and_one_vote_below_is_not(method, batch):
    # 0.07 as a binary float is above 7/100: taken literally it would keep the list out.
    for last, admitted in ((7_000_000_000, True), (6_999_999_999, False)):
        votes = np.array([51_234_567_891, 23_000_000_029, 25_765_432_080 - last, last])
        assert votes.sum() == 10**11
        kind = votes[None] if batch else votes
        found = apportion(kind, 25, method=method, threshold=0.07)
        assert (found.ravel()[3] > 0) == admitted


@pytest.mark.parametrize(
    "threshold", [0.07, Decimal("0.07"), Fraction(7, 100), np.float64(0.07), np.float32(0.07)]
)
def test_a_threshold_is_the_decimal_that_it_prints_as(threshold):
    votes = np.array([93, 7])
    assert apportion(votes, 100, method="hare", threshold=threshold).tolist() == [93, 7]


def test_a_party_may_have_its_own_threshold():
    votes = pd.Series({"A": 60, "B": 36, "minority": 4})
    own = {"minority": 0, "A": 0.05, "B": 0.05}
    assert apportion(votes, 25, method="hare", threshold=0.05)["minority"] == 0
    assert apportion(votes, 25, method="hare", threshold=own)["minority"] == 1
    as_series = pd.Series(own)
    assert apportion(votes, 25, method="hare", threshold=as_series)["minority"] == 1
    many = apportion(votes.to_frame().T, 25, method="hare", threshold=as_series)
    assert many["minority"].tolist() == [1]
    listed = apportion(votes.to_numpy(), 25, method="hare", threshold=[0.05, 0.05, 0])
    assert listed.tolist() == [15, 9, 1]
    exactly = apportion(np.array([96, 4]), 25, method="hare", threshold=[0.05, 0.04])
    assert exactly.tolist() == [24, 1]


@pytest.mark.parametrize(
    ("threshold", "error"),
    [
        ({"A": 0.05, "B": 0, "C": 0}, "wrong: C"),
        (pd.Series([0.1, 0.2, 0.1], index=["A", "B", "A"]), "named twice"),
        ([0.05, 0.05], "without labels"),
    ],
)
def test_thresholds_of_parties_are_joined_by_label(threshold, error):
    with pytest.raises(LabelError, match=error):
        apportion(pd.Series({"A": 3, "B": 2}), 2, method="hare", threshold=threshold)


@pytest.mark.parametrize("threshold", [7, -0.1, float("nan"), None, "seven"])
def test_a_threshold_is_a_share(threshold):
    with pytest.raises(AllocationError, match="expected a number from 0 to 1"):
        apportion(np.array([3, 2]), 2, method="hare", threshold=threshold)


def test_the_ends_of_the_ranges_are_in_them():
    only, all_votes = np.array([5, 0]), np.array([[5, 0], [7, 0]])
    assert apportion(only, 1, method="hare", threshold=1, threshold_base=5).tolist() == [1, 0]
    assert apportion(all_votes, 1, method="hare", threshold=1).tolist() == [[1, 0], [1, 0]]
    votes = np.array([50, 20, 12])
    for first in (3, Fraction(1, 100)):
        found = apportion(votes, 4, method="modified_sainte_lague", first_divisor=first)
        assert found.tolist() == exact_first(votes.tolist(), 4, Fraction(first))
    assert apportion(np.array([1, 1]), 2, method="adams").tolist() == [1, 1]
    assert apportion(np.array([[5, 1]]), 2, method="adams").tolist() == [[1, 1]]
    assert apportion(np.array([[1, 0]]), [1], method="dean", threshold_base=1).tolist() == [[1, 0]]


def test_one_base_an_election():
    votes = pd.DataFrame({"A": [93, 93], "B": [7, 7]}, index=["x", "y"])
    base = pd.Series({"y": 101, "x": 100})
    found = apportion(votes, 100, method="hare", threshold=0.07, threshold_base=base)
    assert found["B"].tolist() == [7, 0]


# Kinds of votes


def test_the_kind_that_comes_out_is_the_kind_that_went_in():
    series = pd.Series([3, 2], index=["A", "B"], name="votes")
    assert apportion(series, 5, method="hare").dtype == "int64"
    assert apportion(series.astype("Int64"), 5, method="hare").dtype == "Int64"
    assert apportion(series.astype(float), 5, method="hare").dtype == "Int64"
    assert apportion(series.astype(object), 5, method="hare").tolist() == [3, 2]
    assert isinstance(apportion(series.to_numpy(), 5, method="hare"), np.ndarray)
    frame = series.to_frame().T
    expected = pd.DataFrame({"A": [3], "B": [2]}, index=["votes"])
    pd.testing.assert_frame_equal(apportion(frame, 5, method="hare"), expected)
    for dtype in ("Int64", float, object):
        pd.testing.assert_frame_equal(
            apportion(frame.astype(dtype), 5, method="hare"), expected.astype("Int64")
        )
    assert apportion(frame.to_numpy(), 5, method="hare").tolist() == [[3, 2]]
    assert apportion(frame.to_numpy(dtype=float), 5, method="hare").dtype == np.int64


@pytest.mark.parametrize("method", METHODS)
def test_a_mapping_and_a_list_give_their_own_kind(method):
    votes = {"A": 61, "B": 27, "C": 13}
    expected = apportion(pd.Series(votes), 9, method=method)
    assert apportion(votes, 9, method=method) == expected.to_dict()
    for kind in (list, tuple):
        found = apportion(kind(votes.values()), 9, method=method)
        assert found == expected.tolist()
        assert {type(held) for held in found} == {int}
    if method not in (*SEAT_FOR_ALL, "imperiali_quota"):
        assert apportion([5, 5], 1, method=method, ties=[1, 0], threshold=[0, 0.2]) == [0, 1]


@pytest.mark.parametrize(
    "votes",
    [
        np.ma.array([60, 30, 11], mask=[0, 1, 0]),
        np.array([60 + 1j, 30, 11]),
        np.array(["2004-09-19", "2004-10-03"], dtype="M8[ns]"),
        np.array([60, 30], dtype="m8[s]"),
        np.array([b"60", b"30"]),
    ],
)
def test_arrays_of_no_counts_are_refused_alike_alone_and_in_a_batch(votes):
    for kind in (votes, votes[None], pd.DataFrame(votes[None]), pd.Series(votes)):
        if isinstance(votes, np.ma.MaskedArray) and not isinstance(kind, np.ndarray):
            continue  # pandas reads masked cells as missing
        with pytest.raises(AllocationError, match=r"^votes (is|are)|votes of 0 is"):
            apportion(kind, 10, method="dhondt")


def test_a_region_without_seats_does_not_stop_a_batch():
    votes = pd.DataFrame({"A": [60, 0, 5], "B": [40, 0, 5]}, index=["x", "y", "z"])
    for method in ("hare", "dhondt", "adams"):
        found = apportion(votes, [5, 0, 0], method=method)
        assert found.to_numpy().tolist() == [[3, 2], [0, 0], [0, 0]]
    with pytest.raises(AllocationError, match="election 'y': votes of 'B' is -1"):
        apportion(votes.replace({"B": {0: -1}}), [5, 0, 0], method="hare")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ({"seats": np.array([5, 6])}, "seats has 2 values; expected one whole number"),
        ({"seats": pd.Series([5])}, "seats has 1 values"),
        ({"seats": 10**30}, "seats is too large; expected at most 9223372036854775807"),
        ({"ties": None}, "ties is None"),
        ({"ties": -1}, "ties is -1"),
        ({"ties": {"A", "B"}}, "ties is {.*expected 'raise', an order of the parties"),
        ({"ties": np.array(3)}, r"ties is array\(3\)"),
        ({"min_lists": np.array([1, 2])}, "min_lists has 2 values"),
        ({"min_lists": pd.NA}, "min_lists is missing"),
        ({"threshold": "1e999999999"}, "expected a number from 0 to 1"),
    ],
)
def test_other_wrong_arguments_are_named(call, text):
    with pytest.raises((AllocationError, MissingDataError), match=text):
        apportion(TWO, **{"seats": 5, "method": "hare", **call})


def test_counts_beyond_64_bits_are_not_wrapped():
    frame = pd.DataFrame({"A": [60], "B": [40]})
    large = np.array([2**63 + 5], dtype=np.uint64)
    with pytest.raises(AllocationError, match="seats of election 0 is too large"):
        apportion(frame, large, method="hare")
    with pytest.raises(AllocationError, match=f"9/10 of {2**63 + 5} votes"):
        apportion(frame, 5, method="hare", threshold=0.9, threshold_base=large)


# Where other packages answer and this one asks. Each of these calls was run in them: exact
# ties that `voting` 0.1.3, `apportionpy` 0.3.1 and `apportionment` 1.0 settle without a word
# ([1, 0]; [2, 0]; [1, 2] or [2, 1]), and methods that give every list a seat, of which
# `apportionment` gives [1, 1, 0] for two seats and three lists and `voting` never returns.
@pytest.mark.parametrize(
    ("votes", "seats", "method"),
    [([100, 100], 1, "dhondt"), ([30, 10], 2, "sainte_lague"), ([50, 50], 3, "hare")],
)
def test_exact_ties_that_others_hide(votes, seats, method):
    with pytest.raises(TieError, match="2 parties tie for 1 seat: 0, 1"):
        apportion(votes, seats, method=method)


@pytest.mark.parametrize("method", SEAT_FOR_ALL)
def test_fewer_seats_than_lists_that_others_fill(method):
    with pytest.raises(AllocationError, match="2 seats are too few for 3 lists"):
        apportion([50, 40, 30], 2, method=method)


@pytest.mark.parametrize("method", DIVISORS)
def test_votes_that_no_float_holds_are_apportioned(method):
    votes = [3 * 10**400 + 5, 10**400 + 1, 10**400]
    small = apportion([3 * 10**9 + 5, 10**9 + 1, 10**9], 9, method=method)
    assert apportion(votes, 9, method=method) == small


def test_a_seed_is_a_lot():
    drawn = {tuple(apportion([5, 5], 1, method="hare", ties=seed)) for seed in range(20)}
    assert drawn == {(1, 0), (0, 1)}
    assert apportion([5, 5], 1, method="hare", ties=3) == apportion(
        [5, 5], 1, method="hare", ties=np.random.default_rng(3)
    )


@pytest.mark.parametrize(
    "dtype", ["uint8", "int16", "int64", "UInt8", "Int16", "float32", "object"]
)
def test_labels_names_and_types_of_the_seats(dtype):
    integers = dtype in ("uint8", "int16", "int64")
    parties = pd.Index(["A", "B"], name="party")
    years = pd.Index([1999, 2004], name="year")
    votes = pd.DataFrame([[3, 2], [0, 5]], index=years, columns=parties).astype(dtype)
    expected = votes.astype("int64" if integers else "Int64")
    pd.testing.assert_frame_equal(apportion(votes, 5, method="hare"), expected)
    pd.testing.assert_frame_equal(apportion(votes, 5, method="dhondt"), expected)
    one = apportion(votes.loc[1999], 5, method="hare")
    pd.testing.assert_series_equal(one, expected.loc[1999].rename("seats"))
    for kind in (votes.to_numpy(), votes.loc[1999].to_numpy()):
        found = apportion(kind, 5, method="hare")
        assert isinstance(found, np.ndarray)
        assert (found.dtype, found.shape) == (np.int64, kind.shape)


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.array, np.uint8, pd.Series])
def test_seats_and_bases_of_each_election_are_of_any_kind(kind):
    votes = pd.DataFrame({"A": [60, 60], "B": [40, 40]}, index=["x", "y"])
    seats, base = kind([5, 10]), kind([100, 101])
    if kind is pd.Series:
        seats, base = seats.set_axis(votes.index), base.set_axis(votes.index)
    found = apportion(votes, seats, method="hare", threshold=0.4, threshold_base=base)
    assert found.to_numpy().tolist() == [[3, 2], [10, 0]]
    read = per_election(seats, votes.index, name="seats")
    assert (read.dtype, read.tolist()) == (np.int64, [5, 10])


def test_elections_named_twice_have_seats_in_their_own_order():
    votes = pd.DataFrame({"A": [60, 60], "B": [40, 40]}, index=["x", "x"])
    found = apportion(votes, pd.Series([5, 10], index=["x", "x"]), method="hare")
    assert found.to_numpy().tolist() == [[3, 2], [6, 4]]


def test_a_column_of_objects_may_have_gaps_too():
    votes = pd.DataFrame({"A": [60, None, 50], "B": [40, 40, pd.NA]}, dtype=object)
    found = apportion(votes, 5, method="hare")
    pd.testing.assert_frame_equal(
        found, pd.DataFrame({"A": [3, None, 5], "B": [2, 5, None]}, dtype="Int64")
    )


@pytest.mark.parametrize("dtype", ["bool", "boolean", "string"])
def test_columns_of_other_types_are_an_error(dtype):
    votes = pd.DataFrame({"A": [1, 0]}).astype(dtype)
    with pytest.raises(AllocationError, match=r"election 0: votes of 'A' is (True|'1')"):
        apportion(votes, 5, method="hare")


def test_inputs_stay_as_they_were():
    votes = pd.DataFrame({"A": [9, 8], "B": [1, None]}, dtype="Int64")
    seats = pd.Series([5, 4])
    own = pd.Series({"A": 0.0, "B": 0.2})
    before = [votes.copy(), seats.copy(), own.copy()]
    apportion(votes, seats, method="adams", threshold=own)
    pd.testing.assert_frame_equal(votes, before[0])
    pd.testing.assert_series_equal(seats, before[1])
    pd.testing.assert_series_equal(own, before[2])


def test_a_party_that_did_not_run_has_missing_seats_and_one_below_the_threshold_zero():
    votes = pd.DataFrame({"A": [60, 60], "B": [40, 40], "C": [1, None]}, dtype="Int64")
    found = apportion(votes, 5, method="dhondt", threshold=0.05)
    expected = pd.DataFrame({"A": [3, 3], "B": [2, 2], "C": [0, None]}, dtype="Int64")
    pd.testing.assert_frame_equal(found, expected)


def test_a_party_that_did_not_run_is_due_no_seat_of_a_method_that_gives_one_to_all():
    votes = pd.DataFrame({"A": [60.0, 60.0], "B": [None, 40.0]})
    found = apportion(votes, 2, method="adams")
    pd.testing.assert_frame_equal(found, pd.DataFrame({"A": [2, 1], "B": [None, 1]}, dtype="Int64"))


def test_seats_of_each_election_are_joined_by_label():
    votes = pd.DataFrame({"A": [60, 60], "B": [40, 40]}, index=["x", "y"])
    for seats in (pd.Series({"y": 10, "x": 5}), pd.Series({"x": 5, "y": 10}), [5, 10]):
        found = apportion(votes, seats, method="hare")
        assert found.to_numpy().tolist() == [[3, 2], [6, 4]]
    found = apportion(votes.to_numpy(), np.array([5, 10]), method="hare")
    assert found.tolist() == [[3, 2], [6, 4]]


@pytest.mark.parametrize(
    ("seats", "error", "text"),
    [
        ([5, -1], AllocationError, "seats of election 'y' is -1"),
        (pd.Series({"x": 5, "z": 5}), LabelError, "y, z"),
        (pd.Series([5, 5, 5], index=["x", "y", "y"]), LabelError, "named twice"),
        ([5], LabelError, "1 values"),
        (pd.Series({"x": 5, "y": None}), MissingDataError, "seats of election 'y'"),
        (2.5, AllocationError, "seats is 2.5"),
        (0, AllocationError, "seats is 0"),
        (True, AllocationError, "seats is True"),
        ("ten", AllocationError, "seats is 'ten'"),
        (None, MissingDataError, "seats is missing"),
    ],
)
def test_wrong_seats_are_named(seats, error, text):
    votes = pd.DataFrame({"A": [60, 60], "B": [40, 40]}, index=["x", "y"])
    with pytest.raises(error, match=text):
        apportion(votes, seats, method="hare")


def test_seats_with_labels_need_votes_with_labels():
    with pytest.raises(LabelError, match="no labels"):
        apportion(np.array([[3, 2]]), pd.Series([5]), method="hare")


@pytest.mark.parametrize("method", ["hare", "dhondt"])
@pytest.mark.parametrize(
    ("bad", "error", "text"),
    [
        (-1, AllocationError, "votes of 'B' is -1"),
        (0.5, AllocationError, "votes of 'B' is 0.5"),
        (float("inf"), AllocationError, "votes of 'B' is inf"),
        ("12", AllocationError, "votes of 'B' is '12'"),
        (True, AllocationError, "votes of 'B' is True"),
    ],
)
def test_wrong_votes_are_named(method, bad, error, text):
    votes = pd.Series([10, bad], index=["A", "B"], dtype=None if bad == -1 else object)
    with pytest.raises(error, match=text):
        apportion(votes, 3, method=method)
    frame = pd.DataFrame({"A": [10, 10], "B": [1, bad]}, index=["x", "y"])
    with pytest.raises(error, match=f"election 'y': {text.replace('True', '(True|1)')}"):
        apportion(frame, 3, method=method)


def test_a_missing_vote_in_a_series_or_an_array_is_an_error():
    votes = pd.Series([10, None], index=["A", "B"], dtype="Int64")
    with pytest.raises(MissingDataError, match="votes of 'B' is missing"):
        apportion(votes, 3, method="hare")
    with pytest.raises(MissingDataError, match="votes of 1 is missing"):
        apportion(np.array([10, np.nan]), 3, method="hare")
    with pytest.raises(MissingDataError, match=r"votes\[1, 0\] is missing"):
        apportion(np.array([[10.0, 1.0], [np.nan, 1.0]]), 3, method="hare")


@pytest.mark.parametrize("votes", [[0, 0], [0.0, 0.0]])
def test_no_votes_at_all_are_an_error(votes):
    with pytest.raises(AllocationError, match="no party has a vote"):
        apportion(np.array(votes), 3, method="hare")
    with pytest.raises(AllocationError, match="election 0: no party has a vote"):
        apportion(np.array([votes]), 3, method="dhondt")


def test_an_election_that_nobody_ran_in_is_an_error():
    votes = pd.DataFrame({"A": [5, None], "B": [2, None]}, index=[1999, 2004])
    with pytest.raises(AllocationError, match="election 2004: no party has a vote"):
        apportion(votes, 3, method="hare")


@pytest.mark.parametrize("own", [0.6, [0.6, 0.7, 0.8]])
def test_nobody_above_the_threshold_is_an_error(own):
    votes = np.array([40, 30, 30])
    with pytest.raises(AllocationError, match="no list reaches its threshold"):
        apportion(votes, 3, method="hare", threshold=own)
    with pytest.raises(AllocationError, match="election 1: no list reaches its threshold"):
        apportion(np.array([[90, 5, 5], votes]), 3, method="adams", threshold=own)


def test_parties_named_twice_are_an_error():
    votes = pd.Series([3, 2, 1], index=["A", "B", "A"])
    with pytest.raises(LabelError, match="named twice: A"):
        apportion(votes, 3, method="hare")
    with pytest.raises(LabelError, match="named twice: A"):
        apportion(votes.to_frame().T, 3, method="hare")


@pytest.mark.parametrize("votes", [[[3, 2]], "32", 3, None, np.zeros((1, 1, 1)), np.array(3)])
def test_other_kinds_of_votes_are_an_error(votes):
    with pytest.raises(AllocationError, match="expected a Series"):
        apportion(votes, 3, method="hare")


def test_votes_beyond_what_floats_hold_are_exact_too():
    # One vote below a half of 10**18 + 2.
    votes = np.array([5 * 10**17, 5 * 10**17 + 2])
    assert apportion(votes, 2, method="dhondt", threshold=0.5).tolist() == [0, 2]
    votes = pd.Series([3 * 10**30, 10**30 + 1, 10**30], dtype=object)
    assert apportion(votes, 3, method="dhondt").tolist() == [2, 1, 0]
    assert apportion(votes.to_frame().T, 3, method="dhondt").to_numpy().tolist() == [[2, 1, 0]]


@pytest.mark.parametrize("votes", [pd.Series([], dtype="int64"), pd.DataFrame(index=[1999])])
def test_no_parties_are_an_error(votes):
    with pytest.raises(AllocationError, match="votes has no parties"):
        apportion(votes, 3, method="hare")


def test_no_elections_are_no_seats():
    votes = pd.DataFrame({"A": [], "B": []}, dtype="int64")
    pd.testing.assert_frame_equal(apportion(votes, 3, method="hare"), votes)


# Rules


def test_a_sole_list_takes_all_seats():
    # 2007: one list above 7 %, 98 seats; the Hagenbach-Bischoff quota is one 99th of its votes.
    votes = pd.Series({"Nur Otan": 5247720, "others": 500000})
    for method in METHODS:
        found = apportion(votes, 98, method=method, threshold=0.1)
        many = apportion(votes.to_frame().T, 98, method=method, threshold=0.1)
        assert found.tolist() == many.loc[0].tolist() == [98, 0]


@pytest.mark.parametrize(
    ("votes", "seats", "sure", "spare"),
    [([50, 50], 3, [1, 1], 1), ([50, 25, 25], 3, [1, 0, 0], 2), ([75, 25, 0], 3, [2, 0, 0], 1)],
)
def test_whole_quotas_of_every_list_tie(votes, seats, sure, spare):
    tied = [at for at, count in enumerate(votes) if count]
    with pytest.raises(TieError) as caught:
        apportion(votes, seats, method="hagenbach_bischoff")
    assert (caught.value.parties, caught.value.seats) == (tuple(tied), spare)
    order = list(reversed(range(len(votes))))
    expected = [held + (at in tied[-spare:]) for at, held in enumerate(sure)]
    assert apportion(votes, seats, method="hagenbach_bischoff", ties=order) == expected
    many = apportion(np.array([votes]), seats, method="hagenbach_bischoff", ties=order)
    assert many.tolist() == [expected]


def test_several_lists_with_too_many_quotas_are_an_error():
    with pytest.raises(AllocationError, match="awards 11 whole quotas to 2 admitted lists"):
        apportion([55, 45], 10, method="imperiali_quota")


def test_a_quota_of_all_votes_can_leave_more_seats_than_lists():
    votes = np.array([40, 10, 10, 10, 10, 10, 10])
    with pytest.raises(AllocationError, match="leaves 6 of 10 seats to the remainders of only 1"):
        apportion(votes, 10, method="hare", threshold=0.2, quota_base="all")


@pytest.mark.parametrize("method", SEAT_FOR_ALL)
def test_a_seat_for_all_needs_as_many_seats_as_admitted_lists(method):
    votes = np.array([50, 30, 15, 5, 0])
    with pytest.raises(AllocationError, match="3 seats are too few for 4 lists"):
        apportion(votes, 3, method=method)
    # The threshold comes first; a list without a vote is not admitted.
    assert apportion(votes, 3, method=method, threshold=0.1).tolist() == [1, 1, 1, 0, 0]
    assert apportion(votes, 4, method=method).tolist() == [1, 1, 1, 1, 0]


@pytest.mark.parametrize("method", METHODS)
def test_one_list_takes_all_and_a_list_without_votes_nothing(method):
    votes = np.array([0, 7, 0])
    assert apportion(votes, 3, method=method).tolist() == [0, 3, 0]
    assert apportion(votes[None], 3, method=method).tolist() == [[0, 3, 0]]


def test_the_first_divisor_of_modified_sainte_lague():
    votes = np.array([600, 92, 90])
    found = {
        first: apportion(votes, 5, method="modified_sainte_lague", first_divisor=first).tolist()
        for first in (1, 1.2, 1.4, None)
    }
    assert found[1] == apportion(votes, 5, method="sainte_lague").tolist() == [3, 1, 1]
    assert found[1.2] == [4, 1, 0]
    assert found[1.4] == found[None] == [5, 0, 0]
    for first in (1, 1.2, 1.4):
        assert found[first] == exact_first(votes.tolist(), 5, Fraction(str(first)))


def test_two_equal_quotients_of_one_party_are_no_tie():
    rule = {"method": "modified_sainte_lague", "first_divisor": 3}
    for seats in (1, 2):
        found = apportion([606, 9, 7], seats, **rule)
        assert (
            found == apportion(np.array([[606, 9, 7]]), seats, **rule).tolist()[0] == [seats, 0, 0]
        )
    with pytest.raises(TieError, match="2 parties tie for 1 seat: 0, 1") as caught:
        apportion([10, 10, 1], 1, **rule)
    assert caught.value.parties == (0, 1)
    assert apportion([10, 10, 1], 2, ties=[1, 0, 2], **rule) == [0, 2, 0]
    chance = np.random.default_rng(0)
    for votes in ([10, 10, 1], np.array([[10, 10, 1]])):
        drawn = [np.ravel(apportion(votes, 1, ties=chance, **rule)).tolist() for _ in range(2000)]
        assert sum(seats[2] for seats in drawn) == 0
        # Within five standard errors of a fair lot.
        assert abs(sum(seats[0] for seats in drawn) - 1000) < 5 * 2000**0.5 / 2
    # Both quotients of the first list are 10/3, as the eighth of the second: an even chance.
    drawn = [apportion([10, 50], 8, ties=chance, **rule)[0] for _ in range(2000)]
    assert abs(sum(drawn) - 1000) < 5 * 2000**0.5 / 2


def test_every_claim_to_a_tied_seat_counts_once():
    # Divisors 3, 3, 5: the claims above the last quotient are sure, those at it tie.
    rng = np.random.default_rng(5)
    rule, tied = {"method": "modified_sainte_lague", "first_divisor": 3}, 0
    for _ in range(600):
        votes = (rng.integers(1, 8, int(rng.integers(2, 5))) * 15).tolist()
        seats = int(rng.integers(1, 9))
        claims = sorted(
            (
                (Fraction(count, 2 * k + 1 if k else 3), at)
                for at, count in enumerate(votes)
                for k in range(seats + 1)
            ),
            reverse=True,
        )
        level = claims[seats - 1][0]
        sure = [at for quotient, at in claims if quotient > level]
        equal = sorted(at for quotient, at in claims if quotient == level)
        held = [sure.count(at) for at in range(len(votes))]
        spare = seats - len(sure)
        if spare == len(equal) or len(set(equal)) == 1:
            for at in equal[:spare]:
                held[at] += 1
            assert apportion(votes, seats, **rule) == held
            continue
        outcome = engine.divide(votes, seats, rule_for(rule["method"], first_divisor=3))
        assert outcome == (held, equal, spare), (votes, seats)
        tied += len(set(equal)) < len(equal)
    assert tied > 20


@pytest.mark.parametrize("exponent", [*range(2, 9), 17, 300, 318, 400])
def test_a_small_first_divisor_is_exact(exponent):
    first = Fraction(1, 10**exponent)
    rule = {"method": "modified_sainte_lague", "first_divisor": first}
    for power in range(12):
        for near in (-1, 1):
            votes = [10**power, 3 * 10 ** (power + exponent) + near]
            expected = exact_first(votes, 2, first)
            assert apportion(votes, 2, **rule) == expected
            assert apportion(np.array([votes], dtype=object), 2, **rule).tolist() == [expected]


def exact_first(votes, seats, first):
    """Sainte-Laguë with a first divisor of its own, in fractions."""
    quotients = sorted(
        (Fraction(count) / (2 * k + 1 if k else first), at)
        for at, count in enumerate(votes)
        for k in range(seats + 1)
    )
    winners = [at for _, at in quotients[-seats:]]
    return [winners.count(at) for at in range(len(votes))]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"method": "jefferson"}, "it is called 'dhondt' here; expected one of hare, droop"),
        ({"method": "Webster"}, "it is called 'sainte_lague' here"),
        ({"method": "D'Hondt"}, "did you mean 'dhondt'"),
        ({"method": "dhont"}, "did you mean 'dhondt'"),
        ({"method": "hamiltn"}, "did you mean 'hare'"),
        ({"method": ["hare"]}, r"method is \['hare'\]"),
        ({"method": "modified_sainte_lague", "first_divisor": [1.4]}, "first_divisor is"),
        ({"method": "hare", "quota_base": "valid"}, "quota_base is 'valid'"),
        ({"method": "dhondt", "quota_base": "all"}, "'dhondt' has no quota"),
        ({"method": "dhondt", "first_divisor": 1.2}, "belongs to 'modified_sainte_lague'"),
        ({"method": "modified_sainte_lague", "first_divisor": 0}, "above 0"),
        ({"method": "modified_sainte_lague", "first_divisor": 4}, "from 0 to 3"),
    ],
)
def test_rules_that_do_not_exist_are_errors(rule, text):
    with pytest.raises(AllocationError, match=text):
        apportion(np.array([3, 2]), 2, **rule)


# Batches


@pytest.mark.parametrize("method", METHODS)
def test_a_batch_equals_its_elections_one_by_one(method):
    rng = np.random.default_rng(7)
    votes = pd.DataFrame(rng.integers(1, 10**7, (60, 9))).astype("Int64")
    votes = votes.mask(rng.random(votes.shape) < 0.2)
    seats = pd.Series(rng.integers(20, 120, 60))
    rule = {"method": method, "threshold": 0.03, "ties": list(range(9))}
    if method == "imperiali_quota":
        rule["quota_base"] = "all"
    one_by_one = {}
    for row, count in seats.items():
        try:
            one_by_one[row] = apportion(votes.loc[row].dropna(), count, **{**rule, "ties": "raise"})
        except AllocationError:
            continue
    fine = list(one_by_one)
    assert len(fine) > 20
    found = apportion(votes.loc[fine], seats[fine], **rule)
    expected = pd.DataFrame(one_by_one).T.reindex(columns=range(9)).astype("Int64")
    pd.testing.assert_frame_equal(found, expected)


def test_more_elections_than_a_block():
    rng = np.random.default_rng(8)
    votes = pd.DataFrame(rng.integers(1, 10**9, (9000, 4)), columns=list("ABCD"))
    found = apportion(votes, 50, method="sainte_lague", threshold=0.05)
    assert (found.sum(axis=1) == 50).all()
    for row in (0, 1124, 1125, 8999):
        one = apportion(votes.loc[row], 50, method="sainte_lague", threshold=0.05)
        assert found.loc[row].tolist() == one.tolist()


@pytest.mark.parametrize("kind", ["int64", "Int64"])
def test_ties_of_every_block_are_named_and_decided(kind):
    votes = pd.DataFrame({"A": np.arange(1, 1001), "B": 0}).astype(kind)
    tied = (3, 300, 999)
    votes.loc[list(tied), "B"] = votes.loc[list(tied), "A"]
    with pytest.raises(TieError) as caught:
        apportion(votes, 1, method="dhondt")
    assert (caught.value.rows, caught.value.seats) == (tied, 1)
    found = apportion(votes, 1, method="dhondt", ties=["B", "A"])
    assert np.flatnonzero(found["B"]).tolist() == list(tied)
    assert (found["A"] + found["B"] == 1).all()


@pytest.mark.parametrize("method", ["hare", "dhondt"])
@pytest.mark.parametrize("elections", [1000, 20_000])
def test_working_memory_and_result_stay_below_three_times_the_votes(method, elections):
    rng = np.random.default_rng(9)
    votes = pd.DataFrame(rng.integers(1, 10**9, (elections, 20))).astype("Int64")
    apportion(votes, 50, method=method)
    tracemalloc.start()
    apportion(votes, 50, method=method)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * votes.memory_usage(index=False).sum()


# Messages, word for word

TWO, FRAME = pd.Series({"A": 3, "B": 2}), pd.DataFrame({"A": [60, 60], "B": [40, 40]}, ["x", "y"])
LEVEL = pd.DataFrame({"A": [5, 6, 7], "B": [5, 1, 7]}, index=[1999, 2004, 2007])
ASK = "pass ties= an order of the parties or a NumPy Generator for a lot"
MESSAGES = [
    # votes
    (
        [[3, 2]],
        {},
        AllocationError,
        "votes is a list; expected a Series, a mapping or a list of one election, a DataFrame of "
        "several, or an array of one or two dimensions",
    ),
    (TWO[:0], {}, AllocationError, "votes has no parties; expected one at least"),
    (
        pd.Series([4, 3, 2, 1], index=["A", "B", "B", "A"]),
        {},
        LabelError,
        "parties named twice: B, A",
    ),
    (TWO * 0, {}, AllocationError, "no party has a vote; expected one at least"),
    (FRAME * 0, {}, AllocationError, "election 'x': no party has a vote; expected one at least"),
    (
        pd.Series([3, -1], index=[7, 9]),
        {},
        AllocationError,
        "votes of 9 is -1; expected a non-negative whole number",
    ),
    (
        pd.Series([3, np.float64(0.5)], index=["A", "B"], dtype=object),
        {},
        AllocationError,
        "votes of 'B' is 0.5; expected a non-negative whole number",
    ),
    (
        np.array([[3, 2], [3, -2]]),
        {},
        AllocationError,
        "election 1: votes of 1 is -2; expected a non-negative whole number",
    ),
    (
        pd.DataFrame({7: [3, -1]}, index=[1999, 2004]),
        {},
        AllocationError,
        "election 2004: votes of 7 is -1; expected a non-negative whole number",
    ),
    (
        pd.Series([3, None], index=["A", "B"], dtype="Int64"),
        {},
        MissingDataError,
        "votes of 'B' is missing; expected a non-negative whole number",
    ),
    (
        np.array([[3, 2], [3, np.nan]]),
        {},
        MissingDataError,
        "votes[1, 1] is missing; expected a number in every cell of an array",
    ),
    (
        pd.DataFrame({"A": [3.0, 3.0], "B": [2.0, -1.0]}),
        {"method": "dhondt"},
        AllocationError,
        "election 1: votes of 'B' is -1.0; expected a non-negative whole number",
    ),
    (
        pd.DataFrame({"A": [3.5], "B": [2.5]}),
        {},
        AllocationError,
        "election 0: votes of 'A' is 3.5; expected a non-negative whole number",
    ),
    # seats and bases
    (TWO, {"seats": 0}, AllocationError, "seats is 0; expected a whole number of at least 1"),
    (
        TWO,
        {"seats": None},
        MissingDataError,
        "seats is missing; expected a whole number of at least 1",
    ),
    (
        TWO,
        {"threshold_base": 0},
        AllocationError,
        "threshold_base is 0; expected a whole number of at least 1",
    ),
    (FRAME, {"seats": 0}, AllocationError, "seats is 0; expected a whole number of at least 1"),
    (
        FRAME,
        {"threshold_base": 0},
        AllocationError,
        "threshold_base is 0; expected a whole number of at least 1",
    ),
    (
        FRAME,
        {"seats": np.array([5, -1])},
        AllocationError,
        "seats of election 'y' is -1; expected a non-negative whole number",
    ),
    (
        FRAME.set_axis([1999, 2004]),
        {"threshold_base": [100, 2.5]},
        AllocationError,
        "threshold_base of election 2004 is 2.5; expected a whole number of at least 1",
    ),
    (
        FRAME,
        {"seats": pd.array([5, None], dtype="Int64")},
        MissingDataError,
        "seats of election 'y' is missing; expected a non-negative whole number",
    ),
    (
        FRAME,
        {"seats": np.array([5, 2.5])},
        AllocationError,
        "seats of election 'y' is 2.5; expected a non-negative whole number",
    ),
    (FRAME, {"seats": [5]}, LabelError, "seats has 1 values; expected one number or 2"),
    (
        FRAME,
        {"seats": np.array([[5, 5], [5, 5]])},
        LabelError,
        "seats has 4 values; expected one number or 2",
    ),
    (
        FRAME.to_numpy(),
        {"seats": pd.Series([5, 5])},
        LabelError,
        "seats is a Series but the votes have no labels; pass an array",
    ),
    (
        FRAME,
        {"threshold_base": pd.Series([5, 5, 5], index=["x", "y", "y"])},
        LabelError,
        "threshold_base must name every election once; wrong: a label named twice",
    ),
    (
        FRAME,
        {"seats": pd.Series(5, index=list("gfedcb"))},
        LabelError,
        "seats must name every election once; wrong: b, c, d, e, f",
    ),
    # thresholds
    (TWO, {"threshold": 7}, AllocationError, "threshold is 7; expected a number from 0 to 1"),
    (
        TWO,
        {"threshold": "1/0"},
        AllocationError,
        "threshold is '1/0'; expected a number from 0 to 1",
    ),
    (
        TWO.to_numpy(),
        {"threshold": [0, np.float64(1.5)]},
        AllocationError,
        "threshold is 1.5; expected a number from 0 to 1",
    ),
    (
        TWO,
        {"threshold": {"A": 0, "B": -1}},
        AllocationError,
        "threshold of 'B' is -1; expected a number from 0 to 1",
    ),
    (
        TWO.set_axis([7, 9]),
        {"threshold": {7: 0, 9: 2}},
        AllocationError,
        "threshold of 9 is 2; expected a number from 0 to 1",
    ),
    (
        TWO,
        {"threshold": {"A": 0, "D": 0, "C": 0}},
        LabelError,
        "threshold must name parties of the votes, each once; wrong: C, D",
    ),
    (
        TWO,
        {"threshold": pd.Series([0, 0, 0], index=["A", "B", "A"])},
        LabelError,
        "threshold must name parties of the votes, each once; wrong: one named twice",
    ),
    *(
        (
            votes,
            {"threshold": own},
            LabelError,
            f"threshold has {len(own)} values without labels; expected one number, a Series or a "
            "mapping of the parties, or for an array of votes one a column",
        )
        for votes, own in ((TWO, [0, 0]), (TWO.to_numpy(), [0, 0, 0]))
    ),
    (
        TWO,
        {"threshold": 0.7},
        AllocationError,
        "no list reaches its threshold; expected one with 7/10 of 5 votes or more",
    ),
    (
        TWO,
        {"threshold": {"A": 0.8, "B": 0.7}, "threshold_base": 6},
        AllocationError,
        "no list reaches its threshold; expected one with 7/10 of 6 votes or more",
    ),
    (
        FRAME,
        {"threshold": 0.5, "threshold_base": [100, 200]},
        AllocationError,
        "election 'y': no list reaches its threshold; expected one with 1/2 of 200 votes or more",
    ),
    # ties
    (TWO * 0 + 1, {"seats": 1}, TieError, f"2 parties tie for 1 seat: A, B; {ASK}"),
    (
        pd.Series([50, 30, 30, 30], index=[1, 2, 3, 4]),
        {"method": "dhondt"},
        TieError,
        f"3 parties tie for 2 seats: 2, 3, 4; {ASK}",
    ),
    (
        LEVEL,
        {"seats": 1},
        TieError,
        f"election 1999: 2 parties tie for 1 seat: A, B (2 elections tie); {ASK}",
    ),
    (LEVEL[1:], {"seats": 1}, TieError, f"election 2007: 2 parties tie for 1 seat: A, B; {ASK}"),
    (
        TWO,
        {"ties": "first"},
        AllocationError,
        "ties is 'first'; expected 'raise', an order of the parties or a NumPy Generator",
    ),
    (
        TWO,
        {"ties": ["A", "D", "C"]},
        LabelError,
        "ties must name every party once, in order; wrong: B, C, D",
    ),
    (
        TWO,
        {"ties": ["A", "B", "A"]},
        LabelError,
        "ties must name every party once, in order; wrong: one named twice",
    ),
    # methods
    (
        TWO,
        {"method": "jefferson"},
        AllocationError,
        "method 'jefferson' is not known; it is called 'dhondt' here; expected one of hare, "
        "droop, hagenbach_bischoff, imperiali_quota, dhondt, sainte_lague, "
        "modified_sainte_lague, danish, adams, dean, huntington_hill, imperiali",
    ),
    (
        TWO,
        {"quota_base": "valid"},
        AllocationError,
        "quota_base is 'valid'; expected 'admitted' or 'all'",
    ),
    (
        TWO,
        {"method": "dhondt", "quota_base": "all"},
        AllocationError,
        "method 'dhondt' has no quota; quota_base='all' is for hare, droop, hagenbach_bischoff, "
        "imperiali_quota",
    ),
    (
        TWO,
        {"method": "dhondt", "first_divisor": 1.2},
        AllocationError,
        "first_divisor belongs to 'modified_sainte_lague', not to 'dhondt'",
    ),
    (
        TWO,
        {"method": "modified_sainte_lague", "first_divisor": 0},
        AllocationError,
        "first_divisor is 0; expected a number above 0",
    ),
    (
        TWO,
        {"method": "modified_sainte_lague", "first_divisor": 4},
        AllocationError,
        "first_divisor is 4; expected a number from 0 to 3",
    ),
    (
        pd.Series({"A": 50, "B": 30, "C": 15, "D": 5, "E": 0}),
        {"method": "adams"},
        AllocationError,
        "adams gives a seat to every admitted list: 3 seats are too few for 4 lists",
    ),
    (
        pd.Series({"A": 6, "B": 4}),
        {"method": "imperiali_quota"},
        AllocationError,
        "the imperiali_quota quota awards 5 whole quotas to 2 admitted lists, more than the "
        "3 seats",
    ),
    (
        pd.Series({"A": 5, "B": 5}),
        {"method": "hagenbach_bischoff"},
        TieError,
        f"2 parties tie for 1 seat: A, B; {ASK}",
    ),
    (
        pd.Series([40, 10, 10, 10, 10, 10, 10]),
        {"seats": 10, "threshold": 0.2, "quota_base": "all"},
        AllocationError,
        "the hare quota leaves 6 of 10 seats to the remainders of only 1 admitted list",
    ),
    (
        pd.Series([40, 20, 10, 10, 10, 10]),
        {"seats": 10, "threshold": 0.2, "quota_base": "all"},
        AllocationError,
        "the hare quota leaves 4 of 10 seats to the remainders of only 2 admitted lists",
    ),
]


@pytest.mark.parametrize(("votes", "rule", "error", "message"), MESSAGES)
def test_a_message_says_what_is_wrong_and_what_was_expected(votes, rule, error, message):
    with pytest.raises(error) as caught:
        apportion(votes, **{"seats": 3, "method": "hare", **rule})
    assert str(caught.value) == message
    assert type(caught.value) is error


# Blocks: floats decide what is clear and leave the rest to integers


def rule_of(method, quota_base="admitted"):
    return rule_for(method, quota_base=quota_base, first_divisor=None)


def columns_of(elections):
    """Elections as the columns of a block."""
    return np.array(elections, dtype=float).T


@pytest.mark.parametrize("method", METHODS)
def test_floats_alone_decide_every_election_but_ties_and_errors(method):
    rng = np.random.default_rng(11)
    votes = rng.integers(1, 10**7, (400, 6))
    votes[rng.random(votes.shape) < 0.3] = 0
    votes[::20] = votes[::20].clip(0, 10**6)  # equal lists, which mostly tie
    seats = rng.integers(1, 30, len(votes))
    expected = [
        proof.expected(row.tolist(), int(count), method)
        for row, count in zip(votes, seats, strict=True)
    ]
    with np.errstate(all="ignore"):
        held, doubt = batch._allocate_block(
            columns_of(votes), seats, rule_of(method), Fraction(0), None
        )
    assert doubt.tolist() == [not isinstance(outcome, list) for outcome in expected]
    clear = [outcome for outcome in expected if isinstance(outcome, list)]
    assert held.T[~doubt].tolist() == clear
    assert len(clear) > 50


@pytest.mark.parametrize("method", DIVISORS)
def test_a_block_needs_few_moves_after_its_guess(method, monkeypatch):
    rng = np.random.default_rng(12)
    votes = columns_of(rng.integers(10**6, 10**8, (50, 40)))
    for moves, share in ((0, 0), (4, 0.9)):
        monkeypatch.setattr(batch, "_MOVES", moves)
        with np.errstate(all="ignore"):
            _, doubt = batch.divide_block(votes, 500, rule_of(method))
        assert (~doubt).mean() >= share
        assert doubt.all() == (moves == 0)


def test_a_guess_rounds_where_the_method_does():
    votes = columns_of([[210, 160, 0]])
    rate = np.array([0.01])
    for shift, least, expected in (
        (0, 0, [2, 1, 0]),
        (0.5, 0, [2, 2, 0]),
        (1, 0, [3, 2, 0]),
        (-1, 0, [1, 0, 0]),
        (-1, 1, [1, 1, 1]),
    ):
        assert batch._guess(votes, rate, shift, least).ravel().tolist() == expected


# D'Hondt, a column each: votes, seats held, seats of the house; seats held after one
# exchange, whether the election stays open and whether it is stuck.
EXCHANGES = {
    "settled": ([60, 30, 10], [6, 3, 1], 10, [6, 3, 1], False, False),
    "one seat from the second to the first": ([60, 30, 10], [5, 4, 1], 10, [6, 3, 1], True, False),
    "level, and the last seat a tie": ([60, 30, 30], [2, 1, 0], 3, [2, 1, 0], False, True),
    "one short": ([60, 30, 10], [5, 3, 1], 10, [6, 3, 1], True, False),
    "two short, two lists level": ([50, 50, 10], [2, 2, 0], 6, [3, 3, 0], True, False),
    "two short, one list ahead": ([60, 30, 10], [4, 3, 1], 10, [5, 3, 1], True, False),
    "one short, two lists level": ([50, 50, 10], [2, 2, 0], 5, [3, 3, 0], False, True),
    "one too many": ([60, 30, 10], [6, 4, 1], 10, [6, 3, 1], True, False),
    "two too many, two lists level": ([50, 50, 40], [4, 4, 1], 7, [3, 3, 1], True, False),
    "two too many, one list behind": ([60, 30, 10], [6, 5, 1], 10, [6, 4, 1], True, False),
    "one too many, two lists level": ([50, 50, 40], [4, 4, 1], 8, [3, 3, 1], False, True),
    "a swap for one of two": ([90, 90, 10], [2, 2, 2], 6, [3, 3, 1], False, True),
    "a swap from one of two": ([90, 10, 10], [1, 2, 2], 5, [2, 1, 1], False, True),
    # The limit is 4504 parts in 2**52: as near is a doubt, one vote further is not.
    "near": ([2**49 + 563, 2**49], [1, 0], 1, [1, 0], False, True),
    "not so near": ([2**49 + 564, 2**49], [1, 0], 1, [1, 0], False, False),
    "wrong and near": ([2**49 + 563, 2**49], [0, 1], 1, [0, 1], False, True),
    "wrong and not so near": ([2**49 + 564, 2**49], [0, 1], 1, [1, 0], True, False),
}


def test_one_exchange_of_a_block():
    votes, held, seats, after, still_open, stuck = zip(*EXCHANGES.values(), strict=True)
    block = columns_of([[*row, 0, 0][:3] for row in held])
    with np.errstate(all="ignore"):
        found = batch._exchange(
            columns_of([[*row, 0, 0][:3] for row in votes]),
            block,
            np.array(seats),
            rule_of("dhondt"),
        )
    assert dict(zip(EXCHANGES, block.T.tolist(), strict=True)) == dict(
        zip(EXCHANGES, ([*row, 0, 0][:3] for row in after), strict=True)
    )
    for told, expected in zip(found, (still_open, stuck), strict=True):
        assert dict(zip(EXCHANGES, told, strict=True)) == dict(
            zip(EXCHANGES, expected, strict=True)
        )


def test_a_block_of_quotas_doubts_what_integers_must_decide():
    # Hare, a column each: votes, seats, the base of the quota; seats, None for a doubt.
    cases = [
        ([6, 4, 0], 5, 10, [3, 2, 0]),
        ([7, 3, 0], 5, 10, None),  # remainders of half a quota each
        ([9, 9, 0], 5, 10, None),  # 8 whole quotas
        ([2, 4, 0], 5, 9, [2, 3, 0]),  # 1 and 2 whole quotas, remainders 1 and 2
        ([2, 2, 1], 5, 9, [2, 2, 1]),  # a seat for each remainder: 1, 1 and 5
        ([2, 2, 0], 5, 9, None),  # nor is one left for the third list, without a vote
        ([1, 1, 1], 5, 9, None),  # five seats for three remainders
        ([0, 0, 0], 5, 0, None),
        ([2**51, 2**50 + 1, 3], 2, 2**52, None),  # 2 * 2**52 is no longer below 2**53
        ([2**51, 2**50 + 1, 3], 2, 2**52 - 1, [1, 1, 0]),
    ]
    with np.errstate(all="ignore"):
        held, doubt = batch.fill_quotas_block(
            columns_of([votes for votes, *_ in cases]),
            np.array([seats for _, seats, *_ in cases]),
            rule_of("hare", "all"),
            np.array([total for *_, total, _ in cases], dtype=float),
        )
    found = [
        None if unsure else row for row, unsure in zip(held.T.tolist(), doubt.tolist(), strict=True)
    ]
    assert found == [expected for *_, expected in cases]


def test_a_block_doubts_lists_at_the_threshold_and_totals_that_floats_cannot_hold():
    half, own = Fraction(1, 2), (Fraction(0), Fraction(1, 2))
    # Votes, threshold, base; votes admitted, and whether that is in doubt.
    cases = [
        ([0, 50], half, 100, [0, 50], True),
        ([0, 51], half, 100, [0, 51], False),
        ([0, 49], half, 100, [0, 0], False),
        ([50, 0], half, 100, [50, 0], True),
        ([0, 51], own, 100, [0, 51], False),
        ([1, 49], own, 100, [1, 0], False),
        ([1, 50], own, 100, [1, 50], True),
        ([1, 9], Fraction(1, 10), 10, [1, 9], True),
        # The limit is 2**-51 of the base.
        ([0, 2**50 + 1], half, 2**51, [0, 2**50 + 1], True),
        ([0, 2**50 + 2], half, 2**51, [0, 2**50 + 2], False),
        ([0, 9], half, 2**53 - 1, [0, 0], False),
        ([0, 9], half, 2**53, [0, 0], True),
        ([0, 9], own, 2**53, [0, 0], True),
        ([0, 9], Fraction(0), 2**53, [0, 9], False),
    ]
    for votes, threshold, base, expected, unsure in cases:
        admitted, doubt = batch.admit_block(columns_of([votes]), threshold, np.array([base]))
        assert admitted.ravel().tolist() == expected, (votes, threshold, base)
        assert np.all(doubt) == unsure, (votes, threshold, base)
    _, doubt = batch.admit_block(columns_of([[0, 50], [0, 51]]), half, np.array([100, 100]))
    assert doubt.tolist() == [True, False]
    for votes, unsure in (([2**53 - 3, 2], False), ([2**53 - 2, 2], True)):
        with np.errstate(all="ignore"):
            _, doubt = batch._allocate_block(
                columns_of([votes]), np.array([1]), rule_of("dhondt"), Fraction(0), None
            )
        assert doubt.tolist() == [unsure]


# One election, in integers: sure seats, positions that tie, seats they tie for


@pytest.mark.parametrize(
    ("method", "votes", "seats", "outcome"),
    [
        ("hare", [6, 4], 5, ([3, 2], [], 0)),
        ("hare", [7, 4, 1], 3, ([2, 1, 0], [], 0)),
        ("hare", [5, 5, 0], 3, ([1, 1, 0], [0, 1], 1)),
        ("hare", [4, 4, 4], 2, ([0, 0, 0], [0, 1, 2], 2)),
        ("dhondt", [7, 4, 1], 3, ([2, 1, 0], [], 0)),
        ("dhondt", [50, 30, 0, 30, 30], 3, ([1, 0, 0, 0, 0], [1, 3, 4], 2)),
        ("dhondt", [2**49, 2**49 + 1], 1, ([0, 1], [], 0)),  # alike in floats
        ("adams", [7, 4, 0, 1], 3, ([1, 1, 0, 1], [], 0)),
        ("adams", [5, 5, 1], 4, ([1, 1, 1], [0, 1], 1)),
    ],
)
def test_one_election_says_what_is_sure_and_what_is_tied(method, votes, seats, outcome):
    if method in QUOTAS:
        assert engine.fill_quotas(votes, seats, rule_of(method), sum(votes)) == outcome
    else:
        assert engine.divide(votes, seats, rule_of(method)) == outcome


@pytest.mark.parametrize("method", exact.QUOTIENTS)
def test_many_small_lists_are_guessed_as_a_common_divisor_rounds(method, monkeypatch):
    guesses = []
    settle = engine._settle

    def kept(counts, held, *rest):
        guesses.append(list(held))
        return settle(counts, held, *rest)

    monkeypatch.setattr(engine, "_settle", kept)
    votes = np.random.default_rng(7).integers(1, 1000, 1500).tolist()
    held, tied, spare = engine.divide(votes, 4000, rule_for(method))
    assert sum(held) + spare == 4000
    for seats, slack in ((held, 1), (guesses[0], 1 - 1e-9)):  # a guess is made of floats
        pairs = list(zip(votes, seats, strict=True))
        won = [exact.QUOTIENTS[method](count, have - 1) for count, have in pairs if have]
        lost = [exact.QUOTIENTS[method](count, have) for count, have in pairs]
        least = min(quotient for quotient in won if quotient is not None)
        most = max(quotient for quotient in lost if quotient is not None)
        assert least >= most * slack
    assert tied or least > most


@pytest.mark.parametrize("few", [0, 32])
@pytest.mark.parametrize(
    ("method", "held", "surplus", "after"),
    [
        # Votes 60, 30 and 10. Quotients of the next seats: 8.6, 15 and 10; then 8.6, 10 and 10.
        ("dhondt", [6, 1, 0], -3, [6, 3, 1]),
        ("dhondt", [4, 3, 1], -2, [6, 3, 1]),
        ("dhondt", [6, 3, 1], 0, [6, 3, 1]),
        # Of the last seats: 8.6, 10 and 10; 8.6, 7.5 and 5.
        ("dhondt", [7, 3, 1], 1, [6, 3, 1]),
        ("dhondt", [7, 4, 2], 3, [6, 3, 1]),
        ("dhondt", [8, 3, 1], 2, [6, 3, 1]),
        # The first seats stay: 60 and 30, then 60; 10 and 15.
        ("adams", [2, 2, 1], 1, [2, 1, 1]),
        ("adams", [2, 2, 1], 2, [1, 1, 1]),
        ("adams", [7, 3, 1], 1, [6, 3, 1]),
    ],
)
def test_a_wrong_guess_is_mended_seat_by_seat(method, held, surplus, after, few, monkeypatch):
    monkeypatch.setattr(engine, "_FEW", few)
    rule = rule_of(method)
    found, tied, _ = engine._settle(
        [60, 30, 10],
        list(held),
        [rule.low] * 3,
        sum(held) - surplus,
        lambda votes, held: votes / rule.step(held),
        engine.NEAR,
        rule,
    )
    assert not tied
    assert found == after


# Methods


@pytest.mark.parametrize(
    ("rule", "name", "low", "shift", "sequence"),
    [
        (_linear, {"slope": 1, "start": 1}, 0, 0, [1, 2, 3]),
        (_linear, {"slope": 2, "start": 1}, 0, 3, [1, 3, 5]),
        (_linear, {"slope": 3, "start": 1}, 0, 4, [1, 4, 7]),
        (_linear, {"slope": 1, "start": 0}, 1, 6, [0, 1, 2]),
        (_linear, {"slope": 1, "start": 2}, 0, -6, [2, 3, 4]),
        (_modified_sainte_lague, Fraction(7, 5), 0, 3, [1.4, 3, 5]),
        (_modified_sainte_lague, Fraction(6, 5), 0, 3, [1.2, 3, 5]),
    ],
)
def test_divisors_are_those_of_the_definition(rule, name, low, shift, sequence):
    if rule is _linear:
        built = _linear("a name", **name)
        assert built.name == "a name"
    else:
        built = _modified_sainte_lague(name)
        assert built.name == "modified_sainte_lague"
    assert (built.low, built.shift) == (low, shift)
    assert isinstance(built.shift, int)
    assert [built.step(held) for held in range(3)] == pytest.approx(sequence, abs=1e-15)
    assert built.step(np.arange(3.0)).tolist() == pytest.approx(sequence, abs=1e-15)
    quotients = [built.priority(105, held) for held in range(low, 3)]
    assert quotients == [105 / Fraction(str(divisor)) for divisor in sequence[low:]]
    assert all(isinstance(quotient, Fraction) for quotient in quotients)


def test_the_exact_reference_of_these_tests_by_hand():
    # 12 votes, 3 seats, Hare quota 4: 7 = 1 quota and 3, 4 = 1 quota, 1 = 0 and 1.
    assert exact.allocate([7, 4, 1], 3, "hare") == [2, 1, 0]
    # Quotients 7, 4, 3.5 against 1.
    assert exact.allocate([7, 4, 1], 3, "dhondt") == [2, 1, 0]
    # One each, then 7/1 against 4/1.
    assert exact.allocate([7, 4, 1], 4, "adams") == [2, 1, 1]


@pytest.mark.parametrize("huge", [Decimal("1e999999999"), Decimal("-1e999999999")])
def test_numbers_too_long_to_write_are_refused_at_once(huge):
    with pytest.raises(AllocationError, match="digits long"):
        apportion([1, 2], huge, method="hare")
    with pytest.raises(AllocationError, match="digits long"):
        apportion([1, huge], 3, method="hare")
