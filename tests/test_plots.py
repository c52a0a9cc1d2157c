"""Figures as a reader sees them: what is drawn, named and said, read from the artists."""

import os
import pickle
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import cache
from itertools import combinations, cycle, islice, pairwise

import colorspacious
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.legend import Legend
from matplotlib.patches import Rectangle
from PIL import Image

import kzelect as kz
from kzelect import plots
from kzelect.errors import AllocationError, KzelectError, LabelError, MissingDataError
from kzelect.plots import saving
from kzelect.plots.style import spread
from kzelect.results.arcs import arcs

load = cache(kz.load)  # nobody changes an election
YEARS = [1994, 1995, 1999, 2004, 2007, 2012, 2016, 2021, 2023]
HOSTILE = {
    "html": "<script>alert(1)</script>",
    "formula": "=HYPERLINK(0)",
    "lines": "two\nlines\r\n\tand a tab",
    "bidi": "\u202egnitov\u202c\u200f",
    "long": "W" * 10_000,
    "maths": "$\\frac{1}{0}$ & $x_1^2$",
    "one dollar": "_$5 \\alpha",
    "nothing": "",
}
OF_AN_ELECTION = {
    "slope": plots.slope,
    "sweep of an election": plots.sweep,
    "threshold": plots.threshold,
    "vote_shares": plots.vote_shares,
    "votes_and_seats": plots.votes_and_seats,
    "hemicycle": plots.hemicycle,
    "hemicycle won": lambda e, **k: plots.hemicycle(e, by="won", **k),
    "path_to_majority": plots.path_to_majority,
    "turnout": plots.turnout,
    "turnout_bounds": plots.turnout_bounds,
}
# The release checks try every size with every plot: KZELECT_FUZZ=1.
ALL = bool(os.environ.get("KZELECT_FUZZ"))
SAMPLE = ("votes_and_seats", "hemicycle won", "turnout")  # of every election
LAYOUTS = {  # inches, rows, columns
    "3 x 2": ((3, 2), 1, 1),
    "6 x 4": ((6, 4), 1, 1),
    "16 x 9": ((16, 9), 1, 1),
    "1 x 2": ((6.4, 4.8), 1, 2),
    "2 x 2": ((12, 8), 2, 2),
    "1 x 3": ((12, 4), 1, 3),
}
SHORT_2004 = [
    "Otan", "Aq Jol", "Asar", "AIST", "Opposition bloc", "CPPK", "Auyl", "Adilet", "Patriots",
    "Rukhaniyat",
]  # fmt: skip


def tables():
    """Return plots of tables by name; each takes ``ax`` and other keywords of its plot."""
    e = load(2004)
    economy, sources, peers, incomes = (
        kz.economy(), kz.sources(), kz.growth_peers(), kz.regional_income(),
    )  # fmt: skip
    panel, houses, claims, parties = kz.panel(), kz.elections(), kz.claims(), kz.parties()
    candidates, counts = kz.table("candidates"), kz.table("turnout")
    poverty = {
        "poverty_215_2017ppp": "under 2.15 dollars a day",
        "poverty_365_2017ppp": "under 3.65 dollars a day",
        "poverty_685_2017ppp": "under 6.85 dollars a day",
    }
    votes = e.proportional.set_index("party")
    swept = kz.sweep(votes["votes"], seats=10, thresholds=[t / 100 for t in range(12)])
    sim = kz.simulate(
        votes["votes"], 10, error=kz.UniformSwing(0.01), draws=2000, rng=1, method="hare"
    )
    early, regions = kz.table("early_counts"), kz.table("regional_turnout")
    early = early[early["area"] == "Kazakhstan"]
    draws = np.random.default_rng(1).normal(0.07, 0.005, 2000).clip(0, 1)
    return {
        "claims": lambda **k: plots.claims(claims, source=sources, **k),
        "early_counts": lambda **k: plots.early_counts(early, e, source=sources, **k),
        "growth_rank": lambda **k: plots.growth_rank(peers, 2003, source=sources, **k),
        "nominations": lambda **k: plots.nominations(candidates, e, **k),
        "peers": lambda **k: plots.peers(peers, mark=2003, source=sources, **k),
        "regional_incomes": lambda **k: plots.regional_incomes(incomes, **k),
        "regional_turnout": lambda **k: plots.regional_turnout(regions, source=sources, **k),
        "seat_probabilities": lambda **k: plots.seat_probabilities(
            sim.seats, official=votes["seats"], parties=parties, **k
        ),
        "seats_over_time": lambda **k: plots.seats_over_time(panel, houses=houses, **k),
        "series": lambda **k: plots.series(
            economy, "gdp_growth_real", mark=2004, source=sources, **k
        ),
        "series of three": lambda **k: plots.series(
            economy, poverty, mark=2003, breaks=[2005], claimed={"claimed": 25}, **k
        ),
        "share_density": lambda **k: plots.share_density(
            draws, threshold=0.07, observed=0.0707, **k
        ),
        "sweep": lambda **k: plots.sweep(swept, official=votes["seats"], parties=parties, **k),
        "turnout_over_time": lambda **k: plots.turnout_over_time(counts, **k),
    }


def drawings():
    """Yield a name and a function of ``ax`` for every kind of figure."""
    for name, plot in OF_AN_ELECTION.items():
        yield name, lambda plot=plot, **k: plot(load(2004), **k)
    yield from tables().items()


DRAWINGS = dict(drawings())


def renamed(election, names):
    """Return an election with other names, published and short, for the first contenders."""
    published = {key: frame.copy() for key, frame in election.published.items()}
    parties = election.parties["party"].tolist()
    for party, name in zip(parties, names, strict=False):
        for table in ("proportional", "seat_totals"):
            rows = published[table]["party"] == party
            published[table].loc[rows, "party_name"] = name
        rows = published["parties"]["party"] == party
        published["parties"].loc[rows, "short_name"] = name
    return kz.Election(election.year, published)


def with_value(election, table, row, column, value):
    published = {key: frame.copy() for key, frame in election.published.items()}
    published[table].loc[row, column] = value
    return kz.Election(election.year, published)


@contextmanager
def nothing_global():
    """Fail if a setting or a figure of pyplot is made inside, even for a moment."""
    touched = []
    set_one, make_figure = mpl.RcParams.__setitem__, plt.figure

    def setting(self, key, value):
        touched.extend([key] if self is mpl.rcParams else [])
        set_one(self, key, value)

    def figure(*args, **kwargs):
        touched.append("figure")
        return make_figure(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mpl.RcParams, "__setitem__", setting)
        patch.setattr(plt, "figure", figure)
        yield
    assert touched == []


@cache
def figure_of(name):
    """Return the figure of a plot; made once, for tests that only read it."""
    with nothing_global():
        return DRAWINGS[name]()


def legends(ax):
    return [child for child in ax.get_children() if isinstance(child, Legend)]


def words_of(ax):
    """Return the texts of laid out axes that can be seen and say something."""
    found = [ax.title, *ax.texts]
    for legend in legends(ax):
        found += legend.get_texts()
    if ax.axison:
        found += [ax.xaxis.label, ax.yaxis.label]
        for labels, limits, place in (
            (ax.get_xticklabels(), ax.get_xlim(), 0),
            (ax.get_yticklabels(), ax.get_ylim(), 1),
        ):
            low, high = sorted(limits)
            found += [label for label in labels if low <= label.get_position()[place] <= high]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def misplaced(*axes):
    """Return pairs of texts whose boxes overlap by more than a hair, and texts off the figure."""
    figure = axes[0].get_figure()
    figure.draw_without_rendering()
    texts = [text for ax in axes for text in words_of(ax)]
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts]
    apart = [(words, box.padded(-1)) for words, box in boxes]
    over = [(a, b) for (a, p), (b, q) in combinations(apart, 2) if p.overlaps(q)]
    page = figure.bbox.padded(1)
    off = [
        words for words, box in boxes if not (page.contains(*box.min) and page.contains(*box.max))
    ]
    return over + off


