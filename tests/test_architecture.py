"""The way through the house runs downwards: a room imports only from lower floors."""

import ast
import subprocess
import sys
import tokenize
from io import StringIO

import architecture
import pytest

import kzelect

ROOMS = architecture.rooms()
MOST_LINES = 250

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


def test_every_room_has_a_floor():
    assert set(ROOMS) == set(FLOOR)


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_downwards_only(room):
    for path in ROOMS[room]:
        for other in architecture.imports([path], room):
            assert FLOOR[other] < FLOOR[room], f"{path.name} imports {other}"


def test_no_import_is_relative_and_so_overlooked():
    for path in (path for files in ROOMS.values() for path in files):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), path


def test_no_file_is_longer_than_can_be_read_at_a_sitting():
    """Lines of code: documentation may be as long as it has to be."""
    for path in (path for files in ROOMS.values() for path in files):
        assert lines_of_code(path) <= MOST_LINES, path.name


def lines_of_code(path):
    """Count the lines that are no blank, comment or docstring."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said = set()
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            said |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    kinds = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    code = set()
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type not in kinds and token.string:
            code |= set(range(token.start[0], token.end[0] + 1))
    return len(code - said)


def test_only_tables_and_readers_open_files():
    openers = {"open", "read_csv", "read_excel", "read_html", "read_bytes", "read_text"}
    for path in (p for r, files in ROOMS.items() if r not in {"tables", "readers"} for p in files):
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
    assert set(kzelect.__all__) & set(ROOMS) == {"plots"}


def test_version_is_written_once():
    from importlib.metadata import version

    assert kzelect.__version__ == version("kzelect")
