import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kzelect as kz
from kzelect import Election

LISTS = {"party": ["A", "B", "Against all"], "votes": [600, 300, 100], "seats": [6, 4, None]}


def election(lists=LISTS, **rest):
    return Election.from_frames(proportional=pd.DataFrame(lists), **rest)


def problems(**frames):
    with pytest.raises(kz.DataError) as error:
        Election.from_frames(**frames)
    return [(p.file, p.row, p.column, p.expected) for p in error.value.problems]


def worked_out(e):
    rows = e.import_report.query("read_as == 'derived'")
    return {(r.file, r.column) for r in rows.itertuples()}


def test_the_smallest_is_party_and_votes():
    e = election({"party": ["A", "B"], "votes": [3, 1]})
    assert e.year is None
    assert e.name == "Election"
    assert e.proportional["vote_share"].tolist() == [0.75, 0.25]
    assert e.seats["total"].isna().all()
    assert e.majority().isna().all()
    assert set(e.check()["status"]) <= {"ok", "not published"}
    assert repr(e).splitlines()[2].split() == ["A", "3", "75.00"]
    with pytest.raises(kz.KzelectError):
        e.turnout_drop()


def test_every_table_of_an_election_is_there_and_typed_like_the_shipped(e2004):
    built = election()
    for name, table in e2004.published.items():
        assert built.table(name).dtypes.to_dict() == table.dtypes.to_dict(), name


def test_missing_stays_missing():
    e = election({"party": ["A", "B"], "votes": [3, None], "seats": [None, 2]})
    assert e.proportional["vote_share"].isna().all()
    assert e.seats["total"].tolist() == [pd.NA, 2]


def test_seats_are_the_list_seats_where_no_other_tier_is_stated():
    e = election()
    assert e.seats[["party", "total"]].to_dict("list") == {"party": ["A", "B"], "total": [6, 4]}
    (row,) = e.import_report.query("column == 'seats_total'").itertuples()
    assert "seats_district is not stated" in row.rule
    assert election(seats_district=0).seats["total"].tolist() == [6, 4]
    assert election(seats_district=5).seats["total"].isna().all()


def test_contenders_get_a_kind_a_short_name_and_a_colour():
    names = [f"The very long name of party {i}" for i in range(20)] + ["Independents"]
    parties = election({"party": names, "votes": range(21)}).parties
    assert parties["short_name"].is_unique
    assert parties["short_name"].str.len().max() <= 18
    assert parties["colour"].is_unique
    assert parties["colour"].str.fullmatch("#[0-9A-F]{6}").all()
    assert parties["contender_type"].tolist() == ["party"] * 20 + ["independents"]


def test_what_is_said_of_parties_is_kept():
    described = pd.DataFrame(
        {"party": ["B", "A"], "name_en": ["Beta", None], "colour": ["#0072B2", None]}
    )
    parties = election(parties=described).parties.set_index("party")
    assert parties.loc["B", ["name_en", "colour"]].tolist() == ["Beta", "#0072B2"]
    assert parties.loc["A", "name_en"] == "A"
    assert parties.loc["A", "colour"] != "#0072B2"
    assert election(parties=described).proportional["party_name"].tolist()[1] == "Beta"


def test_names_stand_in_for_labels():
    e = Election.from_frames(
        proportional=pd.DataFrame({"party_name": ["A"], "votes": [1]}),
        parties=pd.DataFrame({"party_name": ["A"], "colour": ["#000000"]}),
    )
    assert e.parties[["party", "name_en", "colour"]].iloc[0].tolist() == ["A", "A", "#000000"]


def test_independents_hold_no_majority_whatever_they_are_called():
    e = election({"party": ["Independent candidates", "A"], "votes": [9, 1], "seats": [9, 1]})
    assert not e.majority()["is_held"]
    assert e.majority()["needed"] == 6


def test_rounds_are_summed_by_party():
    rounds = pd.DataFrame(
        {"round": [1, 1, 2], "party": ["A", "C", "A"], "votes": [50, 40, 45], "seats": [1, 2, 3]}
    )
    seats = election(majoritarian=rounds).seats
    assert seats["party"].tolist() == ["A", "B", "C"]
    assert seats["district"].tolist() == [4, pd.NA, 2]
    assert seats["total"].tolist() == [10, 4, 2]
    assert election(majoritarian=rounds.drop(columns="round").iloc[:2]).majoritarian[
        "round"
    ].tolist() == [1, 1]


