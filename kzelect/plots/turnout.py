"""Figures of turnout: electorates to scale, and what the totals allow in some districts."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from kzelect.election import Election
from kzelect.measures.turnout import TurnoutDrop
from kzelect.plots.parties import (
    NOT_PUBLISHED,
    Row,
    Table,
    is_missing,
    percent,
    require,
    source_line,
    table_of,
    titled,
)
from kzelect.plots.rows import PLAIN, line_across
from kzelect.plots.style import FAINT, INK, MUTED, WORD_SIZE, page, unit_above
from kzelect.text import listing, plain

__all__ = ["turnout", "turnout_bounds"]

BALLOTS = {"list": "list ballot", "first_round": "first round", "second_round": "run-offs"}
CAST = "#3F7F9F"
ROOMY = 0.6  # share up to which words fit to the right of a point
GAP = 0.15  # inches between rectangles
SLOT = 1.7  # inches: the least width that the words under a rectangle need
WORDS_HEIGHT = 53  # points, three lines of them


def turnout(
    election: Table,
    *,
    ax: Axes | None = None,
    **kwargs: Any,
) -> Axes:
    """Draw the ballots of an election as areas: as wide as the register, as high as the turnout.

    Parameters
    ----------
    election : Election or pandas.DataFrame
        An election, or its turnout: ``ballot``, ``registered``, ``ballots_cast``
        (voters) and ``turnout_share`` (of registered voters, 0–1).
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; by default those of a new figure.
    **kwargs
        Passed to `matplotlib.patches.Rectangle` of the ballots cast.

    Returns
    -------
    matplotlib.axes.Axes
        For each ballot a pale rectangle of the registered voters and in it one of
        the ballots cast, both to scale; a ballot without a published figure has
        words instead.

    Raises
    ------
    LabelError
        If the table lacks a column.
    """
    frame = table_of(election, "turnout")
    require(frame, "ballot", "registered", "ballots_cast", "turnout_share")
    shown = [BALLOTS.get(str(ballot), str(ballot)) for ballot in frame["ballot"]]
    ballots = frame.to_dict("records")
    with page(ax, height=4.3) as sheet:
        ax = sheet.ax
        centres, widths = _slots(ax, frame["registered"])
        for row, (centre, width) in enumerate(zip(centres, widths, strict=True)):
            _electorate(ax, ballots[row], centre, width, kwargs)
            ax.annotate(
                _words(shown[row], ballots[row]),
                (centre, 0),
                (0, -5),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=WORD_SIZE,
                linespacing=1.4,
                annotation_clip=False,
            )
        ax.set_ylim(0, 100)
        ax.set_yticks(range(0, 101, 25))
        ax.set_xticks([])
        ax.grid(axis="y")
        unit_above(ax, "turnout, per cent of registered voters")
        ax.set_xlabel("width: registered voters, to scale", loc="left", labelpad=WORDS_HEIGHT)
        figures = [
            f"{name} {percent(ballot['turnout_share'])} of "
            f"{_count('registered voters', ballot['registered'])}"
            for name, ballot in zip(shown, ballots, strict=True)
        ]
        sheet.close(
            titled("Turnout", election),
            f"Ballots cast: {listing(figures)}.",
            source_line(election, "turnout"),
        )
    return ax


def turnout_bounds(
    election: Election | TurnoutDrop,
    *,
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
    MissingDataError
        If the figures that a drop needs were not published.
    """
    drop = election.turnout_drop() if isinstance(election, Election) else election
    points = {
        "the same turnout everywhere": (drop.share_first, drop.share_first, "o", (8, -58)),
        "no drop": (drop.share_runoff, drop.no_drop_rest, "D", (14, 22)),
    }
    with page(ax, height=4.6) as sheet:
        ax = sheet.ax
        ends = [drop.first_low, drop.first_high]
        line: dict[str, Any] = {"color": CAST, "linewidth": 2.4, "solid_capstyle": "butt"}
        rest = [100 * drop.rest_if(end) for end in ends]
        ax.plot([100 * end for end in ends], rest, **line | kwargs)
        said = []
        for name, (first, other, marker, offset) in points.items():
            if not drop.first_low <= first <= drop.first_high:
                said.append(f"{name}: impossible")
                continue
            ax.plot([100 * first], [100 * other], marker, color=INK, markersize=7, clip_on=False)
            figures = f"{percent(first)} there, {percent(other)} elsewhere"
            # The line falls to the right: above it there is room for the one, below for the other.
            ax.annotate(
                f"{name}:\n{percent(first) if first == other else figures}",
                (100 * first, 100 * other),
                offset,
                textcoords="offset points",
                ha="left" if first < ROOMY else "right",
                va="bottom" if offset[1] > 0 else "top",
                linespacing=1.3,
                bbox=PLAIN,
                arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.9, "shrinkB": 5},
            )
            said.append(f"{name}: {figures}")
        ax.set(xlim=(0, 100), ylim=(0, 100))
        ax.set_xticks(range(0, 101, 20))
        ax.set_yticks(range(0, 101, 20))
        ax.grid()
        ax.set_xlabel("first-round turnout in the run-off districts, per cent", loc="left")
        ax.plot([0, 100], [0, 100], color="#BDBDBD", linewidth=1, zorder=1.5)
        ax.annotate(
            "equal",
            (95, 95),
            (-5, 0),
            textcoords="offset points",
            ha="right",
            color=MUTED,
            fontsize=WORD_SIZE,
        )
        line_across(ax, 100 * drop.share_runoff, f"run-off {percent(drop.share_runoff)}")
        unit_above(ax, "first-round turnout in the other districts, per cent", lift=20)
        bounds = [percent(bound, 1) for bound in (*ends, drop.rest_low, drop.rest_high)]
        sheet.close(
            titled("Possible first-round turnout", election),
            f"In the run-off districts from {bounds[0]} to {bounds[1]}, in the others from "
            f"{bounds[2]} to {bounds[3]}; {'; '.join(said)}.",
            source_line(election, "turnout"),
        )
    return ax


