"""Plots over years, countries and regions: series, ranks, changes, claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from warnings import warn

import pandas as pd
from matplotlib.axes import Axes

from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.page import LEAST_ROW, ROW, Page, mark_key, number, page, steps, widest
from kzelect.plots.parties import NOT_PUBLISHED, is_missing, require, sources_of
from kzelect.plots.style import (
    CYCLE,
    INK,
    MUTED,
    OTHERS,
    SUBJECT,
    TEXT_SIZE,
    WORD_SIZE,
    fitted,
    spread,
    wrapped,
)
from kzelect.text import listing, plain, said

__all__ = ["claims", "growth_rank", "peers", "regional_incomes", "series"]

MARKERS = "osD^vP"
NAME_LENGTH = 30
NAME_ROOM = 150.0  # points for a name at the end of a line


def series(
    table: pd.DataFrame,
    indicators: str | Iterable[str] | Mapping[str, str],
    *,
    mark: int | None = None,
    breaks: Iterable[int] = (),
    claimed: Mapping[str, float] | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw series of one unit over years or elections; what has no figure is a gap.

    Parameters
    ----------
    table : pandas.DataFrame
        ``year``, ``indicator``, ``value`` and ``unit``, such as ``kz.economy()``; or with
        ``election`` in place of ``year``. Of years every one counts, of elections those
        of the table: a value that is missing breaks the line.
    indicators : str, iterable of str, or mapping of str to str
        Which of them to draw; a mapping gives the words for each.
    mark : int, optional
        A year to mark, such as that of an election.
    breaks : iterable of int
        Years after which figures are not comparable with those before: the line breaks.
    claimed : mapping of str to float, optional
        Values that somebody claimed, by words for them; drawn as dotted lines.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.plot` for each series.

    Returns
    -------
    matplotlib.axes.Axes
        One line for each indicator, named at its last point.

    Raises
    ------
    LabelError
        If an indicator is not in the table, or their units differ.
    MissingDataError
        If no value of an indicator is known.
    """
    source, indicators = _renamed(source, indicators, kwargs)
    key = "election" if "year" not in getattr(table, "columns", ()) else "year"
    require(table, "year" if key == "year" else "election", "indicator", "value", "unit")
    given: object = indicators
    if not isinstance(given, Iterable):
        message = f"indicators is {said(indicators)}; expected names, such as 'gdp'"
        raise LabelError(message)
    wanted = [indicators] if isinstance(indicators, str) else list(indicators)
    words = indicators if isinstance(indicators, Mapping) else {}
    drawn = {name: _values(table, name, key) for name in wanted}
    chosen = table[table["indicator"].isin(wanted)]
    units = chosen["unit"].unique().tolist()
    if len(units) != 1:
        message = f"series on one axis need one unit; found {listing(map(repr, units)) or 'none'}"
        raise LabelError(message)
    shown = {name: plain(words.get(name, _in_words(name)), 60) for name in wanted}
    first = min(values.index[0] for values in drawn.values())
    last = max(values.index[-1] for values in drawn.values())
    claims_ = {plain(label, 40): float(value) for label, value in (claimed or {}).items()}
    low, high = _limits([*drawn.values(), pd.Series(list(claims_.values()), dtype=float)])
    ticks = steps(low, high, 5)
    many = len(drawn) > 1
    ends = {name: fitted(label, NAME_ROOM, WORD_SIZE) for name, label in shown.items()}
    lines = [*(ends.values() if many else []), *claims_]
    unit = plain(units[0], 60)
    heading = listing(shown.values())
    span = f"{first}–{last}" if first < last else f"{first}"
    only = next(iter(drawn.values())).dropna()
    at_mark: Any = mark if mark in only.index else only.index[-1]
    sheet = page(
        ax,
        title=_capital(heading)
        if many
        else f"{_capital(heading)}: {_signed(only[at_mark])} in {at_mark}",
        topic=f"{_capital(unit)}, {span}",
        given=title,
        source=sources_of(source, *(chosen[chosen["indicator"] == name] for name in wanted)),
        note=f"Not comparable across {listing(f'{y}/{str(y + 1)[-2:]}' for y in breaks)}: a gap."
        if list(breaks)
        else "",
        height=2.7,
        least=(150, max(90.0, 1.3 * WORD_SIZE * len(lines))),
        left=widest([number(t) for t in ticks]) + 8,
        right=widest(lines, WORD_SIZE) + 14 if lines else 16,
        above=18 if mark is not None else 6,
        below=19,
    )
    ax = sheet.ax
    pad = 0.5 if first == last else 0.02 * (last - first)
    years = sorted({int(year) for values in drawn.values() for year in values.index})
    at = steps(first, last, 8, whole=True) if key == "year" else [float(y) for y in years]
    ax.set_xlim(first - pad, last + pad)
    sheet.y_axis(low, high, ticks=ticks)
    _years(sheet, at)
    if low < 0 < high:
        ax.axhline(0, color=MUTED, linewidth=0.9 * sheet.scale, zorder=1.4)
    if mark is not None:
        sheet.line_across(mark, str(mark))
    ending = []
    for place, (name, values) in enumerate(drawn.items()):
        look: dict[str, Any] = {
            "color": CYCLE[place % len(CYCLE)], "marker": MARKERS[place % len(MARKERS)],
            "markersize": (4 if key == "year" else 6) * sheet.scale, "linewidth": 1.8 * sheet.scale,
            "linestyle": "-", "markeredgewidth": 0, "label": shown[name], "zorder": 3,
        }  # fmt: skip
        broken = _broken(values, breaks)
        (line,) = ax.plot(broken.index.to_numpy(float), broken.to_numpy(float), **look | kwargs)
        known = values.dropna()
        ending.append((float(known.iloc[-1]), float(known.index[-1]), ends[name], line.get_color()))
    for value in claims_.values():
        ax.axhline(value, color=INK, linewidth=1.2 * sheet.scale, linestyle=(0, (1, 2)), zorder=1.6)
    ending = ending if many else []
    ending += [(value, last + pad, label, INK) for label, value in claims_.items()]
    _ends(sheet, ending)
    sentences = [_said(shown[name], values, mark, key) for name, values in drawn.items()]
    sentences += [f"{label}: {value:g}, dotted" for label, value in claims_.items()]
    return sheet.say(f"{_capital(unit)}: {'; '.join(sentences)}.", chosen)


