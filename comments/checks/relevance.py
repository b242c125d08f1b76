"""Comments should have to do with the page. It advises weakly: readers may see a tie that it cannot."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from comments.checks.language import guess_language
from comments.checks.protocol import Finding, Reading, Submission
from comments.checks.stems import STEM, stem_length, stems

NO_PAGE = "The text of the page is not known."
APART = "Shares hardly a word with the page."

LONG = 6  # letters, from which a word says all it can about a subject
TITLE_WEIGHT = 3

# A comment of no words is taken to have this much to do with the page, and this many words make it doubtful.
BENEFIT = 0.3
DOUBT = 5
# So little is shared by one comment in a hundred on the page, and by one in four under the wrong page.
LITTLE = 0.089
MOST = 0.9


class RelevanceCheck:
    """Compares the words of a comment with those of the page and of the comment answered."""

    guidelines = ("relevance",)

    def read(self, submission: Submission) -> Reading:
        # A headline alone is too little to compare with: nearly every comment shares no word with it.
        if not submission.page_text.strip():
            return Reading(unread={"relevance": NO_PAGE})
        guess = guess_language(submission.text, submission.language)
        length = stem_length(guess.language)
        page = _page(submission.page_title, submission.page_text, length)
        parent = _page("", submission.parent_text, length) if submission.parent_text else {}
        words = set(stems(submission.text, length))
        tie = _tie(words, page, parent)
        score = round(min(MOST, 0.5 * LITTLE / tie), 4)
        findings = []
        # In another language than the page's, the same things have other words.
        if _is_elsewhere(submission, guess.language):
            score = min(score, 0.2)
        elif score >= 0.5:
            findings.append(Finding("relevance", 0, len(submission.text), APART))
        return Reading(scores={"relevance": score}, findings=findings)


def _tie(words: set[str], page: Mapping[str, int], parent: Mapping[str, int]) -> float:
    """How much of the comment is in words of the page; a short one has the benefit of the doubt."""
    shared = sum(
        math.log(1 + page.get(word, 0) + parent.get(word, 0)) * min(len(word), LONG) / STEM for word in words
    )
    return (shared + BENEFIT * DOUBT) / (len(words) + DOUBT)


def _is_elsewhere(submission: Submission, language: str) -> bool:
    page = guess_language(submission.page_text or submission.page_title, submission.language)
    return bool(language) and language != page.language


# A page is read once for all comments that arrive under it.
@lru_cache(maxsize=64)
def _page(title: str, text: str, length: int) -> Mapping[str, int]:
    counts = Counter(stems(text, length))
    for word in stems(title, length):
        counts[word] += TITLE_WEIGHT
    return counts
