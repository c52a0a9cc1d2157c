"""Grids -> typed frames: titles, headers, totals and notes sorted out, every cell read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pandas as pd

from kzelect.errors import DataError, LabelError, Problem
from kzelect.io.cells import bare_number, is_missing, read_cell
from kzelect.io.grids import Grid, Repair
from kzelect.io.headers import header_row, match_headers, missing_header, shown
from kzelect.io.numbers import Unreadable, decimal_mark
from kzelect.io.schemas import TABLES, described_fields, dtypes
from kzelect.io.words import BALLOT_ROWS, NOTES, TOTALS, key_of, row_meaning
from kzelect.measures.shares import total
from kzelect.text import visible

__all__ = ["Cleaned", "clean", "clean_facts", "grid_of"]

WITH_TOTALS = {"proportional", "majoritarian", "seat_totals", "previous"}
SHOWN = 60  # characters of a wrong cell that a message repeats
TEXT = {"name": "party_name", "type": "string", "constraints": {}}


@dataclass
class Cleaned:
    """Typed frames by table, where their rows stand, and what became of the cells.

    Attributes
    ----------
    frames : dict of str to pandas.DataFrame
        With the columns that were there, of the described types.
    places : dict of str to (str, list of int)
        The file of each frame and the row number of each of its rows.
    repairs : list of Repair
    problems : list of Problem
    """

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    places: dict[str, tuple[str, list[int]]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(
        self, table: str, position: int | None, column: str | None, value: Any, expected: str
    ) -> None:
        """Note what is wrong with a row (or all) of a table."""
        file, rows = self.places.get(table, (table, []))
        row = rows[position] if position is not None else None
        found = None if value is None else visible(value, SHOWN)
        self.problems.append(Problem(file, row, column, found, expected))

    def derive(self, table: str, what: str, rule: str) -> None:
        """Note that figures were derived, not read."""
        self.repairs.append(Repair(table, None, what, None, "derived", rule))


def clean(grids: Iterable[Grid], *, decimal: str | None = None) -> Cleaned:
    """Turn grids into frames of the described types.

    Parameters
    ----------
    grids : iterable of Grid
        At most one for each table.
    decimal : {".", ",", None}
        The decimal mark, if it is known; else what the numbers of each file show.

    Returns
    -------
    Cleaned
        ``problems`` holds what no rule covers; a cell with a problem is missing.

    Raises
    ------
    LabelError
        If ``decimal`` is no decimal mark.
    """
    if decimal not in (None, ".", ","):
        message = f'decimal is {decimal!r}; expected "." or ","'
        raise LabelError(message)
    result = Cleaned()
    parts: list[tuple[Grid, int, dict[str, int]]] = []
    for grid in map(_by_district, grids):
        result.repairs += grid.repairs
        if any(grid.table == other.table for other, *_ in parts):
            expected = f"one table {grid.table}: remove or rename this one"
            result.problems.append(Problem(grid.file, None, None, None, expected))
            continue
        position = header_row(grid.rows, grid.table)
        if position is None:
            result.problems.append(missing_header(grid))
            continue
        columns, repairs, problems = match_headers(grid, position)
        result.repairs += [*_titles(grid, position), *repairs]
        result.problems += problems
        parts.append((grid, position, columns))
    marks = {source: decimal or _mark_in(source, parts) for source in {g.source for g, *_ in parts}}
    for grid, position, columns in parts:
        _read_grid(grid, position, columns, decimal=marks[grid.source], result=result)
    return result


def clean_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts of an election with the described types.

    Parameters
    ----------
    facts : mapping
        Columns of the table ``elections``; ``year`` stands for ``election``.

    Raises
    ------
    LabelError
        If a fact is not one of these columns.
    DataError
        If a value does not fit; names all of them.
    """
    fields = described_fields("elections")
    named = {"election" if name == "year" else name: value for name, value in facts.items()}
    unknown = [name for name in named if name not in fields]
    if unknown:
        message = f"{unknown[0]!r} is not a fact of an election; expected {', '.join(fields)}"
        raise LabelError(message)
    values, problems = {}, []
    for name, raw in named.items():
        try:
            values[name] = read_cell(raw, fields[name]).value
        except Unreadable as error:
            problems.append(Problem("facts", None, name, visible(raw, SHOWN), error.expected))
    if problems:
        raise DataError(problems)
    return {name: value for name, value in values.items() if not pd.isna(value)}


