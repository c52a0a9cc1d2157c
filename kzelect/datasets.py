"""What ships with kzelect: the elections, and the tables that go with them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from kzelect.election import Election
from kzelect.errors import KzelectError, LabelError
from kzelect.io.limits import as_path
from kzelect.io.package import read_descriptor, read_tables, shipped_folder
from kzelect.measures.shares import share
from kzelect.results.claims import compare_claims, run_tests
from kzelect.results.shown import ShownTable, shown_table
from kzelect.results.tiers import all_results
from kzelect.text import as_code

# The tables of which an Election holds the rows that concern it.
BY_ELECTION = ["elections", "proportional", "majoritarian", "seat_totals", "turnout", "membership"]
SHARED = ["parties", "lineage", "sources"]


def load(year: int | str, *, verify: bool = True, folder: Path | str | None = None) -> Election:
    """Return one election.

    Parameters
    ----------
    year : int or str
        Year of the election, such as 2004 or "2004".
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
    years = sorted(tables["elections"]["election"].tolist())
    asked = str(year) if isinstance(year, (int, np.integer, str)) else None
    key = next((known for known in years if str(known) == asked), None)
    if key is None:
        message = f"no election {as_code(year)}; expected one of {', '.join(map(str, years))}"
        raise LabelError(message)

    def rows_of(name: str, election: int) -> pd.DataFrame:
        table = tables[name]
        return table[table["election"] == election].reset_index(drop=True)

    published = {name: rows_of(name, key) for name in BY_ELECTION}
    published |= {name: tables[name] for name in SHARED}
    before = max((y for y in years if y < key), default=-1)
    published["previous"] = rows_of("seat_totals", before)
    return Election(int(key), published)


def elections() -> pd.DataFrame:
    """Return the elections: names, dates, seats by tier, thresholds and rules, one a row.

    Examples
    --------
    >>> import kzelect as kz
    >>> 2004 in set(kz.elections()["election"])
    True
    """
    return table("elections")


def parties() -> pd.DataFrame:
    """Return the contenders: names, type, dates, alignment as a source describes it, colour."""
    return table("parties")


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
    steps = table("lineage")
    if party is None:
        return steps
    if not isinstance(party, str) or party not in set(table("parties")["party"]):
        message = f"no party {as_code(party)}; expected one of those that kzelect.parties() lists"
        raise LabelError(message)
    return steps[(steps["party"] == party) | (steps["successor"] == party)].reset_index(drop=True)


def claims() -> pd.DataFrame:
    """Return what the source article states in its text, compared with what can test it.

    Returns
    -------
    pandas.DataFrame
        One statement a row, in the order of the text: ``claim``, ``section``,
        ``sentence``, ``claim_type``, ``subject``, ``value``, ``unit``, ``date``,
        ``as_stated`` (in our words), ``could_be_tested_by``, ``circular``, the sources,
        ``found``, ``found_unit``, ``finding`` and ``verdict``; see
        `kzelect.results.claims.compare_claims`.

    Examples
    --------
    >>> import kzelect as kz
    >>> claims = kz.claims().set_index("claim")
    >>> print(claims.loc["salary_growth", "verdict"])
    disagrees
    >>> print(claims.loc["salary_growth", "finding"])
    rise of the average wage from 2002 to 2003: +13.8 %; the same less inflation: +6.9 %
    """
    return compare_claims(*_claim_tables())


def claim_tests() -> pd.DataFrame:
    """Return every test of the claims of the source article, with what it found.

    Returns
    -------
    pandas.DataFrame
        One reading of one claim a row: ``claim``, ``order``, ``reading``, ``table``,
        ``key``, ``years``, ``rule``, ``limit``, ``counts``, ``found``, ``found_unit``,
        ``finding`` and ``verdict``; see `kzelect.results.claims.run_tests`.

    Examples
    --------
    >>> import kzelect as kz
    >>> tests = kz.claim_tests().query("claim == 'growth_rank_2003'")
    >>> tests["finding"].iloc[0]
    '6 of 12, behind Armenia, Georgia, Tajikistan, Azerbaijan and Ukraine'
    """
    return run_tests(*_claim_tables())


