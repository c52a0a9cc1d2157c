"""The path to the majority: where the seats of each contender came from."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from kzelect.measures.majorities import majority
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Row,
    Table,
    colours,
    is_missing,
    names,
    require,
    source_line,
    table_of,
    tint,
    titled,
)
from kzelect.plots.rows import PLAIN, ROW, legend_above, line_across, rows, words
from kzelect.plots.style import MUTED, page
from kzelect.plots.ways import WAYS, majority_of, seats_by_way
from kzelect.text import listing

__all__ = ["path_to_majority"]


def path_to_majority(
    election: Table,
    *,
    parties: pd.DataFrame | None = None,
    needed: int | None = None,
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
        Seats that are a majority; by default as published, else more than half.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh` for each way of winning.

    Returns
    -------
    matplotlib.axes.Axes
        Stacked bars in seats, one container for each way of winning that occurs.
        Under the bar of the holder its running total.
    """
    frame = table_of(election, "seats")
    require(frame, "party", "total")
    if needed is None:
        needed = majority_of(election, None)
    held = majority(frame, needed=needed)
    needed = None if pd.isna(held["needed"]) else int(held["needed"])
    shown = names(frame, election, parties)
    hues = colours(frame, election, parties)
    counts = seats_by_way(frame)
    ways = counts.to_dict("records")
    used = [way for way in WAYS if counts[way].fillna(0).any()]
    running = _running(held)
    places = _places(frame, held["holder"] if running else None)
    with page(ax, height=1.85 + ROW * (len(frame) + 0.7 * bool(running))) as sheet:
        ax = sheet.ax
        rows(ax, shown, beside=["" if pd.isna(n) else str(n) for n in frame["total"]], at=places)
        reached = pd.Series(0, index=frame.index, dtype="Int64")
        for way in used:
            _segments(ax, places, counts[way], reached, hues, way, kwargs)
            reached += counts[way].fillna(0)
        for row in frame.index[frame["total"].isna()]:
            words(ax, NOT_PUBLISHED, 0, places[row])
        most = max(int(reached.max()), needed or 0)
        ax.set_xlim(0, 1.08 * most)
        if running:
            holder = frame.index[frame["party"] == held["holder"]][0]
            words(
                ax,
                running,
                0,
                places[holder] + 0.8,
                xytext=(0, 0),
                bbox=PLAIN,
            )
        if needed is not None:
            line_across(ax, needed, f"{needed} for a majority")
        keys = [_key(way) for way in used]
        legend_above(sheet, keys, gap=16)
        ax.set_xlabel("seats", loc="left")
        ax.xaxis.set_major_locator(MaxNLocator(7, integer=True, steps=[1, 2, 5, 10]))
        figures = [_said(*said) for said in zip(shown, frame.to_dict("records"), ways, strict=True)]
        line = "" if needed is None else f"; a line marks the majority, {needed}"
        sheet.close(
            titled("Where the seats came from", election),
            f"Seats: {listing(figures)}{line}.",
            source_line(election, "seat_totals"),
        )
    return ax


def _places(frame: pd.DataFrame, holder: object) -> list[float]:
    """Return the heights of the rows; under the holder there is room for a line of words."""
    places, place = [], 0.0
    for party in frame["party"]:
        places.append(place)
        place += 1.7 if party == holder else 1.0
    return places


def _segments(
    ax: Axes,
    places: list[float],
    counts: pd.Series[Any],
    reached: pd.Series[Any],
    hues: list[str],
    way: str,
    kwargs: dict[str, Any],
) -> None:
    """Draw the seats won in one way at the end of those won before, in a tint of the colour."""
    look: dict[str, Any] = {
        "height": 0.7,
        "color": [tint(hue, WAYS[way].strength) for hue in hues],
        "hatch": WAYS[way].hatch,
        "linewidth": 0.8,
        "label": WAYS[way].words,
    }
    bars = ax.barh(
        places,
        counts.to_numpy(dtype=float, na_value=0.0),
        left=reached.to_numpy(dtype=float, na_value=0.0),
        **look | kwargs,
    )
    for bar, hue in zip(bars, hues, strict=True):
        bar.set_edgecolor(hue)  # and with it the hatch
        bar.set_visible(bar.get_width() > 0)  # the edge of nothing would look like something


def _running(held: pd.Series[Any]) -> str:
    """Say how many seats the holder had after each step; nothing unless all steps are known."""
    steps = held[["list", "first_round", "second_round"]]
    if steps.isna().any():
        return ""
    return (
        f"{steps['list']} from the list, {held['after_first_round']} after the first round, "
        f"{held['seats']} after the run-offs"
    )


def _key(way: str) -> Patch:
    """Return the legend entry of a way of winning, in grey, for colour says who."""
    return Patch(
        facecolor=tint(MUTED, WAYS[way].strength),
        edgecolor=MUTED,
        hatch=WAYS[way].hatch,
        label=WAYS[way].words,
    )


def _said(name: str, contender: Row, won: Row) -> str:
    if is_missing(contender["total"]):
        return f"{name} {NOT_PUBLISHED}"
    parts = [f"{WAYS[way].words} {won[way]}" for way in WAYS if won[way] > 0]
    return f"{name} {contender['total']}" + (f" ({', '.join(parts)})" if parts else "")
