"""The contract of the layers is import-linter's (`make lint`); here is what it cannot see."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kzelect

PACKAGE = Path(kzelect.__file__).parent
ROOMS = {
    "errors",
    "text",
    "apportionment",
    "measures",
    "results",
    "scenarios",
    "io",
    "election",
    "datasets",
    "plots",
    "explorer",
}


def test_the_house_has_its_eleven_rooms():
    found = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    assert found - {"__init__"} == ROOMS


ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"


def test_the_page_of_the_house_names_every_file():
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)(?:/|\.py)` \| [^|]+ \| ?([^|]*) \|$", text, flags=re.MULTILINE)
    assert {room for room, _ in rows} == ROOMS
    for room, named in rows:
        folder = PACKAGE / room
        files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
        folders = {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
        assert sorted(filter(None, named.split(", "))) == sorted(files | folders), room


def test_the_page_of_the_house_says_where_things_are():
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", page, flags=re.MULTILINE)
    assert len(rows) > 10
    for path, words in rows:
        assert words in (ROOT / path).read_text(encoding="utf-8"), path


def test_only_io_opens_files():
    openers = {"open", "read_csv", "read_excel", "read_html", "read_bytes", "read_text"}
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "io":
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


def test_every_module_works_without_docstrings_and_assertions():
    code = (
        "import kzelect as kz; from importlib import import_module; from pkgutil import *; "
        "[import_module(m.name) for m in walk_packages(kz.__path__, 'kzelect.')]; "
        "print(kz.gallagher({'a': 60, 'b': 40}, {'a': 1, 'b': 0}), kz.gallagher.__doc__)"
    )
    command = [sys.executable, "-OO", "-c", code]
    out = subprocess.run(command, capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["0.4", "None"]


def test_every_public_name_resolves_and_is_listed():
    assert set(kzelect.__all__) <= set(dir(kzelect))
    for name in kzelect.__all__:
        assert getattr(kzelect, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kzelect.nothing


def test_modules_are_found_by_their_old_names():
    """In a process of its own, as a module is looked for once only."""
    code = """
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from kzelect.turnout import chance_spread
    import kzelect.tables
    import kzelect
    from kzelect.results import list_tier
    kzelect.shares
warnings.simplefilter("ignore")
assert chance_spread is kzelect.measures.turnout.chance_spread
assert kzelect.tables is kzelect.io.package
assert list_tier is kzelect.results.tiers.list_tier
assert kzelect.measures.turnout.__spec__.name == "kzelect.measures.turnout"
for old, new in kzelect._MOVED.items():
    assert __import__(f"kzelect.{old}") is kzelect
    assert getattr(kzelect, old).__name__ == f"kzelect.{new}"
for name in ("nothing", "results.nothing"):
    try:
        __import__(f"kzelect.{name}")
    except ModuleNotFoundError:
        continue
    raise AssertionError(name)
print(*dict.fromkeys(str(w.message) for w in caught), sep="; ")
print({w.filename for w in caught})
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    warned, where = out.stdout.splitlines()
    assert warned == (
        "kzelect.turnout is now kzelect.measures.turnout; "
        "kzelect.tables is now kzelect.io.package; "
        "kzelect.results.list_tier is now kzelect.results.tiers.list_tier; "
        "kzelect.shares is now kzelect.measures.shares"
    )
    assert where == "{'<string>'}"


def test_no_public_name_is_hidden_by_a_room_of_the_same_name():
    """Importing a submodule sets it on the package: a function of that name would be gone."""
    assert set(kzelect.__all__) & ROOMS == {"plots"}


def test_version_is_written_once():
    from importlib.metadata import version

    assert kzelect.__version__ == version("kzelect")
