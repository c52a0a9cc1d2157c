"""The house in a picture, and the panel of an election that has nothing else to show."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from kzelect import plots
from kzelect.election import Election
from kzelect.errors import KzelectError
from kzelect.explorer.html import paragraph, picture
from kzelect.scenarios.house import NOBODY, house_with, majority_in
from kzelect.text import plain

__all__ = ["WithoutLists", "house_picture", "with_nobody"]

GREY = "#D9D9D9"  # seats without a known holder


class WithoutLists:
    """What is shown of an election whose list tier gives nothing to play with."""

    def __init__(self, election: Election, reason: str) -> None:
        self._election, self._reason = election, reason
        self.sentence = widgets.HTML(paragraph(f"Not possible: {reason}."))
        parties, house = with_nobody(election.parties), house_with(election.published)
        self.figure = widgets.HTML(house_picture(election, parties, house))
        self.widget = widgets.VBox([self.sentence, self.figure])

    def text(self) -> str:
        """Return what the panel says as text."""
        return f"Not possible: {self._reason}."

    def snapshot(self) -> str:
        """Return what the panel says as HTML that needs no kernel."""
        return paragraph(self.text())


def with_nobody(parties: pd.DataFrame) -> pd.DataFrame:
    """Add to the contenders those rows of a house that are none, in grey."""
    nobody = pd.DataFrame({"party": NOBODY, "short_name": NOBODY, "colour": GREY})
    return pd.concat([parties, nobody.iloc[1:]], ignore_index=True)


def house_picture(election: Election, parties: pd.DataFrame, house: pd.DataFrame) -> str:
    """Return the house as a hemicycle, or words where its seats are not known."""
    needed = majority_in(election.published, house)

    def draw() -> Axes:
        return plots.hemicycle(house, parties=parties, majority=needed)

    try:
        return picture(draw)
    except KzelectError as reason:
        return paragraph(f"No picture of the house: {plain(reason)}.")
