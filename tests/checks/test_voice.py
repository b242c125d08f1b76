"""Whose words they are: the reader's own, somebody else's, or denied."""

from __future__ import annotations

import pytest

from comments.checks.folding import fold
from comments.checks.voice import (
    is_denied,
    is_hedged,
    is_in_speech_marks,
    is_named,
    is_of_the_speaker,
    is_reported,
)

ENGLISH = frozenset({"en"})
THE_WORDS = ["rats", "go"]  # of which each sentence holds one


def _place(text: str) -> tuple[int, int]:
    words = fold(text).words
    return next((number, number) for number, word in enumerate(words) if word in THE_WORDS)


REPORTED = [
    "He said that they are rats.",
    "Whoever believes they are rats has met none.",
    "Whoever wrote that they are rats has met none.",
    "The claim that these are rats is old.",
    "They are rats, the minister told us.",
    '"They are rats" is what my teacher used to write on the board.',
    "I have heard that they are rats all my life.",
    "He wanted to go there.",
    "Her men were ordered to go.",
    "In the novel the hero calls them rats.",
]
OWN = [
    "I say they are rats.",
    "We call them rats.",
    "They are rats.",
    "He said hello; they are rats.",
    "We need to go.",
    "It is time to go.",
    "My friends and I say this: they are rats.",
    "Keep writing and they are rats.",
    "Whoever wrote this must like rats.",
    "The people who posted that are rats.",
]


@pytest.mark.parametrize("text", REPORTED)
def test_words_of_others_are_reported(text):
    assert is_reported(fold(text), *_place(text), ENGLISH)


@pytest.mark.parametrize("text", OWN)
def test_words_of_the_reader_are_not(text):
    assert not is_reported(fold(text), *_place(text), ENGLISH)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("They are not rats.", True),
        ("I don't think they are rats.", True),
        ("Nobody here ever said that they are rats.", True),
        ("It is not true that they are rats.", True),
        ("No mercy, rats.", False),
        ("I am no hater but they are rats.", False),
        ("They are rats.", False),
    ],
)
def test_a_denial_reaches_as_far_as_its_clause(text, denied):
    assert is_denied(fold(text), *_place(text), ENGLISH) is denied


@pytest.mark.parametrize(
    ("text", "hedged"), [("Some rats bite.", True), ("If rats bite", True), ("All rats bite.", False)]
)
def test_what_is_said_of_some_is_hedged(text, hedged):
    assert is_hedged(fold(text), _place(text)[0], ENGLISH) is hedged


@pytest.mark.parametrize(
    ("text", "named"),
    [("The word rats is short.", True), ("They called us rats.", True), ("I call them rats.", False)],
)
def test_a_word_is_named_where_it_is_spoken_of(text, named):
    assert is_named(fold(text), *_place(text), ENGLISH) is named


@pytest.mark.parametrize(
    ("text", "own"),
    [("We rats stick together.", True), ("I am a proud old rats.", True), ("We hate rats.", False)],
)
def test_what_people_call_themselves(text, own):
    assert is_of_the_speaker(fold(text), *_place(text), ENGLISH) is own


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Who wrote “they are rats” on the wall?", True),
        ("Who wrote 'they aren't rats' on the wall?", True),
        ('"They are rats."', False),
        ('I tell you my message: "they are rats".', False),
        ("They aren't rats' tails, I don't know whose", False),
    ],
)
def test_speech_marks_need_somebody_who_speaks_outside_them(text, quoted):
    assert is_in_speech_marks(fold(text), *_place(text), ENGLISH) is quoted


def test_the_cues_of_one_language_say_nothing_in_another():
    # "got" is Kurmanji for "said".
    text = "He got what the rats left."

    assert not is_reported(fold(text), *_place(text), ENGLISH)
    assert is_reported(fold(text), *_place(text), frozenset({"kmr"}))
