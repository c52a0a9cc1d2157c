"""Plots over years, countries and regions: series, ranks, changes, claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from warnings import warn

import pandas as pd
from matplotlib.axes import Axes
from pandas.api.typing import NAType

from kzelect.errors import LabelError
from kzelect.plots.page import (
    Page,
    Words,
    documented,
    mark_key,
    page,
    rows_page,
    steps,
    ticks_width,
)
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    floats,
    note,
    one_value,
    refuse_empty,
    require_table,
    sources_of,
)
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
    widest,
    wrapped,
)
from kzelect.text import as_code, listing, plain

MARKERS = "osD^vP"
NAME_LENGTH = 30
NAME_ROOM = 150.0  # points for a name at the end of a line
SUBJECT_ROOM = 190.0  # points for what a claim is about
MINUS, ARROW = "\N{MINUS SIGN}", "\N{RIGHTWARDS ARROW}"


@documented("plot for each series", "an indicator is not in the table, or their units differ")
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
    """Draw series of one unit over years or elections; a missing value is a gap.

    One line for each indicator, named at its last point.

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
        Years after which values are not comparable with those before: the line breaks.
    claimed : mapping of str to float, optional
        Values that somebody claimed, by words for them; drawn as dotted lines.
    """
    source = _former("sources", "source=", source, kwargs)
    words = _former("labels", "a mapping for indicators", indicators, kwargs)
    key = "year" if "year" in getattr(table, "columns", ["year"]) else "election"
    require_table(table, key, "indicator", "value", "unit")
    if not hasattr(indicators, "__iter__"):
        message = f"indicators is {as_code(indicators)}; expected names, such as 'gdp'"
        raise LabelError(message)
    wanted = [indicators] if isinstance(indicators, str) else list(indicators)
    lines = {name: _indicator_values(table, name, key) for name in wanted}
    chosen = table[table["indicator"].isin(wanted)]
    units = chosen["unit"].unique().tolist()
    if len(units) != 1:
        message = f"series on one axis need one unit; found {listing(map(repr, units)) or 'none'}"
        raise LabelError(message)
    unit = _capital(plain(units[0], 60))
    names = {name: name.replace("_", " ").replace("gdp", "GDP") for name in wanted}
    names |= words if isinstance(words, Mapping) else {}
    labels = {name: plain(names[name], 60) for name in wanted}
    years = sorted({int(year) for values in lines.values() for year in values.index})
    first, last = years[0], years[-1]
    levels = {plain(label, 40): float(value) for label, value in (claimed or {}).items()}
    finding = _capital(listing(labels.values()))
    ends: dict[str, str] = {}  # names at the ends of lines: with one line the title has it
    if len(lines) > 1:
        ends = {name: fitted(label, NAME_ROOM, WORD_SIZE) for name, label in labels.items()}
    else:
        known = lines[wanted[0]].dropna()
        year: Any = mark if mark in known.index else known.index[-1]
        finding = f"{finding}: {_signed(known[year])} in {year}"
    beside = [*ends.values(), *levels]
    breaks = list(breaks)
    gaps = listing(f"{year}/{str(year + 1)[-2:]}" for year in breaks)
    pad = 0.5 if first == last else 0.02 * (last - first)
    topic = f"{unit}, {first}–{last}" if first < last else f"{unit}, {first}"
    around = Words(title, finding, topic, f"Not comparable across {gaps}: a gap." if gaps else "")
    credit = sources_of(source, *(chosen[chosen["indicator"] == name] for name in wanted))
    drawn = [*lines.values(), pd.Series(levels, dtype=float)]
    least = (150, max(90.0, 1.3 * WORD_SIZE * len(beside)))
    right = widest(beside, WORD_SIZE) + 14 if beside else 16
    at = (first - pad, last + pad), steps(first, last, 8, whole=True) if key == "year" else years
    sheet = _years_page(ax, around, credit, *at, drawn, mark, most=5, least=least, right=right)
    ending: list[tuple[float, float, str, Any]] = []
    for place, (name, values) in enumerate(lines.items()):
        span = range(values.index[0], values.index[-1])
        xs = sorted([*values.index, *(year + 0.5 for year in breaks if year in span)])  # with holes
        look: dict[str, Any] = {"marker": MARKERS[place % len(MARKERS)], "label": labels[name]}
        look |= {"dot": 4 if key == "year" else 6, "color": CYCLE[place % len(CYCLE)], "zorder": 3}
        line = sheet.line(xs, floats(values.reindex(xs)), kwargs, width=1.8, **look)
        if name in ends:
            year, value = [*values.dropna().items()][-1]
            ending.append((value, year, ends[name], line.get_color()))
    for label, value in levels.items():
        width = 1.2 * sheet.scale
        sheet.ax.axhline(value, color=INK, linewidth=width, linestyle=(0, (1, 2)), zorder=1.6)
        ending.append((value, last + pad, label, INK))
    _name_ends(sheet, ending)
    sentences = [_course(labels[name], values, mark, key) for name, values in lines.items()]
    sentences += [f"{label}: {value:g}, dotted" for label, value in levels.items()]
    return sheet.say(f"{unit}: {'; '.join(sentences)}.", chosen)


@documented("plot of the highlighted line", "has no such country, or two values for one year")
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

    One line a country, the highlighted one last; years without a value are gaps.

    Parameters
    ----------
    table : pandas.DataFrame
        ``year``, ``country``, ``value`` (per cent a year), such as ``kz.growth_peers()``.
    highlight : str
        The country in colour.
    mark : int, optional
        A year to mark; the rank in it is said.
    """
    require_table(table, "year", "country", "value")
    _require_country(table, highlight, "the table")
    one_value(table, "country", "year")
    wide = table.set_index(["year", "country"])["value"].astype("Float64").unstack()  # noqa: PD010
    wide = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1)).astype("Float64")
    values, others = wide[highlight].dropna(), wide.drop(columns=highlight)
    refuse_empty(values.empty, f"no value of {highlight!r} is known")
    name, rank = plain(highlight, NAME_LENGTH), ""
    if mark is not None and mark in values.index:
        of_year = wide.loc[mark].dropna()
        place = 1 + int((of_year > values[mark]).sum())
        rank = f"{name} in {mark}: {_signed(values[mark])} per cent, rank {place} of {len(of_year)}"
    first, last = wide.index[0], wide.index[-1]
    count = f"{others.shape[1]} other"
    topic = f"Growth of real GDP, per cent a year, {first}–{last}"
    around = Words(title, rank or f"{name} among {count}s", topic)
    keys = [
        mark_key(name, linestyle="-", color=SUBJECT, linewidth=2.6),
        mark_key(f"{count} countries", linestyle="-", color=OTHERS),
    ]
    credit, drawn = sources_of(source, table), [wide[country] for country in wide]
    at = (first - 0.3, last + 0.3), steps(first, last, 8, whole=True)
    sheet = _years_page(ax, around, credit, *at, drawn, mark, keys=keys, least=(150, 90))
    for country in [*others, highlight]:
        look: dict[str, Any] = {"width": 1.2, "dot": 2, "color": OTHERS, "zorder": 2}
        if country == highlight:
            look = {"width": 2.6, "dot": 4, "color": SUBJECT, "zorder": 3}
        look |= {"marker": "o", "label": plain(country, NAME_LENGTH)}
        own = kwargs if country == highlight else {}
        sheet.line(wide.index, floats(wide[country]), own, **look)
    middle = others.median(axis=1)
    sentences = [
        _course(name, values, None, "year"),
        *filter(None, [rank]),
        f"median of the others {middle[first]:.1f} in {first} and {middle[last]:.1f} in {last}",
    ]
    return sheet.say(f"Per cent a year: {'; '.join(sentences)}.", table)


