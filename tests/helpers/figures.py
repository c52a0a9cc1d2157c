"""The numbers that a figure says, those that it shows, and those of the data behind it."""

import re
from collections import defaultdict
from dataclasses import fields, is_dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Patch
from matplotlib.text import Text

import kzelect as kz
from kzelect.io.package import read_tables

# A minus between digits joins seats (7-1-1-1); "<1 %" and "18 years" are no values of data.
SAID = re.compile(
    r"(?<![<>\d.,])((?<![\w.)])[-−])?(\d[\d,]*(?:\.\d+)?)(?! years?\b)( ?%| per cent)?"
)
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b")
NAMES = ("party", "party_name", "short_name", "name_en", "country", "region", "candidate")


class Number(NamedTuple):
    """A number as it is written: its value, its decimals, and whether it is a percentage."""

    value: float
    decimals: int
    per_cent: bool

    def is_among(self, values: np.ndarray) -> bool:
        """Say whether one of the values is written so, as it is or as a percentage."""
        rounded = self.decimals > 0 or self.per_cent
        near = (0.5 + 1e-6) * 10.0**-self.decimals if rounded else 1e-9
        return bool(
            (abs(values - self.value) <= near).any()
            or (rounded and (abs(100 * values - self.value) <= near).any())
        )


def said(text: str) -> list[Number]:
    """Return the numbers of a text, days and years left out."""
    return [
        Number(
            float(digits.replace(",", "")) * (-1 if sign else 1),
            len(digits.partition(".")[2]),
            bool(per_cent),
        )
        for sign, digits, per_cent in SAID.findall(DAY.sub("", YEAR.sub("", text)))
    ]


def years(text: str) -> set[int]:
    """Return the years that a text names."""
    return {int(year) for year in YEAR.findall(text)}


def shown(figure) -> np.ndarray:
    """Return every number of a figure: lengths and places of its artists, counts, and texts."""
    values: list[float] = []
    for artist in figure.findobj():
        if isinstance(artist, Text):
            values += [number.value for number in said(artist.get_text())]
        elif isinstance(artist, Line2D):
            values += [*np.ravel(artist.get_xdata(orig=False))]
            values += [*np.ravel(artist.get_ydata(orig=False))]
        elif isinstance(artist, Patch) and not isinstance(artist, FancyBboxPatch):
            values += np.ravel(artist.get_path().vertices).tolist()
            if hasattr(artist, "get_width") and hasattr(artist, "get_xy"):
                x, y = artist.get_xy()
                width, height = artist.get_width(), artist.get_height()
                values += [x, y, width, height, x + width, y + height]
        elif isinstance(artist, Collection):
            values += np.ravel(np.ma.filled(artist.get_offsets(), np.nan)).tolist()
            values += [v for path in artist.get_paths() for v in np.ravel(path.vertices)]
            if artist.get_array() is not None:
                values += np.ravel(np.ma.filled(artist.get_array().astype(float), np.nan)).tolist()
            values.append(len(artist.get_offsets()))
    values.append(sum(len(c.get_offsets()) for c in figure.findobj(Collection)))
    return finite(values)


def years_on_axes(figure) -> set[int]:
    """Return the years that stand along an axis, or that something is drawn at."""
    axes = [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]
    labels = " ".join(label.get_text() for axis in axes for label in axis.get_ticklabels())
    return years(labels) | {int(value) for value in shown(figure) if 1900 <= value < 2100}


