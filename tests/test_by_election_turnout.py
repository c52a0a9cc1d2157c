"""Turnout over many elections, districts or polling stations."""

import numpy as np
import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import KzelectError, LabelError
from kzelect.measures.by_election import turnout_by

STATIONS = pd.DataFrame(
    {
        "year": [2007, 2004, 2007, 2004, 2004],
        "district": ["a", "b", "a", "b", "c"],
        "registered": pd.array([1000, 800, 600, 200, 500], dtype="Int64"),
        "ballots_cast": pd.array([700, 400, 100, 100, None], dtype="Int64"),
        "valid_votes": pd.array([690, 390, 90, None, 410], dtype="Int64"),
        "invalid_votes": pd.array([10, 10, 10, 0, 5], dtype="Int64"),
    }
)


def test_rates_on_their_bases_in_the_order_of_first_appearance():
    found = turnout_by(STATIONS, by=["year", "district"])
    expected = pd.DataFrame(
        {
            "year": [2007, 2004, 2004],
            "district": ["a", "b", "c"],
            "rows": pd.array([2, 2, 1], dtype="Int64"),
            "rows_missing": pd.array([0, 1, 1], dtype="Int64"),
            "registered": pd.array([1600, 1000, 500], dtype="Int64"),
            "ballots_cast": pd.array([800, 500, None], dtype="Int64"),
            "valid_votes": pd.array([780, None, 410], dtype="Int64"),
            "invalid_votes": pd.array([20, 10, 5], dtype="Int64"),
            "turnout_share": pd.array([0.5, 0.5, None], dtype="Float64"),
            "valid_registered_share": pd.array([0.4875, None, 0.82], dtype="Float64"),
            "invalid_cast_share": pd.array([0.025, 0.02, None], dtype="Float64"),
        }
    )
    pd.testing.assert_frame_equal(found, expected)


def test_rates_of_what_ships_are_those_published_for_2004():
    found = turnout_by(kz.table("turnout"), by=["election", "ballot"])
    rates = found.set_index(["election", "ballot"])["turnout_share"]
    assert round(100 * rates[2004, "list"], 2) == 56.49
    assert rates[[1994, 1995]].isna().all()


def test_other_names_and_fewer_columns():
    renamed = STATIONS.rename(columns={"registered": "electors", "ballots_cast": "votes_in_box"})
    found = turnout_by(
        renamed,
        by="year",
        registered="electors",
        ballots_cast="votes_in_box",
        valid_votes=None,
        invalid_votes="invalid_votes",
    )
    assert list(found) == [
        "year",
        "rows",
        "rows_missing",
        "registered",
        "ballots_cast",
        "invalid_votes",
        "turnout_share",
        "invalid_cast_share",
    ]
    assert found["registered"].tolist() == [1600, 1500]


@pytest.mark.parametrize("dtype", ["float64", "Float64", "int64", "uint64", "UInt32", "Int16"])
def test_counts_of_any_numeric_type_are_whole(dtype):
    typed = STATIONS.iloc[:3].astype({"registered": dtype, "ballots_cast": dtype})
    found = turnout_by(typed, by="year")
    assert found["registered"].dtype == "Int64"
    assert found["registered"].tolist() == [1600, 800]


def test_nobody_registered_and_more_ballots_than_voters():
    edge = STATIONS.iloc[:2].assign(registered=[0, 100], ballots_cast=[0, 150])
    found = turnout_by(edge, by="year")
    assert found["turnout_share"].isna().tolist() == [True, False]
    assert found["turnout_share"].iloc[1] == 1.5


@pytest.mark.parametrize(
    "keys",
    [
        pd.Categorical(["b", "a", "b", "a", "a"], categories=["a", "b", "unused"]),
        pd.to_datetime(["2007-08-18", "2004-09-19", "2007-08-18", "2004-09-19", "2004-09-19"]),
        [(1, 2), (3, 4), (1, 2), (3, 4), (3, 4)],
    ],
)
def test_a_key_may_be_of_any_type(keys):
    found = turnout_by(STATIONS.assign(key=keys), by="key")
    assert found["rows"].tolist() == [2, 3]
    assert found["key"].tolist() == [keys[0], keys[1]]


@pytest.mark.parametrize("second", [2**62, 2**63 - 1])
def test_totals_that_no_integer_of_64_bits_holds_are_refused(second):
    results = pd.DataFrame(
        {"key": [7, 8, 8], "registered": [2**62, 2**62, second], "ballots_cast": [1, 1, 1]}
    )
    counts = {"valid_votes": None, "invalid_votes": None}
    with pytest.raises(KzelectError, match="registered of 8 add up to"):
        turnout_by(results, by="key", **counts)
    assert turnout_by(results[:2], by="key", **counts)["registered"].tolist() == [2**62] * 2


def test_turnout_needs_voters_and_ballots():
    with pytest.raises(LabelError, match="registered is None; expected a column"):
        turnout_by(STATIONS, by="year", registered=None)


def test_no_rows_give_no_rows():
    found = turnout_by(STATIONS.iloc[:0], by="year")
    assert found.empty
    assert found.dtypes.equals(turnout_by(STATIONS, by="year").dtypes)


def test_input_stays():
    before = STATIONS.copy()
    turnout_by(STATIONS, by="year")
    pd.testing.assert_frame_equal(STATIONS, before)


@pytest.mark.parametrize(
    ("change", "call", "error", "text"),
    [
        ({}, {"by": "region"}, LabelError, "no column 'region'; expected one"),
        ({}, {"by": []}, LabelError, "by names no column"),
        ({}, {"registered": "electors"}, LabelError, "no column 'electors'"),
        ({}, {"by": "registered"}, LabelError, "are not all different"),
        ({"rows": 1}, {"by": "rows"}, LabelError, "'rows' is also the name of a result"),
        ({"year": [1, 2, None, 2, 1]}, {}, LabelError, "key 'year' of row 2 is missing"),
        ({"registered": [1, 2, -3, 4, 5]}, {}, KzelectError, "registered of row 2 are -3"),
        ({"registered": [1, 2.5, 3, 4, 5]}, {}, KzelectError, "row 1 are 2.5; expected a non-neg"),
        ({"registered": [1, np.inf, 3, 4, 5]}, {}, KzelectError, "row 1 are inf"),
        (
            {"registered": np.array([1, 2, 3, 2**63, 5], dtype="uint64")},
            {},
            KzelectError,
            "row 3 are 9223372036854775808",
        ),
        ({"registered": "many"}, {}, KzelectError, "column 'registered' is of type"),
        ({"registered": True}, {}, KzelectError, "column 'registered' is of type bool"),
    ],
)
def test_what_is_wrong_is_named(change, call, error, text):
    with pytest.raises(error, match=text):
        turnout_by(STATIONS.assign(**change), **{"by": "year"} | call)
