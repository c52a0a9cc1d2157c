"""The ways in which a seat can be won, and how figures tell them apart."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from kzelect.election import Election
from kzelect.measures.majorities import majority_threshold
from kzelect.plots.parties import NOT_PUBLISHED, Table, is_missing

__all__ = ["WAYS", "Way", "majority_of", "seats_by_way"]


class Way(NamedTuple):
    """How a way of winning is named and drawn; colour stays with the contender."""

    words: str
    marker: str
    strength: float  # of the tint of a bar
    hatch: str


WAYS = {
    "list": Way("list", "o", 1.0, ""),
    "first_round": Way("first round", "D", 0.62, ""),
    "second_round": Way("run-off", "s", 0.25, "////"),
    "district": Way(f"districts, round {NOT_PUBLISHED}", "^", 0.45, "...."),
    "unknown": Way(f"tier {NOT_PUBLISHED}", "X", 0.12, ""),
}


def seats_by_way(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the seats of each contender under the one way that is known of them.

    ``first_round`` and ``second_round`` as published; ``district`` has district seats
    whose round was not published, ``unknown`` those of which not even the tier was.
    """
    known = frame.reindex(columns=["list", "first_round", "second_round"]).astype("Int64")
    ways = known.fillna(0)  # a part not known is drawn under the next coarser way instead
    districts = frame.reindex(columns=["district"])["district"].astype("Int64")
    rounds = ways["first_round"] + ways["second_round"]
    ways["district"] = (districts - rounds).fillna(0).clip(lower=0)
    # Without a total there is nothing left to account for; the figure says so in words.
    ways["unknown"] = (frame["total"] - ways.sum(axis=1)).fillna(0).clip(lower=0)
    return ways


def majority_of(election: Table, house: int | None) -> int | None:
    """Return the seats that are a majority: as published, else more than half of the house."""
    if isinstance(election, Election):
        published, seats = election.facts["majority"], election.facts["seats_total"]
        if not is_missing(published):
            return int(published)
        house = house if is_missing(seats) else int(seats)
    return None if house is None else majority_threshold(house)
