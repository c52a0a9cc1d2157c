"""A stranger's long frame made clean: numbers as numbers, totals out, names as people see them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from kzelect.errors import DataError, LabelError, Problem
from kzelect.io.cells import bare_number, clean_text, is_missing, read_cell
from kzelect.io.header_words import HEADERS, is_nothing
from kzelect.io.numbers import Unreadable, check_mark, decimal_mark
from kzelect.io.report import Repair, report
from kzelect.io.schemas import described_fields
from kzelect.text import as_code, type_of, visible
from kzelect.text.contenders import PLACES, key_of, look_of, no_contenders, telling_word

__all__ = ["CleanFrame", "clean"]

FRAME = "frame"  # how the report calls it
COUNTS = ["votes", "seats", "registered", "ballots_cast", "invalid_votes", "valid_votes"]
ROLES = ["party", "candidate", "district", "round", "elected", "share_pct", *COUNTS]
# Headers of large public files that mean a role only there.
IN_LONG_FILES = {
    "party name": "party",
    "party simplified": "party",
    "party detailed": "party",
    "candidatevotes": "votes",
    "candidate votes": "votes",
    "total votes": "votes",
    "votes cast": "votes",
    "political affiliation name": "party",
    "electoral district name": "district",
    "candidate poll votes count": "votes",
}
LANGUAGE = re.compile(r"_(?:english|french|en|fr|anglais|français)$", re.IGNORECASE)
NO_VALUE = {"#NULO#", "#NULO", "#NE#", "#NE", "NULL"}
DIGITS = re.compile("[0-9]{1,12}")  # a count as it should stand
SHOWN = 60  # characters of a cell that a message repeats


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
    read = _read(named, decimal, repairs)
    kept = _without_totals(read, named, by, repairs)
    _report_names(kept, repairs)
    return CleanFrame(kept.reset_index(drop=True), report(repairs))


def _renamed(
    frame: pd.DataFrame, columns: Mapping[str, Hashable], repairs: list[Repair]
) -> pd.DataFrame:
    """Return the frame with the names of the roles that its headers mean."""
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        message = f"frame has more than one column {twice[0]!r}; expected one of each name"
        raise LabelError(message)
    given: object = columns
    if not isinstance(given, Mapping):
        message = f"columns is {as_code(columns)}; expected a dictionary of columns by role"
        raise LabelError(message)
    for role, column in columns.items():
        if role not in ROLES:
            message = f"{role!r} is not what a column can be; expected one of {', '.join(ROLES)}"
            raise LabelError(message)
        if not _is_column(column, frame):
            known = ", ".join(visible(name, SHOWN) for name in frame.columns)
            message = (
                f"frame has no column {as_code(column)}, named as {role}; expected one of {known}"
            )
            raise LabelError(message)
    roles: dict[Hashable, str] = {column: role for role, column in columns.items()}
    for column in frame.columns:
        meant = _role(column)
        taken = {*roles.values(), *(c for c in frame.columns if c != column)}
        if column not in roles and meant is not None and meant not in taken:
            roles[column] = meant
    for column, role in roles.items():
        if column != role:
            repairs.append(Repair(FRAME, 1, role, visible(column, SHOWN), role, "header"))
    return frame.rename(columns=roles)


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


def _read(frame: pd.DataFrame, decimal: str | None, repairs: list[Repair]) -> pd.DataFrame:
    """Return the frame with counts as numbers and texts as people see them."""
    fields = described_fields("proportional") | described_fields("turnout")
    fields = fields | described_fields("district_results")
    problems = _strange(frame)
    if problems:
        raise DataError(problems)
    counted = [c for c in frame if c in COUNTS or c == "share_pct"]
    marks = [
        text
        for column in counted
        if frame[column].dtype == object or pd.api.types.is_string_dtype(frame[column])
        for text in map(bare_number, frame[column].dropna().unique())
    ]
    mark = decimal or decimal_mark(marks)
    found = {}
    for column in frame.columns:
        values = frame[column]
        if column in counted or column in {"round", "elected"}:
            found[column] = _values(values, fields[column], mark, repairs, problems)
        elif values.dtype == object or pd.api.types.is_string_dtype(values):
            found[column] = _texts(values, repairs)
        else:
            found[column] = values
    if problems:
        raise DataError(problems)
    result = pd.DataFrame(found, index=frame.index)
    if "share_pct" in result:
        shares = result["share_pct"].dropna()
        if len(shares) > 1 and shares.max() <= 1 and shares.max() > 0:
            result["share_pct"] = (result["share_pct"] * 100).round(10)
            rule = "fractions of 1, read as per cent"
            repairs.append(Repair(FRAME, None, "share_pct", None, "times 100", rule))
    return result


def _strange(frame: pd.DataFrame) -> list[Problem]:
    """Find cells that pandas cannot compare: lists, dictionaries, signalling NaN."""
    return [
        Problem(FRAME, row, str(column), visible(cell, SHOWN), "text, a number or a date")
        for column, values in frame.items()
        if values.dtype == object
        for row, cell in enumerate(values, start=2)
        if not pd.api.types.is_hashable(cell)
    ]


def _distinct(values: pd.Series[Any]) -> tuple[Any, list[Any], Any]:
    """Return which different cell each one is (-1: missing), these cells, and their first rows."""
    cells = values.to_numpy(dtype=object)
    if values.dtype == object:  # 1, 1.0 and True are equal, but not the same
        places: dict[Any, int] = {}
        codes = np.array(
            [
                -1 if is_missing(raw) else places.setdefault((type(raw), raw), len(places))
                for raw in cells
            ],
            dtype=int,
        )
        different = [raw for _, raw in places]
    else:
        codes, unique = pd.factorize(cells)
        different = list(unique)
    first = np.zeros(len(different), dtype=int)
    known = np.flatnonzero(codes >= 0)[::-1]
    first[codes[known]] = known + 2  # the last assignment holds
    return codes, different, first


def _values(
    values: pd.Series[Any],
    field: Mapping[str, Any],
    mark: str | None,
    repairs: list[Repair],
    problems: list[Problem],
) -> pd.Series[Any]:
    """Return cells as the described type; each different cell is read once."""
    kind: Any = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}[field["type"]]
    limits, column = field["constraints"], str(field["name"])
    least, most = limits.get("minimum", 0), limits.get("maximum")
    is_count = kind == "Int64" and "enum" not in limits
    are_integers = is_count and pd.api.types.is_integer_dtype(values.dtype)
    if are_integers and values.dropna().between(least, most).all():
        return values.astype(kind)
    codes, different, first = _distinct(values)
    done: set[tuple[str, ...]] = set()
    read: list[Any] = []
    for raw, row in zip(different, first.tolist(), strict=True):
        if is_count and isinstance(raw, str) and DIGITS.fullmatch(raw) and least <= int(raw):
            read.append(int(raw))
            continue
        read.append(pd.NA)
        if isinstance(raw, str) and raw in NO_VALUE:
            continue
        try:
            cell = read_cell(raw, field, decimal=mark)
        except Unreadable as error:
            problems.append(Problem(FRAME, row, column, visible(raw, SHOWN), error.expected))
            continue
        read[-1] = cell.value
        if cell.rules and cell.rules not in done:  # one example of each rule
            done.add(cell.rules)
            read_as = None if is_missing(cell.value) else str(cell.value)
            rule = "; ".join(cell.rules) + " (first of its kind)"
            repairs.append(Repair(FRAME, row, column, visible(raw), read_as, rule))
    return pd.Series(pd.array(read, dtype=kind).take(codes, allow_fill=True), index=values.index)


def _texts(values: pd.Series[Any], repairs: list[Repair]) -> pd.Series[Any]:
    """Return texts without footnote marks, spaces around and signs for nothing."""
    codes, different, first = _distinct(values)
    plain: list[Any] = []
    for raw, row in zip(different, first.tolist(), strict=True):
        if not isinstance(raw, str):
            plain.append(raw)
            continue
        try:
            cell = clean_text(raw)
        except Unreadable as error:
            problem = Problem(FRAME, row, str(values.name), visible(raw, SHOWN), error.expected)
            raise DataError([problem]) from None
        text = cell.value
        is_sign = isinstance(text, str) and not any(map(str.isalnum, text)) and is_nothing(text)
        is_sign = is_sign or raw in NO_VALUE
        plain.append(pd.NA if is_sign else text)
        if is_sign or (cell.rules and not is_missing(text)):
            rule = "; ".join(cell.rules) or "a dash or the like is not published"
            read_as = None if is_missing(plain[-1]) else str(plain[-1])
            repairs.append(Repair(FRAME, row, str(values.name), visible(raw), read_as, rule))
    only_text = all(isinstance(value, str) for value in plain if not is_missing(value))
    dtype = "string[python]" if only_text else object
    found = np.array([*plain, pd.NA], dtype=object)[codes]  # -1 is the last
    return pd.Series(found, index=values.index, dtype=dtype)


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
        known = ", ".join(visible(name, SHOWN) for name in read.columns)
        message = f"by names {as_code(lacking[0])}, which is no column; expected some of {known}"
        raise LabelError(message)
    for column in read.columns:
        texts = read[column]
        if not (texts.dtype == object or pd.api.types.is_string_dtype(texts)):
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
        cells = "; ".join(visible(c, SHOWN) for c in row if not is_missing(c))
        repairs.append(Repair(FRAME, position + 2, str(column), cells, "left out", rule))
    kept: pd.DataFrame = read[_kept(read, out)]
    return kept


def _kept(read: pd.DataFrame, out: Mapping[int, Any]) -> Any:
    kept = np.ones(len(read), dtype=bool)
    kept[list(out)] = False
    return kept


def _doubles(read: pd.DataFrame, flagged: Any) -> bool:
    """Say whether the counts of some rows are the sums of all others."""
    for column in (name for name in COUNTS if name in read):
        counts = read[column]
        return bool(counts[flagged].sum() == counts[~flagged].sum() > 0)
    return False


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
