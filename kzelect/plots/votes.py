"""Plots of votes: shares of the list vote, votes against seats, counts before the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.measures.shares import share, total
from kzelect.plots.page import (
    LEAST_ROW,
    ROW,
    Page,
    mark_key,
    page,
    steps,
    widest,
)
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Row,
    Table,
    abbreviations,
    colours,
    is_missing,
    named,
    names,
    one_election,
    percent,
    require,
    source_line,
    sources_of,
    table_of,
    topic_of,
)
from kzelect.plots.style import FAINT, INK, MUTED, WORD_SIZE, spread, tint, width_of
from kzelect.text import listing, plain

__all__ = ["early_counts", "nominations", "slope", "threshold", "vote_shares", "votes_and_seats"]

NAN = float("nan")
NO_LIST, NO_SEATS = "no list", "takes no seats"  # not applicable, which is not missing
# Column, marker and its area; a larger hollow mark still shows where all three coincide.
MARKS: dict[str, dict[str, Any]] = {
    "vote_share": {"marker": "o", "s": 62},
    "list_share": {"marker": "D", "s": 70, "facecolor": "none"},
    "seat_share": {"marker": "s", "s": 44, "edgecolor": "white"},
}


def vote_shares(
    election: Table,
    *,
    parties: pd.DataFrame | None = None,
    threshold: float | None = None,
    title: str | None = None,
    source: str | None = None,
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
    title, source : str, optional
        In place of the plot's own; empty for none.
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
        If the table lacks a column, or has rows of several elections.
    MissingDataError
        If it has no rows, or no share is known.

    Examples
    --------
    >>> import kzelect as kz
    >>> ax = kz.plots.vote_shares(kz.load(2004))
    >>> [label.get_text() for label in ax.get_yticklabels()][:3]
    ['Otan', 'Aq Jol', 'Asar']
    """
    frame = table_of(election, "proportional", "party", "vote_share")
    if threshold is None and isinstance(election, Election):
        legal = election.facts["threshold_pct"]
        threshold = None if pd.isna(legal) else float(legal) / 100
    shown = names(frame, election, parties)
    shares, base = _shares(frame, election)
    lengths = 100 * shares.to_numpy(dtype=float, na_value=NAN)
    beside = ["" if pd.isna(v) else percent(v) for v in shares]
    most = 1.02 * max([10.0, *lengths[shares.notna()]])
    sheet = page(
        ax,
        title=_first(shown, shares),
        topic=topic_of("Shares of the list vote", election),
        given=title,
        source=source_line(election, source, "proportional"),
        note=abbreviations(frame, election, parties, shown),
        height=ROW * len(frame),
        least=(120, LEAST_ROW * len(frame)),
        left=widest(shown) + widest(beside) + 16,
        right=16,
        above=18 if threshold is not None else 4,
    )
    ax = sheet.ax
    bars: dict[str, Any] = {"height": 0.7, "color": colours(frame, election, parties)}
    ax.barh(range(len(frame)), lengths, **_flat() | bars | kwargs)
    sheet.rows(shown, beside)
    sheet.x_axis(0, most, f"per cent of {base}", ticks=steps(0, most))
    for row in frame.index[shares.isna()]:
        sheet.words(NOT_PUBLISHED, 0, row)
    if threshold is not None:
        sheet.line_across(100 * threshold, f"threshold {100 * threshold:g} %")
    figures = [f"{name} {percent(v)}" for name, v in zip(shown, shares, strict=True)]
    line = "" if threshold is None else f"; a line marks the threshold, {100 * threshold:g} %"
    data = frame[["party"]].assign(name=shown, vote_share=shares)
    return sheet.say(f"Per cent of {base}: {listing(figures)}{line}.", data)


