"""The results table of a saved encyclopedia page -> the tables of an election, as cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from kzelect.errors import DataError, Problem
from kzelect.io.grids import Grid
from kzelect.io.headers import given_words, translate
from kzelect.io.layout import Layout, header_block, layout_of, signed, split
from kzelect.io.limits import LIMITS, Limits, optional, read_bytes, refuse, within

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
    meant = given_words(words)
    found: list[tuple[Grid, int, int, Layout]] = []
    seen: list[str] = []
    for grid, start, end in _tables(text, file, limits):
        translate(grid, meant)
        block = _header_of(grid, start, end)
        if block is None and grid.rows:
            header = grid.rows[start] if start < len(grid.rows) else grid.rows[0]
            seen.append(", ".join(dict.fromkeys(text for text in header if text)))
        elif block is not None and (block[2].columns or block[2].problems):
            found.append((grid, *block))
    if table is None and len(found) > 1:
        refuse(file, f"{len(found)} results tables", f"table= to say which, 0 to {len(found) - 1}")
    if not found:
        expected = (
            "a table with a column for the party, and votes or seats by tier; say what unknown "
            "words mean in words="
        )
        headers = f"; headers: {'; '.join(seen)[:300]}" if seen else ""
        refuse(file, f"no results table{headers}", expected)
    if not isinstance(table or 0, int) or not 0 <= (table or 0) < len(found):
        refuse(file, f"table={table}", f"table= from 0 to {len(found) - 1}")
    return _split(*found[table or 0])


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


def _tables(text: str, file: str, limits: Limits) -> Iterator[tuple[Grid, int, int]]:
    """Yield the tables of a page, as `_expanded` gives them, but those that only lay out others."""
    optional("lxml")
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
        if element.find(".//table") is None and not _is_hidden(element):
            expanded = _expanded(element, file, limits, cells)
            cells += sum(expanded[0].widths)
            yield expanded


def _expanded(table: Any, file: str, limits: Limits, cells: int) -> tuple[Grid, int, int]:
    """Return the cells of a table as text, spanned cells repeated, and where the header is.

    A row of one cell, such as a title or a diagram, may stand above it.
    """
    start, end, in_header = 0, 0, True
    texts: dict[int, dict[int, str]] = defaultdict(dict)  # row -> column -> text
    rows: list[list[str]] = []
    left_out: list[tuple[int, str]] = []
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
        width = sum(columns for columns, _ in spans) + len(texts[number])
        within(file, "columns", width, limits.columns)
        within(file, "rows", number, limits.rows)
        place = 0
        for cell, (columns, rows_down) in zip(own, spans, strict=True):
            text, struck = shown_text(cell)
            left_out += [(number, struck)] if struck else []
            for _ in range(columns):
                while place in texts[number]:
                    place += 1
                for below in range(number, number + rows_down):
                    texts[below][place] = text
        last = max(texts[number], default=-1)
        rows.append([texts[number].get(column, "") for column in range(last + 1)])
    within(file, "cells", max(map(len, rows), default=0) * len(rows), limits.cells)
    grid = Grid("proportional", file, rows, widths=list(map(len, rows)))
    for number, struck in left_out:
        grid.leave_out(number, struck, "struck-out text")
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
    return _joined(_shown_pieces(cell, struck)).strip(WHITE), " ".join(struck)


def _shown_pieces(element: Any, struck: list[str]) -> Iterator[str]:
    """Yield texts, and `LINE` or `ASIDE` where an element begins or ends that is one."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and not _is_hidden(child):
            if tag in STRUCK or STRUCK_STYLE.search(_style(child)):
                struck.append(_joined(_shown_pieces(child, [])).strip(WHITE))
            elif tag == "sup":
                yield SUP + _joined(_shown_pieces(child, struck)).strip(WHITE)
            elif tag == "img" and signed(alt := child.get("alt", "").strip()) != alt:
                yield f"{alt} "  # an arrow, up or down
            else:
                edge = LINE if tag in LINES else ASIDE if tag in ASIDES else ""
                yield edge
                yield from _shown_pieces(child, struck)
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


def _header_of(grid: Grid, start: int, end: int) -> tuple[int, int, Layout] | None:
    """Return where a header stands that names parties, there or elsewhere, and what it says."""
    layout = layout_of(grid.texts[start:end], grid.rows[end:])
    return header_block(grid) if layout.label is None else (start, end, layout)


def _split(grid: Grid, start: int, end: int, layout: Layout) -> list[Grid]:
    """Return one grid a table; rows keep their numbers within the table of the page."""
    kept: list[tuple[int, list[Any]]] = []
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        text = " ".join(dict.fromkeys(row)).strip()
        is_one = number > end and len(set(row)) == 1
        if text and (number <= start or is_one):
            rule = "one cell across the whole table" if is_one else "line above the header"
            grid.leave_out(number, text, rule)
        if number <= end or len(set(row)) > 1:
            kept.append((number, row))
    numbers, rows = [number for number, _ in kept], [row for _, row in kept]
    grid = replace(grid, numbers=numbers, rows=rows, widths=list(map(len, rows)))
    grids = split(layout, grid, start, end)
    if grid.problems:
        raise DataError(grid.problems)
    grids[0].repairs += grid.repairs
    return grids