def shown(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def dots(ax):
    return [c for c in ax.collections if isinstance(c, PathCollection)]


# --- every figure ---------------------------------------------------------------------------


def test_every_plot_is_among_the_drawings():
    others = {"data", "describe", "panels", "save", "style"}
    assert {name.split()[0] for name in DRAWINGS} == set(plots.__all__) - others


@pytest.mark.parametrize("name", DRAWINGS)
def test_words_neither_overlap_nor_are_cut_off_at_notebook_width(name):
    ax = figure_of(name)
    assert ax.get_figure().get_size_inches()[0] == 7
    assert misplaced(ax) == []


@pytest.mark.parametrize("year", YEARS)
def test_every_election_can_be_drawn(year):
    election = load(year)
    drawn = 0
    for name, plot in OF_AN_ELECTION.items():
        if name not in SAMPLE and not ALL:
            continue
        try:
            ax = plot(election)
        except MissingDataError:
            continue
        drawn += 1
        assert any(str(year) in text.get_text() for text in ax.texts), name
        assert misplaced(ax) == [], name
    assert drawn >= 2


def in_layout(names, layout, engine):
    """Draw plots in the axes of one figure, the first of them again where axes are left.

    They draw on the given axes only, and change no settings.
    """
    size, rows, columns = LAYOUTS[layout]
    figure = plt.figure(figsize=size, layout=engine)
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    others = list(axes)
    for name in islice(cycle(names), len(axes)):
        ax = others.pop(0)
        with nothing_global():
            assert DRAWINGS[name](ax=ax) is ax
        assert not any(other.has_data() or other.get_title() for other in others)
        assert [*figure.texts, *figure.legends] == []
    return axes


def layouts():
    """Yield figures to try: before a release every plot in all; else all plots shared out."""
    if ALL:
        for engine in ("none", "constrained"):
            yield from (([name], layout, engine) for name in DRAWINGS for layout in LAYOUTS)
        return
    names = iter(DRAWINGS)
    for layout in cycle(LAYOUTS):
        _, rows, columns = LAYOUTS[layout]
        chosen = list(islice(names, rows * columns))
        if not chosen:
            return
        yield chosen, layout, "none"


@pytest.mark.parametrize(("names", "layout", "engine"), list(layouts()))
@pytest.mark.no_cover
def test_words_keep_apart_and_inside_in_axes_of_any_size(names, layout, engine):
    assert misplaced(*in_layout(names, layout, engine)) == []


def test_an_engine_of_layout_changes_nothing():
    assert misplaced(*in_layout(["turnout"], "1 x 2", "constrained")) == []
    axes = in_layout(["turnout"], "1 x 2", "none")
    axes[0].get_figure().canvas.draw()
    before = [ax.get_position().bounds for ax in axes]
    axes[0].get_figure().subplots_adjust(left=0.3, wspace=0.6)
    axes[0].get_figure().canvas.draw()
    assert [ax.get_position().bounds for ax in axes] == before


def test_electorates_have_their_width_in_given_axes(e2004):
    ax = plots.turnout(e2004, ax=plt.subplots(figsize=(6, 4))[1])
    drawn = [p.get_width() for p in ax.patches if p.get_height() == 100]
    assert sum(drawn) > 0.6 * np.ptp(ax.get_xlim())  # and not hairlines


def test_another_title_stands_above_what_is_there(e2004):
    for draw in (plots.turnout_bounds, plots.hemicycle):
        ax = draw(e2004)
        ax.set_title("Mine")
        assert misplaced(ax) == []
        assert plots.describe(ax).startswith("Mine. ")


def test_title_and_source_can_be_given_or_left_out(e2004):
    ax = plots.vote_shares(e2004, title="Who won?", source="a book")
    assert ax.get_title() == "Who won?"
    assert any("Source: a book" in t.get_text() for t in ax.texts)
    ax = plots.vote_shares(e2004, title="", source="")
    assert ax.get_title() == ""
    assert not any("Source" in t.get_text() for t in ax.texts)
    assert plots.describe(ax).startswith("Otan: 60.61 % of the list vote. ")


def test_a_figure_can_be_pickled_and_laid_out_again(e2004):
    ax = plots.turnout(e2004, ax=plt.subplots()[1])
    copy = pickle.loads(pickle.dumps(ax.get_figure()))
    copy.tight_layout()
    copy.draw_without_rendering()
    assert copy.axes[0].get_position().bounds == ax.get_position().bounds


def test_threads_that_draw_change_no_setting(e2004):
    """Two threads draw; meanwhile nothing that belongs to the session changes."""
    before, known = dict(mpl.rcParams), plt.get_fignums()
    faults, stop = [], threading.Event()

    def draw(plot):
        try:
            while not stop.is_set():
                plot(e2004)
        except Exception as error:
            faults.append(error)

    threads = [
        threading.Thread(target=draw, args=(plot,)) for plot in (plots.hemicycle, plots.turnout)
    ]
    threads.append(threading.Timer(20 if ALL else 1, stop.set))
    for thread in threads:
        thread.start()
    while not stop.is_set():
        changed = [key for key, value in before.items() if mpl.rcParams[key] != value]
        if changed or plt.get_fignums() != known:
            faults.append(changed or "figures of pyplot")
    for thread in threads:
        thread.join()
    assert faults == []


class Shell:
    """A stand-in for the shell of a kernel: its callbacks, and what it was told to show."""

    kernel = object()

    def __init__(self):
        self.callbacks, self.shown = {"post_execute": []}, []
        self.events = self

    def register(self, event, callback):
        self.callbacks[event].append(callback)

    def display(self, ax):
        self.shown.append(ax._repr_mimebundle_())

    def end_of_cell(self):
        for callback in self.callbacks["post_execute"]:
            callback()
        shown, self.shown = self.shown, []
        return [data["text/plain"] for data, _ in shown]


@pytest.fixture
def shell(monkeypatch):
    from IPython import display

    shell = Shell()
    monkeypatch.setattr(saving, "_kernel", lambda: shell)
    monkeypatch.setattr(display, "display", shell.display)
    return shell


def test_a_notebook_shows_every_figure_of_a_cell_once(e2004, shell):
    axes = [plots.hemicycle(e2004), plots.vote_shares(e2004)]
    assert shell.end_of_cell() == [plots.describe(ax) for ax in axes]
    assert shell.end_of_cell() == []


def test_the_value_of_a_cell_is_its_figure_after_those_before_it(e2004, shell):
    first, last = plots.hemicycle(e2004), plots.vote_shares(e2004)
    data, metadata = last._repr_mimebundle_()
    assert shell.end_of_cell() == [plots.describe(first)]
    assert data["text/plain"] == metadata["image/png"]["alt"] == plots.describe(last)
    assert data["image/png"].startswith("iVBOR")


def test_panels_are_one_figure(e2004, shell):
    left, right = plots.panels(1, 2)
    plots.hemicycle(e2004, ax=left)
    plots.turnout(e2004, ax=right)
    (words,) = shell.end_of_cell()
    assert words == f"{plots.describe(left)} {plots.describe(right)}"
    with pytest.raises(KzelectError, match="0 rows"):
        plots.panels(0)


def test_other_threads_and_given_axes_show_nothing(e2004, shell):
    thread = threading.Thread(target=plots.hemicycle, args=(e2004,))
    thread.start()
    thread.join()
    plots.hemicycle(e2004, ax=plt.subplots()[1])
    assert shell.end_of_cell() == []


def test_settings_are_as_before_after_own_figures():
    for name in DRAWINGS:
        figure_of(name)  # inside nothing_global


def test_a_session_with_other_settings_gets_the_same_figure(e2004, tmp_path):
    plots.save(plots.vote_shares(e2004), tmp_path / "plain.svg")
    with mpl.rc_context({"font.size": 30, "axes.grid": True, "text.color": "red"}):
        plots.save(plots.vote_shares(e2004), tmp_path / "other.svg")
    assert (tmp_path / "plain.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


def test_tables_are_not_changed(e2004):
    tables = [
        (plots.vote_shares, e2004.proportional),
        (plots.hemicycle, e2004.seats),
        (plots.path_to_majority, e2004.seats_by("membership")),
        (plots.turnout, e2004.turnout),
        (plots.votes_and_seats, e2004.seats.merge(e2004.proportional[["party", "vote_share"]])),
    ]
    for plot, table in tables:
        before = table.copy(deep=True)
        plot(table)
        pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_is_drawn_can_be_had_as_a_table(name):
    ax = figure_of(name)
    data = plots.data(ax)
    assert len(data)
    said = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", plots.describe(ax).replace(",", ""))}
    numbers = data.select_dtypes("number").astype("Float64").to_numpy(float, na_value=0).ravel()
    forms = {round(f * abs(n), d) for n in numbers for f in (1, 100) for d in (0, 1, 2, 3)}
    if name == "share_density":  # its words say quantiles, its bars all draws
        assert data["draws_pct"].sum() == pytest.approx(100)
    else:
        assert len(said & forms) >= min(3, len(data))
    data["more"] = 1
    assert "more" not in plots.data(ax)


def test_the_table_of_a_hemicycle_has_every_seat(e2004):
    won = plots.data(plots.hemicycle(e2004, by="won"))
    assert won.groupby("party")["seats"].sum()["otan"] == 42
    assert won.set_index(["party", "won"])["seats"]["otan", "second_round"] == 9
    with pytest.raises(KzelectError, match="nothing of kzelect is drawn"):
        plots.data(plt.figure().add_subplot())
    (own,) = plots.panels()
    plots.describe(own, "List 7.")
    with pytest.raises(KzelectError, match="described without data"):
        plots.data(own)
    plots.describe(own, "List 7.", data=won)
    assert plots.data(own).equals(won)


def test_parts_of_seats_beyond_their_total_are_refused():
    seats = pd.DataFrame({"party": ["A", "B"], "total": [8, 29], "list": [6, 29]})
    drawn = plots.data(plots.hemicycle(seats, by="won"))
    assert drawn["seats"].tolist() == [6, 2, 29]  # two are of no known tier
    for total, words in [(1, "a total of 1"), (pd.NA, "no total")]:
        seats["total"] = pd.array([total, 29], dtype="Int64")
        with pytest.raises(LabelError, match=f"A has 6 seats by how they were won and {words}"):
            plots.hemicycle(seats, by="won")
    plots.path_to_majority(seats)
    with pytest.raises(LabelError, match="A has 6 seats by how they were won and a total of 1"):
        plots.path_to_majority(seats.assign(total=[1, 29]))


@pytest.mark.parametrize("name", OF_AN_ELECTION)
def test_says_what_when_and_from_where(name):
    ax = figure_of(name)
    assert any(", 2004 Kazakh legislative election" in t.get_text() for t in ax.texts)
    assert len(ax.get_title()) > 10
    assert any(
        t.get_text().startswith("Source: ") or "\nSource: " in t.get_text() for t in ax.texts
    )
    said = plots.describe(ax)
    assert said.startswith(" ".join(ax.get_title().split()) + ". ")
    assert said.endswith(".")
    assert "2004 Kazakh legislative election" in said
    # Three sentences: two full stops in between that are followed by a capital letter or a digit.
    assert len(re.findall(r"\. (?=[A-Z0-9])", said)) == 2


def test_the_source_line_names_the_source_of_most_rows():
    ax = plots.hemicycle(load(2023))  # the last row has another source than the others
    (foot,) = (" ".join(t.get_text().split()) for t in ax.texts if "Source: " in t.get_text())
    assert foot.endswith("The Astana Times")


@pytest.mark.parametrize(
    "name", ["vote_shares", "path_to_majority", "growth_rank", "sweep", "seats_over_time"]
)
def test_every_bar_is_inside_the_axes(name):
    ax = figure_of(name)
    low, high = sorted(ax.get_ylim())
    left, right = ax.get_xlim()
    for bar in ax.patches:
        assert low < bar.get_y() < bar.get_y() + bar.get_height() < high
        assert left - 1e-9 <= min(bar.get_x(), bar.get_x() + bar.get_width())
        assert max(bar.get_x(), bar.get_x() + bar.get_width()) <= right + 1e-9


def test_without_sources_there_is_no_source_line(e2004):
    published = {key: t for key, t in e2004.published.items() if key != "sources"}
    ax = plots.vote_shares(kz.Election(2004, published))
    assert not any("Source" in t.get_text() for t in ax.texts)


def test_import_stays_light():
    code = (
        "import sys, kzelect.plots; "
        "print(*{'seaborn', 'scipy', 'IPython', 'frictionless'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == ""


# --- names and colours ----------------------------------------------------------------------


@pytest.mark.parametrize("name", OF_AN_ELECTION)
@pytest.mark.no_cover
def test_hostile_names_show_as_text(name, e2004):
    election = renamed(e2004, HOSTILE.values())
    ax = OF_AN_ELECTION[name](election)
    assert misplaced(ax) == []
    for text in words_of(ax):
        assert not text.get_parse_math()
        assert len(text.get_text()) < 400
        assert not set(text.get_text()) & set("\r\t\u202e\u202c\u200f")
    assert "\n" not in plots.describe(ax)


@pytest.mark.parametrize("name", ["vote_shares", "votes_and_seats", "path_to_majority"])
def test_hostile_names_show_as_text_on_given_axes(name, e2004):
    _, ax = plt.subplots(figsize=(7, 6))
    OF_AN_ELECTION[name](renamed(e2004, [HOSTILE["maths"]] * 11), ax=ax)
    assert not any(label.get_parse_math() for label in [*ax.get_yticklabels(), ax.title, *ax.texts])
    ax.get_figure().canvas.draw()


def test_a_hostile_title_is_one_too(e2004):
    election = with_value(e2004, "elections", 0, "name", "$\\frac$ <b>\n" + "x " * 4000)
    ax = plots.vote_shares(election)
    assert misplaced(ax) == []
    (topic,) = (t.get_text() for t in ax.texts if "Shares of the list vote" in t.get_text())
    assert len(topic) < 130
    assert "$\\frac$ <b>" in topic


def test_names_of_the_day_where_they_are_short():
    assert shown(plots.path_to_majority(load(2023)))[0] == "Amanat"
    assert shown(plots.path_to_majority(load(2004)))[:10] == SHORT_2004


def test_other_names_and_colours_can_be_given(e2004):
    parties = pd.DataFrame(
        {"party": ["otan"], "short_name": ["Fatherland, a party"], "colour": ["#123456"]}
    )
    table = e2004.proportional.drop(columns="party_name")
    ax = plots.vote_shares(table, parties=parties)
    assert shown(ax)[:2] == ["Fatherland, a party", "aq_jol"]
    assert to_hex(ax.patches[0].get_facecolor()) == "#123456"


def test_colours_that_are_none_give_way_to_the_cycle(e2004):
    election = with_value(e2004, "parties", e2004.published["parties"].index, "colour", "url(x)")
    colours = [to_hex(bar.get_facecolor()) for bar in plots.vote_shares(election).patches]
    assert len(set(colours[:8])) == 8


@pytest.mark.parametrize("letter", "ӘҚҢӨҰҮҺІәқңөұүһі–−≥’")
def test_the_font_has_the_letter(letter):
    for text in words_of(figure_of("vote_shares")):
        assert text.get_fontfamily() == ["DejaVu Sans"], text
    for weight in ("normal", "bold"):
        path = findfont(
            FontProperties(family="DejaVu Sans", weight=weight), fallback_to_default=False
        )
        assert get_font(path).get_char_index(ord(letter))


VISIONS = [None, "protanomaly", "deuteranomaly", "tritanomaly"]
LEAST_DISTANCE = 12  # in CAM02-UCS, where 1 can just be seen
LEAST_FROM_WHITE = 16


def seen(colours, vision):
    rgb = np.array([to_rgb(colour) for colour in colours])
    if vision:
        space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
        rgb = np.clip(colorspacious.cspace_convert(rgb, space, "sRGB1"), 0, 1)
    return colorspacious.cspace_convert(rgb, "sRGB1", "CAM02-UCS")


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.no_cover
def test_contenders_of_one_election_can_be_told_apart(year, vision):
    parties = load(year).parties
    places = seen([*parties["colour"], "white"], vision)
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    near = np.argwhere(apart[:-1, :-1] < LEAST_DISTANCE)
    assert [tuple(parties["party"].iloc[pair]) for pair in near] == []
    assert apart[-1].min() > LEAST_FROM_WHITE


def test_independents_are_grey():
    colours = kz.parties().set_index("party")["colour"]
    for party in ("independents", "against_all", "state_list"):
        assert len(set(to_rgb(colours[party]))) == 1


# --- votes ----------------------------------------------------------------------------------


def test_vote_shares(e2004):
    ax = figure_of("vote_shares")
    assert shown(ax) == SHORT_2004
    bars = ax.containers[0]
    shares = (100 * e2004.proportional["vote_share"]).tolist()
    assert [bar.get_width() for bar in bars] == pytest.approx(shares)
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [
        c.lower() for c in e2004.parties["colour"].iloc[:10]
    ]
    figures = [t.get_text() for t in ax.texts if t.get_text().endswith(" %")]
    assert figures[:10] == [
        "60.61 %", "12.04 %", "11.38 %", "7.07 %", "3.44 %",
        "1.98 %", "1.73 %", "0.76 %", "0.55 %", "0.44 %",
    ]  # fmt: skip
    assert ax.yaxis_inverted()
    assert [line.get_xdata()[0] for line in ax.lines] == pytest.approx([7])
    assert "threshold 7 %" in figures
    assert ax.get_xlabel() == "per cent of valid votes"
    assert ax.get_xlim()[0] == 0
    assert "Otan 60.61 %" in plots.describe(ax)


def test_a_changed_vote_is_drawn(e2004):
    votes = int(e2004.published["proportional"].loc[3, "votes"])
    election = with_value(e2004, "proportional", 3, "votes", votes - 100_000)
    assert plots.vote_shares(election).patches[3].get_width() < 7
    assert "AIST 4.96 %" in plots.describe(plots.vote_shares(election))


def test_a_share_not_published_is_said_and_not_drawn_as_nothing(e2004):
    election = with_value(e2004, "proportional", 1, "votes", pd.NA)
    ax = plots.vote_shares(election)
    assert np.isnan(ax.patches[1].get_width())
    said = [t for t in ax.texts if t.get_text() == "not published"]
    assert [t.xy[1] for t in said] == [1]
    assert len([t for t in ax.texts if t.get_text().endswith("0.00 %")]) == 0
    assert "Aq Jol not published" in plots.describe(ax)
    assert misplaced(ax) == []


def test_all_shares_missing(e2004):
    table = e2004.proportional.assign(vote_share=pd.array([pd.NA] * 10, dtype="Float64"))
    with pytest.raises(MissingDataError, match="no share of the list vote is known"):
        plots.vote_shares(table)


def test_keywords_reach_the_bars(e2004):
    ax = plots.vote_shares(e2004, color="#abcdef", height=0.4)
    assert {to_hex(bar.get_facecolor()) for bar in ax.patches} == {"#abcdef"}
    assert ax.patches[0].get_height() == pytest.approx(0.4)


def test_a_table_without_a_column_is_refused(e2004):
    with pytest.raises(LabelError, match="no column 'vote_share'"):
        plots.vote_shares(e2004.seats)


def test_votes_and_seats(e2004):
    ax = figure_of("votes_and_seats")
    assert shown(ax) == [*SHORT_2004[:4], "Adilet", "5 without a seat", "Independents"]
    votes, lists, house = dots(ax)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "share of list votes", "of 10 list seats", "of 77 house seats",
    ]  # fmt: skip
    shares = (100 * e2004.proportional.set_index("party")["vote_share"]).to_dict()
    with_seats = ["otan", "aq_jol", "asar", "aist", "adilet"]
    rest = sum(share for party, share in shares.items() if party not in with_seats)
    expected = [*(shares[party] for party in with_seats), rest]
    assert votes.get_offsets()[:, 0].tolist() == pytest.approx(expected)
    assert lists.get_offsets()[:5, 0].tolist() == pytest.approx([70, 10, 10, 10, 0])
    np.testing.assert_allclose(
        house.get_offsets()[[0, -1]], [[100 * 42 / 77, 0], [100 * 18 / 77, 6]]
    )
    assert len(votes.get_offsets()) == len(lists.get_offsets()) == 6  # not the independents
    assert [t.xy[1] for t in ax.texts if t.get_text() == "no list"] == [6]
    foot = " ".join(" ".join(t.get_text() for t in ax.texts).split())
    assert "Lists without a seat: Opposition bloc 3.44 %, CPPK 1.98 %" in foot
    paths = {p.vertices.tobytes() for c in dots(ax) for p in c.get_paths()}
    assert len(paths) == 3  # three shapes
    # A line from the lowest to the highest mark of each row, and no further.
    marks = np.concatenate([c.get_offsets() for c in dots(ax)])
    for row, line in enumerate(ax.lines):
        of_row = marks[marks[:, 1] == row, 0]
        assert list(line.get_ydata()) == [row, row]
        assert line.get_xdata() == pytest.approx([of_row.min(), of_row.max()])


def test_votes_not_published_and_no_list_differ(e2004):
    ax = plots.votes_and_seats(with_value(e2004, "proportional", 2, "votes", pd.NA))
    said = {t.get_text(): t.xy[1] for t in ax.texts}
    assert said["votes not published"] == 2
    assert said["no list"] == 6
    assert "Asar not published, 10.0 %, 5.2 %" in plots.describe(ax)


def test_against_all_takes_no_seats():
    ax = plots.votes_and_seats(load(1999))
    said = {t.get_text(): shown(ax)[int(t.xy[1])] for t in ax.texts if hasattr(t, "xy")}
    assert said["takes no seats"] == "Against all"


# --- the house ------------------------------------------------------------------------------


@pytest.mark.parametrize("seats", [*range(1, 40), 67, 77, 98, 107, 150, 177, 349, 450, 577, 700])
def test_arcs_of_a_house(seats):
    house = arcs(seats)
    assert len(house.x) == seats
    places = np.column_stack([house.x, house.y])
    if seats > 1:
        apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        assert apart.min() > 1.1 * house.diameter  # dots do not touch
    assert (house.y > -1e-9).all()
    assert np.hypot(house.x, house.y).max() == pytest.approx(1)
    assert (np.diff(house.angle) <= 1e-9).all()  # in order from left to right
    mirrored = {(-x, y) for x, y in places.round(6) + 0.0}
    assert {(x, y) for x, y in places.round(6) + 0.0} == {(x + 0.0, y) for x, y in mirrored}


def test_a_house_without_seats_is_refused(e2004):
    with pytest.raises(AllocationError, match="0 seats"):
        arcs(0)
    with pytest.raises(MissingDataError, match="a hemicycle needs seats"):
        plots.hemicycle(e2004.seats.assign(total=pd.array([pd.NA] * 11, dtype="Int64")))


def test_hemicycle(e2004):
    ax = figure_of("hemicycle")
    won = e2004.seats[e2004.seats["total"] > 0]
    assert [len(block.get_offsets()) for block in dots(ax)] == won["total"].tolist()
    colours = e2004.parties.set_index("party")["colour"][won["party"]].str.lower()
    assert [to_hex(block.get_facecolor()[0]) for block in dots(ax)] == colours.tolist()
    texts = {t.get_text(): t for t in ax.texts}
    labels = list(texts)
    names = ["Otan 42", "Aq Jol 1", "Asar 4", "AIST 11", "Adilet 1", "Independents 18"]
    assert {*names, "77", "seats", "39 for a majority"} < set(labels)
    # Labels stand outside the arcs, each on the side of its block, all in the order of blocks.
    places = np.array([texts[name].xy for name in names])
    for (x, y), block in zip(places, dots(ax), strict=True):
        assert x * block.get_offsets()[:, 0].mean() > 0
        assert np.hypot(x, y) > 1
    assert (np.diff(np.arctan2(places[:, 1], places[:, 0])) < 0).all()
    assert any("Without seats: Opposition bloc, CPPK" in label for label in labels)
    assert ax.get_title() == "Otan: 42 of 77 seats, 39 needed"
    assert ax.get_aspect() == 1


@pytest.mark.parametrize("house", [5, 12, 29, 77, 98, 177, 450, 700])
def test_hemicycle_of_any_size(house):
    parts = [house // 2, house // 3, house - house // 2 - house // 3]
    table = pd.DataFrame({"party": list("abc"), "total": pd.array(parts, dtype="Int64")})
    ax = plots.hemicycle(table)
    blocks = dots(ax)
    assert [len(block.get_offsets()) for block in blocks] == parts
    angles = [np.arctan2(*block.get_offsets().T[::-1]).round(9) for block in blocks]
    for left, right in pairwise(angles):
        assert left.min() >= right.max()  # each block is a sector of its own
    assert f"{house // 2 + 1} for a majority" in [t.get_text() for t in ax.texts]
    assert misplaced(ax) == []
    # The line parts the seats of a majority, counted from the left, from the others.
    x, y = next(np.array(line.get_data()) for line in ax.lines if line.is_dashed())
    places = np.concatenate([block.get_offsets() for block in blocks])
    to_the_left = np.arctan2(places[:, 1], places[:, 0]) > np.arctan2(y[1], x[1]) - 1e-9
    level = np.abs(np.arctan2(places[:, 1], places[:, 0]) - np.arctan2(y[1], x[1])) < 1e-9
    assert to_the_left.sum() - level.sum() <= house // 2 + 1 <= to_the_left.sum()


def test_dots_keep_apart_in_a_figure_of_any_size(e2004):
    for size in ((3, 2.5), (7, 4.6), (14, 8)):
        _, ax = plt.subplots(figsize=size)
        plots.hemicycle(e2004, ax=ax)
        ax.get_figure().canvas.draw()
        block = dots(ax)[0]
        outline = block.get_paths()[0].transformed(block.get_transform()).get_extents()
        places = ax.transData.transform(block.get_offsets())
        apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        assert outline.width < apart[apart > 0].min()
        assert outline.width == pytest.approx(outline.height)


def test_hemicycle_by_how_seats_were_won(e2004):
    ax = plots.hemicycle(e2004, by="won")
    seats = e2004.seats[["list", "first_round", "second_round"]].fillna(0)
    expected = [int(n) for row in seats.to_numpy() for n in row if n]
    assert [len(block.get_offsets()) for block in dots(ax)] == expected
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "list 10", "first round 45", "run-off 22",
    ]  # fmt: skip
    shapes = [block.get_paths()[0].vertices.tobytes() for block in dots(ax)[:3]]
    assert len(set(shapes)) == 3
    assert "Otan 42 (list 7, first round 26, run-off 9)" in plots.describe(ax)
    with pytest.raises(LabelError, match="'party' or 'won', found 'seat'"):
        plots.hemicycle(e2004, by="seat")


def test_seats_without_a_holder_are_drawn_open():
    ax = plots.hemicycle(load(2007))
    assert [len(block.get_offsets()) for block in dots(ax)] == [98, 9]
    assert to_hex(dots(ax)[1].get_facecolor()[0]) == "#ffffff"
    assert "other seats 9" in [t.get_text() for t in ax.texts]
    ax = plots.hemicycle(load(2023))
    assert "not published 7" in [t.get_text() for t in ax.texts]
    assert any("Seats not published: Independents" in t.get_text() for t in ax.texts)
    assert "50 for a majority" in [t.get_text() for t in ax.texts]


def test_labels_that_have_no_room_become_a_legend():
    table = pd.DataFrame({"party": [f"party {i}" for i in range(40)], "total": [2] * 40})
    ax = plots.hemicycle(table)
    assert misplaced(ax) == []
    (legend,) = legends(ax)
    assert [t.get_text() for t in legend.get_texts()] == [f"party {i} 2" for i in range(40)]
    assert all(f"party {i} 2" in plots.describe(ax) for i in range(40))


def test_path_to_majority(e2004):
    ax = figure_of("path_to_majority")
    assert shown(ax) == [*SHORT_2004, "Independents"]
    seats = e2004.seats[["list", "first_round", "second_round"]].fillna(0).astype(int)
    for container, way in zip(ax.containers, seats, strict=True):
        assert [bar.get_width() for bar in container] == seats[way].tolist()
    reached = seats.cumsum(axis=1)
    assert [bar.get_x() for bar in ax.containers[2]] == reached["first_round"].tolist()
    assert [line.get_xdata()[0] for line in ax.lines] == [39]
    said = [t.get_text() for t in ax.texts]
    assert "7 from the list, 33 after the first round, 42 after the run-offs" in said
    assert "39 for a majority" in said
    assert [text for text in said if text.isdigit()] == [str(n) for n in e2004.seats["total"]]
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "list", "first round", "run-off",
    ]  # fmt: skip
    looks = {(to_hex(c[0].get_facecolor()), c[0].get_hatch()) for c in ax.containers}
    assert len(looks) == 3
    hues = e2004.parties["colour"].str.lower().tolist()
    for container in ax.containers:  # outline and hatch say who where the tint is pale
        assert [to_hex(bar.get_edgecolor()) for bar in container] == hues
    assert ax.get_xlim()[0] == 0  # a bar that starts elsewhere has another length
    (running,) = (t for t in ax.texts if "from the list" in t.get_text())
    otan, next_one = (bar.get_y() + bar.get_height() / 2 for bar in ax.containers[0][:2])
    assert otan < running.xy[1] < next_one
    assert len({hatch for _, hatch in looks}) == 2


def test_path_by_membership_says_what_is_not_known(e2004):
    ax = plots.path_to_majority(
        e2004.seats_by("membership"), parties=e2004.parties, needed=e2004.facts["majority"]
    )
    assert "districts, round not published" in [t.get_text() for t in ax.get_legend().get_texts()]
    assert "53" in [t.get_text() for t in ax.texts]
    assert not any("from the list" in t.get_text() for t in ax.texts)


# --- turnout --------------------------------------------------------------------------------


def test_turnout_is_drawn_to_scale(e2004):
    ax, drop = plots.turnout(e2004), e2004.turnout_drop()
    assert "45.21 % of 2,766,465 registered voters" in plots.describe(ax)
    as_floats = plots.turnout(e2004.turnout.astype({"registered": float}))
    assert "of 8,662,188 registered voters" in plots.describe(as_floats)
    drawn = [p for p in ax.patches if isinstance(p, Rectangle)]
    assert [(p.get_width(), p.get_height()) for p in drawn] == [
        (8662188, 100),
        (8662188, pytest.approx(100 * 4893204 / 8662188)),
        (2766465, 100),
        (2766465, pytest.approx(100 * 1250675 / 2766465)),
        # The first round in the two kinds of districts: what the totals allow.
        (2766465, 100),
        (2766465, pytest.approx(100)),
        (8662188 - 2766465, 100),
        (8662188 - 2766465, pytest.approx(100 * (drop.rest_high - drop.rest_low))),
    ]
    assert ax.get_ylim() == (0, 100)
    texts = {t.get_text().replace("\n", " "): t for t in ax.texts}
    under = [
        "list ballot 4,893,204 of 8,662,188", "run-offs 1,250,675 of 2,766,465",
        "first round in the 22 run-off districts 2,766,465",
        "first round in the other 45 districts 5,895,723",
    ]  # fmt: skip
    pale = [p for p in drawn if p.get_height() == 100 and p.get_hatch() is None]
    middles = [p.get_x() + p.get_width() / 2 for p in pale]
    # Words stand under the middle of their electorate.
    assert [texts[words].xy[0] for words in under] == pytest.approx(middles)
    ends = [(p.get_x(), p.get_x() + p.get_width()) for p in pale]
    assert all(a[1] < b[0] for a, b in pairwise(ends))
    assert [p.get_hatch() for p in drawn].count("////") == 2
    assert {"56.49 %", "45.21 %", "0.0 % to 100.0 %", "36.1 % to 83.0 %"} < set(texts)
    assert any("The ballots of the first round were not published" in words for words in texts)


def test_turnout_bounds(e2004):
    drop = e2004.turnout_drop()
    ax = plots.turnout_bounds(e2004)
    line, *others = ax.lines
    assert line.get_xdata() == pytest.approx([0, 100])
    assert line.get_ydata() == pytest.approx([100 * drop.rest_high, 100 * drop.rest_low])
    points = {
        (round(float(p.get_xdata()[0]), 2), round(float(p.get_ydata()[0]), 2))
        for p in others
        if len(p.get_xdata()) == 1
    }
    assert points == {(56.49, 56.49), (45.21, 61.78)}
    said = " ".join(t.get_text() for t in words_of(ax))
    assert "45.21 % there, 61.78 % elsewhere" in said
    (level,) = (line.get_xdata() for line in others if line.is_dashed())
    assert level == pytest.approx([100 * drop.share_runoff] * 2)
    assert f"run-off {100 * drop.share_runoff:.2f} %" in said
    diagonal = [line for line in others if np.ptp(line.get_xdata()) == 100]
    assert [(*line.get_xdata(), *line.get_ydata()) for line in diagonal] == [(0, 100, 0, 100)]
    assert "from 0.0 % to 100.0 %" in ax.get_title()


def test_a_point_that_cannot_be_is_not_drawn():
    turnout = pd.DataFrame(
        {
            "ballot": ["first_round", "second_round"],
            "registered": pd.array([1000, 900], dtype="Int64"),
            "ballots_cast": pd.array([900, 100], dtype="Int64"),
        }
    )
    from kzelect.measures.turnout import turnout_drop

    ax = plots.turnout_bounds(turnout_drop(turnout))
    assert "no drop: impossible" in plots.describe(ax)
    assert len([p for p in ax.lines if len(p.get_xdata()) == 1]) == 1
    assert ax.lines[0].get_xdata() == pytest.approx([800 / 9, 100])


# --- years, countries, rules ----------------------------------------------------------------


def yearly(values, indicator="x", unit="tonnes"):
    years = [year for year, _ in values]
    return pd.DataFrame(
        {
            "year": years,
            "indicator": indicator,
            "value": pd.array([value for _, value in values], dtype="Float64"),
            "unit": unit,
        }
    )


def test_gaps_stay_gaps():
    ax = plots.series(yearly([(2000, 1.0), (2002, 3.0), (2003, pd.NA), (2004, 5.0)]), "x")
    (line,) = ax.lines
    assert line.get_xdata().tolist() == [2000, 2001, 2002, 2003, 2004]
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False, True, False]
    assert "2 years not published" in plots.describe(ax)
    assert line.get_marker() not in ("", "None")  # a year between two gaps has no line to be on


