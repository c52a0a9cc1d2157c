"""Indices of disproportionality and of numbers of parties."""

import inspect
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzelect.errors import KzelectError, LabelError
from kzelect.measures import indices
from kzelect.measures.indices import (
    INDICES,
    chosen_indices,
    effective_parties,
    entropy,
    gallagher,
    gini,
    golosov,
    herfindahl,
    lijphart,
    loosemore_hanby,
    molinar,
    rae,
    rose,
)
from tests.helpers.results_2004 import HOUSE_2004, LIST_2004, VOTES_2004

# Independent exact computation of the indices of 2004: the ten lists with their list seats;
# with the 59 seats of the house that parties won; and with all 77, independents with 0 votes.
OF_BOTH = {
    "gallagher": (0.07831841236974937, 0.14037884890724775, 0.20105297381216256),
    "loosemore_hanby": (0.12323736336306923, 0.23084537625168008, 0.3113056869690488),
    "rae": (0.024647472672613847, 0.04616907525033602, 0.05660103399437251),
    "lijphart": (0.09389584160488532, 0.11578219972428562, 0.23376623376623376),
    "sainte_lague_index": (0.12095319605461018, 0.40838647058502553, math.inf),
    "dhondt_index": (1.4152583311767313, 2.6386172276176345, math.inf),
    "grofman": (0.09902613996067175, 0.18549347303565583, 0.25014654393026553),
    "gini": (0.15287009279341407, 0.31174264991454287, 0.47263397850594846),
}
RAE_FROM_HALF_PER_CENT = (0.02689971874563069, 0.050812610498655326, 0.04271865357293351)

# The same, of votes or seats alone.
OF_ONE = {
    "effective_parties": (
        2.4889865122888355,
        1.9230769230769231,
        2.662325999101931,
        3.086413326392504,
        1.8292170257488176,
    ),
    "golosov": (
        1.8897168682851806,
        1.5172413793103448,
        2.064107602087623,
        2.326922611780229,
        1.4668744217759717,
    ),
    "molinar": (
        1.2131575829082921,
        1.1109467455621302,
        1.5535055849053407,
        1.2522472109545149,
        1.1336107023536972,
    ),
    "entropy": (
        1.3465293596183563,
        0.9404479886553263,
        1.2148334600966182,
        1.8905047801242933,
        0.8757721996148193,
    ),
}
PARTY_SEATS = {party: n for party, n in HOUSE_2004.items() if party != "independents"}
COUNTS = (
    VOTES_2004,
    LIST_2004,
    HOUSE_2004,
    [*PARTY_SEATS.values(), *[1] * 18],
    PARTY_SEATS,
)

BOTH = [name for name, index in INDICES.items() if index.of_both]
ONE = [name for name, index in INDICES.items() if not index.of_both]

counts = st.lists(st.integers(0, 10**7), min_size=1, max_size=12).filter(any)


@st.composite
def elections(draw):
    votes = draw(counts)
    size = len(votes)
    seats = draw(st.lists(st.integers(0, 500), min_size=size, max_size=size).filter(any))
    return dict(enumerate(votes)), dict(enumerate(seats))


class TestMazhilis2004:
    @pytest.mark.parametrize("name", OF_BOTH)
    def test_votes_and_seats(self, name):
        index = getattr(indices, name)
        of_list, of_parties, of_house = OF_BOTH[name]
        assert index(VOTES_2004, LIST_2004) == pytest.approx(of_list, abs=1e-14)
        found = index(VOTES_2004, HOUSE_2004, unmatched="drop")
        assert found == pytest.approx(of_parties, abs=1e-14)
        found = index(VOTES_2004, HOUSE_2004, unmatched="zero")
        assert found == pytest.approx(of_house, abs=1e-14)

    def test_rae_from_a_share_on(self):
        found = [
            rae(VOTES_2004, LIST_2004, min_share=0.005),
            rae(VOTES_2004, HOUSE_2004, min_share=0.005, unmatched="drop"),
            rae(VOTES_2004, HOUSE_2004, min_share=0.005, unmatched="zero"),
        ]
        assert found == pytest.approx(RAE_FROM_HALF_PER_CENT, abs=1e-14)

    @pytest.mark.parametrize("name", OF_ONE)
    def test_votes_or_seats(self, name):
        found = [getattr(indices, name)(values) for values in COUNTS]
        assert found == pytest.approx(OF_ONE[name], abs=1e-14)

    @pytest.mark.parametrize("name", BOTH)
    def test_independents_must_be_dealt_with(self, name):
        with pytest.raises(LabelError, match="seats but no votes: 'independents'"):
            getattr(indices, name)(VOTES_2004, HOUSE_2004)


