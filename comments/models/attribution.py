"""What a guest wrote under an address, once an account has proven that the address is its own."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from comments import clock
from comments.models.author import Author
from comments.models.comment import Comment
from comments.models.notice import Notice
from comments.models.permanent import Permanent

AT_ONCE = 500


class AttributionManager(models.Manager["Attribution"]):
    def claim(self, *, author: Author, email: str) -> int:
        """Tie to an account what guests wrote under the address it has just proven. Says how much that was.

        Again is harmless: what was claimed before stays with whoever proved the address first.
        """
        claimed, last = 0, 0
        guests = Comment.objects.left_at(email).filter(author__kind=Author.Kind.BROWSER, attribution=None)
        while found := list(guests.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            last = found[-1]
            claimed += sum(self._attribute(pk, author) for pk in found)
        # Whether or not there was something to claim: what waits may be the answer to a report.
        Notice.objects.release(email)
        return claimed

    @transaction.atomic
    def _attribute(self, pk: int, author: Author) -> bool:
        """The comment keeps its own author: a browser wrote it, whoever reads the mail."""
        # Whoever is erasing it has emptied its address before this, or empties this too.
        comment = Comment.objects.select_for_update(no_key=True).get(pk=pk)
        if not comment.email:
            return False
        try:
            with transaction.atomic():
                self.create(comment=comment, author=author)
        except IntegrityError:
            if not self.filter(comment=comment).exists():
                raise
            return False  # proven twice at once
        return True


class Attribution(Permanent):
    """A fact beside the comment, which stays as it was written.

    It lets the account read and act where a mail to the address did already, and be told of replies. It gives
    nobody a standing: anyone can type an address, so who wrote the comment remains the browser.
    """

    erasable = frozenset({"author"})
    comment_path = "comment"

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="attribution")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, related_name="attributions")
    attributed_at = models.DateTimeField(default=clock.now)

    objects = AttributionManager()

    def __str__(self) -> str:
        return f"{self.comment_id} of {self.author_id}"
