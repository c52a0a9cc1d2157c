"""The arithmetic of one election, over many elections in one tidy frame."""

from kzelect.panel.indices import indices_by
from kzelect.panel.seats import apportion_by

__all__ = ["apportion_by", "indices_by"]
