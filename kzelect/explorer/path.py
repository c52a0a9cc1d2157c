"""The path to the majority: who holds it, and where its seats came from."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from kzelect.election import Election
from kzelect.errors import KzelectError, MissingDataError
from kzelect.explorer.house import Bar, bars_svg
from kzelect.explorer.rules import names_and_colours
from kzelect.measures.majorities import majority
from kzelect.measures.shares import total
from kzelect.results.tiers import seats_by_way
from kzelect.scenarios.house import NOBODY, house_with, majority_in

COUNTINGS = {"nomination": "by nomination", "membership": "by membership"}


@lru_cache(maxsize=8)
def majority_path(election: Election, counting: str) -> tuple[str, str, pd.DataFrame]:
    """Return the path in a sentence, as SVG (perhaps empty), and the seats as `Election.seats_by`.

    By "nomination" a deputy counts for the nominating list, by "membership" for the deputy's
    own party.
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
    ways = seats_by_way(seats).to_dict("records")
    rows = []
    for party, won, parts in zip(seats["party"], seats["total"], ways, strict=True):
        known = (None, {}) if pd.isna(won) else (int(won), parts)
        rows.append(Bar(names[party], colours[party], *known))
    return _path_in_words(held, names, total(seats["second_round"])), bars_svg(rows, needed), seats


def _path_in_words(held: pd.Series[Any], names: dict[Any, str], runoffs: Any) -> str:
    """Say what the row of `majority` says, and what it cannot say."""
    if pd.isna(held["needed"]) or pd.isna(held["is_held"]):
        return "Who held the majority cannot be said: not all seats were published."
    if not held["is_held"]:
        return f"No party held the {held['needed']} seats of a majority."
    who, short = names[held["holder"]], held["still_needed"]
    first = f"{who} held {held['seats']} seats, {held['needed']} were a majority."
    if not pd.isna(held["list"]) and held["list"] == held["seats"]:
        return f"{first} All of them came from the list."
    if pd.isna(held["after_first_round"]):
        return f"{first} In which rounds they were won was not published."
    first += (
        f" With {held['list']} from the list and {held['first_round']} from the first round "
        f"it stood at {held['after_first_round']}"
    )
    if short == 0:
        return f"{first}: it needed no run-off."
    if pd.isna(held["second_round"]) or pd.isna(runoffs):
        return f"{first}, {short} short."
    won = held["second_round"]
    return f"{first}, {short} short. It needed {short} of the {runoffs} run-offs and won {won}."
