"""What docs/ makes of the data and the notebooks, without building the site."""

import json
import shutil
from pathlib import Path

import data_pages
import landing
import nbformat
import notebook_pages
import pytest
from PIL import Image

import kzelect as kz

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_the_committed_picture_says_what_the_plot_says():
    path = ROOT / "docs" / "_static" / "hemicycle.png"
    with Image.open(path) as picture:
        said = picture.text["Description"]
    assert said == kz.plots.describe(kz.plots.hemicycle(kz.load(2004)))
    assert path.stat().st_size < 60 * 1024


def test_the_picture_is_the_same_every_time(tmp_path):
    for name in ("one.png", "two.png"):
        landing.draw(tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_the_first_page_has_the_published_figures():
    figures = {name: str(value) for name, value in landing.figures().items()}
    expected = {"seats": "42", "house": "77", "majority": "39", "runoffs": "22", "last": "AIST"}
    assert expected.items() <= figures.items()
    shares = ("share", "turnout_first", "turnout_second", "last_share", "last_cast_share")
    assert [figures[name].split()[0] for name in shares] == [
        "60.61",
        "56.49",
        "45.21",
        "7.07",
        "6.87",
    ]
    page = landing.page((ROOT / "docs" / "index.md").read_text(encoding="utf-8"), "words")
    assert "$" not in page


def test_data_pages_have_every_column_source_and_conflict():
    pages = data_pages.pages()
    descriptor = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        assert f"\n## {resource['name']}\n" in pages["dictionary.md"]
        assert f"(dictionary.md#{resource['name']})" in pages["index.md"]
        for field in resource["schema"]["fields"]:
            assert f"| `{field['name']}` | {field['type']} |" in pages["dictionary.md"]
    for row in kz.sources().fillna({"url": ""}).itertuples():
        assert f"[{row.source_id}]{{#source-" in pages["sources.md"]
        assert row.url in pages["sources.md"]
    rows = [line for line in pages["conflicts.md"].splitlines() if line.startswith("| ")]
    tables = pages["conflicts.md"].count("| What |")
    assert len(rows) == len(kz.conflicts()) + 2 * tables


# tests/test_notebooks.py has the words of all; one with the panel and one with two figures do here
@pytest.mark.parametrize("path", NOTEBOOKS[:2], ids=lambda path: path.stem)
def test_every_figure_of_a_notebook_gets_words_and_outputs_stay(path, tmp_path):
    copy = shutil.copytree(path.parent, tmp_path / "notebooks") / path.name
    notebook_pages.prepare(copy)
    before, after = (nbformat.read(p, as_version=4).cells for p in (path, copy))
    for old, new in zip(before, after, strict=True):
        assert old.source == new.source
        outputs = old.get("outputs", [])
        if any(notebook_pages.WIDGET in output.get("data", {}) for output in outputs):
            continue
        assert outputs == new.get("outputs", [])
        if any("image/png" in output.get("data", {}) for output in outputs):
            assert len(new.metadata["mystnb"]["image"]["alt"]) > 40
