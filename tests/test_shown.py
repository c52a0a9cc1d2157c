import numpy as np
import pandas as pd
import pytest

import kzelect as kz
from kzelect.errors import LabelError
from kzelect.results.shown import shown_table


def cells(frame, **options):
    return shown_table(frame, **options).text


def test_missing_zero_and_figures_differ():
    frame = pd.DataFrame({"seats": pd.array([0, None, 1234567], dtype="Int64")})
    assert cells(frame)["Seats"].tolist() == ["0", "–", "1,234,567"]


def test_shares_are_in_per_cent_and_say_so():
    frame = pd.DataFrame({"vote_share": [0.6061, np.nan], "turnout_pct": [56.49, 45.2]})
    shown = cells(frame)
    assert shown["Share of valid votes, %"].tolist() == ["60.61", "–"]
    assert shown["Turnout, %"].tolist() == ["56.49", "45.20"]
    assert cells(frame, decimals=1)["Turnout, %"].tolist() == ["56.5", "45.2"]


def test_years_have_no_separator_and_whole_floats_no_decimals():
    frame = pd.DataFrame({"year": [2004], "value": [28000.0]})
    assert cells(frame).iloc[0].tolist() == ["2004", "28,000"]


def test_changes_carry_their_sign():
    frame = pd.DataFrame({"change": pd.array([19, 0, -5, None], dtype="Int64")})
    assert cells(frame)["Change"].tolist() == ["+19", "0", "−5", "–"]


def test_truth_dates_lists_and_keys_are_words():
    frame = pd.DataFrame(
        {
            "is_held": [True],
            "held_on": [pd.Timestamp("2004-09-19")],
            "ballot": ["first_round"],
            "parties": [("otan", "asar")],
        }
    )
    assert cells(frame).iloc[0].tolist() == [
        "yes",
        "19 September 2004",
        "first round",
        "otan, asar",
    ]


def test_parties_have_their_names_and_the_key_goes_where_a_name_stands():
    e = kz.load(2004)
    assert kz.show(e.seats[["party", "total"]]).text["Party"][1] == "Aq Jol"
    assert kz.show(e.seats).text["Party"][1] == "Aq Jol Democratic Party"
    assert list(kz.show(e.seats).text).count("Party") == 1
    held = e.majority()[["holder"]].to_frame().T
    assert "Otan" in repr(kz.show(held))


def test_sources_are_links_in_html_and_titles_in_text():
    frame = pd.DataFrame({"source_id": ["WP04"], "also_source_ids": ["CNN04;IPU04"]})
    shown = kz.show(frame)
    assert shown._repr_html_().count('<a href="http') == 3
    assert "WP04" not in repr(shown)
    titles = kz.sources().set_index("source_id")["title"]
    assert shown.text.iloc[0].tolist() == [
        titles["WP04"],
        f"{titles['CNN04']}; {titles['IPU04']}",
    ]


def test_a_table_of_sources_without_rows_has_its_headers():
    shown = kz.show(pd.DataFrame({"seats": [], "source_id": []}))
    assert repr(shown) == "Seats  Source"
    assert "<td" not in shown._repr_html_()


def test_sources_with_an_underscore_have_their_title():
    titles = kz.sources().set_index("source_id")["title"]
    shown = kz.show(pd.DataFrame({"source_id": ["ds_oil"]}))
    assert titles["ds_oil"] in repr(shown)
    assert f">{titles['ds_oil']}</a>" in shown._repr_html_()


def test_an_address_that_is_no_web_address_is_no_link():
    sources = pd.DataFrame({"source_id": ["A"], "title": ["<b>"], "url": ["javascript:alert(1)"]})
    html = shown_table(pd.DataFrame({"source_id": ["A"]}), sources=sources)._repr_html_()
    assert "<a" not in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\u202eb", "$x$", "a\nb"])
def test_hostile_names_stay_text(name):
    shown = shown_table(pd.DataFrame({"party_name": [name], name: [1]}))
    html = shown._repr_html_()
    assert "<script>" not in html
    assert "\u202e" not in html + repr(shown)
    assert "mathjax_ignore" in html
    assert len(repr(shown).splitlines()) == 2


def test_an_index_with_meaning_becomes_columns():
    frame = pd.DataFrame({"seats": [42]}, index=pd.Index(["otan"], name="party"))
    assert list(cells(frame)) == ["Party", "Seats"]
    assert list(cells(pd.Series([42], index=["otan"]))) == ["Index", "Value"]


def test_text_is_left_and_numbers_are_right():
    frame = pd.DataFrame({"party_name": ["Otan", "Ab"], "votes": [1, 1000]})
    assert repr(shown_table(frame)) == "Party  Votes\nOtan       1\nAb     1,000"
    assert repr(shown_table(frame.iloc[:0])) == "Party  Votes"


def test_the_frame_is_as_it_was():
    frame = pd.DataFrame({"party": ["otan"], "vote_share": [0.5]})
    before = frame.copy()
    kz.show(frame, headers={"vote_share": "Share"})
    pd.testing.assert_frame_equal(frame, before)


def test_what_cannot_be_shown_is_refused_by_name():
    levels = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["a"], ["x", "y"]]))
    with pytest.raises(LabelError, match="several levels"):
        kz.show(levels)
    with pytest.raises(LabelError, match="named twice: a"):
        kz.show(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(LabelError, match="no column seat; there are seats"):
        kz.show(pd.DataFrame({"seats": [1]}), headers={"seat": "Seats"})


def test_no_column_is_lost_where_two_would_have_one_header():
    shown = cells(pd.DataFrame([[1, 2]], columns=["won_seats", "won seats"]))
    assert shown.iloc[0].tolist() == ["1", "2"]
    assert list(shown) == ["Won seats", "Won seats (won seats)"]


def test_numbers_beyond_every_bound_are_shown_as_they_are():
    with np.errstate(all="raise"):
        shown = cells(pd.DataFrame({"value": [np.inf, np.nan, 1.0]}), decimals=0)
    assert shown["Value"].tolist() == ["inf", "–", "1"]
    assert cells(pd.DataFrame({"value": [1e300]}))["Value"][0].startswith("1,000,000")
