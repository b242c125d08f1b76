"""What a text is found by: its words as readers' spellings are folded, without the Arabic article.

Whoever searches writes in one spelling, and the words looked for stand in another. Both are folded alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comments.checks.folding import END, fold

LONGEST_WORD = 60  # code points; no index takes what a reader can write without a space
LONGEST_QUERY = 200
MOST_WORDS = 20
NAME = "@"  # stands before the words of a name, which no word of a text begins with
ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل)(?=\w{3})")
QUOTES = '"“”„«»'
PART = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]|([^\s{QUOTES}]+)")


@dataclass(frozen=True, slots=True)
class SearchWord:
    """A word as it is looked for, and where it stands in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """All of these have to be there: words, beginnings of words, and words in a row."""

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings or self.phrases)

    @property
    def every_word(self) -> tuple[str, ...]:
        """Each that has to be there whole."""
        return tuple(dict.fromkeys([*self.words, *(word for phrase in self.phrases for word in phrase)]))

    def names(self, word: str) -> bool:
        """Whether a word is one of those looked for."""
        return word in self.every_word or word.startswith(self.beginnings)

    def __and__(self, other: Query) -> Query:
        return Query(
            self.words + other.words, self.beginnings + other.beginnings, self.phrases + other.phrases
        )


def search_words(text: str) -> list[SearchWord]:
    folded = fold(text)
    found = []
    for number, word in enumerate(folded.words):
        if word != END:
            found.append(SearchWord(_as_sought(word), *folded.slice_of_words(number, number)))
    return found


def line_of(text: str, name: str = "") -> str:
    """A text and a name as one line with a space around each word; empty when they hold none."""
    words = [each.word for each in search_words(text)]
    words += [NAME + each.word for each in search_words(name)]
    return f" {' '.join(words)} " if words else ""


def read_query(written: str) -> Query:
    """`two words`, `"two in a row"`, `begin*`. Signs say nothing; what is too long is cut."""
    words: list[str] = []
    beginnings: list[str] = []
    phrases: list[tuple[str, ...]] = []
    for quoted, plain in PART.findall(written[:LONGEST_QUERY]):
        parts = [each.word for each in search_words(quoted or plain)]
        if not parts or len(words) + len(beginnings) + sum(map(len, phrases)) >= MOST_WORDS:
            continue
        if plain.endswith("*"):
            beginnings.append(parts.pop())
        if len(parts) > 1:
            phrases.append(tuple(parts))
        else:
            words.extend(parts)
    return Query(tuple(words), tuple(beginnings), tuple(phrases))


def read_name(written: str) -> Query:
    """A name, or what some of its words begin with: each word has to be there."""
    query = read_query(written)
    named = tuple(f"{NAME}{word}" for word in query.every_word)
    return Query(named, tuple(f"{NAME}{word}" for word in query.beginnings))


def _as_sought(word: str) -> str:
    return ARTICLE.sub("", word.replace("'", ""))[:LONGEST_WORD]
