"""Tables as strangers publish them: each kind of trap is read rightly, or refused by name."""

import json
from itertools import pairwise

import pandas as pd
import pytest

import kzelect as kz
from kzelect import Election, read_wikitable
from kzelect.io.layout import layout_of, signed
from kzelect.text.contenders import (
    PHRASES,
    WORDS,
    contender_kind,
    look_of,
    no_contenders,
    row_meaning,
)
from tests.helpers import samples


def read(tmp_path, text, name="table.csv", **facts):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Election.read(path, **facts)


def refused(call, *args, **how):
    with pytest.raises(kz.DataError) as error:
        call(*args, **how)
    return error.value.problems


def lists(**columns):
    return Election.from_frames(proportional=pd.DataFrame(columns))


def rules(election):
    return " | ".join(election.import_report["rule"].dropna())


def html(*rows):
    """Return a page with one table; a cell starts with its attributes and a bracket."""
    body = "".join(
        "<tr>" + "".join(f"<{tag}{cell}</{tag}>" for cell in cells.split("|")) + "</tr>"
        for tag, cells in rows
    )
    return f"<html><body><table>{body}</table></body></html>"


# --- rows that are no contender ------------------------------------------------------------

TOTALS = [
    "Total valid votes", "Razem", "Totaal", "合計", "Барлығы", "Sum total", "Subtotal", "*Total*",
    "Total: 100", "Total\u200b", "Gesamtergebnis", "Всего голосов", "Общий итог", "Votes total",
    "Ogółem", "Iš viso", "Усього", "Yhteensä", "Összesen", "Kokku", "Σύνολο", "總計", "합계",
    "Součet", "Γενικό σύνολο", "Σύνολο ψήφων", "कुल मत", "مجموع الأصوات", "Tổng số phiếu",
    "รวมทั้งหมด", "סך הכל", "Totalsumma", "Всего по стране",
]  # fmt: skip
BALLOTS = {
    "Wählende": "ballots_cast", "Приняло участие в голосовании": "ballots_cast",
    "Total votes cast": "ballots_cast", "Votantes": "ballots_cast", "投票者数": "ballots_cast",
    "Informal votes": "invalid_votes", "Spoilt": "invalid_votes", "Null votes": "invalid_votes",
    "Недействительных бюллетеней": "invalid_votes", "Жарамсыз бюллетеньдер": "invalid_votes",
    "Negaliojantys biuleteniai": "invalid_votes", "Głosy nieważne": "invalid_votes",
    "Blancs": "blank", "Votos en blanco": "blank", "Blank votes": "blank",
    "Not voting": "abstained", "Abstentions": "abstained", "Nichtwähler": "abstained",
    "Turnout: 1,679,538 (55.90%)": "turnout_pct", "Явка избирателей": "turnout_pct",
    "Nevažeći listići": "invalid_votes", "रद्द मत": "invalid_votes", "Ψήφισαν": "ballots_cast",
    "الأصوات الباطلة": "invalid_votes", "Phiếu không hợp lệ": "invalid_votes",
    "קולות פסולים": "invalid_votes", "Voturi nule": "invalid_votes", "Phiếu trắng": "blank",
    "Αποχή": "abstained", "Cử tri": "registered", "Birači": "registered",
    "Число избирателей, внесенных в список": "registered", "Rinkėjų skaičius": "registered",
}  # fmt: skip
PARTIES = [
    "Free Voters", "Freie Wähler", "Partia Razem", "Escaños en Blanco", "Voters' Party",
    "Total Renewal", "Партия избирателей", "Other Russia", "No Vote", "Blank Party",
    "Majority Party",
]  # fmt: skip


def test_words_are_found_among_many_labels_as_they_are_one_by_one():
    words = [w.strip("*") for g in (WORDS, PHRASES) for said in g.values() for w in said.split(";")]
    labels = [f"{a}{b}" for a in ("", "* ", "12 ", "(", "Otan ") for b in words]
    labels += [f"{a} {b}" for a, b in pairwise(words)]
    said = {label: row_meaning(label) for label in labels}
    assert no_contenders(labels) == {k: v for k, v in said.items() if v not in (None, "either")}


@pytest.mark.parametrize("word", TOTALS)
@pytest.mark.no_cover
def test_a_word_for_a_total_is_no_party(word):
    e = lists(party=["A", "B", word], votes=[600, 400, 1000], seats=[6, 4, 10])
    assert e.proportional["vote_share"].tolist() == [0.6, 0.4]
    assert e.majority()["needed"] == 6
    assert "1000" in " ".join(e.import_report["found"].dropna())


@pytest.mark.parametrize(("word", "said"), BALLOTS.items())
@pytest.mark.no_cover
def test_words_for_ballots(word, said):
    assert row_meaning(word) == said
    e = lists(party=["A", "B", word], votes=[600, 400, 31])
    assert e.proportional["party"].tolist() == ["A", "B"]
    assert e.import_report["found"].str.contains("31").any()


@pytest.mark.parametrize("name", PARTIES)
def test_names_with_such_words_are_parties(name):
    assert row_meaning(name) is None
    assert lists(party=["A", name], votes=[6, 4]).proportional["votes"].tolist() == [6, 4]


def test_razem_is_a_party_unless_it_is_the_sum():
    assert len(lists(party=["A", "B", "Razem"], votes=[600, 400, 200]).proportional) == 3
    assert len(lists(party=["A", "B", "Razem"], votes=[600, 400, 1000]).proportional) == 2


