"""Which rows of a table are no contender: words help, arithmetic decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from kzelect.io.grids import SHOWN, Grid
from kzelect.measures.shares import total
from kzelect.text import visible
from kzelect.text.contenders import BALLOTS, contender_kind, telling_word

__all__ = ["RESULTS", "SUMMED", "Row", "counted", "fractions", "settle"]

SUMMED = ["votes", "seats", "seats_list", "seats_district", "seats_total"]
RESULTS = [*SUMMED, "share_pct"]
SMALL = 100  # votes: below, some rows add up to another by chance
ROUNDING = 0.006  # of a published share, as a fraction
IN_ORDER = 4  # contenders by falling votes, so that one more vote after them stands out
REMOVE = "Remove the row, or name it in a table parties if it stood"
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

    def value(self, column: str) -> Any:
        """Return a number of the row; missing if it has none."""
        return self.values.get(column, pd.NA)

    def has_results(self) -> bool:
        """Say whether the row has any number."""
        return any(not pd.isna(self.value(column)) for column in RESULTS)


def settle(grid: Grid, rows: list[Row], stood: frozenset[str]) -> list[str]:
    """Return what each row of one tier or round is, by its label and by its numbers.

    Names that `stood` has are contenders whatever their numbers are. The grid notes what was
    decided, and what cannot be.
    """
    tier = _Tier(grid, rows, [row.kind for row in rows], stood)
    tier.settle_totals()
    counts = tier.settle_sums()
    if grid.table in {"proportional", "majoritarian"}:
        tier.refuse_beyond_the_ballots(counts)
        tier.refuse_beside_the_shares()
        tier.report_unlike(counts)
    return tier.kinds


def _known(rows: Iterable[Row], column: str) -> list[Any]:
    return [n for row in rows if not pd.isna(n := row.value(column))]


Sums = dict[str, tuple[int, int, int]]


def _sums(rows: Sequence[Row]) -> Sums:
    """Return for each column the sum of its counts, how many there are, and how many above 0."""
    counts = {column: _known(rows, column) for column in SUMMED}
    return {c: (sum(found), len(found), sum(n > 0 for n in found)) for c, found in counts.items()}


def _is_sum(row: Row, sums: Sums, *, among: bool) -> bool:
    """Say whether all counts of a row are the sums of the others, at least two of which have any.

    ``among`` says that the sums include the row.
    """
    compared = False
    for column in SUMMED:
        own = row.value(column)
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
    own = row.value("votes")
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


def _are_shares(pairs: Sequence[tuple[Any, int]], base: int) -> bool:
    """Say whether published shares are those of the votes in a base, as far as they are rounded."""
    if not base or any(pd.isna(share) for share, _ in pairs):
        return False
    decimals = max(len(f"{share:.6f}".rstrip("0").partition(".")[2]) for share, _ in pairs)
    half = 0.5 * 10.0**-decimals + 1e-9
    return all(abs(share - 100 * votes / base) <= half for share, votes in pairs)


@dataclass
class _Tier:
    """The rows of one tier or round, and what each of them is."""

    grid: Grid
    rows: list[Row]
    kinds: list[str]
    stood: frozenset[str]

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for row, kind in zip(self.rows, self.kinds, strict=True) if kind in kinds]

    def parties(self) -> list[int]:
        return [at for at, kind in enumerate(self.kinds) if kind == "party"]

    def is_unsure(self, at: int) -> bool:
        name = self.rows[at].name
        return name not in self.stood and contender_kind(name) == "party"

    def report(self, at: int, read_as: str | None, rule: str) -> None:
        name = visible(self.rows[at].name, SHOWN)
        self.grid.note(self.rows[at].number, "party", name, read_as or name, rule)

    def refuse(self, at: int, why: str) -> None:
        """Refuse a row, once."""
        row = self.rows[at]
        if all(problem.row != row.number for problem in self.grid.problems):
            self.grid.refuse(row.number, "party", row.name, f"a contender: {why}")

    def settle_totals(self) -> None:
        """Tell totals, all ballots and notes below them by what their numbers are."""
        sums = _sums(self.of_kind("party"))
        end = len(self.rows)
        for at, row in enumerate(self.rows):
            if row.kind == "either":
                self.kinds[at] = "total" if _is_sum(row, sums, among=False) else "party"
            if self.kinds[at] in {"total", *BALLOTS}:
                end = min(at, end)
            elif at > end and self.kinds[at] == "party" and not row.has_results():
                self.kinds[at] = "left out"  # a note
        votes, valid, invalid = (
            total([row.value("votes") for row in self.of_kind(*kinds)])
            for kinds in (("party",), ("valid_votes",), ("invalid_votes", "blank"))
        )
        for at, row in enumerate(self.rows):
            if self.kinds[at] in {"total", "total_votes"}:
                self.kinds[at] = _of_total(row, self.kinds[at], votes, valid, invalid)

    def settle_sums(self) -> dict[int, int]:
        """Judge rows whose numbers are those of all others together; return the counts of all."""
        is_votes = self.grid.table in {"proportional", "majoritarian"}
        column = "votes" if is_votes else "seats_total"
        counts = {
            at: int(n) for at in self.parties() if not pd.isna(n := self.rows[at].value(column))
        }
        sums, last = _sums([self.rows[at] for at in counts]), max(counts, default=0)
        has_total = sum(counts.values()) in _known(self.of_kind("total"), column)
        above = positive = 0
        for at, count in counts.items():
            of_all = _is_sum(self.rows[at], sums, among=True)
            of_above = is_votes and positive > 1 and count == above > SMALL
            above, positive = above + count, positive + (count > 0)
            if not (of_all or of_above) or not self.is_unsure(at):
                continue
            shares = _known((self.rows[other] for other in counts if other != at), "share_pct")
            own = self.rows[at].value("share_pct")
            is_whole = not pd.isna(own) and own in (1, 100) and sum(s > 0 for s in shares) > 1
            if of_all and is_whole:
                self.kinds[at] = "total"
                rule = "the sum of the other rows, with a share of 100 %: no contender"
                self.report(at, "total", rule)
            elif of_above or at == last:
                why = "its numbers are the sum of the rows above. Call the row Total if it is one; "
                self.refuse(at, why + "if it stood, name it in a table parties")
            elif is_votes and not has_total:
                self.report(at, None, "the sum of the other rows: read as a contender all the same")
        return {at: count for at, count in counts.items() if self.kinds[at] == "party"}

    def refuse_beyond_the_ballots(self, counts: Mapping[int, int]) -> None:
        """Refuse rows without which the votes add up, or that exceed what all together have."""
        whole = sum(counts.values())
        for place, row in enumerate(self.rows):
            most = row.value("votes")
            if self.kinds[place] not in {"total", *BALLOTS} or pd.isna(most) or most == whole:
                continue
            above = sum(count for at, count in counts.items() if at < place)
            why = f"the other rows have the {int(most)} of {visible(row.name, SHOWN)!r}. {REMOVE}"
            for at, count in counts.items():
                rest = whole - count
                beyond = rest == most or count >= most >= rest or (above == most and at > place)
                if count and beyond and len(counts) > 1 and self.is_unsure(at):
                    self.refuse(at, why)

    def refuse_beside_the_shares(self) -> None:
        """Refuse the last rows if the shares of the others are of the votes without them."""
        parties = self.parties()
        votes = _known((self.rows[at] for at in parties), "votes")
        shares = [self.rows[at].value("share_pct") for at in parties]
        whole = total(shares)
        if len(votes) < len(parties) or (not pd.isna(whole) and whole <= 101):
            return
        for last in range(1, min(BELOW, len(parties) - 2) + 1):
            of_others = list(zip(shares, votes, strict=True))[:-last]
            if (
                all(map(self.is_unsure, parties[-last:]))
                and all(votes[-last:])
                and _are_shares(of_others, sum(votes[:-last]))
                and not _are_shares(of_others, sum(votes))
            ):
                why = f"the shares of the other rows are of the votes without it. {REMOVE}"
                for at in parties[-last:]:
                    self.refuse(at, why)
                return

    def report_unlike(self, counts: Mapping[int, int]) -> None:
        """Report the rows that differ from all other contenders, and in what."""
        parties = self.parties()
        rows = [self.rows[at] for at in parties]
        found: dict[int, str] = {}
        signs = {repair.row for repair in self.grid.repairs if repair.column in RESULTS}
        for at, row in zip(parties, rows, strict=True):
            word = telling_word(row.name)
            if word is not None:
                found[at] = f"{word!r} is a word for totals or ballots"
            elif not row.has_results() and row.number not in signs:
                found[at] = "it has no number"
        for column, what, most in (("share_pct", "a share", BELOW), ("seats", "seats", 1)):
            has = [not pd.isna(row.value(column)) for row in rows]
            last = len(has) - sum(has)
            if 0 < last <= min(most, len(has) - 2) and all(has[:-last]):
                for at in parties[-last:]:
                    found.setdefault(at, f"all others have {what}")
        gaps = [
            place
            for place in range(1, len(rows))
            if parties[place] == parties[place - 1] + 1
            and rows[place].number - rows[place - 1].number > 1
        ]
        if len(gaps) == 1 and len(parties) - gaps[0] <= min(BELOW, gaps[0] - 1):
            for at in parties[gaps[0] :]:
                found.setdefault(at, "it stands apart from the others")
        if len(counts) > 2 and all(counts.values()):
            *above, last = counts.values()
            if last > sum(above):
                found.setdefault(max(counts), "it is last and has more than all others together")
            elif len(above) >= IN_ORDER and above == sorted(above)[::-1] and last > above[-1]:
                why = "it has more than the row above, and all others are in order"
                found.setdefault(max(counts), why)
        refused = {problem.row for problem in self.grid.problems}
        for at, why in found.items():
            if self.is_unsure(at) and self.rows[at].number not in refused:
                rule = f"read as a contender, although {why}: if it is a total or ballots, remove"
                self.report(at, None, f"{rule} it")


def counted(rows: Sequence[Row], votes: Any, grid: Grid) -> tuple[dict[str, Any], set[int]]:
    """Return the ballots that rows below a list give, and the numbers of the rows that were used.

    The rows are of one ballot, `votes` is the sum of its contenders or missing. Two rows for one
    count that do not agree are a problem.
    """
    given: dict[str, list[Row]] = {}
    for row in rows:
        given.setdefault(row.kind, []).append(row)
    values: dict[str, Any] = {}
    used: set[int] = set()
    for kind in ("registered", "ballots_cast", "valid_votes", "invalid_votes"):
        found = {
            row.number: n for row in given.get(kind, []) if not pd.isna(n := row.value("votes"))
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
            grid.refuse(max(found), "party", numbers, expected)
        values[kind] = counts[0]
        used |= set(found)
    blank = [row for row in given.get("blank", []) if _known([row], "votes")]
    if blank:
        count = sum(row.values["votes"] for row in blank)
        if _is_invalid(count, votes, values):
            values["invalid_votes"] = count + values.get("invalid_votes", 0)
            used |= {row.number for row in blank}
    for row in given.get("turnout_pct", []):
        share, count = map(row.value, ("share_pct", "votes"))
        if pd.isna(share) and not pd.isna(count) and count <= 100:
            share, count = count, pd.NA
        if not pd.isna(share):
            values["turnout_pct"] = float(share)
            used.add(row.number)
        if not pd.isna(count) and count > 100 and "ballots_cast" not in values:
            values["ballots_cast"] = int(count)
            used.add(row.number)
    for row in given.get("registered", []):
        share = row.value("share_pct")
        if not pd.isna(share) and "turnout_pct" not in values:
            values["turnout_pct"] = share
    order = [name for name in BALLOTS if name in values]
    return {name: values[name] for name in order}, used


def _is_invalid(blank: int, votes: Any, values: dict[str, Any]) -> bool:
    """Say whether blank votes are beside the valid and the other invalid ones, as these add up."""
    valid, cast = values.get("valid_votes", votes), values.get("ballots_cast", pd.NA)
    invalid = values.get("invalid_votes", 0)
    if pd.isna(valid):
        return False
    if not pd.isna(cast):
        return bool(valid + invalid + blank == cast)
    return "valid_votes" in values and not pd.isna(votes) and bool(valid == votes)


def fractions(grid: Grid, rows: Sequence[Row]) -> None:
    """Read shares that are fractions of 1 as per cent; refuse those that can be either."""
    parties = [row for row in rows if row.kind == "party"]
    shares = {row.number: s for row in parties if not pd.isna(s := row.value("share_pct"))}
    marked = any(
        repair.column == "share_pct" and "per cent" in repair.rule for repair in grid.repairs
    )
    if not shares or marked or max(shares.values()) > 1 or not sum(shares.values()):
        return
    votes = total([row.value("votes") for row in parties])
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
            value = row.value("share_pct")
            if not pd.isna(value):
                row.values["share_pct"] = round(100 * value, 10)
        rule = "fractions of 1, read as per cent"
        found = ", ".join(f"{share:g}" for share in list(shares.values())[:5])
        grid.note(None, "share_pct", found, "times 100", rule)
    elif 0.5 < sum(shares.values()) <= 1.02 and len(shares) > 1:
        expected = "per cent, 0 to 100: these can be fractions of 1 as well, so multiply by 100"
        found = ", ".join(f"{share:g}" for share in list(shares.values())[:5])
        grid.refuse(None, "share_pct", found, expected)
