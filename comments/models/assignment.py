"""Whose work which sections are. A moderator without an assignment decides everywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from comments import refusals
from comments.models.comment import Comment
from comments.models.discussion import Discussion
from comments.models.trail import TrailEntry

LONGEST = 100  # as of a discussion's section
MOST = 100  # of one moderator
UNUSABLE = ("Cc", "Cs")  # control characters and lone surrogates


class AssignmentManager(models.Manager["Assignment"]):
    def sections_of(self, moderator) -> frozenset[str] | None:
        """Where they decide; None for everywhere. The empty section is that of pages that name none."""
        return frozenset(self.filter(moderator=moderator).values_list("section", flat=True)) or None

    @transaction.atomic
    def assign(self, *, to, sections: Iterable[str], seen: Iterable[str], by) -> None:
        """Give them these sections in place of those `seen`; none at all means everywhere.

        Raises SectionRefused, AssignmentChanged.
        """
        wanted = {section.strip() for section in sections}
        _refuse_unusable(wanted)
        # Of two editors the second waits here, and then sees what the first has left.
        type(to)._default_manager.select_for_update(no_key=True).get(pk=to.pk)
        current = self.sections_of(to) or frozenset()
        if current != set(seen):
            raise refusals.AssignmentChanged
        if wanted == current:
            return
        self.filter(moderator=to).exclude(section__in=wanted).delete()
        self.bulk_create([Assignment(moderator=to, section=each) for each in sorted(wanted - current)])
        TrailEntry.objects.record(
            act="sections assigned", by=by, details={"moderator": to.pk, "sections": sorted(wanted)}
        )

    def elsewhere(self, moderator) -> Q:
        """Of comments: that they are on a page which is not theirs to decide on."""
        theirs = self.filter(moderator=moderator)
        section = Discussion.objects.filter(pk=OuterRef(OuterRef("discussion"))).values("section")
        return Q(Exists(theirs), ~Exists(theirs.filter(section__in=section)))


class Assignment(models.Model):
    """A section of a moderator's. A present state; who gave it to whom is on the trail."""

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comment_sections"
    )
    section = models.CharField(max_length=LONGEST, blank=True)

    objects = AssignmentManager()

    class Meta:
        default_permissions = ("change",)
        constraints = [models.UniqueConstraint(fields=["moderator", "section"], name="section_assigned_once")]

    def __str__(self) -> str:
        return f"{self.moderator_id} · {self.section}"


def is_within(comment: Comment, sections: frozenset[str] | None) -> bool:
    return sections is None or comment.discussion.section in sections


def _refuse_unusable(sections: set[str]) -> None:
    if len(sections) > MOST:
        raise refusals.SectionRefused(most=MOST)
    for section in sections:
        # Not `isprintable`: names in Kurdish and Persian hold joiners.
        if len(section) > LONGEST or any(unicodedata.category(sign) in UNUSABLE for sign in section):
            raise refusals.SectionRefused(section[:LONGEST])
