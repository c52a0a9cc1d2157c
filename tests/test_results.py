import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import LabelError, MissingDataError
from kzelect.results import tiers as results


def test_seats_of_2004_by_tier(e2004):
    seats = e2004.seats
    assert seats["party"].tolist()[:4] == ["otan", "aq_jol", "asar", "aist"]
    assert seats["total"].tolist() == [42, 1, 4, 11, 0, 0, 0, 1, 0, 0, 18]
    assert seats["list"].tolist()[:4] == [7, 1, 1, 1]
    assert seats["first_round"].sum(), seats["second_round"].sum() == (45, 22)
    assert seats["seat_share"].sum() == pytest.approx(1)
    independents = seats.set_index("party").loc["independents"]
    assert independents["list"] is pd.NA  # they cannot stand on a list: not 0
    assert (independents["first_round"], independents["second_round"]) == (8, 10)


def test_published_and_derived_change_stand_side_by_side(e2004):
    seats = e2004.seats.set_index("party")
    assert seats.loc["otan", ["change_as_published", "change"]].tolist() == ["21", 19]
    assert seats.loc["aist", ["change_as_published", "change"]].tolist() == ["–5", -5]
    assert seats.loc["asar", "change_as_published"] == "New"
    assert seats.loc["asar", "change"] is pd.NA


def test_printed_change_column_sums_to_zero_with_19(e2004):
    """+19 for Otan, 6 seats of new lists, less 12 seats of 1999 lists that are absent in 2004."""
    seats = e2004.seats
    new = seats.loc[seats["change_as_published"] == "New", "total"].sum()
    before = kz.load(1999).seats
    heirs = {"otan", "cpk", "agrarian", "civic", "rukhaniyat", "independents"}
    gone = before.loc[~before["party"].isin(heirs), "total"].sum()
    assert (new, gone) == (6, 12)
    assert seats["change"].sum() + new - gone == 0


LINEAGE = pd.DataFrame(
    [
        ("a", "bloc", "bloc_member", 2004),
        ("b", "bloc", "bloc_member", 2004),
        ("bloc", "heir", "merged", 2006),
        ("c", "splinter", "split", 2004),
        ("old", "heir", "merged", 1999),
    ],
    columns=["party", "successor", "relation", "year"],
)


def seats_of(**seats):
    frame = pd.DataFrame({"party": list(seats), "seats_total": list(seats.values())})
    return frame.astype({"seats_total": "Int64"})


@pytest.mark.parametrize(
    ("now", "before", "since", "until", "change"),
    [
        ({"bloc": 11}, {"a": 3, "b": 13}, 1999, 2004, [-5]),
        ({"heir": 20}, {"a": 3, "b": 13, "heir": 1}, 1999, 2007, [3]),
        ({"heir": 20}, {"old": 5}, 1999, 2007, [pd.NA]),  # joined before the last election
        ({"splinter": 2}, {"c": 4}, 1999, 2004, [pd.NA]),  # a split takes no seats along
        ({"bloc": 11}, {"a": 3, "b": None}, 1999, 2004, [pd.NA]),
        ({"c": None, "d": 1}, {"c": 4, "d": 0}, 1999, 2004, [pd.NA, 1]),
    ],
)
def test_changes_follow_the_lineage(now, before, since, until, change):
    found = results.seat_changes(
        seats_of(**now), seats_of(**before), lineage=LINEAGE, since=since, until=until
    )
    assert found.tolist() == change


def test_seats_by_membership_2004(e2004):
    seats = e2004.seats_by("membership").set_index("party")
    totals = seats.loc[seats["total"] > 0, "total"].to_dict()
    assert totals == {
        "otan": 53,
        "aq_jol": 2,
        "asar": 4,
        "aist": 14,
        "adilet": 1,
        "independents": 3,
    }
    assert seats.loc["otan", "district"] == 46
    assert seats.loc["otan", "first_round"] is pd.NA  # in which round they won is not published
    assert seats.loc["asar", "first_round"] == 2
    assert seats["seat_share"].sum() == pytest.approx(1)


def test_membership_that_was_not_published_is_said(e2004):
    with pytest.raises(MissingDataError, match="membership"):
        kz.load(1999).seats_by("membership")
    with pytest.raises(LabelError, match="'nomination' or 'membership', found 'party'"):
        e2004.seats_by("party")


def test_results_table_of_2004_reads_like_the_published_one(e2004):
    table = e2004.results().set_index("Party")
    assert table.columns.tolist() == [
        "List votes",
        "%",
        "List seats",
        "First round",
        "Second round",
        "Total",
        "+/–",
    ]
    assert table.loc["Otan"].tolist() == ["2,883,706", "60.61", "7", "26", "9", "42", "21"]
    assert table.loc["Independents"].tolist() == ["", "", "", "8", "10", "18", "–5"]
    assert table.loc["Total"].tolist() == ["4,757,773", "", "10", "45", "22", "77", ""]
    assert table.loc["Ballots cast"].tolist()[:5] == ["4,893,204", "", "", "", "1,250,675"]
    assert table.loc["Turnout, %"].tolist()[:5] == ["56.49", "", "", "", "45.21"]


