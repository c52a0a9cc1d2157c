"""What one table says, the others say too: keys, names, dates, sources, units and series.

Each rule holds for every row. Where one does not hold, the exceptions stand beside it, exactly.
"""

import re
from itertools import pairwise

import pandas as pd
import pytest

import kzelect as kz
from kzelect.io.package import data_folder, read_tables

T = read_tables()
ELECTIONS = T["elections"].set_index("election")
PARTIES = T["parties"].set_index("party")
TOTALS = T["seat_totals"].set_index(["election", "party"])
BALLOTS = T["turnout"].query("ballot == 'list'")
FINAL_TURNOUT = BALLOTS.set_index("election")["turnout_pct"]


def held(frame, rule):
    """Assert that a rule holds in every row, and show the rows where it does not."""
    wrong = frame[~rule.fillna(False)]
    assert wrong.empty, wrong.to_string()


def beside(name, other, keys, columns):
    """Return the rows of a table with columns of another one beside them."""
    return T[name].merge(T[other][[*keys, *columns]], on=keys, suffixes=("", "_there"))


# --- results ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["proportional", "majoritarian"])
def test_a_contender_has_one_name_and_one_place_in_an_election(name):
    rows = beside(name, "seat_totals", ["election", "party"], ["party_name", "order"])
    without = set(T[name]["party"]) - set(rows["party"])
    assert without <= {"against_all"}  # takes no seats
    held(rows, rows["party_name"] == rows["party_name_there"])
    held(rows, rows["order"] == rows["order_there"])


def words(name):
    return set(re.findall(r"\w[\w'’]*", name))


def test_names_of_the_day_are_made_of_the_words_of_the_contender():
    other = {}
    for party, name in T["seat_totals"][["party", "party_name"]].itertuples(index=False):
        known = words(PARTIES.loc[party, "name_en"])
        if words(name) - known:
            other.setdefault(party, set()).update(words(name) - known)
    assert other == {
        "rukhaniyat": {"of", "Kazakhstan"},
        "aist": {"Civic", "Bloc"},
        "opp_bloc": {"Bloc"},
        "aq_jol": {"Ak", "Zhol"},
    }


@pytest.mark.parametrize("name", ["candidates", "early_counts"])
def test_contenders_come_in_the_order_of_the_results(name):
    rows = beside(name, "seat_totals", ["election", "party"], ["order"])
    assert len(rows) == len(T[name])
    held(rows, rows["order"] == rows["order_there"])


def test_list_seats_are_known_of_those_who_had_a_list():
    rows = T["seat_totals"].reset_index(drop=True)
    lists = set(T["proportional"][["election", "party"]].itertuples(index=False, name=None))
    ran = [key in lists for key in zip(rows["election"], rows["party"], strict=True)]
    held(rows, rows["seats_list"].notna() == pd.Series(ran))


@pytest.mark.parametrize(
    ("name", "keys", "column"),
    [
        ("seat_totals", ["election"], "seats_district"),
        ("majoritarian", ["election", "round"], "votes"),
        ("majoritarian", ["election", "round"], "seats"),
        ("district_results", ["election"], "votes"),
        ("district_results", ["election"], "round"),
        ("proportional", ["election"], "votes"),
        ("proportional", ["election"], "share_pct"),
        ("proportional", ["election"], "seats"),
    ],
)
def test_a_column_is_published_for_all_or_for_nobody(name, keys, column):
    rows = T[name]
    if name == "seat_totals":
        rows = rows[rows["party"] != "state_list"]
    published = rows[column].notna().groupby([rows[key] for key in keys]).mean()
    assert set(published) <= {0, 1}, published


def test_seats_are_known_of_all_but_the_independents_of_2023():
    totals = T["seat_totals"]
    unknown = totals.loc[totals["seats_total"].isna(), ["election", "party"]]
    assert unknown.values.tolist() == [[2023, "independents"]]


def test_nobody_has_more_seats_than_the_house_and_the_state_list_has_the_others():
    rows = TOTALS.reset_index()
    held(rows, (rows["seats_total"] <= rows["election"].map(ELECTIONS["seats_total"])).fillna(True))
    appointed = rows[rows["party"] == "state_list"]
    assert len(appointed) == 1
    held(appointed, appointed["seats_total"] == appointed["election"].map(ELECTIONS["seats_other"]))


