"""Anybody's files: folders, workbooks, dirty CSV and saved web pages, read within limits.

Files become grids of cells, which `kzelect.cleaning` understands; nothing is fetched,
evaluated or unpickled, and no path leaves its folder.
"""

from __future__ import annotations

from kzelect.readers.folders import read_grids
from kzelect.readers.limits import LIMITS, Limits
from kzelect.readers.templates import template
from kzelect.readers.wikitable import wikitable_grids
from kzelect.readers.writing import write_tables

__all__ = ["LIMITS", "Limits", "read_grids", "template", "wikitable_grids", "write_tables"]
