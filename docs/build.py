"""Build the site: execute the notebooks if asked to, then turn everything into pages.

python docs/build.py            pages from the notebooks as they are
python docs/build.py --execute  execute every notebook first, on a copy
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from sphinx.cmd.build import main as sphinx_build

import kzelect as kz
from kzelect.tables import read_descriptor

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
SOURCES = BUILD / "sources"
SITE = BUILD / "site"


def execute(path: Path) -> None:
    """Execute a notebook in place; an error in it stops the build."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, resources=resources, record_timing=False).execute()
    nbformat.write(notebook, path)


def data_dictionary() -> str:
    """Describe every table and column as the descriptor does."""
    descriptor = read_descriptor()
    lines = ["# Data dictionary", "", descriptor["description"], ""]
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        lines += [f"## `{resource['name']}`", "", resource["description"], ""]
        lines += [f"Key: {', '.join(f'`{key}`' for key in schema['primaryKey'])}.", ""]
        lines += ["| column | type | unit | what it is |", "|---|---|---|---|"]
        for field in schema["fields"]:
            cells = (f"`{field['name']}`", field["type"], field.get("unit", ""))
            described = field["description"].replace("|", "\\|")
            lines.append(f"| {' | '.join(cells)} | {described} |")
        lines.append("")
    return "\n".join(lines)


def headline() -> str:
    """Return the figures that the notebooks are about, from the data."""
    e = kz.load(2004)
    majority, drop = e.majority(), e.turnout_drop()
    share = e.proportional.set_index("party")["vote_share"][majority["holder"]]
    first, second = f"{100 * drop.share_first:.2f} %", f"{100 * drop.share_runoff:.2f} %"
    return "\n".join(
        [
            f"Otan: {majority['seats']} of {e.facts['seats_total']} seats, "
            f"{majority['needed']} needed for a majority",
            f"Otan: {100 * share:.2f} % of the list vote",
            f"Turnout: {first} -> {second}, the second in 22 of 67 districts only",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--execute", action="store_true", help="execute the notebooks first")
    options = parser.parse_args()

    shutil.rmtree(BUILD / "sources", ignore_errors=True)
    shutil.rmtree(SITE, ignore_errors=True)
    ignore = shutil.ignore_patterns("*.py", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "docs", SOURCES, ignore=ignore)
    shutil.copytree(ROOT / "notebooks", SOURCES / "notebooks", ignore=ignore)
    shutil.copy(ROOT / "docs" / "conf.py", SOURCES)
    (SOURCES / "data.md").write_text(data_dictionary(), encoding="utf-8")

    notebooks = sorted((SOURCES / "notebooks").glob("*.ipynb"))
    for number, path in enumerate(notebooks if options.execute else [], start=1):
        print(f"[{number}/{len(notebooks)}] {path.stem} ... ", end="", flush=True)
        start = time.perf_counter()
        execute(path)
        print(f"{time.perf_counter() - start:.1f} s", flush=True)

    failed = sphinx_build(["-q", "-W", "--keep-going", str(SOURCES), str(SITE)])
    if failed:
        return failed
    print(f"\n{headline()}\n\nOpen {SITE / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
