"""Files of strangers: none opens a connection, waits, or ends in an error of another library."""

import contextlib
import json
import os
import pickle
import socketserver
import sys
import threading
import warnings
import zipfile
from decimal import Decimal
from fractions import Fraction

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

import kzelect as kz
from kzelect.errors import DataError, KzelectError
from kzelect.io.cells import clean_text, guarded, unguarded
from kzelect.io.numbers import Unreadable
from kzelect.io.package import read_tables
from kzelect.io.wikitable import shown_text
from kzelect.io.workbooks import per_cent

PAGE = "<table><tr><th>Party</th><th>Votes</th></tr><tr><td>A</td><td>5</td></tr></table>"


@pytest.fixture
def listener():
    """Return the address of a server on this machine, and the list of who has connected to it."""
    calls = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            calls.append(self.client_address)
            self.request.sendall(b"HTTP/1.0 200 OK\r\n\r\n{}")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", calls
        server.shutdown()
        thread.join()


def changed(folder, change):
    """Change the descriptor of a data package: all of it, its resources by name, its folder."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor, {r["name"]: r for r in descriptor["resources"]}, folder)
    if path.is_file():
        path.write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


REMOTE = {
    "path": lambda url: lambda d, r, f: r["turnout"].update(path=url),
    "path of another table": lambda url: lambda d, r, f: r["economy"].update(path=url),
    "schema": lambda url: lambda d, r, f: r["turnout"].update(schema=url),
    "schema of another table": lambda url: lambda d, r, f: r["economy"].update(schema=url),
    "dialect": lambda url: lambda d, r, f: r["turnout"].update(dialect=url),
    "profile": lambda url: lambda d, r, f: d.update(profile=url),
    "extrapaths": lambda url: lambda d, r, f: r["turnout"].update(extrapaths=[url]),
    "resource": lambda url: lambda d, r, f: d["resources"].append(url),
}


@pytest.mark.parametrize("what", REMOTE)
def test_a_descriptor_opens_no_connection(what, data_copy, listener):
    url, calls = listener
    folder = changed(data_copy, REMOTE[what](f"{url}/x"))
    with contextlib.suppress(DataError):
        kz.load(2004, folder=folder)
    with pytest.raises(DataError, match="expected"):
        kz.Election.read(f"{url}/x.csv")
    assert calls == []


def test_no_reader_or_writer_opens_a_connection(tmp_path, listener):
    url, calls = listener
    page = PAGE.replace("A<", f"<img src='{url}/i.png'><link rel=stylesheet href={url}/c.css>A<")
    doctype = f'<!DOCTYPE html SYSTEM "{url}/x.dtd">'
    election = kz.read_wikitable(f"{doctype}{page}")
    for path in ("folder", "book.xlsx"):
        election.write(tmp_path / path)
        kz.Election.read(tmp_path / path)
    with pytest.raises(DataError, match="nothing is fetched"):
        kz.read_wikitable(f"{url}/page.html")
    kz.template(tmp_path / "template")
    assert calls == []


REFUSED = {
    "schema is text": lambda d, r, f: r["turnout"].update(schema="x.json"),
    "resource is text": lambda d, r, f: d["resources"].append("x"),
    "resource without a name": lambda d, r, f: d["resources"].append({"path": "x.csv"}),
    "two resources of one name": lambda d, r, f: d["resources"].append(r["turnout"]),
    "hash is a number": lambda d, r, f: r["turnout"].update(hash=5),
    "hash of another kind": lambda d, r, f: r["turnout"].update(hash="md5:" + "0" * 32),
    "path is a list": lambda d, r, f: r["turnout"].update(path=["turnout.csv"]),
    "absolute path": lambda d, r, f: r["turnout"].update(path="/etc/passwd"),
    "path with a null": lambda d, r, f: r["turnout"].update(path="turnout\0.csv"),
    "path is a folder": lambda d, r, f: (
        (f / "x.csv").mkdir(),
        r["turnout"].update(path="x.csv"),
    ),
    "fields are text": lambda d, r, f: r["turnout"]["schema"].update(fields="votes"),
    "no fields": lambda d, r, f: r["turnout"]["schema"].update(fields=[]),
    "type is a list": lambda d, r, f: r["turnout"]["schema"]["fields"][0].update(type=[]),
    "constraints are a list": lambda d, r, f: r["turnout"]["schema"]["fields"][0].update(
        constraints=[1]
    ),
    "limit is text": lambda d, r, f: r["turnout"]["schema"]["fields"][0]["constraints"].update(
        minimum="0"
    ),
    "decimal comma": lambda d, r, f: r["turnout"]["schema"]["fields"][6].update(decimalChar=","),
    "another field missing": lambda d, r, f: r["turnout"]["schema"]["fields"].pop(),
    "another type": lambda d, r, f: r["turnout"]["schema"]["fields"][2].update(type="string"),
    "other missing values": lambda d, r, f: r["turnout"]["schema"].update(missingValues=["-"]),
    "another encoding": lambda d, r, f: r["turnout"].update(encoding="cp1251"),
    "key of no column": lambda d, r, f: r["turnout"]["schema"].update(primaryKey=["x"]),
    "key is a number": lambda d, r, f: r["turnout"]["schema"].update(primaryKey=5),
    "foreign keys are text": lambda d, r, f: r["turnout"]["schema"].update(foreignKeys="x"),
    "foreign key of no table": lambda d, r, f: r["turnout"]["schema"].update(
        foreignKeys=[{"fields": "ballot", "reference": {"resource": "x", "fields": "y"}}]
    ),
    "foreign key of no column": lambda d, r, f: r["turnout"]["schema"].update(
        foreignKeys=[{"fields": "ballot", "reference": {"resource": "sources", "fields": "y"}}]
    ),
    "foreign keys of two lengths": lambda d, r, f: r["turnout"]["schema"].update(
        foreignKeys=[{"fields": ["ballot"], "reference": {"resource": "parties", "fields": []}}]
    ),
    "pipe": lambda d, r, f: ((f / "turnout.csv").unlink(), os.mkfifo(f / "turnout.csv")),
    "link to itself": lambda d, r, f: (
        (f / "turnout.csv").unlink(),
        (f / "turnout.csv").symlink_to("turnout.csv"),
    ),
    "link out of the folder": lambda d, r, f: (
        (f / "turnout.csv").unlink(),
        (f / "turnout.csv").symlink_to("/etc/passwd"),
    ),
    "descriptor is a folder": lambda d, r, f: (
        (f / "datapackage.json").unlink(),
        (f / "datapackage.json").mkdir(),
    ),
    "descriptor is a pipe": lambda d, r, f: (
        (f / "datapackage.json").unlink(),
        os.mkfifo(f / "datapackage.json"),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_descriptor_that_misleads_is_a_data_error(what, data_copy):
    changed(data_copy, REFUSED[what])
    with pytest.raises(DataError) as caught:
        kz.load(2004, folder=data_copy)
    assert all(problem.file and problem.expected for problem in caught.value.problems)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"resources": ' + "9" * 5000 + "}", "\xff"])
def test_a_descriptor_that_is_no_json_is_a_data_error(tmp_path, text):
    (tmp_path / "datapackage.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(DataError, match="expected"):
        kz.load(2004, folder=tmp_path)


def test_what_changes_nothing_is_ignored(data_copy):
    """Other keys, single names in place of lists, and a pattern that would never end."""
    fields = {"fields": "party", "reference": {"resource": "parties", "fields": "party"}}

    def change(descriptor, resources, folder):
        descriptor["contributors"] = [{"title": "x"}]
        resources["proportional"]["schema"]["foreignKeys"] = [fields]
        resources["parties"]["schema"]["primaryKey"] = "party"
        for field in resources["parties"]["schema"]["fields"]:
            if field["type"] == "string":
                field["constraints"] = {"pattern": "(a|a|a|a|_|[a-z]+)+$X"}

    changed(data_copy, change)
    pd.testing.assert_frame_equal(
        kz.load(2004, folder=data_copy).proportional, kz.load(2004).proportional
    )


def test_the_key_of_a_table_of_ours_cannot_be_taken_away(data_copy):
    changed(data_copy, lambda d, r, f: r["turnout"]["schema"].pop("primaryKey"))
    path = data_copy / "turnout.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="one row with this key"):
        kz.load(2004, verify=False, folder=data_copy)


def test_checked_and_parsed_tables_are_the_same(data_copy):
    for name, parsed in read_tables().items():
        pd.testing.assert_frame_equal(read_tables(data_copy, [name])[name], parsed)


def test_a_written_election_is_a_package_that_loads(tmp_path):
    kz.load(2004).write(tmp_path / "out")
    tables = read_tables(tmp_path / "out")
    changes = kz.load(2004).table("seat_totals")["change_as_published"].tolist()
    assert tables["seat_totals"]["change_as_published"].tolist() == changes


def test_folders_with_links_to_themselves_and_pipes_are_refused(tmp_path):
    (tmp_path / "proportional.csv").symlink_to("proportional.csv")
    with pytest.raises(DataError, match=r"proportional\.csv"):
        kz.Election.read(tmp_path)
    (tmp_path / "proportional.csv").unlink()
    os.mkfifo(tmp_path / "proportional.csv")
    with pytest.raises(KzelectError, match=r"proportional\.csv"):
        kz.Election.read(tmp_path)


# --- cells and names -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("votes", Fraction(1, 3)),
        ("votes", 1 + 2j),
        ("votes", np.timedelta64(1, "D")),
        ("votes", Decimal("sNaN")),
        ("votes", Decimal("1e999999999")),
        ("votes", 10**5000),
        ("votes", [1]),
        ("votes", pd.Timestamp("2004-09-19")),
        ("party", 10**5000),
        ("party", b"A"),
        ("party", ["A"]),
        ("party", {}),
        ("party", 1j),
        ("party", np.complex64(1j)),
        ("party", np.timedelta64(1, "D")),
        ("party", object()),
        ("party", "\ud800"),
        ("party", "A\x1b[31m"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_cells_that_no_rule_covers_are_data_errors_with_their_place(column, value):
    cells = {"party": ["A", "B"], "votes": [60, 40]}
    cells[column][1] = value
    frame = pd.DataFrame(cells, dtype=object)
    with pytest.raises(DataError) as caught:
        kz.Election.from_frames(proportional=frame)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (3, column)
    with pytest.raises(DataError, match="facts, column seats_total"):
        kz.Election.from_frames(proportional=frame[:1], seats_total=value)


@pytest.mark.parametrize(
    ("value", "votes"),
    [(Fraction(60), 60), (Decimal("6E+1"), 60), (np.float32(60), 60), (np.uint8(60), 60)],
)
def test_numbers_of_other_kinds_are_read(value, votes):
    frame = pd.DataFrame({"party": ["A"], "votes": [value]}, dtype=object)
    assert kz.Election.from_frames(proportional=frame).proportional["votes"].tolist() == [votes]


def test_a_cell_that_no_rule_covers_is_no_empty_row():
    frame = pd.DataFrame({"party": ["A", "\x07"], "votes": [60, None]}, dtype=object)
    with pytest.raises(DataError, match="row 3, column party"):
        kz.Election.from_frames(proportional=frame)


@pytest.mark.parametrize("count", [700, 5_000])
@pytest.mark.no_cover
def test_any_number_of_contenders_has_short_names_and_colours(count):
    names = [f"A party with a long name {i}" for i in range(count)]
    frame = pd.DataFrame({"party": names, "votes": range(count)})
    parties = kz.Election.from_frames(proportional=frame).parties
    assert parties["short_name"].is_unique
    assert parties["short_name"].str.len().max() <= 18
    assert parties["colour"].nunique() > 300


def test_names_of_strangers_are_shown_without_what_acts_on_a_terminal(tmp_path):
    good, hostile = b"party,votes\nA,60\nB,40\n", "\x1b[31m\u202e"
    (tmp_path / "proportional.csv").write_bytes(good)
    (tmp_path / f"{hostile}.bin").write_bytes(b"")
    (tmp_path / os.fsdecode("протокол.doc".encode("cp866"))).write_bytes(b"")
    report = kz.Election.read(tmp_path).import_report.to_string()
    assert "left out" in report
    assert not {"\x1b", "\u202e", "\udcaf"} & set(report)
    (tmp_path / f"{hostile}.csv").write_bytes(b"party,votes\nA,-5\n")
    with pytest.raises(DataError) as caught:
        kz.Election.read(tmp_path / f"{hostile}.csv")
    assert "\\x1b[31m\\u202e.csv, row 2" in str(caught.value)


def test_every_message_is_safe_to_print():
    error = KzelectError("no party \x1b[31m\u202e\ud800\nsecond line")
    assert str(error) == "no party \\x1b[31m\\u202e\\ud800\nsecond line"


def test_the_column_of_changes_is_shown_as_plain_text():
    changes = ["\u202e5+", "W" * 900]
    totals = {"party": ["A", "B"], "seats_total": [1, 1], "change_as_published": changes}
    election = kz.Election.from_frames(seat_totals=pd.DataFrame(totals))
    for shown in (repr(election), election._repr_html_()):
        assert "\u202e" not in shown
        assert max(map(len, shown.splitlines())) < 200


def test_names_in_html_are_never_set_as_mathematics():
    frame = pd.DataFrame({"party": [r"$\alpha$", "B"], "votes": [60, 40]})
    shown = kz.Election.from_frames(proportional=frame, name="$x$")._repr_html_()
    assert shown.count("tex2jax_ignore mathjax_ignore") == 2


def test_a_message_repeats_some_problems_and_counts_the_others():
    frame = pd.DataFrame({"party": [f"p{i}" for i in range(30)], "votes": "x"})
    with pytest.raises(DataError) as caught:
        kz.Election.from_frames(proportional=frame)
    assert len(caught.value.problems) == 30
    assert str(caught.value).count("expected a whole number") == 20
    assert str(caught.value).endswith("and 10 more: `problems` of this error lists all of them")


# --- workbooks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number_format", "value", "scaled", "shown"),
    [
        ("General", 0.5, 0, False),
        ("0%", 0.5, 1, True),
        ("0.00%;[Red]-0.00%", -0.5, 1, True),
        ('0.00"%"', 0.5, 0, True),
        ('0.00" %', 0.5, 0, True),  # a quote that does not end
        (r"0.00\%", 0.5, 0, True),
        ("0.00_%", 0.5, 0, False),
        ("0.00*%", 0.5, 0, True),
        (r"0.00\\%", 0.5, 1, True),  # an escaped backslash, then a sign of its own
        ('"%"0.00%', 0.5, 1, True),
        ("0.00%%", 0.5, 2, True),
        ("[$%-409]0.00", 0.5, 0, True),
        ("[$€-40C]0.00%", 0.5, 1, True),
        ("[$-409]0.00", 0.5, 0, False),
        ("[Color10]0%", 0.5, 1, True),
        ("0%;0;0", 0.5, 1, True),
        ("0%;0;0", -0.5, 0, False),
        ("0%;0;0", 0, 0, False),
        ("0;0", 0, 0, False),
        ("0;0%", 0, 0, False),
        ('0;0;"–";"%"', 0, 0, False),
        ("[<1]0%;0", 0.5, 1, True),
        ("[<1]0%;0", 50, 0, False),
        ("[>=1]0;[<0]0;0%", 0.5, 1, True),
        ("[>=1]0;[<0]0;0%", 2, 0, False),
        ("[=0]0;0%", 0.5, 1, True),
        ("[<>0]0%;0", 0, 0, False),
        ("[>1e2]0;0%", 5, 1, True),
        ('[<1]0";%";0%', 0.5, 0, True),  # a semicolon in quotes ends no section
        (r"0\;0%", -0.5, 1, True),
        ("#,##0,,%", 0.5, 1, True),
        ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 0.5, 0, False),
        ("0.00E+00", 0.5, 0, False),
        ("# ??/??", 0.5, 0, False),
        ("", 0.5, 0, False),
    ],
)
def test_only_a_sign_that_stands_for_itself_multiplies(number_format, value, scaled, shown):
    assert per_cent(number_format, value) == (scaled, shown)


def book(path, **formats):
    """Write a workbook with a list tier in which cells have number formats."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["party", "votes", "share_pct"])
    sheet.append(["A", 99440, 99.44])
    sheet.append(["B", 560, 0.56])
    for cell, number_format in formats.items():
        sheet[cell].number_format = number_format
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    ("number_format", "share"),
    [('0.00"%"', 0.56), (r"0.00\%", 0.56), ("0.00_%", 0.56), ("0.00", 0.56), ("0.00%", 56.0)],
)
def test_percentages_are_those_that_a_spreadsheet_shows(tmp_path, number_format, share):
    election = kz.Election.read(book(tmp_path / "a.xlsx", C3=number_format))
    assert election.table("proportional")["share_pct"].tolist() == [99.44, share]