def test_an_indicator_without_a_label_is_named_in_words():
    assert figure_of("series").get_title() == "GDP growth real: 9.6 in 2004"


def test_marked_year_and_unit():
    ax = plots.series(yearly([(2003, 1.0), (2004, 2.5), (2005, 3.0)]), "x", mark=2004)
    assert [line.get_xdata()[0] for line in ax.lines if line.is_dashed()] == [2004]
    assert [t.xy[0] for t in ax.texts if t.get_text() == "2004"] == [2004]
    assert "Tonnes, 2003–2005" in [t.get_text() for t in ax.texts]
    assert "2.5 in 2004, marked" in plots.describe(ax)
    assert ax.get_title() == "X: 2.5 in 2004"


def test_series_are_named_at_their_ends():
    ax = figure_of("series of three")
    texts = {t.get_text(): t for t in ax.texts}
    lines = {line.get_label(): line for line in ax.lines if line.get_label() in texts}
    assert [label[:10] for label in lines] == ["under 2.15", "under 3.65", "under 6.85"]
    assert len({line.get_marker() for line in lines.values()}) == 3
    for label, line in lines.items():
        assert texts[label].get_color() == line.get_color()
        points = np.column_stack(line.get_data())
        assert texts[label].xy == pytest.approx(points[~np.isnan(points[:, 1])][-1])


