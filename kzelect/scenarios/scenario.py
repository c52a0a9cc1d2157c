"""A scenario: votes and a rule, the seats that follow, and the call that gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from kzelect.apportionment import METHODS, apportion
from kzelect.apportionment.methods import Method, Quota, rule_for
from kzelect.errors import AllocationError, MissingDataError
from kzelect.measures.shares import share, total
from kzelect.text import plain
from kzelect.text.contenders import contender_kind

ThresholdBase = Literal["valid_votes", "ballots_cast"]
UNLISTED = "(others)"
NO_LISTS = "this election had no list tier: there are no list seats to allocate"

BASE_NAMES = {"valid_votes": "the valid votes", "ballots_cast": "the ballots cast"}
QUOTA_NAMES = {"admitted": "the votes of admitted lists", "all": "the votes of all lists"}
SETTINGS = ("method", "quota_base", "threshold", "threshold_base", "seats", "votes", "ties")

METHOD_NAMES = {
    "hare": "Hare",
    "droop": "Droop",
    "hagenbach_bischoff": "Hagenbach-Bischoff",
    "imperiali_quota": "Imperiali's quota",
    "dhondt": "D'Hondt",
    "sainte_lague": "Sainte-Laguë",
    "modified_sainte_lague": "modified Sainte-Laguë",
    "danish": "the Danish method",
    "adams": "Adams",
    "dean": "Dean",
    "huntington_hill": "Huntington–Hill",
    "imperiali": "Imperiali's divisors",
}
"""What a reader calls each of `kzelect.METHODS`."""


def method_title(method: str) -> str:
    """Return the name of a method as it stands alone; of one that is not known, its key.

    Examples
    --------
    >>> method_title("danish"), method_title("my_own")
    ('Danish method', 'My own')
    """
    name = METHOD_NAMES.get(method, method.replace("_", " ")).removeprefix("the ")
    return name[:1].upper() + name[1:]


def percent(share: Decimal) -> str:
    """Return a share as text, in per cent, without zeros at the end."""
    return f"{(100 * share).normalize():f} %"


@dataclass(frozen=True, eq=False)
class Scenario:
    """The list tier of one election: votes, seats to allocate and the rule.

    Attributes
    ----------
    votes : pandas.Series
        Votes of the lists that can win seats, Int64, by party; none missing.
    seats : int
        Size of the list tier.
    method : str
        One of `kzelect.METHODS`.
    threshold : Decimal
        Least share of the base, 0–1.
    threshold_base : {"valid_votes", "ballots_cast"}
        What the threshold is a share of.
    quota_base : {"admitted", "all"}
        Votes that a quota is computed from; divisor methods only have "admitted".
    other_valid : int
        Valid votes for none of the lists, such as those against all.
    unlisted : int
        Those of ``other_valid`` that are for lists which the table does not name, such as
        "Others": they win no seats, and count for a quota of all votes.
    invalid : int or None
        Ballots cast that are no valid votes; None if not published.
    ties : tuple or None
        All parties, those first who get a seat for which lists tie; None if a tie is
        an error.
    """

    votes: pd.Series[Any]
    seats: int
    method: Method = "hare"
    threshold: Decimal = Decimal(0)
    threshold_base: ThresholdBase = "valid_votes"
    quota_base: Literal["admitted", "all"] = "admitted"
    other_valid: int = 0
    unlisted: int = 0
    invalid: int | None = None
    ties: tuple[Any, ...] | None = None

    @property
    def base(self) -> int:
        """Votes or ballots that the threshold is a share of."""
        valid = int(self.votes.sum()) + self.other_valid
        if self.threshold_base == "valid_votes":
            return valid
        if self.invalid is None:
            message = "the ballots cast are not known; expected them in the table turnout"
            raise MissingDataError(message)
        return valid + self.invalid

    @property
    def vote_share(self) -> pd.Series[Any]:
        """Votes as shares of the base of the threshold, 0–1, by party."""
        return share(self.votes, self.base)

    @cached_property
    def admitted(self) -> list[Any]:
        """The parties that have votes and reach the threshold, exactly."""
        least = Fraction(self.threshold) * self.base
        return [party for party, count in self.votes.items() if count > 0 and count >= least]

    @property
    def has_quota(self) -> bool:
        """Whether the method has a quota."""
        return isinstance(rule_for(self.method), Quota)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What can be changed, by the name of the attribute, in values that can be compared."""
        return {name: getattr(self, name) for name in SETTINGS} | {"votes": tuple(self.votes)}

    def apportion(self) -> pd.Series[Any]:
        """Return the seats, by party, as `kzelect.apportion` gives them."""
        return self._apportioned.copy()

    @cached_property
    def _apportioned(self) -> pd.Series[Any]:
        seats = apportion(
            self._all_lists,
            self.seats,
            method=self.method,
            threshold=self._thresholds,
            threshold_base=self.base,
            quota_base=self.quota_base,
            ties="raise" if self.ties is None else (*self.ties, *self._unlisted),
        )
        return seats.drop([*self._unlisted]) if self.unlisted else seats

    @property
    def _unlisted(self) -> dict[str, int]:
        """The votes of lists that the table does not name, under one label."""
        return {UNLISTED: self.unlisted} if self.unlisted else {}

    @property
    def _all_lists(self) -> pd.Series[Any]:
        if not self.unlisted:
            return self.votes
        votes: pd.Series[Any] = pd.Series({**self.votes, **self._unlisted}, dtype="Int64")
        votes.index.name = self.votes.index.name
        return votes

    @cached_property
    def _thresholds(self) -> Decimal | dict[Any, Decimal]:
        """The threshold; by party if the name of a list is a word for what is none."""
        if all(
            contender_kind(str(party)) in {"party", "independents"} for party in self.votes.index
        ):
            return self.threshold
        return dict.fromkeys(self.votes.index, self.threshold)

    def fits(self, published: Mapping[str, pd.DataFrame]) -> bool:
        """Say whether these are the seats that were published."""
        seats = published["proportional"].set_index("party")["seats"]
        try:
            found = self.apportion()
        except AllocationError:
            return False
        return found.equals(seats.reindex(found.index).astype("Int64").rename("seats"))

    def label(self) -> str:
        """Return method and threshold in words.

        Examples
        --------
        >>> votes = pd.Series({"A": 60, "B": 40}, dtype="Int64")
        >>> Scenario(votes, 5, threshold=Decimal("0.07")).label()
        'Hare with a threshold of 7 % of the valid votes'
        """
        name = METHOD_NAMES[self.method]
        name = name[0].upper() + name[1:]
        if not self.threshold:
            return f"{name} without a threshold"
        base = BASE_NAMES[self.threshold_base]
        return f"{name} with a threshold of {percent(self.threshold)} of {base}"

    def call(self) -> str:
        """Return Python code that gives the seats of this scenario.

        Examples
        --------
        >>> votes = pd.Series({"A": 60, "B": 40}, dtype="Int64")
        >>> print(Scenario(votes, 5, method="dhondt").call())
        import pandas as pd
        <BLANKLINE>
        import kzelect as kz
        <BLANKLINE>
        votes = pd.Series({'A': 60, 'B': 40})
        seats = kz.apportion(votes, 5, method='dhondt')
        """
        thresholds, votes, base = self._thresholds, self._all_lists, self.base
        least: Any = float(self.threshold) or None
        if isinstance(thresholds, dict):
            least = dict.fromkeys(thresholds, float(self.threshold))
        rule = {
            "method": self.method,
            "threshold": least,
            "threshold_base": base if self.threshold and base != votes.sum() else None,
            "quota_base": None if self.quota_base == "admitted" else self.quota_base,
            "ties": None if self.ties is None else [*self.ties, *self._unlisted],
        }
        given = "".join(f", {name}={value!r}" for name, value in rule.items() if value is not None)
        counts = {party: int(count) for party, count in votes.items()}
        return (
            "import pandas as pd\n\nimport kzelect as kz\n\n"
            f"votes = pd.Series({counts!r})\nseats = kz.apportion(votes, {self.seats}{given})"
        )


