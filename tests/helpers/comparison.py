"""A scenario beside the published seats by plain pandas: what the panel has to show."""

import pandas as pd

from kzelect.scenarios.scenario import Scenario


def comparison(
    proportional: pd.DataFrame,
    scenario: Scenario,
    seats: pd.Series | None,
    house: pd.DataFrame,
) -> pd.DataFrame:
    """Return list and house seats of a scenario beside the published ones.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``party_name``; ``votes`` and ``vote_share`` (of the base of the
        threshold, 0–1) of the scenario; ``is_admitted``; list ``seats``,
        ``official_seats`` and ``change``; ``house``, all seats. Missing: not published, no
        allocation (``seats`` is None) or, in the list tier, without a list.
    """
    if seats is None:
        seats = scenario.votes.mask(scenario.votes.notna())
    by_list = proportional.set_index("party")
    lists = pd.DataFrame({"votes": scenario.votes, "vote_share": scenario.vote_share})
    lists["is_admitted"] = pd.array(lists.index.isin(scenario.admitted), dtype="boolean")
    lists["seats"] = seats.astype("Int64")
    lists["official_seats"] = by_list["seats"]
    lists["change"] = lists["seats"] - lists["official_seats"]
    lists.insert(0, "party_name", by_list["party_name"])
    of_house = house.set_index("party")
    # Lists that the table of house seats leaves out come last.
    order = of_house.index.append(lists.index.difference(of_house.index, sort=False))
    table = lists.reindex(order)
    table["party_name"] = of_house["party_name"].reindex(order).fillna(table["party_name"])
    table["house"] = of_house["total"].reindex(order)
    return table.rename_axis("party").reset_index()
