"""The house as it stands: rooms, floors and imports, read from the code and drawn.

`make house` writes docs/_static/architecture.svg anew and prints the rooms.
"""

import ast
import textwrap
from pathlib import Path
from string import Template

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Curve

import kzelect

PACKAGE = Path(kzelect.__file__).parent
PICTURE = Path(__file__).resolve().parent / "_static" / "architecture.svg"
GROUND = ("errors", "labels")  # many rooms import them: arrows to them would say little
WIDTH, ROW, BOX, GAP = 11.2, 1.04, 0.8, 0.1  # inches
INK, MUTED, PAPER, LINE = "#222222", "#555555", "#EAF1F5", "#8FA3AF"


def rooms() -> dict[str, list[Path]]:
    """Return the files of every room, by its name."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts != ("__init__",):
            found.setdefault(parts[0], []).append(path)
    return found


def imports(files: list[Path], room: str) -> set[str]:
    """Return the other rooms that some files import, wherever in them the import stands."""
    names = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module == "kzelect":
                names |= {f"kzelect.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module))
    return {name.split(".")[1] for name in names if name.startswith("kzelect.")} - {room}


def floors(below: dict[str, set[str]]) -> list[list[str]]:
    """Return the rooms from the ground up, each just above the highest that it imports."""
    floor: dict[str, int] = {}
    while len(floor) < len(below):
        ready = [r for r in below if r not in floor and below[r] <= set(floor)]
        if not ready:
            message = f"rooms import each other: {', '.join(sorted(set(below) - set(floor)))}"
            raise ValueError(message)
        floor |= {room: 1 + max((floor[r] for r in below[room]), default=-1) for room in ready}
    return [[r for r in sorted(floor) if floor[r] == at] for at in range(1 + max(floor.values()))]


def purpose(files: list[Path]) -> str:
    """Return the first line of what a room says of itself."""
    first = next((path for path in files if path.name == "__init__.py"), files[0])
    said = ast.get_docstring(ast.parse(first.read_text(encoding="utf-8"))) or ""
    return said.splitlines()[0].rstrip(".").replace("`", "")


def lines(files: list[Path]) -> int:
    """Return the lines of a room."""
    return sum(path.read_text(encoding="utf-8").count("\n") for path in files)


def described() -> list[tuple[int, str, str, list[str]]]:
    """Return floor, room, purpose and imports of every room, from the top floor down."""
    files = rooms()
    below = {room: imports(files[room], room) for room in files}
    return [
        (floor, room, purpose(files[room]), sorted(below[room]))
        for floor, here in reversed(list(enumerate(floors(below))))
        for room in here
    ]


def table() -> str:
    """Return the house as a Markdown table."""
    head = ["| Floor | Room | What it does | Imports |", "|---|---|---|---|"]
    return "\n".join(
        [
            *head,
            *(
                f"| {floor} | `{room}` | {what} | {', '.join(f'`{r}`' for r in below) or '–'} |"
                for floor, room, what, below in described()
            ),
        ]
    )


def words() -> str:
    """Return the house in words, for those who cannot see the picture."""
    by_floor: dict[int, list[str]] = {}
    for floor, room, _, below in described():
        by_floor.setdefault(floor, []).append(f"{room} ({', '.join(below) or 'nothing'})")
    return " ".join(
        f"Floor {floor}: {'; '.join(here)}." for floor, here in sorted(by_floor.items())
    )


def page(template: str) -> str:
    """Return the page of the architecture with what the code says filled in."""
    return Template(template).substitute(picture=words(), table=table())


def draw(path: Path = PICTURE) -> None:
    """Draw the rooms, one floor above the other; no arrow where a longer way says the same."""
    files = rooms()
    below = {room: imports(files[room], room) for room in files}
    house = floors(below)
    height = ROW * len(house)
    # Text stays text: a page can be searched for it, and the file is small.
    with plt.style.context(["default", {"svg.hashsalt": "kzelect", "svg.fonttype": "none"}]):
        figure = plt.figure(figsize=(WIDTH, height))
        ax = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, height))
        ax.set_axis_off()
        places: dict[str, tuple[float, float, float]] = {}
        for floor, here in enumerate(_beside(house, below)):
            width = min((WIDTH - GAP) / len(here) - GAP, 2.4)
            left = (WIDTH - len(here) * (width + GAP) + GAP) / 2
            for at, room in enumerate(here):
                places[room] = (left + at * (width + GAP), ROW * floor + (ROW - BOX) / 2, width)
        for room in below:
            for other in _next(room, below).difference(GROUND):
                _arrow(ax, places[room], places[other])
        for room, place in places.items():
            _box(ax, place, room, purpose(files[room]), lines(files[room]))
        says = {"Title": "The rooms of kzelect", "Description": words(), "Creator": "kzelect"}
        figure.savefig(path, metadata=says | {"Date": None})
        plt.close(figure)


def _next(room: str, below: dict[str, set[str]]) -> set[str]:
    """Return the rooms that a room imports, less those that a longer way leads to."""

    def reached(start: str) -> set[str]:
        return below[start].union(*(reached(other) for other in below[start]))

    return below[room].difference(*(reached(other) for other in below[room]))


def _beside(house: list[list[str]], below: dict[str, set[str]]) -> list[list[str]]:
    """Order each floor so that rooms stand near those that they import."""
    at: dict[str, float] = {}
    ordered = []
    for here in house:
        middle = {
            room: sum(at[r] for r in below[room].difference(GROUND))
            / max(len(below[room].difference(GROUND)), 1)
            for room in here
        }
        placed = sorted(here, key=middle.__getitem__)
        at |= {room: (place + 0.5) / len(placed) for place, room in enumerate(placed)}
        ordered.append(placed)
    return ordered


def _box(ax: plt.Axes, place: tuple[float, float, float], room: str, what: str, count: int) -> None:
    left, foot, width = place
    box = FancyBboxPatch(
        (left, foot), width, BOX, "round,pad=0,rounding_size=0.05", fc=PAPER, ec=LINE, zorder=3
    )
    ax.add_patch(box)
    ax.text(left + 0.07, foot + BOX - 0.19, room, color=INK, weight="bold", size=9.5, zorder=4)
    ax.text(
        left + width - 0.06,
        foot + BOX - 0.19,
        f"{count:,}",
        color=MUTED,
        size=7,
        ha="right",
        zorder=4,
    )
    letters = int(width * 15.5)
    text = textwrap.fill(what, letters, max_lines=3, placeholder=" …")
    ax.text(left + 0.07, foot + BOX - 0.28, text, color=MUTED, size=7, va="top", zorder=4)


def _arrow(
    ax: plt.Axes, start: tuple[float, float, float], end: tuple[float, float, float]
) -> None:
    x, y = start[0] + start[2] / 2, start[1]
    to_x, to_y = end[0] + end[2] / 2, end[1] + BOX
    middle = (y + to_y) / 2
    curve = Curve([(x, y), (x, middle), (to_x, middle), (to_x, to_y)], [1, 4, 4, 4])
    ax.add_patch(PathPatch(curve, fc="none", ec=LINE, lw=0.7, alpha=0.75, zorder=1))
    ax.plot(to_x, to_y + 0.02, marker="v", ms=3.5, color=LINE, zorder=2)


if __name__ == "__main__":
    draw()
    for level, name, says, under in described():
        print(f"{level}  {name:15} {says}\n   {'':15} imports {', '.join(under) or 'nothing'}")
