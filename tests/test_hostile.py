"""Files of strangers: none opens a connection, waits, or ends in an error of another library."""

import contextlib
import json
import os
import socketserver
import threading
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import DataError, KzelectError
from kzelect.io.package import read_tables

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
