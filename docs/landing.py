"""The figures and the picture of the first page, from the data."""

from html import escape
from pathlib import Path
from string import Template

import pandas as pd
from handout import Handout
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import kzelect as kz

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "_static" / "hemicycle.png"
COLOURS = 128  # a flat picture needs no more
PER_CENT = "\N{NO-BREAK SPACE}%"  # never alone on a line
MARK = "<sup>*</sup>"  # at a figure that others contradict
NOTHING = "\N{EN DASH}"  # does not apply, was not published
HEADS = ["List vote", "List", "1st round", "2nd round", "Total", "+/\N{EN DASH}"]


def draw(path: Path = PICTURE) -> str:
    """Write the hemicycle of 2004, small enough for a README, and return what it says."""
    ax = kz.plots.hemicycle(kz.load(2004))
    kz.plots.save(ax, path)
    with Image.open(path) as picture:
        words = PngInfo()
        for key in ("Title", "Description", "Source"):
            words.add_text(key, picture.text[key])
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True, pnginfo=words)
    return kz.plots.describe(ax)


def page(template: str, handout: Handout) -> str:
    """Return the first page with every figure filled in, and write what it hands out."""
    return Template(template).substitute(figures() | addresses() | pieces(handout))


def pieces(handout: Handout) -> dict[str, str]:
    """Return the parts of the first page that readers can take away, each with its links."""
    e = kz.load(2004)
    table = e.seats.merge(e.proportional[["party", "votes", "vote_share"]], how="left", on="party")
    results = handout.table(
        _with_source(table, e, "seat_totals"), "results of 2004", "results-2004"
    )
    turnout = handout.table(e.table("turnout"), "turnout of 2004", "turnout-2004")
    house = kz.plots.hemicycle(e).get_figure(root=True)
    wheel = f"kzelect-{kz.__version__}-py3-none-any.whl"
    archive = f"kzelect-data-{kz.__version__}.zip"
    return {
        "results": f"{_results(e)}\n{results}",
        "hemicycle": handout.figure(house, "hemicycle-2004"),
        "turnout_download": turnout,
        "wheel": handout.link(wheel),
        "wheel_name": wheel,
        "archive": handout.link(archive),
        "mark": MARK,
    }


def _with_source(table: pd.DataFrame, e: kz.Election, name: str) -> pd.DataFrame:
    return table.merge(e.table(name)[["party", "source_id"]], how="left", on="party")


