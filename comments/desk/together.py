"""Several comments decided at once, a transaction each: a refusal does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from comments.desk.wordings import isolated, refused_because
from comments.models import Comment, Decision
from comments.refusals import GuidelineRequired, LegalGroundRequired, Refusal, UnknownGuideline


@dataclass
class Together:
    """What came of it: the decisions made, and what each refused comment was refused for."""

    decided: list[Decision] = field(default_factory=list)
    refused: list[tuple[Comment, Refusal]] = field(default_factory=list)

    @property
    def refusals(self) -> list[str]:
        return [
            f"{isolated(comment.name) or comment.pk}: {refused_because(refusal, comment)}"
            for comment, refusal in self.refused
        ]


def decide_together(seen: Mapping[int, int], act: Callable[[Comment, int], Decision]) -> Together:
    """Run `act` on each comment of `seen`, oldest first. Raises what is wrong with all of them alike."""
    together = Together()
    comments = Comment.objects.filter(pk__in=seen).select_related("discussion").oldest_first()
    for comment in comments.prefetch_related("screenings"):
        try:
            together.decided.append(act(comment, seen[comment.pk]))
        except (GuidelineRequired, UnknownGuideline, LegalGroundRequired):
            raise
        except Refusal as refusal:
            together.refused.append((comment, refusal))
    return together
