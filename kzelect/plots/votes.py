"""Plots of votes: shares of the list vote, votes against seats, counts before the result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.measures.shares import share, total
from kzelect.plots.page import documented, mark_key, page, rows_page, steps
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Row,
    Table,
    abbreviations,
    election_of,
    floats,
    legal_threshold,
    named,
    one_election,
    one_value,
    percent,
    require,
    source_line,
    sources_of,
    table_of,
    topic_of,
)
from kzelect.plots.style import FAINT, INK, MUTED, WORD_SIZE, spread, tint, widest, width_of
from kzelect.text import listing, plain

__all__ = ["early_counts", "nominations", "slope", "threshold", "vote_shares", "votes_and_seats"]

NO_LIST, NO_SEATS = "no list", "takes no seats"  # not applicable, which is not missing
# Marker and area of each share; a larger hollow mark still shows where all three coincide.
MARKS: dict[str, dict[str, Any]] = {
    "vote_share": {"marker": "o", "area": 62},
    "list_share": {"marker": "D", "area": 70, "facecolor": "none"},
    "seat_share": {"marker": "s", "area": 44, "edgecolor": "white"},
}
TIER_SHARES = {"list": "list_share", "district": "district_share", "total": "seat_share"}
BASES = {"valid_votes": "valid votes", "ballots_cast": "ballots cast"}


@documented("`matplotlib.axes.Axes.barh`", "or has rows of several elections")
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
    threshold : float, optional
        Legal threshold as a share, 0–1; by default that of the election.

    Returns
    -------
    matplotlib.axes.Axes
        Bars in per cent of valid votes. A share that was not published has no bar;
        words say so.

    Examples
    --------
    >>> import kzelect as kz
    >>> ax = kz.plots.vote_shares(kz.load(2004))
    >>> [label.get_text() for label in ax.get_yticklabels()][:3]
    ['Otan', 'Aq Jol', 'Asar']
    """
    frame = named(table_of(election, "proportional", "party", "vote_share"), election, parties)
    threshold = legal_threshold(election) if threshold is None else threshold
    names = frame["name"].tolist()
    shares, base = _shares(frame, election)
    finding = "Shares of the list vote"  # who came first is not known for sure
    if shares.notna().all():
        first = int(shares.astype(float).argmax())
        finding = f"{names[first]}: {percent(shares[first])} of the list vote"
    sheet = rows_page(
        ax,
        title,
        source_line(election, source, "proportional"),
        names,
        ["" if pd.isna(v) else percent(v) for v in shares],
        finding=finding,
        topic=topic_of("Shares of the list vote", election),
        notes=[abbreviations(frame)],
        least=120,
        right=16,
        above=4 if threshold is None else 18,
    )
    lengths = floats(100 * shares)
    sheet.bars(frame.index, lengths, kwargs, color=frame["hue"].tolist())
    most = 1.02 * max([10.0, *lengths[shares.notna()]])
    sheet.x_axis(0, most, f"per cent of {base}")
    for row in frame.index[shares.isna()]:
        sheet.words(NOT_PUBLISHED, 0, row)
    line = ""
    if threshold is not None:
        sheet.line_across(100 * threshold, f"threshold {100 * threshold:g} %")
        line = f"; a line marks the threshold, {100 * threshold:g} %"
    phrases = listing(f"{name} {percent(v)}" for name, v in zip(names, shares, strict=True))
    data = frame[["party", "name"]].assign(vote_share=shares)
    return sheet.say(f"Per cent of {base}: {phrases}{line}.", data)


