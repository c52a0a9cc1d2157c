"""The panel: its state and history, what the controls ask for and what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from itertools import count
from pathlib import Path
from random import SystemRandom
from threading import RLock
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import anywidget
import pandas as pd
import traitlets

from kzelect import datasets
from kzelect.apportionment import METHODS
from kzelect.apportionment.inputs import whole
from kzelect.apportionment.methods import rule_for
from kzelect.election import Election
from kzelect.errors import AllocationError, KzelectError, LabelError
from kzelect.explorer.house import house_svg, standalone
from kzelect.explorer.html import figures, paragraph, still
from kzelect.explorer.path import COUNTINGS, majority_path
from kzelect.explorer.rules import Outcome, Rules, State
from kzelect.io.cells import guarded
from kzelect.io.numbers import Unreadable, read_number, reject
from kzelect.scenarios.scenario import BASE_NAMES, QUOTA_NAMES, method_title
from kzelect.text import plain

QUOTAS = {key: words.removeprefix("the ") for key, words in QUOTA_NAMES.items()}
NO_FORECAST = "Arithmetic on votes, no forecast: under other rules people may vote otherwise."
NO_PICTURE = paragraph("No picture of the house: its seats were not published.")
RUN_ME = "In JupyterLab this is a panel with controls; run the cell to get it."
SLIDER_PER_CENT = 20.0  # per cent that the slider reaches, unless the threshold was higher
SLIDER_SEATS = 150  # the same for the list tier
MOST_LIST_SEATS = 100_000  # seats of a list tier
MOST_VOTES = 10**12
STEPS_KEPT = 200  # steps that can be undone

VIEW = "application/vnd.jupyter.widget-view+json"
_NUMBERS = count(1)


class Front(anywidget.AnyWidget):
    """What is in the browser: it shows ``fixed`` and ``shown``, and says in ``ask`` what is wanted.

    The browser asks one thing at a time: while an answer is due, newer entries take the place
    of older ones.
    """

    _esm = Path(__file__).with_name("panel.js")
    _css = Path(__file__).with_name("panel.css")
    fixed = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    ask = traitlets.Dict().tag(sync=True)


class Explorer:
    """A panel for JupyterLab, shown where it is the last value of a cell.

    Parameters
    ----------
    election : Election

    Attributes
    ----------
    election : Election
    widget : anywidget.AnyWidget
        The panel, to be put into a layout of your own.
    counting : {"nomination", "membership"}
        Whom a deputy counts for in the path to the majority.
    tab : {"rules", "path"}
        What is in front.
    """

    def __init__(self, election: Election) -> None:
        self._lock = RLock()  # the browser asks in a thread of its own
        self._own = None if _is_shipped(election) else election
        self.counting, self.tab, self._unit = "nomination", "rules", "votes"
        self._still: Any = None
        self._pinned: Outcome | None = None
        self._texts: list[str] = []
        self._problems: dict[str, str] = {}
        # The same notebook gives the same ids whenever it runs, so that its file does not change.
        name = uuid5(NAMESPACE_OID, f"kzelect explorer {next(_NUMBERS)}")
        self.widget = Front(model_id=name.hex)
        self._open(election)
        self._show()
        self.widget.observe(self._asked, "ask")

    # What is shown ------------------------------------------------------------------------

    @property
    def scenario(self) -> Any:
        """The scenario that is shown: a `kzelect.scenarios.scenario.Scenario`.

        Raises
        ------
        MissingDataError
            If the election has no list tier to play with.
        """
        return self._state.scenario

    @property
    def seats(self) -> pd.Series[Any] | None:
        """List seats by party; None if the rule gives none."""
        found = self.rules.outcome(self._state).seats
        return None if found is None else found.copy()

    @property
    def sentence(self) -> str:
        """What the panel says of the scenario, or of the path if that is in front."""
        if self.tab == "path":
            return majority_path(self.election, self.counting)[0]
        if self.rules.why_not:
            return f"Not possible: {self.rules.why_not}."
        reason = self.rules.reason(self._state, self._reference)
        return f"{reason} {self.rules.majority(self._state)}".strip()

    @property
    def table(self) -> pd.DataFrame:
        """The table that is shown: of the rules or, if that is in front, of the path."""
        if self.tab == "path":
            return majority_path(self.election, self.counting)[2].copy()
        return self.rules.frame(self._state, self._reference)

    def call(self) -> str:
        """Return the call of `kzelect.explore` that opens the panel as it is."""
        which = "election" if self._own is self.election else repr(self.election.year)
        if self.rules.why_not:
            return f"kz.explore({which})"
        chosen, start = self._state.chosen, self.rules.start.chosen
        changes: dict[str, Any] = {
            name: getattr(chosen, name)
            for name in ("method", "threshold", "threshold_base", "quota_base", "seats")
            if getattr(chosen, name) != getattr(start, name)
        }
        if "threshold" in changes:
            changes["threshold"] = float(changes["threshold"])
        moved = chosen.votes[chosen.votes != start.votes]
        if len(moved):
            changes["votes"] = {party: int(number) for party, number in moved.items()}
        if chosen.ties is not None:
            changes["ties"] = list(chosen.ties)
        if not self._state.districts:
            changes["districts"] = False
        return f"kz.explore({', '.join([which, *(f'{k}={v!r}' for k, v in changes.items())])})"

    def save(self, path: Path | str) -> None:
        """Write what is on the screen to a file.

        Parameters
        ----------
        path : path-like
            A name that ends in ``.svg`` for the pictures with their sentence and source,
            or in ``.csv`` for the table. A file of that name is replaced.

        Raises
        ------
        KzelectError
            If the name ends otherwise.
        """
        path = Path(path)
        if path.suffix.lower() == ".csv":
            table = self.table
            for column in ("party", "party_name"):
                table[column] = [n if pd.isna(n) else guarded(str(n)) for n in table[column]]
            table.to_csv(path, index=False, lineterminator="\n")
        elif path.suffix.lower() == ".svg":
            path.write_text(self._svg(), encoding="utf-8", newline="\n")
        else:
            message = f"{path.name}: expected a name that ends in .svg or .csv"
            raise KzelectError(message)

    def __repr__(self) -> str:
        text = f"Explorer of the {self.election.name}\n"
        if self.rules.why_not:
            return f"{text}Not possible: {self.rules.why_not}."
        seats = self.rules.outcome(self._state).seats
        won = {} if seats is None else seats[seats > 0].to_dict()
        held = ", ".join(f"{self.rules.names[party]} {n}" for party, n in won.items()) or "none"
        return f"{text}List seats: {held}\n{self.rules.reason(self._state, self._reference)}"

    # What can be done ---------------------------------------------------------------------

    def set(self, **changes: Any) -> None:
        """Change the scenario; what is not named stays.

        Parameters
        ----------
        **changes
            As in `kzelect.explore`: ``method``, ``threshold`` (0–1), ``threshold_base``,
            ``quota_base``, ``seats``, ``votes``, ``ties``, ``districts``.

        Raises
        ------
        AllocationError, LabelError, MissingDataError
            If there is no such setting, party or value.
        """
        with self._acting():
            self._go(self._changed(changes))

    def undo(self) -> None:
        """Go back one step."""
        self._go_to(self._at - 1)

    def redo(self) -> None:
        """Go forward again after `undo`."""
        self._go_to(self._at + 1)

    def reset(self) -> None:
        """Go back to the official rules and votes; this can be undone."""
        with self._acting():
            self._go(self.rules.start)

    def pin(self) -> None:
        """Keep the scenario that is shown, to compare others with it."""
        with self._acting():
            self._pinned = self.rules.outcome(self._state)

    def unpin(self) -> None:
        """Compare with the official result again."""
        with self._acting():
            self._pinned = None

    def draw_lots(self) -> None:
        """Let a lot decide which of the tied lists get the seats they tie for."""
        with self._lock:
            tied = self.rules.outcome(self._state).tied
            if tied:
                parties = list(self._state.chosen.votes.index)
                lot = SystemRandom().sample(tied, len(tied))
                self.set(ties=[*lot, *(party for party in parties if party not in tied)])

    # State --------------------------------------------------------------------------------

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """Hold the browser back, and show what has come of it."""
        with self._lock:
            yield
            self._show()

    @property
    def _state(self) -> State:
        return self._history[self._at] if self._history else self.rules.start

    @property
    def _reference(self) -> Outcome:
        return self._pinned or self.rules.official

    def _open(self, election: Election) -> None:
        """Start anew with an election."""
        self.election = election
        self.rules = Rules(election)
        self._history = [] if self.rules.why_not else [self.rules.start]
        self._at = 0
        self._gesture: object = None
        self._pinned = None
        self._same = self._fixed()

    def _go(self, state: State, gesture: object = None) -> None:
        """Make a state the newest; those of one gesture are one step."""
        if self._state.key == state.key:
            return
        del self._history[self._at + 1 :]
        if gesture is not None and gesture == self._gesture and self._at:
            self._history[self._at] = state
        else:
            self._history = [*self._history, state][-STEPS_KEPT:]
        self._at, self._gesture = len(self._history) - 1, gesture

    def _go_to(self, step: int) -> None:
        with self._acting():
            self._at = max(min(step, len(self._history) - 1), 0)
            self._gesture = None

    def _changed(self, changes: Mapping[str, Any], state: State | None = None) -> State:
        """Return a state, by default the present one, with some settings read and changed."""
        state = state or self._state
        read: dict[str, Callable[[Any], Any]] = {
            "method": lambda v: rule_for(v).name,
            "threshold": _threshold,
            "threshold_base": lambda v: _one_of(v, BASE_NAMES, "threshold_base"),
            "quota_base": lambda v: _one_of(v, QUOTAS, "quota_base"),
            "seats": lambda v: whole(v, name="seats", least=1, most=MOST_LIST_SEATS),
            "votes": self._votes,
            "ties": self._ties,
            "districts": lambda v: _one_of(v, (True, False), "districts"),
        }
        unknown = [name for name in changes if name not in read]
        if unknown:
            message = f"no setting {unknown[0]!r}; expected one of {', '.join(read)}"
            raise LabelError(message)
        values = {name: read[name](value) for name, value in changes.items()}
        districts = values.pop("districts", state.districts)
        # A lot is drawn for one tie; whatever changes, it has to be drawn again.
        chosen = replace(state.chosen, **{"ties": None} | values)
        _ = chosen.base  # raises if it is the ballots cast and they were not published
        return State(chosen, districts)

    def _votes(self, votes: Any) -> pd.Series[Any]:
        known = self._state.chosen.votes.copy()
        for party, number in dict(votes).items():
            if party not in known.index:
                message = f"no list {party!r}; expected some of {', '.join(map(str, known.index))}"
                raise LabelError(message)
            known[party] = whole(number, name=f"votes of {party!r}")
        return known

    def _ties(self, ties: Any) -> tuple[Any, ...]:
        parties = self._state.chosen.votes.index
        if sorted(map(str, ties)) != sorted(map(str, parties)):
            message = f"ties is {ties!r}; expected every list once: {', '.join(map(str, parties))}"
            raise LabelError(message)
        return tuple(ties)

    # What the browser asks ----------------------------------------------------------------

    def _asked(self, change: Mapping[str, Any]) -> None:
        ask = change["new"]
        with self._lock:
            try:
                self._do(ask)
            except KzelectError as error:
                self._problems["all"] = plain(error)
            self._show(ask.get("n"))
            self._problems = {}

    def _do(self, ask: Mapping[str, Any]) -> None:
        match ask["do"]:
            case "set":
                self._take(ask.get("values", {}), ask.get("gesture"))
            case "election":
                own = self._own if ask["key"] == "own" else None
                self._open(own or _election(ask["key"]))
            case "preset":
                _, changes = self.rules.presets[ask["which"]]
                self._go(self._changed(changes, self.rules.start))
            case "swing":
                self._swing(ask)
            case "undo" | "redo" | "reset" | "pin" | "unpin" | "draw_lots" as what:
                getattr(self, what)()
            case "still" if self._still is not None:
                self._still.update(self._snapshot(), raw=True)

    def _take(self, values: Mapping[str, Any], gesture: object) -> None:
        """Take over what the controls say, those left out that cannot be read."""
        self.tab = values.get("tab", self.tab)
        self.counting = values.get("counting", self.counting)
        if self.rules.why_not:
            return
        shown, changes, votes = self._values(), {}, {}
        typed: dict[str, Callable[[str], Any]] = {
            "threshold": lambda text: _number_typed(text, 100) / 100,
            "seats": lambda text: int(_number_typed(text, MOST_LIST_SEATS, is_whole=True)),
        }
        for name, value in values.items():
            if name in shown and value != shown[name]:
                with self._noting(name):
                    changes[name] = typed[name](str(value)) if name in typed else value
        for at, text in values.get("votes", {}).items():
            if text != self._texts[int(at)]:  # what was not touched keeps every vote
                with self._noting(f"votes {at}"):
                    votes[self._state.chosen.votes.index[int(at)]] = self._votes_typed(text)
        if votes:
            changes["votes"] = votes
        if changes:
            self._go(self._changed(changes), gesture)
        self._unit = values.get("unit", self._unit)

    def _swing(self, ask: Mapping[str, Any]) -> None:
        """Move votes from one list to another."""
        votes = self._state.chosen.votes
        loser, winner = votes.index[ask["from"]], votes.index[ask["to"]]
        with self._noting("swing"):
            moved = self._votes_typed(ask["amount"])
            if moved > votes[loser]:
                reject(f"at most the {votes[loser]:,} votes of {self.rules.names[loser]}")
            if loser == winner:
                reject("two different lists")
            both = {loser: votes[loser] - moved, winner: votes[winner] + moved}
            self._go(self._changed({"votes": both}))

    def _votes_typed(self, text: str) -> int:
        if self._unit == "votes":
            return int(_number_typed(text, MOST_VOTES, is_whole=True))
        return round(_number_typed(text, 1000) * self._valid / 100)

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Note what is wrong with an entry, and go on without it."""
        try:
            yield
        except Unreadable as error:
            self._problems[name] = f"Expected {error.expected}."
        except KzelectError as error:
            self._problems[name] = f"{plain(error)}."

    @property
    def _valid(self) -> int:
        """Valid votes as they officially were: what votes in per cent are a share of."""
        start = self.rules.start.chosen
        return int(start.votes.sum()) + start.other_valid

    # What the browser shows ---------------------------------------------------------------

    def _show(self, n: object = None) -> None:
        shown = self._shown() | {"n": n, "problems": self._problems}
        with self.widget.hold_sync():
            self.widget.fixed = self._same
            self.widget.shown = shown
        if n is None and self._still is not None:
            self._still.update(self._snapshot(), raw=True)

    def _fixed(self) -> dict[str, Any]:
        """Return what stays as long as the election does."""
        elections = [[str(year), str(year)] for year in _shipped_years()]
        key = "own" if self.election is self._own else str(self.election.year)
        if self._own is not None:
            elections.insert(0, ["own", plain(self._own.name, 60)])
        fixed: dict[str, Any] = {
            "elections": elections,
            "election": key,
            "reason": self.rules.why_not,
        }
        fixed |= {"countings": list(COUNTINGS.items()), "note": NO_FORECAST}
        if self.rules.why_not:
            return fixed
        start = self.rules.start.chosen
        bases = [k for k in BASE_NAMES if start.invalid is not None or k == "valid_votes"]
        return fixed | {
            "methods": [[name, method_title(name)] for name in METHODS],
            "bases": [[name, BASE_NAMES[name].removeprefix("the ")] for name in bases],
            "base_note": "" if len(bases) > 1 else "The ballots cast were not published.",
            "quotas": list(QUOTAS.items()),
            "lists": [plain(self.rules.names[party], 40) for party in start.votes.index],
            "presets": [words for words, _ in self.rules.presets],
            "highest": max(SLIDER_PER_CENT, float(100 * start.threshold)),
            "most_seats": max(SLIDER_SEATS, 2 * start.seats),
            "others": self.rules.district_seats,
        }

    def _values(self) -> dict[str, Any]:
        """Return what the controls are set to."""
        chosen = self._state.chosen
        return {
            "method": chosen.method,
            "threshold": f"{(100 * chosen.threshold).normalize():f}",
            "threshold_base": chosen.threshold_base,
            "quota_base": chosen.quota_base,
            "seats": str(chosen.seats),
            "districts": self._state.districts,
        }

    def _shown(self) -> dict[str, Any]:
        sentence, picture, _ = majority_path(self.election, self.counting)
        shown: dict[str, Any] = {
            "values": {"tab": self.tab, "counting": self.counting, "unit": self._unit},
            "path": {"sentence": paragraph(sentence, is_strong=True), "picture": picture},
            "pictures": [*map(list, self._pictures())],
        }
        if self.rules.why_not:
            reason = paragraph(f"Not possible: {self.rules.why_not}.", is_strong=True)
            return shown | {"sentence": reason}
        rules, state, reference = self.rules, self._state, self._reference
        chosen = state.chosen
        self._texts = [
            f"{votes:,}" if self._unit == "votes" else f"{100 * votes / self._valid:.2f}"
            for votes in chosen.votes
        ]
        all_votes = int(chosen.votes.sum()) + chosen.other_valid
        base = BASE_NAMES[chosen.threshold_base]
        values = self._values()
        majority = rules.majority(state)
        return shown | {
            "values": shown["values"] | values | {"votes": self._texts},
            "said": {
                "threshold": f"{values['threshold']} per cent of {base}",
                "seats": f"{values['seats']} list seats",
                "total": f"Valid votes in all: {all_votes:,}, "
                f"{100 * all_votes / max(self._valid, 1):.2f} % of the official number.",
            },
            "no_quota": not chosen.has_quota,
            "sentence": paragraph(rules.reason(state, reference), is_strong=True)
            + (paragraph(majority) if majority else ""),
            "table": rules.table(state, reference),
            "indices": rules.indices(state, reference),
            "calls": [f"import kzelect as kz\n\n{self.call()}", state.scenario.call()],
            "tied": bool(rules.outcome(state).tied),
            "undo": self._at > 0,
            "redo": self._at < len(self._history) - 1,
            "pinned": self._pinned is not None,
        }

    def _pictures(self) -> list[tuple[str, str]]:
        """Return caption and SVG: of what is compared with, and of the scenario."""
        rules, other = self.rules, self._reference
        here = other if rules.why_not else rules.outcome(self._state)
        first = f"Pinned: {other.state.scenario.label()}" if self._pinned else "Official result"
        before = house_svg(rules.blocks(other, here, is_new=False), other.needed)
        if rules.why_not:
            return [(first, before or NO_PICTURE)]
        after = house_svg(rules.blocks(here, other, is_new=True), here.needed)
        if here.seats is not None:  # else the sentence says why there is none
            after = after or NO_PICTURE
        return [(first, before or NO_PICTURE), ("This scenario", after)]

    def _svg(self) -> str:
        """Return what is on the screen as the text of an SVG file."""
        from kzelect.plots.parties import source_line

        _, path, _ = majority_path(self.election, self.counting)
        by_way = [("Seats by how they were won", path)]
        pictures = self._pictures() if self.tab == "rules" else by_way
        lines = [self.sentence]
        if source := source_line(self.election, None, "seat_totals"):
            lines.append(f"Source: {source}.")
        if self.tab == "rules":
            lines.append(NO_FORECAST)
        return standalone(self.election.name, pictures, lines)

    # In a notebook ------------------------------------------------------------------------

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        return {VIEW: view} | self._snapshot()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        # A picture that stays when the kernel is gone, and the panel that hides it until then.
        bundle = self._repr_mimebundle_()
        view = {VIEW: bundle.pop(VIEW)}
        show: Any = display
        self._still = show(bundle, raw=True, display_id=self.widget.model_id)
        show(view, raw=True)

    def _snapshot(self) -> dict[str, str]:
        """Return what is shown as text and as HTML that needs no kernel."""
        shown = self._shown()
        path = self.tab == "path"
        pictures = [["", shown["path"]["picture"]]] if path else shown["pictures"]
        sentence = shown["path"]["sentence"] if path else shown["sentence"]
        table = "" if path else shown.get("table", "")
        html = still([sentence, figures(pictures), table, paragraph(RUN_ME)])
        return {"text/plain": repr(self), "text/html": html}


