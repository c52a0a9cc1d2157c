"""Tables -> a folder of CSV files with their descriptor, or a workbook."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kzelect.errors import KzelectError
from kzelect.io.cells import guarded
from kzelect.io.limits import require
from kzelect.io.package import DESCRIPTOR, refresh_hashes
from kzelect.io.schemas import KEYS, described_fields

__all__ = ["write_tables"]

Tables = Mapping[str, pd.DataFrame]


def write_tables(tables: Tables, path: Path | str, *, keep_empty: bool = False) -> None:
    """Write the tables of an election to a folder or a workbook.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
    path : path-like
        A new or empty folder, or a new file that ends in ``.xlsx``.
    keep_empty : bool
        Whether tables without rows are written too.

    Raises
    ------
    KzelectError
        If there is something at ``path``, or a workbook cannot hold a text.
    """
    path = Path(path)
    tables = {name: table for name, table in tables.items() if keep_empty or len(table)}
    if path.suffix.lower() == ".xlsx":
        _write_workbook(tables, path)
        return
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        message = f"{path} exists; expected a new or empty folder, or a new .xlsx file"
        raise KzelectError(message)
    path.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (path / f"{name}.csv").write_text(_csv(table), encoding="utf-8", newline="")
    text = json.dumps(_descriptor(tables), ensure_ascii=False, indent=2) + "\n"
    (path / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
    refresh_hashes(path)


def _csv(table: pd.DataFrame) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_as_text(cell) for cell in row] for row in _cells(table))
    return text.getvalue()


def _write_workbook(tables: Tables, path: Path) -> None:
    require("openpyxl")
    import openpyxl
    from openpyxl.utils.exceptions import IllegalCharacterError

    if path.exists():
        message = f"{path} exists; expected a new file"
        raise KzelectError(message)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(list(table.columns))
        for number, row in enumerate(_cells(table), start=2):
            try:
                sheet.append(row)
            except IllegalCharacterError:
                place = f"{path.name} [{name}], row {number}"
                message = f"{place}: expected text without control characters"
                raise KzelectError(message) from None
    book.save(path)


def _cells(table: pd.DataFrame) -> list[list[Any]]:
    return [[_cell(value) for value in row] for row in table.itertuples(index=False)]


def _cell(value: Any) -> Any:
    """Return a value as a file holds it: a number, or text that starts no formula."""
    if pd.isna(value):
        return None
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.api.types.is_bool(value):
        return "true" if value else "false"
    return int(value) if pd.api.types.is_integer(value) else float(value)


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):  # 1e-05 is a number to programs, not to people
        return np.format_float_positional(cell, trim="-")
    return str(cell)


def _descriptor(tables: Tables) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "election",
        "resources": [_resource(name, tables) for name in tables],
    }


def _resource(name: str, tables: Tables) -> dict[str, Any]:
    table, fields = tables[name], described_fields(name)
    keyed = "election" in table and bool(table["election"].notna().all())
    key = ["election"] * keyed + KEYS[name]
    schema: dict[str, Any] = {
        "fields": [fields[column] for column in table.columns],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = key
    references = [
        {"fields": [column], "reference": {"resource": "parties", "fields": ["party"]}}
        for column in ("party", "successor", "member_of")
        if column in table and name != "parties" and "parties" in tables
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
