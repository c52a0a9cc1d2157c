import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import LabelError
from kzelect.results.claims import compare_claims

PEERS = pd.DataFrame(
    {
        "year": 2003,
        "indicator": "growth",
        "country": ["Kazakhstan", *"ABCDEFG"],
        "value": [7.0, 9.0, 6.0, 5.0, 4.0, 3.0, 2.0, None],
    }
)
ECONOMY = pd.DataFrame(
    {"year": [2002, 2003, 2004], "indicator": "poverty", "value": [24.2, 19.8, None]}
)
ELECTIONS = pd.DataFrame({"election": [2004], "day": pd.to_datetime(["2004-09-19"]), "seats": 77})
SEATS = pd.DataFrame({"election": [2004, 2007], "party": "otan", "seats_total": [42, 98]})
TABLES = {
    "growth_peers": PEERS,
    "economy": ECONOMY,
    "elections": ELECTIONS,
    "seat_totals": SEATS,
}


def verdict(test, value=None, as_stated=""):
    claims = pd.DataFrame(
        {"claim": ["c"], "value": [value], "as_stated": [as_stated], "tested_by": [test]}
    ).astype({"value": "Float64", "tested_by": "string"})
    row = compare_claims(claims, TABLES).iloc[0]
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
        ("growth_peers growth 2003 rank", None, 2, "close"),  # of 7 with a figure
        ("growth_peers growth 1990 rank", None, pd.NA, "cannot be tested here"),
        ("elections seats 2004 value", 77, 77, "agrees"),
        ("seat_totals otan 2004 value", 42, 42, "agrees"),
        (None, 42, pd.NA, "cannot be tested here"),
    ],
)
def test_rules(test, value, found, said):
    result, word = verdict(test, value)
    assert word == said
    assert result is pd.NA if found is pd.NA else result == found


def test_rank_agrees_in_the_upper_quarter_and_disagrees_in_the_lower_half():
    PEERS.loc[0, "value"] = 10.0
    assert verdict("growth_peers growth 2003 rank") == (1, "agrees")
    PEERS.loc[0, "value"] = 3.5
    assert verdict("growth_peers growth 2003 rank") == (5, "disagrees")


def test_dates_are_compared_as_they_are_stated():
    test = "elections day 2004 date"
    assert verdict(test, as_stated="19 September 2004")[1] == "agrees"
    assert verdict(test, as_stated="20 September 2004")[1] == "disagrees"
    assert verdict("elections day 2007 date")[1] == "cannot be tested here"


@pytest.mark.parametrize("test", ["nothing poverty 2003 value", "economy poverty 2003 guess"])
def test_unknown_tests_are_named(test):
    with pytest.raises(LabelError, match="expected one of the tables growth_peers"):
        verdict(test)


def test_claims_of_the_article():
    claims = kz.claims().set_index("claim")
    growth = claims.loc["growth_2003"]
    assert (growth["value"], growth["found"], growth["verdict"]) == (9.2, 9.3, "close")
    assert claims.loc["growth_rank_2003", "found"] == 6  # of twelve
    assert claims.loc["poverty_official", "verdict"] == "disagrees"
    assert claims.loc["poverty_official_2002", "verdict"] == "close"
    assert claims.loc["oil_war_cause", "verdict"] == "cannot be tested here"
    results = ["date_first_round", "date_second_round", "seats_otan", "seats_mazhilis"]
    assert (claims.loc[results, "verdict"] == "agrees").all()


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
    series = pd.DataFrame({"year": [2003], "indicator": "x", "value": [found]})
    monkeypatch.setitem(TABLES, "economy", series)
    assert verdict("economy x 2003 value", claimed)[1] == said


@pytest.mark.parametrize(
    ("rank", "said"),
    [(1, "agrees"), (2, "agrees"), (3, "close"), (4, "close"), (5, "disagrees")],
)
def test_the_upper_quarter_and_half_of_eight(rank, said, monkeypatch):
    values = [9.5 - rank, *range(8, 1, -1)]
    peers = pd.DataFrame(
        {
            "year": 2003,
            "indicator": "growth",
            "country": ["Kazakhstan", *"ABCDEFG"],
            "value": values,
        }
    )
    monkeypatch.setitem(TABLES, "growth_peers", peers)
    assert verdict("growth_peers growth 2003 rank") == (rank, said)


@pytest.mark.parametrize("rule", ["rises", "falls"])
def test_no_change_neither_rises_nor_falls(rule, monkeypatch):
    series = pd.DataFrame({"year": [2002, 2003], "indicator": "x", "value": [5.0, 5.0]})
    monkeypatch.setitem(TABLES, "economy", series)
    assert verdict(f"economy x 2002-2003 {rule}") == (0, "disagrees")
