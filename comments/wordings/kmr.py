"""The guidelines in Kurmanji Kurdish, in Latin script."""

INTRODUCTION = (
    "Her şîroveya ku nîqaşê bi pêş dixe, çi li gel gotarê be çi li dijî wê, li vir bi xêr hatiye; rexneya "
    "avaker a li karê me jî. Moderatorek her şîroveyê berî weşandinê dixwîne. Em tu şîroveyê naguherînin: "
    "yan wekî ku we nivîsiye tê pejirandin, yan jî bi sedema xwe tê redkirin."
)

WORDINGS = {
    "profanity": (
        "Bê çêr",
        "Raya tund bi xêr hatiye, çêr û peyvên kirêt na, bi stêrkan an bi tîpên ji hev dûr hatibin "
        "nivîsandin jî.",
    ),
    "threats": (
        "Bê gef",
        "Gefê li kesî nexwin, xirabiyê ji kesî re nexwazin û gazî tundiyê nekin, bi henek jî be. "
        "Behskirina tundiyeke ku qewimiye ne gef e.",
    ),
    "personal_attacks": (
        "Bê êrîşên kesane",
        "Li ser gotin û kirinên mirovan nîqaş bikin, ne li ser şexsê wan. Heqaretê li xwendevanên din, li "
        "rojnamevanên me û li kesên di nûçeyan de nekin.",
    ),
    "vulgarity": (
        "Bê gotinên bêedeb",
        "Gotinên cinsî û axaftina kirêt a li ser bedenê nenivîsin. Mirov dikare bi zimanekî biedeb behsa "
        "tundiya cinsî û tenduristiyê bike.",
    ),
    "abuse": (
        "Bê biçûkxistina koman",
        "Divê tu kes ji ber zayend, nijad, esil, ziman, ol, astengdarî an meyla xwe ya zayendî neyê "
        "biçûkxistin. Li vir cihê zayendperestî, nijadperestî, homofobî û dijminatiya biyaniyan tune ye, "
        "çi bi peyvên tund be çi bi peyvên nerm.",
    ),
    "promotion": (
        "Bê reklam",
        "Şîrove ne cihê reklamê ye: ne ji bo mal û xizmetan, ne ji bo kanalan, ne jî ji bo xwe. Heke "
        "lînkek piştgiriyê dide gotina we ya li ser gotarê, bila hebe.",
    ),
    "relevance": (
        "Li ser mijarê bimînin",
        "Li ser vê gotarê an li ser pirsên ku ew li cem xwendevanan derdixe binivîsin. Rexneya li karê me "
        "jî beşek ji mijarê ye.",
    ),
}

# Not among those a site starts with: see `publish_legal_guideline`.
OPTIONAL_WORDINGS = {
    "legal": (
        "Li gorî qanûnê binivîsin",
        "Tiştên ku qanûn qedexe dike nenivîsin: rûreşkirina mirovan, handana ji bo sûc, tiştên ku "
        "dadgehê weşandina wan qedexe kiriye, an jî daneyên taybet û berhemên kesên din.",
    ),
}
