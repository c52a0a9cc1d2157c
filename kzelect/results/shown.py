"""A table as people read it: names, units and separators, its text form as careful as its HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from kzelect.errors import LabelError
from kzelect.text import MISSING, NO_MATHS, plain, type_of

# The class twice: JupyterLab aligns cells to the right with more weight than two classes have.
STYLE = (
    "<style scoped>.kz-table td, .kz-table th {text-align: right; vertical-align: top} "
    ".kz-table.kz-table .kz-words {text-align: left; max-width: 32em; white-space: normal}</style>"
)
# Jupyter sets text between dollar signs as mathematics, but not in these classes.
CLASSES = f"kz-table {NO_MATHS}"
HEADERS = {
    "party": "Party",
    "party_name": "Party",
    "list": "List seats",
    "total": "All seats",
    "source_id": "Source",
    "also_source_ids": "Confirmed by",
    "change_as_published": "Change as published",
    "seats_list": "List seats",
    "seats_district": "District seats",
    "seats_total": "All seats",
    "vote_share": "Share of valid votes, %",
    "cast_share": "Share of ballots cast, %",
    "registered_share": "Share of registered voters, %",
    "seat_share": "Share of seats, %",
}
PARTIES = {"party", "holder", "member_of", "successor"}  # columns that hold keys of parties
PLAIN_NUMBERS = {"election", "year", "founded", "dissolved"}  # no separator of thousands
KEY = re.compile(r"[a-z]+(_[a-z0-9]+)+")  # first_round
MINUS = "\N{MINUS SIGN}"
DAY_LENGTH = 12  # a name of the day up to here needs no short name
SIGNED = {"change", "difference", "swing"}


@dataclass(frozen=True, repr=False)
class ShownTable:
    """What `kzelect.show` returns: displays as HTML in Jupyter, as text elsewhere.

    Attributes
    ----------
    text : pandas.DataFrame
        The cells as they are shown, all of them text.
    frame : pandas.DataFrame
        The frame that is shown, as it was given.
    """

    text: pd.DataFrame
    frame: pd.DataFrame
    _html: pd.DataFrame
    _words: tuple[bool, ...]

    def __repr__(self) -> str:
        columns = [[str(name), *self.text[name]] for name in self.text]
        justified = []
        for cells, words in zip(columns, self._words, strict=True):
            width = max(map(len, cells))
            justified.append([c.ljust(width) if words else c.rjust(width) for c in cells])
        return "\n".join("  ".join(line).rstrip() for line in zip(*justified, strict=True))

    def _repr_html_(self) -> str:
        def row(cells: Iterable[str], tag: str) -> str:
            marked = (
                f'<{tag} class="kz-words">{cell}</{tag}>' if words else f"<{tag}>{cell}</{tag}>"
                for cell, words in zip(cells, self._words, strict=True)
            )
            return f"<tr>{''.join(marked)}</tr>"

        head = row(map(escape, self._html.columns), "th").replace("<th", '<th scope="col"')
        body = "\n".join(row(cells, "td") for cells in self._html.itertuples(index=False))
        table = f"<thead>{head}</thead>\n<tbody>{body}</tbody>"
        return f'{STYLE}\n<table class="{CLASSES}">{table}</table>'


def shown_table(
    frame: pd.DataFrame | pd.Series,
    *,
    headers: Mapping[str, str] | None = None,
    decimals: int = 2,
    names: Mapping[str, str] | None = None,
    sources: pd.DataFrame | None = None,
) -> ShownTable:
    """Return a frame in a form to be read, as `kzelect.show` does.

    Parameters
    ----------
    frame, headers, decimals
        See `kzelect.show`.
    names : mapping of str to str, optional
        Names of the parties, where the frame has their keys only.
    sources : pandas.DataFrame, optional
        ``source_id``, ``title``, ``url``: keys of sources become titles with links.
    """
    given_type: object = frame
    if not isinstance(given_type, (pd.Series, pd.DataFrame)):
        message = f"frame is a {type_of(frame)}; expected a pandas DataFrame or Series"
        raise LabelError(message)
    if isinstance(frame, pd.Series):
        frame = frame.to_frame("value" if frame.name is None else frame.name)
    given = frame.copy()
    if frame.columns.nlevels > 1:
        message = "columns of several levels: give them single names first"
        raise LabelError(message)
    if not (isinstance(frame.index, pd.RangeIndex) and frame.index.name is None):
        twice = [name for name in frame.index.names if name in frame.columns]
        if twice:
            message = f"the index and a column are both called {plain(twice[0])}; expected one"
            raise LabelError(message)
        frame = frame.reset_index()
    frame = frame.set_axis(list(map(str, frame.columns)), axis=1)
    headers = dict(headers or {})
    if "party_name" in frame and "party" in frame:
        frame = frame.drop(columns="party")
    if not frame.columns.is_unique:
        repeated = frame.columns[frame.columns.duplicated()]
        message = f"columns named twice: {', '.join(map(plain, repeated))}"
        raise LabelError(message)
    if missing := [name for name in headers if name not in frame]:
        message = (
            f"headers: no column {', '.join(map(plain, missing))}; "
            f"there are {', '.join(map(plain, frame))}"
        )
        raise LabelError(message)
    titles = {} if sources is None else _source_titles(sources)
    text: dict[str, list[str]] = {}
    html: dict[str, list[str]] = {}
    words = []
    for name in frame.columns:
        values = frame[name]
        header = headers.get(name) or HEADERS.get(name) or _header(name)
        if header in text:
            header = f"{header} ({plain(name)})"
        if name in PARTIES and names:
            values = values.replace(names)
        if name.endswith(("source_id", "source_ids", "source_a", "source_b")):
            cited = [MISSING if pd.isna(keys) else plain(keys) for keys in values]
            pairs = [[titles.get(key, (key, escape(key))) for key in c.split(";")] for c in cited]
            text[header] = ["; ".join(title for title, _ in pair) for pair in pairs]
            html[header] = ["; ".join(link for _, link in pair) for pair in pairs]
        else:
            text[header] = _cell_texts(name, values, decimals)
            html[header] = [escape(cell) for cell in text[header]]
        words.append(not pd.api.types.is_numeric_dtype(values) or name in PLAIN_NUMBERS)
    index = range(len(frame))
    return ShownTable(
        pd.DataFrame(text, index=index, dtype=object),
        given,
        pd.DataFrame(html, index=index, dtype=object),
        tuple(words),
    )


def party_names(rows: pd.DataFrame, parties: pd.DataFrame) -> list[str]:
    """Return what to call the party of each row, on the day where that is short, "" for none.

    A party keeps its key through renamings: a picture of 2023 has to say Amanat, not Otan.
    """
    short_names = parties.reindex(columns=["short_name"])["short_name"]
    known = dict(zip(parties["party"], short_names, strict=True))
    names = []
    for party, of_day in rows.reindex(columns=["party", "party_name"]).itertuples(index=False):
        day, short, key = (
            "" if pd.isna(name) else plain(name) for name in (of_day, known.get(party), party)
        )
        names.append(day if 0 < len(day) <= DAY_LENGTH else short or day or key)
    return names


def _header(name: str) -> str:
    stem = re.sub("_(share|pct)$", "", name)
    words = plain(stem).replace("_", " ").strip()
    return words[:1].upper() + words[1:] + ("" if stem == name else ", %")


def _cell_texts(name: str, values: pd.Series, decimals: int) -> list[str]:
    sign = "+" if name in SIGNED else ""
    group = "" if name in PLAIN_NUMBERS else ","

    def cell(value: Any) -> str:
        signals = isinstance(value, Decimal) and value.is_snan()  # pandas cannot look at it
        if pd.api.types.is_scalar(value) and not signals and pd.isna(value):
            return MISSING
        if isinstance(value, pd.Timestamp):
            return f"{value.day} {value:%B %Y}"
        if pd.api.types.is_bool(value):
            return "yes" if value else "no"
        if isinstance(value, int | float | np.number):
            number = 100 * float(value) if name.endswith("_share") else value
            form = f"{group}d" if pd.api.types.is_integer(number) else f"{group}.{decimals}f"
            return f"{number:{sign if number else ''}{form}}".replace("-", MINUS)
        if isinstance(value, (list, tuple)):
            return ", ".join(map(plain, value))
        text = plain(value)
        return text.replace("_", " ") if KEY.fullmatch(text) else text

    if pd.api.types.is_float_dtype(values) and not name.endswith(("_share", "_pct")):
        whole = values.dropna()
        with np.errstate(all="ignore"):
            is_whole = np.isfinite(whole.astype(float)).all() and (whole == whole.round()).all()
            if is_whole and (abs(whole) < 2**53).all():
                values = values.astype("Float64").round().astype("Int64")
    return [cell(value) for value in values.tolist()]


def _source_titles(sources: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return the title of each source as text and, with its link, as HTML."""
    titles = {}
    columns = (sources[name] for name in ("source_id", "title", "url"))
    for key, title, url in zip(*columns, strict=True):
        text = plain(title)
        link = escape(text)
        if not pd.isna(url) and url.startswith(("https://", "http://")):
            link = f'<a href="{escape(url)}">{link}</a>'
        titles[key] = text, link
    return titles
