"""What every plot needs of a table: its rows, names and colours of contenders, its source."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

import pandas as pd
from matplotlib.colors import is_color_like, to_hex
from pandas.api.typing import NAType

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.io.package import read_tables
from kzelect.plots.style import CYCLE, fitted
from kzelect.text import listing, plain

__all__ = ["NOT_PUBLISHED", "Row", "Table", "abbreviations", "colours", "is_missing", "names"]
__all__ += ["named", "one_election", "percent", "require", "source_line", "sources_of"]
__all__ += ["table_of", "topic_of", "whole_numbers"]

Table = Election | pd.DataFrame
Row = dict[Hashable, Any]  # one row of a table

NOT_PUBLISHED = "not published"
NAME_WIDTH = 140  # points that plots have for a name
DAY_LENGTH = 12  # a name of the day up to here needs no short name
MOST_SPELLED_OUT = 4  # abbreviations in a note


def table_of(election: Any, view: str, *columns: str) -> pd.DataFrame:
    """Return the named view of an Election, or a table as it is, with a clean index.

    Raises
    ------
    LabelError
        If it is neither of the two, lacks a column, or has rows of several elections.
    MissingDataError
        If it has no rows.
    """
    frame: pd.DataFrame
    if isinstance(election, Election):
        frame = getattr(election, view)
    elif isinstance(election, pd.DataFrame):
        frame = election
    else:
        kind = type(election).__name__
        message = (
            f"expected an Election, such as kzelect.load(2004), or a DataFrame with the columns "
            f"{', '.join(columns)}; found {kind} {plain(election, 40)!r}"
        )
        raise LabelError(message)
    frame = frame.reset_index(drop=True)
    require(frame, *columns)
    one_election(frame)
    if frame.empty:
        what = f"table {view!r} of {election.name}" if isinstance(election, Election) else "table"
        message = f"the {plain(what)} has no rows; nothing to draw"
        raise MissingDataError(message)
    return frame


def require(frame: Any, *columns: str) -> None:
    """Raise LabelError unless a table has the columns that a plot draws."""
    if not isinstance(frame, pd.DataFrame):
        message = (
            f"expected a DataFrame with the columns {', '.join(columns)}; "
            f"found {type(frame).__name__}"
        )
        raise LabelError(message)
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        there = ", ".join(map(str, frame.columns)) or "none"
        needed = ", ".join(columns)
        message = f"the table has no column {absent[0]!r}; expected {needed}; found {there}"
        raise LabelError(message)


def one_election(frame: pd.DataFrame) -> None:
    """Raise LabelError where a table has rows of several elections."""
    if "election" in frame.columns and len(frame["election"].unique()) > 1:
        there = listing(f"{key}" for key in frame["election"].drop_duplicates())
        message = (
            f"several elections: choose one; found {plain(there, 120)}, "
            "expected rows of one, such as table[table['election'] == 2004]"
        )
        raise LabelError(message)


def whole_numbers(values: pd.Series[Any], what: str) -> pd.Series[Any]:
    """Return counts as Int64.

    Raises
    ------
    LabelError
        If one is negative, a fraction or no number.
    """
    numbers = pd.to_numeric(values, errors="coerce").astype("Float64")
    wrong = values.notna() & (numbers.isna() | (numbers < 0) | (numbers % 1 != 0)).fillna(True)
    if wrong.any():
        found = values[wrong].iloc[0]
        message = (
            f"{what}: found {plain(found, 40)!r} in row {values.index[wrong][0]}; "
            "expected whole numbers, 0 or more"
        )
        raise LabelError(message)
    return numbers.round().astype("Int64")


def names(frame: pd.DataFrame, election: Any, parties: pd.DataFrame | None = None) -> list[str]:
    """Return the names to show, one a row: that of the day where it is short, else the short one.

    A party keeps its key through renamings; a plot of 2023 has to say Amanat, not Otan.
    """
    short = _described(election, parties, "short_name")
    of_day = frame["party_name"] if "party_name" in frame.columns else [pd.NA] * len(frame)
    shown = []
    for party, name in zip(frame["party"], of_day, strict=True):
        day, other = _text(name), _text(short.get(party))
        best = day if 0 < len(day) <= DAY_LENGTH else other or day or _text(party)
        shown.append(fitted(best, NAME_WIDTH) if best else "no name")
    return shown


def abbreviations(
    frame: pd.DataFrame, election: Any, parties: pd.DataFrame | None, shown: list[str]
) -> str:
    """Spell out the names that are abbreviations, such as AIST; nothing where none are."""
    full = _described(election, parties, "name_en")
    of_day = frame["party_name"] if "party_name" in frame.columns else [pd.NA] * len(frame)
    found = {}
    for short, party, day in zip(shown, frame["party"], of_day, strict=True):
        long = _text(day) or _text(full.get(party))
        if short.isupper() and 1 < len(short) <= 6 and long and long != short:
            found[short] = plain(long, 60)
    some = list(found.items())[:MOST_SPELLED_OUT]
    return "".join(f"{short}: {long}. " for short, long in some).strip()


def named(frame: pd.DataFrame, election: Any, parties: pd.DataFrame | None) -> pd.DataFrame:
    """Return a table with ``name`` and ``hue`` of every row."""
    return frame.assign(name=names(frame, election, parties), hue=colours(frame, election, parties))


def colours(frame: pd.DataFrame, election: Any, parties: pd.DataFrame | None = None) -> list[str]:
    """Return the colours of the contenders, one a row; a safe cycle where none is known."""
    known = _described(election, parties, "colour")
    spare = {party: CYCLE[i % len(CYCLE)] for i, party in enumerate(frame["party"].unique())}
    found = (known.get(party) for party in frame["party"])
    return [
        to_hex(colour) if isinstance(colour, str) and is_color_like(colour) else spare[party]
        for colour, party in zip(found, frame["party"], strict=True)
    ]


def is_missing(figure: Any) -> bool:
    """Say whether a single figure was not published."""
    return figure is None or figure is pd.NA or bool(figure != figure)


def percent(share: float | NAType, decimals: int = 2) -> str:
    """Return a share as text in per cent, or say that it was not published."""
    return NOT_PUBLISHED if pd.isna(share) else f"{100 * share:.{decimals}f} %"


def topic_of(what: str, election: object) -> str:
    """Return what is drawn and, where an Election says so, of when."""
    return f"{what}, {election.name}" if isinstance(election, Election) else what


def source_line(election: object, source: str | pd.DataFrame | None, *tables: str) -> str:
    """Return the source that a caller gave, or title and publisher of those of the tables."""
    if isinstance(source, str):
        return source
    if not isinstance(election, Election):
        return ""
    found = source if isinstance(source, pd.DataFrame) else election.published.get("sources")
    return sources_of(found, *(election.published[name] for name in tables))


def sources_of(source: str | pd.DataFrame | None, *tables: pd.DataFrame) -> str:
    """Return title and publisher of the main source of each table, as far as they are known."""
    if isinstance(source, str) or source is None:
        return source or ""
    require(source, "source_id", "title", "publisher")
    main = [table["source_id"].mode().head(1) for table in tables if "source_id" in table.columns]
    keys = dict.fromkeys(key for of_table in main for key in of_table)
    described = source.set_index("source_id").reindex(list(keys))[["title", "publisher"]]
    lines = described.itertuples(index=False, name=None)
    return "; ".join(filter(None, (", ".join(p for p in line if not pd.isna(p)) for line in lines)))


def _text(name: object) -> str:
    """Return a name on one line; nothing where there is none."""
    return "" if is_missing(name) else plain(name)


def _described(election: Any, parties: Any, column: str) -> Mapping[object, Any]:
    """Return one column of the parties table by party; empty where there is none."""
    if parties is None and isinstance(election, Election):
        parties = election.published.get("parties")
    if parties is None and isinstance(election, pd.DataFrame) and "party" in election.columns:
        # A view of an election that ships, such as load(2004).proportional: all its keys are known.
        known = _shipped()
        parties = known if set(election["party"]) <= set(known["party"]) else None
    if parties is None or column not in parties.columns:
        return {}
    require(parties, "party")
    return dict(zip(parties["party"], parties[column], strict=True))


@cache
def _shipped() -> pd.DataFrame:
    return read_tables(names=["parties"], verify=False)["parties"]
