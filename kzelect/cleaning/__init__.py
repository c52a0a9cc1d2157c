"""Tables as people keep them -> typed frames, with every repair and every refusal stated.

Nothing here opens a file. A `Grid` is what a file or a frame holds, cell by cell; `clean`
turns grids into frames of the described types. What is understood by a rule becomes a
`Repair`, what is not becomes a `Problem`; there is no third way.
"""

from __future__ import annotations

from kzelect.cleaning.cells import guarded, plain_text
from kzelect.cleaning.frames import Cleaned, clean, clean_facts, grid_of
from kzelect.cleaning.grids import REPORT, Grid, Percent, Repair, report
from kzelect.cleaning.headers import header_row, known_headers, table_named
from kzelect.cleaning.headers import meaning as header_meaning
from kzelect.cleaning.schemas import KEYS, TABLES, described_fields
from kzelect.cleaning.words import contender_kind, is_nothing, key_of, row_meaning

__all__ = [
    "KEYS",
    "REPORT",
    "TABLES",
    "Cleaned",
    "Grid",
    "Percent",
    "Repair",
    "clean",
    "clean_facts",
    "contender_kind",
    "described_fields",
    "grid_of",
    "guarded",
    "header_meaning",
    "header_row",
    "is_nothing",
    "key_of",
    "known_headers",
    "plain_text",
    "report",
    "row_meaning",
    "table_named",
]
