"""The house: every seat as a dot, the path to the majority, the houses of several elections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import acos, asin, cos, pi, sin
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, AffineDeltaTransform

from kzelect.election import Election
from kzelect.errors import LabelError
from kzelect.measures.majorities import majority as majority_held
from kzelect.measures.majorities import majority_threshold
from kzelect.plots.page import (
    CLEAR,
    KEY_ROW,
    Page,
    Words,
    columns_of,
    documented,
    legend,
    mark_key,
    page,
    room_of,
    rows_page,
    steps,
)
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Table,
    abbreviations,
    floats,
    named,
    note,
    refuse_empty,
    require_table,
    source_line,
    sources_of,
    table_of,
    whole_numbers,
)
from kzelect.plots.style import INK, MUTED, TEXT_SIZE, WORD_SIZE, spread, tint, widest, width_of
from kzelect.results.arcs import Arcs, arcs
from kzelect.results.tiers import WAYS, seats_by_way
from kzelect.text import listing, plain

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
# Strength of the tint and hatch of a bar; colour stays with the contender.
LOOKS = {
    "list": (1.0, ""),
    "first_round": (0.62, ""),
    "second_round": (0.25, "////"),
    "district": (0.45, "...."),
    "unknown": (0.12, ""),
}
HATCHED = (
    "Hatched: seats not elected by the voters, or whose holder was not published. "
    "Blocks without a name are too narrow for one."
)


class House(NamedTuple):
    """The seats of a house, those that no contender of the table has, and its majority."""

    seats: int
    rest: int
    rest_words: str  # who has the rest
    needed: int | None
    why: str  # there is no majority line


def house_of(election: Table, frame: pd.DataFrame, needed: int | None = None) -> House:
    """Return the house behind a table of seats: its size and majority as published, else derived.

    A majority that is not more than half of the house, or more than all of it, is refused.
    """
    facts: Any = election.facts if isinstance(election, Election) else {}
    size, published, others = (
        facts.get(name, pd.NA) for name in ("seats_total", "majority", "seats_other")
    )
    known = int(frame["total"].sum())
    is_open = bool(frame["total"].isna().any() and pd.isna(size))
    seats = known if pd.isna(size) else max(int(size), known)
    rest = seats - known
    rest_words = "other seats" if not pd.isna(others) and others == rest else NOT_PUBLISHED
    if needed is None and not pd.isna(published):
        needed = int(published)
    why = ""
    if needed is None and is_open:
        why = "No line of a majority: not all seats were published, nor the size of the house."
    elif needed is None:
        needed = majority_threshold(seats) if seats else None
    elif not seats / 2 < needed <= seats and not is_open:
        message = f"majority is {needed} of {seats} seats; expected more than half, at most all"
        raise LabelError(message)
    return House(seats, rest, rest_words, needed, why)


def _require_totals(frame: pd.DataFrame, counts: pd.DataFrame) -> None:
    """Raise LabelError where the seats by how they were won are not the total."""
    own = counts.sum(axis=1).loc[frame.index]
    for name, count, total in zip(frame["name"], own, frame["total"], strict=True):
        if count and (pd.isna(total) or count != total):
            whole = "no total" if pd.isna(total) else f"a total of {total}"
            message = (
                f"{name} has {count} seats by how they were won and {whole}; expected the same"
            )
            raise LabelError(message)


@documented(
    "matplotlib.collections.PathCollection for each block",
    "has rows of several elections, ``by`` is neither of the two, a number of seats is none, "
    "the parts of a contender's seats are not its total, or the majority is not more than half "
    "of the house",
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

    One collection of dots for each contender, or for each contender and way of winning.
    Seats of the house that no contender of the table has are drawn open. Labels stand
    around the house; where they have no room, a legend below.

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
    long = {"var_name": "won", "value_name": "seats"}
    blocks = frame[of_whom].join(counts).melt(of_whom, ignore_index=False, **long)
    blocks = blocks.sort_index(kind="stable")
    blocks = blocks[(blocks["seats"] > 0).fillna(False)].astype({"seats": int})
    refuse_empty(blocks.empty, "a hemicycle needs seats; found none, expected one at least")
    house = house_of(election, frame, majority)
    _require_totals(frame, counts)
    if house.seats > MOST_SEATS:
        message = f"a hemicycle draws up to {MOST_SEATS:,} seats; found {house.seats:,}"
        raise LabelError(message)
    if house.rest:
        rest = {"won": "", "name": house.rest_words, "hue": "white", "seats": house.rest}
        blocks = pd.concat([blocks, pd.DataFrame(rest, index=[OPEN])])
    of_rows = blocks.groupby(level=0, sort=False)
    sums = of_rows.agg({"name": "first", "hue": "first", "seats": "sum"})
    known = sums.drop(OPEN, errors="ignore")
    first = known.iloc[int(known["seats"].argmax())]
    unit, line = "seats", f"a line marks the majority, {house.needed}"
    finding = f"{first['name']}: {first['seats']} of {house.seats} seats, {house.needed} needed"
    if house.needed is None:
        unit, line = "seats known", "no line of a majority"
        finding = f"{first['name']}: {first['seats']} seats, not all are known"
    notes = (
        note("Without seats", frame["name"][(frame["total"] == 0).fillna(False)]),
        note(f"Seats {NOT_PUBLISHED}", frame["name"][frame["total"].isna()]),
        *(house.why, abbreviations(frame)),
    )
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
    # Dots are sized in data units, so they keep apart at any figure size.
    moved = AffineDeltaTransform(sheet.ax.transData)  # type: ignore[arg-type] # but not in place
    sizes = Affine2D().scale(layout.diameter / 2) + moved
    places = np.split(np.column_stack([layout.x, layout.y]), blocks["seats"].cumsum()[:-1].tolist())
    for row, offsets, block in zip(blocks.index, places, blocks.to_dict("records"), strict=True):
        look = {"facecolor": block["hue"], "edgecolor": EDGE if row == OPEN else "none"}
        look |= {"linewidth": sheet.scale, "zorder": 2, "label": block["name"]}
        look |= {"offsets": offsets, "offset_transform": sheet.ax.transData}
        dots = PathCollection([SHAPES[block["won"]][1]], **look | kwargs)
        dots.set_transform(sizes)
        sheet.ax.add_collection(dots, autolim=False)
    if house.needed is not None:
        _majority(sheet, layout, house.needed, radius, align)
    hole = layout.inner * radius
    size = min(26.0, 0.8 * hole, 2.2 * hole / len(str(house.seats)))
    sheet.text(f"{house.seats}", 0, 0, ha="center", va="baseline", size=size, fontweight="bold")
    below = (0, -0.27 * size)
    sheet.text(unit, 0, 0, below, ha="center", va="top", size=min(TEXT_SIZE, 0.62 * size))
    phrases = listing(
        seats_in_words(str(own["name"].iloc[0]), own["seats"].sum(), own.set_index("won")["seats"])
        for _, own in of_rows
    )
    columns = ["party", "name", *(["won"] if by == "won" else []), "seats"]
    data = blocks[columns].astype({"party": "string"})
    return sheet.say(f"Of {house.seats} {unit}: {phrases}; {line}.", data)


class _Label(NamedTuple):
    """A label outside the arcs: its words, the angle of its dot, and where it stands."""

    words: str
    colour: str
    angle: float
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
        _Label(text, rim, angle, -1 if cos(angle) < -1e-9 else 1)
        for text, rim, angle in zip(texts, rims, _outermost(layout, sums["seats"]), strict=True)
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
        placed = _around(labels, ring, LABEL_ROW / radius, edge)
        align = None if placed is None else _free(placed, layout, house, radius)
        if placed is not None and align is not None:
            _scaled(sheet, radius, BELOW, (right - left) / 2)
            for label in placed:
                _write(sheet, label, edge)
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
    half = sheet.width / 2
    sheet.ax.set_xlim((shift - half) / radius, (shift + half) / radius)
    sheet.ax.set_ylim(-below / radius, (sheet.height - below) / radius)
    sheet.ax.set_aspect("equal")


def _around(labels: Sequence[_Label], ring: float, gap: float, edge: float) -> list[_Label] | None:
    """Place labels on a ring, in the order of their blocks; None where one has no room.

    Ends of leaders keep the order of their beginnings, and none turns so far that it would
    cut through the arcs: so they cross neither each other nor a dot.
    """
    placed: list[_Label] = []
    widest_turn = acos(min(1.0, edge / ring))
    for side in (-1, 1):
        own = [label for label in labels if label.side == side]
        own.sort(key=lambda label: -sin(label.angle))
        if (len(own) - 1) * gap > HIGHEST * ring:
            return None
        heights = spread([ring * sin(label.angle) for label in own], gap, 0.0, HIGHEST * ring)
        for label, height in zip(own, heights, strict=True):
            angle = asin(max(0.0, min(1.0, height / ring)))
            if abs(angle - (label.angle if side > 0 else pi - label.angle)) > widest_turn:
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


def _write(sheet: Page, label: _Label, edge: float) -> None:
    """Write a label, with a leader where it had to move from its dot."""
    at = (label.x, label.y)
    look: dict[str, Any] = {"va": "center", "size": TEXT_SIZE}
    align = "left" if label.side > 0 else "right"
    sheet.text(label.words, *at, ((4 + BULLET) * label.side, 0), ha=align, **look)
    look |= {"ha": "center", "size": 0.9 * TEXT_SIZE, "color": label.colour}
    sheet.text("\N{BLACK CIRCLE}", *at, ((4 + BULLET / 2) * label.side, 0), **look)
    x, y = edge * cos(label.angle), edge * sin(label.angle)
    if np.hypot(label.x - x, label.y - y) > 0.09:
        sheet.line([x, label.x], [y, label.y], width=0.9, color=MUTED, zorder=3)


def _outermost(layout: Arcs, sizes: Any) -> Iterable[float]:
    """Yield for each block the angle of the dot in the middle of its outermost row."""
    radii, ends = np.hypot(layout.x, layout.y), np.cumsum(sizes)[:-1]
    for radius, angle in zip(np.split(radii, ends), np.split(layout.angle, ends), strict=True):
        row = angle[radius > radius.max() - layout.diameter / 4]
        yield float(row[np.abs(row - angle.mean()).argmin()])


def _majority(sheet: Page, layout: Arcs, needed: int, radius: float, align: int) -> None:
    """Draw the line that the seats of a majority reach, and say how many they are."""
    x, y = _top(layout, needed, radius)
    inner = max(layout.inner - 1.2 * layout.diameter, 0.1) / np.hypot(x, y)
    sheet.ax.plot([inner * x, x], [inner * y, y], marker="", **sheet.dashed() | {"zorder": 1})
    words = f"{needed} for a majority"
    half = width_of(words, WORD_SIZE) / 2
    at = sheet.x_of(x)
    shift = max(half, min(at + align * (half + 4), sheet.width - half)) - at
    sheet.text(words, x, y, (shift, 2), ha="center", va="bottom")


@documented(
    "barh for each way of winning",
    "has rows of several elections, the parts of a contender's seats are more than its total, "
    "or ``needed`` is not more than half of the house",
)
def path_to_majority(
    election: Table,
    *,
    parties: pd.DataFrame | None = None,
    needed: int | None = None,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the seats of each contender by how they were won, against the majority.

    Stacked bars in seats, one container for each way of winning that occurs. Under the bar
    of the holder its running total. Without a known size of the house there is no line, and
    a note says why.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or seats with ``party``, ``total`` and, where known, ``list``,
        ``first_round``, ``second_round``, ``district`` and ``party_name``, such as
        ``election.seats_by("membership")``.
    needed : int, optional
        Seats that are a majority; by default as published, else more than half of the
        house.
    """
    frame = named(table_of(election, "seats", "party", "total"), election, parties)
    frame["total"] = whole_numbers(frame["total"], "total")
    house = house_of(election, frame, needed)
    needed = house.needed
    held = majority_held(frame, needed=needed)
    counts = seats_by_way(frame)
    _require_totals(frame[frame["total"].notna()], counts)
    used = [way for way in WAYS if counts[way].any()]
    names = frame["name"].tolist()
    beside = ["" if pd.isna(n) else str(n) for n in frame["total"]]
    finding = "Where the seats came from"
    if not pd.isna(held["is_held"]) and not held["is_held"] and needed is not None:
        finding = f"Nobody holds the {needed} of {house.seats} seats of a majority"
    holder, running, spelled = -1, "", ""
    if not held[["list", "first_round", "second_round"]].isna().any():
        running = f"{held['list']} from the list, {held['after_first_round']} after the first round"
        running += f", {held['seats']} after the run-offs"
    if not pd.isna(held["holder"]):
        holder = frame["party"].tolist().index(held["holder"])
        finding = f"{names[holder]}: {held['seats']} of {house.seats} seats, {needed} needed"
    left = widest(names) + widest(beside) + 16
    if running and width_of(running, WORD_SIZE) > 0.95 * (room_of(ax) - left):
        spelled, running = f"{names[holder]}: {running}.", ""
    # Under the holder there is room for a line of words.
    places = [row + 0.7 * (bool(running) and row > holder) for row in range(len(frame))]
    rest = f"{house.rest} more seats of the house: {house.rest_words}." if house.rest else ""
    notes = spelled, house.why, rest, abbreviations(frame)
    words = Words(title, finding, "Where the seats came from", *notes, of=election)
    credit, keys = source_line(election, source, "seat_totals"), [_way_key(way) for way in used]
    room: Any = {"least": 190, "left": left, "right": 14, "above": 4 if needed is None else 18}
    sheet = rows_page(ax, words, credit, names, beside, at=places, keys=keys, **room)
    most = max(int(frame["total"].fillna(0).max()), int(counts.sum(axis=1).max()), needed or 0, 1)
    sheet.x_axis(0, 1.08 * most, "seats", steps(0, 1.08 * most, whole=True))
    starts = counts.cumsum(axis=1) - counts
    for way in used:  # at the end of the seats won before, in a tint of the colour
        strength, hatch = LOOKS[way]
        look = {"hatch": hatch, "hatch_linewidth": 1.2 * sheet.scale, "label": WAYS[way]}
        look |= {
            "color": [tint(hue, strength) for hue in frame["hue"]],
            "left": floats(starts[way]),
        }
        look |= {"edgecolor": frame["hue"]}  # and with it the hatch
        for bar in sheet.bars(places, floats(counts[way]), kwargs, edge=0.8, **look):
            bar.set_visible(bar.get_width() > 0)  # the edge of nothing would look like something
    for row in frame.index[frame["total"].isna()]:
        sheet.aside(NOT_PUBLISHED, 0, places[row])
    if running:
        sheet.aside(running, 0, places[holder] + 0.8, shift=0, bbox=CLEAR)
    line = f"; {house.why.rstrip('.')}"
    if needed is not None:
        sheet.line_across(needed, f"{needed} for a majority")
        line = f"; a line marks the majority, {needed}"
    elif not (known := frame["total"].notna()).all():
        line = f"; no line, for seats of {listing(frame['name'][~known])} were not published"
    phrases = map(seats_in_words, names, frame["total"], counts.to_dict("records"))
    data = frame[["party", "name"]].join(counts[used]).assign(total=frame["total"])
    return sheet.say(f"Seats: {listing(phrases)}{line}.", data)


