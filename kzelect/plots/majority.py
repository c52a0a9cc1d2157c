"""The path to the majority: where the seats of each contender came from."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kzelect.election import Election
from kzelect.errors import LabelError
from kzelect.measures.majorities import majority, majority_threshold
from kzelect.plots.page import CLEAR, LEAST_ROW, ROW, page, room_of, steps, widest
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Row,
    Table,
    abbreviations,
    colours,
    is_missing,
    names,
    source_line,
    table_of,
    topic_of,
    whole_numbers,
)
from kzelect.plots.style import MUTED, WORD_SIZE, tint, width_of
from kzelect.text import listing

__all__ = ["WAYS", "House", "Way", "house_of", "path_to_majority", "seats_by_way"]


class Way(NamedTuple):
    """How a way of winning is named and drawn; colour stays with the contender."""

    words: str
    marker: str
    strength: float  # of the tint of a bar
    hatch: str


WAYS = {
    "list": Way("list", "o", 1.0, ""),
    "first_round": Way("first round", "D", 0.62, ""),
    "second_round": Way("run-off", "s", 0.25, "////"),
    "district": Way(f"districts, round {NOT_PUBLISHED}", "^", 0.45, "...."),
    "unknown": Way(f"tier {NOT_PUBLISHED}", "X", 0.12, ""),
}


class House(NamedTuple):
    """The seats of a house, those that no contender of the table has, and its majority."""

    seats: int
    rest: int
    rest_words: str  # who has the rest
    needed: int | None
    why: str  # there is no majority line


def seats_by_way(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the seats of each contender under the one way that is known of them.

    ``first_round`` and ``second_round`` as published; ``district`` has district seats
    whose round was not published, ``unknown`` those of which not even the tier was.
    """
    known = frame.reindex(columns=["list", "first_round", "second_round"]).astype("Int64")
    ways = known.fillna(0)  # a part not known is drawn under the next coarser way instead
    districts = frame.reindex(columns=["district"])["district"].astype("Int64")
    rounds = ways["first_round"] + ways["second_round"]
    ways["district"] = (districts - rounds).fillna(0).clip(lower=0)
    # Without a total there is nothing left to account for; the plot says so in words.
    ways["unknown"] = (frame["total"] - ways.sum(axis=1)).fillna(0).clip(lower=0)
    return ways


