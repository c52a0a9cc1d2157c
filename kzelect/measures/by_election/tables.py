"""Long tables: their columns, the elections that their rows belong to, their partitions.

A Dask DataFrame brings its own shuffle and scheduler; nothing here imports Dask.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any, Protocol, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.errors import AllocationError, KzelectError, LabelError
from kzelect.text import type_of
from kzelect.text.contenders import PLACES, no_contenders

Rows: TypeAlias = npt.NDArray[np.int64]


class Columnar(Protocol):
    """A DataFrame of pandas or of Dask."""

    @property
    def columns(self) -> Any:
        """Names of the columns."""


Frame = TypeVar("Frame", bound=Columnar)


def keys_of(by: Hashable | Sequence[Hashable]) -> list[Hashable]:
    """Return the columns that tell elections apart, one at least."""
    keys = list(by) if isinstance(by, (list, tuple)) else [by]
    if not keys:
        message = "by names no column; expected at least one key"
        raise LabelError(message)
    return keys


def require_columns(results: Any, columns: Sequence[Hashable]) -> None:
    """Raise LabelError unless every column is there once and named for one use only."""
    if not isinstance(results, pd.DataFrame):
        message = f"results is a {type_of(results)}; expected a DataFrame of pandas"
        raise KzelectError(message)
    for column in columns:
        found = int((results.columns == column).sum())
        if found != 1:
            known = ", ".join(map(str, results.columns))
            message = (
                f"results has {found or 'no'} column{'s' * (found > 1)} {column!r}; "
                f"expected one among {known}"
            )
            raise LabelError(message)
    if len(set(columns)) < len(columns):
        message = f"the columns {list(columns)} are not all different; expected one use of each"
        raise LabelError(message)


def refuse_totals(
    results: pd.DataFrame, keys: Iterable[object] = (), *, party: object = "party"
) -> None:
    """Raise LabelError if a row is a total, or ballots; a key may well be called as a total is."""
    for column in results.columns:
        name = str(column).casefold()
        names_contenders = column == party or name in {"party", "candidate"}
        if column in keys or not (names_contenders or name in PLACES):
            continue
        values = results[column]
        if not isinstance(values, pd.Series) or pd.api.types.is_numeric_dtype(values.dtype):
            continue
        try:
            named = values.unique().tolist()
        except TypeError:  # a list, say, which has no hash
            message = f"column {column!r} holds lists or the like; expected one label in each row"
            raise LabelError(message) from None
        found = no_contenders(named)
        if not names_contenders:
            found = {label: what for label, what in found.items() if what == "total"}
        if found:
            label, what = next(iter(found.items()))
            rows = int(values.isin(list(found)).sum())
            message = (
                f"{column} {label!r} is a word for {what.replace('_', ' ')}: {rows} "
                f"{'row' if rows == 1 else 'rows'} of {len(values)} would be counted twice or as "
                "a contender; kzelect.clean(results) takes them out"
            )
            raise LabelError(message)


def require_labels(results: pd.DataFrame, columns: Sequence[Hashable], *, what: str) -> None:
    """Raise LabelError unless every row has a label: the key of an election, or a party."""
    for column in columns:
        missing = results[column].isna().to_numpy()
        if missing.any():
            row = row_of(results, int(missing.argmax()))
            message = f"{what} {column!r} of row {row!r} is missing; expected every row to have one"
            raise LabelError(message)


@dataclass(frozen=True)
class Elections:
    """The rows of each election; elections stand in the order in which they first appear.

    ``order`` puts rows together by election, those of one as they stand; None if all stand so.
    An election starts at one of ``starts`` in that order.
    """

    order: Rows | None
    starts: Rows
    sizes: Rows

    def rows(self, places: Rows) -> Rows:
        """Return the rows at some places of the order."""
        return places if self.order is None else self.order.take(places)

    @property
    def firsts(self) -> Rows:
        """Return the first row of each election."""
        return self.rows(self.starts)

    @cached_property
    def numbers(self) -> Rows:
        """Return the number of the election of each row."""
        along = np.argsort(self.starts)
        numbers = np.repeat(along, self.sizes[along])
        if self.order is not None:
            numbers[self.order] = numbers.copy()
        return numbers


def elections_of(results: pd.DataFrame, keys: list[Hashable]) -> Elections:
    """Find the rows of each election; a missing key is a LabelError."""
    require_labels(results, keys, what="key")
    codes = _codes(results, keys)
    order = None
    if (codes[1:] < codes[:-1]).any():
        # A code and its row in one integer: sorting those took 5 ms for 10^6 rows where
        # np.argsort(codes, kind="stable") took 74 ms, as much as pandas' whole groupby.sum.
        shift = len(codes).bit_length()
        packed = codes << shift | np.arange(len(codes))
        packed.sort()
        order = packed & ((1 << shift) - 1)
        codes = packed >> shift
    changes = np.ones(len(codes), dtype=bool)
    np.not_equal(codes[1:], codes[:-1], out=changes[1:])
    starts = np.flatnonzero(changes)
    sizes = np.diff(starts, append=len(codes))
    if order is None:
        return Elections(None, starts, sizes)
    by_appearance = np.argsort(order[starts])
    return Elections(order, starts[by_appearance], sizes[by_appearance])


def _codes(results: pd.DataFrame, keys: list[Hashable]) -> Rows:
    """Return a non-negative number for each row, the same for rows of one election."""
    # Integers are their own code: pandas' grouping takes 25 ms more for 10^6 rows.
    codes, count = np.zeros(len(results), dtype=np.int64), 1
    for key in keys if len(results) else ():
        if not pd.api.types.is_integer_dtype(results[key].dtype):
            break
        values = results[key].to_numpy()
        low, high = int(values.min()), int(values.max())
        count *= high - low + 1
        if count.bit_length() + len(values).bit_length() > 62:
            break
        wide = values.astype(np.uint64 if values.dtype.kind == "u" else np.int64, copy=False)
        codes *= high - low + 1
        codes += (wide - low).view(np.int64)
    else:
        return codes
    groups = results.groupby(keys, sort=False, observed=True)
    try:
        return np.asarray(groups.ngroup(), dtype=np.int64)
    except TypeError:  # a list, say, which has no hash
        message = f"columns {keys} hold lists or the like; expected one label in each row"
        raise LabelError(message) from None


def one_per_election(
    results: pd.DataFrame, column: str, elections: Elections, keys: list[Hashable]
) -> pd.Series[Any]:
    """Return the value of a column for each election; it is the same in all its rows."""
    values = results[column]
    first = values.iloc[elections.firsts]
    every = first.iloc[elections.numbers]
    missing, missing_first = values.isna().to_numpy(), every.isna().to_numpy()
    differs = (values.to_numpy() != every.to_numpy()) & ~missing | (missing != missing_first)
    if differs.any():
        at = int(np.argmax(differs))
        found, expected = values.iloc[[at]].tolist()[0], every.iloc[[at]].tolist()[0]
        key = label_of(results, keys, at)
        message = f"election {key!r}: {column!r} is {found!r} and {expected!r}; expected one number"
        raise AllocationError(message)
    return first


def label_of(results: pd.DataFrame, keys: list[Hashable], row: int) -> Any:
    """Return the key of the election of a row: a tuple if that has several columns."""
    label = tuple(results[key].iloc[[row]].tolist()[0] for key in keys)
    return label if len(keys) > 1 else label[0]


def numbers_in(results: pd.DataFrame, column: Hashable) -> pd.Series[Any]:
    """Return a column, once it is sure that it holds numbers."""
    values = results[column]
    if values.dtype == object:
        with suppress(OverflowError):  # pandas 2 finds no type for 10**400
            values = values.convert_dtypes()
    if not pd.api.types.is_any_real_numeric_dtype(values.dtype):
        message = f"column {column!r} is of type {values.dtype}; expected numbers"
        numbers: list[Any] = [] if values.dtype == bool else values.tolist()
        for at, value in enumerate(numbers):
            if not isinstance(value, Real) or value >= 2**63:  # type: ignore[operator]
                message += f", not {value!r} as in row {row_of(results, at)!r}"
                break
        raise AllocationError(message)
    return values


def whole_counts(results: pd.DataFrame, column: Hashable) -> pd.arrays.IntegerArray:
    """Return a column of counts as Int64, once it is sure that all are whole and not negative."""
    values = numbers_in(results, column)
    fractional = pd.api.types.is_float_dtype(values.dtype)
    unsigned = pd.api.types.is_unsigned_integer_dtype(values.dtype)
    numbers: pd.Series[Any] = values.astype(
        "Float64" if fractional else "UInt64" if unsigned else "Int64"
    )
    if fractional:  # NaN is missing whatever pandas' options say
        numbers = numbers.mask(values.isna(), pd.NA)
    wrong = numbers.lt(0) | numbers.ge(2**63)
    if fractional:
        wrong |= numbers.ne(numbers.round())
    if wrong.any():
        at = int(wrong.fillna(False).to_numpy(dtype=bool).argmax())
        message = (
            f"{column} of row {row_of(results, at)!r} are {numbers.iloc[at]}; "
            "expected a non-negative whole number"
        )
        raise AllocationError(message)
    with np.errstate(invalid="ignore"):  # what stands where a count is missing
        counts: Any = numbers.astype("Int64").array
    return cast("pd.arrays.IntegerArray", counts)


def row_of(results: pd.DataFrame, at: int) -> Any:
    """Return the label of a row as Python's own kind, for messages."""
    return results.index[[at]].tolist()[0]


