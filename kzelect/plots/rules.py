"""One list vote under many rules, and the seats and shares that could have been."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from numpy.typing import NDArray

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.page import Words, documented, mark_key, page, rows_page, steps, ticks_width
from kzelect.plots.parties import (
    legal_threshold,
    named,
    note,
    refuse_empty,
    require_table,
    source_line,
)
from kzelect.plots.style import INK, MUTED, SUBJECT, WORD_SIZE, tint, widest, width_of
from kzelect.scenarios.scenario import method_title
from kzelect.scenarios.sweep import sweep as swept
from kzelect.text import listing, plain

OFFICIAL, OTHER = "#2F6F8F", ("#DCE7EC", "#EEF3F5")
NONE = "none"  # where a rule gives no seats
WHITE_FROM = 0.8  # white can be read on the darker cells only
REACH = 1.4  # of the largest threshold in question, as a multiple of the one in force
NEAR = 0.12  # thresholds up to here are drawn where none is in force
BINS = 60
MOST_METHODS = 40


@documented("barh of the cells", "has several numbers of seats, or too many methods")
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

    One row a method, one cell for each run of thresholds with the same seats, such as
    7-1-1-1; thresholds in per cent.

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
    threshold : float, optional
        The threshold in force as a share, 0–1, marked; by default that of the election.
    """
    of_lists, frame = "", table
    edges: list[float] = []
    if isinstance(table, Election):
        of_lists, parties = "list ", table.parties if parties is None else parties
        threshold = legal_threshold(table) if threshold is None else threshold
        frame, edges = _exact(table, threshold)
        lists = table.proportional.set_index("party")["seats"]
        official = lists if official is None and lists.notna().all() else official
    frame = require_table(frame, "method", "threshold", "house", "party", "seats")
    houses = frame["house"].unique()
    if len(houses) != 1:
        message = f"a sweep is drawn for one house; found {len(houses)} sizes in column house"
        raise LabelError(message)
    results = _results(frame)
    if len(results) > MOST_METHODS:
        message = f"a sweep draws up to {MOST_METHODS} methods; found {len(results)}"
        raise LabelError(message)
    edges = edges or _cell_edges(sorted(100 * float(t) for t in frame["threshold"].unique()))
    at = None if threshold is None else 100 * threshold
    order = named(frame[["party"]].drop_duplicates(), frame, parties)
    highest = frame.groupby("party", sort=False)["seats"].max().fillna(0)
    with_seats = listing(order["name"][order["party"].map(highest) > 0])
    seats = f"{int(houses[0])} {of_lists}seats"
    finding, goal, end = f"Seats by method and threshold, {seats}", "", "."
    keys = [Patch(facecolor=OTHER[0], linewidth=0, label="other results, in turn pale and paler")]
    if official is not None:
        goal = _seats_text(_official_seats(official, order["party"]))
        fitting = sum(goal in found for found in results.values())
        finding = f"{fitting} of {len(results)} methods can give {goal}"
        keys.insert(0, Patch(facecolor=OFFICIAL, linewidth=0, label=f"as published, {goal}"))
        end = f"; dark cells give the official {goal}."
    order_note = f"Seats in the order {with_seats}. Cells too narrow for it have no number."
    words = Words(title, finding, f"{seats} by method and threshold", order_note, of=table)
    credit = source_line(table, source, "proportional")
    above = 4 if at is None else 18
    sheet = rows_page(ax, words, credit, list(results), keys=keys, least=200, right=14, above=above)
    sheet.x_axis(edges[0], edges[-1], "threshold, per cent of the list vote", grid=False)
    phrases = []
    for row, (method, found) in enumerate(results.items()):
        place, runs = 0, [(given, len(list(run))) for given, run in groupby(found)]
        for shade, (given, length) in enumerate(runs):
            left, right = edges[place], edges[place := place + length]
            fill = "#FFFFFF" if given == NONE else OTHER[shade % 2]
            fill, ink = (OFFICIAL, "white") if given == goal else (fill, INK)
            look: dict[str, Any] = {"height": 0.84, "color": fill, "edgecolor": "white"}
            sheet.bars([row], [right - left], kwargs, edge=1.5, left=left, **look)
            if at is not None and left < at < right:  # words keep off the line
                left, right = max([(left, at), (at, right)], key=lambda ends: ends[1] - ends[0])
            if width_of(given, WORD_SIZE) + 6 < sheet.x_of(right) - sheet.x_of(left):
                sheet.text(given, (left + right) / 2, row, ha="center", color=ink)
        phrases.append(f"{method} {', then '.join(given for given, _ in runs)}")
    if at is not None and edges[0] <= at <= edges[-1]:
        sheet.line_across(at, f"in force: {at:g} %", zorder=4)
    in_order = (
        f"Seats in the order {listing(order['name'])}, from the lowest threshold to the highest"
    )
    return sheet.say(f"{in_order}: {'; '.join(phrases)}{end}", frame)


