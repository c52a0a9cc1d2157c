import math
from itertools import combinations
from statistics import mean, pstdev

import pandas as pd
import pytest

from kzelect.errors import AllocationError, MissingDataError
from kzelect.turnout import chance_spread, turnout_drop, turnout_rates


def table(**ballots):
    """Build a turnout table from ballot=(registered, cast)."""
    frame = pd.DataFrame(
        [(b, r, c, None, None) for b, (r, c) in ballots.items()],
        columns=["ballot", "registered", "ballots_cast", "invalid_votes", "valid_votes"],
    )
    counts = dict.fromkeys(frame.columns[1:], "Int64")
    return frame.astype({"ballot": "string"} | counts)


def test_2004_as_published(e2004):
    drop = e2004.turnout_drop()
    assert drop.first_ballot == "list"
    assert round(100 * drop.share_first, 2) == 56.49
    assert round(100 * drop.share_runoff, 2) == 45.21
    assert round(drop.points, 2) == 11.28
    assert (drop.first_low, drop.first_high) == (0, 1)
    assert round(100 * drop.no_drop_rest, 2) == 61.78
    assert round(drop.no_drop_gap_points, 1) == 16.6
    assert drop.registered_rest == 8_662_188 - 2_766_465


def test_bounds_are_reached_and_not_passed():
    """Every way to spread 12 ballots over two areas of 10 and 5 voters lies in the bounds."""
    drop = turnout_drop(table(first_round=(15, 12), second_round=(5, 2)))
    possible = [(cast, 12 - cast) for cast in range(6) if 12 - cast <= 10]
    assert drop.first_low == min(c for c, _ in possible) / 5
    assert drop.first_high == max(c for c, _ in possible) / 5
    assert drop.rest_low == min(r for _, r in possible) / 10
    assert drop.rest_high == max(r for _, r in possible) / 10
    for in_runoff, elsewhere in possible:
        assert drop.rest_if(in_runoff / 5) == pytest.approx(elsewhere / 10)


def test_bounds_narrow_where_few_voted():
    drop = turnout_drop(table(first_round=(100, 10), second_round=(50, 20)))
    assert (drop.first_low, drop.first_high) == (0, 0.2)
    assert (drop.rest_low, drop.rest_high) == (0, 0.2)
    assert drop.no_drop_rest < 0  # more voted in the run-off than can have voted before


def test_first_round_ballots_are_preferred_to_list_ballots():
    drop = turnout_drop(table(list=(15, 9), first_round=(15, 12), second_round=(5, 2)))
    assert (drop.first_ballot, drop.cast_first) == ("first_round", 12)


def test_table_of_electorates(e2004):
    table = e2004.turnout_drop().table()
    assert table["registered"].tolist() == [8_662_188, 2_766_465, 2_766_465, 5_895_723]
    assert table["ballots_cast"].isna().tolist() == [False, False, True, True]
    assert (table["turnout_low"] <= table["turnout_high"]).all()
    assert "run-off districts" in e2004.turnout_drop()._repr_html_()


@pytest.mark.parametrize(
    "ballots",
    [
        {"list": (15, 12)},
        {"second_round": (5, 2)},
        {"list": (15, None), "second_round": (5, 2)},
        {"list": (15, 12), "second_round": (None, 2)},
    ],
)
def test_missing_figures_are_named(ballots):
    with pytest.raises(MissingDataError, match="found for"):
        turnout_drop(table(**ballots))


@pytest.mark.parametrize("runoff", [(15, 2), (16, 2), (0, 0), (5, 6)])
def test_impossible_electorates_are_refused(runoff):
    with pytest.raises(AllocationError):
        turnout_drop(table(list=(15, 12), second_round=runoff))


def test_more_ballots_than_voters_are_refused():
    with pytest.raises(AllocationError, match="13 of 12"):
        turnout_drop(table(list=(12, 13), second_round=(5, 2)))


