"""The page of a plot: how title, keys, labels and notes share the room with what is drawn.

Everything is laid out in points before anything is drawn, so a plot knows its room. In axes
that were given, the page is the room up to the neighbours and the edge of the figure; where
that is too small for the text, all sizes shrink by one scale.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import isfinite
from textwrap import fill, indent
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.font_manager import FontProperties
from matplotlib.gridspec import GridSpec, SubplotSpec
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox, BboxTransformTo, ScaledTranslation

from kzelect.election import Election
from kzelect.errors import LabelError
from kzelect.plots.saving import CAPTIONS, WIDTH, Caption, Drawn, figure_of, new_figure
from kzelect.plots.style import (
    FAINT,
    FONT,
    INK,
    MUTED,
    POINTS,
    SOURCE_SIZE,
    SURE,
    TEXT_SIZE,
    TITLE_SIZE,
    WORD_SIZE,
    fitted,
    height_of,
    widest,
    width_of,
    wrapped,
)
from kzelect.text import plain, with_sections

MARGIN = 8.0  # points around a page
TITLE_GAP, FOOT_GAP, KEY_GAP = 7.0, 7.0, 6.0  # points
TITLE_LIFT = 3.5  # points from what stands below a title to its base line
HANDLE, HANDLE_PAD, KEY_SPACE = 16.0, 5.0, 14.0  # of a legend: sample, gap, gap to the next
KEY_ROW = 1.5 * WORD_SIZE
AXIS = 39.0  # points under the axes that ticks and a unit take
TICKS = 22.0  # ... and ticks alone
ROW = (0.3, 15.5)  # inches that a row takes, and the points that it can do with
TITLE_LENGTH, TOPIC_LENGTH, SOURCE_LENGTH = 160, 120, 400  # characters; longer ends in an ellipsis
SMALL_LETTERS = 0.06  # how much wider text gets at half its size
SMALLEST = 0.2  # of the usual size; axes with still less room get text that stands out
FRAMES: dict[str, Any] = {
    "data": "data",
    "axes": "axes fraction",
    "row": ("axes fraction", "data"),
    "column": ("data", "axes fraction"),
}
# Text as it is, whatever the session says.
PLAIN: Any = {"parse_math": False, "usetex": False, "fontfamily": FONT, "fontstyle": "normal"}
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # lines pass behind words

PARAMETERS = {
    "parties": """parties : pandas.DataFrame, optional
    ``party``, ``short_name``, ``colour``; by default those of the election, or those shipped.""",
    "title": """title : str, optional
    In place of the plot's own; empty for none.""",
    "source": """source : str, optional
    The source line in place of the plot's own; empty for none.""",
    "sources": """source : str or pandas.DataFrame, optional
    The source line, empty for none; or the sources table to take it from.""",
    "ax": """ax : matplotlib.axes.Axes, optional
    Axes to draw on; by default those of a new figure.""",
}
SECTIONS = """Returns
-------
matplotlib.axes.Axes
    The axes with the plot, which `describe`, `data` and `save` take.

Raises
------
LabelError
{}
MissingDataError
    If nothing of what it draws is known."""

Plot = TypeVar("Plot", bound=Callable[..., Axes])


def documented(passed_to: str, refused: str = "") -> Callable[[Plot], Plot]:
    """Insert the sections that all plots share into the docstring of one.

    Further keywords are passed to a method of Axes, if to nothing else with a dot in its name.
    """
    function, space, of = passed_to.partition(" ")
    function = function if "." in function else f"matplotlib.axes.Axes.{function}"

    def decorate(plot: Plot) -> Plot:
        annotations, own = inspect.get_annotations(plot), plot.__doc__ or ""
        names = ["title", "sources" if "DataFrame" in annotations["source"] else "source", "ax"]
        names = ["parties", *names] if "parties" in annotations else names
        parameters = [PARAMETERS[name] for name in names]
        parameters.append(f"**kwargs\n    Passed to `{function}`{space}{of}.")
        errors = fill(", ".join(filter(None, ["If a table lacks a column", refused])) + ".", 84)
        for text in ("\n".join(parameters), SECTIONS.format(indent(errors, "    "))):
            own = with_sections(own, {"Examples": text})
        plot.__doc__ = own
        return plot

    return decorate


