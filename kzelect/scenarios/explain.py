"""Why two scenarios give different seats, in one sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import pandas as pd

from kzelect.errors import AllocationError
from kzelect.scenarios.scenario import BASE_NAMES, METHOD_NAMES, QUOTA_NAMES, Scenario, percent
from kzelect.text import listing

LISTS_NAMED = 3  # names of lists in one sentence
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def causes(before: Scenario, after: Scenario) -> tuple[str, ...]:
    """Return the fewest settings of ``after`` that, set in ``before``, give its seats.

    They are attributes of a Scenario; none if the seats are the same anyway. Of several
    smallest sets the first, in the order method, quota base, threshold, its base, size, votes.
    """
    target = after.apportion()
    changed = _changed(before, after)
    for size in range(len(changed)):
        for some in combinations(changed, size):
            try:
                if _with(before, after, some).apportion().equals(target):
                    return some
            except AllocationError:
                continue
    return changed


def explain(before: Scenario, after: Scenario, names: Mapping[Any, str]) -> str:
    """Say in one sentence what changes from one scenario to another, and why.

    Only the settings that it takes to come to the new seats are named as the reason. The
    sentence is empty if the two do not differ.

    Examples
    --------
    >>> from decimal import Decimal
    >>> votes = pd.Series({"A": 60, "B": 25, "C": 15}, dtype="Int64")
    >>> before = Scenario(votes, 4)
    >>> names = {party: party for party in votes.index}
    >>> explain(before, replace(before, method="dhondt"), names)
    "D'Hondt instead of Hare: a seat of C goes to A."
    >>> explain(before, replace(before, threshold=Decimal("0.2")), names)
    'C falls below 20 %: its seat goes to A.'
    >>> explain(before, replace(before, threshold=Decimal("0.1")), names)
    'No seat moves with a threshold of 10 %.'
    """
    settings = _changed(before, after)
    if not settings:
        return ""
    held = before.apportion()
    of_these = causes(before, after)
    enough = _with(before, after, of_these)
    change = enough.apportion() - held
    if not change.any():
        return f"No seat moves with {listing(_stated(name, after) for name in settings)}."
    out = [party for party in before.admitted if party not in enough.admitted]
    into = [party for party in enough.admitted if party not in before.admitted]
    reasons = _reasons(before, enough, of_these, out, into, names)
    if "seats" in of_these:
        signed = {p: f"{n:+}".replace("-", "–") for p, n in change.items() if n}
        moves = ", ".join(f"{names[p]} {n}" for p, n in signed.items())
    else:
        moves = _moves(change, held, out, names, is_clear=not into)
    sentence = f"{'; '.join(reasons)}: {moves}."
    return sentence[0].upper() + sentence[1:]


def without_effect(before: Scenario, after: Scenario) -> str:
    """Name in a sentence the changed settings that move no seat beside those of `explain`.

    Examples
    --------
    >>> from decimal import Decimal
    >>> before = Scenario(pd.Series({"A": 60, "B": 25, "C": 15}, dtype="Int64"), 4)
    >>> without_effect(before, replace(before, method="dhondt", threshold=Decimal("0.1")))
    'A threshold of 10 % moves no further seat.'
    """
    needed = causes(before, after)
    if _with(before, after, needed).apportion().equals(before.apportion()):
        return ""  # no seat moves, and `explain` has named them all
    rest = [_stated(name, after) for name in _changed(before, after) if name not in needed]
    if not rest:
        return ""
    verb = "moves" if len(rest) == 1 and not rest[0].endswith("s") else "move"
    sentence = f"{listing(rest)} {verb} no further seat."
    return sentence[0].upper() + sentence[1:]


def _changed(before: Scenario, after: Scenario) -> tuple[str, ...]:
    return tuple(name for name, new in after.settings.items() if new != before.settings[name])


def _with(before: Scenario, after: Scenario, settings: Collection[str]) -> Scenario:
    new = {name: getattr(after, name) for name in settings}
    return replace(before, **new) if settings else before


def _reasons(
    before: Scenario,
    after: Scenario,
    settings: Collection[str],
    out: list[Any],
    into: list[Any],
    names: Mapping[Any, str],
) -> list[str]:
    """Name the settings, those of the threshold by the lists that it lets in or keeps out."""
    mark = percent(after.threshold)
    if "threshold_base" in settings:
        mark += f" of {BASE_NAMES[after.threshold_base]}"
    gone, new = _list_names(out, names), _list_names(into, names)
    moved = list(before.votes.index[before.votes != after.votes])
    reasons = [
        (
            "method" in settings,
            f"{METHOD_NAMES[after.method]} instead of {METHOD_NAMES[before.method]}",
        ),
        ("quota_base" in settings, _stated("quota_base", after)),
        ("seats" in settings, f"{_stated('seats', after)} instead of {before.seats}"),
        (out, f"{gone} {'falls' if len(out) == 1 else 'fall'} below {mark}"),
        (into and after.threshold, f"{new} {'reaches' if len(into) == 1 else 'reach'} {mark}"),
        (into and not after.threshold, f"without a threshold {new} can win seats"),
        (
            "votes" in settings and not (out or into),
            f"with other votes for {_list_names(moved, names)}",
        ),
        ("ties" in settings, "by lot"),
    ]
    return [words for applies, words in reasons if applies]


def _moves(
    change: pd.Series[Any],
    held: pd.Series[Any],
    out: list[Any],
    names: Mapping[Any, str],
    *,
    is_clear: bool,
) -> str:
    """Say whose seats go to whom; ``is_clear`` if "its" can only mean the list that fell out."""
    lost: dict[Any, int] = {party: -n for party, n in change.items() if n < 0}
    won: dict[Any, int] = {party: n for party, n in change.items() if n > 0}
    if len(lost) == 1:
        (loser, count) = next(iter(lost.items()))
        if out == [loser] and count == held[loser]:
            number = NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else count
            whose = "its" if is_clear and count == 1 else f"{names[loser]}'s"
            what = f"{whose} seat" if count == 1 else f"{whose} {number} seats"
        else:
            what = f"{'a seat' if count == 1 else f'{count} seats'} of {names[loser]}"
    else:
        what = f"seats of {_counted(lost, names)}"
        count = sum(lost.values())
    verb = "goes" if count == 1 else "go"
    whom = names[next(iter(won))] if len(won) == 1 else _counted(won, names)
    return f"{what} {verb} to {whom}"


def _counted(seats: Mapping[Any, int], names: Mapping[Any, str]) -> str:
    return listing(f"{names[party]} ({count})" for party, count in seats.items())


def _stated(setting: str, scenario: Scenario) -> str:
    """Name one setting of a scenario."""
    return {
        "method": METHOD_NAMES[scenario.method],
        "quota_base": f"the quota taken from {QUOTA_NAMES[scenario.quota_base]}",
        "threshold": f"a threshold of {percent(scenario.threshold)}",
        "threshold_base": f"the threshold on {BASE_NAMES[scenario.threshold_base]}",
        "seats": f"{scenario.seats} list seats",
        "ties": "the lot",
        "votes": "these votes",
    }[setting]


def _list_names(parties: list[Any], names: Mapping[Any, str]) -> str:
    if len(parties) > LISTS_NAMED:
        return f"{len(parties)} lists"
    return listing(names[party] for party in parties)
