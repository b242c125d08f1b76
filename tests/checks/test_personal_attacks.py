from __future__ import annotations

import pytest

from comments.checks.personal_attacks import PersonalAttacksCheck
from tests.checks.reading import looks, marked

CHECK = PersonalAttacksCheck()

ATTACKS = [
    ("en", "You are an idiot.", ()),
    ("en", "you id1ot", ()),
    ("en", "Idiot!", ()),
    ("en", "You're too stupid to understand it.", ()),
    ("en", "Aram is a liar and a coward.", ("Aram",)),
    ("en", "Shut your mouth, nobody asked you.", ()),
    ("en", "What a pathetic loser you are.", ()),
    ("en", "Go fuck yourself.", ()),
    ("en", "You have no brain.", ()),
    ("tr", "Sen tam bir salaksın.", ()),
    ("tr", "Aptalsınız hepiniz.", ()),
    ("tr", "Kapa çeneni!", ()),
    ("ar", "يا حمار", ()),
    ("ar", "أنت كلب وجبان", ()),
    ("ar", "انتم مجرد مرتزقة", ()),
    ("ckb", "تۆ گەمژەیت", ()),
    ("ckb", "دەمت داخە", ()),
    ("kmr", "Tu bêaqil î.", ()),
    ("kmr", "Devê xwe bigire!", ()),
]
INNOCENT = [
    ("en", "This newspaper is garbage and its headline is idiotic."),
    ("en", "Your article is stupid, biased and poorly researched."),
    ("en", "What an idiotic article, you should be ashamed of this reporting."),
    ("en", "That is a stupid idea and the policy was dumb."),
    ("en", "Please do not call people idiots."),
    ("en", "She called me a fool."),
    ("en", "I was an idiot to believe it."),
    ("en", "He is no fool, and you are not stupid."),
    ("en", "The minister's conduct was disgraceful and he should resign."),
    ("en", "The president broke his promise."),
    ("en", "You are wrong about the figures."),
    ("en", "You make a good point, thank you."),
    ("en", "My dog is smart; the pigs and sheep are on the farm."),
    ("tr", "Bu gazete çöp, haberiniz yalan."),
    ("tr", "Bence bu karar çok yanlış."),
    ("tr", "Size katılmıyorum ama saygı duyuyorum."),
    ("tr", "Köpek maması pahalandı, hayvan hakları önemli."),
    ("ar", "هذا الموقع فاشل ومقالكم سخيف"),
    ("ar", "لا اتفق معك في هذا الرأي"),
    ("ar", "حديقة الحيوان مغلقة اليوم"),
    ("ckb", "ڕۆژنامەکەتان خراپە و هەواڵەکە هەڵەیە"),
    ("ckb", "لەگەڵ ڕای تۆ نیم بەڵام ڕێزت دەگرم"),
    ("kmr", "Rojnameya we xirab e û nûçe şaş e."),
    ("kmr", "Ez bi te re ne li hev im, lê spas."),
]


@pytest.mark.parametrize(("language", "text", "names"), ATTACKS)
def test_attacks_on_who_takes_part_are_found(language, text, names):
    assert looks(CHECK, text, language=language, names=names)


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_criticism_is_left_alone(language, text):
    assert not looks(CHECK, text, language=language)


def test_the_insult_is_what_is_marked():
    assert marked(CHECK, "Read it again, you moron.") == ["moron"]


def test_words_quoted_from_the_parent_do_not_count():
    parent = "You are an idiot and a liar."

    assert not looks(CHECK, 'You wrote "You are an idiot and a liar". Why?', parent_text=parent)
