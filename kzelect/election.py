"""One election as a frozen bundle of tables, with views on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from kzelect import majorities, results
from kzelect.checks import check_tables
from kzelect.errors import LabelError
from kzelect.labels import plain
from kzelect.turnout import TurnoutDrop, turnout_drop, turnout_rates

__all__ = ["Election"]

# Names to the left, figures to the right, in JupyterLab and on a page.
STYLE = (
    "<style scoped>.kzelect th, .kzelect td {text-align: right} "
    ".kzelect th:first-child, .kzelect td:first-child {text-align: left}</style>"
)
NAME_WIDTH = 60  # a longer name would push the figures off the screen


@dataclass(frozen=True, repr=False, eq=False)
class Election:
    """One election: its published tables, and what follows from them.

    Every table and view is a new frame; changing it changes nothing here.

    Attributes
    ----------
    year : int
        The key of the election in every table.
    published : mapping of str to pandas.DataFrame
        The rows of this election as published, by table name: ``elections``,
        ``parties``, ``lineage``, ``proportional``, ``majoritarian``,
        ``seat_totals``, ``turnout``, ``membership``, and ``previous``, the seat
        totals of the election before. Use `table` to get one of them.

    Examples
    --------
    >>> import kzelect as kz
    >>> e = kz.load(2004)
    >>> e.proportional[["party", "votes", "seats"]].head(2)
        party    votes  seats
    0    otan  2883706      7
    1  aq_jol   572672      1
    """

    year: int
    published: Mapping[str, pd.DataFrame]

    def table(self, name: str) -> pd.DataFrame:
        """Return the published rows of this election in one table.

        Parameters
        ----------
        name : str
            Name of the table, such as ``"seat_totals"``.
        """
        return self.published[name].copy()

    @property
    def facts(self) -> pd.Series:
        """Name, dates, seats by tier, majority and rules: the row of ``elections``."""
        return self.published["elections"].iloc[0].copy()

    @property
    def name(self) -> str:
        """Name of the election."""
        return str(self.published["elections"]["name"].iloc[0])

    @property
    def parties(self) -> pd.DataFrame:
        """The contenders of this election, in published order, as ``parties`` describes them."""
        order = self.published["seat_totals"]["party"]
        described = self.published["parties"].set_index("party")
        listed = pd.concat([order, self.published["proportional"]["party"]]).drop_duplicates()
        return described.reindex(listed).reset_index()

    @property
    def proportional(self) -> pd.DataFrame:
        """List tier: ``party``, ``party_name``, ``votes``, ``vote_share``, ``seats``.

        ``vote_share`` is of the valid votes, 0–1.
        """
        return results.list_tier(self.published["proportional"], self.published["turnout"])

    @property
    def majoritarian(self) -> pd.DataFrame:
        """Nominal tier: ``round``, ``party``, ``party_name``, ``votes``, ``seats``."""
        columns = ["round", "party", "party_name", "votes", "seats"]
        return self.published["majoritarian"][columns].reset_index(drop=True)

    @property
    def turnout(self) -> pd.DataFrame:
        """Ballots: counts as published and ``turnout_share`` (of registered voters, 0–1)."""
        return turnout_rates(self.published["turnout"])

    @property
    def seats(self) -> pd.DataFrame:
        """Seats by how they were won, by nomination.

        ``party``, ``party_name``, ``list``, ``first_round``, ``second_round``,
        ``district`` (both rounds), ``total``, ``seat_share`` (0–1),
        ``change_as_published`` (text) and ``change`` (derived from the election
        before; missing for contenders that did not stand then).
        """
        view = results.seats_by_tier(self.published["seat_totals"], self.published["majoritarian"])
        previous = self.published["previous"]
        if previous.empty:
            view["change"] = pd.array([pd.NA] * len(view), dtype="Int64")
        else:
            view["change"] = results.seat_changes(
                self.published["seat_totals"],
                previous,
                lineage=self.published["lineage"],
                since=int(previous["election"].iloc[0]),
                until=self.year,
            ).array
        return view

    def seats_by(self, counting: str) -> pd.DataFrame:
        """Return seats by nomination, or by the party that deputies belong to.

        Parameters
        ----------
        counting : {"nomination", "membership"}

        Returns
        -------
        pandas.DataFrame
            ``party``, ``party_name``, ``list``, ``first_round``, ``second_round``,
            ``district``, ``total``, ``seat_share``.

        Raises
        ------
        LabelError
            If ``counting`` is neither of the two.
        MissingDataError
            If the membership was not published.
        """
        by_nomination = results.seats_by_tier(
            self.published["seat_totals"], self.published["majoritarian"]
        )
        if counting == "nomination":
            return by_nomination.drop(columns="change_as_published")
        if counting == "membership":
            return results.by_membership(by_nomination, self.published["membership"])
        message = f"expected 'nomination' or 'membership', found {counting!r}"
        raise LabelError(message)

    def majority(self, *, by: str = "nomination") -> pd.Series:
        """Return who holds a majority of the house and how it came about.

        Parameters
        ----------
        by : {"nomination", "membership"}
            What a deputy counts for: the nominating list, or the deputy's party.

        Returns
        -------
        pandas.Series
            ``needed``, ``holder``, ``seats``, ``surplus``, the holder's seats by
            ``list``, ``first_round`` and ``second_round``, ``after_first_round``
            (list and first round), ``still_needed`` then, and ``is_held``; missing
            where a figure is, as `kzelect.majorities.majority` says.
        """
        return majorities.majority(self.seats_by(by)).iloc[0].rename("majority")

    def turnout_drop(self) -> TurnoutDrop:
        """Return the difference between first-round and run-off turnout, and its bounds."""
        return turnout_drop(self.published["turnout"])

    def check(self) -> pd.DataFrame:
        """Compare the published figures with each other; see `kzelect.checks.check_tables`."""
        return check_tables(self.published)

    def results(self) -> pd.DataFrame:
        """Return the results as text, laid out like the table of an encyclopedia."""
        return results.results_table(
            results.seats_by_tier(self.published["seat_totals"], self.published["majoritarian"]),
            proportional=self.proportional,
            majoritarian=self.published["majoritarian"],
            turnout=self.turnout,
        )

    def _shown(self) -> pd.DataFrame:
        table = self.results()
        table["Party"] = table["Party"].map(lambda name: plain(name, NAME_WIDTH))
        return table

    def __repr__(self) -> str:
        table = self._shown()
        width = table["Party"].str.len().max()
        table["Party"] = table["Party"].str.ljust(width)
        return f"{plain(self.name, NAME_WIDTH)}\n{table.to_string(index=False)}"

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            table = self._shown().to_html(index=False, border=0, classes="kzelect")
        return f"{STYLE}\n<p><strong>{escape(plain(self.name, NAME_WIDTH))}</strong></p>\n{table}"

    def __getstate__(self) -> dict[str, Any]:
        return {"year": self.year, "published": dict(self.published)}
