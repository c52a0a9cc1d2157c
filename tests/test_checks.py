from fnmatch import fnmatchcase

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import kzelect as kz
from kzelect.results.checks import check_tables, published_change


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


@pytest.mark.parametrize("text", ["New", "", "–", "+-5", "5–", "X5", pd.NA, None])
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


# A small election that can be added up by hand: four lists, three districts, one of them
# decided in a run-off, and one seat that an assembly fills. "-" is a missing figure.
SMALL = {
    "elections": """
        election seats_total seats_list seats_district seats_other majority threshold_pct share_base
        2010     8           4          3              1           5        10            valid_votes
    """,  # noqa: E501
    "parties": """
        party     contender_type
        red       party
        blue      party
        green     party
        alone     independents
        none      against_all
        assembly  state_list
    """,
    "proportional": """
        party  order  votes  share_pct  seats
        red    1      150    50.0       3
        blue   2      100    33.3       1
        green  3      29     9.7        0
        none   4      21     7.0        -
    """,
    "majoritarian": """
        round  party  order  votes  seats
        1      red    1      110    1
        1      alone  2      105    1
        1      blue   3      85     0
        2      blue   1      26     1
        2      alone  2      24     0
    """,
    "seat_totals": """
        party     order  seats_list  seats_district  seats_total  change_as_published
        red       1      3           1               4            +1
        blue      2      1           1               2            –1
        green     3      0           -               0            New
        alone     4      -           1               1            ±0
        assembly  5      -           -               1            -
    """,
    "previous": """
        election  party  seats_total
        2005      red    3
        2005      blue   2
        2005      lilac  1
        2005      alone  1
    """,
    "lineage": """
        party  successor  relation  year
        lilac  blue       merged    2008
    """,
    "membership": """
        party  member_of  seats
        red    red        3
        red    rose       1
        alone  red        1
    """,
    "turnout": """
        ballot        registered  ballots_cast  invalid_votes  valid_votes  turnout_pct
        list          400         330           30             300          82.5
        first_round   400         310           10             300          77.5
        second_round  140         52            2              50           37.1
    """,
    "district_results": """
        round  district  candidate  party  votes  elected
        1      1         Ann        red    60     True
        1      1         Bob        blue   40     False
        1      2         Cid        blue   45     False
        1      2         Dan        alone  35     False
        1      2         Eve        red    20     False
        1      3         Fay        red    30     False
        1      3         Gus        alone  70     True
        2      2         Cid        blue   26     True
        2      2         Dan        alone  24     False
    """,
    "district_turnout": """
        ballot        district  registered  ballots_cast  invalid_votes  valid_votes
        first_round   1         130         103           3              100
        first_round   2         140         105           5              100
        first_round   3         130         102           2              100
        second_round  2         140         52            2              50
    """,
}
TEXT = {"party", "contender_type", "share_base", "change_as_published", "successor", "relation"}
TEXT |= {"member_of", "ballot", "district", "candidate", "name", "tier", "status"}
REAL = {"share_pct", "threshold_pct", "turnout_pct", "expected", "found", "difference"}
HOLDS = """
    name                            tier      expected  found  difference  status
    list_votes_sum                  list      300       300    0           ok
    share_pct:red                   list      50.0      50.0   0           ok
    share_pct:blue                  list      33.3      33.3   0           ok
    share_pct:green                 list      9.7       9.7    0           ok
    share_pct:none                  list      7.0       7.0    0           ok
    list_seats_sum                  list      4         4      0           ok
    list_seats:red                  list      3         3      0           ok
    list_seats:blue                 list      1         1      0           ok
    list_seats:green                list      0         0      0           ok
    seats_below_threshold           list      0         0      0           ok
    district_seats_sum              district  3         3      0           ok
    seats_by_round:red              district  1         1      0           ok
    seats_by_round:alone            district  1         1      0           ok
    seats_by_round:blue             district  1         1      0           ok
    tiers_sum                       house     8         8      0           ok
    seats_sum                       house     7         7      0           ok
    majority                        house     5         5      0           ok
    seats_by_tier:red               house     4         4      0           ok
    seats_by_tier:blue              house     2         2      0           ok
    seats_by_tier:green             house     0         0      0           ok
    seats_by_tier:alone             house     1         1      0           ok
    seats_by_tier:assembly          house     -         1      -           not published
    change:red                      house     1         1      0           ok
    change:blue                     house     -1        -1     0           ok
    change:alone                    house     0         0      0           ok
    membership:red                  house     4         4      0           ok
    membership:alone                house     1         1      0           ok
    turnout_pct:list                turnout   82.5      82.5   0           ok
    turnout_pct:first_round         turnout   77.5      77.5   0           ok
    turnout_pct:second_round        turnout   37.1      37.1   0           ok
    valid_plus_invalid:list         turnout   330       330    0           ok
    valid_plus_invalid:first_round  turnout   310       310    0           ok
    valid_plus_invalid:second_round  turnout   52        52     0           ok
    same_register                   turnout   400       400    0           ok
    runoff_voters_beyond_register   turnout   0         0      0           ok
    one_winner:1                    district  1         1      0           ok
    votes_ahead_of_winner:1         district  0         0      0           ok
    votes_short_of_majority:1       district  0         0      0           ok
    one_winner:2                    district  1         1      0           ok
    votes_ahead_of_winner:2         district  0         0      0           ok
    majority_before_run_off:2       district  0         0      0           ok
    run_off_newcomers:2             district  0         0      0           ok
    votes_ahead_of_run_off:2        district  0         0      0           ok
    one_winner:3                    district  1         1      0           ok
    votes_ahead_of_winner:3         district  0         0      0           ok
    votes_short_of_majority:3       district  0         0      0           ok
    district_votes:first_round:alone   district  105  105  0  ok
    district_votes:first_round:blue    district  85   85   0  ok
    district_votes:first_round:red     district  110  110  0  ok
    district_votes:second_round:alone  district  24   24   0  ok
    district_votes:second_round:blue   district  26   26   0  ok
    district_seats:first_round:alone   district  1    1    0  ok
    district_seats:first_round:blue    district  0    0    0  ok
    district_seats:first_round:red     district  1    1    0  ok
    district_seats:second_round:alone  district  0    0    0  ok
    district_seats:second_round:blue   district  1    1    0  ok
    district_registered:first_round      turnout  400  400  0  ok
    district_ballots_cast:first_round    turnout  310  310  0  ok
    district_invalid_votes:first_round   turnout  10   10   0  ok
    district_valid_votes:first_round     turnout  300  300  0  ok
    district_registered:second_round     turnout  140  140  0  ok
    district_ballots_cast:second_round   turnout  52   52   0  ok
    district_invalid_votes:second_round  turnout  2    2    0  ok
    district_valid_votes:second_round    turnout  50   50   0  ok
    order:proportional               house  0  0  0  ok
    order:majoritarian:first_round   house  0  0  0  ok
    order:majoritarian:second_round  house  0  0  0  ok
    order:seat_totals                house  0  0  0  ok
"""


