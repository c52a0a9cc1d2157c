"""Elections in the partitions of a Dask DataFrame: the same as in one frame of pandas."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from kzelect import admission
from kzelect.errors import AllocationError, KzelectError, LabelError, TieError
from kzelect.measures.by_election import apportion_by, indices_by, turnout_by

dask = pytest.importorskip("dask")
dd = pytest.importorskip("dask.dataframe")


@pytest.fixture(autouse=True)
def one_thread():
    with dask.config.set(scheduler="synchronous"):
        yield


def elections(count=60, seed=2004):
    """Shuffled elections of different sizes with a key of two columns; every one is torn."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"c{number % 4}", 1990 + number // 4, f"p{at}", int(rng.integers(1, 10**6)))
        for number in range(count)
        for at in range(2 + number % 6)
    ]
    frame = pd.DataFrame(rows, columns=["country", "year", "party", "votes"])
    frame["seats"] = rng.integers(0, 50, len(frame))
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


RESULTS = elections()
KEYS = ["country", "year"]


def torn(frame, partitions=7):
    """Cut a frame into partitions; elections lie across them."""
    return dd.from_pandas(frame, npartitions=partitions, sort=False)


def ordered(frame, columns):
    return frame.sort_values(columns).reset_index(drop=True)


def like(frame, model):
    """Give text the type it came with: Dask stores it in its own."""
    return frame.astype(model.dtypes[KEYS[:1]].to_dict())


def test_elections_lie_across_partitions():
    pieces = [part.compute() for part in torn(RESULTS).partitions]
    homes = pd.concat(
        [part[KEYS].drop_duplicates().assign(home=at) for at, part in enumerate(pieces)]
    )
    assert homes.groupby(KEYS).size().max() > 3


@pytest.mark.parametrize("partitions", [1, 7, 100])
def test_indices_equal_those_of_one_frame(partitions):
    single = indices_by(RESULTS, by=KEYS)
    many = indices_by(torn(RESULTS, partitions), by=KEYS)
    assert isinstance(many, dd.DataFrame)
    assert list(many.columns) == list(single.columns)
    found = like(many.compute(), single)
    assert len(found) == len(single)
    pd.testing.assert_frame_equal(ordered(found, KEYS), ordered(single, KEYS), rtol=0, atol=1e-12)


def test_indices_of_votes_alone():
    few = {"by": "year", "seats": None, "indices": ["effective_parties"]}
    single, many = indices_by(RESULTS, **few), indices_by(torn(RESULTS), **few)
    pd.testing.assert_frame_equal(
        ordered(many.compute(), ["year"]), ordered(single, ["year"]), rtol=0, atol=1e-12
    )


@pytest.mark.parametrize(
    "rule",
    [
        {"method": "hare", "seats": 60, "threshold": 0.05},
        {"method": "dhondt", "seats": "house"},
        {"method": "hare", "seats": 60, "threshold": 0.05, "threshold_base": "cast"},
        {"method": "sainte_lague", "seats": 9, "threshold": {f"p{at}": at / 40 for at in range(7)}},
        {"method": "dhondt", "seats": 9, "ties": [f"p{at}" for at in range(7)]},
        {
            "method": "hare",
            "seats": 60,
            "threshold": (admission.share({"p0": 0.3}) | admission.exempt("p1", "p5"))
            & admission.districts({f"p{at}": at for at in range(7)}, least=1),
            "min_seats": 3,
        },
        {"method": "dhondt", "seats": 9, "threshold": admission.largest(2), "min_lists": 1},
    ],
)
def test_seats_are_the_same_whatever_the_partitions(rule):
    base = RESULTS.drop(columns="seats")
    base["house"] = 10 + base["year"] % 7
    base["cast"] = base.groupby(KEYS)["votes"].transform("sum") * 2
    single = apportion_by(base, by=KEYS, **rule)
    many = apportion_by(torn(base), by=KEYS, **rule)
    assert isinstance(many, dd.DataFrame)
    found = like(many.compute(), single).astype({"party": single["party"].dtype})
    # Rows keep their index, so it is known where each stood.
    pd.testing.assert_frame_equal(found.sort_index(), single)


def test_seats_of_each_election_from_a_series():
    base = RESULTS.query("country == 'c1'").drop(columns="seats")
    house = pd.Series({year: 5 + year % 9 for year in base["year"].unique()})
    single = apportion_by(base, by="year", seats=house, method="hare")
    many = apportion_by(torn(base), by="year", seats=house, method="hare").compute()
    assert many.sort_index()["seats"].tolist() == single.sort_index()["seats"].tolist()


