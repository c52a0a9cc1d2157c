"""What the source article says in its text, beside the series that could bear it out.

A claim names its test in four words: a table, an indicator, a year or two, and
one of the rules below. A claim without a test is one that these data cannot test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from kzelect.errors import LabelError

__all__ = ["compare_claims"]

COUNTRY = "Kazakhstan"
CLOSE = Decimal("0.05")  # a figure within 5 per cent of the claimed one is close to it
UNTESTED = "cannot be tested here"

Tables = Mapping[str, pd.DataFrame]
Finding = tuple[Any, str]


def compare_claims(claims: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Compare each claim with the series that its test names.

    Parameters
    ----------
    claims : pandas.DataFrame
        ``claim``, ``value`` and ``tested_by``, among others: a table, an indicator,
        a year (``2003``) or two (``2002-2003``), and a rule:

        ``value``
            The figure of that year. It agrees if it rounds to the claimed one at
            the digits of the claim, and is close within 5 per cent of it.
        ``rank``
            The rank of Kazakhstan among the countries of the table, highest first.
            "One of the highest" agrees in the upper quarter, is close in the upper
            half.
        ``rises``, ``falls``
            The change from the first year to the second.
        ``date``
            The date of that election agrees if it reads as ``as_stated``.
    tables : mapping of str to pandas.DataFrame
        ``economy`` and ``growth_peers`` (``year``, ``indicator``, ``value``, and
        ``country`` for the peers); ``elections``, whose columns are the
        indicators; ``seat_totals``, whose parties are.

    Returns
    -------
    pandas.DataFrame
        The claims with ``found`` (the figure, rank or change of the series) and
        ``verdict``: ``agrees``, ``close``, ``disagrees`` or ``cannot be tested
        here``, also where the series has no figure.

    Raises
    ------
    LabelError
        If a test names no known table or rule.
    """
    tested = claims.copy()
    findings = [
        _finding(claim, tables)
        for claim in claims[["value", "as_stated", "tested_by"]].itertuples(index=False)
    ]
    tested["found"] = pd.array([found for found, _ in findings], dtype="Float64")
    tested["verdict"] = pd.array([verdict for _, verdict in findings], dtype="string[python]")
    return tested


def _finding(claim: Any, tables: Tables) -> Finding:
    if pd.isna(claim.tested_by):
        return pd.NA, UNTESTED
    name, indicator, years, rule = claim.tested_by.split()
    if name not in tables or rule not in RULES:
        message = (
            f"test {claim.tested_by!r}: expected one of the tables {', '.join(tables)} "
            f"and of the rules {', '.join(RULES)}"
        )
        raise LabelError(message)
    series = _series(name, tables[name], indicator)
    return RULES[rule](claim, series, [int(year) for year in years.split("-")])


def _series(name: str, table: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Return one indicator of a table as ``year`` and ``value``."""
    if name == "elections":
        return pd.DataFrame({"year": table["election"], "value": table[indicator]})
    if name == "seat_totals":
        rows = table[table["party"] == indicator]
        return pd.DataFrame({"year": rows["election"], "value": rows["seats_total"]})
    return table[table["indicator"] == indicator]


def _value(claim: Any, series: pd.DataFrame, years: list[int]) -> Finding:
    figures = series.loc[series["year"] == years[0], "value"].dropna()
    if figures.empty:
        return pd.NA, UNTESTED
    found, claimed = figures.iloc[0], Decimal(str(claim.value)).normalize()
    half_a_digit = Decimal(5).scaleb(min(int(claimed.as_tuple().exponent), 0) - 1)
    difference = abs(Decimal(str(found)) - claimed)
    if difference <= half_a_digit:
        return found, "agrees"
    return found, "close" if difference <= CLOSE * abs(claimed) else "disagrees"


def _date(claim: Any, series: pd.DataFrame, years: list[int]) -> Finding:
    dates = series.loc[series["year"] == years[0], "value"].dropna()
    if dates.empty:
        return pd.NA, UNTESTED
    found = f"{dates.iloc[0].day} {dates.iloc[0]:%B %Y}"
    return pd.NA, "agrees" if found == claim.as_stated else "disagrees"


def _rank(claim: Any, series: pd.DataFrame, years: list[int]) -> Finding:
    figures = series[series["year"] == years[0]].set_index("country")["value"].dropna()
    if COUNTRY not in figures:
        return pd.NA, UNTESTED
    rank = int((figures > figures[COUNTRY]).sum()) + 1
    if rank <= len(figures) / 4:
        return rank, "agrees"
    return rank, "close" if rank <= len(figures) / 2 else "disagrees"


def _change(series: pd.DataFrame, years: list[int]) -> Any:
    """Return the last year's figure less the first year's, missing if either is."""
    by_year = series.set_index("year")["value"].reindex(years)
    return by_year.iloc[-1] - by_year.iloc[0]


def _rises(claim: Any, series: pd.DataFrame, years: list[int]) -> Finding:
    change = _change(series, years)
    if pd.isna(change):
        return pd.NA, UNTESTED
    return change, "agrees" if change > 0 else "disagrees"


def _falls(claim: Any, series: pd.DataFrame, years: list[int]) -> Finding:
    change = _change(series, years)
    if pd.isna(change):
        return pd.NA, UNTESTED
    return change, "agrees" if change < 0 else "disagrees"


RULES: dict[str, Callable[[Any, pd.DataFrame, list[int]], Finding]] = {
    "date": _date,
    "value": _value,
    "rank": _rank,
    "rises": _rises,
    "falls": _falls,
}
