"""The built site in a browser: nothing fetched from elsewhere, nothing broken, readable by all."""

import json
import os
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "site"
AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
THEMES = ["light", "dark"]
VIEWS = {  # by name: the size of the window and the theme
    "light": (DESK, "light"),
    "dark": (DESK, "dark"),
    "phone": (PHONE, "light"),
    "phone, dark": (PHONE, "dark"),
}
IMPACTS = ["critical", "serious", "moderate", "minor"]
GRAVE = {"critical", "serious"}
ALL = "KZELECT_FUZZ" in os.environ  # every page in every view, before a release
FILE_NAME = re.compile(r"\S+\.(png|jpe?g|svg|gif|webp)", flags=re.IGNORECASE)

# What a page holds that leads somewhere, and what can be led to.
CONTENT = """() => ({
    links: [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')),
    anchors: [...document.querySelectorAll('[id], a[name]')].map(e => e.id || e.name),
    images: [...document.querySelectorAll('img')].map(i => i.getAttribute('alt')),
    headings: [...document.querySelectorAll('main h1')].length,
    title: document.title,
})"""
AXE_RUN = """() => axe.run({preload: false, resultTypes: ["violations"]}).then(
    found => found.violations.map(v => ({
    id: v.id, impact: v.impact, where: v.nodes.map(node => node.target.join(' ')),
})))"""
# What stands out on the right, unless a box of its own around it scrolls; the article is none.
CUT_OFF = """() => {
    const width = document.documentElement.clientWidth, found = [];
    const page = document.scrollingElement.scrollWidth;
    if (page > width) found.push(`the page is ${page} wide`);
    for (const e of document.querySelectorAll('main *, header *, footer *')) {
        const box = e.getBoundingClientRect();
        if (box.width === 0 || box.right <= width + 1) continue;
        let inside = e.parentElement, scrolls = false;
        while (inside && !inside.matches('.bd-article, header, footer, body') && !scrolls) {
            scrolls = ['auto', 'scroll'].includes(getComputedStyle(inside).overflowX);
            inside = inside.parentElement;
        }
        if (!scrolls) found.push(`${e.tagName} ${e.className}: ${e.textContent.slice(0, 40)}`);
    }
    return found;
}"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    """Build the site, serve it, and return where."""
    subprocess.run([sys.executable, ROOT / "docs" / "build.py"], check=True, cwd=ROOT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def visited(address, browser):
    """Visit every page, wide and on a phone, each in another theme, and return what was found.

    The first page is visited in all four views, as is every page before a release.
    """
    paths = [path.relative_to(SITE) for path in sorted(SITE.rglob("*.html"))]
    paths = [path.as_posix() for path in paths if path.parts[0] != "_static"]
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page, script = context.new_page(), AXE.read_text(encoding="utf-8")
    complaints, requests = listen(page)
    found = {}
    for number, path in enumerate(paths):
        turn = [("light", "phone, dark"), ("dark", "phone")][number % 2]
        seen = [view for view in VIEWS if ALL or path == "index.html" or view in turn]
        page.set_viewport_size(DESK)
        page.goto(address + path)
        found[path] = has = page.evaluate(CONTENT)
        page.wait_for_timeout(350)  # the theme makes boxes that scroll reachable by keyboard
        page.evaluate(script)
        has |= {view: [] for view in VIEWS}
        for view in seen:
            size, theme = VIEWS[view]
            if page.viewport_size != size:
                page.set_viewport_size(size)
                page.wait_for_timeout(350)
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            has[view] = page.evaluate(AXE_RUN)
        has["cut_off"] = page.evaluate(CUT_OFF)
    context.close()
    counts = {path: {view: count(has[view]) for view in VIEWS} for path, has in found.items()}
    (ROOT / "build" / "axe.json").write_text(json.dumps(counts, indent=1), encoding="utf-8")
    return {"pages": found, "complaints": complaints, "requests": requests}


def listen(page):
    """Return the lists to which the page's errors and requests go."""
    complaints, requests = [], []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.on("response", lambda r: complaints.append(r.url) if r.status >= 400 else None)
    return complaints, requests


def count(violations):
    """Return how many elements axe objects to, by how grave it is."""
    impacts = [v["impact"] for v in violations for _ in v["where"]]
    return {impact: impacts.count(impact) for impact in IMPACTS}


def test_no_page_complains_or_asks_another_machine(visited, address):
    assert visited["complaints"] == []
    outside = {r for r in visited["requests"] if not r.startswith((address, "data:", "blob:"))}
    assert outside == set()


def test_every_link_leads_to_something(visited, address):
    anchors = {address + path: set(has["anchors"]) for path, has in visited["pages"].items()}
    broken = [
        (path, link)
        for path, has in visited["pages"].items()
        for link in has["links"]
        if not leads(urljoin(address + path, link), anchors)
    ]
    assert broken == []


def leads(target, anchors):
    """Say whether a link leads to a page, an anchor or a file that is there."""
    place, anchor = urldefrag(target)
    if urlsplit(place).netloc != urlsplit(next(iter(anchors))).netloc:
        return urlsplit(place).scheme in ("http", "https", "mailto")
    place = place.partition("?")[0]
    place += "index.html" if place.endswith("/") else ""
    if place in anchors:
        return not anchor or unquote(anchor) in anchors[place]
    return (SITE / unquote(urlsplit(place).path).lstrip("/")).is_file()


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_grave(visited, view):
    grave = [
        (path, violation["id"], violation["where"][:5])
        for path, has in visited["pages"].items()
        for violation in has[view]
        if violation["impact"] in GRAVE
    ]
    assert grave == []


