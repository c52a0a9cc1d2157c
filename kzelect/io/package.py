"""The data package: its descriptor, its CSV files, and the typed tables they become.

``datapackage.json`` is the authority on columns, types, units, keys and hashes.
A file whose hash is the described one is read with its described types and its
keys are compared; anything else is validated in full by *frictionless*, and what
does not fit is raised as one `DataError` that lists every problem.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from kzelect.errors import DataError, Problem

__all__ = [
    "DESCRIPTOR",
    "data_folder",
    "read_descriptor",
    "read_tables",
    "refresh_hashes",
    "shipped_folder",
    "validate",
]

DESCRIPTOR = "datapackage.json"

# Frictionless field type -> pandas dtype. Dates are read as text, then parsed. Text is kept
# in Python's own strings: pandas would use pyarrow where that happens to be installed, and
# comparisons would be of another type there.
DTYPES = {
    "boolean": "boolean",
    "date": "string[python]",
    "integer": "Int64",
    "number": "Float64",
    "string": "string[python]",
}
LISTED_KEYS = "also_source_ids"
# Constraint of a field -> what a cell has to be.
IN_WORDS = {
    "required": "a value: the cell is empty",
    "minimum": "a number from {} up",
    "maximum": "a number up to {}",
    "enum": "one of {}",
}
HEADER_ROWS = 1  # a spreadsheet counts the header as row 1, pandas counts data from 0

Descriptor = dict[str, Any]


def data_folder() -> Path:
    """Return the folder of the data that ship with kzelect.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        As `shipped_folder`.
    """
    return shipped_folder("data", DESCRIPTOR)


def shipped_folder(name: str, holds: str) -> Path:
    """Return a folder that ships with kzelect.

    A wheel carries it inside the package, a checkout beside the package.

    Parameters
    ----------
    name : {"data", "notebooks"}
    holds : str
        A file by which the folder is known.

    Returns
    -------
    pathlib.Path

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
    path = (folder or data_folder()) / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise DataError([Problem(str(path), None, None, None, "a file of this name")]) from None
    except ValueError as error:
        raise DataError([Problem(str(path), None, None, str(error), "valid JSON")]) from None
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise DataError([Problem(str(path), None, None, None, "a list called 'resources'")])
    return descriptor


