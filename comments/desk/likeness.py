"""Comments with nearly the same words as the one on the card: those that wait, and those decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.desk.blindness import under_appeal
from comments.desk.wordings import capped
from comments.digits import in_digits
from comments.models import Comment
from comments.models.fingerprinting import FINGERPRINT

LISTED = 5
COUNTED = 1000


class Likeness:
    """Of one comment. Whoever judges an appeal, or decides without the evidence, is not told what was decided
    of the same words: `hidden` says so in its place.
    """

    def __init__(self, comment: Comment, *, hidden: str = "") -> None:
        self.comment, self.hidden = comment, hidden

    @cached_property
    def waiting(self) -> list[Comment]:
        """The oldest few."""
        keys = [pk for _received_at, pk in sorted(self._waiting)[:LISTED]]
        found = Comment.objects.select_related("discussion").in_bulk(keys)
        return [found[key] for key in keys if key in found]

    @property
    def waiting_count(self) -> str:
        return capped(len(self._waiting), COUNTED)

    @cached_property
    def decided(self) -> list[Comment]:
        """The newest few, each with the decision that stands."""
        if not self.decided_number:
            return []
        precedents = self.comment.precedents().select_related("discussion").newest_first()
        return list(precedents.prefetch_related(precedents.decisions_prefetch())[:LISTED])

    @cached_property
    def decided_number(self) -> int:
        return sum(self._outcomes.values())

    @property
    def decided_count(self) -> str:
        return capped(self.decided_number, COUNTED)

    @property
    def only_approved(self) -> bool:
        return set(self._outcomes) == {"approved"}

    @property
    def only_rejected(self) -> bool:
        return set(self._outcomes) == {"rejected"}

    @property
    def precedent(self) -> str:
        """What a moderator should know before deciding otherwise; empty where there is no precedent."""
        numbers = {
            "approved": capped(self._outcomes["approved"], COUNTED),
            "rejected": capped(self._outcomes["rejected"], COUNTED),
        }
        if self.only_rejected:
            sentence = ngettext(
                "A comment with nearly these words was rejected. Approving decides otherwise.",
                "%(rejected)s comments with nearly these words were rejected. Approving decides otherwise.",
                self._outcomes["rejected"],
            )
        elif self.only_approved:
            sentence = ngettext(
                "A comment with nearly these words was approved. Rejecting decides otherwise.",
                "%(approved)s comments with nearly these words were approved. Rejecting decides otherwise.",
                self._outcomes["approved"],
            )
        elif self._outcomes:
            sentence = _(
                "Of comments with nearly these words, %(approved)s were approved and %(rejected)s rejected."
            )
        else:
            sentence = ""
        return sentence % numbers

    @cached_property
    def _waiting(self) -> list[tuple]:
        # Not in order: asked for the oldest few, PostgreSQL would look for them from the oldest on.
        return list(self.comment.near_duplicates().values_list("received_at", "pk")[: COUNTED + 1])

    @cached_property
    def _outcomes(self) -> Counter[str]:
        if self.hidden:
            return Counter()
        alike = Comment.objects.decided_like(self.comment).exclude(pk=self.comment.pk)
        found = dict(alike.values_list("pk", "status")[: COUNTED + 1])
        # Asked apart, as there seldom are any: within the query it would cost every card.
        rejected = [pk for pk, status in found.items() if status == Comment.Status.REJECTED]
        blind = under_appeal(rejected)
        return Counter(status for pk, status in found.items() if pk not in blind)


def near_duplicates_of(comments: Iterable[Comment]) -> dict[int, str]:
    """How many others wait with nearly the same words as each of them, in one query; none where none do.

    Where a campaign is larger than what is counted, a number is one of many: it ends in a plus sign.
    """
    alike, more = _alike(comments, ["pending"])
    return {pk: in_digits(f"{len(others)}{more}") for pk, others in alike.items()}


def precedents_of(comments: Iterable[Comment]) -> dict[int, str]:
    """How others with nearly the same words as each of them were decided; nothing where none were."""
    alike, more = _alike(comments, ["approved", "rejected"])
    statuses = {pk: status for others in alike.values() for pk, status in others.items()}
    blind = under_appeal([pk for pk, status in statuses.items() if status == Comment.Status.REJECTED])
    told = {}
    for pk, others in alike.items():
        outcomes = Counter(status for other, status in others.items() if other not in blind)
        told[pk] = _told({outcome: in_digits(f"{number}{more}") for outcome, number in outcomes.items()})
    return {pk: sentence for pk, sentence in told.items() if sentence}


def _told(outcomes: dict[str, str]) -> str:
    approved, rejected = outcomes.get("approved"), outcomes.get("rejected")
    if approved and rejected:
        numbers = {"approved": approved, "rejected": rejected}
        return _("same, approved ×%(approved)s, rejected ×%(rejected)s") % numbers
    if approved:
        return _("same, approved ×%(number)s") % {"number": approved}
    return _("same, rejected ×%(number)s") % {"number": rejected} if rejected else ""


def _alike(comments: Iterable[Comment], statuses: list[str]) -> tuple[dict[int, dict[int, str]], str]:
    """By comment, the others in these states with nearly the same words, and the state of each.

    And a plus sign where not all of them were looked at.
    """
    asked = [comment for comment in comments if comment.fingerprint_1 is not None]
    if not asked:
        return {}, ""
    shared = Q()
    for name in FINGERPRINT:
        values = {getattr(comment, name) for comment in asked}
        shared |= Q(**{f"{name}__in": values}, status__in=statuses)
    found = list(Comment.objects.filter(shared).values_list("pk", "status", *FINGERPRINT)[: COUNTED + 1])
    holders: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for pk, status, *numbers in found:
        for band in enumerate(numbers):
            holders[band][pk] = status
    alike = {}
    for comment in asked:
        others: dict[int, str] = {}
        for band in enumerate(getattr(comment, name) for name in FINGERPRINT):
            others |= holders[band]
        others.pop(comment.pk, None)
        if others:
            alike[comment.pk] = others
    return alike, "+" if len(found) > COUNTED else ""
