"""Labels around a hemicycle: outside the arcs, beside their blocks, never on each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from kzelect.plots.spacing import spread
from kzelect.plots.style import MUTED, TEXT_SIZE
from kzelect.results.arcs import Arcs

__all__ = ["label_around"]

STAND_OFF = 0.05  # from the outermost dots to the labels, in parts of the radius
LINE = 1.35 * TEXT_SIZE / 72  # inches from one label to the next
BELOW = 0.3  # inches under the hemicycle, for the word under the total
HIGHEST = 0.97  # of the ring: nearer to the top is the majority line
EPSILON = 1e-9  # a dot at the top counts as right
LEAST_RADIUS = 0.5  # inches; in smaller axes labels stick out rather than the house vanish


def label_around(ax: Axes, labels: Sequence[str], layout: Arcs, anchors: Sequence[int]) -> float:
    """Write a label outside the arcs for each anchor, scale the axes so that all have room.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    labels : sequence of str
        In the order of the seats.
    layout : Arcs
    anchors : sequence of int
        The seat that each label belongs to.

    Returns
    -------
    float
        Radius above the labels, for what has to stand there.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    texts = [ax.text(0, 0, label, va="center", fontsize=TEXT_SIZE) for label in labels]
    widest = max(text.get_window_extent().width for text in texts) / figure.dpi
    box = ax.get_window_extent().transformed(figure.dpi_scale_trans.inverted())
    ring = 1 + layout.diameter / 2 + STAND_OFF
    above = ring + 0.06
    radius = min(
        (box.width / 2 - widest - 0.08) / (ring + 0.03),
        (box.height - BELOW - 1.7 * LINE) / above,
    )
    radius = max(radius, LEAST_RADIUS)
    ax.set_aspect("equal")
    ax.set_xlim(-box.width / 2 / radius, box.width / 2 / radius)
    top = above + LINE / radius
    ax.set_ylim(-BELOW / radius, top + 0.8 * LINE / radius)
    for is_left in (True, False):
        side = [
            (text, anchor)
            for text, anchor in zip(texts, anchors, strict=True)
            if (layout.x[anchor] < -EPSILON) == is_left
        ]
        _column(ax, side, layout, ring, LINE / radius)
    return top


def _column(
    ax: Axes, side: Sequence[tuple[Text, int]], layout: Arcs, ring: float, gap: float
) -> None:
    """Place the labels of one side, from the top down, with a leader where one had to move."""
    side = sorted(side, key=lambda pair: -np.sin(layout.angle[pair[1]]))
    for text, _ in side[int(ring / gap) + 1 :]:
        text.set_visible(False)  # no room: the words that go with the figure have them all
    side = side[: int(ring / gap) + 1]
    heights = spread(
        [ring * np.sin(layout.angle[seat]) for _, seat in side], gap, 0.0, HIGHEST * ring
    )
    for (text, seat), height in zip(side, heights, strict=True):
        x, y = layout.x[seat], layout.y[seat]
        sign = -1 if x < -EPSILON else 1
        end = sign * sqrt(max(ring**2 - height**2, 0.0))
        text.set(
            position=(end + sign * 0.03, height),
            horizontalalignment="left" if sign > 0 else "right",
        )
        if np.hypot(end - x, height - y) > ring - 1 + gap / 2:
            ax.plot([x, end], [y, height], color=MUTED, linewidth=0.9, zorder=3)
