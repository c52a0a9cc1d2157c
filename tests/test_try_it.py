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
