"""A move of the panel beside drawing the same hemicycle with `kzelect.plots`, in processor time.

python -m pytest benchmarks/bench_panel.py -W ignore -s
"""

import io
import statistics
import time
from collections.abc import Callable

import kzelect as kz

MOVES = 60
MOST = 0.25  # of the time that the hemicycle takes


def processor_time(function: Callable[[int], object]) -> float:
    """Return the median seconds of processor time of one call; other processes do not count."""
    times = []
    for move in range(MOVES):
        start = time.process_time()
        function(move)
        times.append(time.process_time() - start)
    return statistics.median(times)


def test_a_move_costs_a_fraction_of_the_hemicycle():
    election = kz.load(2004)
    panel = kz.explore(election)
    house = panel.table.rename(columns={"house": "total"})[["party", "party_name", "total"]]

    def move(number: int) -> None:
        values = {"seats": str(11 + number)}  # another house each time
        panel.widget.ask = {"n": f"v:{number}", "gesture": "g", "do": "set", "values": values}

    def draw(_: int) -> None:
        ax = kz.plots.hemicycle(house, parties=election.parties)
        ax.get_figure(root=True).savefig(io.StringIO(), format="svg")

    draw(0)
    moved, drawn = processor_time(move), processor_time(draw)
    print(
        f"\na move {1000 * moved:.1f} ms, the hemicycle {1000 * drawn:.1f} ms: {moved / drawn:.2f}"
    )
    assert moved < MOST * drawn