def test_breaks_and_claimed_values_are_drawn_as_such():
    ax = plots.series(
        yearly([(2003, 1.0), (2004, 2.5), (2005, 3.0)]), "x", breaks=[2003], claimed={"said": 2.0}
    )
    line = ax.lines[0]
    assert line.get_xdata().tolist() == [2003, 2003.5, 2004, 2005]
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False, False]
    assert any("2003/04" in t.get_text() for t in ax.texts)
    assert [t.xy[1] for t in ax.texts if t.get_text() == "said"] == [2.0]
    assert [line.get_ydata()[0] for line in ax.lines[1:]] == [2.0]
    assert "said: 2, dotted" in plots.describe(ax)


def test_elections_are_joined_unless_one_has_no_figure():
    table = yearly([(1999, 1.0), (2004, 2.0), (2007, pd.NA), (2012, 3.0), (2016, 4.0)])
    ax = plots.series(table.rename(columns={"year": "election"}), "x")
    (line,) = ax.lines
    assert line.get_xdata().tolist() == [1999, 2004, 2007, 2012, 2016]
    assert np.isnan(line.get_ydata()).tolist() == [False, False, True, False, False]


def test_former_names_of_keywords_warn():
    table = yearly([(2003, 1.0), (2004, 2.5)])
    with pytest.warns(FutureWarning, match="labels"):
        ax = plots.series(table, ["x"], labels={"x": "the ex"})
    assert ax.get_title().startswith("The ex")
    with pytest.warns(FutureWarning, match="sources"):
        plots.growth_rank(kz.growth_peers(), 2003, sources=kz.sources())


