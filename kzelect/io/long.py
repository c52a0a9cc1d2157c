"""A stranger's long frame made clean: numbers as numbers, totals out, names as people see them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from kzelect.errors import DataError, LabelError, Problem
from kzelect.io.cells import (
    NOT_PUBLISHED,
    SHOWN,
    bare_number,
    clean_text,
    is_missing,
    is_sign,
    read_cell,
)
from kzelect.io.header_words import HEADERS
from kzelect.io.numbers import Unreadable, Value, check_mark, decimal_mark
from kzelect.io.report import Repair, report
from kzelect.io.schemas import MOST, described_fields
from kzelect.text import as_code, type_of, visible
from kzelect.text.contenders import PLACES, key_of, look_of, no_contenders, telling_word

FRAME = "frame"  # how the report calls it
COUNTS = ["votes", "seats", "registered", "ballots_cast", "invalid_votes", "valid_votes"]
SHOWING = {*COUNTS, "share_pct"}  # columns whose numbers show the decimal mark
NUMBERS = {*SHOWING, "round", "elected"}
Different = tuple[list[Any], list[int], Any]
ROLES = ["party", "candidate", "district", "round", "elected", "share_pct", *COUNTS]
# Headers of large public files that mean a role only there.
IN_LONG_FILES = {
    word: role
    for role, words in {
        "party": "party name;party simplified;party detailed;political affiliation name",
        "votes": "candidatevotes;candidate votes;total votes;votes cast;candidate poll votes count",
        "district": "electoral district name",
    }.items()
    for word in words.split(";")
}
LANGUAGE = re.compile(r"_(?:english|french|en|fr|anglais|français)$", re.IGNORECASE)
NO_VALUE = {"#NULO#", "#NULO", "#NE#", "#NE", "NULL"}
DIGITS = re.compile("[0-9]{1,12}")  # a count as it should stand


class CleanFrame(NamedTuple):
    """A frame made clean, and what was done to it.

    Attributes
    ----------
    frame : pandas.DataFrame
        The rows of contenders.
    report : pandas.DataFrame
        ``file`` ("frame"), ``row`` (as a spreadsheet counts, the header is row 1),
        ``column``, ``found``, ``read_as``, ``rule``.
    """

    frame: pd.DataFrame
    report: pd.DataFrame


def clean(
    frame: Any,
    *,
    columns: Mapping[str, Hashable] | None = None,
    by: Hashable | Sequence[Hashable] | None = None,
    decimal: str | None = None,
) -> CleanFrame:
    """Make a long table of results ready for `indices_by`, `apportion_by` and `turnout_by`.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a contender and place, as a file of an election office holds it. It does
        not change. Read files with ``dtype=str``, so that nothing is guessed before.
    columns : mapping of str to column name, optional
        Which column is ``party``, ``candidate``, ``district``, ``votes``, ``seats``,
        ``registered``, ``ballots_cast``, ``invalid_votes``, ``valid_votes``,
        ``share_pct``, ``round`` or ``elected``, where its header does not say so. Known
        headers in a dozen languages, and two languages with a slash between, are
        understood.
    by : column name or sequence of column names, optional
        The columns that tell elections apart, by their name in the result. With them a
        row that has the sum of the others in every election is known as a total,
        whatever it is called.
    decimal : {".", ","}, optional
        Decimal mark, where the numbers do not show it.

    Returns
    -------
    CleanFrame
        ``frame``: the columns that were understood under the names above, counts as
        Int64 and shares in per cent as Float64; the others under their own name. Rows of
        totals and of ballots are out. ``report``: every row and column concerned.

    Raises
    ------
    DataError
        With row, column and value of every count that cannot be read.
    LabelError
        If ``frame`` is no frame, a column is not there, or ``decimal`` is no decimal mark.

    Examples
    --------
    >>> import pandas as pd
    >>> import kzelect as kz
    >>> county = pd.DataFrame({
    ...     "County": ["K", "K", "K"], "Party": ["D", "R", "TOTAL"],
    ...     "Votes": ["1,060", "940", "2,000"]})
    >>> frame, report = kz.clean(county)
    >>> frame
      County party  votes
    0      K     D   1060
    1      K     R    940
    >>> report.loc[report["rule"] == "row of totals", ["row", "found"]].values.tolist()
    [[4, 'K; TOTAL; 2,000']]
    """
    if not isinstance(frame, pd.DataFrame):
        message = f"frame is a {type_of(frame)}; expected a pandas DataFrame"
        raise LabelError(message)
    check_mark(decimal)
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index(allow_duplicates=True)
    repairs: list[Repair] = []
    named = _renamed(frame, {} if columns is None else columns, repairs)
    kept = _without_totals(_read_columns(named, decimal, repairs), named, by, repairs)
    _report_names(kept, repairs)
    return CleanFrame(kept.reset_index(drop=True), report(repairs))


def _renamed(frame: pd.DataFrame, columns: Any, repairs: list[Repair]) -> pd.DataFrame:
    """Return the frame with the names of the roles that its headers mean."""
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        message = f"frame has more than one column {twice[0]!r}; expected one of each name"
        raise LabelError(message)
    if not isinstance(columns, Mapping):
        message = f"columns is {as_code(columns)}; expected a dictionary of columns by role"
        raise LabelError(message)
    for role, column in columns.items():
        if role not in ROLES:
            message = f"{role!r} is not what a column can be; expected one of {', '.join(ROLES)}"
            raise LabelError(message)
        if not _is_column(column, frame):
            message = (
                f"frame has no column {as_code(column)}, named as {role}; expected one of "
                f"{_columns_of(frame)}"
            )
            raise LabelError(message)
    roles: dict[Hashable, str] = {column: role for role, column in columns.items()}
    for column in frame.columns.difference(list(roles), sort=False):
        meant = _role(column)
        if meant is not None and meant not in {*roles.values(), *frame.columns.drop(column)}:
            roles[column] = meant
    for column, role in roles.items():
        if column != role:
            repairs.append(Repair(FRAME, 1, role, visible(column, SHOWN), role, "header"))
    return frame.rename(columns=roles)


def _columns_of(frame: pd.DataFrame) -> str:
    return ", ".join(visible(name, SHOWN) for name in frame.columns)


def _is_column(name: Any, frame: pd.DataFrame) -> bool:
    return pd.api.types.is_hashable(name) and name in frame.columns


def _role(column: Hashable) -> str | None:
    """Return which role a header means; of two languages with a slash between, either."""
    for text in [str(column), *str(column).split("/")]:
        key = key_of(LANGUAGE.sub("", text))
        role = IN_LONG_FILES.get(key) or HEADERS.get(key)
        role = "party" if role == "party_name" else role
        if role in ROLES:
            return role
    return None


def _is_text(values: pd.Series[Any]) -> bool:
    return values.dtype == object or pd.api.types.is_string_dtype(values)


def _read_columns(frame: pd.DataFrame, decimal: str | None, repairs: list[Repair]) -> pd.DataFrame:
    """Return the frame with counts as numbers and texts as people see them."""
    tables = ("proportional", "turnout", "district_results")
    fields = {name: field for table in tables for name, field in described_fields(table).items()}
    problems: list[Problem] = []
    result = frame.copy(deep=False)
    different: dict[Hashable, Different] = {}
    for column, values in frame.items():
        are_integers = column in COUNTS and pd.api.types.is_integer_dtype(values.dtype)
        if are_integers and values.dropna().between(0, MOST).all():
            result[column] = values.astype("Int64")
        elif column in NUMBERS or _is_text(values):
            different[column] = _different(values, problems)
    if problems:
        raise DataError(problems)
    counted = [cells for column, (cells, _, _) in different.items() if column in SHOWING]
    mark = decimal or decimal_mark(bare_number(raw) for cells in counted for raw in cells)
    for column, cells in different.items():
        field = fields[str(column)] if column in NUMBERS else None
        result[column] = _read_column(str(column), cells, field, mark, repairs, problems)
    if problems:
        raise DataError(problems)
    if "share_pct" in result:
        shares = result["share_pct"].dropna()
        if len(shares) > 1 and shares.max() <= 1 and shares.max() > 0:
            result["share_pct"] = (result["share_pct"] * 100).round(10)
            rule = "fractions of 1, read as per cent"
            repairs.append(Repair(FRAME, None, "share_pct", None, "times 100", rule))
    return result


def _different(values: pd.Series[Any], problems: list[Problem]) -> Different:
    """Return the different cells, their first rows, and which of them each cell is (-1: missing).

    Lists, dictionaries and signalling NaN, which pandas cannot compare, are problems.
    """
    cells = values.to_numpy(dtype=object)
    if values.dtype == object:  # 1, 1.0 and True are equal, but not the same
        places: dict[Any, int] = {}
        codes = np.full(len(cells), -1)
        for at, raw in enumerate(cells):
            if not is_missing(raw):
                try:
                    codes[at] = places.setdefault((type(raw), raw), len(places))
                except TypeError:
                    found, expected = visible(raw, SHOWN), "text, a number or a date"
                    problems.append(Problem(FRAME, at + 2, str(values.name), found, expected))
        different = [raw for _, raw in places]
    else:
        codes, unique = pd.factorize(cells)
        different = list(unique)
    first = np.zeros(len(different), dtype=int)
    known = np.flatnonzero(codes >= 0)[::-1]
    first[codes[known]] = known + 2  # the last assignment holds
    return different, first.tolist(), codes


def _read_column(
    name: str,
    cells: Different,
    field: Mapping[str, Any] | None,
    mark: str | None,
    repairs: list[Repair],
    problems: list[Problem],
) -> Any:
    """Return cells as the described type, or as text; each different cell is read once."""
    done: set[tuple[str, ...]] = set()
    found: list[Any] = []
    different, first, codes = cells
    for raw, row in zip(different, first, strict=True):
        try:
            value, rules = _read_different(raw, field, mark)
        except Unreadable as error:
            problems.append(Problem(FRAME, row, name, visible(raw, SHOWN), error.expected))
            value, rules = pd.NA, ()
        found.append(value)
        if rules and rules not in done:
            rule, read_as = "; ".join(rules), None if is_missing(value) else str(value)
            if field is not None:  # of numbers one example of each rule
                rule += " (first of its kind)"
                done.add(rules)
            repairs.append(Repair(FRAME, row, name, visible(raw), read_as, rule))
    only_text = all(isinstance(value, str) for value in found if not is_missing(value))
    dtype: Any = "string[python]" if only_text else object
    if field is not None:
        dtype = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}[field["type"]]
    return pd.array([*found, pd.NA], dtype=dtype)[codes]  # -1 is the last


def _read_different(raw: Any, field: Mapping[str, Any] | None, mark: str | None) -> Value:
    """Read a number, or text without footnote marks, spaces around and signs for nothing."""
    if field is None and isinstance(raw, str):
        cell = clean_text(raw)
        if raw in NO_VALUE or (cell.value is not pd.NA and is_sign(cell.value)):
            return Value(pd.NA, cell.rules or NOT_PUBLISHED.rules)
        return Value(pd.NA) if cell.value is pd.NA else cell
    if field is None or (isinstance(raw, str) and raw in NO_VALUE):
        return Value(raw if field is None else pd.NA)
    if field["name"] in COUNTS and isinstance(raw, str) and DIGITS.fullmatch(raw):
        return Value(int(raw))
    return read_cell(raw, field, decimal=mark)


def _without_totals(
    read: pd.DataFrame,
    frame: pd.DataFrame,
    by: Hashable | Sequence[Hashable] | None,
    repairs: list[Repair],
) -> pd.DataFrame:
    """Take rows of totals and of ballots out, each with a line in the report."""
    out: dict[int, tuple[Any, str]] = {}
    keys = [] if by is None else list(by) if isinstance(by, (list, tuple)) else [by]
    lacking = [key for key in keys if not _is_column(key, read)]
    if lacking:
        message = (
            f"by names {as_code(lacking[0])}, which is no column; expected some of "
            f"{_columns_of(read)}"
        )
        raise LabelError(message)
    for column in read.columns:
        texts = read[column]
        if not _is_text(texts):
            continue
        different = texts.dropna().unique()
        meanings = no_contenders(different)
        of_contenders = column in {"party", "candidate"}
        wanted = {t for t, what in meanings.items() if of_contenders or what == "total"}
        if not wanted or len(wanted) == len(different):
            continue  # the same word in every row tells nothing apart
        flagged = texts.isin(wanted).to_numpy()
        place = str(column).casefold() in PLACES or column == "district" or column in keys
        if not of_contenders and not place and not _doubles(read, flagged):
            rule = "word for a total, but not the sum of the other rows: kept"
            found = ", ".join(sorted(map(str, wanted)))
            repairs.append(Repair(FRAME, None, str(column), found, found, rule))
            continue
        for position, text in zip(flagged.nonzero()[0].tolist(), texts[flagged], strict=True):
            what = meanings[text]
            rule = "row of totals" if what.startswith("total") else f"row of ballots: {what}"
            out.setdefault(position, (column, rule))
    for position in _sums_of_others(read, keys, out):
        out[position] = ("party", "row of totals: the sum of the others in every election")
    positions = sorted(out)
    left_out = frame.iloc[positions].itertuples(index=False, name=None)
    for position, row in zip(positions, left_out, strict=True):
        column, rule = out[position]
        cells = "; ".join(visible(cell, SHOWN) for cell in row if not is_missing(cell))
        repairs.append(Repair(FRAME, position + 2, str(column), cells, "left out", rule))
    kept: pd.DataFrame = read[_kept(read, out)]
    return kept


def _kept(read: pd.DataFrame, out: Mapping[int, Any]) -> Any:
    kept = np.ones(len(read), dtype=bool)
    kept[list(out)] = False
    return kept


def _doubles(read: pd.DataFrame, flagged: Any) -> bool:
    """Say whether the counts of some rows are the sums of all others."""
    counts = next((read[name] for name in COUNTS if name in read), None)
    return counts is not None and bool(counts[flagged].sum() == counts[~flagged].sum() > 0)


def _sums_of_others(read: pd.DataFrame, keys: list[Hashable], out: Mapping[int, Any]) -> list[int]:
    """Return the rows of those parties that have the sum of the others in every election."""
    if not keys or "party" not in read or "votes" not in read or read["votes"].isna().any():
        return []
    rest = read[_kept(read, out)]
    groups = rest.groupby(keys, dropna=False)["votes"]
    alike = (2 * rest["votes"] == groups.transform("sum")) & (groups.transform("size") > 2)
    alike &= rest["votes"] > 0
    of_party = alike.groupby(rest["party"]).agg(["all", "size"])
    totals = of_party.index[of_party["all"] & (of_party["size"] > 1)]
    is_total = read["party"].isin(totals).to_numpy(dtype=bool, na_value=False)
    return [position for position in is_total.nonzero()[0].tolist() if position not in out]


def _report_names(kept: pd.DataFrame, repairs: list[Repair]) -> None:
    """Report names of parties that look like each other, or like a word for a total."""
    if "party" not in kept:
        return
    seen: dict[str, str] = {}
    for name in (text for text in kept["party"].dropna().unique() if isinstance(text, str)):
        word = telling_word(name)
        if word is not None:
            rule = f"read as a party, although {word!r} is a word for totals or ballots"
            repairs.append(Repair(FRAME, None, "party", name, name, rule))
        first = seen.setdefault(look_of(name), name)
        if first != name:
            rule = f"looks like {first!r}, in case or letters: kept as another party"
            repairs.append(Repair(FRAME, None, "party", name, name, rule))
