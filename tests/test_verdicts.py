import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import LabelError
from kzelect.results.claims import compare_claims, run_tests

PEERS = pd.DataFrame(
    {
        "year": 2003,
        "indicator": "growth",
        "country": ["Kazakhstan", *"ABCDEFG"],
        "value": [7.0, 9.0, 6.0, 5.0, 4.0, 3.0, 2.0, None],
        "unit": "percent per year",
    }
)
ECONOMY = pd.concat(
    [
        pd.DataFrame({"year": [2002, 2003, 2004], "indicator": name, "value": values, "unit": unit})
        for name, values, unit in [
            ("poverty", [24.2, 19.8, None], "percent of the population"),
            ("wage", [20000.0, 23000.0, 28000.0], "KZT per month"),
            ("wage_women", [100.0, 110.0, 120.0], "KZT per month"),
            ("wage_men", [100.0, 125.0, 150.0], "KZT per month"),
            ("cpi_inflation", [None, 15.0, 5.0], "percent per year"),
            ("income", [90.0, 100.0, 110.0], "KZT per month"),
        ]
    ],
    ignore_index=True,
)
REGIONS = pd.DataFrame(
    {
        "year": [2002, 2003] * 3,
        "region": ["North", "North", "South", "South", "West", "West"],
        "indicator": "income",
        "value": [100.0, 105.0, 50.0, 60.0, 200.0, 220.0],
        "unit": "KZT per month",
    }
)
TABLES = {
    "growth_peers": PEERS,
    "economy": ECONOMY,
    "regional_income": REGIONS,
    "elections": pd.DataFrame(
        {
            "election": [2004, 2007],
            "day": pd.to_datetime(["2004-09-19", None]),
            "seats": 77,
            "seats_total": pd.array([77, 98], dtype="Int64"),
        }
    ),
    "seat_totals": pd.DataFrame(
        {
            "election": [2004, 2007, 2004],
            "party": ["otan", "otan", "asar"],
            "seats_total": [42, 98, 38],
        }
    ),
    "events": pd.DataFrame(
        {
            "event": ["law", "vote", "run_off"],
            "date": ["2002-07", "2004-09-19", "2004-10-03"],
            "what": "something was done",
            "source_id": "WP04",
        }
    ),
}


def claim(value=None, date=None):
    row = {"claim": ["c"], "value": [value], "date": [date]}
    return pd.DataFrame(row).astype({"value": "Float64", "date": "string"})


def listed(*written):
    """Return tests written as 'table key years rule limit', '-' where there is none."""
    columns = ["table", "key", "years", "rule", "limit"]
    rows = [dict(zip(columns, test.split(), strict=False)) for test in written]
    tests = pd.DataFrame(rows, columns=columns).replace("-", None)
    tests = tests.assign(claim="c", order=range(1, len(rows) + 1), reading="it", counts=True)
    return tests.astype({"limit": "Float64", "years": "string"})


def verdict(test, value=None, date=None):
    row = run_tests(claim(value, date), listed(test), TABLES).iloc[0]
    return row["found"], row["verdict"]


