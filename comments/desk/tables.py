"""The tables of the desk's numbers: what is counted, in words, with a chart where one shows more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import formats
from django.utils.translation import gettext as _

from comments.charts import Chart, columns, shares
from comments.models import Guideline
from comments.naming import name_of
from comments.numbers.appeals import appealed
from comments.numbers.checks import Agreement, agreements, decided_in_all
from comments.numbers.decided import decided
from comments.numbers.readings import readings
from comments.numbers.times import Times, by_hour, by_moderator, times
from comments.shares import NOTHING, share
from comments.tables import Table

# A part and its whole, of each row of a table.
Parts = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Asked:
    """For whom, and of how many days."""

    reader: object
    days: int
    sees_all: bool


def time_table(asked: Asked) -> Table:
    hours = by_hour(decided(asked.days))
    labels = [str(hour) if hour % 3 == 0 else "" for hour in range(len(hours))]
    counts = [each.decisions for each in hours]
    says = [
        _("%(hour)s: %(n)s decisions") % {"hour": _hour(hour), "n": _number(count)}
        for hour, count in enumerate(counts)
    ]
    return Table(
        "hours",
        _("By the hour"),
        _("When decisions are made, and how long the comments decided in that hour had waited."),
        [_("Hour"), *_headings_of_times()],
        [
            [_hour(hour), *_times_shown(each)]
            for hour, each in enumerate(hours)
            if each.decisions
        ],
        columns(_("Decisions by the hour of the day"), counts, labels, says, top=_number(max(counts))),
    )  # fmt: skip


def moderator_table(asked: Asked) -> Table:
    """Others' rows are for editors. In the order of names: this is no ranking."""
    listed = list(decided(asked.days))
    apart = by_moderator(listed)
    users = get_user_model().objects.in_bulk(
        [key for key in apart if asked.sees_all or key == asked.reader.pk]  # type: ignore[attr-defined]
    )
    rows = sorted([name_of(user), *_times_shown(apart[key])] for key, user in users.items())
    return Table(
        "moderators",
        _("By moderator"),
        _("How much each had to decide, in the order of names. Who decides the hard comments takes longer.")
        if asked.sees_all
        else _("Your own decisions, and those of all together."),
        [_("Moderator"), *_headings_of_times()],
        [*rows, [_("All"), *_times_shown(times(listed))]],
    )  # fmt: skip


def check_table(asked: Asked) -> Table:
    return _agreement_table(
        asked,
        "checks",
        _("What the checks saw"),
        _(
            "Where few looks end in a rejection, the check or the wording of the guideline is unclear; where "
            "many rejections had no look, the check misses something. Moderators saw the evidence, which may "
            "have led them."
        ),
        evidence_hidden=False,
    )


def hidden_table(asked: Asked) -> Table:
    return _agreement_table(
        asked,
        "checks-hidden",
        _("The same, decided with the evidence hidden"),
        _(
            "A share of comments is decided without seeing what the checks found, and with no guideline "
            "chosen beforehand. These are the honest figures. Decided so: %(n)s."
        )
        % {"n": _number(decided_in_all(asked.days, evidence_hidden=True))},
        evidence_hidden=True,
    )


def appeal_table(asked: Asked) -> Table:
    counted, titles = appealed(asked.days), _titles()
    listed = [counted[code] for code in titles if code in counted]
    parts = [(each.overturned, each.confirmed + each.overturned) for each in listed]
    names = [titles[each.guideline] for each in listed]
    return Table(
        "appeals",
        _("Appeals, by the guideline of the decision appealed"),
        _("Where many are overturned, the guideline is read in more than one way."),
        [_("Guideline"), _("Confirmed"), _("Overturned"), _("Overturned, of all")],
        [
            [name, _number(each.confirmed), _number(each.overturned), share(*part)]
            for name, each, part in zip(names, listed, parts, strict=True)
        ],
        _shares(_("Share of appeals that overturned the decision"), parts, names),
    )


def reading_table(asked: Asked) -> Table:
    counted, titles = readings(asked.days), {"": _("Approved"), **_titles()}
    listed = [counted[code] for code in titles if code in counted]
    names, agreed = [titles[each.decided] for each in listed], [(each.same, each.read) for each in listed]
    return Table(
        "second-readings",
        _("Second readings, by what was decided first"),
        _("Read by another moderator who did not know. Where they differ, the guideline is unclear."),
        [
            _("Decided first"),
            _("Read again"),
            _("Same outcome"),
            _("Same guideline too"),
            _("The same, of all"),
        ],
        [
            [name, _number(each.read), _number(each.same_outcome), _number(each.same), share(*part)]
            for name, each, part in zip(names, listed, agreed, strict=True)
        ],
        _shares(_("Share of second readings that agreed"), agreed, names),
    )


TABLES: dict[str, Callable[[Asked], Table]] = {
    "hours": time_table,
    "moderators": moderator_table,
    "checks": check_table,
    "checks-hidden": hidden_table,
    "second-readings": reading_table,
    "appeals": appeal_table,
}


def length(wait: timedelta | None) -> str:
    """Of a wait, as coarse as it is long."""
    if wait is None:
        return NOTHING
    seconds = int(wait.total_seconds())
    if seconds < 90:
        return _("%(n)s s") % {"n": _number(seconds)}
    if seconds < 90 * 60:
        return _("%(n)s min") % {"n": _number((seconds + 30) // 60)}
    if seconds < 48 * 3600:
        return _("%(n)s h") % {"n": _number(seconds / 3600, decimals=1)}
    return _("%(n)s days") % {"n": _number(seconds / 86400, decimals=1)}


def _headings_of_times() -> list[str]:
    return [_("Decisions"), _("Rejected"), _("Half waited at most"), _("Nine in ten waited at most")]


def _times_shown(counted: Times) -> list[str]:
    return [
        _number(counted.decisions),
        _number(counted.rejected),
        length(counted.median),
        length(counted.ninetieth),
    ]


def _agreement_table(asked: Asked, code: str, title: str, says: str, *, evidence_hidden: bool) -> Table:
    counted, titles = agreements(asked.days, evidence_hidden=evidence_hidden), _titles()
    listed = [counted.get(guideline, Agreement(guideline)) for guideline in titles]
    names = list(titles.values())
    return Table(
        code,
        title,
        says,
        [
            _("Guideline"), _("Looks"), _("Looks rejected"), _("Looks rejected, of all"),
            _("Rejected under it"), _("Without a look"), _("Without a look, of all"),
        ],
        [
            [
                name,
                _number(each.looks), _number(each.looks_rejected), share(each.looks_rejected, each.looks),
                _number(each.rejected_under_it), _number(each.misses),
                share(each.misses, each.rejected_under_it),
            ]
            for name, each in zip(names, listed, strict=True)
        ],
        _shares(
            _("Share of looks that ended in a rejection"),
            [(each.looks_rejected, each.looks) for each in listed],
            names,
        ),
    )  # fmt: skip


def _shares(title: str, parts: Parts, names: Sequence[str]) -> Chart | None:
    if not any(whole for _part, whole in parts):
        return None
    values = [part / whole if whole else None for part, whole in parts]
    return shares(title, values, names, [share(*part) for part in parts])


def _titles() -> dict[str, str]:
    """Of all guidelines that ever were, those in force first."""
    listed: Iterable[Guideline] = Guideline.objects.in_order().prefetch_related("wordings")
    return {guideline.pk: str(guideline) for guideline in listed}


def _hour(hour: int) -> str:
    return f"{hour:02d}:00"


def _number(number: float, decimals: int | None = None) -> str:
    return formats.number_format(number, decimals, force_grouping=True)