# The room of axes that a plot was drawn on, in pixels.
_PAGES: WeakKeyDictionary[Axes, Bbox] = WeakKeyDictionary()


class Words:
    """What stands around a plot; a title of the caller's takes the place of finding and topic.

    The topic says of when it is where it is ``of`` an Election.
    """

    def __init__(
        self, title: str | None, finding: str, topic: str, *notes: str, of: object = None
    ) -> None:
        self.finding = plain(finding)
        self.about = plain(f"{topic}, {of.name}" if isinstance(of, Election) else topic)
        self.heading = plain(finding if title is None else title, TITLE_LENGTH)
        self.topic = plain(self.about, TOPIC_LENGTH) if title is None else ""
        self.notes = " ".join(filter(None, notes))


@dataclass
class Page:
    """The axes of one plot, its scale, and the room of the plot in points of that scale."""

    ax: Axes
    scale: float
    width: float
    height: float
    left: float  # points from the page to the axes
    right: float
    words: Words
    source: str

    def text(
        self, words: str, x: float, y: float, shift: tuple[float, float] = (0.0, 0.0), *,
        frame: str = "data", size: float = WORD_SIZE, **look: Any,
    ) -> None:  # fmt: skip
        """Write words at a point, moved by points, in the common look."""
        usual: dict[str, Any] = {"ha": "left", "va": "center_baseline", "color": INK, "zorder": 5}
        self.ax.annotate(
            words,
            (x, y),
            (shift[0] * self.scale, shift[1] * self.scale),
            xycoords=FRAMES[frame],
            textcoords="offset points",
            fontsize=size * self.scale,
            annotation_clip=False,
            **PLAIN | usual | look,
        )

    def aside(self, words: str, x: float, y: float, shift: float = 6.0, **look: Any) -> None:
        """Write muted words to the right of a point: what is missing, what a mark means."""
        self.text(words, x, y, (shift, 0), color=MUTED, **look)

    def bars(
        self, places: Iterable[float], lengths: Any, kwargs: dict[str, Any], *, edge: float = 0.0,
        **look: Any,
    ) -> BarContainer:  # fmt: skip
        """Draw horizontal bars with an edge in points; keywords of the user come last."""
        usual: dict[str, Any] = {"height": 0.7, "edgecolor": "none", "zorder": 2}
        usual |= {"linewidth": edge * self.scale}
        return self.ax.barh(list(places), lengths, **usual | look | kwargs)

    def area(
        self, corner: tuple[float, float], width: float, height: float, *, edge: float = 0.0,
        **look: Any,
    ) -> Rectangle:  # fmt: skip
        """Draw a rectangle with an edge, and perhaps a hatch, in points."""
        look = {"linewidth": edge * self.scale} | look
        rectangle = Rectangle(corner, width, height, **look)
        self.ax.add_patch(rectangle)
        return rectangle

    def line(
        self, xs: Any, ys: Any, kwargs: dict[str, Any] | None = None, *, width: float = 1.0,
        dot: float = 0.0, **look: Any,
    ) -> Line2D:  # fmt: skip
        """Draw a line, and perhaps dots on it, in points; keywords of the user come last."""
        usual: dict[str, Any] = {"linewidth": width * self.scale, "linestyle": "-"}
        usual |= {"marker": "", "markersize": dot * self.scale, "markeredgewidth": 0}
        (line,) = self.ax.plot(xs, ys, **usual | look | (kwargs or {}))
        return line

    def marks(
        self, xs: Any, ys: Any, kwargs: dict[str, Any], *, area: float, edge: float = 0.0,
        **look: Any,
    ) -> PathCollection:  # fmt: skip
        """Draw marks of an area in square points; keywords of the user come last."""
        usual: dict[str, Any] = {"s": area * self.scale**2, "linewidth": edge * self.scale}
        usual |= {"marker": "o", "zorder": 3, "clip_on": False}
        return self.ax.scatter(xs, ys, **usual | look | kwargs)

    def x_of(self, x: float) -> float:
        """Return where a value of the x axis stands, in points from the left of the axes."""
        low, high = self.ax.get_xlim()
        return (x - low) / (high - low) * self.width

    def line_across(self, x: float, label: str, **look: Any) -> None:
        """Draw a vertical line that decides, with its label above the axes."""
        self.ax.axvline(x, **self.dashed() | look)
        width, at = width_of(label, WORD_SIZE), self.x_of(x)
        start = max(-self.left, min(at - width / 2, self.width + self.right - width))
        self.text(label, x, 1, (start - at, 3), frame="column", va="bottom")

    def dashed(self) -> dict[str, Any]:
        """Return the look of a line that decides."""
        width = 1.1 * self.scale
        return {"color": INK, "linewidth": width, "linestyle": (0, (4, 2)), "zorder": 1.5}

    def x_axis(
        self, low: float, high: float, unit: str, ticks: Sequence[float] | None = None, *,
        grid: bool = True,
    ) -> None:  # fmt: skip
        """Set limits, ticks and the unit of the x axis; grid lines at the ticks."""
        self.ax.set_xlim(low, high)
        ticks = steps(low, high) if ticks is None else ticks
        kept = _spaced(ticks, [*map(self.x_of, ticks)], [width_of(number(t)) + 9 for t in ticks])
        self.ax.set_xticks(kept, map(number, kept))
        self.ax.grid(visible=grid, axis="x")
        self.ax.set_xlabel(
            fitted(unit, self.width + self.right, WORD_SIZE),
            loc="left",
            labelpad=3 * self.scale,
            fontsize=WORD_SIZE * self.scale,
            color=MUTED,
        )

    def y_axis(self, low: float, high: float, ticks: Sequence[float]) -> None:
        """Set limits and ticks of the y axis, with grid lines."""
        self.ax.set_ylim(low, high)
        places = [(tick - low) / (high - low) * self.height for tick in ticks]
        kept = _spaced(ticks, places, [1.3 * TEXT_SIZE] * len(ticks))
        self.ax.set_yticks(kept, map(number, kept))
        self.ax.grid(visible=True, axis="y")

    def unit_above(self, unit: str, *, lift: float = 0.0) -> None:
        """Write the unit of the y axis level above it, flush with the title."""
        unit = fitted(unit, self.left + self.width + self.right, WORD_SIZE)
        shift = (-self.left, 5 + lift)
        self.text(unit, 0, 1, shift, frame="axes", va="bottom", color=MUTED)

    def rows(
        self, names: Sequence[str], beside: Sequence[str] = (), at: Sequence[float] | None = None
    ) -> None:
        """Name the rows of a horizontal plot from the top down, with numbers before the bars."""
        places: Sequence[float] = range(len(names)) if at is None else at
        pad = widest(beside) + (16 if any(beside) else 6)
        self.ax.set_yticks(places, names)
        self.ax.tick_params(axis="y", labelcolor=INK, pad=pad * self.scale)
        for row, words in zip(places, beside, strict=False):
            self.text(words, 0, row, (-6, 0), frame="row", ha="right", size=TEXT_SIZE)
        self.ax.set_ylim(max(places, default=0) + 0.6, min(places, default=0) - 0.6)

    def say(self, words: str, data: pd.DataFrame) -> Axes:
        """Keep what the plot says and draws, make all its text plain, and return the axes."""
        ax = self.ax
        # Not findobj: it makes the ticks of every axis that is not drawn.
        texts = {ax.title, *ax.get_xticklabels(), *ax.get_yticklabels()}
        for axis in (ax.xaxis, ax.yaxis):
            texts |= {axis.label, axis.get_offset_text()}
        for child in ax.get_children():
            texts |= {*child.get_texts()} if isinstance(child, Legend) else set()
        for text in texts:
            text.set(**PLAIN)
        about = f"{self.words.about}. " if self.words.about else ""
        numbers, drawn = about + " ".join(words.split()), data.reset_index(drop=True)
        CAPTIONS[ax] = Caption(ax.title, self.words.finding, numbers, self.source, drawn)
        return ax


