"""Seats for every election of a long table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

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
    found = apportion_by(results, ["country", "year"], seats=60, method=method, threshold=0.04)
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
    found = apportion_by(results, "key", seats=10, method="hare")
    assert found["seats"].tolist() == [6, 1, 4, 9]


def test_row_order_index_and_input_stay():
    results = panel().set_axis(range(100, 100 + len(panel())), axis=0)
    before = results.copy()
    found = apportion_by(results, ["country", "year"], seats=30, method="dhondt")
    pd.testing.assert_frame_equal(results, before)
    assert found.index.equals(results.index)


@pytest.mark.parametrize("dtype", ["Int64", "float64", "Float64"])
def test_seats_are_nullable_as_votes_are(dtype):
    results = panel(8).astype({"votes": dtype})
    found = apportion_by(results, ["country", "year"], seats=9, method="dhondt")
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
    found = apportion_by(RESULTS, "year", seats=seats, method="hare")
    assert found["seats"].tolist() == [93, 3, 7, 2]


def test_one_threshold_base_an_election():
    rule = {"seats": "house", "method": "hare", "threshold": 0.07}
    assert apportion_by(RESULTS, "year", **rule)["seats"].tolist() == [93, 3, 7, 2]
    found = apportion_by(RESULTS, "year", threshold_base="cast", **rule)
    assert found["seats"].tolist() == [100, 3, 0, 2]


def test_thresholds_by_party():
    own = {"A": 0.05, "B": 0.1, "C": 0.5}
    found = apportion_by(RESULTS, "year", seats=10, method="hare", threshold=own)
    assert found["seats"].tolist() == [10, 10, 0, 0]


def test_ties_name_parties_and_elections_and_an_order_decides_them():
    results = RESULTS.assign(votes=[5, 60, 5, 40])
    with pytest.raises(TieError, match="election 2004: 2 parties tie for 1 seat: A, B") as caught:
        apportion_by(results, "year", seats=1, method="dhondt")
    assert (caught.value.parties, caught.value.rows) == (("A", "B"), (2004,))
    order = ["B", "C", "A"]
    found = apportion_by(results, "year", seats=1, method="dhondt", ties=order)
    assert found["seats"].tolist() == [0, 1, 1, 0]
    lot = np.random.default_rng(1)
    assert apportion_by(results, "year", seats=1, method="dhondt", ties=lot)["seats"].sum() == 2


def test_a_tie_under_thresholds_by_party_is_named_too():
    results = RESULTS.assign(votes=[5, 60, 5, 40])
    with pytest.raises(TieError, match="election 2004: 2 parties tie for 1 seat: A, B"):
        apportion_by(results, "year", seats=1, method="dhondt", threshold=dict.fromkeys("ABC", 0))


def test_a_table_without_rows_stays_so():
    found = apportion_by(RESULTS.iloc[:0], "year", seats=5, method="hare")
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
        ({"year": [2004, None, 2004, 1]}, {}, MissingDataError, "row 1: 'year' is missing"),
        ({"party": ["A", "B", None, "C"]}, {}, MissingDataError, "row 2: 'party' is missing"),
        ({"votes": [1, 2, 3, None]}, {}, MissingDataError, "row 3: 'votes' is missing"),
        ({"votes": [1, -2, 3, 4]}, {}, AllocationError, "row 1: votes is -2"),
        ({"votes": [1, 2.5, 3, 4]}, {}, AllocationError, "row 1: votes is 2.5"),
        ({"votes": ["1", "2", "3", "4"]}, {}, AllocationError, "row 0: votes is '1'"),
        ({"votes": True}, {}, AllocationError, "row 0: votes is True"),
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
        apportion_by(RESULTS.assign(**change), call.pop("by"), **call)