def test_series_refuse_what_has_no_common_axis():
    table = pd.concat([yearly([(2000, 1.0)]), yearly([(2000, 1.0)], "y", "roubles")])
    with pytest.raises(LabelError, match="one unit; found 'tonnes' and 'roubles'"):
        plots.series(table, ["x", "y"])
    with pytest.raises(LabelError, match="no indicator 'z'"):
        plots.series(table, "z")
    with pytest.raises(LabelError, match="two values in one year"):
        plots.series(pd.concat([table, table]), "x")
    with pytest.raises(MissingDataError, match="has no value"):
        plots.series(yearly([(2000, pd.NA)]), "x")


def test_growth_rank():
    peers = kz.growth_peers()
    ax = plots.growth_rank(peers, 2003)
    in_year = peers[peers["year"] == 2003].sort_values("value", ascending=False)
    assert shown(ax) == in_year["country"].tolist()
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(in_year["value"].tolist())
    place = shown(ax).index("Kazakhstan")
    hues = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert hues.count(hues[place]) == 1
    darkness = [sum(to_rgb(hue)) for hue in hues]
    assert min(darkness) == darkness[place]
    assert ax.get_title() == "Kazakhstan: 9.3 per cent, rank 6 of 12"
    assert "Growth of real GDP, 2003" in [t.get_text() for t in ax.texts]
    bold = [label.get_text() for label in ax.get_yticklabels() if label.get_fontweight() == "bold"]
    assert bold == ["Kazakhstan"]
    with pytest.raises(LabelError, match="no 'Atlantis' in 2003"):
        plots.growth_rank(peers, 2003, highlight="Atlantis")
    with pytest.raises(LabelError, match="in 1900; found no country"):
        plots.growth_rank(peers, 1900)


