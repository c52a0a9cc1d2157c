"""The look that all figures share: colours, sizes, and text measured and broken into lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from statistics import fmean
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from kzelect.text import plain

FONT = "DejaVu Sans"  # ships with matplotlib and has every Kazakh Cyrillic letter

INK = "#222222"
MUTED = "#555555"  # secondary text: 7.5 to 1 against white
FAINT = "#E4E4E4"  # grid lines, empty areas
SUBJECT, OTHERS = "#0072B2", "#B9C4CC"  # the one that a figure is about, and the others

# Okabe and Ito (2008), told apart with every colour vision; without the yellow, too pale for dots.
CYCLE = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#4D4D4D", "#A0A0A0")

POINTS = 72  # to the inch
# Points. A phone shows a figure at half its size: what is to be read there cannot be smaller.
TITLE_SIZE, TEXT_SIZE, WORD_SIZE, SOURCE_SIZE = 13.5, 11.0, 10.5, 9.5
SURE = 0.97  # of a width: on the screen letters stand on whole pixels
LINE = 1.2  # from one line of text to the next, as a fraction of its size

# What differs from seaborn's "white" in the context "notebook".
RULES: dict[str, Any] = {
    "font.family": [FONT],
    "font.sans-serif": [FONT],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "figure.figsize": (7.0, 4.2),
    "figure.dpi": 100.0,
    "figure.facecolor": "white",
    "savefig.dpi": 200.0,
    "axes.facecolor": "none",
    "axes.edgecolor": INK,
    "axes.labelcolor": MUTED,
    "axes.labelsize": WORD_SIZE,
    "axes.titlesize": TITLE_SIZE,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "axes.prop_cycle": cycler(color=CYCLE),
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": WORD_SIZE,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.labelsize": TEXT_SIZE,
    "ytick.labelsize": TEXT_SIZE,
}


class _Style(dict[Any, Any]):
    """Settings that can also be used as a ``with`` block."""

    def __enter__(self) -> None:
        # Not rc_context: it would also take back what the block has to do with the session.
        self._before = {name: mpl.rcParams[name] for name in self}
        mpl.rcParams.update(self)

    def __exit__(self, *reason: Any) -> None:
        mpl.rcParams.update(self._before)


def style() -> dict[str, Any]:
    """Return the common look as matplotlib settings, for figures of one's own.

    The plots of kzelect need it not: they style what they draw and leave the settings of
    the session alone.

    Returns
    -------
    dict
        Settings for ``seaborn.set_theme(rc=...)`` or ``matplotlib.rc_context``; also a
        ``with`` block that takes them back at its end.

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
    import seaborn as sns

    return _Style(sns.axes_style("white") | sns.plotting_context("notebook") | RULES)


def tint(colour: str, strength: float) -> str:
    """Mix a colour with white; 1 is the colour itself."""
    red, green, blue = (1 - strength * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


@lru_cache(maxsize=8192)
def _width(text: str, weight: str) -> float:
    font = FontProperties(family=FONT, size=100, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 100


def width_of(text: str, size: float = TEXT_SIZE, *, weight: str = "normal") -> float:
    """Return the width in points of the widest line of a text."""
    return size * max((_width(line, weight) for line in text.split("\n") if line), default=0.0)


def height_of(text: str, size: float, *, spacing: float = LINE) -> float:
    """Return the height of a text in points; nothing is nothing high."""
    return spacing * size * (text.count("\n") + 1) if text else 0.0


def widest(texts: Iterable[str], size: float = TEXT_SIZE) -> float:
    """Return the width in points of the widest of some texts."""
    return max((width_of(text, size) for text in texts), default=0.0)


def wrapped(text: str, points: float, size: float, *, weight: str = "normal") -> str:
    """Break text into lines no wider than a width in points; too wide a word is broken too."""
    points *= SURE

    def fits(words: str) -> bool:
        return width_of(words, size, weight=weight) <= points

    lines, line = [], ""
    for word in text.split():
        if line and not fits(f"{line} {word}"):
            lines.append(line)
            line = ""
        while not line and len(word) > 1 and not fits(word):
            part = max(1, int(len(word) * points / width_of(word, size, weight=weight)))
            while part > 1 and not fits(word[:part]):
                part -= 1
            lines.append(word[:part])
            word = word[part:]
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def fitted(text: str, points: float, size: float = TEXT_SIZE) -> str:
    """Return a name that is no wider than it may be; a shortened one ends in an ellipsis."""
    text = plain(text, 80)
    while len(text) > 1 and (width := width_of(text, size)) > points:
        text = plain(text, max(1, min(len(text) - 1, int(len(text) * points / width))))
    return text


def spread(targets: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions as near as can be to falling targets, at least a gap apart.

    Examples
    --------
    >>> from kzelect.plots.style import spread
    >>> spread([0.5, 0.5], 0.25, 0.0, 1.0)
    [0.625, 0.375]
    >>> spread([0.0, 0.0], 0.25, 0.0, 1.0)
    [0.25, 0.0]
    """
    # Without the gaps this is a monotone regression: neighbours in the wrong order are pooled.
    pools: list[list[float]] = []
    for place, target in enumerate(targets):
        pools.append([target + place * gap])
        while len(pools) > 1 and fmean(pools[-2]) < fmean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    level = [fmean(pool) for pool in pools for _ in pool]
    lowest = low + (len(targets) - 1) * gap
    return [min(max(at, lowest), high) - place * gap for place, at in enumerate(level)]
