"""Files as people keep them, made when a test asks for them."""

from datetime import date

import openpyxl

# A mixed election of an invented country: 8 list seats, 4 districts, a run-off in one.
LIST_SHEET = [
    ["Wahl zum Landtag 2010 – amtliches Endergebnis"],
    [],
    ["Nr", "Partei", "Zweitstimmen", "%", "Sitze", "Bemerkung"],
    [1, "  Volkspartei ", "41.250", "41,25 %", 4, None],
    [2, "Bürgerliste*", "30.500", 0.305, 3, "im Norden stark"],
    [3, "Grüne Liste", 18250, "18,25%", 1, None],
    [4, "Freie\u00a0Wähler[1]", "10.000", "10", 0, None],
    [5, "Heimat", "–", "–", 0, "nicht ausgezählt"],
    [None, "Gesamt", "100.000", "100", 8, None],
    [None, "Gültige Stimmen", "100.000", None, None, None],
    [None, "Ungültige Stimmen", "2.345", None, None, None],
    [None, "Wahlberechtigte", "160.002,0", None, None, None],
    [],
    ["Quelle: Landeswahlleiter, eigene Abschrift"],
]
CANDIDATES = [
    ["Wahlgang", "Wahlkreis", "Kandidat", "Partei", "Stimmen", "gewählt"],
    [1, 1, "Adler", "Volkspartei", "9 000", "x"],
    [1, 1, "Berg", "Bürgerliste", "6 000", None],
    [1, 2, "Castell", "Volkspartei", "7 000", None],
    [1, 2, "Dorn", "Bürgerliste", "8 100", None],
    [1, 2, "Eber", "Unabhängige", "1 500", None],
    ["Stichwahl", 2, "Castell", "Volkspartei", "8 200", "x"],
    ["Stichwahl", 2, "Dorn", "Bürgerliste", "7 900", None],
    [1, 3, "Falk", "Unabhängige", "9 900", "ja"],
    [1, 3, "Gans", "Volkspartei", "5 000", "nein"],
    [1, 4, "Hirsch", "Bürgerliste", "10 001", "x"],
    [1, 4, "Igel", "Volkspartei", "4 000", None],
]
BALLOTS = [
    ["Wahlgang", "Wahlkreis", "Wahlberechtigte", "Abgegebene Stimmen"],
    [1, 1, 40000, 15300],
    [1, 2, 40001, 16900],
    [1, 3, 40000, 15100],
    [1, 4, 40001, 14200],
    [2, 2, 40050, 16400],
]
FACTS = [
    ["year", "name", "date", "seats_total", "seats_list", "seats_district", "seats_other"],
    [2010, "Landtagswahl 2010", date(2010, 3, 14), 12, 8, 4, 0],
]


# Tiers beside each other, in groups of columns.
WIDE = [
    ["Results of the election", "", "", "", "", "", "", "", "", ""],
    ["", "Proportional", "", "", "Constituency", "", "", "", "", ""],
    [
        "Party",
        "Votes",
        "%",
        "Seats",
        "Votes",
        "%",
        "First round",
        "Run-off",
        "Seats",
        "Total seats",
    ],
    ["Lake Party", "1,560", "52.0", "5", "1,407", "46.9", "3", "1", "4", "9"],
    ["Hill Union", "1,040", "34.7", "3", "1,100", "36.7", "3", "", "3", "6"],
    ["Meadow", "400", "13.3", "1", "", "", "", "", "", "1"],
    ["Independents", "", "", "", "493", "16.4", "1", "1", "2", "2"],
    ["Total", "3,000", "100", "9", "3,000", "100", "7", "2", "9", "18"],
    ["Invalid votes", "71", "", "", "83", "", "", "", "", ""],
    ["Votes cast", "3,071", "", "", "3,083", "", "", "", "", ""],
    ["Registered voters", "5,432", "", "", "5,432", "", "", "", "", ""],
]


def messy_workbook(path):
    """Write a workbook of a mixed election as somebody might keep it, and return its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in {
        "Wahl": FACTS,
        "Zweitstimmen": LIST_SHEET,
        "Wahlkreise": CANDIDATES,
        "Wahlbeteiligung nach Wahlkreis": BALLOTS,
        "Notizen": [["nachfragen: Wahlkreis 3"]],
    }.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book["Zweitstimmen"]["D5"].number_format = "0.0%"
    book.save(path)
    return path
