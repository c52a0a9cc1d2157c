"""Plots of votes: shares of the list vote, votes against seats, counts before the result."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import ceil, floor
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kzelect.election import Election
from kzelect.errors import LabelError, MissingDataError
from kzelect.measures.shares import share, total
from kzelect.plots.page import TICKS, Words, documented, mark_key, page, rows_page, steps
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Table,
    abbreviations,
    election_of,
    floats,
    legal_threshold,
    named,
    note,
    one_of,
    one_value,
    percents,
    published_shares,
    refuse_empty,
    require_table,
    rounded_percent,
    source_line,
    sources_of,
    table_of,
)
from kzelect.plots.style import FAINT, INK, MUTED, WORD_SIZE, spread, tint, widest, width_of
from kzelect.text import listing, plain

NO_LIST, NO_SEATS = "no list", "takes no seats"  # not applicable, which is not missing
# Marker and area of each share; a larger hollow mark still shows where all three coincide.
MARKS: dict[str, dict[str, Any]] = {
    "vote_share": {"marker": "o", "area": 62},
    "list_share": {"marker": "D", "area": 70, "facecolor": "none"},
    "seat_share": {"marker": "s", "area": 44, "edgecolor": "white"},
}
TIER_SHARES = {"list": "list_share", "district": "district_share", "total": "seat_share"}
STAGES = {
    "vote_share": "list votes",
    "list_share": "list seats",
    "district_share": "district seats",
    "seat_share": "house",
}
SOURCES = ("proportional", "seat_totals")  # of votes beside seats
BASES = {"valid_votes": "valid votes", "ballots_cast": "ballots cast"}


@documented("barh", "or has rows of several elections")
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

    Bars in per cent of valid votes. A share that was not published has no bar; words say
    so.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or its list tier: ``party``, ``vote_share`` (of valid votes,
        0–1) and, if wanted, ``party_name``.
    threshold : float, optional
        Legal threshold as a share, 0–1; by default that of the election.

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
        finding = f"{names[first]}: {rounded_percent(shares[first])} of the list vote"
    words = Words(title, finding, "Shares of the list vote", abbreviations(frame), of=election)
    credit = source_line(election, source, "proportional")
    above = 4 if threshold is None else 18
    sheet = rows_page(ax, words, credit, names, percents(shares), least=120, above=above)
    lengths = floats(100 * shares)
    sheet.bars(frame.index, lengths, kwargs, color=frame["hue"])
    most = 1.02 * max([10.0, *lengths[shares.notna()]])
    sheet.x_axis(0, most, f"per cent of {base}")
    for row in frame.index[shares.isna()]:
        sheet.aside(NOT_PUBLISHED, 0, row)
    line = ""
    if threshold is not None:
        sheet.line_across(100 * threshold, f"threshold {100 * threshold:g} %")
        line = f"; a line marks the threshold, {100 * threshold:g} %"
    phrases = listing(frame["name"] + " " + shares.map(rounded_percent))
    data = frame[["party", "name"]].assign(vote_share=shares)
    return sheet.say(f"Per cent of {base}: {phrases}{line}.", data)


@documented("scatter for each kind of mark", "or has rows of several elections")
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

    One collection for each base, in per cent. A contender without a list has no mark for
    votes; a share that was not published has none either, and words say which of the two it
    is.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or a table with ``party``, ``vote_share`` (of valid list votes,
        0–1), ``list`` and ``total`` (seats) and, if wanted, ``party_name`` and
        ``has_list`` (False for those who stood in districts only).
    """
    frame, house, together = _votes_beside_seats(election, parties)
    bases = {"seat_share": f"of {house['total']}house seats"}
    if frame["has_list"].any():
        list_seats = f"of {house['list']}list seats"
        bases = {"vote_share": "share of list votes", "list_share": list_seats} | bases
    lengths = 100 * frame[list(bases)].astype("Float64")
    message = "neither shares of votes nor of seats were published; nothing to draw"
    refuse_empty(lengths.isna().all(axis=None), message)
    contenders = frame.to_dict("records")
    lows, highs = floats(lengths.min(axis=1), 0), floats(lengths.max(axis=1), 0)
    most = max(10.0, *highs)
    missing = [_missing(contender) for contender in contenders]
    over = (
        (width_of(words, WORD_SIZE) + 12) * end / most
        for words, end in zip(missing, highs, strict=True)
        if words
    )
    keys = [
        mark_key(
            f"{label}: {NOT_PUBLISHED}" if lengths[base].isna().all() else label,
            marker=MARKS[base]["marker"],
            markersize=MARKS[base]["area"] ** 0.5,
            markerfacecolor=MARKS[base].get("facecolor", MUTED),
        )
        for base, label in bases.items()
    ]
    finding = "Votes and seats"
    most_votes = frame["vote_share"].astype("Float64").fillna(-1)
    first = frame.iloc[int(most_votes.argmax())]
    if frame["vote_share"].notna().any() and not pd.isna(first["seat_share"]):
        votes, seats = (
            rounded_percent(first[column], 1) for column in ("vote_share", "seat_share")
        )
        finding = f"{first['name']}: {votes} of list votes, {seats} of the house"
    notes = together, abbreviations(frame)
    around = Words(title, finding, "Votes and seats", *notes, of=election)
    credit = source_line(election, source, *SOURCES)
    right = max(16.0, *over, 0.0)
    sheet = rows_page(ax, around, credit, frame["name"].tolist(), keys=keys, right=right)
    sheet.x_axis(-0.02 * most, 1.04 * most, "per cent", steps(0, most))
    for base, label in bases.items():
        known = frame.index[lengths[base].notna()]
        look: dict[str, Any] = {"color": frame["hue"][known], "label": label, "edge": 1.4}
        look |= MARKS[base]
        sheet.marks(floats(lengths[base][known]), known, kwargs, **look)
    for row, (low, high) in enumerate(zip(lows, highs, strict=True)):
        sheet.line([low, high], [row, row], width=1.5, color="#BDBDBD", zorder=1.8)
        if missing[row]:
            sheet.aside(missing[row], high, row, shift=9)
    measures = listing(base.removeprefix("share of ") for base in bases.values()).capitalize()
    phrases = "; ".join(_shares_in_words(contender, bases) for contender in contenders)
    return sheet.say(f"{measures}: {phrases}.", frame[["party", "name", *bases]])


