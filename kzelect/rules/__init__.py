"""Which rules fit a published result, how near each seat was, and what other rules would give."""

from kzelect.rules.consistent import consistent_rules
from kzelect.rules.margins import seat_margins
from kzelect.rules.sweeps import sweep

__all__ = ["consistent_rules", "seat_margins", "sweep"]