def table(text):
    """Read a table written as text; only its last column may have spaces in it."""
    header, *lines = text.strip().splitlines()
    columns = header.split()
    rows = [line.split(maxsplit=len(columns) - 1) for line in lines]
    frame = pd.DataFrame(rows, columns=columns, dtype="string[python]").replace("-", pd.NA)
    for column in frame.columns.difference(list(TEXT)):
        number = "Float64" if column in REAL else "Int64"
        frame[column] = (
            frame[column].map({"True": True, "False": False}).astype("boolean")
            if column == "elected"
            else frame[column].astype(number)
        )
    return frame


TABLES = {name: table(text) for name, text in SMALL.items()}
ALL_HOLD = table(HOLDS)


def small(*changes):
    """Return the small election with single figures changed, or with some rows of a table only."""
    tables = {name: frame.copy() for name, frame in TABLES.items()}
    for name, rows, *figure in changes:
        if figure:
            column, value = figure
            tables[name].loc[rows, column] = value
        else:
            tables[name] = tables[name].iloc[rows]
    return tables


def all_hold_but(text):
    """Return the checks of the small election with other rows: name, expected, found, difference.

    A name alone stands for checks that are not there at all; it may end in *.
    """
    frame = ALL_HOLD.copy()
    for line in filter(str.strip, text.splitlines()):
        name, *figures = line.split()
        at = frame.index[frame["name"].map(lambda n, name=name: fnmatchcase(n, name))]
        assert len(at) == 1 or (len(at) and not figures), name
        if not figures:
            frame = frame.drop(at)
            continue
        row = [pd.NA if figure == "-" else float(figure) for figure in figures]
        status = "not published" if row[2] is pd.NA else "differs" if row[2] else "ok"
        frame.loc[at[0], ["expected", "found", "difference", "status"]] = [*row, status]
    return frame.reset_index(drop=True)