def house_of(election: Table, frame: pd.DataFrame, needed: int | None = None) -> House:
    """Return the house behind a table of seats: its size and majority as published, else derived.

    Raises
    ------
    LabelError
        If a majority is none: not more than half of the house, or more than all of it.
    """
    known = int(frame["total"].sum())
    missing = frame["total"].isna().any()
    size: Any = None
    published: Any = None
    others: Any = None
    if isinstance(election, Election):
        facts = election.facts
        size, published, others = facts["seats_total"], facts["majority"], facts["seats_other"]
    seats = known if is_missing(size) else max(int(size), known)
    rest = seats - known
    rest_words = "other seats" if not is_missing(others) and others == rest else NOT_PUBLISHED
    if needed is None and not is_missing(published):
        needed = int(published)
    if needed is None and missing and is_missing(size):
        why = "No line of a majority: not all seats were published, nor the size of the house."
        return House(seats, rest, rest_words, None, why)
    if needed is None:
        needed = majority_threshold(seats) if seats else None
    elif not seats / 2 < needed <= seats and not (missing and is_missing(size)):
        message = (
            f"majority is {needed} of {seats} seats; expected more than half of them, at most all"
        )
        raise LabelError(message)
    return House(seats, rest, rest_words, needed, "")


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
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    needed : int, optional
        Seats that are a majority; by default as published, else more than half of the
        house.
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh` for each way of winning.

    Returns
    -------
    matplotlib.axes.Axes
        Stacked bars in seats, one container for each way of winning that occurs.
        Under the bar of the holder its running total. Without a known size of the
        house there is no line, and a note says why.

    Raises
    ------
    LabelError
        If the table lacks a column, has rows of several elections, or ``needed`` is not
        more than half of the house.
    """
    frame = table_of(election, "seats", "party", "total")
    frame["total"] = whole_numbers(frame["total"], "total")
    house = house_of(election, frame, needed)
    needed = house.needed
    held = majority(frame, needed=needed)
    shown = names(frame, election, parties)
    hues = colours(frame, election, parties)
    counts = seats_by_way(frame)
    ways = counts.to_dict("records")
    used = [way for way in WAYS if counts[way].fillna(0).any()]
    running = _running(held)
    beside = ["" if pd.isna(n) else str(n) for n in frame["total"]]
    rest = f"{house.rest} more seats of the house: {house.rest_words}." if house.rest else ""
    without = [name for name, seats in zip(shown, frame["total"], strict=True) if pd.isna(seats)]
    finding = "Where the seats came from"
    if not is_missing(held["is_held"]) and not held["is_held"] and needed is not None:
        finding = f"Nobody holds the {needed} of {house.seats} seats of a majority"
    if not is_missing(held["holder"]):
        name = shown[frame.index[frame["party"] == held["holder"]][0]]
        finding = f"{name}: {held['seats']} of {house.seats} seats, {needed} needed"
    most = max(int(frame["total"].fillna(0).max()), int(counts.sum(axis=1).max()), needed or 0, 1)
    left = widest(shown) + widest(beside) + 16
    spelled = ""
    if running and width_of(running, WORD_SIZE) > 0.95 * (room_of(ax) - left):
        finder = held["holder"]
        spelled, running = f"{shown[frame['party'].tolist().index(finder)]}: {running}.", ""
    places = _places(frame, held["holder"] if running else None)
    span = max(places, default=0) + 1.2
    sheet = page(
        ax,
        title=finding,
        topic=topic_of("Where the seats came from", election),
        given=title,
        source=source_line(election, source, "seat_totals"),
        note=" ".join(
            filter(None, [spelled, house.why, rest, abbreviations(frame, election, parties, shown)])
        ),
        keys=[_key(way) for way in used],
        height=ROW * span,
        least=(190, LEAST_ROW * span),
        left=left,
        right=14,
        above=18 if needed is not None else 4,
    )
    ax = sheet.ax
    sheet.rows(shown, beside, at=places)
    sheet.x_axis(0, 1.08 * most, "seats", ticks=steps(0, 1.08 * most, whole=True))
    reached = pd.Series(0, index=frame.index, dtype="Int64")
    for way in used:
        _segments(ax, places, counts[way], reached, hues, way, sheet.scale, kwargs)
        reached += counts[way].fillna(0)
    for row in frame.index[frame["total"].isna()]:
        sheet.words(NOT_PUBLISHED, 0, places[row])
    if running:
        holder = frame.index[frame["party"] == held["holder"]][0]
        sheet.words(running, 0, places[holder] + 0.8, shift=(0, 0), bbox=CLEAR)
    if needed is not None:
        sheet.line_across(needed, f"{needed} for a majority")
    figures = [_said(*said) for said in zip(shown, frame.to_dict("records"), ways, strict=True)]
    line = (
        f"; {house.why.rstrip('.')}" if needed is None else f"; a line marks the majority, {needed}"
    )
    if without and needed is None:
        line = f"; no line, for seats of {listing(without)} were not published"
    data = pd.DataFrame({"party": frame["party"], "name": shown}).join(counts[used])
    return sheet.say(f"Seats: {listing(figures)}{line}.", data.assign(total=frame["total"]))


def _places(frame: pd.DataFrame, holder: object) -> list[float]:
    """Return the heights of the rows; under the holder there is room for a line of words."""
    places, place = [], 0.0
    for party in frame["party"]:
        places.append(place)
        place += 1.7 if not is_missing(holder) and party == holder else 1.0
    return places


def _segments(
    ax: Axes,
    places: list[float],
    counts: pd.Series[Any],
    reached: pd.Series[Any],
    hues: list[str],
    way: str,
    scale: float,
    kwargs: dict[str, Any],
) -> None:
    """Draw the seats won in one way at the end of those won before, in a tint of the colour."""
    look: dict[str, Any] = {
        "height": 0.7,
        "color": [tint(hue, WAYS[way].strength) for hue in hues],
        "hatch": WAYS[way].hatch,
        "linewidth": 0.8 * scale,
        "label": WAYS[way].words,
        "zorder": 2,
    }
    bars = ax.barh(
        places,
        counts.to_numpy(dtype=float, na_value=0.0),
        left=reached.to_numpy(dtype=float, na_value=0.0),
        **look | kwargs,
    )
    for bar, hue in zip(bars, hues, strict=True):
        bar.set_edgecolor(hue)  # and with it the hatch
        bar.set_hatch_linewidth(1.2 * scale)
        bar.set_visible(bar.get_width() > 0)  # the edge of nothing would look like something


def _key(way: str) -> Patch:
    look: dict[str, Any] = {"facecolor": tint(MUTED, WAYS[way].strength), "edgecolor": MUTED}
    key = Patch(hatch=WAYS[way].hatch, label=WAYS[way].words, linewidth=0.8, **look)
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


def _said(name: str, contender: Row, won: Row) -> str:
    if is_missing(contender["total"]):
        return f"{name} {NOT_PUBLISHED}"
    parts = [f"{WAYS[way].words} {won[way]}" for way in WAYS if won[way] > 0]
    return f"{name} {contender['total']}" + (f" ({', '.join(parts)})" if parts else "")
