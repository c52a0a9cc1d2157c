"""Figures of votes: shares of the list vote, and votes against seats."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kzelect.election import Election
from kzelect.measures.shares import share, total
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Row,
    Table,
    colours,
    is_missing,
    names,
    percent,
    require,
    source_line,
    table_of,
    titled,
)
from kzelect.plots.rows import ROW, legend_above, line_across, rows, words
from kzelect.plots.style import MUTED, page
from kzelect.text import listing

__all__ = ["vote_shares", "votes_and_seats"]

NO_LIST, NO_SEATS = "no list", "takes no seats"  # not applicable, which is not missing
# Column, marker and its area; a larger hollow mark still shows where all three coincide.
MARKS = {
    "vote_share": {"marker": "o", "s": 62},
    "list_share": {"marker": "D", "s": 70, "facecolor": "none"},
    "seat_share": {"marker": "s", "s": 44, "edgecolor": "white"},
}


def vote_shares(
    election: Table,
    *,
    parties: pd.DataFrame | None = None,
    threshold: float | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the share of the list vote of each contender, in published order.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or its list tier: ``party``, ``vote_share`` (of valid votes,
        0–1) and, if wanted, ``party_name``.
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    threshold : float, optional
        Legal threshold as a share, 0–1; by default that of the election.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh`.

    Returns
    -------
    matplotlib.axes.Axes
        Bars in per cent of valid votes. A share that was not published has no bar;
        words say so.

    Raises
    ------
    LabelError
        If the table lacks a column.

    Examples
    --------
    >>> import kzelect as kz
    >>> ax = kz.plots.vote_shares(kz.load(2004))
    >>> [label.get_text() for label in ax.get_yticklabels()][:3]
    ['Otan', 'Aq Jol', 'Asar']
    """
    frame = table_of(election, "proportional")
    require(frame, "party", "vote_share")
    if threshold is None and isinstance(election, Election):
        legal = election.facts["threshold_pct"]
        threshold = None if pd.isna(legal) else float(legal) / 100
    shown = names(frame, election, parties)
    shares = frame["vote_share"].astype("Float64")
    lengths = 100 * shares.to_numpy(dtype=float, na_value=float("nan"))
    with page(ax, height=1.5 + ROW * len(frame)) as sheet:
        ax = sheet.ax
        bars: dict[str, Any] = {"height": 0.7, "color": colours(frame, election, parties)} | kwargs
        ax.barh(range(len(frame)), lengths, **bars)
        rows(ax, shown, beside=["" if pd.isna(v) else percent(v) for v in shares])
        for row in frame.index[shares.isna()]:
            words(ax, NOT_PUBLISHED, 0, row)
        ax.set_xlim(0, 1.02 * max([10.0, *lengths[shares.notna()]]))
        if threshold is not None:
            line_across(ax, 100 * threshold, f"threshold {100 * threshold:g} %")
        ax.set_xlabel("per cent of valid votes", loc="left")
        figures = [f"{name} {percent(v)}" for name, v in zip(shown, shares, strict=True)]
        line = "" if threshold is None else f"; a line marks the threshold, {100 * threshold:g} %"
        sheet.close(
            titled("Shares of the list vote", election),
            f"Per cent of valid votes: {listing(figures)}{line}.",
            source_line(election, "proportional"),
        )
    return ax