def test_who_won_seats_has_a_published_change():
    rows = TOTALS.reset_index()
    printed = rows["change_as_published"].notna()
    assert not printed[rows["election"] == 1995].any()  # no table with changes was found
    held(rows, printed | (rows["election"] == 1995) | ~(rows["seats_total"] > 0).fillna(False))


def test_only_who_had_no_seats_before_is_new():
    years = sorted(ELECTIONS.index)
    new = (TOTALS["change_as_published"] == "New").fillna(False)
    for election, party in TOTALS.index[new]:
        before = [year for year in years if year < election][-1:]
        seats = [TOTALS["seats_total"].get((year, party), 0) for year in before]
        assert not any(seats), (election, party)


def test_zero_voters_are_a_figure_that_is_missing():
    for column in ("registered", "ballots_cast", "turnout_pct"):
        held(T["turnout"], (T["turnout"][column] > 0).fillna(True))


def test_checks_without_an_answer_are_those_with_an_unpublished_part():
    """An emptied figure leaves a check without an answer; which ones have none is known."""
    unknown = {}
    for year in ELECTIONS.index:
        checks = kz.load(year).check()
        names = checks.loc[checks["status"] == "not published", "name"]
        unknown[year] = {name.partition(":")[0] for name in names} - {"majority"}
    assert unknown == {
        1994: {"district_seats_sum", "seats_by_tier", "turnout_pct"},  # seats by tier, ballots
        1995: {"turnout_pct"},  # ballots
        1999: {"change", "valid_plus_invalid"},  # seven seats of 1995, valid votes
        2004: set(),
        2007: {"valid_plus_invalid"},  # valid votes
        2012: {"list_votes_sum", "turnout_pct"},  # ballots
        2016: set(),
        2021: set(),
        # Invalid votes, district seats and with them those of the independents.
        2023: {
            "district_seats_sum", "seats_sum", "seats_by_tier", "change", "valid_plus_invalid",
        },
    }  # fmt: skip


# --- elections --------------------------------------------------------------------------------


def test_an_election_is_named_and_dated_for_its_year():
    rows = ELECTIONS.reset_index()
    held(rows, rows["name"] == rows["election"].astype(str) + " Kazakh legislative election")
    held(rows, rows["date_first_round"].dt.year == rows["election"])
    assert rows["date_first_round"].is_monotonic_increasing
    days = (rows["date_second_round"] - rows["date_first_round"]).dt.days
    held(rows, days.isna() | days.between(7, 31))


def test_a_second_round_has_a_date():
    for name, where in (("turnout", "ballot == 'second_round'"), ("majoritarian", "round == 2")):
        for year in T[name].query(where)["election"]:
            assert pd.notna(ELECTIONS.loc[year, "date_second_round"])


def test_rules_of_the_list_tier_are_known_where_there_is_one():
    rows = ELECTIONS.reset_index()
    has_lists = rows["seats_list"] > 0
    for column in ("threshold_pct", "share_base"):
        held(rows, rows[column].notna() == has_lists)
    held(rows, rows["election"].isin(T["proportional"]["election"]) == has_lists)
    assert rows.loc[rows["threshold_base"].notna(), "election"].tolist() == [2004]
    # From 2016 on sources name the rule; none was found for 2023.
    assert rows.loc[rows["allocation_rule"].notna(), "election"].tolist() == [2016, 2021]


def test_a_line_against_all_has_votes():
    lines = T["proportional"].query("party == 'against_all'")["election"]
    known = ELECTIONS["against_all"].dropna()
    assert set(known.index[known]) == set(lines)


# --- contenders -------------------------------------------------------------------------------


def test_contenders_stand_while_they_exist():
    """Dates are as precise as known, so years are compared."""
    held(PARTIES, (PARTIES["founded"] <= PARTIES["dissolved"]).fillna(True))
    rows = TOTALS.reset_index()
    founded, dissolved = (
        rows["party"].map(PARTIES[column]).str[:4].astype("Int64")
        for column in ("founded", "dissolved")
    )
    held(rows, (founded <= rows["election"]).fillna(True))
    held(rows, (dissolved >= rows["election"]).fillna(True))


