"""A panel for JupyterLab: play with the rules of an election, follow its path to the majority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from kzelect.datasets import load
from kzelect.election import Election
from kzelect.errors import KzelectError, LabelError

if TYPE_CHECKING:
    from kzelect.explorer.panel import Explorer

__all__ = ["explore"]


def explore(
    election: Election | int | str | None = None,
    *,
    method: str | None = None,
    threshold: float | Decimal | Fraction | None = None,
    threshold_base: Literal["valid_votes", "ballots_cast"] | None = None,
    quota_base: Literal["admitted", "all"] | None = None,
    seats: int | None = None,
    votes: Mapping[Any, int] | None = None,
    ties: Sequence[Any] | None = None,
    districts: bool | None = None,
) -> Explorer:
    """Open a panel to play with the rules of an election, in JupyterLab.

    Parameters
    ----------
    election : Election, int or str, optional
        Any election, or the year of one that ships; by default 2004.
    method : str, optional
        One of `kzelect.METHODS`. This and what follows is where the panel starts; what
        is not given is as it officially was.
    threshold : number from 0 to 1, optional
        Least share of ``threshold_base``.
    threshold_base : {"valid_votes", "ballots_cast"}, optional
        What the threshold is a share of.
    quota_base : {"admitted", "all"}, optional
        The votes that a quota is computed from.
    seats : int, optional
        Size of the list tier.
    votes : mapping of party to int, optional
        Votes of some lists; the others keep theirs.
    ties : sequence of party, optional
        All lists, those first who get a seat for which lists tie.
    districts : bool, optional
        Whether the seats outside the list tier count beside it.

    Returns
    -------
    kzelect.explorer.panel.Explorer
        Shown where it is the last value of a cell; it says what was not published.

    Raises
    ------
    LabelError
        If there is no such election or party, or ``election`` is something else.
    AllocationError
        If a value is none that a rule can have.
    MissingDataError
        If there is no list tier to play with, and a rule or votes were given.
    KzelectError
        If ipywidgets or anywidget is not installed; the message names the extra.

    Notes
    -----
    Other rules on the votes as cast are arithmetic, no forecast: voters and parties may
    act otherwise under other rules.
    """
    try:
        from kzelect.explorer.panel import Explorer
    except ModuleNotFoundError as error:
        if error.name not in ("ipywidgets", "anywidget"):
            raise
        message = f"the panel needs {error.name}: pip install 'kzelect[notebooks]'"
        raise KzelectError(message) from None
    found: Any = 2004 if election is None else election
    if isinstance(found, (int, str)):
        found = load(found)
    if not isinstance(found, Election):
        message = (
            f"found {type(found).__name__}; expected an Election or a year: "
            "Election.from_frames() makes one of frames, Election.read() of files"
        )
        raise LabelError(message)
    panel = Explorer(found)
    given = {
        "method": method, "threshold": threshold, "threshold_base": threshold_base,
        "quota_base": quota_base, "seats": seats, "votes": votes, "ties": ties,
        "districts": districts,
    }  # fmt: skip
    changes = {name: value for name, value in given.items() if value is not None}
    if changes:
        panel.set(**changes)
    return panel
