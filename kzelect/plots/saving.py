"""What a figure says in words, how a notebook shows it, and files that say it too."""

from __future__ import annotations

import re
import sys
import threading
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from kzelect.errors import KzelectError, LabelError
from kzelect.text import plain

# What a kind of file calls title, words, source and program, and its date.
KINDS: dict[str, tuple[tuple[str, ...], dict[str, None]]] = {
    ".png": (("Title", "Description", "Source", "Software"), {}),
    ".svg": (("Title", "Description", "Source", "Creator"), {"Date": None}),
    ".pdf": (("Title", "Subject", "Keywords", "Creator"), {"CreationDate": None}),
}
DPI = 144  # of a new figure: sharp on screens with small pixels
PRINT = 200  # of a PNG file
PAGE_DPI = 100  # 7 inches are 700 pixels of a page
WIDTH = 7.0  # inches: the column of a notebook
PAD = 0.1  # inches around what is drawn


@dataclass(frozen=True)
class Caption:
    """What a figure says in words: its title, the numbers drawn, its source."""

    title: Text
    heading: str  # as drawn, or as it would have been
    numbers: str
    source: str
    data: pd.DataFrame | None = None  # what is drawn

    @property
    def words(self) -> str:
        """Title, topic and numbers, three sentences at most."""
        return f"{self.heading_now}. {self.numbers}" if self.heading_now else self.numbers

    @property
    def heading_now(self) -> str:
        """The title that stands there now; the caller may have set another one."""
        return plain(self.title.get_text()) or self.heading


# By axes, so that title, source and alternative text can be had from what a plot returns.
CAPTIONS: WeakKeyDictionary[Axes, Caption] = WeakKeyDictionary()


class Drawn(Axes):
    """Axes of a figure that kzelect made: a notebook shows the whole figure for them."""

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        figure = figure_of(self)
        _show_pending(before=figure)
        words = _words_of(figure)
        if _kernel() is None:
            return {"text/plain": words}, {}
        png = _written(figure, "png", {"Software": "kzelect"}, dpi=DPI)
        # A PNG file says its width and height in its first bytes.
        sizes = (int.from_bytes(png[at : at + 4]) * PAGE_DPI / DPI for at in (16, 20))
        look = dict(zip(("width", "height"), map(round, sizes), strict=True))
        data = {"image/png": b64encode(png).decode(), "text/plain": words}
        return data, {"image/png": {**look, "alt": words}}


def new_figure(width: float, height: float) -> Figure:
    """Return a figure of our own, in inches; nothing of pyplot knows about it.

    A notebook shows it at the end of the cell that made it.
    """
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor="white", edgecolor="white")
    figure.set_layout_engine("none")  # whatever the session says
    FigureCanvasAgg(figure)
    _queue(figure)
    return figure


def panels(
    rows: int = 1, columns: int = 1, *, width: float = WIDTH, height: float | None = None
) -> list[Axes]:
    """Return the axes of a new figure with several panels, for ``ax=`` of the plots.

    Parameters
    ----------
    rows, columns : int
        How many, from 1 up.
    width : float
        Of the figure, in inches.
    height : float, optional
        In inches; by default three and a half for each row.

    Returns
    -------
    list of matplotlib.axes.Axes
        Row by row, from the left. A notebook shows them as one figure.

    Raises
    ------
    KzelectError
        If there are no rows or no columns.

    Examples
    --------
    >>> import kzelect as kz
    >>> left, right = kz.plots.panels(1, 2)
    >>> ax = kz.plots.hemicycle(kz.load(2004), ax=left)
    >>> ax = kz.plots.hemicycle(kz.load(2007), ax=right)
    """
    if min(rows, columns) < 1:
        message = f"found {rows} rows and {columns} columns; expected at least 1 of each"
        raise KzelectError(message)
    figure = new_figure(width, 3.5 * rows if height is None else height)
    places = (
        (column / columns, 1 - (row + 1) / rows, 1 / columns, 1 / rows)
        for row, column in product(range(rows), range(columns))
    )
    return [figure.add_axes(Drawn(figure, place)) for place in places]


def describe(
    ax: Axes, words: str | None = None, *, source: str = "", data: pd.DataFrame | None = None
) -> str:
    """Return the alternative text of a figure, or give one to a figure of your own.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes that a function of `kzelect.plots` returned; with ``words`` any axes, such as
        those on which seaborn has drawn.
    words : str, optional
        What the figure shows, with its numbers. The title of the axes stands before it.
    source : str, optional
        Where the data are from, for `save`.
    data : pandas.DataFrame, optional
        What is drawn, for `data`.

    Returns
    -------
    str
        Three sentences at most, made from what was drawn.

    Raises
    ------
    KzelectError
        If nothing of kzelect is drawn on these axes and no words are given.

    Examples
    --------
    >>> import kzelect as kz
    >>> ax = kz.plots.hemicycle(kz.load(2004))
    >>> kz.plots.describe(ax)[:30]
    'Otan: 42 of 77 seats, 39 neede'
    >>> (ax,) = kz.plots.panels()
    >>> bars, title = ax.bar(["list", "district"], [7, 35]), ax.set_title("Seats of Otan")
    >>> kz.plots.describe(ax, "List 7, district 35.")
    'Seats of Otan. List 7, district 35.'
    """
    if words is not None:
        titles = [ax.title, ax._left_title, ax._right_title]  # type: ignore[attr-defined]
        title = next((title for title in titles if title.get_text()), ax.title)
        CAPTIONS[ax] = Caption(title, "", plain(words), plain(source), data)
    return _caption(ax).words