@documented("seaborn.heatmap", "or a probability is not from 0 to 1")
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

    A heat map: one row a party that ever had a seat, one cell a number of seats that came
    up, darker where it is more probable, with its probability in per cent.

    Parameters
    ----------
    table : pandas.DataFrame
        The ``seats`` of a `kzelect.Simulation`: ``party``, ``seats``, ``probability``.
    official : mapping or Series, optional
        Seats by party of the official result; their cells have a dark frame.
    """
    import seaborn as sns

    require_table(table, "party", "seats", "probability")
    probable = pd.to_numeric(table["probability"], errors="coerce").astype("Float64")
    if probable.isna().any() or not probable.between(0, 1).all():
        message = "probability has values that are missing or not from 0 to 1"
        raise LabelError(message)
    highest = table.groupby("party", sort=False)["seats"].max().reset_index()
    order = named(highest, table, parties)
    order, never = order[order["seats"] > 0], order[order["seats"] == 0]
    refuse_empty(order.empty, "no party ever has a seat; nothing to draw")
    names, count = order["name"].tolist(), int(table["seats"].max()) + 1
    cells = (
        table.astype({"probability": float, "seats": int})
        .pivot_table(index="party", columns="seats", values="probability", aggfunc="sum")
        .reindex(index=order["party"], columns=range(count))
    )
    cell = widest(map(_percent, cells.to_numpy()[cells.notna()]), WORD_SIZE) + 6
    frame = Patch(facecolor="white", edgecolor=INK, linewidth=1.6, label="official result")
    topic = "Probability of each number of seats, per cent"
    words = Words(title, "Seats that could have been", topic, note("Never a seat", never["name"]))
    keys = [] if official is None else [frame]
    room: Any = {"row": (0.33, 15.5), "left": widest(names) + 8, "right": 6}
    room["least"] = max(150.0, cell * count)
    sheet = rows_page(ax, words, source or "", names, keys=keys, **room)
    look = {"cmap": sns.light_palette(OFFICIAL, as_cmap=True), "vmin": 0.0, "vmax": 1.0}
    look |= {"linewidths": 2.0 * sheet.scale, "linecolor": "white"}
    look |= dict.fromkeys(("cbar", "xticklabels", "yticklabels"), False)
    sns.heatmap(cells, ax=sheet.ax, **look | kwargs)
    sheet.rows(names, at=[row + 0.5 for row in range(len(names))])
    sheet.ax.set(xlabel="", ylabel="", ylim=(len(names), 0))
    every = max(1, round((widest([str(count - 1)]) + 6) / (sheet.width / count) + 0.49))
    numbers = range(0, count, every)
    sheet.ax.set_xticks([n + 0.5 for n in numbers], map(str, numbers))
    sheet.text("seats", 0, 0, (0, -21), frame="axes", va="top", color=MUTED)
    won = None if official is None else _official_seats(official, order["party"])
    phrases = []
    for row, (party, name) in enumerate(zip(order["party"], names, strict=True)):
        of_party = cells.loc[party].dropna()
        for seats, p in of_party.items():
            colour = "white" if p >= WHITE_FROM else INK
            sheet.text(_percent(p), seats + 0.5, row + 0.5, ha="center", color=colour)
        if won and won[row] in of_party.index:
            look = {"edgecolor": INK, "zorder": 4, "fill": False, "clip_on": False}
            sheet.area((won[row], row), 1, 1, edge=1.8, **look)
        likely = of_party.sort_values(ascending=False, kind="stable").items()
        phrases.append(f"{name} {listing(f'{seats} ({_percent(p)})' for seats, p in likely)}")
    return sheet.say(f"Seats and their probability: {'; '.join(phrases)}.", table)


@documented("bar", "or a draw is missing or not from 0 to 1")
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

    A histogram with an edge at the threshold; its bars sum to 100 per cent of the draws.

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
    """
    shares = np.asarray(pd.array(list(draws), dtype="Float64").to_numpy(float, na_value=np.nan))
    refuse_empty(not shares.size, "no draws; expected the share of a list in each of many draws")
    if not ((shares >= 0) & (shares <= 1)).all():
        message = "a draw is missing or not a share from 0 to 1"
        raise LabelError(message)
    edges = _bins(shares, threshold)
    heights = 100 * np.histogram(shares, bins=edges)[0] / shares.size
    edges *= 100
    low, high = 100 * np.percentile(shares, [2.5, 97.5])
    name, below = plain(name, 30), ""
    finding = f"Share of {name} in {shares.size:,} draws"
    phrases = [f"95 per cent of the draws from {low:.2f} to {high:.2f}"]
    colours, keys = [SUBJECT] * heights.size, []
    if threshold is not None:
        below = f"in {_percent(float((shares < threshold).mean()))} of"
        finding = f"{name[:1].upper()}{name[1:]}: under {100 * threshold:g} % {below} draws"
        phrases.append(f"under the threshold of {100 * threshold:g} {below} the draws")
        is_below = edges[1:] <= 100 * threshold + 1e-10
        colours = [tint(SUBJECT, 0.4) if pale else SUBJECT for pale in is_below]
    if observed is not None:
        phrases.append(f"officially {100 * observed:.2f}")
        look: dict[str, Any] = {"marker": "|", "markersize": 12, "markeredgewidth": 2.5}
        keys = [mark_key(f"official share, {100 * observed:.2f} %", color=INK, **look)]
    words = Words(title, finding, f"Simulated share of the list vote, {shares.size:,} draws")
    room: Any = {"height": 2.4, "least": (170, 80), "left": ticks_width([100]), "above": 34}
    sheet = page(ax, words, source or "", keys=keys, **room)
    top = 1.08 * heights.max()
    sheet.x_axis(edges[0], edges[-1], "per cent of valid votes", grid=False)
    sheet.y_axis(0, top, steps(0, top, 4))
    look = {"align": "edge", "linewidth": 0, "edgecolor": "none", "zorder": 2, "color": colours}
    sheet.ax.bar(edges[:-1], heights, **look | {"width": np.diff(edges)} | kwargs)
    sheet.unit_above("per cent of the draws", lift=15)
    if observed is not None:
        sheet.line([100 * observed] * 2, [0, 0.06 * top], width=2.5, color=INK, zorder=5)
    if threshold is not None:
        sheet.line_across(100 * threshold, f"threshold {100 * threshold:g} %")
    bins = {"from_pct": edges[:-1], "to_pct": edges[1:], "draws_pct": heights}
    return sheet.say(f"Per cent of valid votes: {'; '.join(phrases)}.", pd.DataFrame(bins))


