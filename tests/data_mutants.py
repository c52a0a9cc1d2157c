"""Change one digit of the 2004 rows at a time and say who notices: `python -m tests.data_mutants`.

The hash notices every change. This asks what is left without it: types and keys (a refused
load), or the arithmetic of the checks. What nobody notices is printed.
"""

import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import kzelect as kz
from kzelect import tables

FILES = ("proportional", "majoritarian", "turnout", "seat_totals")


def mutants(folder):
    """Yield file, row number and changed lines for every digit of a row of 2004."""
    for name in FILES:
        lines = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        for row, line in enumerate(lines):
            if line.startswith("2004"):
                for found in re.finditer(r"\d", line):
                    at = found.start()
                    digit = str((int(line[at]) + 1) % 10)
                    changed = line[:at] + digit + line[at + 1 :]
                    yield name, row + 1, line, changed, [*lines[:row], changed, *lines[row + 1 :]]


def noticed_by(before):
    """Return who notices that the data are no longer what they were, or None."""
    try:
        checks = kz.load(2004, verify=False).check()
    except kz.KzelectError:
        return "load"
    now = set(checks.loc[checks["status"] != "ok", "name"])
    return "checks" if now != before else None


def main():
    checks = kz.load(2004).check()
    before = set(checks.loc[checks["status"] != "ok", "name"])
    counts, missed = Counter(), []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(tables.data_folder(), Path(place) / "data"))
        tables.data_folder = lambda: folder
        for name, row, line, changed, lines in mutants(folder):
            path = folder / f"{name}.csv"
            original = path.read_bytes()
            path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
            who = noticed_by(before)
            counts[name, who or "nobody"] += 1
            if who is None:
                missed.append(f"{name}.csv, row {row}: {line} -> {changed}")
            path.write_bytes(original)
    for (name, who), count in sorted(counts.items()):
        sys.stdout.write(f"{name:14} {who:8} {count}\n")
    total = sum(counts.values())
    sys.stdout.write(f"{total - len(missed)} of {total} noticed; by nobody:\n")
    sys.stdout.write("\n".join(missed) + "\n")


if __name__ == "__main__":
    main()
