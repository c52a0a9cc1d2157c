import math
import re
from itertools import combinations
from statistics import mean, pstdev

import pandas as pd
import pytest

from kzelect.errors import AllocationError, KzelectError, LabelError, MissingDataError
from kzelect.measures.turnout import chance_spread, turnout_drop, turnout_rates


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


def electorates(*rows):
    frame = pd.DataFrame(
        [
            ("all districts", "first round", *rows[0]),
            ("run-off districts", "run-off", *rows[1]),
            ("run-off districts", "first round", *rows[2]),
            ("other districts", "first round", *rows[3]),
        ],
        columns=[
            "electorate",
            "ballot",
            "registered",
            "ballots_cast",
            "turnout_low",
            "turnout_high",
        ],
    )
    texts = dict.fromkeys(["electorate", "ballot"], "string[python]")
    return frame.astype(texts | dict.fromkeys(["registered", "ballots_cast"], "Int64"))


def test_the_table_and_its_page_say_the_bounds():
    drop = turnout_drop(table(first_round=(15, 12), second_round=(5, 2)))
    expected = electorates(
        (15, 12, 0.8, 0.8), (5, 2, 0.4, 0.4), (5, None, 0.4, 1.0), (10, None, 0.7, 1.0)
    )
    pd.testing.assert_frame_equal(drop.table(), expected)
    cells = re.findall("<t[hd]>(.*?)</t[hd]>", drop._repr_html_())
    assert cells == [
        *expected.columns,
        *["all districts", "first round", "15", "12", "0.8000", "0.8000"],
        *["run-off districts", "run-off", "5", "2", "0.4000", "0.4000"],
        *["run-off districts", "first round", "5", "&lt;NA&gt;", "0.4000", "1.0000"],
        *["other districts", "first round", "10", "&lt;NA&gt;", "0.7000", "1.0000"],
    ]


def test_rates_are_missing_where_a_part_is():
    before = table(list=(15, 12), first_round=(15, None), second_round=(0, 0))
    before.index = [7, 3, 5]
    copy = before.copy()
    expected = before.reset_index(drop=True)
    expected["turnout_share"] = pd.array([0.8, None, None], dtype="Float64")
    pd.testing.assert_frame_equal(turnout_rates(before), expected)
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
    assert chance_spread(0, drawn=2, districts=5) == 0  # nor is there any where all are alike


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
    with pytest.warns(FutureWarning, match="cast_first_there is now cast_same"):
        assert drop.cast_first_there == drop.cast_same
    assert drop.registered_rest == 60
    pd.testing.assert_frame_equal(
        drop.table(),
        electorates(
            (100, 60, 0.6, 0.6), (42, 21, 0.5, 0.5), (40, 30, 0.75, 0.75), (60, 30, 0.5, 0.5)
        ),
    )


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


def test_the_smallest_electorates_and_samples_are_allowed():
    assert turnout_drop(table(list=(15, 12), second_round=(1, 1))).registered_runoff == 1
    one_voter = by_district(("first_round", "1", 1, 1), ("second_round", "1", 42, 21))
    assert turnout_drop(table(**COUNTRY), districts=one_voter).first_low == 1
    assert chance_spread(3.0, drawn=1, districts=5) == 3.0  # the mean of one is that one
    assert chance_spread(0.5, drawn=1, districts=2) == 0.5


def test_everybody_may_vote():
    drop = turnout_drop(table(list=(15, 15), second_round=(5, 5)))
    assert (drop.share_first, drop.share_runoff, drop.points) == (1, 1, 0)
    districts = by_district(("first_round", "1", 40, 40), ("second_round", "1", 42, 21))
    assert turnout_drop(table(**COUNTRY), districts=districts).first_low == 1


def compared(there):
    """Drop in COUNTRY whose one run-off district had (registered, cast) in the first round."""
    districts = by_district(("first_round", "1", *there), ("second_round", "1", 42, 21))
    return turnout_drop(table(**COUNTRY), districts=districts)


NEEDED = (
    "a turnout drop needs registered voters and ballots cast of the first round (or of "
    "the list ballot of the same day) and of the second round; found for: "
)
FEWER = "run-offs in some districts have fewer registered voters than the whole country; found "


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: turnout_drop(table(list=(15, None))), MissingDataError, NEEDED + "none"),
        (
            lambda: turnout_drop(table(list=(15, 12), first_round=(15, 11))),
            MissingDataError,
            NEEDED + "list, first_round",
        ),
        (
            lambda: turnout_drop(table(second_round=(5, 2))),
            MissingDataError,
            NEEDED + "second_round",
        ),
        (
            lambda: turnout_drop(table(list=(15, None), second_round=(5, 2))),
            MissingDataError,
            NEEDED + "second_round",
        ),
        (
            lambda: turnout_drop(table(list=(15, 12), second_round=(None, 2))),
            MissingDataError,
            NEEDED + "list",
        ),
        (
            lambda: turnout_drop(table(list=(15, 12), second_round=(15, 2))),
            AllocationError,
            FEWER + "15 in the run-offs, 15 in the first round",
        ),
        (
            lambda: turnout_drop(table(list=(15, 12), second_round=(16, 2))),
            AllocationError,
            FEWER + "16 in the run-offs, 15 in the first round",
        ),
        (
            lambda: turnout_drop(table(list=(15, 12), second_round=(0, 0))),
            AllocationError,
            FEWER + "0 in the run-offs, 15 in the first round",
        ),
        (
            lambda: turnout_drop(table(list=(15, 12), second_round=(5, 6))),
            AllocationError,
            "more ballots cast than voters registered: 12 of 15 in the first round, "
            "6 of 5 in the run-offs; expected at most as many",
        ),
        (
            lambda: turnout_drop(table(list=(12, 13), second_round=(5, 2))),
            AllocationError,
            "more ballots cast than voters registered: 13 of 12 in the first round, "
            "2 of 5 in the run-offs; expected at most as many",
        ),
        *(
            (
                lambda there=there: compared(there),
                AllocationError,
                f"the run-off districts have {there[1]} ballots of {there[0]} registered voters "
                "in the first round, the whole country 60 of 100; "
                "expected parts within their totals",
            )
            for there in [(40, 41), (0, 0), (101, 10), (80, 61)]
        ),
        *(
            (
                lambda case=case: chance_spread(case[2], drawn=case[0], districts=case[1]),
                AllocationError,
                "cannot draw {} of {} districts with a spread of {}; expected 1 to all of two or "
                "more districts, and a non-negative spread".format(*case),
            )
            for case in [(0, 5, 1), (6, 5, 1), (1, 1, 1), (2, 5, -1)]
        ),
    ],
)
def test_what_is_refused_is_named(call, error, message):
    with pytest.raises(KzelectError) as refused:
        call()
    assert type(refused.value) is error
    assert str(refused.value) == message


@pytest.mark.parametrize("column", ["ballot", "registered", "ballots_cast"])
def test_an_absent_column_is_named(column):
    table = pd.DataFrame(
        {
            "ballot": ["list", "second_round"],
            "district": [1, 1],
            "registered": [9, 5],
            "ballots_cast": [4, 2],
        }
    )
    with pytest.raises(LabelError, match=f"turnout has no column '{column}'; expected ballot, reg"):
        turnout_drop(table.drop(columns=column))
    with pytest.raises(LabelError, match=f"districts has no column '{column}'; expected ballot, d"):
        turnout_drop(table, districts=table.drop(columns=column))
    with pytest.raises(LabelError, match="turnout has no column 'invalid_votes'; expected ballot"):
        turnout_rates(table)
