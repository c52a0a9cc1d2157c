"""Seats for every election of a long table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kzelect import admission
from kzelect.apportionment import METHODS, apportion
from kzelect.errors import AllocationError, LabelError, MissingDataError, TieError
from kzelect.measures.by_election import apportion_by


def panel(elections=40, seed=3):
    """Shuffled elections of different sizes, with keys of two columns and parties of their own."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"c{number % 4}", number // 4, f"p{at + number % 3}", int(rng.integers(1, 10**6)))
        for number in range(elections)
        for at in range(2 + number % 6)
    ]
    frame = pd.DataFrame(rows, columns=["country", "year", "party", "votes"])
    return frame.sample(frac=1, random_state=seed)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "imperiali_quota"])
def test_each_election_is_what_apportion_gives_alone(method):
    results = panel()
    found = apportion_by(results, by=["country", "year"], seats=60, method=method, threshold=0.04)
    pd.testing.assert_frame_equal(found.drop(columns="seats"), results)
    for _, group in found.groupby(["country", "year"]):
        votes = group.set_index("party")["votes"]
        alone = apportion(votes, 60, method=method, threshold=0.04)
        assert group["seats"].tolist() == alone.tolist()
    assert found["seats"].dtype == "int64"


@pytest.mark.parametrize(
    "keys",
    [
        [2004, 1999, 2004, 1999],
        ["b", "a", "b", "a"],
        pd.to_datetime(["2004-09-19", "1999-10-10"] * 2),
        pd.Categorical(["b", "a", "b", "a"], categories=["a", "b", "unused"]),
        [(2004, 1), (1999, 2), (2004, 1), (1999, 2)],
        [2.5, "x", 2.5, "x"],
    ],
)
def test_a_key_may_be_of_any_type(keys):
    results = pd.DataFrame({"key": keys, "party": list("AABB"), "votes": [60, 10, 40, 90]})
    found = apportion_by(results, by="key", seats=10, method="hare")
    assert found["seats"].tolist() == [6, 1, 4, 9]


def test_row_order_index_and_input_stay():
    results = panel().set_axis(range(100, 100 + len(panel())), axis=0)
    before = results.copy()
    found = apportion_by(results, by=["country", "year"], seats=30, method="dhondt")
    pd.testing.assert_frame_equal(results, before)
    assert found.index.equals(results.index)


@pytest.mark.parametrize("dtype", ["Int64", "float64", "Float64"])
def test_seats_are_nullable_as_votes_are(dtype):
    results = panel(8).astype({"votes": dtype})
    found = apportion_by(results, by=["country", "year"], seats=9, method="dhondt")
    assert found["seats"].dtype == "Int64"
    assert found.groupby(["country", "year"])["seats"].sum().eq(9).all()


RESULTS = pd.DataFrame(
    {
        "year": [2004, 1999, 2004, 1999],
        "party": ["A", "A", "B", "C"],
        "votes": [930, 60, 70, 40],
        "house": [100, 5, 100, 5],
        "cast": [1001, 100, 1001, 100],
    }
)


@pytest.mark.parametrize("seats", ["house", pd.Series({1999: 5, 2004: 100})])
def test_seats_of_each_election(seats):
    found = apportion_by(RESULTS, by="year", seats=seats, method="hare")
    assert found["seats"].tolist() == [93, 3, 7, 2]


def test_one_threshold_base_an_election():
    rule = {"seats": "house", "method": "hare", "threshold": 0.07}
    assert apportion_by(RESULTS, by="year", **rule)["seats"].tolist() == [93, 3, 7, 2]
    found = apportion_by(RESULTS, by="year", threshold_base="cast", **rule)
    assert found["seats"].tolist() == [100, 3, 0, 2]


def test_thresholds_by_party():
    own = {"A": 0.05, "B": 0.1, "C": 0.5}
    found = apportion_by(RESULTS, by="year", seats=10, method="hare", threshold=own)
    assert found["seats"].tolist() == [10, 10, 0, 0]


def test_ties_name_parties_and_elections_and_an_order_decides_them():
    results = RESULTS.assign(votes=[5, 60, 5, 40])
    with pytest.raises(TieError, match="election 2004: 2 parties tie for 1 seat: A, B") as caught:
        apportion_by(results, by="year", seats=1, method="dhondt")
    assert (caught.value.parties, caught.value.rows) == (("A", "B"), (2004,))
    order = ["B", "C", "A"]
    found = apportion_by(results, by="year", seats=1, method="dhondt", ties=order)
    assert found["seats"].tolist() == [0, 1, 1, 0]
    lot = np.random.default_rng(1)
    assert apportion_by(results, by="year", seats=1, method="dhondt", ties=lot)["seats"].sum() == 2


def test_a_tie_under_thresholds_by_party_is_named_too():
    results, none = RESULTS.assign(votes=[5, 60, 5, 40]), dict.fromkeys("ABC", 0)
    with pytest.raises(TieError, match="election 2004: 2 parties tie for 1 seat: A, B"):
        apportion_by(results, by="year", seats=1, method="dhondt", threshold=none)


