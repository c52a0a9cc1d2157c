"""The data as pages: what the tables are, their columns, the sources, the conflicts."""

import re
from collections.abc import Iterable

import pandas as pd

import kzelect as kz
from kzelect.io.package import data_folder, read_descriptor

NO_ELECTION = "Not about one election"


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    return {
        "index.md": overview(),
        "dictionary.md": dictionary(),
        "sources.md": sources(),
        "conflicts.md": conflicts(),
    }


def overview() -> str:
    """Return the README of the data, its tables linked to their columns and files."""
    text = (data_folder() / "README.md").read_text(encoding="utf-8")
    names = [resource["name"] for resource in read_descriptor()["resources"]]
    for name in names:
        text = text.replace(f"| `{name}` |", f"| [`{name}`](dictionary.md#{name}) |")
    links = "[The columns of every table](dictionary.md), [the sources](sources.md) and "
    links += "[the figures on which they disagree](conflicts.md) have pages of their own."
    files = ", ".join(f"{{download}}`{name}.csv <files/{name}.csv>`" for name in names)
    heading, _, rest = text.partition("\n")
    tree = "```{toctree}\n:hidden:\n\ndictionary\nsources\nconflicts\n```"
    downloads = f"## The files\n\n{files}.\n\nThe descriptor: {{download}}`datapackage.json "
    downloads += "<files/datapackage.json>`."
    rest = rest.replace("\n## Rules", f"\n{downloads}\n\n## Rules", 1)
    return f"{heading}\n\n{links}\n{rest}\n{tree}\n"


def dictionary() -> str:
    """Return every table and column as the descriptor describes them."""
    descriptor = read_descriptor()
    lines = ["# Data dictionary", "", descriptor["description"], ""]
    lines += ["A column that is *always there* has a value in every row. In the others an empty "]
    lines[-1] += "cell means that the figure was not published, was not found or does not apply."
    lines.append("")
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        lines += [f"## {resource['name']}", "", f"**{resource['title']}.** "]
        lines[-1] += resource["description"]
        lines += ["", f"Key: {', '.join(f'`{key}`' for key in schema['primaryKey'])}. "]
        rows = len(kz.table(resource["name"]))
        file = f"{{download}}`{resource['path']} <files/{resource['path']}>`"
        lines[-1] += f"{rows} rows: {file}."
        targets = {
            foreign["fields"][0]: foreign["reference"]["resource"]
            for foreign in schema.get("foreignKeys", [])
        }
        rows = [_column(field, targets) for field in schema["fields"]]
        lines += ["", "{.kz-columns}", *_table(["Column", "Type", "Unit", "What it is"], rows), ""]
    return "\n".join(lines)


def _column(field: dict, targets: dict[str, str]) -> list[str]:
    """Return the cells that describe one column."""
    limits = field.get("constraints", {})
    words = [field["description"]]
    if "enum" in limits and not all(str(value) in words[0] for value in limits["enum"]):
        words.append(f"One of {', '.join(f'`{value}`' for value in limits['enum'])}.")
    if target := targets.get(field["name"]):
        words.append(f"A key of [{target}](#{target}).")
    if limits.get("required"):
        words.append("*Always there.*")
    return [f"`{field['name']}`", field["type"], field.get("unit", ""), " ".join(words)]


def sources() -> str:
    """Return the sources with their addresses and licences."""
    frame = kz.sources().fillna("")
    lines = ["# Sources", ""]
    lines += [f"{len(frame)} sources. Every figure names one, by the key in the first "]
    lines[-1] += "column; a licence is what the source itself states."
    lines += [
        "",
        "Please cite the source of a figure beside this package: [how to](../howto/cite).",
    ]
    rows = [
        [
            f"[{row.source_id}]{{#source-{slug(row.source_id)}}}",
            f"{f'[{row.title}]({_address(row.url)})' if row.url else row.title}. {row.publisher}",
            row.licence,
            row.note,
        ]
        for row in frame.itertuples()
    ]
    return "\n".join(
        [
            *lines,
            "",
            "{.kz-sources}",
            *_table(["Key", "Source", "Licence", "Note"], rows),
        ]
    )


def conflicts() -> str:
    """Return the disagreements, one table an election."""
    frame = kz.conflicts()
    lines = ["# Conflicts", ""]
    lines += [
        f"{len(frame)} figures on which sources, or a source and its own arithmetic, disagree."
    ]
    lines += ["Both values are kept. The one that the tables use is in bold, and the last column "]
    lines[-1] += "says why. *Derived* means that the second value follows from other figures."
    lines.append("")
    years = [*frame["election"].dropna().sort_values().unique()]
    for year in years:
        lines += [f"## {year}", "", *_conflicts(frame[frame["election"] == year]), ""]
    if len(rest := frame[frame["election"].isna()]):
        lines += [f"## {NO_ELECTION}", "", *_conflicts(rest), ""]
    return "\n".join(lines)


def _conflicts(frame: pd.DataFrame) -> list[str]:
    rows = []
    for row in frame.itertuples():
        used = {"a": "a", "b": "b", "both": "ab"}.get(row.used, "")
        values = []
        for side, value, source in (
            ("a", row.value_a, row.source_a),
            ("b", row.value_b, row.source_b),
        ):
            value = f"{int(value):,}" if len(value) > 4 and value.isdecimal() else value
            shown = f"**{value}**" if side in used else value
            key = f" ([{source}](#source-{slug(source)}))" if not pd.isna(source) else ""
            values.append(shown + key)
        why = row.why if pd.isna(row.check) else f"{row.why} Fails the check `{row.check}`."
        rows.append([row.what, *values, why])
    return ["{.kz-conflicts}", *_table(["What", "First value", "Second value", "Why"], rows)]


def slug(text: str) -> str:
    """Return text as part of an anchor."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower())


def _address(url: str) -> str:
    return f"<{url}>"


def _table(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    """Return a Markdown table; a bar in a cell stays a bar."""
    lines = [header, ["---"] * len(header), *rows]
    return [
        f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |"
        for line in lines
    ]
