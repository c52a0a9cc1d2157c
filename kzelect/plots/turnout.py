"""Plots of turnout: electorates to scale, bounds, the years, the spread between regions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from kzelect.election import Election
from kzelect.errors import KzelectError, LabelError
from kzelect.measures.shares import total
from kzelect.measures.turnout import TurnoutDrop
from kzelect.plots.page import (
    TICKS,
    Words,
    documented,
    mark_key,
    page,
    rows_page,
    ticks_width,
)
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Table,
    note,
    one_of,
    percents,
    published_shares,
    refuse_empty,
    require_table,
    rounded_percent,
    source_line,
    sources_of,
    table_of,
)
from kzelect.plots.style import CYCLE, FAINT, INK, MUTED, WORD_SIZE, fitted, width_of, wrapped
from kzelect.text import listing, plain

BALLOTS = {"list": "list ballot", "first_round": "first round", "second_round": "run-offs"}
CAST = "#3F7F9F"
GAP = 14.0  # points between rectangles
SLOT = 96.0  # points: the least width that the words under a rectangle need
WORD_LINE = 1.22 * WORD_SIZE
MARKERS = "osD^vPX"
QUARTERS, FIFTHS = range(0, 101, 25), range(0, 101, 20)  # ticks, in per cent
UNIT = "per cent of registered voters"


@documented("matplotlib.patches.Rectangle of the ballots cast", "or has several elections")
def turnout(
    election: Table,
    *,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the ballots of an election as areas: as wide as the register, as high as the turnout.

    For each ballot with a rate a pale rectangle of the registered voters and in it one of
    the ballots cast, to one scale. Where run-offs were held in some districts and the first
    round is not known there, a hatched rectangle for these and one for the other districts,
    between the bounds that the totals allow. A ballot without a rate is named in a note.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or its turnout: ``ballot``, ``registered``, ``ballots_cast``
        (voters) and ``turnout_share`` (of registered voters, 0–1).
    """
    frame = table_of(election, "turnout", "ballot", "registered", "ballots_cast", "turnout_share")
    rates = frame["turnout_share"].astype("Float64")
    if isinstance(election, Election):  # where counts are missing, a rate may be published
        rates = rates.fillna(published_shares(election, "turnout", "turnout_pct"))
    frame = frame.assign(turnout_share=rates, rate=rates.map(rounded_percent), low=0.0, high=rates)
    frame["name"] = [BALLOTS.get(str(ballot), plain(ballot, 24)) for ballot in frame["ballot"]]
    known = frame[rates.notna()]
    refuse_empty(known.empty, "no rate of turnout was published; nothing to draw")
    bounded = _bounded(election)
    slots = [*known.to_dict("records"), *bounded]
    to_scale = bool(known["registered"].notna().all())
    notes = [
        *(
            f"The ballots of the {name} were {NOT_PUBLISHED}."
            for name in frame["name"][rates.isna()]
        ),
        "" if to_scale else f"Registered voters {NOT_PUBLISHED}: widths are not to scale.",
        "Hatched: what the totals allow for the first round." if bounded else "",
    ]
    texts = [_under(slot, to_scale) for slot in slots]
    under = WORD_LINE * max(text.count("\n") + 1 for text in texts)
    finding = ", ".join(known["name"] + " " + known["rate"])
    topic = "Turnout, per cent of the registered voters of each ballot"
    words = Words(title, finding.capitalize(), topic, *notes, of=election)
    credit = source_line(election, source, "turnout")
    least = (SLOT + GAP) * len(slots) - GAP
    below = 8 + under + (WORD_LINE + 6 if to_scale else 0)
    room: Any = {"height": 2.5, "left": ticks_width(QUARTERS), "right": 4, "above": 16}
    sheet = page(ax, words, credit, least=(least, 90), below=below, **room)
    units = [float(slot["registered"]) if to_scale else 1.0 for slot in slots]
    centres, span = _placed(units, sheet.width)
    sheet.ax.set_xlim(0, span)
    sheet.ax.set_xticks([])
    sheet.y_axis(0, 100, QUARTERS)
    for slot, text, centre, width in zip(slots, texts, centres, units, strict=True):
        left, low, high = centre - width / 2, 100 * float(slot["low"]), 100 * float(slot["high"])
        sheet.area((left, 0), width, 100, facecolor=FAINT, zorder=1.2)
        look: dict[str, Any] = {"facecolor": CAST, "zorder": 1.3} | kwargs
        if slot in bounded:  # hatched: those who may have voted
            look = {"facecolor": "white", "edgecolor": CAST, "zorder": 1.3, "hatch": "////"}
            look |= {"edge": 0.8, "hatch_linewidth": sheet.scale}
        sheet.area((left, low), width, high - low, **look)
        sheet.text(slot["rate"], centre, high, (0, 3), va="bottom", ha="center", fontweight="bold")
        sheet.text(text, centre, 0, (0, -6), ha="center", va="top", linespacing=1.3)
    if to_scale:
        scale = fitted("width: registered voters, to scale", sheet.width, WORD_SIZE)
        sheet.text(scale, 0, 0, (0, -12 - under), frame="axes", va="top", color=MUTED)
    voters = [
        f"registered voters {NOT_PUBLISHED}" if pd.isna(n) else f"{int(n):,} registered voters"
        for n in frame["registered"]
    ]
    phrases = listing(frame["name"] + " " + frame["rate"] + " of " + pd.Series(voters))
    ranges = "; ".join(f"{slot['name']} from {slot['rate']}" for slot in bounded)
    more = f"; possible {ranges}" if ranges else ""
    data = frame[["ballot", "name", "registered", "ballots_cast", "turnout_share"]]
    return sheet.say(f"Ballots cast: {phrases}{more}.", data)


