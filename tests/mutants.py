"""Plant single faults in the data and the figures and say who notices: `python -m tests.mutants`.

300 faults in `data/`, one at a time, with the hashes mended: is one refused on loading (types,
keys, constraints), does another check of an election fail than those listed in conflicts, does
a test fail? Each is asked on its own, so the table can say what one alone noticed. Data that do
not load reach neither checks nor tests. 30 of them are also put to the notebooks, and 30 faults
in the code of the figures to the tests of the figures.

All of it happens in copies of this checkout.
"""

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tqdm import tqdm

import kzelect as kz
from kzelect.io import package as tables
from tests.faults import KINDS, ROOT, SEED, data_faults, plot_faults

IN_NOTEBOOKS, PROCESSES = 30, 2
LIMIT = 600  # seconds: what takes longer hangs, and is noticed
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info")
DATA_TESTS = ["agreement", "checks", "data", "list_results", "results", "verdicts", "catalogue"]
# These ask load and checks themselves; without them a test notices on its own or not at all.
ASKED_APART = [
    "tests/test_catalogue.py::test_load_from_a_folder_of_the_same_layout",
    "tests/test_data.py::test_frictionless_validates_the_package",
    "tests/test_checks.py::test_what_fails_is_what_conflicts_says",
]
PLOT_TESTS = ["tests/test_plots.py"]
# It cannot be 1: of an economic series, a region, a vote count printed as a rounded share, the
# name of a deputy, a further source or a sentence no other figure says anything. The hash does.
FLOOR = 0.85
YEARS = kz.elections()["election"].tolist()


def make_copy(place):
    """Give this process a checkout of its own."""
    global COPY
    COPY = Path(shutil.copytree(ROOT, Path(place) / str(os.getpid()), ignore=NOT_COPIED))
    tables.data_folder = lambda: COPY / "data"
    probe = [sys.executable, "-c", "import kzelect; print(kzelect.__file__)"]
    for folder in (COPY, COPY / "notebooks"):  # pytest runs in the one, kernels in the other
        run = subprocess.run(probe, cwd=folder, env=environment(), capture_output=True, text=True)
        assert Path(run.stdout.strip()).is_relative_to(COPY), run


def environment():
    return os.environ | {"PYTHONPATH": str(COPY), "PYTHONHASHSEED": "0"}


