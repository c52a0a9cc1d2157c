"""Cells with their place, and the list of what was repaired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from kzelect.text import visible

__all__ = ["REPORT", "Grid", "Percent", "Repair", "report"]


class Percent(float):
    """A number that a workbook keeps as a fraction and shows as a percentage: 60.61."""


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


REPORT = {
    "file": "string[python]",
    "row": "Int64",
    "column": "string[python]",
    "found": "string[python]",
    "read_as": "string[python]",
    "rule": "string[python]",
}


def report(repairs: Iterable[Repair] = ()) -> pd.DataFrame:
    """Return repairs as a frame, one a row, by file and row.

    Returns
    -------
    pandas.DataFrame
        ``file``, ``row``, ``column``, ``found``, ``read_as``, ``rule``; control and
        bidirectional characters are shown as escapes.
    """
    rows = [[visible(v) if isinstance(v, str) else v for v in repair] for repair in repairs]
    frame = pd.DataFrame(rows, columns=list(Repair._fields), dtype=object).astype(REPORT)
    places = ["file", "row"]
    return frame.sort_values(places, kind="stable", na_position="first", ignore_index=True)


@dataclass
class Grid:
    """The cells of one table, as a file holds them.

    Attributes
    ----------
    table : str
        Name of the table that it is, such as ``proportional``.
    file : str
        Where it stands, as a message shows it: a file name, or file and sheet.
    rows : list of list
        Cells: text, numbers, dates, truth values, or None; header and titles included.
    numbers : list of int
        The row number of each of them; by default 1, 2, 3, …
    widths : list of int
        How many cells each of them has in its file, empty ends included, where files say so.
    source : str
        The file whose numbers are written alike; by default ``file``.
    comma_groups : bool
        Whether a comma may stand between thousands if nothing settles it; see
        `kzelect.io.numbers.read_number`.
    repairs : list of Repair
        What was repaired on the way here.
    """

    table: str
    file: str
    rows: list[list[Any]]
    numbers: list[int] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    source: str = ""
    comma_groups: bool = True
    repairs: list[Repair] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = self.source or self.file
        self.numbers = self.numbers or list(range(1, len(self.rows) + 1))
