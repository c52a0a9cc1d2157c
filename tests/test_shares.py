"""Totals, shares and the joining of votes and seats."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzelect.errors import KzelectError, LabelError
from kzelect.measures.shares import (
    align,
    labelled,
    non_negative,
    seat_shares,
    share,
    total,
    vote_shares,
)
from tests.helpers.results_2004 import HOUSE_2004, VOTES_2004


class TestTotal:
    def test_integers_give_an_integer(self):
        found = total(pd.Series(VOTES_2004, dtype="Int64"))
        assert found == 4757773
        assert type(found) is int

    def test_one_missing_part_makes_it_missing(self):
        for parts in (
            [1, None],
            [1, math.nan],
            [1.5, pd.NA],
            pd.Series([1, None], dtype="Int64"),
            np.array([1.0, np.nan]),
        ):
            assert total(parts) is pd.NA

    def test_no_part_is_missing_and_not_zero(self):
        assert total([]) is pd.NA
        assert total(pd.Series(dtype="Int64")) is pd.NA
        assert total([0]) == 0

    def test_integers_beyond_64_bits_stay_exact(self):
        assert total(pd.Series([2**62, 2**62, 2**62])) == 3 * 2**62
        assert total([2**80, 1]) == 2**80 + 1

    def test_floats_are_summed_correctly_rounded(self):
        assert total([0.1] * 10) == 1.0
        assert type(total([1, 2.0])) is float

    def test_numpy_integers_among_objects(self):
        found = total(pd.Series([np.int64(2), 3], dtype=object))
        assert found == 5
        assert type(found) is int

    def test_a_mapping_counts_by_its_values(self):
        assert total(HOUSE_2004) == 77

    def test_a_generator_is_a_collection_too(self):
        assert total(n for n in (1, 2)) == 3

    @given(st.lists(st.integers()), st.randoms())
    def test_order_does_not_matter(self, parts, random):
        mixed = random.sample(parts, len(parts))
        if parts:
            assert total(parts) == total(mixed) == sum(parts)
        else:
            assert total(mixed) is pd.NA


class TestShare:
    def test_of_a_number(self):
        assert share(42, 77) == 42 / 77

    @pytest.mark.parametrize("base", [0, 0.0, None, math.nan, pd.NA])
    def test_of_nothing_is_missing(self, base):
        assert share(1, base) is pd.NA
        assert share(0, base) is pd.NA
        by_party = share(pd.Series({"a": 0, "b": 1}, name="seats"), base)
        missing = pd.Series([pd.NA, pd.NA], index=["a", "b"], dtype="Float64")
        pd.testing.assert_series_equal(by_party, missing)

    @pytest.mark.parametrize("part", [None, math.nan, pd.NA])
    def test_missing_part_is_missing(self, part):
        assert share(part, 77) is pd.NA

    def test_by_party(self):
        parts = pd.Series([1, None, 0], index=list("abc"), dtype="Int64", name="seats")
        found = share(parts, 4)
        assert found.dtype == "Float64"
        assert found.name is None
        assert found.to_dict() == {"a": 0.25, "b": None, "c": 0.0}

    def test_with_a_base_for_each_row(self):
        cast = pd.Series([1, 0, 3, 2, 5, 1])
        registered = pd.Series([2, 0, None, 4, 0, 1], dtype="Int64")
        found = share(cast, registered)
        assert found.to_list() == [0.5, pd.NA, pd.NA, 0.5, pd.NA, 1.0]

    def test_the_input_is_left_alone(self):
        parts = pd.Series([1, 2], name="votes")
        before = parts.copy()
        share(parts, 3)
        pd.testing.assert_series_equal(parts, before)

    def test_objects_may_be_numbers(self):
        parts = pd.Series([Fraction(1, 2), None, 1], dtype=object)
        assert share(parts, 2).to_list() == [0.25, pd.NA, 0.5]


class TestVoteShares:
    votes = pd.Series(VOTES_2004, dtype="Int64")

    def test_the_base_names_the_share(self):
        assert vote_shares(self.votes).name == "vote_share"
        assert vote_shares(self.votes, valid_votes=5000000).name == "vote_share"
        assert vote_shares(self.votes, ballots_cast=4893650).name == "cast_share"
        assert vote_shares(self.votes, registered=8662632).name == "registered_share"

    def test_aist_passes_seven_per_cent_on_one_base_only(self):
        assert vote_shares(self.votes)["aist"] == 336177 / 4757773
        assert vote_shares(self.votes, ballots_cast=4893650)["aist"] < 0.07

    def test_missing_votes_make_every_share_missing_without_a_base(self):
        votes = pd.Series({"a": 1, "b": None}, dtype="Int64")
        assert vote_shares(votes).isna().all()
        assert vote_shares(votes, valid_votes=4).to_dict() == {"a": 0.25, "b": None}

    def test_all_votes_may_be_for_one_party(self):
        assert vote_shares(pd.Series({"a": 4}), valid_votes=4).to_dict() == {"a": 1.0}

    def test_missing_base(self):
        assert vote_shares(self.votes, registered=pd.NA).isna().all()


class TestSeatShares:
    def test_of_the_house(self):
        seats = pd.Series(HOUSE_2004)
        assert seat_shares(seats)["otan"] == 42 / 77
        assert seat_shares(seats, house=154)["otan"] == 21 / 77
        assert seat_shares(seats).name == "seat_share"

    def test_an_empty_house(self):
        assert seat_shares(pd.Series({"a": 0})).isna().all()


class TestAlign:
    def test_by_label_and_never_by_position(self):
        joined = align({"a": 10, "b": 20}, {"b": 2, "a": 1})
        assert joined.votes.to_dict() == {"a": 10, "b": 20}
        assert joined.seats.to_dict() == {"a": 1, "b": 2}
        assert list(joined.seats.index) == ["a", "b"]
        assert joined.without_votes == joined.without_seats == ()

    def test_drop(self):
        joined = align(VOTES_2004, HOUSE_2004, unmatched="drop")
        assert joined.without_votes == ("independents",)
        assert list(joined.seats.index) == list(VOTES_2004)
        assert joined.seats.sum() == 59

    def test_zero(self):
        joined = align(VOTES_2004, HOUSE_2004, unmatched="zero")
        assert joined.without_votes == ("independents",)
        assert joined.votes["independents"] == 0
        assert list(joined.votes.index) == [*VOTES_2004, "independents"]
        assert joined.seats.sum() == 77

    def test_zero_fills_the_absent_and_not_the_missing(self):
        votes = pd.Series({"a": 1, "b": None}, dtype="Int64")
        joined = align(votes, {"a": 1, "b": 1, "c": 1}, unmatched="zero")
        assert joined.votes.to_dict() == {"a": 1, "b": None, "c": 0}
        assert joined.unmatched == "zero"

    def test_drop_takes_both_sides(self):
        joined = align({"a": 1, "b": 2}, {"b": 3, "c": 4}, unmatched="drop")
        assert (joined.votes.to_dict(), joined.seats.to_dict()) == ({"b": 2}, {"b": 3})
        assert (joined.without_votes, joined.without_seats) == (("c",), ("a",))

    def test_labels_keep_the_order_they_came_in(self):
        votes, seats = {"d": 1, "e": 2, "b": 3, "a": 4}, {"z": 5, "b": 6, "d": 7, "c": 8}
        dropped = align(votes, seats, unmatched="drop")
        assert list(dropped.votes.items()) == [("d", 1), ("b", 3)]
        assert list(dropped.seats.items()) == [("d", 7), ("b", 6)]
        assert dropped.without_votes == ("z", "c")
        assert dropped.without_seats == ("e", "a")
        filled = align(votes, seats, unmatched="zero")
        assert list(filled.seats.items()) == list(
            {"d": 7, "e": 0, "b": 6, "a": 0, "z": 5, "c": 8}.items()
        )

    def test_tuples_may_be_labels(self):
        joined = align({("otan", 1): 5}, {("otan", 1): 2})
        assert list(joined.votes) == [5]

    def test_the_inputs_are_left_alone(self):
        votes, seats = pd.Series({"a": 1, "b": 2}), pd.Series({"b": 1, "c": 1})
        before = votes.copy(), seats.copy()
        align(votes, seats, unmatched="zero")
        pd.testing.assert_series_equal(votes, before[0])
        pd.testing.assert_series_equal(seats, before[1])


COLLECTION = "expected a Series or other collection of numbers"
LABELS = "; expected a Series or a mapping: parties are told apart by label, never by position"
SAME = 'expected the same labels, or unmatched="drop" or "zero"'


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: total(5), KzelectError, f"values is 5; {COLLECTION}"),
        (lambda: total("ten"), KzelectError, f"values is 'ten'; {COLLECTION}"),
        (lambda: total(b"ten"), KzelectError, f"values is b'ten'; {COLLECTION}"),
        (
            lambda: total({"otan": 42, "aist": "11"}),
            KzelectError,
            "values of 'aist' is '11'; expected a number",
        ),
        (
            lambda: share(pd.Series(range(7), index=list("abcdefg")), pd.Series([1] * 6)),
            LabelError,
            "the labels of values ['a', 'b', 'c', 'd', 'e'] and of base [0, 1, 2, 3, 4] differ; "
            "expected the same labels in the same order",
        ),
        (
            lambda: share(pd.Series({"a": 1, "b": 2}), pd.Series({"b": 2, "a": 1})),
            LabelError,
            "the labels of values ['a', 'b'] and of base ['b', 'a'] differ; "
            "expected the same labels in the same order",
        ),
        (
            lambda: share(1, pd.Series([1])),
            LabelError,
            "base is a Series and values is 1; expected values to be a Series too",
        ),
        (lambda: share(42, "77"), KzelectError, "base is '77'; expected a number"),
        (lambda: share("42", 77), KzelectError, "values is '42'; expected a number"),
        (
            lambda: share(pd.Series({"otan": "42"}), 77),
            KzelectError,
            "values of 'otan' is '42'; expected a number",
        ),
        (
            lambda: share(pd.Series({"otan": 42}), pd.Series({"otan": "77"})),
            KzelectError,
            "base of 'otan' is '77'; expected a number",
        ),
        (
            lambda: share(pd.Series({"otan": 4 + 2j}), 77),
            KzelectError,
            "values of 'otan' is (4+2j); expected a number",
        ),
        (
            lambda: vote_shares(pd.Series({"a": 1}), valid_votes=1, registered=2),
            KzelectError,
            "2 bases were given (valid_votes, registered); expected at most one",
        ),
        (
            lambda: vote_shares(pd.Series({"a": 1, "b": -1234567})),
            KzelectError,
            "votes of 'b' are -1234567; expected a non-negative number",
        ),
        (
            lambda: vote_shares(pd.Series({"a": None, "b": 1000001}), ballots_cast=1000000),
            KzelectError,
            "votes of 'b' are 1000001; expected at most the base, 1000000",
        ),
        (
            lambda: vote_shares(pd.Series({"a": 2}), valid_votes=Fraction(3, 2)),
            KzelectError,
            "votes of 'a' are 2; expected at most the base, 1.5",
        ),
        (
            lambda: seat_shares(pd.Series(HOUSE_2004), house=10),
            KzelectError,
            "seats of 'otan' are 42; expected at most the base, 10",
        ),
        (lambda: labelled([1]), LabelError, f"values is a list{LABELS}"),
        (lambda: labelled("ten", what="seats"), LabelError, f"seats is a str{LABELS}"),
        (lambda: non_negative(5), KzelectError, f"values is 5; {COLLECTION}"),
        (lambda: non_negative(5, what="votes"), KzelectError, f"votes is 5; {COLLECTION}"),
        (
            lambda: non_negative([None, math.inf]),
            KzelectError,
            "values of 1 are inf; expected a non-negative number",
        ),
        (lambda: non_negative(["1"]), KzelectError, "values of 0 is '1'; expected a number"),
        (lambda: align([1, 2], {"a": 1}), LabelError, f"votes is a list{LABELS}"),
        (lambda: align({"a": 1}, (1, 1)), LabelError, f"seats is a tuple{LABELS}"),
        (
            lambda: align(pd.Series([1, 2], index=["a", "a"]), {"a": 1}),
            LabelError,
            "label 'a' stands more than once in votes; expected unique labels",
        ),
        (
            lambda: align({"a": 1}, pd.Series([1], index=[None])),
            LabelError,
            "a label of seats is missing; expected every value to have a label",
        ),
        (
            lambda: align({"a": 1}, {"a": 1}, unmatched="ignore"),
            KzelectError,
            "unmatched is 'ignore'; expected one of raise, drop, zero",
        ),
        (
            lambda: align(VOTES_2004, HOUSE_2004),
            LabelError,
            f"votes and seats have different labels (seats but no votes: 'independents'); {SAME}",
        ),
        (
            lambda: align({"a": 1, "c": 1, "b": 1}, {"a": 1}),
            LabelError,
            f"votes and seats have different labels (votes but no seats: 'c', 'b'); {SAME}",
        ),
        (
            lambda: align({"a": 1, "b": 1}, {"b": 1, "c": 1}),
            LabelError,
            "votes and seats have different labels "
            f"(seats but no votes: 'c'; votes but no seats: 'a'); {SAME}",
        ),
    ],
)
def test_what_is_refused_is_named(call, error, message):
    with pytest.raises(KzelectError) as refused:
        call()
    assert type(refused.value) is error
    assert str(refused.value) == message


def test_a_message_names_some_of_very_many_labels():
    with pytest.raises(LabelError, match=r"'q0', .*, 'q19' and 30 more; votes but no seats: 'p0'"):
        align({f"p{at}": 1 for at in range(50)}, {f"q{at}": 1 for at in range(50)})