def test_a_sum_of_the_rows_above_under_another_name_is_refused_by_name():
    columns = {"party": ["A", "B", "Zusummen"], "votes": [600, 400, 1000]}
    (problem,) = refused(lists, **columns)
    assert (problem.row, problem.value) == (4, "Zusummen")
    assert "sum of the rows above" in problem.expected
    stood = Election.from_frames(
        proportional=pd.DataFrame(columns), parties=pd.DataFrame({"party": ["Zusummen"]})
    )
    assert len(stood.proportional) == 3


def test_a_share_of_all_votes_tells_a_total():
    e = lists(party=["Qwerty", "A", "B"], votes=[1000, 600, 400], share_pct=[100, 60, 40])
    assert e.proportional["party"].tolist() == ["A", "B"]
    assert "no contender" in rules(e)
    first = lists(party=["A", "B", "C"], votes=[500, 300, 200])
    assert first.proportional["votes"].tolist() == [500, 300, 200]
    assert "all the same" in rules(first)


def test_a_row_without_which_the_votes_are_the_valid_votes_is_refused():
    columns = {"party": ["A", "B", "Qwerty", "Valid votes"], "votes": [600, 400, 77, 1000]}
    (problem,) = refused(lists, **columns)
    assert problem.value == "Qwerty"


def test_a_row_that_has_all_votes_of_the_total_is_refused_beside_others():
    columns = {"party": ["A", "B", "Qwerty", "Total"], "votes": [600, 300, 1000, 1000]}
    (problem,) = refused(lists, **columns)
    assert problem.value == "Qwerty"
    alone = lists(party=["A", "B", "Total"], votes=[1000, 0, 1000])
    assert alone.proportional["votes"].tolist() == [1000, 0]
    tied = lists(party=["A", "B", "C"], votes=[500, 0, 500])  # no sum of two
    assert tied.proportional["votes"].tolist() == [500, 0, 500]


def test_rows_below_a_total_that_has_all_votes_are_refused():
    names, votes = ["A", "B", "Toplam", "Qwerty", "Asdf"], [600, 400, 1000, 1300, 55]
    found = refused(lists, party=names, votes=votes)
    assert [problem.value for problem in found] == ["Qwerty", "Asdf"]