def test_dates_of_parties_are_those_in_the_notes_of_their_sources():
    """Some sources say in their note from when to when a party was there."""
    notes = T["sources"].set_index("source_id")["note"].fillna("")
    compared = 0
    for party in PARTIES.itertuples():
        said = re.findall(r"\d+ [A-Z][a-z]+ \d{4}", notes[party.source_id])
        if said:
            dates = {party.founded, party.dissolved} - {pd.NA}
            assert dates <= {f"{pd.Timestamp(date):%Y-%m-%d}" for date in said}, party.Index
            compared += len(dates)
    assert compared >= 7


def test_steps_of_lineage_fit_the_dates_of_the_parties():
    steps = T["lineage"]
    founded = steps["successor"].map(PARTIES["founded"]).str[:4].astype("Int64")
    dissolved = steps["party"].map(PARTIES["dissolved"]).str[:4].astype("Int64")
    ended = steps["relation"] == "merged"
    held(steps[ended], ((steps["year"] == dissolved) | dissolved.isna())[ended])
    held(steps[ended], (founded <= steps["year"])[ended])
    held(steps[~ended], (founded == steps["year"])[~ended])  # a split or a bloc is a beginning


def test_kinds_of_contender_are_what_lineage_and_keys_say():
    special = {"independents", "against_all", "state_list"}
    blocs = set(T["lineage"].query("relation == 'bloc_member'")["successor"])
    for party, kind in PARTIES["contender_type"].items():
        assert kind == (party if party in special else "bloc" if party in blocs else "party")


# --- counts before the result -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "columns"),
    [
        ("early_counts", "count", ["date", "area", "stage", "status", "source_id"]),
        ("candidates", "measure", ["unit", "status", "source_id"]),
        ("candidates", "source_id", ["status"]),
        ("regional_turnout", ["election", "hour"], ["status", "country_turnout_pct"]),
        ("economy", "indicator", ["unit", "source_id"]),
        ("growth_peers", "indicator", ["unit", "source_id"]),
        ("growth_peers", "country", ["also_source_ids"]),
        ("regional_income", "indicator", ["unit", "source_id"]),
        ("proportional", "election", ["source_id"]),
        ("majoritarian", "election", ["source_id"]),
        ("district_results", "election", ["source_id"]),
        ("membership", "election", ["source_id"]),
        ("turnout", "election", ["source_id"]),
    ],
)
def test_what_belongs_together_has_one_source_unit_and_status(name, key, columns):
    for column in columns:
        different = T[name].groupby(key, dropna=False)[column].nunique(dropna=False)
        assert (different == 1).all(), different[different > 1]


def test_seats_of_three_elections_come_from_two_sources():
    different = T["seat_totals"].groupby("election")["source_id"].nunique()
    assert different[different > 1].to_dict() == {1995: 2, 2021: 2, 2023: 2}


def test_early_counts_are_named_for_their_day_between_the_rounds():
    counts = T["early_counts"]
    named = counts["count"].str.extract(r"_(\d{4})$")[0]
    held(counts, named.isna() | (named == counts["date"].dt.strftime("%m%d")))
    rounds = counts["election"].map(ELECTIONS["date_first_round"])
    held(counts, (counts["date"] - rounds).dt.days.between(0, 13))
    sums = counts.groupby("count")["share_pct"].sum()
    assert (sums <= 100).all()
    assert sums["almaty_exit_poll"] > 90  # of all ten lists
    for _, order in counts.groupby("count")["order"]:
        assert order.tolist() == list(range(1, len(order) + 1))  # the first lists, none left out
    polls = counts["count"].str.endswith("exit_poll")
    held(counts, polls == (counts["status"] == "exit_poll"))


