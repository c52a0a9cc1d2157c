"""Build the site: execute the notebooks if asked to, then turn everything into pages.

python docs/build.py            pages from the notebooks as they are
python docs/build.py --execute  execute every notebook first, on a copy
python docs/build.py --in-place only execute the notebooks themselves, outputs and all
python docs/build.py --picture  only draw docs/_static/hemicycle.png anew
"""

import argparse
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import data_pages
import landing
import notebook_pages
from sphinx.cmd.build import main as sphinx_build

from kzelect.io.package import data_folder

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
SOURCES = BUILD / "sources"
SITE = BUILD / "site"


def gather() -> None:
    """Copy what was written by hand, and write what follows from the data."""
    shutil.rmtree(SOURCES, ignore_errors=True)
    shutil.rmtree(SITE, ignore_errors=True)
    ignore = shutil.ignore_patterns("*.py", "__pycache__", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "docs", SOURCES, ignore=ignore)
    shutil.copytree(ROOT / "notebooks", SOURCES / "notebooks", ignore=ignore)
    shutil.copy(ROOT / "docs" / "conf.py", SOURCES)

    shutil.copytree(data_folder(), SOURCES / "data" / "files")
    for name, text in data_pages.pages().items():
        (SOURCES / "data" / name).write_text(text, encoding="utf-8")

    alternative = landing.draw(SOURCES / "_static" / "hemicycle.png")
    first_page = landing.page((ROOT / "docs" / "index.md").read_text("utf-8"), alternative)
    (SOURCES / "index.md").write_text(first_page, encoding="utf-8")


def executed(folder: Path) -> list[Path]:
    """Execute the notebooks of a folder in place, a few at a time."""
    paths = sorted(folder.glob("*.ipynb"))
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:  # each has a kernel of its own
        jobs = {pool.submit(notebook_pages.execute, path): path for path in paths}
        for number, job in enumerate(as_completed(jobs), start=1):
            print(f"[{number}/{len(paths)}] {jobs[job].stem}: {job.result():.1f} s", flush=True)
    return paths


def notebooks(*, execute: bool) -> None:
    """Execute the copied notebooks if asked to, and have their figures say what they show."""
    folder = SOURCES / "notebooks"
    for path in executed(folder) if execute else sorted(folder.glob("*.ipynb")):
        notebook_pages.prepare(path)
    (folder / "index.md").write_text(notebook_pages.index(folder), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--execute", action="store_true", help="execute the notebooks first")
    parser.add_argument("--in-place", action="store_true", help="only execute the notebooks")
    parser.add_argument("--picture", action="store_true", help="only draw the picture anew")
    options = parser.parse_args()
    if options.picture:
        print(landing.draw())
        return 0
    if options.in_place:
        executed(ROOT / "notebooks")
        return 0

    gather()
    notebooks(execute=options.execute)
    if failed := sphinx_build(["-q", "-W", "--keep-going", str(SOURCES), str(SITE)]):
        return failed
    print(f"\n{landing.headline()}\n\nOpen {SITE / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
