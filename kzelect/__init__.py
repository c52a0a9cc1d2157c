"""The Kazakh legislative election of 2004: data with sources, election arithmetic, figures.

``plots`` and ``explore`` are imported on first use, so that ``import kzelect`` needs
neither matplotlib nor ipywidgets.
"""

from __future__ import annotations

import sys as _sys
from importlib import import_module as _import_module
from importlib.abc import Loader as _Loader
from importlib.abc import MetaPathFinder as _Finder
from importlib.machinery import ModuleSpec as _Spec
from importlib.metadata import version as _version
from types import ModuleType as _ModuleType
from typing import TYPE_CHECKING
from warnings import warn as _warn

from kzelect.apportionment import METHODS as METHODS
from kzelect.apportionment import admission as admission
from kzelect.apportionment import apportion as apportion
from kzelect.apportionment.compensation import compensate as compensate
from kzelect.datasets import claim_tests as claim_tests
from kzelect.datasets import claims as claims
from kzelect.datasets import conflicts as conflicts
from kzelect.datasets import economy as economy
from kzelect.datasets import elections as elections
from kzelect.datasets import growth_peers as growth_peers
from kzelect.datasets import lineage as lineage
from kzelect.datasets import load as load
from kzelect.datasets import notebooks as notebooks
from kzelect.datasets import panel as panel
from kzelect.datasets import parties as parties
from kzelect.datasets import regional_income as regional_income
from kzelect.datasets import show as show
from kzelect.datasets import sources as sources
from kzelect.datasets import table as table
from kzelect.datasets import turnout_bases as turnout_bases
from kzelect.election import Election as Election
from kzelect.election import read_wikitable as read_wikitable
from kzelect.errors import DataError as DataError
from kzelect.errors import KzelectError as KzelectError
from kzelect.errors import TieError as TieError
from kzelect.io.limits import Limits as Limits
from kzelect.io.long import clean as clean
from kzelect.io.writing import template as template
from kzelect.measures.by_election import apportion_by as apportion_by
from kzelect.measures.by_election import indices_by as indices_by
from kzelect.measures.by_election import turnout_by as turnout_by
from kzelect.measures.indices import advantage_ratio as advantage_ratio
from kzelect.measures.indices import effective_parties as effective_parties
from kzelect.measures.indices import entropy as entropy
from kzelect.measures.indices import gallagher as gallagher
from kzelect.measures.indices import golosov as golosov
from kzelect.measures.indices import loosemore_hanby as loosemore_hanby
from kzelect.measures.indices import molinar as molinar
from kzelect.measures.indices import pedersen as pedersen
from kzelect.measures.indices import rae as rae
from kzelect.measures.indices import unrepresented_votes as unrepresented_votes
from kzelect.measures.majorities import majority_threshold as majority_threshold
from kzelect.measures.power import banzhaf as banzhaf
from kzelect.measures.power import minimal_winning_coalitions as minimal_winning_coalitions
from kzelect.measures.power import power_table as power_table
from kzelect.measures.power import shapley_shubik as shapley_shubik
from kzelect.scenarios.consistent import consistent_rules as consistent_rules
from kzelect.scenarios.margins import seat_margins as seat_margins
from kzelect.scenarios.simulation import Simulation as Simulation
from kzelect.scenarios.simulation import simulate as simulate
from kzelect.scenarios.sweep import sweep as sweep
from kzelect.scenarios.uncertainty import DirichletShares as DirichletShares
from kzelect.scenarios.uncertainty import Poll as Poll
from kzelect.scenarios.uncertainty import Recount as Recount
from kzelect.scenarios.uncertainty import UniformSwing as UniformSwing

if TYPE_CHECKING:
    from kzelect import plots as plots
    from kzelect.explorer import explore as explore
else:
    _LAZY = {"plots": "kzelect.plots", "explore": "kzelect.explorer"}

    __all__ = sorted(
        {
            name
            for name, value in globals().items()
            if not (name.startswith("_") or isinstance(value, _ModuleType))
        }
        - {"annotations", "TYPE_CHECKING"}
        | {*_LAZY, "admission"}
    )

    # Modules that were here before; the old names go with the next minor release.
    _MOVED = {
        "by_election": "measures.by_election",
        "catalogue": "datasets",
        "checks": "results.checks",
        "districts": "results.districts",
        "indices": "measures.indices",
        "labels": "text",
        "majorities": "measures.majorities",
        "power": "measures.power",
        "representation": "measures.indices",
        "shares": "measures.shares",
        "simulation": "scenarios.simulation",
        "tables": "io.package",
        "turnout": "measures.turnout",
        "uncertainty": "scenarios.uncertainty",
        "verdicts": "results.claims",
    }

    def _moved(name: str) -> _ModuleType:
        place = f"kzelect.{_MOVED[name]}"
        _warn(f"kzelect.{name} is now {place}", FutureWarning, stacklevel=3)
        return _import_module(place)

    class _OldNames(_Finder, _Loader):
        """Finds modules by their old names."""

        def find_spec(self, name: str, path: object, target: object = None) -> _Spec | None:
            package, _, module = name.partition(".")
            return _Spec(name, self) if package == __name__ and module in _MOVED else None

        def exec_module(self, module: _ModuleType) -> None:
            _sys.modules[module.__name__] = _moved(module.__name__.partition(".")[2])

    _sys.meta_path.append(_OldNames())

    def __getattr__(name: str) -> object:
        if name in _MOVED:
            return _moved(name)
        if name not in _LAZY:
            message = f"module 'kzelect' has no attribute {name!r}"
            raise AttributeError(message)
        module = _import_module(_LAZY[name])
        globals()[name] = value = getattr(module, name, module)
        return value

    def __dir__() -> list[str]:
        return sorted([*__all__, "__version__"])


__version__: str = _version("kzelect")