def test_candidates_and_districts_keep_their_bounds():
    rows = T["candidates"]
    held(rows, (rows["unit"] == "districts") == rows["measure"].str.contains("districts|runoffs"))
    by_party = rows[rows["party"] == "otan"].set_index("measure")["value"]
    districts, runoffs = ELECTIONS.loc[2004, "seats_district"], 22
    assert T["majoritarian"].query("round == 2")["seats"].sum() == runoffs
    assert by_party["disqualified"] + by_party["withdrawn"] < by_party["nominated"] <= districts
    assert by_party["districts_won"] <= by_party["districts_contested"] <= districts
    assert by_party["runoffs_between_own_candidates"] <= by_party["runoffs_with_candidate"]
    assert by_party["runoffs_with_candidate"] <= runoffs
    conflicts = T["conflicts"].set_index("conflict")
    nominated = rows[rows["measure"] == "nominated"].set_index("party")["value"]
    assert nominated.sum() <= int(conflicts["value_a"]["candidates-2004"])
    assert (nominated >= TOTALS.loc[2004, "seats_district"].reindex(nominated.index)).all()
    gone = [by_party["disqualified"], by_party["withdrawn"]]
    said = "less the {} disqualified and {} withdrawn there would be {}"
    said = said.format(*gone, by_party["nominated"] - sum(gone))
    assert said in conflicts["why"]["otan-districts-2004"]


def test_districts_found_are_districts_won():
    rows = T["district_results"]
    readme = (data_folder() / "README.md").read_text(encoding="utf-8")
    assert "2004: six winners" in readme
    assert len(rows) == 6
    numbers = rows["district"].astype("Int64")
    assert numbers.is_monotonic_increasing
    assert numbers.is_unique
    held(rows, numbers.between(1, ELECTIONS.loc[2004, "seats_district"]) & rows["elected"])
    won = rows.groupby("party").size()
    assert (won <= TOTALS.loc[2004, "seats_district"].reindex(won.index)).all()


# --- regions and series -----------------------------------------------------------------------


def test_regions_are_those_of_their_time():
    """Sixteen until 2018; then Shymkent left the South, and in 2022 three regions were made."""
    sixteen = set(T["regional_income"]["region"])
    assert len(sixteen) == 16
    by_year = T["regional_turnout"].groupby("election")["region"].agg(set)
    assert by_year[1999] == {"Almaty city", "Astana city"}
    assert by_year[2004] == {"Almaty city"}
    assert by_year[2007] == {"Almaty city", "Almaty region"}
    assert by_year[2012] == by_year[2016] == sixteen
    seventeen = sixteen - {"South Kazakhstan"} | {"Turkistan", "Shymkent city"}
    assert by_year[2021] == seventeen
    assert by_year[2023] == seventeen | {"Abai", "Ulytau", "Zhetysu"}


def test_turnout_of_a_region_is_not_far_from_that_of_the_country():
    """Preliminary and interim figures both: a decimal point that moved is farther away."""
    rows = T["regional_turnout"]
    final = rows["election"].map(FINAL_TURNOUT)
    country = rows["country_turnout_pct"].fillna(final)
    held(rows, (rows["turnout_pct"] / country).between(0.3, 1.4))
    # A count before the end is below the result, but for digits that were not printed.
    held(rows, (rows["country_turnout_pct"] <= final + 0.05).fillna(True))


def falls(counts):
    """Return the counts of a region that are below an earlier count of the same election."""
    rows = counts.dropna(subset="hour").sort_values("hour", kind="stable")
    before = rows.groupby(["election", "region"])[["turnout_pct", "country_turnout_pct"]].shift()
    lower = rows[list(before)] < before
    return rows[lower.fillna(False).any(axis=1)]


def test_turnout_never_falls_from_hour_to_hour():
    counts = T["regional_turnout"]
    several = counts.dropna(subset="hour").groupby("election")["hour"].nunique()
    assert several[several > 1].to_dict() == {2016: 2, 2021: 2, 2023: 4}
    assert falls(counts).empty, falls(counts).to_string()
    # Every region is in every count of its election: otherwise nothing would be compared.
    sizes = counts.groupby(["election", "hour"]).size().groupby("election")
    assert sizes.min().equals(sizes.max())


def test_the_misprints_of_2023_would_be_found():
    """The two figures that are kept out, put back: each falls, before or after."""
    counts, misprints = T["regional_turnout"], T["conflicts"].set_index("conflict")["value_b"]
    for region, name in (("Turkistan", "turkistan"), ("Ulytau", "ulytau")):
        at = counts.query("election == 2023 and hour == '18:10' and region == @region").index
        wrong = counts.copy()
        wrong.loc[at, "turnout_pct"] = float(misprints[f"{name}-turnout-2023"])
        assert falls(wrong)["region"].tolist() == [region]


