import pandas as pd
import pytest

from kzelect.results.districts import (
    COUNTS,
    district_checks,
    nominal_tier,
    round_name,
    turnout_of_districts,
)

TYPES = {
    "round": "Int64",
    "district": "string",
    "candidate": "string",
    "party": "string",
    "votes": "Int64",
    "elected": "boolean",
}

# Two districts decided at once, one in a run-off.
ROWS = [
    (1, "1", "Ann", "a", 60, True),
    (1, "1", "Bob", "b", 40, False),
    (1, "2", "Cid", "a", 30, False),
    (1, "2", "Dan", "b", 45, False),
    (1, "2", "Eve", "c", 25, False),
    (1, "3", "Fay", "a", 51, True),
    (1, "3", "Gus", "b", 49, False),
    (2, "2", "Cid", "a", 55, True),
    (2, "2", "Dan", "b", 40, False),
]


def results(rows=ROWS):
    return pd.DataFrame(rows, columns=list(TYPES)).astype(TYPES)


def changed(row, **values):
    frame = results()
    for column, value in values.items():
        frame.loc[row, column] = value
    return frame


def off(frame):
    """Return the checks that fail: name -> found."""
    return {
        c.name: c.found for c in district_checks(frame) if pd.isna(c.found) or c.found != c.expected
    }


def test_nominal_tier_is_summed_by_round_and_party():
    tier = nominal_tier(results())
    assert list(tier.itertuples(index=False, name=None)) == [
        (1, "a", 141, 2),
        (1, "b", 134, 0),
        (1, "c", 25, 0),
        (2, "a", 55, 1),
        (2, "b", 40, 0),
    ]


def test_a_missing_part_leaves_its_sum_missing_and_no_other():
    tier = nominal_tier(changed(0, votes=pd.NA)).set_index(["round", "party"])
    assert tier["votes"].isna().tolist() == [True, False, False, False, False]
    assert tier["seats"].notna().all()


def test_unmarked_candidates_have_lost_where_somebody_is_marked():
    marks_only = results().assign(
        elected=pd.array([True, None, None, None, None, True, None, True, None], dtype="boolean")
    )
    pd.testing.assert_frame_equal(nominal_tier(marks_only), nominal_tier(results()))
    nobody = marks_only.assign(elected=pd.array([pd.NA] * 9, dtype="boolean"))
    assert nominal_tier(nobody)["seats"].isna().all()


def test_nothing_is_off_where_the_rules_were_kept():
    assert off(results()) == {}
    names = [c.name for c in district_checks(results())]
    assert len(names) == len(set(names))
    assert "votes_short_of_majority:1" in names
    assert "votes_short_of_majority:2" not in names


@pytest.mark.parametrize(
    ("row", "values", "found"),
    [
        (1, {"elected": True}, {"one_winner:1": 2, "votes_ahead_of_winner:1": 20}),
        (0, {"elected": False}, {"one_winner:1": 0}),
        (7, {"votes": 39}, {"votes_ahead_of_winner:2": 1}),
        (0, {"votes": 39}, {"votes_ahead_of_winner:1": 1, "votes_short_of_majority:1": 1}),
        (3, {"votes": 60}, {"majority_before_run_off:2": 5}),
        (4, {"votes": 31}, {"votes_ahead_of_run_off:2": 1}),
        (7, {"candidate": "Zoe"}, {"run_off_newcomers:2": 1}),
        (0, {"votes": pd.NA}, {"votes_ahead_of_winner:1": pd.NA}),
    ],
)
def test_what_is_off_is_found_where_it_is(row, values, found):
    result = off(changed(row, **values))
    for name, number in found.items():
        assert result[name] is number or result[name] == number
    assert {name.split(":")[1] for name in result} == {"2" if row in {3, 4, 7} else "1"}


def test_a_plurality_is_enough_where_there_is_no_run_off():
    one_round = results([*ROWS[:1], (1, "1", "Bob", "b", 50, False), (1, "1", "C", "c", 45, False)])
    assert off(one_round) == {}


def test_turnout_is_summed_where_every_district_is_there():
    turnout = pd.DataFrame(
        {
            "ballot": ["first_round"] * 3 + ["second_round"],
            "district": ["1", "2", "3", "2"],
            "registered": [100, 200, 300, 210],
            "ballots_cast": [50, 60, None, 40],
            "invalid_votes": [None] * 4,
            "valid_votes": [None] * 4,
        }
    ).astype({"ballot": "string", "district": "string", "ballots_cast": "Int64"})
    summed = turnout_of_districts(turnout, results()).set_index("ballot")
    assert summed["registered"].tolist() == [600, 210]
    assert summed["ballots_cast"].tolist() == [pd.NA, 40]
    without_one = turnout_of_districts(turnout.drop(index=0), results()).set_index("ballot")
    assert without_one["registered"].tolist() == [pd.NA, 210]


def test_a_third_round_given_by_hand_is_checked_like_the_others():
    third = [(3, "2", "Cid", "a", 50, True), (3, "2", "Dan", "b", 60, False)]
    rows = [(*row[:5], False) if row[0] == 2 else row for row in ROWS] + third
    assert off(results(rows)) == {"votes_ahead_of_winner:2": 10}
    assert round_name(3) == "3"
    turnout = pd.DataFrame({"ballot": "3", "district": ["2"], **dict.fromkeys(COUNTS, 100)})
    assert turnout_of_districts(turnout, results(rows))["registered"].tolist() == [100]
