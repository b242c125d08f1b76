"""The statement of reasons of a rejection, for its author: to read, to print, and for programs."""

from __future__ import annotations

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comments.models import Receipt
from comments.reasons.document import document
from comments.reasons.statement import Statement, statements_told
from comments.reasons.told import became, ground, sections
from comments.views.private import private
from comments.views.receipt import receipt_of


@require_safe
@private
def reasons(request, token: str, number: int):
    receipt, statement = _told(token, number)
    context = {
        "receipt": receipt,
        "comment": receipt.comment,
        "statement": statement,
        "became": became(statement),
        "ground": ground(statement),
        "sections": sections(statement),
    }
    return render(request, "comments/reasons.html", context)


@require_safe
@private
def reasons_as_json(request, token: str, number: int):
    _receipt, statement = _told(token, number)
    return JsonResponse(document(statement, token=token))


def _told(token: str, number: int) -> tuple[Receipt, Statement]:
    """One that can still be undone is as if it were not there; so is one that was."""
    receipt = receipt_of(token)
    comment = receipt.comment
    decision = next((each for each in statements_told(comment) if each.number == number), None)
    if decision is None:
        raise Http404("No such statement of reasons.")
    # As in the mail: whoever reads the reasons in their language reads the ground in it too.
    return receipt, Statement.of(decision, language=get_language() or comment.page_language)
