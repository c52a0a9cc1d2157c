"""The how-to pages are run: their Python works and prints what they show."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

PAGES = sorted((Path(__file__).resolve().parents[1] / "docs" / "howto").glob("*.md"))
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_prints_what_it_shows(path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names = {}
    printed = ""
    for kind, text in BLOCK.findall(path.read_text(encoding="utf-8")):
        if kind == "python":
            assert printed == "", "a block prints what the page does not show"
            exec(compile(text, path.name, "exec"), names)
            printed = capsys.readouterr().out
        else:
            assert "\n".join(line.rstrip() for line in printed.splitlines()) == text.strip("\n")
            printed = ""
    plt.close("all")
    assert printed == ""
