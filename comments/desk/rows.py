"""The list: one row a comment, with what the checks made of it, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.desk.likeness import near_duplicates_of, precedents_of
from comments.desk.masking import blacked_out, masked_spans
from comments.desk.wordings import age
from comments.digits import number
from comments.models import Appeal, Claim, Comment, Decision, Standing, Verdict
from comments.models.bearer import network_keys

if TYPE_CHECKING:
    from comments.desk.cards import Card


@dataclass
class Row:
    comment: Comment
    seen: int = 0
    findings: int = 0
    words: dict[str, int] = field(default_factory=dict)  # how many guidelines are clear, look, failed
    same: str = ""  # how many others wait with nearly the same words
    precedent: str = ""  # how others with nearly the same words were decided
    standing: str = ""  # held for review, suspended or blocked, where the author or their network is
    holder: str = ""  # who else has it open
    masked: list[tuple[int, int]] = field(default_factory=list)  # spans of slurs and threats
    is_own_appeal: bool = False  # of the reader's own decision: somebody else must judge it

    @property
    def text(self) -> str:
        """The words, blacked out where they are masked."""
        return blacked_out(self.comment.text, self.masked)

    @property
    def age(self) -> str:
        return age(self.comment.received_at)

    @property
    def is_to_look_at(self) -> bool:
        return bool(self.words.get("look"))

    @property
    def has_failed(self) -> bool:
        """A check could not read it, or none has: never taken for clear."""
        return bool(self.words.get("failed")) or not (self.words or self.comment.is_evidence_hidden)

    @property
    def evidence(self) -> str:
        """`3 findings`, `look`, or `clear`."""
        if self.comment.is_evidence_hidden:
            return _("evidence hidden")
        if not self.words:
            return _("not screened")
        if not self.is_to_look_at:
            return "" if self.has_failed else _("clear")
        if not self.findings:
            return _("look")
        sentence = ngettext("%(n)s finding", "%(n)s findings", self.findings)
        return sentence % {"n": number(self.findings)}

    @property
    def failed(self) -> str:
        failed = self.words.get("failed", 0)
        sentence = ngettext("%(n)s check failed", "%(n)s checks failed", failed)
        return sentence % {"n": number(failed)} if failed else ""


def rows(comments: Iterable[Comment], *, reader, masks: bool = False) -> list[Row]:
    comments = list(comments)
    keys = [comment.pk for comment in comments]
    seen = dict(
        Decision.objects.filter(comment__in=keys).values_list("comment").annotate(Count("pk")).order_by()
    )
    own_appeals = _own_appeals(comments, reader)
    pending = [comment for comment in comments if comment.status == Comment.Status.PENDING]
    same = near_duplicates_of(pending)
    precedents = precedents_of(comment for comment in pending if not comment.is_evidence_hidden)
    standings = _standings(comments)
    others = Claim.objects.held_by_others(reader).filter(comment__in=keys).select_related("by")
    holders = {claim.comment_id: claim.by_name for claim in others}
    made = {
        comment.pk: Row(
            comment,
            seen=seen.get(comment.pk, 0),
            same=same.get(comment.pk, ""),
            precedent=precedents.get(comment.pk, ""),
            standing=standings.get(comment.pk, ""),
            holder=holders.get(comment.pk, ""),
            is_own_appeal=comment.pk in own_appeals,
        )
        for comment in comments
    }
    _add_evidence(made, masks)
    return list(made.values())


def row_of(card: Card, *, masks: bool = False) -> Row:
    """As `rows` has it, from what was read for the card."""
    comment, claim = card.comment, card.claim
    pending = [comment] if comment.status == Comment.Status.PENDING else []
    precedents = precedents_of(() if comment.is_evidence_hidden else pending)
    verdicts = list(card.screening.verdicts.all()) if card.screening else []
    looked_at = [finding for each in verdicts if each.verdict == "look" for finding in each.findings.all()]
    return Row(
        comment,
        seen=card.seen,
        findings=sum(not finding.is_quotation for finding in looked_at),
        words=Counter(verdict.verdict for verdict in verdicts),
        same=near_duplicates_of(pending).get(comment.pk, ""),
        precedent=precedents.get(comment.pk, ""),
        standing=_standings([comment]).get(comment.pk, ""),
        holder=claim.by_name if claim and claim.by_id != card.reader.pk else "",
        masked=masked_spans([comment]).get(comment.pk, []) if masks else [],
        is_own_appeal=not card.is_mine_to_judge,
    )


def _own_appeals(comments: list[Comment], reader) -> set[int]:
    rejected = [comment.pk for comment in comments if comment.status == Comment.Status.REJECTED]
    if not rejected:
        return set()
    own = Appeal.objects.open().filter(decision__comment__in=rejected, decision__by=reader)
    return set(own.values_list("decision__comment", flat=True))


def _add_evidence(made: dict[int, Row], masks: bool) -> None:
    # Not even that words are blacked out may tell what was found in a comment to be judged unaided.
    shown = [key for key, row in made.items() if not row.comment.is_evidence_hidden]
    for key, spans in masked_spans(row.comment for row in made.values()).items() if masks else ():
        made[key].masked = spans
    for key, words in _words(shown).items():
        for word, (guidelines, findings) in words.items():
            made[key].words[word] = guidelines
            made[key].findings += findings if word == "look" else 0


def _standings(comments: list[Comment]) -> dict[int, str]:
    """In one query. An address that another account shares is told on the card alone."""
    authors = {comment.author_id for comment in comments} - {None}
    networks = {comment.network: network_keys(comment.network) for comment in comments}
    keys = {key for keys in networks.values() for key in keys}
    in_force = Standing.objects.in_force().filter(Q(author__in=authors) | Q(key__in=keys))
    kinds: dict[int | str | None, str] = {
        standing.author_id or standing.key: standing.get_kind_display() for standing in in_force
    }
    borne = {comment.pk: (comment.author_id, *networks[comment.network]) for comment in comments}
    found = {pk: [kinds[key] for key in keys if key in kinds] for pk, keys in borne.items()}
    return {pk: standings[0] for pk, standings in found.items() if standings}


def _words(keys: list[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """For each comment and each word of the newest screening: guidelines that have it, findings counted."""
    counted = (
        Verdict.objects.filter(screening__comment__in=keys)
        .values_list("screening__comment", "screening__number", "verdict")
        .annotate(
            guidelines=Count("pk", distinct=True),
            found=Count("findings", filter=Q(findings__is_quotation=False)),
        )
        .order_by("screening__comment", "screening__number")
    )
    words: dict[int, dict[str, tuple[int, int]]] = {}
    newest: dict[int, int] = {}
    for key, screening, word, guidelines, found in counted:
        if newest.get(key) != screening:
            newest[key], words[key] = screening, {}
        words[key][word] = guidelines, found
    return words
