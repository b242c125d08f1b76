"""How the desk treats a moderator, what of the queue is theirs, what it skips; asked once a request."""

from __future__ import annotations

from collections.abc import Iterable

from comments.desk.masking import mask
from comments.desk.slices import Slice
from comments.models import Assignment, Claim, Comment, Preference


def preference_of(request) -> Preference:
    if not hasattr(request, "desk_preference"):
        request.desk_preference = Preference.objects.of(request.user)
    return request.desk_preference


def mask_for(request, comments: Iterable[Comment]) -> None:
    """Black slurs and threats out in comments that are only to be shown, for who wants it so.

    What was written stays beside it as `written`, to be shown when it is asked for.
    """
    if not preference_of(request).masks:
        return
    comments = list(comments)
    texts = [comment.text for comment in comments]
    mask(comments)
    for comment, text in zip(comments, texts, strict=True):
        if comment.text != text:
            comment.written = text  # type: ignore[attr-defined]


def skipped(request) -> list[int]:
    """What others have open, for who wants to skip it."""
    if not preference_of(request).skips_held:
        return []
    if not hasattr(request, "desk_skipped"):
        held = Claim.objects.held_by_others(request.user).values_list("comment", flat=True)
        request.desk_skipped = list(held)
    return request.desk_skipped


def sections_of(request) -> frozenset[str] | None:
    """Where they decide; None for everywhere."""
    if not hasattr(request, "desk_sections"):
        request.desk_sections = Assignment.objects.sections_of(request.user)
    return request.desk_sections


def slice_of(request) -> Slice:
    """What they ask for, of what is theirs."""
    return Slice.of(request.GET, only=sections_of(request))