def test_every_picture_has_words_that_are_no_file_name(visited):
    wordless = [
        (path, words)
        for path, has in visited["pages"].items()
        for words in has["images"]
        if not words or FILE_NAME.fullmatch(words.strip())
    ]
    assert wordless == []


def test_every_page_has_one_heading_and_a_title_of_its_own(visited):
    pages = visited["pages"]
    assert {path: has["headings"] for path, has in pages.items() if has["headings"] != 1} == {}
    titles = [has["title"] for has in pages.values()]
    assert sorted(titles) == sorted(set(titles))


def test_nothing_is_cut_off_on_a_phone(visited):
    cut_off = {path: has["cut_off"][:3] for path, has in visited["pages"].items()}
    assert {path: what for path, what in cut_off.items() if what} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_follows_the_reader(browser, address, theme):
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("() => document.documentElement.dataset.theme") == theme
    context.close()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_finds_notebooks_functions_columns_and_sources(browser, address, scheme):
    home = address if scheme == "http" else f"{SITE.as_uri()}/"
    context = browser.new_context()
    page = context.new_page()
    complaints, requests = listen(page)
    for words, expected in {
        "turnout": "notebooks/04_turnout_drop.html",
        "gallagher": "api/indices.html",
        "also_source_ids": "data/dictionary.html",
        "Jamestown": "data/sources.html",
        "Отан": "data/contenders.html",
        "Назарбаев": "data/contenders.html",
        "Nazarbayev": "data/contenders.html",
        "D'Hondt": "howto/methods.html",
    }.items():
        page.goto(f"{home}search.html?q={words}")
        page.wait_for_selector(f"#search-results a[href*='{expected}']", timeout=10_000)
    context.close()
    assert complaints == []
    assert [r for r in requests if not r.startswith(home)] == []


def test_first_page_shows_the_official_figures(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    text = page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
    for words in ("42 of the 77", "60.61 %", "56.49 %", "45.21 %", "+21", "OSCE", "Independent"):
        assert words in text
    assert "\N{RIGHTWARDS ARROW}" not in text
    (picture,) = page.query_selector_all("main img")
    assert "Otan 42" in picture.get_attribute("alt")
    assert "$" not in text
    context.close()


def test_a_phone_shows_who_won_without_scrolling_sideways(browser, address):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(address)
    box = page.locator("table.kz-results").bounding_box()
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.locator("table.kz-results tr").nth(1).bounding_box()["y"] < PHONE["height"]
    context.close()


def test_the_first_column_of_a_wide_table_stays_on_a_phone(browser, address):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}data/dictionary.html")
    table = page.locator("table.kz-rows").first
    table.scroll_into_view_if_needed()
    first, second = (table.locator("tbody tr").first.locator("td").nth(n) for n in (0, 1))
    before = first.bounding_box()["x"], second.bounding_box()["x"]
    table.evaluate("table => { table.parentElement.scrollLeft = 200 }")
    assert first.bounding_box()["x"] == pytest.approx(before[0], abs=1)
    assert second.bounding_box()["x"] == pytest.approx(before[1] - 200, abs=1)
    context.close()


def test_a_journalist_takes_table_picture_and_sentence_from_the_first_page(browser, address):
    context = browser.new_context(accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)

    with page.expect_download() as download:
        page.get_by_role("link", name="Table (CSV) of: results of 2004").click()
    results = download.value.path().read_text(encoding="utf-8").splitlines()
    assert results[0].startswith("party,party_name,list,first_round,second_round,district,total")
    assert results[1].startswith("otan,Otan,7,26,9,35,42,")

    with page.expect_download() as download:
        page.get_by_role("link", name="SVG of: Otan: 42 of 77 seats").click()
    assert download.value.suggested_filename == "hemicycle-2004.svg"
    picture = download.value.path().read_text(encoding="utf-8")
    assert "<svg" in picture
    assert "Otan 42, Aq Jol 1" in picture

    quote = page.locator(".kz-quote")
    quote.hover()
    quote.get_by_role("button", name="Copy").click()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    words = copied.replace("\N{NO-BREAK SPACE}", " ")
    for part in ("56.49 %", "45.21 %", "22 of 67 districts", "Source: Wikipedia", "https://"):
        assert part in words
    context.close()


def test_a_notebook_page_hands_out_its_notebook_figures_and_tables(browser, address):
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}notebooks/02_otan_majority.html")
    with page.expect_download() as download:
        page.get_by_role("link", name="This notebook (.ipynb)").click()
    assert download.value.suggested_filename == "02_otan_majority.ipynb"
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["nbformat"] == 4
    links = page.locator("main a[download]").evaluate_all("links => links.map(a => a.href)")
    kinds = [link.rpartition(".")[2] for link in links]
    assert kinds.count("svg") == kinds.count("png") == page.locator("figure.kz-plot").count() > 1
    assert kinds.count("csv") >= page.locator(".cell_output table").count()
    context.close()


def test_code_and_tables_have_room_on_a_desk(browser, address):
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    for path in sorted((SITE / "notebooks").glob("0*.html")):
        page.goto(f"{address}notebooks/{path.name}")
        assert page.locator(".bd-sidebar-primary.hide-on-wide").count() == 1
        wide = page.locator(".cell_input pre").evaluate_all(
            "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
        )
        assert wide == []
    assert page.locator(".bd-article").bounding_box()["width"] >= 900
    context.close()