def test_seat_totals_that_are_given_are_not_worked_out_again():
    given_totals = pd.DataFrame({"party": ["A", "B"], "seats_total": [7, 4], "+/–": ["New", "-1"]})
    e = election(seat_totals=given_totals)
    assert e.seats["total"].tolist() == [7, 4]
    assert e.seats["list"].tolist() == [6, 4]
    assert e.seats["change_as_published"].tolist() == ["New", "-1"]
    checks = e.check().set_index("name")
    assert checks.loc["seats_by_tier:A", "status"] == "differs"


def test_facts_come_before_the_table_and_that_is_said():
    facts = pd.DataFrame({"year": [2001], "name": ["Old"], "seats_list": [10]})
    e = election(tables={"elections": facts}, name="New")
    assert (e.year, e.name, e.facts["seats_list"]) == (2001, "New", 10)
    assert ("elections", "name") in worked_out(e)


def test_the_year_follows_from_the_date():
    e = election(date_first_round="2001-05-06")
    assert (e.year, e.name) == (2001, "Election 2001")
    assert e.table("proportional")["election"].tolist() == [2001] * 3


def test_turnout_without_a_ballot_is_of_the_list_if_it_is_one_row():
    e = election(turnout=pd.DataFrame({"registered": [2000], "ballots_cast": [1050]}))
    assert e.turnout["ballot"].tolist() == ["list"]
    assert ("turnout", "ballot") in worked_out(e)


def test_rows_below_the_list_join_the_turnout():
    lists = pd.DataFrame({"party": ["A", "Valid votes"], "votes": [5, 5]})
    rounds = pd.DataFrame({"ballot": ["second round"], "registered": [9]})
    e = Election.from_frames(proportional=lists, turnout=rounds)
    assert e.turnout["ballot"].tolist() == ["second_round", "list"]
    assert e.turnout["valid_votes"].tolist() == [pd.NA, 5]
    assert problems(
        proportional=lists, turnout=pd.DataFrame({"ballot": ["list"], "registered": [9]})
    )[0][3].startswith("the list ballot in one place")


CANDIDATES = pd.DataFrame(
    {
        "district": ["1", "1", "2", "2"],
        "candidate": list("klmn"),
        "party": ["A", "B", "A", "B"],
        "votes": [60, 40, 10, 20],
        "elected": ["x", None, None, "x"],
    }
)
BY_DISTRICT = pd.DataFrame(
    {
        "round": [1, 1, 2],
        "district": ["1", "2", "2"],
        "registered": [200, 100, 110],
        "ballots_cast": [101, 30, 22],
    }
)


def test_the_nominal_tier_and_turnout_follow_from_districts():
    e = election(districts=CANDIDATES, turnout=BY_DISTRICT)
    assert e.majoritarian[["party", "votes", "seats"]].to_dict("list") == {
        "party": ["A", "B"],
        "votes": [70, 60],
        "seats": [1, 1],
    }
    assert e.turnout["ballots_cast"].tolist() == [131, 22]
    assert {("majoritarian", "round"), ("majoritarian", "votes, seats")} & worked_out(e)
    checks = e.check().set_index("name")["status"]
    assert checks[["one_winner:1", "district_votes:first_round:A"]].tolist() == ["ok", "ok"]


def test_the_drop_is_that_of_the_same_districts():
    drop = election(districts=CANDIDATES, turnout=BY_DISTRICT).turnout_drop()
    assert drop.same_districts_points == pytest.approx(100 * (30 / 100 - 22 / 110))
    assert drop.first_low == drop.first_high == 0.3


def test_published_turnout_stays_beside_that_of_the_districts():
    both = pd.concat(
        [BY_DISTRICT, pd.DataFrame({"round": [1], "registered": [301], "ballots_cast": [131]})]
    )
    e = Election.from_frames(districts=CANDIDATES, turnout=both.iloc[:3])
    assert e.turnout["registered"].tolist() == [300, 110]
    e = Election.from_frames(
        districts=CANDIDATES,
        turnout=pd.DataFrame({"ballot": ["first_round"], "registered": [301]}),
        tables={"district_turnout": BY_DISTRICT},
    )
    checks = e.check().set_index("name")
    assert checks.loc["district_registered:first_round", ["expected", "found"]].tolist() == [
        300,
        301,
    ]


