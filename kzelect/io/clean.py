"""Grids -> typed frames: titles, headers, totals and notes sorted out, every cell read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from kzelect.errors import DataError, LabelError, Problem
from kzelect.io.cells import SHOWN, bare_number, is_missing, read_cell
from kzelect.io.grids import Grid
from kzelect.io.header_words import NOTES
from kzelect.io.headers import (
    GIVEN,
    given_words,
    header_row,
    is_number,
    match_headers,
    missing_header,
    strays,
    translate,
)
from kzelect.io.layout import header_block, split
from kzelect.io.numbers import Unreadable, check_mark, decimal_mark, read_number
from kzelect.io.report import Repair
from kzelect.io.rows import SUMMED, Row, counted, fractions, settle, sum_of
from kzelect.io.schemas import MOST, TABLES, described_fields, dtypes
from kzelect.measures.frames import TEXT, typed
from kzelect.measures.shares import total
from kzelect.text import ROUNDS, as_code, type_of, visible
from kzelect.text.contenders import key_of, row_meaning

# Where a row can say that it is no contender, if not by its party.
LABELS = {"district_results": ["district", "candidate", "party"], "district_turnout": ["district"]}
COUNTED = {"proportional", "majoritarian"}  # tables with rows of ballots below
NUMBERS = re.compile(r"[0-9][0-9.,\u00a0\u202f ]*%?")
WITH_TOTALS = {"proportional", "majoritarian", "seat_totals", "previous"}
OF_PARTIES = {"party", "misplaced"}  # kinds of rows
NAME = {"name": "party_name", "type": "string", "constraints": {}}


@dataclass
class Cleaned:
    """Typed frames by table, where their rows stand, and what became of the cells."""

    frames: dict[str, pd.DataFrame] = field(
        default_factory=dict
    )  # with the columns that were there
    places: dict[str, tuple[str, list[int]]] = field(
        default_factory=dict
    )  # file, number of each row
    below: list[dict[str, Any]] = field(default_factory=list)  # ballots below parties, as turnout
    repairs: list[Repair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(
        self, table: str, position: int | None, column: str | None, value: Any, expected: str
    ) -> None:
        """Note what is wrong with a row (or all) of a table."""
        file, rows = self.places.get(table, (table, []))
        row = rows[position] if position is not None else None
        found = None if value is None else visible(value, SHOWN)
        self.problems.append(Problem(file, row, column, found, expected))

    def derive(self, table: str, what: str, rule: str) -> None:
        """Note that numbers were derived, not read."""
        self.repairs.append(Repair(table, None, what, None, "derived", rule))


def clean_grids(
    grids: Iterable[Grid], *, decimal: str | None = None, words: Mapping[str, str] | None = None
) -> Cleaned:
    """Turn grids, at most one for each table, into frames of the described types.

    `decimal` is the decimal mark if it is known, else what the numbers of each file show. A cell
    that is one of `words` is read as what that means. What no rule covers is in `problems`, and
    missing in the frame. A `LabelError` says what is wrong with `decimal` or `words`.
    """
    check_mark(decimal)
    meant, grids = given_words(words), list(grids)
    for grid in grids:
        translate(grid, meant)
    used = {key_of(r.found or "") for grid in grids for r in grid.repairs if r.rule == GIVEN}
    for word in words or {}:
        if key_of(word) not in used:
            message = f"words explains {as_code(word)}, which no cell is"
            raise LabelError(message)
    result = Cleaned()
    parts: list[Grid] = []
    tables = [table for grid in grids for table in _by_tier(_by_district(grid), result)]
    for grid in tables:
        if any(grid.table == other.table for other in parts):
            expected = f"one table {grid.table}: remove or rename this one"
            result.problems.append(Problem(grid.file, None, None, None, expected))
            continue
        position = header_row(grid.texts, grid.table)
        if position is None:
            grid.problems.append(missing_header(grid))
            continue
        grid.header, grid.columns = position, match_headers(grid, position)
        _titles(grid, position)
        parts.append(grid)
    numbers: dict[str, list[str]] = {}
    for grid in parts:
        numbers.setdefault(grid.source, []).extend(_number_texts(grid))
    marks = {source: decimal or decimal_mark(texts) for source, texts in numbers.items()}
    stood: frozenset[str] = frozenset()
    for grid in sorted(parts, key=lambda part: part.table != "parties"):
        _read_grid(grid, marks[grid.source], stood, result)
        if grid.table == "parties":
            named = result.frames["parties"].reindex(columns=["party", "party_name", "name_en"])
            stood = frozenset(str(name) for column in named for name in named[column].dropna())
    for grid in tables:
        result.repairs += grid.repairs
        result.problems += grid.problems
    result.frames = {grid.table: result.frames[grid.table] for grid in parts} | result.frames
    return result


def clean_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts of an election, columns of the table `elections`, with the described types.

    `year` stands for `election`. A `LabelError` names what is no such column, a `DataError` all
    values that do not fit.
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

    A `LabelError` says that it is no frame, or an election has no such table.
    """
    if table not in TABLES:
        message = (
            f"{as_code(table)} is not a table of an election; expected one of {', '.join(TABLES)}"
        )
        raise LabelError(message)
    if not isinstance(frame, pd.DataFrame):
        message = f"{table} is a {type_of(frame)}; expected a pandas DataFrame"
        raise LabelError(message)
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index(allow_duplicates=True)
    columns = [frame.iloc[:, place].astype(object).tolist() for place in range(frame.shape[1])]
    rows = [
        [None if is_missing(cell) else cell for cell in row] for row in zip(*columns, strict=True)
    ]
    return Grid(table, table, [list(frame.columns), *rows])


