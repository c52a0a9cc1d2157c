"""The tab of the rules: controls on one side, what follows from them on the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import ipywidgets as widgets
import pandas as pd

from kzelect.apportionment import METHODS
from kzelect.election import Election
from kzelect.errors import AllocationError, TieError
from kzelect.explorer.house import house_picture, with_nobody
from kzelect.explorer.html import paragraph
from kzelect.explorer.outcomes import index_table, index_values, seat_table
from kzelect.measures.majorities import majority
from kzelect.measures.shares import total
from kzelect.plots.parties import colours, names
from kzelect.scenarios.explain import explain
from kzelect.scenarios.house import NOBODY, comparison, house_with, majority_in
from kzelect.scenarios.scenario import Scenario, method_title, official_scenario
from kzelect.text import listing

__all__ = ["RulesTab"]

BASES = {"valid votes": "valid_votes", "ballots cast": "ballots_cast"}
QUOTAS = {"votes of admitted lists": "admitted", "votes of all lists": "all"}
LOOK = {
    "style": {"description_width": "105px"},
    "layout": {"width": "330px"},
}
NO_FORECAST = "Arithmetic on votes, no forecast: under other rules people may vote otherwise."
HIGHEST = 20.0  # per cent that the slider reaches, unless the threshold was higher
MOST_SEATS = 150  # the same for the list tier


class RulesTab:
    """Controls for the rules and the votes, and what they give.

    Attributes
    ----------
    method, threshold, base, quota_base, size : ipywidgets.Widget
        The controls; the threshold is in per cent.
    votes : dict of party to ipywidgets.BoundedIntText
        The votes to play with.
    playing : ipywidgets.ToggleButton
        Shows or hides them.
    reset : ipywidgets.Button
        Sets all controls to the official rules and votes.
    seats : pandas.Series or None
        The list seats shown, by party; None if no allocation follows.
    sentence, table, figure, indices : ipywidgets.HTML
    call : ipywidgets.Textarea
        The Python code that gives these seats.
    """

    def __init__(self, election: Election) -> None:
        self._election, self._parties = election, with_nobody(election.parties)
        self.start = official_scenario(election.published)
        self._hold, self._said = False, ""
        self._drawn: pd.DataFrame | None = None  # the house in the figure
        start = self.start
        self.method = widgets.Dropdown(
            options=[(method_title(name), name) for name in METHODS], description="Method", **LOOK
        )
        self.threshold = widgets.FloatSlider(
            min=0.0,
            max=max(HIGHEST, float(100 * start.threshold)),
            step=0.01,
            readout_format=".2f",
            description="Threshold, %",
            **LOOK,
        )
        bases = BASES if start.invalid is not None else {"valid votes": "valid_votes"}
        self.base = widgets.RadioButtons(
            options=list(bases.items()), description="Threshold of", **LOOK
        )
        self.quota_base = widgets.RadioButtons(
            options=list(QUOTAS.items()), description="Quota of", **LOOK
        )
        self.size = widgets.IntSlider(
            min=1, max=max(MOST_SEATS, 2 * start.seats), description="List seats", **LOOK
        )
        house = house_with(election.published)
        shown = comparison(election.published["proportional"], start, None, house)
        official = election.published["proportional"].set_index("party")["seats"]
        self._official = official.reindex(start.votes.index)
        self._official_indices = index_values(start.votes, self._official)
        self._names = dict(zip(shown["party"], names(shown, shown, self._parties), strict=True))
        self.votes = {
            party: widgets.BoundedIntText(
                min=0, max=10**9, step=1000, description=self._names[party], **LOOK
            )
            for party in start.votes.index
        }
        self.playing = widgets.ToggleButton(
            description="What if: votes by party", icon="caret-down", layout=LOOK["layout"]
        )
        self.reset = widgets.Button(
            description="Back to the official rules and votes", layout=LOOK["layout"]
        )
        self.sentence, self.table, self.figure, self.indices = (widgets.HTML() for _ in range(4))
        self.call = widgets.Textarea(
            description="This as Python",
            rows=8,
            style=LOOK["style"],
            layout={"width": "auto"},
        )
        self.widget = self._laid_out()
        for control in self._controls():
            control.observe(self._show, "value")
        self.reset.on_click(self._reset)
        self._reset()

    @property
    def scenario(self) -> Scenario:
        """What the controls say."""
        chosen = replace(
            self.start,
            method=self.method.value,
            threshold=Decimal(f"{self.threshold.value:.2f}") / 100,
            threshold_base=self.base.value,
            seats=self.size.value,
            votes=pd.Series(
                [box.value for box in self.votes.values()],
                index=self.start.votes.index,
                dtype="Int64",
            ),
        )
        return replace(chosen, quota_base=self.quota_base.value if chosen.has_quota else "admitted")

    def text(self) -> str:
        """Return list seats and reason as text."""
        seats = "none" if self.seats is None else self._held(self.seats)
        return f"List seats: {seats}\n{self._said}"

    def snapshot(self) -> str:
        """Return what is shown as HTML that needs no kernel."""
        note = "In JupyterLab this is a panel with controls; run the cell to get it."
        return f"{self.sentence.value}{self.table.value}{paragraph(note)}"

    def _held(self, seats: pd.Series[Any]) -> str:
        return ", ".join(f"{self._names[party]} {n}" for party, n in seats.items() if n > 0)

    def _controls(self) -> Iterator[Any]:
        yield from (self.method, self.threshold, self.base, self.quota_base, self.size)
        yield from self.votes.values()

    def _laid_out(self) -> Any:
        what_if = widgets.VBox(list(self.votes.values()), layout={"display": "none"})

        def open_or_close(_: object) -> None:
            what_if.layout.display = "flex" if self.playing.value else "none"

        self.playing.observe(open_or_close, "value")
        rules = [self.method, self.threshold, self.base, self.quota_base, self.size]
        if self.start.invalid is None:
            rules.insert(3, widgets.HTML(paragraph("The ballots cast were not published.")))
        left = widgets.VBox(
            [*rules, self.playing, what_if, self.reset], layout={"flex": "0 0 360px"}
        )
        right = widgets.VBox([self.sentence, self.figure], layout={"flex": "1 1 440px"})
        rows = [
            widgets.HBox(boxes, layout={"flex_flow": "row wrap"})
            for boxes in ([left, right], [self.table, self.indices])
        ]
        return widgets.VBox([*rows, self.call, widgets.HTML(paragraph(NO_FORECAST))])

    @contextmanager
    def _held_back(self) -> Iterator[None]:
        """Set many controls and show the outcome once."""
        self._hold = True
        try:
            yield
        finally:
            self._hold = False
        self._show()

    def _reset(self, _: object = None) -> None:
        start = self.start
        with self._held_back():
            self.method.value = start.method
            self.threshold.value = float(100 * start.threshold)
            self.base.value = start.threshold_base
            self.quota_base.value = start.quota_base
            self.size.value = start.seats
            for party, box in self.votes.items():
                box.value = start.votes[party]

    def _show(self, _: object = None) -> None:
        if self._hold:
            return
        scenario = self.scenario
        self.quota_base.disabled = not scenario.has_quota
        self.seats, self._said = self._outcome(scenario)
        published = self._election.published
        house = house_with(published, self.seats)
        compared = comparison(published["proportional"], scenario, self.seats, house)
        hues = colours(compared, compared, self._parties)
        base = next(name for name, key in BASES.items() if key == scenario.threshold_base)
        self.table.value = seat_table(compared, base=base, names=self._names, hues=hues)
        self.call.value = scenario.call()
        if self.seats is None:
            self.sentence.value = paragraph(self._said, is_strong=True)
            self.figure.value, self.indices.value, self._drawn = "", "", None
            return
        self.sentence.value = paragraph(self._said, is_strong=True) + paragraph(
            self._majority(house)
        )
        self.indices.value = index_table(
            index_values(scenario.votes, self.seats), self._official_indices
        )
        if self._drawn is None or not house.equals(self._drawn):
            self.figure.value = house_picture(self._election, self._parties, house)
            self._drawn = house

    def _outcome(self, scenario: Scenario) -> tuple[pd.Series[Any] | None, str]:
        """Return the seats and what is to be said of them."""
        try:
            seats = scenario.apportion()
        except TieError as tie:
            who = listing(self._names[party] for party in tie.parties)
            return None, f"No allocation: {who} tie for {tie.seats} of the seats."
        except AllocationError as error:
            return None, f"No allocation: {error}."
        try:
            moved = explain(self.start, scenario, self._names)
        except AllocationError:
            return seats, f"{self.start.label()} gives no allocation to compare this with."
        fits = self.start.fits(self._election.published)
        verb = "gives" if fits else "does not give"
        start = f"{self.start.label()} {verb} the official seats."
        if pd.isna(total(self._official)):
            start = f"{self.start.label()}; the official seats were not published."
        if not moved:
            return seats, start
        return seats, moved if fits else f"{start} Beside it: {moved}"

    def _majority(self, house: pd.DataFrame) -> str:
        needed = majority_in(self._election.published, house)
        if needed is None:
            return "What a majority of this house is cannot be said: not all seats were published."
        held = majority(house, needed=needed, singly=NOBODY)
        if pd.isna(held["is_held"]):
            return f"Who has the {needed} seats of a majority cannot be said."
        if not held["is_held"]:
            return f"No party has the {needed} seats of a majority."
        return f"{self._names[held['holder']]} has {held['seats']} seats; {needed} are a majority."
