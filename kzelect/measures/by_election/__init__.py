"""The arithmetic of one election, over many elections in one tidy frame."""

from kzelect.measures.by_election.indices import indices_by
from kzelect.measures.by_election.seats import apportion_by
from kzelect.measures.by_election.turnout import turnout_by

__all__ = ["apportion_by", "indices_by", "turnout_by"]