def _exact(election: Election, threshold: float | None) -> tuple[pd.DataFrame, list[float]]:
    """Return a sweep between all shares of the lists, and its edges in per cent.

    A threshold matters only through the lists that it admits: between two shares nothing changes.
    """
    votes, seats = election.proportional["votes"], election.facts["seats_list"]
    has_seats = not pd.isna(seats) and seats > 0
    if not has_seats or votes.isna().any() or votes.empty:
        what = "votes of all lists" if has_seats else "list seats"
        message = f"a sweep needs {what}; not published for {plain(election.name)}"
        raise MissingDataError(message)
    shares = sorted({int(count) / int(votes.sum()) for count in votes if count > 0})
    last = max(NEAR if threshold is None else REACH * threshold, shares[0])
    edges = [0.0, *(share for share in shares if share < last), last]
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    votes = election.proportional.set_index("party")["votes"]
    return swept(votes, seats=int(seats), thresholds=middles), [100 * edge for edge in edges]


def _bins(shares: NDArray[Any], threshold: float | None) -> NDArray[Any]:
    """Return edges of equal bins, one of them at the threshold."""
    ends = [shares.min(), shares.max(), *([] if threshold is None else [threshold])]
    low, high = float(min(ends)), float(max(ends))
    size = max((high - low) / BINS, 1e-5)
    start = low
    if threshold is not None:
        start = threshold - np.ceil((threshold - low) / size + 1e-9) * size
    return start + size * np.arange(int(np.ceil((high - start) / size + 1e-9)) + 2)


def _results(table: pd.DataFrame) -> dict[str, list[str]]:
    """Return the seats of each method as text, by rising threshold."""
    words = {method: method_title(method) for method in table["method"]}
    rules = table.assign(rule=table["method"].map(words).astype("string[python]"))
    if "quota_base" in table.columns and len(table["quota_base"].dropna().unique()) > 1:
        base = table["quota_base"].fillna("")
        rules["rule"] = rules["rule"].where(base != "all", rules["rule"] + ", all votes")
    wide = rules.set_index(["rule", "threshold", "party"])["seats"].unstack()  # noqa: PD010
    wide = wide[table["party"].unique()]
    texts = [NONE if row.isna().any() else _seats_text(row) for _, row in wide.iterrows()]
    given = pd.Series(texts, wide.index)
    return {str(rule): given[rule].tolist() for rule in rules["rule"].unique()}


def _cell_edges(thresholds: list[float]) -> list[float]:
    """Return the borders of cells around the thresholds that were tried."""
    between = [(a + b) / 2 for a, b in pairwise(thresholds)]
    if not between:
        return [thresholds[0] - 0.5, thresholds[0] + 0.5]
    return [2 * thresholds[0] - between[0], *between, 2 * thresholds[-1] - between[-1]]


def _seats_text(seats: Iterable[Any]) -> str:
    """Return seats as 7-1-1-1, without the parties at the end that have none."""
    return re.sub("(-0)+$", "", "-".join(f"{int(n)}" for n in seats))


def _official_seats(official: Any, parties: pd.Series[Any]) -> list[int]:
    """Return official seats in the order of parties; 0 where none are known."""
    return pd.Series(official, dtype="Int64").reindex(parties).fillna(0).tolist()


def _percent(probability: float) -> str:
    """Return a probability in whole per cent, without calling the rare impossible."""
    if 0 < probability < 0.01:
        return "<1 %"
    if 0.99 < probability < 1:
        return ">99 %"
    return f"{100 * probability:.0f} %"
