"""Every figure of a file is in a table of the election or in its import report."""

import re

import pandas as pd

FIGURE = re.compile(r"[0-9][0-9.,' \u00a0\u202f\u2019]*(?: ?%)?")
DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{1,2}-\d{1,2}.*")


def lost(rows, election):
    """Return the figures of rows of cells that the election holds nowhere.

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
                known |= digits_of(value)
    said = " \n ".join(report[["found", "read_as", "rule"]].fillna("").agg(" ".join, axis=1))
    left_out = set(report.loc[report["read_as"].eq("left out").fillna(False), "found"].dropna())
    above: dict[int, set[str]] = {}
    missing = []
    for row in rows:
        for place, cell in enumerate(row):
            text = as_text(cell)
            of_column = above.setdefault(place, set())
            if FIGURE.fullmatch(text) and not DATE.fullmatch(text) and not of_column & left_out:
                found = digits_of(text) & known or text in said or digits_of(text) & {"", "1", "2"}
                if not found:
                    missing.append(text)
            of_column.add(text)
    return missing


def as_text(cell):
    """Return a cell as it would be written."""
    if cell is None or isinstance(cell, bool) or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() else repr(float(cell))
    return " ".join(str(cell).split())


def digits_of(value):
    """Return the digits of a figure, without zeros that say nothing; also as a fraction of 1."""
    if isinstance(value, pd.Timestamp):
        return {value.strftime("%Y")}
    text = as_text(value)
    whole = re.sub(r"\D", "", text).lstrip("0")
    return {whole, re.sub(r"\D", "", text).strip("0")} | {
        re.sub(r"\D", "", part).lstrip("0") for part in re.findall(r"\d+", text)
    }
