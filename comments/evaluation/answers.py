"""Which score of a screening answers for which label that people give."""

from __future__ import annotations

from comments.screening import FAILED, LOOK, Screened

HARMS = ("profanity", "threats", "personal_attacks", "vulgarity", "abuse", "promotion")
OVERALL = "toxicity"
# `toxicity` is answered by the overall score, and by a look under any guideline but relevance, which advises.
ANSWERS: dict[str, tuple[str, ...]] = {
    OVERALL: HARMS,
    "insult": ("personal_attacks",),
    "profanity": ("profanity", "vulgarity"),
    "identity": ("abuse",),
    "threat": ("threats",),
    "spam": ("promotion",),
    "relevance": ("relevance",),
}


def answer(screened: Screened, label: str) -> tuple[float, bool]:
    """The score that answers for a label, and whether a moderator is asked to look."""
    verdicts = [verdict for verdict in screened.verdicts if verdict.guideline in ANSWERS[label]]
    look = any(verdict.verdict == LOOK for verdict in verdicts)
    if label == OVERALL:
        return screened.score, look
    doubt = 1.0
    for verdict in verdicts:
        doubt *= 1 - verdict.score
    return 1 - doubt, look


def looked_at(screened: Screened) -> frozenset[str]:
    """The guidelines under which a moderator is asked to look."""
    return frozenset(verdict.guideline for verdict in screened.verdicts if verdict.verdict == LOOK)


def failures(screened: Screened, label: str) -> dict[str, str]:
    """Guidelines of a label that could not be read, and why. They count as not looked at."""
    return {
        verdict.guideline: verdict.reason
        for verdict in screened.verdicts
        if verdict.verdict == FAILED and verdict.guideline in ANSWERS[label]
    }