def peers(
    table: pd.DataFrame,
    *,
    highlight: str = "Kazakhstan",
    mark: int | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the growth of one country over the years among its peers, which are grey.

    Parameters
    ----------
    table : pandas.DataFrame
        ``year``, ``country``, ``value`` (per cent a year), such as ``kz.growth_peers()``.
    highlight : str
        The country in colour.
    mark : int, optional
        A year to mark; the rank in it is said.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.plot` of the highlighted line.

    Returns
    -------
    matplotlib.axes.Axes
        One line a country, the highlighted one last; years without a figure are gaps.

    Raises
    ------
    LabelError
        If the table lacks a column or the country, or has two values for one year.
    """
    require(table, "year", "country", "value")
    if highlight not in set(table["country"]):
        there = listing(map(repr, table["country"].unique()[:20])) or "no country"
        message = f"no {highlight!r} in the table; found {there}"
        raise LabelError(message)
    if table.duplicated(["year", "country"]).any():
        message = "the table has two values for one country and year; expected one"
        raise LabelError(message)
    wide = table.set_index(["year", "country"])["value"].astype("Float64").unstack()  # noqa: PD010
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1)).astype("Float64")
    values = wide[highlight].dropna()
    if values.empty:
        message = f"no value of {highlight!r} is known"
        raise MissingDataError(message)
    low, high = _limits([wide[country] for country in wide])
    ticks = steps(low, high, 7)
    name = plain(highlight, NAME_LENGTH)
    rank = ""
    if mark is not None and mark in values.index:
        others = wide.loc[mark].dropna()
        place = 1 + sum(value > others[highlight] for value in others)
        rank = f"{name} in {mark}: {_signed(values[mark])} per cent, rank {place} of {len(others)}"
    first, last = wide.index[0], wide.index[-1]
    sheet = page(
        ax,
        title=rank or f"{name} among {wide.shape[1] - 1} others",
        topic=f"Growth of real GDP, per cent a year, {first}–{last}",
        given=title,
        source=sources_of(source, table),
        keys=[
            mark_key(name, linestyle="-", color=SUBJECT, linewidth=2.6),
            mark_key(f"{wide.shape[1] - 1} other countries", linestyle="-", color=OTHERS),
        ],
        height=2.7,
        least=(150, 90),
        left=widest([number(t) for t in ticks]) + 8,
        right=16,
        above=18 if mark is not None else 6,
        below=19,
    )
    ax = sheet.ax
    ax.set_xlim(first - 0.3, last + 0.3)
    sheet.y_axis(low, high, ticks=ticks)
    _years(sheet, steps(first, last, 8, whole=True))
    ax.axhline(0, color=MUTED, linewidth=0.9 * sheet.scale, zorder=1.4)
    for country in [*wide.columns.drop(highlight), highlight]:
        is_one = country == highlight
        look: dict[str, Any] = {
            "color": SUBJECT if is_one else OTHERS, "zorder": 3 if is_one else 2, "linestyle": "-",
            "linewidth": (2.6 if is_one else 1.2) * sheet.scale, "marker": "o",
            "markersize": (4 if is_one else 2) * sheet.scale, "markeredgewidth": 0,
            "label": plain(country, NAME_LENGTH),
        }  # fmt: skip
        line = wide[country].to_numpy(float, na_value=float("nan"))
        ax.plot(wide.index.to_numpy(float), line, **look | (kwargs if is_one else {}))
    if mark is not None:
        sheet.line_across(mark, str(mark))
    middle = wide.drop(columns=highlight).median(axis=1)
    said = [
        f"{name} from {values.iloc[0]:g} in {values.index[0]} to {values.iloc[-1]:g} in "
        f"{values.index[-1]}",
        *([rank] if rank else []),
        f"median of the others {middle.iloc[0]:.1f} in {first} and {middle.iloc[-1]:.1f} in {last}",
    ]
    return sheet.say(f"Per cent a year: {'; '.join(said)}.", table)


def growth_rank(
    table: pd.DataFrame,
    year: int,
    *,
    highlight: str = "Kazakhstan",
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the growth of real GDP in one year, country by country, with one highlighted.

    Parameters
    ----------
    table : pandas.DataFrame
        ``year``, ``country``, ``value`` (per cent), such as ``kz.growth_peers()``.
    year : int
        The year.
    highlight : str
        The country to highlight.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.barh`.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a country; countries without a figure come last, and words say so.

    Raises
    ------
    LabelError
        If the table has no such year or country.
    """
    source, _ = _renamed(source, "", kwargs)
    require(table, "year", "country", "value")
    found = table[table["year"] == year]
    if highlight not in set(found["country"]):
        there = listing(map(repr, found["country"].iloc[:20])) or "no country"
        message = f"no {highlight!r} in {year}; found {there}"
        raise LabelError(message)
    ranked = found.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    values = ranked["value"].astype("Float64")
    shown = [plain(country, NAME_LENGTH) for country in ranked["country"]]
    beside = ["" if pd.isna(v) else _signed(v) for v in values]
    is_subject = (ranked["country"] == highlight).tolist()
    own = is_subject.index(True)
    low, high = min(0.0, *values.dropna()), 1.03 * max(1.0, *values.dropna())
    known = int(values.notna().sum())
    name = shown[own]
    finding = (
        f"{name}: {NOT_PUBLISHED}"
        if pd.isna(values[own])
        else (
            f"{name}: {beside[own]} per cent, rank {1 + int((values > values[own]).sum())} "
            f"of {known}"
        )
    )
    sheet = page(
        ax,
        title=finding,
        topic=f"Growth of real GDP, {year}",
        given=title,
        source=sources_of(source, found),
        height=ROW * len(ranked),
        least=(120, LEAST_ROW * len(ranked)),
        left=1.06 * widest(shown) + widest(beside) + 18,
        right=14,
        above=4,
    )
    ax = sheet.ax
    bars: dict[str, Any] = {
        "height": 0.7, "color": [SUBJECT if is_own else OTHERS for is_own in is_subject],
        "linewidth": 0, "edgecolor": "none", "zorder": 2,
    }  # fmt: skip
    lengths = values.to_numpy(dtype=float, na_value=float("nan"))
    ax.barh(range(len(ranked)), lengths, **bars | kwargs)
    sheet.rows(shown, beside)
    sheet.x_axis(1.03 * low, high, "per cent a year", ticks=steps(1.03 * low, high))
    for label, is_own in zip(ax.get_yticklabels(), is_subject, strict=True):
        label.set_fontweight("bold" if is_own else "normal")
    for row in ranked.index[values.isna()]:
        sheet.words(NOT_PUBLISHED, 0, row)
    ax.axvline(0, color=MUTED, linewidth=sheet.scale, zorder=2.5)
    figures = [
        f"{country} {NOT_PUBLISHED if pd.isna(v) else _signed(v)}"
        for country, v in zip(shown, values, strict=True)
    ]
    return sheet.say(
        f"Per cent a year: {listing(figures)}; {plain(highlight)} is highlighted.", ranked
    )


def regional_incomes(
    table: pd.DataFrame,
    years: tuple[int, int] = (2002, 2003),
    *,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw incomes by region in two years, sorted, with the growth between them.

    Parameters
    ----------
    table : pandas.DataFrame
        ``region``, ``year``, ``value``, ``unit``, such as ``kz.regional_income()``.
    years : tuple of int
        From which year to which.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.scatter` of both years.

    Returns
    -------
    matplotlib.axes.Axes
        For each region a pale mark of the first year, a full one of the second, and
        beside its name the growth in per cent, nominal where the unit is.

    Raises
    ------
    LabelError
        If the table lacks a column or a year, or has several units.
    """
    require(table, "region", "year", "value", "unit")
    first, last = years
    found = table[table["year"].isin(years)]
    absent = sorted({first, last} - set(found["year"]))
    if absent or first == last:
        there = listing(f"{y}" for y in sorted(table["year"].unique()))
        message = f"expected two of the years {there}; found {first} and {last}"
        raise LabelError(message)
    units = found["unit"].unique().tolist()
    if len(units) != 1 or found.duplicated(["region", "year"]).any():
        message = (
            f"expected one value a region and year, in one unit; found {listing(map(repr, units))}"
        )
        raise LabelError(message)
    wide = found.set_index(["region", "year"])["value"].astype("Float64").unstack()  # noqa: PD010
    wide = wide.dropna(how="all")
    wide = wide.iloc[(-wide[last].astype(float)).argsort(kind="stable")]
    growth = 100 * (wide[last] / wide[first] - 1)
    shown = [plain(region, NAME_LENGTH) for region in wide.index]
    beside = [NOT_PUBLISHED if pd.isna(rate) else _growth(rate) for rate in growth]
    known = growth.dropna()
    most = 1.03 * float(wide.max().max())
    ends: list[Any] = []
    if len(known):
        ends = [known.astype(float).idxmin(), known.astype(float).idxmax()]
    sheet = page(
        ax,
        title=f"From {' to '.join(f'{_growth(known[r])} in {plain(r, 24)}' for r in ends)}"
        if ends
        else "Incomes by region",
        topic=f"Incomes by region, {first} to {last}; beside the name the growth",
        given=title,
        source=sources_of(source, found),
        keys=[
            mark_key(str(first), marker="o", color=OTHERS),
            mark_key(str(last), marker="o", color=SUBJECT),
        ],
        height=0.26 * len(wide),
        least=(130, 14.5 * len(wide)),
        left=widest(shown) + widest(beside) + 16,
        right=20,
        above=4,
    )
    ax = sheet.ax
    sheet.rows(shown, beside)
    sheet.x_axis(0, most, plain(units[0], 60), ticks=steps(0, most, 5))
    for row, region in enumerate(wide.index):
        pair = wide.loc[region]
        if pair.notna().all():
            ax.plot(pair.to_numpy(float), [row, row], color=OTHERS, linewidth=2 * sheet.scale,
                    zorder=1.8, marker="", linestyle="-")  # fmt: skip
    for year, colour in ((first, OTHERS), (last, SUBJECT)):
        look: dict[str, Any] = {
            "s": 40 * sheet.scale**2, "color": colour, "linewidth": 0, "zorder": 3, "marker": "o",
            "label": str(year), "clip_on": False,
        }  # fmt: skip
        ax.scatter(
            wide[year].to_numpy(float, na_value=float("nan")), range(len(wide)), **look | kwargs
        )
    figures = [
        f"{name} {_or_not(a)} to {_or_not(b)} ({rate})"
        for name, a, b, rate in zip(shown, wide[first], wide[last], beside, strict=True)
    ]
    return sheet.say(
        f"{_capital(plain(units[0]))}, {first} to {last}: {'; '.join(figures)}.",
        wide.assign(growth_pct=growth)[[first, last, "growth_pct"]].reset_index(),
    )


def claims(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw what was claimed beside what was found, each as a part of what was claimed.

    Parameters
    ----------
    table : pandas.DataFrame
        ``subject``, ``value``, ``unit``, ``found``, ``verdict``, such as ``kz.claims()``.
        Rows with both figures in one unit are drawn, the others counted by their verdict;
        those that are ``circular`` are left out.
    title : str, optional
        In place of the plot's own; empty for none.
    source : str or pandas.DataFrame, optional
        The source line, empty for none; or the sources table to take it from.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.scatter` of what was found.

    Returns
    -------
    matplotlib.axes.Axes
        One row a claim: a line at what was claimed (100 per cent), a mark at what was
        found, both figures and the verdict beside them.

    Raises
    ------
    LabelError
        If the table lacks a column.
    MissingDataError
        If no claim has both figures.
    """
    require(table, "subject", "value", "unit", "found", "verdict")
    circular = 0
    if "circular" in table.columns:
        repeats = table["circular"].fillna(False).astype(bool)
        circular, table = int(repeats.sum()), table[~repeats]
    numbers = {
        c: pd.to_numeric(table[c], errors="coerce").astype("Float64") for c in ("value", "found")
    }
    both = numbers["value"].notna() & numbers["found"].notna() & (numbers["value"] != 0)
    if "found_unit" in table.columns:
        both &= (table["found_unit"] == table["unit"]).fillna(False)
    both = both.fillna(False).astype(bool)
    rows = table[both].assign(**{c: values[both] for c, values in numbers.items()})
    rows = rows.drop_duplicates(["subject", "value", "found"]).reset_index(drop=True)
    if rows.empty:
        message = "no claim has a figure and a finding to compare; nothing to draw"
        raise MissingDataError(message)
    others = table[~both]["verdict"].value_counts()
    parts = 100 * rows["found"] / rows["value"]
    shown = [_two_lines(plain(subject, 80)) for subject in rows["subject"]]
    beside = [
        f"{_figure(v)} \N{RIGHTWARDS ARROW} {_figure(f)}"
        for v, f in zip(rows["value"], rows["found"], strict=True)
    ]
    verdicts = [plain(v, 24) for v in rows["verdict"]]
    low, high = min(90.0, 0.95 * parts.min()), max(110.0, 1.05 * parts.max())
    agree = int((rows["verdict"] == "agrees").sum())
    more = f" Left out: {circular} that only repeat the table of the results." if circular else ""
    note = (
        "Without two figures to compare: "
        f"{listing(f'{plain(verdict)} {count}' for verdict, count in others.items())}."
        if len(others)
        else ""
    )
    sheet = page(
        ax,
        title=f"{agree} of {len(rows)} figures agree with what was found",
        topic="Claimed \N{RIGHTWARDS ARROW} found; the line is what was claimed",
        given=title,
        source=sources_of(source, rows),
        note=f"{note}{more}".strip(),
        height=0.42 * len(rows),
        least=(110, 2 * LEAST_ROW * len(rows)),
        left=widest(shown) + widest(beside) + 16,
        right=widest(verdicts, WORD_SIZE) + 12,
        above=4,
    )
    ax = sheet.ax
    sheet.rows(shown, beside)
    sheet.x_axis(low, high, "found, per cent of what was claimed", ticks=steps(low, high, 5))
    ax.axvline(100, **sheet.dashed())
    for row, part in enumerate(parts):
        ax.plot([100, float(part)], [row, row], color=OTHERS, linewidth=2 * sheet.scale, zorder=1.8,
                marker="", linestyle="-")  # fmt: skip
        sheet.text(verdicts[row], 1, row, (6, 0), frame="row", size=WORD_SIZE, color=MUTED)
    look: dict[str, Any] = {
        "s": 46 * sheet.scale**2, "color": SUBJECT, "linewidth": 0, "zorder": 3, "clip_on": False,
        "marker": "o",
    }  # fmt: skip
    ax.scatter(parts.to_numpy(float), range(len(rows)), **look | kwargs)
    said = [
        f"{plain(row['subject'])} {_figure(row['value'])} {plain(row['unit'])} claimed, "
        f"{_figure(row['found'])} found, {plain(row['verdict'])}"
        for row in rows.to_dict("records")
    ]
    data = rows[["subject", "value", "unit", "found", "verdict"]]
    return sheet.say(f"Claimed and found: {'; '.join(said)}.", data)


def _renamed(source: Any, indicators: Any, kwargs: dict[str, Any]) -> tuple[Any, Any]:
    """Take the former names ``sources`` and ``labels`` out of the keywords, with a warning."""
    if "sources" in kwargs:
        warn("sources= is now source=", FutureWarning, stacklevel=3)
        source = kwargs.pop("sources")
    if "labels" in kwargs:
        warn("labels= is now a mapping for indicators", FutureWarning, stacklevel=3)
        labels = kwargs.pop("labels") or {}
        wanted = [indicators] if isinstance(indicators, str) else list(indicators)
        indicators = {name: labels.get(name, _in_words(name)) for name in wanted}
    return source, indicators


def _values(table: pd.DataFrame, indicator: str, key: str) -> pd.Series[Any]:
    """Return one value for every year or election from the first to the last; missing for none."""
    rows_of = table[table["indicator"] == indicator]
    if rows_of.empty:
        there = listing(map(repr, table["indicator"].unique()[:30]))
        message = f"no indicator {indicator!r}; found {there}"
        raise LabelError(message)
    if rows_of[key].duplicated().any():
        message = f"indicator {indicator!r} has two values in one {key}"
        raise LabelError(message)
    values = rows_of.set_index(key)["value"].astype("Float64").sort_index()
    known = values.dropna()
    if known.empty:
        message = f"indicator {indicator!r} has no value; expected one at least"
        raise MissingDataError(message)
    first, last = int(known.index.min()), int(known.index.max())
    every = range(first, last + 1) if key == "year" else sorted(table[key].unique())
    return values.reindex([year for year in every if first <= year <= last])


def _broken(values: pd.Series[Any], breaks: Iterable[int]) -> pd.Series[Any]:
    """Return the values with a hole after each break, where a line ends."""
    line = values.astype("Float64").astype(float)
    holes = [year + 0.5 for year in breaks if line.index[0] <= year < line.index[-1]]
    more = pd.Series(float("nan"), index=holes, dtype=float)
    return pd.concat([line, more]).sort_index() if holes else line


def _limits(lines: Sequence[pd.Series[Any]]) -> tuple[float, float]:
    known = [float(v) for line in lines for v in line.dropna()]
    low, high = min(known), max(known)
    pad = 0.08 * (high - low) or 0.08 * abs(high) or 1.0
    if low >= 0 and low < 0.4 * high:
        return 0.0, high + pad  # near enough to show how high the line stands
    return low - pad, high + pad


def _years(sheet: Page, years: Sequence[float]) -> None:
    """Set ticks at years, as many as there is room for."""
    room = widest(["2000"]) + 8
    kept: list[float] = []
    for year in reversed(years):  # the last one stays
        if not kept or abs(sheet.x_of(kept[-1]) - sheet.x_of(year)) >= room:
            kept.append(year)
    sheet.ax.set_xticks(sorted(kept), [f"{int(year)}" for year in sorted(kept)])


def _ends(sheet: Page, ending: Sequence[tuple[float, float, str, Any]]) -> None:
    """Name lines at their last points, from the highest down, with leaders where moved."""
    low, high = sheet.ax.get_ylim()
    gap = 1.25 * WORD_SIZE / sheet.height * (high - low)
    order = sorted(ending, key=lambda end: -end[0])
    heights = spread([end[0] for end in order], gap, low, high) if order else []
    for (value, year, label, colour), height in zip(order, heights, strict=True):
        start = sheet.width - sheet.x_of(year)
        lift = (height - value) / (high - low) * sheet.height
        sheet.text(label, year, value, (start + 8, lift), size=WORD_SIZE, color=colour)
        if start > 12 or abs(lift) > 4:
            sheet.text(
                "", year, value, (start + 6, lift), size=1,
                arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.8 * sheet.scale,
                            "shrinkA": 0, "shrinkB": 3 * sheet.scale, "alpha": 0.6},
            )  # fmt: skip


def _said(label: str, values: pd.Series[Any], mark: int | None, key: str) -> str:
    known = values.dropna()
    first, last = known.index[0], known.index[-1]
    parts = [f"{label} from {known[first]:g} in {first} to {known[last]:g} in {last}"]
    if gaps := int(values.isna().sum()):
        parts.append(f"{gaps} {key}{'s' * (gaps > 1)} {NOT_PUBLISHED}")
    if mark is not None:
        at = known.get(mark)
        parts.append(f"{mark} {NOT_PUBLISHED}" if at is None else f"{at:g} in {mark}, marked")
    return ", ".join(parts)


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "\N{MINUS SIGN}")


def _two_lines(text: str) -> str:
    lines = wrapped(text, 190, TEXT_SIZE).split("\n")
    return "\n".join([lines[0], fitted(" ".join(lines[1:]), 190)] if lines[1:] else lines)


def _growth(rate: float) -> str:
    return f"{rate:+.1f} %".replace("-", "\N{MINUS SIGN}")


def _figure(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{round(value, 1):g}" if abs(value) >= 100 else f"{round(value, 3):g}"


def _or_not(value: Any) -> str:
    return NOT_PUBLISHED if is_missing(value) else _figure(float(value))


def _in_words(indicator: str) -> str:
    return indicator.replace("_", " ").replace("gdp", "GDP")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
