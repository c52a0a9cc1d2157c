"""Threads and processes share what is loaded and cached, and nobody can spoil it for the next."""

import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy

import numpy as np
import pandas as pd
import pytest

import kzelect as kz
from kzelect.io.schemas import TABLES, described_fields

YEARS = kz.elections()["election"].tolist()
TABLES_OF_THE_CATALOGUE = [
    kz.claim_tests,
    kz.claims,
    kz.conflicts,
    kz.economy,
    kz.elections,
    kz.growth_peers,
    kz.lineage,
    kz.panel,
    kz.parties,
    kz.regional_income,
    kz.sources,
    kz.turnout_bases,
]


def spoil(frame, *, arrays=False):
    """Change a frame in place, and the arrays below it, which pandas does not copy on write."""
    for place, column in enumerate(frame.columns):
        if arrays:
            frame[column].array[:] = frame[column].array[::-1].copy()
        frame.iloc[:, place] = frame[column].array[::-1].copy()
        frame.isetitem(place, pd.NA)
    del frame[frame.columns[0]]
    frame["added"] = 1


@pytest.mark.parametrize("call", TABLES_OF_THE_CATALOGUE, ids=lambda call: call.__name__)
def test_a_table_that_was_changed_comes_back_whole(call):
    before = call()
    spoil(call(), arrays=True)
    pd.testing.assert_frame_equal(call(), before)


def test_an_election_that_was_changed_comes_back_whole():
    before = kz.load(2004)
    changed = kz.load(2004)
    for frame in changed.published.values():
        spoil(frame, arrays=True)
    again = kz.load(2004)
    assert again.published.keys() == before.published.keys()
    for name, frame in before.published.items():
        pd.testing.assert_frame_equal(again.published[name], frame)


def test_views_of_an_election_are_frames_of_their_own(e2004):
    for name in ("proportional", "majoritarian", "turnout", "seats", "parties"):
        before = getattr(e2004, name)
        spoil(getattr(e2004, name))
        pd.testing.assert_frame_equal(getattr(e2004, name), before)
    spoil(e2004.table("proportional"))
    facts = e2004.facts
    facts["name"] = "another"
    assert e2004.name == e2004.facts["name"] != "another"


def test_the_description_of_columns_is_not_changed_by_its_use(tmp_path):
    before = {table: deepcopy(described_fields(table)) for table in TABLES}
    kz.template(tmp_path / "mine")
    e = kz.Election.read(tmp_path / "mine" / "example")
    e.write(tmp_path / "again")
    kz.Election.from_frames(proportional=pd.DataFrame({"Partei": ["A"], "Stimmen": ["1 000"]}))
    assert {table: described_fields(table) for table in TABLES} == before


# A new interpreter, so that nothing is imported or cached when all threads start at once.
IN_THREADS = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
sys.setswitchinterval(1e-5)
import kzelect as kz

start = threading.Barrier(8)

def work(number):
    start.wait()
    e = kz.load(2004)
    votes = e.proportional.set_index("party")["votes"]
    said = [repr(e), str(kz.panel().shape), str(kz.elections()["seats_total"].tolist())]
    said += [kz.apportion(votes, 10, method=m).to_json() for m in kz.METHODS]
    said += [kz.gallagher(votes, kz.apportion(votes, 10, method="hare")).hex()]
    said += [kz.indices_by(kz.panel().fillna({"votes": 0}), by="election", seats=None).to_csv()]
    said += [repr(kz.Election.read(sys.argv[1]))]
    return "\\n".join(said)

with ThreadPoolExecutor(8) as pool:
    said = set(pool.map(work, range(8)))
print(len(said))
print(said.pop())
"""


def test_threads_that_start_at_once_all_get_the_same(tmp_path):
    kz.template(tmp_path / "mine")
    command = [sys.executable, "-W", "error", "-c", IN_THREADS, str(tmp_path / "mine" / "example")]
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    assert out.returncode == 0, out.stderr
    count, said = out.stdout.split("\n", 1)
    assert count == "1"
    assert said.startswith(repr(kz.load(2004)))


def answer(year, election):
    """Return what a process finds of an election that it was sent, and of one that it loads."""
    drawn = kz.simulate(
        pd.Series({"a": 600, "b": 300, "c": 100}),
        10,
        error=kz.UniformSwing(0.02),
        draws=2000,
        rng=np.random.default_rng(year),
        method="hare",
    )
    return repr(election), repr(kz.load(year)), drawn.seats


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_processes_get_the_same_and_send_it_back(method):
    context = multiprocessing.get_context(method)
    loaded = [kz.load(year) for year in YEARS]
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        answers = list(pool.map(answer, YEARS, loaded))
        again = list(pool.map(kz.load, YEARS))
    for year, here, back, (sent, there, seats) in zip(YEARS, loaded, again, answers, strict=True):
        assert sent == there == repr(here)
        pd.testing.assert_frame_equal(seats, answer(year, here)[2])
        for name, frame in here.published.items():
            pd.testing.assert_frame_equal(back.published[name], frame)