@documented(
    "`matplotlib.axes.Axes.scatter` for each kind of mark", "or has rows of several elections"
)
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

    Returns
    -------
    matplotlib.axes.Axes
        One collection for each base, in per cent. A contender without a list has no
        mark for votes; a share that was not published has none either, and words say
        which of the two it is.
    """
    frame, house = _votes_beside_seats(election, parties)
    frame, together = _merged(frame)
    bases = {"seat_share": f"of {_count(house['total'])}house seats"}
    if frame["has_list"].any():
        list_seats = f"of {_count(house['list'])}list seats"
        bases = {"vote_share": "share of list votes", "list_share": list_seats} | bases
    lengths = 100 * frame[list(bases)].astype("Float64")
    if lengths.isna().all(axis=None):
        message = "neither shares of votes nor of seats were published; nothing to draw"
        raise MissingDataError(message)
    contenders = frame.to_dict("records")
    lows, highs = floats(lengths.min(axis=1), 0), floats(lengths.max(axis=1), 0)
    most = max(10.0, *highs)
    missing = [_missing(contender) for contender in contenders]
    over = (
        (width_of(words, WORD_SIZE) + 12) * end / most
        for words, end in zip(missing, highs, strict=True)
        if words
    )
    sheet = rows_page(
        ax,
        title,
        source_line(election, source, "proportional", "seat_totals"),
        frame["name"].tolist(),
        finding=_advantage(frame),
        topic=topic_of("Votes and seats", election),
        notes=[together, abbreviations(frame)],
        keys=[_key(base, label, lengths[base]) for base, label in bases.items()],
        least=150,
        right=max(16.0, *over, 0.0),
    )
    sheet.x_axis(-0.02 * most, 1.04 * most, "per cent", steps(0, most))
    for base, label in bases.items():
        known = frame.index[lengths[base].notna()]
        look: dict[str, Any] = {"color": frame["hue"][known].tolist()}
        look |= {"linewidth": 1.4 * sheet.scale} | MARKS[base] | {"label": label}
        sheet.marks(floats(lengths[base][known]), known, kwargs, **look)
    for row, (low, high) in enumerate(zip(lows, highs, strict=True)):
        sheet.line([low, high], [row, row], width=1.5, color="#BDBDBD", zorder=1.8)
        if missing[row]:
            sheet.words(missing[row], high, row, shift=9)
    measures = listing(base.removeprefix("share of ") for base in bases.values()).capitalize()
    phrases = "; ".join(_in_words(contender, bases) for contender in contenders)
    return sheet.say(f"{measures}: {phrases}.", frame[["party", "name", *bases]])


@documented("`matplotlib.axes.Axes.plot` of each line", "or it is no Election")
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
        An election; columns of which nothing is known are left out. At least two of the four
        shares have to be known.

    Returns
    -------
    matplotlib.axes.Axes
        One line for each contender with a seat, in per cent, named at both ends. Lists
        without a seat share one line.
    """
    frame, house = _votes_beside_seats(election_of(election, "slope"), parties)
    frame, together = _merged(frame)
    stages = {
        "vote_share": "list votes",
        "list_share": f"{_count(house['list'])}list seats",
        "district_share": f"{_count(house['district'])}district seats",
        "seat_share": f"house of {_count(house['total'])}".removesuffix(" of ").strip(),
    }
    known = {name: words for name, words in stages.items() if frame[name].notna().any()}
    if len(known) < 2:
        message = f"a slope needs two of {listing(stages.values())}; found {len(known)}"
        raise MissingDataError(message)
    shares = 100 * frame[list(known)].astype("Float64").astype(float)
    most = 1.03 * float(shares.to_numpy()[shares.notna()].max())
    of_rows = shares.set_axis(range(len(known)), axis=1).T.items()
    # The known points of each line: place of the stage -> per cent.
    points: dict[Any, pd.Series[Any]] = {
        row: at.dropna() for row, at in of_rows if at.notna().any()
    }
    names, last = frame["name"], len(known) - 1
    ends = [
        {row: f"{names[row]} {at.iloc[0]:.1f}" for row, at in points.items()},
        {row: f"{names[row]} {at.iloc[-1]:.1f}" for row, at in points.items()},
    ]
    at_left = [row for row, at in points.items() if at.index[0] == 0]
    at_right = [row for row, at in points.items() if at.index[-1] == last]
    largest = int(frame["seat_share"].astype("Float64").fillna(-1).argmax())
    first = [
        f"{percent(frame[name][largest], 1)} of {words}"
        for name, words in known.items()
        if not pd.isna(frame[name][largest]) and name != "seat_share"
    ]
    sheet = page(
        ax,
        title,
        source_line(election, source, "proportional", "seat_totals"),
        finding=f"{names[largest]}: {listing(first)}" if first else "From votes to seats",
        topic=topic_of("From votes to seats, per cent", election),
        notes=[together, abbreviations(frame)],
        height=3.6,
        least=(170, 14.5 * len(points)),
        left=widest((ends[0][row] for row in at_left), WORD_SIZE) + 10,
        right=widest((ends[1][row] for row in at_right), WORD_SIZE) + 10,
        below=22,
    )
    sheet.ax.set(xlim=(0, last), ylim=(-2, most), xticks=[], yticks=[])
    room = 0.92 * (sheet.width / last - 6)
    size = WORD_SIZE * min(1.0, room / max(widest(known.values(), WORD_SIZE), 1))
    for place, words in enumerate(known.values()):
        sheet.ax.axvline(place, color=FAINT, linewidth=1.2 * sheet.scale, zorder=1)
        look: dict[str, Any] = {"ha": "center", "va": "top", "size": size, "color": MUTED}
        sheet.text(words, place, 0, (0, -6), frame="column", **look)
    for row, at in points.items():
        look = {"color": frame["hue"][row], "label": names[row], "zorder": 3, "clip_on": False}
        look |= {"marker": "o", "markersize": 5 * sheet.scale, "markeredgewidth": 0}
        look |= {} if frame["party"][row] else {"linestyle": (0, (2, 1.5))}
        sheet.line(at.index, at, kwargs, width=2.2, **look)
    gap = 1.25 * WORD_SIZE / sheet.height * (most + 2)
    for side, rows in enumerate((at_left, at_right)):
        order = sorted(rows, key=lambda row: -points[row].iloc[-side])
        heights = spread([points[row].iloc[-side] for row in order], gap, -2, most)
        for row, height in zip(order, heights, strict=True):
            shift, align = ((8.0, 0.0), "left") if side else ((-8.0, 0.0), "right")
            sheet.text(ends[side][row], side * last, height, shift, ha=align)
    for row in points.keys() - at_left:
        at = points[row]
        sheet.text(ends[0][row], at.index[0], at.iloc[0], (0, 6), ha="center", va="bottom")
    measures = [" ".join(re.sub(r"( of)? ?\d+ ?", " ", words).split()) for words in known.values()]
    phrases = [
        f"{names[row]} {', '.join(f'{at[p]:.1f} of the {measures[p]}' for p in at.index)}"
        for row, at in points.items()
    ]
    return sheet.say(
        f"Per cent: {'; '.join(phrases)}.", frame.loc[list(points), ["party", "name", *known]]
    )


