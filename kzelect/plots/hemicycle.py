"""The house as a hemicycle."""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, asin, cos, pi, sin, sqrt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.legend import Legend
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, AffineDeltaTransform

from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.majority import WAYS, House, house_of, seats_by_way
from kzelect.plots.page import KEY_ROW, Page, columns_of, legend_look, mark_key, page
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Table,
    abbreviations,
    colours,
    names,
    source_line,
    table_of,
    topic_of,
    whole_numbers,
)
from kzelect.plots.style import INK, MUTED, TEXT_SIZE, WORD_SIZE, spread, width_of
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
LABEL_ROW = 1.25 * TEXT_SIZE  # points from one label to the next
BULLET = 11.0  # points that the colour before a label takes
BELOW = 22.0  # points under the hemicycle, for the word under the total
ABOVE = 20.0  # points above it, for the majority
RINGS = (
    1.06,
    1.1,
    1.15,
    1.2,
    1.27,
    1.35,
)  # radii to try for the ends of leaders, in parts of the outermost
HIGHEST = 0.97  # of the ring: nearer to the top is the majority line
LEAST_RADIUS = 62.0  # points; with less room than that labels become a legend
MOST_SEATS = 20_000  # dots that a picture can show apart


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
    title: str | None = None,
    source: str | None = None,
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
        Seats that are a majority; by default as published, else more than half of the
        house.
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.collections.PathCollection`, one for each block.

    Returns
    -------
    matplotlib.axes.Axes
        One collection of dots for each contender, or for each contender and way of
        winning. Seats of the house that no contender of the table has are drawn open.
        Labels stand around the house; where they have no room, a legend below.

    Raises
    ------
    LabelError
        If ``by`` is neither of the two, the table lacks a column or has rows of several
        elections, a number of seats is none, or the majority is not more than half.
    MissingDataError
        If no seats were published.
    """
    frame = table_of(election, "seats", "party", "total")
    if by not in ("party", "won"):
        message = f"expected 'party' or 'won', found {by!r}"
        raise LabelError(message)
    frame["total"] = whole_numbers(frame["total"], "total")
    shown = names(frame, election, parties)
    blocks = _blocks(frame, shown, colours(frame, election, parties), by)
    if not blocks:
        message = "a hemicycle needs seats; found none, expected one at least"
        raise MissingDataError(message)
    house = house_of(election, frame, majority)
    if house.seats > MOST_SEATS:
        message = f"a hemicycle draws up to {MOST_SEATS:,} seats; found {house.seats:,}"
        raise LabelError(message)
    if house.rest:
        blocks.append(Block(-1, house.rest_words, house.rest, "white", is_open=True))
    layout = arcs(house.seats)
    sums = _summed(blocks)
    ways = {block.way for block in blocks} if by == "won" else set()
    without = _without(frame, shown)
    sheet = page(
        ax,
        title=_finding(sums, house),
        topic=topic_of("Seats of the house", election),
        given=title,
        source=source_line(election, source, "seat_totals"),
        note=" ".join(
            filter(None, [without, house.why, abbreviations(frame, election, parties, shown)])
        ),
        keys=[_key(way, blocks) for way in WAYS if way in ways],
        height=3.0,
        least=(2 * LEAST_RADIUS + 20, LEAST_RADIUS + BELOW + ABOVE + 2 * KEY_ROW),
        right=0,
        below=0,
        above=4,
    )
    ax = sheet.ax
    ax.set_axis_off()
    radius, align = _labelled(sheet, sums, layout, house)
    start = 0
    for block in blocks:
        _dots(ax, layout, slice(start, start := start + block.seats), block, sheet.scale, kwargs)
    if house.needed is not None:
        _majority(sheet, layout, house.needed, radius, align)
    unit = "seats" if house.needed is not None else "seats known"
    size = min(
        26.0, 0.8 * layout.inner * radius, 2.2 * layout.inner * radius / len(str(house.seats))
    )
    sheet.text(f"{house.seats}", 0, 0, ha="center", va="baseline", size=size, fontweight="bold")
    sheet.text(
        unit, 0, 0, (0, -0.27 * size), ha="center", va="top", size=min(TEXT_SIZE, 0.62 * size)
    )
    figures = [_said(block, blocks) for block in sums]
    line = (
        "no line of a majority"
        if house.needed is None
        else f"a line marks the majority, {house.needed}"
    )
    keys = [frame["party"][block.row] if block.row >= 0 else None for block in blocks]
    data = pd.DataFrame(
        {
            "party": pd.array(keys, dtype="string"),
            "name": [block.name for block in blocks],
            "won": [block.way for block in blocks],
            "seats": [block.seats for block in blocks],
        }
    )
    return sheet.say(
        f"Of {house.seats} {unit}: {listing(figures)}; {line}.",
        data if by == "won" else data.drop(columns="won"),
    )


def _finding(sums: Sequence[Block], house: House) -> str:
    """Say the finding: who has most seats, and how many a majority is."""
    known = [block for block in sums if not block.is_open]
    first = max(known, key=lambda block: block.seats)
    if house.needed is None:
        return f"{first.name}: {first.seats} seats, not all are known"
    needed = f", {house.needed} needed"
    return f"{first.name}: {first.seats} of {house.seats} seats{needed}"


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


def _dots(
    ax: Axes, layout: Arcs, seats: slice, block: Block, scale: float, kwargs: dict[str, Any]
) -> None:
    """Draw one block; its dots are sized in data units, so they keep apart at any figure size."""
    marker = WAYS[block.way].marker if block.way else "o"
    look: dict[str, Any] = {
        "facecolor": block.colour,
        "edgecolor": EDGE if block.is_open else "none",
        "linewidth": 1.0 * scale,
        "zorder": 2,
        "label": block.name,
    }
    dots = PathCollection(
        [SHAPES[marker]],
        offsets=np.column_stack([layout.x[seats], layout.y[seats]]),
        offset_transform=ax.transData,
        **look | kwargs,
    )
    size = Affine2D().scale(layout.diameter / 2)
    # Sizes follow the axes, places do not matter to them.
    shift_free = AffineDeltaTransform(ax.transData)  # type: ignore[arg-type]
    dots.set_transform(size + shift_free)
    ax.add_collection(dots, autolim=False)


class _Label(NamedTuple):
    """A label outside the arcs: its words, the dot it belongs to, and where it stands."""

    words: str
    colour: str
    seat: int
    side: int  # -1 left, 1 right
    x: float
    y: float


def _labelled(sheet: Page, sums: Sequence[Block], layout: Arcs, house: House) -> tuple[float, int]:
    """Label the blocks and scale the axes to the room that is left.

    Returns the radius in points, and on which side of its line the majority has its words.
    """
    anchors = _outermost(layout, sums)
    words = [f"{block.name} {block.seats}" for block in sums]
    sides = [-1 if layout.x[seat] < -1e-9 else 1 for seat in anchors]
    left, right = (
        max((width_of(w) for w, s in zip(words, sides, strict=True) if s == side), default=0.0)
        + BULLET
        + 6
        for side in (-1, 1)
    )
    hues = [EDGE if block.is_open else block.colour for block in sums]
    edge = 1 + layout.diameter / 2
    for wider in RINGS:
        ring = wider + layout.diameter / 2
        radius = min((sheet.width - left - right) / 2 / ring, (sheet.height - BELOW - ABOVE) / edge)
        if radius < LEAST_RADIUS:
            break
        placed = _around(
            list(zip(words, hues, strict=True)), anchors, layout, ring, LABEL_ROW / radius, edge
        )
        align = None if placed is None else _free(placed, layout, house, radius)
        if placed is not None and align is not None:
            _scaled(sheet, radius, BELOW, (right - left) / 2)
            for label in placed:
                _write(sheet, label, layout, edge)
            return radius, align
    columns = columns_of(words, sheet.width)
    below = BELOW + 4 + -(-len(words) // columns) * KEY_ROW
    radius = min(sheet.width / 2 / (edge + 0.02), (sheet.height - below - ABOVE) / edge)
    radius = max(radius, 8.0)
    _scaled(sheet, radius, below, 0.0)
    handles = [
        mark_key(
            text,
            color=block.colour,
            markeredgecolor=EDGE if block.is_open else block.colour,
            marker="o",
            markersize=8,
        )
        for text, block in zip(words, sums, strict=True)
    ]
    legend = Legend(
        sheet.ax,
        handles,
        words,
        loc="lower left",
        bbox_to_anchor=(0, 0),
        bbox_transform=sheet.ax.transAxes,
        ncols=columns,
        **legend_look(sheet.scale),
    )
    sheet.ax.add_artist(legend)
    return radius, 0


def _scaled(sheet: Page, radius: float, below: float, shift: float) -> None:
    """Set limits so that one radius is so many points, moved to the left by some."""
    ax = sheet.ax
    middle = shift / radius
    ax.set_xlim(middle - sheet.width / 2 / radius, middle + sheet.width / 2 / radius)
    ax.set_ylim(-below / radius, (sheet.height - below) / radius)
    ax.set_aspect("equal")


def _around(
    words: Sequence[tuple[str, str]],
    anchors: Sequence[int],
    layout: Arcs,
    ring: float,
    gap: float,
    edge: float,
) -> list[_Label] | None:
    """Place labels on a ring, in the order of their blocks; None where one has no room.

    Ends of leaders keep the order of their beginnings, and none turns so far that it would
    cut through the arcs: so they cross neither each other nor a dot.
    """
    placed: list[_Label] = []
    widest_turn = acos(min(1.0, edge / ring))
    for side in (-1, 1):
        own = [
            (text, seat)
            for text, seat in zip(words, anchors, strict=True)
            if (layout.x[seat] < -1e-9) == (side < 0)
        ]
        own.sort(key=lambda pair: -sin(layout.angle[pair[1]]))
        if (len(own) - 1) * gap > HIGHEST * ring:
            return None
        targets = [ring * sin(layout.angle[seat]) for _, seat in own]
        heights = spread(targets, gap, 0.0, HIGHEST * ring) if own else []
        for ((text, hue), seat), height in zip(own, heights, strict=True):
            angle = asin(max(0.0, min(1.0, height / ring)))
            at = layout.angle[seat] if side > 0 else pi - layout.angle[seat]
            if abs(angle - at) > widest_turn:
                return None
            placed.append(_Label(text, hue, seat, side, side * ring * cos(angle), height))
    return placed


def _free(placed: Sequence[_Label], layout: Arcs, house: House, radius: float) -> int | None:
    """Return where the words of the majority have room: over their line, left or right of it."""
    if house.needed is None:
        return 0
    x, y = _top(layout, house.needed, radius)
    width = (width_of(f"{house.needed} for a majority", WORD_SIZE) + 8) / radius
    high = [label for label in placed if label.y + 0.6 * LABEL_ROW / radius > y]
    for align in (0, -1, 1):
        start = x - width / 2 + align * width / 2
        if all(
            max(ends) < start or min(ends) > start + width
            for label in high
            for ends in [
                (label.x, label.x + label.side * (width_of(label.words) + BULLET + 6) / radius)
            ]
        ):
            return align
    return None


def _top(layout: Arcs, needed: int, radius: float) -> tuple[float, float]:
    """Return where the majority line ends."""
    angle = layout.angle[needed - 1 : needed + 1].mean()
    end = 1 + layout.diameter / 2 + 5 / radius
    return end * cos(angle), end * sin(angle)


def _write(sheet: Page, label: _Label, layout: Arcs, edge: float) -> None:
    """Write a label, with a leader where it had to move from its dot."""
    x, y = float(layout.x[label.seat]), float(layout.y[label.seat])
    sheet.text(
        label.words,
        label.x,
        label.y,
        ((4 + BULLET) * label.side, 0),
        ha="left" if label.side > 0 else "right",
        va="center",
    )
    sheet.text(
        "\N{BLACK CIRCLE}",
        label.x,
        label.y,
        ((4 + BULLET / 2) * label.side, 0),
        ha="center",
        va="center",
        size=0.9 * TEXT_SIZE,
        color=label.colour,
    )
    angle = layout.angle[label.seat]
    reach = sqrt(x * x + y * y)
    if reach < 1e-9:
        return
    begin = (edge * cos(angle), edge * sin(angle))
    if np.hypot(label.x - begin[0], label.y - begin[1]) > 0.09:
        sheet.ax.plot(
            [begin[0], label.x], [begin[1], label.y], color=MUTED, linewidth=0.9 * sheet.scale,
            zorder=3, marker="", linestyle="-",
        )  # fmt: skip


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


def _majority(sheet: Page, layout: Arcs, needed: int, radius: float, align: int) -> None:
    """Draw the line that the seats of a majority reach, and say how many they are."""
    angle = layout.angle[needed - 1 : needed + 1].mean()
    inner = max(layout.inner - 1.2 * layout.diameter, 0.1)
    x, y = _top(layout, needed, radius)
    xs, ys = [inner * cos(angle), x], [inner * sin(angle), y]
    sheet.ax.plot(xs, ys, marker="", **sheet.dashed() | {"zorder": 1})
    words = f"{needed} for a majority"
    half = width_of(words, WORD_SIZE) / 2
    at = sheet.x_of(x)
    shift = max(half, min(at + align * (half + 4), sheet.width - half)) - at
    sheet.text(words, x, y, (shift, 2), ha="center", va="bottom", size=WORD_SIZE, color=INK)


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


def _key(way: str, blocks: Sequence[Block]) -> Any:
    """Return the legend entry of a way of winning; its mark is grey, for colour says who."""
    words, marker = WAYS[way].words, WAYS[way].marker
    seats = sum(block.seats for block in blocks if block.way == way)
    return mark_key(f"{words} {seats}", marker=marker)


def _said(contender: Block, blocks: Sequence[Block]) -> str:
    """Say the seats of one contender and, where they are told apart, how they were won."""
    won = [f"{WAYS[b.way].words} {b.seats}" for b in blocks if b.row == contender.row and b.way]
    return f"{contender.name} {contender.seats}" + (f" ({', '.join(won)})" if won else "")