def page(
    ax: Any,
    words: Words,
    source: str,
    *,
    keys: Sequence[Artist] = (),
    height: float,
    least: tuple[float, float],
    left: float = 0.0,
    right: float = 16.0,
    above: float = 4.0,
    below: float = AXIS,
) -> Page:
    """Lay out a page around axes: the given ones, or those of a new figure.

    Keys are legend entries. A figure of our own gives the plot itself a height in inches;
    where it would be narrower or lower than its least width and height in points, all sizes
    shrink. The sides are points that labels need around it.
    """
    if ax is not None and not isinstance(ax, Axes):
        message = f"ax is a {type(ax).__name__}; expected matplotlib Axes, such as plt.gca()"
        if isinstance(ax, Sequence) or hasattr(ax, "shape"):
            message += ", one of the several that subplots returned"
        raise LabelError(message)
    credit = plain(source, SOURCE_LENGTH)
    labels = [str(key.get_label()) for key in keys]
    text_in = partial(_Lines, words, f"Source: {credit}" if credit else "", labels)
    if ax is None:
        text = text_in(POINTS * WIDTH - 2 * MARGIN)
        high = text.head_height + above + POINTS * height + below + text.foot_height
        own = new_figure(WIDTH, (high + 2 * MARGIN) / POINTS)
        ax = own.add_axes(Drawn(own, (0, 0, 1, 1)))
        cell = own.bbox.frozen()
    else:
        cell = _room(ax)
    inch = figure_of(ax).dpi
    wide, tall = (POINTS * side / inch for side in (cell.width, cell.height))
    scale, asked = 1.0, (left, right)
    keyed = widest(labels, WORD_SIZE) + HANDLE + HANDLE_PAD if labels else 0.0
    while True:
        room = wide / scale - 2 * MARGIN
        # Small letters stand on whole pixels too, and so are wider than their part.
        spare = 1.0 + SMALL_LETTERS * (1 / scale - 1)
        left, right = (side * spare for side in asked)
        text = text_in(room / spare)
        width = room - left - right
        rest = tall / scale - 2 * MARGIN - text.head_height - above - below - text.foot_height
        fits = keyed <= room / spare and width >= least[0] and rest >= least[1] - 0.01
        if fits or scale < SMALLEST:
            break
        scale *= 0.97
    width, rest = max(width, 1.0), max(rest, 1.0)
    to_pixels = scale * inch / POINTS
    x0 = cell.x0 + (MARGIN + left) * to_pixels
    y0 = cell.y0 + (MARGIN + text.foot_height + below) * to_pixels
    pixels = Bbox.from_bounds(x0, y0, width * to_pixels, rest * to_pixels)
    place = pixels.transformed(ax.get_figure(root=False).transSubfigure.inverted())
    sheet = Page(ax, scale, width, rest, left, right, words, credit)
    _PAGES[ax] = cell
    ax.set_position(place)
    ax.set_axes_locator(_Place(ax, place))
    _dress(ax, scale)
    _write_head(sheet, text, above)
    if keys:
        corner = (-left / width, 1 + (above + TITLE_GAP) / rest)
        legend(sheet, keys, text.columns, corner)
    if text.foot:
        look: dict[str, Any] = {"size": SOURCE_SIZE, "va": "top", "linespacing": 1.2}
        shift = (-left, -below - FOOT_GAP)
        sheet.text(text.foot, 0, 0, shift, frame="axes", color=MUTED, **look)
    return sheet


