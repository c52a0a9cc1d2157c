"""The data as pages: what the tables are, their columns, contenders, sources, conflicts."""

import re
from collections.abc import Iterable, Mapping
from html import escape

import pandas as pd

import kzelect as kz
from kzelect.io.package import data_folder, read_descriptor

NO_ELECTION = "Not about one election"
FIRST = 3  # rows of a table that are shown
ARCHIVE = f"kzelect-data-{kz.__version__}.zip"


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    return {
        "index.md": overview(),
        "dictionary.md": dictionary(),
        "contenders.md": contenders(),
        "sources.md": sources(),
        "conflicts.md": conflicts(),
    }


def overview() -> str:
    """Return the README of the data, its tables linked to their columns and files."""
    text = (data_folder() / "README.md").read_text(encoding="utf-8")
    names = [resource["name"] for resource in read_descriptor()["resources"]]
    for name in names:
        text = text.replace(f"| `{name}` |", f"| [`{name}`](dictionary.md#{name}) |")
    links = "[The columns of every table](dictionary.md), [the contenders](contenders.md), "
    links += "[the sources](sources.md) and [the figures on which they disagree](conflicts.md) "
    links += "have pages of their own."
    heading, _, rest = text.partition("\n")
    tree = "```{toctree}\n:hidden:\n\ndictionary\ncontenders\nsources\nconflicts\n```"
    files = ", ".join(_file(f"{name}.csv", f"<code>{name}.csv</code>") for name in names)
    downloads = "## The files\n\n"
    downloads += f"{_file(ARCHIVE, 'All of it as one archive')}, with the descriptor and the "
    downloads += f"licence; or one by one: {files}, {_file('datapackage.json')}."
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
        lines += _table_section(resource)
    return "\n".join(lines)


def _table_section(resource: dict) -> list[str]:
    name, schema = resource["name"], resource["schema"]
    frame = kz.table(name)
    targets = {
        foreign["fields"][0]: foreign["reference"]["resource"]
        for foreign in schema.get("foreignKeys", [])
    }
    rows = [_column(field, targets) for field in schema["fields"]]
    cited = (
        frame["source_id"].dropna().unique() if name != "sources" and "source_id" in frame else ()
    )
    lines = [f"## {name}", "", f"**{resource['title']}.** {resource['description']}", ""]
    lines += [f"Key: {', '.join(f'`{key}`' for key in schema['primaryKey'])}. "]
    lines[-1] += f"{len(frame)} rows: {_file(resource['path'])}."
    lines += ["", "{.kz-columns}", *_table(["Column", "Type", "What it is"], rows), ""]
    lines += ["The first rows:", "", _first_rows(frame), ""]
    if len(cited):
        lines += [f"Sources: {', '.join(_source(key) for key in sorted(cited))}.", ""]
    return lines


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
    unit = f", {field['unit']}" if field.get("unit") else ""
    return [f"`{field['name']}`", f"{field['type']}{unit}", " ".join(words)]


def _first_rows(frame: pd.DataFrame) -> str:
    """Return the first rows as they stand in the file, an empty cell empty."""
    html = frame.head(FIRST).to_html(index=False, border=0, na_rep="", classes="kz-rows table")
    html = re.sub(r"https?://[^<\s]+", lambda found: f"{found[0][:40]}…", html)
    return f'<div class="pst-scrollable-table-container">{_one_line(html)}</div>'


def _one_line(html: str) -> str:
    return re.sub(r">\s+<", "><", html.replace("\n", " ")).replace('style="text-align: right;"', "")


def contenders() -> str:
    """Return who stood, by their names in every language, and what became of them."""
    parties, lineage = kz.parties(), kz.lineage()
    known = kz.sources().set_index("source_id")
    names = parties.set_index("party")["name_en"].to_dict()
    lines = ["---", "myst:", "  html_meta:", f'    keywords: "{", ".join(SPELLINGS)}"', "---"]
    lines += ["", "# Contenders", ""]
    lines += ["Parties, blocs and others, with their names in English, Kazakh and Russian as far "]
    lines[-1] += "as sources give them. An alignment is what a source calls it."
    for row in parties.astype(object).where(parties.notna(), None).itertuples():
        title = row.name_en if not row.short_name else row.short_name
        said = filter(None, [row.name_en, row.name_kk, row.name_ru])
        lines += ["", f"## {title}", "", " · ".join(dict.fromkeys(said)), ""]
        facts = [f"Key `{row.party}`", f"{row.contender_type.replace('_', ' ')}"]
        facts += [f"founded {row.founded}"] if row.founded else []
        facts += [f"dissolved {row.dissolved}"] if row.dissolved else []
        facts += [row.alignment_as_described] if row.alignment_as_described else []
        lines += [f"{', '.join(facts)}. Source: {_source(row.source_id)}.", ""]
        for step in lineage[lineage["party"] == row.party].itertuples():
            lines.append(_step(step, names, known))
        for step in lineage[lineage["successor"] == row.party].itertuples():
            lines.append(_step(step, names, known))
    return "\n".join(lines)


