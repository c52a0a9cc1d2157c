"""What the label of a row says: a contender and of which kind, or a total, or ballots.

A label is a word for a total or for ballots if every word of it is known and one of them says
which; a single unknown word makes it a name. Words are compared without case, punctuation,
numbers and invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kzelect.text.label_words import (
    AGAINST_ALL,
    EITHER,
    INDEPENDENTS,
    NAMES,
    OTHERS,
    PHRASES,
    PIECES,
    WORDS,
)

# Between letters of some scripts, from Arabic on, these are part of the spelling.
JOINERS, JOINS = "\u200c\u200d", "\u0600"


def composed(text: str) -> str:
    r"""Return text as people see it: composed letters, single spaces, nothing invisible.

    Examples
    --------
    >>> composed(" Aontu\u0301\u200b  A ")
    'Aontú A'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(_seen(text))
    return " ".join(text.split())


def _seen(text: str) -> Iterator[str]:
    for at, char in enumerate(text):
        beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
        joins = (
            char in JOINERS and len(beside) == 2 and all(c.isalpha() and c > JOINS for c in beside)
        )
        if joins or unicodedata.category(char) != "Cf":
            yield char


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """Return a word as it is compared: lower case, one space, no outer punctuation.

    Examples
    --------
    >>> key_of("  Invalid/blank votes: ")
    'invalid blank votes'
    """
    words = re.sub(r"[\s_./():,;\-\u2010-\u2015\u2212]+", " ", composed(text))
    return words.strip().casefold() or text.strip()


# Letters of other scripts that look like Latin ones, as capitals.
LOOKALIKES = str.maketrans(
    "АВЕЗКМНОРСТУХІЈЅҮҺԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABE3KMHOPCTYXIJSYHQWABEZHIKMNOPTYX"
)


def look_of(name: str) -> str:
    """Return what names that look alike share: case, quotes, spaces and script are ignored.

    Examples
    --------
    >>> look_of("«АIST»") == look_of("Aist")
    True
    """
    text = unicodedata.normalize("NFKC", composed(name)).upper().translate(LOOKALIKES)
    shown = "".join(c for c in text if unicodedata.category(c)[0] not in "PZC")
    return shown or text


def _word_classes(groups: dict[str, str]) -> tuple[dict[str, set[str]], list[tuple[str, str]]]:
    """Return words with their classes, and stems with theirs."""
    words: dict[str, set[str]] = {}
    stems = []
    for meaning, listed in groups.items():
        for word in listed.split(";"):
            if word.endswith("*"):
                stems.append((word[:-1].casefold(), meaning))
            else:
                for token in {word.casefold(), composed(word).casefold()}:
                    words.setdefault(token, set()).add(meaning)
    return words, stems


_WORDS, _STEMS = _word_classes(WORDS)
_PIECES = {word: meaning for meaning, listed in PIECES.items() for word in listed.split(";")}
_PIECE = re.compile("|".join(sorted(_PIECES, key=len, reverse=True)))
_PHRASES = {
    _p: meaning for meaning, listed in PHRASES.items() for _p in map(key_of, listed.split(";"))
}
_OF_PHRASES = {token for phrase in _PHRASES for token in phrase.split()}
_STEM_STARTS = tuple(stem for stem, _ in _STEMS)
# Of these a word is seldom part of the name of a party.
_TELLING = {"total", "valid", "invalid", "blank", "registered", "cast", "turnout", "abstained"}
_NAMES = {key_of(word) for word in NAMES.split(";")}
_EITHER = {key_of(word) for word in EITHER.split(";")}
_KINDS = {key_of(word): "independents" for word in INDEPENDENTS.split(";")} | {
    key_of(word): "against_all" for word in AGAINST_ALL.split(";")
}
_OTHERS = {kind: {word.casefold() for word in listed.split(";")} for kind, listed in OTHERS.items()}

# What a row that is no contender can say: columns of ``turnout``, and what has none there.
BALLOTS = ["registered", "ballots_cast", "invalid_votes", "valid_votes", "turnout_pct"]
# What a label says, by the first of these classes that one of its words has.
MEANINGS = {
    "abstained": "abstained",
    "invalid": "invalid_votes",
    "blank": "blank",
    "valid": "valid_votes",
    "cast": "ballots_cast",  # of those registered, those who took part
    "registered": "registered",
    "turnout": "turnout_pct",
    "elector": "registered",
    "margin": "margin",
    "total": "total",
}
NUMBERS = re.compile(r"[+\-]?[0-9][0-9.,\u00a0\u202f' ]*%?")

ANY_DIGIT = str.maketrans("123456789", "0" * 9)


