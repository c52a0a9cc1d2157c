from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzelect.errors import DataError, LabelError
from kzelect.io import header_words as w
from kzelect.io.cells import Percent, clean_text, guarded, read_cell
from kzelect.io.clean import clean_facts, clean_grids, grid_of
from kzelect.io.headers import header_row
from kzelect.io.numbers import Unreadable, decimal_mark, read_number
from kzelect.io.report import report
from kzelect.io.schemas import described_fields
from kzelect.text import contenders
from kzelect.text.contenders import key_of, row_meaning

MOST = 10**12
VOTES = described_fields("proportional")["votes"]
SHARE = described_fields("proportional")["share_pct"]
NAME = described_fields("proportional")["party_name"]


def cleaned(table="proportional", decimal=None, **columns):
    return clean_grids([grid_of(pd.DataFrame(columns), table)], decimal=decimal)


def rules_of(result):
    """Return the rule of each repaired cell: (row, column) -> rule."""
    frame = report(result.repairs)
    return {(r.row, r.column): r.rule for r in frame.itertuples() if r.rule != "header"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("2883706", 2883706),
        ("2 883 706", 2883706),
        ("2\u202f883\u2009706", 2883706),
        ("2\u00a0883\u00a0706", 2883706),
        ("2'883’706", 2883706),
        ("2,883,706", 2883706),
        ("2.883.706", 2883706),
        ("883,706", 883706),
        ("1 234,0", 1234),
        ("1,234.00", 1234),
        ("1234.0", 1234),
    ],
)
def test_counts_that_can_be_read_in_one_way(text, value):
    number = read_number(text, decimal=None, most=MOST, whole=True)
    assert number.value == value
    assert bool(number.rules) == (not text.isdigit())


@pytest.mark.parametrize(
    "text",
    [
        "1.234",
        "12.345",
        "1.5",
        "12 34",
        "1,23,456",
        "1.234,567.8",
        "1 2345",
        "0,123",
        "-1",
        "1e5",
        "",
        ".5",
        "5.",
        "1..2",
        "٣٤",
        "1_000",
        "0x10",
        "9" * 401,
        "1,234,56",
        "1 234.567.8",
    ],
)
def test_counts_that_are_refused(text):
    with pytest.raises(Unreadable):
        read_number(text, decimal=None, most=MOST, whole=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [("60.61", 60.61), ("60,61", 60.61), ("7.066", 7.066), ("0,123", 0.123), ("100", 100)],
)
def test_percentages_are_settled_by_their_limit(text, value):
    assert float(read_number(text, decimal=None, most=100, whole=False).value) == value


def test_the_file_settles_what_a_dot_is():
    assert read_number("1.234", decimal=",", most=MOST, whole=True).value == 1234
    with pytest.raises(Unreadable, match="no decimals"):
        read_number("1.234", decimal=".", most=MOST, whole=True)
    with pytest.raises(Unreadable, match="elsewhere in the file"):
        read_number("12,5", decimal=".", most=100, whole=False)


def test_a_comma_in_a_file_of_semicolons_is_ambiguous():
    with pytest.raises(Unreadable, match="one way only"):
        read_number("1,234", decimal=None, most=MOST, whole=True, comma_groups=False)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234"], None),
        (["1,234", "5"], None),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["1.234,5"], ","),
        (["1,234.5"], "."),
        (["12.5"], "."),
        (["1234.567"], "."),
        (["0.123"], "."),
        (["12,5", "12.5"], None),
        (["1.2.2004", "a,5", "1.234,567,890"], None),
    ],
)
def test_decimal_mark_that_a_file_shows(texts, mark):
    assert decimal_mark(texts) == mark


@given(st.integers(0, MOST), st.sampled_from([" ", "\u202f", "'"]))
def test_grouped_counts_are_read_back(number, separator):
    text = f"{number:,}".replace(",", separator)
    assert read_number(text, decimal=None, most=MOST, whole=True).value == number


@given(st.text(max_size=12))
@pytest.mark.no_cover
def test_any_text_is_a_number_or_unreadable(text):
    for whole in (True, False):
        try:
            number = read_number(text, decimal=None, most=MOST, whole=whole).value
        except Unreadable:
            continue
        assert number >= 0
        assert not whole or number == int(number)