def test_growth_not_published_comes_last():
    table = pd.DataFrame(
        {
            "year": 2003,
            "country": ["A", "B", "C"],
            "value": pd.array([pd.NA, -2.0, 1.0], dtype="Float64"),
        }
    )
    ax = plots.growth_rank(table, 2003, highlight="B")
    assert shown(ax) == ["C", "B", "A"]
    assert [t.xy[1] for t in ax.texts if t.get_text() == "not published"] == [2]
    assert "\N{MINUS SIGN}2.0" in [t.get_text() for t in ax.texts]


def test_sweep(e2004):
    votes = e2004.proportional.set_index("party")
    table = kz.sweep(
        votes["votes"], seats=10, methods=["hare", "dhondt"], thresholds=[0, 0.02, 0.05]
    )
    ax = plots.sweep(table, official=votes["seats"], parties=kz.parties())
    assert shown(ax) == ["Hare", "D'Hondt"]
    cells = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    assert cells == [pytest.approx(cell) for cell in ((-1, 2), (1, 5.5), (-1, 7.5))]
    assert [t.get_text() for t in ax.texts if "-1-" in t.get_text()[:5]] == [
        "6-1-1-1-1", "7-1-1-1", "8-1-1",
    ]  # fmt: skip
    hues = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert hues.count(hues[1]) == 1  # only the official result is dark
    assert ax.get_xlabel() == "threshold, per cent of the list vote"
    changing = kz.sweep(votes["votes"], seats=10, thresholds=[t / 100 for t in range(12)])
    for _, row in pd.DataFrame(
        [(bar.get_y(), to_hex(bar.get_facecolor())) for bar in plots.sweep(changing).patches]
    ).groupby(0):
        assert all(a != b for a, b in pairwise(row[1]))  # one result ends where another begins
    both = pd.concat([table, table.assign(house=11)])
    with pytest.raises(LabelError, match="one house; found 2 sizes"):
        plots.sweep(both)


# --- saving ---------------------------------------------------------------------------------


def test_svg_is_the_same_every_time(e2004, tmp_path):
    for plot in (plots.hemicycle, plots.path_to_majority, plots.votes_and_seats):
        files = [tmp_path / f"{plot.__name__}{i}.svg" for i in range(2)]
        for file in files:
            assert plots.save(plot(e2004), file) == file
        assert files[0].read_bytes() == files[1].read_bytes()
        assert b"<dc:date>" not in files[0].read_bytes()


def test_files_say_what_they_show(e2004, tmp_path):
    ax = plots.hemicycle(renamed(e2004, ["Отан & <Қ>"]))
    said = plots.describe(ax)
    assert "Отан & <Қ> 42" in said
    with Image.open(plots.save(ax, tmp_path / "house.png")) as image:
        assert image.info["Title"] == "Отан & <Қ>: 42 of 77 seats, 39 needed"
        assert image.info["Description"] == said
        assert image.info["Source"] == "2004 Kazakh legislative election, Wikipedia"
    svg = plots.save(ax, tmp_path / "house.svg").read_text(encoding="utf-8")
    assert "<dc:title>Отан &amp; &lt;Қ&gt;: 42 of 77 seats, 39 needed</dc:title>" in svg
    assert "Отан &amp; &lt;Қ&gt; 42" in svg
    assert "Wikipedia" in svg


