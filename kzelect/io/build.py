"""Compare keys and derive missing tables: what an `Election` is made of.

What is missing stays missing. What is derived here, because the input does not have it, is
said in the import report.
"""

from __future__ import annotations

import colorsys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd

from kzelect.errors import DataError
from kzelect.io.cells import clean_text
from kzelect.io.clean import Cleaned, clean_facts
from kzelect.io.consistency import (
    ask_about_seats,
    compare_keys,
    compare_looks,
    compare_valid_votes,
    seat_nobody_against_all,
    seats_without_votes,
)
from kzelect.io.report import report
from kzelect.io.schemas import TABLES, dtypes
from kzelect.measures.shares import total
from kzelect.results.districts import nominal_tier, turnout_of_districts
from kzelect.text import plain
from kzelect.text.contenders import contender_kind

# Tables that name contenders, in the order in which these are listed.
NAMING = [
    "proportional",
    "seat_totals",
    "majoritarian",
    "membership",
    "previous",
    "lineage",
    "district_results",
]
SHORT_NAME = 18  # characters that fit beside a bar
# Okabe and Ito's colours, told apart with any colour vision; then hues far from each other.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#999999"]
GOLDEN_ANGLE = 0.618033988749895  # as a fraction of the circle
DISTINCT = 360  # hues, more than eyes can tell apart
OPEN: Any = pd.NA  # NaN, with which pandas fills up, need not mean missing (a pandas option)


def assemble(
    cleaned: Cleaned, facts: Mapping[str, Any]
) -> tuple[int | None, dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the year, the tables and the import report of one election.

    Every described table is there, with all described columns.

    `cleaned` is used up. Facts, columns of the table `elections`, come before what that table
    says. A `DataError` has every problem of the cells and of the keys, a `LabelError` names what
    is no fact of an election.
    """
    frames = cleaned.frames
    known = _facts(cleaned, clean_facts(facts))
    _ballots_below_the_list(cleaned)
    has_total = "seats_total" in frames.get("seat_totals", ())
    for name in list(frames):
        frames[name] = _with_defaults(cleaned, name)
        compare_keys(cleaned, name)
    frames |= {name: _with_all_columns(name) for name in TABLES if name not in frames}
    compare_looks(cleaned)
    compare_valid_votes(cleaned)
    seat_nobody_against_all(cleaned)
    ask_about_seats(cleaned, known)
    year = _year(cleaned, known)
    results = ["proportional", "majoritarian", "seat_totals", "district_results"]
    if not cleaned.problems and all(frames[name].empty for name in results):
        cleaned.note("proportional", None, None, None, "at least one party and its votes")
    _raise_if_any(cleaned)
    frames["unvoted"] = seats_without_votes(cleaned)

    if frames["majoritarian"].empty and len(frames["district_results"]):
        _sum_districts(cleaned)
    _sum_turnout(cleaned)
    frames["parties"] = _all_parties(frames)
    names = dict(frames["parties"][["party", "name_en"]].to_numpy())
    for name in ("proportional", "majoritarian", "seat_totals", "unvoted"):
        frame = frames[name]
        if frame["party_name"].isna().any():
            frame["party_name"] = frame["party_name"].fillna(frame["party"].map(names))
    _sum_seats(cleaned, known, has_total=has_total)
    _raise_if_any(cleaned)
    if "name" not in known:
        known["name"] = "Election" if year is None else f"Election {year}"
        cleaned.derive("elections", "name", "an election without a name is called by its year")
    frames["elections"] = _with_all_columns("elections", pd.DataFrame([known], dtype=object))
    for name in TABLES:
        if "election" in frames[name] and name != "previous" and len(frames[name]):
            frames[name]["election"] = pd.Series(year, frames[name].index, dtype="Int64")
    return year, {name: frames[name] for name in TABLES}, report(cleaned.repairs)


def _with_all_columns(name: str, frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return a table, or an empty one, with the described columns and types."""
    if frame is None:
        return _empty(name).copy()
    types = dtypes(name)
    return frame.reset_index(drop=True).reindex(columns=list(types), fill_value=OPEN).astype(types)


@cache
def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(dtypes(name))).astype(dtypes(name))


def _raise_if_any(cleaned: Cleaned) -> None:
    if cleaned.problems:
        raise DataError(dict.fromkeys(cleaned.problems))