def stations(rows=500):
    rng = np.random.default_rng(5)
    registered = rng.integers(100, 3000, rows)
    cast = (registered * rng.uniform(0.2, 0.9, rows)).astype(int)
    invalid = cast // 50
    frame = pd.DataFrame(
        {
            "country": rng.choice(["c0", "c1"], rows),
            "year": rng.integers(1991, 2011, rows),
            "registered": registered,
            "ballots_cast": pd.array(cast, dtype="Int64"),
            "valid_votes": cast - invalid,
            "invalid_votes": pd.array(invalid, dtype="Int64"),
        }
    )
    frame.loc[[3, 77], "ballots_cast"] = pd.NA
    return frame


def test_turnout_is_the_same_to_the_last_digit():
    single = turnout_by(stations(), by=KEYS)
    many = turnout_by(torn(stations()), by=KEYS)
    assert isinstance(many, dd.DataFrame)
    found = like(many.compute(), single)
    assert found["rows_missing"].sum() == 2
    pd.testing.assert_frame_equal(ordered(found, KEYS), ordered(single, KEYS), check_exact=True)


@pytest.mark.parametrize("partitions", [1, 3, 25])
def test_sorted_rows_need_no_shuffle(partitions, monkeypatch):
    monkeypatch.setattr(dd.DataFrame, "shuffle", None, raising=False)
    base = RESULTS.sort_values(KEYS, ignore_index=True)
    pieces = torn(base, partitions)
    single = indices_by(base, by=KEYS)
    found = like(indices_by(pieces, by=KEYS, presorted=True).compute(), single)
    pd.testing.assert_frame_equal(ordered(found, KEYS), ordered(single, KEYS), rtol=0, atol=1e-12)
    rule = {"by": KEYS, "seats": 60, "method": "hare", "name": "hare"}
    seats = apportion_by(pieces, presorted=True, **rule).compute().sort_index()
    assert seats["hare"].tolist() == apportion_by(base, **rule)["hare"].tolist()
    rows = stations().sort_values(KEYS, ignore_index=True)
    single = turnout_by(rows, by=KEYS)
    found = turnout_by(torn(rows, partitions), by=KEYS, presorted=True).compute()
    found = ordered(like(found, single), KEYS)
    pd.testing.assert_frame_equal(found, ordered(single, KEYS), check_exact=True)


@pytest.mark.parametrize("order", [[0, 2, 1, 3], [3, 2, 1, 0], [1, 0, 2, 3]])
@pytest.mark.parametrize("partitions", [1, 2, 4])
def test_rows_that_are_not_sorted_are_not_taken_for_sorted(order, partitions):
    rows = pd.DataFrame({"year": np.repeat(order, 3), "votes": range(1, 13)})
    lazy = indices_by(torn(rows, partitions), by="year", seats=None, presorted=True)
    with pytest.raises(LabelError, match=r"rows of \d come after rows of \d; expected rows sorted"):
        lazy.compute()


@pytest.mark.parametrize(
    "keys",
    [
        np.resize([2.5, 1.25, 7.0], len(RESULTS)),
        pd.Categorical(np.resize(["a", "b", "c"], len(RESULTS)), categories=list("cbax")),
        pd.to_datetime(np.resize(["2004-09-19", "2007-08-18"], len(RESULTS))),
    ],
)
def test_a_key_may_be_of_any_type(keys):
    results = RESULTS.assign(key=keys)
    single = indices_by(results, by="key", indices=["gallagher"]).set_index("key")["gallagher"]
    many = indices_by(torn(results), by="key", indices=["gallagher"]).compute()
    found = many.set_index("key")["gallagher"]
    assert len(found) == len(single)
    for key, value in single.items():
        assert found[key] == pytest.approx(value, abs=1e-12)


