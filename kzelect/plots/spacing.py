"""Positions for labels: as near as can be to where they belong, never on each other."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["spread"]


def spread(targets: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions as near as can be to falling targets, at least a gap apart.

    Examples
    --------
    >>> from kzelect.plots.spacing import spread
    >>> spread([0.5, 0.5], 0.25, 0.0, 1.0)
    [0.625, 0.375]
    >>> spread([0.0, 0.0], 0.25, 0.0, 1.0)
    [0.25, 0.0]
    """
    # Without the gaps this is a monotone regression: neighbours in the wrong order are pooled.
    pools: list[list[float]] = []
    for place, target in enumerate(targets):
        pools.append([target + place * gap])
        while len(pools) > 1 and _mean(pools[-2]) < _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    level = [_mean(pool) for pool in pools for _ in pool]
    floor = low + (len(targets) - 1) * gap
    return [min(max(at, floor), high) - place * gap for place, at in enumerate(level)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
