"""The data package: its descriptor, its CSV files, and the typed tables they become.

``datapackage.json`` is the authority on columns, types, units, keys and hashes. A file that
ships and has the described hash is parsed at once; any other file is checked cell by cell.
Keys are always compared. What does not fit is raised as one `DataError` that lists every
problem. The descriptor of another folder is data: its fields, keys and hashes are read,
what would change the meaning of a file is refused by name, everything else is ignored.
"""

from __future__ import annotations

import hashlib
import json
import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pandas as pd

from kzelect.errors import DataError, Problem
from kzelect.io.cells import unguarded
from kzelect.io.limits import LIMITS, decoded, read_bytes, records, within

DESCRIPTOR = "datapackage.json"

# Type of a field -> pandas dtype. Dates are read as text, then parsed. Text is kept
# in Python's own strings: pandas would use pyarrow where that happens to be installed, and
# comparisons would be of another type there.
DTYPES = {
    "boolean": "boolean",
    "date": "string[python]",
    "integer": "Int64",
    "number": "Float64",
    "string": "string[python]",
}
NUMBERS, TEXTS = ["integer", "number"], ["string"]
LISTED_KEYS = "also_source_ids"
HEADER_ROWS = 1  # a spreadsheet counts the header as row 1, pandas counts data from 0

# Keys of a resource or field that change how a file is read -> the only value accepted.
RESOURCE_DEFAULTS = {"encoding": "utf-8", "format": "csv", "scheme": "file"}
RESOURCE_REFUSED = ["compression", "data", "dialect", "extrapaths", "innerpath", "layout"]
FIELD_DEFAULTS = {
    "bareNumber": True,
    "decimalChar": ".",
    "falseValues": ["false"],
    "format": "default",
    "groupChar": "",
    "missingValues": [""],
    "trueValues": ["true"],
}
SHA256 = re.compile(r"(sha256:)?[0-9a-f]{64}")
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Descriptor = dict[str, Any]


class Constraint(NamedTuple):
    """What a constraint can be, of which types of fields, and what it says of a cell."""

    form: type | tuple[type, ...]
    types: Iterable[str]
    holds: Callable[[Any, Any], object] = lambda cell, limit: True
    expected: str = ""


ANYTHING = Constraint(object, DTYPES)  # an empty cell and a value that repeats are found elsewhere
CONSTRAINTS = {
    "required": Constraint(bool, DTYPES),
    "unique": Constraint(bool, DTYPES),
    "minimum": Constraint((int, float), NUMBERS, operator.ge, "a number of at least {}"),
    "maximum": Constraint((int, float), NUMBERS, operator.le, "a number of at most {}"),
    "enum": Constraint(list, DTYPES, lambda value, listed: value in listed, "one of {}"),
    "minLength": Constraint(int, TEXTS, lambda t, n: len(t) >= n, "text of at least {} characters"),
    "maxLength": Constraint(int, TEXTS, lambda t, n: len(t) <= n, "text of at most {} characters"),
    "pattern": Constraint(str, TEXTS, lambda text, form: re.fullmatch(form, text), "text like {}"),
}


class Field(NamedTuple):
    """A column: its type and what its cells have to be."""

    type: str
    constraints: Mapping[str, Any]


class Reference(NamedTuple):
    """Columns whose values are keys of a table."""

    columns: list[str]
    table: str
    targets: list[str]


class Resource(NamedTuple):
    """A table as a descriptor describes it."""

    name: str
    path: str
    fields: dict[str, Field]
    key: list[str]
    references: list[Reference]
    sha256: str | None


def data_folder() -> Path:
    """Return the folder of the data that ship with kzelect (`shipped_folder`)."""
    return shipped_folder("data", DESCRIPTOR)


def shipped_folder(name: str, holds: str) -> Path:
    """Return a folder that ships with kzelect, inside the package or, in a checkout, beside it.

    Parameters
    ----------
    name : {"data", "notebooks"}
    holds : str
        A file by which the folder is known.

    Raises
    ------
    FileNotFoundError
        If it is in neither place.
    """
    package = Path(__file__).resolve().parents[1]
    places = (package / name, package.parent / name)
    for folder in places:
        if (folder / holds).is_file():
            return folder
    message = f"the {name} of kzelect are neither in {places[0]} nor in {places[1]}"
    raise FileNotFoundError(message)


