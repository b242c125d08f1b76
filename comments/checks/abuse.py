"""Comments must not abuse people for what they are."""

from __future__ import annotations

from comments.checks.listed_words import ListedWords


class AbuseCheck(ListedWords):
    """Finds slurs and sentences that degrade a group, and names the kind."""

    guidelines = ("abuse",)
    reasons = {
        "racism": "Uses a racist word.",
        "antisemitism": "Uses an antisemitic word.",
        "islamophobia": "Uses an Islamophobic word.",
        "homophobia": "Uses a homophobic word.",
        "transphobia": "Uses a word that degrades transgender people.",
        "sexism": "Uses a sexist word.",
        "xenophobia": "Uses a xenophobic word.",
        "sectarianism": "Uses a sectarian word.",
        "ableism": "Uses a word that degrades disabled people.",
        "nazism": "Repeats a Nazi slogan.",
        "severe": "Uses a word that degrades a group of people.",
        "moderate": "Uses a word that can degrade a group of people.",
        "mild": "Uses a word that some groups of people find degrading.",
    }
