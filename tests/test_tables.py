import json
import re
from pathlib import Path

import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import DataError
from kzelect.io import package as tables
from kzelect.io.package import read_tables, refresh_hashes, validate


def edit(path, old, new, count=1):
    """Replace text in a file; the test is void if it is not there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8", newline="\n")


def problems_of(folder, **kwargs):
    with pytest.raises(DataError) as caught:
        read_tables(folder, **kwargs)
    return caught.value.problems


def test_types_are_those_of_the_descriptor():
    read = read_tables()
    for resource in tables.read_descriptor()["resources"]:
        frame = read[resource["name"]]
        for field in resource["schema"]["fields"]:
            expected = {"date": "datetime64", "string": "string"}.get(
                field["type"], tables.DTYPES[field["type"]]
            )
            assert str(frame[field["name"]].dtype).startswith(expected)


def test_text_is_the_same_whether_pyarrow_is_installed_or_not():
    for frame in read_tables().values():
        text = frame.select_dtypes("string")
        assert all(dtype.storage == "python" for dtype in text.dtypes)


def test_named_tables_bring_the_tables_they_refer_to():
    read = read_tables(names=["turnout"])
    assert {"turnout", "elections", "sources"} <= set(read)
    assert "proportional" not in read


def test_unknown_table_is_named():
    with pytest.raises(DataError, match="found 'turnuot', expected one of the tables elections"):
        read_tables(names=["turnuot"])


def test_foreign_folder_is_validated_and_read(data_copy):
    assert read_tables(data_copy)["turnout"].equals(read_tables()["turnout"])


# What is broken, in which file, and what the error has to say about it.
BREAKS = {
    "type": (
        "proportional.csv",
        ("2883706", "many"),
        ("votes", "many", "integer"),
    ),
    "negative": ("proportional.csv", ("572672", "-572672"), ("votes", "-572672", "at least 0")),
    "duplicate key": (
        "proportional.csv",
        ("2004,aq_jol,2,", "2004,otan,2,"),
        (None, "2004, otan", "one row with this key"),
    ),
    "unknown party": (
        "proportional.csv",
        ("2004,asar,", "2004,azar,"),
        ("party", "azar", "key of table parties"),
    ),
    "missing column": (
        "turnout.csv",
        ("registered", "electors"),
        ("registered", "electors", "column named registered"),
    ),
    "lost column": (
        "membership.csv",
        ("election,party,member_of,seats,", "election,party,member_of,"),
        ("also_source_ids", None, "column named also_source_ids"),
    ),
    "missing key": ("turnout.csv", ("2004,list", ",list"), ("election", "", "the cell is empty")),
}


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("name", BREAKS)
def test_broken_data_are_refused_with_place_and_expectation(data_copy, name, verify):
    file, (old, new), (column, value, expected) = BREAKS[name]
    edit(data_copy / file, old, new)
    problems = problems_of(data_copy, verify=verify)
    said = [p for p in problems if p.file == file and expected in p.expected]
    assert said, problems
    if column is not None:
        assert any(p.column == column for p in said)
    if value:
        assert any(value in str(p.value) for p in said)
    assert any("sha256" in p.expected for p in problems) == verify


def test_all_problems_of_all_files_come_at_once(data_copy):
    edit(data_copy / "proportional.csv", "2883706", "many")
    edit(data_copy / "proportional.csv", "572672", "-1")
    edit(data_copy / "turnout.csv", "2004,list", "2004,lists")
    expected = {p.expected for p in problems_of(data_copy, verify=False)}
    assert len(expected) >= 3


def test_row_numbers_are_those_of_a_spreadsheet(data_copy):
    lines = (data_copy / "proportional.csv").read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(lines, start=1) if line.startswith("2004,asar"))
    edit(data_copy / "proportional.csv", "541239", "x")
    assert {p.row for p in problems_of(data_copy, verify=False)} == {row}


def test_a_changed_digit_is_refused_unless_hashes_are_skipped(data_copy):
    edit(data_copy / "turnout.csv", "8662188", "8662189")
    problems = problems_of(data_copy)
    assert {p.file for p in problems} == {"turnout.csv"}
    assert any(p.expected.startswith("sha256 ") for p in problems)
    assert read_tables(data_copy, verify=False)["turnout"]["registered"].eq(8662189).any()


def test_altered_files_that_ship_are_refused(data_copy, monkeypatch):
    monkeypatch.setattr(tables, "data_folder", lambda: data_copy)
    edit(data_copy / "turnout.csv", "8662188", "8662189")
    with pytest.raises(DataError, match=r"turnout\.csv: found 'sha256"):
        kz.load(2004)
    assert kz.load(2004, verify=False).turnout["registered"].iloc[0] == 8662189


def test_keys_are_compared_also_without_hashes(data_copy, monkeypatch):
    monkeypatch.setattr(tables, "data_folder", lambda: data_copy)
    edit(data_copy / "turnout.csv", "2004,second_round", "2004,first_round")
    with pytest.raises(DataError, match="one row with this key"):
        kz.load(2004, verify=False)
    edit(data_copy / "turnout.csv", "2004,first_round,2766465", "2005,second_round,2766465")
    with pytest.raises(DataError, match=r"column election: found '2005', expected a key of table"):
        kz.load(2004, verify=False)


def test_further_sources_are_compared_too(data_copy, monkeypatch):
    monkeypatch.setattr(tables, "data_folder", lambda: data_copy)
    edit(data_copy / "turnout.csv", "WP04AV", "WP05AV")
    with pytest.raises(DataError, match="also_source_ids: found 'WP05AV', expected keys of table"):
        kz.load(2004, verify=False)


def test_wrong_type_in_files_that_ship_is_explained(data_copy, monkeypatch):
    monkeypatch.setattr(tables, "data_folder", lambda: data_copy)
    edit(data_copy / "turnout.csv", "8662188", "8.66 million")
    with pytest.raises(DataError, match=r"registered: found '8\.66 million', expected integer"):
        kz.load(2004, verify=False)


def test_columns_in_another_order_are_refused(data_copy, monkeypatch):
    monkeypatch.setattr(tables, "data_folder", lambda: data_copy)
    edit(data_copy / "turnout.csv", "election,ballot", "ballot,election")
    with pytest.raises(DataError, match="found 'ballot', expected a column named election"):
        kz.load(2004, verify=False)


def test_missing_file_and_missing_descriptor(data_copy, tmp_path):
    (data_copy / "turnout.csv").unlink()
    with pytest.raises(DataError, match=r"turnout\.csv.*expected a readable file"):
        read_tables(data_copy)
    with pytest.raises(DataError, match=r"datapackage\.json: .*expected a readable file"):
        read_tables(tmp_path)


@pytest.mark.parametrize(("text", "said"), [("{", "valid JSON"), ("[]", "'resources'")])
def test_broken_descriptor(tmp_path, text, said):
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_tables(tmp_path)


def test_invalid_descriptor_is_a_problem_of_the_descriptor(data_copy):
    path = data_copy / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"][0]["schema"]["fields"][0]["type"] = "nonsense"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert any("datapackage.json" in p.file for p in validate(data_copy))


def test_a_path_may_not_leave_its_folder(data_copy):
    path = data_copy / "datapackage.json"
    edit(path, '"path": "elections.csv"', '"path": "../elections.csv"')
    with pytest.raises(DataError, match="expected a path in its folder"):
        read_tables(data_copy)


@pytest.mark.parametrize("ending", [",,more", ""])
def test_rows_that_are_too_long_or_too_short_are_refused(data_copy, ending):
    edit(data_copy / "turnout.csv", "45.21,WP04,", f"45.21,WP04{ending}")
    (problem,) = problems_of(data_copy, verify=False)
    assert "as many as the header has" in problem.expected


def test_refresh_hashes_mends_the_descriptor_and_nothing_else(data_copy):
    before = (data_copy / "datapackage.json").read_text(encoding="utf-8")
    assert refresh_hashes(data_copy) == []
    assert (data_copy / "datapackage.json").read_text(encoding="utf-8") == before
    edit(data_copy / "turnout.csv", "8662188", "8662189")
    assert refresh_hashes(data_copy) == ["turnout"]
    assert validate(data_copy) == []


def test_data_folder_is_found_in_both_places(tmp_path, monkeypatch):
    package = tmp_path / "site" / "kzelect"
    package.mkdir(parents=True)
    monkeypatch.setattr(tables, "__file__", str(package / "io" / "package.py"))
    with pytest.raises(FileNotFoundError, match="data of kzelect are neither"):
        tables.data_folder()
    for place in (tmp_path / "site" / "data", package / "data"):  # checkout, then wheel
        place.mkdir()
        (place / "datapackage.json").write_text("{}", encoding="utf-8")
        assert tables.data_folder() == place


def test_frames_are_new_every_time():
    first = read_tables(names=["turnout"])["turnout"]
    first.loc[:, "registered"] = 0
    assert (read_tables(names=["turnout"])["turnout"]["registered"] != 0).all()


DIGITS = {
    (file, row, at): (line[:at] + str((int(line[at]) + 1) % 10) + line[at + 1 :])
    for file in ("proportional", "majoritarian", "turnout", "seat_totals")
    for row, line in enumerate(
        (Path(tables.data_folder()) / f"{file}.csv").read_text(encoding="utf-8").splitlines()
    )
    for at in (m.start() for m in re.finditer(r"\d", line))
}


def test_every_single_digit_change_is_refused(tmp_path):
    """The hash decides, so it is enough to see that no changed file keeps its hash."""
    resources = {r["name"]: r for r in tables.read_descriptor()["resources"]}
    folder = tables.data_folder()
    lines = {
        file: (folder / f"{file}.csv").read_text(encoding="utf-8").splitlines()
        for file in {file for file, _, _ in DIGITS}
    }
    assert len(DIGITS) > 500
    for (file, row, _), changed in DIGITS.items():
        text = "\n".join([*lines[file][:row], changed, *lines[file][row + 1 :]]) + "\n"
        digest = tables.hashlib.sha256(text.encode()).hexdigest()
        assert digest != resources[file]["hash"].removeprefix("sha256:")
    unchanged = "\n".join(lines["turnout"]) + "\n"
    assert tables.hashlib.sha256(unchanged.encode()).hexdigest() == resources["turnout"][
        "hash"
    ].removeprefix("sha256:")


def test_empty_frame_of_a_table_keeps_its_types(data_copy):
    (data_copy / "membership.csv").write_text(
        "election,party,member_of,seats,source_id,also_source_ids\n", encoding="utf-8"
    )
    frame = read_tables(data_copy, ["membership"], verify=False)["membership"]
    assert frame.empty
    assert frame["seats"].dtype == pd.Int64Dtype()
