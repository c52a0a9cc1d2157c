"""What follows from the rules, as tables: seats by party, and indices beside the official ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kzelect.explorer.cells import change, count, decimal, yes_or_no
from kzelect.explorer.html import Row, table
from kzelect.measures import indices
from kzelect.measures.shares import total

__all__ = ["index_table", "index_values", "seat_table"]

INDICES = {
    ("gallagher", "votes and seats"): "Disproportionality (Gallagher)",
    ("loosemore_hanby", "votes and seats"): "Disproportionality (Loosemore–Hanby)",
    ("effective_parties", "votes"): "Effective number of lists, by votes",
    ("effective_parties", "seats"): "Effective number of lists, by seats",
}


def seat_table(
    compared: pd.DataFrame, *, base: str, names: Mapping[Any, str], hues: Sequence[str]
) -> str:
    """Return seats by party as HTML.

    Parameters
    ----------
    compared : pandas.DataFrame
        As `kzelect.scenarios.house.comparison` returns it.
    base : str
        What ``vote_share`` is a share of, in words.
    names : mapping
        What to call each party, if not by its name in the table.
    hues : sequence of str
        The colours of the rows.
    """
    rows = [
        Row(
            names.get(row["party"], row["party_name"]),
            [
                count(row["votes"]),
                decimal(row["vote_share"], 3, times=100),
                yes_or_no(row["is_admitted"]),
                count(row["seats"]),
                count(row["official_seats"]),
                change(row["change"]),
                count(row["house"]),
            ],
            hue,
        )
        for row, hue in zip(compared.to_dict("records"), hues, strict=True)
    ]
    lists = compared[compared["votes"].notna()]
    sums = [count(total(lists[column])) for column in ("seats", "official_seats")]
    rows.append(Row("Total", ["", "", "", *sums, "", count(total(compared["house"]))]))
    columns = ["Party", "Votes", f"% of {base}", "Admitted", "List seats", "Official", "Change"]
    return table("List seats, and the house with them", [*columns, "House"], rows)


def index_values(votes: pd.Series[Any], seats: pd.Series[Any]) -> dict[Any, Any]:
    """Return the indices of a list tier, by name and what they are of."""
    chosen = list(dict.fromkeys(name for name, _ in INDICES))
    found = indices.index_table(votes, seats, indices=chosen)
    return found.set_index(["index", "of"])["value"].to_dict()


def index_table(here: Mapping[Any, Any], official: Mapping[Any, Any]) -> str:
    """Return indices beside the official ones as HTML; both as `index_values` returns them."""
    rows = [
        Row(label, [decimal(here[key], 3), decimal(official[key], 3)])
        for key, label in INDICES.items()
    ]
    return table("List tier", ["Index", "Here", "Official"], rows)
