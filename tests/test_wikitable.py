from pathlib import Path

import pandas as pd
import pytest

import kzelect as kz
from kzelect import Limits, read_wikitable

PAGE = Path(__file__).parent / "helpers" / "pages" / "results_2004.html"

FIGURES = {
    "proportional": ["order", "party_name", "votes", "share_pct", "seats"],
    "majoritarian": ["round", "order", "party_name", "votes", "seats"],
    "seat_totals": [
        "order",
        "party_name",
        "seats_list",
        "seats_district",
        "seats_total",
        "change_as_published",
    ],
    "turnout": [
        "ballot",
        "registered",
        "ballots_cast",
        "invalid_votes",
        "valid_votes",
        "turnout_pct",
    ],
}


def page(header, *rows):
    """Return a page with one table: header rows and rows of cells, as tag-separated text."""

    def line(cells, tag):
        return "<tr>" + "".join(f"<{tag}{c}</{tag}>" for c in cells.split("|")) + "</tr>"

    head = "".join(line(cells, "th") for cells in header)
    body = "".join(line(cells, "td") for cells in rows)
    return f"<html><body><table class='wikitable'>{head}{body}</table></body></html>"


TWO_TIERS = [
    " rowspan=2>Party| colspan=3>Party-list| colspan=3>Constituency| rowspan=2>Total seats",
    ">Votes|>%|>Seats|>Votes|>%|>Seats",
]
ROWS = [
    ">A|>1,600|>61.54|>6|>1,000|>52.63|>3|>9",
    ">B<sup>1</sup>|>1,000|>38.46|>4|>900|>47.37|>2|>6",
    ">Independents|>–|>–|>–|>–|>–|>1|>1",
    ">Total|>2,600|>100|>10|>1,900|>100|>6|>16",
]


def problems(source, **how):
    with pytest.raises(kz.DataError) as error:
        read_wikitable(source, **how)
    return [(p.file, p.row, p.column, p.value, p.expected) for p in error.value.problems]


@pytest.mark.parametrize("source", [PAGE, str(PAGE), PAGE.read_text(encoding="utf-8")])
def test_the_page_of_2004_equals_the_shipped_figures(e2004, source):
    read = read_wikitable(source, year=2004)
    for table, columns in FIGURES.items():
        pd.testing.assert_frame_equal(read.table(table)[columns], e2004.table(table)[columns])


def test_the_views_of_the_page_are_those_of_2004(e2004):
    facts = {"seats_total": 77, "seats_list": 10, "seats_district": 67, "seats_other": 0}
    read = read_wikitable(PAGE, year=2004, name=e2004.name, majority=39, **facts)
    assert repr(read) == repr(e2004)
    assert read.majority().drop("holder").tolist() == e2004.majority().drop("holder").tolist()
    assert read.turnout_drop() == e2004.turnout_drop()
    assert "differs" not in set(read.check()["status"])


def test_what_was_done_to_the_page_is_reported():
    report = read_wikitable(PAGE).import_report
    total = report.query("rule == 'row of totals'")
    assert total["row"].tolist() == [14] * 4  # list, two rounds, seats
    assert not total["read_as"].str.contains("printed").any()
    (source,) = report.query("rule == 'one cell across the whole table'").itertuples()
    assert (source.row, source.found) == (20, "Source: Nohlen et al.")
    (absent,) = report.query("rule.str.contains('did not stand')").itertuples()
    assert absent.row == 13


def test_without_rounds():
    e = read_wikitable(page(TWO_TIERS, *ROWS))
    assert e.seats[["party", "list", "first_round", "total"]].values.tolist() == [
        ["A", 6, 3, 9],
        ["B", 4, 2, 6],
        ["Independents", pd.NA, 1, 1],
    ]
    assert e.majoritarian["votes"].tolist() == [1000, 900, pd.NA]


def test_a_list_alone_without_groups():
    e = read_wikitable(page([">Party|>Votes|>%|>Seats|>+/–"], ">A|>5|>100|>1|>New"))
    assert e.proportional[["party", "votes", "seats"]].values.tolist() == [["A", 5, 1]]
    assert "change without a column of all seats" in set(e.import_report["rule"])


def test_seats_beside_groups_are_the_total():
    header = [">Party| colspan=2>Proportional|>Seats", ">Party|>Votes|>Seats|>Seats"]
    e = read_wikitable(page(header, ">A|>5|>1|>3"))
    assert e.seats["total"].tolist() == [3]


@pytest.mark.parametrize("text", ["<!-- -->", "<!DOCTYPE html>", "<\ud800>"])
def test_what_is_no_html_is_refused(text):
    assert problems(text)[0][4] == "HTML with a table"


