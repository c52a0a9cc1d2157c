"""What every plot needs of a table: its rows, names and colours of contenders, its source."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import is_color_like, to_hex
from numpy.typing import NDArray
from pandas.api.typing import NAType

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.io.package import read_tables
from kzelect.plots.style import CYCLE, fitted
from kzelect.results.shown import party_names
from kzelect.text import listing, plain, type_of

Table = Election | pd.DataFrame

NOT_PUBLISHED = "not published"
NAME_WIDTH = 140  # points that plots have for a name
MOST_SPELLED_OUT = 4  # abbreviations in a note


def table_of(election: Any, view: str, *columns: str) -> pd.DataFrame:
    """Return the named view of an Election, or a table as it is, with a clean index.

    A table that lacks a column, has rows of several elections or none at all is refused.
    """
    frame = getattr(election, view) if isinstance(election, Election) else election
    besides = "an Election, such as kzelect.load(2004), or "
    frame = require_table(frame, *columns, besides=besides).reset_index(drop=True)
    one_of(frame, "election")
    what = f"table {view!r} of {election.name}" if isinstance(election, Election) else "table"
    refuse_empty(frame.empty, f"the {plain(what)} has no rows; nothing to draw")
    return frame


def election_of(election: Any, plot: str) -> Election:
    """Return an Election as it is; anything else is refused."""
    if not isinstance(election, Election):
        message = f"{plot} draws an Election; found {type_of(election)}"
        raise LabelError(message)
    return election


def require_table(frame: Any, *columns: str, besides: str = "") -> pd.DataFrame:
    """Return a table as it is; LabelError unless it has the columns that a plot draws."""
    needed = ", ".join(columns)
    if not isinstance(frame, pd.DataFrame):
        found = f"{type_of(frame)} {plain(frame, 40)!r}"
        message = f"expected {besides}a DataFrame with the columns {needed}; found {found}"
        raise LabelError(message)
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        found = ", ".join(map(str, frame.columns)) or "none"
        message = f"the table has no column {missing[0]!r}; expected {needed}; found {found}"
        raise LabelError(message)
    return frame


def one_of(frame: pd.DataFrame, column: str) -> list[Any]:
    """Return the value that a column has in all rows, if it is there; LabelError for several."""
    found = frame[column].drop_duplicates().tolist() if column in frame.columns else []
    if len(found) > 1:
        message = (
            f"several {column}s: choose one; found {plain(listing(map(str, found)), 120)}, "
            f"expected rows of one, such as table[table[{column!r}] == {found[0]!r}]"
        )
        raise LabelError(message)
    return found


def refuse_empty(is_empty: object, message: str) -> None:
    """Raise MissingDataError where nothing is known that can be drawn."""
    if is_empty:
        raise MissingDataError(message)


def one_value(frame: pd.DataFrame, *keys: str) -> None:
    """Raise LabelError where a table has two rows for one thing."""
    if frame.duplicated(list(keys)).any():
        message = f"the table has two values for one {' and '.join(keys)}; expected one"
        raise LabelError(message)


def whole_numbers(values: pd.Series[Any], what: str) -> pd.Series[Any]:
    """Return counts as Int64; LabelError if one is negative, a fraction or no number."""
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


def floats(values: pd.Series[Any], missing: float = np.nan) -> NDArray[Any]:
    """Return numbers for matplotlib, which knows no NA."""
    return values.astype("Float64").to_numpy(float, na_value=missing)


def named(frame: pd.DataFrame, election: Any, parties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return a table with ``name``, ``hue`` and, of abbreviations, ``full_name`` of contenders.

    Colours are of a safe cycle where none is known.
    """
    known = _described(election, parties)
    names = [fitted(name, NAME_WIDTH) or "no name" for name in party_names(frame, known)]
    known = known.drop_duplicates("party", keep="last").set_index("party")
    known = known.reindex(frame["party"]).reindex(columns=["name_en", "colour"])
    spare = {party: CYCLE[i % len(CYCLE)] for i, party in enumerate(frame["party"].unique())}
    hues = [
        to_hex(colour) if isinstance(colour, str) and is_color_like(colour) else spare[party]
        for party, colour in known["colour"].items()
    ]
    days = frame.reindex(columns=["party_name"])["party_name"]
    full_names = []
    for name, *known_as in zip(names, days, known["name_en"], strict=True):
        spelled = next((text for text in map(plain, filter(pd.notna, known_as)) if text), "")
        is_short = name.isupper() and 1 < len(name) <= 6 and spelled != name
        full_names.append(plain(spelled, 60) if is_short else "")
    return frame.assign(name=names, hue=hues, full_name=full_names)


