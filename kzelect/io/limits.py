"""How much is read, and the one place that opens files for reading."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from kzelect.errors import DataError, KzelectError, Problem


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


def read_bytes(path: Path, limits: Limits, *, folder: Path | None = None) -> bytes:
    """Return the content of a regular file that is not too large.

    With `folder` the file has to be in there, links followed. A `DataError` says that there is no
    such file, or it cannot be read, is too large, or is outside the folder.
    """
    name = path.name if folder is None else os.path.relpath(path, folder)
    try:
        if folder is not None and not path.resolve().is_relative_to(folder.resolve()):
            refuse(name, str(path), "a path in its folder, not a link out of it")
        if not path.is_file():
            expected = "a file or folder that exists" if folder is None else "a readable file"
            refuse(name, str(path), expected)
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except DataError:
        raise
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a link to itself
        refuse(name, str(error), "a readable file")
    within(name, "bytes", len(content), limits.file_bytes)
    return content


def within(file: str, what: str, found: int, most: int) -> None:
    """Raise a `DataError` if there is more than is read."""
    if found > most:
        refuse(file, f"{found:,} {what}", f"at most {most:,} {what}, or limits=kzelect.Limits(...)")


def decoded(content: bytes, file: str, encoding: str) -> str:
    """Return the text of a file."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        found = repr(content[error.start : error.start + 8])
        expected = f'text in {encoding}: save as "CSV UTF-8", or say encoding= when reading'
        raise DataError([Problem(file, row, None, found, expected)]) from None
    except (LookupError, UnicodeError) as error:
        refuse(file, str(error), "the name of a text encoding, such as cp1251")


def records(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    """Yield the cells of one record after the other."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for record in reader:
            yield record
            number += 1
    except csv.Error as error:
        expected = "cells whose quotes open and close"
        raise DataError([Problem(file, number, None, str(error), expected)]) from None


def limited_rows(
    rows: Iterable[list[Any]], file: str, limits: Limits
) -> tuple[list[list[Any]], list[int]]:
    """Return rows without their empty ends, as long as the limits hold, and their full widths."""
    found, widths, cells = [], [], 0
    for number, row in enumerate(rows, start=1):
        widths.append(len(row))
        while row and (row[-1] is None or row[-1] == ""):
            row.pop()
        cells += len(row)
        within(file, "rows", number, limits.rows)
        within(file, "columns", len(row), limits.columns)
        within(file, "cells", cells, limits.cells)
        found.append(row)
    return found, widths


def as_path(path: Any) -> Path:
    """Return a path, or raise a `KzelectError` if it is of no kind that can be one."""
    try:
        return Path(path)
    except TypeError:
        message = f"path is a {type(path).__name__}; expected text or a pathlib.Path"
        raise KzelectError(message) from None


def refuse(file: str, found: str | None, expected: str) -> NoReturn:
    """Raise a `DataError` about a whole file."""
    raise DataError([Problem(file, None, None, found, expected)])


def optional(package: str) -> Any:
    """Import a package, or raise a `KzelectError` that says how to install it."""
    try:
        return import_module(package)
    except ImportError as error:
        message = f"this needs {package}: pip install 'kzelect[readers]' ({error})"
        raise KzelectError(message) from None