NO_DISTRICT_TABLES = [("district_results", []), ("district_turnout", [])]
NO_ROUNDS = [("majoritarian", []), *NO_DISTRICT_TABLES]
NO_ROUNDS_GONE = """
    seats_by_round:*
    one_winner:*
    votes_*
    majority_before_run_off:2
    run_off_newcomers:2
    district_*:*
    order:majoritarian:*
"""

# What is changed, and every row that is then another one or gone.
CASES = {
    "nothing": ([], ""),
    "valid votes that are not the sum": (
        [("turnout", 0, "valid_votes", 301)],
        """
        list_votes_sum  300  301  1
        share_pct:red   49.8 50.0 0.2
        share_pct:blue  33.2 33.3 0.1
        share_pct:green 9.6  9.7  0.1
        valid_plus_invalid:list 331 330 -1
        """,
    ),
    "no valid votes, so cast less invalid, and shares of the sum": (
        [("turnout", 0, "valid_votes", pd.NA)],
        "valid_plus_invalid:list - 330 -",
    ),
    "no base of shares, so valid votes": ([("elections", 0, "share_base", pd.NA)], ""),
    "no base of shares and no valid votes": (
        [("elections", 0, "share_base", pd.NA), ("turnout", 0, "valid_votes", pd.NA)],
        "valid_plus_invalid:list - 330 -",
    ),
    "shares of another base": (
        [("elections", 0, "share_base", "ballots_cast")],
        """
        share_pct:red   45.5 50.0 4.5
        share_pct:blue  30.3 33.3 3.0
        share_pct:green 8.8  9.7  0.9
        share_pct:none  6.4  7.0  0.6
        """,
    ),
    "no ballots cast": (
        [("turnout", 0, "ballots_cast", pd.NA)],
        """
        turnout_pct:list - 82.5 -
        valid_plus_invalid:list 330 - -
        """,
    ),
    "no votes of a list": (
        [("proportional", 2, "votes", pd.NA)],
        """
        list_votes_sum  - 300 -
        share_pct:green - 9.7 -
        """,
    ),
    "no share of a list": ([("proportional", 2, "share_pct", pd.NA)], "share_pct:green 9.7 - -"),
    "no threshold": ([("elections", 0, "threshold_pct", pd.NA)], "seats_below_threshold 0 - -"),
    "a seat below the threshold": (
        [("elections", 0, "threshold_pct", 40)],
        "seats_below_threshold 0 1 1",
    ),
    "no seats of a list": (
        [("proportional", 2, "seats", pd.NA)],
        """
        list_seats_sum   4 - -
        list_seats:green - 0 -
        """,
    ),
    "no size of the house": (
        [("elections", 0, "seats_total", pd.NA)],
        """
        tiers_sum 8 - -
        majority  - 5 -
        """,
    ),
    "a house of nobody": (
        [("elections", 0, "seats_total", 0)],
        """
        tiers_sum 8 0 -8
        majority  - 5 -
        """,
    ),
    "a house of one": (
        [("elections", 0, "seats_total", 1)],
        """
        tiers_sum 8 1 -7
        majority  1 5 4
        """,
    ),
    "no majority": ([("elections", 0, "majority", pd.NA)], "majority 5 - -"),
    "no seats outside the tiers": ([("elections", 0, "seats_other", pd.NA)], "tiers_sum - 8 -"),
    "no seats of the districts": (
        [("elections", 0, "seats_district", pd.NA)],
        """
        district_seats_sum - 3 -
        tiers_sum - 8 -
        seats_sum - 7 -
        """,
    ),
    "no rounds, and districts known by their winners": (
        [("elections", 0, "seats_district", pd.NA), *NO_ROUNDS],
        NO_ROUNDS_GONE
        + """
        district_seats_sum
        tiers_sum - 8 -
        seats_sum - 7 -
        seats_by_tier:green - 0 -
        """,
    ),
    "nothing that shows districts": (
        [
            ("elections", 0, "seats_district", pd.NA),
            ("seat_totals", range(5), "seats_district", pd.NA),
            *NO_ROUNDS,
        ],
        NO_ROUNDS_GONE
        + """
        district_seats_sum
        tiers_sum - 8 -
        seats_sum - 7 -
        seats_by_tier:red   3 4 1
        seats_by_tier:blue  1 2 1
        seats_by_tier:alone - 1 -
        """,
    ),
    "no districts": (
        [
            ("elections", 0, "seats_district", 0),
            ("seat_totals", range(5), "seats_district", pd.NA),
            *NO_ROUNDS,
        ],
        NO_ROUNDS_GONE
        + """
        district_seats_sum
        tiers_sum 5 8 3
        seats_sum 4 7 3
        seats_by_tier:red   3 4 1
        seats_by_tier:blue  1 2 1
        seats_by_tier:alone - 1 -
        """,
    ),
    "no lists": (
        [
            ("elections", 0, "seats_list", 0),
            ("seat_totals", range(5), "seats_list", pd.NA),
            ("proportional", []),
            ("turnout", [1, 2]),
        ],
        """
        list_*
        share_pct:*
        seats_below_threshold
        tiers_sum 4 8 4
        seats_sum 3 7 4
        seats_by_tier:red   1 4 3
        seats_by_tier:blue  1 2 1
        seats_by_tier:green - 0 -
        turnout_pct:list
        valid_plus_invalid:list
        same_register
        order:proportional
        """,
    ),
    "no turnout of the lists": (
        [("turnout", [1, 2])],
        """
        list_votes_sum 300 - -
        turnout_pct:list
        valid_plus_invalid:list
        same_register
        """,
    ),
    "no turnout of the run-off": (
        [("turnout", [0, 1])],
        """
        turnout_pct:second_round
        valid_plus_invalid:second_round
        runoff_voters_beyond_register
        district_registered:second_round    140 - -
        district_ballots_cast:second_round  52  - -
        district_invalid_votes:second_round 2   - -
        district_valid_votes:second_round   50  - -
        """,
    ),
    "no invalid votes": (
        [("turnout", 1, "invalid_votes", pd.NA)],
        """
        valid_plus_invalid:first_round - 310 -
        district_invalid_votes:first_round 10 - -
        """,
    ),
    "neither valid nor invalid votes": (
        [("turnout", 1, ["invalid_votes", "valid_votes"], pd.NA)],
        """
        valid_plus_invalid:first_round
        district_invalid_votes:first_round 10 - -
        district_valid_votes:first_round 300 - -
        """,
    ),
    "a register of nobody": (
        [("turnout", 1, "registered", 0)],
        """
        turnout_pct:first_round - 77.5 -
        same_register 400 0 -400
        runoff_voters_beyond_register 0 140 140
        district_registered:first_round 400 0 -400
        """,
    ),
    "a register of one": (
        [("turnout", 2, ["registered", "ballots_cast"], 1)],
        """
        turnout_pct:second_round 100 37.1 -62.9
        valid_plus_invalid:second_round 52 1 -51
        district_registered:second_round 140 1 -139
        district_ballots_cast:second_round 52 1 -51
        """,
    ),
    "another register in the run-off": (
        [("turnout", 2, "registered", 450)],
        """
        turnout_pct:second_round 11.6 37.1 25.5
        runoff_voters_beyond_register 0 50 50
        district_registered:second_round 140 450 310
        """,
    ),
    "no register of the run-off": (
        [("turnout", 2, "registered", pd.NA)],
        """
        turnout_pct:second_round - 37.1 -
        runoff_voters_beyond_register 0 - -
        district_registered:second_round 140 - -
        """,
    ),
    "25 of 400 are 6.25 %, rounded up": (
        [("turnout", 2, ["registered", "ballots_cast", "turnout_pct"], [400, 25, 6.3])],
        """
        turnout_pct:second_round 6.3 6.3 0
        valid_plus_invalid:second_round 52 25 -27
        district_registered:second_round 140 400 260
        district_ballots_cast:second_round 52 25 -27
        """,
    ),
    "seats of one party only last time, and its change not published": (
        [("previous", [0]), ("seat_totals", 0, "change_as_published", pd.NA)],
        """
        change:red
        change:blue  - -1 -
        change:alone - 0  -
        """,
    ),
    "no election before": ([("previous", [])], "change:*"),
    "parties without a row among the seats": (
        [("seat_totals", [0, 2, 4])],
        """
        list_seats:blue 1 - -
        district_seats_sum 3 1 -2
        seats_by_round:alone 1 - -
        seats_by_round:blue 1 - -
        seats_sum 7 4 -3
        seats_by_tier:blue
        seats_by_tier:alone
        change:blue
        change:alone
        membership:alone - 1 -
        order:seat_totals 0 2 2
        """,
    ),
    "a district seat of a party that stood in none": (
        [("seat_totals", 2, ["seats_district", "seats_total"], 1)],
        """
        district_seats_sum 3 4 1
        seats_sum 7 8 1
        seats_by_tier:green 1 1 0
        """,
    ),
    "no district seats of a party that stood": (
        [("seat_totals", 0, "seats_district", pd.NA)],
        """
        district_seats_sum 3 - -
        seats_by_round:red 1 - -
        seats_by_tier:red - 4 -
        """,
    ),
    "no tables by district": (
        NO_DISTRICT_TABLES,
        """
        one_winner:*
        votes_*
        majority_before_run_off:2
        run_off_newcomers:2
        district_*:*
        """,
    ),
    "other votes in a district": (
        [("district_results", 0, "votes", 30)],
        """
        votes_ahead_of_winner:1 0 10 10
        votes_short_of_majority:1 0 6 6
        district_votes:first_round:red 80 110 30
        """,
    ),
    "a candidate of an unknown party": (
        [("district_results", 4, "party", pd.NA)],
        """
        district_votes:*
        district_seats:*
        """,
    ),
    "no candidates of one party in the districts": (
        [("district_results", [1, 2, 3, 6, 7, 8])],
        """
        one_winner:1 1 0 -1
        votes_ahead_of_winner:1
        votes_short_of_majority:1
        majority_before_run_off:2 0 10 10
        votes_ahead_of_run_off:2
        district_votes:first_round:red - 110 -
        district_seats:first_round:red - 1 -
        """,
    ),
    "no sum for a party in the run-off": (
        [("majoritarian", [0, 1, 2, 3])],
        """
        district_votes:second_round:alone 24 - -
        district_seats:second_round:alone 0 - -
        """,
    ),
    "a district without turnout": (
        [("district_turnout", [0, 1, 3])],
        """
        district_registered:first_round    - 400 -
        district_ballots_cast:first_round  - 310 -
        district_invalid_votes:first_round - 10  -
        district_valid_votes:first_round   - 300 -
        """,
    ),
}