def _by_district(grid: Grid) -> Grid:
    """Return turnout that names districts, and a list of candidates, as what they are."""
    table = {"turnout": "district_turnout", "proportional": "district_results"}.get(grid.table)
    if table is None or header_row(grid.texts, table) is None:
        return grid
    if table == "district_results":
        grid.note(None, None, grid.table, table, "districts and candidates in the header")
    return replace(grid, table=table)


def _by_tier(grid: Grid, result: Cleaned) -> list[Grid]:
    """Return the tables of the tiers and rounds that a wide table of results holds."""
    if grid.table not in {"proportional", "majoritarian"}:
        return [grid]
    block = header_block(grid)
    if block is None:
        return [grid]
    start, end, layout = block
    plain = end - start == 1 and (grid.table == "majoritarian" or not layout.is_wide)
    if plain or (grid.table == "majoritarian" and not {"list", "second_round"} & set(layout.tiers)):
        return [grid]
    parts = split(layout, grid, start, end)
    if not parts and not layout.problems:
        return [grid]
    _titles(grid, start)
    result.repairs += grid.repairs
    result.problems += grid.problems
    return parts


def _titles(grid: Grid, position: int) -> None:
    for number, texts in zip(grid.numbers, grid.texts[:position], strict=False):
        if any(texts):
            grid.leave_out(number, " ".join(filter(None, texts)), "line above the header")


def _number_texts(grid: Grid) -> Iterator[str]:
    """Yield the texts of the cells that hold numbers."""
    fields = described_fields(grid.table)
    for column, place in grid.columns.items():
        if fields.get(column, NAME)["type"] in {"integer", "number"}:
            for cells in grid.rows[grid.header + 1 :]:
                yield bare_number(cells[place]) if place < len(cells) else ""


def _read_grid(grid: Grid, decimal: str | None, stood: frozenset[str], result: Cleaned) -> None:
    """Read the rows below the header into a frame and add it to the result."""
    table, columns, share = grid.table, grid.columns, described_fields("proportional")["share_pct"]
    fields = described_fields(table)
    if table == "majoritarian":
        fields = fields | {"share_pct": share}
    as_fields = {column: fields.get(column, NAME) for column in columns}
    labels = [columns[c] for c in LABELS.get(table, ["party", "party_name"]) if c in columns]
    rows: list[Row] = []
    strays(grid, grid.header, grid.header + 1)
    below = list(zip(grid.numbers, grid.rows, grid.texts, strict=True))[grid.header + 1 :]
    for number, cells, texts in below:
        joined = " ".join(filter(None, texts))
        if not joined:
            continue
        if NOTES.fullmatch(joined.casefold()):
            grid.leave_out(number, joined, "note below the table")
            continue
        names = [texts[at] for at in labels if at < len(texts)]
        if table in WITH_TOTALS and not any(names):  # a word for a total may stand beside
            names = [text for text in texts if text and not is_number(text)][:1]
        row = Row(number, joined, *_kind_of_row(table, names, stood), values={})
        of_row = as_fields
        if row.kind == "turnout_pct" and "votes" in columns:  # a percentage where counts stand
            of_row = as_fields | {"votes": share}
        for column, place in columns.items():
            if place < len(cells):
                _read_into(cells[place], of_row[column], grid, row, column, decimal)
        rows.append(row)
    if table in WITH_TOTALS:
        by_round: dict[int, list[Row]] = {}
        for row in rows:
            by_round.setdefault(row.values.get("round", 1), []).append(row)
        for of_round in by_round.values():
            settle(grid, of_round, stood)
    for row in rows:
        if row.kind == "misplaced":
            expected = "the name of a party: this is a word for a total or for ballots"
            grid.refuse(row.number, "party", row.name, expected)
    fractions(grid, rows)
    held = list(columns)
    if table == "district_results" and "elected" not in columns:
        place = columns["candidate"]
        marked = {
            number
            for number, cells, _ in below
            if place < len(cells) and str(cells[place]).rstrip().endswith("*")
        }
        winners: Counter[Any] = Counter()
        for row in rows:
            winners[row.values.get("district")] += row.number in marked
        if set(winners.values()) == {1}:
            held.append("elected")
            for row in rows:
                row.values["elected"] = row.number in marked
            rule = "one candidate of each district has a mark: elected"
            grid.note(None, "elected", "*", "true", rule)
    read = [row for row in rows if row.kind in OF_PARTIES]
    if table == "majoritarian" and "share_pct" in columns:
        held.remove("share_pct")
        shares = [str(row.values["share_pct"]) for row in read if "share_pct" in row.values]
        grid.leave_out(None, ", ".join(shares), "shares of a tier by round", column="share_pct")
    cells_read = [[row.values.get(column, pd.NA) for column in held] for row in read]
    result.frames[table] = typed(cells_read, **{c: dtypes(table).get(c, TEXT) for c in held})
    result.places[table] = (grid.file, [row.number for row in read])
    _no_contenders(rows, grid, result)


