"""Excel workbooks: one sheet a table, values as they were stored, nothing evaluated."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from typing import Any

from kzelect.errors import DataError, KzelectError
from kzelect.io.cells import Percent
from kzelect.io.grids import Grid
from kzelect.io.header_words import TABLE_WORDS
from kzelect.io.limits import Limits, limited_rows, optional, read_bytes, refuse, within
from kzelect.io.report import Repair
from kzelect.text.contenders import key_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Elements that a cell of a sheet, or a string that it refers to, may take. All other parts,
# such as styles, have a tenth of an element for each cell that the limits allow.
OF_CELLS = {f"{MAIN}worksheet": 4, f"{MAIN}sst": 2}
PARTS = 10  # for each sheet that the limits allow
CHUNK = 2**20

# A number format: quoted, escaped, spaced and filled characters, brackets, all others.
TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\*](?P<literal>.)|_.|\[(?P<bracket>[^\]]*)\]?|(.)', re.S
)
CONDITION = re.compile(r"(?P<sign><=|>=|<>|<|>|=)\s*(?P<limit>-?[0-9.]+(?:[eE][+-]?[0-9]+)?)")
HOLDS = {"<": lt, "<=": le, "=": eq, "<>": ne, ">=": ge, ">": gt}


def read_workbook(path: Path, *, limits: Limits) -> list[Grid]:
    """Return the cells of those sheets of an .xlsx file that are tables of an election.

    A single sheet with a name of its own is the list tier. A `DataError` says that a limit is
    passed, the file is no workbook, no sheet is a table, or a formula has no stored value; a
    `KzelectError` that openpyxl or defusedxml is not installed.
    """
    openpyxl = optional("openpyxl")
    optional("defusedxml")
    content = read_bytes(path, limits)
    try:
        _refuse_bombs(content, path.name, limits)
        # openpyxl's warnings are not silenced: in threads the filter could stay for everybody
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
        return _grids(book, path.name, limits)
    except KzelectError:
        raise
    except Exception as error:  # a broken workbook fails in too many ways to name them
        found = f"{type(error).__name__}: {error}"[:200]
        refuse(path.name, found, "a workbook that opens: save it anew as .xlsx")


def per_cent(number_format: str, value: float) -> tuple[int, bool]:
    """Return what a number format does to a number: how often × 100, and whether it shows a %.

    Only a `%` that stands for itself multiplies by 100; one that is quoted or escaped is shown,
    one that is a space as wide as it is not. The number decides which of up to four sections
    holds: above, below and equal to zero, and text; or by conditions such as `[<1]`.

    Examples
    --------
    >>> per_cent("0.00%", 0.5), per_cent('0.00"%"', 0.5), per_cent("0.00_%", 0.5)
    ((1, True), (0, True), (0, False))
    >>> per_cent("[<=1]0%;0", 0.5), per_cent("[<=1]0%;0", 50)
    ((1, True), (0, False))
    """
    sections: list[tuple[int, bool]] = [(0, False)]
    holds: list[bool | None] = [None]  # the condition of each section, if it has one
    for token in TOKENS.finditer(number_format):
        (scaled, shown), bracket = sections[-1], token["bracket"] or ""
        if token[0] == ";":
            sections.append((0, False))
            holds.append(None)
        elif token[0] == "%":
            sections[-1] = (scaled + 1, True)
        elif "%" in (token["quoted"] or token["literal"] or ""):
            sections[-1] = (scaled, True)
        elif bracket.startswith("$"):  # a currency, with the code of a language
            sections[-1] = (scaled, shown or "%" in bracket.rpartition("-")[0])
        elif condition := CONDITION.fullmatch(bracket):
            holds[-1] = HOLDS[condition["sign"]](float(value), float(condition["limit"]))
    if True in holds[:2]:
        return sections[holds.index(True)]
    if False in holds[:2]:  # the section behind the conditions, or the last
        return sections[min(2 - holds[:2].count(None), len(sections) - 1)]
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place if place < len(sections) else 0]


def _refuse_bombs(content: bytes, file: str, limits: Limits) -> None:
    """Refuse a workbook that unpacks to too much, or a part with too many elements."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        within(file, "parts", len(parts), PARTS * (limits.files + 1))
        unpacked = sum(part.file_size for part in parts)
        within(file, "bytes unpacked", unpacked, limits.unpacked_bytes)
        ratio = unpacked // max(len(content), 1)
        within(file, "times its size unpacked", ratio, limits.zip_ratio)
        for part in parts:
            with archive.open(part) as source:
                if b"<" not in source.read(4):
                    continue  # a picture
            with archive.open(part) as source:
                try:
                    events = iterparse(source, events=("start",), forbid_dtd=True)
                    root = next(iter(events))[1].tag
                except ParseError:
                    continue  # no XML, or openpyxl stops here too
                except DefusedXmlException:
                    refuse(
                        file, part.filename, "no document type in any part: save it anew as .xlsx"
                    )
            with archive.open(part) as source:
                elements = sum(
                    chunk.count(b"<") - chunk.count(b"</")
                    for chunk in iter(lambda: source.read(CHUNK), b"")
                )
            most = int(limits.cells * OF_CELLS.get(root, 0.1))
            within(f"{file}, {part.filename}", "elements", elements, most)


