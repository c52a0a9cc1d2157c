"""The tab of the path to the majority: by nomination or by membership."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from kzelect import plots
from kzelect.election import Election
from kzelect.errors import KzelectError, MissingDataError
from kzelect.explorer.html import paragraph, picture
from kzelect.measures.majorities import majority
from kzelect.measures.shares import total
from kzelect.plots.parties import names
from kzelect.scenarios.house import NOBODY, house_with, majority_in

__all__ = ["PathTab"]

COUNTINGS = {"by nomination": "nomination", "by membership": "membership"}


class PathTab:
    """Who holds the majority, where the seats came from, how many run-offs were needed.

    Attributes
    ----------
    counting : ipywidgets.RadioButtons
        Whom a deputy counts for: the nominating list, or the deputy's party.
    sentence, figure : ipywidgets.HTML
    """

    def __init__(self, election: Election) -> None:
        self._election = election
        self.counting = widgets.RadioButtons(
            options=list(COUNTINGS.items()),
            description="Deputies counted",
            style={"description_width": "initial"},
        )
        self.sentence, self.figure = widgets.HTML(), widgets.HTML()
        self.widget = widgets.VBox([self.counting, self.sentence, self.figure])
        self.counting.observe(self._show, "value")
        self._show()

    def _show(self, _: object = None) -> None:
        election = self._election
        try:
            seats = election.seats_by(self.counting.value)
        except MissingDataError as reason:
            self.sentence.value, self.figure.value = paragraph(f"Not possible: {reason}."), ""
            return
        published = election.published
        needed = majority_in(published, house_with(published))
        held = majority(seats, needed=needed, singly=NOBODY)
        shown = dict(zip(seats["party"], names(seats, election), strict=True))
        said = _said(held, shown, total(seats["second_round"]))
        self.sentence.value = paragraph(said, is_strong=True)

        def draw() -> Axes:
            return plots.path_to_majority(seats, parties=election.parties, needed=needed)

        try:
            self.figure.value = picture(draw)
        except KzelectError as reason:
            self.figure.value = paragraph(f"No picture: {reason}.")


def _said(held: pd.Series[Any], names: dict[Any, str], runoffs: Any) -> str:
    """Say in words what the majority row says, and what it cannot say."""
    if pd.isna(held["needed"]) or pd.isna(held["is_held"]):
        return "Who held the majority cannot be said: not all seats were published."
    if not held["is_held"]:
        return f"No party held the {held['needed']} seats of a majority."
    who = names[held["holder"]]
    first = f"{who} held {held['seats']} seats, {held['needed']} were a majority."
    if not pd.isna(held["list"]) and held["list"] == held["seats"]:
        return f"{first} All of them came from the list."
    if pd.isna(held["after_first_round"]):
        return f"{first} In which rounds they were won was not published."
    before = (
        f"With {held['list']} from the list and {held['first_round']} from the first round "
        f"it stood at {held['after_first_round']}"
    )
    if held["still_needed"] == 0:
        return f"{first} {before}: it needed no run-off."
    if pd.isna(held["second_round"]) or pd.isna(runoffs):
        return f"{first} {before}, {held['still_needed']} short."
    return (
        f"{first} {before}, {held['still_needed']} short. "
        f"It needed {held['still_needed']} of the {runoffs} run-offs "
        f"and won {held['second_round']}."
    )