@pytest.mark.parametrize(
    ("test", "value", "found", "said"),
    [
        ("economy poverty 2002 value", 24.2, 24.2, "agrees"),
        ("economy poverty 2002 value", 24, 24.2, "agrees"),  # rounds to it
        ("economy poverty 2002 value", 25, 24.2, "close"),
        ("economy poverty 2003 value", 25, 19.8, "disagrees"),
        ("economy poverty 2004 value", 25, pd.NA, "cannot be tested here"),
        ("economy poverty 2002-2003 falls", None, pytest.approx(-4.4), "agrees"),
        ("economy poverty 2002-2003 rises", None, pytest.approx(-4.4), "disagrees"),
        ("economy poverty 2003-2002 rises", None, pytest.approx(4.4), "agrees"),
        ("economy poverty 2003-2002 falls", None, pytest.approx(4.4), "disagrees"),
        ("economy poverty 2003-2004 falls", None, pd.NA, "cannot be tested here"),
        ("economy poverty 2003-2004 rises", None, pd.NA, "cannot be tested here"),
        ("economy wage 2002-2003 rises", None, pytest.approx(15), "agrees"),  # in per cent
        ("economy wage 2002-2003 growth", 15, pytest.approx(15), "agrees"),
        ("economy wage 2002-2003 growth", 10, pytest.approx(15), "disagrees"),
        ("economy wage 2002-2003 growth_real", 0, pytest.approx(0, abs=1e-9), "agrees"),
        ("economy wage 2002-2003 rises_real", None, pytest.approx(0, abs=1e-9), "disagrees"),
        # 28,000 of 20,000, less 15 and then 5 per cent of inflation.
        ("economy wage 2002-2004 growth_real", 16, pytest.approx(15.94203, rel=1e-6), "agrees"),
        ("economy wage 2001-2004 growth_real", 16, pd.NA, "cannot be tested here"),
        ("growth_peers growth 2003 rank 2", None, 2, "agrees"),  # of 7 with a figure
        ("growth_peers growth 2003 rank 1", None, 2, "disagrees"),
        ("growth_peers growth 1990 rank 3", None, pd.NA, "cannot be tested here"),
        # 20 per cent in the South, 5 in the North.
        ("regional_income income 2002-2003 spread 3.9", None, pytest.approx(4), "agrees"),
        ("regional_income income 2002-2003 spread 4.1", None, pytest.approx(4), "disagrees"),
        ("economy wage_women/wage_men 2002-2003 spread 2", None, pytest.approx(2.5), "agrees"),
        ("regional_income income 1999-2003 spread 2", None, pd.NA, "cannot be tested here"),
        ("economy wage_women/poverty 2002-2003 spread 2", None, pd.NA, "agrees"),  # one fell
        ("economy poverty 2002-2003 spread 2", None, pd.NA, "disagrees"),
        ("regional_income South 2003 of_country", None, 60, "cannot be tested here"),
        ("elections seats 2004 value", 77, 77, "agrees"),
        ("seat_totals otan 2004 value", 42, 42, "agrees"),
        ("seat_totals otan 2004 majority", None, 42, "agrees"),
        ("seat_totals asar 2004 majority", None, 38, "disagrees"),  # 39 are needed
        ("seat_totals asar 2007 majority", None, pd.NA, "cannot be tested here"),
        ("events vote/run_off - before 14", None, 14, "agrees"),
        ("events vote/run_off - before 15", None, 14, "close"),
        ("events run_off/vote - before 2", None, -14, "disagrees"),
        ("events law - reported", None, pd.NA, "agrees"),
    ],
)
def test_rules(test, value, found, said):
    result, word = verdict(test, value)
    assert word == said
    assert result is pd.NA if found is pd.NA else result == found


@pytest.mark.parametrize(
    ("test", "stated", "said"),
    [
        ("elections day 2004 date", "2004-09-19", "agrees"),
        ("elections day 2004 date", "2004-09-20", "disagrees"),
        ("elections day 2007 date", "2004-09-19", "cannot be tested here"),
        ("events vote - date", "2004-09", "agrees"),
        ("events vote - date", "2004-10", "disagrees"),
        ("events vote - date", "2003-09", "disagrees"),
        ("events vote - date", "2004-07/2004-09", "agrees"),
        ("events vote - date", "2004-09/2004-11", "agrees"),
        ("events vote - date", "2004-10/2004-11", "disagrees"),
        ("events law - date", "2002-07", "agrees"),
    ],
)
def test_dates_fall_into_the_time_stated(test, stated, said):
    assert verdict(test, date=stated)[1] == said


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ("nothing poverty 2003 rises", "expected a table out of growth_peers"),
        ("economy poverty 2003 guess", "expected a rule out of value"),
        ("economy nothing 2003 rises", "'nothing' is not in economy; expected one of poverty"),
        ("economy wage_men/nothing 2002-2003 spread 2", "'nothing' is not in economy"),
        ("seat_totals nobody 2004 majority", "'nobody' is not in seat_totals"),
        ("elections nothing 2004 value", "'nothing' is not in elections"),
        ("regional_income East 2003 of_country", "'East' is not in regional_income"),
        ("events nothing - reported", "'nothing' is not in events; expected one of law"),
        ("growth_peers growth 2003 rank", "'rank' needs a limit"),
        ("economy poverty - rises", "'rises' needs a years"),
        ("economy poverty 2003 rises", "'rises' needs years such as 2002-2003"),
        ("economy wage 2003 growth", "'growth' needs years such as 2002-2003"),
        ("economy poverty 2002-2003 value", "'value' needs one year with one number"),
        ("economy poverty 2003 rank 3", "'Kazakhstan' is not in economy"),
        (
            "regional_income income 2002-2003 rises",
            "'rises' needs years such as 2002-2003, each",
        ),
        (
            "economy poverty - reported",
            "'reported' needs a column what, which economy does not have",
        ),
        (
            "economy poverty 2003 of_country",
            "'of_country' needs a column country or region, which economy",
        ),
        ("events law - before 3", "'before' needs two events, found 1"),
    ],
)
def test_what_a_test_names_has_to_be_there(test, message):
    with pytest.raises(LabelError, match=message):
        verdict(test, value=1)