@documented("barh", "or there is no such year or country")
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

    One bar a country; countries without a value come last, and words say so.

    Parameters
    ----------
    table : pandas.DataFrame
        ``year``, ``country``, ``value`` (per cent), such as ``kz.growth_peers()``.
    year : int
        The year.
    highlight : str
        The country to highlight.
    """
    source = _former("sources", "source=", source, kwargs)
    require_table(table, "year", "country", "value")
    of_year = table[table["year"] == year]
    _require_country(of_year, highlight, str(year))
    ranked = of_year.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    values = ranked["value"].astype("Float64")
    names = [plain(country, NAME_LENGTH) for country in ranked["country"]]
    beside = ["" if pd.isna(v) else _signed(v) for v in values]
    own = ranked["country"].tolist().index(highlight)
    low, high = 1.03 * min(0.0, *values.dropna()), 1.03 * max(1.0, *values.dropna())
    finding = f"{names[own]}: {NOT_PUBLISHED}"
    if not pd.isna(values[own]):
        place = f"rank {1 + int((values > values[own]).sum())} of {values.notna().sum()}"
        finding = f"{names[own]}: {beside[own]} per cent, {place}"
    words = Words(title, finding, f"Growth of real GDP, {year}")
    credit = sources_of(source, of_year)
    left = 1.06 * widest(names) + widest(beside) + 18  # one name is bold
    sheet = rows_page(ax, words, credit, names, beside, least=120, left=left, right=14)
    hues = [SUBJECT if row == own else OTHERS for row in ranked.index]
    sheet.bars(ranked.index, floats(values), kwargs, color=hues)
    sheet.x_axis(low, high, "per cent a year")
    sheet.ax.get_yticklabels()[own].set_fontweight("bold")
    for row in ranked.index[values.isna()]:
        sheet.aside(NOT_PUBLISHED, 0, row)
    sheet.ax.axvline(0, color=MUTED, linewidth=sheet.scale, zorder=2.5)
    rates = listing(f"{name} {v or NOT_PUBLISHED}" for name, v in zip(names, beside, strict=True))
    return sheet.say(f"Per cent a year: {rates}; {plain(highlight)} is highlighted.", ranked)


@documented("scatter of both years", "has no such year, or has several units")
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

    For each region a pale mark of the first year, a full one of the second, and beside its
    name the growth in per cent, nominal where the unit is.

    Parameters
    ----------
    table : pandas.DataFrame
        ``region``, ``year``, ``value``, ``unit``, such as ``kz.regional_income()``.
    years : tuple of int
        From which year to which.
    """
    require_table(table, "region", "year", "value", "unit")
    first, last = years
    chosen = table[table["year"].isin(years)]
    if first == last or {first, last} - set(chosen["year"]):
        known = listing(f"{year}" for year in sorted(table["year"].unique()))
        message = f"expected two of the years {known}; found {first} and {last}"
        raise LabelError(message)
    units = chosen["unit"].unique().tolist()
    if len(units) != 1 or chosen.duplicated(["region", "year"]).any():
        found = listing(map(repr, units))
        message = f"expected one value a region and year, in one unit; found {found}"
        raise LabelError(message)
    wide = chosen.set_index(["region", "year"])["value"].astype("Float64").unstack()  # noqa: PD010
    wide = wide.dropna(how="all")
    wide = wide.iloc[(-wide[last].astype(float)).argsort(kind="stable")]
    growth = 100 * (wide[last] / wide[first] - 1)
    names = [plain(region, NAME_LENGTH) for region in wide.index]
    beside = [NOT_PUBLISHED if pd.isna(rate) else f"{_signed(rate, '+.1f')} %" for rate in growth]
    finding = "Incomes by region"
    rates = growth.astype(float)
    if rates.notna().any():
        places = int(rates.argmin()), int(rates.argmax())
        low, high = (f"{beside[at]} in {plain(wide.index[at], 24)}" for at in places)
        finding = f"From {low} to {high}"
    colours = {first: OTHERS, last: SUBJECT}
    topic = f"Incomes by region, {first} to {last}; beside the name the growth"
    words = Words(title, finding, topic)
    credit = sources_of(source, chosen)
    keys = [mark_key(str(year), marker="o", color=hue) for year, hue in colours.items()]
    sheet = rows_page(
        ax, words, credit, names, beside, keys=keys, row=(0.26, 14.5), least=130, right=20
    )
    most = 1.03 * float(wide.max().max())
    sheet.x_axis(0, most, plain(units[0], 60), steps(0, most, 5))
    for row, region in enumerate(wide.index):
        pair = floats(wide.loc[region])
        sheet.line(pair, [row, row], width=2, color=OTHERS, zorder=1.8)
    for year, hue in colours.items():
        incomes = floats(wide[year])
        sheet.marks(incomes, range(len(wide)), kwargs, area=40, color=hue, label=str(year))
    phrases = [
        f"{name} {_short_number(a)} to {_short_number(b)} ({rate})"
        for name, a, b, rate in zip(names, wide[first], wide[last], beside, strict=True)
    ]
    unit = _capital(plain(units[0]))
    data = wide.assign(growth_pct=growth)[[first, last, "growth_pct"]].reset_index()
    return sheet.say(f"{unit}, {first} to {last}: {'; '.join(phrases)}.", data)