def test_only_our_figures_and_three_kinds_of_file(e2004, tmp_path):
    _, ax = plt.subplots()
    for act in (plots.describe, lambda ax: plots.save(ax, tmp_path / "x.svg")):
        with pytest.raises(KzelectError, match="nothing of kzelect"):
            act(ax)
    with pytest.raises(KzelectError, match=r"cannot save as '\.gif'; expected .*\.pdf"):
        plots.save(plots.turnout(e2004), tmp_path / "x.gif")
    with pytest.raises(KzelectError, match="there is no folder"):
        plots.save(plots.turnout(e2004), tmp_path / "none" / "x.png")
    for _ in range(2):
        plots.save(plots.turnout(e2004), tmp_path / "x.pdf")
        assert b"List ballot 56.49" in (tmp_path / "x.pdf").read_bytes()


@pytest.mark.parametrize("gap", [0.05, 0.2])
def test_labels_are_spread(gap):
    rng = np.random.default_rng(3)
    for count in range(1, 6):
        targets = sorted(rng.random(count), reverse=True)
        placed = spread(targets, gap, 0.0, 1.0)
        assert all(a - b >= gap - 1e-9 for a, b in pairwise(placed))
        assert min(placed) >= -1e-9
        assert max(placed) <= 1 + 1e-9
        if all(a - b >= gap for a, b in pairwise(targets)):
            assert placed == pytest.approx(targets)


class TestSeatProbabilities:
    TABLE = pd.DataFrame(
        {
            "party": ["otan", "otan", "aist", "aist", "auyl"],
            "seats": [7, 8, 0, 1, 0],
            "probability": [0.9, 0.1, 0.004, 0.996, 1.0],
        }
    )

    def test_one_cell_an_outcome_darker_where_it_is_more_probable(self, e2004):
        ax = kz.plots.seat_probabilities(
            self.TABLE, official={"otan": 7, "aist": 1}, parties=e2004.parties
        )
        assert [label.get_text() for label in ax.get_yticklabels()] == ["Otan", "AIST"]
        (mesh,) = ax.collections
        values = np.ma.filled(mesh.get_array().astype(float), np.nan).reshape(2, 9)
        known = {(row, n): values[row, n] for row, n in np.argwhere(~np.isnan(values))}
        assert known == {(0, 7): 0.9, (0, 8): 0.1, (1, 0): 0.004, (1, 1): 0.996}
        shades = mesh.to_rgba(mesh.get_array().reshape(2, 9)).sum(axis=2)
        assert shades[0, 7] < shades[0, 8]
        frames = {(round(p.get_y()), round(p.get_x())) for p in ax.patches}
        assert frames == {(0, 7), (1, 1)}
        texts = [text.get_text() for text in ax.texts]
        assert {"90 %", "10 %", "<1 %", ">99 %"} <= set(texts)

    def test_it_says_the_outcomes_and_who_never_had_a_seat(self, e2004):
        ax = kz.plots.seat_probabilities(self.TABLE, parties=e2004.parties, title="A swing")
        said = kz.plots.describe(ax)
        assert said.startswith("A swing. ")
        assert "Otan 7 (90 %) and 8 (10 %); AIST 1 (>99 %) and 0 (<1 %)" in said
        drawn = [text.get_text() for text in ax.figure.findobj(plt.Text)]
        assert any("Never a seat: Auyl." in text for text in drawn)

    def test_a_table_without_probabilities_is_refused(self):
        with pytest.raises(LabelError, match="probability"):
            kz.plots.seat_probabilities(self.TABLE.drop(columns="probability"))


def test_a_figure_of_several_series_names_the_source_of_each():
    sources = kz.sources()
    chosen = ["poverty_national_line", "poverty_365_2017ppp", "poverty_subsistence_income"]
    economy = kz.economy()
    ax = kz.plots.series(economy, chosen, source=sources)
    foot = " ".join(text.get_text().replace("\n", " ") for text in ax.figure.findobj(plt.Text))
    titles = sources.set_index("source_id")["title"]
    for name in chosen:
        (source,) = economy.loc[economy["indicator"] == name, "source_id"].unique()
        assert titles[source] in foot


# --- what cannot be drawn -------------------------------------------------------------------

LIST = pd.DataFrame({"party": ["A", "B"], "votes": [60, 40], "seats": [2, 1]})


INCOMPLETE = {
    "no district": {"proportional": LIST},
    "no votes": {"proportional": LIST.assign(votes=None)},
    "shares": {"proportional": pd.DataFrame({"party": ["A", "B"], "share_pct": [60.0, 40.0]})},
    "a larger house": {"proportional": LIST, "seats_total": 5},
    "totals": {"seat_totals": pd.DataFrame({"party": ["A", "B"], "seats_total": [5, None]})},
}


@cache
def incomplete(what):
    return kz.Election.from_frames(**INCOMPLETE[what])


@pytest.mark.parametrize("name", OF_AN_ELECTION)
@pytest.mark.parametrize("what", INCOMPLETE)
def test_what_was_not_published_is_said_or_refused(name, what):
    try:
        ax = OF_AN_ELECTION[name](incomplete(what))
    except KzelectError:  # it says what is not there
        return
    assert ax.has_data() or ax.texts
    assert "nan" not in plots.describe(ax).lower()


def test_several_elections_are_refused():
    for plot, table in (
        (plots.vote_shares, kz.panel()),
        (plots.hemicycle, kz.panel().rename(columns={"seats_total": "total"})),
        (plots.path_to_majority, kz.panel().rename(columns={"seats_total": "total"})),
    ):
        with pytest.raises(LabelError, match="several elections: choose one"):
            plot(table)


def test_what_is_no_election_and_what_are_no_axes_is_said(e2004):
    for thing in (2004, e2004.seats["total"]):
        with pytest.raises(LabelError, match="expected an Election, such as"):
            plots.hemicycle(thing)
    for thing, what in ((plt.figure(), "Figure"), (plt.subplots(1, 2)[1], "ndarray")):
        with pytest.raises(LabelError, match=f"ax is a {what}; expected matplotlib Axes"):
            plots.hemicycle(e2004, ax=thing)


@pytest.mark.parametrize("total", [[3.7, 2.9], [3, -2], ["many", 2]])
def test_seats_are_whole_numbers(total):
    table = pd.DataFrame({"party": ["a", "b"], "total": total})
    for plot in (plots.hemicycle, plots.path_to_majority):
        with pytest.raises(LabelError, match="expected whole numbers"):
            plot(table)


@pytest.mark.parametrize("needed", [99, 2, 0, -5])
def test_a_majority_that_is_none_is_refused(needed):
    table = pd.DataFrame({"party": ["a", "b"], "total": [3, 2]})
    with pytest.raises(LabelError, match="expected more than half"):
        plots.hemicycle(table, majority=needed)
    with pytest.raises(LabelError, match="expected more than half"):
        plots.path_to_majority(table, needed=needed)


def test_a_published_majority_that_is_none_is_refused_too(e2004):
    election = with_value(e2004, "elections", 0, "majority", 10)
    for plot in (plots.hemicycle, plots.path_to_majority):
        with pytest.raises(LabelError, match="majority is 10 of 77 seats"):
            plot(election)


def test_the_majority_is_of_the_whole_house():
    seats = pd.DataFrame({"party": ["A", "B"], "votes": [6, 4], "seats": [50, 48]})
    sizes = {"seats_total": 107, "seats_list": 98, "seats_other": 9}
    election = kz.Election.from_frames(proportional=seats, **sizes)
    for plot in (plots.hemicycle, plots.path_to_majority):
        assert "54 for a majority" in [t.get_text() for t in plot(election).texts]
    assert [len(block.get_offsets()) for block in dots(plots.hemicycle(election))] == [50, 48, 9]


def test_an_unknown_number_of_seats_leaves_the_majority_open():
    table = pd.DataFrame({"party": ["A", "B"], "total": pd.array([5, None], dtype="Int64")})
    for plot in (plots.hemicycle, plots.path_to_majority):
        ax = plot(table)
        assert not any("for a majority" in t.get_text() for t in ax.texts)
        assert any("No line of a majority" in t.get_text() for t in ax.texts)
        assert not any(line.is_dashed() for line in ax.lines)


