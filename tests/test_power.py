"""Coalitions and voting power."""

import itertools
import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzelect.errors import AllocationError, KzelectError, LabelError, MissingDataError
from kzelect.measures import majorities, power
from kzelect.measures.power import (
    banzhaf,
    minimal_winning_coalitions,
    power_table,
    shapley_shubik,
    veto_players,
    wins_alone,
)

MAZHILIS = {"otan": 42, "aist": 11, "asar": 4, "aq_jol": 1, "adilet": 1, "independents": 18}
MEMBERS = {"otan": 53, "aist": 14, "asar": 4, "aq_jol": 2, "adilet": 1, "non_party": 3}
# Weights of the Council of the EU from 2007 by the Treaty of Nice: 255 of 345 votes win.
NICE = {
    f"state {i}": weight
    for i, weight in enumerate(
        [29] * 4 + [27] * 2 + [14, 13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3]
    )
}

houses = st.lists(st.integers(0, 9), min_size=1, max_size=7).filter(any)


@st.composite
def games(draw):
    weights = draw(houses)
    return dict(enumerate(weights)), draw(st.integers(1, sum(weights)))


def coalitions(players):
    return itertools.chain.from_iterable(
        itertools.combinations(players, size) for size in range(len(players) + 1)
    )


def banzhaf_by_enumeration(seats, quota):
    swings = dict.fromkeys(seats, 0)
    for player in seats:
        for coalition in coalitions([other for other in seats if other != player]):
            others = sum(seats[other] for other in coalition)
            swings[player] += others < quota <= others + seats[player]
    return swings


def shapley_by_enumeration(seats, quota):
    pivots = dict.fromkeys(seats, 0)
    for order in itertools.permutations(seats):
        held = 0
        for player in order:
            held += seats[player]
            if held >= quota:
                pivots[player] += 1
                break
    orders = math.factorial(len(seats))
    return {player: Fraction(count, orders) for player, count in pivots.items()}


def minimal_by_enumeration(seats, quota):
    return {
        frozenset(coalition)
        for coalition in coalitions(list(seats))
        if sum(seats[p] for p in coalition) >= quota
        and all(sum(seats[p] for p in coalition) - seats[q] < quota for q in coalition)
    }


class TestAgainstEnumeration:
    @given(games())
    def test_banzhaf(self, game):
        seats, quota = game
        swings = banzhaf_by_enumeration(seats, quota)
        expected = {p: float(Fraction(n, sum(swings.values()))) for p, n in swings.items()}
        assert banzhaf(seats, quota=quota).to_dict() == expected
        absolute = {p: n / 2 ** (len(seats) - 1) for p, n in swings.items()}
        assert banzhaf(seats, quota=quota, normalised=False).to_dict() == absolute

    @settings(max_examples=40, deadline=None)
    @given(games())
    def test_shapley_shubik(self, game):
        seats, quota = game
        expected = {p: float(v) for p, v in shapley_by_enumeration(seats, quota).items()}
        assert shapley_shubik(seats, quota=quota).to_dict() == expected

    @given(games())
    def test_minimal_winning_coalitions(self, game):
        seats, quota = game
        found = minimal_winning_coalitions(seats, quota=quota)
        assert len(found) == found["parties"].nunique()
        assert set(map(frozenset, found["parties"])) == minimal_by_enumeration(seats, quota)
        assert found["seats"].tolist() == [sum(seats[p] for p in c) for c in found["parties"]]
        assert found["members"].is_monotonic_increasing

    @given(games())
    def test_who_is_in_every_or_a_coalition_of_one(self, game):
        seats, quota = game
        minimal = minimal_by_enumeration(seats, quota)
        assert set(veto_players(seats, quota=quota)) == frozenset.intersection(*minimal)
        assert set(wins_alone(seats, quota=quota)) == {p for p in seats if seats[p] >= quota}

    @given(games(), st.integers(1, 4))
    def test_singles_are_players_with_one_seat(self, game, singles):
        seats, quota = game
        named = seats | {f"independents {i + 1}": 1 for i in range(singles)}
        bloc = seats | {"independents": singles}
        for index in (banzhaf, shapley_shubik):
            found = index(bloc, quota=quota, singly=["independents"])
            pd.testing.assert_series_equal(found, index(named, quota=quota))
        found = minimal_winning_coalitions(bloc, quota=quota, singly=["independents"])
        assert found["ways"].sum() == len(minimal_by_enumeration(named, quota))
        assert (found["seats"] - quota).equals(found["surplus"])


