"""The panel in JupyterLab: live, harmless to cells, for everybody, kept without a kernel."""

import io
import json
import logging
import os
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

import pytest
from PIL import Image, PngImagePlugin

from tests.browser.conftest import ROOT
from tests.helpers.lab import CELLS, READY, Notebook

AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
THEMES = ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"]
WIDTHS = [320, 700, 1366]
OFFICIAL = "7-1-1-1"
FIRST_FOUR = """() => [...document.querySelectorAll('.kz-panel .kz-table tbody tr')].slice(0, 4)
  .map(row => row.cells[4].textContent).join('-')"""
# From the key to the picture in the page, painted; and when each picture of a drag came.
WATCH = """() => {
  const panel = document.querySelector('.kz-pictures');
  let pressed = 0, last = panel.innerHTML;
  window.moves = [];
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(async () => {
    if (panel.innerHTML === last) return;
    last = panel.innerHTML;
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    window.moves.push(performance.now() - pressed);
  }).observe(panel, {childList: true, subtree: true});
}"""
AXE_RUN = """() => axe.run('.kz-panel', {preload: false, resultTypes: ['violations']}).then(
  found => found.violations.map(v => [v.id, v.impact, v.nodes.map(n => n.target.join(' '))]))"""
# What stands out of the panel, unless a box of its own around it scrolls; and text that is cut.
CUT_OFF = """() => {
  const panel = document.querySelector('.kz-panel'), found = [];
  const edge = panel.getBoundingClientRect();
  const scrolls = node => node && node !== panel
    && (getComputedStyle(node).overflowX === 'auto' || scrolls(node.parentElement));
  for (const node of panel.querySelectorAll('*')) {
    if (node.tagName === 'OPTION') continue;
    const box = node.getBoundingClientRect();
    if (!box.width || scrolls(node)) continue;
    if (box.right > edge.right + 1 || box.left < edge.left - 1)
      found.push(`${node.tagName} ${node.className}: ${node.textContent.slice(0, 40)}`);
  }
  for (const node of panel.querySelectorAll('button, label span, summary')) {
    if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline')
      found.push(`text of ${node.textContent}`);
  }
  return found;
}"""


@pytest.fixture
def open_cells(lab, open_notebook):
    """Return a function that opens and runs a notebook of these cells."""

    def opened(*sources):
        cells = [
            {
                "cell_type": "code",
                "id": f"cell-{at}",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": source,
            }
            for at, source in enumerate(sources)
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        content = {
            "cells": cells,
            "metadata": {"kernelspec": kernel},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        body = json.dumps({"type": "notebook", "format": "json", "content": content}).encode()
        address = f"{lab.address}/api/contents/notebooks/panel.ipynb?token={lab.token}"
        urlopen(Request(address, body, {"Content-Type": "application/json"}, method="PUT")).close()
        return open_notebook("panel.ipynb")

    return opened


@pytest.fixture
def page(open_cells):
    """A page with the panel of 2004."""
    return run(open_cells("import kzelect as kz\n\nkz.explore(2004)"))


def run(notebook):
    cells = notebook.run_all()
    assert [o for c in cells for o in c["outputs"] if o["output_type"] == "error"] == []
    notebook.page.wait_for_selector(".kz-panel svg")
    return notebook.page


def wait_for_seats(page, seats):
    page.wait_for_function(f"seats => ({FIRST_FOUR})() === seats", arg=seats, timeout=10_000)


def wait_for_words(page, words):
    page.locator(".kz-panel").get_by_text(words).first.wait_for(state="visible", timeout=10_000)


def fill(page, name, text):
    box = page.get_by_role("textbox", name=name)
    box.fill(text)
    box.press("Enter")


def set_theme(page, theme):
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
    )
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)
    page.wait_for_timeout(500)  # its style sheet comes a little later


