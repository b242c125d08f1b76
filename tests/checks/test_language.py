from __future__ import annotations

import pytest

from comments.checks.language import guess_language, known_code


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("I do not think that this is what they said.", "tr", "en"),
        ("Bence bu karar çok yanlış, herkes için kötü.", "en", "tr"),
        ("bu karar cok yanlis ama ne yapalim", "en", "tr"),
        ("Ez ji vê biryarê hez nakim, lê em li vir in.", "tr", "kmr"),
        ("هذا القرار لم يكن في مصلحة الناس", "ckb", "ar"),
        ("ئەم بڕیارە بۆ خەڵک باش نییە", "ar", "ckb"),
        ("Bravo!", "tr", "tr"),
        ("Bravo!", "", "en"),
        ("مبروك", "ar", "ar"),
        ("Bravo!", "ar", "en"),
        ("👍", "ckb", "ckb"),
        ("", "", ""),
        ("این خبر که در روزنامه است را با دقت بخوانید", "ar", ""),
        ("Это очень важная новость", "en", ""),
        ("这是一个重要的新闻", "en", ""),
    ],
)
def test_the_language_is_told_by_letters_and_words(text, page, language):
    assert guess_language(text, page).language == language


def test_arabic_in_latin_letters_is_looked_for_where_nothing_else_is_told():
    assert "ar" in guess_language("ya kalb", "ar").lists
    assert "ar" not in guess_language("bu adam manyak mı", "tr").lists
    assert "ar" not in guess_language("ئەم url نییە", "ckb").lists


def test_persian_letters_alone_make_nothing_foreign():
    assert guess_language("قنگ", "ckb").language == "ckb"
    assert guess_language("چلب گلت", "ar").language == "ar"


@pytest.mark.parametrize("code", ["ku", "ku-TR", "kmr", "kmr-Latn", "KU"])
def test_kurmanji_has_several_codes(code):
    assert known_code(code) == "kmr"


@pytest.mark.parametrize(("code", "known"), [("ckb-IQ", "ckb"), ("en_GB", "en"), ("fr", ""), ("", "")])
def test_codes_are_narrowed_to_ours(code, known):
    assert known_code(code) == known


def test_latin_dress_is_not_a_foreign_script():
    assert not guess_language("ｗｈａｔ ｉｓ ｔｈｉｓ", "en").is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "Das ist nicht wahr, und ich werde euch das auch noch sagen.",
        "Vous êtes tous des menteurs et nous ne voulons plus vous voir dans cette ville.",
        "El ayuntamiento ha cerrado el puente porque los vecinos no tienen para pagar.",
        "Il ponte non serve più a nessuno, questo lo sanno tutti nel quartiere.",
    ],
)
@pytest.mark.parametrize("page", ["en", "tr", "kmr"])
def test_a_language_of_which_there_are_no_lists_is_not_taken_for_ours(text, page):
    assert guess_language(text, page).is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "Die, man, die!",
        "Les is as bad as the Los Angeles council.",
        "El Nino and la Nina again.",
        "Una bine.",
    ],
)
def test_a_few_foreign_words_are_no_foreign_language(text):
    assert not guess_language(text, "en").is_foreign
