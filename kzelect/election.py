"""One election as a frozen bundle of tables, with views on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any, Self

import pandas as pd

from kzelect.errors import LabelError
from kzelect.io.build import assemble
from kzelect.io.clean import clean_grids, grid_of
from kzelect.io.files import read_grids
from kzelect.io.limits import LIMITS, Limits
from kzelect.io.report import report
from kzelect.io.wikitable import wikitable_grids
from kzelect.io.writing import write_tables
from kzelect.measures.majorities import majority, majority_threshold
from kzelect.measures.turnout import TurnoutDrop, turnout_drop, turnout_rates
from kzelect.results import tiers
from kzelect.results.checks import check_tables
from kzelect.text import NO_MATHS, as_code, as_text, plain, type_of

# Names to the left, numbers to the right, in JupyterLab and on a page.
STYLE = (
    "<style scoped>.kzelect th, .kzelect td {text-align: right} "
    ".kzelect th:first-child, .kzelect td:first-child {text-align: left}</style>"
)
NAME_WIDTH = 60  # a longer name would push the numbers off the screen
CHANGE_WIDTH = 12


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name; what is handed out can be changed without changing them.

    Only its columns' ``.array`` is theirs: pandas copies when a frame is written to, and an
    array is not one.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = {name: frame.copy(deep=False) for name, frame in frames.items()}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name].copy(deep=False)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._frames

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


@dataclass(frozen=True, repr=False, eq=False)
class Election:
    """One election: its published tables, and what follows from them.

    Every table and view is a new frame; changing it changes nothing here. The frames of
    `published` share their memory until one is changed, so do not write into the ``.array``
    or the numpy array of their columns; `table` and the views share nothing.

    Attributes
    ----------
    year : int or None
        The key of the election in every table; None if nothing says which year it was.
    published : mapping of str to pandas.DataFrame
        The rows of this election as published, by table name: ``elections``,
        ``parties``, ``lineage``, ``proportional``, ``majoritarian``,
        ``seat_totals``, ``turnout``, ``membership``, and ``previous``, the seat
        totals of the election before. Use `table` to get one of them. What was read or
        built from frames also has ``district_results``, ``district_turnout`` and
        ``sources``; a table without rows is empty.
    import_report : pandas.DataFrame
        What was not read as it stands, and what was derived: ``file``, ``row`` (as a
        spreadsheet counts), ``column``, ``found``, ``read_as``, ``rule``. Empty for the
        elections that ship.

    Examples
    --------
    >>> import kzelect as kz
    >>> e = kz.load(2004)
    >>> e.proportional[["party", "votes", "seats"]].head(2)
        party    votes  seats
    0    otan  2883706      7
    1  aq_jol   572672      1
    """

    year: int | None
    published: Mapping[str, pd.DataFrame]
    import_report: pd.DataFrame = field(default_factory=report)

    def __post_init__(self) -> None:
        object.__setattr__(self, "published", Tables(self.published))

    @classmethod
    def from_frames(
        cls,
        *positional: object,
        proportional: pd.DataFrame | None = None,
        majoritarian: pd.DataFrame | None = None,
        districts: pd.DataFrame | None = None,
        turnout: pd.DataFrame | None = None,
        parties: pd.DataFrame | None = None,
        seat_totals: pd.DataFrame | None = None,
        tables: Mapping[str, pd.DataFrame] | None = None,
        decimal: str | None = None,
        words: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> Self:
        """Return an election made of frames; the smallest is a table of party and votes.

        Headers, numbers and rows of totals are understood as in a file, by the same
        rules; `import_report` says where.

        Parameters
        ----------
        proportional : pandas.DataFrame, optional
            List tier: ``party`` and ``votes``, ``share_pct`` or ``seats``.
        majoritarian : pandas.DataFrame, optional
            Nominal tier: ``round`` (1 or 2), ``party``, ``votes``, ``seats``.
        districts : pandas.DataFrame, optional
            Candidates: ``round``, ``district``, ``candidate``, ``party``, ``votes``,
            ``elected``. Without ``majoritarian`` the nominal tier is summed from them.
        turnout : pandas.DataFrame, optional
            ``ballot`` (``list``, ``first_round``, ``second_round``), ``registered``,
            ``ballots_cast``, ``invalid_votes``, ``valid_votes``; with ``district`` the
            same by district.
        parties : pandas.DataFrame, optional
            ``party`` and what is known of it: ``name_en``, ``short_name``, ``colour``, …
        seat_totals : pandas.DataFrame, optional
            ``party``, ``seats_list``, ``seats_district``, ``seats_total``; by default
            summed from the tiers.
        tables : mapping of str to pandas.DataFrame, optional
            Any further table of `published` by its name.
        decimal : {".", ","}, optional
            Decimal mark of numbers that are text, where they do not show it.
        words : mapping of str to str, optional
            What words of headers, groups, rows and cells mean, where it is not known:
            ``{"Flokkur": "party", "Ógild atkvæði": "invalid votes"}``.
        **facts
            Columns of ``elections``, such as ``year``, ``name`` or ``threshold_pct``.

        Returns
        -------
        Election
            What is missing stays missing.

        Raises
        ------
        DataError
            With table, row, column, value and what was expected, all problems at once.
        LabelError
            If a fact or table is not one of an election, a table comes without its name,
            or a word of ``words`` is in no cell or means nothing.

        Examples
        --------
        >>> import pandas as pd
        >>> from kzelect import Election
        >>> votes = pd.DataFrame({"party": ["A", "B"], "votes": ["60 000", "40 000"]})
        >>> Election.from_frames(proportional=votes).proportional["vote_share"].tolist()
        [0.6, 0.4]
        """
        if positional:
            message = (
                "from_frames takes tables by name; expected "
                "Election.from_frames(proportional=frame), or districts=, turnout=, …"
            )
            raise LabelError(message)
        named = {
            "proportional": proportional,
            "majoritarian": majoritarian,
            "district_results": districts,
            "turnout": turnout,
            "parties": parties,
            "seat_totals": seat_totals,
        }
        more: object = {} if tables is None else tables
        if not isinstance(more, Mapping):
            message = f"tables is a {type(more).__name__}; expected a dictionary of frames"
            raise LabelError(message)
        named |= more
        grids = [grid_of(frame, name) for name, frame in named.items() if frame is not None]
        return cls(*assemble(clean_grids(grids, decimal=decimal, words=words), facts))

    @classmethod
    def read(
        cls,
        path: PathLike[str] | str,
        *,
        decimal: str | None = None,
        encoding: str | None = None,
        limits: Limits | None = None,
        words: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> Self:
        """Return an election from a folder, a workbook, or a CSV file.

        Parameters
        ----------
        path : path-like
            A folder with one CSV file a table (``proportional.csv``, ``districts.csv``,
            …), an Excel workbook (``.xlsx``) with one sheet a table, or one CSV file:
            a list tier, or candidates by district.
        decimal : {".", ","}, optional
            Decimal mark, where the files do not show it.
        encoding : str, optional
            Of CSV files that are neither UTF-8 nor marked as UTF-16, such as "cp1251".
        limits : kzelect.Limits, optional
            Other limits on the size of the files.
        words : mapping of str to str, optional
            What words of headers, groups, rows and cells mean, where it is not known.
        **facts
            Columns of ``elections``, such as ``year`` or ``name``; they take precedence over
            what the files say.

        Returns
        -------
        Election
            Its `import_report` lists everything that was not read as it stands.

        Raises
        ------
        DataError
            With file, row, column, value and what was expected, all problems at once.
        LabelError
            If ``path`` is no path, a fact is not one of an election, or a word of
            ``words`` is in no cell or means nothing.
        KzelectError
            If a limit is passed, or a package that workbooks need is not installed.
        """
        given: object = path
        if not isinstance(given, (str, PathLike)):
            message = (
                f"Election.read takes the path of a folder or file, found a {type_of(path)}; "
                "a table in memory goes into Election.from_frames(proportional=frame)"
            )
            raise LabelError(message)
        grids = read_grids(path, encoding=encoding, limits=limits or LIMITS)
        return cls(*assemble(clean_grids(grids, decimal=decimal, words=words), facts))

    def write(self, path: Path | str) -> None:
        """Write all tables, so that `read` gives them back unchanged.

        Parameters
        ----------
        path : path-like
            A new or empty folder, which gets one CSV file a table and their descriptor,
            ``datapackage.json``; or a new ``.xlsx`` file, one sheet a table. Text that a
            spreadsheet would take for a formula is written with a leading apostrophe.

        Raises
        ------
        KzelectError
            If ``path`` exists and is not an empty folder.
        """
        write_tables(self.published, path)

    def table(self, name: str) -> pd.DataFrame:
        """Return the published rows of this election in one table.

        Parameters
        ----------
        name : str
            Name of the table, such as ``"seat_totals"``.

        Raises
        ------
        LabelError
            If this election has no such table; the message names those it has.
        """
        if name not in self.published:
            known = ", ".join(self.published)
            message = f"{as_code(name)} is not a table of this election; expected one of {known}"
            raise LabelError(message)
        return self.published[name].copy()

    @property
    def facts(self) -> pd.Series:
        """Name, dates, seats by tier, majority and rules: the row of ``elections``."""
        return self.published["elections"].iloc[0].copy()

    @property
    def name(self) -> str:
        """Name of the election."""
        return str(self.published["elections"]["name"].iloc[0])

    @property
    def parties(self) -> pd.DataFrame:
        """The contenders of this election, in published order, as ``parties`` describes them."""
        order = self.published["seat_totals"]["party"]
        described = self.published["parties"].set_index("party")
        listed = pd.concat([order, self.published["proportional"]["party"]]).drop_duplicates()
        return described.reindex(listed).reset_index().copy()

    @property
    def proportional(self) -> pd.DataFrame:
        """List tier: ``party``, ``party_name``, ``votes``, ``vote_share``, ``seats``.

        ``vote_share`` is of the valid votes, 0–1; as published where no votes were.
        """
        return tiers.list_tier(
            self.published["proportional"],
            self.published["turnout"],
            share_base=self.facts["share_base"],
        ).copy()

    @property
    def majoritarian(self) -> pd.DataFrame:
        """Nominal tier: ``round``, ``party``, ``party_name``, ``votes``, ``seats``."""
        columns = ["round", "party", "party_name", "votes", "seats"]
        return self.published["majoritarian"][columns].reset_index(drop=True).copy()

    @property
    def turnout(self) -> pd.DataFrame:
        """Ballots: counts as published and ``turnout_share`` (of registered voters, 0–1)."""
        return turnout_rates(self.published["turnout"]).copy()

    @property
    def seats(self) -> pd.DataFrame:
        """Seats by how they were won, by nomination, and ``change``.

        The columns of `kzelect.results.tiers.seats_by_tier`; ``change`` is derived from the
        election before, and missing for contenders that did not stand then.
        """
        view = self._seats_by_tier
        previous = self.published["previous"]
        if previous.empty or self.year is None:
            view["change"] = pd.array([pd.NA] * len(view), dtype="Int64")
        else:
            view["change"] = tiers.seat_changes(
                self.published["seat_totals"],
                previous,
                lineage=self.published["lineage"],
                since=int(previous["election"].iloc[0]),
                until=self.year,
            ).array
        return view.copy()

    def seats_by(self, counting: str) -> pd.DataFrame:
        """Return seats by nomination, or by the party that deputies belong to.

        Parameters
        ----------
        counting : {"nomination", "membership"}

        Returns
        -------
        pandas.DataFrame
            ``party``, ``party_name``, ``list``, ``first_round``, ``second_round``,
            ``district``, ``total``, ``seat_share``.

        Raises
        ------
        LabelError
            If ``counting`` is neither of the two.
        MissingDataError
            If the membership was not published.
        """
        counting = counting if isinstance(counting, str) else as_text(counting)
        if counting == "nomination":
            return self._seats_by_tier.drop(columns="change_as_published").copy()
        if counting == "membership":
            return tiers.by_membership(self._seats_by_tier, self.published["membership"]).copy()
        message = f"expected 'nomination' or 'membership', found {counting!r}"
        raise LabelError(message)

    @property
    def _seats_by_tier(self) -> pd.DataFrame:
        return tiers.seats_by_tier(self.published["seat_totals"], self.published["majoritarian"])

    def majority(self, *, by: str = "nomination") -> pd.Series:
        """Return who holds a majority of the house and how it came about.

        Parameters
        ----------
        by : {"nomination", "membership"}
            What a deputy counts for: the nominating list, or the deputy's party.

        Returns
        -------
        pandas.Series
            As `kzelect.measures.majorities.majority` returns it; ``needed`` is the
            ``majority`` that the facts state, else more than half of their
            ``seats_total``, else of the seats in the table.
        """
        parties = self.published["parties"]
        apart = parties["contender_type"].isin(["independents", "others"])
        stated, house = self.facts["majority"], self.facts["seats_total"]
        if pd.isna(stated) and not pd.isna(house) and house > 0:
            stated = majority_threshold(int(house))
        return majority(
            self.seats_by(by),
            needed=None if pd.isna(stated) else int(stated),
            singly=parties.loc[apart, "party"].tolist(),
        )

    def turnout_drop(self) -> TurnoutDrop:
        """Return the difference between first-round and run-off turnout, and its bounds.

        With turnout by district the same districts are compared, and nothing is bounded.
        """
        return turnout_drop(
            self.published["turnout"], districts=self.published.get("district_turnout")
        )

    def check(self) -> pd.DataFrame:
        """Compare published numbers with each other; see `kzelect.results.checks.check_tables`."""
        return check_tables(self.published)

    def results(self) -> pd.DataFrame:
        """Return the results as text, laid out like the table of an encyclopedia."""
        return tiers.results_table(
            self._seats_by_tier,
            proportional=self.proportional,
            majoritarian=self.published["majoritarian"],
            turnout=self.turnout,
        )

    def _shown(self) -> pd.DataFrame:
        table = self.results()
        for column, width in {"Party": NAME_WIDTH, "+/–": CHANGE_WIDTH}.items():
            if column in table:
                table[column] = [plain(text, width) for text in table[column]]
        return table

    def __repr__(self) -> str:
        table = self._shown()
        width = table["Party"].str.len().max()
        table["Party"] = table["Party"].str.ljust(width)
        return f"{plain(self.name, NAME_WIDTH)}\n{table.to_string(index=False)}"

    def _repr_html_(self) -> str:
        # JupyterLab would set what stands between two $ as mathematics.
        table = self._shown().to_html(index=False, border=0, classes=f"kzelect {NO_MATHS}")
        name = escape(plain(self.name, NAME_WIDTH))
        return f"{STYLE}\n<p class='{NO_MATHS}'><strong>{name}</strong></p>\n{table}"


def read_wikitable(
    source: PathLike[str] | str,
    *,
    table: int | None = None,
    decimal: str | None = None,
    limits: Limits | None = None,
    words: Mapping[str, str] | None = None,
    **facts: Any,
) -> Election:
    """Return an election from the results table of a saved encyclopedia page.

    Parameters
    ----------
    source : path-like or str
        An HTML file, or HTML as text. Nothing is fetched.
    table : int, optional
        Which results table of the page, from 0, if there are several.
    decimal : {".", ","}, optional
        Decimal mark, where the page does not show it.
    limits : kzelect.Limits, optional
        Other limits on the size of the page.
    words : mapping of str to str, optional
        What words of headers, groups, rows and cells mean, where it is not known.
    **facts
        Columns of ``elections``, such as ``year`` or ``name``.

    Returns
    -------
    Election
        Of a table with the list tier and either one district tier or two rounds as
        groups of columns, total and change of seats, and rows of valid, invalid and all
        votes and of registered voters below.

    Raises
    ------
    DataError
        If the page has no such table, or more than one; or with its cells that cannot
        be read.
    LabelError
        If the source is neither a path nor text, or a word of ``words`` is in no cell or
        means nothing.
    KzelectError
        If a limit is passed, or a package that HTML needs is not installed.
    """
    given: object = source
    if not isinstance(given, (str, PathLike)):
        message = (
            f"read_wikitable takes the path of a saved page or its HTML as text, found "
            f"{type(source).__name__}; bytes become text with source.decode()"
        )
        raise LabelError(message)
    grids = wikitable_grids(source, table=table, limits=limits or LIMITS, words=words)
    return Election(*assemble(clean_grids(grids, decimal=decimal, words=words), facts))