@pytest.mark.parametrize(
    ("raw", "text", "rules"),
    [
        ("Otan", "Otan", ()),
        ("  Aq\u00a0 Jol\n", "Aq Jol", ("spaces",)),
        ("\ufeffOtan", "Otan", ("invisible characters",)),
        ("Otan[1][b]", "Otan", ("footnote mark",)),
        ("Otan *†", "Otan", ("footnote mark",)),
        ("Otan²", "Otan", ("footnote mark",)),
        ("Otan (a)", "Otan", ("footnote mark",)),
        ("Party (Socialist)", "Party (Socialist)", ()),
        ("'=1+1", "=1+1", ("guard against formulas",)),
        ("'n Party", "'n Party", ()),
    ],
)
def test_text_is_plain(raw, text, rules):
    assert clean_text(raw) == (text, rules)


@pytest.mark.parametrize("raw", ["a\x07b", "a\ud800", "a" * 1001])
def test_text_that_is_refused(raw):
    with pytest.raises(Unreadable):
        clean_text(raw)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8))
def test_cleaning_text_twice_changes_nothing(raw):
    once = clean_text(raw).value
    if once is not pd.NA and not once.startswith("'"):  # a guard is taken off once
        assert clean_text(once) == (once, ())


@given(st.text(max_size=5))
def test_guarded_text_starts_no_formula_and_is_read_back(text):
    assert guarded(text)[:1] not in set("=+-@\t\r\n")
    if " ".join(text.split()) == text and not any(c in "\ufeff" for c in text):
        before = guarded(text)
        assert before == text or before[1:] == text


@pytest.mark.parametrize(
    ("raw", "field", "value"),
    [
        (None, VOTES, pd.NA),
        (np.nan, VOTES, pd.NA),
        ("  ", VOTES, pd.NA),
        ("–", VOTES, pd.NA),
        ("n/a", VOTES, pd.NA),
        ("…", VOTES, pd.NA),
        ("42[a]", VOTES, 42),
        (42.0, VOTES, 42),
        (np.int64(42), VOTES, 42),
        ("60.61 %", SHARE, 60.61),
        (Percent(60.61), SHARE, 60.61),
        (60.61, SHARE, 60.61),
        ("NA", NAME, "NA"),
        ("–", NAME, pd.NA),
        (12.0, NAME, "12"),
        ("II", described_fields("majoritarian")["round"], 2),
        ("2.0", described_fields("majoritarian")["round"], 2),
        ("Stichwahl", described_fields("turnout")["ballot"], "second_round"),
        (True, described_fields("district_results")["elected"], True),
        ("ja", described_fields("district_results")["elected"], True),
        ("0", described_fields("district_results")["elected"], False),
        ("#0072b2", described_fields("parties")["colour"], "#0072b2"),
    ],
)
def test_cells(raw, field, value):
    found = read_cell(raw, field).value
    assert found is value or found == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2004-09-19", "2004-09-19"),
        (pd.Timestamp("2004-09-19 12:00"), "2004-09-19"),
        ("19.9.2004", "2004-09-19"),
        ("19/09/2004", "2004-09-19"),
        ("9/19/2004", "2004-09-19"),
        ("5/5/2004", "2004-05-05"),
        ("12/13/2004", "2004-12-13"),
        ("13/12/2004", "2004-12-13"),
    ],
)
def test_dates(raw, value):
    field = described_fields("elections")["date_first_round"]
    assert read_cell(raw, field).value == pd.Timestamp(value)


@pytest.mark.parametrize(
    ("raw", "table", "column", "expected"),
    [
        (-1, "proportional", "votes", "from 0 to"),
        (1.5, "proportional", "votes", "no decimals"),
        (float("inf"), "proportional", "votes", "finite"),
        (True, "proportional", "votes", "a number"),
        (pd.Timestamp("2004-01-01"), "proportional", "votes", "a number"),
        ([1], "proportional", "votes", "a number"),
        ("60%", "proportional", "votes", "not a percentage"),
        (Percent(60), "proportional", "votes", "not a percentage"),
        ("100.01", "proportional", "share_pct", "from 0 to 100"),
        ("3", "majoritarian", "round", "one of 1, 2"),
        ("perhaps", "district_results", "elected", "true or false"),
        ("09/10/2004", "elections", "date_first_round", "one way only"),
        ("12/11/2004", "elections", "date_first_round", "one way only"),
        ("31.02.2004", "elections", "date_first_round", "such as 2004-09-19"),
        ("soon", "elections", "date_first_round", "such as 2004-09-19"),
        ("red", "parties", "colour", "#0072B2"),
        ("odd", "turnout", "ballot", "one of list"),
    ],
)
def test_cells_that_are_refused(raw, table, column, expected):
    with pytest.raises(Unreadable, match=expected):
        read_cell(raw, described_fields(table)[column])


