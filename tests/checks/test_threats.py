from __future__ import annotations

import pytest

from comments.checks.threats import ThreatsCheck
from tests.checks.reading import findings, looks

CHECK = ThreatsCheck()

THREATS = [
    ("en", "I will kill you."),
    ("en", "I know where you live."),
    ("en", "You should be shot."),
    ("en", "Someone ought to burn their office."),
    ("en", "Politicians like that should be hanged."),
    ("en", "Whoever planned this needs to be marched into the square and hanged."),
    ("en", "We're coming for you, watch your back."),
    ("en", "Just kill yourself already."),
    ("en", "I hope you get cancer and die."),
    ("en", "Put them all against the wall."),
    ("en", "Kill them all."),
    ("en", "He deserves to die for this."),
    ("tr", "Seni bulacağım ve öldüreceğim."),
    ("tr", "Hepsi asılmalı bunların."),
    ("tr", "Nerede oturduğunu biliyorum."),
    ("tr", "Geber artık!"),
    ("ar", "سأقتلك يا كلب"),
    ("ar", "أعرف أين تسكن"),
    ("ar", "يجب إعدامهم جميعا"),
    ("ckb", "دەتکوژم ئەگەر بێیت بۆ ئێرە"),
    ("ckb", "دەزانم ماڵت لە کوێیە"),
    ("kmr", "Ez ê te bikujim."),
    ("kmr", "Divê ew hemû bên kuştin."),
]
INNOCENT = [
    ("en", "ISIS killed two soldiers near the border on Monday."),
    ("en", "This joke killed me."),
    ("en", "They should be tried before a court."),
    ("en", "The injured should be taken to the hospital and fed."),
    ("en", "Nobody should be killed for what he writes."),
    ("en", "The gunman shouted that he would kill you all, a witness said."),
    ("en", "In the film she says I will kill you, and the audience laughs."),
    ("en", "I would kill for a coffee; the traffic is murder."),
    ("en", "The army bombed the house and burned the village."),
    ("en", "He said they should be shot, and I find that horrible."),
    ("en", "The mayor will be hanged in effigy at the carnival."),
    ("en", "Inflation is killing us and the tax will finish the shops."),
    ("en", "We will beat you in the final!"),
    ("en", "Did you know that he died in the fire?"),
    ("tr", "IŞİD iki askeri öldürdü."),
    ("tr", "Gülmekten öldüm, bu şaka beni öldürdü."),
    ("tr", "Suçlular mahkemede yargılanmalı."),
    ("ar", "قتل داعش جنديين قرب الحدود"),
    ("ar", "يجب محاكمتهم امام القضاء"),
    ("ar", "مات الرجل في الحريق امس"),
    ("ckb", "داعش دوو سەربازی کوشت"),
    ("ckb", "دەبێت دادگایی بکرێن لە دادگا"),
    ("kmr", "DAIŞê du leşker kuştin."),
    ("kmr", "Divê ew werin darizandin."),
]


@pytest.mark.parametrize(("language", "text"), THREATS)
def test_threats_are_found(language, text):
    assert looks(CHECK, text, language=language)


@pytest.mark.parametrize(("language", "text"), INNOCENT)
def test_reports_idiom_and_fiction_are_left_alone(language, text):
    assert not looks(CHECK, text, language=language)


def test_a_threat_quoted_from_the_parent_is_shown_and_not_counted():
    parent = "I know where you live."
    text = '"I know where you live"? Please report this.'

    (finding,) = findings(CHECK, text, parent_text=parent)

    assert finding.is_quotation
    assert not looks(CHECK, text, parent_text=parent)