def _slots(ax: Axes, registered: pd.Series[Any]) -> tuple[list[float], list[float]]:
    """Set the x axis in voters so that every ballot has room for its words; return the places.

    Returns the centre and the width of each electorate, in voters, all to one scale.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    inches = ax.get_window_extent().width / figure.dpi
    widths = registered.astype("Float64").fillna(0).tolist()
    least = min(SLOT, inches / max(len(widths), 1))
    room = inches - GAP * max(len(widths) - 1, 0)
    scale = room / max(sum(widths), 1)  # inches a voter
    for _ in range(40):  # narrow electorates take their least width from the wide ones
        scale *= room / max(sum(max(scale * width, least) for width in widths), room / 2)
    slots = [max(scale * width, least) + GAP for width in widths]
    ax.set_xlim(0, inches / scale)
    centres = [(sum(slots[:i]) + (slot - GAP) / 2) / scale for i, slot in enumerate(slots)]
    return centres, widths


def _electorate(ax: Axes, ballot: Row, centre: float, width: float, kwargs: dict[str, Any]) -> None:
    """Draw the registered voters of a ballot and, within them, the ballots cast."""
    left = centre - width / 2
    ax.add_patch(Rectangle((left, 0), width, 100, facecolor=FAINT, zorder=1.2))
    if is_missing(ballot["turnout_share"]):
        ax.text(
            centre, 50, NOT_PUBLISHED, ha="center", va="center", color=MUTED, fontsize=WORD_SIZE
        )
        return
    height = 100 * float(ballot["turnout_share"])
    look: dict[str, Any] = {"facecolor": CAST, "zorder": 1.3} | kwargs
    ax.add_patch(Rectangle((left, 0), width, height, **look))
    ax.annotate(
        percent(ballot["turnout_share"]),
        (centre, height),
        (0, 3),
        textcoords="offset points",
        ha="center",
        fontweight="bold",
    )


def _words(name: str, ballot: Row) -> str:
    if is_missing(ballot["ballots_cast"]) and is_missing(ballot["registered"]):
        return f"{plain(name, 24)}\n{NOT_PUBLISHED}"
    cast = _count("ballots", ballot["ballots_cast"])
    registered = _count("registered", ballot["registered"])
    return f"{plain(name, 24)}\n{cast}\n{registered}"


def _count(what: str, voters: Any) -> str:
    return f"{what} {NOT_PUBLISHED}" if is_missing(voters) else f"{int(voters):,} {what}"
