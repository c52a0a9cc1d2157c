"""Where the seats of a house stand: dots on concentric arcs, in order from left to right."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kzelect.errors import AllocationError

HOLLOW = 0.42  # inner radius to aim at, as a fraction of the outer one: room for the total
LARGEST = 0.2  # pitch of a small house, so that five seats are not five balloons
DOT = 0.84  # diameter of a dot as a fraction of the pitch


@dataclass(frozen=True)
class Arcs:
    """The dots of a house on arcs around (0, 0), the outermost of radius 1.

    Attributes
    ----------
    x, y : numpy.ndarray
        Centres of the dots, ordered by angle from left to right, then from the inside.
    angle : numpy.ndarray
        Angles of the dots, pi at the left to 0 at the right.
    diameter : float
        Of a dot.
    inner : float
        Radius of the innermost arc.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    angle: NDArray[np.float64]
    diameter: float
    inner: float


def arcs(seats: int) -> Arcs:
    """Lay out a house of any size; a block of consecutive seats is a sector.

    Parameters
    ----------
    seats : int
        Number of seats, at least 1.

    Raises
    ------
    AllocationError
        If there are no seats.
    """
    if seats < 1:
        message = f"the house has {seats} seats; expected at least 1"
        raise AllocationError(message)
    # The distance of dots, in a row and between rows, that fills so many rows evenly.
    pitches = {
        rows: pi * rows / max(seats - rows + pi * rows * (rows - 1) / 2, 1)
        for rows in range(1, 2 + int(seats**0.5))
    }
    fitting = [rows for rows, pitch in pitches.items() if rows == 1 or pitch <= LARGEST]
    rows = min(fitting, key=lambda rows: abs(1 - (rows - 1) * pitches[rows] - HOLLOW))
    pitch = pitches[rows]
    radii = 1 - pitch * np.arange(rows)[::-1]
    per_row = _dots_of_rows(seats, radii)
    angles = np.concatenate([np.linspace(pi, 0, n) if n > 1 else [pi / 2] for n in per_row])
    radius = np.repeat(radii, per_row)
    chords = [2 * r * sin(pi / 2 / (n - 1)) for r, n in zip(radii, per_row, strict=True) if n > 1]
    # Rounded, for a row ends at the same angle as the others and has to sort with them.
    order = np.lexsort((radius, -np.round(angles, 9)))
    angles, radius = angles[order], radius[order]
    return Arcs(
        x=radius * np.cos(angles),
        y=radius * np.sin(angles),
        angle=angles,
        diameter=DOT * min([pitch, LARGEST, *chords]),
        inner=float(radii[0]),
    )


def _dots_of_rows(seats: int, radii: NDArray[Any]) -> NDArray[Any]:
    """Divide the seats among the rows so that gaps are alike: one gap fewer than dots a row."""
    gaps: NDArray[Any] = (seats - len(radii)) * radii / radii.sum()
    whole = np.floor(gaps).astype(int)
    left_over = seats - len(radii) - whole.sum()
    whole[np.argsort(whole - gaps, kind="stable")[:left_over]] += 1
    dots: NDArray[Any] = whole + 1
    return dots