@documented("`matplotlib.axes.Axes.barh` of the gaps", "it is no Election, or has no such list")
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

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each base from the threshold to the share, in per cent, with the gap
        in votes. The axis does not start at 0.
    """
    known = election_of(election, "threshold").proportional.dropna(subset=["votes", "vote_share"])
    legal = legal_threshold(election)
    if legal is None or known.empty:
        what = "votes of the lists" if known.empty else "legal threshold"
        message = f"no {what} in {plain(election.name)}; nothing to draw"
        raise MissingDataError(message)
    if party is None:
        nearest: Any = (known["vote_share"] - legal).abs().astype(float).idxmin()
        party = known["party"][nearest]
    if party not in set(known["party"]):
        lists = listing(map(repr, known["party"]))
        message = f"no list {party!r} with votes; expected one of {lists}"
        raise LabelError(message)
    of_list = named(known[known["party"] == party], election).iloc[0]
    name, votes = of_list["name"], int(of_list["votes"])
    sizes = {"valid votes": float(of_list["votes"] / of_list["vote_share"])}
    cast = election.turnout.set_index("ballot")["ballots_cast"].get("list")
    if not pd.isna(cast):
        sizes["ballots cast"] = float(str(cast))
    shares = {base: votes / size for base, size in sizes.items()}
    gaps = {base: _whole_gap(votes - legal * size) for base, size in sizes.items()}
    words = {base: f"{abs(g):,} votes {'above' if g >= 0 else 'below'}" for base, g in gaps.items()}
    at = 100 * legal
    ends = [at, *(100 * v for v in shares.values())]
    pad = 0.35 * max(max(ends) - min(ends), 0.02)
    low, high = min(ends) - pad, max(ends) + pad
    sheet = rows_page(
        ax,
        title,
        source_line(election, source, "proportional", "turnout"),
        [f"of {base}" for base in sizes],
        [percent(v, 3) for v in shares.values()],
        row=(0.62, 34.0),
        finding=f"{name}: {words['valid votes']} {at:g} % of valid votes",
        topic=topic_of("The threshold from near", election),
        notes=["The axis does not start at 0."],
        least=230,
        right=16,
        above=18,
    )
    look: dict[str, Any] = {"height": 0.42, "color": of_list["hue"], "left": at}
    sheet.bars(range(len(sizes)), [end - at for end in ends[1:]], kwargs, **look)
    sheet.x_axis(low, high, "per cent", steps(low, high, 6))
    sheet.line_across(at, f"threshold {at:g} %")
    for place, base in enumerate(sizes):
        width, start = width_of(words[base], WORD_SIZE), sheet.x_of(at)
        side = 1 if gaps[base] >= 0 else -1  # beside the line that the bar starts at
        if start + width + 6 > sheet.width + 12 if side > 0 else start - width - 6 < 0:
            side = -side
        shift = (5 * side, -0.21 * sheet.height / (len(sizes) + 0.2) - 3)
        sheet.text(words[base], at, place, shift, ha="left" if side > 0 else "right", va="top")
    phrases = "; ".join(f"{percent(v, 3)} of {base}, {words[base]}" for base, v in shares.items())
    data = pd.DataFrame({"base": list(sizes), "votes": votes, "share": list(shares.values())})
    data = data.assign(threshold=legal, votes_above=list(gaps.values()))
    return sheet.say(f"Threshold {at:g} %, {name}: {phrases}.", data)


@documented("`matplotlib.axes.Axes.scatter` of the counts", "or the counts are of several areas")
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
    """Draw what early counts of the list vote phrases beside the result, list by list.

    Parameters
    ----------
    counts : pandas.DataFrame
        Counts of one area: ``count``, ``party``, ``date``, ``share_pct`` (per cent, 0–100) and,
        if wanted, ``area`` and ``stage``.
    election : Election or pandas.DataFrame
        The election, or its list tier with ``party`` and ``vote_share`` (0–1).

    Returns
    -------
    matplotlib.axes.Axes
        One row for each list that a count names: a mark for each count, paler the earlier
        it was, and a bar across at the result.
    """
    require(counts, "count", "party", "date", "share_pct")
    one_election(counts)
    areas: Any = counts["area"].unique() if "area" in counts.columns else []
    if len(areas) > 1:
        message = (
            f"several areas: choose one of {listing(map(repr, areas))}, "
            "such as counts[counts['area'] == 'Kazakhstan']"
        )
        raise LabelError(message)
    frame = named(table_of(election, "proportional", "party", "vote_share"), election, parties)
    frame = frame[frame["party"].isin(counts["party"])].reset_index(drop=True)
    if frame.empty:
        message = "no list of the election is in the counts; expected the same keys in party"
        raise MissingDataError(message)
    one_value(counts, "count", "party")
    order = counts.drop_duplicates("count").sort_values("date", kind="stable")
    days = _days(order)
    results = 100 * frame["vote_share"].astype("Float64")
    early = counts.set_index(["party", "count"])["share_pct"].astype("Float64").unstack()  # noqa: PD010
    early = early.reindex(index=frame["party"], columns=order["count"]).reset_index(drop=True)
    strengths = [0.25 + 0.75 * place / len(order) for place in range(1, len(order) + 1)]
    keys = [
        mark_key(day, marker="o", markersize=6, markeredgewidth=0, alpha=strength)
        for day, strength in zip(days, strengths, strict=True)
    ]
    look: dict[str, Any] = {"marker": "|", "markersize": 13, "markeredgewidth": 2.5, "color": INK}
    beside = ["" if pd.isna(v) else percent(v / 100) for v in results]
    first, finding = early.loc[0].dropna(), "Early counts and the result"
    if len(first):  # how the first list went from the first count to the result
        later = f", later {first.iloc[-1]:g} %" if first.iloc[-1] != first.iloc[0] else ""
        result = beside[0] or NOT_PUBLISHED
        finding = f"{frame['name'][0]}: {first.iloc[0]:g} %{later}, result {result}"
    stages = order["stage"] if "stage" in order.columns else [pd.NA] * len(order)
    sheet = rows_page(
        ax,
        title,
        sources_of(source, *(counts[counts["count"] == count] for count in order["count"])),
        frame["name"].tolist(),
        beside,
        row=(0.36, 1.1 * 15.5),
        finding=finding,
        topic=topic_of(", ".join(["Early counts and the result", *map(str, areas)]), election),
        keys=[*keys, mark_key("official result", **look)],
        notes=[
            f"{day}: {plain(stage, 90)}."
            for day, stage in zip(days, stages, strict=True)
            if not pd.isna(stage)
        ],
        least=150,
        right=16,
    )
    most = 1.04 * max(10.0, *results.dropna(), *early.max().dropna())
    sheet.x_axis(0, most, "per cent of the list vote")
    for row, hue in enumerate(frame["hue"]):
        for place, strength in enumerate(strengths):
            offset = (place - (len(order) - 1) / 2) * 0.5 / max(len(order) - 1, 1)
            value: Any = early.iloc[row, place]
            if not pd.isna(value):
                look = {"color": tint(hue, strength), "edgecolor": hue, "area": 46}
                look |= {"linewidth": 0.8 * sheet.scale}
                sheet.marks([float(value)], [row + offset], kwargs, **look)
        if not pd.isna(results[row]):
            ends = [row - 0.36, row + 0.36]
            look = {"color": INK, "zorder": 4, "solid_capstyle": "butt"}
            sheet.line([float(results[row])] * 2, ends, width=2.5, **look)
    phrases = []
    for row, name in enumerate(frame["name"]):
        known = early.loc[row].set_axis(days).dropna()
        parts = [f"{value:g} on {day}" for day, value in known.items()]
        phrases.append(f"{name} {', '.join(parts)}, result {beside[row] or NOT_PUBLISHED}")
    data = counts.merge(frame[["party", "name"]].assign(result_pct=results), on="party")
    return sheet.say(f"Per cent of the list vote: {'; '.join(phrases)}.", data)


@documented("`matplotlib.axes.Axes.barh` of the seats", "or it is no Election")
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

    Returns
    -------
    matplotlib.axes.Axes
        A pale bar of candidates and in it a full one of seats; contenders whose
        nominations were not published have seats alone, and words say so.
    """
    require(candidates, "measure", "party", "value")
    one_election(candidates)
    frame = named(election_of(election, "nominations").seats, election, parties)
    chosen = candidates[candidates["measure"] == "nominated"]
    one_value(chosen, "party")
    values = chosen.set_index("party")["value"].astype("Float64")
    frame["nominated"] = frame["party"].map(values).astype("Float64")
    frame = frame[frame["nominated"].notna() | (frame["district"] > 0).fillna(False)]
    if frame.empty or values.empty:
        message = "no nominations; expected rows with measure 'nominated' and parties that stood"
        raise MissingDataError(message)
    frame = frame.reset_index(drop=True)
    names = frame["name"].tolist()
    numbers = frame[["nominated", "district"]].astype("Int64").astype(object)
    beside, phrases = (numbers.fillna(unknown).astype(str) for unknown in ("?", NOT_PUBLISHED))
    in_words = frame["name"], phrases["nominated"] + " nominated", phrases["district"] + " won"
    finding = "Candidates and seats in districts"
    if len(known := numbers.dropna()):
        name, nominated, won = (words[known.index[0]] for words in in_words)
        finding = f"{name}: {nominated}, {won}"
    sheet = rows_page(
        ax,
        title,
        sources_of(source, chosen) or source_line(election, None, "seat_totals"),
        names,
        (beside["nominated"] + " \N{RIGHTWARDS ARROW} " + beside["district"]).tolist(),
        finding=finding,
        topic=topic_of("Candidates nominated in districts and seats won there", election),
        notes=[
            "“?”: nominations not published." if frame["nominated"].isna().any() else "",
            abbreviations(frame),
        ],
        keys=[
            mark_key("nominated", marker="s", markersize=9, color=tint(MUTED, 0.3)),
            mark_key("won the district", marker="s", markersize=9, color=MUTED),
        ],
        least=140,
        right=16,
    )
    pale = [tint(hue, 0.3) for hue in frame["hue"]]
    sheet.bars(frame.index, floats(frame["nominated"]), {}, color=pale)
    sheet.bars(frame.index, floats(frame["district"]), kwargs, color=frame["hue"].tolist())
    most = 1.03 * max(10.0, *frame["nominated"].dropna(), *frame["district"].dropna())
    sheet.x_axis(0, most, "candidates, districts", steps(0, most, whole=True))
    sentences = "; ".join(in_words[0] + " " + in_words[1] + ", " + in_words[2])
    data = frame[["party", "name", "nominated", "district"]]
    return sheet.say(f"Candidates and districts: {sentences}.", data)