def grid_of(frame: Any, table: str) -> Grid:
    """Return a frame as a grid; a named index counts as columns.

    Raises
    ------
    LabelError
        If ``frame`` is no frame, or an election has no such table.
    """
    if table not in TABLES:
        message = f"{table!r} is not a table of an election; expected one of {', '.join(TABLES)}"
        raise LabelError(message)
    if not isinstance(frame, pd.DataFrame):
        message = f"{table} is a {type(frame).__name__}; expected a pandas DataFrame"
        raise LabelError(message)
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index(allow_duplicates=True)
    columns = [frame.iloc[:, place].astype(object).tolist() for place in range(frame.shape[1])]
    rows = [
        [None if is_missing(cell) else cell for cell in row] for row in zip(*columns, strict=True)
    ]
    return Grid(table, table, [list(frame.columns), *rows])


def _by_district(grid: Grid) -> Grid:
    """Return turnout that names districts as the table of turnout by district."""
    if grid.table == "turnout" and header_row(grid.rows, "district_turnout") is not None:
        return replace(grid, table="district_turnout")
    return grid


def _titles(grid: Grid, position: int) -> Iterator[Repair]:
    for number, cells in zip(grid.numbers, grid.rows[:position], strict=False):
        text = " ".join(text for cell in cells if (text := shown(cell)))
        if text:
            yield Repair(grid.file, number, None, text, "left out", "line above the header")


def _mark_in(source: str, parts: Sequence[tuple[Grid, int, dict[str, int]]]) -> str | None:
    """Return the decimal mark that the numbers of one file show."""
    texts = (
        bare_number(cells[place])
        for grid, position, columns in parts
        if grid.source == source
        for column, place in columns.items()
        if described_fields(grid.table).get(column, TEXT)["type"] in {"integer", "number"}
        for cells in grid.rows[position + 1 :]
        if place < len(cells)
    )
    return decimal_mark(texts)


def _read_grid(
    grid: Grid, position: int, columns: dict[str, int], *, decimal: str | None, result: Cleaned
) -> None:
    """Read the rows below the header into a frame and add it to the result."""
    fields = described_fields(grid.table)
    as_fields = {column: fields.get(column, TEXT) for column in columns}
    label = next((columns[c] for c in ("party", "party_name") if c in columns), None)
    read: list[dict[str, Any]] = []
    numbers: list[int] = []
    sums: list[tuple[int, dict[str, Any]]] = []
    ballots: dict[str, Any] = {}
    below = slice(position + 1, None)
    for number, cells in zip(grid.numbers[below], grid.rows[below], strict=True):
        texts = [shown(cell) for cell in cells]
        joined = " ".join(text for text in texts if text)
        if not joined:
            continue
        if NOTES.fullmatch(joined.casefold()):
            rule = "note below the table"
            result.repairs.append(Repair(grid.file, number, None, joined, "left out", rule))
            continue
        _refuse_beyond(grid, position, number, texts, result)
        named = texts[label] or "" if label is not None and label < len(texts) else ""
        kind = _kind_of_row(grid.table, named)
        if kind == "misplaced":
            expected = "the name of a party: this is a word for a total or for ballots"
            result.problems.append(
                Problem(grid.file, number, "party", visible(named, SHOWN), expected)
            )
        of_row = as_fields
        if kind == "turnout_pct" and "votes" in columns:  # a percentage where counts stand
            of_row = as_fields | {"votes": fields["share_pct"]}
        row = {
            column: _read(
                cells[place] if place < len(cells) else None,
                of_row[column],
                Place(grid, number, column),
                decimal=decimal,
                is_total=kind == "total",
                result=result,
            )
            for column, place in columns.items()
        }
        if kind == "total":
            sums.append((number, row))
        elif kind in {"party", "misplaced"}:
            read.append(row)
            numbers.append(number)
        else:
            _footer(kind, row, ballots)
            rule = f"row below the list: {kind} of the list ballot"
            result.repairs.append(Repair(grid.file, number, None, joined, "turnout", rule))
    frame = _typed(read, grid.table, list(columns))
    result.repairs += [_total_row(grid, number, row, frame) for number, row in sums]
    result.frames[grid.table] = frame
    result.places[grid.table] = (grid.file, numbers)
    if ballots:
        _add_ballots(ballots, grid, result)


