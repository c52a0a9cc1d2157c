"""What docs/ makes of the data and the notebooks, without building the site."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import data_pages
import handout
import landing
import method_pages
import nbformat
import notebook_pages
import pandas as pd
import pytest
import yaml
from PIL import Image

import kzelect as kz

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "docs" / "howto" / "gallery.md"
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


@pytest.fixture
def handed_out(tmp_path):
    return handout.Handout(tmp_path / "files", "page")


def test_the_first_page_has_the_published_figures(handed_out):
    figures = landing.figures()
    expected = {"seats": "42", "house": "77", "majority": "39", "runoffs": "22", "last": "AIST"}
    assert expected.items() <= figures.items()
    assert (figures["published_change"], figures["derived_change"]) == ("+21", "+19")
    shares = ("turnout_first", "turnout_second", "last_share", "last_cast_share")
    found = [figures[name].split()[0] for name in shares]
    assert found == ["56.49", "45.21", "7.07", "6.87"]
    page = landing.page((ROOT / "docs" / "index.md").read_text(encoding="utf-8"), handed_out)
    assert "$" not in page
    assert "\N{RIGHTWARDS ARROW}" not in page


def test_the_first_page_hands_out_results_and_house(handed_out):
    pieces = landing.pieces(handed_out)
    rows = re.findall(r'<th scope="row"><strong>([^<]+)', pieces["results"])
    assert rows == [*kz.load(2004).parties["short_name"], "Total"]
    (changed,) = re.findall(r"<td>([^<]+)" + re.escape(landing.MARK), pieces["results"])
    assert changed == "+21"
    results = pd.read_csv(handed_out.folder / "results-2004.csv").set_index("party")
    otan = results.loc["otan", ["list", "first_round", "second_round", "total", "votes"]]
    assert otan.tolist() == [7, 26, 9, 42, 2_883_706]
    assert results["list"].isna().tolist() == [False] * 10 + [True]
    assert (results["source_id"] == "WP04").all()
    house = pd.read_csv(handed_out.folder / "hemicycle-2004.csv").set_index("party")["seats"]
    assert house.sum() == 77
    assert (handed_out.folder / "hemicycle-2004.svg").read_text("utf-8").startswith("<?xml")


def test_a_figure_without_words_stops_the_build(handed_out):
    figures, _ = handout.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])", "page", {})
    with pytest.raises(ValueError, match="says nothing in words"):
        handed_out.figure(*figures)


def test_a_figure_of_ones_own_hands_out_what_its_artists_show():
    code = """
