"""What a type checker tells a user: a script that is right, and one with a mistake a line."""

from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).resolve().parents[1]
RIGHT = """
from typing import assert_type
import matplotlib.axes
import pandas as pd
import kzelect as kz

e = kz.load(2004)
assert_type(e, kz.Election)
assert_type(kz.__version__, str)
assert_type(kz.apportion([60, 40], 3, method="hare"), list[int])
votes = e.proportional.set_index("party")["votes"]
assert_type(kz.apportion(votes, 10, method="dhondt"), pd.Series)
assert_type(kz.plots.hemicycle(e), matplotlib.axes.Axes)
for method in kz.METHODS:
    kz.apportion([60, 40], 3, method=method)
kz.explore(e)
"""
WRONG = {
    "kz.nothing": 'Module has no attribute "nothing"',
    'kz.apportion([1, 2], 3, method="dondt")': "No overload variant",
    'kz.apportion_by(e.panel, method="dondt")': '"Election" has no attribute "panel"',
    'kz.seat_margins({"a": 3, "b": 2}, 2, method="dondt")': 'Argument "method"',
}


@pytest.fixture
def complaints(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)  # for the settings, and for the cache that `make lint` leaves

    def run(script):
        path = tmp_path / "script.py"
        path.write_text(script, encoding="utf-8")
        out, err, _ = api.run([str(path)])
        assert not err
        return [line for line in out.splitlines() if ": error: " in line]

    return run


def test_a_right_script_has_no_complaints(complaints):
    assert complaints(RIGHT) == []


def test_each_mistake_of_a_script_is_named(complaints):
    found = complaints("import kzelect as kz\ne = kz.load(2004)\n" + "\n".join(WRONG))
    for number, (line, message) in enumerate(WRONG.items(), start=3):
        assert any(f":{number}: " in c and message in c for c in found), (line, found)