def _claim_tables() -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return the claims, their tests, and the tables that these name."""
    compared = ["economy", "growth_peers", "regional_income", "elections", "seat_totals", "events"]
    tables = read_tables(names=["claims", "claim_tests", *compared])
    return tables["claims"], tables["claim_tests"], {name: tables[name] for name in compared}


def conflicts() -> pd.DataFrame:
    """Return where sources disagree: both values, both sources, which is used and why."""
    return table("conflicts")


def economy() -> pd.DataFrame:
    """Return yearly series, 1991–2023: ``year``, ``indicator``, ``value``, ``unit``.

    Growth, prices, oil, wages, incomes, poverty, population; the descriptor of the data
    labels every indicator.
    """
    return table("economy")


def growth_peers() -> pd.DataFrame:
    """Return GDP growth of twelve CIS countries, 1995–2010: ``year``, ``country``, ``value``."""
    return table("growth_peers")


def regional_income() -> pd.DataFrame:
    """Return cash income per head, 2001–2005: ``region``, ``year``, ``value``, ``unit``."""
    return table("regional_income")


def table(name: str) -> pd.DataFrame:
    """Return any table of the data package by its name.

    Parameters
    ----------
    name : str
        Such as ``"early_counts"`` or ``"regional_turnout"``.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    LabelError
        If there is no such table; the message names those that exist.
    """
    names = [resource["name"] for resource in read_descriptor()["resources"]]
    if not isinstance(name, str) or name not in names:
        message = f"{as_code(name)} is not a table of kzelect; expected one of {', '.join(names)}"
        raise LabelError(message)
    return read_tables(names=[name])[name]


def panel() -> pd.DataFrame:
    """Return the results of all elections in one long frame, shares on one base.

    Returns
    -------
    pandas.DataFrame
        See `kzelect.results.tiers.all_results`.

    Examples
    --------
    >>> import kzelect as kz
    >>> otan = kz.panel().query("party == 'otan' and election >= 2004")
    >>> otan["seats_total"].tolist()
    [42, 98, 83, 84, 76, 62]
    >>> (100 * otan["elected_seat_share"]).round(1).tolist()  # without the Assembly of People
    [54.5, 100.0, 84.7, 85.7, 77.6, 63.3]
    >>> (100 * otan["house_seat_share"]).round(1).tolist()
    [54.5, 91.6, 77.6, 78.5, 71.0, 63.3]

    In seaborn (a heatmap needs ``astype(float)``, which makes missing values NaN):

    >>> import seaborn as sns
    >>> ax = sns.scatterplot(kz.panel(), x="vote_share", y="house_seat_share")
    """
    names = ["elections", "parties", "proportional", "seat_totals", "turnout"]
    return all_results(read_tables(names=names))


def turnout_bases() -> pd.DataFrame:
    """Return the ballots of each list election against the register and against the population.

    Returns
    -------
    pandas.DataFrame
        One election a row: ``election``; ``ballots_cast`` and ``registered`` (list
        ballot, persons); ``population_15_plus`` (persons aged 15 and over, United
        Nations, revision of 2017, 1994–2009: no voting-age population, as those aged
        15 to 17 cannot vote); ``cast_of_registered``, which is turnout,
        ``cast_of_population`` and ``registered_of_population`` (0–1). Missing where a
        part is not known.

    Examples
    --------
    >>> import kzelect as kz
    >>> bases = kz.turnout_bases().set_index("election").loc[[1999, 2004, 2007]]
    >>> (100 * bases["cast_of_population"]).round(1).tolist()
    [48.1, 42.4, 50.6]
    """
    tables = read_tables(names=["turnout", "economy"])
    ballots = tables["turnout"].query("ballot == 'list'").reset_index(drop=True)
    bases = ballots[["election", "ballots_cast", "registered"]].copy()
    ages = tables["economy"].query("indicator in ('population_15_64', 'population_65_plus')")
    people = ages.groupby("year")["value"].sum().astype("Int64")
    bases["population_15_plus"] = people.reindex(bases["election"]).array
    bases["cast_of_registered"] = share(bases["ballots_cast"], bases["registered"])
    bases["cast_of_population"] = share(bases["ballots_cast"], bases["population_15_plus"])
    bases["registered_of_population"] = share(bases["registered"], bases["population_15_plus"])
    return bases


def sources() -> pd.DataFrame:
    """Return the sources: title, publisher, address and licence, one a row."""
    return table("sources")


def notebooks(path: Path | str) -> list[Path]:
    """Copy the notebooks of this version into a folder, with the files that they read.

    Parameters
    ----------
    path : path-like
        A new or empty folder.

    Returns
    -------
    list of pathlib.Path
        The notebooks, in the order in which they are read.

    Raises
    ------
    KzelectError
        If ``path`` exists and is not an empty folder: nothing is overwritten.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import kzelect as kz
    >>> with TemporaryDirectory() as folder:
    ...     copied = kz.notebooks(folder)
    >>> copied[0].name, len(copied)
    ('00_start_here.ipynb', 8)
    """
    path = as_path(path)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        message = f"{path} exists; expected a new or empty folder"
        raise KzelectError(message)
    shipped = shipped_folder("notebooks", "00_start_here.ipynb")
    ignore = shutil.ignore_patterns(".*")  # what JupyterLab leaves in a checkout
    shutil.copytree(shipped, path, ignore=ignore, dirs_exist_ok=True)
    return sorted(path.glob("*.ipynb"))


def show(
    frame: pd.DataFrame | pd.Series, *, headers: Mapping[str, str] | None = None, decimals: int = 2
) -> ShownTable:
    """Return a table in a form to be read: names for keys, units in headers, "–" for missing.

    Parameters
    ----------
    frame : pandas.DataFrame or pandas.Series
        Any table or view of kzelect, or one made of them. An index that is not 0, 1, 2 …
        becomes its first columns.
    headers : mapping of str to str, optional
        Other headers than those derived from the names of the columns.
    decimals : int, default 2
        Of numbers that are not whole.

    Returns
    -------
    kzelect.results.shown.ShownTable
        HTML in Jupyter, text elsewhere. Shares (``_share``, 0–1) are shown in per cent,
        keys of sources as titles with links.

    Raises
    ------
    LabelError
        If columns have several levels or a name stands twice, or ``headers`` names an
        unknown column.

    Examples
    --------
    >>> import kzelect as kz
    >>> lists = kz.load(2004).proportional
    >>> kz.show(lists.loc[:1, ["party", "votes", "vote_share", "seats"]])
    Party       Votes Share of valid votes, %  Seats
    Otan    2,883,706                   60.61      7
    Aq Jol    572,672                   12.04      1
    """
    known = read_tables(names=["parties", "sources"])
    parties = known["parties"].dropna(subset="short_name")
    names = dict(zip(parties["party"], parties["short_name"], strict=True))
    return shown_table(
        frame, headers=headers, decimals=decimals, names=names, sources=known["sources"]
    )