DOUBTFUL = {
    "a word": ("party,votes\nA,600\nB,400\nTotal qwerty,31\n", "'total' is a word for totals"),
    "no seats": ("party,votes,seats\nA,600,6\nB,400,4\nQwerty,31,\n", "all others have seats"),
    "no share": ("party,votes,%\nA,600,50\nB,400,30\nQwerty,31,\n", "all others have a share"),
    "apart": ("party,votes\nA,60\nB,400\nC,90\n\nQwerty,31\n", "stands apart"),
    "larger": ("party,votes\nA,60\nB,400\nQwerty,470\n", "more than all others together"),
    "order": ("party,votes\nA,90\nB,80\nC,70\nD,60\nQwerty,65\n", "all others are in order"),
    "empty": ("party,votes,x\nA,60,a\nB,40,b\nQwerty,,c\n", "it has no number"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_row_unlike_all_others_is_named(tmp_path, text, why):
    report = read(tmp_path, text).import_report
    (line,) = report[report["rule"].str.contains("although", na=False)].itertuples()
    assert line.found.endswith("werty")
    assert why in line.rule


ORDINARY = [
    "party,votes,seats\nA,600,6\nB,400,4\nC,30,\nD,20,\n",
    "party,votes,%,seats\nA,600,58.8,6\nB,400,39.2,4\nC,20,2.0,0\n",
    "party,votes\nA,5\nB,9\nC,7\nD,3\nE,12\n",
    "party,votes\nA,9\nB,8\nC,7\nD,3\nOthers,6\n",
    "party,votes,seats\nA,500,6\nB,400,4\nAgainst all,300,\n",
    "party,votes\nA,60\nB,90\n\nC,40\nD,30\n\nE,1\n",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_rows_are_not_named(tmp_path, text):
    assert "although" not in rules(read(tmp_path, text))


def test_a_row_beside_the_shares_or_the_valid_votes_of_the_others_is_refused():
    names, votes = ["A", "B", "Qwerty"], [600, 400, 31]
    for shares in ([60, 40, None], [60, 40, 3.1]):
        columns = {"party": names, "votes": votes, "share_pct": shares}
        (problem,) = refused(lists, **columns)
        assert (problem.row, problem.value) == (4, "Qwerty")
        stood = pd.DataFrame({"party": ["Qwerty"]})
        Election.from_frames(proportional=pd.DataFrame(columns), parties=stood)
    e = lists(party=names, votes=votes, share_pct=[58.2, 38.8, 3.0])
    assert e.proportional["votes"].tolist() == votes
    for ballot, tier in {"list": "proportional", "second_round": "majoritarian"}.items():
        frame = pd.DataFrame({"party": names, "votes": votes, "round": 2})
        turnout = pd.DataFrame({"ballot": [ballot], "valid_votes": [1000]})
        frames = {tier: frame, "turnout": turnout}
        (problem,) = refused(Election.from_frames, **frames)
        assert (problem.row, problem.value) == (4, "Qwerty")
        nameless = frames | {tier: frame.replace("Qwerty", None)}
        (problem,) = refused(Election.from_frames, **nameless)
        assert (problem.row, problem.expected) == (4, "party in every row")
        turnout["valid_votes"] = 1031
        assert Election.from_frames(**frames).check()["status"].ne("differs").all()


WIDE = "Party,List votes,List seats,Constituency votes,Constituency seats\nA,600,6,500,5\n"


def test_rows_cut_short_or_too_long_are_named(tmp_path):
    short = read(tmp_path, "party,votes,seats\nA,600,6\nB,400,4\nhill5.6,1\n").import_report
    assert "ends after 2 of 3 cells" in short.loc[short["row"] == 4, "rule"].iloc[0]
    assert "ends after" not in rules(
        read(tmp_path, "party,votes,seats\nA,6,\nB,4,\n,,\nTotal,10\n")
    )
    wide = read(tmp_path, WIDE + "B,400,4,300\nA note\n").import_report.set_index("row")
    assert "ends after 4 of 5 cells" in wide.loc[3, "rule"]
    assert wide.loc[4, "rule"].tolist()[-1] == "row without a number"
    (problem,) = refused(read, tmp_path, WIDE + "B,400,4,300,2,99\n")
    assert (problem.row, problem.value) == (3, "99")
    e = read(tmp_path, WIDE.replace("\nA", ",,Leader\nA") + "B,400,4,300,2,99\n")
    assert e.import_report.query("found == '99'")["rule"].tolist() == ["cell below an empty header"]
    page = html(("th", ">Party|>Votes|>Seats"), ("td", ">A|>600|>6"), ("td", ">B|>400|>4|>99"))
    (problem,) = refused(read_wikitable, page)
    assert (problem.row, problem.value) == (3, "99")


def test_a_total_of_ballots_cast_is_read_as_such():
    names = ["A", "B", "Invalid votes", "Total"]
    e = lists(party=names, votes=[600, 400, 50, 1050])
    turnout = e.turnout.iloc[0]
    assert turnout[["ballots_cast", "invalid_votes"]].tolist() == [1050, 50]


def test_blank_votes_are_of_their_round():
    rows = [(1, 600, 400, 30, 1030), (2, 500, 300, 20, 820)]
    names = ["A", "B", "Blank votes", "Votes cast"]
    tier = [
        (n, name, count) for n, *counts in rows for name, count in zip(names, counts, strict=True)
    ]
    frame = pd.DataFrame(tier, columns=["round", "party", "votes"])
    e = Election.from_frames(majoritarian=frame)
    assert e.turnout["invalid_votes"].tolist() == [30, 20]


@pytest.mark.parametrize("counts", [(20, 30), (50, 20, 30)])
def test_kinds_of_invalid_votes_are_summed_once(counts):
    names = ["Invalid votes", "Spoilt votes", "Null votes"][-len(counts) :]
    e = lists(party=["A", "B", *names], votes=[600, 400, *counts])
    assert e.turnout["invalid_votes"].tolist() == [50]


def test_blank_votes_count_as_the_figures_say():
    spoilt = ["Valid votes", "Invalid votes", "Blank votes", "Votes cast"]
    outside = lists(party=["A", "B", *spoilt], votes=[600, 400, 1000, 20, 30, 1050])
    assert outside.turnout["invalid_votes"].tolist() == [50]
    inside = lists(party=["A", "B", *spoilt], votes=[600, 400, 1030, 20, 30, 1050])
    assert inside.turnout["invalid_votes"].tolist() == [20]
    alone = lists(party=["A", "B", "Blank votes"], votes=[600, 400, 30])
    assert alone.turnout.empty
    assert "blank" in rules(alone)


def test_figures_in_a_label_are_read():
    e = lists(party=["A", "B", "Turnout: 1,679,538 (55.90%)"], votes=[900000, 700000, None])
    assert e.turnout["ballots_cast"].tolist() == [1679538]
    assert e.table("turnout")["turnout_pct"].tolist() == [55.9]


@pytest.mark.parametrize("word", ["TOTAL", "Razem ogółem", "Blank votes", "Всего", "合計"])
@pytest.mark.parametrize("column", ["party", "candidate"])
def test_long_frames_refuse_such_rows(word, column):
    rows = {"county": ["K"] * 3, "party": list("DRX"), "votes": [60, 40, 100]}
    frame = pd.DataFrame(rows | {column: ["D", "R", word]})
    with pytest.raises(kz.KzelectError, match="is a word for"):
        kz.indices_by(frame, by="county", seats=None)
    with pytest.raises(kz.KzelectError, match="is a word for"):
        kz.apportion_by(frame, by="county", seats=5, method="dhondt")


def test_turnout_of_a_district_called_total_is_refused():
    frame = pd.DataFrame({"district": ["1", "Total"], "registered": 9, "ballots_cast": 5, "y": 1})
    with pytest.raises(kz.KzelectError, match="'Total' is a word for total"):
        kz.turnout_by(frame, by="y", valid_votes=None, invalid_votes=None)


def test_a_district_called_total_is_left_out():
    ballots = pd.DataFrame({
        "district": ["North", "South", "Total"], "ballot": "first_round",
        "registered": [100, 200, 300], "ballots_cast": [50, 60, 110],
    })  # fmt: skip
    e = Election.from_frames(
        proportional=pd.DataFrame({"party": ["A"], "votes": [5]}), turnout=ballots
    )
    assert e.turnout[["registered", "ballots_cast"]].values.tolist() == [[300, 110]]
    candidates = pd.DataFrame({
        "district": ["1", "1", "Total", "Total"], "candidate": list("xyxy"),
        "party": list("ABAB"), "votes": [60, 40, 60, 40], "elected": [True, False, None, None],
    })  # fmt: skip
    tier = Election.from_frames(districts=candidates).majoritarian
    assert tier[["party", "votes", "seats"]].values.tolist() == [["A", 60, 1], ["B", 40, 0]]


@pytest.mark.parametrize(
    "name",
    ["Other parties", "Sonstige", "Autres listes", "Прочие", "Басқалар", "Kiti", "Other (2)"],
)
def test_others_keep_their_votes_and_win_no_seat(name):
    e = lists(party=["A", "B", "C", name], votes=[500, 300, 80, 120])
    assert e.parties["contender_type"].tolist()[-1] == "others"
    assert e.proportional["vote_share"].tolist() == [0.5, 0.3, 0.08, 0.12]
    votes = e.proportional.set_index("party")["votes"]
    seats = kz.apportion(votes, 10, method="hare", threshold=0.07)
    assert (seats[name], seats.sum()) == (0, 10)
    named = kz.apportion(votes, 10, method="hare", threshold={name: 0})
    assert named[name] == 1


def test_a_total_is_not_apportioned():
    with pytest.raises(kz.KzelectError, match="'Total' is a word for total"):
        kz.apportion({"A": 6, "B": 4, "Total": 10}, 5, method="dhondt")
    assert contender_kind("Другая Россия") == "party"


# --- columns and groups --------------------------------------------------------------------

GROUPS = [
    "Electorate", "Electorate vote", "Single-mandate", "SMD", "Ward", "Constituency",
    "Constituency (first round)", "Одномандатные округа", "Мажоритарная система",
    "Бірмандатты округтер",
    "Wahlkreise", "Circonscriptions", "Distritos uninominales", "Okręgi jednomandatowe",
    "Одномандатні округи", "Vienmandatės apygardos",
]  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_groups_of_the_nominal_tier_are_known(group):
    page = html(
        ("th", f" rowspan=2>Party| colspan=2>Proportional| colspan=2>{group}"),
        ("th", ">Votes|>Seats|>Votes|>Seats"),
        ("td", ">A|>600|>6|>500|>5"),
        ("td", ">B|>400|>4|>300|>2"),
    )
    seats = read_wikitable(page).seats
    assert seats[["list", "district", "total"]].values.tolist() == [[6, 5, 11], [4, 2, 6]]


def test_an_unknown_group_is_named():
    page = html(
        ("th", " rowspan=2>Party| colspan=2>Proportional| colspan=2>Borough slots"),
        ("th", ">Votes|>Seats|>Votes|>Seats"),
        ("td", ">A|>600|>6|>500|>5"),
    )
    (problem,) = refused(read_wikitable, page)
    assert "rename 'Borough slots' to one of Proportional" in problem.expected


@pytest.mark.parametrize("run_off", ["Second round", "Run-off", "Stichwahl", "Второй тур"])
def test_seats_of_a_run_off_are_not_of_the_first_round(run_off):
    page = html(
        ("th", " rowspan=2>Party| colspan=2>Proportional| colspan=3>Constituency"),
        ("th", f">Votes|>Seats|>First round|>{run_off}|>Seats"),
        ("td", ">A|>600|>6|>5|>2|>7"),
        ("td", ">B|>400|>4|>2|>1|>3"),
    )
    seats = read_wikitable(page).seats
    columns = ["list", "first_round", "second_round", "district", "total"]
    assert seats[columns].values.tolist() == [[6, 5, 2, 7, 13], [4, 2, 1, 3, 7]]


def test_tiers_below_votes_and_seats():
    page = html(
        ("th", " rowspan=2>Party| colspan=2>Votes| colspan=3>Seats"),
        ("th", ">#|>%|>List|>Constituency|>Total"),
        ("td", ">A|>600|>60|>6|>7|>13"),
        ("td", ">B|>400|>40|>4|>3|>7"),
    )
    e = read_wikitable(page)
    assert e.proportional["votes"].tolist() == [600, 400]
    assert e.seats[["list", "district", "total"]].values.tolist() == [[6, 7, 13], [4, 3, 7]]


def test_headers_that_say_tier_and_figure_in_one_cell(tmp_path):
    e = read(
        tmp_path,
        "Party,List votes,List seats,Constituency votes,Constituency seats,Total seats,Leader\n"
        "A,600,6,500,5,11,Reed\nB,400,4,300,2,6,Stone\n",
    )
    assert e.majoritarian["votes"].tolist() == [500, 300]
    assert e.seats["total"].tolist() == [11, 6]
    assert "Leader" in set(e.import_report["found"].dropna())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_two_rows_of_headers_in_files(tmp_path, suffix):
    rows = [
        ["Results of the election", None, None, None, None, None, None],
        [None, "Proportional", None, None, "Constituency", None, None],
        ["Party", "Votes", "%", "Seats", "Votes", "%", "Seats"],
        ["A", 600, 60, 6, 500, 50, 5],
        ["B", 400, 40, 4, 500, 50, 2],
        ["Total", 1000, 100, 10, 1000, 100, 7],
    ]
    path = tmp_path / f"table{suffix}"
    frame = pd.DataFrame(rows)
    if suffix == ".csv":
        frame.to_csv(path, index=False, header=False)
    else:
        frame.to_excel(path, index=False, header=False)
    e = Election.read(path)
    assert e.seats[["list", "district", "total"]].values.tolist() == [[6, 5, 11], [4, 2, 6]]


def test_a_number_above_the_names_is_left_out_by_name(tmp_path):
    e = read(
        tmp_path, "0.532,List,,Constituency,\n" + "Party" + ",Votes,Seats" * 2 + "\nA,6,1,5,2\n"
    )
    assert e.import_report.query("found == '0.532'")["read_as"].tolist() == ["left out"]
    assert e.seats[["list", "district"]].values.tolist() == [[1, 2]]


def test_two_columns_of_changes_are_no_reason_to_refuse():
    page = html(
        ("th", ">Party|>Votes|>%|>+/–|>Seats|>+/–"),
        ("td", ">A|>600|>60|>+1.5|>6|>+2"),
        ("td", ">B|>400|>40|>–1.5|>4|>–2"),
    )
    e = read_wikitable(page)
    assert "change of votes or of a share" in rules(e)
    assert e.proportional["seats"].tolist() == [6, 4]


def test_the_change_of_a_picture_has_its_sign():
    arrow = '<img alt="{}" src="x.svg">'
    page = html(
        ("td", " colspan=4>Seats of the house"),
        ("th", ">Party or alliance|>Votes|>Total seats|>+/–"),
        ("td", f">A|>600|>6|>{arrow.format('Increase')}2"),
        ("td", f">B|>400|>4|>{arrow.format('Decrease')} 3"),
        ("td", f">C|>300|>4|>{arrow.format('Steady')}"),
    )
    assert read_wikitable(page).seats["change_as_published"].tolist() == ["+2", "–3", "±"]
    assert [signed(text) for text in ("▲ 5", "Down 1", "Upland 3")] == ["+5", "–1", "Upland 3"]


def test_a_page_without_results_lists_the_headers_it_has():
    page = html(("th", ">Name|>Area"), ("td", ">A|>1"))
    (problem,) = refused(read_wikitable, page)
    assert "Name, Area" in problem.value


def test_a_total_below_the_list_is_a_problem():
    frame = pd.DataFrame({"party": ["A"], "seats_list": [6], "seats_total": [5]})
    (problem,) = refused(Election.from_frames, seat_totals=frame)
    assert "at least the 6 seats" in problem.expected


def test_a_layout_says_what_it_does_not_read():
    layout = layout_of([["Party", "Votes", "Ideology"]], [["A", "1", "x"]])
    assert layout.columns == {("list", "votes"): 1}
    assert [text for text, _ in layout.left_out] == ["Ideology"]


TABLES = {  # each: parties of 600 and 400 votes, 6 and 4 seats; 31 invalid ballots
    "Icelandic": "Kosningar\nFlokkur;Atkvæði;Hlutfall;Þingmenn\nGild atkvæði;1.000;100,0;10\n"
    "Ógild atkvæði;31;;\nA;600;60,0;6\nB;400;40,0;4\n",
    "Slovene": "Stranka,Glasovi,Delež,Mandati\nA,600,0.6,6\nB,400,0.4,4\nSkupaj,1000,1,10\n"
    "Neveljavne glasovnice,31,,\n",
    "Hindi": "दल,मत,प्रतिशत,सीटें\nA,600,60,6\nB,400,40,4\nकुल,1000,100,10\nअवैध मत,31,,\n",
    "Thai": "พรรค,คะแนนเสียง,ร้อยละ,ที่นั่ง\nA,๖๐๐,60,๖\nB,๔๐๐,40,๔\nรวม,1000,100,10\nบัตรเสีย,31,,\n",
    "Armenian": "Կուսակցություն,Ձայներ,Տոկոս,Մանդատներ\nA,600,60,6\nB,400,40,4\n"
    "Ընդամենը,1000,100,10\nԱնվավեր,31,,\nԱղբյուր: ԿԸՀ,,,\n",
    "Hebrew": "אותיות,רשימה,קולות,אחוז,מנדטים\nx,A,600,60,6\ny,B,400,40,4\nסך הכל,,1000,,10\n"
    "קולות פסולים,,31,,\n",
    "Azeri": "Partiya;Səslər;Faiz;Mandat\nA;600;60,0;6\nB;400;40,0;4\nEtibarsız səslər;31;;\n",
    "Albanian": "Subjekti,Vota,Përqindja,Mandate\nA,600,60,6\nB,400,40,4\n"
    "Vota të pavlefshme,31,,\n",
    "Mongolian": "Нам,Санал,Хувь,Суудал\nA,600,60,6\nB,400,40,4\nХүчингүй санал,31,,\n",
    "Malay": "Parti,Undi,Peratus,Kerusi\nA,600,60,6\nB,400,40,4\nUndi rosak,31,,\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_tables_in_further_languages(tmp_path, text):
    e = read(tmp_path, text)
    columns = ["party", "votes", "vote_share", "seats"]
    assert e.proportional[columns].values.tolist() == [["A", 600, 0.6, 6], ["B", 400, 0.4, 4]]
    assert e.table("proportional")["share_pct"].dropna().tolist() == [60, 40]
    assert e.turnout["invalid_votes"].tolist() == [31]
    assert "although" not in rules(e)


UNKNOWN = {"Kalumo": "party", "Noirin": "votes", "Parma": "list", "Arda": "constituency"}


def test_words_that_are_not_known_can_be_said(tmp_path):
    text = "Kalumo,Noirin\nA,600\nB,400\nLumba,31\n"
    (problem,) = refused(read, tmp_path, text)
    assert (problem.value, "words=" in problem.expected) == ("Kalumo, Noirin", True)
    words = {"kalumo": "party", "Noirin": "votes", "Lumba": "invalid votes"}
    frame = pd.DataFrame({"Kalumo": ["A", "B", "Lumba"], "Noirin": [600, 400, 31]})
    for e in (
        read(tmp_path, text, words=words),
        Election.from_frames(proportional=frame, words=words),
    ):
        assert e.proportional["vote_share"].tolist() == [0.6, 0.4]
        assert e.turnout["invalid_votes"].tolist() == [31]
        assert e.import_report["rule"].str.contains("words=").sum() == 3
    page = html(
        ("th", " rowspan=2>Kalumo| colspan=2>Parma| colspan=2>Arda"),
        ("th", ">Noirin|>Seats|>Noirin|>Seats"),
        ("td", ">A|>600|>6|>500|>5"),
        ("td", ">B|>400|>4|>300|>2"),
    )
    assert "words=" in refused(read_wikitable, page)[0].expected
    seats = read_wikitable(page, words=UNKNOWN).seats
    assert seats[["list", "district"]].values.tolist() == [[6, 5], [4, 2]]
    for wrong in (UNKNOWN, {"Kalumo": "partyy"}, {"Kalumo": 1}, ["Kalumo"]):
        with pytest.raises(kz.KzelectError, match="words"):
            read(tmp_path, text, words=wrong)


def test_a_message_names_the_header_and_parties_in_columns(tmp_path):
    (problem,) = refused(read, tmp_path, "Title\nEskualdea,A,B,C,D\nx,1,2,3,4\ny,5,6,7,8\n")
    assert (problem.value, "frame.melt" in problem.expected) == ("Eskualdea, A, B, C, D", True)


@pytest.mark.parametrize("won", ["MENANG", "сонгогдсон", "seçilib", "Kjörinn", "★"])
def test_one_file_of_candidates_is_read_as_districts(tmp_path, won):
    text = (
        f"Kawasan,Calon,Parti,Undi,Keputusan\nP1,Ali,A,600,{won}\nP1,Abu,B,400,\nP2,Lim,A,3,{won}\n"
    )
    e = read(tmp_path, text)
    assert e.majoritarian[["party", "votes", "seats"]].values.tolist() == [
        ["A", 603, 2],
        ["B", 400, 0],
    ]
    assert "districts and candidates in the header" in rules(e)
    (problem,) = refused(read, tmp_path, text.replace(won, "zzz", 1))
    assert (problem.row, problem.value) == (2, "zzz")


def test_seats_of_two_list_tiers_are_added_up(tmp_path):
    text = "Party,Votes,Regional list seats,National list seats,Total\nA,600,5,1,6\nB,400,3,{},{}\n"
    e = read(tmp_path, text.format(1, 4))
    assert e.seats[["list", "total"]].values.tolist() == [[6, 6], [4, 4]]
    assert "seats of several list tiers, added up" in rules(e)
    e = read(tmp_path, text.format("–", ""))
    assert e.seats["list"].tolist() == [6, pd.NA]
    assert e.import_report.query("found == '3 + –'")["row"].tolist() == [3]
    (problem,) = refused(read, tmp_path, text.format("1a", 4))
    assert (problem.row, problem.value) == (3, "3 + 1a")
    (problem,) = refused(read, tmp_path, text.replace("seats", "votes").format(1, 4))
    assert "an election of its own" in problem.expected
    swedish = "Parti;Röster;Fasta mandat;Utjämningsmandat\nA;600;5;1\nB;400;3;1\n"
    assert read(tmp_path, swedish).seats["list"].tolist() == [6, 4]


def test_seats_beside_a_group_with_seats_of_its_own_are_the_total(tmp_path):
    rows = pd.DataFrame(samples.WIDE)
    rows.to_csv(tmp_path / "wide.csv", header=False, index=False)
    seats = Election.read(tmp_path / "wide.csv").seats
    columns = ["list", "first_round", "second_round", "district", "total"]
    assert seats[columns].values.tolist() == [
        [5, 3, 1, 4, 9], [3, 3, pd.NA, 3, 6], [1, pd.NA, pd.NA, pd.NA, 1], [pd.NA, 1, 1, 2, 2],
    ]  # fmt: skip


# --- the facts of the house ----------------------------------------------------------------


def test_the_majority_is_of_the_stated_house():
    columns = {"party": list("ABC"), "votes": [820, 90, 90], "seats": [50, 24, 24]}
    e = Election.from_frames(proportional=pd.DataFrame(columns), seats_total=107, seats_list=98)
    assert (e.majority()["needed"], e.majority()["is_held"]) == (54, False)
    assert lists(**columns).majority()["needed"] == 50
    stated = Election.from_frames(
        proportional=pd.DataFrame(columns), seats_total=107, seats_list=98, majority=72
    )
    assert stated.majority()["needed"] == 72


def test_one_decided_district_of_three_is_no_majority():
    rows = [
        ("1", "a", "X", 60, "yes"), ("1", "b", "Y", 40, "no"), ("2", "c", "X", 45, "no"),
        ("2", "d", "Y", 40, "no"), ("3", "e", "X", 30, "no"), ("3", "f", "Y", 40, "no"),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["district", "candidate", "party", "votes", "elected"])
    m = Election.from_frames(districts=frame, seats_total=3, seats_district=3).majority()
    assert (m["needed"], m["holder"] is pd.NA, m["is_held"]) == (2, True, False)


def test_others_hold_no_majority():
    e = lists(party=["A", "Others"], votes=[4, 6], seats=[4, 6])
    assert not e.majority()["is_held"]


# --- names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "twin", ["Aontu\u0301", "Aontú\u200b", " Aontú", "Aon\u00adtú", "\ufeffAontú"]
)
def test_a_name_is_one_however_it_is_written(twin):
    e = Election.from_frames(
        proportional=pd.DataFrame({"party": ["Aontú", "B"], "votes": [60, 40], "seats": [6, 4]}),
        majoritarian=pd.DataFrame({"party": [twin, "B"], "votes": [55, 45], "seats": [3, 2]}),
    )
    assert e.seats["total"].tolist() == [9, 6]
    assert e.majority()["holder"] == "Aontú"


@pytest.mark.parametrize("twin", ["OTAN", "«Otan»", "Оtan", "O'tan", "otan"])
def test_a_name_that_looks_the_same_is_refused_or_reported(twin):
    assert look_of(twin) == look_of("Otan")
    (problem,) = refused(lists, party=["Otan", twin], votes=[6, 4])
    assert "looks like 'Otan'" in problem.expected
    e = Election.from_frames(
        proportional=pd.DataFrame({"party": ["Otan", "B"], "votes": [60, 40]}),
        majoritarian=pd.DataFrame({"party": [twin, "B"], "votes": [55, 45]}),
    )
    assert "looks like 'Otan' in proportional" in rules(e)


def test_homonyms_of_different_parties_are_two_people():
    rows = [("9", "S. R.", "P", 4000, "yes"), ("9", "S. R.", "Q", 200, "no")]
    columns = ["district", "candidate", "party", "votes", "elected"]
    e = Election.from_frames(districts=pd.DataFrame(rows, columns=columns))
    assert e.majoritarian["votes"].tolist() == [4000, 200]
    again = pd.DataFrame([*rows, rows[0]], columns=columns)
    assert len(refused(Election.from_frames, districts=again)) == 1


# --- one missing figure --------------------------------------------------------------------


def test_nobody_sits_for_votes_against_all():
    e = lists(party=["A", "B", "Against all"], votes=[600, 300, 100], seats=["6", "4", "–"])
    p = e.proportional.set_index("party")
    assert kz.gallagher(p["votes"], p["seats"]) > 0
    assert e.majority()["holder"] == "A"
    assert "nobody sits" in rules(e)


@pytest.mark.parametrize("name", ["Assembly of People", "Reserved seats", "Appointed"])
def test_seats_without_votes_do_not_take_the_shares(name):
    e = lists(party=["A", "B", name], votes=[820, 180, None], seats=[84, 14, 9])
    assert e.proportional["vote_share"].tolist() == [0.82, 0.18]
    assert e.seats.set_index("party").loc[name, "total"] == 9
    assert e.majority()["needed"] == 54
    assert "shares are of the 1000 votes of the others" in rules(e)


def test_votes_that_the_others_lack_leave_the_shares_open():
    names = ["A", "B", "C", "Valid votes"]
    e = lists(party=names, votes=[500, 300, None, 1000], seats=[5, 3, 2, None])
    assert e.proportional["party"].tolist() == ["A", "B", "C"]


def test_published_shares_stand_where_there_are_no_votes():
    e = lists(party=["A", "B"], share_pct=[60.5, 39.5])
    assert e.proportional["vote_share"].tolist() == [0.605, 0.395]
    assert "60.50" in repr(e)


# --- second meanings -----------------------------------------------------------------------


def test_seats_equal_in_every_row_are_asked_about(tmp_path):
    text = "district_name;seats;party;votes\nN;8;A;63041\nN;8;B;24330\nN;8;C;11109\n"
    (problem,) = refused(read, tmp_path, text)
    assert "seats_list=8 if that is the size of the district" in problem.expected
    assert read(tmp_path, text, seats_list=8).seats["list"].isna().all()
    assert read(tmp_path, text, seats_list=24).seats["list"].tolist() == [8, 8, 8]
    assert lists(party=["A", "B"], votes=[52, 48], seats=[5, 5]).seats["list"].tolist() == [5, 5]


def test_equal_seats_are_not_asked_about_where_a_tie_could_give_them():
    e = lists(party=["A", "B", "C"], votes=[50, 50, 10], seats=[1, 1, 1])
    assert e.seats["list"].tolist() == [1, 1, 1]


def test_twenty_empty_keys_are_listed_and_the_others_counted():
    found = refused(lists, party=[None] * 21 + ["A"], votes=[1] * 22)
    assert (len(found), found[-1].value) == (21, "1 more empty cells")


@pytest.mark.parametrize("header", ["share", "vote share", "Anteil", "доля"])
def test_fractions_are_read_as_per_cent(header):
    e = lists(**{"party": ["A", "B"], header: [0.6, 0.4]})
    assert e.table("proportional")["share_pct"].tolist() == [60, 40]
    assert "fractions of 1" in rules(e)
    votes = lists(**{"party": ["A", "B"], "votes": [532, 468], header: [0.532, 0.468]})
    assert votes.table("proportional")["share_pct"].tolist() == [53.2, 46.8]


def test_shares_that_can_be_either_are_refused():
    (problem,) = refused(lists, party=["A", "B"], share=[0.4, 0.3])
    assert "multiply by 100" in problem.expected


@pytest.mark.parametrize("mark", ["*", "Won", "Winner", "избран", "ELEITO", "gewählt", "Élu"])
def test_marks_of_winners(mark):
    rows = {"district": ["1", "1"], "candidate": ["a", "b"], "party": ["X", "Y"], "votes": [6, 4]}
    e = Election.from_frames(districts=pd.DataFrame(rows | {"elected": [mark, None]}))
    assert e.majoritarian["seats"].tolist() == [1, 0]


def test_a_mark_beside_one_name_of_each_district_is_a_winner():
    rows = {"district": list("1122"), "party": list("XYXY"), "votes": [6, 4, 3, 7]}
    names = ["a*", "b", "c", "d *"]
    e = Election.from_frames(districts=pd.DataFrame(rows | {"candidate": names}))
    assert e.majoritarian["seats"].tolist() == [1, 1]
    assert "has a mark" in rules(e)
    one = pd.DataFrame(rows | {"candidate": ["a*", "b", "c", "d"]})
    assert Election.from_frames(districts=one).majoritarian["seats"].isna().all()


# --- messages ------------------------------------------------------------------------------


def test_a_row_for_each_constituency_is_one_problem(tmp_path):
    text = "constituency_name,party,votes\n" + "".join(
        f"D{i},{party},{i + 10}\n" for i in range(300) for party in "ABC"
    )
    (problem,) = refused(read, tmp_path, text)
    assert "900 rows share 3 parties" in problem.value
    assert "indices_by" in problem.expected


def test_a_message_lists_twenty_problems_and_counts_the_others():
    found = refused(lists, party=[f"p{i}" for i in range(50)], votes=["many"] * 50)
    assert len(found) == 50
    with pytest.raises(kz.DataError) as error:
        lists(party=[f"p{i}" for i in range(50)], votes=["many"] * 50)
    assert len(str(error.value).splitlines()) == 22


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_separates_cells_is_seen_without_known_words(tmp_path, delimiter):
    text = "\n".join(delimiter.join(row) for row in pairwise(["gamma", "delta", "1,5", "x"]))
    (problem,) = refused(read, tmp_path, text)
    assert problem.value.startswith("gamma, delta")


def test_cells_are_separated_by_what_most_rows_have(tmp_path):
    e = read(tmp_path, "Partei;Stimmen\nA, B, C und D;60\nE;40\n")
    assert e.proportional["party"].tolist() == ["A, B, C und D", "E"]


@pytest.mark.parametrize("year", [2003, 2004])
def test_an_earlier_election_is_of_an_earlier_year(year):
    before = pd.DataFrame({"election": [year], "party": ["A"], "seats_total": [1]})
    frames = {
        "tables": {"previous": before},
        "proportional": pd.DataFrame({"party": ["A"], "votes": [1]}),
    }
    (problem,) = refused(Election.from_frames, **frames, year=2003)
    assert "the year of one earlier election" in problem.expected
    assert Election.from_frames(**frames, year=2005).year == 2005


# --- long frames ---------------------------------------------------------------------------


def test_a_long_frame_is_made_clean():
    frame = pd.DataFrame({
        "County": ["K", "K", "K", "L", "L", "L"], "mode": ["TOTAL"] * 6,
        "Party": ["D", "R\u200b", "TOTAL", "D", "R", "TOTAL"],
        "Votes": ["1,060", "940", "2,000", "10", "–", "10"],
    })  # fmt: skip
    before = frame.copy()
    found, report = kz.clean(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert found["votes"].tolist() == [1060, 940, 10, pd.NA]
    assert found["party"].tolist() == ["D", "R", "D", "R"]
    assert report.loc[report["read_as"] == "left out", "row"].tolist() == [4, 7]
    assert len(kz.indices_by(found, by="County", seats=None)) == 2


def test_an_unknown_word_for_a_total_is_known_by_its_sums():
    rows = {
        "county": list("KKKLLL"),
        "party": ["D", "R", "Zumme"] * 2,
        "votes": [6, 4, 10, 3, 2, 5],
    }
    found, report = kz.clean(pd.DataFrame(rows), by="county")
    assert found["votes"].tolist() == [6, 4, 3, 2]
    assert "the sum of the others in every election" in report["rule"].iloc[-1]
    assert len(kz.clean(pd.DataFrame(rows))[0]) == 6


@pytest.mark.parametrize("dtype", ["int64", "Int64", "float64", "string", "str", object])
def test_a_long_frame_reads_the_same_from_any_dtype(dtype):
    votes = pd.Series([0, 60, 10**12, 60], dtype="int64")
    names = pd.Series(["D", " R[1]", "–", "R[1]"])
    found, report = kz.clean(pd.DataFrame({"party": names, "votes": votes.astype(dtype)}))
    assert found["votes"].dtype == "Int64"
    assert found["votes"].tolist() == votes.tolist()
    assert found["party"].tolist() == ["D", "R", pd.NA, "R"]
    changed = report[report["column"].eq("party")]
    assert changed[["row", "found"]].values.tolist() == [[3, " R[1]"], [4, "–"], [5, "R[1]"]]
    with pytest.raises(kz.DataError) as error:
        kz.clean(pd.DataFrame({"votes": pd.Series([1, -7, 10**12 + 1, -7]).astype(dtype)}))
    assert [problem.row for problem in error.value.problems] == [3, 4]


def test_two_parties_with_equal_votes_everywhere_are_no_totals():
    rows = {
        "county": list("KKLL"),
        "party": list("DRDR"),
        "votes": ["1 005", "1 005", "1 006", "1 006"],
    }
    found, report = kz.clean(pd.DataFrame(rows), by="county")
    assert found["votes"].tolist() == [1005, 1005, 1006, 1006]
    assert report["rule"].tolist() == ["space between thousands (first of its kind)"]


def test_a_long_frame_keeps_true_and_one_apart():
    with pytest.raises(kz.DataError) as error:
        kz.clean(pd.DataFrame({"party": ["A", "B"], "votes": pd.Series([1, True], dtype=object)}))
    assert [problem.row for problem in error.value.problems] == [3]


def test_a_long_frame_names_what_it_cannot_read():
    with pytest.raises(kz.DataError) as error:
        kz.clean(pd.DataFrame({"party": ["A", "B"], "votes": ["1", "many"]}))
    (problem,) = error.value.problems
    assert (problem.row, problem.column, problem.value) == (3, "votes", "many")
    for wrong in ([1], None):
        with pytest.raises(kz.KzelectError, match="expected a pandas DataFrame"):
            kz.clean(wrong)
    for how in ({"columns": {"vote": "x"}}, {"columns": {"votes": "x"}}, {"by": "x"}):
        with pytest.raises(kz.KzelectError):
            kz.clean(pd.DataFrame({"party": ["A"], "votes": [1]}), **how)


@pytest.mark.parametrize("rows", [0, 1])
def test_empty_and_short_frames(rows):
    frame = pd.DataFrame({"d": ["x"], "party": ["A"], "votes": ["5"]}).iloc[:rows]
    found, report = kz.clean(frame)
    assert found["votes"].dtype == "Int64"
    assert list(report.columns)[:2] == ["file", "row"]
    seats = kz.apportion_by(found, by="d", seats=3, method="dhondt")
    assert seats["seats"].tolist() == [3] * rows
    for empty in (pd.DataFrame(), pd.DataFrame({"party": []}), frame.iloc[:0]):
        with pytest.raises(kz.KzelectError):
            Election.from_frames(proportional=empty)


def test_reports_can_be_written_as_json():
    report = lists(party=["A", "B", "Total"], votes=[6, 4, 10]).import_report
    assert json.loads(report.to_json())