@pytest.mark.parametrize(("changes", "rows"), CASES.values(), ids=CASES)
def test_every_row_of_a_small_election(changes, rows):
    assert_frame_equal(check_tables(small(*changes)), all_hold_but(rows))


def test_tables_by_district_need_not_be_there():
    tables = small()
    empty = small(*NO_DISTRICT_TABLES)
    del tables["district_results"], tables["district_turnout"]
    assert_frame_equal(check_tables(tables), check_tables(empty))


def test_an_election_of_which_nothing_is_known_has_no_checks_but_their_columns():
    tables = {
        name: frame if name == "elections" else frame.iloc[:0] for name, frame in small().items()
    }
    tables["elections"].loc[:, :] = pd.NA
    assert_frame_equal(check_tables(tables), ALL_HOLD.iloc[:0])


def test_any_number_of_rounds_is_counted():
    tables = small(*NO_DISTRICT_TABLES, ("majoritarian", [3, 4], "round", 3))
    names = check_tables(tables)["name"].tolist()
    assert names[-3:] == [
        "order:majoritarian:first_round",
        "order:majoritarian:3",
        "order:seat_totals",
    ]


def test_district_results_of_a_third_round_are_compared():
    tables = small(*NO_DISTRICT_TABLES, ("majoritarian", [3, 4], "round", 3))
    results = pd.DataFrame(
        {
            "round": [3, 3],
            "district": "1",
            "candidate": ["x", "y"],
            "party": ["a", "b"],
            "votes": [6, 4],
            "elected": [True, False],
        }
    ).astype({"round": "Int64", "votes": "Int64", "elected": "boolean"})
    names = check_tables(tables | {"district_results": results})["name"]
    assert "district_votes:3:a" in set(names)