def read_descriptor(folder: Path | None = None) -> Descriptor:
    """Return the descriptor of a data package as a dictionary.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Folder that holds ``datapackage.json``; by default the data that ship.

    Raises
    ------
    DataError
        If there is no such file, or it is not JSON with a list of resources.
    """
    folder = folder or data_folder()
    return _descriptor_in(read_bytes(folder / DESCRIPTOR, LIMITS, folder=folder))


def _descriptor_in(content: bytes) -> Descriptor:
    try:
        descriptor = json.loads(content)
    except (ValueError, RecursionError) as error:
        _refuse(str(error), "valid JSON")
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        _refuse(None, "a list called 'resources'")
    return descriptor


@lru_cache(maxsize=1)
def _resources_in(content: bytes) -> Mapping[str, Resource]:
    return _resources(_descriptor_in(content))


def read_tables(
    folder: Path | str | None = None, names: Iterable[str] | None = None, *, verify: bool = True
) -> dict[str, pd.DataFrame]:
    """Read tables of a data package with their described types.

    Parameters
    ----------
    folder : path-like, optional
        Folder with ``datapackage.json``. By default the data that ship; of any other
        folder every cell is checked. Only regular files inside the folder are opened,
        and a ``pattern`` of its descriptor is not evaluated.
    names : iterable of str, optional
        Which tables; by default all. Tables that these refer to are read too,
        since their keys are compared.
    verify : bool
        Compare the sha256 of each file with the descriptor. ``False`` skips the
        hashes, not the types and keys.

    Returns
    -------
    dict of str to pandas.DataFrame
        Columns in described order; integers ``Int64``, numbers ``Float64``, text
        ``string``, truth ``boolean``, dates ``datetime64``. An empty cell is missing.

    Raises
    ------
    DataError
        Naming file, row, column, value and what was expected, all problems at once.

    Examples
    --------
    >>> from kzelect.io.package import read_tables
    >>> turnout = read_tables(names=["turnout"])["turnout"]
    >>> turnout.query("election == 2004").set_index("ballot")[["registered", "ballots_cast"]]
                  registered  ballots_cast
    ballot
    list             8662188       4893204
    first_round      8662188          <NA>
    second_round     2766465       1250675
    """
    shipped = folder is None
    folder = data_folder() if folder is None else Path(folder)
    content = read_bytes(folder / DESCRIPTOR, LIMITS, folder=folder)
    resources = dict(_resources_in(content))  # the same descriptor is compared once
    wanted = _with_references(resources, names)
    if not shipped:
        _compare_with_ours(resources, wanted)
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name in wanted:
        resource = resources[name]
        content = read_bytes(folder / resource.path, LIMITS, folder=folder)
        found = hashlib.sha256(content).hexdigest() if verify else None
        if shipped and found is not None and found == resource.sha256:
            tables[name] = _parsed(content, resource)
            continue
        if verify and resource.sha256 != found and (shipped or resource.sha256):
            mend = "if the change is meant, kzelect.io.package.refresh_hashes writes the new one"
            expected = f"sha256 {resource.sha256}; {mend}"
            problems.append(Problem(resource.path, None, None, f"sha256 {found}", expected))
        try:
            tables[name] = _checked(content, resource, patterns=shipped)
        except DataError as error:
            problems += error.problems
    # A table that could not be read has no keys to compare.
    keys = cache(lambda name, *columns: _keys(tables[name], columns))
    problems += [p for name in tables for p in _key_problems(resources[name], tables, keys)]
    if problems:
        raise DataError(problems)
    return tables


def validate(folder: Path | str | None = None) -> list[Problem]:
    """Compare every file of a data package with its descriptor, in full.

    Parameters
    ----------
    folder : path-like, optional
        Folder with ``datapackage.json``; by default the data that ship.

    Returns
    -------
    list of Problem
        Empty when everything fits: hashes, headers, types, constraints, primary and
        foreign keys.
    """
    try:
        read_tables(data_folder() if folder is None else folder)
    except DataError as error:
        return list(error.problems)
    return []


