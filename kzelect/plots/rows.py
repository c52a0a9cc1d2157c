"""Figures with one contender a row: names at the left, figures beside them, room for words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.text import Annotation

from kzelect.plots.look import FONT, INK, MUTED

__all__ = ["ROW", "legend_above", "line_across", "rows", "words"]

ROW = 0.31  # inches that a row takes
FIGURE_WIDTH = 6.4  # points of a digit at the size of the labels


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
            fontsize=10,
        )
    ax.set_ylim(max(places, default=0) + 0.6, -0.6)
    ax.grid(axis="x")


def words(ax: Axes, text: str, x: float, y: float, **kwargs: Any) -> Annotation:
    """Write muted words to the right of a point: what is missing, what a mark means."""
    style: dict[str, Any] = {
        "xytext": (6, 0),
        "va": "center_baseline",
        "color": MUTED,
        "fontsize": 9.5,
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
        fontsize=9.5,
    )


def legend_above(ax: Axes, handles: Sequence[Artist], *, gap: float = 0.0) -> Legend:
    """Set a legend above the axes by a gap in points, in one line if it fits."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_window_extent()
    look: dict[str, Any] = {
        "handles": list(handles),
        "loc": "lower left",
        "bbox_to_anchor": (0, 1 + gap / (72 * box.height / figure.dpi)),
        "borderaxespad": 0.0,
        "borderpad": 0.3,
        "handletextpad": 0.5,
        "handlelength": 1.5,
        "columnspacing": 1.4,
        "labelcolor": INK,
    }
    legend = ax.legend(**look, ncols=len(handles))
    if legend.get_window_extent().width > figure.bbox.width - box.x0:
        legend = ax.legend(**look, ncols=1)
    return legend