def votes_and_seats(
    election: Table,
    *,
    parties: pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the share of list votes of each contender beside its shares of seats.

    Three bases, three marks: list votes, list seats, and the house, of which the list
    seats are a part. Votes of the list tier decide list seats only.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or a table with ``party``, ``vote_share`` (of valid list votes,
        0–1), ``list`` and ``total`` (seats) and, if wanted, ``party_name`` and
        ``has_list`` (False for those who stood in districts only).
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.scatter` for each kind of mark.

    Returns
    -------
    matplotlib.axes.Axes
        One collection for each base, in per cent. A contender without a list has no
        mark for votes; a share that was not published has none either, and words say
        which of the two it is.

    Raises
    ------
    LabelError
        If the table lacks a column.
    """
    frame, house = _votes_beside_seats(election)
    shown = names(frame, election, parties)
    hues = colours(frame, election, parties)
    frame["list_share"] = share(frame["list"], house["seats_list"])
    frame["seat_share"] = share(frame["total"], house["seats_total"])
    bases = {"seat_share": f"of {_count(house['seats_total'])}house seats"}
    if frame["has_list"].any():
        lists = {
            "vote_share": "share of list votes",
            "list_share": f"of {_count(house['seats_list'])}list seats",
        }
        bases = lists | bases
    lengths = {base: 100 * frame[base].astype("Float64") for base in bases}
    contenders = frame.to_dict("records")
    with page(ax, height=1.7 + ROW * len(frame)) as sheet:
        ax = sheet.ax
        rows(ax, shown)
        for base in bases:
            there = frame.index[lengths[base].notna()]
            marks: dict[str, Any] = {
                "color": [hues[row] for row in there],
                "linewidth": 1.4,
                "zorder": 3,
                "clip_on": False,
            }
            ax.scatter(
                lengths[base][there].to_numpy(dtype=float),
                there,
                **marks | MARKS[base] | kwargs,
                label=bases[base],
            )
        for row in range(len(frame)):
            known = [float(values[row]) for values in lengths.values() if not pd.isna(values[row])]
            low, high = min(known, default=0.0), max(known, default=0.0)
            ax.plot([low, high], [row, row], color="#BDBDBD", linewidth=1.5, zorder=1.8)
            if missing := _missing(contenders[row]):
                words(ax, missing, high, row, xytext=(9, 0))
        most = max(10.0, *(values.max() for values in lengths.values() if values.notna().any()))
        ax.set_xlim(-0.02 * most, 1.04 * most)
        handles = [_key(base, label, lengths[base]) for base, label in bases.items()]
        legend_above(sheet, handles)
        ax.set_xlabel("per cent", loc="left")
        sheet.close(
            titled("Votes and seats", election),
            f"{listing([base.removeprefix('share of ') for base in bases.values()]).capitalize()}: "
            f"{'; '.join(_said(*said, bases) for said in zip(shown, contenders, strict=True))}.",
            source_line(election, "proportional", "seat_totals"),
        )
    return ax


def _votes_beside_seats(election: Table) -> tuple[pd.DataFrame, Any]:
    """Return votes and seats by contender, and the sizes of list tier and house."""
    if not isinstance(election, Election):
        require(election, "party", "vote_share", "list", "total")
        frame = election.reset_index(drop=True)
        for column in {"has_list", "has_seats"}.difference(frame.columns):
            frame = frame.assign(**{column: True})
        sums = [total(frame.loc[frame["has_list"], "list"]), total(frame["total"])]
        return frame, pd.Series(sums, index=["seats_list", "seats_total"], dtype=object)
    votes = election.proportional[["party", "party_name", "vote_share"]]
    seats = election.seats[["party", "party_name", "list", "total"]]
    frame = seats.merge(votes, on="party", how="outer", suffixes=("", "_listed"), sort=False)
    order = {party: place for place, party in enumerate(election.parties["party"])}
    frame = frame.sort_values("party", key=lambda party: party.map(order), ignore_index=True)
    frame["party_name"] = frame["party_name"].fillna(frame.pop("party_name_listed"))
    frame["has_list"] = frame["party"].isin(votes["party"])
    frame["has_seats"] = frame["party"].isin(seats["party"])
    return frame, election.facts[["seats_list", "seats_total"]]


def _missing(contender: Row) -> str:
    """Say in words which marks a contender lacks, and why."""
    lacks = []
    if not contender["has_list"]:
        lacks.append(NO_LIST)
    elif is_missing(contender["vote_share"]):
        lacks.append(f"votes {NOT_PUBLISHED}")
    if not contender["has_seats"]:
        lacks.append(NO_SEATS)
    elif is_missing(contender["total"]):
        lacks.append(f"seats {NOT_PUBLISHED}")
    return ", ".join(lacks)


def _key(base: str, label: str, lengths: pd.Series[Any]) -> Line2D:
    """Return a legend entry in grey: the mark names a base, not a contender."""
    mark = MARKS[base]
    if lengths.isna().all():
        label = f"{label}: {NOT_PUBLISHED}"
    return Line2D(
        [],
        [],
        linestyle="none",
        color=MUTED,
        label=label,
        marker=str(mark["marker"]),
        markersize=float(str(mark["s"])) ** 0.5,
        markerfacecolor=str(mark.get("facecolor", MUTED)),
    )


def _said(name: str, contender: Row, bases: dict[str, str]) -> str:
    if not contender["has_list"]:
        return f"{name} {NO_LIST}, {percent(contender['seat_share'], 1)} of the house"
    if not contender["has_seats"]:
        return f"{name} {percent(contender['vote_share'], 1)}, {NO_SEATS}"
    return f"{name} {', '.join(percent(contender[base], 1) for base in bases)}"


def _count(seats: Any) -> str:
    return "" if pd.isna(seats) else f"{int(seats)} "