class TestLiterature:
    # Golosov (2010), table 1: eight constellations, the index of Laakso and Taagepera and his.
    @pytest.mark.parametrize(
        ("shares", "laakso_taagepera", "golosovs"),
        [
            ([0.75, 0.25], 1.60, 1.33),
            ([0.75, 0.10, *[0.01] * 15], 1.74, 1.42),
            ([0.55, 0.45], 1.98, 1.82),
            ([0.55, *[0.1] * 3, *[0.01] * 15], 2.99, 2.24),
            ([0.35, 0.35, 0.30], 2.99, 2.90),
            ([0.35, *[0.1] * 5, *[0.01] * 15], 5.75, 4.49),
            ([*[0.15] * 6, 0.10], 6.90, 6.89),
            ([0.15, *[0.1] * 7, *[0.01] * 15], 10.64, 11.85),
        ],
    )
    def test_golosov_2010(self, shares, laakso_taagepera, golosovs):
        assert round(effective_parties(shares), 2) == laakso_taagepera
        assert round(golosov(shares), 2) == golosovs

    def test_new_zealand_2005(self):
        # Official result (per cent of party votes, seats); Gallagher's index is published as 1.13.
        votes = {
            "Labour": 41.10,
            "National": 39.10,
            "NZ First": 5.72,
            "Green": 5.30,
            "Maori": 2.12,
            "United Future": 2.67,
            "ACT": 1.51,
            "Progressive": 1.16,
            "Destiny": 0.62,
            "Cannabis": 0.25,
            "Christian Heritage": 0.12,
            "Alliance": 0.07,
            "Family Rights": 0.05,
            "Democrats": 0.05,
            "Libertarianz": 0.04,
            "Direct Democracy": 0.03,
            "99 MP": 0.03,
            "One NZ": 0.02,
            "Republicans": 0.02,
        }
        seats = dict(zip(votes, [50, 48, 7, 6, 4, 3, 2, 1], strict=False))
        assert round(100 * gallagher(votes, seats, unmatched="zero"), 2) == 1.13


class TestTotalVotes:
    """Votes of which those listed are a part, the rest of them for parties without a seat."""

    OF_ANY_SPLIT = (
        "loosemore_hanby",
        "sainte_lague_index",
        "gini",
        "rose",
        "dhondt_index",
    )

    @given(elections(), st.integers(1, 10**6), st.integers(1, 5))
    def test_indices_that_do_not_ask_how_many_others_there_are(self, election, rest, parties):
        votes, seats = election
        others = {f"other {i}": rest for i in range(parties)}
        for name in self.OF_ANY_SPLIT:
            index = getattr(indices, name)
            found = index(votes, seats, total_votes=sum(votes.values()) + rest * parties)
            with_others = index(votes | others, seats | dict.fromkeys(others, 0))
            assert found == pytest.approx(with_others, rel=1e-9, abs=1e-12)

    def test_others_enter_no_square_no_mean_and_no_largest(self):
        votes, seats = {"a": 60, "b": 20}, {"a": 3, "b": 1}
        given = {"total_votes": 100}
        assert gallagher(votes, seats, **given) == pytest.approx(math.sqrt(0.025 / 2))
        assert rae(votes, seats, **given) == pytest.approx(0.1)
        assert lijphart(votes, seats, **given) == pytest.approx(0.15)
        assert indices.grofman(votes, seats, **given) == pytest.approx((0.2 + 0.2) * 0.4)
        assert effective_parties(votes, **given) == pytest.approx(2.5)
        assert herfindahl(votes, **given) == pytest.approx(0.4)
        assert golosov(votes, **given) == pytest.approx(1 + 0.2 / (0.2 + 0.36 - 0.04))
        assert molinar(votes, **given) == pytest.approx(1 + 0.04 / 0.16)
        assert entropy(votes, **given) == pytest.approx(-0.6 * math.log(0.6) - 0.2 * math.log(0.2))

    @given(elections())
    def test_the_total_of_those_listed_changes_nothing(self, election):
        votes, seats = election
        for name, index in INDICES.items():
            args = election if index.of_both else [votes]
            found = index.function(*args, total_votes=sum(votes.values()))
            assert found == pytest.approx(index.function(*args), rel=1e-12, abs=1e-15), name
        assert seats == election[1]

    def test_what_is_missing_or_too_little(self):
        assert gallagher({"a": 1}, {"a": 1}, total_votes=pd.NA) is pd.NA
        assert gini({"a": 1}, {"a": 1}, total_votes=pd.NA) is pd.NA
        assert effective_parties([0, 0], total_votes=10) is pd.NA
        assert effective_parties([0.1] * 3, total_votes=0.3) == pytest.approx(3)
        with pytest.raises(KzelectError, match="have 100 votes and total_votes is 99; exp"):
            gallagher({"a": 60, "b": 40}, {"a": 6, "b": 4}, total_votes=99)
        with pytest.raises(KzelectError, match="total_votes is '9'; expected a number"):
            effective_parties([1], total_votes="9")


