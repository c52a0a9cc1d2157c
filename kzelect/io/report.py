"""The import report: what was not read as it stands, a repair a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from kzelect.measures.frames import TEXT, typed
from kzelect.text import visible


class Repair(NamedTuple):
    """One cell, row or column that was not read as it stands, and the rule that says why.

    ``row`` counts as a spreadsheet does (the first line is row 1); ``None`` stands for
    the whole file or table.
    """

    file: str
    row: int | None
    column: str | None
    found: str | None
    read_as: str | None
    rule: str


def report(repairs: Iterable[Repair] = ()) -> pd.DataFrame:
    """Return repairs as a frame, one a row, by file and row.

    Returns
    -------
    pandas.DataFrame
        ``file``, ``row``, ``column``, ``found``, ``read_as``, ``rule``; control and
        bidirectional characters are shown as escapes.
    """
    rows = [[visible(v) if isinstance(v, str) else v for v in repair] for repair in repairs]
    text = dict.fromkeys(Repair._fields, TEXT)
    frame = typed(rows, **text | {"row": "Int64"})
    if len(frame) < 2:
        return frame
    places = ["file", "row"]
    return frame.sort_values(places, kind="stable", na_position="first", ignore_index=True)
