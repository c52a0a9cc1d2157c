"""One cell -> one value of its described type, by stated rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

import numpy as np
import pandas as pd

from kzelect.io.header_words import ENUMERATIONS, FALSE, TRUE, is_nothing
from kzelect.io.numbers import Unreadable, Value, read_number, reject
from kzelect.text import visible
from kzelect.text.contenders import key_of

FOOTNOTE = re.compile(r"\s*(?:\[[^\[\]]{1,20}\]|[*†‡§¶]+|[¹²³⁰⁴-⁹]+|\((?:[a-z]|note \d{1,2})\))$")
PLAIN = re.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")  # nothing to mend
GUARDED = "=+-@\t\r\n＝＋－＠"  # with these a spreadsheet starts a formula
STARTS_FORMULA = re.compile(f"'*[{re.escape(GUARDED)}]")  # or did, before it was guarded
# Invisible characters: marks of direction, soft hyphens, zero-width spaces and byte order marks;
# joiners too, but where they shape the letters beside them.
FORMAT = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?<!\w)[\u200c\u200d]+|[\u200c\u200d]+(?!\w)"
)
WINNER_MARKS = {"*", "**", "†", "‡", "•", "●", "★", "+"}
PERCENT = re.compile("\\s*(?:%|\u066a|per ?cent)$", re.IGNORECASE)
LONGEST = 1000  # characters of a text
TEXTS = (str, int, float, np.number, np.bool_, Decimal, date, np.datetime64)

SLASHES = "date with slashes"
DATES = {
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?"): "",
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"): "day.month.year",
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"): SLASHES,
}
SHOWN = 60  # characters of a cell that a message repeats


class Percent(float):
    """A number that a workbook keeps as a fraction and shows as a percentage: 60.61."""


NOT_PUBLISHED = Value(pd.NA, ("a dash or the like is not published",))


def clean_text(raw: str) -> Value:
    """Return text on one line without outer spaces, guard and footnote marks, and the rules.

    Nothing may be left of it: then it is missing. What is too long or holds control characters is
    `Unreadable`.

    Examples
    --------
    >>> clean_text(" Aq  Jol[1] ")
    Value(value='Aq Jol', rules=('spaces', 'footnote mark'))
    """
    if len(raw) <= LONGEST:
        return Value(raw) if PLAIN.fullmatch(raw) else _clean_text(raw)
    return _clean_text.__wrapped__(raw)  # too much to keep


@lru_cache(maxsize=10_000)
def _clean_text(raw: str) -> Value:
    rules, text = [], raw
    for rule, mended in (
        ("guard against formulas", unguarded),
        ("invisible characters", partial(FORMAT.sub, "")),
        ("composed letters", partial(unicodedata.normalize, "NFC")),
        ("spaces", lambda text: " ".join(text.split())),
    ):
        if mended(text) != text:
            text = mended(text)
            rules.append(rule)
    if len(text) > LONGEST:
        reject(f"text of at most {LONGEST} characters")
    if not text.isprintable() and any(unicodedata.category(c) in {"Cc", "Cs"} for c in text):
        reject("text without control characters")
    bare = _without_footnotes(text)
    if bare != text:
        rules.append("footnote mark")
    return Value(bare or pd.NA, tuple(rules))


def read_cell(
    raw: Any, field: Mapping[str, Any], *, decimal: str | None = None, comma_groups: bool = True
) -> Value:
    """Read a cell as a field of the descriptor: its `name`, `type` and `constraints`.

    `decimal` and `comma_groups` are those of `read_number`. What no rule covers is `Unreadable`.
    """
    if is_missing(raw):
        return Value(pd.NA)
    kind, rules = field["type"], field["constraints"]
    if kind == "boolean" and isinstance(raw, str) and raw.strip() in WINNER_MARKS:
        return Value(True, ("mark of a winner",))
    if isinstance(raw, str):
        text = clean_text(raw)
        if text.value is pd.NA:
            return Value(pd.NA, text.rules if raw.strip("\ufeff \t\r\n") else ())
        if is_sign(text.value) or (kind != "string" and is_nothing(text.value)):
            return NOT_PUBLISHED
        raw, before = text.value, text.rules
    else:
        before = ()
    if "enum" in rules:
        found = _listed(_words(raw), field["name"], rules["enum"])
    elif kind in {"integer", "number"}:
        found = _count_or_share(raw, field, decimal=decimal, comma_groups=comma_groups)
    elif kind == "boolean":
        found = _truth(raw)
    elif kind == "date":
        found = _calendar_day(raw)
    else:
        found = Value(_words(raw))
        if "pattern" in rules and not re.fullmatch(rules["pattern"], found.value):
            reject("a colour such as #0072B2")
    return Value(found.value, before + found.rules)


def is_sign(text: str) -> bool:
    """Say whether a text is a sign for nothing, without letters: it may well be "NA"."""
    return not any(map(str.isalnum, text)) and is_nothing(text)


def is_missing(raw: Any) -> bool:
    """Say whether a cell is missing: None, NaN, NaT or NA."""
    if raw is None or isinstance(raw, (str, int)):
        return raw is None
    if isinstance(raw, float):
        return raw != raw
    try:
        return bool(pd.api.types.is_scalar(raw) and pd.isna(raw))
    except ArithmeticError:  # a signalling NaN is a wrong number, not a missing one
        return False


def bare_number(raw: Any) -> str:
    """Return the text of a cell as far as it may be a number, to see its decimal mark."""
    if not isinstance(raw, str) or len(raw) > LONGEST:
        return ""
    text = _without_footnotes(_plain_digits(raw.strip("\ufeff \t\r\n")))
    return PERCENT.sub("", text)


def shown(cell: Any) -> str:
    """Return the text of a cell, shortened if no rule covers it, empty if it has none."""
    if cell is None:
        return ""
    try:
        text = clean_text(str(cell)).value
    except (Unreadable, ValueError):  # ValueError: an integer of thousands of digits
        return visible(cell, SHOWN)
    return "" if text is pd.NA else str(text)


def guarded(text: str) -> str:
    """Return text so that no spreadsheet takes it for a formula; `unguarded` undoes it.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'=1+1"), guarded("Otan")
    ("'=1+1", "''=1+1", 'Otan')
    """
    return f"'{text}" if STARTS_FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return text without one guard against formulas, if it has one."""
    return text[1:] if text.startswith("'") and STARTS_FORMULA.match(text) else text


