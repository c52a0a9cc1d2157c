"""Long tables whose rows are contenders only, no totals and no ballots."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kzelect.errors import LabelError
from kzelect.text import type_of
from kzelect.text.contenders import PLACES, no_contenders

__all__ = ["refuse_totals"]


def refuse_totals(
    results: pd.DataFrame, keys: Iterable[object] = (), *, party: object = "party"
) -> None:
    """Raise a `LabelError` if a row of a long table is a total, or ballots, and no contender.

    Parameters
    ----------
    results : pandas.DataFrame
    keys : iterable of column names
        Columns that tell elections apart: a total there is an election of its own.
    party : column name
        Column of the contenders; ``candidate`` and columns of places are read too.
    """
    if not hasattr(results, "columns"):
        message = f"results is a {type_of(results)}; expected a DataFrame of pandas"
        raise LabelError(message)
    for column in results.columns:
        name = str(column).casefold()
        names_contenders = column == party or name in {"party", "candidate"}
        if column in keys or not (names_contenders or name in PLACES):
            continue
        values = results[column]
        if not isinstance(values, pd.Series) or pd.api.types.is_numeric_dtype(values.dtype):
            continue
        is_category = isinstance(values.dtype, pd.CategoricalDtype)
        named = (values.cat.categories if is_category else values).tolist()
        try:
            {label for label in named if not isinstance(label, str)}
        except TypeError:  # a list, say, which has no hash
            message = f"column {column!r} holds lists or the like; expected one label in each row"
            raise LabelError(message) from None
        found = no_contenders(named)
        if not names_contenders:
            found = {label: what for label, what in found.items() if what == "total"}
        if found:
            label, what = next(iter(found.items()))
            rows = int(values.isin(list(found)).sum())
            if not rows:  # categories that no row has
                continue
            message = (
                f"{column} {label!r} is a word for {what.replace('_', ' ')}: {rows} "
                f"{'row' if rows == 1 else 'rows'} of {len(values)} would be counted twice or as "
                "a contender; kzelect.clean(results) takes them out"
            )
            raise LabelError(message)
