"""Where an editor erases on a legal request, or gives somebody what is kept about them."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.conf import setting
from comments.desk.editing import by_post, seen_other, shown, with_permission
from comments.desk.erasing_form import EraseForm, FindForm, GiveForm
from comments.desk.places import is_key
from comments.digits import in_digits, number
from comments.models import Comment, Erasure, Person
from comments.models.person import Erased
from comments.models.person_sought import COMMENT
from comments.refusals import KeptChanged, Refusal

ERASING = "comments.erase_comment"
PAGE = "admin:comments_desk_erasing"
SHOWN = 100  # comments of a person; the rest is counted
LATELY = 20


class Shown:
    """What is kept, as the page tells it: the numbers of all of it, the rows of the newest."""

    def __init__(self, person: Person) -> None:
        self.person, self.kept = person, person.kept

    @property
    def can_be_closed(self) -> bool:
        return bool(setting("CLOSE_ACCOUNT") and self.kept.accounts)

    @property
    def held(self) -> tuple[int, ...]:
        return self.kept.held[:SHOWN]

    @property
    def newest(self) -> list[Comment]:
        return list(self.person.comments.select_related("discussion").order_by("-pk")[:SHOWN])

    @property
    def reported(self) -> list:
        return list(self.person.reports.select_related("comment__discussion").order_by("-pk")[:SHOWN])


@with_permission(ERASING)
def erasing(request):
    """What is looked for is asked for here, and what was erased lately is told."""
    comment = request.GET.get("comment", "")
    return _shown(request, FindForm(initial={"by": COMMENT, "sought": comment} if is_key(comment) else None))


@with_permission(ERASING)
@by_post(PAGE)
def find(request):
    form = FindForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    return _found(request, form)


@with_permission(ERASING)
@by_post(PAGE)
def erase(request):
    """By who has seen what leaves: more of it than was shown is shown first."""
    find_form, form = FindForm(request.POST), EraseForm(request.POST)
    if not find_form.is_valid():
        return _shown(request, find_form, status=422)
    if not form.is_valid():
        return _found(request, find_form, erase_form=form, status=422)
    try:
        erased = form.person.erase(
            by=request.user,
            request=form.cleaned_data["request"],
            leaving_held=form.cleaned_data["leaving_held"],
            closing=form.cleaned_data.get("closing", False),
            seen=form.cleaned_data["seen"],
        )
    except KeptChanged as changed:
        return _found(request, find_form, fault=str(changed), status=409)
    except Refusal as refusal:
        return _found(request, find_form, erase_form=form, fault=str(refusal), status=409)
    messages.success(request, " ".join(_told(erased)))
    return seen_other(reverse(PAGE))


@with_permission(ERASING)
@by_post(PAGE)
def export(request):
    """As a file, with what moderators noted only where that was asked for."""
    find_form, form = FindForm(request.POST), GiveForm(request.POST)
    if not find_form.is_valid():
        return _shown(request, find_form, status=422)
    if not form.is_valid():
        return _found(request, find_form, give_form=form, status=422)
    if form.person.is_nobody:
        return _found(request, find_form)
    try:
        kept = form.person.export(
            by=request.user, request=form.cleaned_data["request"], internal=form.cleaned_data["internal"]
        )
    except Refusal as refusal:
        return _found(request, find_form, give_form=form, fault=str(refusal), status=409)
    headers = {
        "Content-Disposition": 'attachment; filename="kept.json"',
        "Cache-Control": "no-store, private",
    }
    return StreamingHttpResponse(kept, content_type="application/json", headers=headers)


def _shown(request, form: FindForm, *, status: int = 200, **context):
    lately = Erasure.objects.select_related("by").order_by("-pk")[:LATELY]
    return shown(
        request, "erasing.html", title=_("Erasing"), form=form, lately=lately, status=status, **context
    )


def _found(
    request,
    form: FindForm,
    *,
    give_form: GiveForm | None = None,
    erase_form: EraseForm | None = None,
    fault: str = "",
    status: int = 200,
):
    shown = Shown(form.person)
    sent = {name: form.cleaned_data[name] for name in ("by", "sought")}
    context = {
        "shown": shown,
        "give_form": give_form or GiveForm(initial=sent),
        "erase_form": erase_form or EraseForm(initial=sent | {"seen": shown.kept.digest}),
    }
    return _shown(request, form, fault=fault, status=status, **context)


def _told(erased: Erased) -> Iterator[str]:
    counted = {
        "comments": _count(erased.comments, ngettext("%(n)s comment", "%(n)s comments", erased.comments)),
        "reports": _count(erased.reports, ngettext("%(n)s report", "%(n)s reports", erased.reports)),
        "notes": _count(erased.notes, ngettext("%(n)s note", "%(n)s notes", erased.notes)),
    }
    yield _("Erased for good: %(comments)s, %(reports)s, %(notes)s.") % counted
    if erased.closed:
        yield _count(erased.closed, _("Accounts closed: %(n)s."))
    if erased.open:
        yield _count(erased.open, _("Accounts that are still there: %(n)s."))
    if erased.held:
        left = {"comments": ", ".join(in_digits(str(key)) for key in erased.held[:SHOWN])}
        yield _("Left under a legal hold: %(comments)s.") % left


def _count(count: int, words: str) -> str:
    return words % {"n": number(count)}
