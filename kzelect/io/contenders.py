"""Who stood: one row a contender, with a name, a short name, a kind and a colour for each."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping

import pandas as pd

from kzelect.io.schemas import described_fields
from kzelect.io.words import contender_kind
from kzelect.text import plain

__all__ = ["contenders"]

# Tables and columns that name contenders, in the order in which they are listed.
NAMED_IN = {
    "proportional": ["party"],
    "seat_totals": ["party"],
    "majoritarian": ["party"],
    "membership": ["party", "member_of"],
    "previous": ["party"],
    "lineage": ["party", "successor"],
    "district_results": ["party"],
}
SHORT_NAME = 18  # characters that fit beside a bar
# Okabe and Ito's colours, told apart with any colour vision; then hues far from each other.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#999999"]
GOLDEN_ANGLE = 0.618033988749895  # as a part of the circle


def contenders(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the table ``parties``: those described, then all others that a table names.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        ``parties``, if there is one, and the tables that name contenders by ``party``.

    Returns
    -------
    pandas.DataFrame
        With the described columns. Where they are missing: ``name_en`` is the name in
        the results, else the label; ``short_name`` its first 18 characters, made unique;
        ``contender_type`` is ``party`` unless the name is a word for independents or the
        line against all; ``colour`` is one that no other contender has.
    """
    columns = list(described_fields("parties"))
    parties = frames.get("parties", pd.DataFrame(columns=columns, dtype="string[python]"))
    names: dict[str, str] = {}
    for label, name in _named(frames):
        names.setdefault(label, name)
    missing = [label for label in names if label not in set(parties["party"])]
    added = pd.DataFrame({"party": missing}, dtype="string[python]").reindex(columns=columns)
    parties = pd.concat([parties, added], ignore_index=True).astype("string[python]")
    called = parties["party"].map(lambda label: names.get(label, label)).astype("string[python]")
    parties["name_en"] = parties["name_en"].fillna(called)
    kinds = parties["name_en"].map(contender_kind).astype("string[python]")
    parties["contender_type"] = parties["contender_type"].fillna(kinds)
    parties["short_name"] = _filled(parties["short_name"], _short_names(parties))
    parties["colour"] = _filled(parties["colour"], _colours(parties["colour"]))
    return parties


def _named(frames: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str]]:
    """Yield every label with the name that it has there, else itself."""
    for table, columns in NAMED_IN.items():
        frame = frames.get(table)
        if frame is None:
            continue
        for column in columns:
            has_name = column == "party" and "party_name" in frame
            names = frame["party_name"] if has_name else frame[column]
            labelled = frame[column].notna()
            yield from zip(
                frame.loc[labelled, column], names.fillna(frame[column])[labelled], strict=True
            )


def _filled(column: pd.Series, fresh: Iterator[str]) -> pd.Series:
    values = [next(fresh) if pd.isna(value) else value for value in column]
    return pd.Series(values, index=column.index, dtype="string[python]")


def _short_names(parties: pd.DataFrame) -> Iterator[str]:
    """Yield a name that no other contender has, for each that has no short one."""
    taken = set(parties["short_name"].dropna())
    for name in parties.loc[parties["short_name"].isna(), "name_en"]:
        short, number = plain(name, SHORT_NAME), 2
        while short in taken:
            tail = f" {number}"
            short, number = plain(name, SHORT_NAME - len(tail)) + tail, number + 1
        taken.add(short)
        yield short


def _colours(given: pd.Series) -> Iterator[str]:
    """Yield colours that nobody has, first those that are told apart with any colour vision."""
    taken = {colour.upper() for colour in given.dropna()}
    yield from (colour for colour in COLOURS if colour not in taken)
    hue = 0.0
    while True:
        hue = (hue + GOLDEN_ANGLE) % 1
        red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, 0.55, 0.75))
        colour = f"#{red:02X}{green:02X}{blue:02X}"
        if colour not in taken | set(COLOURS):
            taken.add(colour)
            yield colour
