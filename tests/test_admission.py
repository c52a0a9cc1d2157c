"""Rules of admission and minimum seats, against sets, plain fractions and statutes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest

import kzelect as kz
from kzelect import admission
from kzelect.apportionment import METHODS, apportion
from kzelect.errors import AllocationError, KzelectError, LabelError, TieError
from tests.helpers import exact

PARTIES = ["A", "B", "C", "D", "E"]
WON = {"A": 5, "C": 1, "E": 3}


def by_hand(name, votes, base):
    """The lists that a rule admits, by its definition."""
    some = {party for party, count in votes.items() if count}
    ranked = sorted(some, key=votes.get, reverse=True)
    return {
        "share": {party for party in some if Fraction(votes[party], base) >= Fraction(1, 5)},
        "districts": some & {"A", "E"},
        "exempt": some & {"D"},
        "largest": set(ranked[:2]),
    }[name]


RULES = {
    "share": admission.share(0.2),
    "districts": admission.districts(WON, least=3),
    "exempt": admission.exempt("D"),
    "largest": admission.largest(2),
}


@pytest.mark.parametrize(("one", "other"), list(product(RULES, repeat=2)))
@pytest.mark.parametrize("base", [None, 1000])
def test_rules_combine_as_sets_do(one, other, base):
    rng = np.random.default_rng(3)
    compared = 0
    for _ in range(15):
        votes = dict(zip(PARTIES, rng.choice(500, 5, replace=False).tolist(), strict=True))
        votes["B"] *= int(rng.integers(2))
        total = base or sum(votes.values())
        sets = [by_hand(name, votes, total) for name in (one, other)]
        for rule, expected in (
            (RULES[one] | RULES[other], sets[0] | sets[1]),
            (RULES[one] & RULES[other], sets[0] & sets[1]),
        ):
            call = {"method": "adams", "threshold": rule, "threshold_base": base, "ties": PARTIES}
            if not expected:
                with pytest.raises(AllocationError, match="no list"):
                    apportion(votes, 20, **call)
                continue
            found = apportion(votes, 20, **call)
            assert {party for party, held in found.items() if held} == expected
            # Many elections come to the same.
            assert apportion(pd.DataFrame([votes]), 20, **call).loc[0].to_dict() == found
            compared += 1
    assert compared > 8


def test_rules_of_three():
    votes = {"A": 50, "B": 30, "C": 12, "D": 8}
    rule = admission.share(0.3) | admission.exempt("C") | admission.districts({"D": 2}, least=2)
    assert apportion(votes, 4, method="adams", threshold=rule) == dict.fromkeys("ABCD", 1)
    only = rule & admission.largest(3)
    assert apportion(votes, 3, method="adams", threshold=only) == {"A": 1, "B": 1, "C": 1, "D": 0}


def test_equal_lists_at_the_last_place():
    votes = {"A": 50, "B": 25, "C": 25}
    rule = {"method": "hare", "threshold": admission.largest(2)}
    with pytest.raises(TieError, match="2 parties tie for 1 place among the 2 largest: B, C"):
        apportion(votes, 3, **rule)
    assert apportion(votes, 3, ties=["C", "A", "B"], **rule) == {"A": 2, "B": 0, "C": 1}
    drawn = {apportion(votes, 3, ties=seed, **rule)["B"] for seed in range(20)}
    assert drawn == {0, 1}
    frame = pd.DataFrame([votes, votes], index=["x", "y"])
    with pytest.raises(TieError, match="election 'x': 2 parties tie for 1 place") as caught:
        apportion(frame, 3, **rule)
    assert (caught.value.parties, caught.value.rows) == (("B", "C"), ("x",))


@pytest.mark.parametrize(
    ("rule", "error", "text"),
    [
        (lambda: admission.exempt("Z"), LabelError, "exempt names no party of the votes: Z"),
        (lambda: admission.exempt(["A"]), LabelError, "exempt takes names one by one"),
        (lambda: admission.districts({"A": -1}, least=1), AllocationError, "won of 'A' is -1"),
        (lambda: admission.districts([1, 2], least=1), LabelError, "won is a list"),
        (lambda: admission.districts(WON, least=0), AllocationError, "least is 0"),
        (lambda: admission.largest(0), AllocationError, "lists is 0"),
        (lambda: admission.share(5), AllocationError, "threshold is 5"),
        (lambda: admission.share({"Z": 0}), LabelError, "wrong: Z"),
        (lambda: admission.share(0.1) | 0.2, AllocationError, r"0.2 is no rule of admission"),
    ],
)
def test_wrong_rules_are_named(rule, error, text):
    with pytest.raises(error, match=text):
        apportion({"A": 3, "B": 2}, 5, method="hare", threshold=rule())


def test_parties_that_a_threshold_does_not_name_have_none():
    votes = {"A": 90, "B": 6, "C": 4}
    for threshold in ({"B": 0.07}, pd.Series({"B": 0.07})):
        found = apportion(votes, 25, method="hare", threshold=threshold)
        assert found == {"A": 24, "B": 0, "C": 1}


# The fewest lists and the fewest seats


def fewest(votes, seats, method, least):
    """Seats with a minimum for every list, by definition, in fractions."""
    if method not in exact.QUOTAS:
        held = [least if count else 0 for count in votes]
        if sum(held) > seats:
            raise exact.Impossible
        while sum(held) < seats:
            nexts = {
                at: exact.QUOTIENTS[method](count, held[at])
                for at, count in enumerate(votes)
                if count
            }
            best = max(nexts.values())
            equal = [at for at, quotient in nexts.items() if quotient == best]
            if len(equal) > seats - sum(held):
                raise exact.Undecided(held, equal, seats - sum(held))
            for at in equal:
                held[at] += 1
        return held
    if least * sum(map(bool, votes)) > seats:
        raise exact.Impossible
    if not any(votes):
        return [0] * len(votes)
    try:
        held, tie = exact.allocate(votes, seats, method), None
    except exact.Undecided as undecided:
        held, tie = undecided.args[0], undecided
    short = {at for at, count in enumerate(votes) if count and held[at] < least}
    if not short and tie is not None:
        raise tie
    if not short:
        return held
    others = [0 if at in short else count for at, count in enumerate(votes)]
    left = seats - least * len(short)
    if not any(others) and left:
        raise exact.Impossible
    try:
        rest = fewest(others, left, method, least)
    except exact.Undecided as undecided:
        sure, tied, spare = undecided.args
        sure = [least if at in short else have for at, have in enumerate(sure)]
        raise exact.Undecided(sure, tied, spare) from None
    return [least if at in short else have for at, have in enumerate(rest)]


@pytest.mark.parametrize("method", METHODS)
def test_minimum_seats_equal_their_definition(method):
    rng = np.random.default_rng(METHODS.index(method))
    met = {"list": 0, "tie": 0, "impossible": 0}
    for number in range(150):
        votes = rng.integers(0, 40 if number % 2 else 10**6, int(rng.integers(1, 6))).tolist()
        seats, least = int(rng.integers(1, 25)), int(rng.integers(1, 4))
        if not any(votes):
            continue
        try:
            expected = fewest(votes, seats, method, least)
        except exact.Undecided as tie:
            tied = ", ".join(map(str, sorted(set(tie.args[1]))))
            with pytest.raises(TieError, match=f"parties tie for .*: {tied};"):
                apportion(votes, seats, method=method, min_seats=least)
            met["tie"] += 1
        except exact.Impossible:
            with pytest.raises(AllocationError):
                apportion(votes, seats, method=method, min_seats=least)
            met["impossible"] += 1
        else:
            assert apportion(votes, seats, method=method, min_seats=least) == expected
            many = apportion(np.array([votes, votes]), seats, method=method, min_seats=least)
            assert many.tolist() == [expected, expected]
            met["list"] += 1
    assert met["list"] > 30


def test_too_few_seats_for_the_minimum():
    with pytest.raises(AllocationError, match="min_seats gives 2 seats to every admitted list"):
        apportion([60, 30, 10], 5, method="hare", min_seats=2)
    with pytest.raises(AllocationError, match="min_seats gives 2 seats to every admitted list"):
        apportion([60, 30, 10], 5, method="dhondt", min_seats=2)
    with pytest.raises(AllocationError, match="min_seats is -1"):
        apportion([60, 30, 10], 5, method="dhondt", min_seats=-1)
    with pytest.raises(AllocationError, match=r"min_lists is 1\.5"):
        apportion([60, 30, 10], 5, method="dhondt", min_lists=1.5)


def test_a_minimum_is_no_share_of_a_list_that_is_not_admitted():
    found = apportion({"A": 90, "B": 6, "C": 4}, 10, method="hare", threshold=0.05, min_seats=3)
    assert found == {"A": 7, "B": 3, "C": 0}


def test_the_second_list_of_2007_under_the_later_rule():
    # Constitutional law on elections, article 97, in the edition with the second paragraph:
    # if one list alone has 7 %, the next is admitted. Inter-Parliamentary Union, PARLINE, on
    # the law as amended on 9 February 2009: that party has at least two seats.
    lists = kz.load(2007).proportional.set_index("party")["votes"].dropna().astype(int)
    rule = {"method": "hare", "threshold": 0.07}
    assert apportion(lists, 98, **rule).sort_values().tolist()[-2:] == [0, 98]
    both = apportion(lists, 98, min_lists=2, min_seats=2, **rule)
    assert both.sort_values().tolist()[-3:] == [0, 5, 93]
    composed = admission.share(0.07) | admission.largest(2)
    same = apportion(lists, 98, method="hare", threshold=composed, min_seats=2)
    pd.testing.assert_series_equal(same, both)
    # With two lists above the threshold the rule changes nothing.
    of_2004 = kz.load(2004).proportional.set_index("party")["votes"].astype(int)
    pd.testing.assert_series_equal(
        apportion(of_2004, 10, min_lists=2, **rule), apportion(of_2004, 10, **rule)
    )


def test_rules_of_admission_elsewhere():
    votes = {"A": 60, "B": 25, "C": 15}
    rule = admission.share(0.2) | admission.exempt("C")
    margins = kz.seat_margins(votes, 7, method="dhondt", threshold=rule)
    plain = kz.seat_margins(votes, 7, method="dhondt", threshold={"A": 0.2, "B": 0.2})
    pd.testing.assert_frame_equal(margins, plain)
    with pytest.raises(AllocationError, match=r"largest\(…\)"):
        kz.seat_margins(votes, 7, method="dhondt", threshold=admission.largest(2))
    call = {"error": kz.Recount(2), "draws": 50, "rng": 1, "method": "dhondt", "progress": False}
    simulated = kz.simulate(votes, 7, threshold=admission.largest(2), **call)
    assert simulated.threshold["count"].tolist() == [50, 50, 0]
    assert simulated.threshold["threshold"].isna().all()
    named = kz.simulate(votes, 7, threshold=admission.exempt("A", "C"), **call)
    assert named.threshold["count"].tolist() == [50, 0, 50]
    table = pd.DataFrame({"year": [1] * 3, "party": list("ABC"), "votes": [60, 25, 15]})
    found = kz.apportion_by(table, by="year", seats=7, method="dhondt", threshold=rule)
    assert found["seats"].tolist() == list(
        apportion(votes, 7, method="dhondt", threshold=rule).values()
    )
    with pytest.raises(KzelectError, match="one rule at a time"):
        kz.sweep(votes, seats=7, thresholds=[rule])


def test_a_rule_shows_as_it_is_called():
    rule = (admission.share(0.05) | admission.exempt("SSW", 7)) & admission.largest(4)
    assert repr(rule) == "((share(0.05) | exempt('SSW', 7)) & largest(4))"
    won = {"A": 2}
    again = admission.districts(won, least=1)
    assert (repr(again), again) == (
        "districts({'A': 2}, least=1)",
        admission.districts(won, least=1),
    )
    assert again != admission.districts(won, least=3)
    assert again == admission.districts(pd.Series(won), least=1)
    assert hash(again) == hash(admission.districts(won, least=1))