def test_a_nominal_tier_beside_its_districts_is_compared_with_them():
    tier = pd.DataFrame({"party": ["A", "B"], "votes": [70, 61], "seats": [1, 1]})
    e = election(districts=CANDIDATES.assign(party=["A", "B", "A", None]), majoritarian=tier)
    assert not e.check()["name"].str.startswith("district_votes").any()
    e = election(districts=CANDIDATES, majoritarian=tier)
    assert e.check().set_index("name").loc["district_votes:first_round:B", "status"] == "differs"


@pytest.mark.parametrize(
    ("frames", "problem"),
    [
        ({}, ("proportional", None, None, "at least one party and its votes")),
        (
            {"proportional": pd.DataFrame({"party": ["A", None], "votes": [1, 2]})},
            ("proportional", 3, "party", "party in every row"),
        ),
        (
            {"proportional": pd.DataFrame({"party": ["A", "A "], "votes": [1, 2]})},
            ("proportional", 3, "party", "one row with this key"),
        ),
        (
            {"proportional": pd.DataFrame({"party": ["A", "B"], "votes": 1, "order": [1, None]})},
            ("proportional", 3, "order", "order in every row"),
        ),
        (
            {"proportional": pd.DataFrame({"votes": [1]})},
            ("proportional", None, None, "a header with (party or party_name) and (votes or"),
        ),
        (
            {"districts": CANDIDATES.drop(columns="party")},
            ("district_results", 2, "party", "the party of every candidate"),
        ),
        (
            {"tables": {"elections": pd.DataFrame({"name": ["a", "b"]})}},
            ("elections", 3, None, "one row"),
        ),
        (
            {
                "proportional": pd.DataFrame(
                    {"party": "AB", "year": [1, 2], "votes": 1}, index=[0, 1]
                )
            },
            ("proportional", None, "election", "rows of one election"),
        ),
        (
            {"turnout": pd.DataFrame({"registered": [1, 2]})},
            ("turnout", 2, "ballot", "ballot in every row"),
        ),
        (
            {"tables": {"previous": pd.DataFrame({"party": ["A"], "seats_total": [1]})}},
            ("previous", None, "election", "the year of one earlier election"),
        ),
    ],
)
def test_problems_are_named(frames, problem):
    *place, expected = problem
    found = problems(**frames)
    assert any(f[:3] == tuple(place) and f[3].startswith(expected) for f in found)


def test_cells_and_keys_are_refused_together():
    found = problems(proportional=pd.DataFrame({"party": ["A", "A"], "votes": ["many", 1]}))
    assert [f[1:3] for f in found] == [(2, "votes"), (3, "party")]


def test_changes_are_worked_out_from_an_election_before():
    before = pd.DataFrame({"year": [1999, 1999], "party": ["A", "B"], "seats_total": [4, 5]})
    e = election(year=2003, tables={"previous": before})
    assert e.seats["change"].tolist() == [2, -1]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), st.none() | st.integers(0, 500)), min_size=1, max_size=6
    )
)
def test_totals_are_those_of_the_rows_or_missing(rows):
    lists = pd.DataFrame(rows, columns=["votes", "seats"]).assign(party=list("ABCDEF")[: len(rows)])
    won = sum(count or 0 for _, count in rows)
    seats = election(lists, seats_list=won).seats
    assert seats["total"].tolist() == lists["seats"].astype("Int64").tolist()


def test_what_holds_of_our_own_elections_only_is_not_asked_of_others():
    turnout = pd.DataFrame({"ballot": ["list"], "registered": [0], "ballots_cast": [0]})
    votes = pd.DataFrame({"party": ["A"], "votes": [0], "seats": [0]})
    e = kz.Election.from_frames(
        proportional=votes, turnout=turnout, year=1848, allocation_rule="D'Hondt", majority=0
    )
    assert e.turnout["registered"].tolist() == [0]
    assert e.facts[["allocation_rule", "majority", "election"]].tolist() == ["D'Hondt", 0, 1848]
