"""The results table of a saved encyclopedia page -> the tables of an election, as cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from kzelect.errors import DataError, Problem
from kzelect.io.grids import Grid
from kzelect.io.headers import given_words, translate
from kzelect.io.layout import Layout, header_block, layout_of, signed, split
from kzelect.io.limits import LIMITS, Limits, read_bytes, refuse, require, within

__all__ = ["shown_text", "wikitable_grids"]

MOST_SPANNED = 1000  # rows or columns of one cell
LONGEST_PATH = 4096

# What a browser does not show, strikes out, puts on a line of its own or beside the text.
UNSHOWN = {"script", "style", "template", "noscript", "head", "title", "rt", "rp", "datalist"}
HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))")
STRUCK = {"del", "s", "strike"}
STRUCK_STYLE = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through")
LINE_TAGS = (
    "address article aside blockquote br caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
LINES = frozenset(LINE_TAGS.split())
ASIDES = {"a", "small", "sub", "button", "label"}
ASIDE, LINE, SUP = "\x00a", "\x00l", "\x00s"  # marks among texts: no page has a null
WHITE = " \t\r\n\f"
SPACES = re.compile(f"[{WHITE}]+")
TEN = re.compile(r"(?<![0-9.,])10$")
LONGEST_STYLE = 1000  # characters that are read of a style


class Page(NamedTuple):
    """One table of a page, which of its rows are the header, and what that says."""

    grid: Grid
    start: int
    end: int
    layout: Layout


def wikitable_grids(
    source: PathLike[str] | str,
    *,
    table: int | None = None,
    limits: Limits = LIMITS,
    words: Mapping[str, str] | None = None,
) -> list[Grid]:
    """Return the tables of an election from a results table in HTML, a file or text with a `<`.

    Nothing is fetched. `table` says which results table of the page it is, from 0, if there are
    several; `words` what words of the page mean. Rows are counted within the table, its header
    included. A `DataError` says that a limit is passed or that there is no results table, or
    several.
    """
    text, file = _html(source, limits)
    seen: list[str] = []
    tables = _tables(text, file, limits, seen, given_words(words))
    pages = [page for page in tables if page.layout.columns or page.layout.problems]
    if table is None and len(pages) > 1:
        refuse(file, f"{len(pages)} results tables", f"table= to say which, 0 to {len(pages) - 1}")
    if not pages:
        expected = (
            "a table with a column for the party, and votes or seats by tier; say what unknown "
            "words mean in words="
        )
        headers = "; ".join(seen)[:300]
        refuse(
            file, f"no results table; headers: {headers}" if seen else "no results table", expected
        )
    if not isinstance(table or 0, int) or not 0 <= (table or 0) < len(pages):
        refuse(file, f"table={table}", f"table= from 0 to {len(pages) - 1}")
    return _grids(pages[table or 0])


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


def _tables(
    text: str, file: str, limits: Limits, seen: list[str], words: Mapping[str, str]
) -> Iterable[Page]:
    """Yield the tables of a page that have a column for the party; note the headers of others."""
    require("lxml")
    from lxml import etree, html

    end = re.search(r"</html\s*>", text, re.IGNORECASE)
    if end and re.compile(r"<table[\s>]", re.IGNORECASE).search(text, end.end()):
        refuse(file, "a table after the end of the page", "one page: save each to a file")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.replace("\x00", "").encode(), parser=parser)
        tables = list(root.iter("table"))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        refuse(file, str(error)[:100], "HTML with a table")
    cells = 0
    for element in tables:
        if element.find(".//table") is not None or _is_hidden(element):
            continue  # a table that only lays out others
        grid, start, stop = _expanded(element, file, limits, cells)
        cells += sum(map(len, grid.rows))
        translate(grid, words)
        page = _page(grid, start, stop)
        if page is not None:
            yield page
        elif grid.rows:
            header = grid.rows[start] if start < len(grid.rows) else grid.rows[0]
            seen.append(", ".join(dict.fromkeys(text for text in header if text)))


def _expanded(table: Any, file: str, limits: Limits, cells: int) -> tuple[Grid, int, int]:
    """Return the cells of a table as text, spanned cells repeated, and where the header is.

    A row of one cell, such as a title or a diagram, may stand above it.
    """
    start, end, in_header = 0, 0, True
    grid = Grid("proportional", file, [])
    rows = grid.rows
    open_spans: dict[int, tuple[int, str]] = {}  # column -> further rows, text
    for number, row in enumerate(table.iter("tr"), start=1):
        own = [cell for cell in row if cell.tag in {"td", "th"} and not _is_hidden(cell)]
        if _is_hidden(row):
            own = []
        if in_header and end == start and len(own) == 1:
            start = end = number
        else:
            in_header = in_header and bool(own) and all(cell.tag == "th" for cell in own)
            end += in_header
        spans = [
            [_span(cell, name, file, number) for name in ("colspan", "rowspan")] for cell in own
        ]
        cells += sum(columns * rows_down for columns, rows_down in spans)
        within(file, "cells", cells, limits.cells)
        width = sum(columns for columns, _ in spans) + len(open_spans)
        within(file, "columns", width, limits.columns)
        within(file, "rows", number, limits.rows)
        texts: dict[int, str] = {}
        for column, (further, text) in list(open_spans.items()):
            texts[column] = text
            if further == 1:
                del open_spans[column]
            else:
                open_spans[column] = (further - 1, text)
        place = 0
        for cell, (columns, rows_down) in zip(own, spans, strict=True):
            text, struck = shown_text(cell)
            if struck:
                grid.leave_out(number, struck, "struck-out text")
            for _ in range(columns):
                while place in texts:
                    place += 1
                texts[place] = text
                if rows_down > 1:
                    open_spans[place] = (rows_down - 1, text)
        rows.append([texts.get(column, "") for column in range(max(texts, default=-1) + 1)])
    within(file, "cells", max(map(len, rows), default=0) * len(rows), limits.cells)
    grid.widths = list(map(len, rows))
    grid.numbers = list(range(1, len(rows) + 1))
    return grid, start, end


def shown_text(cell: Any) -> tuple[str, str]:
    """Return what a browser shows of an element of lxml, and what it shows struck out.

    Lines become one, footnotes stand in brackets. Where a line ends, a small or lowered text or a
    link begins between two digits, " / " keeps them apart: it is no number.

    Examples
    --------
    >>> from lxml import html
    >>> shown_text(html.fromstring("<td>50<br>60<s>7</s></td>"))
    ('50 / 60', '7')
    >>> shown_text(html.fromstring("<td>5<b>0</b><sup>2</sup></td>"))
    ('50[2]', '')
    """
    struck: list[str] = []
    return _joined(_pieces(cell, struck)).strip(WHITE), " ".join(struck)


def _pieces(element: Any, struck: list[str]) -> Iterator[str]:
    """Yield texts, and `LINE` or `ASIDE` where an element begins or ends that is one."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and not _is_hidden(child):
            if tag in STRUCK or STRUCK_STYLE.search(_style(child)):
                struck.append(_joined(_pieces(child, [])).strip(WHITE))
            elif tag == "sup":
                yield SUP + _joined(_pieces(child, struck)).strip(WHITE)
            elif tag == "img" and signed(alt := child.get("alt", "").strip()) != alt:
                yield f"{alt} "  # an arrow, up or down
            else:
                edge = LINE if tag in LINES else ASIDE if tag in ASIDES else ""
                yield edge
                yield from _pieces(child, struck)
                yield edge
        yield child.tail or ""