def test_a_count_has_one_source_but_for_a_region_that_was_not_read():
    sources = T["regional_turnout"].groupby(["election", "hour"], dropna=False)["source_id"]
    different = sources.nunique()
    assert different[different > 1].index.tolist() == [(2023, "16:10")]


@pytest.mark.parametrize("name", ["growth_peers", "regional_income"])
def test_every_country_and_region_has_every_year(name):
    rows = T[name]
    place = "country" if name == "growth_peers" else "region"
    years = rows["year"].nunique()
    assert years == rows["year"].max() - rows["year"].min() + 1
    assert len(rows) == years * rows[place].nunique()
    assert rows["value"].notna().all()


def series(indicator):
    return T["economy"].query("indicator == @indicator").set_index("year")["value"]


GAPS = {"unemployment_rate": {2021}, "gini_index": {1994, 1995, *range(1997, 2001)}}
GAPS["poverty_300_2021ppp"] = GAPS["poverty_420_2021ppp"] = GAPS["gini_index"]
for _line in ("poverty_215_2017ppp", "poverty_365_2017ppp", "poverty_685_2017ppp"):
    GAPS[_line] = set(range(1997, 2001))
GAPS["poverty_320_2011ppp"] = set(range(1997, 2001))  # no surveys
GAPS["average_wage"] = GAPS["average_wage_usd"] = {2021}
GAPS["average_wage_women"] = GAPS["average_wage_men"] = {2007, 2008}


@pytest.mark.parametrize("indicator", T["economy"]["indicator"].unique())
def test_series_have_no_gaps_but_years_without_a_survey(indicator):
    years = set(series(indicator).index)
    assert set(range(min(years), max(years))) - years == GAPS.get(indicator, set())


def test_growth_is_the_growth_of_the_level():
    """Each series is checked by another one, at the digits it was published with."""
    gdp, people = series("gdp_constant_usd"), series("population")
    for growth, level, digits in (
        ("gdp_growth_real", gdp, 5),
        ("gdp_per_capita_growth", gdp / people, 5),
        ("gdp_per_capita_growth", series("gdp_per_capita_ppp"), 5),
    ):
        worked_out = (100 * (level / level.shift() - 1)).dropna()
        gap = (worked_out - series(growth)).abs().dropna()
        assert len(gap) > 30
        assert (gap <= 10.0**-digits).all(), gap[gap > 10.0**-digits]


def test_growth_of_kazakhstan_is_the_same_among_its_peers():
    peers = T["growth_peers"].query("country == 'Kazakhstan'").set_index("year")["value"]
    assert peers.tolist() == series("gdp_growth_real")[peers.index].tolist()


@pytest.mark.parametrize(
    "lines",
    [
        ["poverty_215_2017ppp", "poverty_365_2017ppp", "poverty_685_2017ppp"],
        ["poverty_300_2021ppp", "poverty_420_2021ppp"],
    ],
)
def test_a_higher_line_has_more_poor(lines):
    for low, high in pairwise(lines):
        assert (series(low) <= series(high)).all()
        assert series(high).max() < 100


def test_percentages_stay_within_their_range():
    rows = T["economy"]
    held(rows, rows["value"].between(0, 100) | ~rows["unit"].str.match("percent of|index 0-100"))
    # Prices rose by a fifth and less a year once the inflation of the nineties was over.
    assert series("cpi_inflation").loc[1999:].between(0, 20).all()


LEVELS = {i for i in T["economy"]["indicator"] if not re.search("growth|poverty|rents|cpi", i)}


@pytest.mark.parametrize("indicator", sorted(LEVELS))
def test_no_level_doubles_or_halves_within_a_year(indicator):
    level = series(indicator)
    assert (level > 0).all()
    factor = (level / level.shift())[1:]
    assert factor.between(0.5, 2).all(), factor[~factor.between(0.5, 2)]


def test_wages_agree_with_each_other_and_with_the_exchange_rate():
    wage, women, men = (series(f"average_wage{sex}") for sex in ("", "_women", "_men"))
    both = wage[women.index]
    assert ((women < both) & (both < men)).all()
    assert (series("minimum_wage")[wage.index] < wage / 3).all()
    dollars = (wage / series("kzt_per_usd_average")).dropna()
    gap = (dollars - series("average_wage_usd")).abs().dropna()
    assert len(gap) == 24
    assert (gap <= 0.0006).all(), gap[gap > 0.0006]  # three decimals are printed


