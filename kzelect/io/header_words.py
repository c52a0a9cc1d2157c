"""The words by which headers, tables, tiers and values are known, in a dozen languages.

A word stands for one thing only; what is not listed here is not understood, and said so.
What the labels of rows mean says `kzelect.text.contenders`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kzelect.text.contenders import key_of


def _by_word(groups: dict[str, str]) -> dict[str, str]:
    """Return word -> meaning from meaning -> words that are separated by semicolons."""
    return {
        key_of(word): meaning
        for meaning, words in groups.items()
        for word in [meaning, *words.split(";")]
        if word
    }


# Which column a header means. The names of the columns themselves are always understood.
HEADERS = _by_word(
    {
        "election": "year;jahr;année;año;год",
        "order": "#;no;nr;rank;rang;№;п/п",
        "party": "parties;list;party list;party/list;party or list;partei;parteien;liste;nuance;"
        "parti;partis;partido;partidos;lista;партия;партии;список;party or alliance;"
        "party/alliance;party or coalition;political party;parties and coalitions;party or bloc;"
        "alliance or party;political group;political force;list name;electoral list;contender;"
        "party affiliation;political affiliation;affiliation;parti ou alliance;parti politique;"
        "partido o alianza;partido político;partido ou coligação;partei oder bündnis;"
        "wahlvorschlag;partito;partiti;partij;partijen;partia;komitet;strana;strany;stranka;párt;"
        "puolue;партия/блок;политическая партия;избирательное объединение;партія;партії;"
        "партия атауы;партиялар;partija;partijos;partijos pavadinimas;parti adı;partiler;κόμμα;"
        "政党;정당;정당명;政黨;党派;đảng;alderdia;flokkur;flokkar;listi;framboð;दल;पार्टी;"
        "राजनीतिक दल;พรรค;พรรคการเมือง;subjekti zgjedhor;subjekti;нам;нам эвсэл;эвсэл;"
        "կուսակցություն;կուսակցություններ;partiya;partiyalar;מפלגה;רשימה;שם רשימה;erakond;"
        "erakonnad;nimekiri;παράταξη;حزب;الحزب;partai",
        "party_name": "name of party;name of the party;party full name;parteiname;nom du parti;"
        "nombre del partido;название партии",
        "votes": "vote;number of votes;votes received;votes obtained;votes won;votes for;"
        "popular vote;vote count;vote total;votes total;list votes;party votes;stimmen;"
        "zweitstimmen;erststimmen;stimmenzahl;voix;votos;голоса;голосов;число голосов;"
        "количество голосов;получено голосов;voti;stemmen;głosy;liczba głosów;hlasy;glasovi;"
        "szavazatok;äänet;röster;stemmer;балсы;balsai;balsų skaičius;balsis;дауыс;дауыстар;"
        "дауыс саны;голосів;кількість голосів;oy;oylar;ψήφοι;得票数;得票;득표수;득표;票數;票数;"
        "得票數;гласове;брой гласове;số phiếu;botoak;atkvæði;fjöldi atkvæða;število glasov;मत;वोट;"
        "प्राप्त मत;คะแนน;คะแนนเสียง;vota;votat;санал;саналын тоо;ձայներ;ձայն;səs;səslər;səs sayı;"
        "səslərin sayı;קולות;מספר קולות;undi;jumlah undi;suara;hääli;hääled;häälte arv;أصوات;"
        "الأصوات",
        "share_pct": "%;osuus;osuus %;andel;andel %;arány;hlasy %;% of votes;% votes;votes %;"
        "vote %;vote share;share;share %;percent;percentage;per cent;prozent;anteil;stimmenanteil;"
        "stimmen %;pourcentage;% des voix;porcentaje;% de votos;процент;доля;% голосов;"
        "vote percentage;percent of votes;percentage of votes;share of votes;share of vote;"
        "voteshare;pct;vote pct;percent of vote;% vote;% of vote;procent;procenty;proc;"
        "percentuale;percentuali;відсоток;відсотки;пайыз;пайызы;үлесі;доля голосов;"
        "процент голосов;anteil in prozent;stimmen in prozent;suffrages %;voix %;% voix;% votos;"
        "% głosów;% balsų;得票率;득표율;oran;odsetek;tỷ lệ;hlutfall;hlutfall %;delež;delež glasov;"
        "odstotek;प्रतिशत;मत प्रतिशत;ร้อยละ;përqindja;përqindje;хувь;տոկոս;faiz;faizi;אחוז;אחוזים;"
        "peratus;peratusan;osakaal;protsent;نسبة",
        "seats": "seat;paikat;mandat;mandátum;mandátumok;kohad;vietos;seats won;number of seats;"
        "seats obtained;seats gained;won seats;list seats;mandates;mandaty;mandatų;mandatai;"
        "mandatu;zetels;seggi;mandater;mandatos;mandáty;mandatum;орындар;мандаттар;мандати;місця;"
        "місць;sandalye;έδρες;議席;의석;assentos;lugares;cadeiras;bancas;curules;sièges obtenus;"
        "число мандатов;количество мандатов;кол-во мандатов;liczba mandatów;sitze;mandate;sièges;"
        "escaños;diputados;мандаты;мандат;места;мест;席次;席位;席次數;þingmenn;þingsæti;sæti;"
        "mandati;sedeži;सीट;सीटें;ที่นั่ง;จำนวนที่นั่ง;deputetë;суудал;մանդատներ;մանդատ;số ghế;eserlekuak;"
        "yerlər;מנדטים;מושבים;kerusi;kursi;mandaate;mandaadid;مقاعد;المقاعد",
        "round": "ballot round;wahlgang;tour;vuelta;тур",
        "district": "constituency;constituency name;name of constituency;district name;"
        "electoral district;riding;ward;electorate name;округ/район;apygarda;okręg;"
        "одномандатный округ;single-member district;smd;wahlkreis;circonscription;distrito;"
        "apgabals;vēlēšanu apgabals;kjördæmi;volilna enota;volilni okraj;निर्वाचन क्षेत्र;เขตเลือกตั้ง;"
        "เขต;qarku;zona zgjedhore;тойрог;ընտրատարածք;dairə;seçki dairəsi;מחוז;kawasan;ringkond;"
        "valimisringkond;선거구;選區;选区;選挙区;valkrets;valgkreds;valgdistrikt;vaalipiiri;"
        "circunscripción;округ;избирательный округ",
        "candidate": "candidate name;name of candidate;candidate's name;kandidatas;kandydat;"
        "кандидаты;kandidat;kandidatin;candidat;candidato;кандидат;kandidāts;frambjóðandi;प्रत्याशी;"
        "उम्मीदवार;ผู้สมัคร;kandidati;нэр дэвшигч;թեկնածու;namizəd;מועמד;calon;kandidaat;후보;후보자;"
        "候選人;候选人;候補者;aday;ehdokas",
        "elected": "winner;won;gewählt;is elected;elected?;status;result;outcome;elu;wybrany;"
        "išrinktas;обран;сайланды;elected candidate indicator;победитель;élu;electo;elegido;"
        "избран;kjörinn;izvoljen;विजेता;ผลการเลือกตั้ง;i zgjedhur;fitues;дүн;ընտրված;seçilib;seçildi;"
        "נבחר;keputusan;valitud;당선;當選;当选;当選;seçilen",
        "region": "province;oblast;bundesland;région;región;область;регион",
        "ballot": "ballot paper;vote type;abstimmung;scrutin;votación;голосование",
        "registered": "registered voters;electorate;electors;eligible voters;register;"
        "wahlberechtigte;inscrits;électeurs inscrits;censo;electores inscritos;зарегистрировано;"
        "избиратели;число избирателей",
        "ballots_cast": "votes cast;total votes;voters;wähler;abgegebene stimmen;votants;"
        "votantes;votos emitidos;приняло участие;проголосовало",
        "invalid_votes": "invalid;invalid ballots;invalid/blank votes;blank/invalid votes;"
        "rejected votes;ungültige stimmen;ungültig;blancs et nuls;bulletins nuls;votos nulos;"
        "недействительные;недействительных",
        "valid_votes": "valid;valid ballots;gültige stimmen;gültig;suffrages exprimés;exprimés;"
        "votos válidos;действительные;действительных",
        "turnout_pct": "turnout;turnout %;turnout percent;voter turnout;wahlbeteiligung;"
        "participation;taux de participation;participación;явка",
        "seats_list": "list tier seats;proportional seats;listensitze",
        "seats_district": "district seats;constituency seats;direktmandate",
        "seats_total": "total seats;total;gesamtsitze;sitze gesamt;sièges total;всего мест",
        "change_as_published": "+/–;+/−;+/-;±;change;seat change;change in seats;net change;"
        "gain/loss",
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

# Groups of columns, and what a header says beside votes or seats. "*" ends a stem.
TIERS = {
    "second_round": "second round;2nd round;round 2;run off;runoff;second ballot;stichwahl;"
    "zweiter wahlgang;2 wahlgang;second tour;deuxième tour;2e tour;2 tour;ballottage;"
    "segunda vuelta;balotaje;segundo turno;второй тур;2 тур;ii тур;втором туре;"
    "повторн* голосован*;екінші тур;другий тур;druga tura;ii tura;antras* tur*;secondo turno;"
    "ikinci tur",
    "first_round": "first round;1st round;round 1;first ballot;erster wahlgang;1 wahlgang;"
    "premier tour;1er tour;1 tour;primera vuelta;primeiro turno;первый тур;1 тур;i тур;"
    "первом туре;бірінші тур;перший тур;pierwsza tura;i tura;pirmas* tur*;primo turno;birinci tur",
    "list": "proportional representation;országos lista*;proportional;party list;party lists;"
    "party block;national list;regional list;list vote;list votes;list tier;lists;list;pr;"
    "party vote;party votes;second vote;second votes;zweitstimme*;landesliste*;listen;liste;"
    "verhältniswahl;proporz*;proportionnelle;scrutin de liste;listes;representación proporcional;"
    "proporcional;plurinominal;listas;lista;proporzionale;federal list;пропорциональн*;"
    "партийн* списк*;партийн* список;списк*;список;по спискам;единый округ;федеральн* округ;"
    "партиялық тізім*;тізім*;пропорционалды*;багатомандатн*;загальнодержавн* округ*;"
    "партійн* списк*;пропорційн*;list* krajow*;listy;proporcjonaln*;daugiamandat*;proporcin*;"
    "sąraš*;compensatory;compensation;levelling;at large;nationwide;比例;比例代表;比例區;不分區;"
    "全國不分區;비례대표;비례;บัญชีรายชื่อ;แบบบัญชีรายชื่อ;समानुपातिक;пропорционал*;համամասնական*;"
    "proporsional*;proporcionalni del;fasta mandat;fasta valkretsmandat;utjämningsmandat;"
    "faste mandater;utjevningsmandater;kredsmandater;tillægsmandater;kjördæmissæti;jöfnunarsæti;"
    "ringkonnamandaa*;kompensatsioonimandaa*;compensatory seats;levelling seats",
    "district": "single member district;egyéni választókerület*;single member districts;"
    "single member constituency;single member constituencies;single member;single mandate;"
    "single mandate constituency;single mandate constituencies;single mandate district;"
    "single mandate districts;single seat;single seat constituencies;smd;smds;smc;electorate;"
    "electorates;electorate vote;ward;wards;constituency;constituencies;constituency vote;"
    "constituency votes;majoritarian;nominal;nominal tier;district;districts;direct;"
    "first past the post;fptp;plurality;winner take all;first vote;first votes;erststimme*;"
    "wahlkreis*;direktmandat*;direkt;mehrheitswahl;personenstimmen;uninominal;scrutin uninominal;"
    "circonscription;circonscriptions;majoritaire;circunscripción;circunscripciones;distritos;"
    "uninominales;mayoría relativa;mayoritario;maggioritario;uninominale;одномандатн* округ*;"
    "одномандатн*;мажоритарн* округ*;мажоритарн* систем*;мажоритарн*;округ*;бірмандат*;"
    "бір мандат*;мажоритарлық;одномандатн* виборч* округ*;okręg* jednomandatow*;jednomandatow*;"
    "vienmandat* apygard*;vienmandat*;小選挙区;小選擧區;지역구;區域;แบ่งเขต;แบ่งเขตเลือกตั้ง;"
    "enomandatn* okrož*;enomandatn*;тойрог*;մեծամասնական*;majoritar* dairə*;majoritar*;"
    "birmandatlı*",
    "total": "total seats;seats total;total;totals;overall;overall seats;all seats;gesamt;"
    "insgesamt;sitze gesamt;total sièges;total des sièges;total de escaños;всего мандатов;"
    "всего мест;всего;итого;összesen;yhteensä;барлығы;усього;всього;razem;ogółem;iš viso;totale;"
    "toplam;合計;합계;總計;总计;รวม;รวมทั้งหมด;skupaj;कुल;gjithsej;нийт;бүгд;ընդամենը;cəmi;סך הכל;"
    "סה כ;jumlah;kokku;alls;samtals;totalt",
    "change": "+ –;change;seat change;change in seats;net change;gain loss;net;changes;± ;"
    "veränderung;diff;difference;variation;изменение;зміна;zmiana",
}

# Which table a file or sheet holds, by its name.
TABLE_WORDS = _by_word(
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

NOTES = re.compile(r"(?:sources?|notes?|quellen?|anmerkung|nota|fuente|источник|примечание)\s*:.*")

# Signs that a number was not published. None of them means zero.
SIGNS = "–;—;-;−;‐;‑;--;…;...;.;n/a;na;n.a.;nan;none;null;?"
NOTHING = {key_of(word) for word in SIGNS.split(";")}

YES = (
    "true;yes;y;1;1.0;x;✓;✔;*;•;●;elected;won;winner;win;w;elect;ja;oui;sí;si;sim;да;так;иә;tak;"
    "taip;gewählt;gewonnen;sieger;élu;élue;elu;elue;gagnant;electo;electa;elegido;elegida;ganador;"
    "eleito;eleita;eletto;eletta;gekozen;избран;избрана;победитель;победа;обраний;обрано;сайланды;"
    "wybrany;wybrana;zvolen;izvoljen;megválasztva;valittu;vald;valgt;išrinktas;kjörinn;kjörin;"
    "izvoljena;विजयी;विजेता;ได้รับเลือก;i zgjedhur;e zgjedhur;fitues;сонгогдсон;ընտրված;ընտրվել է;"
    "seçilib;seçildi;bəli;נבחר;נבחרה;menang;valitud;jah;당선;當選;当选;当選;evet"
)
TRUE = {key_of(word) for word in YES.split(";")}
NO = (
    "false;no;n;0;0.0;not elected;lost;loser;defeated;unsuccessful;nein;nicht gewählt;non;battu;"
    "no electo;não eleito;не избран;проиграл;нет;ні;жоқ;nie;ne;xeyr;kalah;hayır;ei;낙선;落選;落选"
)
FALSE = {key_of(word) for word in NO.split(";")}

FIRST = "i;1st;first;first round;1st round;round 1;erster;premier tour;первый;первый тур"
SECOND = (
    "ii;2nd;second;second round;2nd round;round 2;run-off;runoff;stichwahl;zweiter;second tour;"
    "второй;второй тур"
)


def _meanings(groups: dict[Any, str]) -> dict[str, Any]:
    return {key_of(word): value for value, words in groups.items() for word in words.split(";")}


ENUMERATIONS = {
    "round": _meanings({1: FIRST, 2: SECOND}),
    "ballot": _meanings(
        {
            "list": "party list;lists;proportional;pr;liste;lista;список",
            "first_round": f"1;districts;district;{FIRST}",
            "second_round": f"2;{SECOND}",
        }
    ),
    "contender_type": _meanings(
        {
            "independents": "independent",
            "others": "other",
            "bloc": "alliance;coalition",
            "against_all": "against all;none of the above",
        }
    ),
}

# Headers that mean something else in one table.
IN_TABLE: dict[str, dict[str, str]] = {
    "seat_totals": {
        "list seats": "seats_list",
        "party list": "seats_list",
        "constituencies": "seats_district",
        "single member": "seats_district",
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


def is_nothing(text: str) -> bool:
    """Return whether a cell is empty or a sign that a number was not published."""
    return not text.strip() or key_of(text) in NOTHING


# Beside a word for votes, a share or seats these say nothing more.
FILLERS = (
    "system system tier component sistema sistemos система системе системы систему жүйе "
    "anzahl absolut nombre cantidad саны sayı szám antal lkm "
    "of the in and by number no count won obtained received gained valid total for per de des du "
    "la der die das von en los las del число количество liczba на по из голосов votes vote"
)
BESIDE = set(FILLERS.split())


CHANGES = {"+/-", "+/–", "±", "+–"}
# The words of each phrase and its tier, longer phrases first.
PHRASES = sorted(
    (
        (key_of(phrase).split(), tier)
        for tier, phrases in TIERS.items()
        for phrase in phrases.split(";")
        if key_of(phrase)
    ),
    key=lambda phrase: -len(phrase[0]),
)


@cache
def tiers_of(header: str) -> tuple[frozenset[str], str]:
    """Return the tiers and rounds that a header names, and what is left of its text.

    Examples
    --------
    >>> tiers_of("Constituency seats")
    (frozenset({'district'}), 'seats')
    """
    stripped = header.strip()
    if HEADERS.get(key_of(stripped)) == "change_as_published" or stripped in CHANGES:
        return frozenset({"change"}), ""
    tokens, found = key_of(header).split(), set()
    for phrase, tier in PHRASES:
        is_possible = phrase[0] in tokens or phrase[0].endswith("*")  # spares most of the search
        at = _position(phrase, tokens) if is_possible else None
        if at is not None:
            found.add(tier)
            del tokens[at : at + len(phrase)]
    return frozenset(found), " ".join(tokens)


def _position(phrase: list[str], tokens: list[str]) -> int | None:
    for at in range(len(tokens) - len(phrase) + 1):
        pairs = zip(phrase, tokens[at:], strict=False)
        if all(t.startswith(p[:-1]) if p.endswith("*") else t == p for p, t in pairs):
            return at
    return None


@cache
def quantity_of(text: str) -> str | None:
    """Return ``votes``, ``share_pct`` or ``seats`` if a text names one of them, else None.

    Examples
    --------
    >>> quantity_of("#"), quantity_of("% of votes"), quantity_of("Seats won"), quantity_of("Leader")
    ('votes', 'share_pct', 'seats', None)
    """
    key = key_of(text)
    if key in {"#", "no"}:
        return "votes"
    for known in (key, *(part.strip() for part in key_of(text.replace("/", " / ")).split(" / "))):
        if HEADERS.get(known) in {"votes", "share_pct", "seats"}:
            return HEADERS[known]
    meant = {
        HEADERS.get(token)
        for token in key.replace("%", " % ").split()
        if token not in BESIDE or token in {"votes", "vote", "голосов"}
    }
    for quantity in ("share_pct", "seats", "votes"):
        if quantity in meant and meant <= {"share_pct", "seats", "votes"}:
            return quantity
    return None
