"""Which sections are whose: seen by every moderator, given by editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.desk.assignment_form import AssignmentForm
from comments.desk.doors import DECIDING
from comments.desk.editing import by_post, seen_other, shown, with_permission
from comments.models import Assignment, TrailEntry
from comments.naming import name_of
from comments.refusals import Refusal

EDITING = "comments.change_assignment"
PAGE = "admin:comments_desk_assignments"
BACKEND = "django.contrib.auth.backends.ModelBackend"  # a site may have more, and permissions are of this one
ACTS_SHOWN = 50


@dataclass(frozen=True)
class Row:
    moderator: Any
    name: str
    sections: list[str]


@with_permission(DECIDING, EDITING)
def assignments(request):
    moderators = list(_moderators())
    prefetch_related_objects(moderators, "comment_sections")
    return shown(
        request,
        "assignments.html",
        title=_("Sections"),
        rows=sorted(map(_row, moderators), key=lambda row: (row.name.casefold(), row.moderator.pk)),
        may_edit=request.user.has_perm(EDITING),
        acts=_acts(),
    )


@with_permission(EDITING)
def assignment(request, pk):
    return _shown(request, AssignmentForm.of(_moderator(pk)))


@with_permission(EDITING)
@by_post(PAGE)
def assign(request, pk):
    moderator = _moderator(pk)
    form = AssignmentForm(request.POST, moderator=moderator)
    if not form.is_valid():
        return _shown(request, form, status=422)
    try:
        Assignment.objects.assign(
            to=moderator, sections=form.wanted, seen=form.cleaned_data["seen"], by=request.user
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, form, status=409)
    messages.success(request, _("That counts from now on, for what waits already too."))
    return seen_other(reverse(PAGE))


def _moderators():
    """Whoever may decide."""
    return get_user_model()._default_manager.with_perm(DECIDING, backend=BACKEND)


def _moderator(pk: int):
    moderator = _moderators().filter(pk=pk).first()
    if moderator is None:
        raise Http404
    return moderator


def _row(moderator) -> Row:
    sections = sorted(each.section for each in moderator.comment_sections.all())
    return Row(moderator, name_of(moderator), sections)


def _acts() -> list[tuple[TrailEntry, str, list[str]]]:
    """Who gave what to whom, the last first."""
    acts = list(
        TrailEntry.objects.filter(comment=None, act="sections assigned")
        .select_related("by")
        .order_by("-pk")[:ACTS_SHOWN]
    )
    named = get_user_model()._default_manager.in_bulk({act.details["moderator"] for act in acts})
    names = {pk: name_of(user) for pk, user in named.items()}
    return [
        (act, names.get(act.details["moderator"], str(act.details["moderator"])), act.details["sections"])
        for act in acts
    ]


def _shown(request, form: AssignmentForm, *, status: int = 200):
    name = name_of(form.moderator)
    return shown(request, "assignment.html", title=name, form=form, moderator=form.moderator, status=status)