def _no_contenders(rows: list[Row], grid: Grid, result: Cleaned) -> None:
    """Report the rows that are no contender, and keep their ballots as turnout."""
    ballots: dict[int, list[Row]] = {}
    for row in rows:
        if row.kind in OF_PARTIES:
            continue
        if row.kind == "total" and row.has_results():
            _report_total(grid, row, rows)
        elif grid.table in COUNTED and row.kind != "left out":
            _read_label(row)
            ballots.setdefault(row.values.get("round", 1), []).append(row)
        elif row.has_results() or row.kind == "left out":
            grid.leave_out(row.number, row.joined, "row that is no contender")
    for number, of_ballot in ballots.items():
        ballot = "list" if grid.table == "proportional" else ROUNDS[number]
        values, used = counted(of_ballot, sum_of(_parties(rows, number), "votes"), grid)
        if values:
            result.below.append({"ballot": ballot} | values)
            result.places["below"] = (grid.file, [grid.numbers[0]] * len(result.below))
        for row in of_ballot:
            read_as = "turnout" if row.number in used else "left out"
            rule = f"row below the list: {row.kind} of the {ballot.replace('_', ' ')} ballot"
            if read_as == "turnout" or row.has_results():
                grid.note(row.number, None, row.joined, read_as, rule)


def _parties(rows: list[Row], number: int | None) -> list[Row]:
    """Return the rows of contenders, of one round or of all."""
    of_round = [row for row in rows if number in (None, row.values.get("round", 1))]
    return [row for row in of_round if row.kind in OF_PARTIES]


def _kind_of_row(table: str, names: list[str], stood: frozenset[str]) -> tuple[str, str]:
    """Return the name in a row, and what the row is: a ``party``, a ``total``, or ballots.

    ``misplaced`` is a word for a total or for ballots in a table that has no such rows.
    """
    name = names[0] if names else ""
    if name in stood:
        return name, "party"
    for one in names:
        said = row_meaning(one)
        if said is None:
            continue
        if table in WITH_TOTALS:
            return one, said
        if said == "either":
            continue
        if table not in LABELS:
            return one, "misplaced" if "party" in described_fields(table) else "party"
        of_name = one is names[-1] and len(names) > 1 and table == "district_results"
        return one, "misplaced" if of_name and not row_meaning(names[-2] or "total") else "left out"
    return name, "party"


def _read_into(
    raw: Any, field: Mapping[str, Any], grid: Grid, row: Row, column: str, decimal: str | None
) -> None:
    """Read a cell into its row, if it has a value that a rule covers; note what became of it."""
    try:
        value, rules = read_cell(raw, field, decimal=decimal, comma_groups=grid.comma_groups)
    except Unreadable as error:
        if row.kind in OF_PARTIES:
            grid.refuse(row.number, column, raw, error.expected)
        else:  # a row that is no contender is left out, whatever it says
            rule = "no number that a row of totals or ballots could have"
            grid.note(row.number, column, visible(raw), None, rule)
        return
    known = not pd.isna(value)
    if known:
        row.values[column] = value
    if rules:
        read_as = str(value) if known else None
        grid.note(row.number, column, visible(raw), read_as, "; ".join(dict.fromkeys(rules)))


def _read_label(row: Row) -> None:
    """Read the numbers of a label, such as 'Turnout: 1,200 (60 %)', where the row has no other."""
    for text in [] if row.has_results() else NUMBERS.findall(row.name):
        is_share = text.endswith("%")
        most = 100 if is_share else MOST
        try:
            value, _ = read_number(text.strip("% .,"), decimal=None, most=most, whole=not is_share)
        except Unreadable:
            continue
        row.values["share_pct" if is_share else "votes"] = float(value) if is_share else int(value)


def _report_total(grid: Grid, row: Row, rows: list[Row]) -> None:
    """Report a row of totals, and where it is not the sum of the rows."""
    parties = _parties(rows, row.values.get("round"))
    wrong = []
    for column in SUMMED:
        printed = row.values.get(column)
        if printed is not None:
            summed = total([party.values.get(column) for party in parties])
            if summed is pd.NA or summed != printed:
                wrong.append(f"{column}: {printed} is printed, the rows sum to {summed}")
    found = "; ".join(f"{column}={value}" for column, value in row.values.items())
    grid.note(row.number, None, found, "; ".join(["left out", *wrong]), "row of totals")
