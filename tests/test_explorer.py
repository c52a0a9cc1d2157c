"""The panel, driven without a browser: set what a control sets, read what is shown."""

import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from html import unescape
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image

import kzelect as kz
from kzelect.errors import AllocationError, KzelectError, LabelError, MissingDataError
from kzelect.explorer.house import SeatBlock, house_svg
from kzelect.explorer.rules import Rules, State
from kzelect.scenarios.house import house_with, majority_in
from tests.helpers.comparison import comparison

ROOT = Path(__file__).resolve().parents[1]
load = cache(kz.load)  # nobody changes an election
YEARS = kz.elections()["election"].tolist()
NUMBERS = count(1000)
ROUNDS = int(os.environ.get("KZELECT_ROUNDS", "4"))  # more for a longer run
WITH_LISTS = [year for year in YEARS if not load(year).proportional.empty]


@pytest.fixture
def panel(e2004):
    return kz.explore(e2004)


def shown(panel):
    return panel.widget.shown


def text(html):
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S)).split())


def says(panel):
    return text(shown(panel)["sentence"])


def of_path(panel):
    return text(shown(panel)["path"]["sentence"])


def picture(panel):
    """The picture of the scenario, the last of those that are shown."""
    return shown(panel)["pictures"][-1][1]


def alt(svg):
    return unescape(re.search(r'aria-label="([^"]*)"', svg)[1])


