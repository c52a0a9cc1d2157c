"""Figures over years and countries: series with a marked year, and countries by growth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.parties import CYCLE, NOT_PUBLISHED, require, sources_of
from kzelect.plots.rows import ROW, line_across, rows, words
from kzelect.plots.spacing import spread
from kzelect.plots.style import MUTED, WORD_SIZE, page, unit_above
from kzelect.text import listing, plain

__all__ = ["growth_rank", "series"]

MARKERS = "osD^vP"
NAME_LENGTH = 30
SUBJECT, OTHERS = "#0072B2", "#B9C4CC"


def series(
    table: pd.DataFrame,
    indicators: str | Iterable[str],
    *,
    labels: Mapping[str, str] | None = None,
    title: str | None = None,
    mark: int | None = None,
    sources: pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw yearly series of one unit; years without a figure are gaps.

    Parameters
    ----------
    table : pandas.DataFrame
        ``year``, ``indicator``, ``value`` and ``unit``, such as ``kz.economy()``.
    indicators : str or iterable of str
        Which of them to draw.
    labels : mapping of str to str, optional
        Words for indicators; by default the keys with spaces.
    title : str, optional
        What the series are; by default their labels. The years follow it.
    mark : int, optional
        A year to mark, such as that of an election.
    sources : pandas.DataFrame, optional
        ``source_id``, ``title``, ``publisher``, for the source line.
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.axes.Axes.plot` for each series.

    Returns
    -------
    matplotlib.axes.Axes
        One line for each indicator, named at its end.

    Raises
    ------
    LabelError
        If an indicator is not in the table, or their units differ.
    MissingDataError
        If no value of an indicator is known.
    """
    require(table, "year", "indicator", "value", "unit")
    wanted = [indicators] if isinstance(indicators, str) else list(indicators)
    drawn = {name: _yearly(table, name) for name in wanted}
    chosen = table[table["indicator"].isin(wanted)]
    units = chosen["unit"].unique().tolist()
    if len(units) != 1:
        message = f"series on one axis need one unit; found {listing(map(repr, units))}"
        raise LabelError(message)
    known = {name: (labels or {}).get(name, name.replace("_", " ")) for name in wanted}
    shown = {name: plain(label, NAME_LENGTH) for name, label in known.items()}
    first = min(values.index[0] for values in drawn.values())
    last = max(values.index[-1] for values in drawn.values())
    with page(ax, height=4.0) as sheet:
        ax = sheet.ax
        for place, (name, values) in enumerate(drawn.items()):
            colour, marker = CYCLE[place % len(CYCLE)], MARKERS[place % len(MARKERS)]
            look: dict[str, Any] = {"color": colour, "marker": marker, "markersize": 3.5}
            line = look | {"label": shown[name]} | kwargs
            ax.plot(values.index, values.to_numpy(dtype=float, na_value=float("nan")), **line)
        ax.set_xlim(first - 0.5, last + 0.5)
        ax.margins(y=0.08)
        if mark is not None:
            line_across(ax, mark, str(mark))
        if ax.get_ylim()[0] < 0 < ax.get_ylim()[1]:
            ax.axhline(0, color=MUTED, linewidth=0.9, zorder=1.4)
        # One line has its name in the title.
        ends = _name_ends(ax, drawn, shown) if len(drawn) > 1 else []
        ax.grid(axis="y")
        ax.xaxis.set_major_locator(MaxNLocator(7, integer=True, steps=[1, 2, 5, 10]))
        unit_above(ax, units[0], lift=4 if mark is None else 20)
        ax.set_xlabel("year", loc="left")
        span = f"{first}–{last}" if first < last else f"{first}"
        said = [_said(shown[name], values, mark) for name, values in drawn.items()]
        sheet.close(
            f"{_capital(title or listing(shown.values()))}, {span}",
            f"{_capital(units[0])}: {'; '.join(said)}.",
            sources_of(sources, *(chosen[chosen["indicator"] == name] for name in wanted)),
        )
        _spread_ends(ax, ends)
    return ax


