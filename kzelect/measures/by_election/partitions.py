"""Frames that come in partitions: complete elections meet in one, and the rest is pandas.

A Dask DataFrame brings its own shuffle and scheduler; nothing here distributes
anything, and nothing here imports Dask.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol, TypeVar

import pandas as pd

__all__ = ["Frame", "gathered", "is_partitioned"]


class Columnar(Protocol):
    """A DataFrame of pandas or of Dask."""

    @property
    def columns(self) -> Any:
        """Names of the columns."""


Frame = TypeVar("Frame", bound=Columnar)


def is_partitioned(frame: object) -> bool:
    """Whether it is a Dask DataFrame; without Dask loaded there can be none."""
    dask = sys.modules.get("dask.dataframe")
    return dask is not None and isinstance(frame, dask.DataFrame)


def gathered(
    results: Frame,
    function: Callable[[pd.DataFrame], pd.DataFrame],
    *,
    keys: Sequence[Hashable],
    first: Callable[[pd.DataFrame], pd.DataFrame],
    columns: Sequence[Hashable] | None = None,
    keep_index: bool = False,
) -> Frame:
    """Apply a function of pandas frames where all rows of an election are together.

    Parameters
    ----------
    results : DataFrame or Dask DataFrame
        Rows of elections; in a Dask DataFrame those of one may lie in many partitions.
    function : callable
        Takes a frame of complete elections, possibly of none.
    keys : sequence of column names
        The key of an election.
    first : callable
        Takes any rows before they travel, to leave only what ``function`` needs.
    columns : sequence of column names, optional
        All that ``first`` needs: a Dask DataFrame reads no others from its files.
    keep_index : bool
        Whether the index of the rows is wanted.

    Returns
    -------
    DataFrame or Dask DataFrame
        Of the same kind as ``results``; a Dask DataFrame is not computed yet.
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
    together = travelling.shuffle(on=list(keys), ignore_index=not keep_index)
    return together.map_partitions(function, meta=after)  # type: ignore[no-any-return]
