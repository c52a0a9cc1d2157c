"""What kzelect gives, in a digest a thing: `python -m tests.helpers.fingerprint FILE`.

Two machines, Pythons or folders that write the same file give the same tables, the same
figures down to the last point, and notebooks whose every output is the same.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import pandas as pd
from nbclient import NotebookClient

import kzelect as kz
from kzelect.io.package import read_tables

ROOT = Path(__file__).resolve().parents[2]
VIEWS = ("proportional", "majoritarian", "turnout", "seats", "parties", "facts")
CALLS = ("majority", "turnout_drop", "check", "results")
PLOTS = ("vote_shares", "votes_and_seats", "hemicycle", "path_to_majority", "turnout")


def tables() -> Iterator[tuple[str, str]]:
    """Yield every table, every view of every election and some of what is computed of them."""
    for name, frame in read_tables().items():
        yield f"table {name}", written(frame)
    for name in ("claims", "panel"):
        yield name, written(getattr(kz, name)())
    for year in kz.elections()["election"]:
        e = kz.load(year)
        for name in VIEWS:
            yield f"{year} {name}", written(getattr(e, name))
        for name in CALLS:
            yield f"{year} {name}()", told(getattr(e, name))
        votes = e.proportional.set_index("party")["votes"]
        for method in kz.METHODS:
            yield f"{year} {method}", told(lambda m=method, v=votes: kz.apportion(v, 10, method=m))
    e = kz.load(2004)
    lists = e.proportional.set_index("party")
    votes, seats = lists["votes"], lists["seats"]
    yield "rules", written(kz.consistent_rules(votes, seats))
    yield "margins", written(kz.seat_margins(votes, 10, method="hare", threshold=0.07))
    house = e.seats.set_index("party")["total"]
    yield "power", written(kz.power_table(house, quotas=[39, 52, 58], singly=["independents"]))
    rule = {"method": "hare", "threshold": 0.07, "draws": 5000, "rng": 2004, "progress": False}
    for error in (kz.UniformSwing(0.02), kz.DirichletShares(1000), kz.Recount(5000)):
        found = kz.simulate(votes, 10, error=error, **rule)
        yield f"draws of {error}", written(found.seats) + written(found.threshold)


def figures() -> Iterator[tuple[str, str]]:
    """Yield every figure as SVG, which has the place of every point and letter in it."""
    for year in kz.elections()["election"]:
        e = kz.load(year)
        for name in PLOTS:
            yield f"figure {year} {name}", told(lambda n=name, e=e: svg(getattr(kz.plots, n)(e)))
    e = kz.load(2004)
    swept = kz.sweep(
        e.proportional.set_index("party")["votes"], seats=10, thresholds=[0.03, 0.05, 0.07, 0.1]
    )
    yield "figure bounds", svg(kz.plots.turnout_bounds(e))
    yield "figure sweep", svg(kz.plots.sweep(swept))
    yield "figure growth", svg(kz.plots.growth_rank(kz.growth_peers(), 2003))
    for indicator, of_one in kz.economy().groupby("indicator"):
        yield f"figure {indicator}", svg(kz.plots.series(of_one, str(indicator)))


def notebooks() -> Iterator[tuple[str, str]]:
    """Execute every notebook and yield what its cells put out."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        where = {"metadata": {"path": str(path.parent)}}
        NotebookClient(
            notebook,
            timeout=120,
            resources=where,
            record_timing=False,
            coalesce_streams=True,
            extra_arguments=["--log-level=40"],  # without the kernel's notes
        ).execute()
        outputs = "\n".join(str(cell.get("outputs")) for cell in notebook.cells)
        yield f"notebook {path.stem}", outputs


def written(frame: pd.DataFrame | pd.Series) -> str:
    return f"{frame.dtypes}\n{frame.to_csv()}"


def told(call: Callable[[], object]) -> str:
    """Return what a call gives, or what it says if it gives nothing."""
    try:
        found = call()
    except kz.KzelectError as error:
        return str(error)
    return written(found) if isinstance(found, (pd.DataFrame, pd.Series)) else str(found)


def svg(ax: plt.Axes) -> str:
    with TemporaryDirectory() as folder:
        text = kz.plots.save(ax, Path(folder) / "figure.svg").read_text(encoding="utf-8")
    plt.close("all")
    return kz.plots.describe(ax) + text


def main() -> None:
    mpl.use("Agg")
    lines = [
        f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {name}"
        for part in (tables, figures, notebooks)
        for name, text in part()
    ]
    Path(sys.argv[1]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} digests in {sys.argv[1]}\n")


if __name__ == "__main__":
    main()
