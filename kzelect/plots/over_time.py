"""The houses of several elections, one below the other."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from kzelect.errors import LabelError, MissingDataError
from kzelect.plots.page import Words, documented, rows_page
from kzelect.plots.parties import NOT_PUBLISHED, named, require_columns, sources_of, whole_numbers
from kzelect.plots.style import INK, MUTED, WORD_SIZE, width_of
from kzelect.text import listing, plain

__all__ = ["seats_over_time"]

HATCHED = (
    "Hatched: seats not elected by the voters, or whose holder was not published. "
    "Blocks without a name are too narrow for one."
)


@documented("`matplotlib.axes.Axes.barh` of each block", "or an election has too many seats")
def seats_over_time(
    panel: pd.DataFrame,
    *,
    houses: pd.DataFrame | None = None,
    parties: pd.DataFrame | None = None,
    title: str | None = None,
    source: str | pd.DataFrame | None = None,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the seats of each house as one bar, election by election, stacked by party.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``election``, ``party``, ``seats_total`` and, if wanted, ``party_name``, such as
        ``kz.panel()``.
    houses : pandas.DataFrame, optional
        ``election`` and ``seats_total``, the size of each house, and, if wanted,
        ``seats_other``, such as ``kz.elections()``; without it a bar is the seats known.
    parties : pandas.DataFrame, optional
        ``party``, ``short_name``, ``colour``; by default those that ship.

    Returns
    -------
    matplotlib.axes.Axes
        Bars in per cent of the whole house, blocks in published order, named where they
        have room. Seats not elected, and seats whose holder was not published, are hatched.
    """
    require_columns(panel, "election", "party", "seats_total")
    frame = named(panel.reset_index(drop=True), panel, parties)
    frame["seats"] = whole_numbers(frame["seats_total"], "seats_total")
    known = frame[(frame["seats"] > 0).fillna(False)]
    if known.empty:
        message = "no seats are known; nothing to draw"
        raise MissingDataError(message)
    sizes, others = _sizes(known, houses)
    years = sorted(sizes)
    known = known.assign(share=100 * known["seats"] / known["election"].map(sizes))
    top = known.iloc[int(known["share"].astype(float).argmax())]
    finding = f"Largest share: {top['name']} {top['share']:.1f} per cent of the house"
    topic = "Seats of each house by party; beside the year the size of the house"
    words = Words(title, f"{finding} in {top['election']}", topic, HATCHED)
    names, beside = [plain(year, 12) for year in years], [f"{sizes[year]}" for year in years]
    sheet = rows_page(
        ax, words, sources_of(source, panel), names, beside, row=(0.42, 18.0), least=220, right=12
    )
    sheet.x_axis(0, 100, "per cent of the house", range(0, 101, 25))
    look: dict[str, Any] = {"height": 0.74, "edge": 0.8, "edgecolor": "white"}
    phrases = []
    for row, year in enumerate(years):
        reached, about, size = 0.0, f"{year} of {sizes[year]}", sizes[year]
        of_year = known[known["election"] == year]
        drawn = of_year[["name", "seats", "share", "hue"]].itertuples(index=False)
        for name, seats, share, hue in drawn:
            sheet.bars([row], [share], kwargs, left=reached, color=hue, **look)
            most = sheet.x_of(share) - 6
            labels = (f"{name} {seats}", f"{seats}")
            label = next((text for text in labels if width_of(text, WORD_SIZE) <= most), "")
            if label:
                colour = "white" if _is_dark(hue) else INK
                sheet.text(label, reached + share / 2, row, ha="center", color=colour)
            reached += share
        if rest := size - of_year["seats"].sum():
            about += f", {'other seats' if others.get(year) == rest else NOT_PUBLISHED} {rest}"
            hole = {"facecolor": "white", "edgecolor": MUTED, "hatch": "////", "zorder": 2}
            empty = sheet.area((reached, row - 0.37), 100 - reached, 0.74, edge=0.8, **hole)
            empty.set_hatch_linewidth(0.8 * sheet.scale)
        parts = of_year["name"] + " " + of_year["seats"].astype(str)
        phrases.append(f"{about}: {listing(parts)}")
    return sheet.say(f"Seats: {'; '.join(phrases)}.", known[["election", "party", "name", "seats"]])


def _sizes(
    known: pd.DataFrame, houses: pd.DataFrame | None
) -> tuple[dict[Any, int], dict[Any, int]]:
    """Return the size of each house, and the seats in it that nobody was elected to."""
    sums = known.groupby("election")["seats"].sum().astype(int)
    if houses is None:
        return sums.to_dict(), {}
    require_columns(houses, "election", "seats_total")
    by_year = houses.set_index("election")
    sizes = by_year["seats_total"].reindex(sums.index).fillna(sums).astype(int)
    for year in sizes.index[sizes < sums]:
        message = (
            f"{year}: {sums[year]} seats in a house of {sizes[year]}; expected at most as many"
        )
        raise LabelError(message)
    others = by_year["seats_other"].dropna().astype(int) if "seats_other" in by_year else sums[:0]
    return sizes.to_dict(), others.to_dict()


def _is_dark(colour: str) -> bool:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue < 150 / 255