# Dask's own call of pandas.
@pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index")
def test_a_file_in_any_order_gives_the_same_seats(tmp_path):
    base = RESULTS.drop(columns="seats")
    for name, order in {"a": base, "b": base.sort_values("votes"), "c": base[::-1]}.items():
        for part in range(5):
            rows = order.iloc[part * 50 : (part + 1) * 50] if part < 4 else order.iloc[200:]
            rows.to_parquet(tmp_path / f"{name}{part}.parquet", index=False)
        files = dd.read_parquet(tmp_path / f"{name}*.parquet")
        assert files.npartitions == 5
        found = apportion_by(files, by=KEYS, seats=60, method="hare").compute()
        single = apportion_by(base, by=KEYS, seats=60, method="hare")
        columns = [*KEYS, "party"]
        assert (
            ordered(found, columns)["seats"].tolist() == ordered(single, columns)["seats"].tolist()
        )


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda f: indices_by(f, by="region"), LabelError, "no column 'region'"),
        (lambda f: indices_by(f, by="year", indices=["x"]), KzelectError, "'x'"),
        (lambda f: turnout_by(f, by="year"), LabelError, "no column 'registered'"),
        (
            lambda f: apportion_by(f, by="year", seats=5, method="hare"),
            LabelError,
            "already has a column 'seats'",
        ),
        (
            lambda f: apportion_by(f, by=KEYS, seats=5, method="lot", name="s"),
            AllocationError,
            "method 'lot'",
        ),
        (
            lambda f: apportion_by(f, by=KEYS, seats="house", method="hare", name="s"),
            LabelError,
            "no column 'house', named as seats",
        ),
        (
            lambda f: apportion_by(
                f, by=KEYS, seats=5, method="hare", name="s", ties=np.random.default_rng(1)
            ),
            AllocationError,
            "a lot cannot be drawn in partitions",
        ),
    ],
)
def test_what_is_wrong_with_columns_is_named_at_once(call, error, text):
    with pytest.raises(error, match=text):
        call(torn(RESULTS))


def test_what_is_wrong_with_rows_is_named_when_computed():
    tie = torn(pd.DataFrame({"year": [1, 1, 2], "party": list("aba"), "votes": [5, 5, 1]}), 2)
    with pytest.raises(TieError, match="election 1: 2 parties tie for 1 seat: ") as caught:
        apportion_by(tie, by="year", seats=1, method="dhondt").compute()
    assert set(caught.value.parties) == {"a", "b"}
    late = apportion_by(torn(RESULTS), by=KEYS, seats=9, method="hare", name="s", ties=["p0"])
    with pytest.raises(LabelError, match="ties must name every party once, in order; wrong: p"):
        late.compute()


@pytest.mark.parametrize("presorted", [False, True])
@pytest.mark.parametrize(
    "rule",
    [
        {"threshold": admission.share(0.1) | admission.exempt("X")},
        {"threshold": {"X": 0.3}},
        {"threshold": admission.share(pd.Series({"X": 0.3})) & admission.largest(3)},
        {"ties": ["C", "B", "A", "X"]},
    ],
)
def test_a_rule_names_parties_that_stand_somewhere_in_the_table(rule, presorted):
    rows = pd.DataFrame({"year": [1, 1, 2, 2, 3], "party": list("ABABC"), "votes": [9, 6, 7, 5, 3]})
    rows.loc[3, "party"] = "X"
    every = {"by": "year", "seats": 5, "method": "dhondt", "presorted": presorted} | rule
    found = apportion_by(torn(rows, 3), **every).compute().sort_index()
    assert found["seats"].tolist() == apportion_by(rows, **every)["seats"].tolist()
    nowhere = rows.replace({"party": {"X": "B"}})
    for table in (nowhere, torn(nowhere, 3)):
        with pytest.raises(LabelError, match="X"):
            getattr(apportion_by(table, **every), "compute", int)()


def test_an_order_for_ties_is_labels():
    with pytest.raises(LabelError, match="expected labels of the parties"):
        apportion_by(torn(RESULTS), by=KEYS, seats=5, method="hare", name="s", ties=[["p0"], "p1"])


def test_nothing_is_read_before_it_is_computed():
    read = []

    def rows(at):
        read.append(at)
        return RESULTS[at::2]

    lazy = dd.from_map(rows, [0, 1], meta=RESULTS.iloc[:0])
    found = indices_by(lazy, by=KEYS)
    assert read == []
    assert len(found.compute()) == len(indices_by(RESULTS, by=KEYS))
    assert sorted(read) == [0, 1]


def test_only_columns_that_are_needed_are_read():
    read = []

    def rows(at, columns=None):
        read.append(sorted(columns))
        return RESULTS[at::2][columns]

    lazy = dd.from_map(rows, [0, 1], meta=RESULTS.iloc[:0])
    indices_by(lazy, by="year", seats=None, indices=["entropy"]).compute()
    assert read == [["votes", "year"]] * 2


def test_frames_of_pandas_do_not_need_dask():
    code = (
        "import sys, pandas as pd, kzelect as kz; "
        "kz.indices_by(pd.DataFrame({'k': [1], 'votes': [2]}), by='k', seats=None); "
        "print('dask' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
