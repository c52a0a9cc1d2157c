"""Mixed systems that compensate: district seats count towards a party's share of all seats."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, get_args

import pandas as pd

from kzelect.apportionment.admission import Admission, admit, read_thresholds
from kzelect.apportionment.exact import Allocation, decided, divide, fill_quotas
from kzelect.apportionment.inputs import (
    MOST_SEATS,
    PerParty,
    Share,
    Ties,
    base_of,
    counts_by_label,
    picker,
    several,
    whole,
)
from kzelect.apportionment.methods import Divisor, rule_for
from kzelect.errors import AllocationError, KzelectError, LabelError
from kzelect.text import type_of

Overhang = Literal["keep", "absorb", "level", "cut"]
_SIZES = 10_000  # houses tried one by one for a method with quotas


def compensate(
    list_votes: pd.Series | Mapping[Any, int],
    district_seats: pd.Series | Mapping[Any, int],
    seats: int,
    *,
    method: str,
    overhang: Overhang,
    threshold: PerParty | Admission = 0,
    threshold_base: int | None = None,
    quota_base: Literal["admitted", "all"] = "admitted",
    first_divisor: Share | None = None,
    min_lists: int = 0,
    without_list: Iterable[Any] = (),
    ties: Ties = "raise",
) -> pd.DataFrame:
    """Allocate a whole house by list votes, with the seats won in districts counted in.

    A party is entitled to its share of all seats; the list fills up what it did not win in
    districts. For a parallel system such as Kazakhstan's of 2004, which sets nothing off, this
    is arithmetic on votes cast under another rule.

    Parameters
    ----------
    list_votes : Series or mapping
        List votes of one election, non-negative whole numbers, by party.
    district_seats : Series or mapping
        Seats won in districts by party; who is not named won none.
    seats : int
        All seats of the house before any overhang.
    method, threshold, threshold_base, quota_base, first_divisor, min_lists
        The rule for all seats, as in `apportion`. Where a district admits a list:
        ``admission.share(0.05) | admission.districts(district_seats, least=1)``.
    overhang : {"keep", "absorb", "level", "cut"}
        What becomes of district seats beyond the entitlement. ``keep``: the party keeps them
        and the house grows by as many (New Zealand [1]_). ``absorb``: it keeps them, the house
        stays, and the others share what is left (Scotland and Wales [2]_). ``level``: the house
        grows until every party is entitled to what it won (Germany 2013 and 2017, where the law
        has minimum seats in their place [3]_). ``cut``: they are not filled (Germany since
        2023 [4]_).
    without_list : iterable of parties
        Those of ``district_seats`` that had no list, such as independents. Their seats, and
        those of lists that are not admitted (with ``cut`` not filled), come off those shared.
    ties : {"raise"}, sequence of parties, numpy.random.Generator or int
        Who gets a seat for which parties of ``list_votes`` tie; see `apportion`.

    Returns
    -------
    DataFrame
        One row per party: ``party``, ``votes`` (missing without a list), ``entitled`` (its
        share of all seats, if it has a part in them), ``district`` (seats filled from
        districts), ``list``, ``total`` (the house) and ``overhang`` (district seats beyond
        the entitlement).

    Raises
    ------
    AllocationError, TieError, MissingDataError
        If votes, seats or the rule are wrong, no allocation exists, or the seats outside the
        lists leave none to be shared.
    LabelError
        Parties named twice, or in ``district_seats`` and nowhere else.

    References
    ----------
    .. [1] Electoral Act 1993 (New Zealand), sections 191 and 192.
    .. [2] Scotland Act 1998, sections 7 and 8; Government of Wales Act 2006, sections 8 and 9.
    .. [3] Bundeswahlgesetz as amended on 3 May 2013, section 6.
    .. [4] Bundeswahlgesetz as amended on 8 June 2023, sections 1 (3) and 5.

    Examples
    --------
    >>> from kzelect import compensate
    >>> votes, districts = {"A": 60, "B": 24, "C": 16}, {"A": 1, "B": 4}
    >>> compensate(votes, districts, 10, method="sainte_lague", overhang="keep")
      party  votes  entitled  district  list  total  overhang
    0     A     60         6         1     5      6         0
    1     B     24         2         4     0      4         2
    2     C     16         2         0     2      2         0
    >>> for overhang in ("absorb", "level", "cut"):
    ...     found = compensate(
    ...         votes, districts, 10, method="sainte_lague", overhang=overhang)
    ...     print(overhang, found["total"].tolist())
    absorb [5, 4, 1]
    level [9, 4, 2]
    cut [6, 2, 2]
    """
    if not isinstance(overhang, str) or overhang not in get_args(Overhang):
        message = f"overhang is {overhang!r}; expected one of {', '.join(get_args(Overhang))}"
        raise KzelectError(message)
    votes = _by_party(list_votes, "list_votes")
    won = _by_party(district_seats, "district_seats")
    outside = list(dict.fromkeys(several(without_list, name="without_list")))
    strange = [party for party in won if party not in votes and party not in outside]
    if strange or any(party in votes for party in outside):
        message = (
            f"district_seats names {', '.join(map(repr, strange))} without list votes; expected "
            "parties of list_votes, or without_list= to name those that had no list"
            if strange
            else "without_list names a party of list_votes; expected one or the other"
        )
        raise LabelError(message)
    size = whole(seats, name="seats", least=1, most=MOST_SEATS)
    rule = rule_for(method, quota_base=quota_base, first_divisor=first_divisor)
    parties, counts = list(votes), list(votes.values())
    if not any(counts):
        message = "no party has a vote; expected one at least"
        raise AllocationError(message)
    pick = picker(ties, parties)
    base = base_of(threshold_base) or sum(counts)
    thresholds = read_thresholds(threshold, parties, min_lists)
    admitted = admit(counts, thresholds, base, pick)
    direct = [won.get(party, 0) for party in parties]
    due = [held if kept else 0 for held, kept in zip(direct, admitted, strict=True)]
    # Seats of lists that are not admitted.
    others = [held - own for held, own in zip(direct, due, strict=True)]
    lost = others if overhang == "cut" else [0] * len(others)
    fixed = sum(won.get(party, 0) for party in outside) + sum(others) - sum(lost)
    if fixed >= size:
        message = f"{fixed} of {size} seats are outside the lists; expected some to be shared"
        raise AllocationError(message)

    def share_out(house: int, least: list[int] | None = None) -> Allocation:
        if isinstance(rule, Divisor):
            return divide(admitted, house, rule, least)
        total = base_of_quota if rule.of_all_votes else sum(admitted)
        return fill_quotas(admitted, house, rule, total, least)

    base_of_quota, house = sum(counts), size - fixed
    if overhang == "level":
        house = _levelled(share_out, house, due, exact_steps=isinstance(rule, Divisor))
    entitled = decided(share_out(house), parties, pick)
    total = list(entitled)
    if overhang == "keep":
        total = [max(pair) for pair in zip(entitled, due, strict=True)]
    elif overhang == "absorb" and any(map(int.__gt__, due, entitled)):
        if sum(due) > house:
            message = (
                f"{sum(due)} district seats exceed the {house} seats to be shared; expected a "
                "larger house, or overhang='keep' or 'level'"
            )
            raise AllocationError(message)
        total = decided(share_out(house, due), parties, pick)
    rows: list[tuple[Any, ...]] = []
    for at, (party, count) in enumerate(votes.items()):
        if admitted[at]:
            filled = min(due[at], total[at])
            seats_of = (entitled[at], filled, total[at] - filled, total[at])
            rows.append((party, count, *seats_of, max(due[at] - entitled[at], 0)))
        else:
            filled = direct[at] - lost[at]
            rows.append((party, count, None, filled, 0, filled, lost[at]))
    rows += [(party, None, None, won.get(party, 0), 0, won.get(party, 0), 0) for party in outside]
    columns = ["votes", "entitled", "district", "list", "total", "overhang"]
    label = "string[python]" if all(isinstance(row[0], str) for row in rows) else "object"
    types = {"party": label, **dict.fromkeys(columns, "Int64")}
    # As objects first: a missing number makes floats of the others.
    return pd.DataFrame(rows, columns=list(types), dtype=object).astype(types)


def _by_party(values: Any, name: str) -> dict[Any, int]:
    if not isinstance(values, (pd.Series, Mapping)):
        message = f"{name} is a {type_of(values)}; expected a Series or a mapping by party"
        raise KzelectError(message)
    counts = counts_by_label(values, name)
    if len(counts) != len(values):
        message = f"{name} names a party twice; expected each once"
        raise LabelError(message)
    return counts


def _levelled(
    share_out: Callable[[int], Allocation], house: int, due: list[int], *, exact_steps: bool
) -> int:
    """Find the smallest house that entitles every list to the seats it is due."""

    def level(size: int) -> bool:
        return all(held >= least for held, least in zip(share_out(size)[0], due, strict=True))

    if exact_steps:  # a larger house takes no seat away, so halving finds the smallest
        high = house
        while not level(high):
            high *= 2
            if high > MOST_SEATS:
                message = "no house levels the overhang: a list with few votes won many districts"
                raise AllocationError(message)
        return bisect_left(range(high), True, house, key=level)
    for size in range(house, house + _SIZES):
        if level(size):
            return size
    message = f"no house of up to {house + _SIZES} seats levels the overhang under this method"
    raise AllocationError(message)