import matplotlib.pyplot as plt
fig, (bars, lines) = plt.subplots(1, 2)
bars.barh(["Otan", "Asar"], [42, 4], label="seats")
bars.axvline(39)
lines.plot([2004, 2007], [42, 98], label="Otan")
"""
    (figure,), _ = handout.run(code, "page", {})
    bars, lines = map(handout.data_of, figure.axes)
    assert bars.to_numpy().tolist() == [["seats", 42, "Otan"], ["seats", 4, "Asar"]]
    assert lines.to_numpy().tolist() == [["Otan", 2004, 42], ["Otan", 2007, 98]]


def test_figures_and_values_of_code_are_collected_once():
    code = "import kzelect as kz\ne = kz.load(2004)\nax = kz.plots.turnout(e)\ne.parties"
    figures, values = handout.run(code, "page", {})
    assert len(figures) == 1
    assert handout.words(figures[0]).count("56.49") >= 1
    assert handout.table_of(values[0]).equals(kz.load(2004).parties)
    shown = kz.show(kz.load(2004).turnout)
    assert handout.table_of(shown).equals(kz.load(2004).turnout)
    assert handout.table_of(kz.load(2004)).shape == kz.load(2004).results().shape
    assert handout.table_of("words") is None


def test_the_data_archive_is_whole_and_always_the_same(tmp_path):
    for name in ("one.zip", "two.zip"):
        handout.data_archive(tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        archive.extractall(tmp_path)
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    there = {path.name for path in (ROOT / "data").iterdir()} | {"LICENSE-data"}
    assert {path.name for path in folder.iterdir()} == there
    assert kz.load(2004, folder=folder).seats.equals(kz.load(2004).seats)


def test_every_method_is_worked_and_its_quotients_give_its_seats():
    sections = method_pages.page().split("\n### ")[1:]
    assert len(sections) == len(kz.METHODS)
    votes = kz.load(2004).proportional.set_index("party")["votes"][:4]
    for method, section in zip(kz.METHODS, sections, strict=True):
        seats = kz.apportion(votes, 10, method=method).tolist()
        assert f"Seats: {'-'.join(map(str, seats))}," in section
        lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
        assert [int(line.split("|")[-2]) for line in lines] == seats
        if "Quota:" in section:
            whole = [int(line.split("|")[4]) for line in lines]
            won = [line.count("**") // 2 for line in lines]
            assert [a + b for a, b in zip(whole, won, strict=True)] == seats
            continue
        assert [line.count("**") // 2 for line in lines] == seats
        bold = re.findall(r"\*\*([\d,]+)\*\*", section)
        others = re.findall(r"(?<=\| )([\d,]+)(?= \|)", section.replace("**", "x"))
        quotients = [int(q.replace(",", "")) for q in others if int(q.replace(",", "")) > 99]
        assert min(int(q.replace(",", "")) for q in bold) > max(quotients)


def test_the_reference_lists_every_name_in_one_line():
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "api").glob("*.rst")]
    lists = re.findall(r"^\.\. autosummary::\n((?:   .*\n|\n)+)", "\n".join(pages), re.MULTILINE)
    listed = set(re.findall(r"^   ([\w.]+)$", "\n".join(lists), re.MULTILINE))
    assert {*kz.__all__, *kz.plots.__all__} - {"METHODS", "admission", "plots"} <= listed


def test_both_citations_are_those_of_the_citation_file():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "howto" / "cite.md").read_text(encoding="utf-8")
    apa, bibtex = re.findall(r":class: kz-quote\n\n(.*?)```", page, flags=re.DOTALL)
    for said in (citation["title"], citation["version"], citation["authors"][0]["name"]):
        assert said in apa
        assert said in bibtex
    assert citation["version"] == kz.__version__


def test_the_gallery_has_every_plot():
    code = GALLERY.read_text(encoding="utf-8")
    missing = {name for name in kz.plots.__all__ if f"kz.plots.{name}(" not in code}
    assert missing == {"data", "describe", "save", "style"}


def test_a_page_shows_the_figures_of_its_code(handed_out, tmp_path):
    code = "import kzelect as kz\nprint(1)\nkz.plots.hemicycle(kz.load(2004))"
    text = f"# Page\n\n```python\n{code}\n```\n```text\n1\n```\n\n## More\n"
    page = notebook_pages.illustrated(text, handed_out, tmp_path)
    assert page.index("```text") < page.index("<figure") < page.index("\n\n## More")


def test_data_pages_have_every_column_contender_source_and_conflict():
    pages = data_pages.pages()
    descriptor = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        section = pages["dictionary.md"].split(f"\n## {resource['name']}\n")[1].split("\n## ")[0]
        assert f"(dictionary.md#{resource['name']})" in pages["index.md"]
        assert f'href="../files/{resource["path"]}"' in section
        for field in resource["schema"]["fields"]:
            assert f"| `{field['name']}` | {field['type']}" in section
        frame = kz.table(resource["name"])
        if resource["name"] != "sources" and "source_id" in frame:
            for key in frame["source_id"].unique():
                assert f"[{key}](" in section
    for row in kz.sources().fillna({"url": ""}).itertuples():
        assert f"[{row.source_id}]{{#source-" in pages["sources.md"]
        assert row.url in pages["sources.md"]
    conflicts = [line for line in pages["conflicts.md"].splitlines() if line.startswith("- ")]
    assert len(conflicts) == len(kz.conflicts())
    (change,) = (line for line in conflicts if "Seat change of Otan: **21**" in line)
    assert "[WP04](sources.md#source-wp04)), or +19 ([WP04B]" in change
    for row in kz.parties().dropna(subset=["name_ru"]).itertuples():
        assert row.name_ru in pages["contenders.md"]


# tests/test_notebooks.py has the words of all; one with the panel and one with two figures do here
@pytest.mark.parametrize("path", NOTEBOOKS[:2], ids=lambda path: path.stem)
def test_every_figure_and_table_of_a_notebook_gets_words_and_files(path, tmp_path):
    copy = shutil.copytree(path.parent, tmp_path / "notebooks") / path.name
    files = tmp_path / "files"
    notebook_pages.prepare(copy, files)
    before, after = (nbformat.read(p, as_version=4).cells for p in (path, copy))
    for old, new in zip(before, after, strict=True):
        assert old.source == new.source
        for was, is_now in zip(old.get("outputs", []), new.get("outputs", []), strict=True):
            html = is_now.get("data", {}).get("text/html", "")
            if notebook_pages.WIDGET in was.get("data", {}):
                assert notebook_pages.WIDGET not in is_now["data"]
            elif "image/png" in was.get("data", {}):
                assert len(re.search(r'alt="([^"]+)"', html)[1]) > 40
                kinds = [
                    name.rsplit(".")[-1] for name in re.findall(r'href="../files/(.*?)"', html)
                ]
                assert kinds[:3] == ["png", "svg", "csv"]
            elif "<table" in was.get("data", {}).get("text/html", ""):
                assert html.startswith(was["data"]["text/html"])
                (name,) = re.findall(r'href="../files/(.*?csv)"', html)
                assert len(pd.read_csv(files / name))
            else:
                assert was == is_now
