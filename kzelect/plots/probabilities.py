"""What the seats could have been: how probable each number of seats is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kzelect.plots.parties import names, require, tint
from kzelect.plots.rows import ROW, legend_above, rows
from kzelect.plots.style import INK, WORD_SIZE, page
from kzelect.text import listing

__all__ = ["seat_probabilities"]

COLOUR = "#2F6F8F"
WHITE_FROM = 0.85  # white can be read on the darkest cells only


def seat_probabilities(
    table: pd.DataFrame,
    *,
    official: Mapping[str, int] | pd.Series[Any] | None = None,
    parties: pd.DataFrame | None = None,
    title: str = "Seats that could have been",
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how probable each number of seats is for each party.

    Parameters
    ----------
    table : pandas.DataFrame
        The ``seats`` of a `kzelect.Simulation`: ``party``, ``seats``, ``probability``.
    official : mapping or Series, optional
        Seats by party of the official result; their cells have a dark frame.
    parties : pandas.DataFrame, optional
        ``party`` and ``short_name``, for the names of the rows.
    title : str
        What was simulated.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh` of the cells.

    Returns
    -------
    matplotlib.axes.Axes
        One row a party that ever had a seat, one cell a number of seats that came up,
        darker where it is more probable, with its probability in per cent.

    Raises
    ------
    LabelError
        If the table lacks a column.
    """
    require(table, "party", "seats", "probability")
    won = table.groupby("party", sort=False)["seats"].max() > 0
    order = won.index[won].to_frame(index=False)
    shown = names(order, table, parties)
    none = won.index[~won].to_frame(index=False)
    said = []
    with page(ax, height=1.9 + ROW * len(order)) as sheet:
        ax = sheet.ax
        rows(ax, shown)
        ax.grid(visible=False)
        for row, (party, name) in enumerate(zip(order["party"], shown, strict=True)):
            cells = table[table["party"] == party]
            for seats, probability in cells[["seats", "probability"]].itertuples(index=False):
                is_official = official is not None and official.get(party) == seats
                _cell(ax, row, int(seats), float(probability), is_official, kwargs)
            likely = cells.sort_values("probability", ascending=False)[["seats", "probability"]]
            outcomes = (f"{n} ({_percent(p)})" for n, p in likely.itertuples(index=False))
            said.append(f"{name} {listing(outcomes)}")
        most = int(table["seats"].max())
        ax.set_xlim(-0.6, most + 0.6)
        ax.set_xticks(range(most + 1))
        ax.set_xlabel("seats", loc="left")
        if official is not None:
            frame = Patch(facecolor="white", edgecolor=INK, linewidth=1.6, label="official result")
            legend_above(sheet, [frame])
        without = f"Never a seat: {listing(names(none, table, parties))}." if len(none) else ""
        sheet.close(title, f"Seats and their probability: {'; '.join(said)}.", note=without)
    return ax


def _cell(
    ax: Axes,
    row: int,
    seats: int,
    probability: float,
    is_official: bool,
    kwargs: dict[str, Any],
) -> None:
    look: dict[str, Any] = {
        "height": 0.84,
        "color": tint(COLOUR, probability),
        "edgecolor": INK if is_official else "white",
        "linewidth": 1.6,
        "zorder": 3 if is_official else 2,
    }
    ax.barh(row, 0.96, left=seats - 0.48, **look | kwargs)
    ax.text(
        seats,
        row,
        _percent(probability),
        ha="center",
        va="center_baseline",
        fontsize=WORD_SIZE,
        color="white" if probability >= WHITE_FROM else INK,
        zorder=4,
    )


def _percent(probability: float) -> str:
    """Return a probability in whole per cent, without calling the rare impossible."""
    if 0 < probability < 0.01:
        return "<1 %"
    if 0.99 < probability < 1:
        return ">99 %"
    return f"{100 * probability:.0f} %"