def test_an_integer_of_thousands_of_digits_is_no_name():
    with pytest.raises(Unreadable, match="text of at most"):
        read_cell(10**5000, NAME)


def test_every_repair_has_its_place_and_rule():
    result = cleaned(
        Partei=["Otan[1]", "Asar", None, "Gesamt"],
        Stimmen=["1.234.567", "–", None, "1.234.567"],
        Anteil=["60,6 %", None, None, None],
        Notiz=["a", None, None, None],
    )
    assert result.problems == []
    frame = result.frames["proportional"]
    assert frame["party"].tolist() == ["Otan", "Asar"]
    assert frame["votes"].tolist() == [1234567, pd.NA]
    assert rules_of(result) == {
        (1, "Notiz"): "column that the table does not have",
        (2, "party"): "footnote mark",
        (2, "votes"): "dot between thousands",
        (2, "share_pct"): "per cent mark; decimal comma",
        (3, "votes"): "a dash or the like is not published",
        (5, "votes"): "dot between thousands",
        (5, pd.NA): "row of totals",
    }
    headers = report(result.repairs).query("rule == 'header'")
    assert dict(zip(headers["found"], headers["read_as"], strict=True)) == {
        "Partei": "party",
        "Stimmen": "votes",
        "Anteil": "share_pct",
    }


def test_all_problems_of_a_table_are_listed():
    result = cleaned(party=["A", "B", "C"], votes=["1.234", "many", "5"], seats=["1", "-1", "x"])
    found = {(p.file, p.row, p.column, p.value) for p in result.problems}
    assert found == {
        ("proportional", 2, "votes", "1.234"),
        ("proportional", 3, "votes", "many"),
        ("proportional", 3, "seats", "-1"),
        ("proportional", 4, "seats", "x"),
    }
    assert result.frames["proportional"]["votes"].tolist() == [pd.NA, pd.NA, 5]


def test_the_decimal_mark_can_be_told():
    assert cleaned(decimal=",", party=["A"], votes=["1.234"]).frames["proportional"]["votes"][
        0
    ] == (1234)


def test_a_decimal_mark_is_a_dot_or_a_comma():
    with pytest.raises(LabelError, match=r'expected "\." or ","'):
        cleaned(decimal=";", party=["A"], votes=[1])


def test_a_total_that_is_not_the_sum_is_reported():
    result = cleaned(party=["A", "B", "Total"], votes=[1, 2, 4], share_pct=[None, None, "100,01x"])
    (row,) = report(result.repairs).query("rule == 'row of totals'").itertuples()
    assert row.read_as == "left out; votes: 4 is printed, the rows sum to 3"
    assert result.problems == []


@pytest.mark.parametrize(
    ("table", "columns", "label"),
    [
        ("membership", {"member_of": ["a"], "seats": [1]}, "Valid votes"),
        ("district_results", {"district": ["1"], "candidate": ["x"], "votes": [1]}, "Summe"),
    ],
)
def test_totals_are_no_parties_where_no_row_of_totals_is_expected(table, columns, label):
    (problem,) = cleaned(table, party=[label], **columns).problems
    assert (problem.row, problem.column, problem.value) == (2, "party", label)


def test_rows_below_a_list_are_its_turnout():
    result = cleaned(
        party=["A", "Valid votes", "Registered voters/turnout", "Turnout"],
        votes=["10", "10", "20", "50 %"],
        share_pct=[None, None, "50.0", None],
    )
    assert result.problems == []
    found = {"ballot": "list", "valid_votes": 10, "registered": 20, "turnout_pct": 50.0}
    assert result.below == [found]


