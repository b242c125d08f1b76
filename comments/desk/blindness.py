"""What is hidden while an appeal is judged: who decided, under which guideline and why, on every page."""

from __future__ import annotations

from collections.abc import Iterable

from comments.models import Appeal, Comment


def under_appeal(comments: Iterable[Comment | int | None]) -> set[int]:
    """Those of the comments, by their number, whose decision nobody is to read now. One query."""
    keys = {comment.pk if isinstance(comment, Comment) else comment for comment in comments} - {None}
    if not keys:
        return set()
    appeals = Appeal.objects.open().filter(decision__comment__in=keys)
    return set(appeals.values_list("decision__comment", flat=True))
