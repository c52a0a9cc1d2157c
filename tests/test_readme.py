"""What the README says is what happens."""

import re
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
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


def test_the_commands_of_the_three_uses_run(tmp_path):
    """All but the installation; nbval on the beginning of one notebook."""
    uses = README.split("## Three uses")[1].split("\n## ")[0]
    lines = "".join(re.findall(r"```sh\n(.*?)```", uses, flags=re.DOTALL)).splitlines()
    commands = [shlex.split(line, comments=True) for line in lines]
    assert [command[0] for command in commands] == [
        *("pip", "python", "jupyter"),
        *("pip", "python", "pytest"),
    ]
    extras = set(",".join(re.findall(r"\.whl\)\[([\w,]+)\]", uses)).split(","))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert extras <= set(project["optional-dependencies"])
    assert "jupyter-lab" in {script.name for script in entry_points(group="console_scripts")}
    explore, check = commands[:3], commands[3:]
    assert explore[1] == check[1]
    subprocess.run([sys.executable, *check[1][1:]], cwd=tmp_path, check=True)
    folder = tmp_path / "kzelect-notebooks"
    assert {str(folder.name)} == {explore[2][-1], check[2][-1]}
    path = folder / "01_vote_shares.ipynb"
    for other in set(folder.glob("*.ipynb")) - {path}:
        other.unlink()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"][:2]
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", *check[2], "-q", "-p", "no:cacheprovider"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-2000:]


def test_links_lead_to_files():
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_notebook_is_listed_and_nothing_else():
    listed = set(re.findall(r"^\| `(\d\d_\w+)`", README, flags=re.MULTILINE))
    assert listed == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