def official_scenario(published: Mapping[str, pd.DataFrame]) -> Scenario:
    """Return the list tier as it was: votes, threshold and base, and a method that fits.

    A threshold that was not published is 0, its base the valid votes. The method is the
    first of `kzelect.METHODS` that gives the published seats; if none does, or they were
    not published, Hare. Without a list tier, the votes of every list or the number of list
    seats it is a MissingDataError.
    """
    facts = published["elections"].iloc[0]
    rows = published["proportional"]
    kind = rows["party"].map(published["parties"].set_index("party")["contender_type"])
    is_list = ~kind.isin(["against_all", "others"])
    lumped = rows[(kind == "others").fillna(False)]
    lists = rows[is_list].set_index("party")
    if who := ", ".join(map(plain, lumped.loc[lumped["seats"].gt(0).fillna(False), "party"])):
        message = f"who won the seats of {who} is not known; expected the votes of every list"
        raise MissingDataError(message)
    if lists.empty:
        raise MissingDataError(NO_LISTS)
    if who := ", ".join(map(plain, lists.index[lists["votes"].isna()])):
        message = f"the votes are not known of: {who}; expected the votes of every list"
        raise MissingDataError(message)
    seats = facts["seats_list"]
    if pd.isna(seats):
        seats = total(lists["seats"])
    if pd.isna(seats):
        message = (
            "the number of list seats is not known; expected seats_list in the table elections, "
            "or the seats of every list"
        )
        raise MissingDataError(message)
    if seats == 0:
        raise MissingDataError(NO_LISTS)
    valid, invalid = _ballots(published["turnout"])
    counted = int(lists["votes"].sum())
    against = rows.loc[~is_list, "votes"].dropna().sum()
    base, threshold = facts["threshold_base"], facts["threshold_pct"]
    of_cast = not pd.isna(base) and base == "ballots_cast"
    start = Scenario(
        lists["votes"],
        int(seats),
        threshold=Decimal(0) if pd.isna(threshold) else Decimal(str(threshold)) / 100,
        threshold_base="ballots_cast" if of_cast and invalid is not None else "valid_votes",
        unlisted=int(lumped["votes"].dropna().sum()),
        other_valid=int(against if valid is None else max(against, valid - counted)),
        invalid=invalid,
    )
    fitting = (replace(start, method=method) for method in METHODS)
    return next((scenario for scenario in fitting if scenario.fits(published)), start)


def _ballots(turnout: pd.DataFrame) -> tuple[int | None, int | None]:
    """Return valid votes and invalid ballots of the list tier, as published or by difference."""
    known = turnout[turnout["ballot"] == "list"]
    if known.empty:
        return None, None
    cast, invalid, valid = known.iloc[0][["ballots_cast", "invalid_votes", "valid_votes"]]
    counts = (
        cast - invalid if pd.isna(valid) else valid,
        cast - valid if pd.isna(invalid) else invalid,
    )
    valid, invalid = (None if pd.isna(count) else int(count) for count in counts)
    return valid, invalid