def _facts(cleaned: Cleaned, given: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of the table `elections`, with those given in their place."""
    table = cleaned.frames.pop("elections", None)
    if table is None or table.empty:
        return given
    if len(table) > 1:
        cleaned.note("elections", 1, None, None, "one row: the facts of one election")
    stated = {str(name): value for name, value in table.iloc[0].items() if not pd.isna(value)}
    for name in given.keys() & stated.keys():
        if given[name] != stated[name]:
            rule = f"given as {given[name]}, which comes before {stated[name]} in the table"
            cleaned.derive("elections", name, rule)
    return stated | given


def _ballots_below_the_list(cleaned: Cleaned) -> None:
    """Make rows such as 'Valid votes' below a list the turnout of the list ballot."""
    if not cleaned.below:
        return
    below = pd.DataFrame(cleaned.below, dtype=object).fillna(OPEN)
    place = cleaned.places.pop("below")
    turnout = cleaned.frames.get("turnout")
    if turnout is None:
        cleaned.frames["turnout"], cleaned.places["turnout"] = below, place
    elif "ballot" in turnout and not set(turnout["ballot"]) & set(below["ballot"]):
        cleaned.frames["turnout"] = pd.concat([turnout, below], ignore_index=True)
        cleaned.places["turnout"][1].extend(place[1])
    else:
        ballots = ", ".join(below["ballot"]).replace("_", " ")
        expected = f"the {ballots} ballot in one place: below the parties or in the table turnout"
        cleaned.note("turnout", None, None, None, expected)


def _with_defaults(cleaned: Cleaned, name: str) -> pd.DataFrame:
    """Return a table with all described columns, and labels, rounds and order filled in."""
    given = cleaned.frames[name]
    frame = _with_all_columns(name, given)
    label = next((column for column in ("party_name", "name_en") if column in given), None)
    if "party" in frame and "party" not in given and label is not None:
        frame["party"] = given[label]
    if name == "parties" and "name_en" not in given and "party_name" in given:
        frame["name_en"] = given["party_name"]
    if "round" in frame and "round" not in given:
        frame["round"] = frame["round"].fillna(1)
        cleaned.derive(name, "round", "a table without rounds is one of a first and only round")
    ballot = {"district_turnout": "first_round"}.get(name, "list" if len(frame) == 1 else None)
    if "ballot" in frame and "ballot" not in given and ballot is not None:
        frame["ballot"] = frame["ballot"].fillna(ballot)
        rule = f"turnout that names no ballot is of the {ballot.replace('_', ' ')}"
        cleaned.derive(name, "ballot", rule)
    if "order" in frame and frame["order"].isna().all():
        rounds = frame.groupby(
            "round" if name == "majoritarian" else np.zeros(len(frame)), dropna=False
        )
        frame["order"] = (rounds.cumcount() + 1).astype("Int64")
    return frame


def _year(cleaned: Cleaned, known: dict[str, Any]) -> int | None:
    """Return the year that all tables are of, or None if nothing says it."""
    years = {int(known["election"])} if "election" in known else set()
    for name, frame in cleaned.frames.items():
        if name != "previous" and "election" in frame:
            years |= set(map(int, frame["election"].dropna()))
            if len(years) > 1:
                found = ", ".join(map(str, sorted(years)))
                cleaned.note(name, None, "election", found, "rows of one election")
                break
    if not years and "date_first_round" in known:
        years = {known["date_first_round"].year}
        cleaned.derive("elections", "election", "the year of the first round")
    year = min(years) if years else None
    if year is not None:
        known["election"] = year
    before = cleaned.frames["previous"]["election"]
    is_one = before.notna().all() and len(set(before)) == 1
    if len(before) and (year is None or not is_one or before.iloc[0] >= year):
        expected = "the year of one earlier election in every row, and the year of this one"
        cleaned.note("previous", None, "election", None, expected)
    return year


def _sum_districts(cleaned: Cleaned) -> None:
    """Sum the nominal tier from the candidates of the districts."""
    results = cleaned.frames["district_results"]
    for position in results.index[results["party"].isna()]:
        expected = "the party of every candidate, such as Independents: votes are summed by party"
        cleaned.note("district_results", position, "party", None, expected)
    _raise_if_any(cleaned)
    cleaned.frames["majoritarian"] = nominal_tier(results)
    cleaned.places["majoritarian"] = ("majoritarian", [])
    cleaned.frames["majoritarian"] = _with_defaults(cleaned, "majoritarian")
    cleaned.derive("majoritarian", "votes, seats", "sums over the districts, by round and party")


def _sum_turnout(cleaned: Cleaned) -> None:
    """Sum the turnout of those ballots that are given by district only."""
    frames = cleaned.frames
    if frames["district_turnout"].empty:
        return
    summed = turnout_of_districts(frames["district_turnout"], frames["district_results"])
    summed = summed[~summed["ballot"].isin(frames["turnout"]["ballot"])]
    if len(summed):
        both = [frames["turnout"], _with_all_columns("turnout", summed)]
        frames["turnout"] = pd.concat(both, ignore_index=True)
        cleaned.derive("turnout", ", ".join(summed["ballot"]), "sums over the districts")


def _sum_seats(cleaned: Cleaned, known: Mapping[str, Any], *, has_total: bool) -> None:
    """Sum those columns of the seat totals that have no count from the tiers."""
    frames = cleaned.frames
    given = len(frames["seat_totals"]) > 0
    totals = frames["seat_totals"] if given else _who_has_seats(frames)
    tiers = {"seats_list": "proportional", "seats_district": "majoritarian"}
    won: dict[str, dict[str, Any]] = {}
    for column, table in tiers.items():
        if totals[column].notna().any():
            won[column] = dict(totals.loc[totals[column].notna(), ["party", column]].to_numpy())
        elif len(frames[table]):
            rows = frames[table].groupby("party")["seats"]
            won[column] = {str(party): total(seats) for party, seats in rows}
            totals[column] = totals["party"].map(won[column]).astype("Int64")
            cleaned.derive("seat_totals", column, f"sums of the seats in {table}")
    if not (given and has_total):
        # A tier that the facts know and no table has leaves every total open.
        hidden = any(known.get(column, 0) > 0 and column not in won for column in tiers)
        sums = [
            pd.NA if hidden else total([by[party] for by in won.values() if party in by])
            for party in totals["party"]
        ]
        totals["seats_total"] = pd.array(sums, dtype="Int64")
        rule = "sums of the tiers that are given"
        for column, table in tiers.items():
            if column not in won and column not in known:
                rule += f"; there is no {table} table and {column} is not stated: no such tier"
        cleaned.derive("seat_totals", "seats_total", rule)
    unvoted = frames["unvoted"]
    new = unvoted.loc[~unvoted["party"].isin(totals["party"]), ["party", "party_name", "seats"]]
    if len(new):
        more = _with_all_columns("seat_totals", new.rename(columns={"seats": "seats_total"}))
        totals = pd.concat([totals, more], ignore_index=True)
        totals["order"] = totals["order"].fillna(pd.Series(totals.index + 1, dtype="Int64"))
    frames["seat_totals"] = totals
    for tier in tiers:
        below = totals[(totals["seats_total"] < totals[tier]).fillna(False)]
        for row in below.itertuples(index=False):
            expected = f"at least the {getattr(row, tier)} seats of {tier}: a total has all tiers"
            found = f"{row.party}: {row.seats_total}"
            cleaned.note("seat_totals", None, "seats_total", found, expected)


def _who_has_seats(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the contenders of the tiers, without seats; votes against all win none."""
    both = pd.concat([frames[table] for table in ("proportional", "majoritarian")])
    both = both[["party", "party_name"]].drop_duplicates("party")
    kinds = both["party"].map(frames["parties"].set_index("party")["contender_type"])
    both = _with_all_columns("seat_totals", both[kinds != "against_all"])
    both["order"] = pd.Series(both.index + 1, dtype="Int64")
    return both


def _all_parties(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the table `parties`: those described, then all others that a table names.

    Where they are missing: `name_en` is the name in the results, else the label; `short_name` its
    first 18 characters, made unique; `contender_type` what the name says, else `party`; `colour`
    one that no other contender has, as far as there are enough.
    """
    names: dict[str, str] = {}
    for frame in [frames[table] for table in (*NAMING, "unvoted") if len(frames[table])]:
        for column in [c for c in ("party", "member_of", "successor") if c in frame]:
            has_name = column == "party" and "party_name" in frame
            called = frame["party_name"].fillna(frame[column]) if has_name else frame[column]
            for label, name in zip(frame[column], called, strict=True):
                if not pd.isna(label):
                    names.setdefault(label, name)
    parties = frames["parties"]
    rows: list[dict[Any, Any]] = parties.to_dict("records")
    described = {row["party"] for row in rows}
    empty = dict.fromkeys(dtypes("parties"), OPEN)
    rows += [empty | {"party": label} for label in names if label not in described]
    colours, taken = _colours(parties), set(parties["short_name"].dropna())
    tried: Counter[str] = Counter()
    for row in rows:
        if pd.isna(row["name_en"]):
            row["name_en"] = names.get(row["party"], row["party"])
        if pd.isna(row["contender_type"]):
            row["contender_type"] = contender_kind(row["name_en"])
        if pd.isna(row["short_name"]):
            row["short_name"] = _short_name(row["name_en"], taken, tried)
        if pd.isna(row["colour"]):
            row["colour"] = next(colours)
    return _with_all_columns("parties", pd.DataFrame(rows, columns=list(empty), dtype=object))


def _short_name(name: str, taken: set[str], tried: Counter[str]) -> str:
    """Return a name that no other contender has."""
    # Read as a cell is, so that it is the same when it is written and read again.
    text = clean_text(plain(name, SHORT_NAME)).value
    first = short = "contender" if text is pd.NA else str(text)
    while short in taken:
        tried[first] += 1
        tail = f" {tried[first] + 1}"
        short = plain(first, SHORT_NAME - len(tail)) + tail
    taken.add(short)
    return short


def _colours(parties: pd.DataFrame) -> Iterator[str]:
    """Yield colours that nobody has, first those that are told apart with any colour vision.

    Beyond what eyes can tell apart they repeat.
    """
    taken = set(parties["colour"].dropna().str.upper())
    yield from (colour for colour in dict.fromkeys(COLOURS + _hues()) if colour not in taken)
    yield from cycle(_hues())


@cache
def _hues() -> list[str]:
    turns = (number * GOLDEN_ANGLE % 1 for number in range(1, DISTINCT + 1))
    colours = (colorsys.hsv_to_rgb(turn, 0.55, 0.75) for turn in turns)
    return ["#" + "".join(f"{round(255 * part):02X}" for part in parts) for parts in colours]
