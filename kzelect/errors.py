"""The errors that kzelect raises.

Every one of them is a `KzelectError` and a `ValueError`, so that code which
already guards pandas calls with ``except ValueError`` catches them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from kzelect.text import visible

__all__ = [
    "AllocationError",
    "DataError",
    "KzelectError",
    "LabelError",
    "MissingDataError",
    "Problem",
    "TieError",
]

REPEATED = 20  # problems that a message repeats
LONGEST = 200  # characters of a name or value in a message


class KzelectError(ValueError):
    """Base of every error that kzelect raises on purpose."""

    def __init__(self, message: str) -> None:
        # Messages repeat names of strangers, and end in terminals and logs.
        super().__init__("\n".join(map(visible, message.split("\n"))))


class Problem(NamedTuple):
    """One thing that is wrong in a file: where it stands, what was found, what was expected.

    ``row`` counts as a spreadsheet does: the header is row 1. ``None`` means
    that the problem belongs to no single row, column or value.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str

    def __str__(self) -> str:
        where = [visible(self.file, LONGEST)]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {visible(self.column, LONGEST)}")
        found = "" if self.value is None else f"found {str(self.value)[:LONGEST]!r}, "
        return f"{', '.join(where)}: {found}expected {visible(self.expected, 2 * LONGEST)}"


class DataError(KzelectError):
    """Data that do not fit their description; ``problems`` lists all of them.

    The message repeats the first 20.

    Examples
    --------
    >>> from kzelect.errors import DataError, Problem
    >>> error = DataError([Problem("turnout.csv", 3, "registered", "-1", "a non-negative integer")])
    >>> print(error)
    1 problem in the data:
    turnout.csv, row 3, column registered: found '-1', expected a non-negative integer
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{count} problem{'' if count == 1 else 's'} in the data:"
        lines = [head, *map(str, self.problems[:REPEATED])]
        if count > REPEATED:
            lines.append(
                f"and {count - REPEATED:,} more: `problems` of this error lists all of them"
            )
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class LabelError(KzelectError):
    """Labels (parties, elections, columns) that do not match or are not unique."""


class MissingDataError(KzelectError):
    """A number that is needed was not published."""


class AllocationError(KzelectError):
    """Votes, seats or a rule for which no allocation exists."""


class TieError(AllocationError):
    """Seats that the votes alone cannot assign; no order or lot was given.

    Attributes
    ----------
    parties : tuple
        Labels (or positions) of the tied parties of the first tied election.
    seats : int
        How many seats they tie for.
    rows : tuple
        In a batch, the labels (or positions) of every tied election; empty
        for a single election.
    """

    def __init__(
        self,
        message: str,
        *,
        parties: tuple[object, ...],
        seats: int,
        rows: tuple[object, ...] = (),
    ) -> None:
        self.parties = parties
        self.seats = seats
        self.rows = rows
        super().__init__(message)

    def __reduce__(self) -> tuple[partial[TieError], tuple[()]]:
        # Plain pickling would not pass the keywords on.
        again = partial(
            type(self), str(self), parties=self.parties, seats=self.seats, rows=self.rows
        )
        return again, ()
