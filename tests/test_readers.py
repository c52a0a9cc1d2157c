import csv
import io
import json
import os
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kzelect as kz
from kzelect import Election, Limits
from kzelect.io.package import validate
from kzelect.io.writing import write_tables
from tests.helpers.samples import messy_workbook

LIST_TIER = "party,votes,seats\nA,600,6\nB,400,4\n"


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file into the folder of the test."""

    def write_file(name, content, **how):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(**how))
        return path

    return write_file


def problems(path, **how):
    with pytest.raises(kz.DataError) as error:
        Election.read(path, **how)
    return [(p.file, p.row, p.column, p.value, p.expected) for p in error.value.problems]


def assert_same(one, other):
    """Hold that two elections have the same tables; a table that is absent has no rows."""
    assert one.year == other.year
    for name in one.published.keys() | other.published.keys():
        tables = [e.published.get(name) for e in (one, other)]
        if any(table is None for table in tables):
            assert all(table is None or table.empty for table in tables)
        else:
            pd.testing.assert_frame_equal(*tables)


# --- CSV files -----------------------------------------------------------------------------


def test_one_csv_is_a_list_tier(write):
    e = Election.read(write("anything.csv", LIST_TIER), year=2001, name="Small")
    assert (e.year, e.name) == (2001, "Small")
    assert e.seats[["party", "total"]].to_dict("list") == {"party": ["A", "B"], "total": [6, 4]}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (LIST_TIER.encode("utf-8-sig"), "byte order mark"),
        (LIST_TIER.encode("utf-16"), "byte order mark"),
        (LIST_TIER.replace(",", ";").encode(), "cells are separated by semicolons"),
        (LIST_TIER.replace(",", "\t").encode(), "cells are separated by tabs"),
        (LIST_TIER.replace(",", "|").encode(), "cells are separated by bars"),
        (LIST_TIER.replace("\n", "\r\n").encode(), None),
        (f"Results\n\n{LIST_TIER}".encode(), "line above the header"),
    ],
)
def test_files_as_programs_write_them(write, content, rule):
    e = Election.read(write("list.csv", content))
    assert e.proportional["votes"].tolist() == [600, 400]
    read_rules = set(e.import_report.query("read_as != 'derived'")["rule"].dropna())
    assert read_rules == ({rule} if rule else set())


def test_other_encodings_have_to_be_named(write):
    path = write("list.csv", "партия,голоса\nОтан,5\nАсар,4\n", encoding="cp1251")
    ((file, row, _, _, expected),) = problems(path)
    assert (file, row) == ("list.csv", 1)
    assert "CSV UTF-8" in expected
    assert Election.read(path, encoding="cp1251").proportional["party"].tolist() == ["Отан", "Асар"]
    for wrong in ("nonsense", "undefined"):
        assert "encoding, such as cp1251" in problems(path, encoding=wrong)[0][4]


def test_a_file_of_semicolons_and_decimal_commas(write):
    path = write("list.csv", "Partei;Stimmen;%\nA;1.234;61,7 %\nB;766;38,3 %\n")
    e = Election.read(path)
    assert e.proportional["votes"].tolist() == [1234, 766]
    assert e.table("proportional")["share_pct"].tolist() == [61.7, 38.3]


@pytest.mark.parametrize(
    ("content", "row", "column", "value"),
    [
        ("party,votes\nA,1.234\n", 2, "votes", "1.234"),
        ("party;votes\nA;1,234\n", 2, "votes", "1,234"),
        ("party,votes\nA,5\nB,five\n", 3, "votes", "five"),
        ("party,votes\nA,1,234\n", 2, None, "234"),
        ('party,votes\nA,"5\nB,6\n', 2, None, "unexpected end of data"),
        ("name,number\nA,5\n", None, None, "name, number"),
        ("party,votes\nA,5\n\nA,6\n", 4, "party", "A"),
        ("party,votes\n,5\n", 2, "party", None),
        ("", None, None, None),
    ],
)
def test_what_is_refused_has_its_place_and_its_value(write, content, row, column, value):
    ((file, *found, expected),) = problems(write("list.csv", content))
    assert (file, *found) == ("list.csv", row, column, value)
    assert expected


def test_a_dot_is_settled_by_the_file_or_by_the_reader(write):
    path = write("list.csv", "party,votes\nA,1.234\n")
    assert Election.read(path, decimal=",").proportional["votes"].tolist() == [1234]
    assert "no decimals" in problems(path, decimal=".")[0][4]


def test_all_problems_of_all_files_are_one_error(write, tmp_path):
    write("list.csv", "party,votes\nA,1.234\nB,-2\n")
    write("turnout.csv", "ballot,registered\nlist,many\n")
    assert [p[:4] for p in problems(tmp_path)] == [
        ("list.csv", 2, "votes", "1.234"),
        ("list.csv", 3, "votes", "-2"),
        ("turnout.csv", 2, "registered", "many"),
    ]


# --- folders -------------------------------------------------------------------------------


def test_a_folder_is_read_by_the_names_of_its_files(write, tmp_path):
    write("Zweitstimmen.csv", LIST_TIER)
    write("turnout.tsv", "ballot\tregistered\tballots_cast\nlist\t2000\t1010\n")
    write("notes.md", "not a table")
    (tmp_path / "old").mkdir()
    e = Election.read(tmp_path)
    assert e.turnout["registered"].tolist() == [2000]
    left_out = e.import_report.query("read_as == 'left out'")
    assert left_out["found"].tolist() == ["notes.md"]


def test_a_folder_without_a_table_is_refused(write, tmp_path):
    write("notes.txt", "x")
    assert problems(tmp_path)[0][4].startswith("a file named after a table")


def test_two_files_of_one_table_are_refused(write, tmp_path):
    write("list.csv", LIST_TIER)
    write("proportional.csv", LIST_TIER)
    assert problems(tmp_path)[0][4].startswith("one table proportional")


def test_no_path_leaves_its_folder(write, tmp_path):
    outside = write("outside/list.csv", LIST_TIER)
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "list.csv").symlink_to(outside)
    assert "not a link out of it" in problems(folder)[0][4]
    write("inside/datapackage.json", json.dumps({"resources": [{"path": "../outside/list.csv"}]}))
    (folder / "list.csv").unlink()
    assert "a file named after a table" in problems(folder)[0][4]


@pytest.mark.parametrize("name", ["absent.csv", "absent", "absent.xlsx"])
def test_what_is_not_there_is_refused(tmp_path, name):
    assert problems(tmp_path / name)[0][4] == "a file or folder that exists"


def test_other_kinds_of_files_are_refused(write):
    assert "save it as one of these" in problems(write("old.xls", b"\xd0\xcf"))[0][4]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "list.csv")
    assert problems(tmp_path)[0][0] == "list.csv"


# --- workbooks -----------------------------------------------------------------------------


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_messy_workbook_becomes_an_election(tmp_path):
    e = Election.read(messy_workbook(tmp_path / "messy.xlsx"))
    assert (e.year, e.name) == (2010, "Landtagswahl 2010")
    assert e.proportional["votes"].tolist() == [41250, 30500, 18250, 10000, pd.NA]
    assert e.table("proportional")["share_pct"].tolist() == [41.25, 30.5, 18.25, 10, pd.NA]
    assert e.turnout.set_index("ballot")["registered"].to_dict() == {
        "list": 160002,
        "first_round": 160002,
        "second_round": 40050,
    }
    assert e.seats[["party", "first_round", "second_round", "total"]].values.tolist() == [
        ["Volkspartei", 1, 1, 6],
        ["Bürgerliste", 1, 0, 4],
        ["Grüne Liste", pd.NA, pd.NA, 1],
        ["Freie Wähler", pd.NA, pd.NA, 0],
        ["Heimat", pd.NA, pd.NA, 0],
        ["Unabhängige", 1, pd.NA, 1],
    ]
    assert e.majority()[["needed", "is_held"]].tolist() == [7, False]
    assert e.turnout_drop().same_districts_points == pytest.approx(
        100 * (16900 / 40001 - 16400 / 40050)
    )
    assert set(e.check()["status"]) == {"ok", "not published"}
    assert "Volkspartei" in repr(e)


def test_the_report_of_a_messy_workbook_lists_every_repair(tmp_path):
    report = Election.read(messy_workbook(tmp_path / "messy.xlsx")).import_report
    by_rule = report[report["row"].notna()].groupby("rule")["row"].agg(list).to_dict()
    assert by_rule["dot between thousands"] == [4, 5, 7, 9, 10, 11]
    assert by_rule["per cent mark; decimal comma"] == [4, 6]
    assert by_rule["per cent format"] == [5]
    assert by_rule["spaces; footnote mark"] == [7]
    assert by_rule["a dash or the like is not published"] == [8, 8]
    assert by_rule["row of totals"] == [9]
    assert by_rule["note below the table"] == [14]
    assert by_rule["space between thousands"] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    sheets = report.query("rule == 'sheet whose name is no table'")
    assert sheets["found"].tolist() == ["Notizen"]


def test_a_single_sheet_is_the_list_tier(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Tabelle1=[["Partei", "Stimmen"], ["A", 5], ["B", 4]])
    assert Election.read(path).proportional["votes"].tolist() == [5, 4]


def test_a_workbook_without_a_table_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", one=[["party", "votes"]], two=[["A", 1]])
    ((file, _, _, value, expected),) = problems(path)
    assert (file, value) == ("a.xlsx", "one, two")
    assert expected.startswith("a sheet named after a table")


def test_nothing_is_evaluated(tmp_path):
    path = workbook(tmp_path / "a.xlsx", list=[["party", "votes"], ["A", "=1+1"], ["B", 4]])
    ((file, row, _, value, expected),) = problems(path)
    assert (file, row, value) == ("a.xlsx [list]", 2, "=1+1")
    assert "stored value" in expected


def test_stored_errors_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", list=[["party", "votes"], ["A", "#DIV/0!"]])
    assert problems(path)[0][1:4] == (2, "no 2", "#DIV/0!")


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(write, content):
    assert problems(write("a.xlsx", content))[0][4].startswith("a workbook that opens")


def test_entities_are_not_read(tmp_path):
    path = workbook(tmp_path / "a.xlsx", list=[["party", "votes"], ["A", 5]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "document type" in problems(path)[0][4]


@pytest.mark.parametrize("missing", ["openpyxl", "lxml"])
def test_what_has_to_be_installed_is_named(tmp_path, monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    path = tmp_path / "a.xlsx"
    reads = {"openpyxl": lambda: Election.read(path), "lxml": lambda: kz.read_wikitable("<p>")}
    with pytest.raises(kz.KzelectError, match=rf"{missing}.*kzelect\[readers\]"):
        reads[missing]()


def test_writing_a_workbook_names_what_has_to_be_installed(tmp_path, monkeypatch, e2004):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(kz.KzelectError, match=r"openpyxl.*kzelect\[readers\]"):
        e2004.write(tmp_path / "a.xlsx")


# --- limits --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"file_bytes": 10}, "at most 10 bytes"),
        ({"rows": 2}, "at most 2 rows"),
        ({"columns": 2}, "at most 2 columns"),
        ({"cells": 5}, "at most 5 cells"),
    ],
)
def test_limits_of_files_are_stated(write, limits, message):
    path = write("list.csv", LIST_TIER)
    ((file, _, _, value, expected),) = problems(path, limits=Limits(**limits))
    assert file == "list.csv"
    assert value.split()[0].isdigit()
    assert expected.startswith(message)


def test_a_folder_has_a_limit_of_files(write, tmp_path):
    write("list.csv", LIST_TIER)
    write("other.csv", LIST_TIER)
    assert "at most 1 files" in problems(tmp_path, limits=Limits(files=1))[0][4]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"unpacked_bytes": 1000}, "bytes unpacked"),
        ({"zip_ratio": 1}, "times its size"),
        ({"files": 0}, "sheets"),
        ({"rows": 1}, "rows"),
    ],
)
def test_limits_of_workbooks_are_stated(tmp_path, limits, message):
    path = workbook(tmp_path / "a.xlsx", list=[["party", "votes"], ["A", 5]])
    assert message in problems(path, limits=Limits(**limits))[0][4]


def test_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 30_000_000)
    assert "times its size unpacked" in problems(path)[0][3]


# --- writing -------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["", ".xlsx"])
@pytest.mark.parametrize("year", kz.elections()["election"])
@pytest.mark.no_cover
def test_what_ships_is_read_back_unchanged(tmp_path, year, suffix):
    before = kz.load(year)
    before.write(tmp_path / f"election{suffix}")
    after = Election.read(tmp_path / f"election{suffix}")
    assert_same(before, after)
    assert set(after.import_report["rule"].dropna()) <= {"guard against formulas"} | set(
        after.import_report.query("read_as == 'derived'")["rule"]
    )


def test_a_written_folder_is_a_valid_data_package(tmp_path):
    kz.load(2004).write(tmp_path / "e")
    assert validate(tmp_path / "e") == []
    Election.read(messy_workbook(tmp_path / "messy.xlsx")).write(tmp_path / "messy")
    assert validate(tmp_path / "messy") == []


NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12) | (
    st.sampled_from(["=1+1", "@x", "+a", "-b", "'=c", "a,b", 'a"b', "a;b", "NA", "é", "自民党"])
)
COUNTS = st.none() | st.integers(0, 10**10)


@st.composite
def frames(draw):
    """Draw the frames of an election."""
    parties = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))

    def column(values):
        return draw(st.lists(values, min_size=len(parties), max_size=len(parties)))

    tiers = {
        "proportional": pd.DataFrame(
            {
                "party": parties,
                "votes": column(COUNTS),
                "share_pct": column(st.none() | st.floats(0, 100).map(lambda x: round(x, 3))),
                "seats": column(COUNTS),
            }
        )
    }
    if draw(st.booleans()):
        tiers["districts"] = pd.DataFrame(
            {
                "district": [str(i) for i in range(len(parties))],
                "candidate": column(NAMES),
                "party": parties,
                "votes": column(COUNTS),
                "elected": column(st.none() | st.booleans()),
            }
        )
    if draw(st.booleans()):
        tiers["turnout"] = pd.DataFrame(
            {"ballot": ["list"], "registered": [draw(COUNTS)], "ballots_cast": [draw(COUNTS)]}
        )
    facts = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "year": st.integers(1, 9999),
                "name": NAMES,
                "threshold_pct": st.floats(0, 100),
                "date_first_round": st.dates().filter(lambda day: day.year >= 1000),
                "against_all": st.booleans(),
            },
        )
    )
    return tiers, facts


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=frames(), suffix=st.sampled_from(["", ".xlsx"]))
@pytest.mark.no_cover
def test_what_is_written_is_read_back_unchanged(tmp_path_factory, drawn, suffix):
    tiers, facts = drawn
    try:
        before = Election.from_frames(**tiers, **facts)
    except kz.KzelectError:
        return  # names that are no party, or the same after cleaning
    path = tmp_path_factory.mktemp("written") / f"election{suffix}"
    before.write(path)
    assert_same(before, Election.read(path))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
@pytest.mark.no_cover
def test_no_cell_starts_a_formula(tmp_path, e2004, start):
    published = {name: table.copy() for name, table in e2004.published.items()}
    published["proportional"].loc[0, "party_name"] = f"{start}cmd()"
    published["elections"].loc[0, "name"] = f"{start}1"
    write_tables(published, tmp_path / "e")
    write_tables(published, tmp_path / "e.xlsx")
    cells = [
        cell
        for file in (tmp_path / "e").glob("*.csv")
        for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
        for cell in row
    ]
    book = openpyxl.load_workbook(tmp_path / "e.xlsx")
    in_sheets = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in in_sheets)
    cells += [cell.value for cell in in_sheets if isinstance(cell.value, str)]
    assert f"'{start}cmd()" in cells
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r＝")]


def test_nothing_is_written_over(tmp_path, e2004, write):
    write("full/file.txt", "x")
    for path in (tmp_path / "full", tmp_path / "full" / "file.txt", write("a.xlsx", b"")):
        with pytest.raises(kz.KzelectError, match="exists"):
            e2004.write(path)
    assert (tmp_path / "full" / "file.txt").read_text() == "x"


def test_a_workbook_cannot_hold_control_characters(tmp_path, e2004):
    published = {name: table.copy() for name, table in e2004.published.items()}
    published["proportional"].loc[1, "party_name"] = "a\x07"
    with pytest.raises(kz.KzelectError, match=r"\[proportional\], row 3"):
        write_tables(published, tmp_path / "e.xlsx")


# --- templates -----------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["", ".xlsx"])
def test_a_template_is_empty_and_its_example_holds(tmp_path, suffix):
    path = tmp_path / f"mine{suffix}"
    kz.template(path)
    assert "at least one party" in problems(path)[0][4]
    example = Election.read(tmp_path / "mine-example.xlsx" if suffix else path / "example")
    assert example.name == "Invented election"
    assert set(example.check()["status"]) <= {"ok", "not published"}
    assert example.majority()["holder"] == "hill"
    assert example.turnout_drop().same_districts_points > 0


def test_a_filled_template_is_read(tmp_path):
    kz.template(tmp_path)
    with (tmp_path / "proportional.csv").open("a", encoding="utf-8") as file:
        file.write("2001,a,1,A,600,,6,,\n2001,b,2,B,400,,4,,\n")
    e = Election.read(tmp_path)
    assert (e.year, e.seats["total"].tolist()) == (2001, [6, 4])
    assert validate(tmp_path)  # the hash of the empty file does not hold any more


def test_a_number_format_with_two_per_cent_signs_is_refused(tmp_path):
    book = openpyxl.Workbook()
    for row in (["party", "share_pct"], ["A", 0.6], ["B", 0.4]):
        book.active.append(row)
    book.active["B2"].number_format = "0.00%%"
    book.save(tmp_path / "a.xlsx")
    assert problems(tmp_path / "a.xlsx")[0][4] == "a number format with one %"
