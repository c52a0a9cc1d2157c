import pickle

import pytest

import kzelect as kz
from kzelect import errors
from kzelect.errors import DataError, KzelectError, Problem, TieError


@pytest.mark.parametrize("name", [n for n in errors.__all__ if n.endswith("Error")])
def test_every_error_is_ours_and_a_value_error(name):
    assert issubclass(getattr(errors, name), KzelectError)
    assert issubclass(KzelectError, ValueError)


def test_data_error_lists_every_problem_with_its_place():
    problems = [
        Problem("a.csv", 3, "votes", "-1", "0 or more"),
        Problem("a.csv", None, None, None, "a readable file"),
    ]
    text = str(DataError(problems))
    assert text.splitlines() == [
        "2 problems in the data:",
        "a.csv, row 3, column votes: found '-1', expected 0 or more",
        "a.csv: expected a readable file",
    ]


def test_data_error_survives_a_process_boundary():
    error = pickle.loads(pickle.dumps(DataError([Problem("a.csv", 3, "votes", "-1", "0 or more")])))
    assert error.problems[0].column == "votes"


def test_tie_error_carries_who_ties_for_what():
    error = TieError("a and b tie", parties=("a", "b"), seats=1)
    assert (error.parties, error.seats, error.rows) == (("a", "b"), 1, ())


def test_tie_error_survives_a_process_boundary():
    error = TieError("a and b tie", parties=("a", "b"), seats=1, rows=(2004,))
    again = pickle.loads(pickle.dumps(error))
    assert (again.parties, again.seats, again.rows) == (("a", "b"), 1, (2004,))
    assert str(again) == "a and b tie"


FOREIGN = type("DataFrame", (), {"__module__": "polars.frame", "to_pandas": lambda self: None})()


@pytest.mark.parametrize(
    "call",
    [
        lambda frame: kz.indices_by(frame, by="election"),
        lambda frame: kz.apportion_by(frame, by="election", seats=3, method="hare"),
        lambda frame: kz.turnout_by(frame, by="election"),
        kz.clean,
        lambda frame: kz.Election.from_frames(proportional=frame),
        lambda frame: kz.apportion(frame, 3, method="hare"),
        lambda series: kz.gallagher(series, series),
        kz.banzhaf,
        kz.plots.hemicycle,
        kz.plots.vote_shares,
        kz.show,
    ],
)
def test_a_table_of_another_library_is_named_with_the_way_to_pandas(call):
    with pytest.raises(KzelectError, match=r"polars DataFrame \(pass what its to_pandas\(\)"):
        call(FOREIGN)
