"""No figure of the data may come from nowhere.

`KZELECT_FACTS` names a folder with the material the data were built from (text, Markdown and
CSV files). Every number in `data/` has to stand somewhere in it.
"""

import os
import re
from pathlib import Path

import pandas as pd
import pytest

from kzelect.io.package import read_descriptor, read_tables

FACTS = os.environ.get("KZELECT_FACTS")
# Positions in a table, not figures.
NOT_FIGURES = {"order", "round", "election", "year", "district"}
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")


def numbers_in(folder):
    found = set()
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix in {".csv", ".md", ".txt"}:
            for text in NUMBER.findall(path.read_text(encoding="utf-8")):
                for part in {text.replace(",", ""), *text.split(",")}:
                    if part:
                        found.add(float(part))
    return found


@pytest.mark.skipif(not FACTS, reason="KZELECT_FACTS is not set")
def test_every_figure_stands_in_the_material():
    known = numbers_in(FACTS)
    unknown = []
    for resource in read_descriptor()["resources"]:
        table = read_tables(names=[resource["name"]])[resource["name"]]
        for field in resource["schema"]["fields"]:
            name = field["name"]
            if field["type"] not in ("integer", "number") or name in NOT_FIGURES:
                continue
            for row, value in pd.to_numeric(table[name]).dropna().items():
                if abs(float(value)) not in known:
                    unknown.append((resource["name"], int(row) + 2, name, float(value)))
    assert not unknown
