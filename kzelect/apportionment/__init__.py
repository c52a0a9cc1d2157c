"""Apportionment: votes into seats, exactly, for one election or a million."""

from kzelect.apportionment.api import apportion
from kzelect.apportionment.methods import METHODS

__all__ = ["METHODS", "apportion"]
