"""Every figure of a file is in a table of the election or in its import report."""

import re

import pandas as pd

from kzelect.io.cells import shown
from kzelect.io.layout import MOST_LEVELS
from kzelect.text import visible

FIGURE = re.compile(r"[0-9][0-9.,' \u00a0\u202f\u2019]*(?: ?%)?")
DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{1,2}-\d{1,2}.*")


def lost(rows, election):
    """Return the figures of rows of cells that the election holds nowhere.

    A figure is accounted for if a table holds it, the report repeats it, or its column is
    left out by name; the name is compared as the reader shows it, the figure digit by digit.

    Parameters
    ----------
    rows : list of list
        The cells of one table as they stand, headers included.
    election : kzelect.Election
    """
    report = election.import_report
    known = set()
    for table in election.published.values():
        for column in table:
            for value in table[column].dropna().unique():
                known |= digits_in(value)
    said = " \n ".join(report[["found", "read_as", "rule"]].fillna("").agg(" ".join, axis=1))
    of_columns = report["column"].notna() & report["read_as"].eq("left out").fillna(False)
    left_out = set(report.loc[of_columns, "found"].dropna())
    names: dict[int, set[str]] = {}
    missing = []
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            text = as_text(cell)
            above = names.setdefault(place, set())
            if FIGURE.fullmatch(text) and not DATE.fullmatch(text) and not above & left_out:
                forms = "|".join(map(re.escape, {text, visible(cell)}))
                repeated = re.search(rf"(?<![0-9])(?:{forms})(?![0-9])", said)
                if not (digits_of(text) & known or repeated or digits_of(text) <= {"", "1", "2"}):
                    missing.append(text)
        for place, texts in enumerate(zip(*headers(rows[: number + 1]), strict=True)):
            names.setdefault(place, set()).update(joined(texts))
    return missing


def headers(rows):
    """Return the last rows as the reader shows them; a group of columns reaches to the right."""
    width = max(map(len, rows))
    *groups, last = [[shown(cell) or "" for cell in row] for row in rows[-MOST_LEVELS:]]
    filled = []
    for row in groups:
        cells = []
        for cell in row + [""] * (width - len(row)):
            cells.append(cell or (cells[-1] if cells else ""))
        filled.append(cells)
    return [*filled, last + [""] * (width - len(last))]


def joined(texts):
    """Return every header that the last rows above a cell can make together."""
    for start in range(len(texts)):
        yield visible(" ".join(text for text in dict.fromkeys(texts[start:]) if text))


def as_text(cell):
    """Return a cell as it would be written."""
    if cell is None or isinstance(cell, bool) or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() else repr(float(cell))
    return " ".join(str(cell).split())


def digits_of(value):
    """Return the digits of a figure without outer zeros, as it stands and as a fraction of 1."""
    if isinstance(value, pd.Timestamp):
        return {value.strftime("%Y")}
    digits = re.sub(r"\D", "", as_text(value))
    return {digits.lstrip("0"), digits.strip("0")}


def digits_in(value):
    """Return the digits of every figure of a value: a number, or a text such as 'District 12'."""
    if isinstance(value, str):
        return {digits for text in FIGURE.findall(value) for digits in digits_of(text)}
    return digits_of(value)
