"""Turnout: rates, the drop between two ballots, and what can and cannot be known of it."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kzelect.errors import AllocationError, MissingDataError
from kzelect.measures.frames import TEXT, require, typed
from kzelect.measures.shares import share, total


@dataclass(frozen=True)
class TurnoutDrop:
    """Turnout of a first round beside that of run-offs held in some districts only.

    Shares are of registered voters (0–1); differences are in percentage points. "First" is
    the ballot in the whole country, "run-off" the later one in the run-off districts, "rest"
    the other districts. The bounds are what the totals alone allow, with the same register
    on both days; where turnout by district was published, each pair is one number.

    Attributes
    ----------
    first_ballot : {"first_round", "list"}
        Which ballot stands for the first round: ``first_round`` where its ballots
        were published, else ``list`` (cast on the same day by the same electorate).
    registered_first, registered_runoff, cast_first, cast_runoff : int
        Registered voters and ballots cast.
    registered_same, cast_same : int or None
        First round in the run-off districts, summed over them; None if not known.
    """

    first_ballot: str
    registered_first: int
    registered_runoff: int
    cast_first: int
    cast_runoff: int
    registered_same: int | None = None
    cast_same: int | None = None

    def __getattr__(self, name: str) -> Any:
        if name in ("registered_first_there", "cast_first_there"):  # until the next minor release
            new = name.replace("first_there", "same")
            warnings.warn(f"{name} is now {new}", FutureWarning, stacklevel=2)
            return getattr(self, new)
        message = f"{type(self).__name__!r} object has no attribute {name!r}"
        raise AttributeError(message)

    @property
    def registered_rest(self) -> int:
        """Registered voters of the districts without a run-off."""
        return self.registered_first - self._registered_same

    @property
    def _registered_same(self) -> int:
        """Register of the first round in the run-off districts, or else that of the run-off."""
        return self.registered_runoff if self.registered_same is None else self.registered_same

    @property
    def _cast_rest(self) -> int | None:
        return None if self.cast_same is None else self.cast_first - self.cast_same

    @property
    def share_first(self) -> float:
        """Turnout of the first round, whole country."""
        return self.cast_first / self.registered_first

    @property
    def share_runoff(self) -> float:
        """Turnout of the run-off, run-off districts."""
        return self.cast_runoff / self.registered_runoff

    @property
    def points(self) -> float:
        """``share_first`` minus ``share_runoff``, of two different electorates, in points."""
        return 100 * (self.share_first - self.share_runoff)

    @property
    def same_districts_points(self) -> float | None:
        """Drop in the run-off districts themselves, in percentage points; None if not known."""
        return None if self.cast_same is None else 100 * (self.first_low - self.share_runoff)

    @property
    def _first(self) -> tuple[float, float]:
        return self._bounds(self.cast_same, self._registered_same, self.registered_rest)

    @property
    def _rest(self) -> tuple[float, float]:
        return self._bounds(self._cast_rest, self.registered_rest, self._registered_same)

    def _bounds(self, cast: int | None, own: int, others: int) -> tuple[float, float]:
        """Return the least and the greatest first-round turnout of ``own`` voters."""
        if cast is not None:
            return _rate(cast, own), _rate(cast, own)
        return max(0.0, (self.cast_first - others) / own), min(1.0, self.cast_first / own)

    @property
    def first_low(self) -> float:
        """Least first-round turnout that the run-off districts can have had."""
        return self._first[0]

    @property
    def first_high(self) -> float:
        """Greatest first-round turnout that the run-off districts can have had."""
        return self._first[1]

    @property
    def rest_low(self) -> float:
        """Least first-round turnout that the other districts can have had."""
        return self._rest[0]

    @property
    def rest_high(self) -> float:
        """Greatest first-round turnout that the other districts can have had."""
        return self._rest[1]

    @property
    def no_drop_rest(self) -> float:
        """First-round turnout of the rest without a drop; above 1 or below 0 there was a change."""
        return _rate(self.cast_first - self.cast_runoff, self.registered_rest)

    @property
    def no_drop_gap_points(self) -> float:
        """``no_drop_rest`` minus ``share_runoff``, in percentage points."""
        return 100 * (self.no_drop_rest - self.share_runoff)

    def rest_if(self, first_share: float) -> float:
        """Return the other districts' first-round turnout, given that of the run-off districts.

        Parameters
        ----------
        first_share : float
            Supposed, 0–1.
        """
        return (self.cast_first - first_share * self.registered_runoff) / self.registered_rest

    def table(self) -> pd.DataFrame:
        """Return the electorates, one a row.

        Returns
        -------
        pandas.DataFrame
            ``electorate`` and ``ballot`` (text), ``registered`` and ``ballots_cast`` (missing
            where not published), ``turnout_low`` and ``turnout_high`` (0–1; equal if known).
        """
        whole = ("all districts", "first round", self.registered_first, self.cast_first)
        later = ("run-off districts", "run-off", self.registered_runoff, self.cast_runoff)
        same = ("run-off districts", "first round", self._registered_same, self.cast_same)
        rest = ("other districts", "first round", self.registered_rest, self._cast_rest)
        rows = [
            (*whole, self.share_first, self.share_first),
            (*later, self.share_runoff, self.share_runoff),
            (*same, *self._first),
            (*rest, *self._rest),
        ]
        counts = {"registered": "Int64", "ballots_cast": "Int64"}
        rates = {"turnout_low": "float64", "turnout_high": "float64"}
        return typed(rows, electorate=TEXT, ballot=TEXT, **counts, **rates)

    def _repr_html_(self) -> str:
        return self.table().to_html(index=False, float_format="{:.4f}".format)


def turnout_rates(turnout: pd.DataFrame) -> pd.DataFrame:
    """Return turnout with the rate recomputed.

    Parameters
    ----------
    turnout : pandas.DataFrame
        With ``ballot``, ``registered``, ``ballots_cast``, ``invalid_votes`` and
        ``valid_votes`` (counts, may be missing).

    Returns
    -------
    pandas.DataFrame
        These columns and ``turnout_share``, ballots cast as a share of registered
        voters (0–1), missing where a part is missing.

    Raises
    ------
    LabelError
        If a column is absent.
    """
    columns = ["ballot", "registered", "ballots_cast", "invalid_votes", "valid_votes"]
    require(turnout, "turnout", *columns)
    rates = turnout[columns].reset_index(drop=True)
    rates["turnout_share"] = share(rates["ballots_cast"], rates["registered"])
    return rates


def turnout_drop(turnout: pd.DataFrame, *, districts: pd.DataFrame | None = None) -> TurnoutDrop:
    """Return the difference between first-round and run-off turnout, and its bounds.

    Parameters
    ----------
    turnout : pandas.DataFrame
        One election: ``ballot`` (``list``, ``first_round``, ``second_round``),
        ``registered``, ``ballots_cast``.
    districts : pandas.DataFrame, optional
        The same by ``district``, to compare the same districts where all are known.

    Returns
    -------
    TurnoutDrop

    Raises
    ------
    MissingDataError
        If the register or the ballots of either round were not published.
    LabelError
        If a column is absent.
    AllocationError
        If the run-off register is not the smaller one (only where districts are not known),
        more ballots were cast than voters registered, or the run-off districts had more
        voters or ballots than the whole country.

    References
    ----------
    O. D. Duncan and B. Davis (1953), "An Alternative to Ecological Correlation", American
    Sociological Review 18, 665–666, for the bounds of a 2 x 2 table with known margins.
    """
    require(turnout, "turnout", "ballot", "registered", "ballots_cast")
    by_ballot = turnout.set_index("ballot")[["registered", "ballots_cast"]]
    known = by_ballot.dropna().astype(int)
    first = next((b for b in ("first_round", "list") if b in known.index), None)
    if first is None or "second_round" not in known.index:
        found = ", ".join(known.index) or "none"
        message = (
            "a turnout drop needs registered voters and ballots cast of the first round (or of "
            f"the list ballot of the same day) and of the second round; found for: {found}"
        )
        raise MissingDataError(message)
    (registered_first, cast_first), (registered_runoff, cast_runoff) = known.loc[
        [first, "second_round"]
    ].itertuples(index=False)
    same = _first_round_of_runoffs(districts, first)
    if not registered_runoff > 0 or (same is None and registered_runoff >= registered_first):
        message = (
            f"run-offs in some districts have fewer registered voters than the whole country; "
            f"found {registered_runoff} in the run-offs, {registered_first} in the first round"
        )
        raise AllocationError(message)
    if cast_first > registered_first or cast_runoff > registered_runoff:
        message = (
            f"more ballots cast than voters registered: {cast_first} of {registered_first} in "
            f"the first round, {cast_runoff} of {registered_runoff} in the run-offs; "
            "expected at most as many"
        )
        raise AllocationError(message)
    if same is not None:
        registered_same, cast_same = same
        within_country = registered_same <= registered_first and cast_same <= cast_first
        if not within_country or not registered_same > 0 or cast_same > registered_same:
            message = (
                f"the run-off districts have {cast_same} ballots of {registered_same} "
                f"registered voters in the first round, the whole country {cast_first} of "
                f"{registered_first}; expected parts within their totals"
            )
            raise AllocationError(message)
    counts = (registered_first, registered_runoff, cast_first, cast_runoff)
    return TurnoutDrop(first, *counts, *(same or ()))


def _first_round_of_runoffs(districts: pd.DataFrame | None, first: str) -> tuple[int, int] | None:
    """Return voters and ballots of the first round in run-off districts; None if not all known."""
    if districts is None:
        return None
    require(districts, "districts", "ballot", "district", "registered", "ballots_cast")
    by_ballot = districts.set_index(["ballot", "district"])[["registered", "ballots_cast"]]
    where = districts.loc[districts["ballot"] == "second_round", "district"]
    same = by_ballot.reindex([(first, district) for district in where])
    registered, cast = total(same["registered"]), total(same["ballots_cast"])
    return None if pd.isna(registered) or pd.isna(cast) else (int(registered), int(cast))


def _rate(part: int, base: int) -> float:
    return part / base if base else math.nan


def chance_spread(spread: float, *, drawn: int, districts: int) -> float:
    """Return how far chance alone moves the mean of some districts, as a standard deviation.

    Parameters
    ----------
    spread : float
        Standard deviation of turnout between all districts, in any unit.
    drawn, districts : int
        How many of how many districts, drawn without replacement.

    Returns
    -------
    float
        Standard deviation of the mean of the drawn districts, in the unit of ``spread``.

    Raises
    ------
    AllocationError
        Unless 1 <= drawn <= districts and districts > 1, or if spread is negative.

    References
    ----------
    W. G. Cochran (1977), Sampling Techniques, 3rd ed., theorem 2.2.

    Examples
    --------
    >>> round(chance_spread(10.0, drawn=22, districts=67), 2)
    1.76
    """
    if not 1 <= drawn <= districts or districts < 2 or spread < 0:
        message = (
            f"cannot draw {drawn} of {districts} districts with a spread of {spread}; expected "
            "1 to all of two or more districts, and a non-negative spread"
        )
        raise AllocationError(message)
    return spread * math.sqrt((districts - drawn) / (districts - 1) / drawn)
