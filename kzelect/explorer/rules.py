"""What follows from rules and votes: list seats, house, majority, reasons, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from kzelect.election import Election
from kzelect.errors import AllocationError, KzelectError, MissingDataError, TieError
from kzelect.explorer import html
from kzelect.explorer.house import SeatBlock
from kzelect.explorer.html import HtmlRow
from kzelect.measures.frames import typed
from kzelect.measures.indices import effective_parties, gallagher, loosemore_hanby
from kzelect.measures.majorities import majority_threshold
from kzelect.measures.shares import total
from kzelect.results.shown import party_names
from kzelect.scenarios.explain import explain, without_effect
from kzelect.scenarios.house import NOBODY, house_with, majority_in
from kzelect.scenarios.scenario import (
    BASE_NAMES,
    Scenario,
    method_title,
    official_scenario,
    percent,
)
from kzelect.text import MISSING, listing, plain

COLUMNS = {
    "party": "string[python]", "party_name": "string[python]", "votes": "Int64",
    "vote_share": "Float64", "is_admitted": "boolean", "seats": "Int64",
    "reference_seats": "Int64", "change": "Int64", "house": "Int64",
}  # fmt: skip
CELLS: tuple[Callable[[Any], str], ...] = (
    html.count, lambda share: html.decimal(100 * share), html.yes_or_no, html.count,
    html.count, html.change, html.count,
)  # fmt: skip
GREY = "#B3B3B3"  # seats that no contender of the table holds
HEX = re.compile("#[0-9A-Fa-f]{6}")
OUTCOMES_KEPT = 200  # outcomes


@dataclass(frozen=True, eq=False)
class State:
    """What the controls say: the list tier, and whether the other seats count beside it."""

    chosen: Scenario
    districts: bool = True

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario; what was chosen for a quota stays out where the method has none."""
        return self.chosen if self.chosen.has_quota else replace(self.chosen, quota_base="admitted")

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """All that the outcome depends on."""
        return (*self.scenario.settings.values(), self.districts)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What follows from a state: list seats or why there are none, all seats, the majority."""

    state: Any  # a State; None if there is nothing to play with
    seats: pd.Series[Any] | None
    totals: dict[Any, Any]  # of the house by party; missing if not published
    needed: int | None = None
    problem: str = ""
    tied: tuple[Any, ...] = ()

    @cached_property
    def indices(self) -> dict[str, str]:
        """Indices of the list tier as text, a dash for what cannot be computed."""
        votes = self.state.scenario.votes
        won: Any = votes.mask(votes.notna()) if self.seats is None else self.seats
        computed: dict[str, Callable[[], Any]] = {
            "Disproportionality (Gallagher)": lambda: gallagher(votes, won),
            "Disproportionality (Loosemore–Hanby)": lambda: loosemore_hanby(votes, won),
            "Effective number of lists, by votes": lambda: effective_parties(votes),
            "Effective number of lists, by seats": lambda: effective_parties(won),
        }
        found = dict.fromkeys(computed, MISSING)
        for name, compute in computed.items():
            with suppress(KzelectError):
                found[name] = html.decimal(compute())
        return found


class Rules:
    """An election whose list tier can be allocated anew, or ``why_not``.

    ``start`` has the official rules and votes, ``official`` the outcome as published; names
    and colours are by party, also of the rows of a house that are no party.
    """

    def __init__(self, election: Election) -> None:
        self.published = published = election.published
        self._bare = house = house_with(published)
        self._official_seats = published["proportional"].set_index("party")["seats"].astype("Int64")
        self._start: State | None = None
        self.why_not = ""
        try:
            self._start = State(official_scenario(published))
        except MissingDataError as reason:
            self.why_not = str(reason)
        else:
            lists = self._start.scenario.votes
            self._bare = house_with(published, lists * 0)  # every seat but those of the lists
            self._official_seats = self._official_seats.reindex(lists.index)
        self._outside = totals_of(self._bare)
        self.names, self.colours = names_and_colours(self._bare, published["parties"])
        needed = majority_in(published, house)
        self.official = Outcome(self._start, self._official_seats, totals_of(house), needed)
        self._found: dict[tuple[Any, ...], Outcome] = {}

    @property
    def start(self) -> State:
        """The official rules and votes; MissingDataError if there is nothing to play with."""
        if self._start is None:
            raise MissingDataError(self.why_not)
        return self._start

    @cached_property
    def _fits(self) -> bool:
        return self.start.scenario.fits(self.published)

    @property
    def district_seats(self) -> int:
        """Seats of the house that are not of the list tier, as far as they are known."""
        return int(self._bare["total"].sum())

    @cached_property
    def presets(self) -> list[tuple[str, dict[str, Any]]]:
        """Scenarios to start from: words, and what they change of the official rules."""
        start = self.start.scenario
        found: list[tuple[str, dict[str, Any]]] = []
        for method in ("dhondt", "sainte_lague"):
            if start.method != method:
                found.append((method_title(method), {"method": method}))
        if start.threshold:
            found.append(("No threshold", {"threshold": 0}))
            other = "valid_votes" if start.threshold_base == "ballots_cast" else "ballots_cast"
            if start.invalid is not None:
                words = f"{percent(start.threshold)} of {BASE_NAMES[other]}"
                found.append((words, {"threshold_base": other}))
        house = start.seats + self.district_seats
        if house > start.seats and not pd.isna(total(self._bare["total"])):
            words = f"All {house} from the lists"
            found.append((words, {"seats": house, "districts": False}))
        return found

    def outcome(self, state: State) -> Outcome:
        """Return what follows from a state; computed once."""
        if state.key not in self._found:
            if len(self._found) >= OUTCOMES_KEPT:
                self._found.clear()
            self._found[state.key] = self._outcome(state)
        return self._found[state.key]

    def _outcome(self, state: State) -> Outcome:
        scenario = state.scenario
        if not scenario.votes.any():
            return Outcome(state, None, {}, problem="No votes, no seats.")
        try:
            seats = scenario.apportion()
        except TieError as tie:
            who = listing(self.names[party] for party in tie.parties)
            words = f"No allocation: {who} tie for {tie.seats} of the seats. A lot can decide."
            return Outcome(state, None, {}, problem=words, tied=tie.parties)
        except AllocationError as error:
            return Outcome(state, None, {}, problem=f"No allocation: {plain(error)}.")
        won = seats.to_dict()
        if not state.districts:
            totals = {party: won.get(party, 0) for party in self._outside if party not in NOBODY}
            return Outcome(state, seats, totals, majority_threshold(scenario.seats))
        totals = {party: other + won.get(party, 0) for party, other in self._outside.items()}
        house = {"list": [won.get(party) for party in totals], "total": list(totals.values())}
        needed = majority_in(self.published, pd.DataFrame(house, dtype="Int64"))
        return Outcome(state, seats, totals, needed)

    def reason(self, state: State, reference: Outcome) -> str:
        """Say what a state gives and why it differs from what it is compared with."""
        outcome, before = self.outcome(state), reference.state.scenario
        if outcome.seats is None:
            return outcome.problem
        try:
            moved = explain(before, state.scenario, self.names)
            rest = without_effect(before, state.scenario)
        except AllocationError:
            return f"{before.label()} gives no allocation to compare this with."
        moved = f"{moved} {rest}".strip()
        if reference is not self.official:
            return moved or "The same seats as the pinned scenario."
        start = f"{before.label()} {'gives' if self._fits else 'does not give'} the official seats."
        if pd.isna(total(self._official_seats)):
            start = f"{before.label()}; the official seats were not published."
        if not moved:
            return start
        return moved if self._fits else f"{start} Beside it: {moved}"

    def title(self, reference: Outcome) -> str:
        """Say what a scenario is compared with."""
        return "Official" if reference is self.official else "Pinned"

    def majority(self, state: State) -> str:
        """Say who has a majority of the house."""
        outcome = self.outcome(state)
        needed = outcome.needed
        if outcome.seats is None:
            return ""
        if needed is None:
            return "What a majority of this house is cannot be said: not all seats were published."
        start = "" if state.districts else f"The {self.district_seats} other seats are left out. "
        totals = {party: n for party, n in outcome.totals.items() if party not in NOBODY}
        for party, seats in totals.items():
            if not pd.isna(seats) and seats >= needed:
                return f"{start}{self.names[party]} has {seats} seats; {needed} are a majority."
        if any(map(pd.isna, totals.values())):
            return f"{start}Who has the {needed} seats of a majority cannot be said."
        return f"{start}No party has the {needed} seats of a majority."

    def blocks(self, outcome: Outcome, other: Outcome, *, is_new: bool) -> list[SeatBlock]:
        """Return the blocks of a hemicycle; seats that the other has not are marked."""
        found = []
        for party, seats in outcome.totals.items():
            # Seats that one side leaves out are 0 there; without an allocation nothing is known.
            before = other.totals.get(party, 0) if other.totals else pd.NA
            moved = 0 if pd.isna(seats) or pd.isna(before) else seats - before
            change = html.change(moved) if moved and is_new else ""
            look = (self.colours[party], party in NOBODY[1:], max(moved, 0), change)
            found.append(SeatBlock(self.names[party], 0 if pd.isna(seats) else seats, *look))
        return found

    def frame(self, state: State, reference: Outcome) -> pd.DataFrame:
        """Return the table that is shown, one contender a row.

        ``vote_share`` is of the base of the threshold, 0–1; ``seats`` and ``reference_seats``
        (official or pinned) are of the list tier, ``house`` has all seats.
        """
        return typed(list(self._rows(state, reference)), **COLUMNS)

    def _rows(self, state: State, reference: Outcome) -> Iterator[tuple[Any, ...]]:
        outcome = self.outcome(state)
        votes, base = state.scenario.votes.to_dict(), state.scenario.base
        admitted = set(state.scenario.admitted)
        seats = {} if outcome.seats is None else outcome.seats.to_dict()
        compared = {} if reference.seats is None else dict(reference.seats.items())
        for party, name in zip(self._bare["party"], self._bare["party_name"], strict=True):
            house = outcome.totals.get(party, pd.NA)
            if party not in votes:
                yield (party, name, *[pd.NA] * 6, house)
                continue
            won, before = seats.get(party, pd.NA), compared.get(party, pd.NA)
            share = votes[party] / base if base else pd.NA
            of_list = (votes[party], share, party in admitted, won, before, won - before)
            yield (party, name, *of_list, house)

    def table(self, state: State, reference: Outcome) -> str:
        """Return seats by party as HTML."""
        rows, found = [], list(self._rows(state, reference))
        for party, _, *values in found:
            cells = [show(value) for show, value in zip(CELLS, values, strict=True)]
            kind = "" if cells[5] in ("0", MISSING) else "kz-marked"
            rows.append(HtmlRow(self.names[party], cells, self.colours[party], kind))
        of_lists = [row for row in found if not pd.isna(row[2])]
        # A missing part makes the sum missing.
        sums = [sum(row[5] for row in of_lists), sum(row[6] for row in of_lists)]
        in_list, in_other, in_house = map(html.count, [*sums, sum(row[8] for row in found)])
        rows.append(HtmlRow("Total", ["", "", "", in_list, in_other, "", in_house], kind="kz-sum"))
        base = BASE_NAMES[state.scenario.threshold_base].removeprefix("the ")
        columns = {"Party": "", "Votes": "kz-wide", f"% of {base}": "", "Admitted": "kz-wide"}
        columns |= dict.fromkeys(["List seats", self.title(reference), "Change", "House"], "")
        return html.html_table("List seats, and the house with them", columns, rows)

    def indices(self, state: State, reference: Outcome) -> str:
        """Return indices beside those of what is compared, as HTML."""
        here, other = self.outcome(state), reference.indices
        if here.seats is None:
            return ""
        rows = [HtmlRow(name, [found, other[name]]) for name, found in here.indices.items()]
        heads = ("Index", "Here", self.title(reference))
        return html.html_table("List tier", dict.fromkeys(heads, ""), rows)


def names_and_colours(
    rows: pd.DataFrame, parties: pd.DataFrame
) -> tuple[dict[Any, str], dict[Any, str]]:
    """Return what to call each party of a table, and its colour."""
    names = dict(zip(rows["party"], party_names(rows, parties), strict=True))
    hues = parties.set_index("party").reindex(columns=["colour"])["colour"].to_dict()
    hues |= dict.fromkeys(NOBODY[1:], GREY)
    colours = {party: hues[party] for party in names if HEX.fullmatch(str(hues.get(party)))}
    if len(colours) < len(names):  # a colour by name, or none: as the plots do it
        from kzelect.plots.parties import named

        colours = dict(zip(rows["party"], named(rows, rows, parties)["hue"], strict=True)) | colours
    return names, colours


def totals_of(house: pd.DataFrame) -> dict[Any, Any]:
    """Return all seats by party; a number that was not published is missing."""
    return dict(zip(house["party"], house["total"].tolist(), strict=True))
