"""Single-member districts: the nominal tier summed from them, winners and run-offs compared.

A first round and a run-off are rounds 1 and 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from kzelect.measures.frames import TEXT, typed
from kzelect.measures.shares import total
from kzelect.text import ROUNDS

__all__ = ["COUNTS", "Check", "district_checks", "nominal_tier", "round_name"]
__all__ += ["turnout_of_districts"]

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
        where a part is. Where a district has a winner, candidates without a mark have
        lost; where nobody is marked and marks are missing, seats are missing.

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
        ``round`` and ``district``: the districts that voted. Where one of them has no
        turnout, every total of that ballot is missing.

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
    for district, rounds in _contests(district_results).items():
        won = [candidate.won for group in rounds.values() for candidate in group]
        yield Check(f"one_winner:{district}", "district", 1, _sum(won))
        for number, group in sorted(rounds.items()):
            votes = [candidate.votes for candidate in group]
            of_winners = [c.votes for c in group if not pd.isna(c.won) and c.won]
            if not of_winners:
                continue
            ahead = _ahead(votes, of_winners)
            yield Check(f"votes_ahead_of_winner:{district}", "district", 0, ahead)
            if run_offs and number == 1:
                short = _sum(votes) // 2 + 1 - max(of_winners) if _known(votes) else pd.NA
                yield Check(
                    f"votes_short_of_majority:{district}", "district", 0, _at_least_zero(short)
                )
        if {1, 2} <= set(rounds):
            yield from _run_off(district, rounds[1], rounds[2])


def _contests(district_results: pd.DataFrame) -> dict[Any, dict[int, list[_Candidate]]]:
    """Return the candidates of each round of each district; plain lists, as districts are many."""
    contests: dict[Any, dict[int, list[_Candidate]]] = {}
    columns = [district_results[name].tolist() for name in ("district", "round", "candidate")]
    columns += [district_results["votes"].tolist(), _elected(district_results).tolist()]
    for district, number, *candidate in zip(*columns, strict=True):
        rounds = contests.setdefault(district, {})
        rounds.setdefault(number, []).append(_Candidate(*candidate))
    return contests


class _Candidate(NamedTuple):
    name: Any
    votes: Any
    won: Any


def _run_off(district: Any, first: list[_Candidate], second: list[_Candidate]) -> Iterator[Check]:
    votes = [candidate.votes for candidate in first]
    beyond_others = 2 * max(votes) - _sum(votes) if _known(votes) else pd.NA
    yield Check(f"majority_before_run_off:{district}", "district", 0, _at_least_zero(beyond_others))
    names = {candidate.name for candidate in first}
    through = {candidate.name for candidate in second}
    newcomers = sum(candidate.name not in names for candidate in second)
    yield Check(f"run_off_newcomers:{district}", "district", 0, newcomers)
    kept = [candidate.votes for candidate in first if candidate.name in through]
    left_out = [candidate.votes for candidate in first if candidate.name not in through]
    if kept and left_out:
        ahead = _ahead(left_out, kept)
        yield Check(f"votes_ahead_of_run_off:{district}", "district", 0, ahead)


def _elected(district_results: pd.DataFrame) -> pd.Series[Any]:
    """Return 1 for a winner, 0 for a loser; missing where nobody is marked and marks are."""
    elected, district = district_results["elected"], district_results["district"]
    decided = elected.fillna(False).groupby(district).transform("any").astype(bool)
    return elected.where(elected.notna() | ~decided, False).astype("Int64")


def round_name(number: Any) -> str:
    """Return the name of the ballot of a round; a third one, given by hand, is its number."""
    return ROUNDS.get(int(number), str(number))


def _known(values: list[Any]) -> bool:
    return not any(pd.isna(value) for value in values)


def _sum(values: list[Any]) -> Any:
    return sum(map(int, values)) if _known(values) else pd.NA


def _ahead(others: list[Any], own: list[Any]) -> Any:
    """Return by how many votes the best of the others is ahead of the least of one's own."""
    return max(max(others) - min(own), 0) if _known(others) and _known(own) else pd.NA


def _at_least_zero(number: Any) -> Any:
    return pd.NA if pd.isna(number) else max(int(number), 0)
