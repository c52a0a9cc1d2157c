"""Notebooks as pages: the outputs they hold, and the words that their figures say."""

import io
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
from matplotlib.figure import Figure
from nbclient import NotebookClient
from PIL import Image

import kzelect as kz
from kzelect.errors import KzelectError

PNG = "image/png"
COLOURS = 128
WIDGET = "application/vnd.jupyter.widget-view+json"
INSTEAD = (
    "*A panel to play with stands here in JupyterLab: `make lab` opens it.*"  # it needs a kernel
)


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


def prepare(path: Path) -> None:
    """Give every figure of a copied notebook its alternative text; the outputs stay as they are.

    Notebooks hold pictures without words. The cells are run once more, and each
    figure is asked what it shows; a figure that cannot say it stops the build.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell, figures in drawn(notebook, path):
        pictures = sum(PNG in output.get("data", {}) for output in cell.outputs)
        texts = [text for figure in figures if (text := words(figure))]
        if pictures and (pictures, len(texts)) != (1, 1):
            message = f"{path.name}, cell {cell.id}: {pictures} pictures, {len(texts)} texts"
            raise ValueError(message)
        if pictures:
            cell.metadata["mystnb"] = {"image": {"alt": texts[0]}}
        for output in cell.outputs:
            data = output.get("data", {})
            if data.pop(WIDGET, None) and "text/html" not in data:
                output["data"] = {"text/markdown": INSTEAD}
    notebook.metadata.pop("widgets", None)
    nbformat.write(notebook, path)


def drawn(
    notebook: nbformat.NotebookNode, path: Path, names: dict[str, object] | None = None
) -> Iterator[tuple[nbformat.NotebookNode, list[Figure]]]:
    """Execute the code cells here, without a kernel; yield each with the figures it made.

    ``names`` receives the variables of the notebook.
    """
    names = {} if names is None else names
    names["__name__"] = "__main__"
    with mpl.rc_context(), chdir(path.parent):
        mpl.use("Agg")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                with made_figures() as figures, redirect_stdout(io.StringIO()):
                    exec(compile(cell.source, f"{path.name}:{cell.id}", "exec"), names)
                yield cell, [figure for figure in figures if figure.axes]
                plt.close("all")


@contextmanager
def made_figures() -> Iterator[list[Figure]]:
    """Collect the figures that are made meanwhile, by pyplot or without it."""
    figures: list[Figure] = []
    init = Figure.__init__

    def collect(self: Figure, *args: object, **kwargs: object) -> None:
        figures.append(self)
        init(self, *args, **kwargs)

    Figure.__init__ = collect
    try:
        yield figures
    finally:
        Figure.__init__ = init


def words(figure: Figure) -> str:
    """Return what the plots of a figure say."""
    said = []
    for ax in figure.axes:
        try:
            said.append(kz.plots.describe(ax))
        except KzelectError:  # a legend or a scale that belongs to another
            continue
    return " ".join(said)


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
