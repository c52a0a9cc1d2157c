"""Figures: an Election or its tables in, matplotlib Axes out, in one common look."""

from kzelect.plots.economy import claims, growth_rank, peers, regional_incomes, series
from kzelect.plots.house import hemicycle, path_to_majority, seats_over_time
from kzelect.plots.rules import seat_probabilities, share_density, sweep
from kzelect.plots.saving import data, describe, panels, save
from kzelect.plots.style import style
from kzelect.plots.turnout import regional_turnout, turnout, turnout_bounds, turnout_over_time
from kzelect.plots.votes import (
    early_counts,
    nominations,
    slope,
    threshold,
    vote_shares,
    votes_and_seats,
)

__all__ = [
    "claims",
    "data",
    "describe",
    "early_counts",
    "growth_rank",
    "hemicycle",
    "nominations",
    "panels",
    "path_to_majority",
    "peers",
    "regional_incomes",
    "regional_turnout",
    "save",
    "seat_probabilities",
    "seats_over_time",
    "series",
    "share_density",
    "slope",
    "style",
    "sweep",
    "threshold",
    "turnout",
    "turnout_bounds",
    "turnout_over_time",
    "vote_shares",
    "votes_and_seats",
]
