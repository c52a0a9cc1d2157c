"""From a path to grids: a folder of CSV files, a workbook, or one CSV file."""

from __future__ import annotations

from pathlib import Path

from kzelect.io.delimited import read_delimited
from kzelect.io.grids import Grid, Repair
from kzelect.io.headers import table_named
from kzelect.io.limits import LIMITS, Limits, refuse, within
from kzelect.io.package import DESCRIPTOR
from kzelect.io.workbooks import read_workbook

__all__ = ["read_grids"]

DELIMITED = {".csv", ".tsv", ".txt"}
WORKBOOKS = {".xlsx", ".xlsm"}


def read_grids(
    path: Path | str, *, encoding: str | None = None, limits: Limits = LIMITS
) -> list[Grid]:
    """Return the tables of an election as cells.

    Parameters
    ----------
    path : path-like
        A folder with one CSV file a table, an Excel workbook with one sheet a table, or
        one CSV file, which is the list tier.
    encoding : str, optional
        Of CSV files that are neither UTF-8 nor have a byte order mark.
    limits : Limits

    Returns
    -------
    list of Grid

    Raises
    ------
    DataError
        If there is nothing to read, a limit is passed, or a file cannot be read.
    """
    path = Path(path)
    try:
        if path.is_dir():
            return _read_folder(path, encoding=encoding, limits=limits)
    except OSError as error:
        refuse(path.name, str(error), "a readable folder")
    if path.suffix.lower() in WORKBOOKS:
        return read_workbook(path, limits=limits)
    if path.suffix.lower() in DELIMITED or not path.is_file():
        return [read_delimited(path, "proportional", encoding=encoding, limits=limits)]
    expected = "a folder, a .csv or an .xlsx file: save it as one of these"
    refuse(path.name, path.suffix or None, expected)


def _read_folder(folder: Path, *, encoding: str | None, limits: Limits) -> list[Grid]:
    files = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and not p.is_dir())
    within(folder.name, "files", len(files), limits.files)
    grids: list[Grid] = []
    left_out: list[Repair] = []
    for file in files:
        table = table_named(file.stem) if file.suffix.lower() in DELIMITED else None
        if table is not None:
            if not file.resolve().is_relative_to(folder.resolve()):
                refuse(file.name, None, "a file in its folder, not a link out of it")
            grids.append(read_delimited(file, table, encoding=encoding, limits=limits))
        elif file.name != DESCRIPTOR:
            rule = "file whose name is no table"
            left_out.append(Repair(file.name, None, None, file.name, "left out", rule))
    if not grids:
        found = ", ".join(file.name for file in files)[:200] or None
        refuse(folder.name, found, "a file named after a table, such as proportional.csv")
    grids[0].repairs += left_out
    return grids
