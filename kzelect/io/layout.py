"""One wide table with groups of columns -> one grid for each tier, for the seats, the ballots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

from kzelect.io.grids import Grid
from kzelect.io.header_words import BESIDE, is_nothing, quantity_of, tiers_of
from kzelect.io.headers import SEARCHED_ROWS, column_meant, is_number, strays
from kzelect.text import ROUNDS, as_text
from kzelect.text.contenders import key_of, row_meaning

# What pictures of arrows are called, and arrows that are letters.
DIRECTIONS = {
    "+": "increase;up;rise;gain;▲;△;↑;⬆;zunahme;hausse;augmentation;aumento;subida;рост;увеличение",
    "–": "decrease;down;fall;loss;▼;▽;↓;⬇;abnahme;baisse;diminution;disminución;снижение",
    "±": "steady;no change;unchanged;same;◄►;▬;→;gleich;stable;sin cambios;без изменений",
}
SIGNS = {word: sign for sign, words in DIRECTIONS.items() for word in words.split(";")}
ARROW = re.compile(
    rf"(?P<arrow>{'|'.join(map(re.escape, SIGNS))})\s*(?P<rest>(?:[+\-–−±]?\s*\d[\d.,]*)?)",
    re.IGNORECASE,
)
MOST_LEVELS = 4  # rows of a header
QUANTITIES = ["votes", "share_pct", "seats"]
ROUND = {ballot: number for number, ballot in ROUNDS.items()}
NAMES = {"party", "party_name"}
SEATS = ("mandat", "mandate", "mandater", "sæti", "mandaate")  # ends of words such as Direktmandate
NOT_READ = "column that the table does not have"
GROUPS = "Proportional, Constituency, First round, Second round, Total"


class Column(NamedTuple):
    """One column of a wide table: where it stands, its header, and what the header says."""

    place: int
    path: list[str]
    tier: str | None
    quantity: str | None
    unknown: str | None  # a group of columns that is not understood

    @property
    def header(self) -> str:
        """All of its header on one line."""
        return " ".join(self.path)


Rows = Sequence[Sequence[Any]]


@dataclass
class Layout:
    """What the columns of one table are."""

    label: int | None = None  # place of the names of the contenders
    columns: dict[tuple[str, str], int] = field(default_factory=dict)  # (tier, quantity) -> place
    # Place and header of the seats of list tiers, if there are several: added up.
    added: list[tuple[int, str]] = field(default_factory=list)
    has_lists: bool = False  # whether several columns are the same quantity of a list tier
    left_out: list[tuple[str, str]] = field(default_factory=list)  # headers not read, and why
    problems: list[tuple[str, str]] = field(default_factory=list)  # headers, and what was expected

    @property
    def tiers(self) -> list[str]:
        """Which tiers and rounds it has quantities of."""
        found = {tier for tier, quantity in self.columns if quantity in QUANTITIES}
        return [tier for tier in ("list", *ROUND) if tier in found]

    @property
    def is_wide(self) -> bool:
        """Say whether it has more than the columns of one list tier."""
        return self.has_lists or any(tier != "list" for tier, _ in self.columns)


def layout_of(header: Sequence[Sequence[str]], rows: Rows) -> Layout:
    """Sort the columns of a table into tiers and quantities.

    In the rows of the header a text that spans columns or rows is repeated. The rows below decide
    by what adds up what a column without a word for votes or seats holds.
    """
    layout = Layout()
    columns = []
    for place, texts in enumerate(zip_longest(*header, fillvalue="")):
        path = [text for text in dict.fromkeys(texts) if text]  # from the widest group down
        if path and not _is_label(path, place, rows):
            columns.append(_understood(place, path))
        elif path:
            if layout.label is not None:
                if not any(_text_in(row, place) for row in rows):
                    continue  # such as the half of a spanned header that holds a colour
                if any(_text_in(row, layout.label) for row in rows):
                    layout.left_out.append((path[0], NOT_READ))
            layout.label = place
            above = filter(is_number, path[:-1])
            layout.left_out += [(text, "number above the names") for text in above]
    _assign(layout, columns, rows)
    return layout


def header_block(grid: Grid) -> tuple[int, int, Layout] | None:
    """Return the first and the last row (exclusive) of the header, and what it says.

    Groups of columns stand in rows of their own above the header; an empty cell beside a
    group belongs to it.
    """
    texts = grid.texts
    for start in range(min(SEARCHED_ROWS, len(texts))):
        if not _is_header(texts[start]):
            continue
        end = start + 1
        while end < min(start + MOST_LEVELS, len(texts)) and _is_header(texts[end]):
            end += 1
        layout = layout_of(_filled(texts[start:end]), grid.rows[end:])
        is_single = start > 0 and end == start + 1
        if layout.problems and is_single and sum(map(bool, texts[start - 1])) > 1:
            start -= 1
            layout = layout_of(_filled(texts[start:end]), grid.rows[end:])
        if layout.label is not None and (layout.columns or layout.problems):
            return start, end, layout
    return None


def _is_header(row: Sequence[str]) -> bool:
    """Say whether a row holds words of headers and no number."""
    texts = list(filter(None, row))
    if len(texts) < 2 or any(map(is_number, texts)):
        return False
    return any(
        column_meant(text, "proportional") in NAMES
        or quantity_of(text)
        or (tiers_of(text)[0] and not tiers_of(text)[1])
        for text in texts
    )


def _filled(header: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return rows of a header; in all but the last, empty cells take the group to their left."""
    width = max(map(len, header))
    filled = []
    for row in header[:-1]:
        cells = [""]
        for text in [*row, *[""] * (width - len(row))]:
            cells.append(text or cells[-1])
        filled.append(cells[1:])
    return [*filled, header[-1]]


