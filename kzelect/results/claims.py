"""What the source article says in its text, beside the series and events that could bear it out.

A claim has any number of tests, each one reading of it: a table, a key, years and a rule.
The verdict rests on the tests that count; the others are shown beside.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from kzelect.errors import LabelError
from kzelect.measures.majorities import majority_threshold
from kzelect.text import listing

COUNTRY = "Kazakhstan"
CLOSE = Decimal("0.05")  # a number within 5 per cent of the claimed one is close to it
UNTESTED = "cannot be tested here"
DEFLATOR = "cpi_inflation"
# What the rules call the columns of the tables.
NAMES = {"indicator": "key", "party": "key", "event": "key", "election": "year"}
NAMES |= {"country": "place", "region": "place", "seats_total": "value"}

Tables = Mapping[str, pd.DataFrame]
Rows = dict[str, dict[str, list[Any]]]  # of each table, by key


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
    claims, tests : pandas.DataFrame
        As `run_tests` expects them.
    tables : mapping of str to pandas.DataFrame
        As `run_tests` expects it.

    Returns
    -------
    pandas.DataFrame
        The claims with ``found`` and ``found_unit`` (of the test, where just one counts),
        ``finding`` (all tests in words) and ``verdict``: ``agrees`` if all tests that count
        bear the claim out, ``close`` if one or more do so only nearly, ``depends`` if some do
        and some do not (on the measure, the line or the year), ``disagrees`` if none does,
        ``cannot be tested here`` if no test counts or no number is known.

    Raises
    ------
    LabelError
        If a test names an unknown claim, table, key or rule.
    """
    run: dict[str, list[tuple[Any, Finding]]] = {name: [] for name in claims["claim"]}
    findings = _findings(claims, tests, tables)
    for test, finding in zip(tests.itertuples(index=False), findings, strict=True):
        run[str(test.claim)].append((test, finding))
    return _with_findings(claims, [_summary(run[name]) for name in claims["claim"]])


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
        The tests with ``found`` and ``found_unit`` (the number; the change in per cent, or in
        points of a series in per cent; the rank; the ratio of growth; the days), ``finding``
        (the same in words) and ``verdict`` (``agrees``, ``close``, ``disagrees``, or
        ``cannot be tested here``).

    Raises
    ------
    LabelError
        If a test names an unknown claim, table, key or rule.
    """
    return _with_findings(tests, _findings(claims, tests, tables))


def _findings(claims: pd.DataFrame, tests: pd.DataFrame, tables: Tables) -> list[Finding]:
    stated: dict[str, Any] = {str(row.claim): row for row in claims.itertuples(index=False)}
    used = {*tests["table"], "economy", "elections"} & set(tables)
    rows = {name: _by_key(name, tables[name]) for name in used}
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
        try:
            findings.append(rule(claim, test, rows))
        except AttributeError as wrong:
            column = " or ".join(old for old, new in NAMES.items() if new == wrong.name)
            message = (
                f"test of {test.claim!r}: the rule {test.rule!r} needs a column "
                f"{column or wrong.name}, which {test.table} does not have"
            )
            raise LabelError(message) from None
    return findings


def _with_findings(frame: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """Return a frame with the columns of its findings."""
    joined = frame.copy()
    for place, name in enumerate(Finding._fields):
        kind = "Float64" if name == "found" else "string[python]"
        joined[name] = pd.Series([f[place] for f in findings], index=joined.index, dtype=kind)
    return joined


def _summary(run: list[tuple[Any, Finding]]) -> Finding:
    """Return what the tests of one claim say together."""
    said: dict[bool, list[str]] = {True: [], False: []}
    for test, finding in run:
        said[bool(test.counts)].append(f"{test.reading}: {finding.finding}")
    text = "; ".join(said[True])
    if said[False]:
        text = f"{text} (beside it: {'; '.join(said[False])})".strip()
    counted = [finding for test, finding in run if test.counts]
    verdicts = {finding.verdict for finding in counted}
    order = ["disagrees", "close", "agrees", UNTESTED]
    verdict = next((word for word in order if word in verdicts), UNTESTED)
    if verdict == "disagrees" and {"agrees", "close"} & verdicts:
        verdict = "depends"
    if len(counted) != 1:
        return Finding(pd.NA, pd.NA, text or pd.NA, verdict)
    return counted[0]._replace(finding=text)


# --- rules ------------------------------------------------------------------------------------


def _value_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    rows = _rows_of(test, tables)
    (found,), unit = _numbers(rows, test), rows[0].unit
    if pd.isna(found):
        return NOT_KNOWN
    return Finding(found, unit, _amount(found, unit), _nearness(found, claim.value))


def _growth_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    growth = _rise(test, tables)
    if pd.isna(growth):
        return NOT_KNOWN
    return Finding(growth, "percent", f"{growth:+.1f} %", _nearness(growth, claim.value))


def _direction_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    rows = _rows_of(test, tables)
    if str(rows[0].unit).startswith(("percent", "index")):
        first, last = _numbers(rows, test, years=2)
        change, unit, sign = last - first, "points", "points"
    else:
        change, unit, sign = _rise(test, tables), "percent", "%"
    if pd.isna(change):
        return NOT_KNOWN
    holds = change < 0 if test.rule == "falls" else change > 0
    return Finding(change, unit, f"{change:+.1f} {sign}", _holds(holds))


def _rank_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    places = _by_place(test, tables)
    if COUNTRY not in places:
        raise _unknown(COUNTRY, test, places)
    values = {place: _numbers(rows, test)[0] for place, rows in places.items()}
    values = {place: value for place, value in values.items() if not pd.isna(value)}
    if COUNTRY not in values:
        return NOT_KNOWN
    ahead = [place for place in values if values[place] > values[COUNTRY]]
    rank = len(ahead) + 1
    text = f"{rank} of {len(values)}"
    if ahead:
        text += f", behind {listing(sorted(ahead, key=values.__getitem__, reverse=True))}"
    return Finding(rank, "rank", text, _holds(rank <= test.limit))


def _spread_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    growth = {}
    for place, rows in sorted(_by_place(test, tables).items()):
        if not pd.isna(factor := _factor(rows, test)):
            growth[place] = 100 * (factor - 1)
    if not growth:
        return NOT_KNOWN
    slowest, fastest = min(growth, key=growth.__getitem__), max(growth, key=growth.__getitem__)
    low, high = growth[slowest], growth[fastest]
    text = f"{low:+.1f} % ({slowest}) to {high:+.1f} % ({fastest})"
    if low <= 0:  # no ratio: some rose and some did not, or none rose
        return Finding(pd.NA, pd.NA, text, _holds(high > 0))
    return Finding(high / low, "times", text, _holds(high / low >= test.limit))


def _of_country_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    rows = [row for series in tables[test.table].values() for row in series]
    region = [row for row in rows if row.place == test.key]
    if not region:
        raise _unknown(test.key, test, dict.fromkeys(row.place for row in rows))
    (part,) = _numbers(region, test)
    (whole,) = _numbers(tables["economy"].get(region[0].key, []), test)
    share = 100 * part / whole
    if pd.isna(share):
        return NOT_KNOWN
    return Finding(share, "percent", f"{share:.0f} % of that of the country", UNTESTED)


def _majority_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    (seats,) = _numbers(_rows_of(test, tables), test)
    (house,) = _numbers(tables["elections"]["seats_total"], test)
    if pd.isna(seats) or pd.isna(house):
        return NOT_KNOWN
    needed = majority_threshold(int(house))
    text = f"{seats:g} of {house}, {needed} needed"
    return Finding(seats, "seats", text, _holds(seats >= needed))


def _date_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    rows = _rows_of(test, tables)
    date = _numbers(rows, test)[0] if test.table == "elections" else rows[0].date
    if pd.isna(date):
        return NOT_KNOWN
    date = date if isinstance(date, str) else f"{date:%Y-%m-%d}"
    first, _, last = claim.date.partition("/")
    within = first <= date[: len(first)] <= (last or first)
    return Finding(pd.NA, pd.NA, _in_words(date), _holds(within))


def _before_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    events = _rows_of(test, tables)
    if len(events) != 2:
        message = f"test of {test.claim!r}: the rule 'before' needs two events, found {len(events)}"
        raise LabelError(message)
    days = (pd.Timestamp(events[1].date) - pd.Timestamp(events[0].date)).days
    text = f"{days} day{'' if days == 1 else 's'}"
    return Finding(days, "days", text, "close" if 0 < days < test.limit else _holds(days > 0))


def _reported_rule(claim: Any, test: Any, tables: Rows) -> Finding:
    events = [
        f"{event.what} ({_in_words(event.date)}, source {event.source_id})"
        for event in _rows_of(test, tables)
    ]
    return Finding(pd.NA, pd.NA, "; ".join(events), "agrees")


# Each rule, and what it needs of its claim (value, date) and of its test (years, limit).
RULES: dict[str, tuple[Callable[[Any, Any, Rows], Finding], set[str]]] = {
    "value": (_value_rule, {"value", "years"}),
    "growth": (_growth_rule, {"value", "years"}),
    "growth_real": (_growth_rule, {"value", "years"}),
    "rises": (_direction_rule, {"years"}),
    "rises_real": (_direction_rule, {"years"}),
    "falls": (_direction_rule, {"years"}),
    "rank": (_rank_rule, {"years", "limit"}),
    "spread": (_spread_rule, {"years", "limit"}),
    "of_country": (_of_country_rule, {"years"}),
    "majority": (_majority_rule, {"years"}),
    "date": (_date_rule, {"date"}),
    "before": (_before_rule, {"limit"}),
    "reported": (_reported_rule, set()),
}


# --- what the rules share ---------------------------------------------------------------------


def _by_key(name: str, table: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the rows of a table by their key, with columns as `NAMES` calls them."""
    if name == "elections":  # each of its columns is a series
        table = table.melt("election", var_name="indicator")
    table = table.rename(columns=NAMES)
    if "unit" not in table:
        table = table.assign(unit="seats")
    rows: dict[str, list[Any]] = {}
    for row in table.itertuples(index=False):
        rows.setdefault(str(row.key), []).append(row)
    return rows