def _shares(frame: pd.DataFrame, election: Table) -> tuple[pd.Series[Any], str]:
    """Return the shares to draw and their base: derived, else as published."""
    shares = frame["vote_share"].astype("Float64")
    if shares.notna().any():
        return shares, "valid votes"
    if not isinstance(election, Election):
        message = "no share of the list vote is known; nothing to draw"
        raise MissingDataError(message)
    published = _published(election)
    if published.isna().all():
        message = f"{plain(election.name)}: neither votes nor shares of the lists were published"
        raise MissingDataError(message)
    base = BASES.get(str(election.facts.get("share_base")), "the list vote")
    return published, f"{base}, as published"


def _published(election: Election) -> pd.Series[Any]:
    """Return the shares of the lists as published, 0–1."""
    table = election.published["proportional"].reset_index(drop=True)
    return table.reindex(columns=["share_pct"])["share_pct"].astype("Float64") / 100


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


def _votes_beside_seats(election: Table, parties: pd.DataFrame | None) -> tuple[pd.DataFrame, Any]:
    """Return votes and seats by contender, named, with their shares, and the sizes of the tiers."""
    if isinstance(election, Election):
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
    else:
        frame = table_of(election, "seats", "party", "vote_share", "list", "total")
        for column in {"has_list", "has_seats"}.difference(frame.columns):
            frame = frame.assign(**{column: True})
    facts: Any = election.facts if isinstance(election, Election) else {}
    sizes: dict[str, Any] = {}
    for tier in filter(frame.columns.__contains__, TIER_SHARES):
        size = facts.get(f"seats_{tier}", pd.NA)
        if pd.isna(size):
            rows = "has_list" if tier == "list" and not len(facts) else "has_seats"
            size = total(frame.loc[frame[rows], tier])
        sizes[tier] = pd.NA if pd.isna(size) or size == 0 else size  # no tier, no shares
        frame[TIER_SHARES[tier]] = share(frame[tier], sizes[tier])
    return named(frame, election, parties), sizes


