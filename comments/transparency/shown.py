"""The figures as tables in words, for readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from comments.charts import Chart, columns, shares
from comments.digits import grouped, in_digits
from comments.models import Guideline
from comments.moments import roughly
from comments.shares import NOTHING
from comments.shares import share as share_of
from comments.tables import Table
from comments.transparency.counting import Figures
from comments.transparency.disclosing import Disclosed

Months = Sequence[tuple[Disclosed, Figures | None]]


def facts(figures: Figures | None) -> list[tuple[str, str]]:
    """What stands on top, of one month."""
    if figures is None:
        return []
    return [
        (_("Received"), grouped(figures.received)),
        (_("Approved"), grouped(figures.approved)),
        (_("Rejected"), grouped(figures.rejected)),
        (_("Half waited at most"), wait(figures.half_waited)),
        (_("Decided by a program"), grouped(figures.by_program)),
    ]


def tables(months: Months, chosen: Disclosed, figures: Figures | None) -> list[Table]:
    """`months` are the newest first; `figures` those of the chosen one. None where all is kept back."""
    if all(of_month is None for _month, of_month in months):
        return []
    by_guideline = [_guidelines(chosen, figures)] if figures else []
    return [
        _volumes(months),
        _waits(months),
        *by_guideline,
        _reports(months),
        _appeals(months),
        _looks(months),
    ]


def month_shown(month: date) -> str:
    return in_digits(formats.date_format(month, "YEAR_MONTH_FORMAT"))


def share(part: int, whole: int) -> str:
    return in_digits(share_of(part, whole))


def wait(seconds: int | None) -> str:
    return NOTHING if seconds is None else roughly(timedelta(seconds=seconds))


def _volumes(months: Months) -> Table:
    return _by_month(
        "volumes",
        _("Month by month"),
        _(
            "What came in, and how it was decided first. A comment counts as received in one month and as "
            "decided perhaps in another."
        ),
        [_("Received"), _("Approved"), _("Rejected"), _("Rejected, of all decided"), _("Taken down later")],
        months,
        lambda each: [
            grouped(each.received),
            grouped(each.approved),
            grouped(each.rejected),
            share(each.rejected, each.decided),
            grouped(each.taken_down),
        ],
        _columns(_("Comments received"), months, lambda each: each.received, grouped),
    )


def _waits(months: Months) -> Table:
    return _by_month(
        "waits",
        _("How long it took"),
        _("From when a comment came in until a moderator had decided it."),
        [_("Half waited at most"), _("Nine in ten waited at most")],
        months,
        lambda each: [wait(each.half_waited), wait(each.ninetieth_waited)],
        _columns(_("What half waited at most"), months, lambda each: each.half_waited, wait),
    )


def _guidelines(chosen: Disclosed, figures: Figures) -> Table:
    counted = figures.guidelines
    named = Guideline.objects.in_order().filter(pk__in=counted).prefetch_related("wordings")
    titles = {guideline.pk: str(guideline) for guideline in named}
    rejected = figures.rejected + figures.taken_down
    parts = [counted[code] / rejected if rejected else 0.0 for code in titles]
    said = [share(counted[code], rejected) for code in titles]
    return Table(
        "guidelines",
        _("Rejected, by guideline: %(month)s") % {"month": month_shown(chosen.month)},
        _("Comments that were rejected or taken down. One that broke several guidelines counts under each."),
        [_("Guideline"), _("Comments"), _("Of all rejected")],
        [
            [name, grouped(counted[code]), part]
            for (code, name), part in zip(titles.items(), said, strict=True)
        ],
        shares(
            _("Share of rejected comments that broke the guideline"),
            parts,
            list(titles.values()),
            said,
        )
        if titles
        else None,
    )


def _reports(months: Months) -> Table:
    return _by_month(
        "reports",
        _("Reports"),
        _(
            "Readers report published comments, and a moderator decides again. "
            "Counted when made and when answered."
        ),
        [_("Reports"), _("The comment stayed"), _("It was taken down")],
        months,
        lambda each: [grouped(each.reports), grouped(each.reports_kept), grouped(each.reports_removed)],
        _columns(_("Reports made"), months, lambda each: each.reports, grouped),
    )


def _appeals(months: Months) -> Table:
    return _by_month(
        "appeals",
        _("Decided again"),
        _(
            "Who was rejected can ask for another decision, by another moderator. "
            "Counted when asked and when decided."
        ),
        [_("Asked"), _("Confirmed"), _("Overturned"), _("Overturned, of all")],
        months,
        lambda each: [
            grouped(each.appeals),
            grouped(each.confirmed),
            grouped(each.overturned),
            share(each.overturned, each.confirmed + each.overturned),
        ],
        _columns(_("Asked to be decided again"), months, lambda each: each.appeals, grouped),
    )


def _looks(months: Months) -> Table:
    return _by_month(
        "checks",
        _("Programs and people"),
        _("Programs read every comment and point moderators to some. They decide nothing."),
        [_("Pointed to by a program"), _("Of all decided"), _("Decided by a program")],
        months,
        lambda each: [grouped(each.looked), share(each.looked, each.decided), grouped(each.by_program)],
        _shares_by_month(_("Share of the decided comments that a program had pointed to"), months),
    )


def _by_month(
    code: str,
    title: str,
    says: str,
    headings: list[str],
    months: Months,
    cells: Callable[[Figures], list[str]],
    chart: Chart | None,
) -> Table:
    rows = [
        [_name(month), *(cells(figures) if figures else [NOTHING] * len(headings))]
        for month, figures in months
    ]
    return Table(code, title, says, [_("Month"), *headings], rows, chart)


def _name(month: Disclosed) -> str:
    name = month_shown(month.month)
    return name if month.is_final else _("%(month)s, so far") % {"month": name}


def _columns(
    title: str, months: Months, value: Callable[[Figures], int | None], said: Callable[[int], str]
) -> Chart | None:
    """The oldest first, as time runs. What is kept back, or was never measured, is not said to be 0."""
    drawn = [(month, value(figures) if figures else None) for month, figures in reversed(months)]
    heights = [height or 0 for _month, height in drawn]
    if not any(heights):
        return None
    return columns(
        title,
        heights,
        [in_digits(f"{month.month:%m/%y}") for month, _height in drawn],
        [f"{_name(month)}: {NOTHING if height is None else said(height)}" for month, height in drawn],
        top=said(max(heights)),
    )


def _shares_by_month(title: str, months: Months) -> Chart | None:
    drawn = [(month, figures) for month, figures in months if figures and figures.decided]
    if not drawn:
        return None
    said = [share(figures.looked, figures.decided) for _month, figures in drawn]
    return shares(
        title,
        [figures.looked / figures.decided for _month, figures in drawn],
        [_name(month) for month, _figures in drawn],
        said,
    )
