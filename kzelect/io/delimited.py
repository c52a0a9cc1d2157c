"""CSV as it comes: with or without a byte order mark, whatever separates its cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from kzelect.errors import DataError, Problem
from kzelect.io.grids import Grid, Repair
from kzelect.io.headers import header_row, known_headers
from kzelect.io.limits import Limits, limited_rows, read_bytes, refuse

__all__ = ["read_delimited"]

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
SEARCHED_ROWS = 20


def read_delimited(path: Path, table: str, *, encoding: str | None, limits: Limits) -> Grid:
    """Return the cells of a CSV file.

    Parameters
    ----------
    path : pathlib.Path
    table : str
        Which table it holds: its headers show what separates the cells.
    encoding : str, optional
        If it is neither UTF-8 nor has a byte order mark.
    limits : Limits

    Raises
    ------
    DataError
        If a limit is passed, the text cannot be decoded, or a quoted cell does not end.
    """
    content = read_bytes(path, limits)
    repairs = []
    mark = next((name for start, name in MARKS.items() if content.startswith(start)), None)
    if mark:
        repairs.append(Repair(path.name, 1, None, None, mark, "byte order mark"))
    text = _decoded(content, path.name, encoding or mark or "utf-8")
    delimiter = _delimiter(text, table)
    if delimiter != ",":
        rule = f"cells are separated by {DELIMITERS[delimiter]}"
        repairs.append(Repair(path.name, None, None, delimiter, None, rule))
    rows = list(limited_rows(_records(text, delimiter, path.name), path.name, limits))
    return Grid(table, path.name, rows, comma_groups=delimiter != ";", repairs=repairs)


def _decoded(content: bytes, file: str, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        found = repr(content[error.start : error.start + 8])
        expected = f'text in {encoding}: save as "CSV UTF-8", or say encoding= when reading'
        raise DataError([Problem(file, row, None, found, expected)]) from None
    except (LookupError, UnicodeError) as error:
        refuse(file, str(error), "the name of a text encoding, such as cp1251")


def _delimiter(text: str, table: str) -> str:
    """Return what separates the cells: that with which a header is understood best."""
    understood = {}
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(StringIO(text), delimiter=delimiter), SEARCHED_ROWS))
        except csv.Error:
            continue
        position = header_row(rows, table)
        if position is not None:
            understood[delimiter] = len(known_headers(rows[position], table))
    return max(understood, key=understood.__getitem__, default=",")


def _records(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for record in reader:
            yield record
            number += 1
    except csv.Error as error:
        expected = "cells whose quotes open and close"
        raise DataError([Problem(file, number, None, str(error), expected)]) from None