@documented("scatter of what was found")
def claims(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw what was claimed beside what was found, each as a part of what was claimed.

    One row a claim: a line at what was claimed (100 per cent), a mark at what was found,
    both numbers and the verdict beside them.

    Parameters
    ----------
    table : pandas.DataFrame
        ``subject``, ``value``, ``unit``, ``found``, ``verdict``, such as ``kz.claims()``.
        Rows with both numbers in one unit are drawn, the others counted by their verdict;
        those that are ``circular`` are left out.
    """
    require_table(table, "subject", "value", "unit", "found", "verdict")
    circular = 0
    if "circular" in table.columns:
        repeats = table["circular"].fillna(False).astype(bool)
        circular, table = int(repeats.sum()), table[~repeats]
    numbers = table[["value", "found"]].apply(pd.to_numeric, errors="coerce").astype("Float64")
    both = numbers.notna().all(axis=1) & (numbers["value"] != 0).fillna(False)
    if "found_unit" in table.columns:
        both &= (table["found_unit"] == table["unit"]).fillna(False)
    both = both.astype(bool)
    rows = table[both].assign(**numbers[both])
    rows = rows.drop_duplicates(["subject", "value", "found"]).reset_index(drop=True)
    refuse_empty(rows.empty, "no claim has a number and a finding to compare; nothing to draw")
    parts = floats(100 * rows["found"] / rows["value"])
    value, found = (rows[column].map(_short_number) for column in ("value", "found"))
    verdicts = [plain(verdict, 24) for verdict in rows["verdict"]]
    others = table[~both]["verdict"].value_counts()
    uncompared = (f"{plain(verdict)} {count}" for verdict, count in others.items())
    agree = int((rows["verdict"] == "agrees").sum())
    names = [_two_lines(plain(subject, 80)) for subject in rows["subject"]]
    words = Words(
        title,
        f"{agree} of {len(rows)} figures agree with what was found",
        f"Claimed {ARROW} found; the line is what was claimed",
        note("Without two figures to compare", uncompared),
        f"Left out: {circular} that only repeat the table of the results." if circular else "",
    )
    beside, credit = (value + f" {ARROW} " + found).tolist(), sources_of(source, rows)
    right = widest(verdicts, WORD_SIZE) + 12
    sheet = rows_page(ax, words, credit, names, beside, row=(0.42, 31.0), least=110, right=right)
    low, high = min(90.0, 0.95 * parts.min()), max(110.0, 1.05 * parts.max())
    sheet.x_axis(low, high, "found, per cent of what was claimed", steps(low, high, 5))
    sheet.ax.axvline(100, **sheet.dashed())
    for row, part in enumerate(parts):
        sheet.line([100, part], [row, row], width=2, color=OTHERS, zorder=1.8)
        sheet.aside(verdicts[row], 1, row, frame="row")
    sheet.marks(parts, range(len(rows)), kwargs, area=46, color=SUBJECT)
    phrases = rows["subject"].map(plain) + " " + value + " " + rows["unit"].map(plain)
    phrases += " claimed, " + found + " found, " + rows["verdict"].map(plain)
    data = rows[["subject", "value", "unit", "found", "verdict"]]
    return sheet.say(f"Claimed and found: {'; '.join(phrases)}.", data)


def _former(name: str, now: str, value: Any, kwargs: dict[str, Any]) -> Any:
    """Take a keyword by its former name, with a warning; else return what the new one has."""
    if name not in kwargs:
        return value
    warn(f"{name}= is now {now}", FutureWarning, stacklevel=3)
    return kwargs.pop(name)


def _require_country(table: pd.DataFrame, country: str, where: str) -> None:
    if country not in set(table["country"]):
        known = listing(map(repr, table["country"].unique()[:20])) or "no country"
        message = f"no {country!r} in {where}; found {known}"
        raise LabelError(message)


def _indicator_values(table: pd.DataFrame, indicator: str, key: str) -> pd.Series[Any]:
    """Return one value for every year or election from the first to the last; missing for none."""
    rows = table[table["indicator"] == indicator]
    if rows.empty:
        names = listing(map(repr, table["indicator"].unique()[:30]))
        message = f"no indicator {indicator!r}; found {names}"
        raise LabelError(message)
    if rows[key].duplicated().any():
        message = f"indicator {indicator!r} has two values in one {key}"
        raise LabelError(message)
    values = rows.set_index(key)["value"].astype("Float64").sort_index()
    known = values.dropna()
    refuse_empty(known.empty, f"indicator {indicator!r} has no value; expected one at least")
    first, last = int(known.index.min()), int(known.index.max())
    every = range(first, last + 1) if key == "year" else sorted(table[key].unique())
    return values.reindex([year for year in every if first <= year <= last])


def _years_page(
    ax: Any, words: Words, source: str, span: tuple[float, float], years: Sequence[float],
    lines: Sequence[pd.Series[Any]], mark: int | None, *, most: int = 7, **rest: Any,
) -> Page:  # fmt: skip
    """Lay out a `page` of lines over years, with as many ticks as there is room for."""
    known = [float(v) for line in lines for v in line.dropna()]
    low, high = min(known), max(known)
    pad = 0.08 * (high - low) or 0.08 * abs(high) or 1.0
    # Near enough to 0 a line stands on it.
    low, high = 0.0 if 0 <= low < 0.4 * high else low - pad, high + pad
    ticks = steps(low, high, most)
    rest |= {"height": 2.7, "left": ticks_width(ticks), "above": 6 if mark is None else 18}
    sheet = page(ax, words, source, below=19, **rest)
    sheet.ax.set_xlim(*span)
    sheet.y_axis(low, high, ticks)
    room, kept = widest(["2000"]) + 8, [years[-1]]  # the last one stays
    for year in reversed(years[:-1]):
        if sheet.x_of(kept[-1]) - sheet.x_of(year) >= room:
            kept.append(year)
    sheet.ax.set_xticks(kept[::-1], [f"{int(year)}" for year in reversed(kept)])
    if low < 0 < high:
        sheet.ax.axhline(0, color=MUTED, linewidth=0.9 * sheet.scale, zorder=1.4)
    if mark is not None:
        sheet.line_across(mark, str(mark))
    return sheet


def _name_ends(sheet: Page, ending: Sequence[tuple[float, float, str, Any]]) -> None:
    """Name lines at their last points, from the highest down, with leaders where moved."""
    low, high = sheet.ax.get_ylim()
    gap = 1.25 * WORD_SIZE / sheet.height * (high - low)
    order = sorted(ending, key=lambda end: -end[0])
    heights = spread([end[0] for end in order], gap, low, high)
    for (value, year, label, colour), height in zip(order, heights, strict=True):
        start = sheet.width - sheet.x_of(year)
        lift = (height - value) / (high - low) * sheet.height
        sheet.text(label, year, value, (start + 8, lift), color=colour)
        if start > 12 or abs(lift) > 4:
            leader = {"arrowstyle": "-", "color": colour, "linewidth": 0.8 * sheet.scale}
            leader |= {"shrinkA": 0, "shrinkB": 3 * sheet.scale, "alpha": 0.6}
            sheet.text("", year, value, (start + 6, lift), size=1, arrowprops=leader)


def _course(label: str, values: pd.Series[Any], mark: int | None, key: str) -> str:
    """Say where a series begins and ends, what is missing and what is marked."""
    known = values.dropna()
    first, last = known.index[0], known.index[-1]
    parts = [f"{label} from {known[first]:g} in {first} to {known[last]:g} in {last}"]
    if gaps := int(values.isna().sum()):
        parts.append(f"{gaps} {key}{'s' * (gaps > 1)} {NOT_PUBLISHED}")
    if mark is not None:
        at = known.get(mark)
        parts.append(f"{mark} {NOT_PUBLISHED}" if at is None else f"{at:g} in {mark}, marked")
    return ", ".join(parts)


def _signed(value: float, form: str = ".1f") -> str:
    return f"{value:{form}}".replace("-", MINUS)


def _short_number(value: float | NAType) -> str:
    if pd.isna(value):
        return NOT_PUBLISHED
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{round(value, 1):g}" if abs(value) >= 100 else f"{round(value, 3):g}"


def _two_lines(text: str) -> str:
    first, *more = wrapped(text, SUBJECT_ROOM, TEXT_SIZE).split("\n")
    return "\n".join([first, fitted(" ".join(more), SUBJECT_ROOM)] if more else [first])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
