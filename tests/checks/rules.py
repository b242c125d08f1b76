"""The checks that read by lists and turns of phrase, to be asked all at once."""

from __future__ import annotations

from comments.checks.abuse import AbuseCheck
from comments.checks.personal_attacks import PersonalAttacksCheck
from comments.checks.profanity import ProfanityCheck
from comments.checks.promotion import PromotionCheck
from comments.checks.threats import ThreatsCheck
from comments.checks.vulgarity import VulgarityCheck
from tests.checks.reading import looks

CHECKS = (
    ProfanityCheck(),
    VulgarityCheck(),
    ThreatsCheck(),
    PersonalAttacksCheck(),
    AbuseCheck(),
    PromotionCheck(),
)


def looked_at(text: str, language: str) -> set[str]:
    """The guidelines for which a comment is worth a look."""
    return {check.guidelines[0] for check in CHECKS if looks(check, text, language=language)}
