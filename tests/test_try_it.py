"""The answers to what notebooks invite their readers to try."""

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
