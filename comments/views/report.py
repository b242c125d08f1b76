"""A reader's objection to a published comment."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from comments.form_ticket import new_ticket
from comments.forms import ReportForm
from comments.identity import author_of, remember
from comments.limits import refuse_flood_of_reports
from comments.models import Comment
from comments.network import network_of
from comments.refusals import AlreadyReported, NotReportable, Refusal, Throttled
from comments.views.again import retry_after, words_gone


@require_http_methods(["GET", "HEAD", "POST"])
# The form in it is one reader's own, and a comment leaves public view the moment it is rejected.
@cache_control(private=True, no_cache=True)
def report(request, pk):
    comments = Comment.objects.published().select_related("discussion")
    comment = comments.filter(pk=pk).first()
    if comment is None:
        return words_gone(request, _("This comment is not published any more, so it needs no report."))
    language = comment.page_language
    if request.method != "POST":
        form = ReportForm(language=language, user=request.user, initial={"ticket": new_ticket()})
        return _shown(request, comment, form)
    form = ReportForm(request.POST, language=language, user=request.user)
    if not form.is_valid():
        return _shown(request, comment, form, status=422)
    author = author_of(request, form_key=form.ticket_key)
    try:
        refuse_flood_of_reports(author=author, network=network_of(request))
        comment.report(
            author=author,
            guideline=form.cleaned_data["guideline"],
            note=form.cleaned_data["note"],
            email=form.email_to_tell,
        )
    except AlreadyReported as refusal:
        # Sent twice, or a second thought: either way the report is there.
        return remember(_thanks(request, comment, refusal), author)
    except Throttled as refusal:
        return retry_after(_shown(request, comment, form, refusal, status=429), refusal)
    except NotReportable as refusal:
        return _shown(request, comment, form, refusal, status=409)
    return remember(_thanks(request, comment), author)


def _shown(request, comment: Comment, form: ReportForm, refusal: Refusal | None = None, *, status: int = 200):
    context = {"comment": comment, "form": form, "refusal": refusal}
    return render(request, "comments/report.html", context, status=status)


def _thanks(request, comment: Comment, refusal: Refusal | None = None):
    return render(request, "comments/reported.html", {"comment": comment, "refusal": refusal})