def _grids(book: Any, file: str, limits: Limits) -> list[Grid]:
    names = [sheet.title for sheet in book.worksheets]
    within(file, "sheets", len(names), limits.files)
    grids: list[Grid] = []
    left_out: list[Repair] = []
    for sheet in book.worksheets:
        table = "proportional" if len(names) == 1 else TABLE_WORDS.get(key_of(sheet.title))
        if table is None:
            rule = "sheet whose name is no table"
            left_out.append(Repair(file, None, None, sheet.title, "left out", rule))
            continue
        grid = Grid(table, f"{file} [{sheet.title}]", [], source=file)
        grid.rows, _ = limited_rows(_sheet_rows(book, sheet, grid, limits), grid.file, limits)
        grids.append(grid)
    problems = [problem for grid in grids for problem in grid.problems]
    if problems:
        raise DataError(problems)
    if not grids:
        refuse(file, ", ".join(names)[:200], "a sheet named after a table, such as proportional")
    grids[0].repairs += left_out
    return grids


def _sheet_rows(book: Any, sheet: Any, grid: Grid, limits: Limits) -> Iterator[list[Any]]:
    """Yield the rows that hold something; note formulas without a value and stored errors.

    openpyxl's own rows have a cell for every column up to the last that is formatted.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser
    from openpyxl.xml.functions import iterparse

    class Parser(WorkSheetParser):  # type: ignore[misc]
        """Keeps the formula of a cell beside its stored value."""

        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            formula = element.find(FORMULA_TAG)
            return cell | {"formula": None if formula is None else f"={formula.text or ''}"}

    formats: dict[int, str] = {}
    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, element in iterparse(source):
            if element.tag == DATA_TAG:
                return
            if element.tag != ROW_TAG:
                continue
            number, cells = parser.parse_row(element)
            element.clear()
            values: dict[int, Any] = {}
            for cell in cells:
                column, value, style = cell["column"], cell["value"], cell["style_id"]
                expected = None
                if cell["row"] != number or column in values:
                    expected = "one value in each cell: save the workbook anew as .xlsx"
                elif cell["data_type"] == "e" or (value is None and cell["formula"]):
                    expected = "a stored value: let a spreadsheet program compute it, and save"
                elif isinstance(value, (int, float)) and not isinstance(value, bool):
                    if style not in formats:
                        formats[style] = ReadOnlyCell(sheet, 1, 1, None, "n", style).number_format
                    scaled, shown = per_cent(formats[style] or "", value)
                    if scaled > 1:
                        expected = "a number format with one %"
                    elif shown:
                        value = Percent(round(100 * value, 10) if scaled else value)
                if expected is not None:
                    grid.refuse(number, f"no {column}", str(cell["formula"] or value), expected)
                elif value is not None:
                    within(grid.file, "columns", column, limits.columns)
                    values[column] = value
            if values:
                grid.numbers.append(number)
                yield [values.get(column) for column in range(1, max(values) + 1)]