def _rows_of(test: Any, tables: Rows) -> list[Any]:
    """Return the rows with the key of a test, or with one of its two keys."""
    known, keys = tables[test.table], test.key.split("/")
    for key in keys:
        if key not in known:
            raise _unknown(key, test, known)
    return [row for key in keys for row in known[key]]


def _by_place(test: Any, tables: Rows) -> dict[str, list[Any]]:
    """Return the rows of a test by country or region, or those of two series by their endings."""
    places: dict[str, list[Any]] = {}
    for row in _rows_of(test, tables):
        places.setdefault(getattr(row, "place", row.key.rpartition("_")[2]), []).append(row)
    return places


def _unknown(key: str, test: Any, known: Iterable[str]) -> LabelError:
    message = f"test of {test.claim!r}: {key!r} is not in {test.table}; "
    return LabelError(f"{message}expected one of {listing(known)}")


def _years(test: Any) -> list[int]:
    return [int(year) for year in test.years.split("-")]


def _numbers(rows: list[Any], test: Any, *, years: int = 1) -> list[Any]:
    """Return the number of each year that a test names."""
    by_year = {row.year: row.value for row in rows}
    named = _years(test)
    if len(named) != years or len(by_year) < len(rows):
        needs = "years such as 2002-2003, each" if years == 2 else "one year"
        message = f"test of {test.claim!r}: the rule {test.rule!r} needs {needs} with one number"
        raise LabelError(message)
    return [by_year.get(year, pd.NA) for year in named]


def _factor(rows: list[Any], test: Any) -> Any:
    """Return the number of the last year as a multiple of that of the first."""
    first, last = _numbers(rows, test, years=2)
    return pd.NA if pd.isna(first) or first == 0 else last / first


def _rise(test: Any, tables: Rows) -> Any:
    """Return the rise from the first year to the last in per cent, or that above inflation."""
    factor = _factor(_rows_of(test, tables), test)
    if test.rule.endswith("_real"):
        rows = tables["economy"][DEFLATOR]
        prices = {row.year: row.value for row in rows}
        if len(prices) < len(rows):
            message = f"a year of {DEFLATOR} in economy stands twice; expected it once"
            raise LabelError(message)
        start, end = _years(test)
        between = (prices.get(year, pd.NA) for year in range(start + 1, end + 1))
        factor = factor / math.prod(1 + inflation / 100 for inflation in between)
    return 100 * (factor - 1)


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