def _is_label(path: list[str], place: int, rows: Rows) -> bool:
    """Say whether a column holds the names of contenders: by its header, and not numbers."""
    if column_meant(path[-1], "proportional") not in NAMES:
        return False
    cells = [cell for row in rows if (cell := _text_in(row, place))]
    numbers = sum(map(is_number, cells))
    return 2 * numbers <= len(cells) or not tiers_of(path[-1])[0]


def _understood(place: int, path: list[str]) -> Column:
    tiers: set[str] = set()
    quantity = unknown = None
    for level in path:
        named, rest = tiers_of(level)
        if not quantity_of(rest) and set(rest.split()) <= BESIDE:
            rest = ""
        of_level = quantity_of(rest) if rest else _within(level) if named else quantity_of(level)
        if (named and not rest) or of_level:
            tiers |= named
            quantity = of_level or quantity
        elif column_meant(level, "proportional") in NAMES or set(key_of(level).split()) <= BESIDE:
            continue  # says nothing of votes or seats
        elif level == path[-1]:
            return Column(place, path, None, None, None)
        else:
            unknown = unknown or level
    ranked = ["change", *sorted(tiers & set(ROUND)), "list", "district", "total"]
    tier = next((name for name in ranked if name in tiers), None)
    return Column(place, path, tier, quantity, unknown)


def _within(level: str) -> str | None:
    """Return the quantity within a word for a tier, such as 'Party vote' or 'Direktmandate'."""
    last = key_of(level).split()[-1]
    if last.endswith(("stimme", "stimmen")):
        return "votes"
    return "seats" if last.endswith(SEATS) else quantity_of(last)


def _assign(layout: Layout, columns: list[Column], rows: Rows) -> None:
    """Give every column its place in the layout, or say why it has none."""
    columns = list(_with_quantities(layout, _known_groups(layout, columns), rows))
    tiers = {c.tier for c in columns if c.quantity == "seats"}
    of_districts = {c.quantity for c in columns if c.tier == "district"}
    of_first = {c.quantity for c in columns if c.tier == "first_round"}
    has_rounds = ("seats" in of_first and "votes" not in of_first) or (
        "votes" not in of_districts and any(c.tier in ROUND and c.quantity for c in columns)
    )
    twice: list[str] = []
    lists: dict[int, str] = {}  # columns that name a list tier, and their headers
    before: tuple[str, str] | None = None
    for column in columns:
        tier, quantity, header = column.tier, column.quantity, column.header
        if tier == "change":
            _change(layout, header, column.place, before)
            continue
        if quantity is None:
            layout.left_out.append((header, NOT_READ))
            continue
        if tier is None and quantity == "seats" and tiers & {"list", "district", *ROUND}:
            tier = "total"
        elif tier == "total" and quantity != "seats":
            if len({c.tier for c in columns if c.quantity == quantity}) > 1:
                layout.left_out.append((header, "sum over the tiers"))
                continue
            tier = "list"
        elif tier == "district" and not (has_rounds and quantity == "seats"):
            tier = "first_round"
        before = (tier or "list", quantity)
        is_second = quantity == "seats" and before in layout.columns
        if is_second and "total" in tiers_of(column.path[-1])[0]:
            before = ("total", "seats")  # beside a group that has its own: of all groups
        place = layout.columns.setdefault(before, column.place)
        if column.tier == "list":
            lists[column.place] = header
        if place == column.place:
            continue
        further = column.tier == "list" and lists.get(place, header) != header
        layout.has_lists |= further
        if further and quantity == "seats":
            layout.added += [] if layout.added else [(place, lists[place])]
            layout.added.append((column.place, header))
        else:
            twice.append(header)
    if twice:
        expected = (
            "one column each for votes, shares and seats of a tier or round: rename or remove the "
            "others, or read each tier as an election of its own"
        )
        layout.problems.append((", ".join(twice), expected))