def data(ax: Axes) -> pd.DataFrame:
    """Return the numbers that a plot draws, as a table.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes that a function of `kzelect.plots` returned, or of your own with ``data`` given
        to `describe`.

    Returns
    -------
    pandas.DataFrame
        One row for each thing drawn; what was not published is missing. Columns that end in
        ``_share`` are from 0 to 1, those that end in ``_pct`` from 0 to 100.

    Raises
    ------
    KzelectError
        If nothing of kzelect is drawn on these axes, or they were described without data.

    Examples
    --------
    >>> import kzelect as kz
    >>> ax = kz.plots.hemicycle(kz.load(2004))
    >>> kz.plots.data(ax).head(2)
      party    name  seats
    0   otan    Otan     42
    1 aq_jol  Aq Jol      1
    """
    drawn = _caption(ax).data
    if drawn is None:
        message = "these axes were described without data; expected describe(ax, words, data=...)"
        raise KzelectError(message)
    return drawn.copy()


def save(ax: Axes, path: Path | str) -> Path:
    """Write the figure to a PNG, SVG or PDF file that carries title, source and alternative text.

    The same figure gives the same bytes every time.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes that a function of `kzelect.plots` returned.
    path : path-like
        Where to; the suffix, ``.png``, ``.svg`` or ``.pdf``, says which kind of file.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    KzelectError
        If nothing of kzelect is drawn on these axes, the suffix is another one, or the
        folder does not exist.
    """
    path = Path(path)
    caption = _caption(ax)
    figure = figure_of(ax)
    kind = path.suffix.lower()
    if kind not in KINDS:
        message = f"cannot save as {kind!r}; expected one of {', '.join(KINDS)}"
        raise KzelectError(message)
    if not path.parent.is_dir():
        message = f"there is no folder {str(path.parent)!r}; make it first"
        raise KzelectError(message)
    title, words, source = caption.heading_now, _words_of(figure), caption.source
    names, no_date = KINDS[kind]
    texts = zip(names, (title, words, source, "kzelect"), strict=True)
    # No date and no version: the bytes depend on the figure alone.
    metadata = {name: text for name, text in texts if text} | no_date
    content = _written(figure, kind[1:], metadata, dpi=PRINT)
    path.write_bytes(_renumbered(content) if kind == ".svg" else content)
    return path


def _written(figure: Figure, kind: str, metadata: dict[str, Any], dpi: int) -> bytes:
    """Return the file of a figure; every setting is given, whatever those of the session."""
    written = BytesIO()
    figure.savefig(
        written,
        format=kind,
        metadata=metadata,
        dpi=dpi,
        facecolor="white",
        edgecolor="white",
        transparent=False,
        bbox_inches="tight",
        pad_inches=PAD,
    )
    return written.getvalue()


def _renumbered(svg: bytes) -> bytes:
    """Give the marks of an SVG file numbers; matplotlib names them by a random salt."""
    text = svg.decode("utf-8")
    found = re.findall(r'\bid="[A-Za-z]+(?:\d+_\d+_)?([0-9a-f]{10})"', text)
    numbers = {name: str(place) for place, name in enumerate(dict.fromkeys(found))}
    return re.sub("|".join(numbers) or "$^", lambda name: numbers[name[0]], text).encode("utf-8")


# --- figures that a notebook has still to show -------------------------------------------------

_PENDING: list[Figure] = []


def _kernel() -> Any:
    """Return the shell of a notebook's kernel, or None elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None


def _queue(figure: Figure) -> None:
    """Have a new figure shown at the end of the cell; callbacks in other threads show nothing."""
    shell = _kernel()
    if shell is None or threading.current_thread() is not threading.main_thread():
        return
    if _show_pending not in shell.events.callbacks["post_execute"]:
        shell.events.register("post_execute", _show_pending)
    _PENDING.append(figure)


def _show_pending(before: Figure | None = None) -> None:
    """Show what waits, in the order drawn: all of it, or what was drawn before a figure."""
    if before is not None and before not in _PENDING:
        return
    while _PENDING:
        figure = _PENDING.pop(0)
        if figure is before:
            return
        shown = next((ax for ax in figure.axes if isinstance(ax, Drawn)), None)
        if shown is not None and any(ax in CAPTIONS for ax in figure.axes):
            from IPython import display

            show: Any = display.display
            show(shown)


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes belong to."""
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        message = "ax belongs to no figure, or to none any more; expected axes of a figure"
        raise LabelError(message)
    return figure


def _words_of(figure: Figure) -> str:
    """Return what all plots of a figure say."""
    return " ".join(CAPTIONS[ax].words for ax in figure.axes if ax in CAPTIONS)


def _caption(ax: Axes) -> Caption:
    caption = CAPTIONS.get(ax) if isinstance(ax, Axes) else None
    if caption is None:
        message = "nothing of kzelect is drawn on these axes; expected those that a plot returned"
        raise KzelectError(message)
    return caption