def _results(e: kz.Election) -> str:
    """Return the results as HTML: a short name, the full one below, figures as published."""
    short = e.parties.set_index("party")["short_name"]
    lists = e.table("proportional").set_index("party")["share_pct"]
    checks = e.check()
    differing = set(checks.loc[checks["status"] == "differs", "name"])
    columns = ["list", "first_round", "second_round", "total"]
    rows = []
    for row in e.seats.itertuples():
        name = f"<strong>{escape(short[row.party])}</strong>"
        if row.party_name != short[row.party]:
            name += f"<small>{escape(row.party_name)}</small>"
        share = f"{lists[row.party]:.2f}{PER_CENT}" if row.party in lists else NOTHING
        seats = [_whole(getattr(row, column)) for column in columns]
        change = _signed(row.change_as_published)
        change += MARK if f"change:{row.party}" in differing else ""
        rows.append(_row(name, [share, *seats, change]))
    sums = [e.seats[column].sum() for column in columns]
    rows.append(_row("<strong>Total</strong>", [NOTHING, *map(str, sums), ""]))
    heads = "".join(f'<th scope="col">{head}</th>' for head in ["Contender", *HEADS])
    body = "".join(rows)
    return (
        '<div class="pst-scrollable-table-container"><table class="table kz-results">'
        f"<caption>{escape(e.name)}: seats</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(name: str, cells: list[str]) -> str:
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _whole(number: object) -> str:
    return NOTHING if pd.isna(number) else str(number)


def _signed(change: object) -> str:
    """Return a published change with its sign, which the source leaves out where seats grew."""
    text = _whole(change)
    return f"+{text}" if text.isdecimal() and int(text) else text


def figures() -> dict[str, str]:
    """Return what the first page says in numbers: published ones first, derived ones after."""
    e = kz.load(2004)
    facts, majority = e.facts, e.majority()
    holder = majority["holder"]
    published = e.table("proportional").set_index("party")
    turnout = e.table("turnout").set_index("ballot")
    lists = e.proportional.set_index("party")
    seats = e.seats.set_index("party")
    won = lists.index[lists["seats"] > 0]
    last = lists.loc[won, "vote_share"].idxmin()  # the list that only just had a seat
    runoffs = seats["second_round"].sum()
    share, cast = 100 * lists["vote_share"], turnout["ballots_cast"]["list"]
    said = {
        "house": facts["seats_total"],
        "list_tier": facts["seats_list"],
        "districts": facts["seats_district"],
        "first_day": _day(facts["date_first_round"]),
        "second_day": _day(facts["date_second_round"]),
        "threshold": f"{facts['threshold_pct']:.0f}{PER_CENT}",
        "majority": majority["needed"],
        "seats": seats["total"][holder],
        "surplus": seats["total"][holder] - majority["needed"],
        "from_list": seats["list"][holder],
        "from_districts": seats["district"][holder],
        "after_first_round": majority["after_first_round"],
        "still_needed": majority["still_needed"],
        "published_change": _signed(seats["change_as_published"][holder]),
        "derived_change": f"{seats['change'][holder]:+d}",
        "share": f"{published['share_pct'][holder]:.2f}{PER_CENT}",
        "turnout_first": f"{turnout['turnout_pct']['list']:.2f}{PER_CENT}",
        "turnout_second": f"{turnout['turnout_pct']['second_round']:.2f}{PER_CENT}",
        "registered_first": f"{turnout['registered']['list']:,}",
        "registered_second": f"{turnout['registered']['second_round']:,}",
        "runoffs": runoffs,
        "last_share": f"{share[last]:.2f}{PER_CENT}",
        "last_cast_share": f"{100 * lists['votes'][last] / cast:.2f}{PER_CENT}",
    }
    short = e.parties.set_index("party")["short_name"]
    said = {name: str(value) for name, value in said.items()}
    said |= {"holder": short[holder], "last": short[last]}
    return said | {"turnout_sentence": _turnout_sentence(said, turnout["source_id"]["list"])}


def _turnout_sentence(said: dict[str, str], source_id: str) -> str:
    """Return what can be said of turnout in one sentence, with its source, to be copied."""
    source = kz.sources().set_index("source_id").loc[source_id]
    return (
        f"Official turnout was {said['turnout_first']} on {said['first_day']} 2004 "
        f"(of {said['registered_first']} registered voters, the whole country) and "
        f"{said['turnout_second']} on {said['second_day']} 2004 (of {said['registered_second']}, "
        f"in the {said['runoffs']} of {said['districts']} districts with a run-off). These "
        f"are two electorates: the totals cannot tell whether turnout fell. "
        f"Source: {source['publisher']}, {source['title']}, {source['url']}, "
        "which names the Central Election Commission."
    )


def addresses() -> dict[str, str]:
    """Return the address of every source, by ``url_`` and its key."""
    frame = kz.sources().dropna(subset="url")
    return {f"url_{row.source_id}": row.url for row in frame.itertuples()}


def headline() -> str:
    """Return the figures of the first page in three lines, for the end of a build."""
    said = figures()
    return "\n".join(
        [
            f"{said['holder']}: {said['seats']} of {said['house']} seats, "
            f"{said['majority']} needed for a majority",
            f"{said['holder']}: {said['share']} of the list vote",
            f"Turnout: {said['turnout_first']} of the whole country, {said['turnout_second']} "
            f"in the {said['runoffs']} of {said['districts']} districts with a run-off",
        ]
    )


def _day(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B}"
