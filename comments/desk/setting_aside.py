"""Leaving a comment for later, taking it up again, and notes on it: for moderators alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comments.desk.answers import Answer, tell
from comments.desk.doors import deciding
from comments.desk.forms import NoteForm
from comments.desk.holding import skipped, slice_of
from comments.desk.views import BAD_REQUEST, comment_shown, comment_to_decide, refused
from comments.desk.wordings import isolated
from comments.models import Claim, Comment, LeftForLater, Note
from comments.refusals import Refusal


@deciding
def later(request, pk):
    """On to the next; whoever looks into *Later* finds it there with the note."""
    comment, form, chosen = comment_to_decide(pk), NoteForm(request.POST), slice_of(request)
    answer = Answer(request, chosen, comment, typed_aside=request.POST)
    if not form.is_valid():
        return refused(answer, form.fault, BAD_REQUEST)
    following = chosen.line.following(comment, skipped(request))
    try:
        LeftForLater.objects.leave(comment=comment, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        return refused(answer, refusal)
    Claim.objects.let_go(comments=[pk], by=request.user)
    if following:
        Claim.objects.take(comment=Comment(pk=following), by=request.user)
    tell(request, _("Left for later: %(name)s’s comment.") % {"name": isolated(comment.name)})
    onward = Answer(request, chosen, comment_shown(following) if following else None)
    return onward.moved_on(changed=comment, is_done=True)


@deciding
def take_up(request, pk):
    comment = comment_to_decide(pk)
    try:
        LeftForLater.objects.take_up(comment=comment, by=request.user)
    except Refusal as refusal:
        return refused(Answer(request, slice_of(request), comment), refusal)
    tell(request, _("Taken up again: it waits where it waited before."))
    comment = comment_shown(pk)
    return Answer(request, slice_of(request), comment).moved_on(changed=comment, is_done=False)


@deciding
def note(request, pk):
    comment, form = comment_to_decide(pk), NoteForm(request.POST)
    answer = Answer(request, slice_of(request), comment, typed_aside=request.POST)
    if not form.is_valid():
        return refused(answer, form.fault, BAD_REQUEST)
    try:
        Note.objects.write(comment=comment, by=request.user, text=form.cleaned_data["note"])
    except Refusal as refusal:
        return refused(answer, refusal)
    tell(request, _("Noted."))
    comment = comment_shown(pk)
    return Answer(request, slice_of(request), comment).moved_on(changed=comment, is_done=False)
