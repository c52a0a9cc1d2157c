"""Indices over many elections."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzelect.errors import KzelectError, LabelError
from kzelect.measures import indices as one_election
from kzelect.measures.by_election import indices_by
from kzelect.measures.indices import INDICES

RESULTS = pd.DataFrame(
    {
        "country": ["KZ", "KG", "KZ", "KG", "KZ", "KZ"],
        "year": [2007, 2005, 2004, 2005, 2004, 2007],
        "votes": [90, 30, 60, 70, 40, 10],
        "seats": [10, 2, 7, 8, 3, 0],
    }
)


def expected(results, keys):
    """Return all indices, one election at a time, by the functions of one election."""
    rows = []
    for key, group in results.groupby(keys, sort=False):
        votes, seats = group["votes"], group["seats"]
        row = dict(zip(keys, key, strict=True))
        for name, index in INDICES.items():
            function = getattr(one_election, name)
            if index.of_both:
                row[name] = function(votes, seats)
            else:
                row[f"{name}_votes"], row[f"{name}_seats"] = function(votes), function(seats)
        rows.append(row)
    found = pd.DataFrame(rows)
    return found.astype(dict.fromkeys(found.columns[len(keys) :], "Float64"))


@st.composite
def panels(draw):
    rows = draw(st.integers(1, 40))
    column = lambda values: draw(st.lists(values, min_size=rows, max_size=rows))  # noqa: E731
    maybe = st.one_of(st.integers(0, 50), st.sampled_from([0, 0, None]))
    return pd.DataFrame(
        {
            "country": column(st.sampled_from(["KZ", "KG", "UZ"])),
            "year": column(st.integers(1991, 1993)),
            "votes": pd.array(column(maybe), dtype="Int64"),
            "seats": pd.array(column(maybe), dtype="Int64"),
        }
    )


class TestIndicesBy:
    def test_the_columns_asked_for(self):
        found = indices_by(RESULTS, by="year", indices=["effective_parties", "gallagher"])
        assert list(found.columns) == [
            "year",
            "effective_parties_votes",
            "effective_parties_seats",
            "gallagher",
        ]
        assert found["gallagher"].dtype == "Float64"

    def test_all_by_default_and_in_order_of_appearance(self):
        found = indices_by(RESULTS, by=["country", "year"])
        assert found[["country", "year"]].to_numpy().tolist() == [
            ["KZ", 2007],
            ["KG", 2005],
            ["KZ", 2004],
        ]
        pd.testing.assert_frame_equal(found, expected(RESULTS, ["country", "year"]))

    @settings(deadline=None, max_examples=20)
    @given(panels())
    def test_as_one_election_at_a_time(self, results):
        keys = ["country", "year"]
        found = indices_by(results, by=keys)
        pd.testing.assert_frame_equal(found, expected(results, keys), rtol=1e-12, atol=1e-14)

    def test_sorted_and_unsorted_agree(self):
        rng = np.random.default_rng(2004)
        results = pd.DataFrame(
            {
                "election": np.repeat(np.arange(3000), 7),
                "votes": rng.integers(0, 10**6, 21000),
                "seats": rng.integers(0, 20, 21000),
            }
        )
        mixed = results.sample(frac=1, random_state=1)
        found = indices_by(mixed, by="election").sort_values("election", ignore_index=True)
        pd.testing.assert_frame_equal(found, indices_by(results, by="election"), rtol=1e-12)
        appearance = mixed["election"].drop_duplicates().to_list()
        assert indices_by(mixed, by="election")["election"].to_list() == appearance

    def test_nearly_proportional_to_1e_12(self):
        # Seats are votes but for one part in 10^9: sums of squares lose this difference,
        # shares keep it. Both are integers, so that the reference is exact.
        votes = np.array([4 * 10**9, 3 * 10**9, 2 * 10**9, 10**9])
        seats = votes + np.array([1, -1, 1, -1])
        results = pd.DataFrame({"election": 1, "votes": votes, "seats": seats})
        found = indices_by(results, by="election").loc[0]
        deviations = [1e-10, 1e-10, 1e-10, 1e-10]
        exact = {
            "gallagher": math.sqrt(sum(d * d for d in deviations) / 2),
            "loosemore_hanby": 2e-10,
            "lijphart": 1e-10,
            "rae": 1e-10,
        }
        for name, value in exact.items():
            assert found[name] == pytest.approx(value, rel=1e-5, abs=0)

    @pytest.mark.parametrize(
        "keys",
        [
            [2004, 2004, 2007, 2007],
            [-(2**62), -(2**62), 2**62, 2**62],
            pd.array([1, 1, 2, 2], dtype="Int64"),
            np.array([0, 0, 2**64 - 1, 2**64 - 1], dtype=np.uint64),
            [2004.5, 2004.5, 2007.0, 2007.0],
            [True, True, False, False],
            ["b", "b", "a", "a"],
            [dt.date(2004, 9, 19)] * 2 + [dt.date(2007, 8, 18)] * 2,
            pd.to_datetime(["2004-09-19"] * 2 + ["2007-08-18"] * 2),
            pd.Categorical(["b", "b", "a", "a"], categories=["a", "b", "c"]),
            [("KZ", 2004)] * 2 + [("KZ", 2007)] * 2,
            [1, 1, "one", "one"],
        ],
        ids=lambda keys: str(getattr(keys, "dtype", type(keys[0]).__name__)),
    )
    def test_keys_of_any_type(self, keys):
        results = pd.DataFrame(
            {"key": keys, "votes": [60, 40, 90, 10], "seats": [7, 3, 10, 0]},
        ).iloc[[0, 2, 1, 3]]
        found = indices_by(results, by="key", indices=["gallagher"])
        assert found["key"].to_list() == [results["key"].iloc[0], results["key"].iloc[1]]
        assert found["key"].dtype == results["key"].dtype
        assert found["gallagher"].to_list() == pytest.approx([0.1, 0.1])

    def test_many_keys_with_wide_ranges(self):
        wide = 2**40
        results = pd.DataFrame(
            {
                "a": [0, wide, 0, wide],
                "b": [wide, 0, wide, 0],
                "c": [0, 0, wide, wide],
                "votes": [1, 2, 3, 4],
                "seats": [1, 2, 3, 4],
            }
        )
        found = indices_by(results, by=["a", "b", "c"], indices=["herfindahl"])
        assert found[["a", "b", "c"]].equals(results[["a", "b", "c"]])
        assert (found["herfindahl_votes"] == 1).all()

    def test_more_pairs_of_keys_than_can_be_packed_with_a_row(self):
        # 2^21 rows leave 40 bits for the number of an election; two keys of 2^21 need 42.
        rows = 2**21
        a = np.arange(rows)[::-1] * 4
        results = pd.DataFrame({"a": a, "b": a ^ 2**22, "votes": 1, "seats": 1})
        found = indices_by(results, by=["a", "b"], indices=["gallagher"])
        assert found[["a", "b"]].equals(results[["a", "b"]])
        assert (found["gallagher"] == 0).all()

    def test_missing_counts_concern_their_election_only(self):
        results = RESULTS.astype({"votes": "Int64", "seats": "Int64"})
        results.loc[0, "votes"] = pd.NA
        found = indices_by(results, by="year").set_index("year")
        assert found["effective_parties_votes"].isna().to_dict() == {
            2007: True,
            2005: False,
            2004: False,
        }
        assert found["gallagher"].isna().to_list() == [True, False, False]
        assert found["effective_parties_seats"].notna().all()

    def test_nan_is_missing_too(self):
        results = RESULTS.astype({"votes": float})
        results.loc[0, "votes"] = math.nan
        assert indices_by(results, by="year")["gini"].isna().to_list() == [True, False, False]

    def test_votes_alone(self):
        found = indices_by(RESULTS.drop(columns="seats"), by="year", seats=None)
        names = [name for name, index in INDICES.items() if not index.of_both]
        assert list(found.columns) == ["year", *(f"{name}_votes" for name in names)]
        with pytest.raises(KzelectError, match="'gallagher' compares votes with seats"):
            indices_by(RESULTS, by="year", seats=None, indices=["gallagher"])

    def test_other_column_names(self):
        renamed = RESULTS.rename(columns={"votes": "stimmen", "seats": "sitze"})
        found = indices_by(renamed, by="year", votes="stimmen", seats="sitze")
        pd.testing.assert_frame_equal(found, indices_by(RESULTS, by="year"))

    def test_no_rows(self):
        found = indices_by(RESULTS.head(0), by=["country", "year"], indices=["gini"])
        assert list(found.columns) == ["country", "year", "gini"]
        assert len(found) == 0
        assert found["year"].dtype == RESULTS["year"].dtype

    def test_the_index_of_the_frame_does_not_matter(self):
        moved = RESULTS.set_axis([7] * len(RESULTS))
        found = indices_by(moved, by="year")
        pd.testing.assert_frame_equal(found, indices_by(RESULTS, by="year"))

    def test_the_input_is_left_alone(self):
        before = RESULTS.copy()
        indices_by(RESULTS, by="year")
        pd.testing.assert_frame_equal(RESULTS, before)


class TestRefusals:
    @pytest.mark.parametrize("dtype", ["object", "Int64", "float64"])
    def test_missing_keys(self, dtype):
        results = RESULTS.astype({"year": dtype})
        results.loc[3, "year"] = None
        with pytest.raises(LabelError, match="key 'year' of row 3 is missing"):
            indices_by(results, by="year")

    def test_columns(self):
        with pytest.raises(LabelError, match="results has no column 'election'; expected one"):
            indices_by(RESULTS, by="election")
        twice = pd.concat([RESULTS, RESULTS[["votes"]]], axis=1)
        with pytest.raises(LabelError, match="results has 2 columns 'votes'; expected one"):
            indices_by(twice, by="year")
        with pytest.raises(LabelError, match="not all different"):
            indices_by(RESULTS, by=["year", "year"])

    @pytest.mark.parametrize("dtype", ["int8", "Int8", "uint64", "int64"])
    def test_keys_at_the_ends_of_their_type(self, dtype):
        info = np.iinfo(dtype.lower())
        ends = np.array([info.max, info.min, info.max, info.min + 1], dtype=dtype.lower())
        keys = pd.array(ends, dtype=dtype)
        results = pd.DataFrame({"key": keys, "votes": [1, 5, 1, 7]})
        found = indices_by(results, by="key", seats=None, indices=["effective_parties"])
        assert found["key"].tolist() == [info.max, info.min, info.min + 1]
        assert found["effective_parties_votes"].tolist() == [2, 1, 1]

    def test_all_votes_as_the_base(self):
        results = RESULTS.assign(cast=[120, 100, 150, 100, 150, 120])
        found = indices_by(results, by="year", total_votes="cast").set_index("year")
        for year, group in results.groupby("year"):
            for name, index in INDICES.items():
                total = {"total_votes": group["cast"].iloc[0]}
                if index.of_both:
                    alone = index.function(group["votes"], group["seats"], **total)
                    assert found.loc[year, name] == pytest.approx(alone, rel=1e-12)
                else:
                    assert found.loc[year, f"{name}_seats"] == index.function(group["seats"])
                    alone = index.function(group["votes"], **total)
                    assert found.loc[year, f"{name}_votes"] == pytest.approx(alone, rel=1e-12)

    def test_all_votes_that_are_no_base(self):
        missing = RESULTS.assign(cast=pd.array([None, 100, 150, 100, 150, None], dtype="Int64"))
        found = indices_by(missing, by="year", total_votes="cast")
        assert found["gallagher"].isna().tolist() == [True, False, False]
        few = RESULTS.assign(cast=[120, 100, 150, 100, 150, 121])
        with pytest.raises(KzelectError, match="election 2007: 'cast' is 121 and 120"):
            indices_by(few, by="year", total_votes="cast")
        few["cast"] = [120, 99, 150, 99, 150, 120]
        with pytest.raises(KzelectError, match="election 2005: the parties have 100 votes and"):
            indices_by(few, by="year", total_votes="cast")

    def test_all_votes_are_compared_with_the_votes_of_each_election(self):
        # The first election has more rows than votes, and less of the votes than the second.
        rows = pd.DataFrame({"year": [1, 1, 1, 2, 2], "votes": [0.1, 0.1, 0.1, 30.0, 20.0]})
        rows["cast"] = [0.3, 0.3, 0.3, 50, 50]  # 0.1 + 0.1 + 0.1 is a little more than 0.3
        few = {"by": "year", "seats": None, "indices": ["effective_parties"], "total_votes": "cast"}
        found = indices_by(rows, **few)["effective_parties_votes"]
        assert found.tolist() == pytest.approx([3, 1 / (0.6**2 + 0.4**2)])
        with pytest.raises(KzelectError, match="election 2: the parties have 50 votes and"):
            indices_by(rows.replace({"cast": {50: 49.9}}), **few)

    def test_what_is_no_table(self):
        with pytest.raises(KzelectError, match="results is a list; expected a DataFrame of pandas"):
            indices_by([1], by="k")

    def test_no_key(self):
        with pytest.raises(LabelError, match="by names no column"):
            indices_by(RESULTS, by=[])

    def test_a_key_called_as_an_index_is(self):
        results = RESULTS.rename(columns={"year": "gini"})
        with pytest.raises(LabelError, match="key 'gini' is also the name of an index"):
            indices_by(results, by="gini")

    @pytest.mark.parametrize("value", [-1.0, math.inf])
    def test_counts_from_0_up(self, value):
        results = RESULTS.astype({"seats": float})
        results.loc[0, "seats"] = math.nan
        results.loc[2, "seats"] = value
        with pytest.raises(KzelectError, match=f"seats of row 2 are {value:g}; expected a non-neg"):
            indices_by(results, by="year")

    def test_counts_are_numbers(self):
        results = RESULTS.astype({"votes": str})
        with pytest.raises(KzelectError, match="column 'votes' is of type str; expected numbers"):
            indices_by(results, by="year")

    def test_unknown_index(self):
        with pytest.raises(KzelectError, match="'galagher' is not an index"):
            indices_by(RESULTS, by="year", indices=["galagher"])
