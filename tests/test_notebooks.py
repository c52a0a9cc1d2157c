"""What nbval does not see: whether outputs are there at all, and what the figures show.

`make notebooks` compares every text output. It passes a stripped notebook in silence and
never looks at a picture, so the guards and the figures are here.
"""

import contextlib
import json
import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

import kzelect as kz

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MOST_LINES, MOST_CELLS, MOST_BYTES = 15, 40, 150 * 1024


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
    """They ship: `make run-notebooks` makes them a third of the size."""
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


def test_a_notebook_asks_a_question_and_answers_it_in_three_sentences(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    first = "".join(cells[0]["source"])
    if notebook.stem.startswith("00"):
        return
    title, _, answer = first.partition("\n\n**Answer.** ")
    assert title.startswith("# ")
    assert title.endswith("?")
    assert len(re.findall(r"\.(?:\s|$)", answer)) == 3
    headings = [
        line for c in cells for line in "".join(c["source"]).splitlines() if line[:3] == "## "
    ]
    assert headings[0] == "## The data and what they cannot tell"
    assert headings[-2:] == ["## What would change the answer", "## Sources"]


def drawn(path):
    """Execute a notebook once and return the axes of its figures, by plot, in order."""
    space, figures = {}, []
    for cell in code_cells(path):
        with contextlib.chdir(path.parent):
            exec(compile(cell["source"], f"{path.stem}", "exec"), space)
        plot = re.search(r"ax = kz\.plots\.(\w+)", cell["source"])
        if plot:
            figures.append((plot[1], space["ax"]))
    return figures


def numbers(ax):
    """Return every number that an artist of the axes shows: bars, lines, points."""
    found = []
    for patch in ax.patches:
        if hasattr(patch, "get_width"):
            found += [patch.get_width(), patch.get_height()]
    for line in ax.get_lines():
        found += [*np.asarray(line.get_xdata(), float), *np.asarray(line.get_ydata(), float)]
    for collection in ax.collections:
        found += list(np.asarray(collection.get_offsets(), float).ravel())
    return np.array(found)


def points(ax):
    return sum(len(collection.get_offsets()) for collection in ax.collections)


E = kz.load(2004)
SHARES = 100 * E.proportional["vote_share"].astype(float)
LIST_SEATS = 100 * E.proportional["seats"].astype(float) / 10
HOUSE = 100 * E.seats["seat_share"].astype(float)
DROP = E.turnout_drop()
GROWTH = kz.economy().query("indicator == 'gdp_growth_real' and year <= 2010")["value"]
PEERS = kz.growth_peers().query("year == 2003")["value"]
WON = E.seats[E.seats["total"] > 0]

# Plot -> the numbers that its artists must show.
SHOWN = {
    "vote_shares": [*SHARES, 7.0],
    "votes_and_seats": [*SHARES, *LIST_SEATS, *HOUSE],
    "path_to_majority": [*WON["list"].dropna(), *WON["first_round"], *WON["second_round"], 39],
    "growth_rank": PEERS,
    "turnout": [100 * DROP.share_first, 100 * DROP.share_runoff],
    "turnout_bounds": [100 * DROP.rest_high, 100 * DROP.rest_low, 100 * DROP.no_drop_rest],
}
FIGURES = {
    "01_vote_shares": ["vote_shares", "votes_and_seats"],
    "02_otan_majority": ["hemicycle", "path_to_majority"],
    "03_economic_context": ["series", "growth_rank", "series"],
    "04_turnout_drop": ["turnout", "turnout_bounds"],
    "05_seat_allocation": ["sweep", "seat_probabilities"],
    "06_over_time": ["series"],
    "07_your_own_election": ["hemicycle", "vote_shares"],
}


@pytest.mark.parametrize("stem", FIGURES)
def test_figures_show_the_data(stem):
    figures = drawn(FOLDER / f"{stem}.ipynb")
    assert [plot for plot, _ in figures] == FIGURES[stem]
    of_2004 = stem[:2] < "06"
    for plot, ax in figures:
        shown = numbers(ax)
        for number in np.asarray(SHOWN.get(plot, []) if of_2004 else [], float):
            assert np.isclose(shown, number).any(), f"{stem}: {plot} does not show {number}"
        assert len(kz.plots.describe(ax)) > 40
        assert ax.get_figure().get_axes() == [ax]
    plt.close("all")


def test_hemicycle_of_the_notebook_has_77_seats_in_the_colours_of_their_parties():
    (_, ax), _ = drawn(FOLDER / "02_otan_majority.ipynb")
    colours = E.parties.set_index("party")["colour"].str.lower()
    by_colour = {}
    for collection in ax.collections:
        colour = plt.matplotlib.colors.to_hex(collection.get_facecolor()[0])
        by_colour[colour] = by_colour.get(colour, 0) + len(collection.get_offsets())
    for party, seats in WON[["party", "total"]].itertuples(index=False):
        assert by_colour[colours[party]] == seats
    assert points(ax) == 77
    plt.close("all")


def test_series_of_the_notebook_are_those_of_the_table():
    figures = drawn(FOLDER / "03_economic_context.ipynb")
    assert set(GROWTH) <= set(numbers(figures[0][1]))
    national = kz.economy().query("indicator == 'poverty_national_line' and 2001 <= year <= 2004")[
        "value"
    ]
    assert set(national) <= set(numbers(figures[2][1]))
    plt.close("all")
