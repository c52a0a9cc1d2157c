"""Broken files end in an election that can be used, or in an error that names the place.

A sample runs with the other tests. All of it:

    KZELECT_MUTATIONS=10000 python -m pytest tests/test_mutations.py tests/test_hostile.py
"""

import contextlib
import os
import resource
import shutil
import signal
from pathlib import Path

import pandas as pd
import pytest

import kzelect as kz
from kzelect.io import wikitable
from kzelect.io.files import read_grids
from kzelect.io.limits import LIMITS
from tests.helpers import accounting, mutations
from tests.helpers.samples import WIDE, messy_workbook

COUNT = int(os.environ.get("KZELECT_MUTATIONS", "150"))
KINDS = ["csv", "wide", "folder", "shipped", "workbook", "page"]
SECONDS = 60  # after which a file counts as never read; none takes one
MEBIBYTES = 600  # that reading all of them may add
PAGE = Path(__file__).parent / "helpers" / "pages" / "results_2004.html"


class Hang(BaseException):
    """A file took too long; no `except Exception` catches this."""


@contextlib.contextmanager
def time_limit(seconds):
    def stop(*_):
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return files as they should be, by kind."""
    folder = tmp_path_factory.mktemp("whole")
    kz.template(folder / "template")
    kz.load(2004).write(folder / "2004")
    pd.DataFrame(WIDE).to_csv(folder / "wide.csv", header=False, index=False)
    return {
        "folder": folder / "template" / "example",
        "shipped": folder / "2004",
        "csv": folder / "template" / "example" / "proportional.csv",
        "wide": folder / "wide.csv",
        "workbook": messy_workbook(folder / "messy.xlsx"),
        "page": PAGE,
    }


def broken(kind, source, folder, seed):
    """Write a broken copy of a file or folder and return how to read it."""
    rng = mutations.generator(seed)
    if kind in {"folder", "shipped"}:
        copy = shutil.copytree(source, folder / "copy")
        file = rng.choice(sorted(copy.glob("*.csv")))
        file.write_bytes(mutations.mutated_csv(file.read_bytes(), rng))
        return kz.Election.read, copy
    mutate, reader = {
        "csv": (mutations.mutated_csv, kz.Election.read),
        "wide": (mutations.mutated_csv, kz.Election.read),
        "workbook": (mutations.mutated_workbook, kz.Election.read),
        "page": (mutations.mutated_page, kz.read_wikitable),
    }[kind]
    copy = folder / f"copy{source.suffix}"
    copy.write_bytes(mutate(source.read_bytes(), rng))
    return reader, copy


def silently_lost(kind, path, election):
    """Return the figures of a file that are neither in a table nor in the report."""
    if kind == "page":
        text = path.read_text(encoding="utf-8-sig")
        found = wikitable._tables(text, path.name, LIMITS)
        tables = [grid.rows for grid, *place in found if wikitable._header_of(grid, *place)]
    else:
        tables = [grid.rows for grid in read_grids(path)]
    return [figure for rows in tables for figure in accounting.lost(rows, election)]


def use(election):
    """Ask an election for everything that follows from its tables."""
    for name in ("proportional", "majoritarian", "turnout", "seats", "parties", "facts", "name"):
        getattr(election, name)
    assert repr(election)
    assert election._repr_html_()
    assert election.check()["status"].isin(["ok", "differs", "not published"]).all()
    for table, keys in {"proportional": ["party"], "majoritarian": ["round", "party"]}.items():
        assert not election.table(table).duplicated(keys).any()
    with contextlib.suppress(kz.KzelectError):  # such as a house of no seats
        election.majority()
    with contextlib.suppress(kz.KzelectError):
        election.turnout_drop()
    with contextlib.suppress(kz.KzelectError):
        election.seats_by("membership")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.no_cover
def test_broken_files_end_in_an_election_or_an_error_that_names_the_place(
    kind, whole, tmp_path, record_property
):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read = refused = 0
    unplaced = []
    silent = []
    for seed in range(COUNT // len(KINDS)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        reader, path = broken(kind, whole[kind], folder, seed)
        try:
            with time_limit(SECONDS):
                election = reader(path)
                use(election)
            silent += [(seed, figure) for figure in silently_lost(kind, path, election)]
            read += 1
        except kz.DataError as error:
            unplaced += [seed for problem in error.problems if not problem.file]
            refused += 1
        except BaseException as error:
            error.add_note(f"{kind}, seed {seed}")
            raise
        shutil.rmtree(folder)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    record_property("read", read)
    record_property("refused", refused)
    assert not unplaced
    assert not silent
    assert read
    assert refused
    assert (after - before) / 1024 < MEBIBYTES


def test_a_figure_that_is_nowhere_is_found_missing():
    rows = [["party", "votes", "notes"], ["A", "60 000", "31"], ["B", "4,777", "32"]]
    votes = {"party": ["A", "B"], "votes": ["60 000", None], "notes": ["31", "32"]}
    election = kz.Election.from_frames(proportional=pd.DataFrame(votes))
    assert accounting.lost(rows, election) == ["4,777"]
