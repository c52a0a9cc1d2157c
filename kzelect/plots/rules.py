"""One list vote under many rules, and the seats and shares that could have been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.page import LEAST_ROW, ROW, Page, mark_key, page, steps, widest
from kzelect.plots.parties import is_missing, names, require, source_line, topic_of
from kzelect.plots.style import INK, SUBJECT, WORD_SIZE, tint, width_of
from kzelect.scenarios.scenario import method_title
from kzelect.scenarios.sweep import sweep as swept
from kzelect.text import listing, plain

__all__ = ["seat_probabilities", "share_density", "sweep"]

OFFICIAL, OTHER, NONE = "#2F6F8F", ("#DCE7EC", "#EEF3F5"), "#FFFFFF"
WHITE_FROM = 0.8  # white can be read on the darker cells only
REACH = 1.4  # of the largest threshold in question, in parts of the one in force
NEAR = 0.12  # thresholds up to here are drawn where none is in force
BINS = 60
MOST_METHODS = 40


def sweep(
    table: pd.DataFrame | Election,
    *,
    official: Mapping[str, int] | pd.Series[Any] | None = None,
    parties: pd.DataFrame | None = None,
    threshold: float | None = None,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the seats that each method gives at each threshold, where they change and where not.

    Parameters
    ----------
    table : Election or pandas.DataFrame
        An election: every method is tried between all shares of its lists, so that the
        edges are exact. Or a table as `kzelect.sweep` returns it, of one number of seats:
        ``method``, ``threshold`` (0–1), ``house``, ``party``, ``seats`` and, if wanted,
        ``quota_base``; edges lie midway between the thresholds that were tried.
    official : mapping or Series, optional
        Seats by party of the official result; cells that give it are dark. By default
        those of the election.
    parties : pandas.DataFrame, optional
        ``party`` and ``short_name``, for the order of the seats in words.
    threshold : float, optional
        The threshold in force as a share, 0–1, marked; by default that of the election.
    title, source : str, optional
        In place of the plot's own; empty for none.
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
        If the table has several numbers of seats, or lacks a column.
    MissingDataError
        If votes or list seats of the election were not published.
    """
    election = table if isinstance(table, Election) else None
    edges: list[float] | None = None
    frame: Any = table
    if election is not None:
        frame, edges, official, threshold = _exact(election, official, threshold)
        parties = election.parties if parties is None else parties
    require(frame, "method", "threshold", "house", "party", "seats")
    houses = frame["house"].unique()
    if len(houses) != 1:
        message = f"a sweep is drawn for one house; found {len(houses)} sizes in column house"
        raise LabelError(message)
    results = _results(frame)
    if len(results) > MOST_METHODS:
        message = f"a sweep draws up to {MOST_METHODS} methods; found {len(results)}"
        raise LabelError(message)
    order = frame["party"].drop_duplicates()
    goal = None if official is None else tuple(_seats(official.get(party)) for party in order)
    shown = names(order.to_frame(), frame, parties)
    if edges is None:
        edges = _edges(sorted(100 * float(t) for t in frame["threshold"].unique()))
    runs_of = {method: _runs(found) for method, found in results.items()}
    winners = frame.groupby("party", sort=False)["seats"].max().fillna(0) > 0
    with_seats = [name for name, wins in zip(shown, winners, strict=True) if wins]
    fitting = sum(any(run[2] == goal for run in runs) for runs in runs_of.values())
    seats_words = f"{int(houses[0])} {'list ' if election is not None else ''}seats"
    keys = [Patch(facecolor=OTHER[0], linewidth=0, label="other results, in turn pale and paler")]
    if goal is not None:
        keys.insert(0, Patch(facecolor=OFFICIAL, linewidth=0, label=f"as published, {_text(goal)}"))
    sheet = page(
        ax,
        title=f"{fitting} of {len(results)} methods can give {_text(goal)}"
        if goal is not None
        else f"Seats by method and threshold, {seats_words}",
        topic=topic_of(f"{seats_words} by method and threshold", election),
        given=title,
        source=source_line(election, source, "proportional"),
        note=f"Seats in the order {listing(with_seats)}. Cells too narrow for it have no number.",
        keys=keys,
        height=ROW * len(results),
        least=(200, LEAST_ROW * len(results)),
        left=widest(results) + 6,
        right=14,
        above=18 if threshold is not None else 4,
    )
    ax = sheet.ax
    sheet.rows(list(results))
    sheet.x_axis(
        edges[0], edges[-1], "threshold, per cent of the list vote", grid=False,
        ticks=steps(edges[0], edges[-1]),
    )  # fmt: skip
    said = []
    for row, (method, runs) in enumerate(runs_of.items()):
        for shade, (first, last, seats) in enumerate(runs):
            span = (edges[first], edges[last + 1])
            _cell(sheet, row, span, seats, goal, shade, threshold, kwargs)
        said.append(f"{method} {', then '.join(_text(run[2]) for run in runs)}")
    if threshold is not None and edges[0] <= 100 * threshold <= edges[-1]:
        sheet.line_across(100 * threshold, f"in force: {100 * threshold:g} %", zorder=4)
    return sheet.say(
        f"Seats in the order {listing(shown)}, from the lowest threshold to the highest: "
        f"{'; '.join(said)}"
        + ("." if goal is None else f"; dark cells give the official {_text(goal)}."),
        frame,
    )


