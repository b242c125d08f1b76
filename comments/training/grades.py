"""What the rules make of comments on which a model is calibrated: its chance is to be one with theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from comments.checks.abuse import AbuseCheck
from comments.checks.grades import together
from comments.checks.opinion import LABELS, log_odds_of_grade
from comments.checks.personal_attacks import PersonalAttacksCheck
from comments.checks.profanity import ProfanityCheck
from comments.checks.protocol import Submission
from comments.checks.threats import ThreatsCheck
from comments.checks.vulgarity import VulgarityCheck
from comments.training.batches import Floats

KINDS: tuple[Callable[[], Any], ...] = (
    ProfanityCheck,
    ThreatsCheck,
    PersonalAttacksCheck,
    VulgarityCheck,
    AbuseCheck,
)


def grades_of(texts: Sequence[str], language: str, labels: Sequence[str]) -> Floats:
    """For each text and label, in log odds, the grade that the rules give to the label's guideline."""
    checks = [kind() for kind in KINDS]
    found = np.zeros((len(texts), len(labels)), np.float32)
    for row, text in enumerate(texts):
        grades: dict[str, float] = {}
        for check in checks:
            grades.update(check.read(Submission(text, language=language)).scores)
        for column, label in enumerate(labels):
            grade = grades.get(LABELS[label], 0.0) if label in LABELS else together(grades.values())
            found[row, column] = log_odds_of_grade(grade)
    return found
