"""The identities that results obey, as a table: expected, found, difference.

"Expected" is what the other published numbers imply, "found" the number as published; none
is changed or repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from kzelect.measures.frames import TEXT, typed
from kzelect.measures.majorities import majority_threshold
from kzelect.measures.shares import total
from kzelect.results.districts import (
    COUNTS,
    district_checks,
    nominal_tier,
    round_name,
    turnout_of_districts,
)
from kzelect.results.tiers import seat_changes

Tables = Mapping[str, pd.DataFrame]
Compared = Iterator[tuple[str, Any, Any]]  # a name, the expected and the published number


def check_tables(tables: Tables) -> pd.DataFrame:
    """Compare the published numbers of one election with each other.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The rows of one election: ``elections`` (one row), ``parties``, ``proportional``,
        ``majoritarian``, ``seat_totals``, ``turnout``, ``membership``, ``lineage``, and
        ``previous``, the seat totals of the election before (with its ``election``); with
        ``district_results`` and ``district_turnout`` also what
        `kzelect.results.districts.district_checks` says.

    Returns
    -------
    pandas.DataFrame
        ``name``; ``tier`` (``list``, ``district``, ``house``, ``turnout``); ``expected``,
        ``found``, ``difference`` (found minus expected; votes, seats, or percentage points
        at the decimals of the published column); ``status``: ``ok``, ``differs`` or
        ``not published`` where a part is missing.

    Examples
    --------
    >>> import kzelect as kz
    >>> checks = kz.load(2004).check()
    >>> checks.loc[checks["status"] != "ok", ["name", "expected", "found"]].to_dict("list")
    {'name': ['change:otan'], 'expected': [19.0], 'found': [21.0]}
    """
    rows = [
        (name, tier, expected, found)
        for identities, tier in IDENTITIES.items()
        for name, expected, found in identities(tables)
        if any(map(pd.notna, (expected, found)))  # else there is nothing to compare
    ]
    frame = typed(rows, name=TEXT, tier=TEXT, expected="Float64", found="Float64")
    # Differences of decimals as people read them, not of their binary neighbours.
    frame["difference"] = (frame["found"] - frame["expected"]).round(6)
    status = pd.Series("ok", index=frame.index, dtype=TEXT)
    status[frame["difference"] != 0] = "differs"
    status[frame["difference"].isna()] = "not published"
    frame["status"] = status
    return frame


def published_change(text: object) -> Any:
    """Return a published seat change as a number: '21', '+41' or '–5'.

    Parameters
    ----------
    text : object
        The text as printed. Words such as 'New' are no number.

    Returns
    -------
    int or pandas.NA

    Examples
    --------
    >>> published_change("–5"), published_change("New")
    (-5, <NA>)
    """
    if pd.isna(text):  # type: ignore[call-overload]
        return pd.NA
    digits = str(text).replace("–", "-").replace("−", "-").replace("±", "")
    return int(digits) if re.fullmatch(r"[+-]?\d+", digits) else pd.NA


def _list_votes(tables: Tables) -> Compared:
    ballots = _ballot(tables, "list")
    if tables["proportional"].empty:
        return
    valid = ballots["valid_votes"]
    if pd.isna(valid):
        valid = ballots["ballots_cast"] - ballots["invalid_votes"]
    yield "list_votes_sum", total(tables["proportional"]["votes"]), valid


def _list_shares(tables: Tables) -> Compared:
    """Recompute each published percentage on the base that this election's shares have."""
    results = tables["proportional"]
    ballots, base_name = _ballot(tables, "list"), _fact(tables, "share_base")
    if pd.isna(base_name) or base_name == "valid_votes":
        base = ballots["valid_votes"]
        if pd.isna(base):  # not printed: they are the sum of the votes that were
            base = total(results["votes"])
    else:
        base = ballots[base_name]
    decimals = _decimals(results["share_pct"])
    for party, votes, share_pct in _tuples(results, "party", "votes", "share_pct"):
        expected = _percentage(votes, base, share_pct, decimals)
        yield f"share_pct:{party}", expected, share_pct


