"""The official list seats of every election that ships, once more from the votes."""

import pandas as pd
import pytest

import kzelect as kz

LISTS = kz.panel().query("seats_list.notna() and votes.notna() and party != 'against_all'")
ELECTIONS = kz.elections().set_index("election")
YEARS = [int(year) for year in LISTS["election"].unique()]


def allocated(year, method):
    """Return lists and seats; the threshold is a share of all votes, against all included."""
    legal = ELECTIONS.loc[year, "threshold_pct"]  # where none was published, every list is in
    of_year = LISTS[LISTS["election"] == year].set_index("party")
    all_votes = kz.panel().query("election == @year")["votes"].sum()
    seats = kz.apportion(
        of_year["votes"],
        int(ELECTIONS.loc[year, "seats_list"]),
        method=method,
        threshold=0 if pd.isna(legal) else float(legal) / 100,
        threshold_base=int(all_votes),
    )
    return of_year["seats_list"], seats


def test_seven_elections_have_a_list_tier():
    assert YEARS == [1999, 2004, 2007, 2012, 2016, 2021, 2023]


@pytest.mark.parametrize("year", YEARS)
def test_largest_remainder_gives_every_list_result_seat_by_seat(year):
    official, seats = allocated(year, "hare")
    assert seats.tolist() == official.tolist()


def test_dhondt_fails_in_five():
    fails = []
    for year in YEARS:
        official, seats = allocated(year, "dhondt")
        if seats.tolist() != official.tolist():
            fails.append(year)
    assert fails == [1999, 2004, 2012, 2021, 2023]