def _way_key(way: str) -> Patch:
    strength, hatch = LOOKS[way]
    look: dict[str, Any] = {"facecolor": tint(MUTED, strength), "edgecolor": MUTED}
    return Patch(hatch=hatch, hatch_linewidth=1.2, label=WAYS[way], linewidth=0.8, **look)


def seats_in_words(name: str, total: Any, won: Any) -> str:
    """Say the seats of one contender and, where they are told apart, how they were won."""
    if pd.isna(total):
        return f"{name} {NOT_PUBLISHED}"
    parts = [f"{WAYS[way]} {n}" for way, n in won.items() if way and n > 0]
    return f"{name} {total}" + (f" ({', '.join(parts)})" if parts else "")


@documented("barh of each block", "or an election has too many seats")
def seats_over_time(
    panel: pd.DataFrame,
    *,
    houses: pd.DataFrame | None = None,
    parties: pd.DataFrame | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the seats of each house as one bar, election by election, stacked by party.

    Bars in per cent of the whole house, blocks in published order, named where they have
    room. Seats not elected, and seats whose holder was not published, are hatched.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``election``, ``party``, ``seats_total`` and, if wanted, ``party_name``, such as
        ``kz.panel()``.
    houses : pandas.DataFrame, optional
        ``election`` and ``seats_total``, the size of each house, and, if wanted,
        ``seats_other``, such as ``kz.elections()``; without it a bar is the seats known.
    """
    require_table(panel, "election", "party", "seats_total")
    frame = named(panel.reset_index(drop=True), panel, parties)
    frame["seats"] = whole_numbers(frame["seats_total"], "seats_total")
    known = frame[(frame["seats"] > 0).fillna(False)]
    refuse_empty(known.empty, "no seats are known; nothing to draw")
    sums = known.groupby("election")["seats"].sum().astype(int)
    sizes, others = sums, sums[:0]
    if houses is not None:
        require_table(houses, "election", "seats_total")
        of_year = houses.set_index("election").reindex(sums.index)
        sizes = of_year["seats_total"].fillna(sums).astype(int)
        others = of_year["seats_other"].fillna(0) if "seats_other" in of_year else others
    for year in sizes.index[sizes < sums]:
        message = (
            f"{year}: {sums[year]} seats in a house of {sizes[year]}; expected at most as many"
        )
        raise LabelError(message)
    years = sorted(sizes.index)
    known = known.assign(share=100 * known["seats"] / known["election"].map(sizes))
    top = known.iloc[int(known["share"].astype(float).argmax())]
    finding = f"Largest share: {top['name']} {top['share']:.1f} per cent of the house"
    topic = "Seats of each house by party; beside the year the size of the house"
    words = Words(title, f"{finding} in {top['election']}", topic, HATCHED)
    names, beside = [plain(year, 12) for year in years], [f"{sizes[year]}" for year in years]
    sheet = rows_page(
        ax, words, sources_of(source, panel), names, beside, row=(0.42, 18.0), least=220, right=12
    )
    sheet.x_axis(0, 100, "per cent of the house", range(0, 101, 25))
    look: dict[str, Any] = {"height": 0.74, "edge": 0.8, "edgecolor": "white"}
    phrases = []
    for row, year in enumerate(years):
        reached, about, size = 0.0, f"{year} of {sizes[year]}", sizes[year]
        of_year = known[known["election"] == year]
        drawn = of_year[["name", "seats", "share", "hue"]].itertuples(index=False)
        for name, seats, share, hue in drawn:
            sheet.bars([row], [share], kwargs, left=reached, color=hue, **look)
            most = sheet.x_of(share) - 6
            labels = (f"{name} {seats}", f"{seats}")
            label = next((text for text in labels if width_of(text, WORD_SIZE) <= most), "")
            if label:
                is_dark = np.dot(to_rgb(hue), (0.299, 0.587, 0.114)) < 150 / 255
                colour = "white" if is_dark else INK
                sheet.text(label, reached + share / 2, row, ha="center", color=colour)
            reached += share
        if rest := size - of_year["seats"].sum():
            about += f", {'other seats' if others.get(year) == rest else NOT_PUBLISHED} {rest}"
            hole = {"facecolor": "white", "edgecolor": MUTED, "hatch": "////", "zorder": 2}
            hole["hatch_linewidth"] = 0.8 * sheet.scale
            sheet.area((reached, row - 0.37), 100 - reached, 0.74, edge=0.8, **hole)
        parts = of_year["name"] + " " + of_year["seats"].astype(str)
        phrases.append(f"{about}: {listing(parts)}")
    return sheet.say(f"Seats: {'; '.join(phrases)}.", known[["election", "party", "name", "seats"]])
