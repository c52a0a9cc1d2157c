"""What people install: the wheel, built here and imported far from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kzelect
from kzelect.tables import data_folder

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    run([*command, "--wheel-dir", folder, ROOT])
    (built,) = folder.glob("*.whl")
    return built


def run(command, **kwargs):
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **kwargs
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_wheel_holds_package_data_and_marker(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"kzelect/data/{path.name}" for path in data_folder().iterdir()} <= names
    assert "kzelect/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert wheel.stat().st_size < 2**20
    assert not any(name.startswith(("tests", "notebooks")) for name in names)


def test_every_table_loads_from_a_clean_install(wheel, tmp_path):
    run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"])
    python = next((tmp_path / "venv").glob("bin/python"))
    run([sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel])
    # The dependencies come from here; the .pth file of the checkout does not count on PYTHONPATH.
    site = Path(sys.modules["pandas"].__file__).parents[1]
    code = (
        "import kzelect as kz, kzelect.tables as t; print(kz.__file__); "
        "print(len(t.read_tables()), *kz.elections()['election']); print(kz.load(2004))"
    )
    out = run([python, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(site)})
    place, tables, *table = out.splitlines()
    assert place.startswith(str(tmp_path))
    shipped = len(list(data_folder().glob("*.csv")))
    assert tables.split() == [str(shipped), *map(str, kzelect.elections()["election"])]
    assert table == repr(kzelect.load(2004)).splitlines()
