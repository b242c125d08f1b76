from __future__ import annotations

import pytest

from comments.checks.lexicon import parse_words
from comments.checks.profanity import ProfanityCheck
from comments.checks.protocol import Submission
from tests.checks.reading import findings, looks, marked

CHECK = ProfanityCheck()

OBSCENE = [
    ("en", "you absolute bicth", "bicth"),
    ("en", "What the fuck is the minister doing?", "fuck"),
    ("en", "This is total bullshit.", "bullshit"),
    ("en", "F U C K this council", "F U C K"),
    ("en", "f.u.c.k off, all of you", "f.u.c.k"),
    ("en", "oh for f*ck sake", "f*ck"),
    ("en", "f**king brilliant, isn't it", "f**king"),
    ("en", "sh!t happens", "sh!t"),
    ("en", "what a bunch of a55holes", "a55holes"),
    ("en", "fuuuuuck that", "fuuuuuck"),
    ("en", "asssshoooole", "asssshoooole"),
    ("en", "fu ck you lot", "fu ck"),
    ("en", "fu-cking hell", "fu-cking"),
    ("en", "ｆｕｃｋ it", "ｆｕｃｋ"),
    ("en", "fuсk it, with a borrowed letter", "fuсk"),
    ("en", "𝓯𝓾𝓬𝓴 it", "𝓯𝓾𝓬𝓴"),
    ("en", "fu\u200bck it", "fu\u200bck"),
    ("en", "fúck it", "fúck"),
    ("en", 'He calls it "shit".', "shit"),
    ("tr", "Amına koyayım böyle işin", "Amına koyayım"),
    ("tr", "siktir git buradan", "siktir git"),
    ("tr", "tam bir orospu çocuğu", "orospu çocuğu"),
    ("tr", "bu piçler yüzünden oldu", "piçler"),
    ("ar", "كس امك يا كذاب", "كس امك"),
    ("ar", "هؤلاء الشراميط والقحاب", "الشراميط"),
    ("ar", "كـس أمـك", "كـس أمـك"),
    ("ckb", "ئەم قەحبەیە هیچ نازانێت", "قەحبەیە"),
    ("kmr", "kurê qehpê, here ji vir", "kurê qehpê"),
]
INNOCENT = [
    ("en", "She teaches a class in Scunthorpe and took the cocktail list home."),
    ("en", "Passengers assessed the assassin's passport at Sussex station."),
    ("en", "We pushed on; the shitake mushrooms were out of stock."),
    ("en", "One hell of a match, and the hell of war followed it."),
    ("en", "The pricks of conscience are not enough, Balaam's ass said."),
    ("en", "I paid $5 for 2 tickets @ the door at 19:30, and it was 100% worth it!!!"),
    ("en", "Prices rose 3.5% in 2021-22 (see table 4a)."),
    ("en", "Mr Dickens, Mr Cockburn and Mrs Titmuss wrote to the Essex council."),
    ("en", "The pen is mightier than the sword; a fan can only hope."),
    ("en", "Hmmm, sooo good, yesss, noooo way, zzzz"),
    ("tr", "Canım çok sıkıldı, bu sıkıntı ne zaman bitecek?"),
    ("tr", "Sık sık şikayet ediyoruz ama amcam dinlemiyor."),
    ("tr", "Akşam eve götürür müsün? Göl kıyısında bekliyorum."),
    ("tr", "cok sikildim bu konudan, sikayet ettik ama olmadi"),
    ("tr", "Ananas aldım, boks maçını izledik, amaç buydu."),
    ("tr", "I am here, amen, and I got a ticket to see the pics."),
    ("ar", "كسر الرقم القياسي وكسب المباراة"),
    ("ar", "الكساد الاقتصادي يضرب المكسيك والخرائط تتغير"),
    ("ar", "خرج الناس الى الشارع واشتروا الخبز والزبدة"),
    ("ar", "هذا قرار جيد من الحكومة وشكرا لكم على الخبر"),
    ("ckb", "کەسێک نازانێت ئەم بڕیارە چ کاریگەرییەکی هەیە."),
    ("ckb", "سوپاس بۆ ئەم هەواڵە، زۆر گرنگ بوو"),
    ("ckb", "می‌خواهم، ده‌کەم، ئێمە لە کوردستان دەژین"),
    ("kmr", "Wî çi kir? Ew kar baş kir û çû gundê xwe."),
    ("kmr", "Gundî ji guhertina avhewayê ditirsin."),
    ("kmr", "Sipas ji bo vê nûçeyê, gelek girîng e."),
]


@pytest.mark.parametrize(("language", "text", "words"), OBSCENE)
def test_obscene_words_are_marked_exactly(language, text, words):
    assert words in marked(CHECK, text, language=language)
    assert looks(CHECK, text, language=language)


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_innocent_words_are_left_alone(language, text):
    assert not looks(CHECK, text, language=language)


def test_a_mild_swear_word_alone_is_not_worth_a_look():
    assert marked(CHECK, "Damn, what a game.") == ["Damn"]
    assert not looks(CHECK, "Damn, what a game.")


def test_turkish_words_are_not_looked_for_in_english():
    assert not looks(CHECK, "I am sure that I got the pic of the team.", language="tr")


def test_english_under_a_turkish_page_is_read_as_english():
    assert marked(CHECK, "this is what you get for being there, shit", language="tr") == ["shit"]


def test_words_quoted_from_the_page_are_shown_and_not_counted():
    page = "The coach told his players that the whole fucking season was lost, witnesses said."
    text = 'Did he really say "the whole fucking season was lost"? Odd man.'

    (finding,) = findings(CHECK, text, page_text=page)

    assert finding.is_quotation
    assert not looks(CHECK, text, page_text=page)


def test_the_same_word_in_ones_own_sentence_counts():
    page = "The coach told his players that the whole fucking season was lost."

    assert looks(CHECK, "I do not give a fucking damn.", page_text=page)


def test_a_language_without_a_list_is_unread_and_not_clear():
    check = ProfanityCheck(parse_words(["[severe]", "blast"], language="en", guideline="profanity"))

    reading = check.read(Submission("bu çok güzel bir haber ve ben çok sevdim", language="tr"))

    assert not reading.scores
    assert reading.unread == {"profanity": "There is no word list for the language of this comment."}


def test_a_foreign_script_is_unread_and_not_clear():
    assert (
        "profanity" in CHECK.read(Submission("Это очень важная новость для всех нас", language="en")).unread
    )


def test_a_check_can_be_given_its_words():
    check = ProfanityCheck(
        parse_words(
            ["[severe]", "blast", "[innocent]", "blast furnace"], language="en", guideline="profanity"
        )
    )

    assert looks(check, "Blast them!")
    assert not looks(check, "The blast furnace was shut.")
