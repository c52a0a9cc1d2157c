"""The look that all figures share: style sheet, page, title, source line, what a figure says."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox, ScaledTranslation

from kzelect.text import plain

__all__ = ["FAINT", "FONT", "INK", "MUTED", "Caption", "Page", "caption_of", "page", "style"]
__all__ += ["MARGIN", "TEXT_SIZE", "WORD_SIZE", "fitted", "unit_above", "wrapped"]

SHEET = Path(__file__).with_name("kzelect.mplstyle")
FONT = "DejaVu Sans"  # ships with matplotlib and has every Kazakh Cyrillic letter

INK = "#222222"
MUTED = "#555555"  # secondary text: 7.5 to 1 against white
FAINT = "#E4E4E4"  # grid lines, empty areas

WIDTH = 7.0  # inches: the column of a notebook
MARGIN = 0.12  # inches around the page
POINTS = 72  # to the inch
TITLE_GAP, SOURCE_GAP = 12, 11  # points between title, plot and source line
# Points. A phone shows a figure at half its size: what is to be read there cannot be smaller.
TITLE_SIZE, TEXT_SIZE, WORD_SIZE, SOURCE_SIZE = 13.5, 11.0, 10.5, 9.5
FOOT_SPACING = 1.15  # of the lines at the foot, in parts of the usual spacing
TITLE_LENGTH, SOURCE_LENGTH = 110, 400  # characters; what is longer ends in an ellipsis


# What belongs to the session and not to the look of a figure.
SESSION = (
    "backend",
    "interactive",
    "toolbar",
    "timezone",
    "date.epoch",
    "docstring.hardcopy",
    "figure.max_open_warning",
    "figure.raise_window",
    "savefig.directory",
    "tk.",
    "webagg.",
)


@cache
def _rules() -> dict[Any, Any]:
    """Return matplotlib's own defaults under our sheet: no figure depends on the session."""
    with plt.style.context(["default", SHEET]):
        return {name: rule for name, rule in mpl.rcParams.items() if not name.startswith(SESSION)}


@contextmanager
def style() -> Iterator[None]:
    """Use the common look within a ``with`` block; nothing outside it changes.

    Examples
    --------
    >>> import matplotlib as mpl
    >>> from kzelect.plots import style
    >>> before = mpl.rcParams["axes.titlesize"]
    >>> with style():
    ...     print(mpl.rcParams["axes.titlesize"])
    13.5
    >>> mpl.rcParams["axes.titlesize"] == before
    True
    """
    # Not rc_context: it would also take back `interactive`, which Jupyter sets when it makes
    # its first figure, and every later figure of the notebook would stay hidden.
    rules = _rules()
    before = {name: mpl.rcParams[name] for name in rules}
    mpl.rcParams.update(rules)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


@dataclass(frozen=True)
class Caption:
    """What a figure says in words: its title, the figures drawn, its source."""

    title: Text
    figures: str
    source: str


# By axes, so that title, source and alternative text can be had from what a plot returns.
_CAPTIONS: WeakKeyDictionary[Axes, Caption] = WeakKeyDictionary()


def caption_of(ax: Axes) -> Caption | None:
    """Return what the plot on these axes says, or None where kzelect drew nothing."""
    return _CAPTIONS.get(ax)


