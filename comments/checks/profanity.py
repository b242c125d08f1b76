"""Comments must not use obscene words."""

from __future__ import annotations

from comments.checks.listed_words import ListedWords


class ProfanityCheck(ListedWords):
    """Finds words that are obscene wherever they stand."""

    guidelines = ("profanity",)
    reasons = {
        "severe": "Uses an obscene word.",
        "moderate": "Uses a swear word.",
        "mild": "Uses a mild swear word.",
    }
