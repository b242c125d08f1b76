"""What was passed to people who are not moderators: its own page for them, and the way there and back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.desk.blindness import under_appeal
from comments.desk.doors import DECIDING, may_decide
from comments.desk.editing import by_post, seen_other, shown, with_permission
from comments.desk.escalated import held_for, open_to
from comments.desk.holding import mask_for
from comments.models import Comment, Escalation
from comments.models.escalation import ANSWERING, OVERSEEING, escalation_groups
from comments.refusals import AlreadyEscalated, AlreadyResolved, NotOnHold, NotYoursToAnswer, Refusal

PER_PAGE = 50
CONFLICT, FORBIDDEN, UNPROCESSABLE = 409, 403, 422
STATUS = {
    AlreadyEscalated: CONFLICT,
    AlreadyResolved: CONFLICT,
    NotOnHold: CONFLICT,
    NotYoursToAnswer: FORBIDDEN,
}


@with_permission(ANSWERING, OVERSEEING)
@require_safe
def escalated(request):
    return _listed(request)


@with_permission(DECIDING)
def escalate(request, pk):
    """Asks by GET; what is sent leads on to the slice it was opened from."""
    comment = get_object_or_404(Comment.objects.select_related("discussion"), pk=pk)
    if request.method != "POST":
        return _asked(request, comment)
    try:
        escalation = comment.escalate(
            by=request.user,
            group=request.POST.get("group", ""),
            kind=request.POST.get("kind", ""),
            note=request.POST.get("note", ""),
        )
    except Refusal as refusal:
        return _asked(request, comment, fault=str(refusal), typed=request.POST, status=_status(refusal))
    messages.info(request, _("Escalated to %(group)s.") % {"group": escalation.group})
    return seen_other(reverse("admin:comments_desk") + _query(request))


@with_permission(ANSWERING, OVERSEEING)
@by_post("admin:comments_desk_escalated")
def pass_back(request, pk):
    escalation, note = _seen(request, pk), request.POST.get("note", "")
    try:
        escalation.resolve(by=request.user, note=note)
    except Refusal as refusal:
        return _listed(request, fault=str(refusal), at=pk, note=note, status=_status(refusal))
    messages.success(request, _("Passed back to the moderators."))
    return seen_other(reverse("admin:comments_desk_escalated"))


@with_permission(OVERSEEING)
@by_post("admin:comments_desk_escalated")
def lift_hold(request, pk):
    escalation, reason = _seen(request, pk), request.POST.get("reason", "")
    try:
        escalation.lift_hold(by=request.user, reason=reason)
    except Refusal as refusal:
        return _listed(request, fault=str(refusal), at=pk, reason=reason, status=_status(refusal))
    messages.success(request, _("The legal hold is lifted."))
    return seen_other(reverse("admin:comments_desk_escalated"))


def _seen(request, pk) -> Escalation:
    return get_object_or_404(Escalation.objects.seen_by(request.user).select_related("comment"), pk=pk)


def _listed(request, *, status: int = 200, **said):
    """Open ones, or those passed back whose hold is in force; the oldest first: somebody may be at risk."""
    is_held = request.GET.get("state") == "held"
    listed = held_for(request.user) if is_held else open_to(request.user)
    listed = listed.select_related("comment__discussion", "group", "by", "resolution__by", "lifting")
    page = Paginator(listed.order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    mask_for(request, [each.comment for each in page])
    # A group reads what it was told; only who could judge the appeal of it must not.
    blind = under_appeal(each.comment_id for each in page) if may_decide(request.user) else set()
    return shown(
        request,
        "escalated.html",
        title=_("Escalated"),
        page=page,
        blind=blind,
        is_held=is_held,
        may_lift=request.user.has_perm(OVERSEEING),
        status=status,
        **said,
    )


def _asked(request, comment: Comment, **said):
    mask_for(request, [comment])
    return shown(
        request,
        "escalate.html",
        title=_("Escalate a comment"),
        comment=comment,
        groups=escalation_groups(),
        kinds=Escalation.Kind.choices,
        query=_query(request),
        **said,
    )


def _status(refusal: Refusal) -> int:
    return STATUS.get(type(refusal), UNPROCESSABLE)


def _query(request) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""