class Numbers:
    """The numbers of some things: all of them, and those of each name by any of its names."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.of_name: dict[str, list[float]] = defaultdict(list)
        self.called: dict[str, set[str]] = defaultdict(set)  # all names of the party of a name

    def merge(self, other: "Numbers") -> None:
        """Add the numbers of others."""
        self.values += other.values
        for name, values in other.of_name.items():
            self.of_name[name] += values
        for name, names in other.called.items():
            self.called[name] |= names

    def add_names(self, parties: pd.DataFrame) -> None:
        """Learn what else the party of each row is called."""
        for row in parties.filter(NAMES).to_dict("records"):
            names = {name for name in row.values() if pd.notna(name)}
            for name in names:
                self.called[name] |= names

    def add(self, thing: object) -> None:
        """Add the numbers of a variable."""
        if isinstance(thing, pd.Series):
            self.add(thing.to_frame())
        elif isinstance(thing, pd.DataFrame):
            self.add_frame(thing)
        elif isinstance(thing, dict):
            self.add(list(thing.values()))
        elif isinstance(thing, (list, tuple)):
            for value in thing:
                self.add(value)
        elif is_dataclass(thing) and not isinstance(thing, type):
            names = {field.name for field in fields(thing)}
            names |= {n for n, v in vars(type(thing)).items() if isinstance(v, property)}
            self.add([getattr(thing, name) for name in names])
        elif isinstance(thing, (int, float, np.number)) and not isinstance(thing, bool):
            self.values.append(float(thing))

    def add_frame(self, frame: pd.DataFrame, *totals: float) -> None:
        """Add the numbers of each row to those of the names in it, as they are and as shares."""
        if not isinstance(frame.index, pd.RangeIndex):
            frame = frame.reset_index()
        frame = frame.drop(columns="order", errors="ignore").select_dtypes(exclude="datetime")
        columns = [frame.iloc[:, place] for place in range(frame.shape[1])]
        numbers = [pd.to_numeric(column, errors="coerce").astype(float) for column in columns]
        found = [(c, c / c.sum(), *(c / total for total in totals)) for c in numbers]
        table = pd.concat([part for parts in found for part in parts], axis=1).to_numpy()
        words = [(c.name, c.tolist()) for c in columns if not pd.api.types.is_numeric_dtype(c)]
        for place, row in enumerate(table):
            held = row[np.isfinite(row)].tolist()
            texts = {column[place]: n for n, column in words if isinstance(column[place], str)}
            self.values += held
            for text, column in texts.items():
                if column in NAMES or text in self.called:
                    self.of_name[text] += held
        for column in numbers:
            self.values += [column.sum(), *column.cumsum()]

    def add_election(self, election: kz.Election) -> None:
        """Add the numbers of an election and what the library derives from them."""
        self.add_names(election.parties)
        facts = election.facts
        bases = [facts[f"seats_{tier}"] for tier in ("total", "list", "district")]
        totals = [float(base) for base in bases if pd.notna(base) and base]
        for name in ("proportional", "majoritarian", "turnout", "seats"):
            self.add_frame(getattr(election, name), *totals)
        self.add(facts)
        self.add_thresholds(election)
        for call in (election.majority, election.turnout_drop, election.check):
            try:
                self.add(call())
            except kz.KzelectError:  # such as an election without run-offs
                continue

    def add_thresholds(self, election: kz.Election) -> None:
        """Add the shares of each list and its votes above or below the threshold, by base."""
        ballots = election.turnout.set_index("ballot")
        legal = election.facts["threshold_pct"]
        if "list" not in ballots.index or pd.isna(legal):
            return
        lists = election.proportional[["party"]]
        for base in ballots.loc["list", ["valid_votes", "ballots_cast"]].dropna():
            votes = election.proportional["votes"].astype(float)
            gap = votes - float(legal) / 100 * float(base)
            gaps = np.sign(gap) * np.ceil(abs(gap))
            self.add_frame(lists.assign(share=votes / float(base), gap=gaps))
            self.add(abs(gaps).dropna().tolist())


@cache
def of_tables(claimed: frozenset[int]) -> Numbers:
    """Return the numbers of the shipped tables, of those with elections only the claimed."""
    numbers, tables = Numbers(), shipped()
    numbers.add_names(tables["parties"])
    for frame in tables.values():
        of_them = "election" in frame
        numbers.add(frame[frame["election"].isin(claimed)] if of_them else frame)
    return numbers


@cache
def shipped() -> dict[str, pd.DataFrame]:
    """Return the shipped tables, read once."""
    return read_tables()


@cache
def of_election(election: kz.Election) -> Numbers:
    """Return the numbers of an election, found once for each object."""
    numbers = Numbers()
    numbers.add_election(election)
    return numbers


load = cache(kz.load)


class Data(Numbers):
    """The numbers that a notebook may draw.

    An election counts only if the prose claims it, that is, names its year.
    """

    def __init__(self, variables: dict[str, object], claimed: set[int]) -> None:
        super().__init__()
        self.claimed = claimed
        self.merge(of_tables(frozenset(claimed)))
        for name, variable in variables.items():
            if not name.startswith("_"):
                self.add(variable)
        for year in claimed & set(kz.elections()["election"]):
            self.add(load(year))
        self.all = finite(self.values)

    def add(self, thing: object) -> None:
        """Add the numbers of a variable."""
        if not isinstance(thing, kz.Election):
            super().add(thing)
        elif int(thing.facts["election"]) in self.claimed:
            self.merge(of_election(thing))

    def unknown(self, words: str) -> list[str]:
        """Return the numbers of a text that are of no row of the name that they follow."""
        names = sorted(
            {n for n in self.of_name | self.called if len(n) > 1 and n in words}, key=len
        )
        pieces = re.split(f"({'|'.join(map(re.escape, names[::-1]))})" if names else "$^", words)
        wrong = [number for number in said(pieces[0]) if not number.is_among(self.all)]
        found = [f"{number.value:g}" for number in wrong]
        for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            own, rest = piece.split(";", 1) if ";" in piece else (piece, "")
            if not re.match(r" \(?[-−<>\d]", own):  # no number of its own
                own, rest = "", piece
            also = {name} | self.called.get(name, set())
            of_it = finite([number for n in also for number in self.of_name.get(n, [])])
            found += [f"{name}: {n.value:g}" for n in said(own) if not n.is_among(of_it)]
            found += [f"{n.value:g}" for n in said(rest) if not n.is_among(self.all)]
        return found


def finite(values) -> np.ndarray:
    found = np.array(values, dtype=float)
    return np.unique(found[np.isfinite(found)])