def _known_groups(layout: Layout, columns: list[Column]) -> list[Column]:
    """Return the columns of groups that are known; a single group is only a title."""
    unknown = dict.fromkeys(c.unknown for c in columns if c.unknown and c.quantity and not c.tier)
    quantities = [c.quantity for c in columns if c.quantity and not c.tier]
    known = any(c.tier and c.tier != "change" for c in columns)
    if not unknown or (len(unknown) == 1 and not known and len(set(quantities)) == len(quantities)):
        return columns
    for group in unknown:
        expected = (
            f"a known group of columns: rename {group!r} to one of {GROUPS}, or say what it means "
            "in words="
        )
        layout.problems.append((as_text(group), expected))
    return [
        c._replace(quantity=None) if c.unknown in unknown and not c.tier else c for c in columns
    ]


def _change(layout: Layout, header: str, place: int, before: tuple[str, str] | None) -> None:
    """Keep the change of all seats: a change belongs to the quantity to its left."""
    of, quantity = before or ("total", "seats")
    is_second = ("change", "change") in layout.columns
    if quantity != "seats":
        layout.left_out.append((header, "change of votes or of a share"))
        return
    if is_second:
        layout.left_out.append((header, "change of the seats of one tier"))
    if not is_second or of == "total":
        layout.columns["change", "change"] = place


def _with_quantities(layout: Layout, columns: list[Column], rows: Rows) -> Iterator[Column]:
    """Yield columns; those that name a tier and no quantity hold seats if they add up to seats."""
    bare = [c for c in columns if c.quantity is None and c.tier in {"list", "district", *ROUND}]
    columns = [
        c._replace(quantity="seats") if c.tier == "total" and c.quantity is None else c
        for c in columns
    ]
    seats = [c for c in columns if c.quantity == "seats" and c.tier != "change"]
    are_seats = any(_adds_up(bare, seats, whole, rows) for whole in seats)
    for column in columns:
        if column not in bare:
            yield column
        elif are_seats:
            yield column._replace(quantity="seats")
        elif len(bare) > 1 or len(column.path) > 1:
            header = column.header
            expected = f"votes or seats in the header, such as '{header} votes' or '{header} seats'"
            layout.problems.append((header, expected))
        else:
            yield column._replace(tier=None)


def _adds_up(parts: list[Column], seats: list[Column], whole: Column, rows: Rows) -> bool:
    """Say whether columns add up to one of seats, alone or with the seats of the other tiers."""
    others = [c for c in seats if c is not whole and c.tier in {"list", "district"}]
    for addends in (parts, parts + others, [p for p in parts if p.tier in ROUND]):
        sums = []
        for row in rows:
            total = _count_in(row, whole.place)
            found = [n for c in addends if (n := _count_in(row, c.place)) is not None]
            if total is not None and found:
                sums.append((sum(found), total))
        if any(total for _, total in sums) and all(added == total for added, total in sums):
            return True
    return False


def _text_in(row: Sequence[Any], place: int) -> str:
    cell = row[place] if place < len(row) else None
    return "" if cell is None or is_nothing(as_text(cell)) else as_text(cell)


def _count_in(row: Sequence[Any], place: int) -> int | None:
    digits = "".join(c for c in _text_in(row, place) if c not in " ,.\u00a0\u202f'")
    return int(digits) if digits.isdecimal() and len(digits) < 16 else None


