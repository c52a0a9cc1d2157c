"""Figures: an Election or its tables in, matplotlib Axes out, in one common look."""

from kzelect.plots.ballots import turnout, turnout_bounds
from kzelect.plots.hemicycles import hemicycle
from kzelect.plots.look import style
from kzelect.plots.paths import path_to_majority
from kzelect.plots.probabilities import seat_probabilities
from kzelect.plots.saving import describe, save
from kzelect.plots.sweeps import sweep
from kzelect.plots.votes import vote_shares, votes_and_seats
from kzelect.plots.years import growth_rank, series

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
