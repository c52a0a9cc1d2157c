"""Figures: an Election or its tables in, matplotlib Axes out, in one common look."""

from kzelect.plots.economy import growth_rank, series
from kzelect.plots.hemicycle import hemicycle
from kzelect.plots.majority import path_to_majority
from kzelect.plots.probabilities import seat_probabilities
from kzelect.plots.rules import sweep
from kzelect.plots.saving import describe, save
from kzelect.plots.style import style
from kzelect.plots.turnout import turnout, turnout_bounds
from kzelect.plots.votes import vote_shares, votes_and_seats

__all__ = [
    "describe",
    "growth_rank",
    "hemicycle",
    "path_to_majority",
    "save",
    "seat_probabilities",
    "series",
    "style",
    "sweep",
    "turnout",
    "turnout_bounds",
    "vote_shares",
    "votes_and_seats",
]