def _list_seats(tables: Tables) -> Compared:
    results = tables["proportional"]
    if results.empty:
        return
    elected = results[~results["party"].isin(_of_type(tables, "against_all"))]
    yield "list_seats_sum", _fact(tables, "seats_list"), total(elected["seats"])
    totals = tables["seat_totals"].set_index("party")["seats_list"]
    for party, seats in _tuples(elected, "party", "seats"):
        yield f"list_seats:{party}", seats, totals.get(party, pd.NA)
    threshold = _fact(tables, "threshold_pct")
    seated = results.loc[results["seats"] > 0, "share_pct"]
    below = pd.NA if pd.isna(threshold) else int((seated < threshold).sum())
    yield "seats_below_threshold", 0, below


def _district_seats(tables: Tables) -> Compared:
    seats = _fact(tables, "seats_district")
    if not _has_districts(tables):
        return
    totals = tables["seat_totals"]
    rounds = tables["majoritarian"]
    # Who stood in no district has nothing to add, a number not published hides the sum.
    stood = totals["party"].isin(rounds["party"]) | rounds.empty
    won = total(totals.loc[stood | totals["seats_district"].notna(), "seats_district"])
    yield "district_seats_sum", seats, won
    if rounds.empty:
        return
    by_party = totals.set_index("party")["seats_district"]
    for party, group in rounds.groupby("party", sort=False):
        won = total(group["seats"])
        yield f"seats_by_round:{party}", won, by_party.get(party, pd.NA)


def _house_seats(tables: Tables) -> Compared:
    totals = tables["seat_totals"]
    house = _fact(tables, "seats_total")
    tiers = [_fact(tables, name) for name in ("seats_list", "seats_district", "seats_other")]
    yield "tiers_sum", total(tiers), house
    # Seats filled outside the two tiers have no contenders, or a row that says so.
    elected = totals[~totals["party"].isin(_of_type(tables, "state_list"))]
    yield "seats_sum", total(tiers[:2]), total(elected["seats_total"])
    needed = majority_threshold(house) if not pd.isna(house) and house > 0 else pd.NA
    yield "majority", needed, _fact(tables, "majority")
    ran, districts = set(tables["proportional"]["party"]), _has_districts(tables)
    stood = set(tables["majoritarian"]["party"]) or set(totals["party"])
    columns = ("party", "seats_list", "seats_district", "seats_total")
    for party, in_list, in_districts, seats in _tuples(totals, *columns):
        # A tier in which a contender did not run adds nothing, an unpublished one hides the sum.
        nominal = districts and (party in stood or not pd.isna(in_districts))
        parts = [in_list] * (party in ran) + [in_districts] * nominal
        yield f"seats_by_tier:{party}", total(parts), seats


def _changes(tables: Tables) -> Compared:
    totals, previous = tables["seat_totals"], tables["previous"]
    if previous.empty:
        return
    changes = seat_changes(
        totals,
        previous,
        lineage=tables["lineage"],
        since=int(previous["election"].iloc[0]),
        until=int(_fact(tables, "election")),
    )
    published = totals["change_as_published"].map(published_change)
    for party, change, text in zip(totals["party"], changes, published, strict=True):
        if not pd.isna(text):
            yield f"change:{party}", change, text


def _membership(tables: Tables) -> Compared:
    totals = tables["seat_totals"].set_index("party")["seats_total"]
    for party, group in tables["membership"].groupby("party", sort=False):
        deputies = total(group["seats"])
        yield f"membership:{party}", totals.get(party, pd.NA), deputies


def _turnout(tables: Tables) -> Compared:
    turnout = tables["turnout"]
    decimals = _decimals(turnout["turnout_pct"])
    columns = ("ballot", "ballots_cast", "registered", "turnout_pct")
    for ballot, cast, registered, published in _tuples(turnout, *columns):
        yield f"turnout_pct:{ballot}", _percentage(cast, registered, published, decimals), published
    for ballot, cast, invalid, valid in _tuples(
        turnout, "ballot", "ballots_cast", "invalid_votes", "valid_votes"
    ):
        if not (pd.isna(invalid) and pd.isna(valid)):
            yield f"valid_plus_invalid:{ballot}", valid + invalid, cast
    registers = turnout.set_index("ballot")["registered"]
    if {"list", "first_round"} <= set(registers.index):  # two ballots of one day, one register
        yield "same_register", registers["list"], registers["first_round"]
    if {"first_round", "second_round"} <= set(registers.index):
        excess = registers["second_round"] - registers["first_round"]
        over = excess if pd.isna(excess) else max(excess, 0)
        yield "runoff_voters_beyond_register", 0, over