def fails(*arguments, **env):
    """Say whether pytest fails in the copy."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *arguments]
    how = {"cwd": COPY, "env": environment() | env, "capture_output": True, "text": True}
    for _ in range(2):
        try:
            run = subprocess.run(command, **how, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return True
        if run.returncode in (0, 1, 2):  # passed, failed, could not be collected
            return run.returncode != 0
        # A process that was killed has said nothing about the fault: it is asked again, once.
        sys.stderr.write(f"\npytest ended with {run.returncode}, asked again\n")
    raise RuntimeError(run.stdout + run.stderr)


def refused(*folder):
    try:
        tables.read_tables(*folder)
    except kz.KzelectError:
        return True
    return False


def checks_differ():
    """Say whether others fail than those that conflicts lists."""
    listed = kz.conflicts()[["election", "check"]].dropna()
    found = set()
    try:
        for year in YEARS:
            checks = kz.load(year).check()
            found |= {(year, name) for name in checks.loc[checks["status"] == "differs", "name"]}
    except Exception:  # whatever stops the arithmetic is noticed
        return True
    return found != set(listed.itertuples(index=False, name=None))


def tests_fail():
    files = [f"tests/test_{name}.py" for name in DATA_TESTS]
    apart = [f"--deselect={name}" for name in ASKED_APART]
    return fails(*files, *apart, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")


def plots_fail():
    # A cached module can be taken for another one of the same size and second.
    env = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    # The tests of hostile names and of the font take the most time, so the others come first.
    return fails(*PLOT_TESTS, "-k", "not hostile and not font", **env) or fails(*PLOT_TESTS, **env)


def notebooks_fail():
    """Run what `make notebooks` runs."""
    recipe = r"^notebooks:.*\n\t\$\(BIN\)/python -m pytest (.*)$"
    makefile = (COPY / "Makefile").read_text(encoding="utf-8")
    return fails(*shlex.split(re.search(recipe, makefile, flags=re.MULTILINE)[1]))


CATCHERS = {
    "load": lambda: refused(COPY / "data"),  # a folder of its own is validated in full
    "checks": checks_differ,
    "tests": tests_fail,
    "figures": plots_fail,
    "notebooks": notebooks_fail,
}


def ask(job):
    """Return who of those named notices a fault; without one, who complains of nothing."""
    fault, named = job
    if fault is None:
        return {name for name in named if CATCHERS[name]()}
    files = [COPY / fault.path, COPY / "data" / tables.DESCRIPTOR]
    before = [file.read_bytes() for file in files]
    files[0].write_text(fault.text, encoding="utf-8", newline="\n")
    try:
        if fault.kind != "plot":
            tables.refresh_hashes(COPY / "data")
            if refused():
                return {"load"}  # and nobody else ever sees these data
        return {name for name in named if CATCHERS[name]()}
    finally:
        for file, content in zip(files, before, strict=True):
            file.write_bytes(content)


def sample(faults):
    """Return some faults of every table in turn."""
    by_table, rng = {}, random.Random(SEED)
    for fault in rng.sample(faults, len(faults)):
        by_table.setdefault(fault.path, []).append(fault)
    longest = max(map(len, by_table.values()))
    turns = [
        of_one[turn]
        for turn in range(longest)
        for of_one in by_table.values()
        if turn < len(of_one)
    ]
    return turns[:IN_NOTEBOOKS]


def told(faults, noticed):
    """Return the table: how many of each kind each catcher noticed, and it alone."""
    who = ["load", "checks", "tests"]
    columns = ["planted", *who, *(f"{name} alone" for name in who), "nobody"]
    counts = {kind: Counter(planted=0) for kind in [*KINDS, "all"]}
    for fault, by in zip(faults, noticed, strict=True):
        alone = [f"{name} alone" for name in by] if len(by) == 1 else []
        for kind in (fault.kind, "all"):
            counts[kind].update(["planted", *by, *alone, *(["nobody"] if not by else [])])
    yield f"{'':24}" + "".join(f"{name:>13}" for name in columns)
    for kind, count in counts.items():
        yield f"{kind:24}" + "".join(f"{count[name]:>13}" for name in columns)


def main():
    planted, drawn = data_faults(), plot_faults()
    with (
        tempfile.TemporaryDirectory() as place,
        ProcessPoolExecutor(PROCESSES, initializer=make_copy, initargs=(place,)) as pool,
    ):

        def asked(faults, *named):
            jobs = [(fault, named) for fault in faults]
            return list(tqdm(pool.map(ask, jobs), ", ".join(named), len(jobs)))

        for name, by in zip(CATCHERS, pool.map(ask, [(None, [c]) for c in CATCHERS]), strict=True):
            if by:
                message = f"{name}: fails without any fault"
                raise SystemExit(message)
        noticed = asked(planted, "load", "checks", "tests")
        shown = sample([f for f, by in zip(planted, noticed, strict=True) if by != {"load"}])
        in_notebooks = dict(zip(shown, asked(shown, "notebooks"), strict=True))
        in_figures = asked(drawn, "figures")
    missed = [fault for fault, by in zip(planted, noticed, strict=True) if not by]
    unseen = [fault for fault, by in zip(drawn, in_figures, strict=True) if not by]
    seen = [fault for fault, by in in_notebooks.items() if by]
    share = 1 - len(missed) / len(planted)
    lines = [
        *told(planted, noticed),
        "",
        f"{len(planted) - len(missed)} of {len(planted)} noticed, {share:.1%}; floor {FLOOR:.0%}",
        f"notebooks: {len(seen)} of {len(shown)} noticed, {len({*seen} & {*missed})} by them alone",
        f"figures: {len(drawn) - len(unseen)} of {len(drawn)} noticed",
        "",
        "By nobody (n: but by the notebooks):",
        *(
            f"{'n' if f in seen else ' '} {f.path}, {f.where}: {f.before!r} -> {f.after!r}"
            for f in missed + unseen
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if unseen or share < FLOOR else 0


if __name__ == "__main__":
    sys.exit(main())