def _number_typed(text: str, most: int, *, is_whole: bool = False) -> Decimal:
    """Read a number as people write it: decimal comma or point, spaces between thousands."""
    with suppress(Unreadable):
        found: Decimal
        found, _ = read_number(text.strip(" %"), decimal=None, most=most, whole=is_whole)
        if found <= most:
            return found
    kind = "a whole number" if is_whole else "a number"
    reject(f"{kind} from 0 to {most:,}, found {plain(text, 20)!r}")


def _threshold(share: Any) -> Decimal:
    """Read a share; a float stands for the decimal that it prints as."""
    found = Decimal("NaN")
    with suppress(InvalidOperation):
        if isinstance(share, Fraction):
            found = Decimal(share.numerator) / share.denominator
        else:
            found = Decimal(str(share))
    if not found.is_finite() or not 0 <= found <= 1:
        message = f"threshold is {share!r}; expected a share from 0 to 1, such as 0.07 for 7 %"
        raise AllocationError(message)
    return found


def _one_of(value: Any, allowed: Any, name: str) -> Any:
    if value not in allowed:
        message = f"{name} is {value!r}; expected {' or '.join(map(repr, allowed))}"
        raise AllocationError(message)
    return value


@cache
def _shipped_years() -> list[int]:
    return list(datasets.elections()["election"])


@cache
def _election(year: str) -> Election:
    return datasets.load(year, verify=False)


def _is_shipped(election: Election) -> bool:
    """Say whether an election is one that ships, unchanged."""
    if election.year not in _shipped_years():
        return False
    shipped = _election(str(election.year)).published
    tables = ("elections", "parties", "proportional", "majoritarian", "seat_totals", "turnout")
    return all(election.published[name].equals(shipped[name]) for name in tables)