def test_every_control_does_what_it_says(page):
    wait_for_seats(page, OFFICIAL)
    page.get_by_label("Method").select_option("D'Hondt")
    wait_for_seats(page, "8-1-1-0")
    wait_for_words(page, "D'Hondt instead of Hare: a seat of AIST goes to Otan.")
    assert page.locator(".kz-mine .kz-moved circle").count() == 1
    page.get_by_label("Method").select_option("Hare")
    fill(page, "Threshold, %", "7,07")
    wait_for_seats(page, "7-2-1-0")
    wait_for_words(page, "AIST falls below 7.07 %: its seat goes to Aq Jol.")
    fill(page, "Threshold, %", "seven")
    wait_for_words(page, "Expected a number from 0 to 100, found 'seven'.")
    wait_for_seats(page, "7-2-1-0")

    page.get_by_role("button", name="Undo").click()
    wait_for_seats(page, OFFICIAL)
    page.get_by_role("button", name="Redo").click()
    wait_for_seats(page, "7-2-1-0")
    page.get_by_role("button", name="Back to the official rules and votes").click()
    wait_for_seats(page, OFFICIAL)
    page.get_by_label("ballots cast").check()
    wait_for_seats(page, "7-2-1-0")
    page.get_by_role("button", name="No threshold").click()
    wait_for_words(page, "Without a threshold 6 lists can win seats")
    page.get_by_role("button", name="All 77 from the lists").click()
    wait_for_words(page, "Otan has 51 seats; 39 are a majority.")
    page.get_by_role("button", name="Pin this").click()
    wait_for_words(page, "The same seats as the pinned scenario.")
    page.get_by_role("button", name="Unpin").click()
    page.get_by_role("button", name="Back to the official rules and votes").click()

    page.get_by_text("What if: votes by party").click()
    page.get_by_label("per cent").check()
    page.get_by_label("Swing from").select_option("AIST")
    page.get_by_label("to", exact=True).select_option("Aq Jol")
    page.get_by_label("by", exact=True).fill("0,1")
    page.get_by_role("button", name="Swing").click()
    wait_for_words(page, "AIST falls below 7 %: its seat goes to Aq Jol.")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("This panel as Python").click()
    page.get_by_role("button", name="Copy: This panel as Python").click()
    wait_for_words(page, "Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("import kzelect as kz\n\nkz.explore(2004, votes={'aq_jol': ")
    assert page.locator(".kz-call :is(textarea, input, [contenteditable])").count() == 0

    page.get_by_role("tab", name="Path to the majority").click()
    wait_for_words(page, "It needed 6 of the 22 run-offs and won 9.")
    page.get_by_label("by membership").check()
    wait_for_words(page, "Otan held 53 seats")
    page.get_by_role("tab", name="What if").click()
    page.get_by_label("Election").select_option("1994")
    wait_for_words(page, "Not possible: this election had no list tier")
    page.get_by_label("Election").select_option("2007")
    wait_for_words(
        page, "Hare with a threshold of 7 % of the valid votes gives the official seats."
    )


def test_sliders_have_names_words_and_steps(page):
    threshold = page.get_by_role("slider", name="Threshold, %")
    said = "element => element.getAttribute('aria-valuetext')"
    assert threshold.evaluate(said) == "7 per cent of the valid votes"
    threshold.focus()
    for key, value in [("ArrowRight", "7.5"), ("Alt+ArrowRight", "7.6"), ("ArrowRight", "8")]:
        page.keyboard.press(key)
        words = f"{value} per cent of the valid votes"
        page.wait_for_function(
            "words => [...document.querySelectorAll('.kz-panel [type=range]')]"
            ".some(e => e.getAttribute('aria-valuetext') === words)",
            arg=words,
        )
    size = page.get_by_role("slider", name="List seats")
    assert size.evaluate(said) == "10 list seats"
    size.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.activeElement.ariaValueText === '9 list seats'")
    assert page.locator("[title=null]").count() == 0


def test_the_picture_follows_the_slider_and_the_newest_state_wins(page):
    slider = page.get_by_role("slider", name="List seats")
    slider.focus()
    page.evaluate(WATCH)
    for moves in range(1, 11):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("n => window.moves.length >= n", arg=moves, timeout=10_000)
    times = page.evaluate("() => window.moves.splice(0)")
    box = slider.bounding_box()
    y, left, width = box["y"] + box["height"] / 2, box["x"], box["width"]
    page.mouse.move(left + 0.2 * width, y)
    page.mouse.down()
    for move in range(60):
        page.mouse.move(left + (0.2 + 0.01 * move) * width, y)
        page.wait_for_timeout(16)
    page.mouse.up()
    seats = slider.input_value()
    total = "() => document.querySelector('.kz-table .kz-sum').cells[4].textContent"
    page.wait_for_function(f"seats => ({total})() === seats", arg=str(round(float(seats))))
    pictures = page.evaluate("() => window.moves.length")
    logging.getLogger(__name__).info(
        "key to picture: median %.0f ms of %d; a drag of 60 moves: %d pictures",
        median(times),
        len(times),
        pictures,
    )
    assert pictures > 1
    page.get_by_role("button", name="Undo").click()  # the drag is one step
    page.wait_for_function(f"() => ({total})() === '20'")


def test_cells_that_draw_beside_a_moving_slider_keep_their_figures(open_cells):
    draw = (
        "import time\nimport matplotlib.pyplot as plt\n\n"
        "for i in range(12):\n"
        "    plt.plot([i, 1])\n"
        "    time.sleep(0.4)\n"
        "    plt.show()\n"
        "print(plt.isinteractive())"
    )
    notebook = open_cells("import kzelect as kz\n\nkz.explore(2004)", draw)
    page = run(notebook)
    slider = page.get_by_role("slider", name="List seats")
    slider.focus()
    page.evaluate(WATCH)
    page.evaluate(
        "() => { const lab = window.jupyterapp; const book = lab.shell.currentWidget.content;"
        " book.activeCellIndex = 1; book.model.cells.get(1).clearExecution();"
        " lab.commands.execute('notebook:run-cell'); }"
    )
    while True:
        slider.press("ArrowRight")  # running a cell takes the focus away
        page.wait_for_timeout(20)
        cell = page.evaluate(CELLS)[1]
        if any("text" in output for output in cell["outputs"]):  # what the cell prints last
            break
    pictures = [o for o in cell["outputs"] if "image/png" in o.get("data", {})]
    assert len(pictures) == 12
    assert cell["outputs"][-1]["text"] == "True\n"
    # The panel follows, at the latest when the kernel is free again.
    page.wait_for_function("() => window.moves.length >= 1")


def test_themes_and_widths(page):
    page.get_by_label("Method").select_option("D'Hondt")
    wait_for_seats(page, "8-1-1-0")
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for theme in THEMES:
        set_theme(page, theme)
        found = page.evaluate(AXE_RUN)
        assert [f for f in found if f[1] in ("serious", "critical")] == [], theme
        line, ground = page.evaluate(  # in one call: the table may be drawn anew in between
            "() => [getComputedStyle(document.querySelector('.kz-table .kz-swatch'))"
            ".borderTopColor,"
            " getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor]"
        )
        assert contrast(line, ground) >= 3, theme
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            for _ in range(20):  # until JupyterLab has laid out its page anew
                page.wait_for_timeout(300)
                if not (cut_off := page.evaluate(CUT_OFF)):
                    break
            assert cut_off == [], (theme, width)
    page.evaluate("() => document.querySelector('.kz-panel').scrollIntoView()")
    for part in (".kz-sentence", ".kz-other svg", ".kz-mine svg", ".kz-table", ".kz-controls"):
        box = page.locator(f".kz-panel {part}").first.bounding_box()
        assert box["y"] + box["height"] <= 768 - 25, part  # the status bar has the rest
    blank = page.evaluate(
        "() => document.querySelector('.kz-mine svg').getBoundingClientRect().top"
        " - document.querySelector('.kz-mine figcaption').getBoundingClientRect().bottom"
    )
    assert blank < 10


def contrast(one, other):
    """Return the contrast ratio of WCAG of two CSS colours."""
    lights = []
    for colour in (one, other):
        parts = [float(n) / 255 for n in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_the_keyboard_goes_where_the_eye_goes(page):
    page.get_by_text("What if: votes by party").click()
    page.get_by_label("Election").focus()
    places = []
    for _ in range(60):
        inside, x, y = page.evaluate(
            "() => { const e = document.activeElement, b = e.getBoundingClientRect();"
            " const p = e.closest('.kz-controls, .kz-result, .kz-foot, .kz-top');"
            " const top = document.querySelector('.kz-panel').getBoundingClientRect().y;"
            " return [p ? p.className : '', b.x, b.y - top]; }"
        )
        if not inside:
            break
        places.append((["kz-top", "kz-controls", "kz-result", "kz-foot"].index(inside), y, x))
        page.keyboard.press("Tab")
    assert len(places) > 20
    for before, after in pairwise(places):
        same_row = abs(before[1] - after[1]) < 20
        assert before[0] < after[0] or before[1] < after[1] or (same_row and before[2] < after[2])


def test_without_a_kernel_the_last_picture_stays(page, lab):
    page.get_by_label("Method").select_option("D'Hondt")
    wait_for_seats(page, "8-1-1-0")
    assert not page.locator(".kz-still").is_visible()  # the panel is in its place
    page.wait_for_timeout(1500)  # the picture that stays is made once all is quiet
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(500)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    other = page.context.new_page()  # what it logs of the missing model is JupyterLab's own
    address = f"{lab.address}/lab/tree/notebooks/panel.ipynb?token={lab.token}&reset"
    other.goto(address)
    other.wait_for_selector(".jp-NotebookPanel .jp-Notebook", timeout=60_000)
    other.wait_for_function(READY, timeout=60_000)
    other.wait_for_timeout(3000)  # until the widget would say that it has no model
    still = other.locator(".kz-still")
    assert still.is_visible()
    assert "D'Hondt instead of Hare: a seat of AIST goes to Otan." in still.inner_text()
    assert still.locator("svg").count() == 2
    assert not other.get_by_text("Error displaying widget").is_visible()
    run(Notebook(other))
    other.wait_for_selector(".kz-panel svg")
    assert not other.locator(".kz-still").is_visible()


def test_the_panel_works_again_after_a_restart(open_cells):
    notebook = open_cells("import kzelect as kz\n\nkz.explore(2004)")
    run(notebook)
    notebook.restart()
    page = run(notebook)
    page.get_by_label("Method").select_option("D'Hondt")
    wait_for_seats(page, "8-1-1-0")


def test_hostile_names_and_odd_elections_show_as_text(open_cells):
    source = """import pandas as pd
import kzelect as kz

bad = '<img src=x onerror="document.title=1">'
lists = pd.DataFrame({"party": [bad, "B"], "votes": [60, 40], "seats": [2, 1]})
rounds = pd.DataFrame({"round": [1], "party": ["A"], "seats": [3]})
many = pd.DataFrame({"party": [f"Party {i}" for i in range(30)],
                     "votes": [1000 + 37 * i for i in range(30)]})
made = [
    kz.Election.from_frames(proportional=lists),
    kz.Election.from_frames(proportional=many, seats_list=700, seats_total=700),
    kz.Election.from_frames(majoritarian=rounds),
]
for election in made:
    display(kz.explore(election))
"""
    page = run(open_cells(source))
    page.wait_for_function("() => document.querySelectorAll('.kz-panel').length === 3")
    assert page.locator(".kz-panel img").count() == 0
    assert page.title() != "1"
    first, second, third = (page.locator(".kz-panel").nth(at) for at in range(3))
    assert "<img src=x" in first.inner_text()
    assert second.locator(".kz-mine circle").count() == 700
    assert "Not possible: this election had no list tier" in third.inner_text()


def test_the_picture_of_the_panel_can_be_drawn_anew(page, tmp_path):
    """With KZELECT_PICTURE=1 it replaces the picture of the README and the site."""
    is_wanted = os.environ.get("KZELECT_PICTURE") == "1"
    path = ROOT / "docs" / "_static" / "panel.png" if is_wanted else tmp_path / "panel.png"
    page.set_viewport_size({"width": 1150, "height": 1000})
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.get_by_label("Method").select_option("D'Hondt")
    wait_for_seats(page, "8-1-1-0")
    page.mouse.move(0, 0)
    panel = page.locator(".kz-panel")
    said = page.locator(".kz-sentence").inner_text()
    shown = [svg.get_attribute("aria-label") for svg in page.locator(".kz-pictures svg").all()]
    words = " ".join(" ".join([said, *shown]).split())
    with Image.open(io.BytesIO(panel.screenshot())) as picture:
        about = PngImagePlugin.PngInfo()
        about.add_text("Description", words)
        # The method that keeps colours of small areas: a party may have one seat.
        few = picture.convert("RGB").quantize(
            128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(path, pnginfo=about, optimize=True)
    assert path.stat().st_size < 120 * 1024
    with Image.open(path) as picture:
        assert picture.width > 800
        assert picture.text["Description"].startswith("D'Hondt instead of Hare")