@documented("plot of each line", "or it is no Election")
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

    One line for each contender with a seat, in per cent, named at both ends. Lists without
    a seat share one line.

    Parameters
    ----------
    election : Election
        An election; columns of which nothing is known are left out. At least two of the four
        shares have to be known.
    """
    frame, house, together = _votes_beside_seats(election_of(election, "slope"), parties)
    stages = STAGES | {
        "list_share": f"{house['list']}list seats",
        "district_share": f"{house['district']}district seats",
        "seat_share": f"house of {house['total']}".removesuffix(" of ").strip(),
    }
    known = {name: words for name, words in stages.items() if frame[name].notna().any()}
    message = f"a slope needs two of {listing(stages.values())}; found {len(known)}"
    refuse_empty(len(known) < 2, message)
    shares = 100 * frame[list(known)].astype("Float64").astype(float)
    most = 1.03 * float(shares.max().max())
    names = frame["name"]
    last = len(known) - 1
    # The known points of each line: place of the stage -> per cent.
    by_place = shares.set_axis(range(len(known)), axis=1).iterrows()
    points: dict[Any, pd.Series[Any]] = {
        row: at.dropna() for row, at in by_place if at.notna().any()
    }

    def label(row: Any, side: int) -> str:
        """Name a line at its left (0) or its right end (1)."""
        return f"{names[row]} {points[row].iloc[-side]:.1f}"

    sides = [
        [row for row, at in points.items() if at.index[-side] == side * last] for side in (0, 1)
    ]
    left, right = (
        widest((label(row, side) for row in sides[side]), WORD_SIZE) + 10 for side in (0, 1)
    )
    largest = int(frame["seat_share"].astype("Float64").fillna(-1).argmax())
    first = [
        f"{rounded_percent(frame[name][largest], 1)} of {words}"
        for name, words in known.items()
        if not pd.isna(frame[name][largest]) and name != "seat_share"
    ]
    finding = f"{names[largest]}: {listing(first)}" if first else "From votes to seats"
    notes = together, abbreviations(frame)
    around = Words(title, finding, "From votes to seats, per cent", *notes, of=election)
    credit = source_line(election, source, *SOURCES)
    room: Any = {"height": 3.6, "least": (170, 14.5 * len(points)), "left": left, "right": right}
    sheet = page(ax, around, credit, below=TICKS, **room)
    sheet.ax.set(xlim=(0, last), ylim=(-2, most), xticks=[], yticks=[])
    each = 0.92 * (sheet.width / last - 6)
    size = WORD_SIZE * min(1.0, each / max(widest(known.values(), WORD_SIZE), 1))
    for place, words in enumerate(known.values()):
        sheet.ax.axvline(place, color=FAINT, linewidth=1.2 * sheet.scale, zorder=1)
        look: dict[str, Any] = {"ha": "center", "va": "top", "size": size, "color": MUTED}
        sheet.text(words, place, 0, (0, -6), frame="column", **look)
    for row, at in points.items():
        look = {"color": frame["hue"][row], "label": names[row], "zorder": 3, "clip_on": False}
        look |= {} if frame["party"][row] else {"linestyle": (0, (2, 1.5))}
        sheet.line(at.index, at, kwargs, width=2.2, dot=5, marker="o", **look)
    gap = 1.25 * WORD_SIZE / sheet.height * (most + 2)
    for side, rows in enumerate(sides):
        order = sorted(rows, key=lambda row: -points[row].iloc[-side])
        heights = spread([points[row].iloc[-side] for row in order], gap, -2, most)
        for row, height in zip(order, heights, strict=True):
            align = "left" if side else "right"
            sheet.text(label(row, side), side * last, height, (16 * side - 8, 0), ha=align)
    for row in points.keys() - sides[0]:
        at = points[row]
        sheet.text(label(row, 0), at.index[0], at.iloc[0], (0, 6), ha="center", va="bottom")
    measures = [STAGES[name] for name in known]
    phrases = [
        f"{names[row]} {', '.join(f'{at[p]:.1f} of the {measures[p]}' for p in at.index)}"
        for row, at in points.items()
    ]
    return sheet.say(
        f"Per cent: {'; '.join(phrases)}.", frame.loc[list(points), ["party", "name", *known]]
    )


@documented("barh of the gaps", "it is no Election, or has no such list")
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

    A bar for each base from the threshold to the share, in per cent, with the gap in votes.
    The axis does not start at 0.

    Parameters
    ----------
    election : Election
        With a legal threshold and votes of the list tier.
    party : str, optional
        Key of the list; by default the one nearest to the threshold.
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
    data = pd.DataFrame({"base": list(sizes), "votes": votes})
    data["share"] = [votes / size for size in sizes.values()]
    data["threshold"] = legal
    gaps = [votes - legal * size for size in sizes.values()]  # in whole votes that have to change
    data["votes_above"] = [ceil(gap) if gap >= 0 else floor(gap) for gap in gaps]
    words = [f"{abs(n):,} votes {'above' if n >= 0 else 'below'}" for n in data["votes_above"]]
    at, ends = 100 * legal, 100 * data["share"]
    pad = 0.35 * max(max(at, *ends) - min(at, *ends), 0.02)
    low, high = min(at, *ends) - pad, max(at, *ends) + pad
    finding = f"{name}: {words[0]} {at:g} % of valid votes"
    axis = "The axis does not start at 0."
    around = Words(title, finding, "The threshold from near", axis, of=election)
    credit = source_line(election, source, "proportional", "turnout")
    rows = ("of " + data["base"]).tolist()
    beside = percents(data["share"], 3)
    room: Any = {"row": (0.62, 34.0), "least": 230, "above": 18}
    sheet = rows_page(ax, around, credit, rows, beside, **room)
    sheet.bars(data.index, ends - at, kwargs, height=0.42, color=of_list["hue"], left=at)
    sheet.x_axis(low, high, "per cent", steps(low, high, 6))
    sheet.line_across(at, f"threshold {at:g} %")
    for place, gap in enumerate(gaps):
        width, start = width_of(words[place], WORD_SIZE), sheet.x_of(at)
        side = 1 if gap >= 0 else -1  # beside the line that the bar starts at
        if start + width + 6 > sheet.width + 12 if side > 0 else start - width - 6 < 0:
            side = -side
        shift = (5 * side, -0.21 * sheet.height / (len(sizes) + 0.2) - 3)
        sheet.text(words[place], at, place, shift, ha="left" if side > 0 else "right", va="top")
    phrases = "; ".join(map("{} {}, {}".format, beside, rows, words))
    return sheet.say(f"Threshold {at:g} %, {name}: {phrases}.", data)


@documented("scatter of the counts", "or the counts are of several areas")
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

    One row for each list that a count names: a mark for each count, paler the earlier it
    was, and a bar across at the result.

    Parameters
    ----------
    counts : pandas.DataFrame
        Counts of one area: ``count``, ``party``, ``date``, ``share_pct`` (per cent, 0–100) and,
        if wanted, ``area`` and ``stage``.
    election : Election or pandas.DataFrame
        The election, or its list tier with ``party`` and ``vote_share`` (0–1).
    """
    require_table(counts, "count", "party", "date", "share_pct")
    areas = one_of(counts, "area")
    one_of(counts, "election")
    frame = named(table_of(election, "proportional", "party", "vote_share"), election, parties)
    frame = frame[frame["party"].isin(counts["party"])].reset_index(drop=True)
    message = "no list of the election is in the counts; expected the same keys in party"
    refuse_empty(frame.empty, message)
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
    keys.append(mark_key("official result", **look))
    beside = percents(results / 100)
    first = early.loc[0].dropna()
    finding = "Early counts and the result"
    if len(first):  # how the first list went from the first count to the result
        later = f", later {first.iloc[-1]:g} %" if first.iloc[-1] != first.iloc[0] else ""
        result = beside[0] or NOT_PUBLISHED
        finding = f"{frame['name'][0]}: {first.iloc[0]:g} %{later}, result {result}"
    stages = order["stage"] if "stage" in order.columns else [pd.NA] * len(order)
    notes = (
        f"{day}: {plain(stage, 90)}."
        for day, stage in zip(days, stages, strict=True)
        if not pd.isna(stage)
    )
    topic = ", ".join(["Early counts and the result", *map(str, areas)])
    words = Words(title, finding, topic, *notes, of=election)
    credit = sources_of(source, *(counts[counts["count"] == count] for count in order["count"]))
    names = frame["name"].tolist()
    sheet = rows_page(ax, words, credit, names, beside, row=(0.36, 1.1 * 15.5), keys=keys)
    most = 1.04 * max(10.0, *results.dropna(), *early.max().dropna())
    sheet.x_axis(0, most, "per cent of the list vote")
    for row, hue in enumerate(frame["hue"]):
        for place, strength in enumerate(strengths):
            offset = (place - (len(order) - 1) / 2) * 0.5 / max(len(order) - 1, 1)
            value: Any = early.iloc[row, place]
            if not pd.isna(value):
                look = {"color": tint(hue, strength), "edgecolor": hue, "area": 46, "edge": 0.8}
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


