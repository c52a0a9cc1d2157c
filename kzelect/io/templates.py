"""Empty tables to fill in, and a filled example beside them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kzelect.io.schemas import described_fields
from kzelect.io.writing import write_tables

__all__ = ["template"]

TO_FILL = [
    "elections",
    "parties",
    "proportional",
    "majoritarian",
    "district_results",
    "seat_totals",
    "turnout",
    "district_turnout",
]
EXAMPLE = "example"

# Invented: two list seats, three districts, a run-off in the third.
ELECTION = {
    "election": [2001],
    "name": ["Invented election"],
    "date_first_round": ["2001-05-06"],
    "date_second_round": ["2001-05-20"],
    "seats_total": [5],
    "seats_list": [2],
    "seats_district": [3],
    "seats_other": [0],
    "majority": [3],
}
PARTIES = {
    "party": ["lake", "hill", "independents"],
    "name_en": ["Lake Party", "Hill Union", "Independents"],
    "contender_type": ["party", "bloc", "independents"],
}
LISTS = {
    "party": ["lake", "hill"],
    "votes": [1_500, 1_200],
    "share_pct": [55.6, 44.4],
    "seats": [1, 1],
}
DISTRICTS = [
    (1, "North", "A. Reed", "lake", 520, True),
    (1, "North", "B. Stone", "hill", 380, False),
    (1, "South", "C. Brook", "lake", 350, False),
    (1, "South", "D. Cliff", "hill", 550, True),
    (1, "West", "E. Pond", "lake", 400, False),
    (1, "West", "F. Ridge", "hill", 260, False),
    (1, "West", "G. Field", "independents", 240, False),
    (2, "West", "E. Pond", "lake", 390, False),
    (2, "West", "F. Ridge", "hill", 410, True),
]
BALLOTS = [
    ("list", None, 4_000, 2_760, 60, 2_700),
    ("first_round", "North", 1_300, 920, 20, 900),
    ("first_round", "South", 1_300, 920, 20, 900),
    ("first_round", "West", 1_400, 920, 20, 900),
    ("second_round", "West", 1_400, 815, 15, 800),
]


def template(path: Path | str) -> None:
    """Write empty tables to fill in, with their descriptor, and a filled example.

    Parameters
    ----------
    path : path-like
        A new or empty folder: one CSV file a table, and the example in a folder of its
        own, ``example``. Or a new ``.xlsx`` file: one sheet a table, and the example
        beside it, in a file whose name ends in ``-example``. Tables and columns that
        do not apply stay empty or go; the least is ``party`` and ``votes`` in
        ``proportional``.

    Raises
    ------
    KzelectError
        If there is something at ``path`` already.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import kzelect as kz
    >>> with TemporaryDirectory() as folder:
    ...     kz.template(folder)
    ...     example = kz.Election.read(f"{folder}/example")
    >>> example.seats[["party", "list", "first_round", "second_round", "total"]]
              party  list  first_round  second_round  total
    0          lake     1            1             0      2
    1          hill     1            1             1      3
    2  independents  <NA>            0          <NA>      0
    """
    path = Path(path)
    empty = {name: pd.DataFrame(columns=list(described_fields(name))) for name in TO_FILL}
    write_tables(empty, path, keep_empty=True)
    is_file = path.suffix.lower() == ".xlsx"
    beside = path.with_name(f"{path.stem}-{EXAMPLE}.xlsx") if is_file else path / EXAMPLE
    write_tables(_example(), beside)


def _example() -> dict[str, pd.DataFrame]:
    candidates = ["round", "district", "candidate", "party", "votes", "elected"]
    counts = ["registered", "ballots_cast", "invalid_votes", "valid_votes"]
    return {
        "elections": pd.DataFrame(ELECTION),
        "parties": pd.DataFrame(PARTIES),
        "proportional": pd.DataFrame(LISTS),
        "district_results": pd.DataFrame(DISTRICTS, columns=candidates),
        "turnout": pd.DataFrame(
            [row[:1] + row[2:] for row in BALLOTS if row[1] is None], columns=["ballot", *counts]
        ),
        "district_turnout": pd.DataFrame(
            [row for row in BALLOTS if row[1] is not None], columns=["ballot", "district", *counts]
        ),
    }
