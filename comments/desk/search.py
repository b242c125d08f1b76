"""The page where moderators search all comments."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.doors import LOOKING
from comments.desk.editing import shown, with_permission
from comments.desk.holding import preference_of
from comments.desk.masking import masked_spans
from comments.desk.searching import ACCOUNT, EMAIL, NAME, PER_PAGE, STATES, Result, Search
from comments.models import Discussion, Guideline

FINDING_AUTHORS = "comments.find_author"
WAYS = {NAME: gettext_lazy("name"), ACCOUNT: gettext_lazy("user name"), EMAIL: gettext_lazy("e-mail")}


@with_permission(*LOOKING)
def search(request):
    may_find_author = request.user.has_perm(FINDING_AUTHORS)
    asked = Search.of(request.GET, may_find_author=may_find_author)
    found = asked.results
    page = found[:PER_PAGE]
    masked = masked_spans(page) if preference_of(request).masks else {}
    guidelines = Guideline.objects.in_order().prefetch_related("wordings")
    return shown(
        request,
        "search.html",
        title=_("Search"),
        search=asked,
        results=[Result.of(comment, asked.sought, masked.get(comment.pk, [])) for comment in page],
        further=asked.further(page[-1]).query if len(found) > PER_PAGE else "",
        discussion=Discussion.objects.filter(pk=int(asked.discussion or 0)).first(),
        states=STATES.items(),
        guidelines=[(guideline.pk, str(guideline)) for guideline in guidelines],
        ways=WAYS.items() if may_find_author else None,
        preference=preference_of(request),
    )
