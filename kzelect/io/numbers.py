"""Numbers as people write them, and when a dot or a comma says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from kzelect.errors import LabelError
from kzelect.text import as_code

# Space, no-break, figure, thin and narrow no-break space; apostrophes as the Swiss write.
GAPS = " \u00a0\u2007\u2009\u202f'\u2019"
# A number with this decimal mark: the other mark, or gaps, may stand between thousands.
FORMS = {
    mark: re.compile(
        rf"(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?:(?:[{GAPS}][0-9]{{3}})+|(?:{other}[0-9]{{3}})+))"
        rf"(?:{re.escape(mark)}(?P<fraction>[0-9]+))?"
    )
    for mark, other in ((".", ","), (",", r"\."))
}
DIGITS = re.compile(r"[0-9]+")
NUMBER_LIKE = re.compile(rf"[0-9](?:[0-9.,{GAPS}]*[0-9])?")
LONGEST = 400  # characters: any float fits that is written without an exponent

GROUPS = "groups of three digits, such as 1 234 567 or 1234567"
AMBIGUOUS = (
    "a number that can be read in one way only: write it without a thousands separator, or say "
    'decimal="," or decimal="." when reading'
)


class Unreadable(Exception):
    """A cell that no rule covers; ``expected`` says how to mend it."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


def reject(expected: str) -> NoReturn:
    """Raise that a cell is not understood, and what was expected in its place."""
    raise Unreadable(expected)


class Value(NamedTuple):
    """What a cell was read as, and by which rules (none, if it stood as it should)."""

    value: Any
    rules: tuple[str, ...] = ()


def check_mark(decimal: Any) -> None:
    """Refuse what is no decimal mark; None stands for an unknown one."""
    if decimal is not None and not (isinstance(decimal, str) and decimal in {".", ","}):
        message = f'decimal is {as_code(decimal)}; expected "." or ","'
        raise LabelError(message)


def decimal_mark(texts: Iterable[str]) -> str | None:
    """Return the decimal mark that some numbers of one file show, or None if they disagree.

    A number shows it if it can be read in one way only: 12,5 and 1.234,5 and 1.234.567 say that
    the comma is the decimal mark, 1.234 says nothing. Footnote and per cent marks are gone.

    Examples
    --------
    >>> decimal_mark(["1.234", "56,7"])
    ','
    >>> decimal_mark(["1.234"]) is None
    True
    """
    readings = (_readings(text) for text in texts if not text.isdecimal())
    shown = {mark for reading in readings if len(reading) == 1 for mark in reading}
    return shown.pop() if len(shown) == 1 else None


def _readings(text: str) -> dict[str, re.Match[str]]:
    """Return the decimal marks with which a text is a number: one, if it shows which it has."""
    found = {mark: form.fullmatch(text) for mark, form in FORMS.items()}
    return {mark: match for mark, match in found.items() if match is not None}


def read_number(
    text: str, *, decimal: str | None, most: float, whole: bool, comma_groups: bool = True
) -> Value:
    """Read a number, by stated rules or not at all.

    Parameters
    ----------
    text : str
        Without footnote and per cent marks and without outer spaces.
    decimal : {".", ",", None}
        The decimal mark where the file shows it.
    most : float
        Greatest number that the column can hold; it may settle what a mark is.
    whole : bool
        Whether the column holds counts.
    comma_groups : bool
        Whether a comma before three digits may stand between thousands of a count if nothing
        else says so. Not in a file of semicolons: there it tends to be the decimal mark.

    Examples
    --------
    >>> read_number("2 883 706", decimal=None, most=10**12, whole=True)
    Value(value=Decimal('2883706'), rules=('space between thousands',))
    >>> read_number("60,61", decimal=None, most=100, whole=False)
    Value(value=Decimal('60.61'), rules=('decimal comma',))
    """
    kind = "a whole number" if whole else "a number"
    if len(text) > LONGEST or not NUMBER_LIKE.fullmatch(text):
        reject(f"{kind}, such as 1234, or an empty cell")
    if DIGITS.fullmatch(text):
        return Value(Decimal(text))
    readings = _readings(text)
    if not readings:
        reject(GROUPS)
    present = next((mark for mark in FORMS if mark in text), None)
    if len(readings) == 1:
        (mark,) = readings
        if decimal not in (None, mark):
            reject(f"the decimal mark {decimal!r}, as elsewhere in the file or in decimal=")
    elif decimal is not None or present is None:
        mark = decimal or "."
    elif Decimal(text.replace(present, "")) > Decimal(str(most)):
        mark = present  # 7.066 in a column of percentages
    elif present == "," and whole and comma_groups:
        mark = "."
    else:
        reject(AMBIGUOUS)
    whole_part, fraction = readings[mark].group("whole", "fraction")
    rules: list[str] = []
    if not DIGITS.fullmatch(whole_part):
        separators = {".": "dot", ",": "comma", "'": "apostrophe", "\u2019": "apostrophe"}
        found = next((name for sign, name in separators.items() if sign in whole_part), "space")
        rules.append(f"{found} between thousands")
        whole_part = re.sub("[^0-9]", "", whole_part)
    if mark == "," and fraction:
        rules.append("decimal comma")
    if whole and fraction:
        if fraction.strip("0"):
            reject("a whole number: counts have no decimals")
        rules.append("decimals that are zero")
        fraction = ""
    return Value(Decimal(f"{whole_part}.{fraction}" if fraction else whole_part), tuple(rules))
