"""Single-member districts: the nominal tier summed from them, winners and run-offs compared.

A first round and a run-off are rounds 1 and 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
from pandas.api.typing import NAType

from kzelect.measures.frames import TEXT, typed
from kzelect.measures.shares import total
from kzelect.text import ROUNDS

COUNTS = ["registered", "ballots_cast", "invalid_votes", "valid_votes"]


class Check(NamedTuple):
    """One identity: its name, the tier it belongs to, the implied and the published number."""

    name: str
    tier: str
    expected: Any
    found: Any


def nominal_tier(district_results: pd.DataFrame) -> pd.DataFrame:
    """Return votes and seats by round and party, summed over the districts.

    Parameters
    ----------
    district_results : pandas.DataFrame
        One candidate of one round a row: ``round`` (1 or 2), ``district``, ``party``,
        ``votes`` (may be missing), ``elected`` (true, false or missing).

    Returns
    -------
    pandas.DataFrame
        ``round``, ``party`` (in order of appearance), ``votes`` and ``seats``, missing
        where a part is. Without a mark a candidate has lost where the district has a
        winner; where nobody is marked and marks are missing, seats are missing.

    Examples
    --------
    >>> import pandas as pd
    >>> results = pd.DataFrame(
    ...     [(1, "1", "a", 60, True), (1, "1", "b", 40, False), (1, "2", "a", None, True)],
    ...     columns=["round", "district", "party", "votes", "elected"],
    ... )
    >>> nominal_tier(results.astype({"votes": "Int64", "elected": "boolean"}))
       round party  votes  seats
    0      1     a   <NA>      2
    1      1     b     40      0
    """
    seats = _elected(district_results)
    rows = [
        (number, party, total(group["votes"]), total(seats[group.index]))
        for (number, party), group in district_results.groupby(["round", "party"], sort=False)
    ]
    tier = typed(rows, round="Int64", party=TEXT, votes="Int64", seats="Int64")
    return tier.sort_values("round", kind="stable", ignore_index=True)


def turnout_of_districts(
    district_turnout: pd.DataFrame, district_results: pd.DataFrame
) -> pd.DataFrame:
    """Return turnout by ballot, summed over the districts.

    Parameters
    ----------
    district_turnout : pandas.DataFrame
        ``ballot``, ``district``, ``registered``, ``ballots_cast``, ``invalid_votes``,
        ``valid_votes``.
    district_results : pandas.DataFrame
        ``round`` and ``district``: the districts that voted. If one has no turnout, every
        total of that ballot is missing.

    Returns
    -------
    pandas.DataFrame
        ``ballot`` and the counts, missing where a part is.
    """
    by_round = district_results.groupby("round")["district"]
    voted = {round_name(number): set(districts) for number, districts in by_round}
    rows = []
    for ballot, group in district_turnout.groupby("ballot", sort=False):
        complete = voted.get(str(ballot), set()) <= set(group["district"])
        rows.append((ballot, *(total(group[c]) if complete else pd.NA for c in COUNTS)))
    return typed(rows, ballot=TEXT, **dict.fromkeys(COUNTS, "Int64"))


def district_checks(district_results: pd.DataFrame) -> Iterator[Check]:
    """Yield what has to hold of winners and run-offs, district by district.

    Parameters
    ----------
    district_results : pandas.DataFrame
        ``round``, ``district``, ``candidate``, ``votes``, ``elected``.

    Yields
    ------
    Check
        ``one_winner``: one candidate is elected, over all rounds.
        ``votes_ahead_of_winner``: votes by which another candidate of the same round is
        ahead of the one elected (0 expected).
        ``votes_short_of_majority``: where there are run-offs, votes that the winner of a
        first round lacks to more than half of the candidates' votes (0 expected).
        ``majority_before_run_off``: where a run-off followed, votes by which somebody was
        ahead of all others together in the first round (0 expected).
        ``run_off_newcomers``: candidates of the run-off who did not stand in the first
        round (0 expected).
        ``votes_ahead_of_run_off``: first-round votes by which a candidate who was left
        out is ahead of one who went through (0 expected).
    """
    run_offs = bool((district_results["round"] == 2).any())
    contests: dict[Any, dict[int, list[_Candidate]]] = {}  # plain lists, as districts are many
    columns = [district_results[name].tolist() for name in ("district", "round", "candidate")]
    columns += [district_results["votes"].tolist(), _elected(district_results).tolist()]
    for district, number, *candidate in zip(*columns, strict=True):
        contests.setdefault(district, {}).setdefault(number, []).append(_Candidate(*candidate))
    for district, rounds in contests.items():
        won = [candidate.won for group in rounds.values() for candidate in group]
        yield Check(f"one_winner:{district}", "district", 1, total(won))
        for name, excess in _excesses(rounds, run_offs):
            yield Check(f"{name}:{district}", "district", 0, excess)


class _Candidate(NamedTuple):
    name: Any
    votes: Any
    won: Any


def _excesses(
    rounds: dict[int, list[_Candidate]], run_offs: bool
) -> Iterator[tuple[str, int | NAType]]:
    """Yield the checks of one district by which nothing is expected to exceed anything."""
    for number, group in sorted(rounds.items()):
        votes = [candidate.votes for candidate in group]
        of_winners = [c.votes for c in group if not pd.isna(c.won) and c.won]
        if of_winners:
            yield "votes_ahead_of_winner", _ahead(votes, of_winners)
            if run_offs and number == 1:
                half = total(votes) // 2
                best = pd.NA if pd.isna(half) else max(of_winners)
                yield "votes_short_of_majority", _ahead([half + 1], [best])
    if {1, 2} <= set(rounds):
        votes = [candidate.votes for candidate in rounds[1]]
        yield "majority_before_run_off", _ahead([2 * count for count in votes], [total(votes)])
        names = {candidate.name for candidate in rounds[1]}
        through = {candidate.name for candidate in rounds[2]}
        yield "run_off_newcomers", sum(c.name not in names for c in rounds[2])
        kept = [candidate.votes for candidate in rounds[1] if candidate.name in through]
        left_out = [candidate.votes for candidate in rounds[1] if candidate.name not in through]
        if kept and left_out:
            yield "votes_ahead_of_run_off", _ahead(left_out, kept)


def _ahead(others: list[Any], own: list[Any]) -> int | NAType:
    """Return by how many votes the best of the others is ahead of the least of one's own."""
    return pd.NA if pd.isna(total(others + own)) else max(max(others) - min(own), 0)


def _elected(district_results: pd.DataFrame) -> pd.Series[Any]:
    """Return 1 for a winner, 0 for a loser; missing where nobody is marked and marks are."""
    elected, district = district_results["elected"], district_results["district"]
    decided = elected.fillna(False).groupby(district).transform("any").astype(bool)
    return elected.where(elected.notna() | ~decided, False).astype("Int64")


def round_name(number: Any) -> str:
    """Return the name of the ballot of a round; a third one, given by hand, is its number."""
    return ROUNDS.get(int(number), str(number))