def _districts(tables: Tables) -> Compared:
    """Compare winners and run-offs with the votes, and the nominal tier with its districts."""
    results = tables.get("district_results")
    if results is None or results.empty:
        return
    for name, _, expected, found in district_checks(results):
        yield name, expected, found
    if results["party"].isna().any():
        return  # whose votes those are is not known, so no sum by party can be compared
    keys = ["round", "party"]
    both = nominal_tier(results).merge(
        tables["majoritarian"], on=keys, how="outer", suffixes=("_summed", "")
    )
    for counted in ("votes", "seats"):
        columns = ("round", "party", f"{counted}_summed", counted)
        for number, party, summed, published in _tuples(both, *columns):
            yield f"district_{counted}:{round_name(number)}:{party}", summed, published


def _district_turnout(tables: Tables) -> Compared:
    """Compare the turnout of each ballot with the sums over its districts."""
    by_district = tables.get("district_turnout")
    if by_district is None or by_district.empty:
        return
    published = tables["turnout"].set_index("ballot")
    summed = turnout_of_districts(by_district, tables["district_results"])
    for ballot, *counts in _tuples(summed, "ballot", *COUNTS):
        for column, count in zip(COUNTS, counts, strict=True):
            found = published[column].get(ballot, pd.NA)
            yield f"district_{column}:{ballot}", count, found


def _orders(tables: Tables) -> Compared:
    """Hold that the published order counts 1, 2, 3, …: a gap is a row that was lost."""
    for name, keys in {"proportional": [], "majoritarian": ["round"], "seat_totals": []}.items():
        table = tables[name]
        groups: Any = table.groupby(keys) if keys else [((), table)]
        for key, group in groups:
            if len(group):
                label = ":".join([name, *map(round_name, key)])
                gaps = sum(a != b for a, b in enumerate(sorted(group["order"]), start=1))
                yield f"order:{label}", 0, gaps


IDENTITIES: dict[Callable[[Tables], Compared], str] = {  # each with its tier, as they are shown
    _list_votes: "list",
    _list_shares: "list",
    _list_seats: "list",
    _district_seats: "district",
    _house_seats: "house",
    _changes: "house",
    _membership: "house",
    _turnout: "turnout",
    _districts: "district",
    _district_turnout: "turnout",
    _orders: "house",
}


def _has_districts(tables: Tables) -> bool:
    """Say whether there is a nominal tier: as stated, or else as the tables show."""
    stated = _fact(tables, "seats_district")
    if not pd.isna(stated):
        return bool(stated != 0)
    seats = tables["seat_totals"]["seats_district"]
    return not tables["majoritarian"].empty or bool(seats.notna().any())


def _fact(tables: Tables, name: str) -> Any:
    return tables["elections"][name].iloc[0]


def _of_type(tables: Tables, contender_type: str) -> pd.Series:
    parties = tables["parties"]
    return parties.loc[parties["contender_type"] == contender_type, "party"]


def _ballot(tables: Tables, name: str) -> Any:
    """Return the turnout row of one ballot; every number is missing where there is none."""
    turnout = tables["turnout"]
    rows = turnout[turnout["ballot"] == name]
    return rows.iloc[0] if len(rows) else dict.fromkeys(turnout, pd.NA)


def _tuples(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    return frame[list(columns)].itertuples(index=False, name=None)


def _decimals(percentages: pd.Series) -> int:
    """Return the decimals of a column: of its most finely printed number, as 82.20 is 82.2."""
    printed = [Decimal(str(p)).normalize().as_tuple().exponent for p in percentages.dropna()]
    return max([0, *(-int(e) for e in printed)])  # 60 is printed with none, not with minus one


def _percentage(part: Any, base: Any, published: Any, decimals: int) -> Any:
    """Return a percentage as it should have been published: exactly, at its own decimals."""
    if pd.isna(part) or pd.isna(base) or base == 0:
        return pd.NA
    exact = Fraction(100 * int(part), int(base))
    half_a_digit = Fraction(1, 2 * 10**decimals)
    if not pd.isna(published) and abs(Fraction(str(published)) - exact) <= half_a_digit:
        return published  # either neighbour of a half is right
    return float(round(exact, decimals))