def test_an_election_of_many_lists_among_many_of_few():
    """Tables of votes are cut into parts; each election is what it is alone."""
    many = pd.DataFrame({"town": 0, "party": range(3000), "votes": range(1, 3001)})
    few = pd.DataFrame(
        {"town": np.arange(6000) // 2 + 1, "party": np.arange(6000) % 2, "votes": range(1, 6001)}
    )
    results = pd.concat([few, many]).sample(frac=1, random_state=4)
    rule = {"seats": 7, "method": "sainte_lague"}
    for ties in ("raise", list(range(3000))[::-1]):
        found = apportion_by(results, by="town", ties=ties, **rule)
        for town in (0, 1, 2999):
            votes = results[results["town"] == town].set_index("party")["votes"]
            seats = found[found["town"] == town].set_index("party")["seats"]
            assert seats.to_dict() == apportion(votes, **rule).to_dict()
    per_party = apportion_by(
        results, by="town", threshold=dict.fromkeys(range(3000), 0.0001), **rule
    )
    assert per_party.equals(apportion_by(results, by="town", threshold=0.0001, **rule))


def test_elections_that_tie_in_several_parts_are_all_counted():
    towns = np.repeat(np.arange(600_000), 2)
    results = pd.DataFrame({"town": towns, "party": ["a", "b"] * 600_000, "votes": 2})
    results.loc[2:1_199_997, "votes"] = np.resize([2, 1], 1_199_996)
    with pytest.raises(TieError, match="election 0: 2 parties tie for 1 seat: a, b") as caught:
        apportion_by(results, by="town", seats=1, method="hare")
    assert caught.value.rows == (0, 599_999)


@pytest.mark.parametrize("votes", [[1 + 2j] * 4, pd.to_timedelta([1, 2, 3, 4])])
def test_what_is_no_number_of_votes_is_refused(votes):
    with pytest.raises(AllocationError, match=r"column 'votes' is of type .*; expected numbers"):
        apportion_by(RESULTS.assign(votes=votes), by="year", seats=5, method="hare")


def test_votes_of_python_integers_are_votes():
    results = RESULTS.astype({"votes": object})
    found = apportion_by(results, by="year", seats=5, method="hare")
    assert found["seats"].tolist() == [5, 3, 0, 2]


def test_the_key_by_position_is_taken_with_a_warning():
    with pytest.warns(FutureWarning, match="pass by= by keyword"):
        found = apportion_by(RESULTS, "year", seats=5, method="hare")
    assert found.equals(apportion_by(RESULTS, by="year", seats=5, method="hare"))


def test_any_name_for_the_new_column_and_a_copy_of_the_table():
    found = apportion_by(RESULTS, by=("year",), seats=5, method="hare", name=5)
    assert found[5].tolist() == [5, 3, 0, 2]
    assert 5 not in RESULTS


def test_a_table_without_rows_stays_so():
    found = apportion_by(RESULTS.iloc[:0], by="year", seats=5, method="hare")
    assert found.empty
    assert list(found) == [*RESULTS, "seats"]


@pytest.mark.parametrize(
    ("change", "call", "error", "text"),
    [
        ({}, {"by": "election"}, LabelError, "no column 'election'"),
        ({}, {"votes": "ballots"}, LabelError, "no column 'ballots'"),
        ({}, {"seats": "list_seats"}, LabelError, "no column 'list_seats', named as seats"),
        ({"seats": 1}, {}, LabelError, "already has a column 'seats'"),
        ({"party": "A"}, {}, LabelError, "more than one row for year 2004, party 'A'"),
        ({"year": [2004, None, 2004, 1]}, {}, LabelError, "key 'year' of row 1 is missing"),
        ({"party": ["A", "B", None, "C"]}, {}, LabelError, "party 'party' of row 2 is missing"),
        ({"votes": [1, 2, 3, None]}, {}, MissingDataError, "votes of row 3 are missing"),
        ({"votes": [1, -2, 3, 4]}, {}, AllocationError, "votes of row 1 are -2"),
        ({"votes": [1, 2.5, 3, 4]}, {}, AllocationError, "votes of row 1 are 2.5"),
        (
            {"votes": ["1", "2", "3", "4"]},
            {},
            AllocationError,
            "not '1' as in row 0",
        ),
        ({"votes": True}, {}, AllocationError, "'votes' is of type bool; expected numbers"),
        ({"votes": [0, 1, 0, 1]}, {}, AllocationError, "election 2004: no party has a vote"),
        ({"house": [9, 5, 8, 5]}, {"seats": "house"}, AllocationError, "2004: 'house' is 8 and 9"),
        (
            {"house": pd.array([9, 5, None, 5], dtype="Int64")},
            {"seats": "house"},
            AllocationError,
            "2004: 'house' is <NA> and 9",
        ),
        (
            {"house": pd.array([None, 5, None, 5], dtype="Int64")},
            {"seats": "house"},
            MissingDataError,
            "seats of election 2004 is missing",
        ),
    ],
)
def test_what_is_wrong_is_named(change, call, error, text):
    call = {"by": "year", "seats": 5, "method": "hare", **call}
    with pytest.raises(error, match=text):
        apportion_by(RESULTS.assign(**change), **call)


def test_rules_of_admission_and_least_numbers_as_of_one_election():
    results = panel()
    for rule in (
        {"threshold": admission.share(0.1) | admission.exempt("p1")},
        {"threshold": 0.4, "min_lists": 2},
        {"min_seats": 3},
    ):
        found = apportion_by(results, by=["country", "year"], seats=60, method="hare", **rule)
        for _, group in found.groupby(["country", "year"]):
            votes = group.set_index("party")["votes"]
            if "threshold" in rule and "p1" not in votes and "min_lists" not in rule:
                continue
            assert group["seats"].tolist() == apportion(votes, 60, method="hare", **rule).tolist()
