"""Pictures as SVG: the house as a hemicycle, and where its seats came from.

Written directly, because a picture is due at every move of a control, and because
matplotlib keeps state that cells share which run beside the panel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from math import cos, pi, sin
from typing import Any, NamedTuple

from kzelect.results.arcs import Arcs, arcs
from kzelect.results.tiers import WAYS
from kzelect.text import listing, plain

# Colours of text and lines are those of JupyterLab's theme, elsewhere those of the page.
SVG_STYLE = """<style>
.kz-svg text {font: 11px var(--jp-ui-font-family, sans-serif);
 fill: var(--jp-ui-font-color1, currentColor)}
.kz-svg .kz-total {font-size: 24px; font-weight: 600}
.kz-svg .kz-line {stroke: var(--jp-ui-font-color1, currentColor); stroke-width: 1.2;
 stroke-dasharray: 4 2; fill: none}
.kz-svg .kz-seat {stroke: var(--jp-ui-font-color3, #8c8c8c); stroke-width: .5}
.kz-svg .kz-open {fill: none; stroke: var(--jp-ui-font-color2, #757575); stroke-width: 1}
.kz-svg .kz-moved {stroke: var(--jp-ui-font-color0, currentColor); stroke-width: 2.2}
.kz-svg .kz-runoff {stroke-dasharray: 3 2}
</style>"""
PAGE_INK = "#222222"  # where there is no page to take a colour from

WIDTH, HEIGHT = 400, 186  # of a hemicycle, in its own units
MIDDLE, BASE, RADIUS = 200.0, 162.0, 118.0
MOST_DOTS = 1500  # a larger house is drawn as sectors, one a party
LABEL_LENGTH = 12
LINE, LETTER = 12.0, 5.9  # height of a line of text and width of a letter, about

BAR_WIDTH, NAME_WIDTH, ROW = 470, 118, 20
OPACITY = {"list": 1, "first_round": 0.6, "second_round": 0.25, "district": 0.45, "unknown": 0.12}

Box = tuple[float, float, float, float]  # left, top, right, bottom


class SeatBlock(NamedTuple):
    """Seats of one contender, of which the last ``moved`` are marked."""

    name: str
    seats: int
    colour: str
    is_open: bool = False  # nobody known sits there
    moved: int = 0
    change: str = ""


class Bar(NamedTuple):
    """Seats of one contender by how they were won; None if they were not published."""

    name: str
    colour: str
    seats: int | None
    parts: Mapping[Any, int]


def house_svg(blocks: Sequence[SeatBlock], needed: int | None) -> str:
    """Return a house as SVG, contenders from left to right; empty if it has no seats.

    ``needed`` are the seats that are a majority.
    """
    blocks = [block for block in blocks if block.seats > 0]
    house = sum(block.seats for block in blocks)
    if not house:
        return ""
    layout = arcs(house) if house <= MOST_DOTS else None
    places = [] if layout is None else _places(layout)
    parts, middles, start = [], [], 0
    for block in blocks:
        kept, end = start + block.seats - block.moved, start + block.seats
        kind = "kz-open" if block.is_open else "kz-seat"
        for first, last, look in ((start, kept, kind), (kept, end, "kz-moved")):
            if first < last:
                seats = "".join(places[first:last]) or _sector(first / house, last / house)
                parts.append(f'<g class="{look}" fill="{block.colour}">{seats}</g>')
        middle = pi * (1 - (start + end) / 2 / house)
        middles.append(middle if layout is None else float(layout.angle[start:end].mean()))
        start = end
    taken: list[Box] = []
    if needed is not None and 0 < needed <= house:
        angle = pi * (1 - needed / house)
        if layout is not None:
            angle = float(layout.angle[needed - 1 : needed + 1].mean())
        (x, y), (to_x, to_y) = _point(angle, 0.3), _point(angle, 1.22)
        parts.append(f'<path class="kz-line" d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"/>')
        parts.append(_svg_text(to_x, to_y - 3, f"{needed} for a majority", "middle"))
        taken.append((to_x - 1, to_y, to_x + 1, BASE))
    parts += _ring_labels(blocks, middles, taken)
    parts.append(_svg_text(MIDDLE, BASE, f"{house}", "middle", 'class="kz-total"'))
    parts.append(_svg_text(MIDDLE, BASE + 15, "seats", "middle"))
    won = listing(f"{b.name} {b.seats}{b.change and f' ({b.change})'}" for b in blocks)
    return _svg(WIDTH, HEIGHT, f"Of {house} seats: {won}{_of_line(needed)}.", parts)


def bars_svg(rows: Sequence[Bar], needed: int | None) -> str:
    """Return seats by how they were won as SVG; empty if none are known.

    ``needed`` are the seats that are a majority.
    """
    most = max([*(row.seats or 0 for row in rows), needed or 0], default=0)
    if not most:
        return ""
    scale = (BAR_WIDTH - NAME_WIDTH - 30) / most
    parts, sentences, x = [], [], float(NAME_WIDTH)
    used = [way for way in WAYS if any(row.parts.get(way) for row in rows)]
    for way in used:
        parts.append(_segment(x, 3, 11, 11, "currentColor", way))
        parts.append(_svg_text(x + 16, 12, WAYS[way]))
        x += 34 + LETTER * len(WAYS[way])
    for at, row in enumerate(rows):
        x, y = float(NAME_WIDTH), 40 + ROW * at
        parts.append(_svg_text(x - 8, y + 12, plain(row.name, 18), "end"))
        won = {way: row.parts[way] for way in used if row.parts.get(way)}
        for way, seats in won.items():
            parts.append(_segment(x, y, seats * scale, ROW - 5, row.colour, way))
            x += seats * scale
        number = "not published" if row.seats is None else str(row.seats)
        parts.append(_svg_text(x + 5, y + 12, number))
        how = ", ".join(f"{WAYS[way]} {seats}" for way, seats in won.items())
        sentences.append(f"{row.name} {number}{how and f' ({how})'}")
    bottom = 40 + ROW * len(rows)
    if needed is not None:
        x = NAME_WIDTH + needed * scale
        parts.append(f'<path class="kz-line" d="M{x:.1f} 34V{bottom}"/>')
        parts.append(_svg_text(x, 30, f"{needed} for a majority", "middle"))
    words = f"Seats: {listing(sentences)}{_of_line(needed)}."
    return _svg(BAR_WIDTH, bottom + 4, words, parts)


def standalone(title: str, pictures: Sequence[tuple[str, str]], lines: Sequence[str]) -> str:
    """Return pictures side by side as the text of an SVG file, in colours of its own.

    Each picture is a caption and SVG; the lines of text stand below.
    """
    sizes = [re.search(r'viewBox="0 0 (\d+) (\d+)"', svg) for _, svg in pictures]
    widths, heights = ([int(size[at]) if size else 0 for size in sizes] for at in (1, 2))
    width, x, y = max(sum(widths), 480), 0, max(heights) + 74
    parts = [_svg_text(12, 24, title, look='style="font-size: 15px; font-weight: 600"')]
    for (caption, svg), wide in zip(pictures, widths, strict=True):
        parts.append(_svg_text(x + 12, 46, plain(caption, 60)))
        parts.append(svg.replace("<svg ", f'<svg x="{x}" y="52" width="{wide}" ', 1))
        x += wide
    parts += [_svg_text(12, y + 16 * row, line) for row, line in enumerate(lines)]
    y += 16 * len(lines)
    parts.insert(0, f'<rect width="{width}" height="{y}" fill="white"/>')
    own = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" '
    text = _svg(width, y, title, parts).replace("<svg ", own, 1)
    # Programs that draw SVG know neither the theme nor, most of them, CSS variables.
    return re.sub(r"var\([^,()]+, ([^()]+)\)", r"\1", text).replace("currentColor", PAGE_INK) + "\n"


def _of_line(needed: int | None) -> str:
    return "" if needed is None else f"; a line marks the majority, {needed}"


def _svg_text(x: float, y: float, words: str, anchor: str = "start", look: str = "") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f"<text {f'{place} {look}'.rstrip()}>{escape(words)}</text>"


def _svg(width: int, height: int, words: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="kz-svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(words)}">{SVG_STYLE}{"".join(parts)}</svg>'
    )


def _point(angle: float, radius: float) -> tuple[float, float]:
    return MIDDLE + RADIUS * radius * cos(angle), BASE - RADIUS * radius * sin(angle)


def _places(layout: Arcs) -> list[str]:
    """Return a circle a seat."""
    xs, ys = MIDDLE + RADIUS * layout.x, BASE - RADIUS * layout.y
    radius = f"{RADIUS * layout.diameter / 2:.2f}"
    both = zip(xs.tolist(), ys.tolist(), strict=True)
    return [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>' for x, y in both]


def _sector(start: float, end: float) -> str:
    """Return a sector of the ring, from one fraction of the house to another."""
    left, right = pi * (1 - start), pi * (1 - end)
    (a, b), (c, d) = _point(left, 1), _point(right, 1)
    (e, f), (g, h) = _point(right, 0.45), _point(left, 0.45)
    return (
        f'<path d="M{a:.1f} {b:.1f}A{RADIUS} {RADIUS} 0 0 1 {c:.1f} {d:.1f}L{e:.1f} {f:.1f}'
        f'A{0.45 * RADIUS} {0.45 * RADIUS} 0 0 0 {g:.1f} {h:.1f}Z"/>'
    )


def _ring_labels(
    blocks: Sequence[SeatBlock], middles: Sequence[float], taken: list[Box]
) -> list[str]:
    """Return labels around the ring, those of large blocks first, none upon another."""
    parts: list[str] = []
    for at in sorted(range(len(blocks)), key=lambda at: -blocks[at].seats):
        block, (x, y), side = blocks[at], _point(middles[at], 1.09), cos(middles[at])
        number = f"{block.seats} ({block.change})" if block.change else str(block.seats)
        lines = [plain(block.name, LABEL_LENGTH), number]
        # Beside the ring there is height for two lines, above it width for one.
        if abs(side) < 0.35:
            lines, anchor = [" ".join(lines)], "middle"
        else:
            anchor, y = "end" if side < 0 else "start", min(y, BASE - 4)
        wide, top = LETTER * max(map(len, lines)), y - LINE * len(lines)
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        box = (left, top + 2, left + wide, y + 2)
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            spans = "".join(
                f'<tspan x="{x:.1f}" y="{top + LINE * row:.1f}">{escape(line)}</tspan>'
                for row, line in enumerate(lines, start=1)
            )
            parts.append(f'<text text-anchor="{anchor}">{spans}</text>')
    return parts


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _segment(x: float, y: float, width: float, height: float, colour: str, way: str) -> str:
    kind = ' class="kz-runoff"' if way == "second_round" else ""
    return (
        f'<rect{kind} x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" fill="{colour}" '
        f'stroke="{colour}" fill-opacity="{OPACITY[way]}"/>'
    )