def test_tables_of_what_ships_have_its_names_and_colours(e2004):
    ax = plots.vote_shares(e2004.proportional)
    assert shown(ax) == SHORT_2004
    assert to_hex(ax.patches[0].get_facecolor()) == e2004.parties["colour"].iloc[0].lower()


def test_leaders_of_ten_small_parties_cross_neither_each_other_nor_a_dot():
    sizes = [20, 3, 2, 2, 1, 1, 2, 1, 1, 2, 1, 41]
    table = pd.DataFrame({"party": [f"p{i}" for i in range(12)], "total": sizes})
    ax = plots.hemicycle(table)
    leaders = [np.array(line.get_data()).T for line in ax.lines if not line.is_dashed()]
    assert len(leaders) > 5
    for (a, b), (c, d) in combinations(leaders, 2):
        sides = [np.linalg.det([end - start, point - start]) for start, end, point in (
            (a, b, c), (a, b, d), (c, d, a), (c, d, b),
        )]  # fmt: skip
        assert not (sides[0] * sides[1] < -1e-12 and sides[2] * sides[3] < -1e-12)
    radius = arcs(sum(sizes)).diameter / 2
    places = np.concatenate([block.get_offsets() for block in dots(ax)])
    for leader in leaders:
        path = np.linspace(*leader, 50)
        assert np.hypot(*(path[:, None] - places[None]).transpose(2, 0, 1)).min() > 0.99 * radius


# --- the newer plots ------------------------------------------------------------------------


def test_slope_has_a_line_for_each_list_with_seats():
    ax = figure_of("slope")
    lines = {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}
    assert list(lines) == [*SHORT_2004[:4], "Adilet", "5 without a seat", "Independents"]
    otan = [60.6104, 70, 100 * 35 / 67, 100 * 42 / 77]
    assert lines["Otan"].get_ydata() == pytest.approx(otan, abs=1e-3)
    assert lines["Independents"].get_xdata().tolist() == [2, 3]  # no list
    assert {"Otan 60.6", "Otan 54.5", "Independents 23.4"} < {t.get_text() for t in ax.texts}


def test_threshold_from_near(e2004):
    ax = figure_of("threshold")
    assert ax.get_title() == "AIST: 3,133 votes above 7 % of valid votes"
    votes, cast = 336177, 4893204
    ends = [bar.get_x() + bar.get_width() for bar in ax.patches]
    assert ends == pytest.approx([100 * votes / 4757773, 100 * votes / cast])
    assert {"7.066 %", "6.870 %", "3,133 votes above"} < {t.get_text() for t in ax.texts}
    assert plots.threshold(e2004, "asar").get_title().startswith("Asar: ")
    with pytest.raises(LabelError, match="no list 'nobody'"):
        plots.threshold(e2004, "nobody")


def test_early_counts_beside_the_result(e2004):
    counts = kz.table("early_counts")
    ax = figure_of("early_counts")
    drawn = sum(len(c.get_offsets()) for c in ax.collections)
    assert drawn == int((counts["area"] == "Kazakhstan").sum())
    results = [line.get_xdata()[0] for line in ax.lines]
    assert results[0] == pytest.approx(60.6104, abs=1e-3)
    days = [text.get_text() for text in ax.get_legend().get_texts()]
    assert days[:4] == ["19 Sep", "20 Sep a", "20 Sep b", "21 Sep"]
    assert "20 Sep b: early results." in ax.texts[1].get_text().replace("\n", " ")
    foot = ax.texts[1].get_text()
    assert all(name in foot for name in ("flexcom", "RFE/RL", "BBC News", "Jamestown")), foot
    with pytest.raises(LabelError, match="several areas: choose one"):
        plots.early_counts(counts, e2004)
    twice = pd.concat([counts[counts["area"] == "Kazakhstan"]] * 2)
    with pytest.raises(LabelError, match="two values for one count and party"):
        plots.early_counts(twice, e2004)


def test_nominations_and_seats():
    ax = figure_of("nominations")
    assert ax.get_title() == "Otan: 64 nominated, 35 won"
    pale, won = ax.containers
    places = {name: row for row, name in enumerate(shown(ax))}
    assert pale[places["Independents"]].get_width() == 412
    assert won[places["Independents"]].get_width() == 18
    assert np.isnan(pale[places["Adilet"]].get_width())  # not published


def test_seats_over_time_fill_the_house():
    ax = figure_of("seats_over_time")
    houses = kz.elections().set_index("election")["seats_total"]
    ends = {}
    for bar in ax.patches:
        row = round(bar.get_y() + bar.get_height() / 2)
        ends[row] = max(ends.get(row, 0), bar.get_x() + bar.get_width())
    assert ends == {row: pytest.approx(100) for row in range(len(houses))}
    assert "2007 of 107, other seats 9: Nur Otan 98;" in plots.describe(ax)
    assert sum(bar.get_hatch() == "////" for bar in ax.patches) == 6
    with pytest.raises(LabelError, match="seats in a house of 5"):
        plots.seats_over_time(kz.panel(), houses=kz.elections().assign(seats_total=5))


def test_turnout_of_all_elections_says_its_kinds():
    table = kz.table("turnout")
    ax = plots.turnout_over_time(table)
    heights = sorted(y for c in ax.collections for _, y in c.get_offsets())
    assert heights == pytest.approx(sorted(table["turnout_pct"].dropna().astype(float)))
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "first round", "list ballot", "run-offs",
    ]  # fmt: skip
    regions = kz.table("regional_turnout")
    almaty = plots.turnout_over_time(regions[regions["region"] == "Almaty city"])
    assert "25.8" in [t.get_text() for t in almaty.texts]  # the last count of 2023
    with pytest.raises(LabelError, match="several regions"):
        plots.turnout_over_time(regions)


def test_peers_are_grey_and_one_is_not():
    peers = kz.growth_peers()
    ax = figure_of("peers")
    assert ax.get_title() == "Kazakhstan in 2003: 9.3 per cent, rank 6 of 12"
    lines = {
        line.get_label(): line for line in ax.lines if line.get_label() in set(peers["country"])
    }
    assert len(lines) == peers["country"].nunique()
    assert len({line.get_color() for line in lines.values()}) == 2
    with pytest.raises(LabelError, match="no 'Atlantis'"):
        plots.peers(peers, highlight="Atlantis")


def test_regional_incomes_grow_as_the_table_says():
    table = kz.regional_income().pivot_table(index="region", columns="year", values="value")
    growth = (100 * (table[2003] / table[2002] - 1)).astype(float)
    ax = plots.regional_incomes(kz.regional_income())
    assert ax.get_title() == (
        f"From +{growth.min():.1f} % in {growth.idxmin()} to +{growth.max():.1f} % "
        f"in {growth.idxmax()}"
    )
    assert shown(ax) == table.sort_values(2003, ascending=False).index.tolist()
    with pytest.raises(LabelError, match="expected two of the years"):
        plots.regional_incomes(kz.regional_income(), (2002, 1900))


def test_claims_are_drawn_with_what_was_found():
    ax = figure_of("claims")
    claims = kz.claims()
    drawn = claims[claims["value"].notna() & claims["found"].notna() & ~claims["circular"]]
    drawn = drawn[drawn["unit"] == drawn["found_unit"]]
    (marks,) = ax.collections
    expected = (100 * drawn["found"] / drawn["value"]).astype(float)
    assert marks.get_offsets()[:, 0].tolist() == pytest.approx(expected.tolist())


def test_share_density_has_an_edge_at_the_threshold():
    draws = [0.06, 0.065, 0.0699, 0.07, 0.08]
    ax = plots.share_density(draws, threshold=0.07, name="the list")
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(100)
    edges = [bar.get_x() for bar in ax.patches]
    assert min(abs(edge - 7) for edge in edges) < 1e-9
    assert ax.get_title() == "The list: under 7 % in 60 % of draws"
    with pytest.raises(LabelError, match="not a share from 0 to 1"):
        plots.share_density([7.1])


def test_sweep_of_an_election_has_the_exact_edges(e2004):
    ax = plots.sweep(e2004)
    votes = e2004.proportional.set_index("party")
    rules = kz.consistent_rules(votes["votes"], votes["seats"], quota_bases=["admitted"])
    dark = to_hex("#2F6F8F")
    cells = [bar for bar in ax.patches if to_hex(bar.get_facecolor()) == dark]
    found = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in cells]
    expected = 100 * rules[["threshold_low", "threshold_high"]].to_numpy(float)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    assert [line.get_xdata()[0] for line in ax.lines if line.is_dashed()] == pytest.approx([7])
