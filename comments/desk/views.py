"""Reading, approving, rejecting, undoing; one by one or together. Models decide, these translate."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.desk.answers import Answer, tell
from comments.desk.doors import deciding, looking
from comments.desk.forms import DecisionForm, TogetherForm, UndoForm
from comments.desk.holding import skipped, slice_of
from comments.desk.last_act import remember
from comments.desk.places import is_key
from comments.desk.slices import Slice
from comments.desk.together import decide_together
from comments.desk.wordings import refused_because
from comments.digits import number
from comments.models import Appeal, Claim, Comment
from comments.refusals import AlreadyDecided, Refusal

CONFLICT, UNPROCESSABLE, BAD_REQUEST = 409, 422, 400


@looking
def desk(request):
    chosen = slice_of(request)
    return Answer(request, chosen, _first(request, chosen), is_card_first=False).whole()


@looking
def card(request, pk):
    return Answer(request, slice_of(request), comment_shown(pk)).card_only()


@looking
def context(request, pk):
    comment = comment_beside(pk)
    return Answer(request, slice_of(request), comment).beside(comment)


@deciding
def approve(request, pk):
    return _decide(request, pk, _approve)


@deciding
def reject(request, pk):
    return _decide(request, pk, _reject)


@deciding
def undo(request, pk):
    comment, form = comment_to_decide(pk), UndoForm(request.POST)
    answer = Answer(request, slice_of(request), comment)
    if not form.is_valid():
        return refused(answer, form.fault, BAD_REQUEST)
    try:
        comment.undo(by=request.user, seen=form.cleaned_data["seen"])
    except Refusal as refusal:
        return refused(answer, refusal)
    answer.comment = comment_shown(pk)
    tell(request, _("Undone. The comment is again what it was before."))
    return answer.moved_on(changed=answer.comment, is_done=False)


@deciding
def approve_together(request):
    def act(comment, seen):
        return comment.approve(by=request.user, seen=seen)

    return _decide_together(request, act)


@deciding
def reject_together(request):
    def act(comment, seen):
        return comment.reject(
            by=request.user,
            seen=seen,
            guidelines=request.POST.getlist("guideline"),
            explanation=request.POST.get("explanation", ""),
        )

    return _decide_together(request, act)


@deciding
def undo_together(request):
    def act(comment, seen):
        return comment.undo(by=request.user, seen=seen)

    return _decide_together(request, act)


def _decide(request, pk, act):
    comment, form = comment_to_decide(pk), DecisionForm(request.POST)
    chosen = slice_of(request)
    answer = Answer(request, chosen, comment, typed=_typed(request.POST))
    if not form.is_valid():
        return refused(answer, form.fault, BAD_REQUEST)
    following = chosen.line.following(comment, skipped(request))
    try:
        decision = act(comment, form, request.user)
    except Refusal as refusal:
        return refused(answer, refusal)
    remember(request, [decision])
    claim = Claim.objects.hand_on(decided=pk, following=following, by=request.user)
    onward = Answer(request, chosen, comment_shown(following) if following else None, claim=claim)
    return onward.moved_on(changed=comment, is_done=True)


def _approve(comment, form, by):
    """Answers the author's appeal where there is one; a reason only goes with what was rejected before."""
    seen, explanation = form.cleaned_data["seen"], form.explanation_given
    if appeal := _appeal(comment):
        return appeal.overturn(by=by, seen=seen, explanation=explanation)
    if comment.status == Comment.Status.REJECTED:
        return comment.approve(by=by, seen=seen, explanation=explanation)
    return comment.approve(by=by, seen=seen)


def _reject(comment, form, by):
    appeal = _appeal(comment)
    verb = appeal.confirm if appeal else comment.reject
    return verb(
        by=by,
        seen=form.cleaned_data["seen"],
        guidelines=form.guidelines,
        explanation=form.explanation_given,
        words=form.words,
    )


def _appeal(comment: Comment) -> Appeal | None:
    return comment.open_appeal if comment.status == Comment.Status.REJECTED else None


def _decide_together(request, act):
    chosen, form = slice_of(request), TogetherForm(request.POST)
    answer = Answer(request, chosen, is_card_first=False)
    answer.selected = {int(value) for value in request.POST.getlist("chosen") if is_key(value)}
    answer.typed_together = _typed(request.POST)
    if not form.is_valid():
        return _refused_together(answer, [form.fault], BAD_REQUEST)
    try:
        together = decide_together(form.cleaned_data["chosen"], act)
    except Refusal as refusal:
        return _refused_together(answer, [str(refusal)], UNPROCESSABLE)
    kept = [decision for decision in together.decided if decision.outcome != "undone"]
    undone = len(together.decided) - len(kept)
    if kept:
        remember(request, kept)
    if undone:
        sentence = ngettext("%(n)s decision undone.", "%(n)s decisions undone.", undone)
        tell(request, sentence % {"n": number(undone)})
    if together.refused:
        return _refused_together(answer, together.refusals, CONFLICT)
    answer.selected, answer.typed_together = set(), {}
    answer.comment = _first(request, chosen)
    return answer.after_together()


def refused(answer, refusal, status=None):
    """The card as it stands now, why not, and everything typed."""
    answer.comment = comment_shown(answer.comment.pk)
    answer.status = status or (CONFLICT if isinstance(refusal, AlreadyDecided) else UNPROCESSABLE)
    answer.fault = refused_because(refusal, answer.comment)
    return answer.card_only()


def _refused_together(answer, faults, status):
    answer.comment = _first(answer.request, answer.slice)
    answer.fault_together, answer.status = faults, status
    return answer.whole()


def comment_shown(pk) -> Comment:
    comment = Comment.objects.with_evidence().filter(pk=pk).first()
    if comment is None:
        raise Http404
    return comment


def comment_beside(pk) -> Comment:
    """For what stands beside its card, which shows the evidence itself."""
    related = "discussion", "author", "in_reply_to", "queue_entry", "rewriting"
    found = Comment.objects.select_related(*related).prefetch_related(Comment.objects.decisions_prefetch())
    return get_object_or_404(found, pk=pk)


def comment_to_decide(pk) -> Comment:
    """Without the evidence: the card of another comment follows, or of this one as it is then."""
    comment = Comment.objects.select_related("discussion", "queue_entry").filter(pk=pk).first()
    if comment is None:
        raise Http404
    return comment


def _first(request, chosen: Slice) -> Comment | None:
    first = chosen.line.first(chosen.after, skipped(request))
    return comment_shown(first) if first else None


def _typed(sent) -> dict:
    """What was sent, to stand in the form again."""
    return {
        "guideline": sent.getlist("guideline"),
        "span": sent.getlist("span"),
        "explanation": sent.get("explanation", ""),
        "quotes": sent.get("quotes", ""),
    }