def split(layout: Layout, grid: Grid, start: int, end: int) -> list[Grid]:
    """Return one grid for each tier and for the seats; rows keep their numbers.

    The header stands from `start` to `end` (exclusive). What is wrong with it, and what stands
    above and beside it, is noted.
    """
    header = grid.numbers[end - 1]
    strays(grid, start, end)
    for text, expected in layout.problems:
        grid.refuse(header, None, text, expected)
    rows = list(zip(grid.numbers[end:], grid.rows[end:], strict=True))
    if layout.added:
        found = ", ".join(text for _, text in layout.added)
        grid.note(header, "seats", found, "seats", "seats of several list tiers, added up")
        places = [place for place, _ in layout.added]
        rows = [(number, _with_sum(grid, number, row, places)) for number, row in rows]
    places = [*layout.columns.values()]
    bare = [(number, row) for number, row in rows if not _text_of(_cells_at(row, places))]
    rows = [(number, row) for number, row in rows if _text_of(_cells_at(row, places))]
    grids = []
    for table, tiers in (("proportional", ["list"]), ("majoritarian", list(ROUND))):
        quantities = [q for q in QUANTITIES if any((tier, q) in layout.columns for tier in tiers)]
        if quantities:
            columns = [*["round"] * (table == "majoritarian"), "party", *quantities]
            grids.append(_part(grid, table, table, header, columns))
            for tier in tiers:
                if tier in layout.tiers:
                    _add_tier(layout, tier, quantities, rows, grids[-1])
    wanted = {
        name: layout.columns[key]
        for name, key in {
            "seats_district": ("district", "seats"),
            "seats_total": ("total", "seats"),
            "change_as_published": ("change", "change"),
        }.items()
        if key in layout.columns
    }
    if set(wanted) - {"change_as_published"}:
        grids.append(_part(grid, "seat_totals", "total", header, ["party", *wanted]))
        for number, row in rows:
            cells = _cells_at(row, [layout.label, *wanted.values()])
            if "change_as_published" in wanted and isinstance(cells[-1], str):
                cells[-1] = signed(cells[-1])
            grids[-1].rows.append(cells)
            grids[-1].numbers.append(number)
    elif wanted:
        layout.left_out.append(("+/–", "change without a column of all seats"))
    for text, why in layout.left_out:
        grid.leave_out(header, text, why, column=text)
    for number, row in bare:
        if _text_of(row):
            grid.leave_out(number, _text_of(row), "row without a number")
    return grids


def _part(whole: Grid, table: str, of: str, number: int, header: list[str]) -> Grid:
    """Return a grid for a part of another one, with its header."""
    part = Grid(table, f"{whole.file} [{of}]", [header], [number], source=whole.source)
    part.comma_groups = whole.comma_groups
    return part


def signed(text: str) -> str:
    """Return a change with its sign where a word or an arrow says whether it is up or down.

    Examples
    --------
    >>> signed("Increase 5"), signed("▼3"), signed("Steady"), signed("New"), signed("+2")
    ('+5', '–3', '±', 'New', '+2')
    """
    match = ARROW.fullmatch(text.strip())
    if match is None:
        return text
    return f"{SIGNS[match['arrow'].casefold()]}{match['rest'].lstrip('+-–−± ')}"


def _with_sum(grid: Grid, number: int, row: Sequence[Any], places: list[int]) -> list[Any]:
    """Return a row with the sum of some counts in the first place; note an open one."""
    cells = [_text_in(row, place) for place in places]
    counts = [count for place in places if (count := _count_in(row, place)) is not None]
    parts = " + ".join(cell or "–" for cell in cells)
    added: Any = sum(counts)
    if len(counts) < sum(map(bool, cells)):
        added = parts  # no count: refused where it is read
    elif len(counts) < len(places):
        added = None
        if counts:
            grid.note(number, "seats", parts, None, "a sum of which a part is not published")
    return [added if at == places[0] else cell for at, cell in enumerate(row)]


def _text_of(cells: Iterable[Any]) -> str:
    return " ".join(as_text(cell) for cell in cells if cell is not None and cell != "")


def _cells_at(row: Sequence[Any], places: Iterable[int | None]) -> list[Any]:
    return [row[place] if place is not None and place < len(row) else None for place in places]


def _add_tier(
    layout: Layout,
    tier: str,
    quantities: list[str],
    rows: Sequence[tuple[int, Sequence[Any]]],
    part: Grid,
) -> None:
    """Add the rows of one tier or round."""
    places = [layout.label, *(layout.columns.get((tier, name)) for name in quantities)]
    for number, row in rows:
        name, *cells = _cells_at(row, places)
        if not all(cell is None or is_nothing(as_text(cell)) for cell in cells):
            part.rows.append([*([ROUND[tier]] if tier in ROUND else []), name, *cells])
            part.numbers.append(number)
        elif row_meaning(as_text(name or "")) is None:
            rule = f"without a number in the {tier.replace('_', ' ')}: did not stand there"
            part.leave_out(number, _text_of([name, *cells]), rule)