def _joined(pieces: Iterable[str]) -> str:
    parts: list[str] = []
    edge, last = "", ""  # the strongest edge since the last text, and how that ends
    for piece in pieces:
        if piece in {LINE, ASIDE}:
            edge = max(edge, piece)
            continue
        if piece.startswith(SUP):
            text = _superscript(last, piece.removeprefix(SUP))
        else:
            text = SPACES.sub(" ", piece)
        if text.strip(WHITE):
            if edge and last.rstrip(WHITE)[-1:].isdigit() and text.lstrip(WHITE)[0].isdigit():
                text = f" / {text}"
            elif edge == LINE:
                text = f" {text}"
            edge = ""
        parts.append(text)
        last = (last + text)[-4:]
    return SPACES.sub(" ", "".join(parts))


def _superscript(before: str, text: str) -> str:
    """Return a raised text as a footnote in brackets, unless it ends a number such as 1st."""
    if not text or text.startswith("["):
        return text
    if before[-1:].isdigit() and text.isalpha() and len(text) > 1:
        return text
    return f"^{text}" if TEN.search(before) and text.isdigit() else f"[{text}]"


def _is_hidden(element: Any) -> bool:
    is_unshown = element.tag in UNSHOWN or element.get("hidden") is not None
    return is_unshown or HIDDEN_STYLE.search(_style(element)) is not None


def _style(element: Any) -> str:
    return str(element.get("style") or "")[:LONGEST_STYLE].lower()


def _span(cell: Any, name: str, file: str, row: int) -> int:
    text = cell.get(name, "1").strip() or "1"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_SPANNED):
        expected = f"a {name} from 1 to {MOST_SPANNED}"
        raise DataError([Problem(file, row, None, text[:20], expected)])
    return int(text[:6])


def _page(grid: Grid, start: int, end: int) -> Page | None:
    """Return a table whose header names parties and numbers, or None."""
    layout = layout_of(grid.texts[start:end], grid.rows[end:])
    if layout.label is None:
        block = header_block(grid)
        if block is None:
            return None
        start, end, layout = block
    return Page(grid, start, end, layout)


def _grids(page: Page) -> list[Grid]:
    """Return one grid a table; rows keep their numbers within the table of the page."""
    grid, start, end, layout = page
    rows = list(zip(grid.numbers, grid.rows, strict=True))
    kept = [(n, row) for n, row in rows if n <= end or len(set(row)) > 1]
    for n, row in rows:
        text = " ".join(dict.fromkeys(row)).strip()
        if text and (n <= start or (n > end and len(set(row)) == 1)):
            rule = "line above the header" if n <= start else "one cell across the whole table"
            grid.leave_out(n, text, rule)
    grid = replace(
        grid,
        numbers=[n for n, _ in kept],
        rows=[row for _, row in kept],
        widths=[len(row) for _, row in kept],
    )
    grids = split(layout, grid, start, end)
    if grid.problems:
        raise DataError(grid.problems)
    grids[0].repairs += grid.repairs
    return grids
