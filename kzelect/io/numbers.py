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
MARKS = {".": ",", ",": "."}
GROUPED = {
    mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:[{re.escape(mark)}][0-9]{{3}})+")
    for mark in [".", ",", GAPS]
}
DIGITS = re.compile(r"[0-9]+")
NUMBER_LIKE = re.compile(rf"[0-9][0-9.,{GAPS}]*")
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
    shown = {mark for text in texts if (mark := _shown_mark(text)) is not None}
    return shown.pop() if len(shown) == 1 else None


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
    mark = _mark_of(text, decimal=decimal, most=most, comma_groups=whole and comma_groups)
    whole_part, _, fraction = text.rpartition(mark) if mark in text else (text, "", "")
    rules: list[str] = []
    if not DIGITS.fullmatch(whole_part):
        whole_part, rule = _ungrouped(whole_part, mark)
        rules.append(rule)
    if mark in text and not DIGITS.fullmatch(fraction):
        reject(f"{kind}, such as 1234, or an empty cell")
    if mark == "," and fraction:
        rules.append("decimal comma")
    if whole and fraction:
        if fraction.strip("0"):
            reject("a whole number: counts have no decimals")
        rules.append("decimals that are zero")
        fraction = ""
    return Value(Decimal(f"{whole_part}.{fraction}" if fraction else whole_part), tuple(rules))


def _ungrouped(text: str, mark: str) -> tuple[str, str]:
    """Return the digits of a number in groups of three, and the rule of its separator."""
    for separator, name in [(GAPS, "space"), (MARKS[mark], "dot" if mark == "," else "comma")]:
        if GROUPED[separator].fullmatch(text):
            if "'" in text or "\u2019" in text:
                name = "apostrophe"
            return re.sub(r"[^0-9]", "", text), f"{name} between thousands"
    reject(GROUPS)


def _mark_of(text: str, *, decimal: str | None, most: float, comma_groups: bool) -> str:
    """Return which of dot and comma is the decimal mark of this number."""
    shown = _shown_mark(text)
    if shown is not None:
        if decimal not in (None, shown):
            reject(f"the decimal mark {decimal!r}, as elsewhere in the file or in decimal=")
        return shown
    mark = next((m for m in MARKS if m in text), None)
    if mark is None:  # gaps only
        return decimal or "."
    if not GROUPED[mark].fullmatch(text):
        reject(GROUPS)
    if decimal is not None:
        return decimal
    as_thousands = Decimal(text.replace(mark, ""))
    if as_thousands > Decimal(str(most)):
        return mark  # 7.066 in a column of percentages
    if mark == "," and comma_groups:
        return "."
    reject(AMBIGUOUS)


def _shown_mark(text: str) -> str | None:
    """Return the decimal mark that this number shows by itself."""
    if not NUMBER_LIKE.fullmatch(text):
        return None
    present = [mark for mark in MARKS if mark in text]
    if len(present) == 2:
        last = max(MARKS, key=text.rfind)
        return last if text.count(last) == 1 else None
    if not present:
        return None
    (mark,) = present
    if GROUPED[mark].fullmatch(text):
        return MARKS[mark] if text.count(mark) > 1 else None
    return mark if text.count(mark) == 1 else None
