from __future__ import annotations

import pytest

from comments.checks.vulgarity import VulgarityCheck
from tests.checks.reading import looks, marked

CHECK = VulgarityCheck()

CRUDE = [
    ("en", "Give her a blowjob joke and he laughs.", "blowjob"),
    ("en", "He can suck my dick.", "suck my dick"),
    ("en", "nice t1ts on the newsreader", "t1ts"),
    ("en", "show us your pu$$y", "pu$$y"),
    ("en", "all he does is m@sturbate", "m@sturbate"),
    ("tr", "yarrak gibi bir program olmuş", "yarrak"),
    ("ar", "موقع سكس وليس موقع اخبار", "سكس"),
    ("ckb", "ئەمە پۆرنە نەک هەواڵ", "پۆرنە"),
    ("kmr", "ev ne nûçe ye, ev porno ye", "porno"),
]
INNOCENT = [
    ("en", "Dick Cheney and Dick Van Dyke read Moby Dick to a pussy cat."),
    ("en", "The cockpit crew drank cocktails; a peacock and a cockroach watched."),
    ("en", "Doctors should say penis and vagina in health class."),
    ("en", "She graduated summa cum laude and grew cumin and cucumbers."),
    ("en", "Blue tits and great tits nest early, tit for tat."),
    ("en", "The victims of sexual assault deserve to be heard."),
    ("en", "Breast cancer screening saves lives."),
    ("tr", "Kumsalda kum vardı, kumanda kayboldu."),
    ("tr", "Meme kanseri taraması önemlidir."),
    ("ar", "المصنع ينتج الزبدة والزبيب"),
    ("ar", "القضية معروضة امام المحكمة"),
    ("ckb", "شێرپەنجەی مەمک نەخۆشییەکی مەترسیدارە لە جیهاندا و دەبێت زوو چارەسەر بکرێت."),
    ("kmr", "Wî ew kir û çû, kirin û gotin ne yek in."),
]


@pytest.mark.parametrize(("language", "text", "words"), CRUDE)
def test_crude_words_are_marked_exactly(language, text, words):
    assert words in marked(CHECK, text, language=language)
    assert looks(CHECK, text, language=language)


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_innocent_words_are_left_alone(language, text):
    assert not looks(CHECK, text, language=language)
