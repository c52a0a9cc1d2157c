"""What votes were worth: advantage ratios, unrepresented votes, indices in a table, volatility.

Votes and seats are joined by label; winners without votes must be dealt with
by ``unmatched`` (see `kzelect.measures.shares.align`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pandas.api.typing import NAType

from kzelect.errors import LabelError
from kzelect.measures import indices as indices_of_one_election
from kzelect.measures.formulas import INDICES, chosen_indices
from kzelect.measures.shares import (
    Labelled,
    Unmatched,
    align,
    labelled,
    seat_shares,
    share,
    total,
    vote_shares,
)

__all__ = ["advantage_ratio", "index_table", "pedersen", "unrepresented_votes"]


def advantage_ratio(
    votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise"
) -> pd.Series[float]:
    """Advantage ratio of each party: s / v.

    Parameters
    ----------
    votes, seats : Series or mapping
        By party; v and s are their shares.
    unmatched : {"raise", "drop", "zero"}
        What becomes of parties that only one side has.

    Returns
    -------
    Series of Float64
        Named ``advantage_ratio``: from 0 (no seat), over 1 (as many seats as
        votes), up; infinite for seats without votes, missing without both.

    Raises
    ------
    LabelError
        If labels repeat, or do not match and nothing was said about it.
    KzelectError
        If votes or seats are negative or not numbers.

    References
    ----------
    R. Taagepera, M. Laakso, Proportionality profiles of West European electoral systems,
    European Journal of Political Research 8 (1980) 423-446.

    Examples
    --------
    >>> from kzelect.measures.representation import advantage_ratio
    >>> advantage_ratio({"a": 60, "b": 40}, {"a": 9, "b": 3}).round(3).to_dict()
    {'a': 1.25, 'b': 0.625}
    """
    joined = align(votes, seats, unmatched=unmatched)
    v, s = vote_shares(joined.votes), seat_shares(joined.seats)
    # s / v of Float64 is inf where only v is 0, and missing where both are.
    return (s / v).mask((v == 0) & (s == 0)).rename("advantage_ratio")


def unrepresented_votes(
    votes: Labelled, seats: Labelled | pd.DataFrame, *, unmatched: Unmatched = "raise"
) -> pd.DataFrame:
    """Votes for parties without a seat, by tier.

    Parameters
    ----------
    votes : Series or mapping
        Votes by party.
    seats : Series, mapping or DataFrame
        Seats by party; a DataFrame with parties as its index has one column a
        tier. In which tier a party has no seat makes a difference.
    unmatched : {"raise", "drop", "zero"}
        What becomes of parties that only one side has.

    Returns
    -------
    DataFrame
        One row a tier: ``tier`` (name of the Series or column, or ``"seats"``),
        ``parties`` without a seat, their ``votes`` and ``vote_share`` (0 to 1).
        Missing if the votes of one of them, or the seats of any party, are.

    Raises
    ------
    LabelError
        If labels repeat, or do not match and nothing was said about it.
    KzelectError
        If votes are negative or not numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.measures.representation import unrepresented_votes
    >>> seats = pd.DataFrame({"list": [2, 0, 0], "house": [5, 1, 0]}, index=["a", "b", "c"])
    >>> unrepresented_votes({"a": 70, "b": 20, "c": 10}, seats)
        tier  parties  votes  vote_share
    0   list        2     30         0.3
    1  house        1     10         0.1
    """
    if isinstance(seats, pd.DataFrame):
        tiers: dict[Any, Any] = {tier: seats[tier] for tier in seats.columns}
    else:
        by_party = labelled(seats, what="seats")
        tiers = {"seats" if by_party.name is None else by_party.name: by_party}
    rows: list[dict[str, Any]] = []
    for tier, of_tier in tiers.items():
        joined = align(votes, of_tier, unmatched=unmatched)
        row: dict[str, Any] = {"tier": tier}
        if joined.seats.notna().all():
            without = (joined.seats == 0).to_numpy(dtype=bool)
            # No such party is a count of 0 votes; the total of no parts would be missing.
            lost = total(joined.votes[without]) if without.any() else 0
            row |= {
                "parties": int(without.sum()),
                "votes": lost,
                "vote_share": share(lost, total(joined.votes)),
            }
        rows.append(row)
    columns: dict[Any, Any] = {
        "tier": object,
        "parties": "Int64",
        "votes": "Int64",
        "vote_share": "Float64",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def pedersen(before: Labelled, after: Labelled, *, mapping: Mapping[Any, Any]) -> float | NAType:
    """Net volatility of Pedersen: Σ|change of share| / 2, parties matched by a stated mapping.

    Parameters
    ----------
    before, after : Series or mapping
        Votes by party at two elections.
    mapping : mapping
        What the parties are compared as: from labels of either election to
        the label to use instead. Parties with one label are taken together;
        labels that are not in it stay. ``{}`` states that equal labels, and
        no others, are the same party: every other one is new or gone.

    Returns
    -------
    float or NA
        From 0 (no change) to 1 (no party in common).

    Raises
    ------
    LabelError
        If labels repeat, or the mapping has a label that is in neither election.
    KzelectError
        If votes are negative or not numbers.

    References
    ----------
    M. N. Pedersen, The dynamics of European party systems, European Journal of Political
    Research 7 (1979) 1-26.

    Examples
    --------
    >>> from kzelect.measures.representation import pedersen
    >>> before, after = {"a": 50, "b": 30, "c": 20}, {"a": 55, "bloc": 45}
    >>> round(pedersen(before, after, mapping={"b": "bloc", "c": "bloc"}), 4)
    0.05
    >>> round(pedersen(before, after, mapping={}), 4)
    0.5
    """
    sides = [labelled(before, what="before"), labelled(after, what="after")]
    known = [label for side in sides for label in side.index]
    for label in mapping:
        if label not in known:
            message = f"{label!r} of the mapping is in neither election; expected one of {known}"
            raise LabelError(message)
    merged = []
    for side in sides:
        parts: dict[Any, list[Any]] = {}
        for label, count in side.items():
            parts.setdefault(mapping.get(label, label), []).append(count)
        merged.append({label: total(counts) for label, counts in parts.items()})
    # A party that stood in one of the elections only had 0 votes in the other.
    joined = align(merged[0], merged[1], unmatched="zero")
    changes = vote_shares(joined.votes) - vote_shares(joined.seats)
    return share(total(changes.abs()), 2)


def index_table(
    votes: Labelled,
    seats: Labelled,
    *,
    indices: Sequence[str] | None = None,
    unmatched: Unmatched = "raise",
) -> pd.DataFrame:
    """Several indices of one election, and what was done with parties that did not match.

    Parameters
    ----------
    votes, seats : Series or mapping
        By party.
    indices : sequence of str, optional
        Names from `kzelect.measures.formulas.INDICES`; without it all.
    unmatched : {"raise", "drop", "zero"}
        What becomes of parties that only one side has.

    Returns
    -------
    DataFrame
        One row an index: ``index``; ``of`` (votes, seats, or both); ``value``
        (Float64); ``unmatched``, the labels that did not match and what was
        done with them, empty if all did.

    Raises
    ------
    LabelError
        If labels repeat, or do not match and nothing was said about it.
    KzelectError
        If votes or seats are negative or not numbers, or an index is unknown.

    Examples
    --------
    >>> from kzelect.measures.representation import index_table
    >>> votes, seats = {"a": 60, "b": 40}, {"a": 5, "b": 3, "independents": 2}
    >>> index_table(votes, seats, indices=["gallagher"], unmatched="zero").round(4)
           index                 of   value           unmatched
    0  gallagher  votes and seats  0.1732  zero: independents
    """
    joined = align(votes, seats, unmatched=unmatched)
    strangers = [str(label) for label in (*joined.without_votes, *joined.without_seats)]
    note = f"{unmatched}: {', '.join(strangers)}" if strangers else ""
    rows: list[tuple[Any, ...]] = []
    for name in chosen_indices(indices):
        function = getattr(indices_of_one_election, name)
        if INDICES[name].of_both:
            rows.append((name, "votes and seats", function(joined.votes, joined.seats), note))
        else:
            rows.append((name, "votes", function(joined.votes), note))
            rows.append((name, "seats", function(joined.seats), note))
    columns = {
        "index": "string[python]",
        "of": "string[python]",
        "value": "Float64",
        "unmatched": "string[python]",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
