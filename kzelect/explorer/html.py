"""HTML that the panels show: text, tables with swatches, pictures with words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO
from typing import NamedTuple

from matplotlib.axes import Axes

from kzelect.plots import describe
from kzelect.plots.saving import unseen
from kzelect.text import plain

__all__ = ["Row", "paragraph", "picture", "table"]

STYLE = (
    "<style>.kzelect-explorer {border-collapse: collapse; line-height: 1.45} "
    ".kzelect-explorer caption {text-align: left; font-weight: bold; padding: 4px 0} "
    ".kzelect-explorer th, .kzelect-explorer td {text-align: right; padding: 1px 8px; "
    "white-space: nowrap} "
    ".kzelect-explorer th:first-child {text-align: left; font-weight: normal; padding-left: 0} "
    ".kzelect-explorer thead th, .kzelect-explorer thead th:first-child "
    "{border-bottom: 1px solid; font-weight: bold}</style>"
)


class Row(NamedTuple):
    """One line of a table: its head, its cells and the colour of a swatch before the head."""

    head: str
    cells: Sequence[str]
    colour: str = ""


def paragraph(text: str, *, is_strong: bool = False) -> str:
    """Return text as a paragraph; what it says is read out when it changes."""
    weight = "600" if is_strong else "normal"
    style = f"margin: 4px 0; line-height: 1.4; max-width: 46em; font-weight: {weight}"
    return f'<p role="status" style="{style}">{escape(plain(text))}</p>'


def table(caption: str, columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Return a table whose first column heads its rows."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row">{_swatch(row.colour)}{escape(plain(row.head))}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row.cells)
        + "</tr>"
        for row in rows
    )
    return (
        f'{STYLE}<div style="overflow-x: auto; margin-right: 24px">'
        f'<table class="kzelect-explorer"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def picture(draw: Callable[[], Axes]) -> str:
    """Draw a figure once and return it as an image with its alternative text."""
    with unseen():
        ax = draw()
    figure = ax.get_figure(root=True)
    assert figure is not None
    svg = BytesIO()
    figure.savefig(svg, format="svg")
    data = b64encode(svg.getvalue()).decode()
    style = "max-width: 100%; height: auto"
    source = f"data:image/svg+xml;base64,{data}"
    return f'<img alt="{escape(describe(ax))}" style="{style}" src="{source}">'


def _swatch(colour: str) -> str:
    if not colour:
        return ""
    style = f"display: inline-block; width: .8em; height: .8em; background: {escape(colour)}"
    return f'<span aria-hidden="true" style="{style}; margin-right: .4em"></span>'
