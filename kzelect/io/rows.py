"""Which rows of a table are no contender: words help, arithmetic decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from kzelect.io.cells import SHOWN
from kzelect.io.grids import Grid
from kzelect.text import visible
from kzelect.text.contenders import BALLOTS, contender_kind, telling_word

SUMMED = ["votes", "seats", "seats_list", "seats_district", "seats_total"]
RESULTS = [*SUMMED, "share_pct"]
SMALL = 100  # votes: below, some rows add up to another by chance
ROUNDING = 0.006  # of a published share, as a fraction
IN_ORDER = 4  # contenders by falling votes, so that one more vote after them stands out
REMOVE = "Remove the row, or name it in a table parties if it stood"
BELOW = 3  # rows at the end of a table that can be something else


@dataclass(eq=False)
class Row:
    """One row below a header, with its numbers and other values as far as there are any.

    ``kind`` is ``party``, ``misplaced``, or what `kzelect.text.contenders.row_meaning` says.
    """

    number: int
    joined: str
    name: str
    kind: str
    values: dict[str, Any]

    def has_results(self) -> bool:
        """Say whether the row has any number."""
        return not self.values.keys().isdisjoint(RESULTS)


def settle(grid: Grid, rows: list[Row], stood: frozenset[str]) -> None:
    """Settle what each row of one tier or round is, by its label and by its numbers.

    Names that `stood` has are contenders whatever their numbers are. The grid notes what was
    decided, and what cannot be.
    """
    tier = _Tier(grid, rows, stood)
    tier.settle_totals()
    counts = tier.settle_sums()
    if grid.table in {"proportional", "majoritarian"}:
        tier.refuse_beyond_the_ballots(counts)
        tier.refuse_beside_the_shares()
        tier.report_unlike(counts)


def sum_of(rows: Sequence[Row], column: str) -> Any:
    """Return the sum of a column, None if a part of it is missing or there are no rows."""
    found = _known(rows, column)
    return sum(found) if found and len(found) == len(rows) else None


def _known(rows: Iterable[Row], column: str) -> list[Any]:
    return [row.values[column] for row in rows if column in row.values]


Sums = dict[str, tuple[int, int, int]]


def _sums(rows: Iterable[Row]) -> Sums:
    """Return for each column the sum of its counts, how many there are, and how many above 0."""
    sums = dict.fromkeys(SUMMED, (0, 0, 0))
    for row in rows:
        for column in row.values.keys() & sums.keys():
            (summed, known, positive), count = sums[column], row.values[column]
            sums[column] = (summed + count, known + 1, positive + (count > 0))
    return sums


def _is_sum(row: Row, sums: Sums, *, among: bool) -> bool:
    """Say whether all counts of a row are the sums of the others, at least two of which have any.

    ``among`` says that the sums include the row.
    """
    compared = False
    for column in SUMMED:
        own, (summed, known, positive) = row.values.get(column), sums[column]
        if own is None:
            continue
        if among:
            summed, known, positive = summed - own, known - 1, positive - (own > 0)
        if not known:
            continue
        if own != summed or own == 0 or positive < 2:
            return False
        compared = True
    return compared


@dataclass
class _Tier:
    """The rows of one tier or round."""

    grid: Grid
    rows: list[Row]
    stood: frozenset[str]

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row.kind in kinds]

    def is_unsure(self, row: Row) -> bool:
        return row.name not in self.stood and contender_kind(row.name) == "party"

    def report(self, row: Row, read_as: str | None, rule: str) -> None:
        name = visible(row.name, SHOWN)
        self.grid.note(row.number, "party", name, read_as or name, rule)

    def refuse(self, row: Row, why: str) -> None:
        """Refuse a row, once."""
        if all(problem.row != row.number for problem in self.grid.problems):
            self.grid.refuse(row.number, "party", row.name, f"a contender: {why}")

    def settle_totals(self) -> None:
        """Tell totals, all ballots and notes below them by what their numbers are."""
        sums = _sums(self.of_kind("party"))
        is_below = False
        for row in self.rows:
            if row.kind == "either":
                row.kind = "total" if _is_sum(row, sums, among=False) else "party"
            if row.kind in {"total", *BALLOTS}:
                is_below = True
            elif is_below and row.kind == "party" and not row.has_results():
                row.kind = "left out"  # a note
        votes, valid, invalid = (
            sum_of(self.of_kind(*kinds), "votes")
            for kinds in (("party",), ("valid_votes",), ("invalid_votes", "blank"))
        )
        sums_with_invalid = [n + invalid for n in (votes, valid) if None not in (n, invalid)]
        for row in self.of_kind("total", "total_votes"):
            own = row.values.get("votes")
            with_invalid = (invalid or votes is None) and own in sums_with_invalid
            is_more = own is not None and (votes is None or own > votes)
            is_all = is_more and (row.kind == "total_votes" or with_invalid)
            row.kind = "ballots_cast" if is_all else "total"

    def settle_sums(self) -> dict[Row, int]:
        """Judge rows whose numbers are those of all others together; return the counts of all."""
        is_votes = self.grid.table in {"proportional", "majoritarian"}
        column = "votes" if is_votes else "seats_total"
        counts = {r: r.values[column] for r in self.of_kind("party") if column in r.values}
        sums, last = _sums(list(counts)), next(reversed(counts), None)
        has_total = sum(counts.values()) in _known(self.of_kind("total"), column)
        above = positive = 0
        for row, count in counts.items():
            of_all = _is_sum(row, sums, among=True)
            of_above = is_votes and positive > 1 and count == above > SMALL
            above, positive = above + count, positive + (count > 0)
            if not (of_all or of_above) or not self.is_unsure(row):
                continue
            shares = _known((other for other in counts if other is not row), "share_pct")
            is_whole = row.values.get("share_pct") in (1, 100) and sum(s > 0 for s in shares) > 1
            if of_all and is_whole:
                row.kind = "total"
                rule = "the sum of the other rows, with a share of 100 %: no contender"
                self.report(row, "total", rule)
            elif of_above or row is last:
                why = "its numbers are the sum of the rows above. Call the row Total if it is one; "
                self.refuse(row, why + "if it stood, name it in a table parties")
            elif is_votes and not has_total:
                rule = "the sum of the other rows: read as a contender all the same"
                self.report(row, None, rule)
        return {row: count for row, count in counts.items() if row.kind == "party"}

    def refuse_beyond_the_ballots(self, counts: Mapping[Row, int]) -> None:
        """Refuse rows without which the votes add up, or that exceed what all together have."""
        whole, above = sum(counts.values()), dict[Row, int]()
        for row in self.rows:
            if row in counts:
                above[row] = counts[row]
            most = row.values.get("votes")
            if row.kind not in {"total", *BALLOTS} or most is None or most == whole:
                continue
            are_above = most == sum(above.values())
            why = f"the other rows have the {int(most)} of {visible(row.name, SHOWN)!r}. {REMOVE}"
            for other, count in counts.items():
                rest = whole - count
                is_below = are_above and other not in above
                beyond = rest == most or count >= most >= rest or is_below
                if count and beyond and len(counts) > 1 and self.is_unsure(other):
                    self.refuse(other, why)

    def refuse_beside_the_shares(self) -> None:
        """Refuse the last rows if the shares of the others are of the votes without them."""
        parties = self.of_kind("party")
        votes, shares = _known(parties, "votes"), _known(parties, "share_pct")
        fits = len(shares) == len(parties) and fsum(shares) <= 101
        if fits or len(votes) < len(parties):
            return
        for last in range(1, min(BELOW, len(parties) - 2) + 1):
            others, ends = parties[:-last], parties[-last:]
            if (
                all(map(self.is_unsure, ends))
                and all(votes[-last:])
                and _are_shares(others, sum(votes[:-last]))
                and not _are_shares(others, sum(votes))
            ):
                why = f"the shares of the other rows are of the votes without it. {REMOVE}"
                for row in ends:
                    self.refuse(row, why)
                return

    def report_unlike(self, counts: Mapping[Row, int]) -> None:
        """Report the rows that differ from all other contenders, and in what."""
        places = [at for at, row in enumerate(self.rows) if row.kind == "party"]
        rows = [self.rows[at] for at in places]
        found: dict[Row, str] = {}
        signs = {repair.row for repair in self.grid.repairs if repair.column in RESULTS}
        for row in rows:
            word = telling_word(row.name)
            if word is not None:
                found[row] = f"{word!r} is a word for totals or ballots"
            elif not row.has_results() and row.number not in signs:
                found[row] = "it has no number"
        for column, what, most in (("share_pct", "a share", BELOW), ("seats", "seats", 1)):
            has = [column in row.values for row in rows]
            last = len(has) - sum(has)
            if 0 < last <= min(most, len(has) - 2) and all(has[:-last]):
                for row in rows[-last:]:
                    found.setdefault(row, f"all others have {what}")
        gaps = [
            at
            for at in range(1, len(rows))
            if places[at] == places[at - 1] + 1 and rows[at].number - rows[at - 1].number > 1
        ]
        if len(gaps) == 1 and len(rows) - gaps[0] <= min(BELOW, gaps[0] - 1):
            for row in rows[gaps[0] :]:
                found.setdefault(row, "it stands apart from the others")
        if len(counts) > 2 and all(counts.values()):
            *above, last = counts.values()
            if last > sum(above):
                found.setdefault([*counts][-1], "it is last and has more than all others together")
            elif len(above) >= IN_ORDER and above == sorted(above)[::-1] and last > above[-1]:
                why = "it has more than the row above, and all others are in order"
                found.setdefault([*counts][-1], why)
        refused = {problem.row for problem in self.grid.problems}
        for row, why in found.items():
            if self.is_unsure(row) and row.number not in refused:
                rule = f"read as a contender, although {why}: if it is a total or ballots, remove"
                self.report(row, None, f"{rule} it")


def _are_shares(rows: Sequence[Row], base: int) -> bool:
    """Say whether published shares are those of the votes in a base, as far as they are rounded."""
    shares = _known(rows, "share_pct")
    if not base or len(shares) < len(rows):
        return False
    decimals = max(len(f"{share:.6f}".rstrip("0").partition(".")[2]) for share in shares)
    half = 0.5 * 10.0**-decimals + 1e-9
    expected = (100 * votes / base for votes in _known(rows, "votes"))
    return all(abs(a - b) <= half for a, b in zip(shares, expected, strict=True))


def counted(rows: Sequence[Row], votes: int | None, grid: Grid) -> tuple[dict[str, Any], set[int]]:
    """Return the ballots that rows below a list give, and the numbers of the rows that were used.

    The rows are of one ballot, `votes` is the sum of its contenders. Two rows for one count that
    do not agree are a problem.
    """
    given: dict[str, list[Row]] = {}
    for row in rows:
        given.setdefault(row.kind, []).append(row)
    values: dict[str, Any] = {}
    used: set[int] = set()
    for kind in ("registered", "ballots_cast", "valid_votes", "invalid_votes"):
        found = {r.number: r.values["votes"] for r in given.get(kind, []) if "votes" in r.values}
        if not found:
            continue
        counts = list(dict.fromkeys(found.values()))
        if len(counts) > 1 and kind == "invalid_votes":
            whole = sum(found.values())
            counts = [max(counts)] if 2 * max(counts) == whole else [whole]
        if len(counts) > 1:
            numbers = ", ".join(map(str, counts))
            expected = f"one row for {kind.replace('_', ' ')}: name or remove the others"
            grid.refuse(max(found), "party", numbers, expected)
        values[kind] = counts[0]
        used |= set(found)
    blank = [row for row in given.get("blank", []) if "votes" in row.values]
    count = sum(_known(blank, "votes"))
    if blank and _is_invalid(count, votes, values):
        values["invalid_votes"] = count + values.get("invalid_votes", 0)
        used |= {row.number for row in blank}
    for row in given.get("turnout_pct", []):
        share, count = map(row.values.get, ("share_pct", "votes"))
        if share is None and count is not None and count <= 100:
            share, count = count, None
        if share is not None:
            values["turnout_pct"] = float(share)
            used.add(row.number)
        if count is not None and count > 100 and "ballots_cast" not in values:
            values["ballots_cast"] = count
            used.add(row.number)
    for share in _known(given.get("registered", []), "share_pct"):
        values.setdefault("turnout_pct", share)
    return {name: values[name] for name in BALLOTS if name in values}, used


def _is_invalid(blank: int, votes: int | None, values: Mapping[str, int]) -> bool:
    """Say whether blank votes are beside the valid and the other invalid ones, as these add up."""
    valid, cast = values.get("valid_votes", votes), values.get("ballots_cast")
    if valid is None or cast is None:
        return "valid_votes" in values and valid == votes
    return bool(valid + values.get("invalid_votes", 0) + blank == cast)


def fractions(grid: Grid, rows: Sequence[Row]) -> None:
    """Read shares that are fractions of 1 as per cent; refuse those that can be either."""
    parties = [row for row in rows if row.kind == "party"]
    shares = _known(parties, "share_pct")
    marked = any(r.column == "share_pct" and "per cent" in r.rule for r in grid.repairs)
    if marked or not 0 < max(shares, default=0) <= 1:
        return
    whole, votes = sum(shares), sum_of(parties, "votes")
    if votes:
        fits = all(
            abs(row.values["share_pct"] - row.values["votes"] / votes) < ROUNDING
            for row in parties
            if "share_pct" in row.values
        )
    else:
        fits = len(shares) > 1 and abs(whole - 1) < 0.02
    found = ", ".join(f"{share:g}" for share in shares[:5])
    if fits:
        for row in rows:
            if "share_pct" in row.values:
                row.values["share_pct"] = round(100 * row.values["share_pct"], 10)
        rule = "fractions of 1, read as per cent"
        grid.note(None, "share_pct", found, "times 100", rule)
    elif 0.5 < whole <= 1.02 and len(shares) > 1:
        expected = "per cent, 0 to 100: these can be fractions of 1 as well, so multiply by 100"
        grid.refuse(None, "share_pct", found, expected)