@lru_cache(maxsize=20_000)
def row_meaning(label: str) -> str | None:
    """Return what a row says that is no contender, by its label; None for a name.

    ``total``, ``total_votes`` (of the parties, or all ballots), a column of ``turnout``,
    ``blank`` (votes for nobody, which count as valid in some countries), ``abstained``, or
    ``margin`` (a majority, a quota, a swing, vacant seats); ``either`` for words that are
    names of parties as well.

    Examples
    --------
    >>> row_meaning("Registered voters/turnout"), row_meaning("Turnout: 1,679,538 (55.90%)")
    ('registered', 'turnout_pct')
    >>> row_meaning("Otan"), row_meaning("Free Voters"), row_meaning("Razem")
    (None, None, 'either')
    """
    key = _without_numbers(label)
    if key in _EITHER:
        return "either"
    if not key or key in _NAMES:
        return None
    if key in _PHRASES:
        return _PHRASES[key]
    classes = set()
    for token in key.split():
        known = _classes(token)
        if not known:
            return None
        classes |= known & {"invalid"} or known
    if "total" in classes and "noun" in classes and classes <= {"total", "noun", "filler"}:
        return "total_votes"
    if "seats" in classes and not classes & {"total", "margin"}:
        return None
    if {"valid", "invalid"} <= classes:
        return "ballots_cast"
    return next((meaning for name, meaning in MEANINGS.items() if name in classes), None)


def telling_word(label: str) -> str | None:
    """Return a word of a name that is one for totals or ballots in other labels, or None.

    Examples
    --------
    >>> telling_word("Total Qwerty"), telling_word("Free Voters"), telling_word("Freie Wähler")
    ('total', None, None)
    """
    key = _without_numbers(label)
    if key in _NAMES or row_meaning(label) is not None:
        return None
    return next((t for t in key.split() if t not in _EITHER and _classes(t) & _TELLING), None)


def _classes(token: str) -> set[str]:
    """Return what a word can say in the label of a row; none for a name."""
    known = _WORDS.get(token) or _pieces(token)
    return known or {m for stem, m in _STEMS if token.startswith(stem)}


def _pieces(token: str) -> set[str]:
    """Return the classes of a word of a script that sets no spaces."""
    pieces = _PIECE.findall(token)
    return {_PIECES[piece] for piece in pieces} if "".join(pieces) == token else set()


def _without_numbers(label: str) -> str:
    text = NUMBERS.sub(" ", composed(label)) if any(c.isdigit() for c in label) else label
    text = re.sub(r"[*:%&+=#|\"'«»„“”‘’<>≤≥\[\]{}?!†‡]+", " ", text)
    return " ".join(key_of(text).split()) if text.strip() else ""


@lru_cache(maxsize=20_000)
def contender_kind(name: str) -> str:
    """Return ``independents``, ``against_all``, ``others`` (not listed singly) or ``party``.

    Examples
    --------
    >>> contender_kind("Independents"), contender_kind("Independents' Party")
    ('independents', 'party')
    >>> contender_kind("Other parties (below 1 %)"), contender_kind("Other Russia")
    ('others', 'party')
    """
    bare = _without_numbers(name)
    kind = _KINDS.get(key_of(name)) or _KINDS.get(bare)
    if kind is not None:
        return kind
    tokens = set(bare.replace("write in", "writein").split())
    is_others = bool(tokens & _OTHERS["other"]) and tokens <= _OTHERS["other"] | _OTHERS["noun"]
    return "others" if is_others else "party"


def no_contenders(labels: Iterable[object]) -> dict[object, str]:
    """Return those labels that are words for a total or for ballots, with what they say."""
    # Of a million candidates hardly any begins with such a word; a set of all takes longer.
    texts = [label for label in labels if isinstance(label, str)]
    firsts = set(filter(_may_begin, {text.partition(" ")[0] for text in texts}))
    if not firsts:
        return {}
    found: dict[object, str] = {}
    for text in texts:
        if text.partition(" ")[0] in firsts:
            # Labels that differ in digits only say the same.
            meaning = row_meaning(text.translate(ANY_DIGIT))
            if meaning is not None and meaning != "either":
                found[text] = meaning
    return found


def _may_begin(first: str) -> bool:
    """Say whether a first word can begin a label of a total or of ballots."""
    if not any(char.isalpha() for char in first):
        return True
    return all(
        token in _WORDS
        or token in _OF_PHRASES
        or token.startswith(_STEM_STARTS)
        or bool(_pieces(token))
        for token in _without_numbers(first).split()
    )


# Columns of a long table whose words can say that a row is a total, lower case.
PLACES = set(
    [
        "district",
        "constituency",
        "county",
        "precinct",
        "municipality",
        "polling_station",
        "region",
        "state",
    ]
)
