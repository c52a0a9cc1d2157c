"""The way through the house runs downwards: a room imports only from lower floors."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kzelect

PACKAGE = Path(kzelect.__file__).parent

FLOORS = """
errors
formulas labels shares tables
apportionment cleaning districts indices majorities results turnout uncertainty
assembly by_election checks power readers representation rules scenarios simulation verdicts
election
catalogue plots
explorer
"""
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS.split("\n")) for room in rooms.split()}


def rooms():
    """Yield each file of the package with the room it belongs to."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts != ("__init__",):
            yield parts[0], path


def imported_rooms(path):
    """Return the rooms that a file imports, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "kzelect":
                names = [f"kzelect.{alias.name}" for alias in node.names]
            else:
                names = [node.module]
        else:
            continue
        yield from (n.split(".")[1] for n in names if n.startswith("kzelect."))


def test_every_room_has_a_floor():
    assert {room for room, _ in rooms()} <= set(FLOOR)


@pytest.mark.parametrize(
    ("room", "path"),
    list(rooms()),
    ids=lambda value: value if isinstance(value, str) else value.stem,
)
def test_rooms_import_downwards_only(room, path):
    for other in imported_rooms(path):
        if other != room:
            assert FLOOR[other] < FLOOR[room], f"{path.name} imports {other}"


def test_only_tables_and_readers_open_files():
    openers = {"open", "read_csv", "read_excel", "read_html", "read_bytes", "read_text"}
    for room, path in rooms():
        if room in {"tables", "readers"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                assert name not in openers, f"{path.name} calls {name}"


def test_import_draws_in_no_plotting_or_validating_library():
    code = (
        "import sys, kzelect as kz; kz.load(2004); "
        "heavy = {'matplotlib', 'seaborn', 'pandera', 'frictionless', 'ipywidgets'}; "
        "print(*heavy & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == ""


def test_every_public_name_resolves_and_is_listed():
    assert set(kzelect.__all__) <= set(dir(kzelect))
    for name in kzelect.__all__:
        assert getattr(kzelect, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kzelect.nothing


def test_no_public_name_is_hidden_by_a_room_of_the_same_name():
    """Importing a submodule sets it on the package: a function of that name would be gone."""
    assert set(kzelect.__all__) & {room for room, _ in rooms()} == {"plots"}


def test_version_is_written_once():
    from importlib.metadata import version

    assert kzelect.__version__ == version("kzelect")
