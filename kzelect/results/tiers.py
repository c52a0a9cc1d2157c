"""Results tables: seats by tier and round, by membership, and as an encyclopedia shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from kzelect.errors import LabelError, MissingDataError
from kzelect.measures.shares import share, total
from kzelect.text import MISSING, ROUNDS

__all__ = [
    "TIERS",
    "WAYS",
    "all_results",
    "by_membership",
    "list_tier",
    "results_table",
    "seat_changes",
    "seats_by_tier",
    "seats_by_way",
]

# How a seat was won. A district seat whose round was not published is in `district` only.
TIERS = ["list", "first_round", "second_round"]
WAYS = {  # ... in words, as exactly as it was published
    "list": "list",
    "first_round": "first round",
    "second_round": "run-off",
    "district": "districts, round not published",
    "unknown": "tier not published",
}
SEAT_COLUMNS = {
    "first_round": "First round",
    "second_round": "Second round",
    "district": "Districts",
    "total": "Total",
}
SEAT_TOTALS = ["seats_list", "seats_district", "seats_total"]
SEAT_SHARES = ["elected_seat_share", "house_seat_share"]
CARRIES_SEATS = ("bloc_member", "merged", "renamed")  # a split takes no seats along


def list_tier(
    proportional: pd.DataFrame, turnout: pd.DataFrame, *, share_base: Any = None
) -> pd.DataFrame:
    """Return the list tier of one election with vote shares recomputed.

    Parameters
    ----------
    proportional : pandas.DataFrame
        ``party``, ``party_name``, ``votes``, ``seats`` and ``share_pct``, which stands in
        where no votes were published.
    turnout : pandas.DataFrame
        ``ballot`` and ``valid_votes``: the base of the shares.
    share_base : str or NA, optional
        What the published shares are of, if not of the valid votes.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``party_name``, ``votes``, ``vote_share`` (of valid votes, or else of the
        sum of the votes, 0–1), ``seats``.
    """
    view = proportional[["party", "party_name", "votes", "seats"]].reset_index(drop=True)
    valid = turnout.loc[turnout["ballot"] == "list", "valid_votes"].dropna()
    base = total(view["votes"]) if valid.empty else valid.iloc[0]
    shares = share(view["votes"], base)
    of_valid = pd.isna(share_base) or share_base == "valid_votes"
    if view["votes"].isna().all() and of_valid and "share_pct" in proportional:
        shares = (proportional["share_pct"].reset_index(drop=True) / 100).rename(None)
    view.insert(3, "vote_share", shares)
    return view


def seats_by_tier(seat_totals: pd.DataFrame, majoritarian: pd.DataFrame) -> pd.DataFrame:
    """Return the seats of one election, one contender a row, by how they were won.

    Parameters
    ----------
    seat_totals : pandas.DataFrame
        ``party``, ``party_name``, ``seats_list``, ``seats_district``, ``seats_total``,
        ``change_as_published``.
    majoritarian : pandas.DataFrame
        ``round`` (1 or 2), ``party``, ``seats``; may be empty.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``party_name``, ``list``, ``first_round``, ``second_round``,
        ``district`` (both rounds), ``total`` (seats, missing where not published),
        ``seat_share`` (of all seats in the table, 0–1) and ``change_as_published``.
    """
    seats = seat_totals[["party", "party_name"]].reset_index(drop=True)
    by_round = {
        name: majoritarian[majoritarian["round"] == number].set_index("party")["seats"]
        for number, name in ROUNDS.items()
    }
    counts = {"list": seat_totals["seats_list"]}
    counts |= {name: won.reindex(seats["party"]) for name, won in by_round.items()}
    counts |= {"district": seat_totals["seats_district"], "total": seat_totals["seats_total"]}
    for name, count in counts.items():
        seats[name] = count.astype("Int64").array
    seats["seat_share"] = share(seats["total"], total(seats["total"]))
    seats["change_as_published"] = seat_totals["change_as_published"].array
    return seats


def seat_changes(
    seat_totals: pd.DataFrame,
    previous: pd.DataFrame,
    *,
    lineage: pd.DataFrame,
    since: int,
    until: int,
) -> pd.Series:
    """Return each contender's seats minus those of the same contender last time.

    Those are its own and of every list that became part of it in between: bloc members and
    merged parties. A party that split off takes no seats along.

    Parameters
    ----------
    seat_totals, previous : pandas.DataFrame
        ``party`` and ``seats_total`` of this and of the previous election.
    lineage : pandas.DataFrame
        ``party``, ``successor``, ``relation``, ``year``.
    since, until : int
        Years of the two elections; joins after ``since``, up to ``until``, count.

    Returns
    -------
    pandas.Series
        ``Int64``, on the index of ``seat_totals``; missing for a contender without a row
        last time, or whose seats were not published.
    """
    joins = lineage[
        lineage["relation"].isin(CARRIES_SEATS)
        & (lineage["year"] > since)
        & (lineage["year"] <= until)
    ]
    joined: dict[str, list[str]] = {}
    for party, successor in zip(joins["party"], joins["successor"], strict=True):
        joined.setdefault(successor, []).append(party)
    before = dict(zip(previous["party"], previous["seats_total"].tolist(), strict=True))
    then = [
        total([before[p] for p in _with_predecessors(party, joined) if p in before])
        for party in seat_totals["party"]
    ]
    return seat_totals["seats_total"] - pd.Series(then, index=seat_totals.index, dtype="Int64")


def seats_by_way(seats: pd.DataFrame) -> pd.DataFrame:
    """Return the seats of each contender under the one way of `WAYS` that is known of them.

    ``first_round`` and ``second_round`` as published; ``district`` has district seats
    whose round was not published, ``unknown`` those of which not even the tier was.
    """
    known = seats.reindex(columns=[*TIERS, "district"]).astype("Int64")
    districts = known.pop("district")
    ways = known.fillna(0)  # a part not known is counted under the next coarser way instead
    rounds = ways["first_round"] + ways["second_round"]
    ways["district"] = (districts - rounds).fillna(0).clip(lower=0)
    # Without a total there is nothing left to account for.
    ways["unknown"] = (seats["total"] - ways.sum(axis=1)).fillna(0).clip(lower=0)
    return ways


def by_membership(seats: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Return seats counted by the party that deputies belong to, not the one that nominated them.

    Parameters
    ----------
    seats : pandas.DataFrame
        By nomination, as `seats_by_tier` returns it.
    membership : pandas.DataFrame
        ``party`` (the nomination), ``member_of`` and ``seats``: district deputies
        whose nomination says nothing about their party.

    Returns
    -------
    pandas.DataFrame
        As ``seats``, without the published change. Rounds are missing where the count
        changes: in which of them those deputies won was not published.

    Raises
    ------
    MissingDataError
        If no membership is known for this election.
    LabelError
        If the membership names a party that has no row in ``seats``.
    """
    if membership.empty:
        message = "the party of the deputies is not known; expected rows in the table membership"
        raise MissingDataError(message)
    moved = seats.drop(columns="change_as_published").set_index("party")
    gained = membership.groupby("member_of")["seats"].sum()
    left = membership.groupby("party")["seats"].sum()
    difference = gained.sub(left, fill_value=0).astype("Int64")
    changed = difference.index[difference != 0]
    unknown = changed.difference(moved.index)
    if len(unknown):
        message = f"membership names {unknown[0]!r}; expected a party with a row among the seats"
        raise LabelError(message)
    for column in ("district", "total"):
        moved.loc[changed, column] += difference[changed]
    moved.loc[changed, list(ROUNDS.values())] = pd.NA
    moved["seat_share"] = share(moved["total"], total(moved["total"]))
    return moved.reset_index()