@documented("plot of the line", "or it is neither of the two")
def turnout_bounds(
    election: Any,
    *,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw what first-round turnout can have been where run-offs were held, and elsewhere.

    Totals fix a line: the higher turnout was in the one kind of district, the lower it
    was in the other. Two points of it are marked: the same turnout everywhere, and the
    turnout of the run-off already in the first round, which would mean no drop. The possible
    part of the line is drawn, in per cent of registered voters.

    Parameters
    ----------
    election : Election or TurnoutDrop
        An election with a turnout drop, or the drop itself.
    """
    if not isinstance(election, (Election, TurnoutDrop)):
        message = f"expected an Election or a TurnoutDrop; found {type(election).__name__}"
        raise LabelError(message)
    drop = election.turnout_drop() if isinstance(election, Election) else election
    points = {
        "the same turnout everywhere": (drop.share_first, drop.share_first, "o"),
        "no drop": (drop.share_runoff, drop.no_drop_rest, "D"),
    }
    phrases, keys, drawn = [], [], []
    for name, (first, other, marker) in points.items():
        if not drop.first_low <= first <= drop.first_high:
            phrases.append(f"{name}: impossible")
            continue
        both = f"{rounded_percent(first)} there, {rounded_percent(other)} elsewhere"
        phrases.append(f"{name}: {both}")
        label = f"{name}: {rounded_percent(first) if first == other else both}"
        keys.append(mark_key(label, marker=marker, color=INK))
        drawn.append((first, other, marker))
    ends = [drop.first_low, drop.first_high]
    bounds = pd.Series([*ends, drop.rest_low, drop.rest_high])
    low, high, rest_low, rest_high = percents(bounds, 1)
    finding = f"First round in the run-off districts: {low}"
    if drop.first_low < drop.first_high:
        finding = f"In the run-off districts anything from {low} to {high} is possible"
    words = Words(title, finding, "Possible first-round turnout", of=election)
    credit = source_line(election, source, "turnout")
    room: Any = {"height": 2.9, "least": (200, 110), "left": ticks_width(FIFTHS), "right": 14}
    sheet = page(ax, words, credit, keys=keys, above=36, **room)
    sheet.x_axis(0, 100, "first-round turnout in the run-off districts, per cent", FIFTHS)
    sheet.y_axis(0, 100, FIFTHS)
    rest = [100 * drop.rest_if(end) for end in ends]
    look: dict[str, Any] = {"color": CAST, "solid_capstyle": "butt"}
    sheet.line([100 * end for end in ends], rest, kwargs, width=2.4, **look)
    for first, other, marker in drawn:
        look = {"marker": marker, "color": INK, "clip_on": False, "linestyle": "none"}
        sheet.line([100 * first], [100 * other], dot=7, **look)
    sheet.line([0, 100], [0, 100], color="#BDBDBD", zorder=1.5)
    sheet.text("equal", 96, 96, (-8, 0), ha="right", color=MUTED)
    sheet.line_across(100 * drop.share_runoff, f"run-off {rounded_percent(drop.share_runoff)}")
    sheet.unit_above("first-round turnout in the other districts, per cent", lift=15)
    cases = [(f"limit {n}", end, drop.rest_if(end)) for n, end in enumerate(ends, start=1)]
    cases += [(name, first, other) for name, (first, other, _) in points.items()]
    columns = ["case", "runoff_districts_share", "other_districts_share"]
    return sheet.say(
        f"In the run-off districts from {low} to {high}, in the others from {rest_low} to "
        f"{rest_high}; {'; '.join(phrases)}.",
        pd.DataFrame(cases, columns=columns),
    )


@documented("scatter for each kind", "or has several regions")
def turnout_over_time(
    table: pd.DataFrame,
    *,
    kinds: str | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw turnout election by election; the mark says of what kind each is.

    A mark for each turnout, with its value, elections at equal distances; elections without
    one are named in words.

    Parameters
    ----------
    table : pandas.DataFrame
        ``election`` (year) and ``turnout_pct`` (per cent), such as ``kz.table("turnout")``,
        or the rows of one region of ``kz.table("regional_turnout")``, of which the last
        count of each day is drawn with its ``hour``.
    kinds : str, optional
        Column that tells them apart; by default ``ballot``, else ``status``, where the
        table has it.
    """
    require_table(table, "election", "turnout_pct")
    regions = one_of(table, "region")
    kinds = kinds or next((c for c in ("ballot", "status") if c in table.columns), None)
    if kinds is not None:
        require_table(table, kinds)
    years = sorted(table["election"].unique())
    frame = table.assign(kind=table[kinds].astype("string").fillna("") if kinds else "")
    frame = _last_counts(frame, "election") if len(regions) else frame
    known = frame[frame["turnout_pct"].notna()].reset_index(drop=True)
    refuse_empty(known.empty, "no turnout was published; nothing to draw")
    known["turnout_pct"] = known["turnout_pct"].astype(float)
    known["place"] = known["election"].map(years.index)
    hours = {}
    if "hour" in frame.columns:
        hours = frame.dropna(subset="hour").set_index("election")["hour"].to_dict()
    without = [f"{year}" for year in years if year not in set(known["election"])]
    shares, elections = known["turnout_pct"].map("{:g} %".format), known["election"].astype(str)
    main = known[known["kind"] != "second_round"]
    low: Any = (main if len(main) else known)["turnout_pct"].idxmin()
    is_comparable = kinds in (None, "ballot") and not hours
    finding = f"{known['election'][low]}: {known['turnout_pct'][low]:g} %"
    if len(known) > 1 and is_comparable:
        finding = f"Lowest in {finding}"
    elif len(known) > 1:
        finding = listing((shares + " in " + elections).iloc[[0, -1]])
    topic = ", ".join(["Turnout", *(plain(r, 30) for r in regions), f"{years[0]}–{years[-1]}"])
    around = Words(title, finding, topic, note(NOT_PUBLISHED.capitalize(), without))
    looks: dict[Any, Any] = {
        kind: {
            "label": BALLOTS.get(str(kind), plain(kind, 24).replace("_", " ")),
            "marker": MARKERS[i % len(MARKERS)],
            "color": CYCLE[i % len(CYCLE)],
        }
        for i, kind in enumerate(dict.fromkeys(known["kind"]))
    }
    keys = [mark_key(**look) for kind, look in looks.items() if kind]
    least, below = (40.0 * len(years), 90), TICKS + (14 if hours else 0)
    room: Any = {"height": 2.6, "left": ticks_width(QUARTERS), "right": 10, "above": 20}
    sheet = page(ax, around, sources_of(source, frame), keys=keys, least=least, below=below, **room)
    labels = [
        plain(year, 12) + (f"\n{plain(hours[year], 8)}" if year in hours else "") for year in years
    ]
    sheet.ax.set_xlim(-0.5, len(years) - 0.5)
    sheet.ax.set_xticks(range(len(years)), labels, linespacing=1.1)
    sheet.y_axis(0, 100, QUARTERS)
    sheet.unit_above(UNIT)
    highest = known.groupby("place")["turnout_pct"].max()
    for kind, look in looks.items():
        rows = known[known["kind"] == kind].sort_values("election")
        at, heights = rows["place"].tolist(), rows["turnout_pct"].tolist()
        for (a, b), ends in zip(pairwise(at), pairwise(heights), strict=True):
            if b == a + 1 and is_comparable:  # a missing election is a gap
                sheet.line([a, b], ends, width=1.2, color=look["color"], alpha=0.6)
        sheet.marks(at, heights, kwargs, area=52, clip_on=True, **look)
        for x, height in zip(at, heights, strict=True):
            is_below = height < highest[x] or height > 88
            shift, va = (0, -7.0 if is_below else 7.0), "top" if is_below else "bottom"
            sheet.text(f"{height:.1f}", x, height, shift, ha="center", va=va)
    phrases = elections + " " + shares
    phrases += [f" ({looks[kind]['label']})" if kind else "" for kind in known["kind"]]
    gaps = f"; {NOT_PUBLISHED} {listing(without)}" if without else ""
    return sheet.say(
        f"{UNIT.capitalize()}: {'; '.join(phrases)}{gaps}.", frame.drop(columns="kind")
    )


@documented("seaborn.stripplot")
def regional_turnout(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how turnout spread between regions, one row an election.

    One dot a region, the lowest and the highest named; elections with fewer than three
    regions are left to a note.

    Parameters
    ----------
    table : pandas.DataFrame
        ``election``, ``region``, ``turnout_pct`` (per cent) and, if wanted, ``status`` and
        ``hour``, such as ``kz.table("regional_turnout")``; of several counts of a day the
        last is drawn.
    """
    import seaborn as sns

    require_table(table, "election", "region", "turnout_pct")
    known = _last_counts(table[table["turnout_pct"].notna()], "election", "region")
    regions = known.groupby("election", sort=True)["region"].nunique()
    years = regions.index[regions > 2].tolist()
    refuse_empty(not years, "a spread needs three regions of one election; found none")
    alone = (
        f"{row['election']} {plain(row['region'], 30)} {row['turnout_pct']:g} %"
        for row in known[known["election"].map(regions) <= 2].to_dict("records")
    )
    known = known[known["election"].isin(years)]
    known = known.assign(turnout_pct=known["turnout_pct"].astype(float))
    by_year = known.groupby("election")["turnout_pct"]
    low, high, deviation = by_year.min(), by_year.max(), by_year.std()
    heads = [_head(known[known["election"] == year]) for year in years]
    widest_year: Any = (high - low).idxmax()
    finding = f"{widest_year}: from {low[widest_year]:.1f} to {high[widest_year]:.1f} per cent"
    topic = "Turnout by region; beside the year the standard deviation in points"
    words = Words(title, finding, topic, note("Too few regions for a spread", alone))
    beside = [f"\N{PLUS-MINUS SIGN}{deviation[year]:.1f}" for year in years]
    credit = sources_of(source, known)
    sheet = rows_page(ax, words, credit, heads, beside, row=(0.66, 46.0), least=170, right=14)
    drawn = known.assign(row=known["election"].map(years.index))
    look: dict[str, Any] = {"color": CAST, "size": 6 * sheet.scale, "alpha": 0.75, "linewidth": 0}
    look |= {"x": "turnout_pct", "y": "row", "orient": "h", "native_scale": True}
    sns.stripplot(drawn, ax=sheet.ax, **look | {"jitter": False, "clip_on": False} | kwargs)
    sheet.ax.set(ylabel="", ylim=(len(years) - 0.4, -0.6))
    start, stop = 10 * (low.min() // 10), min(100.0, 10 * (high.max() // 10 + 1))
    sheet.x_axis(start, stop, UNIT)
    for at, year in enumerate(years):
        of_year = known[known["election"] == year].set_index("region")["turnout_pct"]
        ends: list[Any] = [of_year.idxmin(), of_year.idxmax()]
        for side, region in zip((1, -1), ends, strict=True):
            label = fitted(f"{region} {of_year[region]:.1f}", sheet.width / 2, WORD_SIZE)
            x, width = sheet.x_of(of_year[region]), width_of(label, WORD_SIZE)
            first = x - (4 if side > 0 else width - 4)
            first = max(0.0, min(first, sheet.width + 10 - width))
            va = "bottom" if side > 0 else "top"
            sheet.text(label, of_year[region], at, (first - x, 7 * side), va=va, color=MUTED)
    phrases = "; ".join(
        f"{year} from {low[year]:g} to {high[year]:g} in {regions[year]} regions, "
        f"standard deviation {deviation[year]:.1f} points"
        for year in years
    )
    return sheet.say(f"{UNIT.capitalize()}: {phrases}.", known)


def _bounded(election: Table) -> list[dict[Hashable, Any]]:
    """Return what the totals allow for the first round in the two kinds of districts."""
    if not isinstance(election, Election):
        return []
    try:
        drop = election.turnout_drop()
    except KzelectError:  # there is no drop to bound
        return []
    if drop.first_low == drop.first_high:
        return []
    runoffs, districts = total(election.seats["second_round"]), election.facts["seats_district"]
    names = ["the run-off districts", "the other districts"]
    if not pd.isna(runoffs) and not pd.isna(districts) and 0 < runoffs < districts:
        names = [f"the {runoffs} run-off districts", f"the other {districts - runoffs} districts"]
    bounds = pd.DataFrame(
        {
            "name": [f"first round in {name}" for name in names],
            "registered": [drop.registered_runoff, drop.registered_rest],
            "low": [drop.first_low, drop.rest_low],
            "high": [drop.first_high, drop.rest_high],
        }
    )
    low, high = percents(bounds["low"], 1), percents(bounds["high"], 1)
    return bounds.assign(rate=list(map("{} to {}".format, low, high))).to_dict("records")


def _placed(units: Sequence[float], room: float) -> tuple[list[float], float]:
    """Return the centres of rectangles in voters, and how many the axis spans.

    All have one scale, the largest with which each slot is as wide as its words need.
    """
    free = room - GAP * (len(units) - 1)
    least, rising = min(SLOT, free / len(units)), sorted(units)
    # The slots of the smallest electorates are wider than these; the others share what is left.
    scales = ((free - n * least) / max(sum(rising[n:]), 1e-9) for n in range(len(units)))
    scale = max(min(scales), 1e-12)
    slots = [max(scale * unit, least) for unit in units]
    starts = [sum(slots[:i]) + GAP * i for i in range(len(slots))]
    return [(at + w / 2) / scale for at, w in zip(starts, slots, strict=True)], room / scale


def _under(slot: Mapping[Hashable, Any], to_scale: bool) -> str:
    """Return the lines under a rectangle."""
    lines = wrapped(str(slot["name"]), SLOT, WORD_SIZE)
    if not to_scale:
        return lines
    if not pd.isna(slot.get("ballots_cast")):
        lines += f"\n{int(slot['ballots_cast']):,} of"
    return f"{lines}\n{int(slot['registered']):,}"


def _last_counts(table: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return the last count of the day for each key, where a table has the hour of each."""
    if "hour" not in table.columns:
        return table.reset_index(drop=True)
    known = table[table["turnout_pct"].notna()]
    order = known["hour"].astype("string").fillna("").str.zfill(5)
    rows = known.assign(order=order).sort_values("order", kind="stable")
    last = rows.drop_duplicates(list(keys), keep="last").drop(columns="order")
    return last.sort_index().reset_index(drop=True)


def _head(rows: pd.DataFrame) -> str:
    """Return the year and, in brackets, the hour or the status of its counts."""
    year = plain(rows["election"].iloc[0], 12)
    for values in (rows[column] for column in ("hour", "status") if column in rows.columns):
        if values.notna().all() and len(values.unique()) == 1:
            return f"{year} ({plain(values.iloc[0], 14)})"
    return year
