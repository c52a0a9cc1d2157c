from pathlib import Path

import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import DataError, LabelError


@pytest.mark.parametrize(
    "name", ["claims", "conflicts", "elections", "lineage", "parties", "sources"]
)
def test_plain_tables_are_fresh_frames(name):
    first = getattr(kz, name)()
    assert len(first)
    first.iloc[:, 0] = None
    assert getattr(kz, name)().iloc[:, 0].notna().all()


def test_lineage_of_one_party_has_both_directions():
    otan = kz.lineage("otan")
    assert {"asar", "civic", "agrarian"} <= set(otan["party"])
    assert (kz.lineage("aist")["successor"] == "otan").any()
    assert kz.lineage("independents").empty
    with pytest.raises(LabelError, match="no party 'nobody'"):
        kz.lineage("nobody")


def test_load_from_a_folder_of_the_same_layout(data_copy, e2004):
    assert repr(kz.load(2004, folder=data_copy)) == repr(e2004)
    (data_copy / "turnout.csv").write_text("nothing\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"turnout\.csv"):
        kz.load(2004, folder=data_copy)


def test_conflict_about_otan_explains_the_column_sum():
    conflicts = kz.conflicts()
    otan = conflicts[(conflicts["election"] == 2004) & (conflicts["check"] == "change:otan")]
    assert len(otan) == 1
    assert {otan["value_a"].iloc[0], otan["value_b"].iloc[0]} == {"21", "+19"}
    assert "12 seats" in otan["why"].iloc[0]


def test_every_table_of_an_election_holds_only_its_rows(e2004):
    for name, frame in e2004.published.items():
        if "election" in frame and name != "previous":
            assert set(frame["election"]) <= {2004}
    assert set(e2004.published["previous"]["election"]) == {1999}


def test_the_economy_of_missing_values_is_pandas_own(e2004):
    assert e2004.turnout["ballots_cast"].iloc[1] is pd.NA


def test_notebooks_are_copied_and_nothing_is_overwritten(tmp_path):
    copied = kz.notebooks(tmp_path / "mine")
    shipped = Path(__file__).resolve().parents[1] / "notebooks"
    assert [path.name for path in copied] == sorted(path.name for path in shipped.glob("*.ipynb"))
    for path in (p for p in shipped.rglob("*") if p.suffix in {".ipynb", ".csv"}):
        if not any(part.startswith(".") for part in path.relative_to(shipped).parts):
            copy = tmp_path / "mine" / path.relative_to(shipped)
            assert copy.read_bytes() == path.read_bytes()
    with pytest.raises(kz.KzelectError, match="expected a new or empty folder"):
        kz.notebooks(tmp_path / "mine")
    (tmp_path / "file").touch()
    with pytest.raises(kz.KzelectError, match="expected a new or empty folder"):
        kz.notebooks(tmp_path / "file")


def test_a_year_may_be_text(e2004):
    assert kz.load("2004").year == e2004.year
    with pytest.raises(LabelError, match="no election '204'"):
        kz.load("204")


def test_an_unknown_table_is_refused_alike_everywhere(e2004):
    for table in (kz.table, e2004.table):
        with pytest.raises(
            LabelError, match=r"'turnuot' is not a table of .*expected one of .*turnout"
        ):
            table("turnuot")
