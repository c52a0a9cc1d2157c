"""What ships with kzelect: the elections, and the tables that go with them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kzelect.election import Election
from kzelect.errors import LabelError
from kzelect.tables import read_tables

__all__ = ["claims", "conflicts", "elections", "lineage", "load", "parties", "sources"]

# The tables of which an Election holds the rows that concern it.
BY_ELECTION = ["elections", "proportional", "majoritarian", "seat_totals", "turnout", "membership"]
SHARED = ["parties", "lineage", "sources"]


def load(year: int, *, verify: bool = True, folder: Path | str | None = None) -> Election:
    """Return one election.

    Parameters
    ----------
    year : int
        Year of the election, such as 2004.
    verify : bool
        Compare the sha256 of every file with the descriptor. ``False`` skips the
        hashes; types and keys are still compared.
    folder : path-like, optional
        A folder laid out like ``data/``, with its own ``datapackage.json``; it is
        always validated in full. By default the data that ship with kzelect.

    Returns
    -------
    Election

    Raises
    ------
    LabelError
        If there is no such election; the message names those that exist.
    DataError
        If a file does not fit its description; names file, row, column, value
        and what was expected, all problems at once.

    Examples
    --------
    >>> import kzelect as kz
    >>> kz.load(2004).majority()["holder"]
    'otan'
    """
    tables = read_tables(folder, [*BY_ELECTION, *SHARED], verify=verify)
    years = sorted(tables["elections"]["election"])
    if year not in years:
        message = f"no election {year!r}; there is {', '.join(map(str, years))}"
        raise LabelError(message)
    published = {name: _rows_of(tables[name], year) for name in BY_ELECTION}
    published |= {name: tables[name] for name in SHARED}
    before = max((y for y in years if y < year), default=None)
    published["previous"] = _rows_of(tables["seat_totals"], before)
    return Election(int(year), published)


def elections() -> pd.DataFrame:
    """Return the elections: names, dates, seats by tier, thresholds and rules, one a row.

    Examples
    --------
    >>> import kzelect as kz
    >>> 2004 in set(kz.elections()["election"])
    True
    """
    return _table("elections")


def parties() -> pd.DataFrame:
    """Return the contenders: names, type, dates, alignment as a source describes it, colour."""
    return _table("parties")


def lineage(party: str | None = None) -> pd.DataFrame:
    """Return which party became part of which: mergers, splits, blocs.

    Parameters
    ----------
    party : str, optional
        Only rows in which this party is the one or the other.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``successor``, ``relation``, ``year`` and the sources.

    Raises
    ------
    LabelError
        If no party of this name is known.
    """
    table = _table("lineage")
    if party is None:
        return table
    if party not in set(_table("parties")["party"]):
        message = f"no party {party!r}; kzelect.parties() lists those that are known"
        raise LabelError(message)
    return table[(table["party"] == party) | (table["successor"] == party)].reset_index(drop=True)


def claims() -> pd.DataFrame:
    """Return what the source article states in its text, and what could test it."""
    return _table("claims")


def conflicts() -> pd.DataFrame:
    """Return where sources disagree: both figures, both sources, which is used and why."""
    return _table("conflicts")


def sources() -> pd.DataFrame:
    """Return the sources: title, publisher, address and licence, one a row."""
    return _table("sources")


def _table(name: str) -> pd.DataFrame:
    return read_tables(names=[name])[name]


def _rows_of(table: pd.DataFrame, year: int | None) -> pd.DataFrame:
    return table[table["election"] == (-1 if year is None else year)].reset_index(drop=True)
