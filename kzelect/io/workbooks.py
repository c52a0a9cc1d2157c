"""Excel workbooks: one sheet a table, values as they were stored, nothing evaluated."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from kzelect.errors import DataError, KzelectError, Problem
from kzelect.io.grids import Grid, Percent, Repair
from kzelect.io.headers import table_named
from kzelect.io.limits import Limits, limited_rows, read_bytes, refuse, require, within

__all__ = ["read_workbook"]

ENTITIES = ["<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]


def read_workbook(path: Path, *, limits: Limits) -> list[Grid]:
    """Return the cells of those sheets of a workbook that are tables of an election.

    Parameters
    ----------
    path : pathlib.Path
        An ``.xlsx`` file. A single sheet with a name of its own is the list tier.
    limits : Limits

    Raises
    ------
    DataError
        If a limit is passed, the file is no workbook, no sheet is a table, or a formula
        has no stored value.
    KzelectError
        If openpyxl is not installed.
    """
    require("openpyxl")
    import openpyxl

    content = read_bytes(path, limits)
    try:
        _refuse_bombs(content, path.name, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that are not read
            opened = {
                stored: openpyxl.load_workbook(
                    BytesIO(content), read_only=True, data_only=stored, keep_links=False
                )
                for stored in (True, False)
            }
            return _grids(opened, path.name, limits)
    except KzelectError:
        raise
    except Exception as error:  # a broken workbook fails in too many ways to name them
        found = f"{type(error).__name__}: {error}"[:200]
        refuse(path.name, found, "a workbook that opens: save it anew as .xlsx")


def _refuse_bombs(content: bytes, file: str, limits: Limits) -> None:
    """Refuse a workbook that unpacks to too much, or whose parts define entities."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
        within(file, "bytes unpacked", unpacked, limits.unpacked_bytes)
        ratio = unpacked // max(len(content), 1)
        within(file, "times its size unpacked", ratio, limits.zip_ratio)
        for part in archive.infolist():
            if any(word in archive.read(part) for word in ENTITIES):
                refuse(file, part.filename, "no document type in any part: save it anew as .xlsx")


def _grids(opened: dict[bool, Any], file: str, limits: Limits) -> list[Grid]:
    stored, written = opened[True], opened[False]
    names = [sheet.title for sheet in stored.worksheets]
    within(file, "sheets", len(names), limits.files)
    grids: list[Grid] = []
    left_out: list[Repair] = []
    problems: list[Problem] = []
    for sheet, formulas in zip(stored.worksheets, written.worksheets, strict=True):
        table = "proportional" if len(names) == 1 else table_named(sheet.title)
        place = f"{file} [{sheet.title}]"
        if table is None:
            rule = "sheet whose name is no table"
            left_out.append(Repair(file, None, None, sheet.title, "left out", rule))
            continue
        for one in (sheet, formulas):
            one.reset_dimensions()  # what a sheet says of its size need not be so
        cells = _values(sheet, formulas, place, problems)
        rows = list(limited_rows(cells, place, limits))
        grids.append(Grid(table, place, rows, source=file))
    if problems:
        raise DataError(problems)
    if not grids:
        refuse(file, ", ".join(names)[:200], "a sheet named after a table, such as proportional")
    grids[0].repairs += left_out
    return grids


def _values(sheet: Any, formulas: Any, place: str, problems: list[Problem]) -> Iterator[list[Any]]:
    """Yield rows of stored values; note formulas without one and stored errors."""
    for number, (row, as_written) in enumerate(
        zip(sheet.iter_rows(), formulas.iter_rows(), strict=True), start=1
    ):
        values = []
        for place_in_row, (cell, origin) in enumerate(zip(row, as_written, strict=True), start=1):
            value = cell.value
            wrong = value is None and origin.value is not None
            if wrong or getattr(cell, "data_type", None) == "e":
                found = str(value if origin.value is None else origin.value)[:60]
                expected = "a stored value: let a spreadsheet program work it out, and save"
                problems.append(Problem(place, number, f"no {place_in_row}", found, expected))
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if is_number and "%" in (cell.number_format or ""):
                value = Percent(round(100 * value, 10))
            values.append(value)
        yield values