def seat_probabilities(
    table: pd.DataFrame,
    *,
    official: Mapping[str, int] | pd.Series[Any] | None = None,
    parties: pd.DataFrame | None = None,
    title: str | None = None,
    source: str | None = None,
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
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `seaborn.heatmap`.

    Returns
    -------
    matplotlib.axes.Axes
        A heat map: one row a party that ever had a seat, one cell a number of seats that
        came up, darker where it is more probable, with its probability in per cent.

    Raises
    ------
    LabelError
        If the table lacks a column, or a probability is not from 0 to 1.
    MissingDataError
        If no party ever had a seat.
    """
    import seaborn as sns

    require(table, "party", "seats", "probability")
    probable = pd.to_numeric(table["probability"], errors="coerce").astype("Float64")
    if probable.isna().any() or not probable.between(0, 1).all():
        message = "probability has values that are missing or not from 0 to 1"
        raise LabelError(message)
    won = table.groupby("party", sort=False)["seats"].max() > 0
    order = won.index[won].to_frame(index=False)
    if order.empty:
        message = "no party ever has a seat; nothing to draw"
        raise MissingDataError(message)
    shown = names(order, table, parties)
    none = won.index[~won].to_frame(index=False)
    most = int(table["seats"].max())
    cells = (
        table.astype({"probability": float, "seats": int})
        .pivot_table(index="party", columns="seats", values="probability", aggfunc="sum")
        .reindex(index=order["party"], columns=range(most + 1))
    )
    texts = cells.map(lambda p: "" if p != p else _percent(p))
    cell = widest(texts.to_numpy().ravel(), WORD_SIZE) + 6
    without = f"Never a seat: {listing(names(none, table, parties))}." if len(none) else ""
    frame = Patch(facecolor="white", edgecolor=INK, linewidth=1.6, label="official result")
    sheet = page(
        ax,
        title="Seats that could have been" if title is None else title,
        topic="Probability of each number of seats, per cent",
        given=None if title is None else title,
        source=source or "",
        note=without,
        keys=[frame] if official is not None else [],
        height=1.1 * ROW * len(order),
        least=(max(150.0, cell * (most + 1)), LEAST_ROW * len(order)),
        left=widest(shown) + 8,
        right=6,
        above=4,
    )
    ax = sheet.ax
    look: dict[str, Any] = {
        "cmap": sns.light_palette(OFFICIAL, as_cmap=True), "vmin": 0.0, "vmax": 1.0, "cbar": False,
        "linewidths": 2.0 * sheet.scale, "linecolor": "white", "xticklabels": False,
        "yticklabels": False,
    }  # fmt: skip
    sns.heatmap(cells, ax=ax, **look | kwargs)
    ax.set(xlabel="", ylabel="")
    rows = len(order)
    sheet.rows(shown, at=[row + 0.5 for row in range(rows)])
    ax.set_ylim(rows, 0)
    places = [n + 0.5 for n in range(most + 1)]
    every = max(1, round((widest([str(most)]) + 6) / (sheet.width / (most + 1)) + 0.49))
    ax.set_xticks(places[::every], [str(n) for n in range(0, most + 1, every)])
    sheet.text("seats", 0, 0, (0, -21), frame="axes", size=WORD_SIZE, va="top", color="#555555")
    said = []
    for row, (party, name) in enumerate(zip(order["party"], shown, strict=True)):
        of_party = cells.loc[party].dropna()
        for seats, probability in of_party.items():
            sheet.text(
                _percent(probability), int(seats) + 0.5, row + 0.5, ha="center", size=WORD_SIZE,
                color="white" if probability >= WHITE_FROM else INK,
            )  # fmt: skip
            if official is not None and _seats(official.get(party)) == seats:
                box = Rectangle((int(seats), row), 1, 1, fill=False, edgecolor=INK, zorder=4,
                                linewidth=1.8 * sheet.scale, clip_on=False)  # fmt: skip
                ax.add_patch(box)
        likely = of_party.sort_values(ascending=False, kind="stable")
        outcomes = listing(f"{seats} ({_percent(p)})" for seats, p in likely.items())
        said.append(f"{name} {outcomes}")
    return sheet.say(f"Seats and their probability: {'; '.join(said)}.", table)


def share_density(
    draws: Iterable[float],
    *,
    threshold: float | None = None,
    observed: float | None = None,
    name: str = "the list",
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how the share of a list spreads over many draws, on both sides of a threshold.

    Parameters
    ----------
    draws : iterable of float
        The share of the list in each draw, 0–1.
    threshold : float, optional
        Legal threshold as a share, 0–1; draws below it are pale.
    observed : float, optional
        The official share, 0–1, marked.
    name : str
        The list, for the words.
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.bar`.

    Returns
    -------
    matplotlib.axes.Axes
        A histogram with an edge at the threshold; its bars sum to 100 per cent of the draws.

    Raises
    ------
    LabelError
        If a draw is missing or not from 0 to 1.
    MissingDataError
        If there are no draws.
    """
    shares = np.asarray(pd.array(list(draws), dtype="Float64").to_numpy(float, na_value=np.nan))
    if not shares.size:
        message = "no draws; expected the share of a list in each of many draws"
        raise MissingDataError(message)
    if not ((shares >= 0) & (shares <= 1)).all():
        message = "a draw is missing or not a share from 0 to 1"
        raise LabelError(message)
    edges = _bins(shares, threshold)
    heights = 100 * np.histogram(shares, bins=edges)[0] / shares.size
    below = float((shares < threshold).mean()) if threshold is not None else 0.0
    name = plain(name, 30)
    finding = f"Share of {name} in {shares.size:,} draws"
    if threshold is not None:
        name = name[:1].upper() + name[1:]
        finding = f"{name}: under {100 * threshold:g} % in {_percent(below)} of draws"
    top = 1.08 * heights.max()
    sheet = page(
        ax,
        title=finding,
        topic=f"Simulated share of the list vote, {shares.size:,} draws",
        given=title,
        source=source or "",
        height=2.4,
        least=(170, 80),
        left=widest(["100"]) + 8,
        right=16,
        keys=[]
        if observed is None
        else [
            mark_key(
                f"official share, {100 * observed:.2f} %",
                marker="|",
                markersize=12,
                markeredgewidth=2.5,
                color=INK,
            )
        ],
        above=34,
    )
    ax = sheet.ax
    sheet.x_axis(
        100 * edges[0], 100 * edges[-1], "per cent of valid votes", grid=False,
        ticks=steps(100 * edges[0], 100 * edges[-1]),
    )  # fmt: skip
    sheet.y_axis(0, top, ticks=steps(0, top, 4))
    colours = [
        tint(SUBJECT, 0.4) if threshold is not None and right <= threshold + 1e-12 else SUBJECT
        for right in edges[1:]
    ]
    look: dict[str, Any] = {
        "color": colours, "align": "edge", "linewidth": 0, "edgecolor": "none", "zorder": 2,
    }  # fmt: skip
    ax.bar(100 * edges[:-1], heights, width=100 * np.diff(edges), **look | kwargs)
    sheet.unit_above("per cent of the draws", lift=15)
    if observed is not None:
        ax.plot([100 * observed] * 2, [0, 0.06 * top], color=INK, linewidth=2.5 * sheet.scale,
                zorder=5, marker="", linestyle="-")  # fmt: skip
    if threshold is not None:
        sheet.line_across(100 * threshold, f"threshold {100 * threshold:g} %")
    low, high = np.percentile(shares, [2.5, 97.5])
    parts = [f"95 per cent of the draws from {100 * low:.2f} to {100 * high:.2f}"]
    if threshold is not None:
        parts.append(
            f"under the threshold of {100 * threshold:g} in {_percent(below)} of the draws"
        )
    if observed is not None:
        parts.append(f"officially {100 * observed:.2f}")
    bins = {"from_pct": 100 * edges[:-1], "to_pct": 100 * edges[1:], "draws_pct": heights}
    return sheet.say(f"Per cent of valid votes: {'; '.join(parts)}.", pd.DataFrame(bins))


def _exact(
    election: Election, official: Any, threshold: float | None
) -> tuple[pd.DataFrame, list[float], Any, float | None]:
    """Return a sweep between all shares of the lists, its edges in per cent, and what was in force.

    A threshold matters only through the lists that it admits: between two shares nothing changes.
    """
    lists = election.proportional.set_index("party")
    votes, seats = lists["votes"], election.facts["seats_list"]
    if votes.isna().any() or votes.empty or is_missing(seats) or not seats:
        what = "list seats" if is_missing(seats) or not seats else "votes of all lists"
        message = f"a sweep needs {what}; not published for {plain(election.name)}"
        raise MissingDataError(message)
    if threshold is None:
        legal = election.facts["threshold_pct"]
        threshold = None if is_missing(legal) else float(legal) / 100
    if official is None and lists["seats"].notna().all():
        official = lists["seats"]
    base = int(votes.sum())
    shares = sorted({int(count) / base for count in votes if count > 0})
    last = max(NEAR if threshold is None else REACH * threshold, shares[0])
    inner = [0.0, *(share for share in shares if share < last), last]
    middles = [(a + b) / 2 for a, b in pairwise(inner)]
    table = swept(votes, seats=int(seats), thresholds=middles)
    return table, [100 * edge for edge in inner], official, threshold


def _bins(shares: Any, threshold: float | None) -> Any:
    """Return edges of equal bins, one of them at the threshold."""
    low, high = float(shares.min()), float(shares.max())
    if threshold is not None:
        low, high = min(low, threshold), max(high, threshold)
    size = max((high - low) / BINS, 1e-5)
    start = (
        low if threshold is None else threshold - np.ceil((threshold - low) / size + 1e-9) * size
    )
    return start + size * np.arange(int(np.ceil((high - start) / size + 1e-9)) + 2)


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


def _runs(
    results: Sequence[tuple[int, ...] | None],
) -> list[tuple[int, int, tuple[int, ...] | None]]:
    """Return first, last and seats of each run of equal results."""
    runs: list[tuple[int, int, tuple[int, ...] | None]] = []
    for place, seats in enumerate(results):
        if runs and runs[-1][2] == seats:
            runs[-1] = (runs[-1][0], place, seats)
        else:
            runs.append((place, place, seats))
    return runs


def _cell(
    sheet: Page,
    row: int,
    span: tuple[float, float],
    seats: tuple[int, ...] | None,
    goal: tuple[int, ...] | None,
    shade: int,
    threshold: float | None,
    kwargs: dict[str, Any],
) -> None:
    """Draw one run of equal results, with its seats where there is room for them."""
    is_official = goal is not None and seats == goal
    fill = NONE if seats is None else OFFICIAL if is_official else OTHER[shade % 2]
    left, right = span
    look: dict[str, Any] = {
        "height": 0.84, "color": fill, "edgecolor": "white", "linewidth": 1.5 * sheet.scale,
        "zorder": 2,
    }  # fmt: skip
    sheet.ax.barh(row, right - left, left=left, **look | kwargs)
    if threshold is not None and left < 100 * threshold < right:  # words keep off the line
        parts = [(left, 100 * threshold), (100 * threshold, right)]
        left, right = max(parts, key=lambda part: part[1] - part[0])
    text = _text(seats)
    if width_of(text, WORD_SIZE) + 6 < sheet.x_of(right) - sheet.x_of(left):
        colour = "white" if is_official else INK
        sheet.text(text, (left + right) / 2, row, ha="center", size=WORD_SIZE, color=colour)


def _text(seats: tuple[int, ...] | None) -> str:
    """Return seats as 7-1-1-1, without the parties at the end that have none."""
    if seats is None:
        return "none"
    last = max((place for place, n in enumerate(seats) if n), default=0)
    return "-".join(str(n) for n in seats[: last + 1])


def _seats(value: Any) -> int:
    return 0 if is_missing(value) else int(value)


def _percent(probability: float) -> str:
    """Return a probability in whole per cent, without calling the rare impossible."""
    if 0 < probability < 0.01:
        return "<1 %"
    if 0.99 < probability < 1:
        return ">99 %"
    return f"{100 * probability:.0f} %"