@documented("barh of the seats", "or it is no Election")
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

    A pale bar of candidates and in it a full one of seats; contenders whose nominations
    were not published have seats alone, and words say so.

    Parameters
    ----------
    candidates : pandas.DataFrame
        ``measure``, ``party``, ``value``, such as ``kz.table("candidates")``; rows whose
        measure is "nominated" are drawn.
    election : Election
        The same election, with seats won in districts.
    """
    require_table(candidates, "measure", "party", "value")
    one_of(candidates, "election")
    frame = named(election_of(election, "nominations").seats, election, parties)
    chosen = candidates[candidates["measure"] == "nominated"]
    one_value(chosen, "party")
    values = chosen.set_index("party")["value"].astype("Float64")
    frame["nominated"] = frame["party"].map(values).astype("Float64")
    frame = frame[frame["nominated"].notna() | (frame["district"] > 0).fillna(False)]
    frame = frame.reset_index(drop=True)
    message = "no nominations; expected rows with measure 'nominated' and parties that stood"
    refuse_empty(frame.empty or values.empty, message)
    names = frame["name"].tolist()
    numbers = frame[["nominated", "district"]].astype("Int64").astype(object)
    beside, phrases = (numbers.fillna(unknown).astype(str) for unknown in ("?", NOT_PUBLISHED))
    said = phrases["nominated"] + " nominated, " + phrases["district"] + " won"
    finding = "Candidates and seats in districts"
    if len(known := numbers.dropna()):
        finding = f"{names[known.index[0]]}: {said[known.index[0]]}"
    unknown = "“?”: nominations not published." if frame["nominated"].isna().any() else ""
    topic = "Candidates nominated in districts and seats won there"
    words = Words(title, finding, topic, unknown, abbreviations(frame), of=election)
    credit = sources_of(source, chosen) or source_line(election, None, "seat_totals")
    keys = [
        mark_key(label, marker="s", markersize=9, color=hue)
        for label, hue in (("nominated", tint(MUTED, 0.3)), ("won the district", MUTED))
    ]
    changes = beside["nominated"] + " \N{RIGHTWARDS ARROW} " + beside["district"]
    sheet = rows_page(ax, words, credit, names, changes.tolist(), keys=keys, least=140)
    pale = [tint(hue, 0.3) for hue in frame["hue"]]
    sheet.bars(frame.index, floats(frame["nominated"]), {}, color=pale)
    sheet.bars(frame.index, floats(frame["district"]), kwargs, color=frame["hue"])
    most = 1.03 * max(10.0, *frame["nominated"].dropna(), *frame["district"].dropna())
    sheet.x_axis(0, most, "candidates, districts", steps(0, most, whole=True))
    sentences = "; ".join(frame["name"] + " " + said)
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
    published = published_shares(election, "proportional", "share_pct")
    message = f"{plain(election.name)}: neither votes nor shares of the lists were published"
    refuse_empty(published.isna().all(), message)
    base = BASES.get(str(election.facts.get("share_base")), "the list vote")
    return published, f"{base}, as published"


def _votes_beside_seats(
    election: Table, parties: pd.DataFrame | None
) -> tuple[pd.DataFrame, dict[str, str], str]:
    """Return votes, seats and shares by named contender, the sizes of the tiers, and a note.

    Lists without a seat are one row; the note says which they are.
    """
    if isinstance(election, Election):
        votes = election.proportional[["party", "party_name", "vote_share"]]
        if votes["vote_share"].isna().all() and len(votes):
            published = published_shares(election, "proportional", "share_pct")
            votes = votes.assign(vote_share=published)
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
    sizes: dict[str, str] = {}
    for tier in filter(frame.columns.__contains__, TIER_SHARES):
        size = facts.get(f"seats_{tier}", pd.NA)
        if pd.isna(size):
            rows = "has_list" if tier == "list" and not len(facts) else "has_seats"
            size = total(frame.loc[frame[rows], tier])
        size = pd.NA if pd.isna(size) or size == 0 else int(size)  # no tier, no shares
        sizes[tier] = "" if pd.isna(size) else f"{size} "
        frame[TIER_SHARES[tier]] = share(frame[tier], size)
    frame = named(frame, election, parties)
    is_known = frame["vote_share"].astype("Float64").notna()
    without = (frame["total"] == 0).fillna(False) & frame["has_list"] & is_known
    if without.sum() < 2:
        return frame, sizes, ""
    some, kept = frame[without], frame[~without]
    look = {"party": "", "name": f"{len(some)} without a seat", "hue": "#A0A0A0", "full_name": ""}
    zeros = dict.fromkeys(frame.columns.intersection([*TIER_SHARES, *TIER_SHARES.values()]), 0)
    one = some[:1].assign(**look, **zeros, has_seats=True, vote_share=some["vote_share"].sum())
    parts = [kept[kept["has_list"]], one.astype(frame.dtypes), kept[~kept["has_list"]]]
    lists = some["name"] + " " + some["vote_share"].map(rounded_percent)
    return pd.concat(parts, ignore_index=True), sizes, note("Lists without a seat", lists)


def _missing(contender: dict[Hashable, Any]) -> str:
    """Say in words which marks a contender has not, and why."""
    votes, seats = (
        f"{what} {NOT_PUBLISHED}" if pd.isna(contender[column]) else ""
        for what, column in (("votes", "vote_share"), ("seats", "total"))
    )
    votes = votes if contender["has_list"] else NO_LIST
    return ", ".join(filter(None, [votes, seats if contender["has_seats"] else NO_SEATS]))


def _shares_in_words(contender: dict[Hashable, Any], bases: Mapping[str, str]) -> str:
    name = contender["name"]
    if not contender["has_list"]:
        return f"{name} {NO_LIST}, {rounded_percent(contender['seat_share'], 1)} of the house"
    if not contender["has_seats"]:
        return f"{name} {rounded_percent(contender['vote_share'], 1)}, {NO_SEATS}"
    return f"{name} {', '.join(rounded_percent(contender[base], 1) for base in bases)}"


def _days(counts: pd.DataFrame) -> list[str]:
    """Return the day of each count, with a letter where several counts are of one day."""
    dates = map(pd.Timestamp, counts["date"])
    days = ["no date" if pd.isna(date) else f"{date.day} {date:%b}" for date in dates]
    return [
        f"{day} {chr(ord('a') + days[:place].count(day))}" if days.count(day) > 1 else day
        for place, day in enumerate(days)
    ]
