"""What a check marks is a slice of the reader's own text: the words, whole, and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.checks.folding import fold
from comments.checks.lexicon import parse_words
from comments.checks.profanity import ProfanityCheck
from comments.checks.protocol import Submission
from comments.screening import load_checks

WORDS = ["blasted", "şapşal", "کەودەن", "ابله"]
SHIPPED = load_checks()
CHECK = ProfanityCheck(
    parse_words(["[severe]", "blasted", "şapşal"], language="en", guideline="profanity")
    + parse_words(["[severe]", "ابله", "کەودەن"], language="ckb", guideline="profanity")
)
SPACE = st.text(" \n.,!?؟«»“”…😀🇹🇷👩‍👩‍👧", min_size=1, max_size=8).map(lambda text: f" {text} ")
AROUND = st.text(
    st.characters(blacklist_categories=["Cs"]) | st.sampled_from("aşێك ًّ\u0301\u200d\u200c\u202eﷺﬃ"),
    max_size=40,
)


def _dressed(word: str, marks: list[str]) -> str:
    return "".join(letter + mark for letter, mark in zip(word, marks, strict=False)) + word[len(marks) :]


@given(before=AROUND, word=st.sampled_from(WORDS), after=AROUND, left=SPACE, right=SPACE)
def test_the_marked_words_are_found_wherever_they_stand(before, word, after, left, right):
    text = before + left + word + right + after

    reading = CHECK.read(Submission(text, language="ckb"))

    spans = {text[finding.start : finding.end] for finding in reading.findings}
    assert word in spans or reading.unread


@given(
    word=st.sampled_from(WORDS),
    marks=st.lists(st.sampled_from(["", "\u0301", "\u0651", "\u200b", "\u200d", "\u0301\u0323"]), max_size=6),
    left=SPACE,
    right=SPACE,
)
def test_marks_on_a_letter_belong_to_the_words_marked(word, marks, left, right):
    written = _dressed(word, marks).rstrip("\u200b\u200d")
    text = left + written + right

    findings = CHECK.read(Submission(text, language="ckb")).findings

    assert [text[finding.start : finding.end] for finding in findings] == [written]


@given(st.text(st.characters(), max_size=300))
def test_every_folded_letter_knows_where_it_came_from(text):
    folded = fold.__wrapped__(text)

    assert len(folded.letters) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
    for number, word in enumerate(folded.words):
        offset = folded.offsets[number]
        assert folded.line[offset : offset + len(word)] == word
        assert folded.word_at(offset) == number


@given(st.text(st.characters(), max_size=300), st.sampled_from(["", "en", "ar", "ckb", "kmr", "tr"]))
def test_no_check_marks_words_outside_the_text(text, language):
    for check in SHIPPED:
        reading = check.read(Submission(text, language=language, page_text="A page.", parent_text=text[:50]))
        for finding in reading.findings:
            assert 0 <= finding.start < finding.end <= len(text)
        for score in reading.scores.values():
            assert 0 <= score <= 1


@given(st.text(st.sampled_from("aàéçşğıİIüöابتةىئێ \u0301\u0323\u200d"), max_size=60))
def test_composed_and_decomposed_letters_fold_alike(text):
    composed = fold.__wrapped__(unicodedata.normalize("NFC", text))
    decomposed = fold.__wrapped__(unicodedata.normalize("NFD", text))

    assert composed.words == decomposed.words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＦＵＬＬ", "full"),
        ("ΡΑΥ", "pay"),
        ("раураl", "paypal"),
        ("𝔤𝔬𝔱𝔥𝔦𝔠", "gothic"),
        ("🅢🅠", "sq"),
        ("ISPARTA", "isparta"),
        ("ısparta", "isparta"),
        ("İSPARTA", "isparta"),
        ("zero\u200bwidth", "zerowidth"),
        ("\u202eright", "right"),
        ("أحمد", "احمد"),
        ("مدرسة", "مدرسه"),
        ("مـــدرســة", "مدرسه"),
        ("مُدَرِّسَة", "مدرسه"),
        ("ﻣﺪﺭﺳﺔ", "مدرسه"),
        ("کوردی", "كوردي"),
        ("می‌خواهم", "ميخواهم"),
        ("don’t", "don't"),
    ],
)
def test_spellings_of_one_word_fold_alike(written, plain):
    assert fold(written).words == (plain,)


def test_a_stop_inside_a_word_ends_no_sentence():
    assert fold("See s.t.o.p now. Then go.").words == (
        "see",
        "s",
        "t",
        "o",
        "p",
        "now",
        ".",
        "then",
        "go",
        ".",
    )
