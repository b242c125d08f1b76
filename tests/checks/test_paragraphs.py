# ruff: noqa: E501 (a paragraph is easier to judge on one line)
"""A comment is shown beside the paragraph of the page that it speaks of."""

from __future__ import annotations

import pytest

from comments.checks.paragraphs import best_paragraph
from comments.checks.protocol import Submission

PAGES = {
    "en": [
        "The council closed the old bridge over the river on Tuesday after engineers found cracks in its pillars.",
        "Shopkeepers of the market fear for their trade, as buses and lorries are sent past their doors.",
        "A concert for children takes place in the library on Sunday, with puppets and a brass band.",
    ],
    "tr": [
        "Belediye, mühendislerin ayaklarında çatlak bulmasının ardından nehir üzerindeki eski köprüyü salı günü kapattı.",
        "Çarşı esnafı kazancından endişeli, çünkü otobüsler ve kamyonlar artık dükkanların önünden geçiyor.",
        "Pazar günü kütüphanede çocuklar için kuklalı ve bandolu bir konser düzenleniyor.",
    ],
    "ar": [
        "أغلقت البلدية الجسر القديم فوق النهر يوم الثلاثاء بعد أن وجد المهندسون شقوقا في أعمدته.",
        "ويخشى تجار السوق على تجارتهم لأن الحافلات والشاحنات تمر الآن أمام أبواب محلاتهم.",
        "وتقام يوم الأحد في المكتبة حفلة موسيقية للأطفال مع الدمى وفرقة نحاسية.",
    ],
    "ckb": [
        "شارەوانی ڕۆژی سێشەممە پردە کۆنەکەی سەر ڕووبارەکەی داخست دوای ئەوەی ئەندازیاران درزیان لە پایەکانیدا دۆزییەوە.",
        "دوکاندارانی بازاڕ نیگەرانی بازرگانییەکەیانن، چونکە پاس و بارهەڵگرەکان بەبەردەم دوکانەکانیاندا تێدەپەڕن.",
        "ڕۆژی یەکشەممە لە کتێبخانە ئاهەنگێکی مۆسیقا بۆ منداڵان دەکرێت لەگەڵ بووکەڵە.",
    ],
    "kmr": [
        "Şaredariyê roja sêşemê pira kevn a li ser çem girt piştî ku endezyaran di stûnên wê de derz dîtin.",
        "Dikandarên bazarê ji bo bazirganiya xwe bi fikar in, ji ber ku otobûs û kamyon di ber deriyên wan re derbas dibin.",
        "Roja yekşemê li pirtûkxaneyê ji bo zarokan konsereke bi bûkokan tê lidarxistin.",
    ],
}
SPOKEN_OF = [
    ("en", 0, "Who inspected those pillars? An engineer should have seen the crack years ago."),
    ("en", 1, "My uncle keeps a shop there, and lorries wake him all night."),
    ("en", 2, "Will the puppet concert be free?"),
    ("tr", 0, "Köprünün çatlakları yıllardır belliydi, mühendisleri kim dinledi?"),
    ("tr", 1, "Esnafın hali perişan, kamyonlardan dükkana müşteri girmiyor."),
    ("tr", 2, "Çocukları kütüphanedeki konsere götüreceğiz."),
    ("ar", 0, "المهندس الذي رأى الشقوق في الجسر قبل سنوات لم يسمعه أحد"),
    ("ar", 1, "والشاحنات تمر من أمام محلنا والسوق صار فارغا"),
    ("ar", 2, "هل الحفلة مجانية للاطفال؟"),
    ("ckb", 0, "ئەندازیارەکان زووتر درزەکانیان لە پردەکە نەبینی؟"),
    ("ckb", 1, "دوکاندارەکان زیان دەکەن و بازاڕەکە چۆڵە"),
    ("ckb", 2, "منداڵەکانمان دەبەین بۆ ئاهەنگەکەی کتێبخانە"),
    ("kmr", 0, "Endezyar çima derzên pirê zûtir nedîtin?"),
    ("kmr", 1, "Dikandar zirarê dikin, kamyon her roj li bazarê ne."),
    ("kmr", 2, "Em ê zarokên xwe bibin konsera pirtûkxanê."),
]


@pytest.mark.parametrize("between", ["\n\n", "\n", "\n \n\n"])
@pytest.mark.parametrize(("language", "number", "text"), SPOKEN_OF)
def test_the_paragraph_that_a_comment_speaks_of_is_found(language, number, text, between):
    page = between.join(PAGES[language])

    found = best_paragraph(Submission(text, language=language, page_text=page))

    assert found is not None
    assert page[found.start : found.end] == PAGES[language][number]
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    "text", ["Thanks!", "", "👏👏", "شكرا", "Spas", "My cousin plays chess on Mars.", "\ud800", "?" * 3000]
)
def test_a_comment_that_speaks_of_none_has_none(text):
    assert best_paragraph(Submission(text, language="en", page_text="\n\n".join(PAGES["en"]))) is None


@pytest.mark.parametrize("page", ["", " \n\n ", "…"])
def test_a_page_without_words_has_none(page):
    assert best_paragraph(Submission("The bridge is closed.", language="en", page_text=page)) is None
