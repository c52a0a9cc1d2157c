"""The results of one election as tables, and what they say of each other."""

from __future__ import annotations

from warnings import warn as _warn

from kzelect.results import tiers as _tiers


def __getattr__(name: str) -> object:
    if name in _tiers.__all__:  # until the next minor release
        message = f"kzelect.results.{name} is now kzelect.results.tiers.{name}"
        _warn(message, FutureWarning, stacklevel=2)
        return getattr(_tiers, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