def refresh_hashes(folder: Path | str | None = None) -> list[str]:
    """Write the sha256 and size of every file into the descriptor.

    Parameters
    ----------
    folder : path-like, optional
        Folder with ``datapackage.json``; by default the data that ship.

    Returns
    -------
    list of str
        Names of the tables whose entry changed.
    """
    folder = Path(folder) if folder is not None else data_folder()
    descriptor = read_descriptor(folder)
    changed = []
    for resource, path in zip(
        descriptor["resources"], (r.path for r in _resources(descriptor).values()), strict=True
    ):
        content = read_bytes(folder / path, LIMITS, folder=folder)
        found = {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
        if {key: resource.get(key) for key in found} != found:
            changed.append(resource["name"])
            resource.update(found)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
    return changed


# The descriptor


def _refuse(found: object, expected: str) -> NoReturn:
    value = None if found is None else str(found)[:200]
    raise DataError([Problem(DESCRIPTOR, None, None, value, expected)])


def _resources(descriptor: Descriptor) -> dict[str, Resource]:
    """Return the described tables by name, or say why they do not have the expected form."""
    resources: dict[str, Resource] = {}
    for described in descriptor["resources"]:
        resource = _resource(described)
        if resource.name in resources:
            _refuse(resource.name, "one resource of this name")
        resources[resource.name] = resource
    return resources


def _resource(described: Any) -> Resource:
    if not isinstance(described, dict):
        _refuse(described, "a resource that is an object with name, path and schema")
    name, path, schema = (described.get(key) for key in ("name", "path", "schema"))
    if not isinstance(name, str) or not isinstance(path, str) or not isinstance(schema, dict):
        _refuse(name, "a resource with a name and a path that are text, and a schema of its own")
    _only_defaults(described, RESOURCE_DEFAULTS, f"the table {name}")
    for key in RESOURCE_REFUSED:
        if described.get(key):
            _refuse(key, f"no such key in the table {name}: files are plain CSV")
    if "missingValues" in schema:
        _only_defaults(schema, FIELD_DEFAULTS, f"the table {name}")
    sha256 = described.get("hash")
    if sha256 is not None and not (isinstance(sha256, str) and SHA256.fullmatch(sha256)):
        _refuse(sha256, f"a hash of the table {name} such as sha256:9f86d081…")
    fields = _fields(schema.get("fields"), name)
    keys = _columns(schema.get("primaryKey", []), fields, f"the primary key of {name}")
    foreign = schema.get("foreignKeys", [])
    if not isinstance(foreign, list):
        _refuse(foreign, f"foreignKeys of the table {name} that are a list")
    references = [_reference(link, name, fields) for link in foreign]
    digest = sha256.removeprefix("sha256:") if sha256 else None
    return Resource(name, path, fields, keys, references, digest)


def _only_defaults(described: Descriptor, defaults: Mapping[str, Any], of: str) -> None:
    for key, default in defaults.items():
        if described.get(key, default) != default:
            _refuse(described[key], f"{key} {default!r} in {of}, or none")


def _fields(described: Any, table: str) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for field in described if isinstance(described, list) else []:
        name = field.get("name") if isinstance(field, dict) else None
        if not isinstance(name, str) or not name or name in fields:
            _refuse(name, f"fields of the table {table} with a name, each once")
        kind, rules = field.get("type"), field.get("constraints", {})
        if not isinstance(kind, str) or kind not in DTYPES:
            _refuse(kind, f"the type of {name} in {table}: one of {', '.join(DTYPES)}")
        _only_defaults(field, FIELD_DEFAULTS, f"the field {name} of {table}")
        if not isinstance(rules, dict) or not all(
            isinstance(limit, form) and kind in types and limit == limit
            for rule, limit in rules.items()
            for form, types, *_ in [CONSTRAINTS.get(rule, ANYTHING)]
        ):
            _refuse(rules, f"constraints of the field {name} of {table} that fit its type")
        fields[name] = Field(kind, rules)
    if not fields:
        _refuse(None, f"a list of fields of the table {table}")
    return fields


def _columns(described: Any, fields: Iterable[str], of: str) -> list[str]:
    names = [described] if isinstance(described, str) else described
    if not isinstance(names, list) or not all(isinstance(n, str) and n in fields for n in names):
        _refuse(described, f"columns of the table in {of}")
    return names


def _reference(link: Any, table: str, fields: Iterable[str]) -> Reference:
    of = f"a foreign key of {table}"
    target = link.get("reference") if isinstance(link, dict) else None
    resource = target.get("resource") if isinstance(target, dict) else None
    if not isinstance(target, dict) or not isinstance(resource, str):
        _refuse(link, f"{of} with fields and a reference to a resource and its fields")
    columns = _columns(link.get("fields"), fields, of)
    targets = target.get("fields")
    targets = [targets] if isinstance(targets, str) else targets
    if not isinstance(targets, list) or len(targets) != len(columns):
        _refuse(link, f"{of} with as many fields as the table it refers to")
    return Reference(columns, resource or table, targets)


def _with_references(
    resources: Mapping[str, Resource], names: Iterable[str] | None
) -> dict[str, None]:
    """Return the named tables and, transitively, those that their foreign keys point to."""
    wanted: dict[str, None] = {}
    todo = list(resources if names is None else names)
    while todo:
        name = todo.pop(0)
        if name not in resources:
            _refuse(name, f"one of the tables {', '.join(resources)}")
        if name not in wanted:
            wanted[name] = None
            for _, table, targets in resources[name].references:
                todo.append(table)
                if table in resources:
                    _columns(targets, resources[table].fields, f"what {name} refers to in {table}")
    return wanted


def _compare_with_ours(resources: dict[str, Resource], wanted: Iterable[str]) -> None:
    """Refuse another description of a table that ships, and compare our key of it."""
    ours = _resources(read_descriptor())
    for name in wanted:
        if name not in ours:
            continue
        for column, field in ours[name].fields.items():
            described = resources[name].fields.get(column)
            if described is None or described.type != field.type:
                found = described and described.type
                _refuse(found, f"a field {column} of type {field.type} in the table {name}")
        resources[name] = resources[name]._replace(key=ours[name].key)


# The files


def _parsed(content: bytes, resource: Resource) -> pd.DataFrame:
    """Return a file that is known to fit."""
    frame = pd.read_csv(
        BytesIO(content),
        dtype={name: DTYPES[field.type] for name, field in resource.fields.items()},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    return _with_dates(frame, resource)


def _with_dates(frame: pd.DataFrame, resource: Resource) -> pd.DataFrame:
    for name, field in resource.fields.items():
        if field.type == "date":
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    return frame


def _checked(content: bytes, resource: Resource, *, patterns: bool) -> pd.DataFrame:
    """Return a file, every cell of which is compared with its description.

    A `DataError` has every cell that does not fit.
    """
    file, names = resource.path, list(resource.fields)
    lines = records(decoded(content, file, "utf-8-sig"), ",", file)
    problems: list[Problem] = []
    for name, label in zip_longest(names, next(lines, [])):
        if label != name:
            expected = f"a column named {name}" if name else f"the {len(names)} described columns"
            problems.append(Problem(file, HEADER_ROWS, name, label, expected))
    if problems:
        raise DataError(problems)
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, start=HEADER_ROWS + 1):
        within(file, "rows", number, LIMITS.rows)
        if len(cells) == len(names):
            rows.append((number, cells))
        elif cells:
            expected = f"{len(names)} cells, as many as the header has"
            problems.append(Problem(file, number, None, f"{len(cells)} cells", expected))
    within(file, "cells", len(rows) * len(names), LIMITS.cells)
    columns: dict[str, Any] = {}
    for place, (name, field) in enumerate(resource.fields.items()):
        values: list[Any] = []
        seen: set[Any] = set()
        for number, cells in rows:
            value, wrong = _checked_value(cells[place], field, patterns=patterns)
            if wrong is None and field.constraints.get("unique") and value is not pd.NA:
                wrong = "another value in every row" if value in seen else None
                seen.add(value)
            if wrong is not None:
                problems.append(Problem(file, number, name, cells[place] or None, wrong))
            values.append(value)
        columns[name] = values
    if problems:
        raise DataError(problems)
    types = {name: DTYPES[field.type] for name, field in resource.fields.items()}
    return _with_dates(pd.DataFrame(columns, dtype=object).astype(types), resource)


def _checked_value(text: str, field: Field, *, patterns: bool) -> tuple[Any, str | None]:
    """Return the value of a cell, and what was expected if it does not fit."""
    if text == "":
        is_wrong = field.constraints.get("required")
        return pd.NA, "a value: the cell is empty" if is_wrong else None
    read, in_words = READERS[field.type]
    value = read(text)
    if value is None:
        return pd.NA, in_words
    for rule, limit in field.constraints.items():
        constraint = CONSTRAINTS.get(rule, ANYTHING)
        if (patterns or rule != "pattern") and not constraint.holds(value, limit):
            shown = ", ".join(map(str, limit)) if isinstance(limit, list) else limit
            return value, constraint.expected.format(shown)
    return value, None


def _finite(text: str) -> float | None:
    value = float(text) if NUMBER.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def _day(text: str) -> str | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return text if DAY.fullmatch(text) else None


# Type of a field -> what reads its cells, None if it cannot, and what it is called.
READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "boolean": ({"true": True, "false": False}.get, "true or false"),
    "date": (_day, "a date such as 2004-09-19"),
    "integer": (lambda text: int(text) if INTEGER.fullmatch(text) else None, "integer"),
    "number": (_finite, "number"),
    "string": (unguarded, "text"),
}


