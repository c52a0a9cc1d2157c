"""What people install: wheel and sdist, built here, and used far from the checkout."""

import shutil
import subprocess
import sys
import tarfile
import textwrap
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

import kzelect
from kzelect.io.package import data_folder

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 3 * 1024 * 1024
NOT_COPIED = shutil.ignore_patterns(".venv", ".git", ".nox", "build", "dist", "mutants")


def run(command, **kwargs):
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **kwargs
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def build(root, folder):
    """Build the checkout or sdist at a root; return the wheel and the sdist."""
    run([sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=root)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(ROOT, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def wheel(built):
    return built[0]


def test_wheel_holds_package_data_notebooks_and_marker(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"kzelect/data/{path.name}" for path in data_folder().iterdir()} <= names
    assert {f"kzelect/notebooks/{path.name}" for path in NOTEBOOKS} <= names
    assert "kzelect/notebooks/lithuania_2016/Lists.csv" in names
    assert "kzelect/py.typed" in names
    for name in ("LICENSE", "LICENSE-data"):
        assert any(found.endswith(f"licenses/{name}") for found in names)
    (metadata,) = (name for name in names if name.endswith("METADATA"))
    text = zipfile.ZipFile(wheel).read(metadata).decode()
    assert "\nLicense-Expression: MIT AND CC-BY-SA-4.0\n" in text
    assert {name.partition("/")[0] for name in names} == {
        "kzelect",
        f"kzelect-{kzelect.__version__}.dist-info",
    }
    assert not any("checkpoint" in name or name.endswith(".pyc") for name in names)


def test_sdist_holds_what_its_tests_need_and_nothing_else(built):
    with tarfile.open(built[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"Makefile", "environment.yml", "tests/test_packaging.py", "LICENSE", "LICENSE-data"}
    assert needed | {path.name for path in ROOT.glob("requirements*.lock")} <= names
    tops = {name.partition("/")[0] for name in names}
    assert not {".venv", ".git", "build", "dist", "mutants"} & tops
    assert not any("checkpoint" in name or name.endswith(".pyc") for name in names)


def test_the_version_is_the_same_wherever_a_release_says_it():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line for line in changes.splitlines() if line.startswith("## ")]
    assert citation["version"] == kzelect.__version__
    assert headings[0] == "## [Unreleased]" or headings[0].startswith(f"## [{kzelect.__version__}]")


def test_what_is_published_is_small(built):
    for file in built:
        assert file.stat().st_size < LARGEST, file.name


def test_the_same_bytes_from_another_folder_and_from_the_sdist(built, tmp_path):
    copy = shutil.copytree(ROOT, tmp_path / "another folder", ignore=NOT_COPIED)
    for name in ("notebooks", "data"):  # what JupyterLab leaves behind stays at home
        (copy / name / ".ipynb_checkpoints").mkdir(exist_ok=True)
        (copy / name / ".ipynb_checkpoints" / "left.ipynb").touch()
    again = build(copy, tmp_path / "again")
    assert [file.read_bytes() for file in again] == [file.read_bytes() for file in built]
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    from_sdist, _ = build(unpacked, tmp_path / "from-sdist")
    assert from_sdist.read_bytes() == built[0].read_bytes()


@pytest.fixture(scope="module")
def clean(wheel, tmp_path_factory):
    """Return a function that runs Python where the wheel and its core are installed, nothing else.

    What the core needs is linked from here, so that nothing is fetched.
    """
    place = tmp_path_factory.mktemp("clean")
    run([sys.executable, "-m", "venv", "--without-pip", place / "venv"])
    python = next((place / "venv").glob("bin/python"))
    run([sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel])
    (site,) = (place / "venv").glob("lib/python*/site-packages")
    (own,) = metadata.distributions(path=[str(site)])
    found, linked = [own], set()
    while found:
        package = found.pop()
        for line in package.requires or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                found += [metadata.distribution(needed.name)] if needed.name not in linked else []
                linked.add(needed.name)
        for top in {file.parts[0] for file in package.files if package is not own}:
            if top not in ("..", "__pycache__") and not (site / top).exists():
                (site / top).symlink_to(package.locate_file(top))
    return place, lambda *command: run([python, *command], cwd=place)


def test_a_clean_install_has_every_table_and_notebook(clean):
    place, python = clean
    code = (
        "import kzelect as kz, kzelect.io.package as t; print(kz.__file__); "
        "print(len(t.read_tables()), *kz.elections()['election']); "
        "print(*(path.name for path in kz.notebooks('mine'))); print(kz.load(2004))"
    )
    where, tables, notebooks, *table = python("-c", code).splitlines()
    assert where.startswith(str(place))
    shipped = len(list(data_folder().glob("*.csv")))
    assert tables.split() == [str(shipped), *map(str, kzelect.elections()["election"])]
    assert notebooks.split() == [path.name for path in NOTEBOOKS]
    for path in NOTEBOOKS:
        assert (place / "mine" / path.name).read_bytes() == path.read_bytes()
    assert table == repr(kzelect.load(2004)).splitlines()


def test_the_core_alone_can_be_looked_at(clean):
    code = """
        import contextlib, importlib.util, inspect, io
        import kzelect as kz
        from kzelect import *

        others = ["ipywidgets", "IPython", "frictionless", "openpyxl", "lxml", "dask"]
        print(*(name for name in others if importlib.util.find_spec(name)))
        print(hasattr(kz, "explore"), explore is kz.explore, plots is kz.plots)
        members = dict(inspect.getmembers(kz))
        print(*(name for name in kz.__all__ if name not in members))
        for thing in (kz, kz.explore, kz.plots):
            with contextlib.redirect_stdout(io.StringIO()) as text:
                help(thing)
            print(text.getvalue().splitlines()[0])
        print(kz.plots.hemicycle(kz.load(2004)).get_figure() is not None)
    """
    # A library may deprecate what another uses; what kzelect deprecates is a FutureWarning.
    strict = ("-W", "error", "-W", "ignore::DeprecationWarning")
    assert clean[1](*strict, "-c", textwrap.dedent(code)).splitlines() == [
        "",
        "True True True",
        "",
        "Help on package kzelect:",
        "Help on function explore in module kzelect.explorer:",
        "Help on package kzelect.plots in kzelect:",
        "True",
    ]
    assert clean[1]("-m", "pydoc", "kzelect").startswith("Help on package kzelect:")


def test_what_needs_an_extra_says_which(clean):
    (clean[0] / "votes.xlsx").write_bytes(b"PK")
    code = """
        import kzelect as kz
        for call, source in [
            (kz.explore, 2004), (kz.Election.read, "votes.xlsx"), (kz.read_wikitable, "<table>")
        ]:
            try:
                call(source)
            except kz.KzelectError as error:
                print(error)
    """
    panel, *readers = clean[1]("-c", textwrap.dedent(code)).splitlines()
    assert "kzelect[notebooks]" in panel
    assert len(readers) == 2
    assert all("kzelect[readers]" in message for message in readers)
