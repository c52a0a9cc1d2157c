"""Panels for JupyterLab: play with the rules of an election, walk its path to the majority."""

from kzelect.explorer.panel import Explorer, explore

__all__ = ["Explorer", "explore"]
