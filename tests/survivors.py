"""How many mutants of the arithmetic fell, file by file: `python -m tests.survivors`.

`mutmut run` comes before. A mutant falls if a test fails or hangs; `mutmut show` has the change
of each survivor that is listed here.
"""

import json
import sys
from collections import Counter
from pathlib import Path

LEAST = 0.95
FALLEN = {"killed", "timeout"}


def verdicts(folder=Path("mutants")):
    """Yield the file of each mutant, its name and what became of it."""
    from mutmut.stats import status_by_exit_code  # not needed to collect the tests

    for meta in sorted(folder.rglob("*.py.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        for name, code in codes.items():
            yield str(meta.relative_to(folder).with_suffix("")), name, status_by_exit_code[code]


def main():
    files, standing = {}, []
    for file, name, status in verdicts():
        files.setdefault(file, Counter())[status] += 1
        if status not in FALLEN:
            standing.append(f"{status}: {name}")
    files["all"] = sum(files.values(), Counter())
    lines = [f"{'':42} mutants  fell  of these hung   share"]
    for file, counts in files.items():
        fell = sum(counts[status] for status in FALLEN)
        share = fell / max(counts.total(), 1)
        numbers = f"{counts.total():7,} {fell:5,} {counts['timeout']:14} {100 * share:7.1f} %"
        lines.append(f"{file:42} {numbers}")
    sys.stdout.write("\n".join([*lines, "", *standing]) + "\n")
    sys.exit(share < LEAST)


if __name__ == "__main__":
    main()