def _merged(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Put lists without a seat into one row, and say which they are."""
    votes = frame["vote_share"].astype("Float64")
    without = (frame["total"] == 0).fillna(False) & frame["has_list"] & votes.notna()
    if without.sum() < 2:
        return frame, ""
    some, kept = frame[without], frame[~without]
    row: dict[str, Any] = {
        "party": "", "name": f"{len(some)} without a seat", "hue": "#A0A0A0", "full_name": "",
        "has_list": True, "has_seats": True, "vote_share": float(some["vote_share"].sum()),
        "total": 0, "list": 0, "district": 0, "list_share": 0.0, "district_share": 0.0,
        "seat_share": 0.0,
    }  # fmt: skip
    one = pd.DataFrame([{key: row[key] for key in row if key in frame.columns}])
    one = one.astype({column: frame[column].dtype for column in one})
    parts = [kept[kept["has_list"]], one, kept[~kept["has_list"]]]
    lists = some["name"] + " " + some["vote_share"].map(percent)
    return pd.concat(parts, ignore_index=True), f"Lists without a seat: {listing(lists)}."


def _missing(contender: Row) -> str:
    """Say in words which marks a contender has not, and why."""
    missing = []
    if not contender["has_list"]:
        missing.append(NO_LIST)
    elif bool(pd.isna(contender["vote_share"])):
        missing.append(f"votes {NOT_PUBLISHED}")
    if not contender["has_seats"]:
        missing.append(NO_SEATS)
    elif bool(pd.isna(contender["total"])):
        missing.append(f"seats {NOT_PUBLISHED}")
    return ", ".join(missing)


def _key(base: str, label: str, lengths: pd.Series[Any]) -> Any:
    """Return a legend entry in grey: the mark names a base, not a contender."""
    mark = MARKS[base]
    if lengths.isna().all():
        label = f"{label}: {NOT_PUBLISHED}"
    fill = mark.get("facecolor", MUTED)
    return mark_key(
        label, marker=mark["marker"], markersize=mark["area"] ** 0.5, markerfacecolor=fill
    )


def _in_words(contender: Row, bases: Mapping[str, str]) -> str:
    name = contender["name"]
    if not contender["has_list"]:
        return f"{name} {NO_LIST}, {percent(contender['seat_share'], 1)} of the house"
    if not contender["has_seats"]:
        return f"{name} {percent(contender['vote_share'], 1)}, {NO_SEATS}"
    return f"{name} {', '.join(percent(contender[base], 1) for base in bases)}"


def _count(seats: Any) -> str:
    return "" if pd.isna(seats) else f"{int(seats)} "


def _whole_gap(gap: float) -> int:
    """Return how many whole votes would have to change for the side to change."""
    return int(-(-gap // 1)) if gap >= 0 else int(gap // 1)


def _days(counts: pd.DataFrame) -> list[str]:
    """Return the day of each count, with a letter where several counts are of one day."""
    dates = [None if pd.isna(date) else pd.Timestamp(date) for date in counts["date"]]
    days = [f"{date.day} {date:%b}" if date else "no date" for date in dates]
    return [
        f"{day} {chr(ord('a') + days[:place].count(day))}" if days.count(day) > 1 else day
        for place, day in enumerate(days)
    ]