def test_the_second_series_of_wages_confirms_or_is_in_conflict():
    rows = T["economy"].query("indicator == 'average_wage'").set_index("year")
    confirmed = rows.index[rows["also_source_ids"].notna()]
    conflicts = T["conflicts"].query("source_b == 'kazstat_ex22'")
    years = conflicts["conflict"].str.extract(r"-(\d{4})-")[0].astype(int)
    assert sorted([*confirmed, *years]) == list(range(2005, 2018))
    assert conflicts["value_a"].astype(float).tolist() == rows["value"][years].tolist()


def test_women_are_whole_numbers_of_a_chamber_of_its_size():
    """The share is of seats that were filled: 74 of 77 in 1999, 106 of 107 in 2022."""
    sizes = [67, 74, 77, 106, 107, 98]
    seats = {}
    for year, share in series("women_in_mazhilis").items():
        fitting = [(n, size) for size in sizes for n in [round(share * size / 100)]
                   if abs(100 * n / size - share) < 1e-5]  # fmt: skip
        seats[year] = fitting[0] if len(fitting) == 1 else None
    assert [year for year in seats if seats[year] is None] == [2014]
    of_elections = {1999: (8, 74), 2004: (8, 77), 2007: (17, 107), 2012: (26, 107)}
    of_elections |= {2016: (29, 107), 2021: (29, 107), 2023: (18, 98)}
    assert {year: seats[year] for year in of_elections} == of_elections


def test_population_by_age_is_less_than_all():
    over_15 = series("population_15_64") + series("population_65_plus")
    assert (over_15 / series("population")[over_15.index]).between(0.65, 0.8).all()


def test_incomes_of_regions_rise_and_lie_around_that_of_the_country():
    incomes = T["regional_income"].pivot_table(index="year", columns="region", values="value")
    rise = (incomes / incomes.shift()).iloc[1:]
    assert rise.min().min() > 1
    assert rise.max().max() < 1.5
    country = series("per_capita_cash_income")[incomes.index]
    assert (incomes.min(axis=1) < country).all()
    assert (incomes.max(axis=1) > country).all()


# --- claims, conflicts, sources ---------------------------------------------------------------


def test_claims_are_of_the_article_and_state_their_figure():
    claims = T["claims"]
    held(claims, claims["source_id"] == "WP04")
    held(claims, claims["value"].notna() == claims["unit"].notna())
    for value, stated in claims[["value", "as_stated"]].dropna().itertuples(index=False):
        assert re.search(rf"(?<![\d.,]){value:,g}(?![\d.]\d)", stated), (value, stated)


def test_every_sentence_of_the_article_has_a_claim():
    claims = T["claims"]
    assert claims["sentence"].unique().tolist() == list(range(1, 14))
    sections = claims.groupby("section")["sentence"].agg(["min", "max"])
    assert sections.loc["lead"].tolist() == [1, 3]
    assert sections.loc["economy"].tolist() == [4, 9]  # what the ninth says of the economy
    assert sections.loc["media"].tolist() == [9, 10]
    assert sections.loc["parties"].tolist() == [11, 13]


def test_every_claim_with_a_test_can_be_tested_and_the_others_say_what_could():
    claims, tests = kz.claims(), kz.claim_tests()
    tested = claims["claim"].isin(tests.loc[tests["counts"], "claim"])
    held(claims, tested == (claims["verdict"] != "cannot be tested here"))
    held(claims, tested == claims["could_be_tested_by"].isna())
    held(claims, ~(claims["claim_type"].eq("cause") & tested))  # no series shows a cause
    held(tests, (tests["verdict"] != "cannot be tested here") | ~tests["counts"])
    for _, order in tests.groupby("claim")["order"]:
        assert order.tolist() == list(range(1, len(order) + 1))
    beside = tests[~tests["counts"]].groupby("claim", sort=False).size()
    assert beside.to_dict() == {
        "recovery_2003": 1, "growth_rank_2003": 1, "oil_price": 1,  # other years
        "salary_kzt": 2, "salary_usd": 1, "salary_rate": 1,  # the year after, and men
        "poverty_southwest": 2, "poverty_caspian": 2,  # income, which is not poverty
        "reregistration_2003": 1,  # the end of the time to apply
    }  # fmt: skip


