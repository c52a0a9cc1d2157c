"""What nbval does not see: whether outputs are there at all, and what the figures show.

nbval compares every text output. It passes a stripped notebook in silence and never looks at a
picture, so the guards and the figures are here: each cell is executed once more, its picture is
compared with what it draws, and what the figure says with what it shows and with the data.
"""

import json
import re
import shutil
from base64 import b64decode, b64encode
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import handout
import nbformat
import notebook_pages
import numpy as np
import pytest
from notebook_pages import PNG
from PIL import Image

import kzelect as kz
from tests.helpers import figures

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LOCK = (FOLDER.parent / "requirements.lock").read_text(encoding="utf-8")
OTHER_VERSIONS = [
    name
    for name in ("matplotlib", "numpy", "pandas", "pillow", "seaborn")
    if f"\n{name}=={version(name)} " not in LOCK
]
ANTIALIASED = 25  # pixels that another processor may round otherwise; a digit has more
MOST_LINES, MOST_CELLS, MOST_BYTES = 15, 40, 400 * 1024


def code_cells(path):
    """Return the code cells that hold code, with their source as one string."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return [c for c in cells if c["cell_type"] == "code" and c["source"].strip()]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_guard_every_cell_was_executed_in_order(notebook):
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_guard_no_errors_and_nothing_on_stderr(notebook):
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            assert output["output_type"] != "error", cell["source"]
            assert output.get("name") != "stderr", cell["source"]


def test_guard_every_figure_cell_holds_its_figure(notebook):
    for cell in code_cells(notebook):
        if "kz.plots." in cell["source"]:
            kinds = {kind for output in cell["outputs"] for kind in output.get("data", {})}
            assert "image/png" in kinds, cell["source"]


def test_guard_pictures_have_few_colours(notebook):
    """They ship: `make notebooks` makes them a third of the size."""
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            if "image/png" in output.get("data", {}):
                content = BytesIO(b64decode("".join(output["data"]["image/png"])))
                with Image.open(content) as picture:
                    assert picture.mode == "P", cell["source"]


def test_guard_nothing_random_magic_or_of_this_machine(notebook):
    for cell in code_cells(notebook):
        assert not re.search(r"^\s*[%!]|/home/|/root/|https?://", cell["source"], re.MULTILINE)
        assert "def " not in cell["source"], "functions belong into the library, with a test"


def test_notebooks_stay_small(notebook):
    cells = code_cells(notebook)
    assert notebook.stat().st_size <= MOST_BYTES
    assert len(cells) <= MOST_CELLS
    assert max(len(cell["source"].splitlines()) for cell in cells) <= MOST_LINES


def test_a_notebook_asks_a_question_and_answers_it_in_a_few_sentences(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    first = "".join(cells[0]["source"])
    if notebook.stem.startswith("00"):
        return
    title, _, answer = first.partition("\n\n**Answer.** ")
    assert title.startswith("# ")
    assert title.endswith("?")
    assert len(re.findall(r"\.(?:\s|$)", answer)) in {3, 4}
    headings = [
        line for c in cells for line in "".join(c["source"]).splitlines() if line[:3] == "## "
    ]
    assert any("the data" in line.lower() and "cannot tell" in line for line in headings)
    assert headings[-2] in {"## What would change the answer", "## What the data cannot tell"}
    assert headings[-1] == "## Sources"


KEY = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")  # a key of a party, a method or a column
OWN_HTML = ("kz-table", "dataframe kzelect", "kz-still")  # show(), an Election, the panel


def outputs(path, kind):
    """Return the outputs of a kind, each with the source of its cell."""
    for cell in code_cells(path):
        for output in cell["outputs"]:
            text = output.get("data", {}).get(kind, output.get("text", ""))
            yield cell["source"], "".join(text)


def prose(path):
    """Return what is written between the cells, code in back quotes left out."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)


def test_keys_of_parties_methods_and_columns_are_no_words(notebook):
    assert KEY.findall(prose(notebook)) == []
    for source, text in outputs(notebook, "text/plain"):
        if "DataError" not in source:  # its message names the column
            assert KEY.findall(text) == [], source
        assert "<NA>" not in text, source
        assert "nan" not in text.split(), source


def test_tables_are_to_be_read(notebook):
    for source, text in outputs(notebook, "text/html"):
        if "<tr" in text:
            assert any(mark in text for mark in OWN_HTML), f"use kz.show: {source}"
        if OWN_HTML[0] in text:
            assert text.count("<tr") <= 1 + 12, source
            assert "\N{HORIZONTAL ELLIPSIS}" not in text, source


def test_there_is_something_to_try_with_its_answer_folded_away(notebook):
    text = prose(notebook)
    assert 2 <= text.count("**Try it.**") <= 3
    assert text.count("<details><summary>Answers") == 1


def test_code_fits_a_page(notebook):
    for cell in code_cells(notebook):
        assert max(map(len, cell["source"].splitlines())) <= 79, cell["source"]


def test_figures_lead():
    cells = [cell for path in NOTEBOOKS for cell in code_cells(path)]
    found = [kind for c in cells for o in c["outputs"] for kind in o.get("data", {})]
    tables = [o for path in NOTEBOOKS for o in outputs(path, "text/html") if OWN_HTML[0] in o[1]]
    assert found.count(PNG) >= 30
    assert found.count(PNG) > len(tables)


