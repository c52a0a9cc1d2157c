"""The whole house when its list tier is another one, and its majority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kzelect.measures.majorities import majority_threshold
from kzelect.measures.shares import total
from kzelect.results.tiers import seats_by_tier

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
