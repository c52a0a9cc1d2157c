"""What would follow from other rules and votes, and the words for it."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kzelect as kz
from kzelect.errors import AllocationError, MissingDataError, TieError
from kzelect.scenarios.explain import causes, explain, without_effect
from kzelect.scenarios.house import house_with, majority_in
from kzelect.scenarios.scenario import Scenario, official_scenario
from tests.helpers.comparison import comparison


@pytest.fixture
def official(e2004):
    return official_scenario(e2004.published)


@pytest.fixture
def names(e2004):
    return dict(zip(e2004.parties["party"], e2004.parties["short_name"], strict=True))


def test_every_official_list_tier_is_given_by_its_scenario():
    for year in kz.elections()["election"]:
        e = kz.load(year)
        if e.proportional.empty:
            with pytest.raises(MissingDataError, match="no list tier"):
                official_scenario(e.published)
        else:
            assert official_scenario(e.published).fits(e.published), year


def test_the_base_counts_votes_against_all_and_invalid_ballots():
    scenario = official_scenario(kz.load(1999).published)
    assert "against_all" not in scenario.votes
    assert scenario.base == 5_253_864 - 361_534
    assert replace(scenario, threshold_base="ballots_cast").base == 5_253_864


def test_ballots_cast_that_were_not_published_are_no_base():
    scenario = official_scenario(kz.load(2012).published)
    with pytest.raises(MissingDataError, match="ballots cast"):
        _ = replace(scenario, threshold_base="ballots_cast").base


def lumped(seats_of_others, **parties):
    votes = {"party": ["A", "B", "Others"], "votes": [500, 300, 150]}
    table = pd.DataFrame({**votes, "seats": [6 - seats_of_others, 4, seats_of_others]})
    described = {"parties": pd.DataFrame({"party": votes["party"], **parties})} if parties else {}
    return kz.Election.from_frames(proportional=table, **described).published


def test_lists_that_are_not_named_win_no_seats_but_count_for_a_quota_of_all_votes():
    scenario = official_scenario(lumped(0))
    assert list(scenario.votes.index) == scenario.admitted == ["A", "B"]
    assert scenario.apportion().to_dict() == {"A": 6, "B": 4}
    assert scenario.base == 950
    of_all = replace(scenario, quota_base="all", method="droop", seats=30, ties=("B", "A"))
    votes = {"A": 500, "B": 300, "Others": 150}
    with pytest.raises(AllocationError) as of_scenario:
        of_all.apportion()
    with pytest.raises(AllocationError) as direct:
        kz.apportion(votes, 30, method="droop", quota_base="all")
    assert str(of_scenario.value) == str(direct.value)
    called = {}
    exec(replace(of_all, seats=10).call(), called)
    assert called["seats"].drop("(others)").to_dict() == {"A": 6, "B": 4}


def test_seats_of_lists_that_are_not_named_cannot_be_allocated():
    with pytest.raises(MissingDataError, match="seats of Others"):
        official_scenario(lumped(2))


def test_a_party_that_is_called_others_is_a_list_if_the_table_says_so():
    scenario = official_scenario(lumped(2, contender_type=["party"] * 3))
    called = {}
    exec(scenario.call(), called)
    assert scenario.apportion().to_dict() == called["seats"].to_dict()
    assert scenario.apportion()["Others"] == 2


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("proportional", {"votes": pd.NA}, "votes are not known of: otan"),
        ("elections", {"seats_list": 0}, "no list tier"),
    ],
)
def test_what_is_missing_is_said(e2004, table, change, message):
    rows = e2004.table(table).assign(**change).astype(e2004.table(table).dtypes)
    with pytest.raises(MissingDataError, match=message):
        official_scenario({**e2004.published, table: rows})


def test_size_comes_from_the_seats_where_it_was_not_published(e2004):
    facts = e2004.table("elections")
    facts["seats_list"] = pd.array([pd.NA], dtype="Int64")
    assert official_scenario({**e2004.published, "elections": facts}).seats == 10
    lists = e2004.table("proportional")
    lists.loc[0, "seats"] = pd.NA
    with pytest.raises(MissingDataError, match="number of list seats"):
        official_scenario({**e2004.published, "elections": facts, "proportional": lists})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"threshold": Decimal("0.03")}, "No seat moves with a threshold of 3 %."),
        (
            {"threshold": Decimal(0)},
            "Without a threshold 6 lists can win seats: a seat of Otan goes to Opposition bloc.",
        ),
        (
            {"threshold": Decimal("0.5")},
            "Aq Jol, Asar and AIST fall below 50 %: "
            "seats of Aq Jol (1), Asar (1) and AIST (1) go to Otan.",
        ),
        (
            {"method": "adams", "threshold": Decimal("0.0707")},
            "Adams instead of Hare; AIST falls below 7.07 %: "
            "seats of Otan (1) and AIST (1) go to Aq Jol (1) and Asar (1).",
        ),
        # Droop adds nothing to what the threshold does, so it is no reason.
        (
            {"method": "hagenbach_bischoff", "seats": 10, "threshold_base": "ballots_cast"},
            "Hagenbach-Bischoff instead of Hare; AIST falls below 7 % of the ballots cast: "
            "its seat goes to Otan.",
        ),
        (
            {"method": "dhondt", "threshold": Decimal("0.0707")},
            "D'Hondt instead of Hare: a seat of AIST goes to Otan.",
        ),
        (
            {"method": "droop", "quota_base": "all", "threshold_base": "valid_votes"},
            "No seat moves with Droop and the quota taken from the votes of all lists.",
        ),
    ],
)
def test_sentences(official, names, change, said):
    assert explain(official, replace(official, **change), names) == said


def test_sentences_on_votes(official, names):
    def with_votes(**moved):
        votes = official.votes.copy()
        for party, count in moved.items():
            votes[party] += count
        return explain(official, replace(official, votes=votes), names)

    assert with_votes(otan=10) == "No seat moves with these votes."
    assert with_votes(aist=-3133, asar=3133) == "AIST falls below 7 %: its seat goes to Aq Jol."
    assert with_votes(otan=-72_069, aq_jol=72_069) == (
        "With other votes for Otan and Aq Jol: a seat of Otan goes to Aq Jol."
    )
    assert with_votes(opp_bloc=400_000).startswith("AIST falls below 7 %; Opposition bloc reaches")


def test_who_loses_is_named_where_others_are(official, names):
    votes = official.votes.copy()
    votes["otan"] = 0
    said = explain(official, replace(official, votes=votes), names)
    assert said.startswith("Otan falls below 7 %; ")
    assert ": Otan's seven seats go to " in said
    alone = Scenario(pd.Series({"a": 70, "b": 30}, dtype="Int64"), 10)
    others = replace(alone, votes=pd.Series({"a": 0, "b": 30}, dtype="Int64"))
    both = {"a": "Otan", "b": "Asar"}
    assert explain(alone, others, both).endswith(": Otan's seven seats go to Asar.")


def test_a_change_that_moves_nothing_is_named_beside_one_that_does(official):
    both = replace(official, method="dhondt", threshold=Decimal("0.0707"))
    assert without_effect(official, both) == "A threshold of 7.07 % moves no further seat."
    assert without_effect(official, replace(official, method="dhondt")) == ""
    # Where no seat moves at all the reason names every change.
    assert without_effect(official, replace(official, method="droop")) == ""
    assert without_effect(official, official) == ""


def test_a_lot_is_a_reason_and_part_of_the_call(official):
    votes = pd.Series({"a": 50, "b": 50, "c": 0}, dtype="Int64")
    before = Scenario(votes, 2)
    tied = replace(before, seats=3)
    with pytest.raises(TieError):
        tied.apportion()
    drawn = replace(tied, ties=("b", "a", "c"))
    assert drawn.apportion().tolist() == [1, 2, 0]
    assert explain(before, drawn, {"a": "A", "b": "B", "c": "C"}) == (
        "3 list seats instead of 2; by lot: B +1."
    )
    space = {}
    exec(drawn.call(), space)
    assert space["seats"].tolist() == [1, 2, 0]


def test_a_stated_majority_counts_while_the_house_has_its_size():
    lists = pd.DataFrame({"party": ["A", "B"], "votes": [60, 40], "seats": [3, 1]})
    published = kz.Election.from_frames(proportional=lists, majority=4).published
    assert majority_in(published, house_with(published)) == 4
    fewer = house_with(published, pd.Series({"A": 2, "B": 1}))
    assert majority_in(published, fewer) == 2


def test_a_scenario_without_allocation_cannot_be_explained(official, names):
    with pytest.raises(AllocationError):
        explain(official, replace(official, threshold=Decimal(1)), names)


settings = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["hare", "droop", "dhondt", "sainte_lague", "adams"]),
        "threshold": st.decimals(0, "0.12", places=4),
        "threshold_base": st.sampled_from(["valid_votes", "ballots_cast"]),
        "seats": st.integers(5, 20),
    }
)


@given(settings)
def test_causes_are_enough_and_none_can_be_spared(e2004, change):
    before = official_scenario(e2004.published)
    after = replace(before, **change)
    try:
        target = after.apportion()
    except AllocationError:
        return
    found = causes(before, after)

    def given_by(some):
        return replace(before, **{name: getattr(after, name) for name in some})

    assert given_by(found).apportion().equals(target)
    for spared in found:
        try:
            without = given_by([name for name in found if name != spared]).apportion()
        except AllocationError:
            continue
        assert not without.equals(target)


@given(settings)
def test_the_call_gives_the_seats(e2004, change):
    scenario = replace(official_scenario(e2004.published), **change)
    space = {}
    try:
        target = scenario.apportion()
    except AllocationError:
        return
    exec(scenario.call(), space)
    assert space["seats"].tolist() == target.tolist()


def test_the_house_is_as_published_with_the_published_list_seats():
    for year in kz.elections()["election"]:
        e = kz.load(year)
        lists = e.proportional.set_index("party")["seats"].drop("against_all", errors="ignore")
        house = house_with(e.published, lists).set_index("party")["total"]
        official = e.seats.set_index("party")["total"]
        assert house[official.index].equals(official), year
        size = e.facts["seats_total"]
        assert pd.isna(size) or house.sum() == size, year


def test_other_list_seats_change_the_house_by_as_many(e2004, official):
    house = house_with(e2004.published, replace(official, method="dhondt").apportion())
    totals = house.set_index("party")["total"]
    assert totals[["otan", "aist", "independents"]].tolist() == [43, 10, 18]
    assert totals.sum() == 77
    assert majority_in(e2004.published, house) == 39
    larger = house_with(e2004.published, replace(official, seats=20).apportion())
    assert majority_in(e2004.published, larger) == 87 // 2 + 1


def test_seats_of_nobody_in_the_table_stand_in_a_row_of_their_own():
    others = house_with(kz.load(2007).published).iloc[-1]
    assert others[["party", "total"]].tolist() == ["other seats", 9]
    unknown = house_with(kz.load(2023).published)
    assert unknown.iloc[-1][["party", "total"]].tolist() == ["not published", 7]
    assert majority_in(kz.load(2023).published, unknown) == 50


def test_a_list_outside_the_table_of_seats_has_its_list_seats(e2004, official):
    totals = e2004.table("seat_totals")
    short = {**e2004.published, "seat_totals": totals[totals["party"] != "opp_bloc"]}
    seats = replace(official, threshold=Decimal("0.03"), method="adams").apportion()
    house = house_with(short, seats).set_index("party")
    assert house.loc["opp_bloc", "total"] == seats["opp_bloc"] == 1
    facts = e2004.table("elections")
    facts["seats_total"] = pd.array([pd.NA], dtype="Int64")
    house = house_with({**short, "elections": facts}, seats)
    assert pd.isna(house.set_index("party").loc["opp_bloc", "total"])
    assert majority_in({**short, "elections": facts}, house) is None


def test_comparison_is_missing_where_nothing_applies(e2004, official):
    house = house_with(e2004.published)
    table = comparison(e2004.published["proportional"], official, None, house).set_index("party")
    assert table["seats"].isna().all()
    assert table["official_seats"].sum() == 10
    assert table.loc["independents", ["votes", "is_admitted"]].isna().all()
    assert table["is_admitted"].sum() == 4
    assert table.loc["independents", "house"] == 18


def test_a_scenario_without_threshold_says_so():
    votes = pd.Series({"A": 2, "B": 1}, dtype="Int64")
    assert Scenario(votes, 3).label() == "Hare without a threshold"