def growth_rank(
    table: pd.DataFrame,
    year: int,
    *,
    highlight: str = "Kazakhstan",
    sources: pd.DataFrame | None = None,
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
    sources : pandas.DataFrame, optional
        ``source_id``, ``title``, ``publisher``, for the source line.
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
    require(table, "year", "country", "value")
    found = table[table["year"] == year]
    if highlight not in set(found["country"]):
        there = listing(map(repr, found["country"])) or "no country"
        message = f"no {highlight!r} in {year}; found {there}"
        raise LabelError(message)
    ranked = found.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    values = ranked["value"].astype("Float64")
    shown = [plain(country, NAME_LENGTH) for country in ranked["country"]]
    with page(ax, height=1.4 + ROW * len(ranked)) as sheet:
        ax = sheet.ax
        is_subject = ranked["country"] == highlight
        bars: dict[str, Any] = {
            "height": 0.7,
            "color": [SUBJECT if own else OTHERS for own in is_subject],
        }
        ax.barh(
            range(len(ranked)), values.to_numpy(dtype=float, na_value=float("nan")), **bars | kwargs
        )
        rows(ax, shown, beside=["" if pd.isna(v) else _signed(v) for v in values])
        for label, own in zip(ax.get_yticklabels(), is_subject, strict=True):
            label.set_fontweight("bold" if own else "normal")
        for row in ranked.index[values.isna()]:
            words(ax, NOT_PUBLISHED, 0, row)
        ax.axvline(0, color=MUTED, linewidth=1)
        ax.set_xlabel("per cent a year", loc="left")
        figures = [
            f"{name} {NOT_PUBLISHED if pd.isna(v) else _signed(v)}"
            for name, v in zip(shown, values, strict=True)
        ]
        sheet.close(
            f"Growth of real GDP, {year}",
            f"Per cent a year: {listing(figures)}; {plain(highlight)} is highlighted.",
            sources_of(sources, found),
        )
    return ax


def _yearly(table: pd.DataFrame, indicator: str) -> pd.Series[Any]:
    """Return one value for every year from the first to the last; missing where there is none."""
    rows_of = table[table["indicator"] == indicator]
    if rows_of.empty:
        message = (
            f"no indicator {indicator!r}; found {listing(map(repr, table['indicator'].unique()))}"
        )
        raise LabelError(message)
    if rows_of["year"].duplicated().any():
        message = f"indicator {indicator!r} has two values in one year"
        raise LabelError(message)
    values = rows_of.set_index("year")["value"].dropna()
    if values.empty:
        message = f"indicator {indicator!r} has no value; expected one at least"
        raise MissingDataError(message)
    years = range(int(values.index.min()), int(values.index.max()) + 1)
    return values.reindex(years).astype("Float64")


def _name_ends(
    ax: Axes, drawn: dict[str, pd.Series[Any]], shown: dict[str, str]
) -> list[Annotation]:
    """Name the lines at their ends, in their colours, from the highest down."""
    hues = {name: line.get_color() for name, line in zip(drawn, ax.get_lines(), strict=False)}
    right = ax.get_xlim()[1]
    return [
        words(ax, shown[name], right, float(drawn[name].iloc[-1]), xytext=(2, 0), color=hues[name])
        for name in sorted(drawn, key=lambda name: -float(drawn[name].iloc[-1]))
    ]


def _spread_ends(ax: Axes, ends: list[Annotation]) -> None:
    """Move names apart, now that the height of the axes is settled."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    low, high = ax.get_ylim()
    line = 1.3 * WORD_SIZE / 72 * figure.dpi / ax.get_window_extent().height
    places = spread([text.xy[1] for text in ends], line * (high - low), low, high)
    for text, place in zip(ends, places, strict=True):
        text.xy = (text.xy[0], place)


def _said(label: str, values: pd.Series[Any], mark: int | None) -> str:
    known = values.dropna()
    first, last = known.index[0], known.index[-1]
    ends = f"{label} from {known[first]:g} in {first} to {known[last]:g} in {last}"
    gaps = int(values.isna().sum())
    parts = [ends, f"{gaps} years {NOT_PUBLISHED}"] if gaps else [ends]
    if mark is not None:
        at = known.get(mark)
        parts.append(f"{mark} {NOT_PUBLISHED}" if at is None else f"{at:g} in {mark}, marked")
    return ", ".join(parts)


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "\u2212")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