def results_table(
    seats: pd.DataFrame,
    *,
    proportional: pd.DataFrame,
    majoritarian: pd.DataFrame,
    turnout: pd.DataFrame,
) -> pd.DataFrame:
    """Return results as text, laid out like the table of an encyclopedia.

    Parameters
    ----------
    seats : pandas.DataFrame
        As `seats_by_tier` returns it.
    proportional : pandas.DataFrame
        As `list_tier` returns it; may be empty.
    majoritarian : pandas.DataFrame
        ``round``, ``party``, ``seats``; may be empty.
    turnout : pandas.DataFrame
        As `kzelect.measures.turnout.turnout_rates` returns it.

    Returns
    -------
    pandas.DataFrame
        One contender a row, then the total and the ballots. For a contender "–" is not
        published and an empty cell does not apply. Columns without a number above 0 are
        left out.
    """
    # "Against all" has votes and can win no seats, so it has no row among the seats.
    only_votes = proportional.loc[~proportional["party"].isin(seats["party"])]
    rows = pd.concat([seats, only_votes[["party", "party_name"]]], ignore_index=True)
    elects = pd.Series(rows.index < len(seats))
    ran = rows["party"].isin(proportional["party"])
    by_party = proportional.set_index("party")
    columns = [  # header, numbers, how they are written, and for whom
        ("List votes", rows["party"].map(by_party["votes"]), _count_text, ran),
        ("%", rows["party"].map(by_party["vote_share"]), _per_cent_text, ran),
        ("List seats", rows["list"], _count_text, ran & elects),
        *((label, rows[name], _count_text, elects) for name, label in SEAT_COLUMNS.items()),
    ]
    table = pd.DataFrame({"Party": rows["party_name"]})
    for label, numbers, form, applies in columns:
        texts = numbers.map(form, na_action=None).astype("string[python]")
        table[label] = texts.where(applies, "")
    table["+/–"] = rows["change_as_published"].fillna(MISSING).where(elects, "")
    rounds = [majoritarian.loc[majoritarian["round"] == number, "seats"] for number in ROUNDS]
    parts = {"List votes": proportional["votes"], "List seats": proportional["seats"]}
    parts |= {"First round": rounds[0], "Second round": rounds[1]}
    parts |= {"Districts": seats["district"], "Total": seats["total"]}
    foot = {"Party": "Total"} | {label: _count_text(total(own)) for label, own in parts.items()}
    foot_rows = pd.DataFrame([foot, *_ballot_rows(turnout)])
    table = pd.concat([table, foot_rows], ignore_index=True).fillna("")
    shown = [c for c in table if not table[c].isin(["", MISSING, "0"]).all()]
    if {"First round", "Second round"} & set(shown):
        shown = [column for column in shown if column != "Districts"]  # it repeats the rounds
    return table[shown].astype("string[python]")