def claims(path):
    """Return, by the id of each cell, the prose that says what it is about.

    That is the first cell of the notebook and the section in which the cell stands; of a
    notebook that names no year there, all of its prose.
    """
    cells = nbformat.read(path, as_version=4).cells
    sections = [[]]
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            sections.append([])
        sections[-1].append(cell)
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    found = {}
    for section in sections:
        own = [cell.source for cell in (cells[0], *section) if cell.cell_type == "markdown"]
        found |= dict.fromkeys((cell.id for cell in section), "\n".join(own))
    return {key: text if figures.years(text) else prose for key, text in found.items()}


def figures_of(path):
    """Execute a notebook once more and yield each figure with its cell, picture and variables."""
    variables = {}
    for cell, made, _ in notebook_pages.drawn(nbformat.read(path, as_version=4), path, variables):
        pictures = [o.data[PNG] for o in cell.get("outputs", []) if PNG in o.get("data", {})]
        if pictures:
            assert len(made) == len(pictures), f"cell {cell.id}: figures made, pictures held"
        yield from ((cell, *both, variables) for both in zip(made, pictures, strict=False))


def faults(path):
    """Return what is wrong with the figures of a notebook: empty if they are what they claim."""
    found, prose = [], claims(path)
    for cell, figure, picture, variables in figures_of(path):
        place, words = f"{path.stem}, cell {cell.id}", handout.words(figure)
        if (different := other_pixels(figure, picture)) > ANTIALIASED:
            found.append(f"{place}: the picture is not what the cell draws ({different} pixels)")
        claimed = figures.years(prose[cell.id])
        if unnamed := figures.years(words) - claimed - figures.years_on_axes(figure):
            found.append(f"{place}: drawn of {unnamed}, which the prose does not name")
        shown = figures.shown(figure)
        if hidden := [n.value for n in figures.said(words) if not n.is_among(shown)]:
            found.append(f"{place}: says {hidden}, which it does not show")
        if unknown := figures.Data(variables, claimed).unknown(words):
            found.append(f"{place}: says {unknown}, which the data do not")
        if len(words) < 40:
            found.append(f"{place}: does not say what it shows")
    return found


def other_pixels(figure, picture):
    """Return how many pixels of the picture in a notebook differ from the figure drawn again."""
    again = BytesIO()
    figure.savefig(again, format="png", bbox_inches="tight", dpi=figure.dpi)
    both = []
    for png in (picture, notebook_pages.small(b64encode(again.getvalue()))):
        with Image.open(BytesIO(b64decode(png))) as image:
            both.append(np.asarray(image.convert("RGB")).astype(int))
    if both[0].shape != both[1].shape:
        return both[1].size
    return int((abs(both[0] - both[1]).max(axis=2) > 16).sum())


@pytest.mark.skipif(bool(OTHER_VERSIONS), reason=f"not as in requirements.lock: {OTHER_VERSIONS}")
@pytest.mark.no_cover
def test_every_figure_is_what_it_claims(notebook):
    assert faults(notebook) == []


def test_there_are_figures_in_every_notebook(notebook):
    assert any(PNG in o.get("data", {}) for cell in code_cells(notebook) for o in cell["outputs"])


def drawn_as(election, name="hemicycle"):
    """Return what a notebook holds of a figure of another election."""
    figure = getattr(kz.plots, name)(election).get_figure(root=True)
    content = BytesIO()
    figure.savefig(content, format="png", bbox_inches="tight", dpi=figure.dpi)
    return notebook_pages.small(b64encode(content.getvalue()))


def changed(path, tmp_path, change):
    """Write a copy of a notebook in which the first figure of the house is changed."""
    notebook = nbformat.read(path, as_version=4)
    sources = [cell.source for cell in notebook.cells]
    place = next(n for n, source in enumerate(sources) if "kz.plots.hemicycle(e" in source)
    cell = notebook.cells[place]
    del notebook.cells[place + 1 :]  # the rest takes time and is as it was
    change(cell, next(output.data for output in cell.outputs if PNG in output.get("data", {})))
    copy = shutil.copytree(FOLDER, tmp_path / "notebooks") / path.name
    nbformat.write(notebook, copy)
    return copy


def other_picture(cell, data):
    data[PNG] = drawn_as(kz.load(2007))


def other_code(cell, data):
    cell.source = cell.source.replace("kz.plots.hemicycle(e", "kz.plots.hemicycle(kz.load(2007)")


def other_code_and_picture(cell, data):
    other_code(cell, data)
    other_picture(cell, data)


@pytest.mark.parametrize("stem", ["00_start_here", "02_otan_majority"])
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (other_picture, "the picture is not what the cell draws"),
        (other_code, "the picture is not what the cell draws"),
        (other_code_and_picture, "drawn of {2007}, which the prose does not name"),
    ],
)
@pytest.mark.no_cover
def test_a_figure_of_another_election_is_noticed(stem, change, fault, tmp_path):
    found = faults(changed(FOLDER / f"{stem}.ipynb", tmp_path, change))
    assert fault in " ".join(found)


def test_words_that_differ_from_the_figure_or_the_data_are_noticed(e2004):
    figure = kz.plots.hemicycle(e2004).get_figure(root=True)
    words, data = handout.words(figure), figures.Data({"e": e2004}, {2004})
    shown = figures.shown(figure)
    assert all(number.is_among(shown) for number in figures.said(words))
    assert data.unknown(words) == []
    for old, new, wrong in [("AIST 11", "AIST 13", "AIST: 13"), ("Otan 42", "Otan 61", "Otan: 61")]:
        assert old in words
        assert data.unknown(words.replace(old, new)) == [wrong]
    assert not figures.said("Of 79 seats")[0].is_among(shown)
