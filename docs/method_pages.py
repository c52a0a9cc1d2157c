"""Every method of allocation, worked on one election."""

from collections.abc import Callable

import pandas as pd

import kzelect as kz
from kzelect.apportionment.methods import Divisor, Quota, rule_for
from kzelect.scenarios.scenario import method_title

YEAR = 2004
RULES = {
    "hare": "V / S",
    "droop": "⌊V / (S + 1)⌋ + 1",
    "hagenbach_bischoff": "V / (S + 1)",
    "imperiali_quota": "V / (S + 2)",
    "dhondt": "1, 2, 3, 4 …",
    "sainte_lague": "1, 3, 5, 7 …",
    "modified_sainte_lague": "1.4, 3, 5, 7 …",
    "danish": "1, 4, 7, 10 …",
    "adams": "0, 1, 2, 3 …: a seat for every admitted list",
    "dean": "0, 4/3, 12/5, 24/7 …: the harmonic mean of neighbours",
    "huntington_hill": "0, √2, √6, √12 …: the geometric mean of neighbours",
    "imperiali": "2, 3, 4, 5 …",
}


def page(year: int = YEAR) -> str:
    """Return the page of the methods, worked on the lists that were admitted."""
    e = kz.load(year)
    seats, threshold = int(e.facts["seats_list"]), e.facts["threshold_pct"] / 100
    lists = e.proportional.set_index("party")
    lists.index = e.parties.set_index("party")["short_name"][lists.index]
    admitted = lists[lists["vote_share"] >= threshold]
    votes = admitted["votes"].astype("int64")
    official = admitted["seats"].astype("int64")
    lines = [f"# The methods, worked on {year}", ""]
    lines += [
        f"{len(votes)} lists reached {100 * threshold:g} % and shared {seats} seats. Here is "
    ]
    lines[-1] += "every method that `apportion` knows, on their votes. What won a seat is in bold. "
    fitting = [name for name in kz.METHODS if _seats(votes, seats, name).equals(official)]
    lines[-1] += f"{len(fitting)} of the {len(kz.METHODS)} methods give the seats as published, "
    lines[-1] += f"{'-'.join(map(str, official))}."
    lines.append("")
    kinds: dict[type, tuple[str, Callable[..., list[str]]]] = {
        Quota: ("Quotas and largest remainders", _quota),
        Divisor: ("Divisors and highest averages", _divisors),
    }
    for kind, (heading, work) in kinds.items():
        lines += [f"## {heading}", ""]
        for name in kz.METHODS:
            rule = rule_for(name)
            if not isinstance(rule, kind):
                continue
            lines += [f"### {method_title(name)}", ""]
            lines += work(rule, votes, seats)
            same = "as published" if name in fitting else "not as published"
            result = "-".join(map(str, _seats(votes, seats, name)))
            lines += [
                "",
                f'Seats: {result}, {same}. `kz.apportion(votes, {seats}, method="{name}")`',
            ]
            lines += [""]
    return "\n".join(lines)


def _seats(votes: pd.Series, seats: int, method: str) -> pd.Series:
    return kz.apportion(votes, seats, method=method).astype("int64").rename("seats")


def _quota(rule: Quota, votes: pd.Series, seats: int) -> list[str]:
    """Return the table of quotas: a list has whole ones, and the largest remainders the rest."""
    times, by = rule.scale(seats, int(votes.sum()))
    result = _seats(votes, seats, rule.name)
    lines = [f"Quota: {RULES[rule.name]} = {_short(by / times)} votes.", ""]
    lines += ["| List | Votes | Quotas | Whole | Remainder | Seats |", "|---|--:|--:|--:|--:|--:|"]
    for name, count in votes.items():
        whole, rest = divmod(int(count) * times, by)
        left = f"{rest / by:.4f}"
        left = f"**{left}**" if result[name] > whole else left
        lines.append(
            f"| {name} | {count:,} | {count * times / by:.4f} | {whole} | {left} | {result[name]} |"
        )
    return lines


def _divisors(rule: Divisor, votes: pd.Series, seats: int) -> list[str]:
    """Return the table of quotients; the seats go to the largest."""
    result = _seats(votes, seats, rule.name)
    columns = range(int(result.max()) + 1)
    lines = [f"Divisors: {RULES[rule.name]}. Each column is the votes over one of them.", ""]
    heads = [f"/ {rule.step(held):.4g}" for held in columns]
    lines += [f"| List | {' | '.join(heads)} | Seats |", f"|---|{'--:|' * (len(heads) + 1)}"]
    for name, count in votes.items():
        cells = []
        for held in columns:
            divisor = rule.step(held)
            cell = f"{count / divisor:,.0f}" if divisor else "first"
            cells.append(f"**{cell}**" if held < result[name] else cell)
        lines.append(f"| {name} | {' | '.join(cells)} | {result[name]} |")
    return lines


def _short(number: float) -> str:
    return f"{number:,.2f}".removesuffix(".00")