def rows_page(
    ax: Any,
    words: Words,
    source: str,
    names: Sequence[str],
    beside: Sequence[str] = (),
    *,
    at: Sequence[float] | None = None,
    row: tuple[float, float] = ROW,
    least: float = 150.0,
    left: float | None = None,
    **rest: Any,
) -> Page:
    """Lay out a `page` of rows, each with a name and perhaps a number beside it.

    ``at`` has the heights of the rows, by default 0, 1, 2 …, ``row`` the inches that one takes
    and the points that it can do with, and ``least`` the least width; the rest is of `page`.
    """
    count = len(names) if at is None else max(at, default=0) + 1.2
    if left is None:
        left = widest(names) + widest(beside) + (16 if beside else 6)
    height, low = (size * count for size in row)
    sheet = page(ax, words, source, height=height, least=(least, low), left=left, **rest)
    sheet.rows(names, beside, at)
    return sheet


class _Lines:
    """The words around a plot, broken into lines for a room, and how high they are."""

    def __init__(self, words: Words, source: str, labels: Sequence[str], room: float) -> None:
        self.heading = wrapped(words.heading, room, TITLE_SIZE, weight="bold")
        self.topic = wrapped(words.topic, room, WORD_SIZE)
        self.foot = "\n".join(
            wrapped(line, room, SOURCE_SIZE) for line in (words.notes, source) if line
        )
        self.columns = columns_of(labels, room)  # of the legend
        self.keys = -(-len(labels) // self.columns) * KEY_ROW + KEY_GAP if labels else 0.0
        topic = height_of(self.topic, WORD_SIZE, spacing=1.3)
        head = height_of(self.heading, TITLE_SIZE) + topic + self.keys
        self.head_height = head + (TITLE_GAP if head else 0.0)
        foot = height_of(self.foot, SOURCE_SIZE, spacing=1.25)
        self.foot_height = foot + (FOOT_GAP if foot else 0.0)


def columns_of(labels: Sequence[str], room: float) -> int:
    """Return in how many columns the entries of a legend fit."""
    widths = [HANDLE + HANDLE_PAD + width_of(label, WORD_SIZE) for label in labels]
    for columns in range(len(labels), 1, -1):
        rows, longer = divmod(len(labels), columns)
        starts = [place * rows + min(place, longer) for place in range(columns + 1)]
        total = sum(max(widths[a:b]) for a, b in pairwise(starts))
        if total + KEY_SPACE * (columns - 1) <= SURE * room:
            return columns
    return 1


def _write_head(sheet: Page, text: _Lines, above: float) -> None:
    """Write title and topic, and hold the room below them if the title is replaced."""
    ax, scale = sheet.ax, sheet.scale
    lift = above + text.keys + TITLE_GAP
    if text.topic:
        look: dict[str, Any] = {"va": "bottom", "color": MUTED, "linespacing": 1.2}
        sheet.text(text.topic, 0, 1, (-sheet.left, lift), frame="axes", **look)
        lift += height_of(text.topic, WORD_SIZE, spacing=1.3)
    # Child axes over the room above: matplotlib moves any title above them.
    spacer = ax.inset_axes((0, 1, 1, lift / sheet.height), zorder=-1)
    spacer.set_axis_off()
    spacer.set_in_layout(False)
    ax.set_title(
        text.heading,
        loc="center",
        fontsize=TITLE_SIZE * scale,
        fontweight="bold",
        color=INK,
        ha="left",
        va="baseline",
        linespacing=1.2,
    )
    # It begins at the edge of the page. Another title set later stands in the middle again.
    to_edge, to_line = -(sheet.left + sheet.width / 2) * scale, TITLE_LIFT * scale
    inches = figure_of(ax).dpi_scale_trans
    moved = ScaledTranslation(to_edge / POINTS, to_line / POINTS, inches)
    ax.title.set_transform(ax.transAxes + moved)
    ax.title.set_position((0.5, 1 + lift / sheet.height))


class _Place:
    """Keep axes where the page put them, whatever else lays out the figure."""

    def __init__(self, ax: Axes, place: Bbox) -> None:
        self._place = place
        self.get_subplotspec = ax.get_subplotspec  # for tight_layout

    def __call__(self, ax: Axes, renderer: Any) -> Bbox:
        return self._place


def _dress(ax: Axes, scale: float) -> None:
    """Take from axes what the session gave them: nothing is left that is not data."""
    ax.set_axis_on()
    ax.set_axisbelow(True)
    ax.set_facecolor("none")
    ax.set(xlabel="", ylabel="")
    ax.minorticks_off()
    ax.grid(visible=False, which="both")
    ax.spines[:].set_visible(False)
    # Ticks are made when they are needed: they keep these.
    ax.tick_params(
        which="both",
        length=0,
        pad=6.5 * scale,
        labelsize=TEXT_SIZE * scale,
        labelcolor=MUTED,
        labelfontfamily=FONT,
        labelrotation=0,
        grid_color=FAINT,
        grid_linewidth=0.8 * scale,
        grid_linestyle="-",
        grid_alpha=1.0,
        labelbottom=True,
        labelleft=True,
        labeltop=False,
        labelright=False,
    )


def _room(ax: Axes) -> Bbox:
    """Return the room of given axes in pixels: up to their neighbours and the figure's edge."""
    if ax in _PAGES:
        return _PAGES[ax]
    figure, parent = figure_of(ax), ax.get_figure(root=False)
    assert parent is not None
    own = ax.get_position(original=True).transformed(parent.transSubfigure)
    if own.width * own.height <= 0:
        message = "ax has no room; expected axes wider and higher than nothing"
        raise LabelError(message)
    left, bottom, right, top = parent.bbox.extents
    above = getattr(parent, "_suptitle", None)
    if above is not None and above.get_text():
        top = min(top, above.get_window_extent().y0)
    spec = ax.get_subplotspec()
    if spec is not None and figure.get_layout_engine() is not None:
        # An engine will move the others, each within its cell.
        grid = spec.get_gridspec()
        ratios: Any = {"width_ratios": grid.get_width_ratios()}
        ratios |= {"height_ratios": grid.get_height_ratios(), "wspace": 0, "hspace": 0}
        cells = GridSpec(grid.nrows, grid.ncols, left=0, right=1, bottom=0, top=1, **ratios)
        cell = SubplotSpec(cells, spec.num1, spec.num2).get_position(figure)
        room = BboxTransformTo(Bbox.from_extents(left, bottom, right, top))
        return cell.transformed(room)
    for other in figure.axes:
        if other is ax or not other.get_visible():
            continue
        taken = _PAGES.get(other)
        box = taken or other.get_window_extent()
        beside = box.y0 < own.y1 and box.y1 > own.y0
        stacked = box.x0 < own.x1 and box.x1 > own.x0
        if beside and stacked:
            continue  # twins, insets: they share the room
        wide = taken or other.get_tightbbox() or box  # with the labels that it has now
        if beside and box.x1 <= own.x0:
            left = max(left, box.x1 if taken else max(wide.x1, (box.x1 + own.x0) / 2))
        elif beside:
            right = min(right, box.x0 if taken else min(wide.x0, (box.x0 + own.x1) / 2))
        elif stacked and box.y1 <= own.y0:
            bottom = max(bottom, box.y1 if taken else max(wide.y1, (box.y1 + own.y0) / 2))
        elif stacked:
            top = min(top, box.y0 if taken else min(wide.y0, (box.y0 + own.y1) / 2))
    return Bbox.union([own, Bbox.from_extents(left, bottom, right, top)])


def room_of(ax: Any) -> float:
    """Return the width in points that a page around these axes has at full size."""
    wide = POINTS * _room(ax).width / figure_of(ax).dpi if isinstance(ax, Axes) else POINTS * WIDTH
    return float(wide) - 2 * MARGIN


def _spaced(
    ticks: Sequence[float], at: Sequence[float], widths: Sequence[float]
) -> Sequence[float]:
    """Return every tick, or every second, third …, so that their labels keep apart."""
    for step in range(1, len(ticks) + 1):
        kept = range(0, len(ticks), step)
        if all(abs(at[b] - at[a]) >= (widths[a] + widths[b]) / 2 for a, b in pairwise(kept)):
            return ticks[::step]
    return ticks[:1]


def steps(low: float, high: float, most: int = 7, *, whole: bool = False) -> list[float]:
    """Return round values from one end to the other, for ticks."""
    if not isfinite(low) or not isfinite(high) or low >= high:
        return [low] if isfinite(low) else []
    values = MaxNLocator(most, integer=whole, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    kept = [float(v) for v in values if low - slack <= v <= high + slack]
    return [v for v in kept if not whole or v == int(v)]


def number(value: float) -> str:
    """Return a number of an axis as text: thousands separated, a true minus sign."""
    value = round(value, 10)
    text = f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:g}"
    return text.replace("-", "\N{MINUS SIGN}")


def ticks_width(ticks: Iterable[float]) -> float:
    """Return the points that the labels of the y axis take."""
    return widest(map(number, ticks)) + 8


def mark_key(label: str, **look: Any) -> Line2D:
    """Return a legend entry of a mark or a line; grey, where colour says who."""
    usual: dict[str, Any] = {"linestyle": "none", "color": MUTED, "markersize": 7}
    return Line2D([], [], label=label, **usual | look)


def legend(
    sheet: Page, keys: Sequence[Artist], columns: int, corner: tuple[float, float] = (0, 0)
) -> None:
    """Add a legend with its lower left corner there, whatever the settings of the session."""
    sheet.ax.legend(
        handles=list(keys),
        loc="lower left",
        bbox_to_anchor=corner,
        ncols=columns,
        prop=FontProperties(family=FONT, size=WORD_SIZE * sheet.scale),
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.0,
        labelspacing=0.3,
        handletextpad=HANDLE_PAD / WORD_SIZE,
        handlelength=HANDLE / WORD_SIZE,
        handleheight=0.7,
        columnspacing=KEY_SPACE / WORD_SIZE,
        labelcolor=INK,
        markerscale=sheet.scale,
        numpoints=1,
        scatterpoints=1,
    )
