"""Whatever a reader may send, every check answers, marks only what is there, and always says the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.checks.abuse import AbuseCheck
from comments.checks.learned import LearnedCheck
from comments.checks.lexicon import BadLexicon, parse_words, read_list
from comments.checks.listed_words import NO_LIST
from comments.checks.personal_attacks import PersonalAttacksCheck
from comments.checks.phrases import BadLexicon as BadPhrase
from comments.checks.phrases import parse_phrases
from comments.checks.profanity import ProfanityCheck
from comments.checks.protocol import Submission
from comments.checks.threats import ThreatsCheck
from comments.checks.vulgarity import VulgarityCheck
from comments.guidelines import CODES
from comments.screening import CLEAR, FAILED, LOOK, SAID_NOTHING, Screened, load_checks, screen

FOREVER = float("inf")
LONG = 3000
LANGUAGES = ["", "en", "ar", "ckb", "kmr", "tr", "ku", "zh-Hant", "\x00", "e" * 50]
# What screening says of a check that broke, or gave what it must not give.
BROKE = ("The check stopped", "The check gave", "The check could not be set up", SAID_NOTHING)
SURROGATES = st.characters(categories=["Cs"])
ANYTHING = st.text(st.characters() | SURROGATES, max_size=200)
WORDS = st.sampled_from(
    [
        "fuck",
        "you",
        "idiot",
        "kill",
        "كلب",
        "سأقتلك",
        "salak",
        "aptalsın",
        "ehmeq",
        "گەمژە",
        "http://a.example",
    ]
)
JOINTS = st.text(
    st.characters() | st.sampled_from('\u200b\u200c\u200d\u202e\u0301\ud800"“«>*._-\n'), max_size=4
)
MIXED = st.lists(st.tuples(WORDS, JOINTS), max_size=12).map(lambda pairs: "".join(a + b for a, b in pairs))
HOSTILE = {
    "nested quotes": '"' * 1500 + "you idiot" + '"' * 1500,
    "nested quotation marks": "“«‘" * 500 + "you idiot" + "’»”" * 500,
    "nested brackets": "(" * 1500 + ")" * 1500,
    "quoted lines": "> " * 1000 + "you idiot",
    "alternating scripts": "aбαاשあ한" * 428,
    "alternating words": "fuck كلب сука salak " * 150,
    "alternating directions": "a\u202eب\u202c" * 750,
    "lone surrogates": "\ud800\udfff" * 1500,
    "surrogates the wrong way round": "\udc00\ud800" * 1500,
    "surrogates within words": "i\ud800d\udfffiot " * 400,
    "marks without letters": "\u0301" * LONG,
    "many marks on one letter": "a" + "\u0301\u0323" * 1499,
    "controls": "".join(map(chr, range(32))) * 90,
    "nul": "you\x00idiot " * 250,
    "ligatures": "ﷺﬃ" * 1500,
    "flags and families": "🇹🇷👨‍👩‍👧‍👦" * 300,
    "beyond the first plane": "\U0010ffff𝔣𝔲𝔠𝔨 " * 500,
    "one endless word": "ab" * 1500,
    "one endless address": "http://" + "a." * 1400 + "com",
    "many addresses": "a.com " * 500,
    "figures": "0123456789" * 300,
    "stars": "f" + "*" * 2998 + "k",
    "leet": "1337 5p34k " * 270,
    "spaced": "f u c k " * 375,
    "nothing": "",
    "only spaces": " " * LONG,
    "only line ends": "\r\n" * 1500,
}


def read(text: str, **about: str) -> Screened:
    return screen(Submission(text, **about), codes=CODES, thresholds={}, budget_ms=FOREVER)


def assert_sound(text: str, screened: Screened) -> None:
    assert [verdict.guideline for verdict in screened.verdicts] == list(CODES)
    assert 0 <= screened.score <= 1
    for verdict in screened.verdicts:
        assert verdict.verdict in (CLEAR, LOOK, FAILED)
        assert not verdict.reason.startswith(BROKE)
        assert 0 <= verdict.score <= 1
        for finding in verdict.findings:
            assert 0 <= finding.start < finding.end <= len(text)


@given(ANYTHING, st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_any_text_is_read_by_every_check(text, language):
    assert_sound(text, read(text, language=language))


@given(text=MIXED, page=MIXED, parent=MIXED, title=ANYTHING, language=st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_hostile_words_in_any_dress_are_read(text, page, parent, title, language):
    about = {"language": language, "page_title": title, "page_text": page, "parent_text": parent}

    assert_sound(text, read(text, **about))


@given(st.characters() | SURROGATES | st.sampled_from("a*.1 -_@#\"'><؟ـ\u0301\u200b\u200dﷺ😀"))
@settings(deadline=None, max_examples=30)
def test_three_thousand_of_any_one_character_are_read(character):
    text = character * LONG

    assert_sound(text, read(text, page_text="A page about a bridge."))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read(name):
    text = HOSTILE[name]

    assert_sound(text, read(text, page_text=text, parent_text=text[:100]))


@given(MIXED, ANYTHING)
@settings(deadline=None, max_examples=50)
def test_what_was_read_before_changes_nothing(text, other):
    first = read(text, page_text="A page.")
    read(other, page_text="Another page.", parent_text=text)

    assert read(text, page_text="A page.") == first


def test_names_of_any_kind_are_borne():
    names = ("", " ", "\ud800", "a" * 5000, "كلب", "*", "idiot", "\x00")

    for check in load_checks():
        reading = check.read(Submission("You idiot, Tom.", names=names, page_text="Tom wrote."))
        assert {*reading.scores, *reading.unread, *reading.opinions} >= set(check.guidelines)


LISTED = [ProfanityCheck, VulgarityCheck, AbuseCheck]
WITH_PHRASES = [AbuseCheck, PersonalAttacksCheck, ThreatsCheck]


@pytest.mark.parametrize("check_class", LISTED)
def test_an_empty_list_reads_nothing_and_does_not_say_clear(check_class):
    check = check_class(entries=())

    (verdict,) = screen(
        Submission("You fucking idiot.", language="en"), checks=[check], thresholds={}, budget_ms=FOREVER
    ).verdicts

    assert (verdict.verdict, verdict.reason) == (FAILED, NO_LIST)


@pytest.mark.parametrize("line", ["[severe", "[]", "| exact", "word | exact | verb", "\x00", "***", "\ud800"])
def test_a_bad_line_of_words_stops_with_its_number(line):
    with pytest.raises(BadLexicon, match="line 2"):
        parse_words(["[severe]", line], language="en", guideline="profanity")


@pytest.mark.parametrize("line", ["(", "a|", "<nobody> go", "!(", "..", "a)", "[severe", "()"])
def test_a_bad_line_of_phrases_stops_with_its_number(line):
    with pytest.raises(BadPhrase, match="line 2"):
        parse_phrases(["[severe]", line], language="en")


@pytest.mark.parametrize("content", ["", "\n\n", "# only a note\n", "[severe]\n"])
def test_an_empty_file_is_named(tmp_path, content):
    path = tmp_path / "profanity.txt"
    path.write_text(content, "utf-8")

    with pytest.raises(BadLexicon, match=r"profanity\.txt"):
        read_list(path, "en", "profanity")


def test_a_spoilt_model_costs_its_guidelines_a_clear_and_nothing_else(tmp_path):
    (tmp_path / "en.npz").write_bytes(b"no model")
    learned = LearnedCheck(languages=["en"], folder=tmp_path)
    checks = [learned, *(check for check in load_checks() if not isinstance(check, LearnedCheck))]

    calm, rude = (
        {
            verdict.guideline: verdict.verdict
            for verdict in screen(
                Submission(text, language="en", page_text="A page about a bridge."),
                checks=checks,
                thresholds={},
                budget_ms=FOREVER,
            ).verdicts
        }
        for text in ("A quiet remark about the bridge.", "You fucking idiot.")
    )

    assert "en.npz" in learned.errors[0]
    assert {code for code, verdict in calm.items() if verdict == FAILED} == set(learned.guidelines)
    assert calm["vulgarity"] == calm["promotion"] == calm["relevance"] == CLEAR
    assert rude["profanity"] == rude["personal_attacks"] == LOOK
