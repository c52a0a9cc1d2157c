"""Words of the labels of rows, by what they say; what is not listed makes a label a name.

Words stand without case, separated by ";"; "*" ends a stem. `kzelect.text.contenders` reads
them.
"""

WORDS = {
    "total": "total;součet;súčet;generaal;γενικό;कुल;الكلي;الاجمالي;ผลรวม;รวมทั้งหมด;ทั้งหมด;총합;"
    "סך;הכל;keseluruhan;totalsumma;összesítés;összesített;kabuuan;jumla;kopējais;kopsumma;бардыгы;"
    "gesamtstimmen;totali;סהכ;totals;totale;totaal;totalt;sum;suma;summa;summe;sumă;subtotal;"
    "gesamt;gesamtergebnis;gesamtsumme;insgesamt;zusammen;ensemble des listes;somme;totales;всего;"
    "итог;итого;вместе;разом;усього;всього;загалом;підсумок;барлығы;жиыны;жалпы;ogółem;łącznie;"
    "razem;celkem;spolu;skupaj;skupno;ukupno;sveukupno;укупно;общо;всичко;вкупно;összesen;összes;"
    "yhteensä;kokku;kopā;viso;toplam;genel toplam;cəmi;ümumi;jami;hammasi;баары;жыйынтык;ҳамагӣ;"
    "jemi;нийт;σύνολο;σύνολα;συνολικά;סךהכל;المجموع;الإجمالي;اجمالي;مجموع;جمع;کل;კულ;სულ;ჯამი;"
    "ընդամենը;योग;মোট;รวม;tổng;cộng;jumlah;tot;i alt;í allt;samtals;gjithsej;ikkje;guztira;"
    "cyfanswm;iomlán;lapapọ",
    "valid": "valid;gild;хүчинтэй;έγκυρο;वैध;الصالحة;صحیح;معتبر;hợp;lệ;บัตรดี;sah;valabil;"
    "valabile;važeći;važećih;vlefshme;ვალიდური;keçərli;kehtivad;validly;formal;gültig;gültige;"
    "gültigen;valide;valides;válido;válidos;válida;válidas;válids;vàlids;valido;validi;validos;"
    "validas;valid*;exprimés;exprimé;geldig;geldige;действит*;дійсн*;жарамды;важн*;ważne;ważnych;"
    "platn*;platné;važeć*;важећ*;veljavn*;érvényes;hyväksytyt;giltiga;gyldige;gyldig;kehtivaid;"
    "derīg*;galiojan*;geçerli;etibarlı;έγκυρα;έγκυρες;كشفات;صحيحة;الصحيحة;כשרים",
    "invalid": "invalid;ógild;хүчингүй;άκυρο;ακυρα;रद्द;अवैध;अस्वीकृत;باطله;باطل;الباطلة;الملغاة;"
    "ملغاة;الملغية;บัตรเสีย;ditolak;פסולות;neplatné;nule;anulate;anuladas;anulada;vacíos;vacío;"
    "pavlefshme;გაბათილებული;ბათილი;անվավեր;ogiltigförklarade;érvénytelenek;lost;missing;"
    "unaccounted;nevažeći;nevaljani;nevaljanih;invalide*;invalidated;informal;spoilt;spoiled;"
    "spoils;rejected;void;voided;null;nulls;annulled;disallowed;defective;discarded;uncounted;"
    "over;overvotes;undervotes;under;ungültig;ungültige;ungültigen;nul;nuls;nulles;nulo;nulos;"
    "nula;nulas;nulli;nulle;inválido;inválidos;anulado;anulados;impugnados;recurridos;viciados;"
    "rechazados;ongeldig;ongeldige;недействит*;недійсн*;жарамсыз;испорч*;зіпсован*;невалид*;"
    "неважеć*;nieważne;nieważnych;neplatn*;nevažeć*;неважећ*;neveljavn*;érvénytelen;hylätyt;"
    "ogiltiga;ugyldige;ugyldig;kehtetu;kehtetud;kehtetuid;nederīg*;negaliojan*;geçersiz;etibarsız;"
    "άκυρα;άκυρες;פסולים;باطلة;rosak;bad;unused",
    "blank": "blank;auð;auðir;auðar;λευκό;بيضاء;البيضاء;سفید;trắng;לבן;לבנים;blanke;albe;kosong;"
    "üres;blanks;blanc;blancs;blanco;blancos;blanca;blancas;branco;brancos;bianca;bianche;leer;"
    "leere;empty;unmarked;пуст*;незаполн*;порожн*;blanko;blanka;tyhjät;tühjad;λευκά;boş;białe;"
    "puste",
    "registered": "registered;εγγεγραμμένων;मतदाता;المسجلون;المسجلين;مسجلون;înscriși;înscrise;"
    "upisani;upisanih;jogosultak;jogosult;terdaftar;berdaftar;zapsaní;oprávněných;birači;birača;"
    "registrovani;kayıtlı;electorate;electors;eligible;enrolled;enrolment;entitled;roll;"
    "wahlberechtigt;wahlberechtigte;wahlberechtigten;stimmberechtigte;inscrits;inscrit;électeurs;"
    "inscritos;inscritas;censo;padrón;electores;eleitores;eleitorado;aptos;iscritti;elettori;"
    "kiesgerechtigden;kiesgerechtigde;зарегистрир*;внесенн*;включенн*;зареєстр*;внесен*;"
    "uprawnionych;uprawnieni;oprávnění;zapsaných;äänioikeutettuja;röstberättigade;"
    "stemmeberettigede;stemmeberettigete;εγγεγραμμένοι;rolls",
    "elector": "избирател*;виборц*;сайлаушы*;választópolgár*;rinkėj*;vēlētāj*;seçmen*",
    "cast": "cast;ψήφισαν;المصوتون;المقترعون;المقترعين;المصوتين;מצביעים;izašlo;izašli;kullanan;"
    "participanți;szavaztak;مشاركون;stemde;stemden;polled;turned;participating;voted;abgegeben;"
    "abgegebene;abgegebenen;wähler;wählende;wählenden;votants;votant;votantes;emitidos;emitido;"
    "depositados;comparecimento;votanti;uitgebracht;uitgebrachte;opgekomen;приняв*;принял*;"
    "участв*;участі;взяв;взяли;проголос*;қатысқан*;oddanych;oddane;odevzdané;odevzdaných;glasov*;"
    "leadott;megjelent;annetut;äänestäneitä;avgivna;afgivne;avgitte;antud;nodot*;dalyvav*;"
    "kullanılan;ψηφίσαντες;беруш*",
    "turnout": "turnout;المشاركة;مشاركة;prezența;oranı;մասնակցություն;izlaznosti;partisipasi;"
    "aktivnost;აქტივობა;participation;wahlbeteiligung;participación;participação;affluenza;"
    "opkomst;явк*;қатысу;frekwencja;účast;izlaznost;udeležba;részvétel;äänestysprosentti;"
    "valdeltagande;valdeltagelse;valgdeltagelse;valimisaktiivsus;aktivitāte;aktyvumas;katılım;"
    "συμμετοχή",
    "abstained": "abstention;αποχή;abstencionismo;abstencion;abstensi;golput;compareceram;"
    "abstinence;неприйнят*;uzdržani;tartózkodott;abstentions;abstained;abstainers;nonvoters;"
    "nichtwähler;nichtwählende;abstención;abstenciones;abstenção;abstenções;astenuti;astensioni;"
    "неявк*;неприняв*;absent;absents;absentees",
    "margin": "majority;margin;plurality;swing;quota;quotient;threshold;vacant;vacancies;issued;"
    "unreturned;expected;wahlzahl;marge;кворум;порог;выдан*;returned",
    "noun": "vote;atkvæði;seðlar;санал;саналын;मत;वोट;मतपत्र;الأصوات;أصوات;اصوات;صوت;أوراق;الأوراق;"
    "الناخبون;الناخبين;آرا;آراء;آرای;phiếu;bầu;cử;suara;undi;קולות;קול;ψήφων;ψήφος;ψηφοδελτίων;"
    "ψηφοφόροι;ψηφοφόρων;listić*;seçmen;ხმები;ხმა;ბიულეტენები;ბიულეტენი;քվեաթերթիկներ;ձայներ;"
    "voturi;voturilor;buletine;alegători;alegătorilor;fletë;vota;obálky;obálek;voličů;voliči;"
    "sobres;envelopes;stemmen;papeletas;szavazólap;szavazólapok;lístky;votes;voting;voter;voters;"
    "poll;ballot;ballots;paper;papers;lists;parties;candidates;stimme;stimmen;stimmzettel;"
    "zweitstimmen;erststimmen;listen;voix;suffrage;suffrages;bulletin;bulletins;liste;listes;"
    "partis;voto;votos;votação;papeleta;boletas;sufragios;candidaturas;candidatos;partidos;vots;"
    "voti;schede;scheda;stem;stembiljetten;голос*;бюллетен*;бюлетен*;списк*;список;партий;человек;"
    "граждан;дауыс*;бюллетеньдер;głos*;głosów;głosy;kart;karty;hlas*;hlasů;hlasy;lístk*;lístků;"
    "гласов*;гласова;glasova;glasovi;listića;glasovnic*;szavazat;szavazatok;äänet;ääniä;"
    "äänestysliput;röster;röst;stemmer;stemmesedler;valgsedler;hääled;hääli;sedelid;balsis;balsu;"
    "balsai;balsų;biuleten*;oy;oylar;pusula*;səs*;ψήφοι;ψηφοδέλτια;persons;number;electoral;"
    "turnout;percent;share;valuable;constituencies;districts;counties;candidacies;regular;count;"
    "counted",
    "seats": "seat;seats;sitze;mandate;sièges;escaños;diputados;deputados;seggi;zetels;мест;места;"
    "мандат*;орындар;mandat*;mandatų;mandáty;mandaatit;mandater;mandatu",
    "filler": "all;sl;प्रतिशत;عدد;نسبة;số;tri;đi;không;tỷ;hakkı;pemilih;la;los;seznamu;taux;não;"
    "nacional;округу;стране;району;региону;області;области;republike;të;tổng;participation;"
    "national;em;para;участие;and;of;the;in;on;for;or;to;by;not;no;out;did;who;with;from;grand;"
    "general;final;full;overall;absolute;combined;popular;official;und;der;die;das;von;davon;de;"
    "des;du;le;les;et;en;el;las;y;e;do;da;dos;di;d;il;lo;a;à;o;os;geral;général;générale;generale;"
    "ou;nicht;het;van;een;w;z;i;s;u;v;na;po;osób;liczba;wszystkich;в;во;и;на;по;с;не;из;них;от;за;"
    "числ*;количеств*;общ*;у;та;із;з;кількіс*;загальн*;саны;дауыс;iš;ir;un;ja;ve;sayısı;počet;"
    "broj;број;száma;antal;antall;skaičius;skaits;arv;αριθμός;n;nr;per;cent;pct;vs;as;at;sum;"
    "stimmen;выбор*;участи*;участник*;голосован*;внутр*;brutto;netto;less;incl;excl;including;"
    "excluding;количество;election;elections",
}
# Of scripts that set no spaces.
PIECES = {
    "total": "合計;総計;小計;总计;合计;總計;计;計;総;总;總;합계;총계;계;총;소계",
    "valid": "有効;有效;유효",
    "invalid": "無効;无效;無效;废;廢;무효",
    "blank": "白票",
    "registered": "有権者;选民;選民;登记;登記;登録;선거인;유권자",
    "cast": "投票者;투표자",
    "abstained": "棄権;弃权;棄權;기권",
    "turnout": "投票率;투표율",
    "noun": "投票;得票;票;数;數;者;투표;득표;표;수;자;和;及",
    "seats": "議席;议席;席位;席;의석",
}
# Written as one phrase, or with words that say something else together.
PHRASES = {
    "total": "grand total;tổng số phiếu;tổng số phiếu bầu;مجموع الأصوات;إجمالي الأصوات;مجموع آرا;"
    "σύνολο ψήφων;कुल मत;कुल वोट;सभी दल;סך הכל;סך הכל קולות;סך הקולות;jumlah suara;jumlah undi;"
    "total a b;სულ ხმები;all parties;total général;total general;total geral;i alt;í allt;iš viso;"
    "is viso;genel toplam;סה כ;sum total;votes total;overall result;sl total;tổng cộng;tổng số;"
    "ensemble;общий итог;всего голосов;national total;country total;state total;county total;"
    "party total;total votes for parties;votos a candidaturas;nationwide;statewide;all",
    "invalid_votes": "nulles et blancs;phiếu không hợp lệ;số phiếu không hợp lệ;suara tidak sah;"
    "tidak sah;blancs et nuls;bulletins blancs et nuls;weiß und ungültig;over votes;under votes;"
    "overvotes;undervotes;votos en blanco y nulos;bad ballots;brancos e nulos;"
    "schede bianche e nulle;weder gültig",
    "ballots_cast": "votes cast;total votes cast;total ballots;ballots counted;valid and invalid;"
    "total valid and invalid;total poll;bulletins trouvés;envelopes;voters;number of voters;"
    "turned out",
    "registered": "registered voters turnout;cử tri;số cử tri;tổng số cử tri;कुल मतदाता;मतदाता;"
    "الناخبون;عدد الناخبين;בעלי זכות בחירה;واجدان شرایط;ผู้มีสิทธิเลือกตั้ง;választásra jogosultak;"
    "birači;voliči;voliči v seznamu;alegători;seçmen;upisani birači;εγγεγραμμένοι ψηφοφόροι;"
    "választópolgárok;eligible voters turnout;electorate turnout;eligible voters;"
    "eligible electors;on the roll;voters on roll;eligible to vote;число избирателей;"
    "избирателей в списках;избиратели;registrations;censo electoral;number of electors;"
    "voters on the roll;electors on roll;registered electors",
    "turnout_pct": "voter turnout;मतदान प्रतिशत;نسبة المشاركة;نسبة الاقتراع;tỷ lệ cử tri đi bầu;"
    "katılım oranı;prezența la vot;שיעור ההצבעה;участие;votes cast percent;rate of participation;"
    "taux de participation",
    "abstained": "not voting;taux d'abstention;taux d abstention;não compareceram;non voters;"
    "non voting;did not vote;not voted;nicht wähler;no voto;не голосовали;не приняли участия;"
    "did not participate",
    "margin": "majority;margin of victory;electoral quota;effective threshold;vacant seats;"
    "ballots issued;ballot papers issued;unfilled;not filled;sobrantes;no utilizadas",
}
# Names of parties that consist of such words.
NAMES = "escaños en blanco;escons en blanc;lists;freie wähler"
# Words for a total that are names as well: only numbers can tell.
EITHER = "razem;ensemble;spolu;разом;вместе;zusammen;skupaj;kopā"

