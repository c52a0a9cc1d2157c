"""The results table of a saved encyclopedia page -> the tables of an election, as cells."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from kzelect.errors import DataError, Problem
from kzelect.io.grids import Grid, Repair
from kzelect.io.headers import meaning as header_meaning
from kzelect.io.limits import LIMITS, Limits, read_bytes, refuse, require, within
from kzelect.io.words import is_nothing, key_of, row_meaning
from kzelect.text import ROUNDS

__all__ = ["wikitable_grids"]

TIER_WORDS = {
    "list": "proportional;proportional representation;party list;party lists;list;lists;pr;"
    "list vote;party list vote;list tier;party vote;verhältniswahl;zweitstimmen;proportionnelle",
    "first_round": "first round;1st round;round 1;constituency;constituencies;"
    "constituency vote;single member;single member constituencies;single member districts;"
    "majoritarian;nominal;nominal tier;districts;district;direct;first past the post;fptp;"
    "plurality;erststimmen",
    "second_round": "second round;2nd round;round 2;run off;runoff",
    "total": "total seats;total;seats total",
    "change": "+/–;+/−;±;change;seat change",
}
TIER = {key_of(word): tier for tier, words in TIER_WORDS.items() for word in words.split(";")}
ROUND = {ballot: number for number, ballot in ROUNDS.items()}
FIGURES = ["votes", "share_pct", "seats"]
BALLOT = ["registered", "ballots_cast", "invalid_votes", "valid_votes", "turnout_pct"]
MOST_SPANNED = 1000  # rows or columns of one cell
LONGEST_PATH = 4096


class Page(NamedTuple):
    """One table of a page: its header rows, its other rows, and the row number of the first."""

    header: list[list[str]]
    rows: list[list[str]]
    columns: dict[tuple[str, str], int]  # (tier, figure) -> position
    twice: list[str]  # headers of columns that mean the same as one before

    @property
    def tiers(self) -> list[str]:
        """Which tiers it has figures of."""
        found = {tier for tier, figure in self.columns if figure in FIGURES}
        return [tier for tier in ("list", *ROUND) if tier in found]


def wikitable_grids(
    source: PathLike[str] | str, *, table: int | None = None, limits: Limits = LIMITS
) -> list[Grid]:
    """Return the tables of an election from a results table in HTML.

    Parameters
    ----------
    source : path-like or str
        An HTML file, or HTML as text (it has a ``<``). Nothing is fetched.
    table : int, optional
        Which results table of the page, from 0, if there are several.
    limits : Limits

    Returns
    -------
    list of Grid
        Rows are counted within the table, its header included.

    Raises
    ------
    DataError
        If a limit is passed, or there is no results table, or several.
    KzelectError
        If lxml is not installed.
    """
    text, file = _html(source, limits)
    pages = [page for page in _tables(text, file, limits) if page.tiers]
    if table is None and len(pages) > 1:
        refuse(file, f"{len(pages)} results tables", f"table= to say which, 0 to {len(pages) - 1}")
    if not pages:
        expected = "a table with a column for the party, and votes or seats by tier"
        refuse(file, "no results table", expected)
    if not 0 <= (table or 0) < len(pages):
        refuse(file, f"table={table}", f"table= from 0 to {len(pages) - 1}")
    return _grids(pages[table or 0], file)


def _html(source: PathLike[str] | str, limits: Limits) -> tuple[str, str]:
    if isinstance(source, str) and "<" in source:
        within("HTML", "bytes", len(source), limits.file_bytes)
        return source, "HTML"
    if "://" in str(source)[:20]:
        refuse(str(source)[:100], None, "a saved page: nothing is fetched, save it as a file")
    if len(str(source)) > LONGEST_PATH:
        refuse(str(source)[:20] + "…", None, "HTML, or the path of a file")
    path = Path(source)
    try:
        return read_bytes(path, limits).decode("utf-8-sig"), path.name
    except UnicodeDecodeError as error:
        refuse(path.name, f"byte {error.start}", "HTML in UTF-8: save the page anew")


def _tables(text: str, file: str, limits: Limits) -> Iterable[Page]:
    """Yield the tables of a page that have a header and a column for the party."""
    require("lxml")
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.replace("\x00", "").encode(), parser=parser)
        tables = list(root.iter("table"))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        refuse(file, str(error)[:100], "HTML with a table")
    for element in tables:
        if element.find(".//table") is not None:
            continue  # a table that only lays out others
        headers = _prepare(element, file, limits)
        rows = _expanded(html.tostring(element, encoding="unicode"))
        page = _page(rows, headers)
        if page is not None:
            yield page


def _prepare(table: Any, file: str, limits: Limits) -> int:
    """Make every cell plain, with footnotes in brackets; return the number of header rows."""
    headers, in_header, cells = 0, True, 0
    for number, row in enumerate(table.iter("tr"), start=1):
        own = [cell for cell in row if cell.tag in {"td", "th"}]
        in_header = in_header and bool(own) and all(cell.tag == "th" for cell in own)
        headers += in_header
        for cell in own:
            spans = [_span(cell, name, file, number) for name in ("colspan", "rowspan")]
            cells += spans[0] * spans[1]
            within(file, "cells", cells, limits.cells)
            cell.tag = "td"
            for note in list(cell.iter("sup")):
                marked = "".join(note.itertext()).strip()
                tail = note.tail
                note.clear()
                bracketed = marked.startswith("[") or not marked
                note.text, note.tail = (marked if bracketed else f"[{marked}]"), tail
    for section in list(table.iter("thead", "tfoot", "tbody")):
        section.tag = "tbody"
    return headers


def _span(cell: Any, name: str, file: str, row: int) -> int:
    text = cell.get(name, "1").strip() or "1"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_SPANNED):
        expected = f"a {name} from 1 to {MOST_SPANNED}"
        raise DataError([Problem(file, row, None, text[:20], expected)])
    cell.set(name, str(int(text[:6])))
    return int(text[:6])


def _expanded(table: str) -> list[list[str]]:
    """Return the cells of a table as text, spanned cells repeated, as pandas reads them."""

    def read(columns: int) -> pd.DataFrame:
        as_text = dict.fromkeys(range(columns), str)  # else 1.234 would become a number
        plain: Any = {"thousands": None, "keep_default_na": False, "na_values": []}
        return pd.read_html(StringIO(table), flavor="lxml", converters=as_text, **plain)[0]

    try:
        frame = read(read(0).shape[1])
    except (ValueError, IndexError):  # what pandas says of a table without text
        return []
    return [["" if pd.isna(c) else str(c) for c in row] for row in frame.itertuples(index=False)]


def _page(rows: list[list[str]], headers: int) -> Page | None:
    """Return a table with its columns sorted into tiers, or None if it names no party."""
    header = rows[:headers]
    if not header:
        return None
    paths = [list(dict.fromkeys(row[i] for row in header)) for i in range(len(header[0]))]
    grouped = any(TIER.get(key_of(path[0])) == "list" for path in paths)
    columns: dict[tuple[str, str], int] = {}
    twice: list[str] = []
    for place, path in enumerate(paths):
        tier, figure = TIER.get(key_of(path[0])), header_meaning(path[-1], "proportional")
        meant: tuple[str, str] | None = None
        if header_meaning(path[0], "proportional") in {"party", "party_name"} and tier != "list":
            columns["party", "party"] = place  # the last: those before it hold a colour
        elif tier in {"total", "change"}:
            meant = (tier, tier)
        elif figure in FIGURES and (tier is not None or not grouped):
            meant = (tier or "list", figure)
        elif figure == "seats":
            meant = ("total", "total")
        if meant is not None and columns.setdefault(meant, place) != place:
            twice.append(" ".join(path))
    if ("party", "party") not in columns:
        return None
    return Page(header, rows[headers:], columns, twice)


def _grids(page: Page, file: str) -> list[Grid]:
    """Return one grid a table; rows keep their numbers within the table of the page."""
    if page.twice:
        expected = "one column for each figure of each tier or round: remove the others"
        refuse(file, ", ".join(page.twice), expected)
    label = page.columns["party", "party"]
    numbers = range(len(page.header) + 1, len(page.header) + len(page.rows) + 1)
    numbered = [(n, row) for n, row in zip(numbers, page.rows, strict=True) if len(set(row)) > 1]
    across = [(n, row[0]) for n, row in zip(numbers, page.rows, strict=True) if len(set(row)) == 1]
    kinds = {number: row_meaning(row[label]) for number, row in numbered}
    ballots = [(number, row) for number, row in numbered if kinds[number] in BALLOT]
    parties = [(number, row) for number, row in numbered if kinds[number] is None]
    totals = [(number, row) for number, row in numbered if kinds[number] == "total"]
    grids = []
    if "list" in page.tiers:
        grid = _tier(page, parties + totals, tiers=["list"], file=file)
        grids.append(grid)
    rounds = [tier for tier in ROUND if tier in page.tiers]
    if rounds:
        grids.append(_tier(page, parties, tiers=rounds, file=file))
    if ("total", "total") in page.columns:
        wanted = {"party": label, "seats_total": page.columns["total", "total"]}
        if ("change", "change") in page.columns:
            wanted["change_as_published"] = page.columns["change", "change"]
        place = f"{file} [total]"
        grid = Grid("seat_totals", place, [list(wanted)], numbers=[len(page.header)], source=file)
        for number, row in parties + totals:
            grid.rows.append([row[position] for position in wanted.values()])
            grid.numbers.append(number)
        grids.append(grid)
    if ballots:
        grids.append(_turnout(page, ballots, file=file))
    rule = "one cell across the whole table"
    grids[0].repairs += [
        Repair(file, n, None, text, "left out", rule) for n, text in across if text
    ]
    return grids


def _tier(page: Page, rows: list[tuple[int, list[str]]], *, tiers: list[str], file: str) -> Grid:
    """Return the list tier, or the rounds below each other."""
    table = "proportional" if tiers == ["list"] else "majoritarian"
    figures = [name for name in FIGURES if any((tier, name) in page.columns for tier in tiers)]
    place = f"{file} [{table}]"
    grid = Grid(table, place, [["round", "party", *figures]], numbers=[len(page.header)])
    grid.source = file
    if table == "proportional":
        grid.rows[0].remove("round")
    label = page.columns["party", "party"]
    for tier in tiers:
        positions = [page.columns.get((tier, name)) for name in figures]
        for number, row in rows:
            cells = [None if position is None else row[position] for position in positions]
            if all(cell is None or is_nothing(cell) for cell in cells):
                rule = f"without a figure in the {tier.replace('_', ' ')}: did not stand there"
                found = " ".join(cell for cell in cells if cell)
                grid.repairs.append(Repair(place, number, None, found, "left out", rule))
                continue
            start = [] if tier == "list" else [ROUND[tier]]
            grid.rows.append([*start, row[label], *cells])
            grid.numbers.append(number)
    return grid


def _turnout(page: Page, ballots: list[tuple[int, list[str]]], *, file: str) -> Grid:
    """Return the rows below the parties as a table of ballots."""
    grid = Grid("turnout", f"{file} [turnout]", [["ballot", *BALLOT]], numbers=[len(page.header)])
    grid.source = file
    label = page.columns["party", "party"]
    for tier in page.tiers:
        figures: dict[str, str] = {}
        for _, row in ballots:
            kind = str(row_meaning(row[label]))
            count, pct = (
                row[page.columns[tier, name]] if (tier, name) in page.columns else ""
                for name in ("votes", "share_pct")
            )
            if kind == "turnout_pct":
                figures[kind] = count if is_nothing(pct) else pct
            else:
                figures[kind] = count
                if kind == "registered":
                    figures.setdefault("turnout_pct", pct)
        if not all(is_nothing(text) for text in figures.values()):
            grid.rows.append([tier, *(figures.get(name) for name in BALLOT)])
            grid.numbers.append(ballots[0][0])
    return grid
