"""The path to the majority: where the seats of each contender came from."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kzelect.election import Election
from kzelect.errors import LabelError
from kzelect.measures.majorities import majority, majority_threshold
from kzelect.plots.page import CLEAR, Words, documented, room_of, rows_page, steps
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Table,
    abbreviations,
    floats,
    named,
    source_line,
    table_of,
    whole_numbers,
)
from kzelect.plots.style import MUTED, WORD_SIZE, tint, widest, width_of
from kzelect.results.tiers import WAYS, seats_by_way
from kzelect.text import listing

__all__ = ["House", "house_of", "path_to_majority", "seats_in_words"]

# Strength of the tint and hatch of a bar; colour stays with the contender.
LOOKS = {
    "list": (1.0, ""),
    "first_round": (0.62, ""),
    "second_round": (0.25, "////"),
    "district": (0.45, "...."),
    "unknown": (0.12, ""),
}


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
    if needed is None and is_open:
        why = "No line of a majority: not all seats were published, nor the size of the house."
        return House(seats, rest, rest_words, None, why)
    if needed is None:
        needed = majority_threshold(seats) if seats else None
    elif not seats / 2 < needed <= seats and not is_open:
        message = f"majority is {needed} of {seats} seats; expected more than half, at most all"
        raise LabelError(message)
    return House(seats, rest, rest_words, needed, "")


@documented(
    "`matplotlib.axes.Axes.barh` for each way of winning",
    "has rows of several elections, or ``needed`` is not more than half of the house",
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

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or seats with ``party``, ``total`` and, where known, ``list``,
        ``first_round``, ``second_round``, ``district`` and ``party_name``, such as
        ``election.seats_by("membership")``.
    needed : int, optional
        Seats that are a majority; by default as published, else more than half of the
        house.

    Returns
    -------
    matplotlib.axes.Axes
        Stacked bars in seats, one container for each way of winning that occurs.
        Under the bar of the holder its running total. Without a known size of the
        house there is no line, and a note says why.
    """
    frame = named(table_of(election, "seats", "party", "total"), election, parties)
    frame["total"] = whole_numbers(frame["total"], "total")
    house = house_of(election, frame, needed)
    needed = house.needed
    held = majority(frame, needed=needed)
    counts = seats_by_way(frame)
    used = [way for way in WAYS if counts[way].any()]
    names = frame["name"].tolist()
    beside = ["" if pd.isna(n) else str(n) for n in frame["total"]]
    finding = "Where the seats came from"
    if not pd.isna(held["is_held"]) and not held["is_held"] and needed is not None:
        finding = f"Nobody holds the {needed} of {house.seats} seats of a majority"
    holder, running, spelled = -1, _running(held), ""
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
    reached = 0 * frame["total"].fillna(0)
    for way in used:  # at the end of the seats won before, in a tint of the colour
        strength, hatch = LOOKS[way]
        look: dict[str, Any] = {"hatch": hatch, "label": WAYS[way], "edge": 0.8}
        look |= {"color": [tint(hue, strength) for hue in frame["hue"]], "left": floats(reached)}
        bars = sheet.bars(places, floats(counts[way]), kwargs, **look)
        for bar, hue in zip(bars, frame["hue"], strict=True):
            bar.set_edgecolor(hue)  # and with it the hatch
            bar.set_hatch_linewidth(1.2 * sheet.scale)
            bar.set_visible(bar.get_width() > 0)  # the edge of nothing would look like something
        reached += counts[way]
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
    key = Patch(hatch=hatch, label=WAYS[way], linewidth=0.8, **look)
    key.set_hatch_linewidth(1.2)
    return key


def _running(held: pd.Series[Any]) -> str:
    """Say how many seats the holder had after each step, where all of them are known."""
    if held[["list", "first_round", "second_round"]].isna().any():
        return ""
    return (
        f"{held['list']} from the list, {held['after_first_round']} after the first round, "
        f"{held['seats']} after the run-offs"
    )


def seats_in_words(name: str, total: Any, won: Any) -> str:
    """Say the seats of one contender and, where they are told apart, how they were won."""
    if pd.isna(total):
        return f"{name} {NOT_PUBLISHED}"
    parts = [f"{WAYS[way]} {n}" for way, n in won.items() if way and n > 0]
    return f"{name} {total}" + (f" ({', '.join(parts)})" if parts else "")