@dataclass(frozen=True)
class Page:
    """The axes of one plot, and whether the figure around them is ours to lay out."""

    ax: Axes
    is_own: bool

    def close(self, title: str, figures: str, source: str = "", *, note: str = "") -> None:
        """Write title and source line around what was drawn, and keep what the figure says.

        Parameters
        ----------
        title : str
            What and when.
        figures : str
            The figures drawn, in words.
        source : str
            Source line without the word "Source"; empty for none.
        note : str
            What a reader needs besides; stands before the source.
        """
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        page_width, page_height = figure.get_size_inches()
        room = page_width - 2 * MARGIN if self.is_own else self._inches().width
        heading = wrapped(plain(title, TITLE_LENGTH), room, TITLE_SIZE, weight="bold")
        if "\n" in heading:  # rather break between what and when than leave a word alone
            what, comma, when = plain(title, TITLE_LENGTH).rpartition(", ")
            halves = [what + comma.strip(), when] if comma else [when]
            heading = "\n".join(wrapped(h, room, TITLE_SIZE, weight="bold") for h in halves)
        lines = [note, f"Source: {plain(source, SOURCE_LENGTH)}" if source else ""]
        foot = "\n".join(wrapped(line, room, SOURCE_SIZE) for line in lines if line)
        if self.is_own:
            for _ in range(2):  # labels at data positions move as the axes grow
                left, bottom, right, top = (MARGIN + side for side in self._around())
                top += (_height(heading, TITLE_SIZE) + TITLE_GAP) / POINTS
                bottom += (
                    (_height(foot, FOOT_SPACING * SOURCE_SIZE) + SOURCE_GAP) / POINTS if foot else 0
                )
                lower = (left / page_width, bottom / page_height)
                upper = (1 - right / page_width, 1 - top / page_height)
                self.ax.set_position(Bbox([lower, upper]))
        _, bottom, _, top = self._around()
        edge = MARGIN - self._inches().x0 if self.is_own else 0.0
        written = self.ax.set_title(
            heading,
            x=edge / self._inches().width,
            ha="left",
            pad=POINTS * top + TITLE_GAP,
            parse_math=False,
            fontfamily=FONT,
            fontsize=TITLE_SIZE,
            fontweight="bold",
            color=INK,
        )
        if foot:
            self.ax.annotate(
                foot,
                xy=(0, 0),
                xycoords="axes fraction",
                xytext=(POINTS * edge, -POINTS * bottom - SOURCE_GAP),
                textcoords="offset points",
                va="top",
                fontsize=SOURCE_SIZE,
                color=MUTED,
                linespacing=1.2 * FOOT_SPACING,
                annotation_clip=False,
            )
        _CAPTIONS[self.ax] = Caption(written, " ".join(figures.split()), plain(source))

    def _inches(self) -> Bbox:
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        self.ax.apply_aspect()
        return self.ax.get_window_extent().transformed(figure.dpi_scale_trans.inverted())

    def _around(self) -> tuple[float, float, float, float]:
        """Return how far labels stand out of the axes, in inches: left, bottom, right, top."""
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        inner, box = self._inches(), self.ax.get_tightbbox()
        assert box is not None
        outer = box.transformed(figure.dpi_scale_trans.inverted())
        sides = (
            inner.x0 - outer.x0,
            inner.y0 - outer.y0,
            outer.x1 - inner.x1,
            outer.y1 - inner.y1,
        )
        left, bottom, right, top = (max(0.0, float(side)) for side in sides)
        return left, bottom, right, top


def unit_above(ax: Axes, unit: str, *, lift: float = 4) -> None:
    """Write the unit of the y axis level above it, where it reads without tilting the head."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    raised = ax.transAxes + ScaledTranslation(0, lift / POINTS, figure.dpi_scale_trans)
    ax.set_ylabel(plain(unit, 60), rotation=0, ha="left", va="bottom", parse_math=False)
    ax.yaxis.set_label_coords(0, 1, transform=raised)


@contextmanager
def page(ax: Axes | None, *, height: float) -> Iterator[Page]:
    """Yield axes in the common look: the given ones, or those of a new figure.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Axes to draw on; None makes a figure of notebook width.
    height : float
        Height of a new figure in inches.
    """
    with style():
        is_own = ax is None
        if ax is None:
            _, ax = plt.subplots(figsize=(WIDTH, height))
            # About what labels, title and source will leave; closing the page settles it.
            ax.set_position(Bbox([[MARGIN / WIDTH, 0.6 / height], [0.98, 1 - 0.5 / height]]))
        ax.set_axisbelow(True)
        ax.spines[:].set_visible(False)
        # Ticks are made when they are needed, maybe after this block: they keep these.
        ax.tick_params(
            length=0, labelsize=TEXT_SIZE, labelcolor=MUTED, labelfontfamily=FONT, grid_color=FAINT
        )
        yield Page(ax, is_own)


def wrapped(text: str, inches: float, size: float, *, weight: str = "normal") -> str:
    """Break text into lines that fit a width, by the mean width of its own letters."""
    letters = 0.97 * POINTS * inches * len(text) / max(_width(text, size, weight), 1.0)
    return "\n".join(textwrap.wrap(text, max(int(letters), 12)))


def fitted(text: str, points: float, size: float = TEXT_SIZE) -> str:
    """Return a name that is no wider than it may be; a shortened one ends in an ellipsis."""
    text = plain(text, 80)
    while (width := _width(text, size, "normal")) > points:
        text = plain(text, min(len(text) - 1, int(len(text) * points / width)))
    return text


def _width(text: str, size: float, weight: str) -> float:
    """Return the width of a line of text in points."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def _height(text: str, size: float) -> float:
    """Return the height of text in points, at matplotlib's line spacing."""
    return 1.2 * size * (text.count("\n") + 1)
