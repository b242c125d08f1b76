"""The private page that shows an author where the comment stands, and what they can do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments.forms import AppealForm
from comments.models import Receipt
from comments.reasons.statement import statements_told
from comments.receipt_shown import ShownReceipt
from comments.refusals import NotAppealable, NotWithdrawable
from comments.sealing.shown import sealed_comment, sealed_decisions
from comments.views.again import words_gone
from comments.views.private import private
from comments.waiting import MOST_COUNTED, place_in_line, usual_wait


@require_safe
@private
def receipt(request, token):
    return _shown(request, receipt_of(token), AppealForm())


@require_POST
@private
def appeal(request, token):
    try:
        receipt = receipt_of(token)
    except Http404:
        # Erased while they wrote, or copied badly.
        return words_gone(request, _("There is no receipt at this address, so nobody could be asked."))
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _shown(request, receipt, form, status=422)
    try:
        receipt.comment.appeal(statement=form.cleaned_data["statement"])
    except NotAppealable as refusal:
        return _shown(request, receipt, form, refusal=refusal, status=409)
    messages.success(request, _("Another moderator will decide your comment again."))
    return redirect(receipt)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withdraw(request, token):
    receipt = receipt_of(token)
    if request.method != "POST":
        shown = ShownReceipt.of(receipt.comment)
        return render(request, "comments/withdraw.html", {"receipt": receipt, "shown": shown})
    try:
        receipt.comment.withdraw()
    except NotWithdrawable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have withdrawn your comment."))
    return redirect(receipt)


def receipt_of(token: str) -> Receipt:
    receipt = Receipt.objects.with_token(token)
    if receipt is None:
        raise Http404("No such receipt.")
    return receipt


def _shown(request, receipt: Receipt, form: AppealForm, *, refusal=None, status: int = 200):
    shown = ShownReceipt.of(receipt.comment)
    context = {
        "receipt": receipt,
        "comment": receipt.comment,
        "shown": shown,
        "form": form,
        "refusal": refusal,
        "earlier_reasons": [
            decision for decision in statements_told(receipt.comment) if decision != shown.decision
        ],
        "most_counted": MOST_COUNTED,
        "sealed_comment": sealed_comment(receipt.comment),
        "sealed_decisions": sealed_decisions(receipt.comment, receipt.comment.decision_told()),
    }
    if shown.state == "waiting":
        context |= {"place": place_in_line(receipt.comment), "usual_wait": usual_wait()}
    return render(request, "comments/receipt.html", context, status=status)