@pytest.mark.parametrize("number_format", ["0%", '0"%"', "0%%"])
def test_counts_shown_as_percentages_are_refused(tmp_path, number_format):
    with pytest.raises(DataError, match="row 3"):
        kz.Election.read(book(tmp_path / "a.xlsx", B3=number_format))


def with_part(source, path, name, old, new, padding=0):
    """Copy a workbook with a text of a part replaced."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as to:
        for part in before.namelist():
            text = before.read(part).decode()
            if part == name:
                assert old in text
                text = text.replace(old, new)
            to.writestr(part, text)
        to.writestr("padding", os.urandom(padding))
    return path


SHEET = "xl/worksheets/sheet1.xml"
EMPTY_ENDS = "".join(f'<row r="{i}"><c r="XFD{i}"/></row>' for i in range(4, 20_004))


def test_empty_formatted_cells_cost_nothing(tmp_path):
    source, path = book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with_part(source, path, SHEET, "</sheetData>", f"{EMPTY_ENDS}</sheetData>")
    far = path.with_name("c.xlsx")
    row = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>C</t></is></c></row></sheetData>'
    with_part(source, far, SHEET, "</sheetData>", row)
    limits = kz.Limits(rows=4, cells=20_000)
    assert len(kz.Election.read(path, limits=limits).proportional) == 2
    report = kz.Election.read(far, limits=limits)
    assert report.table("proportional")["party"].tolist() == ["A", "B", "C"]


def test_a_part_that_only_looks_like_xml_is_passed_over(tmp_path):
    path = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.emf", b"<\x00\x01 no XML")
    assert len(kz.Election.read(path).proportional) == 2


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/styles.xml", "</cellXfs>", "<xf/>" * 200_000 + "</cellXfs>", "elements"),
        ("xl/workbook.xml", "<definedNames", "<x/>" * 200_000 + "<definedNames", "elements"),
        (SHEET, "</sheetData>", "<row/>" * 4_100_000 + "</sheetData>", "elements"),
        (
            SHEET,
            "</sheetData>",
            '<row r="4"><c r="XFD4"><v>1</v></c></row></sheetData>',
            "16,384 columns",
        ),
        (SHEET, 'r="B3"', 'r="B2"', "one value in each cell"),
    ],
)
def test_workbooks_are_limited_before_they_are_parsed(tmp_path, part, old, new, said):
    source = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(source) as archive:
        if old not in archive.read(part).decode():
            old, new = "</workbook>", new.replace("<definedNames", "</workbook>")
    path = with_part(source, tmp_path / "b.xlsx", part, old, new, padding=300_000)
    with pytest.raises(DataError, match=said):
        kz.Election.read(path)


def test_reading_a_workbook_sets_no_filter_of_warnings(tmp_path, monkeypatch):
    """In threads it could stay behind and silence what others have to say."""
    callers, path = set(), book(tmp_path / "a.xlsx")

    def noted(function):
        def call(*arguments, **options):
            callers.add(sys._getframe(1).f_globals["__name__"].partition(".")[0])
            return function(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        for name in ("simplefilter", "filterwarnings", "catch_warnings"):
            patch.setattr(warnings, name, noted(getattr(warnings, name)))
        assert not kz.Election.read(path).proportional.empty
    assert not callers & {"kzelect", "openpyxl", "defusedxml"}


# --- what is written comes back ----------------------------------------------------------------

EXAMPLES = settings(max_examples=max(30, int(os.environ.get("KZELECT_MUTATIONS", "0")) // 10))
STARTS = st.text(st.sampled_from("'=+-@\t＝ ²\u200b\u200d\ufeff*"), max_size=4)
ANY_TEXT = st.builds(str.__add__, STARTS, st.text(st.characters(exclude_categories=["Cs"])))


@EXAMPLES
@given(ANY_TEXT)
def test_the_guard_against_formulas_can_be_undone(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r\n＝＋－＠")


@EXAMPLES
@given(ANY_TEXT)
def test_text_that_was_read_is_read_the_same_again(text):
    try:
        once = clean_text(text).value
    except Unreadable:
        return
    if isinstance(once, str):
        assert clean_text(guarded(once)).value == once


@EXAMPLES
@given(
    st.lists(ANY_TEXT, min_size=1, max_size=4, unique=True),
    st.floats(0, 100),
    st.sampled_from(["", ".xlsx"]),
)
@pytest.mark.no_cover
def test_any_name_and_number_comes_back(tmp_path_factory, names, share, suffix):
    frame = pd.DataFrame({"party": names, "share_pct": share}, dtype=object)
    path = tmp_path_factory.mktemp("written") / f"election{suffix}"
    try:
        before = kz.Election.from_frames(proportional=frame, name=names[0])
        before.write(path)
    except KzelectError:
        return  # names that are no party or the same, or that a workbook cannot hold
    after = kz.Election.read(path)
    for name, table in before.published.items():
        pd.testing.assert_frame_equal(after.published[name], table)


@pytest.mark.parametrize(
    "name", ["#N/A", "#DIV/0!", "''-", "'''=A", "Otan \u200b", "x005F_", "1e5"]
)
@pytest.mark.parametrize("suffix", ["", ".xlsx"])
@pytest.mark.no_cover
def test_names_that_were_changed_once_come_back(tmp_path, name, suffix):
    frame = pd.DataFrame({"party": [name, "B"], "share_pct": 100 / 3})
    before = kz.Election.from_frames(proportional=frame)
    before.write(tmp_path / f"a{suffix}")
    after = kz.Election.read(tmp_path / f"a{suffix}")
    assert after.table("proportional")["share_pct"].tolist() == [100 / 3] * 2
    pd.testing.assert_frame_equal(after.table("parties"), before.table("parties"))


def test_what_a_workbook_cannot_hold_is_named(tmp_path):
    election = kz.Election.from_frames(
        proportional=pd.DataFrame({"party": ["A\uffff"], "votes": 1})
    )
    with pytest.raises(KzelectError, match=r"\[parties\], row 2, party"):
        election.write(tmp_path / "a.xlsx")
    election.write(tmp_path / "a")
    assert kz.Election.read(tmp_path / "a").parties["party"].tolist() == ["A\uffff"]


# --- saved pages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("50", "50"),
        ("<b>5</b>0", "50"),
        ("4<span style='margin-left:.25em'>757</span>", "4757"),
        ("<a href='#x'>50</a>", "50"),
        ("50<small>2</small>", "50 / 2"),
        ("50<small>,5</small>", "50,5"),
        ("50<sub>2</sub>", "50 / 2"),
        ("CO<sub>2</sub>", "CO2"),
        ("50<a href='#n2'>2</a>", "50 / 2"),
        ("50<br>60", "50 / 60"),
        ("50<br/>\n60", "50 / 60"),
        ("<p>50</p><p>60</p>", "50 / 60"),
        ("<ul><li>50</li><li>60</li></ul>", "50 / 60"),
        ("<div>50</div>60", "50 / 60"),
        ("50<div></div><b>60</b>", "50 / 60"),
        ("Aq<br>Jol", "Aq Jol"),
        ("50<br>%", "50 %"),
        ("50<!-- 1 -->2", "502"),
        ("50<wbr>000", "50000"),
        ("50<sup>2</sup>", "50[2]"),
        ("50<sup>[2]</sup>", "50[2]"),
        ("50<sup></sup>", "50"),
        ("10<sup>6</sup>", "10^6"),
        ("3×10<sup>6</sup>", "3×10^6"),
        ("110<sup>6</sup>", "110[6]"),
        ("1<sup>st</sup> round", "1st round"),
        ("<span style='DISPLAY : none'>7</span>50", "50"),
        ("<span style='color:red;visibility:hidden'>7</span>50", "50"),
        ("<span hidden>7</span>50", "50"),
        ("<template>7</template>50<script>1</script><style>2</style>", "50"),
        ("<ruby>党<rt>とう</rt></ruby>", "党"),
        (" \n 50 \t ", "50"),
        ("2\u00a0883\u00a0706", "2\u00a0883\u00a0706"),
    ],
)
def test_a_cell_is_read_as_a_browser_shows_it(cell, text):
    element = html.fromstring(f"<table><tr><td>{cell}</td></tr></table>").find(".//td")
    assert shown_text(element) == (text, "")


@pytest.mark.parametrize(
    "tag", ["del", "s", "strike", "span style='text-decoration: line-through'"]
)
def test_struck_out_text_is_left_out_and_said_so(tag):
    cell = f"<{tag}>70</{tag.split()[0]}>50"
    election = kz.read_wikitable(PAGE.replace("5<", f"{cell}<"))
    assert election.proportional["votes"].tolist() == [50]
    noted = election.import_report.query("rule == 'struck-out text'")
    assert noted[["row", "found"]].values.tolist() == [[2, "70"]]


def test_hidden_rows_cells_and_tables_are_not_there():
    row = "<tr hidden><td>B</td><td>7</td></tr>"
    cell = "<td style='display:none'>3</td>"
    page = PAGE.replace("</tr></table>", f"</tr>{row}</table>").replace("<td>5", f"{cell}<td>5")
    election = kz.read_wikitable(PAGE.replace("<table", "<table hidden") + page)
    assert election.proportional[["party", "votes"]].values.tolist() == [["A", 5]]


def test_spans_end_with_the_table_and_push_cells_aside():
    page = (
        "<table><tr><th rowspan=2>Party</th><th colspan=2>Proportional</th></tr>"
        "<tr><th>Votes</th><th>Seats</th></tr>"
        "<tr><td rowspan=9>A</td><td>5</td><td>1</td></tr></table>"
    )
    election = kz.read_wikitable(page)
    assert election.proportional[["party", "votes", "seats"]].values.tolist() == [["A", 5, 1]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("<tr>" + "<td colspan=1000>A</td>" * 900 + "</tr>", "columns"),
        ("<tr>" + "<td>x</td>" * 100_000 + "</tr>", "columns"),
        ("<tr><td>x</td></tr>" * 100_001, "rows"),
        ("<tr><td>x</td></tr>" * 3_000 + "<tr>" + "<td>x</td>" * 400 + "</tr>", "cells"),
        ("<tr>" + "<td rowspan=1000>x</td>" * 400 + "</tr>" + "<tr></tr>" * 2_600, "cells"),
    ],
)
def test_tables_of_pages_are_limited_before_they_are_built(rows, said):
    with pytest.raises(DataError, match=f"at most .* {said}"):
        kz.read_wikitable(PAGE.replace("</table>", f"{rows}</table>"))


def test_all_tables_of_a_page_share_one_limit():
    big = "<table><tr><td colspan=400 rowspan=1000>x</td></tr>" + "<tr></tr>" * 999 + "</table>"
    with pytest.raises(DataError, match="cells"):
        kz.read_wikitable(big * 3 + PAGE)


@pytest.mark.parametrize("end", ["</html>", "</HTML >"])
def test_two_pages_in_one_text_are_refused(end):
    with pytest.raises(DataError, match="one page"):
        kz.read_wikitable(f"<html>{PAGE}{end}<html>{PAGE}</html>")
    assert len(kz.read_wikitable(f"<html>{PAGE}{end}\n<!-- saved -->").proportional) == 1


# --- elections ---------------------------------------------------------------------------------

VIEWS = ["parties", "proportional", "majoritarian", "turnout", "seats"]


def hand_out(election, what):
    """Return a frame that an election hands out, by the name of a view or a table."""
    if what in VIEWS:
        return getattr(election, what)
    return election.seats_by("membership") if what == "seats_by" else election.table(what)


@pytest.mark.parametrize("what", [*VIEWS, "seats_by", "membership", "elections", "seat_totals"])
def test_writing_into_the_arrays_of_a_view_changes_no_election(what):
    election, untouched = kz.load(2004), kz.load(2004)
    view = hand_out(election, what)
    for column in view:
        values = view[column].array
        values[:] = values[::-1].copy()
    for name, table in untouched.published.items():
        pd.testing.assert_frame_equal(election.published[name], table)


def test_published_frames_can_be_changed_and_removed_from_nothing():
    election, untouched = kz.load(2004), kz.load(2004)
    turnout = election.published["turnout"]
    turnout.loc[:, "registered"] = 0
    del turnout["ballots_cast"]
    with pytest.raises(TypeError):
        election.published["turnout"] = None
    pd.testing.assert_frame_equal(election.published["turnout"], untouched.published["turnout"])
    again = pickle.loads(pickle.dumps(election))
    pd.testing.assert_frame_equal(again.proportional, untouched.proportional)


@pytest.mark.parametrize("year", [[2004], pd.NA, None, 2004.5, True, "x", 1990])
def test_years_that_are_none_are_refused(year):
    with pytest.raises(KzelectError, match="expected one of 1994"):
        kz.load(year)


@pytest.mark.parametrize("table", ["0", 1.5, 7, -1])
def test_tables_of_a_page_that_are_none_are_refused(table):
    with pytest.raises(KzelectError, match="table="):
        kz.read_wikitable(PAGE, table=table)


# --- the session -------------------------------------------------------------------------------


def ordinary_work():
    """Ask for tables with missing figures, and build one."""
    frame = pd.DataFrame({"k": 1, "party": ["A", "B"], "votes": [5, None], "seats": [1, 0]})
    cast = [3, np.nan]
    ballots = pd.DataFrame({"k": [1, 1], "registered": [5, 5], "ballots_cast": cast})
    built = kz.Election.from_frames(proportional=frame[["party", "votes"]])
    return [
        repr(kz.load(1999)),
        repr(built),
        built.check().to_string(),
        kz.sweep(pd.Series({"A": 6, "B": 3}), seats=[1]).to_string(),
        kz.indices_by(frame, by="k").to_string(),
        kz.turnout_by(ballots, by="k", valid_votes=None, invalid_votes=None).to_string(),
    ]


def test_numpy_that_raises_and_pandas_that_tells_missing_from_nan_change_nothing():
    expected = ordinary_work()
    with np.errstate(all="raise"):
        assert ordinary_work() == expected
    with pd.option_context("future.distinguish_nan_and_na", True):
        found = ordinary_work()
    for one, other in zip(found, expected, strict=True):
        assert one.replace("<NA>", "NaN").split() == other.replace("<NA>", "NaN").split()


# --- arguments of other kinds ------------------------------------------------------------------

VOTES = pd.Series({"A": 60, "B": 30, "C": 11})
HOUSE = pd.Series({"A": 6, "B": 3, "C": 1})
LONG = pd.DataFrame({"k": [1, 1], "party": ["A", "B"], "votes": [5, 3], "seats": [1, 0]})
SNAN = pd.Series([Decimal("sNaN"), Decimal(1)], index=["A", "B"])
LISTS = pd.Series([["A"], ["B"]])


@pytest.mark.parametrize(
    "call",
    [
        lambda: kz.apportion(SNAN, 5, method="hare"),
        lambda: kz.effective_parties(SNAN),
        lambda: kz.effective_parties(np.array(5)),
        lambda: kz.apportion(VOTES, 5, method="hare", ties=np.array(5)),
        lambda: kz.apportion(VOTES, 5, method="hare", ties=LISTS),
        lambda: kz.banzhaf(HOUSE, quota=VOTES),
        lambda: kz.banzhaf(HOUSE, quota=np.array([[1, 2]])),
        lambda: kz.banzhaf(HOUSE, singly=np.array(5)),
        lambda: kz.banzhaf(HOUSE, singly=np.array([["A"]])),
        lambda: kz.banzhaf(HOUSE, singly=LISTS),
        lambda: kz.banzhaf(HOUSE, singly=SNAN),
        lambda: kz.banzhaf(HOUSE, quota=SNAN),
        lambda: kz.majority_threshold(SNAN),
        lambda: kz.majority_threshold(77, fraction=SNAN),
        lambda: kz.apportion(VOTES, 5, method=SNAN),
        lambda: kz.apportion(VOTES, 5, method="hare", threshold=SNAN),
        lambda: kz.unrepresented_votes(SNAN, SNAN),
        lambda: kz.pedersen(SNAN, VOTES, mapping={}),
        lambda: kz.pedersen(VOTES, VOTES, mapping=VOTES.set_axis(["A", "A", "B"])),
        lambda: kz.pedersen(VOTES, VOTES, mapping={"A": ["B"]}),
        lambda: kz.Poll(SNAN),
        lambda: kz.simulate(
            VOTES, 5, method="hare", error=kz.Poll(100), rng=SNAN, draws=1, progress=False
        ),
        lambda: kz.load(SNAN),
        lambda: kz.clean(LONG, decimal=SNAN),
        lambda: kz.clean(LONG.assign(votes=pd.Series([Decimal("sNaN"), 1], dtype=object))),
        lambda: kz.clean(LONG.assign(note=[{}, {}])),
        lambda: kz.clean(LONG, columns=["votes"]),
        lambda: kz.clean(LONG, columns=SNAN),
        lambda: kz.clean(LONG, by=SNAN),
        lambda: kz.clean(LONG, by=[["k"]]),
        lambda: kz.clean(LONG, columns={"votes": ["votes"]}),
        lambda: kz.show(LONG.set_index("party", drop=False)),
        lambda: kz.plots.series(kz.economy(), None),
        lambda: kz.pedersen(VOTES, VOTES, mapping=None),
        lambda: kz.pedersen(VOTES, VOTES, mapping=[1]),
        lambda: kz.sweep(VOTES, seats=np.array([5]), thresholds=np.array("x")),
        lambda: kz.indices_by({"k": [1]}, by="k"),
        lambda: kz.indices_by(LONG.assign(k=[[1], [2]]), by="k"),
        lambda: kz.indices_by(LONG.assign(party=[{}, {}]), by="k"),
        lambda: kz.indices_by(LONG.assign(votes=pd.Series([10**400, 1], dtype=object)), by="k"),
        lambda: kz.show({"a": 1}),
        lambda: kz.table(VOTES),
        lambda: kz.lineage(VOTES),
        lambda: kz.load(2004).table([1]),
        lambda: kz.load(2004).seats_by(VOTES),
        lambda: kz.load(2004).majority(by=pd.NA),
        lambda: kz.load(2004).write(VOTES),
        lambda: kz.template(VOTES),
        lambda: kz.notebooks(VOTES),
        lambda: kz.Election.from_frames(proportional=LONG, decimal=VOTES),
        lambda: kz.Election.from_frames(tables=LONG),
    ],
)
def test_arguments_of_other_kinds_are_refused_in_our_words(call):
    with pytest.raises(KzelectError) as caught:
        call()
    assert "expected" in str(caught.value)


def test_a_signalling_nan_is_shown():
    assert "sNaN" in repr(kz.show(SNAN))


def test_long_arguments_are_cut_in_messages():
    with pytest.raises(KzelectError) as caught:
        kz.banzhaf(HOUSE, singly=[[name] for name in "A" * 10_000])
    assert len(str(caught.value)) < 300


def test_columns_named_by_numbers_are_shown():
    assert "60" in repr(kz.show(pd.DataFrame({0: [60]})))
