"""Build the site: execute the notebooks if asked to, then turn everything into pages.

python docs/build.py            pages from the notebooks as they are
python docs/build.py --execute  execute every notebook first, on a copy
python docs/build.py --in-place only execute the notebooks themselves, outputs and all
python docs/build.py --picture  only draw docs/_static/hemicycle.png anew
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory

import data_pages
import handout
import landing
import method_pages
import notebook_pages
from sphinx.cmd.build import main as sphinx_build

from kzelect.io.package import data_folder

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
SOURCES = BUILD / "sources"
SITE = BUILD / "site"
EXTRA = BUILD / "extra"  # goes to the root of the site as it is
FILES = EXTRA / handout.FOLDER
WORKERS = min(4, os.cpu_count() or 1)


def gather() -> None:
    """Copy what was written by hand, and write what follows from the data."""
    for folder in (SOURCES, SITE, EXTRA):
        shutil.rmtree(folder, ignore_errors=True)
    ignore = shutil.ignore_patterns("*.py", "__pycache__", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "docs", SOURCES, ignore=ignore)
    shutil.copytree(ROOT / "notebooks", SOURCES / "notebooks", ignore=ignore)
    shutil.copy(ROOT / "docs" / "conf.py", SOURCES)

    shutil.copytree(data_folder(), FILES)
    handout.data_archive(FILES / data_pages.ARCHIVE)
    (SOURCES / "data").mkdir()
    for name, text in data_pages.pages().items():
        (SOURCES / "data" / name).write_text(text, encoding="utf-8")
    (SOURCES / "howto" / "methods.md").write_text(method_pages.page(), encoding="utf-8")
    index = SOURCES / "api" / "index.rst"
    index.write_text(every_function(index.read_text("utf-8")), encoding="utf-8")


def every_function(index: str) -> str:
    """Return the index of the reference with one line for each name that its pages list."""
    lines = [index]
    for name in re.findall(r"^   (\w+)$", index, flags=re.MULTILINE):
        page = (SOURCES / "api" / f"{name}.rst").read_text(encoding="utf-8")
        lists = re.findall(
            r"^\.\. (?:currentmodule:: .*|autosummary::\n(?:   .*\n|\n)+)", page, re.M
        )
        title = page.splitlines()[0]
        lines += [f".. rubric:: :doc:`{title} <{name}>`", "   :heading-level: 2", "", *lists, ""]
    return "\n".join(lines)


def executed(folder: Path) -> list[Path]:
    """Execute the notebooks of a folder in place, a few at a time."""
    paths = sorted(folder.glob("*.ipynb"))
    with ThreadPoolExecutor(WORKERS) as pool:  # each has a kernel of its own
        jobs = {pool.submit(notebook_pages.execute, path): path for path in paths}
        for number, job in enumerate(as_completed(jobs), start=1):
            print(f"[{number}/{len(paths)}] {jobs[job].stem}: {job.result():.1f} s", flush=True)
    return paths


def figures_and_tables(*, execute: bool) -> None:
    """Draw the figures of all pages anew, and write what readers can take away."""
    folder = SOURCES / "notebooks"
    paths = executed(folder) if execute else sorted(folder.glob("*.ipynb"))
    (FILES / "notebooks").mkdir()
    for path in paths:
        shutil.copy(path, FILES / "notebooks")
    pages = sorted((SOURCES / "howto").glob("*.md"))
    with ProcessPoolExecutor(WORKERS) as pool:
        jobs = [pool.submit(notebook_pages.prepare, path, FILES) for path in paths]
        jobs += [pool.submit(illustrate, path) for path in pages]
        jobs += [pool.submit(wheel), pool.submit(first_page)]
        for job in jobs:
            job.result()
    (folder / "index.md").write_text(notebook_pages.index(folder), encoding="utf-8")


def illustrate(path: Path) -> None:
    """Give a page the figures that its code draws."""
    with TemporaryDirectory() as folder:
        page = handout.Handout(FILES, path.stem)
        text = notebook_pages.illustrated(path.read_text(encoding="utf-8"), page, Path(folder))
    path.write_text(text, encoding="utf-8")


def first_page() -> None:
    """Write the first page."""
    template = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    page = landing.page(template, handout.Handout(FILES, "index", up=""))
    (SOURCES / "index.md").write_text(page, encoding="utf-8")


def wheel() -> None:
    """Build the package for the first page to hand out."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(FILES)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


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
    figures_and_tables(execute=options.execute)
    if failed := sphinx_build(
        ["-q", "-W", "--keep-going", f"-j{WORKERS}", str(SOURCES), str(SITE)]
    ):
        return failed
    print(f"\n{landing.headline()}\n\nOpen {SITE / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
