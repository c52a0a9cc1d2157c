"""The words by which headers, tables, rows and values are known, in a few languages.

English, German, French, Spanish and Russian. A word stands for one thing only; what is
not listed here is not understood, and said so.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

__all__ = [
    "BALLOT_ROWS",
    "CONTENDERS",
    "ENUMERATIONS",
    "FALSE",
    "HEADERS",
    "IN_TABLE",
    "NOTES",
    "NOTHING",
    "TABLE_WORDS",
    "TOTALS",
    "TRUE",
    "contender_kind",
    "is_nothing",
    "key_of",
    "row_meaning",
]


def key_of(text: str) -> str:
    """Return a word as it is compared: lower case, one space, no outer punctuation.

    Examples
    --------
    >>> key_of("  Invalid/blank votes: ")
    'invalid blank votes'
    """
    words = re.sub(r"[\s_./():,;\-\u2010-\u2015\u2212]+", " ", unicodedata.normalize("NFC", text))
    return words.strip().casefold() or text.strip()


def _index(groups: dict[str, str]) -> dict[str, str]:
    """Return word -> meaning from meaning -> words that are separated by semicolons."""
    return {
        key_of(word): meaning
        for meaning, words in groups.items()
        for word in [meaning, *words.split(";")]
        if word
    }


# Which column a header means. The names of the columns themselves are always understood.
HEADERS = _index(
    {
        "election": "year;jahr;année;año;год",
        "order": "#;no;nr;rank;rang;№;п/п",
        "party": "parties;list;party list;party/list;party or list;partei;parteien;liste;"
        "nuance;parti;partis;partido;partidos;lista;партия;партии;список",
        "party_name": "name of party;name of the party;parteiname;nom du parti;"
        "nombre del partido;название партии",
        "votes": "vote;number of votes;list votes;party votes;stimmen;zweitstimmen;"
        "erststimmen;stimmenzahl;voix;votos;голоса;голосов;число голосов",
        "share_pct": "%;% of votes;% votes;votes %;vote %;vote share;share;share %;percent;"
        "percentage;per cent;prozent;anteil;stimmenanteil;stimmen %;pourcentage;% des voix;"
        "porcentaje;% de votos;процент;доля;% голосов",
        "seats": "seat;seats won;list seats;mandates;sitze;mandate;sièges;escaños;diputados;"
        "мандаты;места;мест",
        "round": "ballot round;wahlgang;tour;vuelta;тур",
        "district": "constituency;single-member district;smd;wahlkreis;circonscription;"
        "distrito;circunscripción;округ;избирательный округ",
        "candidate": "candidate name;name of candidate;kandidat;kandidatin;candidat;"
        "candidato;кандидат",
        "elected": "winner;won;gewählt;élu;electo;elegido;избран",
        "region": "province;oblast;bundesland;région;región;область;регион",
        "ballot": "ballot paper;vote type;abstimmung;scrutin;votación;голосование",
        "registered": "registered voters;electorate;electors;eligible voters;register;"
        "wahlberechtigte;inscrits;électeurs inscrits;censo;electores inscritos;"
        "зарегистрировано;избиратели;число избирателей",
        "ballots_cast": "votes cast;total votes;voters;wähler;abgegebene stimmen;"
        "votants;votantes;votos emitidos;приняло участие;проголосовало",
        "invalid_votes": "invalid;invalid ballots;invalid/blank votes;blank/invalid votes;"
        "rejected votes;ungültige stimmen;ungültig;blancs et nuls;bulletins nuls;"
        "votos nulos;недействительные;недействительных",
        "valid_votes": "valid;valid ballots;gültige stimmen;gültig;suffrages exprimés;exprimés;"
        "votos válidos;действительные;действительных",
        "turnout_pct": "turnout;turnout %;turnout percent;voter turnout;wahlbeteiligung;"
        "participation;taux de participation;participación;явка",
        "seats_list": "list tier seats;proportional seats;listensitze",
        "seats_district": "district seats;constituency seats;direktmandate",
        "seats_total": "total seats;total;gesamtsitze;sitze gesamt;sièges total;всего мест",
        "change_as_published": "+/–;+/−;±;change",
        "contender_type": "type;kind",
        "colour": "color;farbe;couleur;цвет",
        "short_name": "short;abbreviation;abbr;kürzel;sigle;sigla",
        "name_en": "english name",
        "name_ru": "russian name",
        "name_kk": "kazakh name",
        "seats_other": "",
        "date_first_round": "date;election date;datum",
    }
)

# Which table a file or sheet holds, by its name.
TABLE_WORDS = _index(
    {
        "elections": "election;facts;wahl",
        "parties": "party names;parteien;partis;partidos;партии",
        "lineage": "",
        "proportional": "list;lists;list tier;party list;party lists;pr;listen;zweitstimmen;"
        "proportionnelle;proporcional;список;списки",
        "majoritarian": "nominal;nominal tier;rounds;majority;mehrheitswahl",
        "seat_totals": "seats;totals;sitze;sièges;escaños;мандаты",
        "turnout": "ballots;wahlbeteiligung;participation;participación;явка",
        "membership": "",
        "previous": "",
        "district_results": "districts;constituencies;candidates;wahlkreise;circonscriptions;"
        "distritos;округа",
        "district_turnout": "turnout by district;wahlbeteiligung nach wahlkreis",
        "sources": "source;quellen",
    }
)

# Rows below a list of parties that are no party.
TOTALS = {
    key_of(word)
    for word in [
        "total",
        "totals",
        "sum",
        "grand total",
        "all parties",
        "gesamt",
        "insgesamt",
        "summe",
        "total général",
        "suma",
        "total general",
        "всего",
        "итого",
    ]
}
BALLOT_ROWS = {
    word: meaning
    for word, meaning in HEADERS.items()
    if meaning in {"registered", "ballots_cast", "invalid_votes", "valid_votes", "turnout_pct"}
} | {
    "registered voters turnout": "registered",
    "eligible voters turnout": "registered",
    "electorate turnout": "registered",
}
NOTES = re.compile(r"(?:sources?|notes?|quellen?|anmerkung|nota|fuente|источник|примечание)\s*:.*")

# Signs that a figure was not published. None of them means zero.
SIGNS = "–;—;-;−;‐;‑;--;…;...;.;n/a;na;n.a.;nan;none;null;?"
NOTHING = {key_of(word) for word in SIGNS.split(";")}

YES = "true;yes;y;1;1.0;x;✓;✔;elected;ja;oui;sí;si;да"
TRUE = {key_of(word) for word in YES.split(";")}
NO = "false;no;n;0;0.0;not elected;nein;non;нет"
FALSE = {key_of(word) for word in NO.split(";")}

FIRST = "i;1st;first;first round;1st round;round 1;erster;premier tour;первый;первый тур"
SECOND = (
    "ii;2nd;second;second round;2nd round;round 2;run-off;runoff;stichwahl;zweiter;"
    "second tour;второй;второй тур"
)
KINDS = {
    "independents": "independent",
    "bloc": "alliance;coalition",
    "against_all": "against all;none of the above",
}


def _values(groups: dict[Any, str]) -> dict[str, Any]:
    return {key_of(word): value for value, words in groups.items() for word in words.split(";")}


ENUMERATIONS = {
    "round": _values({1: FIRST, 2: SECOND}),
    "ballot": _values(
        {
            "list": "party list;lists;proportional;pr;liste;lista;список",
            "first_round": f"1;districts;district;{FIRST}",
            "second_round": f"2;{SECOND}",
        }
    ),
    "contender_type": _values(KINDS),
}

# Names of contenders that are no party, in full.
CONTENDERS = {
    key_of(word): kind
    for kind, words in {
        "independents": "independent;independents;independent candidates;non-partisan;"
        "non-partisans;self-nominated;unabhängige;einzelbewerber;parteilose;indépendants;"
        "sans étiquette;independientes;independiente;самовыдвиженцы;независимые",
        "against_all": "against all;none of the above;against all candidates;gegen alle;"
        "contre tous;contra todos;против всех",
    }.items()
    for word in words.split(";")
}

# Headers that mean something else in one table.
IN_TABLE: dict[str, dict[str, str]] = {
    "seat_totals": {
        "list": "seats_list",
        "proportional": "seats_list",
        "district": "seats_district",
        "districts": "seats_district",
        "constituency": "seats_district",
        "seats": "seats_total",
    },
    "turnout": {"round": "ballot"},
    "district_turnout": {"round": "ballot"},
    "parties": {"name": "name_en", "party name": "name_en"},
}
IN_TABLE["previous"] = IN_TABLE["seat_totals"]


def contender_kind(name: str) -> str:
    """Return ``independents`` or ``against_all`` if the name is a word for them, else ``party``.

    Examples
    --------
    >>> contender_kind("Independents"), contender_kind("Independents' Party")
    ('independents', 'party')
    """
    return CONTENDERS.get(key_of(name), "party")


def is_nothing(text: str) -> bool:
    """Return whether a cell is empty or a sign that a figure was not published."""
    return not text.strip() or key_of(text) in NOTHING


def row_meaning(label: str) -> str | None:
    """Return ``total`` or a column of ``turnout`` if the label of a row is a word for it.

    Examples
    --------
    >>> row_meaning("Registered voters/turnout"), row_meaning("Otan")
    ('registered', None)
    """
    return "total" if key_of(label) in TOTALS else BALLOT_ROWS.get(key_of(label))
