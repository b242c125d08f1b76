"""How a comment comes in from a form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from comments import clock, refusals
from comments.checks import Submission
from comments.checks.fingerprint import fingerprint
from comments.models.author import Author
from comments.models.comment_queryset import CommentQuerySet
from comments.models.discussion import Discussion
from comments.models.fingerprinting import fingerprint_columns
from comments.models.history import CommentHistoryManager
from comments.screening import LOOK, Screened, screen
from comments.text import digest, new_salt, settled, settled_name

# Most links do no harm, and what strays from the subject is for people to see.
NOT_ASKED_ABOUT = frozenset({"relevance", "promotion"})
# Whoever goes back after sending finds their words in a new form. For so long they are the same comment.
SENT_AGAIN = timedelta(hours=1)


class CommentManager(CommentHistoryManager.from_queryset(CommentQuerySet)):  # type: ignore[misc]
    def submit(
        self,
        *,
        discussion: Discussion,
        author: Author,
        name: str,
        text: str,
        in_reply_to=None,
        email: str = "",
        network: str = "",
        form_key: str | None = None,
        in_place_of=None,
        think_twice: bool = False,
    ):
        """Take a comment, screen it, and let it wait.

        What came by a form, as its `form_key` tells, is taken once: the same form again gives the same
        comment, and so does another one that says the same a little later. `in_place_of` is an earlier one
        of theirs. With `think_twice`, words that a check would look at are not taken yet.

        Raises TextRefused, NameTaken, DiscussionClosed, Overloaded, TooSoon, ReplyRefused, Suspended,
        Blocked, SecondThoughts.
        """
        from comments.models.badge import Badge
        from comments.models.overload import Overload
        from comments.models.rewriting import Rewriting
        from comments.models.standing import Standing
        from comments.models.taken_name import TakenName

        text, name = settled(text), settled_name(name)
        said = {"discussion": discussion, "in_reply_to": in_reply_to, "name": name, "email": email}
        said |= {"text": text}
        sent = self._sent(form_key, author, said, in_place_of=in_place_of)
        if first := sent.first():
            return first
        if not discussion.is_open:
            raise refusals.DiscussionClosed
        if in_reply_to is not None:
            in_reply_to.refresh_from_db(fields=["status"])
            if not in_reply_to.is_published or in_reply_to.discussion_id != discussion.pk:
                raise refusals.ReplyRefused
        Standing.objects.refuse_barred(author=author, network=network)
        if author.kind == Author.Kind.BROWSER:
            TakenName.objects.refuse(name)
        screened = self._screened(discussion=discussion, text=text, in_reply_to=in_reply_to)
        if think_twice and (codes := worth_a_second_thought(screened)):
            # Nobody is asked to mend what would be refused anyway.
            discussion.refuse_if_closed_or_too_soon(author)
            raise refusals.SecondThoughts(codes)
        with transaction.atomic():
            # Once more, now that whoever takes it down has to wait: checks take their time. The comment
            # before the author, as everywhere.
            if in_reply_to is not None and not self._is_published_until_we_end(in_reply_to):
                raise refusals.ReplyRefused
            # Once more, now that whoever suspends them has to wait, and whoever sends the same at once.
            Author.objects.select_for_update(no_key=True).get(pk=author.pk)
            if first := sent.first():
                return first
            Standing.objects.refuse_barred(author=author, network=network)
            discussion.refuse_if_closed_or_too_soon(author)
            near = Overload.objects.make_room(discussion)
            comment = self._add(
                screened,
                author=author,
                network=network,
                form_key=form_key,
                interface_language=translation.get_language() or "",
                **said,
            )
            Badge.objects.give(comment, author)
            Rewriting.objects.note(comment, earlier=in_place_of)
            Overload.objects.begin_where_full(near)
            return comment

    def fill_fingerprints(self) -> int:
        """Fingerprint what came in before there were fingerprints. Again is harmless; returns how many."""
        without = self.filter(fingerprint_1=None).exclude(status="erased").order_by("pk")
        filled = 0
        for pk, text in without.values_list("pk", "text").iterator(chunk_size=1000):
            if fingerprint(text):
                # The text is settled, so nobody else could fill it with anything else meanwhile.
                filled += without.filter(pk=pk).update(**fingerprint_columns(text))
        return filled

    def _sent(self, form_key: str | None, author: Author, said: dict[str, Any], *, in_place_of):
        """By this very form, or the same by the same author a little while ago, unless it was taken back."""
        if not form_key:
            return self.none()
        lately = Q(author=author, received_at__gt=clock.now() - SENT_AGAIN, **said) & ~Q(status="withdrawn")
        if in_place_of is not None:
            # Whoever writes it anew without a change has seen what became of it, and of those before it.
            lately &= Q(pk__gt=in_place_of.pk)
        return self.filter(Q(form_key=form_key, author=author) | lately)

    def _is_published_until_we_end(self, comment) -> bool:
        return self.select_for_update(no_key=True).get(pk=comment.pk).is_published

    def _screened(self, *, discussion: Discussion, text: str, in_reply_to) -> Screened:
        from comments.models.guideline import Guideline
        from comments.models.house import HouseModelUse
        from comments.models.term import Term

        codes = list(Guideline.objects.in_force().in_order().values_list("code", flat=True))
        told = submission(discussion, text, in_reply_to, names=discussion.names())
        terms, house = Term.objects.snapshot(), HouseModelUse.objects.current()
        return screen(told, codes=codes, terms=terms, house=house)

    def _add(self, screened: Screened, *, discussion: Discussion, text: str, in_reply_to, **facts):
        from comments.models.folded_words import FoldedWords
        from comments.models.notice import Notice
        from comments.models.receipt import Receipt
        from comments.models.trail import TrailEntry

        salt, now = new_salt(), clock.now()
        facts = {"submitted_at": now, "received_at": now} | facts
        comment = self.create(
            discussion=discussion,
            text=text,
            salt=salt,
            digest=digest(salt, text),
            in_reply_to=in_reply_to,
            thread_id=in_reply_to and (in_reply_to.thread_id or in_reply_to.pk),
            page_language=discussion.language,
            language=screened.language,
            **fingerprint_columns(text),
            **facts,
        )
        FoldedWords.objects.keep([comment])
        comment.screenings.keep_first(comment=comment, screened=screened)
        TrailEntry.objects.record(act="submitted", comment=comment, details={"digest": comment.digest})
        Receipt.objects.give(comment)
        Notice.objects.announce_receipt(comment)
        return comment


def worth_a_second_thought(screened: Screened) -> list[str]:
    """The guidelines under which checks look. What only advises or is often innocent asks nobody."""
    looked = (verdict.guideline for verdict in screened.verdicts if verdict.verdict == LOOK)
    return [code for code in looked if code not in NOT_ASKED_ABOUT]


def submission(discussion: Discussion, text: str, in_reply_to, *, names: tuple[str, ...]) -> Submission:
    """What the checks are given of a comment."""
    return Submission(
        text=text,
        language=discussion.language,
        page_title=discussion.title,
        page_text=discussion.text,
        parent_text=in_reply_to.text if in_reply_to else "",
        names=names,
    )
