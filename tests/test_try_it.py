"""The answers to what notebooks invite their readers to try."""

from pathlib import Path

import pytest

import kzelect as kz


@pytest.mark.parametrize(("year", "place"), [(2000, 3), (2001, 1), (2003, 6)])
def test_rank_of_growth(year, place):
    growth = kz.growth_peers().query("year == @year").set_index("country")["value"]
    assert growth.rank(ascending=False)["Kazakhstan"] == place


@pytest.mark.parametrize(
    ("claimed", "near"),
    [
        (20, {("poverty_subsistence_income", 2003)}),
        (25, {("poverty_subsistence_income", 2002)}),
        (33, {("poverty_365_2017ppp", 2002), ("poverty_national_line", 2004)}),
        (45, {("poverty_national_line", 2002)}),
    ],
)
def test_poverty_lines_near_a_claim(claimed, near):
    lines = [f"poverty_{line}_2017ppp" for line in (215, 365, 685)]
    lines += ["poverty_subsistence_income", "poverty_national_line"]
    rows = kz.economy().query("indicator in @lines and 2001 <= year <= 2004")
    rows = rows[(rows["value"] - claimed).abs() <= 1]
    assert set(zip(rows["indicator"], rows["year"], strict=True)) == near


@pytest.mark.parametrize(
    ("supposed", "others", "change"), [(0.3, 68.9, 15.2), (0.5, 59.5, -4.8), (0.7, 50.1, -24.8)]
)
def test_turnout_of_the_other_districts(e2004, supposed, others, change):
    drop = e2004.turnout_drop()
    assert round(100 * drop.rest_if(supposed), 1) == others
    assert round(100 * (drop.share_runoff - supposed), 1) == change


def test_turnout_in_astana():
    rows = kz.table("regional_turnout").query("region == 'Astana city'").sort_values("hour")
    last = rows.drop_duplicates("election", keep="last").set_index("election")["turnout_pct"]
    assert set(last.index[last < 50]) == {1999, 2021, 2023}
    assert set(last.index[last > 50]) == {2012, 2016}


def test_list_of_aq_jol_as_a_share_of_the_registered():
    register = kz.table("turnout").query("ballot == 'list'").set_index("election")["registered"]
    votes = kz.panel().query("party == 'aq_jol'").set_index("election")["votes"]
    shares = (100 * votes / register).dropna().astype(float).round(1)
    assert shares.idxmax() == 2021
    assert shares.loc[[2004, 2021]].tolist() == [6.6, 6.7]


def test_seats_of_2007_with_a_threshold_of_3_per_cent():
    lists = kz.panel().query("election == 2007 and votes.notna()").set_index("party")
    seats = kz.apportion(lists["votes"], 98, method="hare", threshold=0.03, min_lists=1)
    assert seats[seats > 0].to_dict() == {"otan": 90, "osdp": 5, "aq_jol": 3}


@pytest.fixture(scope="module")
def votes(e2004):
    return e2004.proportional.set_index("party")["votes"]


def test_list_votes_behind_a_list_seat(e2004):
    lists = e2004.proportional.set_index("party").loc[["otan", "aist"]]
    assert (lists["votes"] / lists["seats"]).round().tolist() == [411958, 336177]


@pytest.mark.parametrize(("year", "seats"), [(1999, 77), (2007, 107), (2023, 98)])
def test_seats_of_the_house(year, seats):
    assert kz.load(year).facts["seats_total"] == seats


@pytest.mark.parametrize(
    ("threshold", "of_valid", "of_cast"), [(0.07, 4, 3), (0.0687, 4, 4), (0.05, 4, 4)]
)
def test_lists_admitted_on_either_base(e2004, votes, threshold, of_valid, of_cast):
    ballots = e2004.turnout.set_index("ballot").loc["list"]
    assert (votes >= threshold * ballots["valid_votes"]).sum() == of_valid
    assert (votes >= threshold * ballots["ballots_cast"]).sum() == of_cast


@pytest.mark.parametrize(("party", "change"), [("asar", -8.6), ("aq_jol", -4.0), ("otan", 17.6)])
def test_change_from_an_early_count(e2004, party, change):
    early = kz.table("early_counts").set_index(["count", "party"])["share_pct"]
    share = e2004.proportional.set_index("party")["vote_share"][party]
    assert round(100 * share - early["e_voting_0920", party], 1) == change


@pytest.mark.parametrize(("party", "share"), [("otan", 55), ("aist", 37), ("independents", 4)])
def test_districts_won_of_those_with_a_nomination(e2004, party, share):
    nominated = kz.table("candidates").query("measure == 'nominated'").set_index("party")["value"]
    won = e2004.seats.set_index("party")["district"]
    assert round(100 * won[party] / nominated[party]) == share


@pytest.mark.parametrize(
    ("method", "threshold", "otan", "lists"), [("dhondt", 0.07, 52, 4), ("hare", 0, 47, 8)]
)
def test_a_house_of_lists(votes, method, threshold, otan, lists):
    seats = kz.apportion(votes, 77, method=method, threshold=threshold)
    assert (seats["otan"], (seats > 0).sum()) == (otan, lists)


@pytest.mark.parametrize("threshold", [0.05, 0.07])
@pytest.mark.parametrize(
    ("method", "seats"), [("dhondt", [8, 1, 1]), ("sainte_lague", [7, 1, 1, 1])]
)
def test_list_seats_by_method(votes, method, threshold, seats):
    found = kz.apportion(votes, 10, method=method, threshold=threshold)
    assert found[found > 0].tolist() == seats


def test_list_seats_with_the_threshold_on_ballots_cast(e2004, votes):
    cast = e2004.turnout.set_index("ballot").loc["list", "ballots_cast"]
    found = kz.apportion(votes, 10, method="hare", threshold=0.07, threshold_base=cast)
    assert found[found > 0].to_dict() == {"otan": 7, "aq_jol": 2, "asar": 1}


def test_the_joint_list_of_2016_under_5_per_cent():
    folder = Path(__file__).parents[1] / "notebooks" / "lithuania_2016"
    lists = kz.Election.read(folder, year=2016).proportional.set_index("party")["votes"]
    seats = kz.apportion(lists, 70, method="hare", threshold=0.05)
    assert seats["Centre Party – Pensioners' Party"] == 5
