"""Rules that fit, margins of seats and sweeps, against brute force and the facts of 2004."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kzelect.apportionment import METHODS, apportion
from kzelect.apportionment.exact import Procedure
from kzelect.apportionment.methods import rule_for
from kzelect.errors import AllocationError, KzelectError, LabelError, MissingDataError, TieError
from kzelect.scenarios.consistent import consistent_rules
from kzelect.scenarios.margins import Contest, Shift, seat_margins
from kzelect.scenarios.sweep import sweep
from tests.helpers.results_2004 import VOTES_2004

NAMES = ["Otan", "Aq Jol", "Asar", "AIST", "bloc", "CPPK", "Auyl", "Adilet", "Patriots"]
VOTES = pd.Series([*VOTES_2004.values()], index=[*NAMES, "Rukhaniyat"])
SEATS = pd.Series([7, 1, 1, 1, 0, 0, 0, 0, 0, 0], index=VOTES.index)
CAST = 4893204
DATA = Path(__file__).parent / "helpers" / "data"


# consistent_rules


def test_the_rules_that_fit_2004():
    found = consistent_rules(VOTES, SEATS)
    rules = found[["method", "quota_base"]].fillna("").agg(" ".join, axis=1).str.strip()
    assert rules.tolist() == [
        "hare admitted",
        "droop admitted",
        "droop all",
        "hagenbach_bischoff admitted",
        "hagenbach_bischoff all",
        "imperiali_quota admitted",
        "imperiali_quota all",
        "sainte_lague",
        "modified_sainte_lague",
        "danish",
        "dean",
        "huntington_hill",
    ]
    seven = found["threshold_low"].lt(0.07) & found["threshold_high"].ge(0.07)
    assert found.loc[~seven, "method"].tolist() == ["imperiali_quota"]
    assert found.dtypes.astype(str).to_dict() == {
        "method": "string",
        "quota_base": "string",
        "threshold_low": "Float64",
        "threshold_high": "Float64",
        "low_included": "boolean",
        "high_included": "boolean",
    }


def test_hare_fits_2004_from_above_the_communists_up_to_aist():
    # 94140 and 336177 of 4757773 valid votes.
    found = consistent_rules(VOTES, SEATS, methods=["hare"], quota_bases=["admitted"])
    (row,) = found.to_dict("records")
    assert row["threshold_low"] == pytest.approx(94140 / 4757773, abs=1e-15)
    assert row["threshold_high"] == pytest.approx(336177 / 4757773, abs=1e-15)
    assert round(100 * row["threshold_low"], 4) == 1.9787
    assert round(100 * row["threshold_high"], 4) == 7.0658
    assert (row["low_included"], row["high_included"]) == (False, True)


def test_bounds_land_on_their_own_side_when_passed_on():
    for row in consistent_rules(VOTES, SEATS).to_dict("records"):
        quota_base = "admitted" if pd.isna(row["quota_base"]) else row["quota_base"]
        for end in ("low", "high"):
            found = apportion(
                VOTES,
                10,
                method=row["method"],
                quota_base=quota_base,
                threshold=row[f"threshold_{end}"],
            )
            assert (found.tolist() == SEATS.tolist()) == row[f"{end}_included"]


def test_on_ballots_cast_the_same_lists_need_a_lower_threshold():
    found = consistent_rules(VOTES, SEATS, methods=["hare"], threshold_base=CAST)
    assert found["threshold_high"].tolist() == [pytest.approx(336177 / CAST, abs=1e-15)]
    assert found["threshold_high"].item() < 0.07


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.no_cover
def test_intervals_are_all_thresholds_that_fit(method):
    rng = np.random.default_rng(5)
    fitted = 0
    for _ in range(30):
        votes = pd.Series(rng.integers(0, 40, 5), index=list("ABCDE"))
        house = int(rng.integers(4, 9))
        try:
            seats = apportion(votes, house, method=method, threshold=0.1)
        except AllocationError:
            continue
        found = consistent_rules(votes, seats, methods=[method], quota_bases=["admitted"])
        shares = sorted({Fraction(0), *(Fraction(count, int(votes.sum())) for count in votes), 1})
        for threshold in [(low + high) / 2 for low, high in pairwise(shares)]:
            try:
                fits = apportion(votes, house, method=method, threshold=threshold).equals(seats)
            except AllocationError:
                fits = False
            inside = found["threshold_low"].lt(threshold) & found["threshold_high"].gt(threshold)
            assert fits == inside.any(), (votes.tolist(), house, threshold)
            fitted += fits
    assert fitted


def test_seats_that_no_rule_gives_have_no_row():
    found = consistent_rules(VOTES, SEATS.iloc[::-1].set_axis(VOTES.index))
    assert found.empty
    assert list(found) == [
        "method",
        "quota_base",
        "threshold_low",
        "threshold_high",
        "low_included",
        "high_included",
    ]


def test_seats_by_lot_are_no_fit():
    votes, seats = pd.Series({"A": 5, "B": 5}), pd.Series({"A": 1, "B": 0})
    assert consistent_rules(votes, seats).empty


def test_a_threshold_above_all_votes_counted_is_cut_at_one():
    votes, seats = pd.Series({"A": 60, "B": 30}), pd.Series({"A": 2, "B": 1})
    found = consistent_rules(votes, seats, methods=["hare"], threshold_base=20)
    assert found[["threshold_low", "threshold_high"]].to_numpy().tolist() == [[0, 1]] * 2


def test_votes_and_seats_are_joined_by_label():
    shuffled = SEATS.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(consistent_rules(VOTES, shuffled), consistent_rules(VOTES, SEATS))
    with pytest.raises(LabelError, match="only in one: AIST, Aist"):
        consistent_rules(VOTES, SEATS.rename({"AIST": "Aist"}))
    with pytest.raises(LabelError, match="label 'Otan' stands more than once in seats"):
        consistent_rules(VOTES, SEATS.rename({"AIST": "Otan"}))


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"seats": SEATS * 0}, AllocationError, "seats are all 0"),
        ({"votes": VOTES * -1}, AllocationError, "votes of 'Otan' is -2883706"),
        ({"votes": VOTES.replace(336177, None)}, MissingDataError, "votes of 'AIST' is missing"),
        ({"methods": ["hamilton"]}, AllocationError, "'hamilton' is not known"),
        ({"quota_bases": ["valid"]}, AllocationError, "quota_base is 'valid'"),
        ({"threshold_base": 0}, AllocationError, "threshold_base is 0"),
    ],
)
def test_what_is_wrong_is_named(change, error, text):
    call = {"votes": VOTES, "seats": SEATS, **change}
    with pytest.raises(error, match=text):
        consistent_rules(call.pop("votes"), call.pop("seats"), **call)


# seat_margins


def test_how_near_aist_was():
    rule = {"method": "hare", "threshold": 0.07}
    moved = seat_margins(VOTES, 10, **rule).set_index("party").loc["AIST"]
    absent = seat_margins(VOTES, 10, transfer=False, **rule).set_index("party").loc["AIST"]
    assert (moved["votes_to_lose"], moved["seat_to"]) == (3133, "Aq Jol")
    assert (absent["votes_to_lose"], absent["seat_to"]) == (3369, "Aq Jol")
    assert absent["votes_to"] is pd.NA


def test_the_census_of_2020_was_decided_by_89_people():
    # U.S. Census Bureau (26 April 2021): with 89 people more New York would have kept
    # its 27th seat; Minnesota, which got the 435th, had 26 to spare.
    census = pd.read_csv(DATA / "us_census_2020.csv", index_col="state")
    people = census["resident"] + census["overseas"]
    margins = seat_margins(people, 435, method="huntington_hill", transfer=False)
    margins = margins.set_index("party")
    assert margins.loc["New York", ["votes_to_gain", "seat_from"]].tolist() == [89, "Minnesota"]
    assert margins.loc["Minnesota", ["votes_to_lose", "seat_to"]].tolist() == [26, "New York"]
    assert margins["votes_to_gain"].min() == 89


def certain(votes, seats, **rule):
    """Least and most seats of each party, however lots fall; None without an allocation."""
    try:
        found = apportion(np.array(votes), seats, **rule).tolist()
    except TieError as tie:
        return (
            [
                tuple(
                    apportion(np.array(votes), seats, ties=order, **rule)[at]
                    for order in _last_and_first(len(votes), at)
                )
                for at in range(len(votes))
            ]
            if tie.parties
            else None
        )
    except AllocationError:
        return None
    return [(held, held) for held in found]


def _last_and_first(parties, at):
    others = [other for other in range(parties) if other != at]
    return [*others, at], [at, *others]


def brute_force(votes, seats, at, sign, transfer, most, **rule):
    """Try one vote, two votes, … with every partner."""
    held = apportion(np.array(votes), seats, **rule)[at]
    partners = [other for other in range(len(votes)) if other != at] if transfer else [None]
    for moved in range(1, most + 1):
        for partner in partners:
            changed = list(votes)
            changed[at] += sign * moved
            if partner is not None:
                changed[partner] -= sign * moved
            if min(changed) < 0:
                continue
            outcome = certain(changed, seats, **rule)
            if outcome is None:
                continue
            if outcome[at][0] > held if sign > 0 else outcome[at][1] < held:
                return moved
    return None


@pytest.mark.parametrize("transfer", [True, False])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.no_cover
def test_margins_equal_brute_force(method, transfer):
    rng = np.random.default_rng([METHODS.index(method), transfer])
    compared = 0
    for number in range(40):
        parties = int(rng.integers(1, 5))
        votes = rng.integers(0, 35, parties).tolist()
        seats = int(rng.integers(1, 9))
        rule = {"method": method, "threshold": [0, 0.1, 0.25, 0.2][number % 4]}
        if method in METHODS[:4] and number % 3 == 0:
            rule["quota_base"] = "all"
        if number % 5 == 0:
            rule["threshold_base"] = max(sum(votes), 1) + 10
        try:
            apportion(np.array(votes), seats, **rule)
        except AllocationError:
            continue
        found = seat_margins(pd.Series(votes), seats, transfer=transfer, **rule)
        for at in range(parties):
            for sign, column in ((1, "votes_to_gain"), (-1, "votes_to_lose")):
                most = votes[at] if sign < 0 else sum(votes) if transfer else 120
                expected = brute_force(votes, seats, at, sign, transfer, most, **rule)
                margin = found[column][at]
                if expected is None:
                    # More than brute force tried, or nothing would do.
                    assert margin is pd.NA or margin > most, (votes, seats, rule, at, sign)
                else:
                    assert margin == expected, (votes, seats, rule, at, sign)
                    compared += 1
    assert compared > 5


def test_partners_and_payers_are_named_and_the_margin_is_real():
    rule = {"method": "sainte_lague", "threshold": 0.07}
    before = apportion(VOTES, 10, **rule)
    for row in seat_margins(VOTES, 10, **rule).to_dict("records"):
        for sign, count, partner, payer in (
            (1, "votes_to_gain", "votes_from", "seat_from"),
            (-1, "votes_to_lose", "votes_to", "seat_to"),
        ):
            if pd.isna(row[count]):
                assert row["seats"] == 0
                continue
            after = VOTES.copy()
            after[row["party"]] += sign * row[count]
            after[row[partner]] -= sign * row[count]
            change = apportion(after, 10, **rule) - before
            assert change[row["party"]] == sign
            assert change[row[payer]] == -sign


def test_lots_among_the_payers_are_said():
    # A's third seat comes from B or C, which tie then.
    margins = seat_margins(pd.Series({"A": 50, "B": 30, "C": 30}), 4, method="dhondt")
    assert margins["seats"].tolist() == [2, 1, 1]
    found = seat_margins(pd.Series({"A": 50, "B": 30, "C": 30}), 4, method="dhondt", transfer=False)
    assert found["votes_to_gain"].tolist()[0] == 41
    assert found["seat_from"].tolist()[0] == "B or C"


def test_several_payers_are_joined():
    # Below the threshold of 40 % B leaves all its seats to A; with them goes nothing to C.
    votes = pd.Series({"A": 50, "B": 41, "C": 9})
    margins = seat_margins(votes, 4, method="dhondt", threshold=0.4).set_index("party")
    assert margins.loc["B", ["votes_to_lose", "votes_to", "seat_to"]].tolist() == [2, "A", "A"]
    assert margins.loc["C", "votes_to_lose"] is pd.NA
    assert margins.loc["C", "votes_to_gain"] == 31


def test_a_margin_may_be_far_away():
    # A needs 999 votes for each vote of B: 99,900 for 100.
    votes, own = pd.Series({"A": 1, "B": 100}), {"A": 0.999, "B": 0}
    far = seat_margins(votes, 1, method="hare", threshold=own, transfer=False)
    assert far["votes_to_gain"].tolist() == [99899, pd.NA]
    votes = pd.Series({"A": 3 * 10**13, "B": 10**13})
    large = seat_margins(votes, 1, method="dhondt", transfer=False)
    assert large["votes_to_gain"].tolist() == [pd.NA, 2 * 10**13 + 1]
    assert large["votes_to_lose"].tolist() == [2 * 10**13 + 1, pd.NA]


def test_a_margin_skips_votes_without_an_allocation_where_lists_come_and_go():
    # Quota 4.5, threshold 2.25 votes. A with two votes is out and leaves two seats to one list;
    # with one, C has three votes, is in and gets A's seat.
    rule = rule_for("hare", quota_base="all", first_divisor=None)
    contest = Contest((4, 1, 0, 4), 2, Procedure(range(4), rule, Fraction(1, 4)))
    assert Shift(contest, 0, -1, 2, 1).fewest(4) == 3
    assert Shift(contest, 0, -1, 2, 1).fewest(2) is None


def test_a_margin_is_missing_where_no_number_of_votes_has_an_allocation():
    # From its fourth vote on B is in, and the lists have more whole quotas than the one seat.
    rule = {"method": "imperiali_quota", "quota_base": "all", "threshold": 0.5}
    votes = {"A": 4, "B": 0, "C": 0}
    margins = seat_margins(votes, 1, threshold_base=8, transfer=False, **rule)
    assert margins["seats"].tolist() == [1, 0, 0]
    assert margins[["votes_to_gain", "votes_to_lose"]].isna().all(axis=None)


def test_a_margin_under_a_quota_that_falls_with_the_votes():
    # The quota is 7, then 6; A has 3 whole ones and a remainder of 5 against C's 4, then, a
    # vote fewer each time, 4 and 1, 4 and 0, 3 and 5, 3 and 4 (a lot), 3 and 3.
    votes = pd.Series({"A": 26, "C": 4})
    margins = seat_margins(votes, 4, method="droop", quota_base="all", transfer=False)
    assert margins["seats"].tolist() == [4, 0]
    assert margins["votes_to_lose"].tolist() == [5, pd.NA]


def test_a_margin_under_a_quota_that_rises_with_the_votes():
    rule = rule_for("droop", quota_base="all", first_divisor=None)
    # Quota 2, and A alone is in from the first vote on: 3 whole ones and two seats left, no
    # allocation, up to eight votes, which are 4 and a seat left.
    contest = Contest((5, 2, 1), 5, Procedure(range(3), rule, Fraction(1, 4)))
    assert Shift(contest, 0, 1, None, 3).fewest(60) == 3
    # A's four votes are in, B's one is not. They are a quota up to 4, so C has at most three
    # seats; then a remainder of 4, which C first exceeds with 23 votes: 3 quotas of 6 and 5.
    contest = Contest((4, 1, 9), 4, Procedure(range(3), rule, Fraction(1, 5), 19))
    assert Shift(contest, 2, 1, None, 3).fewest(60) == 14


def test_a_list_without_votes_is_not_admitted_without_a_threshold():
    rule = rule_for("dhondt", quota_base="admitted", first_divisor=None)
    contest = Contest((0, 1), 1, Procedure(range(2), rule, Fraction(0)))
    assert [bool(count) for count in contest.admitted([0, 1])] == [False, True]


def test_far_too_few_votes_for_a_rounded_quota_are_refused_by_name():
    votes = {"a": 404, "b": 6709, "c": 887}
    call = {"method": "droop", "quota_base": "all", "threshold": 0.05, "transfer": False}
    with pytest.raises(AllocationError, match="8000 votes are too few for 200 seats: the droop"):
        seat_margins(votes, 200, **call)


@pytest.mark.parametrize("transfer", [True, False])
def test_margins_of_many_lists_try_few_numbers_of_votes(transfer, monkeypatch):
    tried = []
    changed = Shift._changed
    monkeypatch.setattr(Shift, "_changed", lambda *call: tried.append(1) or changed(*call))
    rng = np.random.default_rng(1)
    for lists in (10, 40):
        tried.clear()
        seat_margins(
            dict(enumerate(rng.integers(1, 10**6, lists))), 50, method="hare", transfer=transfer
        )
        pairs = lists * (lists - 1) if transfer else lists
        assert len(tried) < 2 * (5 * pairs + 100 * lists)


def test_a_party_named_by_a_number_keeps_its_name():
    margins = seat_margins(pd.Series([50, 30], index=[7, 9]), 4, method="dhondt")
    assert margins[["party", "votes_from", "seat_from"]].to_numpy().tolist() == [
        [7, 9, "9"],
        [9, 7, "7"],
    ]


def test_margins_of_an_undecided_election_are_an_error():
    with pytest.raises(TieError):
        seat_margins(pd.Series({"A": 5, "B": 5}), 1, method="hare")


# sweep


def test_a_sweep_is_tidy():
    found = sweep(
        VOTES, seats=[10, 67], methods=["hare", "dhondt"], thresholds=[0, 0.07], threshold_base=CAST
    )
    assert len(found) == 2 * 2 * 2 * 10
    assert found.dtypes.astype(str).to_dict() == {
        "method": "string",
        "quota_base": "string",
        "threshold": "Float64",
        "house": "Int64",
        "party": "string",
        "votes": "Int64",
        "seats": "Int64",
        "problem": "string",
    }
    assert found["problem"].isna().all()
    sums = found.groupby(["method", "threshold", "house"])["seats"].sum().reset_index()
    assert sums["seats"].equals(sums["house"])
    case = found.query("method == 'hare' and threshold == 0.07 and house == 10")
    assert case["seats"].tolist() == [7, 2, 1, 0, 0, 0, 0, 0, 0, 0]


def test_a_rule_without_an_allocation_says_so_and_the_others_stay():
    votes = pd.Series({"A": 50, "B": 50})
    found = sweep(votes, seats=3, methods=["hare", "hagenbach_bischoff", "adams"])
    hare, bischoff, adams = (found[found["method"] == m] for m in found["method"].unique())
    assert hare["problem"].str.contains("2 parties tie for 1 seat").all()
    assert bischoff["problem"].str.contains("2 parties tie for 1 seat").all()
    assert adams["seats"].isna().all()
    decided = sweep(votes, seats=3, methods=["hare"], ties=["B", "A"])
    assert decided["seats"].tolist() == [1, 2]


def test_a_sweep_tries_each_base_of_a_quota_and_a_divisor_method_once():
    found = sweep(
        VOTES,
        seats=10,
        methods=["hare", "dhondt"],
        thresholds=[0.07],
        quota_bases=["admitted", "all"],
    )
    seats = found.groupby(["method", "quota_base"], dropna=False, sort=False)["seats"].agg(list)
    assert seats.map(lambda held: held[:4]).to_dict() == {
        ("hare", "admitted"): [7, 1, 1, 1],
        ("hare", "all"): [6, 2, 1, 1],
        ("dhondt", pd.NA): [8, 1, 1, 0],
    }


def test_one_threshold_method_or_base_needs_no_list():
    votes = {"A": 60, "B": 36, "C": 4}
    found = sweep(votes, seats=10, methods="hare", thresholds="1/20", quota_bases="admitted")
    assert found["threshold"].tolist() == [0.05] * 3
    assert found["seats"].tolist() == [6, 4, 0]


def test_a_first_divisor_of_ones_own_in_a_sweep_and_in_the_rules_that_fit():
    votes, methods = {"A": 600, "B": 92, "C": 90}, ["sainte_lague", "modified_sainte_lague"]
    for first, seats in ((1.2, [4, 1, 0]), (1.4, [5, 0, 0])):
        found = sweep(votes, seats=5, methods=methods, first_divisor=first)
        assert found["seats"].tolist() == [3, 1, 1, *seats]
        published = dict(zip(votes, seats, strict=True))
        fits = consistent_rules(votes, published, methods=methods, first_divisor=first)
        assert fits.query("threshold_low == 0")["method"].tolist() == ["modified_sainte_lague"]
    for call in (
        lambda: sweep(votes, seats=5, first_divisor=4),
        lambda: consistent_rules(votes, published, first_divisor=4),
    ):
        with pytest.raises(AllocationError, match="first_divisor is 4"):
            call()


def test_votes_and_seats_of_any_kind_and_swapped():
    expected = consistent_rules(VOTES, SEATS)
    pd.testing.assert_frame_equal(consistent_rules(VOTES.to_dict(), SEATS.to_dict()), expected)
    with pytest.raises(KzelectError, match=r"'Otan' has 2883706 seats and 7 votes; .* votes first"):
        consistent_rules(SEATS, VOTES)
    for call in (
        lambda: seat_margins(VOTES.to_frame(), 10, method="hare"),
        lambda: sweep([1, 2], seats=5),
    ):
        with pytest.raises(KzelectError, match="expected a Series or a mapping"):
            call()
    with pytest.raises(AllocationError, match="transfer is 'no'; expected True or False"):
        seat_margins(VOTES, 10, method="hare", transfer="no")
    with pytest.raises(KzelectError, match="votes of 'A' is too large"):
        seat_margins({"A": 2**63, "B": 5}, 5, method="hare")


def test_a_sole_list_has_all_seats_to_lose():
    # 2007: one list above the threshold takes all 98 seats under every quota.
    votes = {"Nur Otan": 5247720, "second": 269310}
    for method in METHODS[:4]:
        margins = seat_margins(votes, 98, method=method, threshold=0.07)
        assert margins["seats"].tolist() == [98, 0]
        found = sweep(votes, seats=98, methods=method, thresholds=0.07)
        assert found["seats"].tolist() == [98, 0]
        fits = consistent_rules(votes, {"Nur Otan": 98, "second": 0}, methods=method)
        assert (fits["threshold_high"] > 0.07).any()


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"seats": 0}, "seats is 0"),
        ({"thresholds": [7]}, "threshold is 7"),
        ({"thresholds": [{"Otan": 0.07}]}, "sweep tries numbers from 0 to 1"),
        ({"ties": 1.5}, "ties is 1[.]5"),
        ({"quota_bases": [pd.NA]}, "quota_base is <NA>"),
        ({"methods": ["hamilton"]}, "'hamilton' is not known"),
        ({"threshold_base": -1}, "threshold_base is -1"),
    ],
)
def test_a_wrong_sweep_is_an_error_and_no_problem_of_a_row(change, text):
    with pytest.raises(AllocationError, match=text):
        sweep(VOTES, **{"seats": 10, **change})


def test_inputs_stay_as_they_were():
    votes, seats = VOTES.copy(), SEATS.copy()
    consistent_rules(votes, seats)
    seat_margins(votes, 10, method="hare")
    sweep(votes, seats=10)
    pd.testing.assert_series_equal(votes, VOTES)
    pd.testing.assert_series_equal(seats, SEATS)


def test_a_sweep_has_a_row_for_every_rule_and_party():
    found = sweep(
        pd.Series({"A": 60, "B": 25}),
        seats=1,
        methods=["hare", "dhondt"],
        thresholds=[0, 0.9],
        quota_bases=["admitted"],
    )
    nobody = "no list reaches its threshold; expected one with 9/10 of 85 votes or more"
    rows = [
        (method, base, threshold, 1, party, votes, seats if threshold == 0 else None, problem)
        for method, base in (("hare", "admitted"), ("dhondt", None))
        for threshold, problem in ((0.0, None), (0.9, nobody))
        for party, votes, seats in (("A", 60, 1), ("B", 25, 0))
    ]
    types = {
        "method": "string[python]",
        "quota_base": "string[python]",
        "threshold": "Float64",
        "house": "Int64",
        "party": "string[python]",
        "votes": "Int64",
        "seats": "Int64",
        "problem": "string[python]",
    }
    pd.testing.assert_frame_equal(found, pd.DataFrame(rows, columns=list(types)).astype(types))


def test_a_sweep_refuses_by_name():
    with pytest.raises(AllocationError, match=r"^votes of 'A' is -1; expected a non-neg"):
        sweep(pd.Series({"A": -1}), seats=1)
    with pytest.raises(LabelError, match=r"^threshold has 2 values without labels"):
        sweep(pd.Series({"A": 60, "B": 25}), seats=1, thresholds=[(0.1, 0.2)])


def test_others_are_no_list_whose_seats_a_rule_can_give():
    votes = {"A": 500, "B": 300, "Others": 900}
    assert "dhondt" in set(consistent_rules(votes, {"A": 6, "B": 4, "Others": 0})["method"])
    with pytest.raises(KzelectError, match="'Others' is no single list"):
        consistent_rules(votes, {"A": 5, "B": 4, "Others": 1})
