"""Grids -> typed frames: titles, headers, totals and notes sorted out, every cell read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from kzelect.errors import DataError, LabelError, Problem
from kzelect.io.cells import bare_number, is_missing, read_cell
from kzelect.io.grids import Grid
from kzelect.io.header_words import NOTES
from kzelect.io.headers import (
    GIVEN,
    given_words,
    header_row,
    is_number,
    match_headers,
    missing_header,
    shown,
    strays,
    translate,
)
from kzelect.io.layout import header_block, split
from kzelect.io.numbers import Unreadable, check_mark, decimal_mark, read_number
from kzelect.io.report import Repair
from kzelect.io.rows import RESULTS, SUMMED, Row, counted, fractions, settle
from kzelect.io.schemas import MOST, TABLES, described_fields, dtypes
from kzelect.measures.shares import total
from kzelect.text import ROUNDS, as_code, type_of, visible
from kzelect.text.contenders import key_of, row_meaning

__all__ = ["Cleaned", "clean", "clean_facts", "grid_of"]

# Where a row can say that it is no contender, if not by its party.
LABELS = {"district_results": ["district", "candidate", "party"], "district_turnout": ["district"]}
COUNTED = {"proportional", "majoritarian"}  # tables with rows of ballots below
NUMBERS = re.compile(r"[0-9][0-9.,\u00a0\u202f ]*%?")
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


def clean(
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
    parts: list[tuple[Grid, int, dict[str, int]]] = []
    tables = [table for grid in grids for table in _by_tier(_by_district(grid), result)]
    for grid in tables:
        if any(grid.table == other.table for other, *_ in parts):
            expected = f"one table {grid.table}: remove or rename this one"
            result.problems.append(Problem(grid.file, None, None, None, expected))
            continue
        position = header_row(grid.rows, grid.table)
        if position is None:
            grid.problems.append(missing_header(grid))
            continue
        _titles(grid, position)
        parts.append((grid, position, match_headers(grid, position)))
    marks = {source: decimal or _mark_in(source, parts) for source in {g.source for g, *_ in parts}}
    stood: frozenset[str] = frozenset()
    for grid, position, columns in sorted(parts, key=lambda part: part[0].table != "parties"):
        mark = marks[grid.source]
        _read_grid(grid, position, columns, decimal=mark, stood=stood, result=result)
        if grid.table == "parties":
            named = result.frames["parties"].reindex(columns=["party", "party_name", "name_en"])
            stood = frozenset(str(name) for column in named for name in named[column].dropna())
    for grid in tables:
        result.repairs += grid.repairs
        result.problems += grid.problems
    result.frames = {grid.table: result.frames[grid.table] for grid, *_ in parts} | result.frames
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

    Raises
    ------
    LabelError
        If ``frame`` is no frame, or an election has no such table.
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
    if table is None or header_row(grid.rows, table) is None:
        return grid
    if table == "district_results":
        rule = "districts and candidates in the header"
        grid.note(None, None, grid.table, table, rule)
    return replace(grid, table=table)


def _by_tier(grid: Grid, result: Cleaned) -> list[Grid]:
    """Return the tables of the tiers and rounds that a wide table of results holds."""
    if grid.table not in {"proportional", "majoritarian"}:
        return [grid]
    block = header_block(grid.rows)
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
    for number, cells in zip(grid.numbers, grid.rows[:position], strict=False):
        text = " ".join(text for cell in cells if (text := shown(cell)))
        if text:
            grid.leave_out(number, text, "line above the header")


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
    grid: Grid,
    position: int,
    columns: dict[str, int],
    *,
    decimal: str | None,
    stood: frozenset[str],
    result: Cleaned,
) -> None:
    """Read the rows below the header into a frame and add it to the result."""
    fields = described_fields(grid.table)
    share = described_fields("proportional")["share_pct"]
    if grid.table == "majoritarian":
        fields = fields | {"share_pct": share}
    as_fields = {column: fields.get(column, TEXT) for column in columns}
    labels = [columns[c] for c in LABELS.get(grid.table, ["party", "party_name"]) if c in columns]
    rows: list[Row] = []
    below = slice(position + 1, None)
    strays(grid, position, position + 1)
    for number, cells in zip(grid.numbers[below], grid.rows[below], strict=True):
        texts = [shown(cell) for cell in cells]
        joined = " ".join(text for text in texts if text)
        if not joined:
            continue
        if NOTES.fullmatch(joined.casefold()):
            grid.leave_out(number, joined, "note below the table")
            continue
        names = [texts[at] or "" for at in labels if at < len(texts)]
        if grid.table in WITH_TOTALS and not any(names):  # a word for a total may stand beside
            names = [text for text in texts if text and not is_number(text)][:1]
        name, kind = _kind_of_row(grid.table, names, stood)
        of_row = as_fields
        if kind == "turnout_pct" and "votes" in columns:  # a percentage where counts stand
            of_row = as_fields | {"votes": share}
        values = {
            column: _read(
                cells[place] if place < len(cells) else None,
                of_row[column],
                grid,
                number,
                column,
                decimal=decimal,
                is_total=kind not in {"party", "misplaced"},
            )
            for column, place in columns.items()
        }
        rows.append(Row(number, name, joined, kind, values))
    if grid.table in WITH_TOTALS:
        rows = _settled(grid, rows, stood)
    for row in rows:
        if row.kind == "misplaced":
            expected = "the name of a party: this is a word for a total or for ballots"
            grid.refuse(row.number, "party", row.name, expected)
    fractions(grid, rows)
    held = list(columns)
    if grid.table == "district_results" and "elected" not in columns:
        place = columns["candidate"]
        marked = {
            number
            for number, cells in zip(grid.numbers[below], grid.rows[below], strict=True)
            if place < len(cells) and str(cells[place]).rstrip().endswith("*")
        }
        if _one_a_district(rows, marked):
            held.append("elected")
            for row in rows:
                row.values["elected"] = row.number in marked
            rule = "one candidate of each district has a mark: elected"
            grid.note(None, "elected", "*", "true", rule)
    kinds = {"party", "misplaced"}
    read = [row for row in rows if row.kind in kinds]
    frame = _typed([row.values for row in read], grid.table, held)
    if grid.table == "majoritarian" and "share_pct" in frame:
        shares = frame.pop("share_pct").dropna()
        grid.leave_out(None, ", ".join(shares), "shares of a tier by round", column="share_pct")
    result.frames[grid.table] = frame
    result.places[grid.table] = (grid.file, [row.number for row in read])
    _no_contenders([row for row in rows if row.kind not in kinds], frame, grid, result)


def _one_a_district(rows: list[Row], marked: set[int]) -> bool:
    """Say whether one candidate of every district is marked."""
    districts: dict[Any, int] = {}
    for row in rows:
        district = row.value("district")
        key = None if pd.isna(district) else district
        districts[key] = districts.get(key, 0) + (row.number in marked)
    return bool(districts) and set(districts.values()) == {1}


def _settled(grid: Grid, rows: list[Row], stood: frozenset[str]) -> list[Row]:
    """Return rows with what they are by their numbers too, round by round."""
    by_round: dict[Any, list[int]] = {}
    for at, row in enumerate(rows):
        number = row.value("round")
        by_round.setdefault(1 if pd.isna(number) else number, []).append(at)
    settled = list(rows)
    for places in by_round.values():
        of_round = [rows[at] for at in places]
        for at, kind in zip(places, settle(grid, of_round, stood), strict=True):
            settled[at] = rows[at]._replace(kind=kind)
    return settled


def _no_contenders(rows: list[Row], frame: pd.DataFrame, grid: Grid, result: Cleaned) -> None:
    """Report the rows that are no contender, and keep their ballots as turnout."""
    ballots: dict[str, list[Row]] = {}
    for row in rows:
        numbers = [row.values[column] for column in RESULTS if column in row.values]
        if row.kind == "total" and pd.notna(numbers).any():
            _report_total(grid, row, frame)
        elif grid.table in COUNTED and row.kind != "left out":
            number = row.value("round")
            if grid.table == "proportional":
                ballot = "list"
            else:
                ballot = ROUNDS[1 if pd.isna(number) else int(number)]
            ballots.setdefault(ballot, []).append(_with_label(row))
        elif pd.notna(numbers).any() or row.kind == "left out":
            grid.leave_out(row.number, row.joined, "row that is no contender")
    _report_ballots(ballots, frame, grid, result)


def _report_ballots(
    ballots: dict[str, list[Row]], frame: pd.DataFrame, grid: Grid, result: Cleaned
) -> None:
    below = []
    for ballot, of_ballot in ballots.items():
        parties = frame
        if "round" in frame and ballot != "list":
            number = 1 if ballot == ROUNDS[1] else 2
            parties = frame[frame["round"].fillna(1) == number]
        votes = total(parties["votes"]) if "votes" in parties else pd.NA
        values, used = counted(of_ballot, votes, grid)
        if values:
            below.append({"ballot": ballot} | values)
        for row in of_ballot:
            read_as = "turnout" if row.number in used else "left out"
            rule = f"row below the list: {row.kind} of the {ballot.replace('_', ' ')} ballot"
            if read_as == "turnout" or row.has_results():
                grid.note(row.number, None, row.joined, read_as, rule)
    if below:
        columns = list(dict.fromkeys(name for row in below for name in row))
        footer = _typed(below, "turnout", columns)
        if "footer" in result.frames:
            footer = pd.concat([result.frames["footer"], footer], ignore_index=True)
        result.frames["footer"] = footer
        result.places["footer"] = (grid.file, [grid.numbers[0]] * len(footer))


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


def _read(
    raw: Any,
    as_field: Mapping[str, Any],
    grid: Grid,
    number: int,
    column: str,
    *,
    decimal: str | None,
    is_total: bool,
) -> Any:
    """Return the value of a cell, missing if no rule covers it; note what became of it."""
    try:
        value = read_cell(raw, as_field, decimal=decimal, comma_groups=grid.comma_groups)
    except Unreadable as error:
        if is_total:  # a row that is no contender is left out, whatever it says
            rule = "no number that a row of totals or ballots could have"
            grid.note(number, column, visible(raw), None, rule)
        else:
            grid.refuse(number, column, raw, error.expected)
        return pd.NA
    if value.rules:
        read_as = None if pd.isna(value.value) else str(value.value)
        rules = "; ".join(dict.fromkeys(value.rules))
        grid.note(number, column, visible(raw), read_as, rules)
    return value.value


def _typed(rows: list[dict[str, Any]], table: str, columns: list[str]) -> pd.DataFrame:
    """Return rows as a frame of the described types; other columns hold text."""
    types = {column: dtypes(table).get(column, "string[python]") for column in columns}
    return pd.DataFrame(rows, columns=columns, dtype=object).astype(types)


def _with_label(row: Row) -> Row:
    """Return a row of ballots with the numbers of its label, such as 'Turnout: 1,200 (60 %)'."""
    if row.has_results():
        return row
    values = dict(row.values)
    for text in NUMBERS.findall(row.name):
        is_share = text.endswith("%")
        most = 100 if is_share else MOST
        try:
            number = read_number(text.strip("% .,"), decimal=None, most=most, whole=not is_share)
        except Unreadable:
            continue
        values["share_pct" if is_share else "votes"] = (
            float(number.value) if is_share else int(number.value)
        )
    return row._replace(values=values)


def _report_total(grid: Grid, row: Row, frame: pd.DataFrame) -> None:
    """Report a row of totals, and where it is not the sum of the rows."""
    if "round" in frame and not pd.isna(row.value("round")):
        frame = frame[frame["round"] == row.values["round"]]
    wrong = []
    for column in SUMMED:
        printed = row.value(column)
        if column in frame and not pd.isna(printed):
            summed = total(frame[column])
            if pd.isna(summed) or summed != printed:
                wrong.append(f"{column}: {printed} is printed, the rows sum to {summed}")
    found = "; ".join(f"{k}={v}" for k, v in row.values.items() if not pd.isna(v))
    grid.note(row.number, None, found, "; ".join(["left out", *wrong]), "row of totals")