def read_tables(
    folder: Path | str | None = None,
    names: Iterable[str] | None = None,
    *,
    verify: bool = True,
) -> dict[str, pd.DataFrame]:
    """Read tables of a data package with their described types.

    Parameters
    ----------
    folder : path-like, optional
        Folder with ``datapackage.json``. By default the data that ship; any other
        folder is always validated in full.
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
    foreign = folder is not None
    folder = Path(folder) if folder is not None else data_folder()
    descriptor = read_descriptor(folder)
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    wanted = _with_references(resources, names)
    contents = {name: _read_bytes(folder, resources[name]) for name in wanted}
    altered = verify and any(
        hashlib.sha256(content).hexdigest() != _sha256(resources[name])
        for name, content in contents.items()
    )
    if foreign or altered:
        problems = [p for p in validate(folder) if verify or not _is_about_the_file(p)]
        if problems:
            raise DataError(problems)
    try:
        tables = {
            name: _typed(content, resources[name]["schema"]) for name, content in contents.items()
        }
    except (ValueError, TypeError) as error:
        problems = [p for p in validate(folder) if verify or not _is_about_the_file(p)]
        unexplained = [Problem(str(folder), None, None, str(error), "the described types")]
        raise DataError(problems or unexplained) from error
    problems = [p for name in wanted for p in _key_problems(name, resources[name], tables)]
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
        Empty when everything fits: hashes, sizes, headers, types, constraints,
        primary and foreign keys.
    """
    import frictionless  # heavy, and only needed when something may be wrong

    folder = Path(folder) if folder is not None else data_folder()
    report = frictionless.validate(str(folder / DESCRIPTOR))
    problems = [
        Problem(DESCRIPTOR, None, None, None, f"a valid descriptor: {error.note}")
        for error in report.errors
    ]
    for task in report.tasks:
        problems += [_problem(Path(task.place).name, error) for error in task.errors]
    return problems


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
    for resource in descriptor["resources"]:
        content = _read_bytes(folder, resource)
        found = {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
        if {key: resource.get(key) for key in found} != found:
            changed.append(resource["name"])
            resource.update(found)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
    return changed


def _with_references(
    resources: dict[str, Descriptor], names: Iterable[str] | None
) -> dict[str, None]:
    """Return the named tables and, transitively, those that their foreign keys point to."""
    wanted: dict[str, None] = {}
    todo = list(resources if names is None else names)
    while todo:
        name = todo.pop(0)
        if name not in resources:
            there = ", ".join(resources)
            raise DataError([Problem(DESCRIPTOR, None, None, name, f"one of the tables {there}")])
        if name not in wanted:
            wanted[name] = None
            todo += [key["reference"]["resource"] or name for key in _foreign_keys(resources[name])]
    return wanted


def _read_bytes(folder: Path, resource: Descriptor) -> bytes:
    path = folder / str(resource["path"])
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DataError([Problem(DESCRIPTOR, None, None, resource["path"], "a path in its folder")])
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DataError([Problem(str(path), None, None, reason, "a readable file")]) from None


def _sha256(resource: Descriptor) -> str:
    return str(resource.get("hash", "")).removeprefix("sha256:")


def _typed(content: bytes, schema: Descriptor) -> pd.DataFrame:
    types = {field["name"]: field["type"] for field in schema["fields"]}
    frame = pd.read_csv(
        BytesIO(content),
        dtype={name: DTYPES[kind] for name, kind in types.items()},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    if list(frame.columns) != list(types):
        message = f"columns {', '.join(types)}, found {', '.join(map(str, frame.columns))}"
        raise ValueError(message)
    for name, kind in types.items():
        if kind == "date":
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    return frame


def _foreign_keys(resource: Descriptor) -> list[Descriptor]:
    return list(resource["schema"].get("foreignKeys", []))


def _key_problems(
    name: str, resource: Descriptor, tables: dict[str, pd.DataFrame]
) -> Iterator[Problem]:
    """Yield keys that repeat or lack a required part, and references that lead nowhere."""
    frame, schema = tables[name], resource["schema"]
    key = list(schema.get("primaryKey", []))
    required = [
        field["name"]
        for field in schema["fields"]
        if field["name"] in key and field.get("constraints", {}).get("required")
    ]
    # Sets find that all is well several times faster than pandas finds what is wrong where.
    rows = list(zip(*(frame[column].tolist() for column in key), strict=True))
    if len(set(rows)) < len(rows) or any(frame[column].hasnans for column in required):
        wrong = frame[required].isna().any(axis=1) | frame.duplicated(key)
        for row, values in (
            frame.loc[wrong, key].astype("string[python]").fillna("nothing").iterrows()
        ):
            yield _at(resource, row, ", ".join(key), ", ".join(values), "one row with this key")
    if LISTED_KEYS in frame:  # several keys in one cell, which no foreign key can say
        ids = frame[LISTED_KEYS].dropna()
        known = set(tables["sources"]["source_id"].tolist())
        if not {i for cell in set(ids.tolist()) for i in cell.split(";")} <= known:
            ids = ids.str.split(";").explode()
            for row, value in ids[~ids.isin(known)].items():
                expected = "keys of table sources, with ';' between"
                yield _at(resource, row, LISTED_KEYS, value, expected)
    for foreign in _foreign_keys(resource):
        (column,), reference = foreign["fields"], foreign["reference"]
        known = set(tables[reference["resource"] or name][reference["fields"][0]].tolist())
        if not set(frame[column].tolist()) - {pd.NA} <= known:
            stray = frame.loc[frame[column].notna() & ~frame[column].isin(known), column]
            for row, value in stray.items():
                expected = f"a key of table {reference['resource']}: add it there first"
                yield _at(resource, row, column, value, expected)


def _at(resource: Descriptor, row: Any, column: str, value: object, expected: str) -> Problem:
    return Problem(resource["path"], int(row) + HEADER_ROWS + 1, column, str(value), expected)


def _is_about_the_file(problem: Problem) -> bool:
    """Say whether a problem is a stale hash or size, which ``verify=False`` asks to ignore."""
    return problem.expected.startswith(("sha256 ", "a size of "))


def _problem(file: str, error: Any) -> Problem:
    """Translate an error of frictionless: it knows the place, we say what was expected."""
    row, column, value = (
        getattr(error, name, None) for name in ("row_number", "field_name", "cell")
    )
    note = str(error.note)
    match error.type:
        case "hash-count":
            expected, found = _quoted(note)
            mend = "if the change is meant, kzelect.io.package.refresh_hashes writes the new one"
            return Problem(file, None, None, f"sha256 {found}", f"sha256 {expected}; {mend}")
        case "byte-count":
            expected, found = _quoted(note)
            return Problem(file, None, None, f"{found} bytes", f"a size of {expected} bytes")
        case "type-error":
            return Problem(file, row, column, value, _kind(note))
        case "constraint-error":
            return Problem(file, row, column, value, _constraint(note))
        case "missing-label" | "incorrect-label":
            value = getattr(error, "label", None) or None
            return Problem(file, HEADER_ROWS, column, value, f"a column named {column}")
        case "primary-key":
            cells, again = ", ".join(map(str, error.cells)), note.split()[-1]
            return Problem(file, row, None, cells, f"one row with this key; row {again} has it too")
        case "foreign-key":
            column = ", ".join(error.field_names)
            value = ", ".join(map(str, error.field_cells))
            target = f"a key of table {error.reference_name}: add it there first"
            return Problem(file, row, column, value, target)
        case _:
            return Problem(file, row, column, value, f"{error.title}: {note}")


def _kind(note: str) -> str:
    """Return the type out of 'type is "integer/default"'."""
    return note.removeprefix("type is ").strip('"').removesuffix("/default")


def _constraint(note: str) -> str:
    """Return in words what 'constraint "maximum" is "100"' expects."""
    name, _, limit = note.removeprefix("constraint ").replace('"', "").partition(" is ")
    return IN_WORDS.get(name, f"{name} {{}}").format(limit)


def _quoted(note: str) -> tuple[str, str]:
    """Return the expected and the actual value out of 'expected is "x" and actual is "y"'."""
    _, expected, _, found, _ = note.split('"')
    return expected, found