def test_a_year_of_inflation_that_stands_twice_is_refused():
    economy = TABLES["economy"]
    twice = pd.concat([economy, economy[economy["indicator"] == "cpi_inflation"]])
    test = listed("economy wage 2002-2003 rises_real")
    assert run_tests(claim(value=1), test, TABLES)["verdict"].notna().all()
    with pytest.raises(LabelError, match="a year of cpi_inflation in economy stands twice"):
        run_tests(claim(value=1), test, {**TABLES, "economy": twice})


def test_tables_that_no_test_names_are_not_read():
    test = listed("economy poverty 2002-2003 falls")
    more = {**TABLES, "sources": pd.DataFrame({"source_id": ["a"]})}
    assert run_tests(claim(value=1), test, more).equals(run_tests(claim(value=1), test, TABLES))


def test_a_test_needs_the_number_or_date_of_its_claim():
    with pytest.raises(LabelError, match="'value' needs a value"):
        verdict("economy poverty 2003 value")
    with pytest.raises(LabelError, match="'date' needs a date"):
        verdict("events law - date")
    with pytest.raises(LabelError, match="expected a claim out of c; found 'other'"):
        run_tests(claim(), listed("events law - reported").assign(claim="other"), TABLES)


@pytest.mark.parametrize(
    ("tests", "value", "said"),
    [
        (["2002 value"], 24.2, "agrees"),
        (["2002 value", "2002-2003 falls"], 24.2, "agrees"),
        (["2002 value", "2002-2003 falls"], 25, "close"),  # the weaker of two that hold
        (["2002 value", "2003 value"], 24.2, "depends"),
        (["2002 value", "2003 value"], 25, "depends"),
        (["2002 value", "2003 value"], 50, "disagrees"),
        (["2002 value", "2004 value"], 24.2, "agrees"),  # no figure for 2004
        (["2004 value"], 24.2, "cannot be tested here"),
        ([], 24.2, "cannot be tested here"),
    ],
)
def test_one_verdict_a_claim(tests, value, said):
    tests = listed(*(f"economy poverty {test}" for test in tests))
    assert compare_claims(claim(value), tests, TABLES)["verdict"].tolist() == [said]


def test_what_stands_beside_is_shown_and_does_not_count():
    tests = listed("economy poverty 2002 value", "economy poverty 2003 value")
    row = compare_claims(claim(24.2), tests.assign(counts=[True, False]), TABLES).iloc[0]
    assert row["verdict"] == "agrees"
    assert row["finding"] == "it: 24.2 % (beside it: it: 19.8 %)"
    assert (row["found"], row["found_unit"]) == (24.2, "percent of the population")
    both = compare_claims(claim(24.2), tests, TABLES).iloc[0]
    assert both["found"] is pd.NA  # two figures have no single one
    only_beside = compare_claims(claim(24.2), tests.assign(counts=False), TABLES)
    assert only_beside["verdict"].tolist() == ["cannot be tested here"]
    assert compare_claims(claim(1), listed(), TABLES)["finding"].isna().all()


@pytest.mark.parametrize(
    ("test", "value", "said"),
    [
        ("economy wage 2003 value", 1, "23,000 KZT per month"),
        ("economy poverty 2003 value", 1, "19.8 %"),
        ("economy poverty 2002-2003 falls", 1, "-4.4 points"),
        ("economy wage 2002-2003 rises", 1, "+15.0 %"),
        ("growth_peers growth 2003 rank 3", 1, "2 of 7, behind A"),
        ("regional_income income 2002-2003 spread 2", 1, "+5.0 % (North) to +20.0 % (South)"),
        ("economy wage_women/wage_men 2002-2003 spread 2", 1, "+10.0 % (women) to +25.0 % (men)"),
        ("regional_income West 2003 of_country", 1, "220 % of that of the country"),
        ("seat_totals otan 2004 majority", 1, "42 of 77, 39 needed"),
        ("events law - reported", 1, "something was done (July 2002, source WP04)"),
        ("events vote/run_off - before 1", 1, "14 days"),
        ("economy poverty 2004 value", 1, "not known"),
    ],
)
def test_findings_in_words(test, value, said):
    assert run_tests(claim(value), listed(test), TABLES)["finding"].tolist() == [said]


