"""How the desk treats a moderator, what of the queue is theirs, what it skips; asked once a request."""

from __future__ import annotations

from comments.desk.slices import Slice
from comments.models import Assignment, Claim, Preference


def preference_of(request) -> Preference:
    if not hasattr(request, "desk_preference"):
        request.desk_preference = Preference.objects.of(request.user)
    return request.desk_preference


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
