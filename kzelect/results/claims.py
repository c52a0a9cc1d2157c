"""What the source article says in its text, beside the series and events that could bear it out.

A claim has any number of tests, each one reading of it: a table, a key, years and a rule.
The verdict rests on the tests that count; the others are shown beside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from kzelect.errors import LabelError
from kzelect.measures.majorities import majority_threshold
from kzelect.text import listing

__all__ = ["compare_claims", "run_tests"]

COUNTRY = "Kazakhstan"
CLOSE = Decimal("0.05")  # a number within 5 per cent of the claimed one is close to it
UNTESTED = "cannot be tested here"
DEFLATOR = "cpi_inflation"
# Column that holds the key of a test, and column of the year, by table.
KEYS = {"economy": "indicator", "growth_peers": "indicator", "seat_totals": "party"}
KEYS |= {"events": "event"}

Tables = Mapping[str, pd.DataFrame]


class Finding(NamedTuple):
    """What a test found: a number, its unit, the same in words, and the verdict on the claim."""

    found: Any
    found_unit: Any
    finding: Any
    verdict: str


NOT_KNOWN = Finding(pd.NA, pd.NA, "not known", UNTESTED)


def compare_claims(claims: pd.DataFrame, tests: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Compare each claim with the series and events that its tests name.

    Parameters
    ----------
    claims : pandas.DataFrame
        ``claim``, ``value`` and ``date``, among others.
    tests : pandas.DataFrame
        As `run_tests` expects it.
    tables : mapping of str to pandas.DataFrame
        As `run_tests` expects it.

    Returns
    -------
    pandas.DataFrame
        The claims with ``found`` and ``found_unit`` (of the test, where just one
        counts), ``finding`` (all tests in words) and ``verdict``:

        ``agrees``
            All tests that count bear the claim out.
        ``close``
            All do, but one or more only nearly.
        ``depends``
            Some do and some do not: on the measure, the line or the year.
        ``disagrees``
            None does.
        ``cannot be tested here``
            No test counts, or no number is known.

    Raises
    ------
    LabelError
        If a test names an unknown claim, table, key or rule.
    """
    results = run_tests(claims, tests, tables)
    empty = pd.DataFrame(columns=results.columns)
    groups = dict(iter(results.groupby("claim", sort=False)))
    findings = [_summary(groups.get(name, empty)) for name in claims["claim"]]
    return _with_findings(claims, findings)