def test_what_the_results_table_repeats_is_circular():
    claims, tests = T["claims"], T["claim_tests"]
    repeated = tests.loc[tests["table"].isin(["elections", "seat_totals"]), "claim"]
    assert set(claims.loc[claims["circular"], "claim"]) == set(repeated)
    held(claims, claims["circular"] == (claims["section"] == "lead"))


def rows_of_test(test):
    """Return the rows that a test compares."""
    rows, keys = T[test.table], test.key.split("/")
    if test.table in ("elections", "seat_totals"):
        rows = rows[rows["election"] == int(test.years)]
    if test.table == "elections":
        return rows
    key = {"seat_totals": "party", "events": "event"}.get(test.table, "indicator")
    if test.rule == "of_country":
        key = "region"
    return rows[rows[key].isin(keys)]


def test_claims_have_their_further_sources_from_the_rows_that_test_them():
    others = T["claims"].set_index("claim")["also_source_ids"].dropna()
    tests = T["claim_tests"]
    compared = 0
    for claim, group in tests[tests["claim"].isin(others.index)].groupby("claim"):
        sources = set()
        for test in group.itertuples():
            rows = rows_of_test(test)
            sources |= {*rows["source_id"], *";".join(rows["also_source_ids"].dropna()).split(";")}
        assert set(others[claim].split(";")) <= sources, claim
        compared += 1
    assert compared > 10


def test_events_of_2004_are_in_the_order_of_an_election():
    dates = T["events"].set_index("event")["date"]
    calendar = ["nomination_opened", "nomination_closed", "registration_closed"]
    days = [*dates[calendar], f"{ELECTIONS['date_first_round'][2004]:%Y-%m-%d}"]
    days += [f"{ELECTIONS['date_second_round'][2004]:%Y-%m-%d}"]
    assert days == sorted(set(days))
    # The list mandates were distributed between the rounds.
    assert days[-2] < dates["list_mandates"] < days[-1]
    assert days[-1] < dates["first_session"]
    assert dates.is_monotonic_increasing
    journalist = ["arrested", "journey", "released"]
    assert dates[[f"journalist_{event}" for event in journalist]].is_monotonic_increasing
    conflicts = T["conflicts"].set_index("conflict")["value_a"]
    for event in ("journalist_arrested", "journalist_released"):
        day = pd.Timestamp(dates[event])
        assert conflicts[event.replace("_", "-")] == f"{day.day} {day:%B %Y}"


def test_details_fit_what_the_other_tables_say():
    details = T["details"].set_index(["election", "detail"])["value"]
    speaker = [details[2004, f"speaker_{part}"] for part in ("votes_for", "votes_against")]
    voting = sum(speaker) + details[2004, "speaker_invalid_ballots"]
    assert voting == 74
    assert voting <= ELECTIONS.loc[2004, "seats_total"]
    assert details[2004, "lists"] == len(T["proportional"].query("election == 2004"))
    districts = ELECTIONS.loc[1999, "seats_district"]
    assert details[1999, "runoff_districts"] < districts
    # The women of 1999 are a share of 74 seats: three districts voted again.
    filled = ELECTIONS.loc[1999, "seats_total"] - details[1999, "repeat_districts"]
    assert filled == 74
    assert abs(8 / filled * 100 - series("women_in_mazhilis")[1999]) < 1e-5
    rate = details[2004, "campaign_money_kzt"] / details[2004, "campaign_money_usd"]
    assert abs(rate / series("kzt_per_usd_average")[2004] - 1) < 0.02
    assert details[2004, "candidates"] > ELECTIONS.loc[2004, "seats_total"]


def test_conflicts_are_named_for_their_election():
    rows = T["conflicts"]
    year = rows["conflict"].str.extract(r"-(\d{4})$")[0].astype("Int64")
    held(rows, (year == rows["election"]) | (year.isna() & rows["election"].isna()))
    held(rows, rows["value_a"] != rows["value_b"])
    held(rows, rows["source_b"].isna() == rows["value_b"].str.contains("derived"))


