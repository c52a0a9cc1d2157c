"""What the README says is what happens."""

import re
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_snippet_runs_and_prints_what_it_promises(capsys):
    (snippet,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len([line for line in snippet.splitlines() if line.strip()]) <= 10
    with pd.option_context("display.max_columns", None, "display.width", 250):
        exec(compile(snippet, "README.md", "exec"), {})
    out = capsys.readouterr().out
    for text in ("2,883,706", "otan", "0.564892", "change:otan", "2023"):
        assert text in out


def test_commands_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make (\w+)", README)) | set(re.findall(r"^make (\w+)", README, re.M))
    assert {"report", "test", "lab", "help"} <= named
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_links_lead_to_files():
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_notebook_is_listed_and_nothing_else():
    listed = set(re.findall(r"^\| `(\d\d_\w+)`", README, flags=re.MULTILINE))
    assert listed == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
