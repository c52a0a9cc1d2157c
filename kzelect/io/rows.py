"""Which rows of a table are no contender: words help, arithmetic decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from kzelect.errors import Problem
from kzelect.io.grids import Grid
from kzelect.io.report import Repair
from kzelect.measures.shares import total
from kzelect.text import visible
from kzelect.text.contenders import BALLOTS, contender_kind, telling_word

__all__ = ["RESULTS", "SUMMED", "Row", "counted", "fractions", "settle"]

SUMMED = ["votes", "seats", "seats_list", "seats_district", "seats_total"]
RESULTS = [*SUMMED, "share_pct"]
SHOWN = 60  # characters of a name that a message repeats
SMALL = 100  # votes: below, some rows add up to another by chance
ROUNDING = 0.006  # of a published share, as a fraction
IN_ORDER = 4  # contenders by falling votes, so that one more vote after them stands out
NO_NUMBER = "it has no number"
BELOW = 3  # rows at the end of a table that can be something else


class Row(NamedTuple):
    """One row below a header.

    ``kind`` is ``party``, or what `kzelect.text.contenders.row_meaning` says.
    """

    number: int
    name: str
    joined: str
    kind: str
    values: dict[str, Any]


def settle(
    grid: Grid,
    rows: list[Row],
    stood: frozenset[str],
    repairs: list[Repair],
    problems: list[Problem],
) -> list[str]:
    """Return what each row is, by its label and by its numbers.

    Parameters
    ----------
    grid : Grid
        Where the rows stand.
    rows : list of Row
        Of one tier or round.
    stood : frozenset of str
        Names that are contenders whatever their numbers are.
    repairs, problems
        What was decided, and what cannot be.

    Returns
    -------
    list of str
        The kind of each row.
    """
    kinds = {at: row.kind for at, row in enumerate(rows)}
    sums = _sums([row for row in rows if row.kind == "party"])
    for at, row in enumerate(rows):
        if row.kind == "either":
            kinds[at] = "total" if _is_sum(row, sums, among=False) else "party"
    end = next((at for at in kinds if kinds[at] in {"total", *BALLOTS}), len(rows))
    for at, row in enumerate(rows):
        if at > end and kinds[at] == "party" and not any(_known([row], c) for c in RESULTS):
            kinds[at] = "left out"  # a note below the totals
    parties = [row for at, row in enumerate(rows) if kinds[at] == "party"]
    votes = total(_column(parties, "votes"))
    invalid = _sum_of(rows, kinds, ("invalid_votes", "blank"))
    valid = _sum_of(rows, kinds, ("valid_votes",))
    for at, row in enumerate(rows):
        if kinds[at] in {"total", "total_votes"}:
            kinds[at] = _of_total(row, kinds[at], votes, valid, invalid)
    _doubtful(grid, rows, kinds, stood, repairs, problems)
    return [kinds[at] for at in range(len(rows))]


def _column(rows: Sequence[Row], column: str) -> list[Any]:
    return [row.values.get(column, pd.NA) for row in rows]


def _known(rows: Sequence[Row], column: str) -> list[Any]:
    return [number for number in _column(rows, column) if not pd.isna(number)]


def _sum_of(rows: list[Row], kinds: dict[int, str], wanted: tuple[str, ...]) -> Any:
    return total(_column([row for at, row in enumerate(rows) if kinds[at] in wanted], "votes"))


def _sums(rows: Sequence[Row]) -> dict[str, tuple[int, int, int]]:
    """Return for each column the sum of its counts, how many there are, and how many above 0."""
    counts = {column: _known(rows, column) for column in SUMMED}
    return {c: (sum(found), len(found), sum(n > 0 for n in found)) for c, found in counts.items()}


def _is_sum(row: Row, sums: dict[str, tuple[int, int, int]], *, among: bool) -> bool:
    """Whether all counts of a row are the sums of the others, at least two of which have any.

    ``among`` says that the sums include the row.
    """
    compared = False
    for column in SUMMED:
        own = row.values.get(column, pd.NA)
        if pd.isna(own):
            continue
        summed, known, positive = sums[column]
        if among:
            summed, known, positive = summed - own, known - 1, positive - (own > 0)
        if not known:
            continue
        if own != summed or own == 0 or positive < 2:
            return False
        compared = True
    return compared


def _of_total(row: Row, kind: str, votes: Any, valid: Any, invalid: Any) -> str:
    """Return whether a row of totals is the sum of the parties, or all ballots."""
    own = row.values.get("votes", pd.NA)
    if pd.isna(own):
        return "total"
    if pd.isna(votes):
        with_invalid = not pd.isna(valid) and not pd.isna(invalid) and own == valid + invalid
        return "ballots_cast" if kind == "total_votes" or with_invalid else "total"
    if own == votes:
        return "total"
    base = votes if pd.isna(valid) else valid
    with_invalid = not pd.isna(invalid) and invalid > 0 and own in (votes + invalid, base + invalid)
    return "ballots_cast" if own > votes and (kind == "total_votes" or with_invalid) else "total"


def _doubtful(
    grid: Grid,
    rows: list[Row],
    kinds: dict[int, str],
    stood: frozenset[str],
    repairs: list[Repair],
    problems: list[Problem],
) -> None:
    """Refuse, take out or report rows whose numbers are those of all others together."""
    is_votes = grid.table in {"proportional", "majoritarian"}
    column = "votes" if is_votes else "seats_total"
    named = [at for at in kinds if kinds[at] == "party" and _known([rows[at]], column)]
    counts = {at: int(rows[at].values[column]) for at in named}
    unsure = [at for at in named if rows[at].name not in stood and _is_party(rows[at])]
    are_unsure = set(unsure)
    sums = _sums([rows[at] for at in named])
    above, positive = 0, 0
    whole = sum(counts.values())
    has_total = any(kinds[at] == "total" and whole in _known([rows[at]], column) for at in kinds)
    for at in named:
        row, of_all = rows[at], _is_sum(rows[at], sums, among=True)
        of_above = is_votes and positive > 1 and counts[at] == above > SMALL
        above, positive = above + counts[at], positive + (counts[at] > 0)
        if at not in are_unsure or not (of_all or of_above):
            continue
        name = visible(row.name, SHOWN)
        if of_all and _shares_are_whole(row, [rows[other] for other in named if other != at]):
            kinds[at] = "total"
            rule = "the sum of the other rows, with a share of 100 %: no contender"
            repairs.append(Repair(grid.file, row.number, "party", name, "total", rule))
        elif of_above or at == named[-1]:
            expected = (
                "a contender: its numbers are the sum of the rows above. Call the row Total if "
                "it is one; if it stood, name it in a table parties"
            )
            problems.append(Problem(grid.file, row.number, "party", name, expected))
        elif is_votes and not has_total:
            rule = "the sum of the other rows: read as a contender all the same"
            repairs.append(Repair(grid.file, row.number, "party", name, name, rule))
    if is_votes:
        _beyond_the_ballots(grid, rows, kinds, counts, unsure, problems)
        _beside_the_shares(grid, rows, kinds, unsure, problems)
    refused = {problem.row for problem in problems}
    signs = {r.row for r in repairs if r.file == grid.file and r.column in RESULTS}
    for at, why in _unlike(rows, kinds, counts).items():
        row = rows[at]
        if row.name in stood or not _is_party(row) or row.number in refused:
            continue
        if why != NO_NUMBER or row.number not in signs:
            name = visible(row.name, SHOWN)
            rule = f"read as a contender, although {why}: if it is a total or ballots, remove it"
            repairs.append(Repair(grid.file, row.number, "party", name, name, rule))


def _is_party(row: Row) -> bool:
    return contender_kind(row.name) == "party"


def _shares_are_whole(row: Row, others: Sequence[Row]) -> bool:
    """Whether a row has all of the votes and two others have some too."""
    own = row.values.get("share_pct", pd.NA)
    return (
        not pd.isna(own) and own in (1, 100) and sum(s > 0 for s in _known(others, "share_pct")) > 1
    )


def _beyond_the_ballots(
    grid: Grid,
    rows: list[Row],
    kinds: dict[int, str],
    counts: dict[int, int],
    unsure: list[int],
    problems: list[Problem],
) -> None:
    """Refuse rows without which the votes add up, or that exceed what all together have."""
    refused = {problem.row for problem in problems}
    counts = {at: count for at, count in counts.items() if kinds[at] == "party"}
    unsure = [at for at in unsure if at in counts]
    whole = sum(counts.values())
    for place, row in enumerate(rows):
        most = row.values.get("votes", pd.NA)
        if kinds[place] not in {"total", *BALLOTS} or pd.isna(most) or most == whole:
            continue
        above = sum(count for at, count in counts.items() if at < place)
        expected = (
            f"a contender: the other rows have the {int(most)} of {visible(row.name, SHOWN)!r}. "
            "Remove the row, or name it in a table parties if it stood"
        )
        for at in unsure:
            rest, name = whole - counts[at], visible(rows[at].name, SHOWN)
            beyond = rest == most or counts[at] > most >= rest or (above == most and at > place)
            if counts[at] and beyond and len(counts) > 1 and rows[at].number not in refused:
                problems.append(Problem(grid.file, rows[at].number, "party", name, expected))
                refused.add(rows[at].number)


def _beside_the_shares(
    grid: Grid,
    rows: list[Row],
    kinds: dict[int, str],
    unsure: list[int],
    problems: list[Problem],
) -> None:
    """Refuse the last rows if the shares of the others are of the votes without them."""
    parties = [at for at in range(len(rows)) if kinds[at] == "party"]
    if any(pd.isna(rows[at].values.get("votes", pd.NA)) for at in parties):
        return
    votes = [int(rows[at].values["votes"]) for at in parties]
    shares = [rows[at].values.get("share_pct", pd.NA) for at in parties]
    whole = total(shares)
    if not pd.isna(whole) and whole <= 101:
        return
    for last in range(1, min(BELOW, len(parties) - 2) + 1):
        of_others = list(zip(shares, votes, strict=True))[:-last]
        if (
            set(parties[-last:]) <= set(unsure)
            and all(votes[-last:])
            and _are_shares(of_others, sum(votes[:-last]))
            and not _are_shares(of_others, sum(votes))
        ):
            expected = (
                "a contender: the shares of the other rows are of the votes without it. Remove "
                "the row, or name it in a table parties if it stood"
            )
            problems += [
                Problem(
                    grid.file, rows[at].number, "party", visible(rows[at].name, SHOWN), expected
                )
                for at in parties[-last:]
            ]
            return


def _are_shares(pairs: Sequence[tuple[Any, int]], base: int) -> bool:
    """Whether published shares are those of the votes in a base, as far as they are rounded."""
    if not base or any(pd.isna(share) for share, _ in pairs):
        return False
    decimals = max(len(f"{share:.6f}".rstrip("0").partition(".")[2]) for share, _ in pairs)
    half = 0.5 * 10.0**-decimals + 1e-9
    return all(abs(share - 100 * votes / base) <= half for share, votes in pairs)


def _unlike(rows: list[Row], kinds: dict[int, str], counts: dict[int, int]) -> dict[int, str]:
    """Return the rows that differ from all other contenders, and in what."""
    parties = [at for at in range(len(rows)) if kinds[at] == "party"]
    found: dict[int, str] = {}
    for at in parties:
        word = telling_word(rows[at].name)
        if word is not None:
            found[at] = f"{word!r} is a word for totals or ballots"
        elif not any(not pd.isna(rows[at].values.get(column, pd.NA)) for column in RESULTS):
            found[at] = NO_NUMBER
    for column, what, most in (("share_pct", "a share", BELOW), ("seats", "seats", 1)):
        has = [not pd.isna(rows[at].values.get(column, pd.NA)) for at in parties]
        last = len(has) - sum(has)
        if 0 < last <= min(most, len(has) - 2) and all(has[:-last]):
            for at in parties[-last:]:
                found.setdefault(at, f"all others have {what}")
    gaps = [
        place
        for place, (at, before) in enumerate(zip(parties[1:], parties, strict=False), start=1)
        if at == before + 1 and rows[at].number - rows[before].number > 1
    ]
    if len(gaps) == 1 and len(parties) - gaps[0] <= min(BELOW, gaps[0] - 1):
        for at in parties[gaps[0] :]:
            found.setdefault(at, "it stands apart from the others")
    if counts and len(counts) > 2 and all(counts.values()):
        *above, last = counts.values()
        place = list(counts)[-1]
        if last > sum(above):
            found.setdefault(place, "it is last and has more than all others together")
        elif len(above) >= IN_ORDER and above == sorted(above, reverse=True) and last > above[-1]:
            found.setdefault(place, "it has more than the row above, and all others are in order")
    return {at: why for at, why in found.items() if kinds[at] == "party"}


def counted(
    rows: Sequence[Row], votes: Any, grid: Grid, problems: list[Problem]
) -> tuple[dict[str, Any], set[int]]:
    """Return the ballots that rows below a list give, and the numbers of the rows that were used.

    Parameters
    ----------
    rows : sequence of Row
        Of one ballot.
    votes : int or NA
        Sum of the votes of the contenders.
    grid : Grid
    problems
        Two rows for one number that do not agree.
    """
    given: dict[str, list[Row]] = {}
    for row in rows:
        given.setdefault(row.kind, []).append(row)
    values: dict[str, Any] = {}
    used: set[int] = set()
    for kind in ("registered", "ballots_cast", "valid_votes", "invalid_votes"):
        found = {
            row.number: n
            for row in given.get(kind, [])
            if not pd.isna(n := row.values.get("votes", pd.NA))
        }
        if not found:
            continue
        counts = list(dict.fromkeys(found.values()))
        if len(counts) > 1 and kind == "invalid_votes":
            whole = sum(found.values())
            counts = [max(counts)] if 2 * max(counts) == whole else [whole]
        if len(counts) > 1:
            numbers = ", ".join(map(str, counts))
            expected = f"one row for {kind.replace('_', ' ')}: name or remove the others"
            problems.append(Problem(grid.file, max(found), "party", numbers, expected))
        values[kind] = counts[0]
        used |= set(found)
    blank = [row for row in given.get("blank", []) if _known([row], "votes")]
    if blank:
        count = sum(row.values["votes"] for row in blank)
        if _is_invalid(count, votes, values):
            values["invalid_votes"] = count + values.get("invalid_votes", 0)
            used |= {row.number for row in blank}
    for row in given.get("turnout_pct", []):
        share, count = (row.values.get(c, pd.NA) for c in ("share_pct", "votes"))
        if pd.isna(share) and not pd.isna(count) and count <= 100:
            share, count = count, pd.NA
        if not pd.isna(share):
            values["turnout_pct"] = float(share)
            used.add(row.number)
        if not pd.isna(count) and count > 100 and "ballots_cast" not in values:
            values["ballots_cast"] = int(count)
            used.add(row.number)
    for row in given.get("registered", []):
        share = row.values.get("share_pct", pd.NA)
        if not pd.isna(share) and "turnout_pct" not in values:
            values["turnout_pct"] = share
    order = [name for name in BALLOTS if name in values]
    return {name: values[name] for name in order}, used


def _is_invalid(blank: int, votes: Any, values: dict[str, Any]) -> bool:
    """Whether blank votes are beside the valid and the other invalid ones, as these add up."""
    valid, cast = values.get("valid_votes", votes), values.get("ballots_cast", pd.NA)
    invalid = values.get("invalid_votes", 0)
    if pd.isna(valid):
        return False
    if not pd.isna(cast):
        return bool(valid + invalid + blank == cast)
    return "valid_votes" in values and not pd.isna(votes) and bool(valid == votes)


def fractions(
    grid: Grid, rows: Sequence[Row], repairs: list[Repair], problems: list[Problem]
) -> None:
    """Read shares that are fractions of 1 as per cent; refuse those that can be either."""
    parties = [row for row in rows if row.kind == "party"]
    shares = {
        row.number: s for row in parties if not pd.isna(s := row.values.get("share_pct", pd.NA))
    }
    marked = any(
        r.column == "share_pct" and "per cent" in r.rule for r in repairs if r.file == grid.file
    )
    if not shares or marked or max(shares.values()) > 1 or not sum(shares.values()):
        return
    votes = total(_column(parties, "votes"))
    if not pd.isna(votes) and votes > 0:
        fits = all(
            abs(shares[row.number] - row.values["votes"] / votes) < ROUNDING
            for row in parties
            if row.number in shares
        )
    else:
        fits = len(shares) > 1 and abs(sum(shares.values()) - 1) < 0.02
    if fits:
        for row in rows:
            value = row.values.get("share_pct", pd.NA)
            if not pd.isna(value):
                row.values["share_pct"] = round(100 * value, 10)
        rule = "fractions of 1, read as per cent"
        found = ", ".join(f"{share:g}" for share in list(shares.values())[:5])
        repairs.append(Repair(grid.file, None, "share_pct", found, "times 100", rule))
    elif 0.5 < sum(shares.values()) <= 1.02 and len(shares) > 1:
        expected = "per cent, 0 to 100: these can be fractions of 1 as well, so multiply by 100"
        found = ", ".join(f"{share:g}" for share in list(shares.values())[:5])
        problems.append(Problem(grid.file, None, "share_pct", found, expected))
