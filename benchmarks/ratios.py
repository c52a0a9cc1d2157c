"""Time two ways in turn in one process, so that a busy machine slows both alike."""

import math
import statistics
import time
from collections.abc import Callable

# Long enough for a clock and for warm caches: quick ways are repeated until it has passed.
BLOCK_SECONDS = 0.02


def block(
    function: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    start = clock()
    for _ in range(times):
        function()
    return (clock() - start) / times


def seconds(function: Callable[[], object], times: int) -> float:
    """Least time of the processor: what is left of it to others does not count."""
    return min(block(function, times, time.process_time) for _ in range(15))


def ratio(a: Callable[[], object], b: Callable[[], object], *, rounds: int = 9) -> float:
    """Median time of a over median time of b, in blocks that take turns."""
    times = [math.ceil(BLOCK_SECONDS / block(function, 2)) for function in (a, b)]
    pairs = [(block(a, times[0]), block(b, times[1])) for _ in range(rounds)]
    return statistics.median(x for x, _ in pairs) / statistics.median(y for _, y in pairs)
