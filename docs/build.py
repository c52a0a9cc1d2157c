"""Build the site: execute the notebooks if asked to, then turn everything into pages.

python docs/build.py            pages from the notebooks as they are
python docs/build.py --execute  execute every notebook first, on a copy
python docs/build.py --picture  only draw docs/_static/hemicycle.png anew
"""

import argparse
import shutil
import sys
import time
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


def notebooks(*, execute: bool) -> None:
    """Execute the copied notebooks if asked to, and have their figures say what they show."""
    folder = SOURCES / "notebooks"
    paths = sorted(folder.glob("*.ipynb"))
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path.stem} ... ", end="", flush=True)
        start = time.perf_counter()
        if execute:
            notebook_pages.execute(path)
        notebook_pages.prepare(path)
        print(f"{time.perf_counter() - start:.1f} s", flush=True)
    (folder / "index.md").write_text(notebook_pages.index(folder), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--execute", action="store_true", help="execute the notebooks first")
    parser.add_argument("--picture", action="store_true", help="only draw the picture anew")
    options = parser.parse_args()
    if options.picture:
        print(landing.draw())
        return 0

    gather()
    notebooks(execute=options.execute)
    if failed := sphinx_build(["-q", "-W", "--keep-going", str(SOURCES), str(SITE)]):
        return failed
    print(f"\n{landing.headline()}\n\nOpen {SITE / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
