# ruff: noqa: E501 (a comment is easier to judge on one line)
from __future__ import annotations

import pytest

from comments.checks.protocol import Submission
from comments.checks.relevance import RelevanceCheck
from tests.checks.reading import looks

CHECK = RelevanceCheck()

PAGES = {
    "en": (
        "Council closes the old bridge",
        "The city council closed the old bridge over the river on Tuesday after engineers found cracks in its "
        "pillars. Traffic is diverted through the market district, and shopkeepers fear for their trade. Repairs "
        "will cost four million and take until the autumn, the mayor said.",
    ),
    "tr": (
        "Belediye eski köprüyü kapattı",
        "Belediye, mühendislerin ayaklarında çatlak bulmasının ardından nehir üzerindeki eski köprüyü salı günü "
        "kapattı. Trafik çarşıya yönlendirildi, esnaf işlerinden endişeli. Onarım sonbahara kadar sürecek.",
    ),
    "ar": (
        "البلدية تغلق الجسر القديم",
        "اغلقت البلدية الجسر القديم فوق النهر يوم الثلاثاء بعد ان وجد المهندسون شقوقا في اعمدته. وتم تحويل حركة المرور "
        "عبر السوق ويخشى التجار على تجارتهم. وستستمر الاصلاحات حتى الخريف بحسب رئيس البلدية.",
    ),
    "ckb": (
        "شارەوانی پردە کۆنەکەی داخست",
        "شارەوانی ڕۆژی سێشەممە پردە کۆنەکەی سەر ڕووبارەکەی داخست دوای ئەوەی ئەندازیاران درزیان لە پایەکانیدا دۆزییەوە. "
        "هاتوچۆ بۆ ناو بازاڕ گۆڕدرا و دوکاندارەکان نیگەرانن. چاککردنەوەکە تا پاییز دەخایەنێت.",
    ),
    "kmr": (
        "Şaredariyê pira kevn girt",
        "Şaredariyê roja sêşemê pira kevn a li ser çem girt piştî ku endezyaran di stûnên wê de derz dîtin. Trafîk ber bi "
        "bazarê ve hat guhertin û dikandar bi fikar in. Nûjenkirin dê heta payizê bidome.",
    ),
}
ON_TOPIC = [
    ("en", "My shop is next to the bridge and since the council closed it the market is full of traffic; who pays for the repairs, and why did engineers find the cracks only now, after years of warnings by the shopkeepers of this district?"),
    ("tr", "Köprü kapandı, çarşıdaki esnaf ne yapsın? Belediye mühendislerin uyarısını yıllarca dinlemedi, şimdi trafik her sabah duruyor ve onarım sonbahara kadar sürecekmiş, kim ödeyecek bu zararı merak ediyorum doğrusu."),
    ("ar", "الجسر مغلق والسوق مزدحم والتجار يخسرون كل يوم فمن يدفع ثمن الاصلاحات ولماذا لم يجد المهندسون الشقوق قبل سنوات رغم كل التحذيرات التي قدمها اهل الحي الى البلدية"),
    ("ckb", "پردەکە داخراوە و بازاڕ قەرەباڵغە، دوکاندارەکان هەموو ڕۆژێک زیان دەکەن، کێ پارەی چاککردنەوەکە دەدات و بۆچی ئەندازیاران زووتر درزەکانیان نەدۆزییەوە لەم شارە"),
    ("kmr", "Pir girtî ye û bazar tijî ye, dikandar her roj zirarê dikin, kî dê pereyê nûjenkirinê bide û çima endezyaran derz zûtir nedîtin li vî bajarî, em nizanin çi bikin"),
]  # fmt: skip
OFF_TOPIC = [
    ("en", "Yesterday evening my cousin cooked wonderful lentils with garlic, lemon, parsley and cumin, then everybody played chess, watched football, discussed astronomy, painted portraits, practised violin, translated poems, collected stamps, studied grammar and finally slept peacefully until breakfast."),
    ("tr", "Dün akşam kuzenim mercimek çorbası pişirdi, sonra satranç oynadık, futbol izledik, yıldızlardan konuştuk, resim yaptık, keman çaldık, şiir okuduk, pul biriktirdik, dilbilgisi çalıştık, kahvaltıya kadar huzurla uyuduk, harikaydı gerçekten, herkese tavsiye ederim."),
]  # fmt: skip
SHORT = [
    "Thanks!",
    "Well said.",
    "Teşekkürler",
    "شكرا لكم",
    "سوپاس",
    "Spas ji bo we",
    "I agree with Leyla.",
    "👏👏👏",
]


def _about(language: str) -> dict[str, str]:
    title, text = PAGES[language]
    return {"language": language, "page_title": title, "page_text": text}


@pytest.mark.parametrize(("language", "text"), ON_TOPIC)
def test_comments_on_the_page_are_left_alone(language, text):
    assert not looks(CHECK, text, **_about(language))


@pytest.mark.parametrize(("language", "text"), OFF_TOPIC)
def test_a_long_comment_on_something_else_is_worth_a_look(language, text):
    assert looks(CHECK, text, **_about(language))


@pytest.mark.parametrize("text", SHORT)
def test_short_replies_and_thanks_are_not_off_topic(text):
    assert not looks(CHECK, text, **_about("en"))


def test_a_reply_may_keep_to_its_parent():
    parent = "My cousin cooked lentils with garlic and we played chess and watched football after breakfast."

    assert not looks(CHECK, OFF_TOPIC[0][1], parent_text=parent, **_about("en"))


@pytest.mark.parametrize("title", ["", "A headline alone"])
def test_without_a_page_it_is_unread_and_not_clear(title):
    reading = CHECK.read(Submission("Whatever is said here.", page_title=title))

    assert not reading.scores
    assert reading.unread == {"relevance": "The text of the page is not known."}