def run_tests(claims: pd.DataFrame, tests: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Run each test of the claims.

    Parameters
    ----------
    claims : pandas.DataFrame
        ``claim``, ``value`` and ``date`` (a day, ``2003-04-15``, a month, ``2002-10``,
        or a span of months, ``2003-03/2003-05``).
    tests : pandas.DataFrame
        ``claim``, ``reading`` (what is compared, in words), ``table``, ``key``,
        ``years`` (``2003`` or ``2002-2003``), ``rule``, ``limit`` and ``counts``
        (whether the verdict on the claim rests on it). The rules:

        ``value``
            The number agrees if it rounds to the claimed one at the digits of the
            claim, and is close within 5 per cent of it.
        ``growth``, ``growth_real``
            The rise from the first year to the last, in per cent, compared in the same
            way; ``growth_real`` less the inflation of the years between.
        ``rises``, ``rises_real``, ``falls``
            The direction from the first year to the last.
        ``rank``
            The place of Kazakhstan among the countries of the table, highest first,
            agrees up to ``limit``.
        ``spread``
            Growth by region, or of two series, agrees if the fastest was at least
            ``limit`` times the slowest.
        ``of_country``
            A region's number as a share of the country's; compared with nothing.
        ``majority``
            The seats of a party agree if they are more than half of the house.
        ``date``, ``before``, ``reported``
            A date falls into the time stated; the first of two events came before
            the second, and close to it means fewer than ``limit`` days; an event is in
            the table, reported by its source.
    tables : mapping of str to pandas.DataFrame
        ``economy``, ``growth_peers``, ``regional_income``, ``elections``,
        ``seat_totals`` and ``events``.

    Returns
    -------
    pandas.DataFrame
        The tests with ``found`` and ``found_unit`` (the number, or the change in per
        cent, or in points where the series is in per cent, the rank, the ratio of
        growth, the days), ``finding`` (the same in words) and ``verdict`` (``agrees``,
        ``close``, ``disagrees``, or ``cannot be tested here``).

    Raises
    ------
    LabelError
        If a test names an unknown claim, table, key or rule.
    """
    stated: dict[str, Any] = {str(row.claim): row for row in claims.itertuples(index=False)}
    findings = []
    for row in tests.itertuples(index=False):
        test: Any = row
        for what, known in (("claim", stated), ("table", tables), ("rule", RULES)):
            if (value := getattr(test, what)) not in known:
                message = f"test of {test.claim!r}: expected a {what} out of {listing([*known])}; "
                message += f"found {value!r}"
                raise LabelError(message)
        claim = stated[test.claim]
        rule, needs = RULES[test.rule]
        for need in sorted(needs):
            if pd.isna(getattr(test if need in ("years", "limit") else claim, need)):
                message = f"test of {test.claim!r}: the rule {test.rule!r} needs a {need}"
                raise LabelError(message)
        findings.append(rule(claim, test, tables))
    return _with_findings(tests, findings)


def _with_findings(frame: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """Return a frame with the columns of its findings."""
    joined = frame.copy()
    for place, name in enumerate(Finding._fields):
        kind = "Float64" if name == "found" else "string[python]"
        joined[name] = pd.Series([f[place] for f in findings], index=joined.index, dtype=kind)
    return joined


def _summary(tests: pd.DataFrame) -> Finding:
    """Return what the tests of one claim say together."""
    readings = tests["reading"] + ": " + tests["finding"]
    counts = tests["counts"].astype(bool)
    text = "; ".join(readings[counts])
    if not counts.all():
        text = f"{text} (beside it: {'; '.join(readings[~counts])})".strip()
    verdicts = set(tests.loc[counts, "verdict"])
    order = ["disagrees", "close", "agrees", UNTESTED]
    verdict = next((word for word in order if word in verdicts), UNTESTED)
    if verdict == "disagrees" and {"agrees", "close"} & verdicts:
        verdict = "depends"
    if counts.sum() != 1:
        return Finding(pd.NA, pd.NA, text or pd.NA, verdict)
    alone = tests[counts].iloc[0]
    return Finding(alone["found"], alone["found_unit"], text, verdict)


# --- rules ------------------------------------------------------------------------------------


def _value(claim: Any, test: Any, tables: Tables) -> Finding:
    series, unit = _series(test, tables)
    found = series.get(_years(test)[0], pd.NA)
    if pd.isna(found):
        return NOT_KNOWN
    return Finding(found, unit, _amount(found, unit), _nearness(found, claim.value))


def _growth(claim: Any, test: Any, tables: Tables) -> Finding:
    growth = _rise(test, tables)
    if pd.isna(growth):
        return NOT_KNOWN
    return Finding(growth, "percent", f"{growth:+.1f} %", _nearness(growth, claim.value))


def _direction(claim: Any, test: Any, tables: Tables) -> Finding:
    series, in_series = _series(test, tables)
    if str(in_series).startswith(("percent", "index")):
        first, last = _first_and_last(series, test)
        change, unit, sign = last - first, "points", "points"
    else:
        change, unit, sign = _rise(test, tables), "percent", "%"
    if pd.isna(change):
        return NOT_KNOWN
    holds = change < 0 if test.rule == "falls" else change > 0
    return Finding(change, unit, f"{change:+.1f} {sign}", _holds(holds))


def _rank(claim: Any, test: Any, tables: Tables) -> Finding:
    rows = _rows(test, tables)
    of_year = rows[rows["year"] == _years(test)[0]].set_index("country")["value"].dropna()
    if COUNTRY not in of_year:
        return NOT_KNOWN
    ahead = of_year[of_year > of_year[COUNTRY]].sort_values(ascending=False)
    rank = len(ahead) + 1
    text = f"{rank} of {len(of_year)}"
    if len(ahead):
        text += f", behind {listing(ahead.index)}"
    return Finding(rank, "rank", text, _holds(rank <= test.limit))


def _spread(claim: Any, test: Any, tables: Tables) -> Finding:
    """Compare the growth of all regions of a table, or of the two series of a test."""
    rows = _rows(test, tables)
    by = "region" if "region" in rows else "indicator"
    wide = rows.pivot_table(index="year", columns=by, values="value").reindex(_years(test))
    growth = (100 * (wide.iloc[-1] / wide.iloc[0] - 1)).dropna()
    if growth.empty:
        return NOT_KNOWN
    low, high = growth.min(), growth.max()
    names = [str(growth.idxmin()), str(growth.idxmax())]
    if by == "indicator":
        names = [name.rpartition("_")[2] for name in names]
    text = f"{low:+.1f} % ({names[0]}) to {high:+.1f} % ({names[1]})"
    if low <= 0:  # no ratio: some rose and some did not, or none rose
        return Finding(pd.NA, pd.NA, text, _holds(high > 0))
    return Finding(high / low, "times", text, _holds(high / low >= test.limit))


def _of_country(claim: Any, test: Any, tables: Tables) -> Finding:
    year = _years(test)[0]
    rows = tables[test.table]
    region = rows[(rows["region"] == test.key) & (rows["year"] == year)]
    if region.empty:
        raise _unknown(test.key, test, rows["region"].unique())
    economy = tables["economy"]
    same = economy["indicator"] == region["indicator"].iloc[0]
    whole = economy.loc[same & (economy["year"] == year), "value"]
    if whole.empty:
        return NOT_KNOWN
    share = 100 * region["value"].iloc[0] / whole.iloc[0]
    return Finding(share, "percent", f"{share:.0f} % of that of the country", UNTESTED)


def _majority(claim: Any, test: Any, tables: Tables) -> Finding:
    series, _ = _series(test, tables)
    year = _years(test)[0]
    elections = tables["elections"].set_index("election")
    seats, house = series.get(year, pd.NA), elections["seats_total"].get(year, pd.NA)
    if pd.isna(seats) or pd.isna(house):
        return NOT_KNOWN
    needed = majority_threshold(int(house))
    text = f"{seats:g} of {house}, {needed} needed"
    return Finding(seats, "seats", text, _holds(seats >= needed))


def _date(claim: Any, test: Any, tables: Tables) -> Finding:
    if test.table == "elections":
        days, _ = _series(test, tables)
        day = days.get(_years(test)[0], pd.NaT)
        if pd.isna(day):
            return NOT_KNOWN
        date = f"{day:%Y-%m-%d}"
    else:
        date = str(_event(test.key, test, tables)["date"])
    first, _, last = claim.date.partition("/")
    within = first <= date[: len(first)] <= (last or first)
    return Finding(pd.NA, pd.NA, _in_words(date), _holds(within))


def _before(claim: Any, test: Any, tables: Tables) -> Finding:
    dates = [_event(key, test, tables)["date"] for key in test.key.split("/")]
    days = (pd.Timestamp(dates[1]) - pd.Timestamp(dates[0])).days
    text = f"{days} day{'' if days == 1 else 's'}"
    return Finding(days, "days", text, "close" if 0 < days < test.limit else _holds(days > 0))


def _reported(claim: Any, test: Any, tables: Tables) -> Finding:
    event = _event(test.key, test, tables)
    text = f"{event['what']} ({_in_words(event['date'])}, source {event['source_id']})"
    return Finding(pd.NA, pd.NA, text, "agrees")


# Each rule, and what it needs of its claim (value, date) and of its test (years, limit).
RULES: dict[str, tuple[Callable[[Any, Any, Tables], Finding], set[str]]] = {
    "value": (_value, {"value", "years"}),
    "growth": (_growth, {"value", "years"}),
    "growth_real": (_growth, {"value", "years"}),
    "rises": (_direction, {"years"}),
    "rises_real": (_direction, {"years"}),
    "falls": (_direction, {"years"}),
    "rank": (_rank, {"years", "limit"}),
    "spread": (_spread, {"years", "limit"}),
    "of_country": (_of_country, {"years"}),
    "majority": (_majority, {"years"}),
    "date": (_date, {"date"}),
    "before": (_before, {"limit"}),
    "reported": (_reported, set()),
}


# --- what the rules share ---------------------------------------------------------------------


def _years(test: Any) -> list[int]:
    return [int(year) for year in test.years.split("-")]


def _unknown(key: str, test: Any, known: Any) -> LabelError:
    message = f"test of {test.claim!r}: {key!r} is not in {test.table}; "
    return LabelError(f"{message}expected one of {listing(map(str, known))}")


def _rows(test: Any, tables: Tables) -> pd.DataFrame:
    """Return the rows of a table with the key of a test, or with one of its two keys."""
    table = tables[test.table]
    column = KEYS.get(test.table, "indicator")
    for key in test.key.split("/"):
        if key not in set(table[column]):
            raise _unknown(key, test, table[column].unique())
    return table[table[column].isin(test.key.split("/"))]


def _series(test: Any, tables: Tables) -> tuple[pd.Series, Any]:
    """Return the series that a test names, by year, and its unit."""
    if test.table == "elections":
        rows = tables["elections"]
        if test.key not in rows:
            raise _unknown(test.key, test, rows.columns)
        return rows.set_index("election")[test.key], "seats"
    rows = _rows(test, tables)
    if test.table == "seat_totals":
        return rows.set_index("election")["seats_total"], "seats"
    return rows.set_index("year")["value"], rows["unit"].iloc[0]


def _first_and_last(series: pd.Series, test: Any) -> tuple[Any, Any]:
    first, last = (series.get(year, pd.NA) for year in _years(test))
    return first, last


def _rise(test: Any, tables: Tables) -> Any:
    """Return the rise from the first year to the last in per cent, or that above inflation."""
    first, last = _first_and_last(_series(test, tables)[0], test)
    factor = last / first
    if test.rule.endswith("_real"):
        prices = tables["economy"].query("indicator == @DEFLATOR").set_index("year")["value"]
        start, end = _years(test)
        inflation = 1 + prices.reindex(range(start + 1, end + 1)) / 100
        factor = factor / inflation.prod(skipna=False)
    return 100 * (factor - 1)


def _event(key: str, test: Any, tables: Tables) -> Any:
    events = tables["events"].set_index("event")
    if key not in events.index:
        raise _unknown(key, test, events.index)
    return events.loc[key]


def _holds(holds: Any) -> str:
    return "agrees" if holds else "disagrees"


def _nearness(found: Any, value: Any) -> str:
    """Return whether a number rounds to the claimed one, is close to it, or neither."""
    claimed = Decimal(str(value)).normalize()
    half_a_digit = Decimal(5).scaleb(min(int(claimed.as_tuple().exponent), 0) - 1)
    difference = abs(Decimal(str(found)) - claimed)
    if difference <= half_a_digit:
        return "agrees"
    return "close" if difference <= CLOSE * abs(claimed) else "disagrees"


def _amount(value: Any, unit: Any) -> str:
    number = f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.1f}"
    return f"{number} %" if str(unit).startswith("percent") else f"{number} {unit}"


def _in_words(date: str) -> str:
    """Return ``2004-01-15`` as ``15 January 2004``, ``2004-01`` as ``January 2004``."""
    day = pd.Timestamp(date)
    return f"{day:%B %Y}" if len(date) == len("2004-01") else f"{day.day} {day:%B %Y}"