def test_rates_are_missing_where_a_part_is():
    before = table(list=(15, 12), first_round=(15, None), second_round=(0, 0))
    copy = before.copy()
    rates = turnout_rates(before)
    assert rates["turnout_share"][0] == 0.8
    assert rates["turnout_share"].isna().tolist() == [False, True, True]
    pd.testing.assert_frame_equal(before, copy)


def test_chance_spread_is_that_of_all_samples():
    """Drawn without replacement: compare with every possible sample of a small population."""
    population, drawn = [3.0, 5.0, 6.0, 8.0, 13.0, 40.0], 2
    means = [mean(sample) for sample in combinations(population, drawn)]
    expected = pstdev(means)
    found = chance_spread(pstdev(population), drawn=drawn, districts=len(population))
    assert math.isclose(found, expected)


def test_chance_spread_of_all_districts_is_none():
    assert chance_spread(10, drawn=67, districts=67) == 0


@pytest.mark.parametrize(
    ("spread", "drawn", "districts"), [(1, 0, 5), (1, 6, 5), (1, 1, 1), (-1, 2, 5)]
)
def test_chance_spread_refuses_what_cannot_be_drawn(spread, drawn, districts):
    with pytest.raises(AllocationError):
        chance_spread(spread, drawn=drawn, districts=districts)


def by_district(*rows):
    frame = pd.DataFrame(rows, columns=["ballot", "district", "registered", "ballots_cast"])
    return frame.astype({"registered": "Int64", "ballots_cast": "Int64"})


COUNTRY = {"first_round": (100, 60), "second_round": (42, 21)}


def test_the_same_districts_are_compared_where_they_are_known():
    districts = by_district(
        ("first_round", "1", 40, 30), ("first_round", "2", 60, 30), ("second_round", "1", 42, 21)
    )
    drop = turnout_drop(table(**COUNTRY), districts=districts)
    assert drop.first_low == drop.first_high == 0.75
    assert drop.rest_low == drop.rest_high == 0.5
    assert drop.same_districts_points == 25
    assert drop.registered_rest == 60
    electorates = drop.table()
    assert electorates["ballots_cast"].tolist() == [60, 21, 30, 30]
    assert electorates["registered"].tolist() == [100, 42, 40, 60]
    assert (electorates["turnout_low"] == electorates["turnout_high"]).all()


@pytest.mark.parametrize(
    "districts",
    [
        None,
        by_district(("second_round", "1", 42, 21)),
        by_district(("first_round", "1", 40, None), ("second_round", "1", 42, 21)),
        by_district(("first_round", "1", 40, 30)),
    ],
)
def test_without_the_first_round_of_each_district_there_are_bounds(districts):
    drop = turnout_drop(table(**COUNTRY), districts=districts)
    assert drop == turnout_drop(table(**COUNTRY))
    assert drop.same_districts_points is None
    assert drop.first_low < drop.first_high


def test_run_offs_in_every_district_leave_no_rest():
    districts = by_district(("first_round", "1", 100, 60), ("second_round", "1", 101, 50))
    drop = turnout_drop(table(first_round=(100, 60), second_round=(101, 50)), districts=districts)
    assert drop.first_low == 0.6
    assert math.isnan(drop.rest_low)
    assert math.isnan(drop.no_drop_rest)


@pytest.mark.parametrize("there", [(40, 41), (0, 0), (101, 10), (80, 61)])
def test_run_off_districts_beyond_the_country_are_refused(there):
    districts = by_district(("first_round", "1", *there), ("second_round", "1", 42, 21))
    with pytest.raises(AllocationError):
        turnout_drop(table(**COUNTRY), districts=districts)


def test_the_smallest_electorates_and_samples_are_allowed():
    assert turnout_drop(table(list=(15, 12), second_round=(1, 1))).registered_runoff == 1
    assert chance_spread(3.0, drawn=1, districts=5) == 3.0  # the mean of one is that one
    assert chance_spread(3.0, drawn=1, districts=2) == 3.0


def test_what_was_published_is_listed():
    with pytest.raises(MissingDataError, match="found for: none"):
        turnout_drop(table(list=(15, None)))
    with pytest.raises(MissingDataError, match="found for: list"):
        turnout_drop(table(list=(15, 12)))
