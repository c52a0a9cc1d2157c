"""Majorities."""

from fractions import Fraction

import pandas as pd
import pytest

from kzelect.errors import AllocationError, KzelectError, LabelError
from kzelect.measures.majorities import majority, majority_threshold

# Seats of 2004 by nomination and tier; independents stood in no list.
MAZHILIS = pd.DataFrame(
    [
        ("otan", "Otan", 7, 26, 9, 42),
        ("aq_jol", "Aq Jol", 1, 0, 0, 1),
        ("asar", "Asar", 1, 2, 1, 4),
        ("aist", "AIST", 1, 9, 1, 11),
        ("opp_bloc", "Opposition Union", 0, 0, 0, 0),
        ("adilet", "Adilet", 0, 0, 1, 1),
        ("independents", "Independents", None, 8, 10, 18),
    ],
    columns=["party", "party_name", "list", "first_round", "second_round", "total"],
).astype(dict.fromkeys(["list", "first_round", "second_round", "total"], "Int64"))


class TestMajorityThreshold:
    @pytest.mark.parametrize(("house", "needed"), [(1, 1), (2, 2), (76, 39), (77, 39), (107, 54)])
    def test_more_than_half(self, house, needed):
        assert majority_threshold(house) == needed

    @pytest.mark.parametrize(
        ("house", "fraction", "needed"),
        [
            (77, "2/3", 52),
            (77, "3/4", 58),
            (77, Fraction(3, 5), 47),
            (78, 2 / 3, 52),
            (100, 0.55, 55),
            (100, 1, 100),
        ],
    )
    def test_at_least_a_fraction(self, house, fraction, needed):
        assert majority_threshold(house, fraction=fraction) == needed


class TestMajority:
    def test_otan_in_2004_by_nomination(self):
        found = majority(MAZHILIS)
        assert found.to_dict() == {
            "needed": 39,
            "holder": "otan",
            "seats": 42,
            "surplus": 3,
            "list": 7,
            "first_round": 26,
            "second_round": 9,
            "after_first_round": 33,
            "still_needed": 6,
            "is_held": True,
        }
        assert found.name == "majority"

    def test_otan_in_2004_by_membership_had_two_thirds(self):
        members = pd.DataFrame(
            {
                "party": ["otan", "aist", "asar", "aq_jol", "adilet", "non_party"],
                "total": [53, 14, 4, 2, 1, 3],
            }
        )
        found = majority(members, needed=52)
        assert (found["holder"], found["surplus"]) == ("otan", 1)
        assert found[["list", "first_round", "second_round", "still_needed"]].isna().all()
        assert majority(members, needed=58)["is_held"] == False  # noqa: E712

    def test_nobody_had_two_thirds_by_nomination(self):
        found = majority(MAZHILIS, needed=52)
        assert found["needed"] == 52
        assert not found["is_held"]
        assert found.drop(["needed", "is_held"]).isna().all()

    def test_independents_are_no_holder(self):
        seats = pd.DataFrame({"party": ["independents", "a"], "total": [6, 4]})
        assert not majority(seats)["is_held"]
        assert majority(seats, singly=())["holder"] == "independents"

    def test_a_missing_total_leaves_all_open(self):
        seats = MAZHILIS.copy()
        seats.loc[1, "total"] = pd.NA
        assert majority(seats).isna().all()

    def test_a_published_majority_stands_whatever_else_is_missing(self):
        seats = MAZHILIS.copy()
        seats.loc[1, "total"] = pd.NA
        assert majority(seats, needed=39)["holder"] == "otan"

    def test_who_might_have_it_is_not_denied_it(self):
        seats = MAZHILIS.copy()
        seats.loc[0, "total"] = pd.NA
        found = majority(seats, needed=39)
        assert found["needed"] == 39
        assert found.drop("needed").isna().all()

    def test_a_missing_tier_leaves_the_way_there_open(self):
        seats = MAZHILIS.copy()
        seats.loc[0, "first_round"] = pd.NA
        found = majority(seats)
        assert found["surplus"] == 3
        assert found[["first_round", "after_first_round", "still_needed"]].isna().all()

    def test_held_after_the_first_round_already(self):
        seats = pd.DataFrame(
            {"party": ["a"], "list": [5], "first_round": [5], "second_round": [0], "total": [10]}
        )
        assert majority(seats)["still_needed"] == 0

    def test_half_is_no_majority(self):
        seats = pd.DataFrame({"party": ["a", "b"], "total": [5, 5]})
        assert not majority(seats)["is_held"]

    def test_types_are_the_same_whether_there_is_a_holder_or_not(self):
        types = dict.fromkeys(majority(MAZHILIS).index, int) | {"holder": str, "is_held": bool}
        totals = MAZHILIS[["party", "total"]]
        for found in (majority(MAZHILIS), majority(MAZHILIS, needed=52), majority(totals)):
            assert list(found.index) == list(types)
            for name, value in found.items():
                assert value is pd.NA or type(value) is types[name]

    @pytest.mark.parametrize("singly", ["independents", None])
    def test_who_acts_singly_is_no_text(self, singly):
        with pytest.raises(LabelError, match="expected labels, such as"):
            majority(MAZHILIS, singly=singly)

    def test_the_input_is_left_alone(self):
        before = MAZHILIS.copy()
        majority(MAZHILIS)
        pd.testing.assert_frame_equal(MAZHILIS, before)


PART = "expected more than 0 and at most 1"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        *(
            (
                lambda house=house: majority_threshold(house),
                AllocationError,
                f"house is {house!r}; expected a whole number of seats, at least 1",
            )
            for house in [0, -1, 77.0, "77", pd.NA]
        ),
        (
            lambda: majority_threshold(77, fraction=0),
            AllocationError,
            f"fraction is 0; {PART}",
        ),
        (
            lambda: majority_threshold(77, fraction=-0.5),
            AllocationError,
            f"fraction is -0.5; {PART}",
        ),
        *(
            (
                lambda part=part: majority_threshold(77, fraction=part),
                AllocationError,
                f"fraction is {part}; {PART}",
            )
            for part in ["two thirds", "1/0", "1e-999999999"]
        ),
        (
            lambda: majority_threshold(77, fraction="4/3"),
            AllocationError,
            f"fraction is 4/3; {PART}",
        ),
        (
            lambda: majority(pd.DataFrame({"party": ["a", "b"], "total": [5, 5]}), needed=5),
            AllocationError,
            "needed is 5 of 10 seats; expected more than half",
        ),
        (
            lambda: majority(MAZHILIS.drop(columns="party")),
            LabelError,
            "seats has no column 'party'; expected party and total",
        ),
        (
            lambda: majority(MAZHILIS.drop(columns="total")),
            LabelError,
            "seats has no column 'total'; expected party and total",
        ),
        (
            lambda: majority(pd.concat([MAZHILIS, MAZHILIS.head(1)])),
            LabelError,
            "party 'otan' stands more than once in seats; expected one row a party",
        ),
    ],
)
def test_what_is_refused_is_named(call, error, message):
    with pytest.raises(KzelectError) as refused:
        call()
    assert type(refused.value) is error
    assert str(refused.value) == message
