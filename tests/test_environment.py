"""environment.yml, pyproject.toml, the locks and the Makefile agree."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
GROUPS = PYPROJECT["dependency-groups"]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}
CONDA_ONLY = {"pip"}


def needs(lines):
    """Yield the requirements of a list, with those of the extras and groups that it includes."""
    for line in lines:
        if isinstance(line, dict):
            yield from needs(GROUPS[line["include-group"]])
        elif (requirement := Requirement(line)).name == "kzelect":
            for extra in requirement.extras:
                yield from needs(EXTRAS[extra])
        else:
            yield requirement


def core(*extras):
    return [*PYPROJECT["project"]["dependencies"], f"kzelect[{','.join(extras)}]"]


@pytest.fixture(scope="module")
def conda():
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return yaml.safe_load(environment)["dependencies"]


def test_conda_gets_what_the_notebooks_need_with_the_same_bounds(conda):
    in_conda = {}
    for line in (d for d in conda if isinstance(d, str)):
        name, bound = re.fullmatch(r"([A-Za-z0-9_.-]+)\s*(.*)", line).groups()
        if name not in CONDA_ONLY:
            name = canonicalize_name(CONDA_NAMES.get(name, name))
            in_conda[name] = bound.replace(" ", "")
    in_project = {"python": PYPROJECT["project"]["requires-python"]}
    for requirement in needs(core("test")):
        in_project[canonicalize_name(requirement.name)] = str(requirement.specifier)
    assert in_conda == in_project


def test_project_itself_comes_without_a_second_resolver(conda):
    assert {"pip": ["-e ."]} in conda


def test_the_core_is_five_libraries_and_all_is_all():
    names = {requirement.name for requirement in needs(PYPROJECT["project"]["dependencies"])}
    assert names == {"matplotlib", "numpy", "pandas", "seaborn", "tqdm"}
    assert {str(r) for r in needs(EXTRAS["all"])} == {
        str(r) for extra in EXTRAS.values() for r in needs(extra)
    }


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements", [*core("all"), {"include-group": "dev"}]),
        ("requirements-uv", [{"include-group": "uv"}]),
        ("requirements-tools", [{"include-group": "tools"}]),
    ],
)
def test_a_lock_is_hashed_names_no_host_and_holds_every_requirement(name, wanted):
    lock = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", lock, flags=re.MULTILINE))
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    for requirement in needs(wanted):
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier


def test_the_locks_agree_where_they_name_the_same_package():
    pins = {}
    for path in sorted(ROOT.glob("requirements*.lock")):
        lock = path.read_text(encoding="utf-8")
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", lock, re.MULTILINE):
            pins.setdefault(name, {}).setdefault(path.name, set()).add(version)
    for name, by_lock in pins.items():
        assert len({frozenset(found) for found in by_lock.values()}) == 1, (name, by_lock)


def test_make_help_lists_at_most_ten_commands_and_there_is_none_that_does_nothing():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE)
    assert {"report", "test", "lab", "notebooks"} <= set(listed)
    assert len(listed) <= 10
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    assert set(listed) <= set(phony.split())


def test_no_test_asserts_a_time():
    """A busy machine is no reason to fail: speed is compared in benchmarks/, as ratios."""
    clocks = r"\b(perf_counter|process_time|thread_time|timeit|monotonic\(|time\.time)"
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        if path.name != Path(__file__).name:
            assert not re.search(clocks, path.read_text(encoding="utf-8")), path.name
