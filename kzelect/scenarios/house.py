"""The whole house when its list tier is another one, and beside the official one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kzelect.measures.majorities import majority_threshold
from kzelect.measures.shares import total
from kzelect.results.tiers import seats_by_tier
from kzelect.scenarios.scenario import Scenario

__all__ = ["NOBODY", "OTHER", "UNKNOWN", "comparison", "house_with", "majority_in"]

OTHER = "other seats"
UNKNOWN = "not published"
NOBODY = ("independents", OTHER, UNKNOWN)
"""Rows of a house that are no party: they do not act as one."""


def house_with(
    published: Mapping[str, pd.DataFrame], list_seats: pd.Series[Any] | None = None
) -> pd.DataFrame:
    """Return the seats by tier, by nomination, with other list seats in place of the published.

    Seats that no contender of the table has are a last row, `OTHER`, or `UNKNOWN` where the
    seats of a contender were not published. A total is missing where the seats outside the
    list tier are.
    """
    seats = seats_by_tier(published["seat_totals"], published["majoritarian"])
    seats = seats.drop(columns=["seat_share", "change_as_published"])
    size = published["elections"]["seats_total"].iloc[0]
    rest = 0 if pd.isna(size) else size - seats["total"].sum()
    name = OTHER if seats["total"].notna().all() else UNKNOWN
    if list_seats is not None:
        is_whole = not pd.isna(size) and rest == 0
        seats = _exchanged(seats, published["proportional"], list_seats, is_whole=is_whole)
    if rest > 0:
        seats.loc[len(seats), ["party", "party_name", "total"]] = [name, name, rest]
    return seats


def _exchanged(
    seats: pd.DataFrame, proportional: pd.DataFrame, list_seats: pd.Series[Any], *, is_whole: bool
) -> pd.DataFrame:
    """Put other list seats in the place of the published ones."""
    new = proportional[
        proportional["party"].isin(list_seats.index) & ~proportional["party"].isin(seats["party"])
    ]
    rows = pd.concat([seats, new[["party", "party_name"]]], ignore_index=True)
    # Outside the list tier: by districts, else what the list does not explain.
    outside = rows["district"].fillna(rows["total"] - rows["list"])
    no_list = ~rows["party"].isin(proportional["party"])
    outside = outside.mask(no_list, rows["total"])
    if is_whole:  # every seat of the house has its holder in the table
        outside = outside.mask(rows["party"].isin(new["party"]), 0)
    runs = rows["party"].isin(list_seats.index)
    rows["list"] = rows["list"].mask(runs, rows["party"].map(list_seats)).astype("Int64")
    rows["total"] = outside.where(~runs, outside + rows["list"]).astype("Int64")
    return rows


def majority_in(published: Mapping[str, pd.DataFrame], house: pd.DataFrame) -> int | None:
    """Return the seats that are a majority of such a house; None if its size is 0 or not known.

    The published majority counts while the house has its published size.
    """
    facts, seats = published["elections"].iloc[0], house["total"]
    # Seats without a known holder stand in a row of their own: the rest are all there are.
    is_short = (seats.isna() & house["list"].gt(0).fillna(False)).any()
    is_known = not pd.isna(facts["seats_total"]) and not is_short
    size = seats.sum() if is_known else total(seats)
    if pd.isna(size) or size == 0:
        return None
    stated = facts["seats_total"]
    if pd.isna(stated):
        stated = total(published["seat_totals"]["seats_total"])
    if not pd.isna(facts["majority"]) and not pd.isna(stated) and stated == size:
        return int(facts["majority"])
    return majority_threshold(int(size))


def comparison(
    proportional: pd.DataFrame,
    scenario: Scenario,
    seats: pd.Series[Any] | None,
    house: pd.DataFrame,
) -> pd.DataFrame:
    """Return list and house seats of a scenario beside the published ones.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``party_name``; ``votes`` and ``vote_share`` (of the base of the
        threshold, 0–1) of the scenario; ``is_admitted``; list ``seats``,
        ``official_seats`` and ``change``; ``house``, all seats. Missing: not published, no
        allocation (``seats`` is None) or, in the list tier, without a list.
    """
    if seats is None:
        seats = scenario.votes.mask(scenario.votes.notna())
    by_list = proportional.set_index("party")
    lists = pd.DataFrame({"votes": scenario.votes, "vote_share": scenario.vote_share})
    lists["is_admitted"] = pd.array(lists.index.isin(scenario.admitted), dtype="boolean")
    lists["seats"] = seats.astype("Int64")
    lists["official_seats"] = by_list["seats"]
    lists["change"] = lists["seats"] - lists["official_seats"]
    lists.insert(0, "party_name", by_list["party_name"])
    of_house = house.set_index("party")
    # Lists that the table of house seats leaves out come last.
    order = of_house.index.append(lists.index.difference(of_house.index, sort=False))
    table = lists.reindex(order)
    table["party_name"] = of_house["party_name"].reindex(order).fillna(table["party_name"])
    table["house"] = of_house["total"].reindex(order)
    return table.rename_axis("party").reset_index()
