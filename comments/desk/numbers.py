"""How the desk is doing: what waits, how long it took, and where checks, guidelines and people disagree."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import clock
from comments.desk.doors import looking
from comments.desk.editing import shown
from comments.desk.tables import TABLES, Asked, length
from comments.desk.wordings import capped
from comments.digits import number
from comments.models import QueueEntry
from comments.numbers.decided import decided
from comments.numbers.times import times
from comments.tables import as_csv

PERIODS = (7, 30, 90)
USUAL = 30
COUNTED = 1000
SEES_ALL = "comments.change_guideline"


@looking
def numbers(request):
    asked = _asked(request)
    waiting = QueueEntry.objects.filter(state=QueueEntry.State.WAITING).order_by("received_at")
    oldest = waiting.values_list("received_at", flat=True).first()
    of_late = times(decided(asked.days))
    facts = [
        (_("Waiting"), capped(waiting.order_by()[: COUNTED + 1].count(), COUNTED)),
        (_("Oldest waiting"), length(clock.now() - oldest if oldest else None)),
        (_("Half waited at most"), length(of_late.median)),
        (_("Nine in ten waited at most"), length(of_late.ninetieth)),
    ]
    return shown(
        request,
        "numbers.html",
        title=_("Numbers"),
        facts=facts,
        tables=[make(asked) for make in TABLES.values()],
        days=asked.days,
        periods=[(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}) for days in PERIODS],
        is_empty=of_late.decisions == 0,
    )


@looking
def table_as_csv(request, code):
    if code not in TABLES:
        raise Http404
    asked = _asked(request)
    table = TABLES[code](asked)
    response = as_csv(f"{code}-{asked.days}-days.csv", (table.headings, *table.rows), is_marked=True)
    response["Cache-Control"] = "no-store, private"
    return response


def _asked(request) -> Asked:
    days = request.GET.get("days", "")
    chosen = int(days) if days in map(str, PERIODS) else USUAL
    return Asked(reader=request.user, days=chosen, sees_all=request.user.has_perm(SEES_ALL))
