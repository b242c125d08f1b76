"""Recognises words that the reader repeats from the page or from the comment answered."""

from __future__ import annotations

import re
from functools import lru_cache

from comments.checks.folding import Folded, fold
from comments.checks.protocol import Submission

ENOUGH_WORDS = 4  # in a row, to be taken for a quotation without marks
REACH = 12
MARKS = re.compile(r"[\"“”„«»‹›]|''|^\s*>", re.MULTILINE)


class Quotations:
    """Which spans of a submission's words stand in the page or the parent, too."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._folded = fold(submission.text)

    def covers(self, first: int, last: int) -> bool:
        """Whether the words from first to last are repeated, with enough around them or within marks."""
        words = self._folded.words
        for source in self._sources():
            if f" {' '.join(words[first : last + 1])} " not in source:
                continue
            low, high = _widen(words, first, last, source)
            if high - low + 1 >= ENOUGH_WORDS or self._is_marked(low, high):
                return True
        return False

    def repeated(self) -> frozenset[int]:
        """Every word that stands in the page or the parent in a row that is long enough."""
        words, sources = self._folded.words, self._sources()
        found: set[int] = set()
        for first in range(len(words) - ENOUGH_WORDS + 1 if sources else 0):
            row = f" {' '.join(words[first : first + ENOUGH_WORDS])} "
            if any(row in source for source in sources):
                found.update(range(first, first + ENOUGH_WORDS))
        return frozenset(found)

    def covers_slice(self, start: int, end: int) -> bool:
        """The same of a span of the text itself."""
        if not self._sources():
            return False
        inside = [
            number
            for number, (begin, stop) in enumerate(self._folded.spans)
            if self._folded.starts[begin] < end and start < self._folded.ends[stop - 1]
        ]
        return bool(inside) and self.covers(inside[0], inside[-1])

    def _sources(self) -> list[str]:
        submission = self._submission
        texts = (submission.parent_text, submission.page_text, submission.page_title)
        return [source_line(text) for text in texts if text]

    def _is_marked(self, first: int, last: int) -> bool:
        folded = self._folded
        start, end = folded.slice_of_words(first, last)
        before = folded.text[max(0, start - 2) : start]
        after = folded.text[end : end + 2]
        return bool(MARKS.search(before)) and (bool(MARKS.search(after)) or ">" in before)


# A page is read once for all comments that arrive under it.
@lru_cache(maxsize=64)
def source_line(text: str) -> str:
    return fold.__wrapped__(text).line


def _widen(words: tuple[str, ...], first: int, last: int, source: str) -> tuple[int, int]:
    low, high = first, last
    while low > 0 and first - low < REACH and f" {' '.join(words[low - 1 : high + 1])} " in source:
        low -= 1
    while high + 1 < len(words) and high - last < REACH and f" {' '.join(words[low : high + 2])} " in source:
        high += 1
    return low, high


def is_said_of_words(folded: Folded, first: int, last: int) -> bool:
    """Whether the words stand in quotation marks as words, not as a whole speech."""
    start, end = folded.slice_of_words(first, last)
    before, after = folded.text[max(0, start - 1) : start], folded.text[end : end + 1]
    return bool(before and after) and before in "\"“„«'‘" and after in "\"”“»'’"
