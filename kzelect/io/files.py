"""From a path to grids: a folder of CSV files, a workbook, or one CSV file."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice
from os import PathLike
from pathlib import Path

from kzelect.io.cells import shown
from kzelect.io.grids import Grid
from kzelect.io.header_words import TABLE_WORDS
from kzelect.io.headers import SEARCHED_ROWS, header_row, known_headers
from kzelect.io.limits import (
    LIMITS,
    Limits,
    decoded,
    limited_rows,
    read_bytes,
    records,
    refuse,
    within,
)
from kzelect.io.package import DESCRIPTOR
from kzelect.io.report import Repair
from kzelect.io.workbooks import read_workbook
from kzelect.text.contenders import key_of

DELIMITED = {".csv", ".tsv", ".txt"}
WORKBOOKS = {".xlsx", ".xlsm"}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_grids(
    path: PathLike[str] | str, *, encoding: str | None = None, limits: Limits = LIMITS
) -> list[Grid]:
    """Return the tables of a folder of CSV files, of a workbook, or of one CSV file, as cells.

    A single CSV file is the list tier. `encoding` is that of CSV files that are neither UTF-8 nor
    have a byte order mark. A `DataError` says that there is nothing to read, a limit is passed, or
    a file cannot be read.
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
        return [_read_delimited(path, "proportional", encoding=encoding, limits=limits)]
    expected = "a folder, a .csv or an .xlsx file: save it as one of these"
    refuse(path.name, path.suffix or None, expected)


def _read_folder(folder: Path, *, encoding: str | None, limits: Limits) -> list[Grid]:
    files = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and not p.is_dir())
    within(folder.name, "files", len(files), limits.files)
    grids: list[Grid] = []
    left_out: list[Repair] = []
    for file in files:
        table = TABLE_WORDS.get(key_of(file.stem)) if file.suffix.lower() in DELIMITED else None
        if table is not None:
            grids.append(
                _read_delimited(file, table, encoding=encoding, limits=limits, folder=folder)
            )
        elif file.name != DESCRIPTOR:
            rule = "file whose name is no table"
            left_out.append(Repair(file.name, None, None, file.name, "left out", rule))
    if not grids:
        found = ", ".join(file.name for file in files)[:200] or None
        refuse(folder.name, found, "a file named after a table, such as proportional.csv")
    grids[0].repairs += left_out
    return grids


def _read_delimited(
    path: Path, table: str, *, encoding: str | None, limits: Limits, folder: Path | None = None
) -> Grid:
    """Return the cells of a CSV file; its headers show what separates them.

    With `folder` the file has to be in there, links followed.
    """
    content = read_bytes(path, limits, folder=folder)
    repairs = []
    mark = next((name for start, name in MARKS.items() if content.startswith(start)), None)
    if mark:
        repairs.append(Repair(path.name, 1, None, None, mark, "byte order mark"))
    text = decoded(content, path.name, encoding or mark or "utf-8")
    delimiter = _delimiter(text, table)
    if delimiter != ",":
        rule = f"cells are separated by {DELIMITERS[delimiter]}"
        repairs.append(Repair(path.name, None, None, delimiter, None, rule))
    rows, widths = limited_rows(records(text, delimiter, path.name), path.name, limits)
    groups = delimiter != ";"
    return Grid(table, path.name, rows, widths=widths, comma_groups=groups, repairs=repairs)


def _delimiter(text: str, table: str) -> str:
    """Return what separates the cells: rows have alike numbers of cells, and more than one.

    Where several do, the one with which a header is understood best.
    """
    scores: dict[str, tuple[int, int, int]] = {}
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(StringIO(text), delimiter=delimiter), SEARCHED_ROWS))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, alike = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        texts = [list(map(shown, row)) for row in rows if width]
        position = header_row(texts, table)
        known = 0 if position is None else len(known_headers(texts[position], table))
        scores[delimiter] = (alike, known, width)
    return max(scores, key=scores.__getitem__, default=",")
