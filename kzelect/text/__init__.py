"""Text made safe to show, wherever it is printed or drawn."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Iterable, Mapping

MISSING = "–"  # how an unpublished number looks in a table
ROUNDS = {1: "first_round", 2: "second_round"}  # number of a round -> name of its ballot
NO_MATHS = "tex2jax_ignore mathjax_ignore"  # classes: JupyterLab sets no $…$ in it as maths
ELLIPSIS = "…"

# Control (Cc), format (Cf: bidirectional marks, joiners), surrogates, line and paragraph
# separators could move, hide or break the text around them.
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def plain(text: object, width: int | None = None) -> str:
    r"""Return any value on one line, without control and bidirectional characters.

    What is longer than ``width`` characters ends in "…".

    Examples
    --------
    >>> plain("Aq\n  Jol\u202e")
    'Aq Jol'
    >>> plain("Opposition Union of Communists", 12)
    'Opposition …'
    """
    one_line = " ".join(as_text(text).split())
    if not one_line.isprintable():
        shown = "".join(c for c in one_line if unicodedata.category(c) not in UNSAFE)
        one_line = " ".join(shown.split())
    return _cut(one_line, width)


def visible(text: object, width: int | None = None) -> str:
    r"""Return any value as text with control and bidirectional characters as escapes.

    Safe to print in a message or a report. What is longer than ``width`` characters ends in "…".

    Examples
    --------
    >>> print(visible("\x1b[31mred\u202e.csv"))
    \x1b[31mred\u202e.csv
    """
    shown = as_text(text)
    if not shown.isprintable():
        shown = "".join(
            c.encode("unicode_escape").decode() if unicodedata.category(c) in UNSAFE else c
            for c in shown
        )
    return _cut(shown, width)


def as_text(value: object) -> str:
    """Return any value as text; the name of its type if it has none."""
    try:
        return str(value)
    except Exception:  # an integer of 5,000 digits, or whatever an object of others does
        return f"<{type(value).__name__}>"


def type_of(value: object) -> str:
    """Return what a value is, with its library, and its way to pandas where it has one.

    Examples
    --------
    >>> import numpy as np
    >>> type_of(np.array([1])), type_of(None)
    ('numpy ndarray', 'NoneType')
    """
    made = type(value)
    library = made.__module__.partition(".")[0]
    ours = library in {"builtins", "kzelect", "pandas"}
    name = made.__name__ if ours else f"{library} {made.__name__}"
    return f"{name} (pass what its to_pandas() gives)" if hasattr(value, "to_pandas") else name


def as_code(value: object) -> str:
    """Return any argument as a message repeats it: as code, cut at 200 characters.

    Examples
    --------
    >>> as_code("7 %")
    "'7 %'"
    """
    try:
        return _cut(repr(value), 200)
    except Exception:  # pandas cannot show a Series of signalling NaN, for one
        return f"<{type(value).__name__}>"


def _cut(text: str, width: int | None) -> str:
    return text if width is None or len(text) <= width else text[: max(width - 1, 0)] + ELLIPSIS


def listing(parts: Iterable[str]) -> str:
    """Join parts for a sentence.

    Examples
    --------
    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def with_sections(doc: str | None, before: Mapping[str, str]) -> str:
    """Insert text that several functions share into a numpydoc docstring.

    Each text goes before the section that it is given for; to the end where there is none.
    """
    doc = inspect.cleandoc(doc or "")
    for section, text in before.items():
        head = f"{section}\n{'-' * len(section)}\n"
        above, found, below = doc.partition(head)
        gap = "\n\n" if "\n---" in text else "\n"  # a section, or more of the one above
        doc = f"{above.rstrip()}{gap}{text.strip()}\n\n{found}{below}".rstrip()
    return doc
