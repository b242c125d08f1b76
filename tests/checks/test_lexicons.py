"""The word lists: readable, whole, and with every word of better-profanity's list accounted for."""

from __future__ import annotations

from importlib.resources import files

import pytest

from comments.checks.cues import KNOWN, cues_by_language
from comments.checks.folding import fold
from comments.checks.language import guess_language
from comments.checks.lexicon import (
    GRADES,
    LANGUAGES,
    LISTS,
    BadLexicon,
    parse_words,
    read_list,
    shipped,
)
from comments.checks.matching import Matcher
from comments.checks.phrases import parse_phrases, read_phrases, shipped_phrases

LISTED = ("profanity", "vulgarity", "abuse", "personal_attacks")
BETTER_PROFANITY = [
    line.strip()
    for line in files("better_profanity").joinpath("profanity_wordlist.txt").read_text("utf-8").splitlines()
    if line.strip()
]
ENGLISH = guess_language("the words of the list")


def _set_aside() -> dict[str, str]:
    """Word to reason, as written in the file of words that no list holds."""
    aside: dict[str, str] = {}
    reason = ""
    for line in (LISTS / "en" / "set_aside.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            reason = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            aside[line.strip()] = reason
    return aside


SET_ASIDE = _set_aside()
MATCHERS = [Matcher(shipped(guideline)) for guideline in LISTED]


def _grades(word: str) -> set[str]:
    folded = fold.__wrapped__(word)
    return {
        match.entry.grade
        for matcher in MATCHERS
        for match in matcher.find(folded, ENGLISH)
        # A stop or a star at the end of an entry is no part of the word.
        if match.start == 0 and match.end >= len(word) - 1
    }


@pytest.mark.parametrize("word", BETTER_PROFANITY)
def test_no_word_of_better_profanity_is_lost_without_a_reason(word):
    assert _grades(word) or SET_ASIDE.get(word)


@pytest.mark.parametrize("word", sorted(SET_ASIDE))
def test_a_word_set_aside_is_one_of_theirs_and_none_of_ours(word):
    assert word in BETTER_PROFANITY
    assert not _grades(word)


@pytest.mark.parametrize("guideline", LISTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_list_of_every_guideline(language, guideline):
    entries = [entry for entry in shipped(guideline) if entry.language == language]

    assert {entry.grade for entry in entries} & set(GRADES)


@pytest.mark.parametrize("guideline", ["threats", "abuse", "personal_attacks"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_phrases(language, guideline):
    assert any(phrase.language == language for phrase in shipped_phrases(guideline))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_cues(language):
    assert set(cues_by_language()[language]) >= KNOWN


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["[severe]", "blast", "[grave]"], "line 3: '[grave]' is not a heading"),
        (["blast"], "line 1: 'blast' stands before any heading"),
        (["[severe]", "blast | loud"], "line 2: loud is not one of"),
        (["[severe]", "blast", "", "blast"], "line 4: 'blast' is already on line 2"),
        (["[severe]", "!!"], "line 2: '!!' holds no letters"),
        (["[severe]", "go! home"], "line 2: 'go! home' holds a stop"),
    ],
)
def test_a_bad_line_is_named(lines, message):
    with pytest.raises(BadLexicon, match=message.replace("[", r"\[").replace("]", r"\]")):
        parse_words(lines, language="en", guideline="profanity")


def test_a_bad_file_is_named(tmp_path):
    path = tmp_path / "profanity.txt"
    path.write_text("[severe]\nblast\nblast\n", "utf-8")

    with pytest.raises(BadLexicon, match=r"profanity\.txt, line 3"):
        read_list(path, "en", "profanity")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "holds no words"), (b"[innocent]\nclass\n", "no words"), (b"\xff", "UTF-8")],
)
def test_an_empty_or_broken_file_is_an_error(tmp_path, content, message):
    path = tmp_path / "profanity.txt"
    path.write_bytes(content)

    with pytest.raises(BadLexicon, match=message):
        read_list(path, "en", "profanity")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "holds no phrases"), (b"[severe]\n<who> = you\n", "no phrases"), (b"[severe]\n\xff", "UTF-8")],
)
def test_an_empty_or_broken_file_of_phrases_is_an_error(tmp_path, content, message):
    path = tmp_path / "threats_phrases.txt"
    path.write_bytes(content)

    with pytest.raises(BadLexicon, match=rf"threats_phrases\.txt.*{message}"):
        read_phrases(path, "en")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["go home"], "line 1: .* stands before any heading"),
        (["[severe]", "<who> go home"], "line 2: <who> is not defined above"),
        (["[severe]", "go (home"], "line 2: '\\(' is out of place"),
        (["[severe]", "..3"], "line 2: .* holds no word"),
        (["[grave]", "go"], "line 1: .* is not a heading"),
    ],
)
def test_a_bad_phrase_is_named(lines, message):
    with pytest.raises(BadLexicon, match=message):
        parse_phrases(lines, language="en")
