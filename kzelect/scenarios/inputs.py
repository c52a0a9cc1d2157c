"""What the questions about rules share: their inputs read, their answers typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import pandas as pd

from kzelect.apportionment import apportion
from kzelect.apportionment.methods import Quota, rule_for
from kzelect.apportionment.numbers import plain, whole
from kzelect.apportionment.ties import Ties
from kzelect.errors import AllocationError, LabelError

__all__ = ["QuotaBase", "Share", "base_of", "counts_of", "label_dtype", "rules_of"]
__all__ += ["seats_or_problem", "typed"]

QuotaBase = Literal["admitted", "all"]
Share = float | Decimal | Fraction


def counts_of(values: pd.Series, *, name: str) -> pd.Series:
    """Read a Series of whole numbers by party into Python's own integers."""
    if not values.index.is_unique:
        twice = values.index[values.index.duplicated()].unique()
        message = f"{name}: parties named twice: {', '.join(map(str, twice))}"
        raise LabelError(message)
    counts = [
        whole(value, name=f"{name} of {plain(party)!r}")
        for party, value in zip(values.index, values.tolist(), strict=True)
    ]
    if not any(counts):
        message = f"{name} are all 0; expected one above 0 at least"
        raise AllocationError(message)
    return pd.Series(counts, index=values.index, dtype=object)


def base_of(threshold_base: int | None) -> int | None:
    """Read the total that thresholds are shares of, if one is given."""
    return None if threshold_base is None else whole(threshold_base, name="threshold_base", least=1)


def rules_of(
    methods: Iterable[str], quota_bases: Iterable[QuotaBase]
) -> Iterator[tuple[str, QuotaBase | None]]:
    """Give every method with each base of its quota; a divisor method once, with none."""
    bases = list(quota_bases)
    for method in methods:
        has_quota = isinstance(rule_for(method, quota_base="admitted", first_divisor=None), Quota)
        for base in bases if has_quota else [None]:
            rule_for(method, quota_base=base or "admitted", first_divisor=None)
            yield method, base


def seats_or_problem(
    votes: pd.Series,
    house: int,
    method: str,
    quota_base: QuotaBase | None,
    threshold: Share,
    threshold_base: int,
    ties: Ties,
) -> tuple[list[int] | None, str | None]:
    """Return the seats that a rule gives, or why it gives none."""
    try:
        found = apportion(
            votes,
            house,
            method=method,
            threshold=threshold,
            threshold_base=threshold_base,
            quota_base=quota_base or "admitted",
            ties=ties,
        )
    except AllocationError as error:
        return None, str(error)
    return found.tolist(), None


def label_dtype(votes: pd.Series) -> str:
    """Return the type of a column that names the parties."""
    return "string[python]" if all(isinstance(party, str) for party in votes.index) else "object"


def typed(rows: list[dict[str, Any]], **dtypes: str) -> pd.DataFrame:
    """Return rows as a frame with these columns, also if there are no rows."""
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)
