"""Which tables an election has, and what their columns hold."""

from __future__ import annotations

from functools import cache
from typing import Any

from kzelect.io.package import DTYPES, read_descriptor

# What makes a row one of its kind. (The key `election` is the same in all rows.)
KEYS = {
    "elections": [],
    "parties": ["party"],
    "lineage": ["party", "successor", "relation"],
    "proportional": ["party"],
    "majoritarian": ["round", "party"],
    "seat_totals": ["party"],
    "turnout": ["ballot"],
    "membership": ["party", "member_of"],
    "previous": ["party"],
    "district_results": ["round", "district", "candidate", "party"],
    "district_turnout": ["ballot", "district"],
    "sources": ["source_id"],
}

# Table of an Election -> table of the shipped descriptor that describes its columns.
TABLES = {name: name for name in KEYS} | {"previous": "seat_totals", "district_turnout": "turnout"}

MOST = 10**12  # above any count of votes, and far from where sums of them would overflow

COLOUR = "#[0-9A-Fa-f]{6}"
# What the shipped data promise about themselves and nobody else has to: slugs, colours, years.
NOT_FOR_OTHERS = {"pattern", "unique", "maxLength", "required"}


@cache
def described_fields(table: str) -> dict[str, dict[str, Any]]:
    """Return the columns of one of `TABLES` in order: name -> field of the descriptor.

    A field has `type`, `title`, `description` and the constraints that hold for any election:
    enumerations and limits.
    """
    (resource,) = (r for r in read_descriptor()["resources"] if r["name"] == TABLES[table])
    fields = {field["name"]: _for_anybody(field) for field in resource["schema"]["fields"]}
    if table == "district_turnout":
        district = {"name": "district", "type": "string", "title": "District", "constraints": {}}
        fields = {"election": fields.pop("election"), "district": district} | fields
    return fields


@cache
def dtypes(table: str) -> dict[str, str]:
    """Return the columns of a table in order: name -> pandas dtype."""
    types = DTYPES | {"date": "datetime64[us]"}
    return {name: types[field["type"]] for name, field in described_fields(table).items()}


def _for_anybody(field: dict[str, Any]) -> dict[str, Any]:
    rules = {k: v for k, v in field.get("constraints", {}).items() if k not in NOT_FOR_OTHERS}
    if field["name"] in {"election", "year"}:
        rules = {"minimum": 1, "maximum": 9999}
    elif field["type"] == "integer" and "enum" not in rules:
        # Our elections had voters and seats in every row; elsewhere a district may be empty.
        rules = {"minimum": 1 if field["name"] == "order" else 0, "maximum": MOST}
    if field["name"] == "colour":
        rules["pattern"] = COLOUR
    return {k: v for k, v in field.items() if k != "constraints"} | {"constraints": rules}