# How readers may write the names of people and parties that the sources write otherwise.
SPELLINGS = ["Nazarbayev", "Nazarbaev", "Назарбаев", "Nur Otan", "Нур Отан", "Ak Zhol", "Ак жол"]
RELATIONS = {
    "merged": "{party} merged into {successor}",
    "renamed": "{party} was renamed {successor}",
    "split": "{successor} split from {party}",
    "bloc_member": "{party} was a member of {successor}",
}


def _step(step: object, names: Mapping[str, str], known: pd.DataFrame) -> str:
    said = RELATIONS[step.relation].format(party=names[step.party], successor=names[step.successor])
    return f"- {step.year}: {said} ({known['title'][step.source_id]}, {_source(step.source_id)})."


def sources() -> str:
    """Return the sources with their addresses and licences."""
    frame = kz.sources().fillna("")
    lines = ["# Sources", ""]
    lines += [f"{len(frame)} sources. Every figure names one, by the key in the first "]
    lines[-1] += "column; a licence is what the source itself states."
    lines += [
        "",
        "Please cite the source of a figure beside this package: [how to](../howto/cite). "
        f"The table as a file: {_file('sources.csv')}.",
    ]
    rows = [
        [
            f"[{row.source_id}]{{#source-{slug(row.source_id)}}}",
            f"{f'[{row.title}](<{row.url}>)' if row.url else row.title}. {row.publisher}",
            row.licence,
            row.note,
        ]
        for row in frame.itertuples()
    ]
    table = _table(["Key", "Source", "Licence", "Note"], rows)
    return "\n".join([*lines, "", "{.kz-sources}", *table])


def conflicts() -> str:
    """Return the disagreements as sentences, by election."""
    frame = kz.conflicts()
    lines = ["# Conflicts", ""]
    lines += [
        f"{len(frame)} figures on which sources, or a source and its own arithmetic, disagree. "
        f"Both values are kept, and the tables use the one in bold. {_file('conflicts.csv')}",
        "",
    ]
    years = [*frame["election"].dropna().sort_values().unique()]
    for year in years:
        lines += [f"## {year}", "", *map(_conflict, frame[frame["election"] == year].itertuples())]
        lines.append("")
    if len(rest := frame[frame["election"].isna()]):
        lines += [f"## {NO_ELECTION}", "", *map(_conflict, rest.itertuples()), ""]
    return "\n".join(lines)


def _conflict(row: object) -> str:
    """Return one disagreement as a list item."""
    used = {"a": "a", "b": "b", "both": "ab"}.get(row.used, "")
    said = []
    for side, value, source in (("a", row.value_a, row.source_a), ("b", row.value_b, row.source_b)):
        value = re.sub(r"(?<![.\d])\d{5,}(?![.\d])", lambda found: f"{int(found[0]):,}", value)
        shown = f"**{value}**" if side in used else value
        said.append(shown if pd.isna(source) else f"{shown} ({_source(source)})")
    neither = "" if used else " The tables use neither."
    check = "" if pd.isna(row.check) else f" The check `{row.check}` fails because of it."
    return f"- {row.what}: {said[0]}, or {said[1]}.{neither} {row.why}{check}"


def slug(text: str) -> str:
    """Return text as part of an anchor."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower())


def _source(key: str) -> str:
    return f"[{key}](sources.md#source-{slug(key)})"


def _file(name: str, label: str = "") -> str:
    return f'<a href="../files/{name}" download>{label or f"<code>{escape(name)}</code>"}</a>'


def _table(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    """Return a Markdown table; a bar in a cell stays a bar."""
    lines = [header, ["---"] * len(header), *rows]
    return [
        f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |"
        for line in lines
    ]
