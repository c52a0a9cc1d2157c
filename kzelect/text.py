"""Names as they can be shown: text that stays text wherever it is printed or drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["MISSING", "ROUNDS", "listing", "plain"]

MISSING = "–"  # how an unpublished figure looks in a table
ROUNDS = {1: "first_round", 2: "second_round"}  # number of a round -> name of its ballot
ELLIPSIS = "…"

# Control (Cc), format (Cf: bidirectional marks, joiners), surrogates, line and paragraph
# separators could move, hide or break the text around them.
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def plain(text: object, width: int | None = None) -> str:
    r"""Return a name on one line, without characters that act instead of showing.

    Parameters
    ----------
    text : object
        Any value; what is not a string is converted with `str`.
    width : int, optional
        Longest result in characters; a longer one ends in "…".

    Returns
    -------
    str
        Runs of white space become one space; control characters and
        bidirectional marks are left out.

    Examples
    --------
    >>> from kzelect.text import plain
    >>> plain("Aq\n  Jol\u202e")
    'Aq Jol'
    >>> plain("Opposition Union of Communists", 12)
    'Opposition …'
    """
    one_line = " ".join(str(text).split())
    shown = "".join(c for c in one_line if unicodedata.category(c) not in UNSAFE)
    if width is not None and len(shown) > width:
        shown = shown[: max(width - 1, 0)] + ELLIPSIS
    return shown


def listing(parts: Iterable[str]) -> str:
    """Join parts for a sentence.

    Examples
    --------
    >>> from kzelect.text import listing
    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last
