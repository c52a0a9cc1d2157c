"""Figures: an Election or its tables in, matplotlib Axes out, in one common look."""

from kzelect.plots.economy import claims as claims
from kzelect.plots.economy import growth_rank as growth_rank
from kzelect.plots.economy import peers as peers
from kzelect.plots.economy import regional_incomes as regional_incomes
from kzelect.plots.economy import series as series
from kzelect.plots.house import hemicycle as hemicycle
from kzelect.plots.house import path_to_majority as path_to_majority
from kzelect.plots.house import seats_over_time as seats_over_time
from kzelect.plots.rules import seat_probabilities as seat_probabilities
from kzelect.plots.rules import share_density as share_density
from kzelect.plots.rules import sweep as sweep
from kzelect.plots.saving import data as data
from kzelect.plots.saving import describe as describe
from kzelect.plots.saving import panels as panels
from kzelect.plots.saving import save as save
from kzelect.plots.style import style as style
from kzelect.plots.turnout import regional_turnout as regional_turnout
from kzelect.plots.turnout import turnout as turnout
from kzelect.plots.turnout import turnout_bounds as turnout_bounds
from kzelect.plots.turnout import turnout_over_time as turnout_over_time
from kzelect.plots.votes import early_counts as early_counts
from kzelect.plots.votes import nominations as nominations
from kzelect.plots.votes import slope as slope
from kzelect.plots.votes import threshold as threshold
from kzelect.plots.votes import vote_shares as vote_shares
from kzelect.plots.votes import votes_and_seats as votes_and_seats

__all__ = sorted(name for name, value in globals().items() if callable(value))
