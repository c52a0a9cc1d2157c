"""What if: the list tier of one election under other rules and other votes."""

from kzelect.scenarios.changes import explain
from kzelect.scenarios.houses import NOBODY, house_with, majority_in
from kzelect.scenarios.scenario import METHOD_NAMES, Scenario, method_title, official_scenario
from kzelect.scenarios.tables import comparison

__all__ = [
    "METHOD_NAMES",
    "NOBODY",
    "Scenario",
    "comparison",
    "explain",
    "house_with",
    "majority_in",
    "method_title",
    "official_scenario",
]
