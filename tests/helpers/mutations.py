"""Files broken at random: bytes, cells, headers, encodings, archives and tags."""

import csv
import io
import random
import re
import zipfile

CELLS = [
    "", " ", "–", "-", "0", "-1", "1.234", "1,234", "1.234.567", "12,5", "12.5 %", "1e5", "1'000",
    "1 234", "1\u202f234", "999999999999999999999", "0x10", "٣٤", "１２", "NaN", "nan", "inf",
    "NA", "None", "true", "x", "=1+1", "'=1+1", "@SUM(A1)", "+1", "\t", "\u202eabc", "\x00",
    "\x07", "\ud7ff", "a" * 5000, "9" * 300, "Total", "Valid votes", "Registered voters/turnout",
    "Turnout", "Independents", "Against all", "Source: x", "2", "II", "run-off", "list",
    "2001-05-06", "06.05.2001", "05/06/2001", "31.02.2001", "0001-01-01", "9999-12-31", "[1]",
    "42[a]", "42*", "4²", "#REF!", "#0072B2", "None\n1", '"', "<b>", "party", "votes", "%",
    "100.01", "100", "1.0", "Total valid votes", "Razem", "Blank votes", "Wählende", "Yhteensä",
    "Turnout: 1,200 (60%)", "Other parties", "0.532", "*", "Won",
    "Aontu\u0301", "A\u200b", "А", "1.5", "0.0", "00", "1_000", "١٬٢٣٤",
]  # fmt: skip
HEADERS = [
    "party", "votes", "Stimmen", "Partei", "%", "seats", "round", "district", "candidate",
    "elected", "ballot", "election", "year", "order", "", "votes ", "\ufeffparty", "unknown",
    "registered", "ballots_cast", "turnout", "share", "Constituency votes", "Second round seats",
    "List seats", "Total seats", "+/–", "Anteil", "Electorate", "Winner",
    "colour", "name_en", "contender_type", "total",
]  # fmt: skip
ENCODINGS = ["utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1251", "utf-32", "utf-7"]
BYTES = [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\r", b"\n", b";", b",", b"\t", b"\x1a"]
MARKUP = [
    "Electorate", "Second round", '<img alt="Decrease">',
    "<tr>", "</tr>", "<td>", "</td>", "<th>", "<table>", "</table>", "<sup>1</sup>", "<sup>",
    'colspan="0"', 'colspan="999999999"', 'rowspan="1000"', 'colspan="-3"', 'colspan="x"',
    'rowspan="&#57;&#57;&#57;&#57;"', "<!--", "<![CDATA[", "&#0;", "&nbsp;", "<br>", "<thead>",
    '<td style="display:none">', "<script>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "\x00",
]  # fmt: skip


def mutated_bytes(content, rng):
    """Change, remove, repeat or insert a few bytes."""
    data = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.choice([1, 2, 10, 100]))
        action = rng.randrange(5)
        if action == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif action == 1:
            del data[at:to]
        elif action == 2:
            data[at:at] = data[at:to] * rng.choice([1, 3])
        elif action == 3:
            data[at:at] = rng.choice(BYTES)
        elif action == 4 and rng.random() < 0.2:
            del data[at:]
    return bytes(data)


def mutated_rows(rows, rng):
    """Change cells and headers, drop, repeat, swap and lengthen rows of a table."""
    rows = [list(row) for row in rows]
    for _ in range(rng.choice([1, 1, 2, 4, 8])):
        if not rows:
            break
        at = rng.randrange(len(rows))
        row, action = rows[at], rng.randrange(10)
        if action < 5 and row:
            row[rng.randrange(len(row))] = rng.choice(CELLS)
        elif action == 5 and rows[0]:
            rows[0][rng.randrange(len(rows[0]))] = rng.choice(HEADERS)
        elif action == 6:
            rows.insert(at, list(row))
        elif action == 7:
            del rows[at]
        elif action == 8:
            row.insert(rng.randrange(len(row) + 1), rng.choice(CELLS))
        elif row:
            del row[rng.randrange(len(row))]
    return rows


def mutated_csv(content, rng):
    """Change a CSV file by its bytes, its cells, what separates them, or its encoding."""
    if rng.random() < 0.3:
        return mutated_bytes(content, rng)
    rows = mutated_rows(csv.reader(io.StringIO(content.decode())), rng)
    text = io.StringIO(newline="")
    delimiter = rng.choice(",,,,;\t|")
    csv.writer(text, delimiter=delimiter, lineterminator=rng.choice(["\n", "\r\n"])).writerows(rows)
    encoding = rng.choice([*ENCODINGS, *["utf-8"] * 20])
    return text.getvalue().encode(encoding, errors="replace")


def mutated_workbook(content, rng):
    """Change a workbook by its bytes, or by the bytes or texts of one of its parts."""
    if rng.random() < 0.2:
        return mutated_bytes(content, rng)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [name for name in parts if "sheet" in name or "sharedStrings" in name]
    name = rng.choice(sheets if rng.random() < 0.9 else list(parts))
    if rng.random() < 0.5:
        parts[name] = mutated_bytes(parts[name], rng)
    else:
        texts = re.split(rb"(?<=>)([^<>]+)(?=<)", parts[name])
        for _ in range(rng.choice([1, 2, 5])):
            if len(texts) > 1:
                cell = rng.choice(CELLS).encode(errors="replace")
                texts[rng.randrange(1, len(texts), 2)] = cell.replace(b"<", b"&lt;")
        parts[name] = b"".join(texts)
    if rng.random() < 0.05:
        del parts[rng.choice(list(parts))]
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return result.getvalue()


def mutated_page(content, rng):
    """Change a page by its bytes, its tags or the texts between them."""
    if rng.random() < 0.3:
        return mutated_bytes(content, rng)
    pieces = re.split(r"(<[^>]*>)", content.decode())
    for _ in range(rng.choice([1, 2, 5, 10])):
        at = rng.randrange(len(pieces))
        action = rng.randrange(4)
        if action == 0:
            pieces[at] = rng.choice(CELLS if at % 2 == 0 else MARKUP)
        elif action == 1:
            pieces.insert(at, rng.choice(MARKUP))
        elif action == 2 and len(pieces) > 10:
            del pieces[at : at + rng.choice([1, 1, 3, 30])]
        else:
            pieces[at] = re.sub(r'(col|row)span="\d+"', rng.choice(MARKUP[9:15]), pieces[at])
    return "".join(pieces).encode(errors="replace")


def generator(seed):
    """Return a generator of random numbers of its own for one mutation."""
    return random.Random(seed)
