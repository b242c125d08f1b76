"""Behind the link in a mail: what it is about, and how to get no more. Neither needs a login."""

from __future__ import annotations

from functools import wraps

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments.letters import notice_of
from comments.models import MailChoice, Notice, Opening, Topic
from comments.views.private import private

# What a page of ours can stop, beside mails like the one that led there.
ALL = "all"


def of_a_letter(view):
    """Whoever comes by a link that was cut off, or signed with a key that is gone, is told how to go on."""

    @wraps(view)
    def door(request, token):
        try:
            notice = notice_of(token)
        except LookupError:
            return render(request, "comments/letter_unknown.html", status=404)
        return view(request, token, notice)

    return door


@require_safe
@private
@of_a_letter
def letter(request, token, notice):
    """Shows a button and does nothing: programs that look mails over follow their links, and run scripts."""
    is_gone = _is_gone(notice)
    if hasattr(notice, "opening") and not is_gone:
        return redirect(_told_at(notice))
    return render(request, "comments/letter.html", {"notice": notice, "token": token, "is_gone": is_gone})


# Whoever has the token may do this; a cookie, which a forged form would borrow, adds nothing to it.
@csrf_exempt
@require_POST
@private
@of_a_letter
def letter_open(request, token, notice):
    if _is_gone(notice):
        return redirect("comments:letter", token)
    Opening.objects.open(notice)
    return redirect(_told_at(notice))


# As above; and a mail program that unsubscribes somebody has no cookie (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
@of_a_letter
def letter_stop(request, token, notice):
    recipient = notice.recipient
    is_stopped = not (recipient.keys and recipient.wants_it)
    if request.method == "POST":
        is_stopped = "again" not in request.POST
        topics = Topic.values if is_stopped and ALL in request.POST else [recipient.topic]
        MailChoice.objects.choose(recipient.keys, dict.fromkeys(topics, not is_stopped))
    context = {"notice": notice, "token": token, "topic": recipient.topic, "is_stopped": is_stopped}
    return render(request, "comments/letter_stop.html", context | {"is_gone": not recipient.keys})


def _is_gone(notice: Notice) -> bool:
    return notice.comment.status == notice.comment.Status.ERASED


def _told_at(notice: Notice) -> str:
    """The receipt, for an author. A reporter is shown the comment: the receipt is another's."""
    comment = notice.comment
    is_about_the_thread = notice.report or notice.kind == notice.Kind.REPLY
    return comment.get_absolute_url() if is_about_the_thread else comment.receipt.get_absolute_url()
