"""The cells of a table with their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kzelect.errors import Problem
from kzelect.io.cells import SHOWN, shown
from kzelect.io.report import Repair
from kzelect.text import visible

__all__ = ["Grid"]


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
        What was not read as it stands.
    problems : list of Problem
        What cannot be read.
    """

    table: str
    file: str
    rows: list[list[Any]]
    numbers: list[int] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    source: str = ""
    comma_groups: bool = True
    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = self.source or self.file
        self.numbers = self.numbers or list(range(1, len(self.rows) + 1))

    @cached_property
    def texts(self) -> list[list[str]]:
        """The cells as text, as `kzelect.io.cells.shown` gives it: read when they are final."""
        return [list(map(shown, row)) for row in self.rows]

    def note(
        self, row: int | None, column: str | None, found: str | None, read_as: str | None, rule: str
    ) -> None:
        """Note what was not read as it stands."""
        self.repairs.append(Repair(self.file, row, column, found, read_as, rule))

    def leave_out(
        self, row: int | None, found: str, rule: str, *, column: str | None = None
    ) -> None:
        """Note what is not read."""
        self.note(row, column, found, "left out", rule)

    def refuse(self, row: int | None, column: str | None, found: Any, expected: str) -> None:
        """Note what cannot be read."""
        self.problems.append(Problem(self.file, row, column, visible(found, SHOWN), expected))
