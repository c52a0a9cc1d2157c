import pandas as pd
import pytest

import kzelect as kz
from kzelect.checks import check_tables, published_change


def changed(e2004, table, where, column, value):
    """Return the tables of 2004 with one published figure changed."""
    tables = {name: frame.copy() for name, frame in e2004.published.items()}
    frame = tables[table]
    rows = pd.Series(True, index=frame.index)
    for key, label in where.items():
        rows &= frame[key] == label
    assert rows.sum() == 1
    frame.loc[rows, column] = value
    return tables


def status_of(tables):
    return check_tables(tables).set_index("name")["status"]


def test_2004_holds_except_for_the_published_change_of_otan(e2004):
    checks = e2004.check()
    assert set(checks.loc[checks["status"] != "ok", "name"]) == {"change:otan"}
    otan = checks.set_index("name").loc["change:otan"]
    assert (otan["expected"], otan["found"], otan["difference"]) == (19, 21, 2)
    assert set(checks["tier"]) == {"list", "district", "house", "turnout"}
    assert checks["name"].is_unique


@pytest.mark.parametrize("year", kz.elections()["election"])
def test_what_fails_is_what_conflicts_says(year):
    checks = kz.load(year).check()
    conflicts = kz.conflicts()
    listed = conflicts.loc[(conflicts["election"] == year) & conflicts["check"].notna(), "check"]
    assert set(checks.loc[checks["status"] == "differs", "name"]) == set(listed)


# One changed figure each, and the checks that it must set off.
CHANGES = [
    ("proportional", {"party": "asar"}, "votes", 541_240, {"list_votes_sum"}),
    ("proportional", {"party": "asar"}, "share_pct", 11.39, {"share_pct:asar"}),
    ("proportional", {"party": "asar"}, "seats", 2, {"list_seats_sum", "list_seats:asar"}),
    ("proportional", {"party": "cppk"}, "seats", 1, {"seats_below_threshold"}),
    ("proportional", {"party": "asar"}, "order", 9, {"order:proportional"}),
    ("majoritarian", {"party": "asar", "round": 1}, "seats", 3, {"seats_by_round:asar"}),
    ("majoritarian", {"party": "asar", "round": 1}, "order", 7, {"order:majoritarian:first_round"}),
    ("seat_totals", {"party": "asar"}, "seats_total", 5, {"seats_sum", "seats_by_tier:asar"}),
    ("seat_totals", {"party": "asar"}, "seats_district", 4, {"district_seats_sum"}),
    ("seat_totals", {"party": "aist"}, "change_as_published", "–6", {"change:aist"}),
    ("seat_totals", {"party": "independents"}, "seats_total", 17, {"membership:independents"}),
    ("turnout", {"ballot": "list"}, "valid_votes", 4_757_774, {"valid_plus_invalid:list"}),
    ("turnout", {"ballot": "list"}, "invalid_votes", 135_432, {"valid_plus_invalid:list"}),
    ("turnout", {"ballot": "list"}, "turnout_pct", 56.48, {"turnout_pct:list"}),
    ("turnout", {"ballot": "list"}, "registered", 8_662_187, {"same_register"}),
    (
        "turnout",
        {"ballot": "second_round"},
        "ballots_cast",
        1_251_675,
        {"turnout_pct:second_round"},
    ),
    (
        "turnout",
        {"ballot": "second_round"},
        "registered",
        9_000_000,
        {"runoff_voters_beyond_register"},
    ),
    ("elections", {}, "seats_list", 11, {"list_seats_sum", "tiers_sum"}),
    ("elections", {}, "majority", 40, {"majority"}),
    ("membership", {"member_of": "otan"}, "seats", 12, {"membership:independents"}),
]


@pytest.mark.parametrize(("table", "where", "column", "value", "names"), CHANGES)
def test_a_changed_figure_is_noticed(e2004, table, where, column, value, names):
    status = status_of(changed(e2004, table, where, column, value))
    assert names <= set(status.index[status == "differs"])


def test_missing_figures_are_not_published_and_never_wrong(e2004):
    status = status_of(changed(e2004, "proportional", {"party": "asar"}, "votes", pd.NA))
    assert status["list_votes_sum"] == "not published"
    assert status["share_pct:asar"] == "not published"
    assert status["share_pct:otan"] == "ok"
    assert set(status.index[status == "differs"]) == {"change:otan"}


def test_what_no_source_gives_on_either_side_has_no_row(e2004):
    assert "turnout_pct:first_round" not in set(e2004.check()["name"])


