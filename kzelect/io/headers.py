"""Which row is the header, what its words mean, and which table a file holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from kzelect.errors import LabelError, Problem
from kzelect.io.cells import shown
from kzelect.io.grids import Grid
from kzelect.io.header_words import FALSE, HEADERS, IN_TABLE, NOTES, TRUE, tiers_of
from kzelect.io.schemas import described_fields
from kzelect.text import as_code, as_text
from kzelect.text.contenders import contender_kind, key_of, row_meaning

GIVEN = "word as words= explains it (first of its kind)"
SEARCHED_ROWS = 20  # titles stand above a header, not pages of text

# A header has at least one column of each group; the first names its rows.
NEEDED: dict[str, list[list[str]]] = {
    "elections": [["name", "seats_total", "seats_list", "date_first_round", "election"]],
    "parties": [["party", "party_name", "name_en"]],
    "lineage": [["party"], ["successor"], ["relation"], ["year"]],
    "proportional": [["party", "party_name"], ["votes", "share_pct", "seats"]],
    "majoritarian": [["party", "party_name"], ["votes", "seats"]],
    "seat_totals": [["party", "party_name"], ["seats_list", "seats_district", "seats_total"]],
    "previous": [["party", "party_name"], ["seats_total"]],
    "turnout": [["registered", "ballots_cast", "invalid_votes", "valid_votes", "turnout_pct"]],
    "membership": [["party"], ["member_of"], ["seats"]],
    "district_results": [["district"], ["candidate"]],
    "district_turnout": [["district"], ["registered", "ballots_cast"]],
    "sources": [["source_id"]],
}


@lru_cache(maxsize=10_000)
def column_meant(name: str, table: str) -> str | None:
    """Return the column that the text of a header cell means in a table, or None."""
    fields = described_fields(table)
    if not name or name in fields:
        return name or None
    here, column = IN_TABLE.get(table, {}), HEADERS.get(key_of(name))
    column = here.get(key_of(name)) or here.get(column or "", column)
    # The described table has only the key of a contender.
    is_name = column == "party_name" and "party" in fields
    of_rounds = (table, column) == ("majoritarian", "share_pct")
    return column if column in fields or is_name or of_rounds else None


def known_headers(texts: Sequence[str], table: str) -> set[str]:
    """Return the columns of a table that a row names."""
    return {column for text in texts if (column := column_meant(text, table)) is not None}


def header_row(texts: Sequence[Sequence[str]], table: str) -> int | None:
    """Return the position of the first row that names what the table needs, or None."""
    for position, row in enumerate(texts[:SEARCHED_ROWS]):
        if all(map(known_headers(row, table).intersection, NEEDED[table])):
            return position
    return None


def match_headers(grid: Grid, position: int) -> dict[str, int]:
    """Return column -> position of its cells; note what was understood and what was not."""
    row = grid.numbers[position]
    columns: dict[str, int] = {}
    for place, name in enumerate(grid.texts[position]):
        if not name:
            continue
        column, cell = column_meant(name, grid.table), as_text(grid.rows[position][place])
        if column is None:
            grid.leave_out(row, name, "column that the table does not have", column=name)
        elif column in columns:
            grid.refuse(row, name, name, f"one column for {column}: rename or remove the other")
        else:
            columns[column] = place
            if cell != column:
                grid.note(row, column, cell, column, "header")
    return columns


def missing_header(grid: Grid) -> Problem:
    """Return the problem of a grid in which no row is a header."""
    groups = [f"({' or '.join(g)})" if len(g) > 1 else g[0] for g in NEEDED[grid.table]]
    named = [list(filter(None, row[:12])) for row in grid.texts[:SEARCHED_ROWS]]
    header = max(named, key=lambda row: len(row) - sum(map(is_number, row)), default=[])
    found = ", ".join(header)[:200] or None
    expected = (
        f"a header with {' and '.join(groups)} for the table {grid.table}: rename the columns, or "
        "say what the words mean in words="
    )
    is_long = len(grid.rows) > 2 and grid.table in {"proportional", "district_results"}
    if is_long and sum(map(is_number, grid.texts[-1])) > 3:
        expected += "; parties in columns become rows with pandas' frame.melt"
    return Problem(grid.file, None, None, found, expected)


def given_words(words: Any) -> dict[str, str]:
    """Return words as they are compared -> what they mean, or say what is wrong with them.

    A `LabelError` says that they are no mapping of text, or that a meaning is not understood.
    """
    if words is None:
        return {}
    if not isinstance(words, Mapping) or not all(
        isinstance(text, str) for pair in words.items() for text in pair
    ):
        message = f"words is {as_code(words)}; expected a dictionary of words and what they mean"
        raise LabelError(message)
    for word, meaning in words.items():
        key = key_of(meaning)
        known = key in {*HEADERS, *TRUE, *FALSE} or contender_kind(meaning) != "party"
        known = known or bool(tiers_of(meaning)[0] or row_meaning(meaning))
        if not known and not any(meaning in described_fields(table) for table in NEEDED):
            message = (
                f"words says that {as_code(word)} means {as_code(meaning)}, which is no word that "
                "is understood; expected one such as party, votes, district, invalid votes, total"
            )
            raise LabelError(message)
    return {key_of(word): meaning for word, meaning in words.items()}


def translate(grid: Grid, words: Mapping[str, str]) -> None:
    """Put what words mean in the place of cells that are such a word; note the first of each."""
    seen = set()
    for number, row in zip(grid.numbers, grid.rows if words else [], strict=False):
        for place, cell in enumerate(row):
            text = shown(cell) if isinstance(cell, str) else ""
            key = key_of(text)
            if text and key in words:
                row[place] = words[key]
                if key not in seen:
                    grid.note(number, None, text, words[key], GIVEN)
                seen.add(key)


def strays(grid: Grid, start: int, end: int) -> None:
    """Note cells outside the columns of a header, and rows that end before it does.

    A cell to the right of the header is a problem: something has shifted, or a comma splits a
    number. One below an empty header cell is left out, and said so. `start` and `end` are the
    positions of the first row of the header and of the first one below it.
    """
    header = grid.texts[start:end]
    width = max(map(len, header))
    named = {place for row in header for place, text in enumerate(row) if text}
    widths = grid.widths or [width] * len(grid.rows)
    for number, texts, own in zip(grid.numbers[end:], grid.texts[end:], widths[end:], strict=True):
        joined = " ".join(filter(None, texts))
        if not joined or NOTES.fullmatch(joined.casefold()):
            continue
        for place, text in enumerate(texts[:width]):
            if text and place not in named:
                grid.leave_out(number, text, "cell below an empty header")
        beside = next(filter(None, texts[width:]), None)
        if beside is not None:
            expected = (
                f"{width} cells, as many as the header has: name the column, or quote a comma"
            )
            grid.refuse(number, None, beside, expected)
        if own < width and all(row_meaning(text) is None for text in texts if text):
            rule = f"ends after {own} of {width} cells: the others are read as empty"
            grid.note(number, None, joined, None, rule)


@lru_cache(maxsize=10_000)
def is_number(text: str) -> bool:
    """Say whether a text is digits with what stands between and around them."""
    return any(c.isdigit() for c in text) and not any(c.isalpha() for c in text)
