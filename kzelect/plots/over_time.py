"""The houses of several elections, one below the other."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.page import page, widest
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    is_missing,
    named,
    require,
    sources_of,
    whole_numbers,
)
from kzelect.plots.style import INK, MUTED, WORD_SIZE, width_of
from kzelect.text import listing, plain

__all__ = ["seats_over_time"]

BAR = 0.42  # inches that a house takes
LEAST_BAR = 18.0  # points


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

    Parameters
    ----------
    panel : pandas.DataFrame
        ``election``, ``party``, ``seats_total`` and, if wanted, ``party_name``, such as
        ``kz.panel()``.
    houses : pandas.DataFrame, optional
        ``election`` and ``seats_total``, the size of each house, and, if wanted,
        ``seats_other``, such as ``kz.elections()``; without it a bar is the seats known.
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those that ship.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh` of each block.

    Returns
    -------
    matplotlib.axes.Axes
        Bars in per cent of the whole house, blocks in published order, named where they
        have room. Seats not elected, and seats whose holder was not published, are hatched.

    Raises
    ------
    LabelError
        If a table lacks a column, or an election has more seats than its house.
    MissingDataError
        If no seats are known.
    """
    require(panel, "election", "party", "seats_total")
    frame = named(panel.reset_index(drop=True), panel, parties)
    frame["seats"] = whole_numbers(frame["seats_total"], "seats_total")
    known = frame[(frame["seats"] > 0).fillna(False)]
    if known.empty:
        message = "no seats are known; nothing to draw"
        raise MissingDataError(message)
    years = sorted(known["election"].unique())
    sizes, others = _sizes(known, houses)
    heads = [plain(year, 12) for year in years]
    beside = [f"{sizes[year]}" for year in years]
    shares = [
        (100 * int(row["seats"]) / sizes[row["election"]], row["name"], row["election"])
        for row in known.to_dict("records")
    ]
    share, name, top = max(shares, key=lambda found: found[0])
    sheet = page(
        ax,
        title=f"Largest share: {name} {share:.1f} per cent of the house in {top}",
        topic="Seats of each house by party; beside the year the size of the house",
        given=title,
        source=sources_of(source, panel),
        note="Hatched: seats not elected by the voters, or whose holder was not published. "
        "Blocks without a name are too narrow for one.",
        height=BAR * len(years),
        least=(220, LEAST_BAR * len(years)),
        left=widest(heads) + widest(beside) + 16,
        right=12,
        above=4,
    )
    ax = sheet.ax
    sheet.rows(heads, beside)
    sheet.x_axis(0, 100, "per cent of the house", ticks=range(0, 101, 25))
    said = []
    for row, year in enumerate(years):
        at, parts, about = 0.0, [], f"{year} of {sizes[year]}"
        blocks = [
            (str(b["name"]), int(b["seats"]), str(b["hue"]))
            for b in known[known["election"] == year].to_dict("records")
        ]
        for name, seats, hue in blocks:
            width = 100 * seats / sizes[year]
            look: dict[str, Any] = {
                "height": 0.74, "color": hue, "edgecolor": "white", "linewidth": 0.8 * sheet.scale,
                "zorder": 2,
            }  # fmt: skip
            ax.barh(row, width, left=at, **look | kwargs)
            room = sheet.x_of(width) - sheet.x_of(0) - 6
            words = next(
                (w for w in (f"{name} {seats}", f"{seats}") if width_of(w, WORD_SIZE) <= room), ""
            )
            if words:
                colour = "white" if _is_dark(hue) else INK
                sheet.text(words, at + width / 2, row, ha="center", size=WORD_SIZE, color=colour)
            parts.append(f"{name} {seats}")
            at += width
        rest = sizes[year] - sum(seats for _, seats, _ in blocks)
        if rest:
            words = "other seats" if others.get(year) == rest else NOT_PUBLISHED
            hole = Rectangle(
                (at, row - 0.37), 100 - at, 0.74, facecolor="white", edgecolor=MUTED, hatch="////",
                linewidth=0.8 * sheet.scale, zorder=2,
            )  # fmt: skip
            hole.set_hatch_linewidth(0.8 * sheet.scale)
            ax.add_patch(hole)
            about += f", {words} {rest}"
        said.append(f"{about}: {listing(parts)}")
    data = known[["election", "party", "name", "seats"]]
    return sheet.say(f"Seats: {'; '.join(said)}.", data)


def _sizes(
    known: pd.DataFrame, houses: pd.DataFrame | None
) -> tuple[dict[Any, int], dict[Any, int]]:
    """Return the size of each house, and the seats in it that nobody was elected to."""
    sums = {year: int(seats) for year, seats in known.groupby("election")["seats"].sum().items()}
    if houses is None:
        return sums, {}
    require(houses, "election", "seats_total")
    given = houses.set_index("election")["seats_total"].to_dict()
    sizes = {y: n if is_missing(given.get(y)) else int(given[y]) for y, n in sums.items()}
    for year, size in sizes.items():
        if size < sums[year]:
            message = f"{year}: {sums[year]} seats in a house of {size}; expected at most as many"
            raise LabelError(message)
    if "seats_other" not in houses.columns:
        return sizes, {}
    others = houses.set_index("election")["seats_other"].dropna().to_dict()
    return sizes, {year: int(count) for year, count in others.items()}


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 150
