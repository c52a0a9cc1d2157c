"""What a reader can take away: figures as files, tables as CSV, the data as one archive."""

import ast
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.figure import Figure

import kzelect as kz
from kzelect.errors import KzelectError
from kzelect.explorer.panel import Explorer
from kzelect.io.package import data_folder
from kzelect.results.shown import ShownTable

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "files"  # of the site
MADE = (2026, 1, 1, 0, 0, 0)  # of every member of an archive: the bytes depend on its content alone


class Handout:
    """Files for one page of the site; their names begin with that of the page.

    ``folder`` is where the site keeps such files, ``up`` leads from the page to its root.
    """

    def __init__(self, folder: Path, page: str, up: str = "../") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.page, self.up = folder, page, up
        self.count = {"figure": 0, "table": 0}

    def figure(self, figure: Figure, name: str = "") -> str:
        """Write a figure and what it draws, and return it as HTML with links to the files."""
        drawn = plots_of(figure)
        if not drawn:
            message = f"{self.page}: a figure that no plot of kzelect drew says nothing in words"
            raise ValueError(message)
        name = name or self._name("figure")
        for kind in ("svg", "png"):
            kz.plots.save(drawn[0], self.folder / f"{name}.{kind}")
        files = {"PNG": f"{name}.png", "SVG": f"{name}.svg"}
        tables = list(map(data_of, drawn))
        for number, table in enumerate(tables, start=1):
            part = f"-{number}" if len(tables) > 1 else ""
            table.to_csv(self.folder / f"{name}{part}.csv", index=False)
            files[f"Data{part.replace('-', ' ')} (CSV)"] = f"{name}{part}.csv"
        said, title = escape(words(figure)), kz.plots.describe(drawn[0]).partition(". ")[0]
        picture = f'<img class="dark-light" src="{self._address(name)}.svg" alt="{said}" '
        return (
            f'<figure class="kz-plot">{picture}loading="lazy"/>'
            f"<figcaption>{self.links(files, title)}</figcaption></figure>"
        )

    def table(self, frame: pd.DataFrame, what: str, name: str = "") -> str:
        """Write a table as CSV and return the link to it."""
        name = name or self._name("table")
        plain = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
        frame.to_csv(self.folder / f"{name}.csv", index=not plain)
        links = self.links({"Table (CSV)": f"{name}.csv"}, what)
        return f'<p class="kz-take">{links}</p>'

    def links(self, files: dict[str, str], what: str) -> str:
        """Return links to files, each with a name of its own for who hears them only."""
        return " · ".join(
            f'<a href="{self._address(file)}" download aria-label="{label} of: {escape(what)}">'
            f"{label}</a>"
            for label, file in files.items()
        )

    def link(self, file: str) -> str:
        """Return the link to a file by its name."""
        return f'<a href="{self._address(file)}" download>{file}</a>'

    def _address(self, file: str) -> str:
        return f"{self.up}{FOLDER}/{file}"

    def _name(self, kind: str) -> str:
        self.count[kind] += 1
        return f"{self.page}-{kind}-{self.count[kind]}"


def plots_of(figure: Figure) -> list[plt.Axes]:
    """Return the axes of a figure that can say what they show."""
    return [ax for ax in figure.axes if _or_none(kz.plots.describe, ax)]


def data_of(ax: plt.Axes) -> pd.DataFrame:
    """Return what is drawn on axes as a table: what the plot says, else what its artists show."""
    drawn = _or_none(kz.plots.data, ax)
    return points_of(ax) if drawn is None else drawn


def points_of(ax: plt.Axes) -> pd.DataFrame:
    """Return the ends of bars, points of lines and marks, and cells on axes of one's own."""
    rows: list[tuple[str, float, float, float | None]] = []
    legend = ax.get_legend()
    labels = [text.get_text() for text in legend.get_texts()] if legend else []
    for number, bars in enumerate(ax.containers):
        known = labels[number] if len(labels) == len(ax.containers) else bars.get_label()
        upright = getattr(bars, "orientation", "vertical") == "vertical"
        for bar in getattr(bars, "patches", ()):
            x, y = bar.get_x() + bar.get_width(), bar.get_y() + bar.get_height()
            middle = (bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2)
            rows.append((known, *((middle[0], y) if upright else (x, middle[1])), None))
    for line in ax.lines:
        if line.get_transform() == ax.transData:  # others mark a place, such as a threshold
            rows += [(line.get_label(), float(x), float(y), None) for x, y in line.get_xydata()]
    for marks in ax.collections:
        if isinstance(marks, QuadMesh):
            cells = np.ma.filled(marks.get_array().astype(float), np.nan)
            rows += [("", x + 0.5, y + 0.5, value) for (y, x), value in np.ndenumerate(cells)]
        elif isinstance(marks, PathCollection):
            rows += [(marks.get_label(), float(x), float(y), None) for x, y in marks.get_offsets()]
    table = pd.DataFrame(rows, columns=["series", "x", "y", "value"])
    table["series"] = table["series"].where(~table["series"].str.startswith("_"), "")
    for column, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
        names = {float(at): label.get_text() for at, label in ticks}
        if any(_is_name(text, at) for at, text in names.items()):
            table[column] = [_name_at(at, names) for at in table[column]]
    return table.dropna(axis="columns", how="all")


def _is_name(text: str, at: float) -> bool:
    """Say whether the text at a tick is another thing than its place on the axis."""
    try:
        return abs(float(text.replace(",", "").replace("\N{MINUS SIGN}", "-")) - at) > 1e-9
    except ValueError:
        return bool(text)


def _name_at(at: float, names: dict[float, str]) -> str | float:
    """Return the name of the category in whose half of the axis something stands."""
    nearest = min(names, key=lambda tick: abs(tick - at))
    return names[nearest] if abs(nearest - at) < 0.5 else at


def _or_none(ask: Callable[[plt.Axes], Any], ax: plt.Axes) -> Any:
    try:
        return ask(ax)
    except KzelectError:  # a legend or a scale that belongs to another
        return None


def words(figure: Figure) -> str:
    """Return what the plots of a figure say."""
    return " ".join(map(kz.plots.describe, plots_of(figure)))


def table_of(value: object) -> pd.DataFrame | None:
    """Return what a value shows as a table, if it does."""
    if isinstance(value, ShownTable):
        return value.frame
    if isinstance(value, Explorer):
        return value.table
    if isinstance(value, kz.Election):
        return value.results()
    return value if isinstance(value, pd.DataFrame) else None


def run(source: str, name: str, names: dict[str, object]) -> tuple[list[Figure], list[object]]:
    """Execute code here; return the figures that it drew and the values that it shows."""
    shown: list[object] = []
    names["display"] = lambda *values, **_: shown.extend(values)
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with made_figures() as figures, redirect_stdout(io.StringIO()):
        exec(compile(tree, name, "exec"), names)
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), name, "eval"), names))
    plt.close("all")
    return [figure for figure in figures if figure.axes], shown


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
        with mpl.rc_context():
            mpl.use("Agg")
            yield figures
    finally:
        Figure.__init__ = init


def data_archive(path: Path) -> None:
    """Write the data package with its descriptor and licence as one archive."""
    files = sorted(file for file in data_folder().iterdir() if file.is_file())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in [*files, ROOT / "LICENSE-data"]:
            member = zipfile.ZipInfo(f"kzelect-data-{kz.__version__}/{file.name}", MADE)
            member.external_attr = 0o644 << 16
            archive.writestr(member, file.read_bytes(), zipfile.ZIP_DEFLATED)
