"""What a check that learned from examples makes of a comment, and how a rule's grade changes its mind."""

from __future__ import annotations

import math
from dataclasses import dataclass

# The guideline of which each label that people gave tells. "toxicity" tells of none in particular.
LABELS = {
    "insult": "personal_attacks",
    "profanity": "profanity",
    "identity": "abuse",
    "threat": "threats",
}
# No word list is so sure of itself as 0 and 1 would be in log odds.
LEAST, MOST = 0.05, 0.97


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely people would judge a comment so, where one in ten is; rules and model weighed together."""

    log_odds: float  # before the rules are heard
    trust: float  # by how much a grade in log odds moves them

    def chance(self, grade: float) -> float:
        """With the grade that the rules give: 0 to 1."""
        log_odds = self.log_odds + self.trust * log_odds_of_grade(grade)
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 4)


def log_odds_of_grade(grade: float) -> float:
    held = min(max(grade, LEAST), MOST)
    return math.log(held / (1 - held))
