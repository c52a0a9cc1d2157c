"""Figures with one contender a row: names at the left, figures beside them, room for words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.text import Annotation
from matplotlib.transforms import blended_transform_factory

from kzelect.plots.style import FONT, INK, MARGIN, MUTED, TEXT_SIZE, WORD_SIZE, Page

__all__ = ["PLAIN", "ROW", "legend_above", "line_across", "rows", "words"]

ROW = 0.33  # inches that a row takes
PLAIN = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # lines pass behind words
FIGURE_WIDTH = 7.0  # points of a digit at the size of the labels


def rows(
    ax: Axes,
    names: Sequence[str],
    *,
    beside: Sequence[str] = (),
    at: Sequence[float] | None = None,
) -> None:
    """Name the rows of a horizontal figure from the top down, with a column of figures beside.

    Figures stand between name and bar, where nothing that is drawn can run into them.
    """
    places = range(len(names)) if at is None else at
    column = max(map(len, beside), default=0) * FIGURE_WIDTH
    ax.set_yticks(places, names)
    ax.tick_params(axis="y", labelcolor=INK, pad=column + (16 if column else 6))
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
        label.set_fontfamily(FONT)
    for row, figure in zip(places, beside, strict=False):
        ax.annotate(
            figure,
            (0, row),
            (-6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            fontsize=TEXT_SIZE,
        )
    ax.set_ylim(max(places, default=0) + 0.6, -0.6)
    ax.grid(axis="x")


def words(ax: Axes, text: str, x: float, y: float, **kwargs: Any) -> Annotation:
    """Write muted words to the right of a point: what is missing, what a mark means."""
    style: dict[str, Any] = {
        "xytext": (6, 0),
        "va": "center_baseline",
        "color": MUTED,
        "fontsize": WORD_SIZE,
        "annotation_clip": False,
    }
    return ax.annotate(text, (x, y), textcoords="offset points", **style | kwargs)


def line_across(ax: Axes, x: float, label: str) -> None:
    """Draw a vertical line that decides, with its label above the axes."""
    ax.axvline(x, color=INK, linewidth=1.1, linestyle=(0, (4, 2)), zorder=1.5)
    ax.annotate(
        label,
        (x, 1),
        (0, 3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="left" if x < sum(ax.get_xlim()) / 2 else "right",
        fontsize=WORD_SIZE,
    )


def legend_above(sheet: Page, handles: Sequence[Artist], *, gap: float = 0.0) -> Legend:
    """Set a legend in one line above the axes by a gap in points, flush with the title."""
    ax, figure = sheet.ax, sheet.ax.get_figure(root=True)
    assert figure is not None
    across = figure.transFigure if sheet.is_own else ax.transAxes
    edge = MARGIN / figure.get_size_inches()[0] if sheet.is_own else 0.0
    height = 72 * ax.get_window_extent().height / figure.dpi
    return ax.legend(
        handles=list(handles),
        loc="lower left",
        bbox_to_anchor=(edge, 1 + gap / height),
        bbox_transform=blended_transform_factory(across, ax.transAxes),
        ncols=len(handles),
        borderaxespad=0.0,
        borderpad=0.3,
        handletextpad=0.5,
        handlelength=1.5,
        columnspacing=1.4,
        labelcolor=INK,
    )
