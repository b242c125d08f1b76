from __future__ import annotations

import pytest

from comments.checks.abuse import AbuseCheck
from tests.checks.reading import findings, looks

CHECK = AbuseCheck()

ABUSIVE = [
    ("en", "Just another n1gger on the bench.", "racism"),
    ("en", "The faggots have taken over the council.", "homophobia"),
    ("en", "All Muslims are terrorists.", "islamophobia"),
    ("en", "Jews control the banks and the press.", "antisemitism"),
    ("en", "Deport all refugees.", "xenophobia"),
    ("en", "Women belong in the kitchen, get back to the kitchen.", "sexism"),
    ("en", "Black people are animals.", "racism"),
    ("en", "Go back to Africa.", "racism"),
    ("en", "Trans women are freaks.", "transphobia"),
    ("tr", "Suriyeliler hep hırsız zaten", "racism"),
    ("tr", "pis yahudi", "antisemitism"),
    ("tr", "Kadının yeri mutfaktır", "sexism"),
    ("ar", "اليهود احفاد القردة والخنازير", "antisemitism"),
    ("ar", "الاكراد كلاب", "racism"),
    ("ar", "النساء ناقصات عقل", "sexism"),
    ("ckb", "عەرەبەکان هەموویان سەگن", "racism"),
    ("ckb", "شوێنی ژن ماڵە", "sexism"),
    ("kmr", "tirk hemû kûçik in", "racism"),
    ("kmr", "cihê jinê mal e", "sexism"),
]
INNOCENT = [
    ("en", "My friend is gay and Muslim, and a good neighbour."),
    ("en", "Jews, Muslims and Christians prayed together for the refugees."),
    ("en", "Muslims are not terrorists, and whoever says so is wrong."),
    ("en", "He was fined for saying that immigrants are animals."),
    ("en", "Black people are stopped by the police more often."),
    ("en", "Women are paid less than men for the same work."),
    ("en", "The Nazi regime murdered millions of Jews."),
    ("en", "A chink in the armour; Van Dyke; a raccoon; the paddy fields of Java."),
    ("en", "Homo sapiens left Africa long ago."),
    ("en", "Refugees should be helped, not deported."),
    ("en", "Gay people deserve the same rights as anyone."),
    ("tr", "Kürtler ve Türkler bu ülkede birlikte yaşıyor."),
    ("tr", "Suriyeliler savaştan kaçtı, yardıma ihtiyaçları var."),
    ("tr", "Kadınlar eşit ücret istiyor."),
    ("tr", "Köpekler için barınak yapılmalı."),
    ("ar", "اليهود والمسلمون عاشوا معا في بغداد"),
    ("ar", "النساء يطالبن بحقوقهن في العمل"),
    ("ar", "اللاجئون يحتاجون الى المساعدة"),
    ("ckb", "عەرەب و کورد پێکەوە لەم شارە دەژین"),
    ("ckb", "ژنان مافی یەکسانیان دەوێت لە کارکردندا"),
    ("kmr", "Jin û mêr wekhev in."),
    ("kmr", "Tirk û kurd li vî welatî bi hev re dijîn."),
]


@pytest.mark.parametrize(("language", "text", "kind"), ABUSIVE)
def test_abuse_is_found_and_its_kind_named(language, text, kind):
    assert looks(CHECK, text, language=language)
    assert kind in {finding.kind for finding in findings(CHECK, text, language=language)}


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_naming_a_group_is_not_abuse(language, text):
    assert not looks(CHECK, text, language=language)