def votes_and_seats(
    election: Table,
    *,
    parties: pd.DataFrame | None = None,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the share of list votes of each contender beside its shares of seats.

    Three bases, three marks: list votes, list seats, and the house, of which the list
    seats are a part. Votes of the list tier decide list seats only. Lists without any
    seat share one row.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or a table with ``party``, ``vote_share`` (of valid list votes,
        0–1), ``list`` and ``total`` (seats) and, if wanted, ``party_name`` and
        ``has_list`` (False for those who stood in districts only).
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    title, source : str, optional
        In place of the plot's own; empty for none.
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
        If the table lacks a column, or has rows of several elections.
    MissingDataError
        If neither votes nor seats are known.
    """
    frame, house = _votes_beside_seats(election, parties)
    frame["list_share"] = share(frame["list"], house["seats_list"])
    frame["seat_share"] = share(frame["total"], house["seats_total"])
    frame, together = _merged(frame)
    shown, hues = frame["name"].tolist(), frame["hue"].tolist()
    bases = {"seat_share": f"of {_count(house['seats_total'])}house seats"}
    if frame["has_list"].any():
        lists = {
            "vote_share": "share of list votes",
            "list_share": f"of {_count(house['seats_list'])}list seats",
        }
        bases = lists | bases
    lengths = {base: 100 * frame[base].astype("Float64") for base in bases}
    if all(values.isna().all() for values in lengths.values()):
        message = "neither shares of votes nor of seats were published; nothing to draw"
        raise MissingDataError(message)
    contenders = frame.to_dict("records")
    most = max(10.0, *(values.max() for values in lengths.values() if values.notna().any()))
    lacks = [_missing(contender) for contender in contenders]
    sheet = page(
        ax,
        title=_advantage(frame),
        topic=topic_of("Votes and seats", election),
        given=title,
        source=source_line(election, source, "proportional", "seat_totals"),
        note=" ".join(filter(None, [together, abbreviations(frame, election, parties, shown)])),
        keys=[_key(base, label, lengths[base]) for base, label in bases.items()],
        height=ROW * len(frame),
        least=(150, LEAST_ROW * len(frame)),
        left=widest(shown) + 6,
        right=max(16.0, _overhang(lacks, lengths, most)),
        above=4,
    )
    ax = sheet.ax
    sheet.rows(shown)
    sheet.x_axis(-0.02 * most, 1.04 * most, "per cent", ticks=steps(0, most))
    for base in bases:
        there = frame.index[lengths[base].notna()]
        marks: dict[str, Any] = {
            "color": [hues[row] for row in there],
            "linewidth": 1.4 * sheet.scale,
            "zorder": 3,
            "clip_on": False,
        }
        mark = MARKS[base] | {"s": MARKS[base]["s"] * sheet.scale**2}
        where = lengths[base][there].to_numpy(dtype=float)
        ax.scatter(where, there, **marks | mark | kwargs, label=bases[base])
    for row in range(len(frame)):
        known = [float(values[row]) for values in lengths.values() if not pd.isna(values[row])]
        low, high = min(known, default=0.0), max(known, default=0.0)
        ax.plot(
            [low, high], [row, row], color="#BDBDBD", linewidth=1.5 * sheet.scale, zorder=1.8,
            marker="", linestyle="-",
        )  # fmt: skip
        if lacks[row]:
            sheet.words(lacks[row], high, row, shift=(9, 0))
    sheet_words = listing([base.removeprefix("share of ") for base in bases.values()])
    said = (_said(*each, bases) for each in zip(shown, contenders, strict=True))
    return sheet.say(
        f"{sheet_words.capitalize()}: {'; '.join(said)}.", frame[["party", "name", *bases]]
    )


def slope(
    election: Any,
    *,
    parties: pd.DataFrame | None = None,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how shares go from list votes to list seats, district seats and the house.

    Parameters
    ----------
    election : Election
        An election; columns of which nothing is known are left out.
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.plot` of each line.

    Returns
    -------
    matplotlib.axes.Axes
        One line for each contender with a seat, in per cent, named at both ends. Lists
        without a seat share one line.

    Raises
    ------
    LabelError
        If it is no Election.
    MissingDataError
        If fewer than two of the four shares are known.
    """
    if not isinstance(election, Election):
        message = f"slope draws an Election; found {type(election).__name__}"
        raise LabelError(message)
    frame, house = _votes_beside_seats(election, parties)
    frame["list_share"] = share(frame["list"], house["seats_list"])
    frame["district_share"] = share(frame["district"], house["seats_district"])
    frame["seat_share"] = share(frame["total"], house["seats_total"])
    frame, together = _merged(frame)
    steps_of = {
        "vote_share": "list votes",
        "list_share": f"{_count(house['seats_list'])}list seats",
        "district_share": f"{_count(house['seats_district'])}district seats",
        "seat_share": f"house of {_count(house['seats_total'])}".removesuffix(" of ").strip(),
    }
    known = {name: words for name, words in steps_of.items() if frame[name].notna().any()}
    if len(known) < 2:
        message = f"a slope needs two of {listing(steps_of.values())}; found {len(known)}"
        raise MissingDataError(message)
    lines = {
        row: (100 * frame.loc[row, list(known)].astype("Float64")).to_numpy(float, na_value=NAN)
        for row in frame.index
    }
    lines = {row: values for row, values in lines.items() if not (values != values).all()}
    ends = {row: _ends(values) for row, values in lines.items()}
    shown = frame["name"]
    starts = {r: f"{shown[r]} {values[ends[r][0]]:.1f}" for r, values in lines.items()}
    stops = {r: f"{shown[r]} {values[ends[r][1]]:.1f}" for r, values in lines.items()}
    left = widest([starts[r] for r in lines if ends[r][0] == 0], WORD_SIZE) + 10
    right = widest([stops[r] for r in lines if ends[r][1] == len(known) - 1], WORD_SIZE) + 10
    most = 1.03 * max(max(v for v in values if v == v) for values in lines.values())
    sheet = page(
        ax,
        title=_steps_taken(frame, known),
        topic=topic_of("From votes to seats, per cent", election),
        given=title,
        source=source_line(election, source, "proportional", "seat_totals"),
        note=" ".join(
            filter(None, [together, abbreviations(frame, election, parties, list(shown))])
        ),
        height=3.6,
        least=(170, 14.5 * len(lines)),
        left=left,
        right=right,
        above=4,
        below=22,
    )
    ax = sheet.ax
    places = range(len(known))
    ax.set_xlim(0, len(known) - 1)
    ax.set_ylim(-2, most)
    ax.set_yticks([])
    ax.set_xticks([])
    for place, words in enumerate(known.values()):
        ax.axvline(place, color=FAINT, linewidth=1.2 * sheet.scale, zorder=1)
        room = sheet.width / (len(known) - 1)
        size = WORD_SIZE * min(1.0, 0.92 * (room - 6) / max(widest(known.values(), WORD_SIZE), 1))
        sheet.text(
            words, place, 0, (0, -6), frame="column", ha="center", va="top", size=size, color=MUTED
        )
    gap = 1.25 * WORD_SIZE / sheet.height * (most + 2)
    for row, values in lines.items():
        look: dict[str, Any] = {
            "color": frame["hue"][row],
            "linewidth": 2.2 * sheet.scale,
            "marker": "o",
            "markersize": 5 * sheet.scale,
            "markeredgewidth": 0,
            "linestyle": "-" if frame["party"][row] else (0, (2, 1.5)),
            "clip_on": False,
            "zorder": 3,
            "label": shown[row],
        }
        there = [place for place in places if values[place] == values[place]]
        ax.plot(there, values[there], **look | kwargs)
    for side, texts in ((0, starts), (1, stops)):
        at_edge = [r for r in lines if ends[r][side] == side * (len(known) - 1)]
        order = sorted(at_edge, key=lambda r: -lines[r][ends[r][side]])
        heights = spread([lines[r][ends[r][side]] for r in order], gap, -2, most)
        for row, height in zip(order, heights, strict=True):
            _beside(sheet, texts[row], side * (len(known) - 1), height, side, frame["hue"][row])
        for row in lines.keys() - at_edge:
            place = ends[row][side]
            height = lines[row][place]
            if side == 0:
                sheet.text(
                    f"{shown[row]} {height:.1f}", place, height, (0, 6), size=WORD_SIZE,
                    ha="center", va="bottom", color=INK, bbox=None,
                )  # fmt: skip
    measures = [" ".join(re.sub(r"( of)? ?\d+ ?", " ", words).split()) for words in known.values()]
    said = "; ".join(
        f"{shown[r]} "
        + ", ".join(
            f"{value:.1f} of the {measure}"
            for measure, value in zip(measures, values, strict=True)
            if value == value
        )
        for r, values in lines.items()
    )
    return sheet.say(f"Per cent: {said}.", frame.loc[list(lines), ["party", "name", *known]])


def threshold(
    election: Any,
    party: str | None = None,
    *,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how near a list stood to the legal threshold, of valid votes and of ballots cast.

    Parameters
    ----------
    election : Election
        With a legal threshold and votes of the list tier.
    party : str, optional
        Key of the list; by default the one nearest to the threshold.
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh` of the gaps.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each base from the threshold to the share, in per cent, with the gap
        in votes. The axis does not start at 0.

    Raises
    ------
    LabelError
        If there is no such list.
    MissingDataError
        If the threshold or the votes were not published.
    """
    if not isinstance(election, Election):
        message = f"threshold draws an Election; found {type(election).__name__}"
        raise LabelError(message)
    in_force: Any
    lists, in_force = election.proportional, election.facts["threshold_pct"]
    known = lists.dropna(subset=["votes", "vote_share"])
    if is_missing(in_force) or known.empty:
        what = "votes of the lists" if known.empty else "legal threshold"
        message = f"no {what} in {plain(election.name)}; nothing to draw"
        raise MissingDataError(message)
    legal = float(in_force) / 100
    if party is None:
        nearest = int((known["vote_share"] - legal).abs().astype(float).argmin())
        party = str(known["party"].iloc[nearest])
    if party not in set(known["party"]):
        message = (
            f"no list {party!r} with votes; expected one of {listing(map(repr, known['party']))}"
        )
        raise LabelError(message)
    row = known[known["party"] == party]
    name = names(row, election)[0]
    votes = int(row["votes"].iloc[0])
    bases = {"valid votes": float(row["votes"].iloc[0] / row["vote_share"].iloc[0])}
    cast = election.turnout.set_index("ballot")["ballots_cast"].get("list")
    if not is_missing(cast):
        bases["ballots cast"] = float(str(cast))
    shares = {base: votes / size for base, size in bases.items()}
    gaps = {base: votes - legal * size for base, size in bases.items()}
    ends = [100 * legal, *(100 * v for v in shares.values())]
    pad = 0.35 * max(max(ends) - min(ends), 0.02)
    low, high = min(ends) - pad, max(ends) + pad
    heads = [f"of {base}" for base in bases]
    figures = [percent(v, 3) for v in shares.values()]
    count = "valid votes"
    over = gaps[count] >= 0
    sheet = page(
        ax,
        title=f"{name}: {abs(_whole_gap(gaps[count])):,} votes "
        f"{'above' if over else 'below'} {100 * legal:g} % of {count}",
        topic=topic_of("The threshold from near", election),
        given=title,
        source=source_line(election, source, "proportional", "turnout"),
        note="The axis does not start at 0.",
        height=0.62 * len(bases),
        least=(230, 34.0 * len(bases)),
        left=widest(heads) + widest(figures) + 16,
        right=16,
        above=18,
    )
    ax = sheet.ax
    colour = colours(row, election)[0]
    bars: dict[str, Any] = {"height": 0.42, "color": colour}
    lengths = [100 * (v - legal) for v in shares.values()]
    ax.barh(range(len(bases)), lengths, left=100 * legal, **_flat() | bars | kwargs)
    sheet.rows(heads, figures)
    sheet.x_axis(low, high, "per cent", ticks=steps(low, high, 6))
    sheet.line_across(100 * legal, f"threshold {100 * legal:g} %")
    for place, gap in enumerate(gaps.values()):
        words = f"{abs(_whole_gap(gap)):,} votes {'above' if gap >= 0 else 'below'}"
        width, at = width_of(words, WORD_SIZE), sheet.x_of(100 * legal)
        side = 1 if gap >= 0 else -1  # beside the line that the bar starts at
        if (side > 0 and at + width + 6 > sheet.width + 12) or (side < 0 and at - width - 6 < 0):
            side = -side
        height = 0.21 * sheet.height / (len(bases) + 0.2)
        sheet.text(
            words,
            100 * legal,
            place,
            (5 * side, -height - 3),
            ha="left" if side > 0 else "right",
            va="top",
            size=WORD_SIZE,
        )
    said = "; ".join(
        f"{percent(v, 3)} of {base}, "
        f"{abs(_whole_gap(gaps[base])):,} votes {'above' if gaps[base] >= 0 else 'below'}"
        for base, v in shares.items()
    )
    data = pd.DataFrame(
        {
            "base": list(bases),
            "votes": votes,
            "share": list(shares.values()),
            "threshold": legal,
            "votes_above": [_whole_gap(gap) for gap in gaps.values()],
        }
    )
    return sheet.say(f"Threshold {100 * legal:g} %, {name}: {said}.", data)


def early_counts(
    counts: pd.DataFrame,
    election: Table,
    *,
    parties: pd.DataFrame | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw what early counts of the list vote said beside the result, list by list.

    Parameters
    ----------
    counts : pandas.DataFrame
        Counts of one area: ``count``, ``party``, ``date``, ``share_pct`` (per cent, 0–100) and,
        if wanted, ``area`` and ``stage``.
    election : Election or pandas.DataFrame
        The election, or its list tier with ``party`` and ``vote_share`` (0–1).
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.scatter` of the counts.

    Returns
    -------
    matplotlib.axes.Axes
        One row for each list that a count names: a mark for each count, paler the earlier
        it was, and a bar across at the result.

    Raises
    ------
    LabelError
        If a table lacks a column, or the counts are of several areas.
    MissingDataError
        If no list of the election was counted.
    """
    require(counts, "count", "party", "date", "share_pct")
    one_election(counts)
    if "area" in counts.columns and len(counts["area"].unique()) > 1:
        message = (
            f"several areas: choose one of {listing(map(repr, counts['area'].unique()))}, "
            "such as counts[counts['area'] == 'Kazakhstan']"
        )
        raise LabelError(message)
    frame = named(table_of(election, "proportional", "party", "vote_share"), election, parties)
    frame = frame[frame["party"].isin(counts["party"])].reset_index(drop=True)
    if frame.empty:
        message = "no list of the election is in the counts; expected the same keys in party"
        raise MissingDataError(message)
    order = counts.drop_duplicates("count").sort_values("date", kind="stable")["count"].tolist()
    dates = counts.drop_duplicates("count").set_index("count")["date"]
    area = str(counts["area"].iloc[0]) if "area" in counts.columns else ""
    results = 100 * frame["vote_share"].astype("Float64")
    early = counts.set_index(["count", "party"])["share_pct"].astype("Float64")
    most = 1.04 * max(10.0, *results.dropna(), *early.dropna())
    keys = [
        mark_key(
            f"{_day(dates[count])}",
            marker="o",
            markersize=6,
            alpha=_strength(place, order),
            markeredgewidth=0,
        )
        for place, count in enumerate(order)
    ]
    keys.append(
        mark_key("official result", marker="|", markersize=13, markeredgewidth=2.5, color=INK)
    )
    beside = ["" if pd.isna(v) else percent(v / 100) for v in results]
    sheet = page(
        ax,
        title=_course(early, frame["name"][0], frame["party"][0], order, beside[0]),
        topic=topic_of(f"Early counts and the result{f', {area}' if area else ''}", election),
        given=title,
        source=sources_of(source, counts),
        keys=keys,
        note=_stages(counts, order, dates),
        height=0.36 * len(frame),
        least=(150, 1.1 * LEAST_ROW * len(frame)),
        left=widest(frame["name"]) + widest(beside) + 16,
        right=16,
        above=4,
    )
    ax = sheet.ax
    sheet.rows(frame["name"].tolist(), beside)
    sheet.x_axis(0, most, "per cent of the list vote", ticks=steps(0, most))
    for row, (party, hue, result) in enumerate(
        zip(frame["party"], frame["hue"], results, strict=True)
    ):
        for place, count in enumerate(order):
            value = early.get((count, party))
            if value is None or is_missing(value):
                continue
            offset = (place - (len(order) - 1) / 2) * 0.5 / max(len(order) - 1, 1)
            look: dict[str, Any] = {
                "s": 46 * sheet.scale**2, "color": tint(hue, _strength(place, order)),
                "edgecolor": hue, "linewidth": 0.8 * sheet.scale, "zorder": 3, "clip_on": False,
            }  # fmt: skip
            ax.scatter([float(value)], [row + offset], **look | kwargs)
        if not is_missing(result):
            ax.plot(
                [float(result)] * 2, [row - 0.36, row + 0.36], color=INK, linestyle="-",
                linewidth=2.5 * sheet.scale, zorder=4, marker="", solid_capstyle="butt",
            )  # fmt: skip
    said = []
    for party, name, figure in zip(frame["party"], frame["name"], beside, strict=True):
        parts = [
            f"{early[count, party]:g} on {_day(dates[count])}"
            for count in order
            if not is_missing(early.get((count, party)))
        ]
        said.append(f"{name} {', '.join(parts)}, result {figure or NOT_PUBLISHED}")
    result_of = frame[["party", "name"]].assign(result_pct=results)
    data = counts.merge(result_of, on="party")
    return sheet.say(f"Per cent of the list vote: {'; '.join(said)}.", data)


def nominations(
    candidates: pd.DataFrame,
    election: Any,
    *,
    parties: pd.DataFrame | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw candidates nominated in districts beside the seats that they won.

    Parameters
    ----------
    candidates : pandas.DataFrame
        ``measure``, ``party``, ``value``, such as ``kz.table("candidates")``; rows whose
        measure is "nominated" are drawn.
    election : Election
        The same election, with seats won in districts.
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those of the election.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh` of the seats.

    Returns
    -------
    matplotlib.axes.Axes
        A pale bar of candidates and in it a full one of seats; contenders whose
        nominations were not published have seats alone, and words say so.

    Raises
    ------
    LabelError
        If the table lacks a column, or it is no Election.
    MissingDataError
        If neither nominations nor district seats are known.
    """
    require(candidates, "measure", "party", "value")
    one_election(candidates)
    if not isinstance(election, Election):
        message = f"nominations draw an Election; found {type(election).__name__}"
        raise LabelError(message)
    nominated = candidates[candidates["measure"] == "nominated"]
    values = nominated.set_index("party")["value"].astype("Float64")
    frame = named(election.seats, election, parties)
    frame["nominated"] = frame["party"].map(values).astype("Float64")
    frame = frame[frame["nominated"].notna() | (frame["district"] > 0).fillna(False)]
    if frame.empty or values.empty:
        message = "no nominations; expected rows with measure 'nominated' and parties that stood"
        raise MissingDataError(message)
    frame = frame.reset_index(drop=True)
    beside = [
        f"{_or_words(n, '?')} \N{RIGHTWARDS ARROW} {_or_words(won, '?')}"
        for n, won in zip(frame["nominated"], frame["district"], strict=True)
    ]
    shown = frame["name"].tolist()
    most = 1.03 * max(10.0, *frame["nominated"].dropna(), *frame["district"].dropna())
    finding = [
        f"{name}: {_or_words(n, '')} nominated, {_or_words(won, '')} won"
        for name, n, won in zip(shown, frame["nominated"], frame["district"], strict=True)
        if not is_missing(n) and not is_missing(won)
    ]
    sheet = page(
        ax,
        title=finding[0] if finding else "Candidates and seats in districts",
        topic=topic_of("Candidates nominated in districts and seats won there", election),
        given=title,
        source=sources_of(source, nominated) or source_line(election, None, "seat_totals"),
        note=" ".join(
            filter(
                None,
                [
                    "“?”: nominations not published." if frame["nominated"].isna().any() else "",
                    abbreviations(frame, election, parties, shown),
                ],
            )
        ),
        keys=[
            mark_key("nominated", marker="s", markersize=9, color=tint(MUTED, 0.3)),
            mark_key("won the district", marker="s", markersize=9, color=MUTED),
        ],
        height=ROW * len(frame),
        least=(140, LEAST_ROW * len(frame)),
        left=widest(shown) + widest(beside) + 16,
        right=16,
        above=4,
    )
    ax = sheet.ax
    pale = [tint(hue, 0.3) for hue in frame["hue"]]
    places = range(len(frame))
    ax.barh(
        places,
        frame["nominated"].to_numpy(float, na_value=NAN),
        0.7,
        color=pale,
        **_flat(),
    )
    look: dict[str, Any] = {"height": 0.7, "color": frame["hue"].tolist()}
    won = frame["district"].astype("Float64").to_numpy(float, na_value=NAN)
    ax.barh(places, won, **_flat() | look | kwargs)
    sheet.rows(shown, beside)
    sheet.x_axis(0, most, "candidates, districts", ticks=steps(0, most, whole=True))
    said = [
        f"{name} {_or_words(n, NOT_PUBLISHED)} nominated, {_or_words(w, NOT_PUBLISHED)} won"
        for name, n, w in zip(shown, frame["nominated"], frame["district"], strict=True)
    ]
    data = frame[["party", "name", "nominated", "district"]]
    return sheet.say(f"Candidates and districts: {'; '.join(said)}.", data)


def _flat() -> dict[str, Any]:
    """Return the look of bars without edges, whatever the session says."""
    return {"linewidth": 0, "edgecolor": "none", "zorder": 2}


def _shares(frame: pd.DataFrame, election: Table) -> tuple[pd.Series[Any], str]:
    """Return the shares to draw and their base: derived, else as published."""
    shares = frame["vote_share"].astype("Float64")
    if shares.notna().any() or not isinstance(election, Election):
        if shares.isna().all():
            message = "no share of the list vote is known; nothing to draw"
            raise MissingDataError(message)
        return shares, "valid votes"
    published = _published(election)
    if published.isna().all():
        message = f"{plain(election.name)}: neither votes nor shares of the lists were published"
        raise MissingDataError(message)
    base = election.facts.get("share_base")
    words = {"valid_votes": "valid votes", "ballots_cast": "ballots cast"}
    return published, (f"{words.get(str(base), 'the list vote')}, as published")


def _published(election: Election) -> pd.Series[Any]:
    """Return the shares of the lists as published, 0–1."""
    table = election.published["proportional"].reset_index(drop=True)
    return table.reindex(columns=["share_pct"])["share_pct"].astype("Float64") / 100


def _first(shown: Sequence[str], shares: pd.Series[Any]) -> str:
    """Say the finding: who came first, with how much."""
    if shares.isna().any():
        return "Shares of the list vote"  # who came first is not known for sure
    row = int(shares.astype(float).argmax())
    return f"{shown[row]}: {percent(shares.iloc[row])} of the list vote"


def _advantage(frame: pd.DataFrame) -> str:
    """Say the finding: votes and seats of the list that had most votes."""
    votes, seats = frame["vote_share"], frame["seat_share"]
    row = int(votes.astype("Float64").fillna(-1).argmax())
    if votes.isna().all() or pd.isna(seats[row]):
        return "Votes and seats"
    return (
        f"{frame['name'][row]}: {percent(votes[row], 1)} of list votes, "
        f"{percent(seats[row], 1)} of the house"
    )


def _steps_taken(frame: pd.DataFrame, known: dict[str, str]) -> str:
    """Say the finding: the first list's share at every step."""
    row = int(frame["seat_share"].astype("Float64").fillna(-1).argmax())
    values = [
        f"{percent(frame[name][row], 1)} of {words}"
        for name, words in known.items()
        if not is_missing(frame[name][row]) and name != "seat_share"
    ]
    return f"{frame['name'][row]}: {listing(values)}" if values else "From votes to seats"


def _votes_beside_seats(election: Table, parties: pd.DataFrame | None) -> tuple[pd.DataFrame, Any]:
    """Return votes and seats by contender, named, and the sizes of the tiers and the house."""
    if not isinstance(election, Election):
        frame = table_of(election, "seats", "party", "vote_share", "list", "total")
        for column in {"has_list", "has_seats"}.difference(frame.columns):
            frame = frame.assign(**{column: True})
        sums = [total(frame.loc[frame["has_list"], "list"]), total(frame["total"])]
        facts = pd.Series(sums, index=["seats_list", "seats_total"], dtype=object)
        return named(frame, election, parties), facts
    votes = election.proportional[["party", "party_name", "vote_share"]]
    if votes["vote_share"].isna().all() and len(votes):
        votes = votes.assign(vote_share=_published(election))
    seats = election.seats[["party", "party_name", "list", "district", "total"]]
    frame = seats.merge(votes, on="party", how="outer", suffixes=("", "_listed"), sort=False)
    order = {party: place for place, party in enumerate(election.parties["party"])}
    frame = frame.sort_values("party", key=lambda party: party.map(order), ignore_index=True)
    frame["party_name"] = frame["party_name"].fillna(frame.pop("party_name_listed"))
    frame["has_list"] = frame["party"].isin(votes["party"])
    frame["has_seats"] = frame["party"].isin(seats["party"])
    facts = election.facts.copy()
    columns = {"seats_list": "list", "seats_district": "district", "seats_total": "total"}
    for fact, column in columns.items():
        if is_missing(facts[fact]):
            facts[fact] = total(frame.loc[frame["has_seats"], column])
        if not is_missing(facts[fact]) and facts[fact] == 0:
            facts[fact] = pd.NA  # a tier that there is not has no shares
    return named(frame, election, parties), facts


def _merged(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Put lists without a seat into one row, and say which they are."""
    votes = frame["vote_share"].astype("Float64")
    without = (frame["total"] == 0).fillna(False) & frame["has_list"] & votes.notna()
    if without.sum() < 2:
        return frame, ""
    some = frame[without]
    row: dict[str, Any] = {
        "party": "", "name": f"{len(some)} without a seat", "hue": "#A0A0A0", "has_list": True,
        "has_seats": True, "vote_share": float(some["vote_share"].sum()), "total": 0, "list": 0,
        "list_share": 0.0, "seat_share": 0.0, "district_share": 0.0, "district": 0,
    }  # fmt: skip
    one = pd.DataFrame([{key: row[key] for key in row if key in frame.columns}])
    kept = frame[~without]
    one = one.astype({c: frame[c].dtype for c in one.columns if c in frame.columns})
    before = kept[kept["has_list"]]
    after = kept[~kept["has_list"]]
    merged = pd.concat([before, one, after], ignore_index=True)
    figures = [
        f"{name} {percent(v)}" for name, v in zip(some["name"], some["vote_share"], strict=True)
    ]
    return merged, f"Lists without a seat: {listing(figures)}."


def _overhang(lacks: Sequence[str], lengths: dict[str, pd.Series[Any]], most: float) -> float:
    """Return the points that words right of the marks may need beyond the axes."""
    found = 0.0
    for row, words in enumerate(lacks):
        known = [float(values[row]) for values in lengths.values() if not pd.isna(values[row])]
        if words and known:
            found = max(found, (width_of(words, WORD_SIZE) + 12) * max(known) / most)
    return found


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


def _key(base: str, label: str, lengths: pd.Series[Any]) -> Any:
    """Return a legend entry in grey: the mark names a base, not a contender."""
    mark = MARKS[base]
    if lengths.isna().all():
        label = f"{label}: {NOT_PUBLISHED}"
    return mark_key(
        label,
        marker=mark["marker"],
        markersize=mark["s"] ** 0.5,
        markerfacecolor=mark.get("facecolor", MUTED),
    )


def _said(name: str, contender: Row, bases: dict[str, str]) -> str:
    if not contender["has_list"]:
        return f"{name} {NO_LIST}, {percent(contender['seat_share'], 1)} of the house"
    if not contender["has_seats"]:
        return f"{name} {percent(contender['vote_share'], 1)}, {NO_SEATS}"
    return f"{name} {', '.join(percent(contender[base], 1) for base in bases)}"


def _count(seats: Any) -> str:
    return "" if pd.isna(seats) else f"{int(seats)} "


def _ends(values: Any) -> tuple[int, int]:
    there = [place for place, value in enumerate(values) if value == value]
    return there[0], there[-1]


def _beside(sheet: Page, words: str, x: float, y: float, side: int, hue: str) -> None:
    shift = (8.0, 0.0) if side else (-8.0, 0.0)
    sheet.text(words, x, y, shift, size=WORD_SIZE, ha="left" if side else "right", color=INK)


def _whole_gap(gap: float) -> int:
    """Return how many whole votes would have to change for the side to change."""
    return int(-(-gap // 1)) if gap >= 0 else int(gap // 1)


def _or_words(value: Any, words: str) -> str:
    return words if is_missing(value) else f"{int(value)}"


def _day(date: Any) -> str:
    if is_missing(date):
        return "no date"
    day = pd.Timestamp(date)
    return f"{day.day} {day:%b}"


def _strength(place: int, order: Sequence[str]) -> float:
    return 0.25 + 0.75 * (place + 1) / len(order)


def _course(early: pd.Series[Any], name: str, party: str, order: Sequence[str], result: str) -> str:
    """Say the finding: how the first list went from the first count to the result."""
    known = [early[count, party] for count in order if not is_missing(early.get((count, party)))]
    if not known:
        return "Early counts and the result"
    last = f", later {known[-1]:g} %" if known[-1] != known[0] else ""
    return f"{name}: {known[0]:g} %{last}, result {result or NOT_PUBLISHED}"


def _stages(counts: pd.DataFrame, order: Sequence[str], dates: pd.Series[Any]) -> str:
    """Say what each count was of."""
    if "stage" not in counts.columns:
        return ""
    stages = counts.drop_duplicates("count").set_index("count")["stage"]
    parts = [
        f"{_day(dates[c])}: {plain(stages[c], 90)}" for c in order if not is_missing(stages[c])
    ]
    return ". ".join(parts) + "." if parts else ""
