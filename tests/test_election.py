import pickle

import pandas as pd
import pytest

import kzelect as kz

HOSTILE = [
    "<script>alert(1)</script>",
    "=HYPERLINK(0)",
    "two\nlines",
    "\u202egnitov\u202c",
    "x" * 10_000,
    "$\\frac{1}{0}$ & <b>",
]


def renamed(e2004, name):
    """Return 2004 with the first contender under another name."""
    published = {key: frame.copy() for key, frame in e2004.published.items()}
    for table in ("proportional", "seat_totals"):
        published[table].loc[0, "party_name"] = name
    return kz.Election(2004, published)


def test_views_have_the_promised_columns(e2004):
    assert list(e2004.proportional) == ["party", "party_name", "votes", "vote_share", "seats"]
    assert list(e2004.majoritarian) == ["round", "party", "party_name", "votes", "seats"]
    assert list(e2004.turnout)[-1] == "turnout_share"
    assert e2004.majoritarian["votes"].isna().all()
    assert e2004.majoritarian.groupby("round")["seats"].sum().tolist() == [45, 22]
    assert e2004.parties["party"].tolist() == e2004.seats["party"].tolist()
    assert e2004.facts["majority"] == 39
    assert e2004.name == "2004 Kazakh legislative election"


def test_list_tier_as_published(e2004):
    proportional = e2004.proportional
    assert proportional["votes"].sum() == 4_757_773
    published = e2004.table("proportional")["share_pct"]
    assert (100 * proportional["vote_share"]).round(2).tolist() == published.tolist()


def test_majority_by_nomination_and_membership(e2004):
    by_nomination = e2004.majority()
    assert by_nomination.drop("is_held").tolist() == [39, "otan", 42, 3, 7, 26, 9, 33, 6]
    by_membership = e2004.majority(by="membership")
    assert by_membership[["needed", "holder", "seats", "surplus"]].tolist() == [39, "otan", 53, 14]
    assert by_membership["after_first_round"] is pd.NA


def test_frames_handed_out_change_nothing(e2004):
    for frame in (e2004.proportional, e2004.seats, e2004.table("turnout"), e2004.turnout):
        before = repr(e2004)
        frame.iloc[:, -1] = None
        frame.iloc[0:0, 0:0] = None
        assert repr(e2004) == before
    facts = e2004.facts
    facts["name"] = "other"
    assert e2004.name != "other"


def test_an_election_is_frozen(e2004):
    with pytest.raises(AttributeError):
        e2004.year = 2005


def test_an_election_survives_a_process_boundary(e2004):
    assert repr(pickle.loads(pickle.dumps(e2004))) == repr(e2004)


def test_text_repr_is_the_results_table(e2004):
    lines = repr(e2004).splitlines()
    assert lines[0] == "2004 Kazakh legislative election"
    assert lines[2].split() == ["Otan", "2,883,706", "60.61", "7", "26", "9", "42", "21"]
    assert lines[-1].split() == ["Turnout,", "%", "56.49", "45.21"]


def test_html_repr_is_a_table_with_escaped_text(e2004):
    html = e2004._repr_html_()
    for text in ("<th>First round</th>", "<td>2,883,706</td>", "People's Communist"):
        assert text in html


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_show_as_text(e2004, name):
    election = renamed(e2004, name)
    html, text = election._repr_html_(), repr(election)
    for shown in (html, text):
        assert "\u202e" not in shown
        assert "x" * 100 not in shown
    assert "<script>" not in html
    assert "<b>" not in html
    assert len(text.splitlines()) == len(repr(e2004).splitlines())


def test_unknown_year_names_those_that_exist():
    with pytest.raises(kz.KzelectError, match=r"no election 2003; expected one of .*1999, 2004"):
        kz.load(2003)


def test_unknown_table_names_those_that_exist(e2004):
    with pytest.raises(kz.KzelectError, match=r"'seats' is not a table of this election; .*turn"):
        e2004.table("seats")


def test_an_election_without_a_predecessor_has_no_changes():
    first = kz.load(int(kz.elections()["election"].min()))
    assert first.seats["change"].isna().all()


@pytest.mark.parametrize(
    ("call", "instead"),
    [
        (lambda: kz.Election.read(pd.DataFrame({"party": ["A"]})), "from_frames"),
        (lambda: kz.Election.from_frames(pd.DataFrame({"party": ["A"]})), "proportional=frame"),
        (lambda: kz.read_wikitable(b"<table></table>"), "decode"),
    ],
)
def test_what_is_passed_in_another_form_is_told_where_it_goes(call, instead):
    with pytest.raises(kz.KzelectError, match=instead):
        call()
