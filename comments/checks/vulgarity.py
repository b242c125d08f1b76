"""Comments must not be crude about the body or about sex."""

from __future__ import annotations

from comments.checks.listed_words import ListedWords


class VulgarityCheck(ListedWords):
    """Finds crude words for the body, for sex and for what the body leaves behind."""

    guidelines = ("vulgarity",)
    reasons = {
        "severe": "Is crude about the body or about sex.",
        "moderate": "Uses a vulgar word.",
        "mild": "Names a part or an act of the body that may be out of place here.",
    }