class Place(NamedTuple):
    """Where a cell stands."""

    grid: Grid
    number: int
    column: str


def _kind_of_row(table: str, name: str) -> str:
    """Return what a row is by its name: a ``party``, a ``total``, or a column of ``turnout``.

    ``misplaced`` is a word for a total or for ballots in a table that has no such rows.
    """
    if table == "proportional" and key_of(name) in BALLOT_ROWS:
        return BALLOT_ROWS[key_of(name)]
    if table in WITH_TOTALS and key_of(name) in TOTALS:
        return "total"
    return "misplaced" if row_meaning(name) else "party"


def _read(
    raw: Any,
    as_field: Mapping[str, Any],
    place: Place,
    *,
    decimal: str | None,
    is_total: bool,
    result: Cleaned,
) -> Any:
    """Return the value of a cell, missing if no rule covers it; note what became of it."""
    grid, number, column = place
    try:
        value = read_cell(raw, as_field, decimal=decimal, comma_groups=grid.comma_groups)
    except Unreadable as error:
        if not is_total:  # a total is left out, whatever it says
            problem = Problem(grid.file, number, column, visible(raw, SHOWN), error.expected)
            result.problems.append(problem)
        return pd.NA
    if value.rules:
        read_as = None if pd.isna(value.value) else str(value.value)
        rules = "; ".join(dict.fromkeys(value.rules))
        result.repairs.append(Repair(grid.file, number, column, visible(raw), read_as, rules))
    return value.value


def _typed(rows: list[dict[str, Any]], table: str, columns: list[str]) -> pd.DataFrame:
    """Return rows as a frame of the described types; other columns hold text."""
    types = {column: dtypes(table).get(column, "string[python]") for column in columns}
    return pd.DataFrame(rows, columns=columns, dtype=object).astype(types)


def _refuse_beyond(
    grid: Grid, position: int, number: int, texts: list[str | None], result: Cleaned
) -> None:
    """Refuse cells to the right of the header: something has shifted, or a comma splits a number.

    A cell below an empty header cell is left out, and said so.
    """
    header = [shown(cell) for cell in grid.rows[position]]
    for place, text in enumerate(texts):
        if text is None:
            continue
        if place >= len(header):
            expected = f"{len(header)} cells, as many as the header has (quote cells with commas)"
            result.problems.append(Problem(grid.file, number, None, visible(text, SHOWN), expected))
            return
        if header[place] is None:
            rule = "cell below an empty header"
            result.repairs.append(Repair(grid.file, number, None, text, "left out", rule))


def _footer(meaning: str, row: dict[str, Any], ballots: dict[str, Any]) -> None:
    """Add what a row below the list says about its ballot."""
    if meaning == "turnout_pct":
        share_pct = row.get("share_pct", pd.NA)
        ballots[meaning] = row.get("votes", pd.NA) if pd.isna(share_pct) else share_pct
        return
    ballots[meaning] = row.get("votes", pd.NA)
    if meaning == "registered" and not pd.isna(row.get("share_pct", pd.NA)):
        ballots["turnout_pct"] = row["share_pct"]


def _add_ballots(ballots: dict[str, Any], grid: Grid, result: Cleaned) -> None:
    """Keep the ballots of the rows below the list as a table of their own."""
    result.frames["footer"] = _typed([ballots], "turnout", list(ballots))
    result.places["footer"] = (grid.file, [grid.numbers[0]])


def _total_row(grid: Grid, number: int, row: dict[str, Any], frame: pd.DataFrame) -> Repair:
    """Report a row of totals, and where it is not the sum of the rows."""
    wrong = []
    for column in ("votes", "seats", "seats_list", "seats_district", "seats_total"):
        printed = row.get(column, pd.NA)
        if column in frame and not pd.isna(printed):
            summed = total(frame[column])
            if pd.isna(summed) or summed != printed:
                wrong.append(f"{column}: {printed} is printed, the rows sum to {summed}")
    found = "; ".join(f"{k}={v}" for k, v in row.items() if not pd.isna(v))
    read_as = "; ".join(["left out", *wrong])
    return Repair(grid.file, number, None, found, read_as, "row of totals")
