"""The Kazakh legislative election of 2004: data with sources, election arithmetic, figures.

The names below load their module on first use, so that ``import kzelect`` stays as
light as ``import pandas`` and draws in no plotting library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzelect import plots as plots
    from kzelect.catalogue import (
        claims,
        conflicts,
        economy,
        elections,
        growth_peers,
        lineage,
        load,
        panel,
        parties,
        regional_income,
        sources,
        table,
    )
    from kzelect.election import Election
    from kzelect.errors import DataError, KzelectError, TieError

# Public name -> module that defines it; a module stands for itself.
_HOME = {
    "DataError": "errors",
    "Election": "election",
    "KzelectError": "errors",
    "TieError": "errors",
    "claims": "catalogue",
    "conflicts": "catalogue",
    "economy": "catalogue",
    "elections": "catalogue",
    "growth_peers": "catalogue",
    "lineage": "catalogue",
    "load": "catalogue",
    "panel": "catalogue",
    "parties": "catalogue",
    "plots": "plots",
    "regional_income": "catalogue",
    "sources": "catalogue",
    "table": "catalogue",
}

__all__ = [
    "DataError",
    "Election",
    "KzelectError",
    "TieError",
    "claims",
    "conflicts",
    "economy",
    "elections",
    "growth_peers",
    "lineage",
    "load",
    "panel",
    "parties",
    "plots",
    "regional_income",
    "sources",
    "table",
]


def __getattr__(name: str) -> object:
    """Import the module of a public name when it is first asked for (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import version

        return version("kzelect")
    if name not in _HOME:
        message = f"module 'kzelect' has no attribute {name!r}"
        raise AttributeError(message)
    module = import_module(f"kzelect.{_HOME[name]}")
    value = module if name == _HOME[name] else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
