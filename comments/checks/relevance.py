"""Comments should have to do with the page. It advises weakly: readers may see a tie that it cannot."""

from __future__ import annotations

from functools import lru_cache

from comments.checks.cues import cue_words
from comments.checks.folding import END, fold
from comments.checks.protocol import Finding, Reading, Submission

SHORTEST = 25  # words of substance; fewer than that are a reply or a remark, and say too little
STEM = 5
COMMON = cue_words("common")


class RelevanceCheck:
    """Compares the words of a comment with those of the page and of the comment answered."""

    guidelines = ("relevance",)

    def read(self, submission: Submission) -> Reading:
        page = f"{submission.page_title}\n{submission.page_text}"
        if not page.strip():
            return Reading(unread={"relevance": "The text of the page is not known."})
        words = _substance(fold(submission.text).words)
        if len(words) < SHORTEST or submission.parent_text:
            return Reading(scores={"relevance": 0.0})
        shared = words & _stems(page)
        score = max(0.0, 0.6 - 3 * len(shared) / len(words))
        findings = []
        if score > 0.5:
            reason = "Shares hardly a word with the page."
            findings.append(Finding("relevance", 0, len(submission.text), reason))
        return Reading(scores={"relevance": round(score, 4)}, findings=findings)


# A page is read once for all comments that arrive under it.
@lru_cache(maxsize=64)
def _stems(page: str) -> frozenset[str]:
    return _substance(fold.__wrapped__(page).words)


def _substance(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[:STEM] for word in words if len(word) > 3 and word not in COMMON and word != END)