def is_partitioned(frame: object) -> bool:
    """Whether it is a Dask DataFrame; without Dask loaded there can be none."""
    dask = sys.modules.get("dask.dataframe")
    return dask is not None and isinstance(frame, dask.DataFrame)


def gathered(
    results: Frame,
    function: Callable[[pd.DataFrame], pd.DataFrame],
    *,
    keys: list[Hashable],
    first: Callable[[pd.DataFrame], pd.DataFrame],
    columns: Sequence[Hashable] | None = None,
    keep_index: bool = False,
    presorted: bool = False,
    whole: tuple[Callable[[pd.DataFrame], pd.DataFrame], Callable[[pd.DataFrame], None]]
    | None = None,
) -> Frame:
    """Apply ``function`` to frames of complete elections, possibly of none.

    The rows of one election may lie in many partitions of a Dask DataFrame. ``first`` takes
    any rows before they travel, to leave what ``function`` needs; no other ``columns`` are
    read from files. With ``presorted`` only the first and the last election of each partition
    travel. ``whole`` checks what no partition can: the rows that its first function leaves of
    each go to the second together.
    """
    frame: Any = results
    if not is_partitioned(frame):
        found: Any = function(first(frame))
        return found  # type: ignore[no-any-return]
    # On no rows at all: names what is wrong with columns and options at once, and gives the dtypes.
    before = first(frame._meta)
    after = function(before)
    if columns is not None:
        frame = frame[list(columns)]
    travelling = frame.map_partitions(first, meta=before)

    def inside(rows: pd.DataFrame) -> pd.DataFrame:
        first, last = _edge(rows, keys)
        return function(rows.iloc[first:last])

    def edges(rows: pd.DataFrame) -> pd.DataFrame:
        first, last = _edge(rows, keys)
        return pd.concat([rows.iloc[:first], rows.iloc[last:]])

    def across(rows: pd.DataFrame) -> pd.DataFrame:
        _edge(rows, keys)  # says if partitions do not come in order
        return function(rows)

    if presorted:
        outer = travelling.map_partitions(edges, meta=before).repartition(npartitions=1)
        parts = [
            travelling.map_partitions(inside, meta=after),
            outer.map_partitions(across, meta=after),
        ]
    else:
        # Where few columns travel, two partitions make one: half as many pieces to send.
        half = None if columns is None else -(-frame.npartitions // 2)
        together = travelling.shuffle(on=keys, ignore_index=not keep_index, npartitions=half)
        parts = [together.map_partitions(function, meta=after)]
    if whole is not None:
        few, check = whole

        def checked(rows: pd.DataFrame) -> pd.DataFrame:
            check(rows)
            return after

        rows = travelling.map_partitions(few, meta=few(before)).repartition(npartitions=1)
        parts.append(rows.map_partitions(checked, meta=after))
    return sys.modules["dask.dataframe"].concat(parts)  # type: ignore[no-any-return]


def _edge(rows: pd.DataFrame, keys: list[Hashable]) -> tuple[int, int]:
    """Say where the first election ends and the last begins; that rows are sorted is checked."""
    require_labels(rows, keys, what="key")
    steps = max(len(rows) - 1, 0)
    same, falls = np.ones(steps, dtype=bool), np.zeros(steps, dtype=bool)
    for key in keys:
        values = rows[key].array
        if isinstance(values, pd.Categorical):
            values = pd.array(values.codes)
        falls |= same & np.asarray(values[1:] < values[:-1], dtype=bool)
        same &= np.asarray(values[1:] == values[:-1], dtype=bool)
    if falls.any():
        at = int(falls.argmax())
        before, after = label_of(rows, keys, at), label_of(rows, keys, at + 1)
        message = (
            f"rows of {after!r} come after rows of {before!r}; "
            "expected rows sorted by the keys, or presorted=False"
        )
        raise LabelError(message)
    changes = np.flatnonzero(~same) + 1
    return (int(changes[0]), int(changes[-1])) if len(changes) else (len(rows), len(rows))
