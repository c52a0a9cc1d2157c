"""The house as a hemicycle."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from math import acos, asin, cos, pi, sin
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, AffineDeltaTransform

from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.majority import House, house_of, seats_in_words
from kzelect.plots.page import KEY_ROW, Page, Words, columns_of, documented, legend, mark_key, page
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Table,
    abbreviations,
    named,
    source_line,
    table_of,
    whole_numbers,
)
from kzelect.plots.style import MUTED, TEXT_SIZE, WORD_SIZE, spread, widest, width_of
from kzelect.results.arcs import Arcs, arcs
from kzelect.results.tiers import WAYS, seats_by_way
from kzelect.text import listing

__all__ = ["hemicycle"]

SHAPES = {  # way of winning -> marker, and its outline within a circle of radius 1
    "": ("o", Path.unit_circle()),
    "list": ("o", Path.unit_circle()),
    "first_round": ("D", Path.unit_regular_polygon(4)),
    "second_round": ("s", Path.unit_regular_polygon(4).transformed(Affine2D().rotate_deg(45))),
    "district": ("^", Path.unit_regular_polygon(3)),
    "unknown": ("X", Path.unit_regular_star(4, 0.45)),
}
EDGE = "#9A9A9A"
LABEL_ROW = 1.25 * TEXT_SIZE  # points from one label to the next
BULLET = 11.0  # points that the colour before a label takes
BELOW = 22.0  # points under the hemicycle, for the word under the total
ABOVE = 20.0  # points above it, for the majority
# Radii to try for the ends of leaders, as a fraction of the outermost.
RINGS = (1.06, 1.1, 1.15, 1.2, 1.27, 1.35)
HIGHEST = 0.97  # of the ring: nearer to the top is the majority line
LEAST_RADIUS = 62.0  # points; with less room than that labels become a legend
OPEN = -1  # row of the seats that nobody known has
MOST_SEATS = 20_000  # dots that a picture can show apart


@documented(
    "`matplotlib.collections.PathCollection`, one for each block",
    "has rows of several elections, ``by`` is neither of the two, a number of seats is none, "
    "or the majority is not more than half of the house",
)
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
    majority : int, optional
        Seats that are a majority; by default as published, else more than half of the
        house.

    Returns
    -------
    matplotlib.axes.Axes
        One collection of dots for each contender, or for each contender and way of
        winning. Seats of the house that no contender of the table has are drawn open.
        Labels stand around the house; where they have no room, a legend below.
    """
    frame = table_of(election, "seats", "party", "total")
    if by not in ("party", "won"):
        message = f"expected 'party' or 'won', found {by!r}"
        raise LabelError(message)
    frame = named(frame, election, parties)
    frame["total"] = whole_numbers(frame["total"], "total")
    # A row for seats that stand together and look alike, in the order in which they sit.
    of_whom = ["party", "name", "hue"]
    counts = seats_by_way(frame) if by == "won" else pd.DataFrame({"": frame["total"]})
    blocks = (
        frame[of_whom]
        .join(counts)
        .melt(of_whom, var_name="won", value_name="seats", ignore_index=False)
    )
    blocks = blocks[(blocks["seats"] > 0).fillna(False)].sort_index(kind="stable")
    blocks = blocks.astype({"seats": int})
    if blocks.empty:
        message = "a hemicycle needs seats; found none, expected one at least"
        raise MissingDataError(message)
    house = house_of(election, frame, majority)
    if house.seats > MOST_SEATS:
        message = f"a hemicycle draws up to {MOST_SEATS:,} seats; found {house.seats:,}"
        raise LabelError(message)
    if house.rest:
        rest = {"won": "", "name": house.rest_words, "hue": "white", "seats": house.rest}
        blocks = pd.concat([blocks, pd.DataFrame(rest, index=[OPEN])])
    sums = blocks.groupby(level=0, sort=False).agg(
        {"name": "first", "hue": "first", "seats": "sum"}
    )
    first: Any = sums["seats"].drop(OPEN, errors="ignore").idxmax()
    name, seats = sums["name"][first], sums["seats"][first]
    unit, line = "seats", f"a line marks the majority, {house.needed}"
    finding = f"{name}: {seats} of {house.seats} seats, {house.needed} needed"
    if house.needed is None:
        unit, line = "seats known", "no line of a majority"
        finding = f"{name}: {seats} seats, not all are known"
    notes = _without(frame), house.why, abbreviations(frame)
    around = Words(title, finding, "Seats of the house", *notes, of=election)
    of_ways = blocks.groupby("won")["seats"].sum()
    keys = [
        mark_key(f"{words} {of_ways[way]}", marker=SHAPES[way][0])
        for way, words in WAYS.items()
        if way in of_ways
    ]
    least = (2 * LEAST_RADIUS + 20, LEAST_RADIUS + BELOW + ABOVE + 2 * KEY_ROW)
    credit = source_line(election, source, "seat_totals")
    sheet = page(ax, around, credit, keys=keys, height=3.0, least=least, right=0, below=0)
    sheet.ax.set_axis_off()
    layout = arcs(house.seats)
    radius, align = _labelled(sheet, sums, layout, house)
    start = 0
    for block in blocks.reset_index(names="row").to_dict("records"):
        _dots(sheet, layout, slice(start, start := start + block["seats"]), block, kwargs)
    if house.needed is not None:
        _majority(sheet, layout, house.needed, radius, align)
    hole = layout.inner * radius
    size = min(26.0, 0.8 * hole, 2.2 * hole / len(str(house.seats)))
    sheet.text(f"{house.seats}", 0, 0, ha="center", va="baseline", size=size, fontweight="bold")
    below = (0, -0.27 * size)
    sheet.text(unit, 0, 0, below, ha="center", va="top", size=min(TEXT_SIZE, 0.62 * size))
    phrases = listing(
        seats_in_words(str(own["name"].iloc[0]), own["seats"].sum(), own.set_index("won")["seats"])
        for _, own in blocks.groupby(level=0, sort=False)
    )
    columns = ["party", "name", *(["won"] if by == "won" else []), "seats"]
    data = blocks[columns].astype({"party": "string"})
    return sheet.say(f"Of {house.seats} {unit}: {phrases}; {line}.", data)


