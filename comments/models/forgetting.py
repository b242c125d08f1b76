"""Authors of whom nothing is left, and by what they are then no longer known."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat

from comments.models.author import Author
from comments.models.note import Note
from comments.models.standing import Standing


@transaction.atomic
def forget_authors(authors: Iterable[int], *, accounts: bool = False) -> None:
    """Cut what these are known by: cookie, account, or name in the system they came from; and their language.

    But for those who left anything; and the key of those under a standing, which would end with it. An
    account is known by itself, and so is cut only where it is asked for.
    """
    # Whoever is sending a comment holds the same lock, and what they send is seen after it.
    locked = Author.objects.filter(pk__in=list(authors)).order_by("pk").select_for_update(no_key=True)
    few = list(locked.values_list("pk", flat=True))
    noted = Note.objects.filter(author__in=few).exclude(text="")
    gone = Author.objects.who_left_nothing().filter(pk__in=few)
    gone = gone.exclude(pk__in=noted.values("author"))
    if not accounts:
        gone = gone.exclude(kind=Author.Kind.ACCOUNT)
    barred = Standing.objects.in_force().filter(author__in=few)
    forgotten = Concat(Value("erased:"), Cast("pk", models.CharField()))
    gone.exclude(pk__in=barred.values("author")).update(key=forgotten)
    gone.update(user=None, language="")
