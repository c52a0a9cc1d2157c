"""The house as a hemicycle."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, sin
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, AffineDeltaTransform

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.around import label_around
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Table,
    colours,
    names,
    require,
    source_line,
    table_of,
    titled,
)
from kzelect.plots.rows import legend_above
from kzelect.plots.style import INK, MUTED, WORD_SIZE, page
from kzelect.plots.ways import WAYS, majority_of, seats_by_way
from kzelect.results.arcs import Arcs, arcs
from kzelect.text import listing

__all__ = ["hemicycle"]

SHAPES = {  # marker -> outline around (0, 0) that fits a circle of radius 1
    "o": Path.unit_circle(),
    "D": Path.unit_regular_polygon(4),
    "s": Path.unit_regular_polygon(4).transformed(Affine2D().rotate_deg(45)),
    "^": Path.unit_regular_polygon(3),
    "X": Path.unit_regular_star(4, 0.45),
}
EDGE = "#9A9A9A"


class Block(NamedTuple):
    """Seats that stand together and look alike."""

    row: int  # of the contender; names need not be unique
    name: str
    seats: int
    colour: str
    way: str = ""  # how they were won, where that is told apart
    is_open: bool = False  # nobody known sits there


def hemicycle(
    election: Table,
    *,
    by: str = "party",
    parties: pd.DataFrame | None = None,
    majority: int | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw every seat of the house as a dot, contenders in published order from the left.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or seats with ``party``, ``total`` and, if wanted,
        ``party_name``; for ``by="won"`` also ``list``, ``first_round``,
        ``second_round`` or ``district``.
    by : {"party", "won"}
        What is told apart: the contenders, or also how each of their seats was won
        (list, first round, run-off), by the shape of the dots.
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    majority : int, optional
        Seats that are a majority; by default as published, else more than half.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.collections.PathCollection`, one for each block.

    Returns
    -------
    matplotlib.axes.Axes
        One collection of dots for each contender, or for each contender and way of
        winning. Seats of the house that no contender of the table has are drawn open.

    Raises
    ------
    LabelError
        If ``by`` is neither of the two, or the table lacks a column.
    MissingDataError
        If no seats were published.
    """
    frame = table_of(election, "seats")
    require(frame, "party", "total")
    if by not in ("party", "won"):
        message = f"expected 'party' or 'won', found {by!r}"
        raise LabelError(message)
    shown = names(frame, election, parties)
    blocks = _blocks(frame, shown, colours(frame, election, parties), by)
    blocks += _vacant(election, sum(block.seats for block in blocks))
    house = sum(block.seats for block in blocks)
    if house == 0:
        message = "a hemicycle needs seats; found none, expected one at least"
        raise MissingDataError(message)
    needed = majority_of(election, house) if majority is None else majority
    assert needed is not None  # the house has seats
    layout = arcs(house)
    with page(ax, height=4.6) as sheet:
        ax = sheet.ax
        ax.set_axis_off()
        start = 0
        for block in blocks:
            _dots(ax, layout, slice(start, start := start + block.seats), block, kwargs)
        sums = _summed(blocks)
        labels = [f"{block.name} {block.seats}" for block in sums]
        top = label_around(ax, labels, layout, _outermost(layout, sums))
        _majority(ax, layout, needed, top)
        ax.text(0, 0, f"{house}", ha="center", fontsize=26, fontweight="bold")
        ax.annotate("seats", (0, 0), (0, -7), textcoords="offset points", ha="center", va="top")
        if by == "won":
            occurring = {block.way for block in blocks}
            legend_above(sheet, [_key(way, blocks) for way in WAYS if way in occurring])
        figures = [_said(block, blocks) for block in sums]
        sheet.close(
            titled("Seats of the house", election),
            f"Of {house} seats: {listing(figures)}; a line marks the majority, {needed}.",
            source_line(election, "seat_totals"),
            note=_without(frame, shown),
        )
    return ax


def _blocks(frame: pd.DataFrame, shown: Sequence[str], hues: Sequence[str], by: str) -> list[Block]:
    """Return the blocks with at least one seat, in the order in which they sit."""
    counts = seats_by_way(frame) if by == "won" else pd.DataFrame({"": frame["total"]})
    return [
        Block(row, name, int(seats), hue, str(way))
        for row, (name, hue, won) in enumerate(
            zip(shown, hues, counts.to_dict("records"), strict=True)
        )
        for way, seats in won.items()
        if not pd.isna(seats) and seats > 0
    ]