def cells_of(panel):
    """Read the table as a reader does: cells by the name of their row."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", shown(panel)["table"])[1:]
    return {
        text(re.search(r"<th[^>]*>(.*?)</th>", row)[1]): re.findall(r"<td[^>]*>(.*?)</td>", row)
        for row in rows
    }


def shown_seats(panel):
    """Read the list seats from the table as a reader does: the fifth column."""
    rows = [cells for name, cells in cells_of(panel).items() if name != "Total"]
    return [int(cells[3]) for cells in rows if cells[3] != "–"]


def called_seats(panel):
    space = {}
    exec(shown(panel)["calls"][1], space)
    return space["seats"].tolist()


def reopened(panel, election):
    """Open a panel by the call that this one shows."""
    space = {"election": election}
    exec(shown(panel)["calls"][0].replace("kz.explore", "panel = kz.explore"), space)
    return space["panel"]


def top(panel):
    return "-".join(map(str, shown_seats(panel)[:4]))


def ask(panel, do, **what):
    """Ask as the browser does."""
    panel.widget.ask = {"n": f"view:{next(NUMBERS)}", "gesture": "view:1", "do": do, **what}


def enter(panel, n=None, gesture="view:1", **changed):
    """Enter something into controls as the browser does."""
    n = n or f"view:{next(NUMBERS)}"
    panel.widget.ask = {"n": n, "gesture": gesture, "do": "set", "values": changed}


def add_votes(panel, party, number):
    panel.set(votes={party: int(panel.scenario.votes[party]) + number})


def test_it_opens_on_the_official_result_of_2004():
    panel = kz.explore()
    assert panel.election.year == 2004
    assert top(panel) == "7-1-1-1"
    assert "gives the official seats" in says(panel)
    assert panel.seats.tolist() == panel.election.proportional["seats"].tolist()


@pytest.mark.parametrize(
    ("control", "value", "seats", "reason"),
    [
        ("method", "dhondt", "8-1-1-0", "D'Hondt instead of Hare: a seat of AIST goes to Otan."),
        ("method", "droop", "7-1-1-1", "No seat moves with Droop."),
        ("threshold", 0.0706, "7-1-1-1", "No seat moves with a threshold of 7.06 %."),
        ("threshold", 0.0707, "7-2-1-0", "AIST falls below 7.07 %: its seat goes to Aq Jol."),
        ("threshold_base", "ballots_cast", "7-2-1-0", "AIST falls below 7 % of the ballots cast"),
        ("quota_base", "all", "6-2-1-1", "The quota taken from the votes of all lists"),
        ("seats", 77, "51-10-10-6", "77 list seats instead of 10: Otan +44"),
    ],
)
def test_each_control_gives_its_seats_its_reason_and_its_call(
    panel, e2004, control, value, seats, reason
):
    panel.set(**{control: value})
    assert top(panel) == seats
    assert reason in says(panel)
    assert called_seats(panel) == shown_seats(panel) == panel.seats.tolist()
    other = reopened(panel, e2004)
    assert shown(other)["sentence"] == shown(panel)["sentence"]
    assert shown(other)["table"] == shown(panel)["table"]


def test_votes_can_be_played_with_and_reset(panel):
    add_votes(panel, "aist", -3_369)
    assert top(panel) == "7-2-1-0"
    assert "AIST falls below 7 %: its seat goes to Aq Jol." in says(panel)
    assert called_seats(panel) == shown_seats(panel)
    panel.set(method="adams", threshold=0.015, seats=30)
    panel.set(threshold_base="ballots_cast", quota_base="all")
    panel.reset()
    assert top(panel) == "7-1-1-1"
    assert "gives the official seats" in says(panel)
    assert panel.scenario.votes["aist"] == 336_177
    assert panel.scenario.threshold_base == "valid_votes"


def test_one_vote_decides_as_the_margins_say(panel):
    add_votes(panel, "aist", -3_368)
    assert top(panel) == "7-1-1-1"


def test_the_house_and_the_majority_follow_the_list_tier(panel):
    panel.set(method="dhondt")
    assert "Otan has 43 seats; 39 are a majority." in says(panel)
    assert "Otan 43" in alt(picture(panel))
    assert "a line marks the majority, 39" in alt(picture(panel))
    panel.set(seats=11)
    assert "a line marks the majority, 40" in alt(picture(panel))


def test_change_from_the_official_result_is_signed_and_marked(panel):
    panel.set(method="dhondt")
    cells = cells_of(panel)
    assert cells["Otan"][3:6] == ["8", "7", "+1"]
    assert cells["AIST"][3:6] == ["0", "1", "–1"]
    assert shown(panel)["table"].count("kz-marked") == 2
    official, mine = (svg for _, svg in shown(panel)["pictures"])
    for svg in (official, mine):  # one seat has moved: one is marked on either side
        marked = re.search(r'<g class="kz-moved"[^>]*>(.*?)</g>', svg)[1]
        assert marked.count("<circle") == 1
    assert "Otan 43 (+1)" in alt(mine)
    assert "Otan 42," in alt(official)


def test_indices_stand_beside_the_official_ones(panel):
    assert text(shown(panel)["indices"]).count("0.078") == 2
    panel.set(method="dhondt")
    votes = panel.scenario.votes
    assert f"{kz.gallagher(votes, panel.seats):.3f} 0.078" in text(shown(panel)["indices"])


def test_the_quota_base_is_off_for_methods_without_a_quota(panel):
    panel.set(quota_base="all")
    panel.set(method="sainte_lague")
    assert shown(panel)["no_quota"]
    assert "quota_base" not in shown(panel)["calls"][1]
    assert called_seats(panel) == shown_seats(panel)
    panel.set(method="hare")
    assert top(panel) == "6-2-1-1"


def test_no_allocation_is_said_and_left_again(panel):
    panel.set(method="adams", seats=3)
    assert "No allocation: " in says(panel)
    assert shown_seats(panel) == []
    assert panel.seats is None
    assert picture(panel) == ""
    panel.reset()
    assert top(panel) == "7-1-1-1"
    assert "<svg" in picture(panel)


def test_no_votes_give_no_seats(panel):
    panel.set(votes=dict.fromkeys(panel.scenario.votes.index, 0))
    assert says(panel) == "No votes, no seats."
    assert shown_seats(panel) == []


def test_ties_name_the_lists_and_a_lot_can_decide(panel):
    parties = panel.scenario.votes.index
    panel.set(votes={party: 500 if party in {"otan", "asar"} else 0 for party in parties}, seats=9)
    assert "Otan and Asar tie for 1 of the seats" in says(panel)
    assert shown(panel)["tied"]
    ask(panel, "draw_lots")
    assert sorted(n for n in panel.seats if n) == [4, 5]
    assert "by lot" in says(panel)
    assert called_seats(panel) == shown_seats(panel)
    assert shown(reopened(panel, None))["table"] == shown(panel)["table"]
    panel.set(seats=11)  # another tie, another lot
    assert shown(panel)["tied"]


def test_two_changes_are_both_told(panel):
    panel.set(method="dhondt", threshold=0.0707)
    assert says(panel).startswith(
        "D'Hondt instead of Hare: a seat of AIST goes to Otan. "
        "A threshold of 7.07 % moves no further seat."
    )


def test_the_party_that_lost_is_named(panel):
    panel.set(votes={"otan": 0})
    assert "Otan's seven seats go to " in says(panel)


def test_the_panel_needs_no_matplotlib():
    code = (
        "import sys, kzelect as kz\n"
        "panel = kz.explore(2004)\n"
        "panel.set(method='dhondt')\n"
        "panel.widget.ask = {'n': 'v:1', 'do': 'set', 'values': {'tab': 'path'}}\n"
        "print(*{'matplotlib', 'seaborn'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == ""


def test_a_panel_that_answers_beside_cells_takes_nothing_from_them(e2004):
    """Moves in a second thread while figures are drawn and frames are shown in this one."""
    rc, options = dict(mpl.rcParams), pd.get_option("display.max_colwidth")
    interactive, failed, stop = plt.isinteractive(), [], threading.Event()
    panel = kz.explore(e2004)

    def play():
        size = 10
        while not stop.is_set():
            size = size % 100 + 1
            try:
                enter(panel, seats=str(size), threshold=f"{size % 9},5")
            except Exception as error:  # whatever it is, the test has to see it
                failed.append(error)

    thread = threading.Thread(target=play)
    thread.start()
    try:
        for _ in range(ROUNDS):
            figure, ax = plt.subplots()
            kz.plots.hemicycle(panel.election, ax=ax)
            figure.canvas.draw()
            panel.election.seats.to_html()
            assert plt.get_fignums() == [figure.number]
            plt.close(figure)
    finally:
        stop.set()
        thread.join()
    assert failed == []
    assert dict(mpl.rcParams) == rc
    assert plt.isinteractive() == interactive
    assert pd.get_option("display.max_colwidth") == options
    assert f"{panel.scenario.seats} list seats" == shown(panel)["said"]["seats"]


def test_the_last_of_many_moves_is_what_is_shown(panel):
    for size in range(11, 41):
        enter(panel, n=f"view:{size}", seats=str(size))
    assert shown(panel)["n"] == "view:40"
    assert sum(shown_seats(panel)) == 40
    assert len(panel._history) == 2  # a drag is one step
    panel.undo()
    assert top(panel) == "7-1-1-1"


def test_a_state_is_computed_once(panel, monkeypatch):
    calls = []
    compute = Rules._outcome

    def counted(rules, state):
        calls.append(state.key)
        return compute(rules, state)

    monkeypatch.setattr(Rules, "_outcome", counted)
    panel.set(method="dhondt")
    panel.undo()
    panel.redo()
    assert len(calls) == len(set(calls)) == 1


def test_the_house_is_that_of_the_library(e2004):
    """The quick way to a house gives what house_with and comparison give."""
    for election in (load(1999), e2004, load(2012)):
        rules = Rules(election)
        for changes in ({}, {"method": "dhondt"}, {"seats": 13}, {"threshold": 0}):
            state = State(replace(rules.start.chosen, **changes))
            found = rules.outcome(state)
            if found.seats is None:
                continue
            house = house_with(election.published, found.seats)
            assert list(found.totals) == house["party"].tolist()
            totals = [None if pd.isna(n) else n for n in house["total"]]
            assert list(found.totals.values()) == totals
            assert found.needed == majority_in(election.published, house)
            table = comparison(
                election.published["proportional"], state.scenario, found.seats, house
            )
            frame = rules.frame(state, rules.official)
            frame = frame.rename(columns={"reference_seats": "official_seats"})
            pd.testing.assert_frame_equal(
                frame[frame["votes"].notna()].drop(columns="is_admitted"),
                table[table["votes"].notna()].drop(columns="is_admitted"),
                check_dtype=False,
            )


def test_path_to_the_majority_by_nomination_and_by_membership(panel):
    said = of_path(panel)
    assert "Otan held 42 seats, 39 were a majority." in said
    assert "it stood at 33, 6 short. It needed 6 of the 22 run-offs and won 9." in said
    enter(panel, counting="membership", tab="path")
    assert "Otan held 53 seats" in of_path(panel)
    assert "In which rounds they were won was not published." in of_path(panel)
    assert "Otan 53" in alt(shown(panel)["path"]["picture"])
    assert "Otan held 53 seats" in panel.sentence
    assert panel.table.set_index("party")["total"]["otan"] == 53


@pytest.mark.parametrize("year", YEARS)
def test_every_election_opens_and_says_what_it_cannot_do(year):
    panel = kz.explore(year)
    assert str(year) in repr(panel)
    if year not in WITH_LISTS:
        assert "no list tier" in repr(panel)
        assert "no list tier" in panel._snapshot()["text/html"]
        assert "<svg" in picture(panel)
        with pytest.raises(MissingDataError, match="no list tier"):
            panel.set(method="dhondt")
        return
    official = panel.election.proportional.set_index("party")["seats"].drop(
        "against_all", errors="ignore"
    )
    assert shown_seats(panel) == called_seats(panel) == official.tolist()
    if year == 2012:
        assert [key for key, _ in panel.widget.fixed["bases"]] == ["valid_votes"]


@pytest.mark.parametrize("year", WITH_LISTS)
def test_every_method_in_every_election_shows_what_its_call_gives(year):
    panel = kz.explore(year)
    for method in kz.METHODS:
        panel.set(method=method)
        if panel.seats is not None:
            assert called_seats(panel) == shown_seats(panel)


def test_missing_votes_are_said_and_not_guessed(e2004):
    lists = e2004.table("proportional")
    lists.loc[lists["party"] == "asar", "votes"] = pd.NA
    election = replace(e2004, published={**e2004.published, "proportional": lists})
    panel = kz.explore(election)
    assert "votes are not known of: asar" in says(panel)
    assert "Otan held 42 seats" in of_path(panel)


def test_an_election_without_rounds_says_so(e2004):
    rounds = e2004.table("majoritarian").iloc[:0]
    election = replace(e2004, published={**e2004.published, "majoritarian": rounds})
    assert "In which rounds they were won was not published." in of_path(kz.explore(election))


def test_without_membership_the_second_count_says_so():
    panel = kz.explore(1999)
    enter(panel, counting="membership")
    assert "party of the deputies is not known" in of_path(panel)
    assert shown(panel)["path"]["picture"] == ""


BAD = ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "\u202eevil\n\n", "x" * 4000]


@pytest.mark.parametrize("bad", BAD)
def test_names_cannot_become_markup(e2004, bad, tmp_path):
    parties, lists = e2004.table("parties"), e2004.table("proportional")
    parties.loc[parties["party"] == "otan", "short_name"] = bad
    parties.loc[parties["party"] == "otan", "colour"] = "red;} </style><script>alert(1)</script>"
    lists.loc[lists["party"] == "otan", "party_name"] = bad
    seats = e2004.table("seat_totals")
    seats.loc[seats["party"] == "otan", "party_name"] = bad
    facts = e2004.table("elections").assign(name=bad)
    changed = {"parties": parties, "proportional": lists, "seat_totals": seats, "elections": facts}
    panel = kz.explore(replace(e2004, published={**e2004.published, **changed}))
    panel.set(method="dhondt")
    html = json.dumps(shown(panel) | {"calls": []}) + panel._snapshot()["text/html"]
    for markup in ("<img", "<script", "\u202e", "\\u202e"):
        assert markup not in html
    panel.save(tmp_path / "bad.svg")
    ElementTree.parse(tmp_path / "bad.svg")


def test_what_is_displayed_is_the_widget_with_words_beside_it(panel):
    bundle = panel._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.widget.model_id
    assert bundle["text/plain"].splitlines() == [
        "Explorer of the 2004 Kazakh legislative election",
        "List seats: Otan 7, Aq Jol 1, Asar 1, AIST 1",
        "Hare with a threshold of 7 % of the valid votes gives the official seats.",
    ]
    assert "<table" in bundle["text/html"]
    assert bundle["text/html"].count("<svg") == 2
    assert "data:image" not in bundle["text/html"]


def with_table(election, name, change):
    """Return the election with one of its tables changed in place by a function."""
    rows = election.table(name)
    change(rows)
    return replace(election, published={**election.published, name: rows})


def set_seats(party, seats):
    def change(rows):
        rows.loc[rows["party"] == party, "seats"] = seats

    return change


def test_official_seats_that_no_rule_gives_are_said_not_to_fit(e2004):
    election = with_table(e2004, "proportional", set_seats("asar", 2))
    panel = kz.explore(with_table(election, "proportional", set_seats("otan", 6)))
    start = "Hare with a threshold of 7 % of the valid votes does not give the official seats."
    assert says(panel).startswith(start)
    panel.set(method="dhondt")
    change = "Beside it: D'Hondt instead of Hare: a seat of AIST goes to Otan."
    assert says(panel).startswith(f"{start} {change}")


def test_official_seats_that_were_not_published_are_said_to_be_so(e2004):
    panel = kz.explore(with_table(e2004, "proportional", set_seats("aist", pd.NA)))
    assert top(panel) == "7-1-1-1"
    assert "of the valid votes; the official seats were not published." in says(panel)
    panel.set(threshold=0.0707)
    assert "Beside it: AIST falls below 7.07 %: its seat goes to Aq Jol." in says(panel)


def test_a_threshold_that_no_list_reaches_can_be_left(e2004):
    def change(rows):
        rows["threshold_pct"] = 90.0

    panel = kz.explore(with_table(e2004, "elections", change))
    assert "No allocation: no list reaches its threshold" in says(panel)
    panel.set(threshold=0.07)
    assert top(panel) == "7-1-1-1"
    assert "gives no allocation to compare this with" in says(panel)


def test_seats_that_were_not_published_leave_the_majority_open(e2004):
    def without_size(rows):
        rows["seats_total"] = pd.array([pd.NA], dtype="Int64")

    def without_independents(rows):
        rows.loc[rows["party"] == "independents", ["seats_total", "seats_district"]] = pd.NA

    election = with_table(e2004, "elections", without_size)
    panel = kz.explore(with_table(election, "seat_totals", without_independents))
    assert "What a majority of this house is cannot be said" in says(panel)
    assert top(panel) == "7-1-1-1"
    assert "Who held the majority cannot be said" in of_path(panel)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [(35, 9, "it stood at 42: it needed no run-off."), (26, pd.NA, "stood at 33, 6 short. ")],
)
def test_the_path_says_what_the_rounds_allow(e2004, first, second, said):
    def change(rows):
        of_otan = rows["party"] == "otan"
        rows.loc[of_otan & (rows["round"] == 1), "seats"] = first
        rows.loc[of_otan & (rows["round"] == 2), "seats"] = second

    panel = kz.explore(with_table(e2004, "majoritarian", change))
    assert said.strip() in of_path(panel)
    assert "run-offs and won" not in of_path(panel)


def test_an_election_without_known_seats_has_no_picture(e2004):
    def change(rows):
        rows[["seats_total", "seats_district", "seats_list"]] = pd.NA

    election = with_table(e2004, "seat_totals", change)
    facts = election.table("elections")
    facts["seats_total"] = pd.array([pd.NA], dtype="Int64")
    panel = kz.explore(replace(election, published={**election.published, "elections": facts}))
    assert "No picture of the house" in text(picture(panel))
    assert top(panel) == "7-1-1-1"


def test_an_own_election_is_called_by_its_name_and_an_own_table_is_no_shipped_one(e2004):
    lists = pd.DataFrame({"party": ["A", "B"], "votes": [60, 40], "seats": [2, 1]})
    own = kz.Election.from_frames(proportional=lists, name="Mine")
    panel = kz.explore(own, method="dhondt")
    assert panel.widget.fixed["elections"][0] == ["own", "Mine"]
    assert shown(panel)["calls"][0].endswith("kz.explore(election, method='dhondt')")
    panel.set(method="adams")
    assert shown(reopened(panel, own))["table"] == shown(panel)["table"]
    ask(panel, "election", key="2004")
    assert top(panel) == "7-1-1-1"
    assert "kz.explore(2004)" in shown(panel)["calls"][0]
    ask(panel, "election", key="own")
    assert panel.election is own
    changed = with_table(e2004, "proportional", set_seats("asar", 2))
    assert "kz.explore(election" in shown(kz.explore(changed))["calls"][0]
    assert "kz.explore(2004" in shown(kz.explore(e2004))["calls"][0]


def test_a_whole_state_is_a_call():
    panel = kz.explore(
        2004, method="dhondt", threshold=0.05, threshold_base="ballots_cast", votes={"asar": 9}
    )
    assert panel.call() == (
        "kz.explore(2004, method='dhondt', threshold=0.05, threshold_base='ballots_cast', "
        "votes={'asar': 9})"
    )
    assert shown(reopened(panel, None))["table"] == shown(panel)["table"]
    assert kz.explore(method="dhondt").call() == "kz.explore(2004, method='dhondt')"
    assert kz.explore("1999", threshold=Fraction(1, 20)).scenario.threshold == Decimal("0.05")


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"election": 2005}, LabelError, "no election 2005"),
        ({"election": pd.DataFrame()}, LabelError, "found DataFrame; expected an Election"),
        ({"method": "dhont"}, AllocationError, "dhont"),
        ({"threshold": 7}, AllocationError, "from 0 to 1"),
        ({"threshold": float("nan")}, AllocationError, "from 0 to 1"),
        ({"threshold": "much"}, AllocationError, "from 0 to 1"),
        ({"threshold_base": "votes"}, AllocationError, "valid_votes"),
        ({"quota_base": "none"}, AllocationError, "admitted"),
        ({"seats": 0}, AllocationError, "seats"),
        ({"seats": 1.5}, AllocationError, "seats"),
        ({"seats": 10**9}, AllocationError, "at most 100000"),
        ({"votes": {"nobody": 1}}, LabelError, "no list 'nobody'"),
        ({"votes": {"otan": -1}}, AllocationError, "otan"),
        ({"ties": ["otan"]}, LabelError, "every list once"),
        ({"election": 2012, "threshold_base": "ballots_cast"}, MissingDataError, "ballots cast"),
        ({"election": 1994, "method": "hare"}, MissingDataError, "no list tier"),
    ],
)
def test_what_cannot_be_opened_is_said(given, error, message):
    with pytest.raises(error, match=message):
        kz.explore(**given)


def test_a_setting_that_does_not_exist_is_named(panel):
    with pytest.raises(LabelError, match="no setting 'thresholds'; expected one of method"):
        panel.set(thresholds=0.05)


@pytest.mark.parametrize(
    ("typed", "share"), [("7,5", "0.075"), ("7.5", "0.075"), (" 5 %", "0.05"), ("0", "0")]
)
def test_a_threshold_is_read_as_people_write_it(panel, typed, share):
    enter(panel, threshold=typed)
    assert panel.scenario.threshold == Decimal(share)
    assert shown(panel)["problems"] == {}


@pytest.mark.parametrize("typed", ["seven", "-1", "101", "", "1e3", "7,5,5"])
def test_what_cannot_be_read_is_said_at_its_place_and_changes_nothing(panel, typed):
    enter(panel, threshold=typed, method="dhondt")
    assert "expected a number from 0 to 100" in shown(panel)["problems"]["threshold"].lower()
    assert panel.scenario.threshold == Decimal("0.07")
    assert panel.scenario.method == "dhondt"  # what can be read is taken over
    enter(panel, seats="0")
    assert "seats" in shown(panel)["problems"]["all"]


def test_votes_are_counts_or_per_cent(panel):
    before = panel.scenario.votes
    enter(panel, unit="percent")
    texts = shown(panel)["values"]["votes"]
    assert texts[0] == "60.61"
    assert panel.scenario.votes.equals(before)
    enter(panel, votes={"0": "50,5", "1": texts[1]})
    assert panel.scenario.votes["otan"] == round(0.505 * int(before.sum()))
    assert panel.scenario.votes.iloc[1:].equals(before.iloc[1:])  # what was not touched is exact
    enter(panel, unit="votes")
    enter(panel, votes={"0": "2 883 706"})
    assert panel.scenario.votes.equals(before)
    assert (
        "4,757,692" in shown(panel)["said"]["total"] or "100.00 %" in shown(panel)["said"]["total"]
    )


def test_a_swing_moves_votes_between_two_lists(panel):
    before = panel.scenario.votes
    ask(panel, "swing", **{"from": 0, "to": 3, "amount": "1,000"})
    assert panel.scenario.votes["otan"] == before["otan"] - 1000
    assert panel.scenario.votes["aist"] == before["aist"] + 1000
    assert panel.scenario.votes.sum() == before.sum()
    ask(panel, "swing", **{"from": 3, "to": 0, "amount": "9 000 000"})
    assert "at most the 337,177 votes of AIST" in shown(panel)["problems"]["swing"]
    ask(panel, "swing", **{"from": 3, "to": 3, "amount": "1"})
    assert "two different lists" in shown(panel)["problems"]["swing"]
    assert panel.scenario.votes.sum() == before.sum()


def test_presets_start_from_the_official_rules(panel):
    words = panel.widget.fixed["presets"]
    assert {"D'Hondt", "No threshold", "7 % of the ballots cast", "All 77 from the lists"} <= {
        *words
    }
    panel.set(threshold=0.2)
    for which in range(len(words)):
        ask(panel, "preset", which=which)
        assert called_seats(panel) == shown_seats(panel)
    ask(panel, "preset", which=words.index("All 77 from the lists"))
    assert alt(picture(panel)).startswith("Of 77 seats: ")
    assert "Otan has 51 seats; 39 are a majority." in says(panel)
    assert "The 67 other seats are left out." in says(panel)
    ask(panel, "preset", which=words.index("D'Hondt"))
    assert panel.call() == "kz.explore(2004, method='dhondt')"


def test_undo_redo_and_reset_go_through_the_same_steps(panel):
    steps = [shown(panel)["table"]]
    for method in ("dhondt", "adams", "imperiali"):
        panel.set(method=method)
        steps.append(shown(panel)["table"])
    for step in steps[-2::-1]:
        ask(panel, "undo")
        assert shown(panel)["table"] == step
    assert not shown(panel)["undo"]
    ask(panel, "redo")
    assert shown(panel)["table"] == steps[1]
    ask(panel, "reset")
    assert shown(panel)["table"] == steps[0]
    ask(panel, "undo")
    assert shown(panel)["table"] == steps[1]
    enter(panel, gesture="a", seats="12")
    enter(panel, gesture="b", seats="13")  # two gestures are two steps
    ask(panel, "undo")
    assert panel.scenario.seats == 12


def test_a_pinned_scenario_takes_the_place_of_the_official_result(panel):
    panel.set(method="dhondt")
    ask(panel, "pin")
    assert "The same seats as the pinned scenario." in says(panel)
    assert shown(panel)["pictures"][0][0].startswith("Pinned: D'Hondt")
    panel.set(method="hare")
    assert "Hare instead of D'Hondt: a seat of Otan goes to AIST." in says(panel)
    assert cells_of(panel)["Otan"][3:6] == ["7", "8", "–1"]
    assert ">Pinned<" in shown(panel)["table"]
    ask(panel, "unpin")
    assert ">Official<" in shown(panel)["table"]


def test_what_is_on_the_screen_goes_into_files(panel, tmp_path):
    panel.set(method="dhondt")
    panel.save(tmp_path / "x.csv")
    table = pd.read_csv(tmp_path / "x.csv")
    assert table["seats"].dropna().astype(int).tolist() == panel.seats.tolist()
    panel.save(tmp_path / "x.svg")
    svg = (tmp_path / "x.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)
    circles = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(circles) == 2 * 77
    assert "var(" not in svg
    assert "currentColor" not in svg
    for words in ("D'Hondt instead of Hare", "Otan has 43 seats", "Source: 2004 Kazakh"):
        assert words in " ".join(root.itertext())
    enter(panel, tab="path")
    panel.save(tmp_path / "path.svg")
    assert "Otan held 42 seats" in " ".join(
        ElementTree.parse(tmp_path / "path.svg").getroot().itertext()
    )
    with pytest.raises(KzelectError, match=r"ends in \.svg or \.csv"):
        panel.save(tmp_path / "x.png")


def test_a_formula_in_a_name_stays_text_in_a_file(tmp_path):
    lists = pd.DataFrame({"party": ["=1+1", "B"], "votes": [60, 40], "seats": [2, 1]})
    panel = kz.explore(kz.Election.from_frames(proportional=lists))
    panel.save(tmp_path / "x.csv")
    assert "'=1+1" in (tmp_path / "x.csv").read_text()


@pytest.mark.parametrize("seats", [1, 2, 5, 77, 700, 1500, 1501, 100_000])
def test_a_hemicycle_has_a_dot_a_seat_or_a_sector_a_party(seats):
    blocks = [SeatBlock("A", seats - seats // 3, "#000000"), SeatBlock("B", seats // 3, "#FFFFFF")]
    svg = house_svg(blocks, seats // 2 + 1)
    root = ElementTree.fromstring(svg)
    circles = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(circles) == (seats if seats <= 1500 else 0)
    assert alt(svg).startswith(f"Of {seats} seats: A {seats - seats // 3}")
    for circle in circles:
        x, y, r = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        assert r <= x <= 400 - r
        assert 20 < y <= 186 - r


def test_labels_do_not_lie_upon_one_another():
    blocks = [SeatBlock(f"Party number {i}", 23, "#336699") for i in range(30)]
    root = ElementTree.fromstring(house_svg(blocks, 346))
    labels = [e for e in root.iter() if e.tag.endswith("text") and len(e)]
    assert labels
    boxes = []
    for label in labels:
        lines = list(label)
        wide = 5.9 * max(len(line.text) for line in lines)
        x, y = float(lines[0].get("x")), float(lines[0].get("y"))
        left = x - {"end": wide, "middle": wide / 2, "start": 0}[label.get("text-anchor")]
        boxes.append((left, y - 10, left + wide, y + 12 * (len(lines) - 1)))
        assert left >= 0
        assert left + wide <= 400
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            apart = one[2] <= other[0] or other[2] <= one[0]
            assert apart or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("size", [None, 3, 10_000, 100_000])
def test_a_stated_majority_and_a_large_house_open(size):
    lists = pd.DataFrame({"party": ["A", "B"], "votes": [60, 40], "seats": [2, 1]})
    facts = {"majority": 2} if size is None else {"seats_total": size}
    panel = kz.explore(kz.Election.from_frames(proportional=lists, **facts))
    panel.set(method="adams")
    assert len(picture(panel)) < 20_000
    assert "majority" in says(panel)


def test_any_election_works():
    lists = pd.DataFrame(
        {"party": [f"p{i}" for i in range(30)], "votes": [1000 + 37 * i for i in range(30)]}
    )
    many = kz.Election.from_frames(proportional=lists, seats_list=700, seats_total=700)
    panel = kz.explore(many)
    assert sum(shown_seats(panel)) == 700
    no_lists = kz.Election.from_frames(
        majoritarian=pd.DataFrame({"round": [1], "party": ["A"], "seats": [3]})
    )
    assert "Not possible" in says(kz.explore(no_lists))


def test_the_still_picture_follows(panel, monkeypatch):
    updates = []

    class Handle:
        def update(self, bundle, raw):
            updates.append(bundle["text/plain"])

    panel._still = Handle()
    panel.set(method="dhondt")
    assert "Otan 8" in updates[-1]
    enter(panel, seats="20")  # during a drag nothing is kept
    assert len(updates) == 1
    ask(panel, "still")
    assert "Otan" in updates[-1]
    assert len(updates) == 2


def test_the_picture_in_the_readme_shows_the_panel_as_it_is(panel):
    panel.set(method="dhondt")
    words = [says(panel), *(alt(svg) for _, svg in shown(panel)["pictures"])]
    path = ROOT / "docs" / "_static" / "panel.png"
    with Image.open(path) as drawn:
        assert drawn.text["Description"] == " ".join(words)
    assert path.stat().st_size < 120 * 1024