class TestProperties:
    @given(elections(), st.randoms())
    def test_order_does_not_matter(self, election, random):
        votes, seats = election
        mixed = {party: seats[party] for party in random.sample(list(seats), len(seats))}
        for name in BOTH:
            index = getattr(indices, name)
            assert index(votes, mixed) == pytest.approx(index(votes, seats), rel=1e-12, abs=1e-14)

    @given(elections(), st.integers(2, 1000))
    def test_neither_does_scale(self, election, factor):
        votes, seats = election
        larger = {party: n * factor for party, n in votes.items()}
        for name in BOTH:
            index = getattr(indices, name)
            assert index(larger, seats) == pytest.approx(index(votes, seats), rel=1e-12, abs=1e-14)
        for name in ONE:
            index = getattr(indices, name)
            assert index(larger) == pytest.approx(index(votes), rel=1e-12)

    @given(elections())
    def test_ranges(self, election):
        votes, seats = election
        slack = 1e-12
        for name in ("gallagher", "loosemore_hanby", "rae", "lijphart", "gini", "rose"):
            assert -slack <= getattr(indices, name)(votes, seats) <= 1 + slack
        assert indices.sainte_lague_index(votes, seats) >= 0
        assert indices.dhondt_index(votes, seats) >= 1 - slack
        assert 0 <= indices.grofman(votes, seats) <= 2 + slack

    @given(elections())
    def test_deviations_are_ordered(self, election):
        votes, seats = election
        largest = lijphart(votes, seats)
        assert rae(votes, seats) <= largest + 1e-12
        assert largest <= loosemore_hanby(votes, seats) + 1e-12
        assert gallagher(votes, seats) <= loosemore_hanby(votes, seats) + 1e-12

    @given(counts)
    def test_numbers_of_parties(self, values):
        parties = sum(value > 0 for value in values)
        for index in (effective_parties, golosov, molinar):
            assert 1 - 1e-12 <= index(values) <= parties + 1e-9
        assert 0 <= entropy(values) <= math.log(parties) + 1e-12
        assert herfindahl(values) == pytest.approx(1 / effective_parties(values))

    @given(counts)
    def test_proportional_seats(self, values):
        votes = dict(enumerate(values))
        for name in BOTH:
            expected = 1 if name in ("dhondt_index", "rose") else 0
            assert getattr(indices, name)(votes, votes) == pytest.approx(expected, abs=1e-14)

    @given(elections())
    def test_gini_is_the_sum_over_pairs(self, election):
        # The area by pairs of parties, without an order: sum of |v_i s_j - v_j s_i|.
        v, s = (np.array(list(side.values())) / sum(side.values()) for side in election)
        pairs = np.abs(np.outer(v, s) - np.outer(s, v)).sum() / 2
        assert gini(*election) == pytest.approx(pairs, abs=1e-12)

    @given(elections())
    def test_rose_is_another_way_to_say_it(self, election):
        assert rose(*election) == pytest.approx(1 - loosemore_hanby(*election))

    @given(st.integers(1, 30))
    def test_equal_parties_count_fully(self, parties):
        for index in (effective_parties, golosov):
            assert index([5] * parties) == pytest.approx(parties)
        assert entropy([5] * parties) == pytest.approx(math.log(parties))


