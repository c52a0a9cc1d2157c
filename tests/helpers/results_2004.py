"""The results of 2004 once more by hand, for tests that must not ask the data."""

VOTES_2004 = {
    "otan": 2883706,
    "aq_jol": 572672,
    "asar": 541239,
    "aist": 336177,
    "opp_bloc": 163824,
    "cppk": 94140,
    "auyl": 82523,
    "adilet": 36379,
    "patriots": 26287,
    "rukhaniyat": 20826,
}
LIST_2004 = dict.fromkeys(VOTES_2004, 0) | {"otan": 7, "aq_jol": 1, "asar": 1, "aist": 1}
HOUSE_2004 = dict.fromkeys(VOTES_2004, 0) | {
    "otan": 42,
    "aist": 11,
    "asar": 4,
    "aq_jol": 1,
    "adilet": 1,
    "independents": 18,
}
