"""What every figure shows of a contender in the same way: name and colour; and the source line."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.colors import is_color_like, to_hex, to_rgb
from pandas.api.typing import NAType

from kzelect.election import Election
from kzelect.errors import LabelError
from kzelect.plots.style import fitted
from kzelect.text import plain

__all__ = ["NOT_PUBLISHED", "Row", "Table", "colours", "names", "percent", "source_line"]
__all__ += ["CYCLE", "is_missing", "require", "sources_of", "table_of", "tint", "titled"]

Table = Election | pd.DataFrame
Row = dict[Hashable, Any]  # one row of a table

NOT_PUBLISHED = "not published"
NAME_WIDTH = 140  # points that figures have for a name
DAY_LENGTH = 12  # a name of the day up to here needs no short name

# Okabe and Ito (2008), told apart with every colour vision; without the yellow, too pale for dots.
CYCLE = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#4D4D4D", "#A0A0A0")


def table_of(election: Table, view: str) -> pd.DataFrame:
    """Return the named view of an Election, or a table as it is, with a clean index."""
    frame = getattr(election, view) if isinstance(election, Election) else election
    return frame.reset_index(drop=True)


def require(frame: pd.DataFrame, *columns: str) -> None:
    """Raise LabelError unless a table has the columns that a figure draws."""
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        there = ", ".join(map(str, frame.columns))
        needed = ", ".join(columns)
        message = f"the table has no column {absent[0]!r}; expected {needed}; found {there}"
        raise LabelError(message)


def names(frame: pd.DataFrame, election: Table, parties: pd.DataFrame | None = None) -> list[str]:
    """Return the names to show, one a row: that of the day where it is short, else the short one.

    A party keeps its key through renamings; a figure of 2023 has to say Amanat, not Otan.
    """
    short = _described(election, parties, "short_name")
    of_day = frame["party_name"] if "party_name" in frame.columns else [pd.NA] * len(frame)
    shown = []
    for party, name in zip(frame["party"], of_day, strict=True):
        day, other = _text(name), _text(short.get(party))
        best = day if 0 < len(day) <= DAY_LENGTH else other or day or _text(party)
        shown.append(fitted(best, NAME_WIDTH))
    return shown


def colours(frame: pd.DataFrame, election: Table, parties: pd.DataFrame | None = None) -> list[str]:
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


def tint(colour: str, strength: float) -> str:
    """Mix a colour with white; 1 is the colour itself."""
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def percent(share: float | NAType, decimals: int = 2) -> str:
    """Return a share as text in per cent, or say that it was not published."""
    return NOT_PUBLISHED if pd.isna(share) else f"{100 * share:.{decimals}f} %"


def titled(what: str, election: object) -> str:
    """Return the title: what is drawn and, where an Election says so, of when."""
    return f"{what}, {election.name}" if isinstance(election, Election) else what


def source_line(election: object, *tables: str) -> str:
    """Return title and publisher of the source that most rows of each table have."""
    if not isinstance(election, Election):
        return ""
    return sources_of(
        election.published.get("sources"), *(election.published[name] for name in tables)
    )


def sources_of(sources: pd.DataFrame | None, *tables: pd.DataFrame) -> str:
    """Return title and publisher of the main source of each table, as far as they are known."""
    if sources is None:
        return ""
    main = [table["source_id"].mode().head(1) for table in tables if "source_id" in table.columns]
    keys = dict.fromkeys(key for of_table in main for key in of_table)
    described = sources.set_index("source_id").reindex(list(keys))[["title", "publisher"]]
    lines = described.itertuples(index=False, name=None)
    return "; ".join(filter(None, (", ".join(p for p in line if not pd.isna(p)) for line in lines)))


def _text(name: object) -> str:
    """Return a name on one line; nothing where there is none."""
    return "" if is_missing(name) else plain(name)


def _described(election: Table, parties: pd.DataFrame | None, column: str) -> dict[object, Any]:
    """Return one column of the parties table by party; empty where there is none."""
    if parties is None and isinstance(election, Election):
        parties = election.published.get("parties")
    if parties is None or column not in parties.columns:
        return {}
    require(parties, "party")
    return dict(zip(parties["party"], parties[column], strict=True))