def test_titles_and_notes_are_left_out_and_said_so():
    rows = [["Results 2004"], [], ["party", "votes"], ["A", "1"], ["Source: CEC"]]
    grid = grid_of(pd.DataFrame(), "proportional")
    grid.rows, grid.numbers = rows, [1, 2, 3, 4, 5]
    result = clean_grids([grid])
    assert len(result.frames["proportional"]) == 1
    assert rules_of(result) == {
        (1, pd.NA): "line above the header",
        (5, pd.NA): "note below the table",
    }


def test_cells_beyond_the_header_are_refused_and_below_none_left_out():
    grid = grid_of(pd.DataFrame(), "proportional")
    grid.rows = [["party", "votes", None], ["A", "1", "here"], ["B", "1", None, "234"]]
    grid.numbers = [1, 2, 3]
    result = clean_grids([grid])
    (problem,) = result.problems
    assert (problem.row, problem.value) == (3, "234")
    assert rules_of(result) == {(2, pd.NA): "cell below an empty header"}


def test_two_headers_for_one_column_are_refused():
    (problem,) = cleaned(party=["A"], votes=[1], Stimmen=[2]).problems
    assert (problem.row, problem.value) == (1, "Stimmen")
    assert "one column for votes" in problem.expected


def test_a_table_without_a_header_is_refused():
    (problem,) = cleaned(name=["A"], number=[1]).problems
    assert "(party or party_name) and (votes or share_pct or seats)" in problem.expected
    assert problem.value == "name, number"


def test_a_table_that_comes_twice_is_refused():
    grids = [grid_of(pd.DataFrame({"party": ["A"], "votes": [1]}), "proportional")] * 2
    (problem,) = clean_grids(grids).problems
    assert problem.expected == "one table proportional: remove or rename this one"


def test_turnout_that_names_districts_is_turnout_by_district():
    result = cleaned("turnout", district=["1"], registered=[5], ballots_cast=[4])
    assert list(result.frames) == ["district_turnout"]


def test_an_index_with_a_name_is_a_column():
    frame = pd.DataFrame({"party": ["A"], "votes": [1]}).set_index("party")
    assert clean_grids([grid_of(frame, "proportional")]).frames["proportional"][
        "party"
    ].tolist() == ["A"]


def test_what_is_no_frame_or_no_table_is_refused():
    with pytest.raises(LabelError, match="expected a pandas DataFrame"):
        grid_of([1], "proportional")
    with pytest.raises(LabelError, match="not a table of an election"):
        grid_of(pd.DataFrame(), "votes")


def test_frames_do_not_change():
    frame = pd.DataFrame({"Partei": ["A "], "Stimmen": ["1 000"]})
    before = frame.copy()
    clean_grids([grid_of(frame, "proportional")])
    pd.testing.assert_frame_equal(frame, before)


def test_facts_are_typed_and_named():
    facts = clean_facts({"year": "2004", "threshold_pct": "7", "date_first_round": None})
    assert facts == {"election": 2004, "threshold_pct": 7.0}
    with pytest.raises(LabelError, match="'seats' is not a fact"):
        clean_facts({"seats": 3})
    with pytest.raises(DataError, match=r"facts, column seats_total: found '-1'"):
        clean_facts({"seats_total": -1})


def test_a_header_is_searched_in_the_first_rows_only():
    rows = [["title"]] * 30 + [["party", "votes"]]
    assert header_row(rows, "proportional") is None
    assert header_row(rows[25:], "proportional") == 5


def test_words_are_compared_as_they_are_listed():
    groups = [w.HEADERS, w.TABLE_WORDS, *w.ENUMERATIONS.values()]
    assert all(word == key_of(word) for group in groups for word in group)
    assert not w.TRUE & w.FALSE
    for listed in (contenders.INDEPENDENTS, contenders.AGAINST_ALL):
        assert {row_meaning(word) for word in listed.split(";")} == {None}
    tables = set(w.TABLE_WORDS.values())
    assert {w.TABLE_WORDS[key_of(table)] for table in tables} == tables


def test_no_word_is_listed_under_two_meanings():
    import ast
    import inspect

    for node in ast.walk(ast.parse(inspect.getsource(w))):
        if isinstance(node, ast.Dict) and node.keys and len(node.keys) > 10:
            words = Counter(
                word
                for key, value in zip(node.keys, node.values, strict=True)
                for word in {key_of(x) for x in [key.value, *ast.literal_eval(value).split(";")]}
                if word
            )
            assert [word for word, times in words.items() if times > 1] == []
