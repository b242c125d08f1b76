"""What a moderator sends to set an author's standing."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.desk.forms import DeskForm
from comments.models import Comment, Standing
from comments.models.bearer import Subject

KIND = Standing.Kind
LONGEST_YEARS = 100  # the last days of the calendar cannot be told in every time zone


class StandingForm(DeskForm):
    """Translates into one of the author's verbs; what is missing, the verb says."""

    kind = forms.ChoiceField(
        choices=KIND.choices,
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose what to do.")},
    )
    subject = forms.ChoiceField(
        choices=Subject.choices,
        error_messages={
            "required": _("Choose whom it is about."),
            "invalid_choice": _("Choose whom it is about."),
        },
    )
    until = forms.DateField(
        required=False, error_messages={"invalid": _("Write the last day as 2026-12-31.")}
    )
    reason = forms.CharField(required=False, strip=False)
    note = forms.CharField(required=False, strip=False)

    def clean_until(self) -> datetime | None:
        """All of the last day."""
        day = self.cleaned_data["until"]
        if day and day.year > timezone.localdate().year + LONGEST_YEARS:
            raise forms.ValidationError(_("That is further off than anybody plans. Choose a nearer day."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None

    def set(self, comment: Comment, *, by) -> Standing:
        said, author = self.cleaned_data, comment.author
        assert author is not None  # whoever shows the form has seen to that
        facts = {"comment": comment, "by": by, "seen": self._seen, "subject": said["subject"]}
        match said["kind"]:
            case KIND.HELD:
                return author.hold(note=said["note"], until=said["until"], **facts)
            case KIND.LIFTED:
                return author.lift(reason=said["reason"], note=said["note"], **facts)
            case KIND.SUSPENDED:
                verb = author.suspend
            case _:
                verb = author.block
        return verb(reason=said["reason"], note=said["note"], until=said["until"], **facts)

    @property
    def _seen(self) -> int:
        """How many standings the one chosen had on the page. Minus one, which none has, where forged."""
        number = self.data.get(f"seen_{self.cleaned_data['subject']}", "")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1
