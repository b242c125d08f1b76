"""Writing a comment in place of an earlier one, from its receipt."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import pages
from comments.discussion_read import discussion_read
from comments.form_shown import form_context
from comments.forms import CommentForm
from comments.models import Comment
from comments.openness_shown import openness
from comments.receipt_shown import ShownReceipt
from comments.views.again import words_again
from comments.views.private import private
from comments.views.receipt import receipt_of


@require_safe
@private
def anew(request, token):
    """The form, begun with the words of the earlier comment, under what was said of them."""
    receipt = receipt_of(token)
    comment = receipt.comment
    try:
        page = pages.named(comment.discussion.page)
    except LookupError:
        return _nowhere(request, comment, 404, _("The page you wrote about is gone."))
    is_taking = openness(page, discussion_read(page))
    if not is_taking.is_open:
        return _nowhere(request, comment, 409, is_taking.why_closed)
    answered = _answered(comment)
    form = CommentForm.fresh(page, user=request.user, in_reply_to=answered, in_place_of=receipt)
    context = form_context(page, form, answered=answered)
    context |= {"page": page, "receipt": receipt, "shown": ShownReceipt.of(comment)}
    return render(request, "comments/anew.html", context)


def _answered(comment: Comment) -> Comment | None:
    """What the earlier one answered, while that can be answered."""
    answered = comment.in_reply_to
    return answered if answered and answered.is_published else None


def _nowhere(request, comment: Comment, status: int, explanation: str):
    title = _("There is nothing to send it to")
    return words_again(request, comment.text, status=status, title=title, explanation=explanation)