def _dots(
    sheet: Page, layout: Arcs, seats: slice, block: dict[Hashable, Any], kwargs: dict[str, Any]
) -> None:
    """Draw one block; its dots are sized in data units, so they keep apart at any figure size."""
    look: dict[str, Any] = {
        "facecolor": block["hue"],
        "edgecolor": EDGE if block["row"] == OPEN else "none",
        "linewidth": 1.0 * sheet.scale,
        "zorder": 2,
        "label": block["name"],
    }
    dots = PathCollection(
        [SHAPES[block["won"]][1]],
        offsets=np.column_stack([layout.x[seats], layout.y[seats]]),
        offset_transform=sheet.ax.transData,
        **look | kwargs,
    )
    # Sizes follow the axes, places do not matter to them.
    shift_free = AffineDeltaTransform(sheet.ax.transData)  # type: ignore[arg-type]
    dots.set_transform(Affine2D().scale(layout.diameter / 2) + shift_free)
    sheet.ax.add_collection(dots, autolim=False)


class _Label(NamedTuple):
    """A label outside the arcs: its words, the dot it belongs to, and where it stands."""

    words: str
    colour: str
    seat: int
    side: int  # -1 left, 1 right
    x: float = 0.0
    y: float = 0.0


def _labelled(sheet: Page, sums: pd.DataFrame, layout: Arcs, house: House) -> tuple[float, int]:
    """Label the blocks and scale the axes to the room that is left.

    Returns the radius in points, and on which side of its line the majority has its words.
    """
    texts = (sums["name"] + " " + sums["seats"].astype(str)).tolist()
    rims = sums["hue"].where(sums.index != OPEN, EDGE).tolist()
    labels = [
        _Label(text, rim, seat, -1 if layout.x[seat] < -1e-9 else 1)
        for text, rim, seat in zip(texts, rims, _outermost(layout, sums["seats"]), strict=True)
    ]
    left, right = (
        widest(label.words for label in labels if label.side == side) + BULLET + 6
        for side in (-1, 1)
    )
    edge = 1 + layout.diameter / 2
    for wider in RINGS:
        ring = wider + layout.diameter / 2
        radius = min((sheet.width - left - right) / 2 / ring, (sheet.height - BELOW - ABOVE) / edge)
        if radius < LEAST_RADIUS:
            break
        placed = _around(labels, layout, ring, LABEL_ROW / radius, edge)
        align = None if placed is None else _free(placed, layout, house, radius)
        if placed is not None and align is not None:
            _scaled(sheet, radius, BELOW, (right - left) / 2)
            for label in placed:
                _write(sheet, label, layout, edge)
            return radius, align
    columns = columns_of(texts, sheet.width)
    below = BELOW + 4 + -(-len(texts) // columns) * KEY_ROW
    radius = min(sheet.width / 2 / (edge + 0.02), (sheet.height - below - ABOVE) / edge)
    radius = max(radius, 8.0)
    _scaled(sheet, radius, below, 0.0)
    keys = [
        mark_key(text, marker="o", markersize=8, color=hue, markeredgecolor=rim)
        for text, hue, rim in zip(texts, sums["hue"], rims, strict=True)
    ]
    if of_ways := sheet.ax.get_legend():
        sheet.ax.add_artist(of_ways)  # else the next legend would take its place
    legend(sheet, keys, columns)
    return radius, 0


def _scaled(sheet: Page, radius: float, below: float, shift: float) -> None:
    """Set limits so that one radius is so many points, moved to the left by some."""
    ax = sheet.ax
    middle = shift / radius
    ax.set_xlim(middle - sheet.width / 2 / radius, middle + sheet.width / 2 / radius)
    ax.set_ylim(-below / radius, (sheet.height - below) / radius)
    ax.set_aspect("equal")


def _around(
    labels: Sequence[_Label], layout: Arcs, ring: float, gap: float, edge: float
) -> list[_Label] | None:
    """Place labels on a ring, in the order of their blocks; None where one has no room.

    Ends of leaders keep the order of their beginnings, and none turns so far that it would
    cut through the arcs: so they cross neither each other nor a dot.
    """
    placed: list[_Label] = []
    widest_turn = acos(min(1.0, edge / ring))
    for side in (-1, 1):
        own = [label for label in labels if label.side == side]
        own.sort(key=lambda label: -sin(layout.angle[label.seat]))
        if (len(own) - 1) * gap > HIGHEST * ring:
            return None
        targets = [ring * sin(layout.angle[label.seat]) for label in own]
        heights = spread(targets, gap, 0.0, HIGHEST * ring)
        for label, height in zip(own, heights, strict=True):
            angle = asin(max(0.0, min(1.0, height / ring)))
            at = layout.angle[label.seat] if side > 0 else pi - layout.angle[label.seat]
            if abs(angle - at) > widest_turn:
                return None
            placed.append(label._replace(x=side * ring * cos(angle), y=height))
    return placed


def _free(placed: Sequence[_Label], layout: Arcs, house: House, radius: float) -> int | None:
    """Return where the words of the majority have room: over their line, left or right of it."""
    if house.needed is None:
        return 0
    x, y = _top(layout, house.needed, radius)
    width = (width_of(f"{house.needed} for a majority", WORD_SIZE) + 8) / radius
    ends = [
        sorted((label.x, label.x + label.side * (width_of(label.words) + BULLET + 6) / radius))
        for label in placed
        if label.y + 0.6 * LABEL_ROW / radius > y
    ]
    for align in (0, -1, 1):
        start = x - width / 2 + align * width / 2
        if all(right < start or left > start + width for left, right in ends):
            return align
    return None


def _top(layout: Arcs, needed: int, radius: float) -> tuple[float, float]:
    """Return where the majority line ends."""
    angle = layout.angle[needed - 1 : needed + 1].mean()
    end = 1 + layout.diameter / 2 + 5 / radius
    return end * cos(angle), end * sin(angle)


def _write(sheet: Page, label: _Label, layout: Arcs, edge: float) -> None:
    """Write a label, with a leader where it had to move from its dot."""
    at = (label.x, label.y)
    look: dict[str, Any] = {"va": "center", "size": TEXT_SIZE}
    align = "left" if label.side > 0 else "right"
    sheet.text(label.words, *at, ((4 + BULLET) * label.side, 0), ha=align, **look)
    look |= {"ha": "center", "size": 0.9 * TEXT_SIZE, "color": label.colour}
    sheet.text("\N{BLACK CIRCLE}", *at, ((4 + BULLET / 2) * label.side, 0), **look)
    if np.hypot(layout.x[label.seat], layout.y[label.seat]) < 1e-9:
        return
    angle = layout.angle[label.seat]
    x, y = edge * cos(angle), edge * sin(angle)
    if np.hypot(label.x - x, label.y - y) > 0.09:
        sheet.line([x, label.x], [y, label.y], width=0.9, color=MUTED, zorder=3)


def _outermost(layout: Arcs, sizes: Iterable[int]) -> list[int]:
    """Return for each block the seat nearest to its label: in its outermost row, in the middle."""
    found, start = [], 0
    for size in sizes:
        seats = np.arange(start, start := start + size)
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
    sheet.text(words, x, y, (shift, 2), ha="center", va="bottom")


def _without(frame: pd.DataFrame) -> str:
    """Say who has no seats, and whose seats were not published."""
    none = (frame["total"] == 0).fillna(False)
    groups = {"Without seats": none, f"Seats {NOT_PUBLISHED}": frame["total"].isna()}
    return " ".join(
        f"{words}: {listing(frame['name'][of_it])}."
        for words, of_it in groups.items()
        if of_it.any()
    )
