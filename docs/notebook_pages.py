"""Notebooks as pages: the outputs they hold, with figures and tables to take away."""

import re
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import chdir
from io import BytesIO
from pathlib import Path

import nbformat
from handout import Handout, run, table_of
from matplotlib.figure import Figure
from nbclient import NotebookClient
from PIL import Image

PNG = "image/png"
COLOURS = 128
WIDGET = "application/vnd.jupyter.widget-view+json"
INSTEAD = (
    "*A panel to play with stands here in JupyterLab: `make lab` opens it.*"  # it needs a kernel
)
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)


def execute(path: Path) -> float:
    """Execute a notebook in place and return the seconds; an error in it stops the build."""
    start = time.perf_counter()
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(
        notebook,
        timeout=120,
        resources=resources,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=40"],  # errors only: the kernel's notes are not for readers
        store_widget_state=False,
    ).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if PNG in output.get("data", {}):
                output["data"][PNG] = small(output["data"][PNG])
    nbformat.write(notebook, path)
    return time.perf_counter() - start


def small(picture: str) -> str:
    """Return a PNG, in base 64, with a palette: a third of the size, and it looks the same."""
    with Image.open(BytesIO(b64decode(picture))) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    content = BytesIO()
    few.save(content, format="png", optimize=True)
    return b64encode(content.getvalue()).decode()


def prepare(path: Path, folder: Path) -> None:
    """Give every figure and table of a copied notebook its files, and every figure its words.

    The cells are run once more. A figure or a table that differs in number from the outputs
    stops the build, and so does a figure that says nothing.
    """
    notebook = nbformat.read(path, as_version=4)
    handout = Handout(folder, path.stem)
    for cell, figures, values in drawn(notebook, path):
        pictures = [output for output in cell.outputs if PNG in output.get("data", {})]
        if any(WIDGET in output.get("data", {}) for output in cell.outputs):
            figures = []  # the panel drew them for itself
        if len(pictures) != len(figures):
            message = f"{path.name}, cell {cell.id}: {len(pictures)} pictures, {len(figures)} drawn"
            raise ValueError(message)
        for output, figure in zip(pictures, figures, strict=True):
            output["data"] = {"text/html": handout.figure(figure)}
        tables = [output for output in cell.outputs if "<table" in html_of(output)]
        frames = [frame for value in values if (frame := table_of(value)) is not None]
        if len(tables) == len(frames):
            for output, frame in zip(tables, frames, strict=True):
                output["data"]["text/html"] += handout.table(frame, heading_of(notebook, cell))
        for output in cell.outputs:
            data = output.get("data", {})
            if data.pop(WIDGET, None) and "text/html" not in data:
                output["data"] = {"text/markdown": INSTEAD}
    notebook.metadata.pop("widgets", None)
    nbformat.write(notebook, path)


def drawn(
    notebook: nbformat.NotebookNode, path: Path, names: dict[str, object] | None = None
) -> Iterator[tuple[nbformat.NotebookNode, list[Figure], list[object]]]:
    """Execute the code cells here, without a kernel; yield each with its figures and values.

    ``names`` receives the variables of the notebook.
    """
    names = {} if names is None else names
    names["__name__"] = "__main__"
    with chdir(path.parent):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                yield cell, *run(cell.source, f"{path.name}:{cell.id}", names)


def html_of(output: nbformat.NotebookNode) -> str:
    """Return the HTML of an output, if it has any."""
    return output.get("data", {}).get("text/html", "")


def heading_of(notebook: nbformat.NotebookNode, cell: nbformat.NotebookNode) -> str:
    """Return the heading under which a cell stands."""
    before = notebook.cells[: notebook.cells.index(cell)]
    lines = [
        line
        for other in before
        if other.cell_type == "markdown"
        for line in other.source.splitlines()
    ]
    return next(line.lstrip("# ") for line in reversed(lines) if line.startswith("#"))


def illustrated(text: str, handout: Handout, folder: Path) -> str:
    """Run the Python of a page in a folder; a figure that it draws stands below its code."""
    names: dict[str, object] = {}

    def with_figures(block: re.Match[str]) -> str:
        with chdir(folder):
            figures, _ = run(block[1], handout.page, names)
        return "\n".join([block[0], *map(handout.figure, figures), ""])

    return BLOCK.sub(with_figures, text)


def title_and_answer(path: Path) -> tuple[str, str]:
    """Return the question of a notebook and its answer, from its first cell."""
    lines = nbformat.read(path, as_version=4).cells[0].source.splitlines()
    title = lines[0].removeprefix("# ")
    answer = " ".join(line for line in lines[1:] if line.strip())
    return title, answer.removeprefix("**Answer.** ")


def index(folder: Path) -> str:
    """Return the page that lists the notebooks."""
    lines = ["# Findings", ""]
    lines += ["Each page is a notebook: a question, the answer, and every step between. A test "]
    lines[-1] += "runs the code and compares every output with the one shown."
    lines.append("")
    names = sorted(path.stem for path in folder.glob("*.ipynb"))
    for name in names:
        title, answer = title_and_answer(folder / f"{name}.ipynb")
        lines += [f"## [{title}]({name}.ipynb)", "", answer, ""]
    return "\n".join([*lines, "```{toctree}", ":hidden:", "", *names, "```", ""])