def _summed(blocks: Sequence[Block]) -> list[Block]:
    """Return one block for each contender, however its seats were won."""
    sums: list[Block] = []
    for block in blocks:
        if sums and sums[-1].row == block.row:
            sums[-1] = sums[-1]._replace(seats=sums[-1].seats + block.seats)
        else:
            sums.append(block)
    return sums


def _vacant(election: Table, known: int) -> list[Block]:
    """Return the seats of the house that no contender of the table has."""
    if not isinstance(election, Election):
        return []
    facts = election.facts
    if pd.isna(facts["seats_total"]) or facts["seats_total"] <= known:
        return []
    rest = int(facts["seats_total"]) - known
    name = "other seats" if facts["seats_other"] == rest else NOT_PUBLISHED
    return [Block(-1, name, rest, "white", is_open=True)]


def _dots(ax: Axes, layout: Arcs, seats: slice, block: Block, kwargs: dict[str, Any]) -> None:
    """Draw one block; its dots are sized in data units, so they keep apart at any figure size."""
    marker = WAYS[block.way].marker if block.way else "o"
    look: dict[str, Any] = {
        "facecolor": block.colour,
        "edgecolor": EDGE if block.is_open else "none",
    }
    dots = PathCollection(
        [SHAPES[marker]],
        offsets=np.column_stack([layout.x[seats], layout.y[seats]]),
        offset_transform=ax.transData,
        **look | {"linewidth": 1.0, "zorder": 2, "label": block.name} | kwargs,
    )
    size = Affine2D().scale(layout.diameter / 2)
    # Sizes follow the axes, places do not matter to them.
    shift_free = AffineDeltaTransform(ax.transData)  # type: ignore[arg-type]
    dots.set_transform(size + shift_free)
    ax.add_collection(dots, autolim=False)


def _outermost(layout: Arcs, blocks: Sequence[Block]) -> list[int]:
    """Return for each block the seat nearest to its label: in its outermost row, in the middle."""
    found, start = [], 0
    for block in blocks:
        seats = np.arange(start, start := start + block.seats)
        radius = np.hypot(layout.x[seats], layout.y[seats])
        row = seats[radius > radius.max() - layout.diameter / 4]
        middle = layout.angle[seats].mean()
        found.append(int(row[np.abs(layout.angle[row] - middle).argmin()]))
    return found


def _majority(ax: Axes, layout: Arcs, needed: int, top: float) -> None:
    """Draw the line that the seats of a majority reach, and say how many they are."""
    angle = layout.angle[needed - 1 : needed + 1].mean()
    inner = layout.inner - 1.2 * layout.diameter
    ax.plot(
        [inner * cos(angle), top * cos(angle)],
        [inner * sin(angle), top * sin(angle)],
        color=INK,
        linewidth=1.1,
        linestyle=(0, (4, 2)),
        zorder=1,
    )
    ax.annotate(
        f"{needed} for a majority",
        (top * cos(angle), top * sin(angle)),
        (0, 2),
        textcoords="offset points",
        ha="center",
        fontsize=WORD_SIZE,
    )


def _without(frame: pd.DataFrame, shown: Sequence[str]) -> str:
    """Say who has no seats, and whose seats were not published."""
    parts = []
    for words, which in {
        "Without seats": frame["total"] == 0,
        f"Seats {NOT_PUBLISHED}": frame["total"].isna(),
    }.items():
        found = [name for name, is_so in zip(shown, which.fillna(False), strict=True) if is_so]
        if found:
            parts.append(f"{words}: {listing(found)}.")
    return " ".join(parts)


def _key(way: str, blocks: Sequence[Block]) -> Line2D:
    """Return the legend entry of a way of winning; its mark is grey, for colour says who."""
    words, marker = WAYS[way].words, WAYS[way].marker
    seats = sum(block.seats for block in blocks if block.way == way)
    look: dict[str, Any] = {"linestyle": "none", "markersize": 7, "color": MUTED}
    return Line2D([], [], marker=marker, label=f"{words} {seats}", **look)


def _said(contender: Block, blocks: Sequence[Block]) -> str:
    """Say the seats of one contender and, where they are told apart, how they were won."""
    won = [f"{WAYS[b.way].words} {b.seats}" for b in blocks if b.row == contender.row and b.way]
    return f"{contender.name} {contender.seats}" + (f" ({', '.join(won)})" if won else "")
