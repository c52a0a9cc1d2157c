"""One list vote under many rules: which seats follow from method and threshold."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kzelect.errors import LabelError
from kzelect.plots.parties import names, require
from kzelect.plots.rows import ROW, legend_above, rows
from kzelect.plots.style import INK, WORD_SIZE, page
from kzelect.scenarios.scenario import method_title
from kzelect.text import listing

__all__ = ["sweep"]

OFFICIAL, OTHER, NONE = "#2F6F8F", ("#DCE7EC", "#EEF3F5"), "#FFFFFF"
LETTER = 8.0  # points that a figure in a cell may take, with air around it


def sweep(
    table: pd.DataFrame,
    *,
    official: Mapping[str, int] | pd.Series[Any] | None = None,
    parties: pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the seats that each method gives at each threshold, where they change and where not.

    Parameters
    ----------
    table : pandas.DataFrame
        As `kzelect.sweep` returns it, of one house: ``method``, ``threshold`` (0–1),
        ``house``, ``party``, ``seats`` and, if wanted, ``quota_base``.
    official : mapping or Series, optional
        Seats by party of the official result; cells that give it are dark.
    parties : pandas.DataFrame, optional
        ``party`` and ``short_name``, for the order of the seats in words.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh` of the cells.

    Returns
    -------
    matplotlib.axes.Axes
        One row a method, one cell for each run of thresholds with the same seats,
        such as 7-1-1-1; thresholds in per cent.

    Raises
    ------
    LabelError
        If the table has several sizes of house, or lacks a column.
    """
    require(table, "method", "threshold", "house", "party", "seats")
    houses = table["house"].unique()
    if len(houses) != 1:
        message = f"a sweep is drawn for one house; found {len(houses)} sizes in column house"
        raise LabelError(message)
    results = _results(table)
    order = table["party"].drop_duplicates()
    goal = None if official is None else tuple(int(official.get(party, 0)) for party in order)
    shown = names(order.to_frame(), table, parties)
    thresholds = sorted(100 * float(t) for t in table["threshold"].unique())
    edges = _edges(thresholds)
    with page(ax, height=1.9 + ROW * len(results)) as sheet:
        ax = sheet.ax
        rows(ax, list(results))
        ax.grid(visible=False)
        ax.set_xlim(edges[0], edges[-1])
        said = []
        for row, (method, by_threshold) in enumerate(results.items()):
            runs = _runs(by_threshold)
            for shade, (first, last, seats) in enumerate(runs):
                _cell(ax, row, (edges[first], edges[last + 1]), seats, goal, shade, kwargs)
            said.append(f"{method} {', then '.join(_text(run[2]) for run in runs)}")
        winners = table.groupby("party", sort=False)["seats"].max().fillna(0) > 0
        with_seats = [name for name, wins in zip(shown, winners, strict=True) if wins]
        ax.set_xlabel("threshold, per cent of the list vote", loc="left")
        if goal is not None:
            label = f"the official result, {_text(goal)}"
            legend_above(sheet, [Patch(color=OFFICIAL, label=label)])
        sheet.close(
            f"Seats by method and threshold, house of {houses[0]}",
            f"Seats in the order {listing(shown)}, from the "
            f"lowest threshold to the highest: {'; '.join(said)}"
            + ("." if goal is None else f"; dark cells give the official {_text(goal)}."),
            note=f"Seats in the order {listing(with_seats)}.",
        )
    return ax


def _results(table: pd.DataFrame) -> dict[str, list[tuple[int, ...] | None]]:
    """Return the seats of each method by rising threshold; None where a rule gives none."""
    words = {method: method_title(method) for method in table["method"]}
    rules = table.assign(rule=table["method"].map(words).astype("string[python]"))
    if "quota_base" in table.columns and len(table["quota_base"].dropna().unique()) > 1:
        base = table["quota_base"].fillna("")
        rules["rule"] = rules["rule"].where(base != "all", rules["rule"] + ", all votes")
    order = table["party"].drop_duplicates()
    found: dict[str, list[tuple[int, ...] | None]] = {}
    for rule, of_rule in rules.groupby("rule", sort=False):
        found[str(rule)] = [
            None if seats.isna().any() else tuple(int(n) for n in seats)
            for _, at in of_rule.groupby("threshold")
            for seats in [at.set_index("party")["seats"].reindex(order)]
        ]
    return found


def _edges(thresholds: list[float]) -> list[float]:
    """Return the borders of cells around the thresholds that were tried."""
    between = [(a + b) / 2 for a, b in pairwise(thresholds)]
    if not between:
        return [thresholds[0] - 0.5, thresholds[0] + 0.5]
    return [2 * thresholds[0] - between[0], *between, 2 * thresholds[-1] - between[-1]]


def _runs(results: list[tuple[int, ...] | None]) -> list[tuple[int, int, tuple[int, ...] | None]]:
    """Return first, last and seats of each run of equal results."""
    runs: list[tuple[int, int, tuple[int, ...] | None]] = []
    for place, seats in enumerate(results):
        if runs and runs[-1][2] == seats:
            runs[-1] = (runs[-1][0], place, seats)
        else:
            runs.append((place, place, seats))
    return runs


def _cell(
    ax: Axes,
    row: int,
    span: tuple[float, float],
    seats: tuple[int, ...] | None,
    goal: tuple[int, ...] | None,
    shade: int,
    kwargs: dict[str, Any],
) -> None:
    """Draw one run of equal results, with its seats where there is room for them."""
    is_official = goal is not None and seats == goal
    fill = NONE if seats is None else OFFICIAL if is_official else OTHER[shade % 2]
    left, right = span
    look: dict[str, Any] = {"height": 0.84, "color": fill, "edgecolor": "white", "linewidth": 1.5}
    ax.barh(row, right - left, left=left, **look | kwargs)
    figure = ax.get_figure(root=True)
    assert figure is not None
    low, high = ax.get_xlim()
    points = (right - left) / (high - low) * ax.get_window_extent().width / figure.dpi * 72
    if LETTER * len(_text(seats)) < points:
        ax.text(
            (left + right) / 2,
            row,
            _text(seats),
            ha="center",
            va="center_baseline",
            fontsize=WORD_SIZE,
            color="white" if is_official else INK,
        )


def _text(seats: tuple[int, ...] | None) -> str:
    """Return seats as 7-1-1-1, without the parties at the end that have none."""
    if seats is None:
        return "none"
    last = max((place for place, n in enumerate(seats) if n), default=0)
    return "-".join(str(n) for n in seats[: last + 1])