class TestEdges:
    @pytest.mark.parametrize("name", BOTH)
    def test_one_party(self, name):
        expected = 1 if name in ("dhondt_index", "rose") else 0
        assert getattr(indices, name)({"a": 10}, {"a": 3}) == expected

    @pytest.mark.parametrize("name", ONE)
    def test_one_party_alone(self, name):
        assert getattr(indices, name)([10]) == (0 if name == "entropy" else 1)

    @pytest.mark.parametrize("name", BOTH)
    def test_missing(self, name):
        index = getattr(indices, name)
        missing = pd.Series({"a": 1, "b": None}, dtype="Int64")
        whole = {"a": 1, "b": 1}
        assert index(missing, whole) is pd.NA
        assert index(whole, missing) is pd.NA

    @pytest.mark.parametrize("name", ONE)
    @pytest.mark.parametrize("values", [[1, None], [0, 0], []])
    def test_missing_alone(self, name, values):
        assert getattr(indices, name)(values) is pd.NA

    @pytest.mark.parametrize("name", BOTH)
    def test_no_votes_or_no_seats(self, name):
        index = getattr(indices, name)
        assert index({"a": 0, "b": 0}, {"a": 1, "b": 1}) is pd.NA
        assert index({"a": 1, "b": 1}, {"a": 0, "b": 0}) is pd.NA
        assert index({}, {}) is pd.NA

    def test_seats_without_votes(self):
        votes, seats = {"a": 1, "b": 0}, {"a": 1, "b": 1}
        assert indices.sainte_lague_index(votes, seats) == math.inf
        assert indices.dhondt_index(votes, seats) == math.inf
        assert gini(votes, seats) == 0.5

    def test_a_party_with_nothing_changes_only_rae(self):
        votes, seats = {"a": 60, "b": 40}, {"a": 7, "b": 3}
        for name in BOTH:
            index = getattr(indices, name)
            with_nothing = index(votes | {"c": 0}, seats | {"c": 0})
            factor = 2 / 3 if name == "rae" else 1
            assert with_nothing == pytest.approx(index(votes, seats) * factor)

    def test_no_party_reaches_the_share(self):
        assert rae({"a": 1, "b": 1}, {"a": 1, "b": 1}, min_share=0.6) is pd.NA

    def test_negative_votes(self):
        with pytest.raises(KzelectError, match="seats of 'b' are -1; expected a non-neg"):
            gallagher({"a": 1, "b": 1}, {"a": 2, "b": -1})
        with pytest.raises(KzelectError, match="values of 1 are inf"):
            effective_parties([1, math.inf])

    def test_a_number_beyond_floats(self):
        with pytest.raises(KzelectError, match="values of 0 is a number of 401 digits"):
            effective_parties([10**400, 1])

    def test_parties_told_apart_by_two_labels(self):
        index = pd.MultiIndex.from_tuples([(1, "a"), (1, "b")])
        votes, seats = pd.Series([60, 40], index=index), pd.Series([1, 1], index=index[::-1])
        assert gallagher(votes, seats) == pytest.approx(0.1)

    def test_the_signature_is_that_of_a_user(self):
        parameters = inspect.signature(rae).parameters
        assert list(parameters) == ["votes", "seats", "total_votes", "unmatched", "min_share"]
        with pytest.raises(TypeError, match=r"gallagher\(\) got an unexpected keyword"):
            gallagher({"a": 1}, {"a": 1}, min_share=0.1)
        assert "others" not in inspect.signature(gini).parameters
        with pytest.raises(
            TypeError, match=r"gini\(\) got an unexpected keyword argument 'others'"
        ):
            gini({"a": 1}, {"a": 1}, others=0.1)

    @pytest.mark.parametrize("name", INDICES)
    def test_every_section_of_a_docstring_is_there(self, name):
        sections = ["Parameters", "Returns", "Raises", "References", "Examples"]
        doc = INDICES[name].function.__doc__
        assert re.findall(r"^(\w+)\n-+$", doc, flags=re.MULTILINE) == sections

    def test_text(self):
        with pytest.raises(KzelectError, match="votes of 'a' is '1'; expected a number"):
            gallagher({"a": "1"}, {"a": 1})


def test_every_index_is_a_function_of_its_name():
    assert set(INDICES) <= set(indices.__all__)
    assert all(getattr(indices, name) is index.function for name, index in INDICES.items())


class TestChosen:
    def test_all_or_some_in_the_order_asked_for(self):
        assert chosen_indices(None) == list(INDICES)
        assert chosen_indices(("rose", "gini", "rose")) == ["rose", "gini", "rose"]
        assert chosen_indices([]) == []

    @pytest.mark.parametrize(
        ("names", "message"),
        [
            (
                "gini",
                "indices is the text 'gini'; expected a sequence of names, such as ['gini']",
            ),
            (
                ["gini", "Gini"],
                "'Gini' is not an index; expected one of effective_parties, gallagher, "
                "loosemore_hanby, rae, lijphart, sainte_lague_index, dhondt_index, grofman, gini, "
                "golosov, molinar, entropy, herfindahl, rose",
            ),
        ],
    )
    def test_what_is_no_list_of_indices(self, names, message):
        with pytest.raises(KzelectError) as error:
            chosen_indices(names)
        assert str(error.value) == message


def test_all_parties_count_for_rae_unless_a_share_is_asked_for():
    """Of several elections at once: |v - s| is 0.1 twice, and in the second 0.4 twice."""
    votes, seats = np.array([[0.6, 0.9], [0.4, 0.1]]), np.array([[0.7, 0.5], [0.3, 0.5]])
    assert INDICES["rae"].formula(votes, seats) == pytest.approx([0.1, 0.4])
    assert INDICES["rae"].formula(votes, seats, min_share=0.4) == pytest.approx([0.1, 0.4])
    assert indices.rae({"a": 6, "b": 4}, {"a": 7, "b": 3}) == pytest.approx(0.1)