INDEPENDENTS = (
    "independent;independents;independent candidate;independent candidates;independent politician;"
    "non-partisan;non-partisans;nonpartisan;nonpartisans;self-nominated;self nominated;no party;"
    "unaffiliated;no affiliation;no party affiliation;unabhängige;unabhängig;parteilos;"
    "einzelbewerber;parteilose;indépendants;indépendant;sans étiquette;independientes;"
    "independiente;independentes;indipendenti;indipendente;onafhankelijken;partijlozen;"
    "самовыдвиженцы;самовыдвижение;самовыдвиженец;независимые;независимый;беспартийные;"
    "независимые кандидаты;незалежні;самовисування;самовисуванці;тәуелсіздер;тәуелсіз;"
    "өзін өзі ұсынғандар;niezależni;niezależny;bezpartyjni;nezávislí;nezavisni;független;"
    "függetlenek;sitoutumattomat;obundna;uafhængige;uavhengige;üksikkandidaadid;neatkarīgie;"
    "nepriklausomi;išsikėlę patys;bağımsızlar;bağımsız;ανεξάρτητοι;無所属;无党派;無黨籍;무소속;"
    "निर्दलीय;бие даагч;bitərəf;bebas;të pavarur;i pavarur;անկախ;עצמאי;עצמאיים;neodvisni;"
    "neodvisni kandidati;üksikkandidaat;óháðir;ผู้สมัครอิสระ"
)
AGAINST_ALL = (
    "against all;none of the above;none of these candidates;against all candidates;against;"
    "against everyone;nota;gegen alle;contre tous;contra todos;ninguno;против всех;"
    "против всех кандидатов;против всех списков;проти всіх;барлығына қарсы;баарына каршы;"
    "przeciw wszystkim;kõigi vastu;mot alla;împotriva tuturor;hammaga qarshi;ոչ մեկին;नोटा;"
    "ไม่ประสงค์ลงคะแนน;ไม่เลือกผู้ใด"
)
# Parties that are not listed singly: a word of the first group and else only of the second.
OTHERS = {
    "other": "other;άλλα;αλλα;λοιπών;अन्य;أخرى;اخرى;khác;lainnya;אחרות;سایرین;tjera;tjerë;อื่น;อื่นๆ;"
    "พรรคอื่น;พรรคอื่นๆ;بقية;lainlain;lain;бусад;その他の政党;其他政党;其他政黨;기타정당;others;"
    "various;miscellaneous;scattering;scattered;remaining;rest;remainder;writein;writeins;write;"
    "minor;small;smaller;sonstige;sonstigen;sonst;andere;anderen;übrige;übrigen;kleinparteien;"
    "autre;autres;divers;diverse;diversos;otros;otras;otro;resto;outros;outras;altri;altre;altro;"
    "overig;overige;overigen;прочие;прочих;другие;остальные;остальных;інші;решта;басқа;басқалар;"
    "өзге;өзгелер;башкалар;inni;inne;pozostałe;pozostali;ostatní;ostatné;ostali;ostale;druge;"
    "drugi;остали;други;останали;egyéb;egyebek;többi;muut;övriga;andre;øvrige;muud;teised;citi;"
    "citas;pārējie;kiti;kitos;diğer;diğerleri;digər;başqaları;boshqalar;άλλοι;λοιποί;λοιπά;სხვები;"
    "სხვა;այլ;אחרים;آخرون;سایر;その他;其他;其它;기타;andrar;aðrir;eraill;eile;të tjerët;alții;"
    "alte;altele",
    "noun": "party;partide;partai;đảng;các;दल;أحزاب;الأحزاب;احزاب;מפלגות;të;parti;намууд;нам;1;"
    "under;über;parties;list;lists;candidate;candidates;group;groups;contender;contenders;all;the;"
    "and;of;in;ins;votes;parteien;listen;wählergruppen;bewerber;partis;listes;candidats;partidos;"
    "listas;candidatos;candidaturas;partiti;liste;partijen;lijsten;партии;партий;списки;кандидаты;"
    "партії;партиялар;partie;partii;partia;komitety;strany;stranke;странке;pártok;puolueet;"
    "partier;partiet;partijas;partijos;partiler;κόμματα;პარტიები;政党;政黨;정당;und;et;y;e;i;и;"
    "with;without;seats;no;than;less;below;each;total;de;die",
}
