"""Advantage ratios, unrepresented votes and volatility."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzelect.errors import KzelectError, LabelError
from kzelect.measures.indices import (
    INDICES,
    advantage_ratio,
    index_table,
    pedersen,
    unrepresented_votes,
)
from tests.helpers.results_2004 import VOTES_2004

VOTES = pd.Series(VOTES_2004, dtype="Int64")
SEATS_2004 = pd.DataFrame(
    {
        "list": [7, 1, 1, 1, 0, 0, 0, 0, 0, 0],
        "total": [42, 1, 4, 11, 0, 0, 0, 1, 0, 0],
    },
    index=VOTES.index,
    dtype="Int64",
)
HOUSE_2004 = SEATS_2004["total"].to_dict() | {"independents": 18}
parties = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 10**6), min_size=1)


class TestAdvantageRatio:
    def test_of_2004(self):
        found = advantage_ratio(VOTES, SEATS_2004["list"])
        assert found.name == "advantage_ratio"
        assert found["aist"] == pytest.approx(1.4152583311767313, abs=1e-14)
        assert found.idxmax() == "aist"
        assert (found.tail(6) == 0).all()

    def test_seats_without_votes_and_neither(self):
        found = advantage_ratio({"a": 1, "b": 0, "c": 0}, {"a": 1, "b": 1, "c": 0})
        assert found["a"] == 0.5
        assert found["b"] == math.inf
        assert found["c"] is pd.NA

    def test_independents(self):
        seats = {"otan": 42, "independents": 18}
        with pytest.raises(LabelError, match="independents"):
            advantage_ratio({"otan": 1}, seats)
        assert advantage_ratio({"otan": 1}, seats, unmatched="drop").to_dict() == {"otan": 1.0}

    def test_missing_votes_leave_no_share(self):
        votes = pd.Series({"a": 1, "b": None}, dtype="Int64")
        assert advantage_ratio(votes, {"a": 1, "b": 1}).isna().all()


class TestUnrepresentedVotes:
    def test_of_2004_by_tier(self):
        found = unrepresented_votes(VOTES, SEATS_2004)
        assert found["tier"].to_list() == ["list", "total"]
        assert found["parties"].to_list() == [6, 5]
        # Adilet won a district and no list seat.
        assert found["votes"].to_list() == [423979, 423979 - 36379]
        assert found["vote_share"].round(4).to_list() == [0.0891, 0.0815]

    def test_one_tier_keeps_its_name(self):
        assert unrepresented_votes(VOTES, SEATS_2004["list"])["tier"].to_list() == ["list"]
        assert unrepresented_votes({"a": 1}, {"a": 1})["tier"].to_list() == ["seats"]

    def test_none_is_zero_and_not_missing(self):
        found = unrepresented_votes({"a": 1, "b": 2}, {"a": 1, "b": 1}).loc[0]
        assert (found["parties"], found["votes"], found["vote_share"]) == (0, 0, 0.0)

    def test_missing_seats_leave_it_open(self):
        seats = pd.Series({"a": 1, "b": None}, dtype="Int64")
        found = unrepresented_votes({"a": 1, "b": 2}, seats).loc[0]
        assert found[["parties", "votes", "vote_share"]].isna().all()

    def test_missing_votes_leave_it_open(self):
        votes = pd.Series({"a": 1, "b": None}, dtype="Int64")
        found = unrepresented_votes(votes, {"a": 1, "b": 0}).loc[0]
        assert found["parties"] == 1
        assert found[["votes", "vote_share"]].isna().all()
        found = unrepresented_votes(votes, {"a": 0, "b": 1}).loc[0]
        assert found["votes"] == 1
        assert found["vote_share"] is pd.NA

    def test_the_input_is_left_alone(self):
        before = SEATS_2004.copy()
        unrepresented_votes(VOTES, SEATS_2004)
        pd.testing.assert_frame_equal(SEATS_2004, before)


class TestPedersen:
    def test_the_mapping_decides(self):
        before = {"communists": 30, "dvk": 10, "otan": 60}
        after = {"bloc": 40, "otan": 60}
        merged = {"communists": "bloc", "dvk": "bloc"}
        assert pedersen(before, after, mapping=merged) == 0
        assert pedersen(before, after, mapping={"communists": "bloc"}) == pytest.approx(0.1)
        assert pedersen(before, after, mapping={}) == pytest.approx(0.4)

    def test_labels_of_the_later_election_may_be_mapped_too(self):
        assert pedersen({"otan": 1}, {"nur_otan": 5}, mapping={"nur_otan": "otan"}) == 0

    def test_the_mapping_must_be_stated(self):
        with pytest.raises(TypeError, match="mapping"):
            pedersen({"a": 1}, {"a": 1})

    def test_unknown_labels_of_the_mapping(self):
        with pytest.raises(LabelError, match="'azat' of the mapping is in neither election"):
            pedersen({"a": 1}, {"a": 1}, mapping={"azat": "a"})

    def test_missing_votes(self):
        votes = pd.Series({"a": 1, "b": None}, dtype="Int64")
        assert pedersen(votes, {"a": 1}, mapping={}) is pd.NA

    @given(parties, parties)
    def test_range_and_symmetry(self, before, after):
        found = pedersen(before, after, mapping={})
        assert 0 <= found <= 1 + 1e-12
        assert found == pytest.approx(pedersen(after, before, mapping={}), abs=1e-14)
        if not set(before) & set(after):
            assert found == pytest.approx(1)


class TestIndexTable:
    def test_all_with_what_did_not_match(self):
        found = index_table(VOTES, HOUSE_2004, unmatched="zero")
        assert found["index"].unique().tolist() == list(INDICES)
        assert (found["unmatched"] == "zero: independents").all()
        values = found.set_index(["index", "of"])["value"]
        assert values["gallagher", "votes and seats"] == pytest.approx(0.20105297381216256)
        assert values["effective_parties", "votes"] == pytest.approx(2.4889865122888355)
        assert values["effective_parties", "seats"] == pytest.approx(2.662325999101931)

    def test_what_matches_needs_no_note(self):
        found = index_table(VOTES, SEATS_2004["list"], indices=["gini", "entropy"])
        assert found["index"].to_list() == ["gini", "entropy", "entropy"]
        assert found["unmatched"].to_list() == [""] * 3

    def test_names_are_checked(self):
        with pytest.raises(KzelectError, match="'galagher' is not an index; expected one of"):
            index_table(VOTES, SEATS_2004["list"], indices=["galagher"])
        with pytest.raises(KzelectError, match=r"expected a sequence of names, such as \['gini'\]"):
            index_table(VOTES, SEATS_2004["list"], indices="gini")
