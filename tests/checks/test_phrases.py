from __future__ import annotations

import pytest

from comments.checks.folding import fold
from comments.checks.phrases import PhraseBook, parse_phrases

ENGLISH = frozenset({"en"})


def _found(line: str, text: str, *names: str) -> list[str]:
    phrases = parse_phrases([*names, "[severe]", line], language="en")
    return [text[each.start : each.end] for each in PhraseBook(phrases).passages(fold(text), ENGLISH)]


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("go home", "Please GO   home, all of you.", ["GO   home"]),
        ("go home", "They go. Home is far.", []),
        ("go (home|back there)", "go back there", ["go back there"]),
        ("go straight? home", "go home and go straight home", ["go home", "go straight home"]),
        ("go ..2 home", "go right back home", ["go right back home"]),
        ("go ..2 home", "go right back to your home", []),
        ("go * home", "go straight home", ["go straight home"]),
        ("trait* go", "traitors go", ["traitors go"]),
        ("die !(for|of)", "die for love or die of laughter or die alone", ["die"]),
        ("^ go home", "We go home. Go home!", ["Go home"]),
        ("drop dead $", "Drop dead! Drop dead gorgeous.", ["Drop dead"]),
        ("i'll go", "I’ll go, ill go", ["I’ll go", "ill go"]),
        ("go (all of (you|them)|home)", "go all of them", ["go all of them"]),
    ],
)
def test_a_line_says_what_it_matches(line, text, found):
    assert _found(line, text) == found


def test_a_name_stands_for_several_words():
    assert _found("<go> home", "run back home", "<go> = go | run back") == ["run back home"]


def test_a_group_gives_the_kind():
    lines = ["<group:height> = tall people", "<group:taste> = tea drinkers", "[severe]", "<group> are rats"]
    phrases = parse_phrases(lines, language="en")

    found = PhraseBook(phrases).passages(fold("Tea drinkers are rats"), ENGLISH)

    assert [each.phrase.kind for each in found] == ["taste"]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("sen itsin", True), ("sen itlersiniz", True), ("sen itiraz ettin", False), ("sen italyansın", False)],
)
def test_a_plus_stands_for_the_endings_of_the_language_alone(text, is_found):
    (phrase,) = parse_phrases(["[severe]", "sen it+"], language="tr")

    assert bool(PhraseBook([phrase]).passages(fold(text), frozenset({"tr"}))) == is_found


def test_arabic_conjunctions_are_written_as_one_with_any_word():
    (phrase,) = parse_phrases(["[severe]", "انت كلب"], language="ar")

    assert PhraseBook([phrase]).passages(fold("وانت كلب"), frozenset({"ar"}))
