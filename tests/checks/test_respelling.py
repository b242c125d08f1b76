"""Every way to write a word so that a list will not find it, and the honest words that look like one."""

from __future__ import annotations

import pytest

from comments.checks.abuse import AbuseCheck
from comments.checks.personal_attacks import PersonalAttacksCheck
from comments.checks.profanity import ProfanityCheck
from comments.checks.protocol import Check
from comments.checks.respelling import by_sound, doubled, respellings, swapped, undoubled, without_vowels
from comments.checks.threats import ThreatsCheck
from comments.checks.vulgarity import VulgarityCheck
from tests.checks.reading import looks, marked

PROFANITY, PERSONAL = ProfanityCheck(), PersonalAttacksCheck()
ABUSE, THREATS, VULGARITY = AbuseCheck(), ThreatsCheck(), VulgarityCheck()

RESPELLED = [
    (PERSONAL, "you are a m0r0n", "m0r0n"),
    (PERSONAL, "you 1diot", "1diot"),
    (PERSONAL, "you !diot", "!diot"),
    (PERSONAL, "you are st*pid", "st*pid"),
    (PERSONAL, "you i***t", "i***t"),
    (PERSONAL, "you *diot", "*diot"),
    (PERSONAL, "you are stu-pid", "stu-pid"),
    (PERSONAL, "you are s-t-u-p-i-d", "s-t-u-p-i-d"),
    (PERSONAL, "you are s t u p i d", "s t u p i d"),
    (PERSONAL, "you are s.t.u.p.i.d", "s.t.u.p.i.d"),
    (PERSONAL, "you are stu.pid", "stu.pid"),
    (PERSONAL, "you are stu🙂pid", "stu🙂pid"),
    (PERSONAL, "you are s/t/u/p/i/d", "s/t/u/p/i/d"),
    (PERSONAL, "you are s*t*u*p*i*d", "s*t*u*p*i*d"),
    (PERSONAL, "you are stuuuuupid", "stuuuuupid"),
    (PERSONAL, "you are stuupid", "stuupid"),
    (PERSONAL, "you are stpuid", "stpuid"),
    (PERSONAL, "you are stpd", "stpd"),
    (PERSONAL, "you are stupd", "stupd"),
    (PERSONAL, "you mrons", "mrons"),
    (PERSONAL, "you are ѕtuріd", "ѕtuріd"),
    (PERSONAL, "you are ѕτυριd", "ѕτυριd"),
    (PERSONAL, "you are ꜱᴛᴜᴘɪᴅ", "ꜱᴛᴜᴘɪᴅ"),
    (PERSONAL, "you are s\u200bt\u200bu\u200bpid", "s\u200bt\u200bu\u200bpid"),
    (PERSONAL, "you are ｓｔｕｐｉｄ", "ｓｔｕｐｉｄ"),
    (PERSONAL, "you are stúpïd", "stúpïd"),
    (PROFANITY, "what a fking mess, phuck it", "phuck"),
    (PROFANITY, "total bullsht", "bullsht"),
    (PROFANITY, "you btch", "btch"),
    (PROFANITY, "what an #sshole", "#sshole"),
    (PROFANITY, "absolute shyt", "shyt"),
    (ABUSE, "he is a fggt", "fggt"),
    (ABUSE, "he is a fagg*t", "fagg*t"),
    (ABUSE, "those n!gg3rs", "n!gg3rs"),
    (VULGARITY, "show us your pu.ssy", "pu.ssy"),
    (VULGARITY, "show us your pssy", "pssy"),
    (THREATS, "I will k!ll you", "I will k!ll you"),
    (THREATS, "i will k i l l you", "i will k i l l you"),
    (THREATS, "You should be sh0t.", "You should be sh0t"),
    (THREATS, "kiiiill yourself", "kiiiill yourself"),
    (THREATS, "k.i.l.l yourself", "k.i.l.l yourself"),
    (THREATS, "someone should sh**t this man", "someone should sh**t this man"),
    (ABUSE, "All Muslims are t3rr0rists", "All Muslims are t3rr0rists"),
    (ABUSE, "Immigrants are p-a-r-a-s-i-t-e-s", "Immigrants are p-a-r-a-s-i-t-e-s"),
]
HONEST = [
    "Today the duchess took part in a class at the Scunthorpe assessment centre.",
    "His lair held lira coins, a carp, two goats and a thick shaggy rug.",
    "Shiite pilgrims from Niger flew to Basra; trees were planted in the dark mass of junk.",
    "It took 3 hrs and 40 pts, see pps 12-14, and tht was that, thx.",
    "A short list: J. Smith, A. S. Sharp, F. U. Chan and F.U.N. Ltd.",
    "a s h o r t list was p i n n e d to the wall",
    "Flight AS5 to SH17 leaves from gate B17; route A55 is closed.",
    "Can you pass me the C*A*P*S manual?",
    "The W.H.O., the U.N.H.C.R., H.S.B.C. and B.A.S.F. met on 1.5.2024.",
    "Sh*ps, f*rms and sch**ls are cut, says the puzzle page.",
    "He lost the pen.is it yours? See and/or, he/she, km/h.",
    "B i t c o i n rose by 3%, and the sign read N O  P A R K I N G.",
    "Shirt, shift, shot, shut, short: all on one shelf, the shots were loud.",
    "Ke$ha, A$AP Rocky and P!nk play tonight, e-mail me @ home.",
    "Weird: the batch of roasts was put on hold by a looming audit of idols and idioms.",
    "We will hang out, shoot hoops and kick back; k-l-m and a b c d e f.",
]


@pytest.mark.parametrize(("check", "text", "words"), RESPELLED)
def test_a_word_is_found_however_it_is_written(check: Check, text, words):
    # A turn of phrase around the word is marked with it.
    assert any(words in each for each in marked(check, text, language="en"))
    assert looks(check, text, language="en")


@pytest.mark.parametrize("text", HONEST)
@pytest.mark.parametrize("check", [PROFANITY, PERSONAL, ABUSE, THREATS, VULGARITY])
def test_honest_words_that_look_like_one_are_left_alone(check: Check, text):
    assert not looks(check, text, language="en")


def test_words_are_respelled_in_their_own_language_only():
    assert not looks(PERSONAL, "Bu çok güzel bir karar ve ben de mrons diye bir kitap okudum", language="tr")


@pytest.mark.parametrize(
    ("spell", "word", "spelling"),
    [
        (without_vowels, "blasted", "blstd"),
        (without_vowels, "evil", "vl"),
        (undoubled, "blossom", "blosom"),
        (doubled, "blast", "blaast"),
        (by_sound, "blackf", "blakf"),
    ],
)
def test_a_spelling_is_worked_out_from_the_word(spell, word, spelling):
    worked_out = set(spell(word))

    # Two letters are not enough to know a word by.
    assert (spelling in worked_out) == (len(spelling) > 2)


def test_the_ends_of_a_word_are_exchanged_only_in_grave_ones():
    assert "lbast" in set(swapped("blast", edges=True))
    assert "lbast" not in set(swapped("blast", edges=False))


def test_a_word_of_three_letters_is_not_respelled():
    assert not list(respellings("ham", grave=True))
