"""The panel: one tab for the rules, one for the path to the majority."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import ipywidgets as widgets

from kzelect.datasets import load
from kzelect.election import Election
from kzelect.errors import MissingDataError
from kzelect.explorer.house import WithoutLists
from kzelect.explorer.path import PathTab
from kzelect.explorer.rules import RulesTab

__all__ = ["Explorer"]

_NUMBERS = count(1)


class Explorer:
    """A panel for JupyterLab, shown where it is the last value of a cell.

    Attributes
    ----------
    election : Election
    rules : RulesTab or WithoutLists
        What if: controls, seats, house, indices, the reason, the call.
    path : PathTab
        Where the seats of the majority came from.
    widget : ipywidgets.Tab
        The two in one, to be put into a layout of your own.
    """

    def __init__(self, election: Election | None = None) -> None:
        self.election = election = load(2004) if election is None else election
        self.rules: RulesTab | WithoutLists
        try:
            self.rules = RulesTab(election)
        except MissingDataError as reason:
            self.rules = WithoutLists(election, str(reason))
        self.path = PathTab(election)
        # The same notebook gives the same ids whenever it runs, so that its file does not change.
        name = str(uuid5(NAMESPACE_OID, f"kzelect explorer {next(_NUMBERS)}"))
        self.widget = widgets.Tab(
            [self.rules.widget, self.path.widget],
            titles=["What if", "Path to the majority"],
            model_id=name.replace("-", ""),
        )

    def __repr__(self) -> str:
        return f"Explorer of the {self.election.name}\n{self.rules.text()}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.widget._repr_mimebundle_()
        return shown | {"text/plain": repr(self), "text/html": self.rules.snapshot()}
