"""Plots of turnout: electorates to scale, bounds, the years, the spread between regions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from kzelect.election import Election
from kzelect.errors import KzelectError, LabelError, MissingDataError
from kzelect.measures.shares import total
from kzelect.measures.turnout import TurnoutDrop
from kzelect.plots.page import TICKS, mark_key, page, steps, widest
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Row,
    Table,
    is_missing,
    percent,
    require,
    source_line,
    sources_of,
    table_of,
    topic_of,
)
from kzelect.plots.style import CYCLE, FAINT, INK, MUTED, WORD_SIZE, fitted, width_of, wrapped
from kzelect.text import listing, plain

__all__ = ["regional_turnout", "turnout", "turnout_bounds", "turnout_over_time"]

BALLOTS = {"list": "list ballot", "first_round": "first round", "second_round": "run-offs"}
CAST = "#3F7F9F"
GAP = 14.0  # points between rectangles
SLOT = 96.0  # points: the least width that the words under a rectangle need
WORD_LINE = 1.22 * WORD_SIZE
MARKERS = "osD^vPX"


def turnout(
    election: Table,
    *,
    title: str | None = None,
    source: str | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the ballots of an election as areas: as wide as the register, as high as the turnout.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or its turnout: ``ballot``, ``registered``, ``ballots_cast``
        (voters) and ``turnout_share`` (of registered voters, 0–1).
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.patches.Rectangle` of the ballots cast.

    Returns
    -------
    matplotlib.axes.Axes
        For each ballot with a rate a pale rectangle of the registered voters and in it
        one of the ballots cast, to one scale. Where run-offs were held in some districts
        and the first round is not known there, a hatched rectangle for these and one for
        the other districts, between the bounds that the totals allow. A ballot without a
        rate is named in a note.

    Raises
    ------
    LabelError
        If the table lacks a column, or has rows of several elections.
    MissingDataError
        If no rate of turnout was published.
    """
    frame = table_of(election, "turnout", "ballot", "registered", "ballots_cast", "turnout_share")
    frame = frame.assign(turnout_share=_rates(frame, election))
    frame["name"] = [BALLOTS.get(str(ballot), plain(ballot, 24)) for ballot in frame["ballot"]]
    known = frame[frame["turnout_share"].notna()].reset_index(drop=True)
    if known.empty:
        message = "no rate of turnout was published; nothing to draw"
        raise MissingDataError(message)
    drop = _drop_of(election)
    slots: list[Row] = [*known.to_dict("records"), *_bounded(election, drop)]
    to_scale = bool(known["registered"].notna().all())
    notes = [
        f"The ballots of the {row['name']} were {NOT_PUBLISHED}."
        for row in frame.to_dict("records")
        if is_missing(row["turnout_share"])
    ]
    if not to_scale:
        notes.append(f"Registered voters {NOT_PUBLISHED}: widths are not to scale.")
    if len(slots) > len(known):
        notes.append("Hatched: what the totals allow for the first round.")
    units = [float(slot["registered"]) if to_scale else 1.0 for slot in slots]
    texts = [_under(slot, to_scale) for slot in slots]
    rates = known.to_dict("records")
    sheet = page(
        ax,
        title=", ".join(
            f"{row['name']} {percent(row['turnout_share'])}" for row in rates
        ).capitalize(),
        topic=topic_of("Turnout, per cent of the registered voters of each ballot", election),
        given=title,
        source=source_line(election, source, "turnout"),
        note=" ".join(notes),
        height=2.5,
        least=(SLOT * len(slots) + GAP * (len(slots) - 1), 90),
        left=widest(["100"]) + 8,
        right=4,
        above=16,
        below=8
        + WORD_LINE * max(text.count("\n") + 1 for text in texts)
        + (WORD_LINE + 6 if to_scale else 0),
    )
    ax = sheet.ax
    centres, widths, span = _placed(units, sheet.width)
    ax.set_xlim(0, span)
    ax.set_xticks([])
    sheet.y_axis(0, 100, ticks=range(0, 101, 25))
    for slot, text, centre, width in zip(slots, texts, centres, widths, strict=True):
        left = centre - width / 2
        if "low" in slot:
            _range(sheet.ax, slot, left, width, sheet.scale)
            words = f"{percent(slot['low'], 1)} to {percent(slot['high'], 1)}"
            top = 100 * slot["high"]
        else:
            height = 100 * float(slot["turnout_share"])
            pale: dict[str, Any] = {"facecolor": FAINT, "zorder": 1.2, "linewidth": 0}
            ax.add_patch(Rectangle((left, 0), width, 100, **pale))
            look: dict[str, Any] = {"facecolor": CAST, "zorder": 1.3, "linewidth": 0} | kwargs
            ax.add_patch(Rectangle((left, 0), width, height, **look))
            words, top = percent(slot["turnout_share"]), height
        sheet.text(
            words, centre, top, (0, 3), ha="center", va="bottom", size=WORD_SIZE,
            fontweight="bold",
        )  # fmt: skip
        sheet.text(text, centre, 0, (0, -6), ha="center", va="top", size=WORD_SIZE, linespacing=1.3)
    if to_scale:
        lines = max(text.count("\n") + 1 for text in texts)
        sheet.text(
            fitted("width: registered voters, to scale", sheet.width, WORD_SIZE), 0, 0,
            (0, -8 - WORD_LINE * lines - 4), frame="axes", size=WORD_SIZE, va="top", color=MUTED,
        )  # fmt: skip
    figures = [
        f"{row['name']} {percent(row['turnout_share'])} of "
        f"{_count('registered voters', row['registered'])}"
        for row in frame.to_dict("records")
    ]
    bounds = [
        f"{slot['name']} from {percent(slot['low'], 1)} to {percent(slot['high'], 1)}"
        for slot in slots
        if "low" in slot
    ]
    more = f"; possible {'; '.join(bounds)}" if bounds else ""
    data = frame[["ballot", "name", "registered", "ballots_cast", "turnout_share"]]
    return sheet.say(f"Ballots cast: {listing(figures)}{more}.", data)


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
    turnout of the run-off already in the first round, which would mean no drop.

    Parameters
    ----------
    election : Election or TurnoutDrop
        An election with a turnout drop, or the drop itself.
    title, source : str, optional
        In place of the plot's own; empty for none.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.plot` of the line.

    Returns
    -------
    matplotlib.axes.Axes
        The possible part of the line, in per cent of registered voters.

    Raises
    ------
    LabelError
        If it is neither an Election nor a TurnoutDrop.
    MissingDataError
        If the figures that a drop needs were not published.
    """
    if not isinstance(election, (Election, TurnoutDrop)):
        message = f"expected an Election or a TurnoutDrop; found {type(election).__name__}"
        raise LabelError(message)
    drop = election.turnout_drop() if isinstance(election, Election) else election
    points = {
        "the same turnout everywhere": (drop.share_first, drop.share_first, "o"),
        "no drop": (drop.share_runoff, drop.no_drop_rest, "D"),
    }
    said, keys, drawn = [], [], []
    for name, (first, other, marker) in points.items():
        if not drop.first_low <= first <= drop.first_high:
            said.append(f"{name}: impossible")
            continue
        both = f"{percent(first)} there, {percent(other)} elsewhere"
        said.append(f"{name}: {both}")
        drawn.append((first, other, marker))
        words = f"{name}: {percent(first) if first == other else both}"
        keys.append(mark_key(words, marker=marker, color=INK))
    ends = [drop.first_low, drop.first_high]
    bounds = [percent(bound, 1) for bound in (*ends, drop.rest_low, drop.rest_high)]
    sheet = page(
        ax,
        title=f"In the run-off districts anything from {bounds[0]} to {bounds[1]} is possible"
        if drop.first_low < drop.first_high
        else f"First round in the run-off districts: {bounds[0]}",
        topic=topic_of("Possible first-round turnout", election),
        given=title,
        source=source_line(election, source, "turnout"),
        keys=keys,
        height=2.9,
        least=(200, 110),
        left=widest(["100"]) + 8,
        right=14,
        above=36,
    )
    ax = sheet.ax
    sheet.x_axis(
        0, 100, "first-round turnout in the run-off districts, per cent", ticks=range(0, 101, 20)
    )
    sheet.y_axis(0, 100, ticks=range(0, 101, 20))
    look: dict[str, Any] = {
        "color": CAST, "linewidth": 2.4 * sheet.scale, "solid_capstyle": "butt", "marker": "",
        "linestyle": "-",
    }  # fmt: skip
    rest = [100 * drop.rest_if(end) for end in ends]
    ax.plot([100 * end for end in ends], rest, **look | kwargs)
    for first, other, marker in drawn:
        ax.plot(
            [100 * first], [100 * other], marker=marker, color=INK, markersize=7 * sheet.scale,
            clip_on=False, linestyle="none", markeredgewidth=0,
        )  # fmt: skip
    ax.plot([0, 100], [0, 100], color="#BDBDBD", linewidth=sheet.scale, zorder=1.5, marker="",
            linestyle="-")  # fmt: skip
    sheet.text("equal", 96, 96, (-8, 0), ha="right", size=WORD_SIZE, color=MUTED)
    sheet.line_across(100 * drop.share_runoff, f"run-off {percent(drop.share_runoff)}")
    sheet.unit_above("first-round turnout in the other districts, per cent", lift=15)
    return sheet.say(
        f"In the run-off districts from {bounds[0]} to {bounds[1]}, in the others from "
        f"{bounds[2]} to {bounds[3]}; {'; '.join(said)}.",
        pd.DataFrame(
            [
                *((f"limit {n}", end, drop.rest_if(end)) for n, end in enumerate(ends, start=1)),
                *((name, first, other) for name, (first, other, _) in points.items()),
            ],
            columns=["case", "runoff_districts_share", "other_districts_share"],
        ),
    )


def turnout_over_time(
    table: pd.DataFrame,
    *,
    kinds: str | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw turnout election by election; the mark says what kind of figure each is.

    Parameters
    ----------
    table : pandas.DataFrame
        ``election`` (year) and ``turnout_pct`` (per cent), such as ``kz.table("turnout")``,
        or the rows of one region of ``kz.table("regional_turnout")``, of which the last
        count of each day is drawn with its ``hour``.
    kinds : str, optional
        Column that tells figures apart; by default ``ballot``, else ``status``, where the
        table has it.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.scatter` for each kind.

    Returns
    -------
    matplotlib.axes.Axes
        One mark a figure, with its value, elections at equal distances; elections
        without a figure are named in words.

    Raises
    ------
    LabelError
        If the table lacks a column, or has rows of several regions.
    MissingDataError
        If no turnout was published.
    """
    require(table, "election", "turnout_pct")
    if "region" in table.columns and len(table["region"].unique()) > 1:
        message = "several regions: choose one, such as table[table['region'] == 'Almaty city']"
        raise LabelError(message)
    kinds = kinds or next((c for c in ("ballot", "status") if c in table.columns), None)
    frame = table.assign(kind="" if kinds is None else _column(table, kinds))
    if "region" in table.columns:
        frame = _last_counts(frame, "election")
    frame = frame.reset_index(drop=True)
    values = frame["turnout_pct"].astype("Float64")
    if values.isna().all():
        message = "no turnout was published; nothing to draw"
        raise MissingDataError(message)
    years = sorted(table["election"].unique())
    hours = {
        row["election"]: plain(row["hour"], 8)
        for row in frame.to_dict("records")
        if not is_missing(row.get("hour"))
    }
    place = {year: at for at, year in enumerate(years)}
    known = frame[values.notna()]
    found = list(dict.fromkeys(known["kind"]))
    words = {kind: BALLOTS.get(str(kind), plain(kind, 24).replace("_", " ")) for kind in found}
    without = [f"{year}" for year in years if not (known["election"] == year).any()]
    where = f", {plain(frame['region'].iloc[0], 30)}" if "region" in frame.columns else ""
    main = known[known["kind"] != "second_round"]
    main = main if len(main) else known
    low = main.iloc[int(main["turnout_pct"].astype(float).argmin())]
    one_kind = kinds in (None, "ballot") and not hours  # else figures are not comparable
    ends = [known.iloc[0], known.iloc[-1]]
    finding = (
        f"Lowest in {low['election']}: {_pct(low['turnout_pct'])}"
        if one_kind
        else listing(f"{_pct(row['turnout_pct'])} in {row['election']}" for row in ends)
    )
    sheet = page(
        ax,
        title=finding if len(known) > 1 else f"{low['election']}: {_pct(low['turnout_pct'])}",
        topic=f"Turnout{where}, {years[0]}–{years[-1]}",
        given=title,
        source=sources_of(source, frame),
        note=f"{NOT_PUBLISHED.capitalize()}: {listing(without)}." if without else "",
        keys=[
            mark_key(words[kind], marker=MARKERS[i % 7], color=CYCLE[i % len(CYCLE)])
            for i, kind in enumerate(found)
            if kind
        ],
        height=2.6,
        least=(40.0 * len(years), 90),
        left=widest(["100"]) + 8,
        right=10,
        above=20,
        below=TICKS + (14 if hours else 0),
    )
    ax = sheet.ax
    ax.set_xlim(-0.5, len(years) - 0.5)
    ax.set_xticks(
        range(len(years)),
        [f"{plain(year, 12)}" + (f"\n{hours[year]}" if year in hours else "") for year in years],
        linespacing=1.1,
    )
    sheet.y_axis(0, 100, ticks=range(0, 101, 25))
    sheet.unit_above("per cent of registered voters")
    for i, kind in enumerate(found):
        rows = known[known["kind"] == kind].sort_values("election")
        at = [place[year] for year in rows["election"]]
        heights = rows["turnout_pct"].to_numpy(float)
        colour = CYCLE[i % len(CYCLE)]
        look: dict[str, Any] = {
            "marker": MARKERS[i % 7], "color": colour, "s": 52 * sheet.scale**2, "zorder": 3,
            "linewidth": 0, "label": words[kind],
        }  # fmt: skip
        for (a, v), (b, w) in pairwise(zip(at, heights, strict=True)):
            if b == a + 1 and one_kind:  # a missing election is a gap
                ax.plot([a, b], [v, w], color=colour, linewidth=1.2 * sheet.scale, marker="",
                        linestyle="-", alpha=0.6)  # fmt: skip
        ax.scatter(at, heights, **look | kwargs)
        for x, height in zip(at, heights, strict=True):
            under = (
                any(
                    place[y] == x and other > height
                    for y, other, k in zip(
                        known["election"], known["turnout_pct"], known["kind"], strict=True
                    )
                    if k != kind
                )
                or height > 88
            )
            shift = (0.0, -7.0) if under else (0.0, 7.0)
            sheet.text(
                f"{height:.1f}", x, height, shift, ha="center", size=WORD_SIZE,
                va="top" if under else "bottom",
            )  # fmt: skip
    said = "; ".join(
        f"{row['election']} {_pct(row['turnout_pct'])}"
        + (f" ({words[row['kind']]})" if row["kind"] else "")
        for row in known.to_dict("records")
    )
    gaps = f"; {NOT_PUBLISHED} {listing(without)}" if without else ""
    data = frame.drop(columns="kind")
    return sheet.say(f"Per cent of registered voters: {said}{gaps}.", data)