def cells_of(election):
    """Return the cells of all rows of an election as text, each with each source of its row."""
    found = set()
    for name, table in T.items():
        if "election" in table and name != "conflicts":
            for row in table[table["election"] == election].to_dict("records"):
                ids = [row["source_id"], *str(row["also_source_ids"]).split(";")]
                cells = [v for v in row.values() if not pd.isna(v)]
                cells = [f"{v:g}" if isinstance(v, float) else str(v) for v in cells]
                found |= {(cell, source) for cell in cells for source in ids}
    return found


def test_the_figure_of_a_conflict_that_is_used_is_stored_with_its_source():
    stored = {year: cells_of(year) for year in ELECTIONS.index}
    elsewhere = []
    for row in T["conflicts"].dropna(subset=["election"]).itertuples():
        figure = row.value_a.partition(", ")[0].replace("valid votes", "valid_votes")
        is_stored = (figure, row.source_a) in stored[row.election]
        if is_stored != (row.used in ("a", "both")):
            elsewhere.append(row.conflict)
    # The one is a share of stored seats, the other a figure of the election before.
    assert elsewhere == ["snek-share-1994", "otan-seats-before-2004"]


def test_dates_of_parties_in_conflicts_are_those_of_the_parties():
    rows = T["conflicts"].set_index("conflict")["value_a"]
    for conflict, date in rows[rows.index.str.contains("-(?:founded|dissolved)$")].items():
        party, _, column = conflict.rpartition("-")
        stored = pd.Timestamp(PARTIES.loc[party.replace("-", "_"), column])
        assert f"{stored.day} {stored:%B %Y}" == date, conflict


def test_ids_in_capitals_are_of_elections_and_the_others_of_series():
    for name, table in T.items():
        if "source_id" in table and name not in ("sources", "claims", "events"):  # they have both
            ids = {*table["source_id"], *";".join(table["also_source_ids"].dropna()).split(";")}
            other_kind = {"economy", "growth_peers", "regional_income"}
            capitals = {i for i in ids if i.isupper()}
            if name in other_kind:
                assert capitals == ({"BUL05"} if name == "economy" else set()), name
            else:
                assert capitals == ids - {""}, name


def years_of_sources(table, columns):
    """Yield election and source, with the year that ends an id; four digits are a day of 2004."""
    for election, *cells in table[["election", *columns]].dropna(subset="election").values:
        for source in ";".join(cell for cell in cells if not pd.isna(cell)).split(";"):
            if found := re.fullmatch(r"[A-Z]+(?:(\d\d)|\d{4})[A-Z]*", source):
                year = int(found[1] or 4)
                yield election, source, year + (1900 if year > 90 else 2000)


def test_no_source_is_older_than_the_election_it_reports():
    other_year = set()
    for table in T.values():
        if {"election", "source_id"} <= set(table):
            found = years_of_sources(table, ["source_id", "also_source_ids"])
            other_year |= {
                (election, source) for election, source, year in found if year != election
            }
    assert other_year == {(1995, "WP99"), (1999, "CNN04"), (2004, "BUL05")}
    of_conflicts = years_of_sources(T["conflicts"], ["source_a", "source_b"])
    assert all(year >= election for election, _, year in of_conflicts)


def test_one_address_has_one_publisher_and_one_licence():
    sources = T["sources"]
    host = sources["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)")[0]
    wikipedia = sources["publisher"].str.contains("Wikipedia")
    held(sources, wikipedia == sources["licence"].str.startswith("CC BY-SA"))
    bank = sources["publisher"].str.contains("World Bank")
    held(sources, bank == sources["licence"].str.contains("World Bank"))
    named = sources["publisher"].str.lower().str.extract(r"^([\w.-]+\.[a-z]{2,3})$")[0]
    ends = [pd.isna(n) or h.endswith(n) for n, h in zip(named, host, strict=True)]
    held(sources, pd.Series(ends))
    others = sources[~wikipedia & (host != "github.com")]  # mirrors, and many there
    publishers = others.groupby(host)["publisher"].nunique()
    assert (publishers == 1).all(), publishers[publishers > 1]
