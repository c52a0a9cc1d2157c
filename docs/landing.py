"""The figures and the picture of the first page, from the data."""

from pathlib import Path
from string import Template

import pandas as pd
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import kzelect as kz

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "_static" / "hemicycle.png"
COLOURS = 128  # a flat picture needs no more
PER_CENT = "\N{NO-BREAK SPACE}%"  # never alone on a line


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


def page(template: str, alternative: str) -> str:
    """Return the first page with every figure filled in."""
    return Template(template).substitute(figures() | addresses() | {"alternative": alternative})


def figures() -> dict[str, str]:
    """Return what the first page says in numbers: published ones first, derived ones after."""
    e = kz.load(2004)
    facts, majority, drop = e.facts, e.majority(), e.turnout_drop()
    holder = majority["holder"]
    published = e.table("proportional").set_index("party")
    turnout = e.table("turnout").set_index("ballot")["turnout_pct"]
    lists = e.proportional.set_index("party")
    seats = e.seats.set_index("party")
    won = lists.index[lists["seats"] > 0]
    last = lists.loc[won, "vote_share"].idxmin()  # the list that only just had a seat
    cast = e.turnout.set_index("ballot")["ballots_cast"]["list"]
    runoffs = seats["second_round"].sum()
    share = 100 * lists["vote_share"]
    return {
        "house": facts["seats_total"],
        "list_tier": facts["seats_list"],
        "districts": facts["seats_district"],
        "first_day": _day(facts["date_first_round"]),
        "second_day": _day(facts["date_second_round"]),
        "threshold": f"{facts['threshold_pct']:.0f}{PER_CENT}",
        "majority": majority["needed"],
        "seats": seats["total"][holder],
        "from_list": seats["list"][holder],
        "from_districts": seats["district"][holder],
        "after_first_round": majority["after_first_round"],
        "still_needed": majority["still_needed"],
        "share": f"{published['share_pct'][holder]:.2f}{PER_CENT}",
        "turnout_first": f"{turnout['list']:.2f}{PER_CENT}",
        "turnout_second": f"{turnout['second_round']:.2f}{PER_CENT}",
        "runoffs": runoffs,
        "other_districts": facts["seats_district"] - runoffs,
        "last_share": f"{share[last]:.2f}{PER_CENT}",
        "last_cast_share": f"{100 * lists['votes'][last] / cast:.2f}{PER_CENT}",
        "no_drop_rest": f"{100 * drop.no_drop_rest:.2f}{PER_CENT}",
    } | {name: str(value) for name, value in _names(e, holder, last).items()}


def _names(e: kz.Election, holder: str, last: str) -> dict[str, str]:
    short = e.parties.set_index("party")["short_name"]
    return {"holder": short[holder], "last": short[last]}


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
            f"Turnout: {said['turnout_first']} -> {said['turnout_second']}, "
            f"the second in {said['runoffs']} of {said['districts']} districts only",
        ]
    )


def _day(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B}"
