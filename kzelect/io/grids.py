"""The cells of a table with their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kzelect.errors import Problem
from kzelect.io.cells import SHOWN, shown
from kzelect.io.report import Repair
from kzelect.text import visible


@dataclass
class Grid:
    """The cells of one table, as a file holds them, and what became of them."""

    table: str  # its name, such as proportional
    file: str  # where it stands, as a message shows it: a file name, or file and sheet
    rows: list[list[Any]]  # text, numbers, dates, truth values or None; titles and header included
    numbers: list[int] = field(default_factory=list)  # of the rows; by default 1, 2, 3, …
    widths: list[int] = field(default_factory=list)  # cells with empty ends, where files say so
    source: str = ""  # the file whose numbers are written alike; by default `file`
    comma_groups: bool = True  # see `kzelect.io.numbers.read_number`
    header: int = 0  # position of the last row of the header, once it is known,
    columns: dict[str, int] = field(default_factory=dict)  # and what it says: column -> place
    repairs: list[Repair] = field(default_factory=list)  # what was not read as it stands
    problems: list[Problem] = field(default_factory=list)  # what cannot be read

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
