"""How much is read, and the one place that opens files for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from kzelect.errors import DataError, KzelectError, Problem

__all__ = ["LIMITS", "Limits", "limited_rows", "read_bytes", "refuse", "require", "within"]


@dataclass(frozen=True)
class Limits:
    """The most that is read; beyond it a `DataError` says which limit was passed.

    Attributes
    ----------
    file_bytes : int
        Size of one file.
    files : int
        Files of a folder, or sheets of a workbook.
    rows, columns : int
        Of one table.
    cells : int
        Of one table: rows times the columns that they have.
    unpacked_bytes : int
        Size of a workbook once it is unpacked.
    zip_ratio : int
        How many times larger than its file a workbook may be once it is unpacked.
    """

    file_bytes: int = 20_000_000
    files: int = 100
    rows: int = 100_000
    columns: int = 500
    cells: int = 1_000_000
    unpacked_bytes: int = 200_000_000
    zip_ratio: int = 100


LIMITS = Limits()


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the content of a file that is not too large.

    Raises
    ------
    DataError
        If there is no such file, it cannot be read, or it is too large.
    """
    try:
        if not path.is_file():
            refuse(path.name, str(path), "a file or folder that exists")
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        refuse(path.name, str(error), "a readable file")
    within(path.name, "bytes", len(content), limits.file_bytes)
    return content


def within(file: str, what: str, found: int, most: int) -> None:
    """Raise a `DataError` if there is more than is read."""
    if found > most:
        refuse(file, f"{found:,} {what}", f"at most {most:,} {what}, or limits=kzelect.Limits(...)")


def limited_rows(rows: Iterable[list[Any]], file: str, limits: Limits) -> Iterator[list[Any]]:
    """Yield rows without their empty ends, as long as the limits hold."""
    cells = 0
    for number, row in enumerate(rows, start=1):
        while row and (row[-1] is None or row[-1] == ""):
            row.pop()
        cells += len(row)
        within(file, "rows", number, limits.rows)
        within(file, "columns", len(row), limits.columns)
        within(file, "cells", cells, limits.cells)
        yield row


def refuse(file: str, found: str | None, expected: str) -> NoReturn:
    """Raise a `DataError` about a whole file."""
    raise DataError([Problem(file, None, None, found, expected)])


def require(package: str) -> None:
    """Raise a `KzelectError` that says how to install a package, if it is not there."""
    try:
        import_module(package)
    except ImportError as error:
        message = f"this needs {package}: pip install 'kzelect[readers]' ({error})"
        raise KzelectError(message) from None
