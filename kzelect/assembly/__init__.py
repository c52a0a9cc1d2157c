"""Clean tables -> the bundle that an `Election` holds."""

from __future__ import annotations

from kzelect.assembly.bundle import Bundle, assemble
from kzelect.assembly.contenders import contenders

__all__ = ["Bundle", "assemble", "contenders"]