def test_percentages_may_all_be_whole_tens(e2004):
    tables = {name: frame.copy() for name, frame in e2004.published.items()}
    lists = tables["proportional"].iloc[:2].assign(votes=[60, 40], share_pct=[60.0, 40.0])
    tables["proportional"] = lists
    tables["turnout"] = tables["turnout"].assign(valid_votes=100)
    status = status_of(tables)
    assert (status["share_pct:otan"], status["share_pct:aq_jol"]) == ("ok", "ok")


def test_percentages_are_checked_at_their_own_decimals(e2004):
    tables = changed(e2004, "turnout", {"ballot": "list"}, "turnout_pct", 56.5)
    # 45.21 beside it shows that the column has two decimals, and 56.50 is not 56.49.
    assert status_of(tables)["turnout_pct:list"] == "differs"
    tables["turnout"].loc[tables["turnout"]["ballot"] == "second_round", "turnout_pct"] = 45.2
    assert status_of(tables)["turnout_pct:list"] == "ok"


def test_either_neighbour_of_a_half_is_right(e2004):
    """1 of 8 is 12.5 %: 12 and 13 are both fair roundings to a whole number."""
    tables = {name: frame.copy() for name, frame in e2004.published.items()}
    turnout = tables["turnout"]
    turnout.loc[:, ["registered", "ballots_cast", "invalid_votes", "valid_votes"]] = pd.NA
    turnout.loc[0, ["registered", "ballots_cast"]] = [8, 1]
    turnout["turnout_pct"] = pd.array([12, pd.NA, pd.NA], dtype="Float64")
    assert status_of(tables)["turnout_pct:list"] == "ok"
    turnout["turnout_pct"] = pd.array([14, pd.NA, pd.NA], dtype="Float64")
    checks = check_tables(tables).set_index("name")
    assert checks.loc["turnout_pct:list", ["expected", "found"]].tolist() == [12, 14]


def test_shares_of_1999_are_of_ballots_cast():
    status = kz.load(1999).check().set_index("name")["status"]
    shares = status[status.index.str.startswith("share_pct:")]
    assert (shares == "ok").sum() == 9
    assert shares["share_pct:rukhaniyat"] == "differs"


def test_an_election_without_list_tier_or_rounds_is_checked_as_far_as_it_goes(e2004):
    tables = {name: frame.copy() for name, frame in e2004.published.items()}
    for name in ("proportional", "majoritarian", "membership", "previous"):
        tables[name] = tables[name].iloc[:0]
    names = set(check_tables(tables)["name"])
    assert {"seats_sum", "district_seats_sum", "turnout_pct:list"} <= names
    assert not any(n.startswith(("list_", "share_pct", "change", "membership")) for n in names)


def test_no_district_tier_means_no_district_check(e2004):
    tables = changed(e2004, "elections", {}, "seats_district", 0)
    assert not any(name.startswith("district") for name in check_tables(tables)["name"])


@pytest.mark.parametrize(
    ("text", "number"),
    [("21", 21), ("+41", 41), ("–5", -5), ("−3", -3), ("-1", -1), ("0", 0), ("±0", 0)],
)
def test_published_change_reads_every_sign(text, number):
    assert published_change(text) == number


@pytest.mark.parametrize("text", ["New", "", "–", pd.NA, None])
def test_words_are_no_change(text):
    assert published_change(text) is pd.NA


def test_a_list_at_the_threshold_is_not_below_it(e2004):
    at, above = (changed(e2004, "elections", {}, "threshold_pct", pct) for pct in (7.07, 7.08))
    assert status_of(at)["seats_below_threshold"] == "ok"
    assert status_of(above)["seats_below_threshold"] == "differs"


def test_the_upper_neighbour_of_a_half_is_right_too(e2004):
    tables = {name: frame.copy() for name, frame in e2004.published.items()}
    turnout = tables["turnout"]
    turnout.loc[:, ["registered", "ballots_cast", "invalid_votes", "valid_votes"]] = pd.NA
    turnout.loc[0, ["registered", "ballots_cast"]] = [8, 1]  # 12.5 %
    turnout["turnout_pct"] = pd.array([13, pd.NA, pd.NA], dtype="Float64")
    assert status_of(tables)["turnout_pct:list"] == "ok"


@pytest.mark.parametrize(
    ("ballots", "names"),
    [
        (["list", "first_round"], {"same_register"}),
        (["first_round", "second_round"], {"runoff_voters_beyond_register"}),
        (["list", "second_round"], set()),
    ],
)
def test_registers_are_compared_where_both_are_there(e2004, ballots, names):
    tables = {name: frame.copy() for name, frame in e2004.published.items()}
    turnout = tables["turnout"]
    tables["turnout"] = turnout[turnout["ballot"].isin(ballots)].reset_index(drop=True)
    compared = {"same_register", "runoff_voters_beyond_register"}
    assert set(check_tables(tables)["name"]) & compared == names
