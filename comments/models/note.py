"""What moderators tell each other, of a comment or of who wrote it. Readers never see it."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comments import clock, refusals
from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.permanent import Permanent
from comments.naming import name_of
from comments.text import settled_note


class NoteManager(models.Manager["Note"]):
    @transaction.atomic
    def write(self, *, by, text: str, comment: Comment | None = None, author: Author | None = None) -> Note:
        """Add a note to a comment, or to an author.

        Raises TextRefused of an empty one, and of a comment whose words were erased.
        """
        text = settled_note(text, limit=Note.LONGEST)
        if not text:
            raise refusals.TextRefused(_("The note is empty. Write what the others should know."))
        if comment is not None:
            _refuse_erased(comment)
        if author is not None:
            _refuse_forgotten(author)
        return self.create(comment=comment, author=author, by=by, text=text)


class Note(Permanent):
    """Of exactly one comment or one author. Corrected by another note."""

    LONGEST = 1000

    erasable = frozenset({"text"})  # it may repeat the reader's words
    erasable_alone = True  # one of an author hangs on no comment
    comment_path = "comment"

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    text = models.TextField()

    objects = NoteManager()

    class Meta(Permanent.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, author__isnull=True)
                | Q(comment__isnull=True, author__isnull=False),
                name="note_on_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d %H:%M} {self.by_id}"

    @property
    def by_name(self) -> str:
        return name_of(self.by)


def _refuse_erased(comment: Comment) -> None:
    """What is written after an erasure, nothing would empty. Whoever erases it now has to wait."""
    current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if current.status == Comment.Status.ERASED:
        raise refusals.TextRefused(_("The words were erased: nothing more is kept of this comment."))


def _refuse_forgotten(author: Author) -> None:
    """As above, of somebody of whom nothing is left to hang a note on."""
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    if not author.comments.exists():
        raise refusals.TextRefused(_("Nothing of this author is left, and nothing more is kept of them."))
