"""What the rows of typed tables say together: keys, names that look alike, second meanings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from kzelect.apportionment import apportion
from kzelect.errors import AllocationError
from kzelect.io.clean import Cleaned
from kzelect.io.report import Repair
from kzelect.io.schemas import KEYS
from kzelect.measures.shares import total
from kzelect.text import ROUNDS
from kzelect.text.contenders import contender_kind, look_of

SINGLY = 3  # repeated keys that are listed one by one
FEW = 20  # empty keys of one column that are listed one by one
NAMING = ["parties", "proportional", "majoritarian", "seat_totals", "district_results"]
METHODS: list[Literal["hare", "dhondt", "sainte_lague"]] = ["hare", "dhondt", "sainte_lague"]


def compare_keys(cleaned: Cleaned, name: str) -> None:
    """Note rows whose key is incomplete or was there before."""
    frame, key = cleaned.frames[name], KEYS[name]
    file, rows = cleaned.places[name]
    refused = {(p.file, p.row, p.column) for p in cleaned.problems}
    needed = [column for column in key if name != "district_results" or column != "party"]
    for column in [*needed, *({"order"} & set(frame))]:
        missing = [
            position
            for position in frame.index[frame[column].isna()]
            if (file, rows[position], column) not in refused
        ]
        expected = f"{column} in every row"
        for position in missing[:FEW]:
            cleaned.note(name, position, column, None, expected)
        if len(missing) > FEW:
            cleaned.note(name, None, column, f"{len(missing) - FEW} more empty cells", expected)
    again = frame.index[frame[needed].notna().all(axis=1) & frame.duplicated(key)]
    columns = ", ".join(key)
    if len(again) < 2 or (len(again) <= SINGLY and 2 * len(again) < len(frame)):
        for position in again:
            value = ", ".join(map(str, frame.loc[position, key]))
            cleaned.note(name, position, columns, value, "one row with this key")
        return
    different = len(frame[key].drop_duplicates())
    if name == "proportional":
        found = f"{len(frame)} rows share {different} parties"
        expected = (
            "one row for each party: sum the rows by party, pass them as districts= (or in a "
            "table districts) if each is a candidate, or use kzelect.indices_by(frame, by=…)"
        )
    else:
        found = f"{len(frame)} rows share {different} keys"
        expected = f"one row for each {columns}: sum the others, or remove them"
    cleaned.note(name, int(again[0]), columns, found, expected)


def compare_looks(cleaned: Cleaned) -> None:
    """Refuse a name that looks like another of its table; report it if the table is another."""
    seen: dict[str, tuple[str, str]] = {}
    said: set[str] = set()
    for name in NAMING:
        frame = cleaned.frames[name]
        here: dict[tuple[Any, ...], str] = {}
        others = [column for column in KEYS[name] if column != "party"]
        keys: list[list[Any]] = frame[["party", *others]].to_numpy(dtype=object).tolist()
        for position, (label, *rest) in enumerate(keys):
            if pd.isna(label):
                continue
            look = look_of(label)
            other = here.setdefault((look, *rest), label)
            if other != label:
                expected = f"one row for each party: this looks like {other!r}, in case or letters"
                cleaned.note(name, position, "party", label, expected)
            table, first = seen.setdefault(look, (name, label))
            if first != label and table != name and label not in said:
                said.add(label)
                rule = f"looks like {first!r} in {table}, in case or letters: read as another party"
                file = cleaned.places[name][0]
                cleaned.repairs.append(Repair(file, None, "party", label, label, rule))


def compare_valid_votes(cleaned: Cleaned) -> None:
    """Refuse a row without which the votes of a tier are the valid votes of the turnout."""
    valid: dict[Any, Any] = dict(cleaned.frames["turnout"][["ballot", "valid_votes"]].to_numpy())
    no_doubt = {*cleaned.frames["parties"]["party"], *(p.value for p in cleaned.problems)}
    for name in ("proportional", "majoritarian"):
        frame = cleaned.frames[name]
        ballots = frame["round"].map(ROUNDS) if name == "majoritarian" else ["list"] * len(frame)
        for ballot, rows in frame.groupby(pd.Series(ballots, index=frame.index)):
            whole, stated = total(rows["votes"]), valid.get(ballot, pd.NA)
            if pd.isna(whole) or pd.isna(stated) or whole == stated:
                continue
            without = rows[whole - rows["votes"] == stated]
            for position, label in without["party"].dropna().items():
                if label not in no_doubt and contender_kind(label) == "party":
                    expected = (
                        f"a contender: the others have all {stated} valid votes. Remove the row, "
                        "or name it in a table parties if it stood"
                    )
                    cleaned.note(name, position, "party", label, expected)


def ask_about_seats(cleaned: Cleaned, known: Mapping[str, Any]) -> None:
    """Refuse seats that are equal in every row and that the votes cannot give.

    They can be the size of the district. The facts answer: ``seats_list`` is their sum if
    they were won, and one of them if not.
    """
    frame = cleaned.frames["proportional"]
    seats, votes = frame["seats"], frame["votes"]
    if (
        len(frame) < 2
        or frame[["seats", "votes"]].isna().any(axis=None)
        or set(seats) != {seats.iloc[0]}
        or not seats.iloc[0]
        or len(cleaned.frames["seat_totals"])
    ):
        return
    each, whole = int(seats.iloc[0]), int(seats.sum())
    stated = known.get("seats_list", known.get("seats_total"))
    if stated == each:
        frame["seats"] = pd.array([pd.NA] * len(frame), dtype="Int64")
        rule = f"{each} in every row are the seats of the district, as the facts say: won by nobody"
        cleaned.repairs.append(
            Repair(cleaned.places["proportional"][0], None, "seats", str(each), "left out", rule)
        )
    elif stated != whole and not _can_win(votes, each, whole):
        expected = (
            f"seats won, but no method gives each of {len(frame)} parties {each} for these votes: "
            f"pass seats_list={each} if that is the size of the district, or seats_list={whole} "
            "if they were won"
        )
        cleaned.note("proportional", None, "seats", f"{each} in every row", expected)


def _can_win(votes: pd.Series[Any], each: int, whole: int) -> bool:
    """Say whether some method gives all parties the same seats for these votes."""
    counts = dict(enumerate(map(int, votes)))
    try:
        return any(set(apportion(counts, whole, method=m).values()) == {each} for m in METHODS)
    except AllocationError:  # a tie, or no votes at all
        return True


def seats_without_votes(cleaned: Cleaned) -> pd.DataFrame:
    """Take seats that nobody voted for out of the list tier; return their rows.

    They are such seats if the other rows have all the valid votes, or if nothing says how
    many these are.
    """
    frame, turnout = cleaned.frames["proportional"], cleaned.frames["turnout"]
    without = frame["votes"].isna() & frame["share_pct"].isna() & (frame["seats"] > 0).fillna(False)
    rest, unvoted = frame[~without], frame[without]
    votes = total(rest["votes"])
    if unvoted.empty or len(rest) < 2 or pd.isna(votes) or not votes:
        return unvoted[:0]
    valid = turnout.loc[turnout["ballot"] == "list", "valid_votes"].dropna()
    if (valid != votes).any():
        return unvoted[:0]  # the others lack votes: these rows may have them
    file, rows = cleaned.places["proportional"]
    rule = (
        f"seats without votes: kept among all seats, not in the list tier; shares are of the "
        f"{votes} votes of the others"
    )
    for position in frame.index[without]:
        found = f"{frame.loc[position, 'party']}: {frame.loc[position, 'seats']} seats"
        cleaned.repairs.append(Repair(file, rows[position], "votes", found, None, rule))
    cleaned.frames["proportional"] = rest.reset_index(drop=True)
    cleaned.places["proportional"] = (file, [rows[position] for position in rest.index])
    return unvoted


def seat_nobody_against_all(cleaned: Cleaned) -> None:
    """Read a dash as no seat where votes against all stand among rows with seats."""
    described = cleaned.frames["parties"][["party", "contender_type"]].dropna()
    kinds: dict[Any, str] = dict(described.to_numpy())
    rule = "nobody sits for votes against all"
    for name in ("proportional", "majoritarian"):
        frame = cleaned.frames[name]
        against = _against_all(frame, kinds) & frame["seats"].isna()
        if against.any() and not frame["seats"].isna().all():
            frame.loc[against, "seats"] = 0
            cleaned.derive(name, "seats", rule)
    totals = cleaned.frames["seat_totals"]
    seats = totals[["seats_list", "seats_district", "seats_total"]]
    against = _against_all(totals, kinds) & seats.isna().all(axis=1)
    if against.any():
        cleaned.frames["seat_totals"] = totals[~against].reset_index(drop=True)
        cleaned.derive("seat_totals", "party", rule)


def _against_all(frame: pd.DataFrame, kinds: Mapping[Any, str]) -> pd.Series[bool]:
    names = frame["party_name"].fillna(frame["party"]).fillna("")
    found = [
        kinds.get(label, contender_kind(name)) == "against_all"
        for label, name in zip(frame["party"], names, strict=True)
    ]
    return pd.Series(found, index=frame.index, dtype=bool)