def _without_footnotes(text: str) -> str:
    while match := FOOTNOTE.search(text):
        text = FORMAT.sub("", text[: match.start()])  # a joiner may be last now
    return text


def _plain_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char, char)) for char in text)


def _count_or_share(raw: Any, field: Mapping[str, Any], **how: Any) -> Value:
    limits, whole = field["constraints"], field["type"] == "integer"
    percent = field["name"].endswith("_pct")
    rules: tuple[str, ...] = ()
    if isinstance(raw, Percent):
        if not percent:
            reject("a count, not a percentage")
        number, rules = Decimal(repr(float(raw))), ("per cent format",)
    elif isinstance(raw, str):
        plain = _plain_digits(raw)
        text = PERCENT.sub("", plain)
        marked = text != plain
        if marked and not percent:
            reject("a count, not a percentage")
        number, rules = read_number(text, most=limits["maximum"], whole=whole, **how)
        rules = ("digits of another script",) * (plain != raw) + ("per cent mark",) * marked + rules
    else:
        number = _as_decimal(raw)
        if not number.is_finite():
            reject("a finite number")
    least, most = limits.get("minimum", 0), limits["maximum"]
    if not least <= number <= most:  # before its digits are written out
        reject(f"a number from {least} to {most}")
    if whole and number != number.to_integral_value():
        reject("a whole number: counts have no decimals")
    return Value(int(number) if whole else float(number), rules)


def _as_decimal(raw: Any) -> Decimal:
    """Return a number of Python, numpy or the decimal module, exactly as it is written."""
    if isinstance(raw, (bool, np.timedelta64)):  # which Python and numpy count as integers
        reject("a number")
    if isinstance(raw, (int, np.integer)):
        return Decimal(int(raw))
    if isinstance(raw, (float, np.floating)):
        return Decimal(str(raw))
    if isinstance(raw, Fraction):
        with localcontext(Context(prec=28, traps=[])):
            return Decimal(raw.numerator) / Decimal(raw.denominator)
    if isinstance(raw, Decimal):
        return raw
    reject("a number")


def _words(raw: Any) -> str:
    """Return text, or a number or date as text."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, (Percent, np.timedelta64, np.complexfloating)) or not isinstance(raw, TEXTS):
        reject("text or a number")
    if isinstance(raw, (float, np.floating)) and float(raw).is_integer():
        raw = int(raw)  # district 12, which a workbook keeps as 12.0
    try:
        text = str(raw)
    except ValueError:  # an integer of thousands of digits
        reject(f"text of at most {LONGEST} characters")
    return str(clean_text(text).value)


def _truth(raw: Any) -> Value:
    if pd.api.types.is_bool(raw):
        return Value(bool(raw))
    text = _words(raw)
    word = key_of(text)
    if word in TRUE | FALSE:
        plain = text.lower() in {"true", "false"}
        return Value(word in TRUE, () if plain else ("word for yes or no",))
    reject("true or false; what another word means can be said in words=")


def _calendar_day(raw: Any) -> Value:
    if isinstance(raw, date):
        at = isinstance(raw, datetime) and raw.time() != time()
        rules = ("time of day left out",) if at else ()
        return Value(pd.Timestamp(raw.year, raw.month, raw.day), rules)
    text = _words(raw)
    for pattern, rule in DATES.items():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        year, month, day = (int(match[part]) for part in "ymd")
        if rule == SLASHES:
            if month != day and max(month, day) <= 12:
                reject("a date that can be read in one way only, such as 2004-09-19")
            month, day = sorted((month, day))
        try:
            return Value(pd.Timestamp(datetime(year, month, day)), (rule,) if rule else ())
        except (ValueError, pd.errors.OutOfBoundsDatetime):
            break
    reject("a date such as 2004-09-19")


def _listed(text: str, name: str, allowed: list[Any]) -> Value:
    """Read one of a few words, or a number that stands for one."""
    for value in allowed:
        if text in {str(value), f"{value}.0"}:
            return Value(value)
    value = ENUMERATIONS.get(name, {}).get(key_of(text))
    if value is None:
        reject(f"one of {', '.join(map(str, allowed))}")
    return Value(value, ("synonym",))