def abbreviations(frame: pd.DataFrame) -> str:
    """Spell out the names in a table from `named` that are abbreviations."""
    found = frame[frame["full_name"] != ""].drop_duplicates("name").head(MOST_SPELLED_OUT)
    return " ".join(found["name"] + ": " + found["full_name"] + ".")


def note(what: str, parts: Iterable[str]) -> str:
    """Return a note that lists parts, nothing without any."""
    listed = listing(parts)
    return f"{what}: {listed}." if listed else ""


def legal_threshold(election: Any) -> float | None:
    """Return the threshold of an Election as a share, as far as it is known."""
    legal = election.facts["threshold_pct"] if isinstance(election, Election) else pd.NA
    return None if pd.isna(legal) else float(legal) / 100


def published_shares(election: Election, table: str, column: str) -> pd.Series[Any]:
    """Return shares as published, 0–1; missing where the table has no such column."""
    rows = election.published[table].reset_index(drop=True).reindex(columns=[column])
    return rows[column].astype("Float64") / 100


def percents(shares: pd.Series[Any], decimals: int = 2) -> list[str]:
    """Return shares as text in per cent, empty where they are missing."""
    return ["" if pd.isna(share) else rounded_percent(share, decimals) for share in shares]


def rounded_percent(share: float | NAType, decimals: int = 2) -> str:
    """Return a share as text in per cent, or say that it was not published."""
    return NOT_PUBLISHED if pd.isna(share) else f"{100 * share:.{decimals}f} %"


def source_line(election: object, source: str | pd.DataFrame | None, *tables: str) -> str:
    """Return the source that a caller gave, or title and publisher of those of the tables."""
    if not isinstance(election, Election):
        return source if isinstance(source, str) else ""
    source = election.published.get("sources") if source is None else source
    return sources_of(source, *(election.published[name] for name in tables))


def sources_of(source: str | pd.DataFrame | None, *tables: pd.DataFrame) -> str:
    """Return title and publisher of the main source of each table, as far as they are known."""
    if isinstance(source, str) or source is None:
        return source or ""
    require_table(source, "source_id", "title", "publisher")
    main = [table["source_id"].mode().head(1) for table in tables if "source_id" in table.columns]
    keys = dict.fromkeys(key for of_table in main for key in of_table)
    described = source.set_index("source_id").reindex(list(keys))[["title", "publisher"]]
    lines = described.itertuples(index=False, name=None)
    return "; ".join(filter(None, (", ".join(p for p in line if not pd.isna(p)) for line in lines)))


def _described(election: Any, parties: pd.DataFrame | None) -> pd.DataFrame:
    """Return what is known of the contenders: ``party`` and other columns."""
    if parties is None and isinstance(election, Election):
        parties = election.published.get("parties")
    if parties is None and isinstance(election, pd.DataFrame) and "party" in election.columns:
        # A view of an election that ships, such as load(2004).proportional: all its keys are known.
        shipped = _shipped_parties()
        parties = shipped if set(election["party"]) <= set(shipped["party"]) else None
    if parties is None:
        return pd.DataFrame({"party": []})
    require_table(parties, "party")
    return parties


@cache
def _shipped_parties() -> pd.DataFrame:
    return read_tables(names=["parties"], verify=False)["parties"]