class TestLiterature:
    def test_nassau_county_1958(self):
        # Banzhaf (1965): three of six districts decide everything, the others nothing.
        nassau = {"H1": 9, "H2": 9, "N Hempstead": 7, "Oyster Bay": 3, "Glen Cove": 1, "L Beach": 1}
        found = banzhaf(nassau, quota=16)
        assert found.to_list() == [1 / 3, 1 / 3, 1 / 3, 0, 0, 0]

    def test_luxembourg_in_the_council_of_1958(self):
        # Brams and Affuso (1976): Luxembourg had a vote in the Council and no power.
        council = {"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}
        assert banzhaf(council, quota=12).to_list() == [5 / 21] * 3 + [3 / 21] * 2 + [0]
        assert shapley_shubik(council, quota=12).to_list() == [7 / 30] * 3 + [3 / 20] * 2 + [0]

    def test_security_council(self):
        # Shapley and Shubik (1954), for today's 15 members: a permanent one has 421/2145.
        council = {f"P{i}": 7 for i in range(5)} | {f"E{i}": 1 for i in range(10)}
        found = shapley_shubik(council, quota=39)
        assert found["P0"] == 421 / 2145
        assert found["E0"] == 4 / 2145
        assert veto_players(council, quota=39) == ("P0", "P1", "P2", "P3", "P4")

    def test_council_by_the_treaty_of_nice(self):
        # Both computed independently, by enumeration over multisets of equal weights.
        found = banzhaf(NICE, quota=255)
        expected, total = nice_by_multisets(255)
        assert found.to_list() == [expected[w] / total for w in NICE.values()]


def nice_by_multisets(quota):
    """Swings by weight class, and over all states: another way than by generating functions."""
    classes = sorted(set(NICE.values()))
    sizes = {w: list(NICE.values()).count(w) for w in classes}
    swings = {}
    for own in classes:
        others = {w: sizes[w] - (w == own) for w in classes}
        ways = {0: 1}
        for weight, size in others.items():
            grown = {}
            for held, count in ways.items():
                for k in range(size + 1):
                    at = held + k * weight
                    grown[at] = grown.get(at, 0) + count * math.comb(size, k)
            ways = grown
        swings[own] = sum(n for held, n in ways.items() if held < quota <= held + own)
    return swings, sum(swings[w] * sizes[w] for w in classes)


class TestMazhilis2004:
    # Values of an independent exact computation.
    @pytest.mark.parametrize(
        ("quota", "normalised", "absolute", "shapley"),
        [
            (39, [1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]),
            (
                52,
                [0.6, 0.2, 0, 0, 0, 0.2],
                [0.75, 0.25, 0, 0, 0, 0.25],
                [2 / 3, 1 / 6, 0, 0, 0, 1 / 6],
            ),
            (
                58,
                [0.475, 0.075, 0.075, 0.025, 0.025, 0.325],
                [0.59375, 0.09375, 0.09375, 0.03125, 0.03125, 0.40625],
                [17 / 30, 1 / 15, 1 / 15, 1 / 60, 1 / 60, 4 / 15],
            ),
        ],
    )
    def test_independents_as_a_bloc(self, quota, normalised, absolute, shapley):
        assert banzhaf(MAZHILIS, quota=quota).to_list() == normalised
        assert banzhaf(MAZHILIS, quota=quota, normalised=False).to_list() == absolute
        assert shapley_shubik(MAZHILIS, quota=quota).to_list() == shapley

    @pytest.mark.parametrize(
        ("quota", "swings", "shapley"),
        [
            (39, [4194304, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]),
            (
                52,
                [3740694, 453610, 410210, 104006, 104006, 104006],
                [0.6855825334, 0.08817993601, 0.04272539055] + [0.009175607002] * 3,
            ),
            (
                58,
                [2361101, 1820809, 263949, 83335, 83335, 83335],
                [0.5468661773, 0.1832298137, 0.0468661773] + [0.01115189159] * 3,
            ),
        ],
    )
    def test_independents_singly(self, quota, swings, shapley):
        given = {"quota": quota, "singly": ("independents",)}
        found = banzhaf(MAZHILIS, normalised=False, **given)
        assert len(found) == 23
        assert (found.head(6) * 2**22).to_list() == swings
        assert (found.iloc[5:] == found.iloc[5]).all()
        assert shapley_shubik(MAZHILIS, **given).head(6).to_list() == pytest.approx(
            shapley, rel=1e-9
        )

    def test_by_nomination_three_parties_are_one_short_of_three_quarters(self):
        parties = MAZHILIS["otan"] + MAZHILIS["aist"] + MAZHILIS["asar"]
        assert parties == 57
        found = minimal_winning_coalitions(MAZHILIS, quota=58)
        assert found["parties"].to_list() == [
            ("otan", "independents"),
            ("otan", "aist", "asar", "aq_jol"),
            ("otan", "aist", "asar", "adilet"),
        ]

    def test_who_wins_alone(self):
        assert wins_alone(MAZHILIS) == ("otan",)
        assert wins_alone(MAZHILIS, quota=52) == ()
        assert veto_players(MAZHILIS, quota=52) == ("otan",)
        assert wins_alone(MEMBERS, quota=52) == ("otan",)
        assert wins_alone(MEMBERS, quota=58) == ()

    def test_the_singles_needed_beside_otan(self):
        found = minimal_winning_coalitions(MAZHILIS, quota=52, singly=["independents"])
        assert found["parties"].iloc[0] == ("otan", "aist")
        alone = found[found["parties"] == ("otan",)].iloc[0]
        assert alone[["singles", "ways", "members"]].to_list() == [10, math.comb(18, 10), 11]

    def test_everybody_is_needed_in_the_order_of_seats(self):
        seats = {f"party {i}": 1 + i % 3 for i in range(60)}
        found = minimal_winning_coalitions(seats, quota=sum(seats.values()))
        falling = [party for size in (3, 2, 1) for party in seats if seats[party] == size]
        assert found["parties"].to_list() == [tuple(falling)]

    def test_table_of_coalitions(self):
        # a with one of the two singles, a with b, b with both: four of seven seats at least.
        found = minimal_winning_coalitions({"b": 2, "i": 2, "a": 3}, quota=4, singly=["i"])
        expected = pd.DataFrame(
            {
                "parties": [("a",), ("a", "b"), ("b",)],
                "singles": [1, 0, 2],
                "ways": [2, 1, 1],
                "members": [2, 2, 3],
                "seats": [4, 5, 4],
                "surplus": [0, 1, 0],
            }
        )
        pd.testing.assert_frame_equal(found, expected)

    def test_table_of_power(self):
        # Two of four seats win, or three: a swings {i 1}, {i 2} and one of none and both,
        # each single swings one coalition of the other two. Of the six orders a is the
        # pivot in four. Where all four are needed, all are alike.
        found = power_table({"a": 2, "i": 2}, quotas=[2, 3, 4], singly=["i"])
        expected = pd.DataFrame(
            {
                "quota": [2, 2, 2, 3, 3, 3, 4, 4, 4],
                "party": ["a", "i 1", "i 2"] * 3,
                "seats": [2, 1, 1] * 3,
                "banzhaf": [3 / 5, 1 / 5, 1 / 5] * 2 + [1 / 3] * 3,
                "banzhaf_absolute": [3 / 4, 1 / 4, 1 / 4] * 2 + [1 / 4] * 3,
                "shapley_shubik": [2 / 3, 1 / 6, 1 / 6] * 2 + [1 / 3] * 3,
                "has_veto": [False] * 3 + [True, False, False] + [True] * 3,
                "wins_alone": [True] + [False] * 8,
            }
        ).astype(
            dict.fromkeys(["quota", "seats"], "Int64")
            | dict.fromkeys(["banzhaf", "banzhaf_absolute", "shapley_shubik"], "Float64")
            | dict.fromkeys(["has_veto", "wins_alone"], "boolean")
        )
        pd.testing.assert_frame_equal(found, expected, check_exact=True)

    def test_table(self):
        found = power_table(MAZHILIS, quotas=[39, 52])
        assert found["quota"].to_list() == [39] * 6 + [52] * 6
        assert found.loc[found["wins_alone"], "party"].to_list() == ["otan"]
        assert found["has_veto"].sum() == 2
        shapley = shapley_shubik(MAZHILIS, quota=52).to_list()
        assert found["shapley_shubik"].tail(6).to_list() == shapley
        assert power_table(MAZHILIS)["quota"].unique().tolist() == [39]
        assert len(power_table(MAZHILIS, singly=["independents"])) == 23


class TestProperties:
    @given(games())
    def test_power_sums_to_one_and_follows_seats(self, game):
        seats, quota = game
        for index in (banzhaf, shapley_shubik):
            found = index(seats, quota=quota)
            assert found.sum() == pytest.approx(1, abs=1e-12)
            by_seats = sorted(seats, key=seats.get)
            assert found[by_seats].is_monotonic_increasing

    @given(games())
    def test_blocking_is_as_hard_as_winning(self, game):
        seats, quota = game
        dual = sum(seats.values()) - quota + 1
        for index in (banzhaf, shapley_shubik):
            pd.testing.assert_series_equal(index(seats, quota=quota), index(seats, quota=dual))

    @given(games(), st.integers(1, 3))
    def test_parties_without_seats_change_nothing(self, game, more):
        seats, quota = game
        larger = seats | {f"none {i}": 0 for i in range(more)}
        for index in (banzhaf, shapley_shubik):
            found = index(larger, quota=quota)
            assert found.tail(more).to_list() == [0] * more
            assert found.head(len(seats)).to_list() == index(seats, quota=quota).to_list()

    @pytest.mark.parametrize("players", [67, 68, 90])
    def test_many_players_with_a_seat_each_share_alike(self, players):
        # With one seat each the swings are binomials, which pass 64 bits at 68 players.
        seats = dict.fromkeys(range(players), 1)
        quota = players // 2 + 1
        assert shapley_shubik(seats).to_list() == [1 / players] * players
        swings = math.comb(players - 1, quota - 1)
        absolute = banzhaf(seats, normalised=False)
        assert absolute.to_list() == [swings / 2 ** (players - 1)] * players

    def test_labels_of_any_kind_keep_their_order(self):
        seats = pd.Series([1, 3], index=[2004, ("a", "b")])
        assert list(banzhaf(seats).index) == [2004, ("a", "b")]
        pairs = banzhaf({("otan", 1): 5, ("otan", 2): 3}).index
        pd.testing.assert_index_equal(
            pairs, pd.Index([("otan", 1), ("otan", 2)], tupleize_cols=False)
        )

    def test_indices_have_names(self):
        for found, name in [
            (banzhaf(MAZHILIS), "banzhaf"),
            (banzhaf(MAZHILIS, normalised=False), "banzhaf_absolute"),
            (shapley_shubik(MAZHILIS), "shapley_shubik"),
        ]:
            expected = pd.Series([1, 0, 0, 0, 0, 0], index=list(MAZHILIS), name=name)
            pd.testing.assert_series_equal(found, expected.astype("Float64"))


@pytest.mark.parametrize("singly", [pd.Series(["independents"], index=[7]), iter(["independents"])])
def test_labels_that_act_singly_come_in_any_iterable(singly):
    assert len(banzhaf(MAZHILIS, singly=singly)) == 23


@pytest.mark.parametrize("quota", ["2/3", Fraction(2, 3), 2 / 3, 52, 52.0])
def test_a_quota_is_a_number_of_seats_or_a_share_of_the_house(quota):
    assert banzhaf(MAZHILIS, quota=quota).to_dict() == banzhaf(MAZHILIS, quota=52).to_dict()
    assert minimal_winning_coalitions(MAZHILIS, quota=quota)["surplus"].tolist() == [1, 8]
    assert power_table(MAZHILIS, quotas=[quota])["quota"].unique().tolist() == [52]


def test_parties_told_apart_by_two_labels():
    index = pd.MultiIndex.from_tuples([(1, "a"), (1, "b")])
    assert banzhaf(pd.Series([60, 30], index=index)).to_dict() == {(1, "a"): 1, (1, "b"): 0}


def test_each_large_game_is_counted_or_refused(monkeypatch):
    monkeypatch.setattr(power, "MOST_COALITIONS", 1000)
    # 401 of 801 players with a seat each, and one with 100: absolute power by binomials.
    found = banzhaf({"a": 100, "i": 801}, singly=["i"], normalised=False)
    swung = sum(math.comb(801, k) for k in range(351, 451))
    assert found["a"] == swung / 2**801
    refusals = [
        (lambda: banzhaf({"a": 10**9, "b": 10**9 - 1, "c": 5}), "3 players with 2000000004 seats"),
        (lambda: banzhaf({"a": 1, "i": 10**9}, singly=["i"]), "1000000001 players; expected at m"),
        (lambda: shapley_shubik(dict.fromkeys(range(3000), 1)), "3000 players with 3000 seats"),
        (
            lambda: minimal_winning_coalitions(dict.fromkeys(range(40), 1)),
            "40 parties have more than 1,000 minimal winning coalitions",
        ),
        (
            lambda: minimal_winning_coalitions(dict.fromkeys(range(900), 1), quota=900),
            "900 parties hold seats; expected at most 500",
        ),
    ]
    for call, message in refusals:
        with pytest.raises(AllocationError, match=message):
            call()


def test_majority_is_still_found_where_it_was():
    with pytest.warns(FutureWarning, match="is now kzelect.measures.majorities.majority"):
        assert power.majority is majorities.majority


def test_the_input_is_left_alone():
    seats = pd.Series(MAZHILIS)
    before = seats.copy()
    power_table(seats, singly=["independents"])
    minimal_winning_coalitions(seats)
    pd.testing.assert_series_equal(seats, before)


WHOLE = "expected a non-negative whole number"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        *(
            (
                lambda seats=seats: banzhaf(seats),
                MissingDataError,
                f"seats of 'b' is missing; {WHOLE}",
            )
            for seats in [
                pd.Series({"a": 1, "b": None}, dtype="Int64"),
                pd.Series({"a": 1, "b": None}, dtype=object),
                {"a": 1, "b": math.nan},
            ]
        ),
        *(
            (
                lambda count=count: shapley_shubik({"a": count, "b": 3}),
                AllocationError,
                f"seats of 'a' is {count!r}; {WHOLE}",
            )
            for count in [-1, 1.5, math.inf, "4"]
        ),
        *(
            (
                lambda quota=quota: minimal_winning_coalitions(MAZHILIS, quota=quota),
                AllocationError,
                f"quota is {quota} of 77 seats; expected a whole number from 1 to 77, or a share "
                'of the house such as "2/3"',
            )
            for quota in [0, 78, 51.5, "52", "1", "4/3", "two thirds", [52]]
        ),
        (
            lambda: banzhaf({"a": 0}),
            AllocationError,
            "house is 0; expected a whole number of seats, at least 1",
        ),
        (
            lambda: veto_players({"a": 2, "b": 1}, singly=["a", "c"]),
            LabelError,
            "'c' acts singly but has no seats; expected one of ['a', 'b']",
        ),
        (
            lambda: banzhaf({"ind": 4, "i": 3}, singly="ind"),
            LabelError,
            "singly is 'ind'; expected labels, such as ['independents']",
        ),
        (
            lambda: banzhaf({"a": 1}, singly=None),
            LabelError,
            "singly is None; expected labels, such as ['independents']",
        ),
        (
            lambda: power_table({"a": 1}, quotas=[]),
            AllocationError,
            "quotas is empty; expected at least one number of seats",
        ),
        (
            lambda: power_table({"a": 9}, quotas=5),
            AllocationError,
            "quotas is 5; expected a sequence, such as [5]",
        ),
        (
            lambda: minimal_winning_coalitions([42, 11]),
            LabelError,
            "seats is a list; expected a Series or a mapping: parties are told apart "
            "by label, never by position",
        ),
        (
            lambda: wins_alone({"i": 2, "i 1": 1}, singly=["i"]),
            LabelError,
            "'i 1' would name two players; expected other labels",
        ),
    ],
)
def test_what_is_refused_is_named(call, error, message):
    with pytest.raises(KzelectError) as refused:
        call()
    assert type(refused.value) is error
    assert str(refused.value) == message