def test_a_region_is_compared_with_the_country_where_both_are_known():
    test = listed("regional_income South 2003 of_country")
    for name in ("economy", "regional_income"):
        table = TABLES[name].astype({"value": "Float64"})
        table.loc[table["indicator"] == "income", "value"] = pd.NA
        found = run_tests(claim(), test, {**TABLES, name: table})
        assert found["finding"].tolist() == ["not known"]


def test_claims_of_the_article():
    claims = kz.claims().set_index("claim")
    growth = claims.loc["growth_2003"]
    assert (growth["value"], growth["found"], growth["verdict"]) == (9.2, 9.3, "close")
    assert claims.loc["growth_rank_2003", "found"] == 6  # of twelve
    assert claims.loc["oil_war_cause", "verdict"] == "cannot be tested here"
    results = ["date_first_round", "date_second_round", "seats_otan", "seats_mazhilis"]
    assert (claims.loc[results, "verdict"] == "agrees").all()
    tests = kz.claim_tests().set_index("key")
    official = tests.loc["poverty_subsistence_income"].set_index("years")["verdict"]
    assert official.to_dict() == {"2002": "close", "2003": "disagrees"}


def test_verdicts_that_a_reader_would_give():
    """Computed by hand from the series: one verdict a statement."""
    claims = kz.claims().set_index("claim")
    assert claims["verdict"][["gains_uneven", "poverty_share"]].tolist() == ["depends"] * 2
    assert "+8.6 % (East Kazakhstan) to +24.5 % (Astana city)" in claims["finding"]["gains_uneven"]
    wages = claims.loc[["salary_kzt", "salary_usd", "salary_growth"]]
    assert wages["verdict"].tolist() == ["disagrees"] * 3
    assert wages["found"].tolist()[:2] == [23128, 154.624]
    assert "28,329" in wages["finding"]["salary_kzt"]
    assert "+13.8 %; the same less inflation: +6.9 %" in wages["finding"]["salary_growth"]
    assert round(claims["found"]["recovery_2003"], 1) == 53.6  # per cent above 1998
    assert claims["verdict"]["growth_rank_2003"] == "disagrees"
    assert claims["verdict"]["journalist_before_journey"] == "close"  # one day, not a few


@pytest.mark.parametrize("limit", range(1, 6))
def test_the_rank_disagrees_wherever_one_of_the_highest_ends_before_the_half(limit):
    tests = kz.table("claim_tests").query("claim == 'growth_rank_2003' and years == '2003'")
    tables = {"growth_peers": kz.growth_peers()}
    found = run_tests(kz.table("claims"), tests.assign(limit=limit), tables)
    assert found["verdict"].tolist() == ["disagrees"]


@pytest.mark.parametrize(
    ("found", "claimed", "said"),
    [
        (19.5, 20, "agrees"),  # half a digit
        (19.4, 20, "close"),
        (19.0, 20, "close"),  # five per cent
        (18.9, 20, "disagrees"),
        (9.25, 9.2, "agrees"),
        (9.26, 9.2, "close"),
        (-19.0, -20, "close"),
    ],
)
def test_limits_of_agreement_belong_to_it(found, claimed, said, monkeypatch):
    row = {"year": [2003], "indicator": "x", "value": [found], "unit": "persons"}
    monkeypatch.setitem(TABLES, "economy", pd.DataFrame(row))
    assert verdict("economy x 2003 value", claimed)[1] == said


@pytest.mark.parametrize("rule", ["rises", "falls"])
def test_no_change_neither_rises_nor_falls(rule, monkeypatch):
    row = {"year": [2002, 2003], "indicator": "x", "value": [5.0, 5.0], "unit": "persons"}
    monkeypatch.setitem(TABLES, "economy", pd.DataFrame(row))
    assert verdict(f"economy x 2002-2003 {rule}") == (0, "disagrees")
