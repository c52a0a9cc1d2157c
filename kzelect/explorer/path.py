"""The path to the majority: who holds it, and where its seats came from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzelect.election import Election
from kzelect.errors import KzelectError, MissingDataError
from kzelect.explorer.house import Bar, bars
from kzelect.explorer.rules import names_and_colours
from kzelect.measures.majorities import majority
from kzelect.measures.shares import total
from kzelect.results.tiers import TIERS
from kzelect.scenarios.house import NOBODY, house_with, majority_in

__all__ = ["COUNTINGS", "path_to_majority"]

COUNTINGS = {"nomination": "by nomination", "membership": "by membership"}

WAYS = {  # words and opacity
    "list": ("list", 1.0),
    "first_round": ("first round", 0.6),
    "second_round": ("run-off", 0.25),
    "district": ("districts, round not published", 0.45),
    "unknown": ("tier not published", 0.12),
}


def path_to_majority(election: Election, counting: str) -> tuple[str, str, pd.DataFrame]:
    """Return the path in a sentence, as SVG, and the seats by how they were won.

    Parameters
    ----------
    election : Election
    counting : {"nomination", "membership"}
        Whom a deputy counts for: the nominating list, or the deputy's own party.

    Returns
    -------
    str
        Sentence; it says what was not published.
    str
        SVG, empty if there is none.
    pandas.DataFrame
        As `Election.seats_by` returns it; empty if that is not possible.
    """
    try:
        seats = election.seats_by(counting)
    except MissingDataError as reason:
        return f"Not possible: {reason}.", "", pd.DataFrame()
    published = election.published
    needed = majority_in(published, house_with(published))
    names, colours = names_and_colours(seats, published["parties"])
    try:
        held = majority(seats, needed=needed, singly=NOBODY)
    except KzelectError as reason:
        return f"Not possible: {reason}.", "", seats
    sentence = _in_words(held, names, total(seats["second_round"]))
    rows = [
        Bar(
            names[row["party"]],
            None if pd.isna(row["total"]) else int(row["total"]),
            colours[row["party"]],
            _parts(row),
        )
        for row in seats.to_dict("records")
    ]
    return sentence, bars(rows, needed, WAYS), seats


def _parts(row: dict[Any, Any]) -> dict[str, int]:
    """Return the seats of a contender, each under the most exact way that was published."""
    if pd.isna(row["total"]):
        return {}
    parts = {tier: 0 if pd.isna(row[tier]) else int(row[tier]) for tier in TIERS}
    districts = 0 if pd.isna(row["district"]) else int(row["district"])
    parts["district"] = max(districts - parts["first_round"] - parts["second_round"], 0)
    parts["unknown"] = max(int(row["total"]) - sum(parts.values()), 0)
    return parts


def _in_words(held: pd.Series[Any], names: dict[Any, str], runoffs: Any) -> str:
    """Say what the row of `majority` says, and what it cannot say."""
    if pd.isna(held["needed"]) or pd.isna(held["is_held"]):
        return "Who held the majority cannot be said: not all seats were published."
    if not held["is_held"]:
        return f"No party held the {held['needed']} seats of a majority."
    who = names[held["holder"]]
    first = f"{who} held {held['seats']} seats, {held['needed']} were a majority."
    if not pd.isna(held["list"]) and held["list"] == held["seats"]:
        return f"{first} All of them came from the list."
    if pd.isna(held["after_first_round"]):
        return f"{first} In which rounds they were won was not published."
    before = (
        f"With {held['list']} from the list and {held['first_round']} from the first round "
        f"it stood at {held['after_first_round']}"
    )
    if held["still_needed"] == 0:
        return f"{first} {before}: it needed no run-off."
    if pd.isna(held["second_round"]) or pd.isna(runoffs):
        return f"{first} {before}, {held['still_needed']} short."
    return (
        f"{first} {before}, {held['still_needed']} short. "
        f"It needed {held['still_needed']} of the {runoffs} run-offs "
        f"and won {held['second_round']}."
    )