def all_results(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the results of every election in one long frame.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``elections``, ``parties``, ``proportional``, ``seat_totals`` and ``turnout``
        of any number of elections.

    Returns
    -------
    pandas.DataFrame
        One contender of one election a row: ``election``, ``party``, ``party_name``,
        ``votes`` (list tier); ``share_pct`` as published and ``share_base``, what that is a
        share of; ``vote_share``, recomputed on valid votes (0–1); ``seats_list``,
        ``seats_district``, ``seats_total``; ``elected_seat_share`` (of the list and district
        seats, 0–1; missing for a state list) and ``house_seat_share`` (of all seats, 0–1).
        Missing: not published, or, in the list tier, without a list.
    """
    keys = ["election", "party"]
    lists = tables["proportional"].merge(
        tables["elections"][["election", "share_base"]], on="election", validate="many_to_one"
    )
    seats = tables["seat_totals"][[*keys, "party_name", "order", *SEAT_TOTALS]]
    both = lists[[*keys, "party_name", "order", "votes", "share_pct", "share_base"]].merge(
        seats, on=keys, how="outer", validate="one_to_one", suffixes=("", "_seats")
    )
    for name in ("party_name", "order"):
        both[name] = both[name].fillna(both[f"{name}_seats"])
    both = both.sort_values(["election", "order"], ignore_index=True)
    year, ballots = both["election"], tables["turnout"]
    valid = ballots[ballots["ballot"] == "list"].set_index("election")["valid_votes"]
    votes = tables["proportional"].groupby("election")["votes"]
    summed = pd.Series({year: total(of_year) for year, of_year in votes}, dtype="Int64")
    both["vote_share"] = share(both["votes"], year.map(valid).fillna(year.map(summed)))
    chamber = tables["elections"].set_index("election")
    elected = chamber["seats_list"] + chamber["seats_district"]
    kind = both["party"].map(tables["parties"].set_index("party")["contender_type"])
    by_voters = both["seats_total"].mask(kind == "state_list")
    both["elected_seat_share"] = share(by_voters, year.map(elected))
    both["house_seat_share"] = share(both["seats_total"], year.map(chamber["seats_total"]))
    of_votes = ["votes", "share_pct", "share_base", "vote_share"]
    return both[[*keys, "party_name", *of_votes, *SEAT_TOTALS, *SEAT_SHARES]]


def _with_predecessors(party: str, joined: Mapping[str, list[str]]) -> list[str]:
    """Return a party and all that became part of it, transitively."""
    found = [party]
    for name in found:  # which grows
        found += [before for before in joined.get(name, []) if before not in found]
    return found


def _ballot_rows(turnout: pd.DataFrame) -> Iterable[dict[str, str]]:
    """Yield the rows below the total: where votes were not counted by party, ballots still were."""
    columns = {"list": "List votes", "first_round": "First round", "second_round": "Second round"}
    for name, label in {
        "valid_votes": "Valid votes",
        "invalid_votes": "Invalid votes",
        "ballots_cast": "Ballots cast",
        "registered": "Registered voters",
        "turnout_share": "Turnout, %",
    }.items():
        form = _per_cent_text if name == "turnout_share" else _count_text
        known = turnout.loc[turnout[name].notna(), ["ballot", name]]
        if len(known):
            cells = {columns[b]: form(n) for b, n in known.itertuples(index=False)}
            yield {"Party": label} | cells


def _count_text(number: Any) -> str:
    # int(), as pandas 3.0 maps a column with missing counts as floats.
    return MISSING if pd.isna(number) else f"{int(number):,}"


def _per_cent_text(share: Any) -> str:
    return MISSING if pd.isna(share) else f"{100 * share:.2f}"
