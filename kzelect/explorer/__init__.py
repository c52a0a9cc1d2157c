"""A panel for JupyterLab: play with the rules of an election, walk its path to the majority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzelect.election import Election
from kzelect.errors import KzelectError

if TYPE_CHECKING:
    from kzelect.explorer.panel import Explorer

__all__ = ["explore"]


def explore(election: Election | None = None) -> Explorer:
    """Open a panel to play with the rules of an election, in JupyterLab.

    Parameters
    ----------
    election : Election, optional
        Any election; by default that of 2004.

    Returns
    -------
    kzelect.explorer.panel.Explorer
        Shown where it is the last value of a cell. What was not published cannot be
        played with; the panel says so in its place.

    Raises
    ------
    KzelectError
        If ipywidgets is not installed; the message names the extra that has it.

    Notes
    -----
    Other rules on the votes as cast are arithmetic, no forecast: voters and parties may
    act otherwise under other rules.
    """
    try:
        from kzelect.explorer.panel import Explorer
    except ModuleNotFoundError as error:
        if error.name != "ipywidgets":
            raise
        message = "the panel needs ipywidgets: pip install 'kzelect[notebooks]'"
        raise KzelectError(message) from None
    return Explorer(election)
