"""Decided comments read again by somebody who does not know what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.desk.doors import DECIDING
from comments.desk.editing import by_post, seen_other, shown, with_permission
from comments.desk.filters import guideline_choices
from comments.desk.holding import mask_for
from comments.models import Decision, SecondReading
from comments.refusals import Refusal

APPROVED, REJECTED = "approved", "rejected"
PAGE = "admin:comments_desk_second"


@with_permission(DECIDING)
def second(request):
    return _shown(request)


@with_permission(DECIDING)
@by_post(PAGE)
def read(request, pk):
    """`answer` is "approved", or the guideline under which one would have rejected it."""
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    answer = request.POST.get("answer", "").replace("\x00", "")[:40]
    if not answer:
        return _shown(request, fault=_("Choose what you would have decided."), status=422)
    outcome, guideline = (APPROVED, "") if answer == APPROVED else (REJECTED, answer)
    try:
        reading = SecondReading.objects.read(
            decision=decision, by=request.user, outcome=outcome, guideline=guideline
        )
    except Refusal as refusal:
        return _shown(request, fault=str(refusal), status=409)
    messages.success(request, _told(reading))
    return seen_other(reverse(PAGE))


def _told(reading: SecondReading) -> str:
    if reading.agrees:
        return _("Recorded. It was decided the same way.")
    if reading.decision.outcome == APPROVED:
        return _("Recorded. It had been approved. If that should change, find it under Decided.")
    names = ", ".join(map(str, reading.decision.guidelines))
    return _("Recorded. It had been rejected under: %(guidelines)s.") % {"guidelines": names}


def _shown(request, *, fault: str = "", status: int = 200):
    waiting = SecondReading.objects.to_read(by=request.user)
    decision = waiting.select_related("comment__discussion", "comment__in_reply_to").first()
    if decision:
        mask_for(request, filter(None, [decision.comment, decision.comment.in_reply_to]))
    return shown(
        request,
        "second.html",
        title=_("Second reading"),
        decision=decision,
        comment=decision.comment if decision else None,
        guidelines=guideline_choices(),
        fault=fault,
        status=status,
    )
