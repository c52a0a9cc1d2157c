"""Disproportionality, effective numbers of parties, concentration.

All values are in shares from 0 to 1, never in per cent. Votes and seats are
joined by label; winners without votes must be dealt with by ``unmatched`` (see
`kzelect.measures.shares.align`). An index of votes or seats of which one is missing, or
which are all 0, is missing.

The formulas themselves stand in `kzelect.measures.formulas`;
`kzelect.measures.by_election` puts many elections into them.
"""

from kzelect.measures.indices.concentration import (
    effective_parties,
    entropy,
    golosov,
    herfindahl,
    molinar,
)
from kzelect.measures.indices.disproportionality import (
    dhondt_index,
    gallagher,
    gini,
    grofman,
    lijphart,
    loosemore_hanby,
    rae,
    rose,
    sainte_lague_index,
)

__all__ = [
    "dhondt_index",
    "effective_parties",
    "entropy",
    "gallagher",
    "gini",
    "golosov",
    "grofman",
    "herfindahl",
    "lijphart",
    "loosemore_hanby",
    "molinar",
    "rae",
    "rose",
    "sainte_lague_index",
]