def test_results_table_keeps_against_all_and_district_seats_without_rounds():
    table = kz.load(1999).results().set_index("Party")
    assert "Districts" in table.columns
    assert "First round" not in table.columns
    assert table.loc["Against all", "List votes"] == "373,440"
    assert table.loc["Against all", "Total"] == ""
    assert table.loc["Total", "Districts"] == "67"


def test_missing_votes_are_shown_as_missing(e2004):
    proportional = e2004.proportional
    proportional.loc[2, ["votes", "vote_share"]] = pd.NA
    table = results.results_table(
        results.seats_by_tier(e2004.table("seat_totals"), e2004.table("majoritarian")),
        proportional=proportional,
        majoritarian=e2004.table("majoritarian"),
        turnout=e2004.turnout,
    ).set_index("Party")
    assert table.loc["Asar", ["List votes", "%"]].tolist() == ["–", "–"]
    assert table.loc["Total", "List votes"] == "–"


def test_vote_shares_rest_on_the_published_valid_votes():
    proportional = pd.DataFrame(
        {"party": ["a", "b"], "party_name": ["A", "B"], "votes": [30, None], "seats": [1, 0]}
    ).astype({"votes": "Int64", "seats": "Int64"})
    turnout = pd.DataFrame({"ballot": ["list"], "valid_votes": [100]}).astype(
        {"valid_votes": "Int64"}
    )
    assert results.list_tier(proportional, turnout)["vote_share"].tolist() == [0.3, pd.NA]
    unpublished = turnout.assign(valid_votes=pd.array([pd.NA], dtype="Int64"))
    assert results.list_tier(proportional, unpublished)["vote_share"].isna().all()


def test_all_results_hold_every_contender_of_every_election_once():
    panel = kz.panel()
    assert not panel.duplicated(["election", "party"]).any()
    for year in kz.elections()["election"]:
        rows = panel[panel["election"] == year].set_index("party")
        e = kz.load(year)
        assert set(rows.index) == set(e.seats["party"]) | set(e.proportional["party"])
        shares = e.proportional.set_index("party")["vote_share"]
        assert rows.loc[shares.index, "vote_share"].tolist() == shares.tolist()


def test_all_results_put_1999_on_the_base_of_the_others():
    otan = kz.panel().query("party == 'otan'").set_index("election")
    assert otan.loc[1999, ["share_pct", "share_base"]].tolist() == [30.9, "ballots_cast"]
    assert round(100 * otan.loc[1999, "vote_share"], 2) == 33.17
    assert otan.loc[2004, "share_base"] == "valid_votes"


def test_seat_shares_are_of_the_elected_seats_and_of_the_house():
    panel = kz.panel().set_index(["election", "party"])
    elected, house = panel["elected_seat_share"], panel["house_seat_share"]
    # The Assembly of People filled nine seats from 2007 to 2021.
    assert round(100 * elected[2007, "otan"], 1) == 100.0
    assert round(100 * house[2007, "otan"], 1) == 91.6
    assert round(100 * elected[2012, "otan"], 1) == 84.7
    assert round(100 * house[2012, "otan"], 1) == 77.6
    # The state list of 1994 is part of the house and was not elected by voters.
    assert elected[1994, "state_list"] is pd.NA
    assert house[1994, "state_list"] == 42 / 177
    sums = elected.groupby("election").sum()
    assert sums[[1994, 1999, 2004, 2007, 2012, 2016, 2021]].tolist() == pytest.approx([1] * 7)


def test_a_seat_share_is_missing_only_where_the_seats_are_not_published():
    panel = kz.panel().set_index(["election", "party"])
    of_2023 = panel.loc[2023, "elected_seat_share"]
    assert of_2023["otan"] == 62 / 98
    assert of_2023["independents"] is pd.NA
    sums = panel["elected_seat_share"].groupby("election").sum()
    assert sums[1995] == 60 / 67  # seven seats were not found


def test_membership_of_a_party_without_seats_is_refused(e2004):
    elsewhere = e2004.table("membership").replace({"member_of": {"aist": "nobody"}})
    seats = e2004.seats.drop(columns="change")
    with pytest.raises(LabelError, match="nobody"):
        results.by_membership(seats, elsewhere)


def test_rounds_hide_districts_even_where_these_are_not_published(e2004):
    seats = e2004.seats.drop(columns="change")
    seats["district"] = pd.array([pd.NA] * len(seats), dtype="Int64")
    table = results.results_table(
        seats,
        proportional=e2004.proportional,
        majoritarian=e2004.majoritarian,
        turnout=e2004.turnout,
    )
    assert "First round" in table
    assert "Districts" not in table
