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
from kzelect.io.layout import Layout, header_block, layout_of, split
from kzelect.io.limits import LIMITS, Limits, read_bytes, refuse, require, within

__all__ = ["wikitable_grids"]

MOST_SPANNED = 1000  # rows or columns of one cell
LONGEST_PATH = 4096


class Page(NamedTuple):
    """One table of a page: its rows, which of them are the header, and what that says."""

    rows: list[list[str]]
    start: int
    end: int
    layout: Layout


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
    seen: list[str] = []
    tables = _tables(text, file, limits, seen)
    pages = [page for page in tables if page.layout.columns or page.layout.problems]
    if table is None and len(pages) > 1:
        refuse(file, f"{len(pages)} results tables", f"table= to say which, 0 to {len(pages) - 1}")
    if not pages:
        expected = "a table with a column for the party, and votes or seats by tier"
        headers = "; ".join(seen)[:300]
        refuse(
            file, f"no results table; headers: {headers}" if seen else "no results table", expected
        )
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


def _tables(text: str, file: str, limits: Limits, seen: list[str]) -> Iterable[Page]:
    """Yield the tables of a page that have a column for the party; note the headers of others."""
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
        elif rows:
            header = rows[headers[0]] if headers[0] < len(rows) else rows[0]
            seen.append(", ".join(dict.fromkeys(text for text in header if text)))


def _prepare(table: Any, file: str, limits: Limits) -> tuple[int, int]:
    """Make every cell plain, with footnotes in brackets; return where the header is.

    A row of one cell, such as a title or a diagram, may stand above it.
    """
    start, end, in_header, cells = 0, 0, True, 0
    for number, row in enumerate(table.iter("tr"), start=1):
        own = [cell for cell in row if cell.tag in {"td", "th"}]
        if in_header and end == start and len(own) == 1:
            start = end = number
        else:
            in_header = in_header and bool(own) and all(cell.tag == "th" for cell in own)
            end += in_header
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
    return start, end


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


def _page(rows: list[list[str]], headers: tuple[int, int]) -> Page | None:
    """Return a table whose header names parties and figures, or None."""
    start, end = headers
    layout = layout_of(rows[start:end], rows[end:])
    if layout.label is None:
        block = header_block(rows)
        if block is None:
            return None
        start, end, layout = block
    return Page(rows, start, end, layout)


def _grids(page: Page, file: str) -> list[Grid]:
    """Return one grid a table; rows keep their numbers within the table of the page."""
    layout = page.layout
    if layout.problems:
        raise DataError(
            Problem(file, page.end, None, t[:60], expected) for t, expected in layout.problems
        )
    rows = list(enumerate(page.rows, start=1))
    below = [(n, row) for n, row in rows[page.end :] if len(set(row)) > 1]
    grids = split(layout, below, file=file, header=page.end, source=file)
    rule = "one cell across the whole table"
    across = [(n, row[0]) for n, row in rows[page.end :] if len(set(row)) == 1 and row[0]]
    grids[0].repairs += [Repair(file, n, None, text, "left out", rule) for n, text in across]
    rule = "line above the header"
    titles = [(n, " ".join(dict.fromkeys(row)).strip()) for n, row in rows[: page.start]]
    grids[0].repairs += [
        Repair(file, n, None, text, "left out", rule) for n, text in titles if text
    ]
    return grids