def regional_turnout(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw how turnout spread between regions, one row an election.

    Parameters
    ----------
    table : pandas.DataFrame
        ``election``, ``region``, ``turnout_pct`` (per cent) and, if wanted, ``status`` and
        ``hour``, such as ``kz.table("regional_turnout")``; of several counts of a day the
        last is drawn.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `seaborn.stripplot`.

    Returns
    -------
    matplotlib.axes.Axes
        One dot a region, the lowest and the highest named; elections with fewer than three
        regions are left to a note.

    Raises
    ------
    LabelError
        If the table lacks a column.
    MissingDataError
        If no election has the turnout of three regions.
    """
    import seaborn as sns

    require(table, "election", "region", "turnout_pct")
    known = _last_counts(table[table["turnout_pct"].notna()], "election", "region")
    regions = known.groupby("election", sort=True)["region"].nunique()
    years = regions.index[regions > 2].tolist()
    if not years:
        message = "a spread needs three regions of one election; found none"
        raise MissingDataError(message)
    alone = [
        f"{row['election']} {plain(row['region'], 30)} {_pct(row['turnout_pct'])}"
        for row in known[known["election"].map(regions) <= 2].to_dict("records")
    ]
    known = known[known["election"].isin(years)].assign(
        turnout_pct=lambda t: t["turnout_pct"].astype(float),
        row=lambda t: t["election"].map({year: at for at, year in enumerate(years)}),
    )
    ranges = known.groupby("election")["turnout_pct"].agg(["min", "max"])
    deviation = known.groupby("election")["turnout_pct"].std()
    heads = [_day_of(known[known["election"] == year]) for year in years]
    beside = [f"\N{PLUS-MINUS SIGN}{deviation[year]:.1f}" for year in years]
    widest_year = max(years, key=lambda y: ranges.loc[y, "max"] - ranges.loc[y, "min"])
    low, high = ranges.loc[widest_year]
    sheet = page(
        ax,
        title=f"{widest_year}: from {low:.1f} to {high:.1f} per cent",
        topic="Turnout by region; beside the year the standard deviation in points",
        given=title,
        source=sources_of(source, known),
        note=f"Too few regions for a spread: {listing(alone)}." if alone else "",
        height=0.66 * len(years),
        least=(170, 46.0 * len(years)),
        left=widest(heads) + widest(beside) + 16,
        right=14,
        above=4,
    )
    ax = sheet.ax
    start = 10 * (min(ranges["min"]) // 10)
    stop = min(100.0, 10 * (max(ranges["max"]) // 10 + 1))
    look: dict[str, Any] = {
        "color": CAST, "size": 6 * sheet.scale, "alpha": 0.75, "jitter": False, "linewidth": 0,
        "clip_on": False,
    }  # fmt: skip
    sns.stripplot(
        known, x="turnout_pct", y="row", orient="h", native_scale=True, ax=ax, **look | kwargs
    )
    ax.set(xlabel="", ylabel="")
    sheet.rows(heads, beside)
    ax.set_ylim(len(years) - 0.4, -0.6)
    sheet.x_axis(start, stop, "per cent of registered voters", ticks=steps(start, stop))
    for at, year in enumerate(years):
        of_year = known[known["election"] == year]
        ends = {"left": of_year["turnout_pct"].idxmin(), "right": of_year["turnout_pct"].idxmax()}
        room = sheet.width / 2
        for side, index in ends.items():
            words = fitted(
                f"{of_year['region'][index]} {of_year['turnout_pct'][index]:.1f}", room, WORD_SIZE
            )
            x, width = of_year["turnout_pct"][index], width_of(words, WORD_SIZE)
            first = sheet.x_of(x) - (4 if side == "left" else width - 4)
            first = max(0.0, min(first, sheet.width + 10 - width))
            shift = (first - sheet.x_of(x), 7 if side == "left" else -7)
            va = "bottom" if side == "left" else "top"
            sheet.text(words, x, at, shift, va=va, size=WORD_SIZE, color=MUTED)
    said = "; ".join(
        f"{year} from {ranges.loc[year, 'min']:g} to {ranges.loc[year, 'max']:g} in "
        f"{regions[year]} regions, standard deviation {deviation[year]:.1f} points"
        for year in years
    )
    data = known.drop(columns="row")
    return sheet.say(f"Per cent of registered voters: {said}.", data)


def _rates(frame: pd.DataFrame, election: Table) -> pd.Series[Any]:
    """Return derived rates and, where the counts are missing, those that were published."""
    rates = frame["turnout_share"].astype("Float64")
    if isinstance(election, Election):
        published = election.published["turnout"].reset_index(drop=True)
        if "turnout_pct" in published.columns:
            rates = rates.fillna(published["turnout_pct"].astype("Float64") / 100)
    return rates


def _drop_of(election: Table) -> TurnoutDrop | None:
    if not isinstance(election, Election):
        return None
    try:
        return election.turnout_drop()
    except KzelectError:
        return None  # there is no drop to bound


def _bounded(election: Table, drop: TurnoutDrop | None) -> list[Row]:
    """Return what the totals allow for the first round in the two kinds of districts."""
    if drop is None or not isinstance(election, Election) or drop.first_low == drop.first_high:
        return []
    runoffs, all_of_them = total(election.seats["second_round"]), election.facts["seats_district"]
    here, there = "the run-off districts", "the other districts"
    if not is_missing(runoffs) and not is_missing(all_of_them) and 0 < runoffs < all_of_them:
        here = f"the {runoffs} run-off districts"
        there = f"the other {int(all_of_them) - int(str(runoffs))} districts"
    return [
        {
            "name": f"first round in {here}", "registered": drop.registered_runoff,
            "low": drop.first_low, "high": drop.first_high,
        },
        {
            "name": f"first round in {there}", "registered": drop.registered_rest,
            "low": drop.rest_low, "high": drop.rest_high,
        },
    ]  # fmt: skip


def _placed(units: Sequence[float], room: float) -> tuple[list[float], list[float], float]:
    """Return centres and widths of rectangles in voters, and how many the axis spans.

    All have one scale; each slot is at least as wide as its words need.
    """
    least = min(SLOT, (room - GAP * (len(units) - 1)) / len(units))
    free = room - GAP * (len(units) - 1)
    low, high = 0.0, free / max(sum(units), 1e-9)
    for _ in range(60):  # the largest scale with which all slots fit
        middle = (low + high) / 2
        fits = sum(max(middle * unit, least) for unit in units) <= free + 1e-6
        low, high = (middle, high) if fits else (low, middle)
    scale = max(low, 1e-12)
    slots = [max(scale * unit, least) for unit in units]
    starts = [sum(slots[:i]) + GAP * i for i in range(len(slots))]
    centres = [(at + slot / 2) / scale for at, slot in zip(starts, slots, strict=True)]
    return centres, list(units), room / scale


def _range(ax: Axes, slot: Row, left: float, width: float, scale: float) -> None:
    """Draw what turnout may have been: hatched from the least to the greatest."""
    pale: dict[str, Any] = {"facecolor": FAINT, "zorder": 1.2, "linewidth": 0}
    ax.add_patch(Rectangle((left, 0), width, 100, **pale))
    low, high = 100 * float(slot["low"]), 100 * float(slot["high"])
    look: dict[str, Any] = {"facecolor": "white", "edgecolor": CAST, "hatch": "////", "zorder": 1.3}
    patch = Rectangle((left, low), width, high - low, linewidth=0.8 * scale, **look)
    patch.set_hatch_linewidth(1.0 * scale)
    ax.add_patch(patch)


def _under(slot: Row, to_scale: bool) -> str:
    """Return the lines under a rectangle."""
    lines = wrapped(str(slot["name"]), SLOT, WORD_SIZE)
    if not to_scale:
        return lines
    if "low" not in slot and not is_missing(slot["ballots_cast"]):
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


def _day_of(rows: pd.DataFrame) -> str:
    """Return the year and, in brackets, the hour or the status of the figures."""
    year = plain(rows["election"].iloc[0], 12)
    for column in ("hour", "status"):
        if column in rows.columns and rows[column].notna().all():
            known = rows[column].astype("string").unique().tolist()
            if len(known) == 1:
                return f"{year} ({plain(known[0], 14)})"
    return year


def _column(table: pd.DataFrame, column: str) -> pd.Series[Any]:
    require(table, column)
    return table[column].astype("string").fillna("")


def _pct(value: Any) -> str:
    return f"{float(value):g} %"


def _count(what: str, voters: Any) -> str:
    return f"{what} {NOT_PUBLISHED}" if is_missing(voters) else f"{int(voters):,} {what}"
