"""Figures: an Election or its tables in, matplotlib Axes out, in one common look."""

from kzelect.plots.hemicycles import hemicycle
from kzelect.plots.paths import path_to_majority
from kzelect.plots.saving import describe, save
from kzelect.plots.style import style
from kzelect.plots.votes import vote_shares, votes_and_seats

__all__ = [
    "describe",
    "hemicycle",
    "path_to_majority",
    "save",
    "style",
    "vote_shares",
    "votes_and_seats",
]