# The keys


def _key_problems(
    resource: Resource, tables: Mapping[str, pd.DataFrame], keys: Callable[..., list[Any]]
) -> Iterator[Problem]:
    """Yield keys that repeat or lack a required part, and references that lead nowhere."""
    frame, key = tables[resource.name], resource.key

    def problem(row: Any, columns: list[str], cells: Iterable[object], expected: str) -> Problem:
        number, value = int(row) + HEADER_ROWS + 1, ", ".join(map(str, cells))
        return Problem(resource.path, number, ", ".join(columns), value, expected)

    required = [name for name in key if resource.fields[name].constraints.get("required")]
    # Sets find that all is well several times faster than pandas finds what is wrong where.
    rows, parts = keys(resource.name, *key), keys(resource.name, *required)
    if len(set(rows)) < len(rows) or any(map(_is_open, parts)):
        wrong = frame[required].isna().any(axis=1) | frame.duplicated(key)
        texts = frame.loc[wrong, key].astype("string[python]").fillna("nothing")
        for row, values in texts.iterrows():
            yield problem(row, key, values, "one row with this key")
    if LISTED_KEYS in frame and "sources" in tables:  # several keys in one cell
        sources = {source for (source,) in keys("sources", "source_id")}
        cells = {cell for (cell,) in keys(resource.name, LISTED_KEYS) if cell is not pd.NA}
        if not {source for cell in cells for source in cell.split(";")} <= sources:
            ids = frame[LISTED_KEYS].dropna().str.split(";").explode()
            for row, value in ids[~ids.isin(sources)].items():
                expected = "keys of table sources, with ';' between"
                yield problem(row, [LISTED_KEYS], [value], expected)
    for columns, table, targets in resource.references:
        if table not in tables:
            continue  # it could not be read
        known, found = set(keys(table, *targets)), keys(resource.name, *columns)
        stray = {link for link in set(found) - known if not _is_open(link)}
        for row, link in enumerate(found if stray else []):
            if link in stray:
                yield problem(row, columns, link, f"a key of table {table}: add it there first")


def _keys(frame: pd.DataFrame, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """Return the key of each row."""
    return list(zip(*(frame[column].tolist() for column in columns), strict=True))


def _is_open(key: Iterable[Any]) -> bool:
    return any(part is pd.NA for part in key)
