"""environment.yml and pyproject.toml name the same packages with the same bounds."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"matplotlib-base": "matplotlib", "playwright-python": "playwright"}
CONDA_ONLY = {"pip"}
PYPI_ONLY = {"axe-playwright-python"}  # checks of the site in a browser; conda-forge has none


NOT_IN_CONDA = {"dev", "release"}  # `dev` repeats the others, a release is made from the lock


@pytest.fixture(scope="module")
def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements(pyproject, *, without=()):
    """Yield what the package, its extras and the groups of those who work on it need."""
    project, groups = pyproject["project"], pyproject["dependency-groups"]
    listed = [project["dependencies"], *project["optional-dependencies"].values()]
    listed += [group for name, group in groups.items() if name not in without]
    yield from (Requirement(line) for lines in listed for line in lines if isinstance(line, str))


@pytest.fixture(scope="module")
def conda():
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return yaml.safe_load(environment)["dependencies"]


def test_same_packages_and_bounds(pyproject, conda):
    in_conda = {}
    for line in (d for d in conda if isinstance(d, str)):
        name, bound = re.fullmatch(r"([A-Za-z0-9_.-]+)\s*(.*)", line).groups()
        if name not in CONDA_ONLY:
            name = canonicalize_name(CONDA_NAMES.get(name, name))
            in_conda[name] = bound.replace(" ", "")
    in_project = {"python": pyproject["project"]["requires-python"]}
    for requirement in requirements(pyproject, without=NOT_IN_CONDA):
        if requirement.name not in PYPI_ONLY:
            in_project[canonicalize_name(requirement.name)] = str(requirement.specifier)
    assert in_conda == in_project


def test_project_itself_comes_without_a_second_resolver(conda):
    assert {"pip": ["-e ."]} in conda


def test_lock_is_hashed_names_no_host_and_holds_every_requirement(pyproject):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", lock, flags=re.MULTILINE))
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    for requirement in requirements(pyproject):
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier
