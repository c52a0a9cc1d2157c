"""Tables -> a folder of CSV files with their descriptor, or a workbook."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kzelect.errors import KzelectError
from kzelect.io.cells import guarded
from kzelect.io.limits import as_path, optional
from kzelect.io.package import DESCRIPTOR, refresh_hashes
from kzelect.io.schemas import KEYS, described_fields

Tables = Mapping[str, pd.DataFrame]
LONGEST_CELL = 32_767  # characters of a cell of a workbook
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_tables(tables: Tables, path: Path | str, *, keep_empty: bool = False) -> None:
    """Write tables of an election to a new or empty folder, or to a new file that ends in .xlsx.

    Tables without rows are written with `keep_empty` only. A `KzelectError` says that there is
    something at `path`, or that a workbook cannot hold a text.
    """
    path = as_path(path)
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
    cells = [[_as_text(cell) for cell in row] for row in _written_rows(table)]
    text = pd.DataFrame(cells, columns=table.columns, dtype=object)
    return str(text.to_csv(index=False, lineterminator="\n"))


def _write_workbook(tables: Tables, path: Path) -> None:
    openpyxl = optional("openpyxl")
    if path.exists():
        message = f"{path} exists; expected a new file"
        raise KzelectError(message)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate([list(table.columns), *_written_rows(table)], start=1):
            for column, value in enumerate(row, start=1):
                is_text = isinstance(value, str)
                if is_text and (len(value) > LONGEST_CELL or NOT_XML.search(value)):
                    place = f"{path.name} [{name}], row {number}, {table.columns[column - 1]}"
                    message = (
                        f"{place}: expected text of at most {LONGEST_CELL:,} characters, without "
                        "control characters, in a workbook"
                    )
                    raise KzelectError(message)
                if value is not None:
                    # Numbers as Python writes them: openpyxl keeps 16 digits of 17. And text
                    # is said to be text: openpyxl would make an error of "#N/A".
                    cell = sheet.cell(number, column, value if is_text else repr(value))
                    cell.data_type = "s" if is_text else "n"
    book.save(path)


def _written_rows(table: pd.DataFrame) -> list[list[Any]]:
    return [[_as_written(value) for value in row] for row in table.itertuples(index=False)]


def _as_written(value: Any) -> Any:
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
    resources = []
    for name, table in tables.items():
        keyed = "election" in table and bool(table["election"].notna().all())
        references = [
            {"fields": [column], "reference": {"resource": "parties", "fields": ["party"]}}
            for column in ("party", "successor", "member_of")
            if column in table and name != "parties" and "parties" in tables
        ]
        schema = {
            "fields": [described_fields(name)[column] for column in table.columns],
            "missingValues": [""],
            "primaryKey": ["election"] * keyed + KEYS[name],
            "foreignKeys": references,
        }
        resource = {
            "name": name,
            "path": f"{name}.csv",
            "type": "table",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {key: value for key, value in schema.items() if value},
        }
        resources.append(resource)
    return {"profile": "tabular-data-package", "name": "election", "resources": resources}


TO_FILL = [
    "elections",
    "parties",
    "proportional",
    "majoritarian",
    "district_results",
    "seat_totals",
    "turnout",
]
TO_FILL += ["district_turnout"]
# Invented: two list seats, three districts, a run-off in the third.
EXAMPLE = {
    "elections": """\
election,name,date_first_round,date_second_round,seats_total,seats_list,seats_district,seats_other,majority
2001,Invented election,2001-05-06,2001-05-20,5,2,3,0,3
""",
    "parties": """\
party,name_en,contender_type
lake,Lake Party,party
hill,Hill Union,bloc
independents,Independents,independents
""",
    "proportional": """\
party,votes,share_pct,seats
lake,1500,55.6,1
hill,1200,44.4,1
""",
    "district_results": """\
round,district,candidate,party,votes,elected
1,North,A. Reed,lake,520,True
1,North,B. Stone,hill,380,False
1,South,C. Brook,lake,350,False
1,South,D. Cliff,hill,550,True
1,West,E. Pond,lake,400,False
1,West,F. Ridge,hill,260,False
1,West,G. Field,independents,240,False
2,West,E. Pond,lake,390,False
2,West,F. Ridge,hill,410,True
""",
    "turnout": """\
ballot,registered,ballots_cast,invalid_votes,valid_votes
list,4000,2760,60,2700
""",
    "district_turnout": """\
ballot,district,registered,ballots_cast,invalid_votes,valid_votes
first_round,North,1300,920,20,900
first_round,South,1300,920,20,900
first_round,West,1400,920,20,900
second_round,West,1400,815,15,800
""",
}


def template(path: Path | str) -> None:
    """Write empty tables to fill in, with their descriptor, and a filled example.

    Parameters
    ----------
    path : path-like
        A new or empty folder: one CSV file a table, and the example in a folder of its
        own, ``example``. Or a new ``.xlsx`` file: one sheet a table, and the example
        beside it, in a file whose name ends in ``-example``. Tables and columns that
        do not apply stay empty or go; the least is ``party`` and ``votes`` in
        ``proportional``.

    Raises
    ------
    KzelectError
        If there is something at ``path`` already.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import kzelect as kz
    >>> with TemporaryDirectory() as folder:
    ...     kz.template(folder)
    ...     example = kz.Election.read(f"{folder}/example")
    >>> example.seats[["party", "list", "first_round", "second_round", "total"]]
              party  list  first_round  second_round  total
    0          lake     1            1             0      2
    1          hill     1            1             1      3
    2  independents  <NA>            0          <NA>      0
    """
    path = as_path(path)
    empty = {name: pd.DataFrame(columns=list(described_fields(name))) for name in TO_FILL}
    write_tables(empty, path, keep_empty=True)
    example = {name: pd.read_csv(StringIO(text)) for name, text in EXAMPLE.items()}
    is_file = path.suffix.lower() == ".xlsx"
    beside = path.with_name(f"{path.stem}-example.xlsx") if is_file else path / "example"
    write_tables(example, beside)
