"""Taking a comment."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as django_csrf_failure

from comments import pages
from comments.conf import setting
from comments.forms import CommentForm
from comments.identity import author_of, remember
from comments.limits import count_question, may_ask, refuse_flood_of_comments
from comments.models import Author, Comment, Discussion, Receipt
from comments.network import network_of
from comments.refusals import (
    Barred,
    DiscussionClosed,
    NameTaken,
    ReplyRefused,
    SecondThoughts,
    TextRefused,
    Throttled,
)
from comments.views.again import form_again, retry_after, typed_in, words_again


def submit(request):
    if request.method != "POST":
        response = render(request, "comments/submit_by_post.html", status=405)
        response["Allow"] = "POST"
        return response
    try:
        page = pages.referred(request.POST.get("page", ""))
    except LookupError:
        return _page_gone(request)
    form = CommentForm(request.POST, user=request.user)
    if receipt := _receipt_of(form):
        return _to(request, receipt)
    answered = _answered(form)
    if not form.is_valid():
        return form_again(request, page, form, status=422, answered=answered)
    return _sent(request, page, form, answered)


def csrf_failure(request, reason=""):
    """For CSRF_FAILURE_VIEW: the words survive a login in another tab, or a cookie that went away."""
    if request.path != reverse("comments:submit"):
        return _other_form(request, reason)
    try:
        page = pages.referred(request.POST.get("page", ""))
    except LookupError:
        return _page_gone(request)
    form = CommentForm(request.POST, user=request.user)
    refusal = _(
        "We could not tell that this form came from our own page, so nothing was sent. That happens when you "
        "signed in or out meanwhile, or when cookies are off. Your words are below: send them again."
    )
    return form_again(request, page, form, status=403, refusal=refusal, answered=_answered(form))


def _other_form(request, reason: str):
    """Of a report, an appeal or a form of the desk, the words to copy; else what Django says."""
    typed = typed_in(request)
    match = request.resolver_match
    is_ours = match.app_name == "comments" or (match.url_name or "").startswith("comments_desk")
    if not typed or not is_ours:
        return django_csrf_failure(request, reason)
    return words_again(
        request,
        typed,
        status=403,
        title=_("Nothing was sent"),
        explanation=_(
            "We could not tell that the form came from our own page. Copy your words, go back, load the page "
            "again and send them once more."
        ),
    )


def _sent(request, page: pages.Page, form: CommentForm, answered: Comment | None):
    author = author_of(request, form_key=form.ticket_key or "")  # a valid form has one
    network = network_of(request)
    try:
        if form.answered_pk is not None and answered is None:
            raise ReplyRefused
        refuse_flood_of_comments(author=author, network=network)
        comment = _submitted(request, page, form, answered, author, network)
    except SecondThoughts as thoughts:
        count_question(author=author, network=network)
        form.ask_once()
        return remember(
            form_again(request, page, form, status=200, thoughts=thoughts, answered=answered), author
        )
    except NameTaken as refusal:
        form.add_error("name", str(refusal))
        return remember(form_again(request, page, form, status=422, answered=answered), author)
    except Throttled as refusal:
        response = form_again(request, page, form, status=429, refusal=refusal, answered=answered)
        return remember(retry_after(response, refusal), author)
    except ReplyRefused as refusal:
        form.without_reply()
        return form_again(request, page, form, status=409, refusal=refusal)
    except Barred as refusal:
        return remember(
            form_again(request, page, form, status=403, refusal=refusal, answered=answered), author
        )
    except (DiscussionClosed, TextRefused) as refusal:
        return form_again(request, page, form, status=409, refusal=refusal, answered=answered)
    return remember(_to(request, comment.receipt), author)


def _submitted(request, page, form, answered, author: Author, network: str) -> Comment:
    discussion = Discussion.objects.begun_by(page)
    if not pages.is_open(page):
        raise DiscussionClosed
    user, said = request.user, form.cleaned_data
    is_new = not form.was_asked and setting("SECOND_THOUGHTS")
    return Comment.objects.submit(
        discussion=discussion,
        author=author,
        name=form.signature or said["name"],
        email=user.email if user.is_authenticated else said["email"],
        text=said["text"],
        in_reply_to=answered,
        network=network,
        form_key=form.form_key,
        in_place_of=_earlier(form),
        think_twice=is_new and may_ask(author=author, network=network),
    )


def _answered(form: CommentForm) -> Comment | None:
    """The published comment that this one answers. The rest, the verb refuses."""
    if not form.answered_pk:
        return None
    return Comment.objects.published().filter(pk=form.answered_pk).select_related("discussion").first()


def _earlier(form: CommentForm) -> Comment | None:
    """What it is written in place of. Whoever shows no receipt of ours writes a comment like any other."""
    receipt = Receipt.objects.with_token(form.earlier_token)
    return receipt.comment if receipt else None


def _receipt_of(form: CommentForm) -> Receipt | None:
    """Of the comment that this very form has made already: sent twice, or refreshed."""
    if form.form_key is None:
        return None
    return Receipt.objects.filter(comment__form_key=form.form_key, token__isnull=False).first()


def _to(request, receipt: Receipt):
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": receipt.get_absolute_url()})
    response = redirect(receipt)
    response.status_code = 303
    return response


def _page_gone(request):
    return words_again(
        request,
        request.POST.get("text", ""),
        status=404,
        title=_("The page you wrote about is gone"),
        explanation=_("Your comment was not sent. Copy your words from here if you want to keep them."),
    )
