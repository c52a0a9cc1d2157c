"""The Kazakh legislative election of 2004: data with sources, election arithmetic, figures.

The names below load their module on first use, so that ``import kzelect`` stays as
light as ``import pandas`` and draws in no plotting library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzelect import plots as plots
    from kzelect.apportionment import (
        METHODS,
        apportion,
    )
    from kzelect.by_election import (
        apportion_by,
        indices_by,
        turnout_by,
    )
    from kzelect.catalogue import (
        claims,
        conflicts,
        economy,
        elections,
        growth_peers,
        lineage,
        load,
        notebooks,
        panel,
        parties,
        regional_income,
        sources,
        table,
    )
    from kzelect.election import (
        Election,
        read_wikitable,
    )
    from kzelect.errors import (
        DataError,
        KzelectError,
        TieError,
    )
    from kzelect.explorer import (
        explore,
    )
    from kzelect.indices import (
        effective_parties,
        entropy,
        gallagher,
        golosov,
        loosemore_hanby,
        molinar,
        rae,
    )
    from kzelect.majorities import (
        majority_threshold,
    )
    from kzelect.power import (
        banzhaf,
        minimal_winning_coalitions,
        power_table,
        shapley_shubik,
    )
    from kzelect.readers import (
        Limits,
        template,
    )
    from kzelect.representation import (
        advantage_ratio,
        pedersen,
        unrepresented_votes,
    )
    from kzelect.rules import (
        consistent_rules,
        seat_margins,
        sweep,
    )
    from kzelect.simulation import (
        Simulation,
        simulate,
    )
    from kzelect.uncertainty import (
        DirichletShares,
        Recount,
        UniformSwing,
    )

# Module -> the public names it defines; `plots` is public as a module.
_NAMES = {
    "apportionment": [
        "METHODS",
        "apportion",
    ],
    "by_election": [
        "apportion_by",
        "indices_by",
        "turnout_by",
    ],
    "catalogue": [
        "claims",
        "conflicts",
        "economy",
        "elections",
        "growth_peers",
        "lineage",
        "load",
        "notebooks",
        "panel",
        "parties",
        "regional_income",
        "sources",
        "table",
    ],
    "election": [
        "Election",
        "read_wikitable",
    ],
    "errors": [
        "DataError",
        "KzelectError",
        "TieError",
    ],
    "explorer": [
        "explore",
    ],
    "indices": [
        "effective_parties",
        "entropy",
        "gallagher",
        "golosov",
        "loosemore_hanby",
        "molinar",
        "rae",
    ],
    "majorities": [
        "majority_threshold",
    ],
    "power": [
        "banzhaf",
        "minimal_winning_coalitions",
        "power_table",
        "shapley_shubik",
    ],
    "readers": [
        "Limits",
        "template",
    ],
    "representation": [
        "advantage_ratio",
        "pedersen",
        "unrepresented_votes",
    ],
    "rules": [
        "consistent_rules",
        "seat_margins",
        "sweep",
    ],
    "simulation": [
        "Simulation",
        "simulate",
    ],
    "uncertainty": [
        "DirichletShares",
        "Recount",
        "UniformSwing",
    ],
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "METHODS",
    "DataError",
    "DirichletShares",
    "Election",
    "KzelectError",
    "Limits",
    "Recount",
    "Simulation",
    "TieError",
    "UniformSwing",
    "advantage_ratio",
    "apportion",
    "apportion_by",
    "banzhaf",
    "claims",
    "conflicts",
    "consistent_rules",
    "economy",
    "effective_parties",
    "elections",
    "entropy",
    "explore",
    "gallagher",
    "golosov",
    "growth_peers",
    "indices_by",
    "lineage",
    "load",
    "loosemore_hanby",
    "majority_threshold",
    "minimal_winning_coalitions",
    "molinar",
    "notebooks",
    "panel",
    "parties",
    "pedersen",
    "plots",
    "power_table",
    "rae",
    "read_wikitable",
    "regional_income",
    "seat_margins",
    "shapley_shubik",
    "simulate",
    "sources",
    "sweep",
    "table",
    "template",
    "turnout_by",
    "unrepresented_votes",
]


def __getattr__(name: str) -> object:
    """Import the module of a public name when it is first asked for (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import version

        return version("kzelect")
    if name not in __all__:
        message = f"module 'kzelect' has no attribute {name!r}"
        raise AttributeError(message)
    if name == "plots":
        return import_module("kzelect.plots")
    value = getattr(import_module(f"kzelect.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
