"""HTML of the panel: paragraphs, tables, and numbers as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from kzelect.text import MISSING, NO_MATHS, plain

# The next output is the panel. Until it is alive, an error would stand there.
STILL_STYLE = (
    "<style>.kz-still table {border-collapse: collapse} .kz-still caption {text-align: left; "
    "font-weight: 600} .kz-still th, .kz-still td {text-align: right; padding: 1px 8px} "
    ".kz-still th:first-child {text-align: left} .kz-still figure {display: inline-block; "
    "margin: 0 8px 0 0; width: 360px; max-width: 100%} .kz-strong {font-weight: 600} "
    ".kz-swatch {display: inline-block; width: .8em; height: .8em; margin-right: .4em; "
    "border: 1px solid #8c8c8c} "
    ".jp-OutputArea-child:has(.kz-still) + .jp-OutputArea-child:not(:has(.kz-panel)) "
    "{display: none}</style>"
)


SWATCH = '<span aria-hidden="true" class="kz-swatch" style="background:{}"></span>'


class HtmlRow(NamedTuple):
    """One row of a table: its header, its cells, the colour of its swatch, its CSS class."""

    head: str
    cells: Sequence[str]
    colour: str = ""
    kind: str = ""


def count(number: Any) -> str:
    """Return a count with thousands separators; a missing one as a dash."""
    return MISSING if pd.isna(number) else f"{int(number):,}"


def decimal(number: Any) -> str:
    """Return a number with three decimals; a missing one as a dash."""
    return MISSING if pd.isna(number) else f"{number:.3f}"


def yes_or_no(value: Any) -> str:
    """Return yes or no; a missing value as a dash."""
    return MISSING if pd.isna(value) else "yes" if value else "no"


def change(number: Any) -> str:
    """Return a difference with its sign; a missing one as a dash."""
    return MISSING if pd.isna(number) else f"{number:+}".replace("-", "–") if number else "0"


def paragraph(text: str, *, is_strong: bool = False) -> str:
    """Return text as a paragraph."""
    kind = ' class="kz-strong"' if is_strong else ""
    return f"<p{kind}>{escape(plain(text))}</p>"


def figures(pictures: Sequence[Sequence[str]]) -> str:
    """Return pictures, each with its caption; a picture is SVG or HTML."""
    return "".join(
        f"<figure><figcaption>{escape(plain(caption))}</figcaption>{picture}</figure>"
        for caption, picture in pictures
    )


def still(parts: Sequence[str]) -> str:
    """Return what stays in a notebook without a kernel."""
    return f'{STILL_STYLE}<div class="kz-still {NO_MATHS}">{"".join(parts)}</div>'


def html_table(caption: str, columns: Mapping[str, str], rows: Sequence[HtmlRow]) -> str:
    """Return a table; ``columns`` maps each header to a CSS class, the first heads the rows.

    Not `pandas.DataFrame.to_html`: it sets an option of pandas while it runs, which is
    shared by all threads, and the panel answers beside cells that run.
    """
    heads = "".join(
        f'<th scope="col" class="{kind}">{escape(name)}</th>' for name, kind in columns.items()
    )
    kinds = list(columns.values())[1:]
    body = "".join(
        f'<tr class="{row.kind}">'
        f'<th scope="row">{row.colour and SWATCH.format(escape(row.colour))}'
        f"{escape(plain(row.head))}</th>"
        + "".join(
            f'<td class="{kind}">{escape(cell)}</td>'
            for kind, cell in zip(kinds, row.cells, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="kz-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )
