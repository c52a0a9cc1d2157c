"""Single faults to plant: in the tables of `data/`, drawn at random, and in `kzelect/plots/`."""

import csv
import io
import random
import re
from pathlib import Path
from typing import NamedTuple

from kzelect.io import package as tables

ROOT = Path(__file__).resolve().parents[1]
SEED, PER_KIND = 2004, 30
NAMES = {"name", "name_en", "name_kk", "name_ru", "short_name", "party_name", "candidate"}
NAMES |= {"region", "country", "indicator", "subject", "title", "publisher", "area"}

# File of kzelect/plots, what stands there exactly once, and what stands there instead.
PLOT_FAULTS = [
    ("votes.py", "lengths = 100 * shares", "lengths = shares"),  # shares called per cent
    ("votes.py", "colours(frame, election, parties)} |", "colours(frame, election)[::-1]} |"),
    ("votes.py", "if threshold is not None:", "if threshold is not None and ax.lines:"),  # no line
    ("votes.py", 'share(frame["total"], house["seats_total"])', 'share(frame["total"], 67)'),
    ("votes.py", "ax.plot([low, high], [row, row]", "ax.plot([0, high], [row, row]"),
    ("votes.py", "legend_above(sheet, handles)", "legend_above(sheet, handles[1:])"),
    ("hemicycles.py", "angle[needed - 1 : needed + 1]", "angle[needed : needed + 2]"),
    ("hemicycles.py", "b.row == contender.row and b.way", "b.way"),  # the words of all contenders
    ("arcs.py", "-np.round(angles, 9)", "np.round(angles, 9)"),  # from the right to the left
    ("around.py", "sign = -1 if x < -EPSILON", "sign = 1 if x < -EPSILON"),  # across the house
    ("paths.py", "reached += counts[way].fillna(0)", "reached += 0"),  # nothing is stacked
    ("paths.py", "used = [way for way in WAYS if", "used = [way for way in reversed(WAYS) if"),
    ("paths.py", "bar.set_edgecolor(hue)", "bar.set_edgecolor(MUTED)"),
    ("paths.py", "ax.set_xlim(0, 1.08 * most)", "ax.set_xlim(5, 1.08 * most)"),  # bars cut at 5
    ("paths.py", "places[holder] + 0.8", "places[holder] + 1.8"),  # beside another contender
    ("ways.py", '"first round", "D", 0.62', '"first round", "D", 1.0'),  # the tint of the list
    ("ballots.py", '"first_round": "first round"', '"first_round": "run-offs"'),
    ("ballots.py", "left = centre - width / 2", "left = centre"),
    ("ballots.py", "100 * drop.share_runoff, f", "100 * drop.share_first, f"),
    ("ballots.py", "ax.plot([0, 100], [0, 100]", "ax.plot([0, 100], [100, 0]"),
    ("years.py", "SUBJECT if own else OTHERS", "OTHERS if own else SUBJECT"),
    ("years.py", "of real GDP, {year}", "of real GDP, {year - 1}"),
    ("years.py", "color=hues[name])", "color=MUTED)"),  # names in another colour than lines
    ("years.py", "line_across(ax, mark, str(mark))", "line_across(ax, mark, str(mark + 1))"),
    ("probabilities.py", "left=seats - 0.48", "left=seats"),
    ("probabilities.py", "ascending=False", "ascending=True"),
    ("sweeps.py", "OTHER[shade % 2]", "OTHER[0]"),  # two results look like one
    ("sweeps.py", "per cent of the list vote", "share of the list vote"),
    ("rows.py", "default=0) + 0.6, -0.6)", "default=0) + 0.6, 0.6)"),  # the first row is cut
    ("contenders.py", ".mode().head(1)", ".tail(1)"),  # the source of the last row
]


class Fault(NamedTuple):
    """A file of the copy, what stood where, what stands there now, and the whole new text."""

    kind: str
    path: str
    where: str
    before: str
    after: str
    text: str


class Table(NamedTuple):
    """The rows of a CSV file as text, and what the descriptor says of its columns."""

    name: str
    header: list[str]
    rows: list[list[str]]
    fields: dict[str, dict]
    key: list[str]
    known: dict[str, list[str]]  # by column that points to another table: the keys there are


def read(name):
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def written(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def all_tables():
    found = []
    for resource in tables.read_descriptor(ROOT / "data")["resources"]:
        schema, (header, rows) = resource["schema"], read(resource["name"])
        known = {"also_source_ids": "sources"} if "also_source_ids" in header else {}
        for foreign in schema.get("foreignKeys", []):
            known[foreign["fields"][0]] = foreign["reference"]["resource"] or resource["name"]
        keys = {column: [row[0] for row in read(name)[1]] for column, name in known.items()}
        fields = {field["name"]: field for field in schema["fields"]}
        found.append(Table(resource["name"], header, rows, fields, schema["primaryKey"], keys))
    return found


def figures(table):
    kinds = {name: field["type"] for name, field in table.fields.items()}
    return [n for n in table.header if kinds[n] in ("integer", "number") and n not in table.key]


def names(table):
    return [name for name in table.header if name in NAMES]


def texts(table):
    others = {*figures(table), *names(table), *table.key, *table.known}
    return [name for name in table.header if name not in others]


def digit(table, column, cell, rng):
    at = rng.choice([found.start() for found in re.finditer(r"\d", cell)] or [None])
    return at if at is None else cell[:at] + rng.choice("0123456789") + cell[at + 1 :]


def emptied(table, column, cell, rng):
    return ""


def zero(table, column, cell, rng):
    return None if cell else "0"


def sign_or_decimal(table, column, cell, rng):
    whole, _, part = cell.partition(".")
    shorter = f"{whole[:-1] or '0'}.{whole[-1:]}{part}" if part else whole[:-1] or "0"
    longer = f"{whole}{part[0]}.{part[1:] or '0'}" if part else f"{whole}0"
    return rng.choice([cell[1:] if cell[:1] == "-" else f"-{cell}", shorter, longer])


def other_key(table, column, cell, rng):
    ids = cell.split(";")
    ids[rng.randrange(len(ids))] = rng.choice(table.known[column])
    return ";".join(ids)


def misspelled(table, column, cell, rng):
    at = rng.randrange(max(len(cell) - 1, 1))
    return cell[:at] + cell[at : at + 2][::-1] + cell[at + 2 :]


def other_text(table, column, cell, rng):
    """Return what stands in another row, or where every row is different, a word less."""
    there = [row[table.header.index(column)] for row in table.rows]
    if len(set(there)) > len(there) / 2 and " " in cell:
        return cell.rpartition(" ")[0]
    return rng.choice(there)


def in_a_cell(columns, change):
    """Return a fault of one cell: the column is drawn, then the row."""

    def plant(table, rng):
        for column in rng.sample(columns(table), len(columns(table))):
            at = table.header.index(column)
            for number in rng.sample(range(len(table.rows)), len(table.rows)):
                cell = table.rows[number][at]
                if cell or change is zero:
                    after = change(table, column, cell, rng)
                    if after is not None and not same(cell, after):
                        rows = [list(row) for row in table.rows]
                        rows[number][at] = after
                        return f"row {number + 2}, {column}", cell, after, rows
        return None

    return plant


def swapped(table, rng):
    for column in rng.sample(table.header, len(table.header)):
        at = table.header.index(column)
        for _ in range(100):
            a, b = sorted(rng.sample(range(len(table.rows)), 2))
            rows = [list(row) for row in table.rows]
            rows[a][at], rows[b][at] = rows[b][at], rows[a][at]
            if not same(rows[a][at], rows[b][at]) and sorted(rows) != sorted(table.rows):
                return f"rows {a + 2} and {b + 2}, {column}", rows[b][at], rows[a][at], rows
    return None


def dropped(table, rng):
    at = rng.randrange(len(table.rows))
    return f"row {at + 2}", ",".join(table.rows[at]), "", table.rows[:at] + table.rows[at + 1 :]


def duplicated(table, rng):
    at = rng.randrange(len(table.rows))
    return f"row {at + 2}", "", "twice", table.rows[: at + 1] + table.rows[at:]


KINDS = {
    "a digit changed": in_a_cell(figures, digit),
    "a figure emptied": in_a_cell(figures, emptied),
    "0 for an empty cell": in_a_cell(figures, zero),
    "sign or decimal moved": in_a_cell(figures, sign_or_decimal),
    "two cells swapped": swapped,
    "a row dropped": dropped,
    "a row twice": duplicated,
    "another party or source": in_a_cell(lambda table: list(table.known), other_key),
    "a name misspelled": in_a_cell(names, misspelled),
    "a text changed": in_a_cell(texts, other_text),
}


def same(a, b):
    try:
        return float(a) == float(b)
    except ValueError:
        return a == b


def data_faults():
    """Return as many faults of each kind, over all tables that can have it."""
    known, found, seen = all_tables(), [], set()
    for table in known:
        original = (ROOT / "data" / f"{table.name}.csv").read_text(encoding="utf-8")
        assert written([table.header, *table.rows]) == original, (
            f"{table.name} is written otherwise"
        )
    for kind, plant in KINDS.items():
        rng, of_kind = random.Random(f"{SEED} {kind}"), []
        while len(of_kind) < PER_KIND:
            for table in rng.sample(known, len(known)):
                planted = plant(table, rng)
                if planted is None or (text := written([table.header, *planted[3]])) in seen:
                    continue
                seen.add(text)
                of_kind.append(Fault(kind, f"data/{table.name}.csv", *planted[:3], text))
        found += of_kind[:PER_KIND]
    return found


def plot_faults():
    found = []
    for file, old, new in PLOT_FAULTS:
        path = f"kzelect/plots/{file}"
        text = (ROOT / path).read_text(encoding="utf-8")
        if text.count(old) != 1 or old == new:
            message = f"{path}: {old!r} stands there {text.count(old)} times, not once"
            raise SystemExit(message)
        found.append(Fault("plot", path, file, old, new, text.replace(old, new)))
    return found