def test_a_page_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "page.html").write_bytes("<p>Größe".encode("latin-1"))
    assert problems(tmp_path / "page.html")[0][3:] == (
        "byte 5",
        "HTML in UTF-8: save the page anew",
    )


def test_a_cell_over_three_rows_stands_in_each():
    rows = [" rowspan=3>Party| colspan=2>Proportional", " colspan=2>of the house", ">Votes|>Seats"]
    e = read_wikitable(page(rows, " >A| rowspan=3>5| >1", ">B|>2", ">C|>3", ">D|>6|>4"))
    assert e.proportional["votes"].tolist() == [5, 5, 5, 6]
    assert e.proportional["seats"].tolist() == [1, 2, 3, 4]


def test_two_columns_for_one_figure_are_refused():
    header = [">Party| colspan=2>Districts| colspan=2>First round", ">Party" + "|>Votes|>Seats" * 2]
    assert problems(page(header, ">A|>1|>1|>2|>2"))[0][3] == "First round Votes, First round Seats"


def test_figures_keep_their_footnotes_apart():
    e = read_wikitable(page(TWO_TIERS, *ROWS[:3], ">C|>42<sup>2</sup>|>0|>0|>0|>0|>0|>0"))
    assert e.proportional["votes"].tolist() == [1600, 1000, 42]
    assert e.proportional["party"].tolist() == ["A", "B", "C"]


def test_hidden_text_is_not_read():
    row = '>C|><span style="display:none">7001</span>42|>0|>0|>0|>0|>0|>0'
    assert read_wikitable(page(TWO_TIERS, row)).proportional["votes"].tolist() == [42]


def test_turnout_in_a_row_of_its_own():
    rows = [*ROWS, ">Turnout|>61.5|>|>|>|>60.0|>|>", ">Valid votes|>2,600|>|>|>1,900|>|>|>"]
    turnout = read_wikitable(page(TWO_TIERS, *rows)).table("turnout")
    assert turnout[["ballot", "valid_votes", "turnout_pct"]].values.tolist() == [
        ["list", 2600, 61.5],
        ["first_round", 1900, 60.0],
    ]


def test_a_cell_that_cannot_be_read_has_its_place():
    ((file, row, column, value, _),) = problems(page(TWO_TIERS, ">A|>many|>1|>1|>1|>1|>1|>1"))
    assert (file, row, column, value) == ("HTML [proportional]", 3, "votes", "many")


def test_numbers_stay_text_until_a_rule_reads_them():
    ((*_, value, expected),) = problems(page(TWO_TIERS, ">A|>1.234|>|>1|>1|>|>1|>1"))
    assert value == "1.234"
    assert "one way only" in expected


def test_one_of_several_tables_has_to_be_chosen():
    first = page(TWO_TIERS, *ROWS).removesuffix("</body></html>")
    both = first + page([">Party|>Votes"], ">Z|>7").removeprefix("<html><body>")
    assert "table= to say which" in problems(both)[0][4]
    assert read_wikitable(both, table=1).proportional["party"].tolist() == ["Z"]
    assert "a column for the party" in problems("<p>no table</p>")[0][4]
    assert problems(both, table=2)[0][3:] == ("table=2", "table= from 0 to 1")


@pytest.mark.parametrize(
    "source",
    [
        "<p>nothing</p>",
        "<table></table>",
        "<table><tr><td>Party</td></tr></table>",
        "<table><tr><th>Name</th><th>Votes</th></tr><tr><td>A</td><td>1</td></tr></table>",
        "<table><tr><td><table><tr><th>Party</th></tr></table></td></tr></table>",
        "<",
        "<!-- -->",
    ],
)
def test_a_page_without_results_is_refused(source):
    assert problems(source)[0][0] == "HTML"


@pytest.mark.parametrize("span", ["0", "-1", "x", "1001", "99999999999", "٣"])
def test_spans_beyond_reason_are_refused(span):
    ((_, row, _, value, expected),) = problems(page([f" colspan='{span}'>Party|>Votes"], ">A|>1"))
    assert (row, value) == (1, span)
    assert "from 1 to 1000" in expected


def test_limits_are_stated():
    many = page([" colspan=1000 rowspan=1000>Party|>Votes"] * 2, ">A|>1")
    assert "at most 1,000,000 cells" in problems(many)[0][4]
    assert "at most 10 bytes" in problems(PAGE, limits=Limits(file_bytes=10))[0][4]
    assert "at most 10 bytes" in problems("<p>" * 9, limits=Limits(file_bytes=10))[0][4]


@pytest.mark.parametrize("source", ["https://example.org/wiki", "file:///etc/passwd", "x" * 9999])
def test_nothing_is_fetched(source):
    problems(source)


def test_other_encodings_are_refused(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes("<p>Ergebnis für</p>".encode("latin-1"))
    assert "UTF-8" in problems(path)[0][4]
