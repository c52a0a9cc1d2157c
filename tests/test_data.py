"""The data package walks through its own description."""

import json

import frictionless
import pytest

import kzelect as kz
from kzelect.io.package import data_folder, read_descriptor, read_tables, refresh_hashes, validate
from tests.helpers.results_2004 import VOTES_2004

DESCRIPTOR = read_descriptor()
RESOURCES = {resource["name"]: resource for resource in DESCRIPTOR["resources"]}
TABLES = read_tables()


def test_frictionless_validates_the_package():
    report = frictionless.validate(str(data_folder() / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert validate() == []


def test_hashes_are_fresh(data_copy):
    assert refresh_hashes(data_copy) == [], "run `make data`"


def test_every_file_is_described_and_every_description_has_a_file():
    files = {path.name for path in data_folder().glob("*.csv")}
    assert files == {resource["path"] for resource in DESCRIPTOR["resources"]}


def test_descriptor_is_written_the_way_the_command_writes_it():
    text = (data_folder() / "datapackage.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("name", RESOURCES)
def test_every_table_and_field_says_what_it_is(name):
    resource = RESOURCES[name]
    assert resource["title"]
    assert resource["description"]
    schema = resource["schema"]
    assert schema["missingValues"] == [""]
    assert schema["primaryKey"]
    unit_in_a_column = any(field["name"] == "unit" for field in schema["fields"])
    for field in schema["fields"]:
        assert field["description"], field["name"]
        counts_something = field["name"] not in {"election", "round", "order", "year", "district"}
        if field["type"] in ("integer", "number") and counts_something and not unit_in_a_column:
            assert field.get("unit"), f"{name}.{field['name']} has no unit"


@pytest.mark.parametrize("name", sorted(set(RESOURCES) - {"sources", "conflicts", "claim_tests"}))
def test_every_row_has_a_source_that_exists(name):
    known = set(TABLES["sources"]["source_id"])
    frame = TABLES[name]
    assert frame["source_id"].notna().all()
    assert set(frame["source_id"]) <= known
    for own, others in frame[["source_id", "also_source_ids"]].dropna().itertuples(index=False):
        ids = others.split(";")
        assert set(ids) <= known - {own}
        assert len(ids) == len(set(ids))


def test_every_source_is_used():
    used = set()
    for name, frame in TABLES.items():
        columns = ["source_a", "source_b"] if name == "conflicts" else ["source_id"]
        for column in columns if name not in ("sources", "claim_tests") else []:
            used |= set(frame[column].dropna())
        if "also_source_ids" in frame:
            used |= {i for ids in frame["also_source_ids"].dropna() for i in ids.split(";")}
    assert set(TABLES["sources"]["source_id"]) == used


def test_rows_stand_in_published_order():
    for name in ("proportional", "majoritarian", "seat_totals"):
        keys = [c for c in ("election", "round", "order") if c in TABLES[name]]
        assert TABLES[name][keys].equals(TABLES[name][keys].sort_values(keys, ignore_index=True))


def test_parties_outlive_their_names():
    names = TABLES["seat_totals"].groupby("party")["party_name"].nunique()
    assert (names > 1).any()  # one slug, several names of the day
    assert set(TABLES["proportional"]["party"]) <= set(TABLES["parties"]["party"])


def test_short_names_fit_a_figure():
    assert TABLES["parties"]["short_name"].str.len().max() <= 18
    assert TABLES["parties"]["short_name"].is_unique


def test_a_failed_check_is_listed_once():
    listed = TABLES["conflicts"].dropna(subset=["check"])
    assert not listed.duplicated(["election", "check"]).any()


def test_the_published_figures_of_2004():
    """The figures of the article's results table, once more by hand."""
    e = kz.load(2004)
    turnout = e.turnout.set_index("ballot")
    assert turnout.loc["list"].tolist()[:4] == [8_662_188, 4_893_204, 135_431, 4_757_773]
    assert turnout.loc["second_round"].tolist()[:2] == [2_766_465, 1_250_675]
    assert e.table("turnout")["turnout_pct"].dropna().tolist() == [56.49, 45.21]
    assert e.table("proportional")["votes"].tolist() == [*VOTES_2004.values()]
    assert e.table("seat_totals")["change_as_published"].tolist() == [
        "21",
        "New",
        "New",
        "–5",
        "–3",
        "New",
        "New",
        "New",
        "New",
        "0",
        "–5",
    ]
