"""An author's file: a drawer beside the card, a page of its own, and where their standing is set."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.desk.author_file import AuthorFile
from comments.desk.blindness import under_appeal
from comments.desk.doors import deciding, looking, may_decide
from comments.desk.editing import TEMPLATES, seen_other, shown
from comments.desk.holding import preference_of
from comments.desk.standing_form import StandingForm
from comments.desk.wordings import isolated
from comments.models import Comment, Note
from comments.refusals import Refusal, StandingChanged

CONFLICT, UNPROCESSABLE = 409, 422


@looking
def author(request, pk):
    return _shown(request, _comment(pk))


@deciding
def set_standing(request, pk):
    comment, form = _comment(pk), StandingForm(request.POST)
    if not form.is_valid():
        return _shown(request, comment, fault=form.fault, typed=request.POST, status=UNPROCESSABLE)
    try:
        standing = form.set(comment, by=request.user)
    except Refusal as refusal:
        status = CONFLICT if isinstance(refusal, StandingChanged) else UNPROCESSABLE
        return _shown(request, comment, fault=_because(refusal), typed=request.POST, status=status)
    sentence = _("%(name)s: %(kind)s.") % {
        "name": isolated(comment.name) or comment.pk,
        "kind": standing.get_kind_display(),
    }
    if request.htmx:
        return _shown(request, _comment(pk), done=sentence)
    messages.success(request, sentence)
    return seen_other(reverse("admin:comments_desk_author", args=[pk]))


@deciding
def write_note(request, pk):
    comment, text = _comment(pk), request.POST.get("text", "")
    try:
        Note.objects.write(author=comment.author, by=request.user, text=text)
    except Refusal as refusal:
        return _shown(request, comment, fault=str(refusal), note_typed=text, status=UNPROCESSABLE)
    sentence = _("The note is kept.")
    if request.htmx:
        return _shown(request, comment, done=sentence)
    messages.success(request, sentence)
    return seen_other(reverse("admin:comments_desk_author", args=[pk]))


def _because(refusal: Refusal) -> str:
    """Who set a standing over a comment under appeal may be who rejected it: that is not told."""
    if isinstance(refusal, StandingChanged) and refusal.standing and under_appeal([refusal.standing.comment]):
        return str(StandingChanged())
    return str(refusal)


def _comment(pk) -> Comment:
    """Of an erased one nothing leads to its author."""
    comment = Comment.objects.select_related("author__user", "discussion").filter(pk=pk).first()
    if comment is None or comment.author is None:
        raise Http404
    return comment


def _shown(request, comment: Comment, *, status: int = 200, **said):
    file = AuthorFile(comment, reader=request.user, masks=preference_of(request).masks)
    context = {"file": file, "comment": comment, "may_decide": may_decide(request.user), **said}
    if request.htmx:
        response = render(request, TEMPLATES + "_author.html", context, status=status)
        response["Cache-Control"] = "no-store, private"
        return response
    title = _("Author: %(name)s") % {"name": comment.name}
    return shown(request, "author.html", title=title, status=status, **context)
