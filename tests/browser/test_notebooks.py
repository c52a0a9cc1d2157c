"""Every notebook runs in JupyterLab, and the panel in 00_start_here does what it says."""

import logging
from statistics import median

import pytest

from tests.browser.conftest import ROOT

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
SEATS = """() => [...document.querySelectorAll('.widget-html table')]
  .find(table => table.caption.textContent.startsWith('List seats'))
  .querySelectorAll('tbody tr')"""
FIRST_FOUR = f"""() => {{
  const rows = ({SEATS})();
  return [...rows].slice(0, 4).map(row => row.cells[4].textContent).join('-');
}}"""
CALLS = "code => document.querySelector('.widget-textarea textarea').value.includes(code)"
# From the key on the slider to the picture in the page, decoded.
WATCH = """() => {
  const panel = document.querySelector('.widget-tab');
  let pressed = 0, last = panel.querySelector('img').src;
  window.moves = [];
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(async () => {
    const picture = panel.querySelector('img');
    if (!picture || picture.src === last) return;
    last = picture.src;
    await picture.decode();
    window.moves.push(performance.now() - pressed);
  }).observe(panel, {childList: true, subtree: true});
}"""


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_runs_without_error_or_warning(open_notebook, name):
    cells = open_notebook(name).run_all()
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [o["evalue"] for o in outputs if o["output_type"] == "error"] == []
    assert [o["text"] for o in outputs if o.get("name") == "stderr"] == []
    assert [cell["count"] for cell in cells] == list(range(1, len(cells) + 1))


def slider(page, label):
    return page.locator(".widget-slider").filter(has_text=label).get_by_role("slider")


def wait_for_seats(page, seats):
    page.wait_for_function(f"seats => ({FIRST_FOUR})() === seats", arg=seats, timeout=10_000)


def wait_for_words(page, words):
    page.locator(".widget-html").get_by_text(words).wait_for(state="visible", timeout=10_000)


def test_the_panel_follows_its_controls(open_notebook):
    notebook = open_notebook("00_start_here.ipynb")
    notebook.run_all()
    notebook.show("kz.explore(")
    page = notebook.page
    wait_for_seats(page, "7-1-1-1")

    page.get_by_label("Method").select_option("D'Hondt")
    wait_for_seats(page, "8-1-1-0")
    wait_for_words(page, "D'Hondt instead of Hare: a seat of AIST goes to Otan.")
    page.wait_for_function(CALLS, arg="method='dhondt'", timeout=10_000)

    page.get_by_label("Method").select_option("Hare")
    threshold = slider(page, "Threshold, %")
    threshold.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    wait_for_seats(page, "7-2-1-0")
    wait_for_words(page, "AIST falls below 7.07 %: its seat goes to Aq Jol.")

    page.get_by_role("button", name="Back to the official rules and votes").click()
    wait_for_seats(page, "7-1-1-1")
    assert float(threshold.get_attribute("aria-valuenow")) == 7.0

    page.get_by_role("tab", name="Path to the majority").click()
    wait_for_words(page, "It needed 6 of the 22 run-offs and won 9.")
    page.get_by_label("by membership").check()
    wait_for_words(page, "Otan held 53 seats")


def test_the_panel_works_again_after_a_restart(open_notebook):
    notebook = open_notebook("00_start_here.ipynb")
    notebook.run_all()
    notebook.restart()
    notebook.run_all()
    notebook.show("kz.explore(")
    wait_for_seats(notebook.page, "7-1-1-1")
    notebook.page.get_by_label("Method").select_option("D'Hondt")
    wait_for_seats(notebook.page, "8-1-1-0")


def test_the_picture_follows_the_slider(open_notebook):
    notebook = open_notebook("00_start_here.ipynb")
    notebook.run_all()
    notebook.show("kz.explore(")
    page = notebook.page
    wait_for_seats(page, "7-1-1-1")
    slider(page, "List seats").focus()
    page.evaluate(WATCH)
    for moves in range(1, 21):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("n => window.moves.length >= n", arg=moves, timeout=10_000)
    times = page.evaluate("() => window.moves")
    logging.getLogger(__name__).info(
        "slider to picture in the browser: median %.0f ms, longest %.0f ms, %d moves",
        median(times),
        max(times),
        len(times),
    )
    assert median(times) < 1000  # a bound that holds on a busy machine; the figure is above
